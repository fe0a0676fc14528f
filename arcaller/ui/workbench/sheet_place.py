"""What the parts of the window share of the call sheet: the one made, the one on screen, the way to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from arcaller.ui.call_sheet.call_sheet_screen import CallSheetScreen


class SheetPlace(Protocol):
    """The workbench as the parts around the call sheet see it."""

    @property
    def sheet(self) -> CallSheetScreen:
        """The call sheet, made when it is first wanted."""

    @property
    def shown_sheet(self) -> CallSheetScreen | None:
        """The call sheet if it is on screen."""

    def open_found(self, client_id: int) -> None:
        """The sheet of a client who was found, not taken from a list."""

    def open_next(self) -> None:
        """The next sheet of the list the current one was opened from."""

    def to_note(self) -> None:
        """Back into the note of the sheet."""
