"""The rest of the day: promises and their confirmation, the card, papers, rules, settings, the sheet of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from arcaller.ui.touring.hand import CTRL, Hand

if TYPE_CHECKING:
    from arcaller.ui.touring.camera import Camera
    from arcaller.ui.touring.cast import Cast
    from arcaller.ui.workbench.workbench import Workbench

CONFIRMATION, CALL_SHEET, DAY_SHEET = "promise-confirmation.pdf", "call-sheet.pdf", "end-of-day.pdf"


def end_day(bench: Workbench, hand: Hand, camera: Camera, cast: Cast) -> None:
    """From the promises of the day to its sheet."""
    hand.press(Qt.Key.Key_3, CTRL)
    camera.shoot("promises", bench.window)
    hand.find(cast.called)
    camera.shoot("call-sheet-promised", bench.window)
    hand.press(Qt.Key.Key_F2)
    camera.shoot("client-card", bench.window)
    hand.escape()
    camera.saved_by_keys(CALL_SHEET, hand, lambda: hand.find("Print the call sheet"))
    confirm_promise(bench, hand, camera)
    hand.press(Qt.Key.Key_6, CTRL)
    camera.shoot("rules", bench.window)
    bench.window.show_screen("settings")
    camera.shoot("settings", bench.window)
    hand.press(Qt.Key.Key_1, CTRL)
    camera.saved_by_keys(DAY_SHEET, hand, lambda: hand.find("End-of-day sheet"))
    camera.shoot("day-done", bench.window)


def confirm_promise(bench: Workbench, hand: Hand, camera: Camera) -> None:
    """The letter to the client, as a PDF."""
    hand.find("Confirm the promise")
    letter = bench.promises.confirmation
    if not letter.isVisible():
        return
    camera.shoot("promise-confirmation", bench.window)
    if hand.tab_to(letter.save):
        camera.saved_by_keys(CONFIRMATION, hand, lambda: hand.press(Qt.Key.Key_Space))
