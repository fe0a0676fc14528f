"""From a promise to its client and to the letter that confirms it, and back to where one came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from arcaller.domain.errors import DomainError

if TYPE_CHECKING:
    from arcaller.ui.main_window import MainWindow
    from arcaller.ui.promises.confirm_screen import ConfirmScreen
    from arcaller.ui.promises.promises_screen import PromisesScreen
    from arcaller.ui.workbench.screen_factory import ScreenFactory
    from arcaller.ui.workbench.sheet_place import SheetPlace


class PromiseWays(QObject):
    """``client_opened(client_id, ids)``: the sheet of a promise is wanted, out of a list of clients."""

    client_opened = Signal(int, object)

    def __init__(self, factory: ScreenFactory, window: MainWindow, place: SheetPlace) -> None:
        super().__init__(window)
        self._factory, self._window, self._place = factory, window, place

    def acts(self) -> dict[str, Callable[[], object]]:
        """By their names in the table of acts."""
        return {"confirm_promises": self.confirm_of_sheet}

    def make_screen(self) -> PromisesScreen:
        """The Promises screen."""
        screen = self._factory.promises()
        screen.client_opened.connect(self._open)
        screen.confirm_wanted.connect(self.confirm)
        return screen

    @cached_property
    def confirmation(self) -> ConfirmScreen:
        """The letter that confirms promises, made when the first one is wanted."""
        screen = self._factory.confirmation()
        screen.closed.connect(self._leave)
        return screen

    def confirm(self, client_id: int) -> None:
        """Show what the client would get in writing, over the screen it was asked for from."""
        try:
            self.confirmation.show_client(client_id)
        except DomainError as error:
            self._window.strip.say(error.message, tone="bad")
            return
        self._window.show_whole(self.confirmation)
        self.confirmation.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm_of_sheet(self) -> None:
        """The letter to the client of the sheet."""
        shown = self._place.shown_sheet
        client_id = shown.client_id if shown is not None else None
        if client_id is None:
            self._window.strip.say("Open a client first; the letter goes to one.", tone="warn")
        else:
            self.confirm(client_id)

    def _leave(self) -> None:
        """Back to where it was asked for."""
        if self._window.current_key == "promises":
            self._window.show_screen("promises")
        else:
            self._window.show_lists()
            self._place.to_note()

    def _open(self, client_id: int, ids: Sequence[int]) -> None:
        """The sheet of a promise; "next" is the next client of the list it came from."""
        self._window.show_lists()
        self.client_opened.emit(client_id, ids)
