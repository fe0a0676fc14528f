"""What every part of the sheet is shown, and what each of them does with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from arcaller.domain.contact.phones import LocalZone, local_zone

if TYPE_CHECKING:
    from arcaller.data.queries.sheet.call_sheet import CallSheetRow, ContactRow
    from arcaller.services.desk import Desk

Draft = Mapping[str, Any]
"""What was half typed on a sheet, by names that belong to its parts; a value is what JSON holds."""


@dataclass(frozen=True, slots=True)
class SheetContext:
    """One client's rows, the person we speak to, where he is, and the desk of the moment they were read."""

    sheet: CallSheetRow
    contact: ContactRow | None
    zone: LocalZone
    desk: Desk

    @property
    def now_local(self) -> datetime:
        """The client's wall clock."""
        return self.desk.now.astimezone(ZoneInfo(self.zone.zone))


def zone_of(sheet: CallSheetRow, contact: ContactRow | None, company_zone: str) -> LocalZone:
    """Where the person on the line is, as far as his own zone, the client's, address and phone tell."""
    return local_zone(
        told=(contact.time_zone if contact is not None else "") or sheet.time_zone or None,
        country=sheet.country or None,
        region=sheet.region or None,
        phone=contact.phone if contact is not None else None,
        phone_region=sheet.country or None,
        company_zone=company_zone,
    )


class SheetPart(Protocol):
    """A part of the call sheet; the screen puts the parts in their places and carries keys between them."""

    def start(self, context: SheetContext) -> None:
        """Another client: show him, nothing typed."""

    def restore(self, draft: Draft) -> None:
        """Put back what was half typed on the sheet just started."""

    def show_context(self, context: SheetContext) -> None:
        """The same client read anew, or another person of his on the line; what was typed stays."""

    def draft(self) -> dict[str, Any]:
        """What of this part is half typed, to be handed to :meth:`restore` some day; empty if nothing is."""
