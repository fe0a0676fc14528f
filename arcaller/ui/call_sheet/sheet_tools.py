"""What the call sheet works with, handed in by whoever builds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from arcaller.ui.shared.outcome_keys import OutcomeKeys

if TYPE_CHECKING:
    from datetime import datetime

    from arcaller.data.queries.sheet.call_sheet import CallSheetRow
    from arcaller.data.queries.sheet.drafts import OlderTextRow, OpenCallRow
    from arcaller.services.changes import Changes
    from arcaller.services.commands import LogCall
    from arcaller.services.desk import Desk
    from arcaller.ui.call_sheet.head.sheet_head import HeadTools
    from arcaller.ui.call_sheet.prepare.timeline_panel import TimelineTools
    from arcaller.ui.call_sheet.talk.conversation_panel import TalkTools


@dataclass(frozen=True, slots=True)
class KeptSheets:
    """What is known of drafts: when one was saved, the text it lost last, the calls that still need an outcome."""

    saved_at: Callable[[str], datetime | None]
    older_text: Callable[[str], OlderTextRow | None]
    open_calls: Callable[[], Sequence[OpenCallRow]]


@dataclass(frozen=True, slots=True)
class SheetTools:
    """What the sheet works with, handed in once.

    ``load`` reads one client, ``log`` is the act that logs a call and ``preview`` says in words what it would do;
    drafts are read, saved (false: try again) and belong to a client. ``head`` and ``talk`` are for those parts;
    ``keys`` are the digits of the outcomes on this computer.
    """

    load: Callable[[int], CallSheetRow]
    make_desk: Callable[[], Desk]
    log: Callable[[Desk, LogCall], Changes]
    preview: Callable[[Desk, LogCall], str]
    read_draft: Callable[[str], str]
    save_draft: Callable[[str, str], bool]
    kept: KeptSheets
    head: HeadTools
    talk: TalkTools
    timeline: TimelineTools
    company_zone: str
    keys: OutcomeKeys

    def office_time(self, at: datetime) -> str:
        """``14:02:07`` on the company's clock, whatever the clock of this computer is set to."""
        return f"{at.astimezone(ZoneInfo(self.company_zone)):%H:%M:%S}"


def draft_key(client_id: int) -> str:
    """Under which the half-typed call of a client is kept."""
    return f"call:{client_id}"
