"""The acts of the Call menu on the sheet: dial, prepare, talk, the calls that come in and those that wait."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

if TYPE_CHECKING:
    from arcaller.ui.call_sheet.call_sheet_screen import CallSheetScreen
    from arcaller.ui.main_window import MainWindow
    from arcaller.ui.workbench.screen_factory import Doors, ScreenFactory
    from arcaller.ui.workbench.sheet_place import SheetPlace
    from arcaller.ui.workbench.status_line import StatusLine

NO_SHEET = "Open a client first; this is about the sheet on screen."
"""What an act of the sheet says while something else is on screen."""

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
        """By their names in the table of acts; what is done to the sheet is done while it is on screen."""
        on_sheet: dict[str, Callable[[CallSheetScreen], object]] = {
            "tick_prepared": lambda sheet: sheet.ready.tick_all(),
            "copy_number": lambda sheet: sheet.copy_number(),
            "why_call": lambda sheet: sheet.head.explain(),
            "timeline": lambda sheet: sheet.show_timeline(),
            "add_note": self._add_note,
            "next_step": self._give_next_step,
            "payment_pattern": lambda sheet: sheet.ready.paying.open(),
            "verify_identity": lambda sheet: sheet.conversation.verify_identity(),
            **{name: partial(_open_talk_page, name) for name in _TALK_PAGES},
            "call_details": lambda sheet: sheet.outcomes.go_to_facts(),
            "older_text": lambda sheet: sheet.bring_back_text(),
            "to_note": lambda sheet: sheet.outcomes.note.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "to_outcomes": lambda sheet: sheet.outcomes.bar.setFocus(Qt.FocusReason.ShortcutFocusReason),
        }
        return {
            "start_call": self.start_call,
            "inbound_call": self.inbound_call,
            "return_to_call": self.return_to_call,
            **{name: partial(self._on_sheet, act) for name, act in on_sheet.items()},
        }

    def _on_sheet(self, act: Callable[[CallSheetScreen], object]) -> None:
        """Something of the sheet on screen; one that something else stands over is left alone."""
        sheet = self._place.shown_sheet
        if sheet is None:
            self._window.strip.say(NO_SHEET, tone="warn")
        else:
            act(sheet)

    def start_call(self) -> None:
        """Dial the number on screen; a sheet that something else stands over calls nobody."""
        sheet = self._place.shown_sheet
        if sheet is None:
            self._window.strip.say("Open a client's sheet first; the number on it is called.", tone="warn")
        else:
            sheet.dial()

    def _add_note(self, sheet: CallSheetScreen) -> None:
        """Open the note of the timeline."""
        _timeline_in_sight(sheet)
        sheet.timeline.note.open()

    def _give_next_step(self, sheet: CallSheetScreen) -> None:
        """Open the form of the next step below the timeline of the sheet."""
        _timeline_in_sight(sheet)
        sheet.timeline.step.open()

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
        shown = self._place.shown_sheet
        if shown is None or client_id != shown.client_id:
            self._place.open_found(client_id)
        self._place.sheet.begin_inbound(contact_id, phone)


def _timeline_in_sight(sheet: CallSheetScreen) -> None:
    if sheet.timeline.isHidden():
        sheet.show_timeline()


def _open_talk_page(name: str, sheet: CallSheetScreen) -> None:
    """What lies over the script: other scripts, answers, offers, ways to pay."""
    sheet.conversation.open_page(name)
