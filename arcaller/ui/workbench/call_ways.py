"""The acts of the Call menu on the sheet: dial, prepare, talk, the calls that come in and those that wait."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

if TYPE_CHECKING:
    from arcaller.ui.main_window import MainWindow
    from arcaller.ui.workbench.screen_factory import Doors, ScreenFactory
    from arcaller.ui.workbench.sheet_place import SheetPlace
    from arcaller.ui.workbench.status_line import StatusLine

_TALK_PAGES = ("choose_script", "objections", "offers", "pay_ways")


class CallWays(QObject):
    """Everything that is done to the sheet by a key, a menu or the palette."""

    def __init__(
        self, doors: Doors, factory: ScreenFactory, window: MainWindow, status: StatusLine, place: SheetPlace
    ) -> None:
        super().__init__(window)
        self._doors, self._factory, self._window = doors, factory, window
        self._status, self._place = status, place

    def acts(self) -> dict[str, Callable[[], object]]:
        """By their names in the table of acts; the sheet is made when the first of them is wanted."""
        place = self._place
        return {
            "start_call": self.start_call,
            "tick_prepared": lambda: place.sheet.ready.tick_all(),
            "copy_number": lambda: place.sheet.copy_number(),
            "why_call": lambda: place.sheet.head.explain(),
            "timeline": lambda: place.sheet.show_timeline(),
            "add_note": self.add_note,
            "next_step": self.give_next_step,
            "payment_pattern": lambda: place.sheet.ready.paying.open(),
            "verify_identity": lambda: place.sheet.conversation.verify_identity(),
            **{name: partial(self._open_talk_page, name) for name in _TALK_PAGES},
            "inbound_call": self.inbound_call,
            "return_to_call": self.return_to_call,
            "call_details": lambda: place.sheet.outcomes.go_to_facts(),
            "older_text": lambda: place.sheet.bring_back_text(),
            "to_note": lambda: place.sheet.outcomes.note.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "to_outcomes": lambda: place.sheet.outcomes.bar.setFocus(Qt.FocusReason.ShortcutFocusReason),
        }

    def start_call(self) -> None:
        """Dial the number on screen; a sheet that something else stands over calls nobody."""
        sheet = self._place.shown_sheet
        if sheet is None:
            self._window.strip.say("Open a client's sheet first; the number on it is called.", tone="warn")
        else:
            sheet.dial()

    def add_note(self) -> None:
        """Open the note of the timeline."""
        self._timeline_in_sight()
        self._place.sheet.timeline.note.open()

    def give_next_step(self) -> None:
        """Open the form of the next step below the timeline of the sheet shown."""
        if self._place.shown_sheet is None:
            self._window.strip.say("Open a client first; the step is about one.", tone="warn")
            return
        self._timeline_in_sight()
        self._place.sheet.timeline.step.open()

    def _timeline_in_sight(self) -> None:
        sheet = self._place.sheet
        if sheet.timeline.isHidden():
            sheet.show_timeline()

    def inbound_call(self) -> None:
        """Ask for the number that calls and open the sheet of whoever it belongs to."""
        from arcaller.data.queries.sheet.numbers import find_callers
        from arcaller.ui.call_sheet.inbound_box import InboundBox

        sheet = self._place.sheet
        desk, region = self._doors.make_desk(), self._factory.settings.text("company_country")
        here = None if sheet.client_id is None else (sheet.client_id, sheet.client_name)
        box = InboundBox(lambda typed: find_callers(desk.ledger, typed, region), here, self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.chosen.connect(self._answer)
        box.open()

    def return_to_call(self) -> None:
        """The sheet of the call that was started and has no outcome yet."""
        parked = self._status.parked()
        if parked:
            self._place.open_found(parked[0].client_id)
        else:
            self._window.strip.say("No call is parked.")

    def _answer(self, client_id: int, contact_id: int | None, phone: str) -> None:
        if client_id != self._place.sheet.client_id:
            self._place.open_found(client_id)
        self._place.sheet.begin_inbound(contact_id, phone)

    def _open_talk_page(self, name: str) -> None:
        """What lies over the script: other scripts, answers, offers, ways to pay."""
        self._place.sheet.conversation.open_page(name)
