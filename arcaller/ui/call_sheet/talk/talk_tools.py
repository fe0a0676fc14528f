"""What the talk part of the sheet works with, handed in once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from arcaller.data.queries.sheet.call_sheet import CallSheetRow
from arcaller.domain.talking.objections import Objections
from arcaller.domain.talking.script import Script
from arcaller.services.desk import Desk
from arcaller.services.papers.pay_ways import WaysToPay
from arcaller.services.talking.offers import Ladder
from arcaller.services.talking.talk import Voice
from arcaller.ui.call_sheet.prepare.finance_facts import FactTools
from arcaller.ui.shared.words.formats import Formats

Ticked = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TalkTools:
    """``scripts`` by their key (``en-brief``) and ``objections`` by language, as the office words them.

    ``voice`` says who speaks, in the language asked for; ``offers`` and ``ways`` are about the ticked invoices of a
    sheet, ``ways`` refuses in words where nobody could be paid; ``facts`` tell the client's financial situation.
    """

    scripts: Mapping[str, Script]
    objections: Mapping[str, Objections]
    voice: Callable[[str], Voice]
    offers: Callable[[Desk, CallSheetRow, Ticked], Ladder]
    ways: Callable[[Desk, CallSheetRow, Ticked], WaysToPay]
    facts: FactTools
    formats: Formats
