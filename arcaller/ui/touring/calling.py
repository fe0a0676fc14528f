"""The calls of the day: refused by a rule, promised, taken back, left a message, called back, disputed, put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from arcaller.domain.contact.standing import Verdict
from arcaller.ui.touring.hand import CTRL, CTRL_SHIFT, Hand

if TYPE_CHECKING:
    from arcaller.ui.touring.camera import Camera
    from arcaller.ui.touring.cast import Cast
    from arcaller.ui.workbench.workbench import Workbench

_SHIFT = Qt.KeyboardModifier.ShiftModifier


def call_clients(bench: Workbench, hand: Hand, camera: Camera, cast: Cast) -> None:
    """Each in his turn, found by his number."""
    pass_over(bench, hand, camera, cast.asleep)
    prepare_and_talk(bench, hand, camera, cast.called)
    promise(bench, hand, camera)
    leave_message(bench, hand, camera, cast.others[0])
    agree_call_back(bench, hand, camera, cast.others[1])
    note_dispute(bench, hand, camera, cast.others[2])
    hand.find(cast.others[3])
    hand.type("8")
    hand.enter()
    put_back(bench, hand, camera, cast.others[4])
    answer(bench, hand, camera, cast.phone)


def pass_over(bench: Workbench, hand: Hand, camera: Camera, number: str) -> None:
    """Where it is night: why he may be called now or not, then passed over."""
    hand.find(number)
    if bench.sheet.client_id is None:
        return
    # nothing is dialed: F8 is pressed only where it is refused
    standing = bench.sheet.head.standing
    if standing is not None and standing.verdict is Verdict.BLOCKED:
        hand.press(Qt.Key.Key_F8)
    else:
        hand.press(Qt.Key.Key_R, CTRL_SHIFT)
    camera.shoot("call-rules", bench.window)
    hand.escape()
    hand.press(Qt.Key.Key_F9)
    camera.shoot("not-today", bench.window)
    hand.type("3")


def prepare_and_talk(bench: Workbench, hand: Hand, camera: Camera, number: str) -> None:
    """Prepared, ranked, greeted; answers, offers and ways to pay."""
    hand.find(number)
    camera.shoot("call-sheet", bench.window)
    hand.press(Qt.Key.Key_F3)
    camera.shoot("rank-explained", bench.window)
    hand.escape()
    hand.press(Qt.Key.Key_F7)
    for name, key, modifier in (
        ("answers", Qt.Key.Key_E, CTRL),
        ("offers", Qt.Key.Key_O, CTRL_SHIFT),
        ("ways-to-pay", Qt.Key.Key_Y, CTRL_SHIFT),
    ):
        hand.press(key, modifier)
        camera.shoot(name, bench.window)
        hand.escape()


def promise(bench: Workbench, hand: Hand, camera: Camera) -> None:
    """In two parts; logged, taken back, logged again."""
    hand.type("4fr 15")
    camera.shoot("call-sheet-promise", bench.window)
    hand.enter()
    camera.shoot("call-logged", bench.window)
    hand.press(Qt.Key.Key_Z, CTRL)
    camera.shoot("call-taken-back", bench.window)
    hand.enter()


def leave_message(bench: Workbench, hand: Hand, camera: Camera, number: str) -> None:
    """A message on one number, then the next number."""
    hand.find(number)
    hand.type("2")
    camera.shoot("call-sheet-voicemail", bench.window)
    hand.press(Qt.Key.Key_Return, _SHIFT)
    camera.shoot("next-number", bench.window)


def agree_call_back(bench: Workbench, hand: Hand, camera: Camera, number: str) -> None:
    """Tomorrow at ten, with who was on the line."""
    hand.find(number)
    hand.type("7tm 1000")
    hand.press(Qt.Key.Key_D, CTRL_SHIFT)
    camera.shoot("call-sheet-call-back", bench.window)
    hand.enter()


def note_dispute(bench: Workbench, hand: Hand, camera: Camera, number: str) -> None:
    """The oldest invoice, its price."""
    hand.find(number)
    hand.type("6")
    hand.press(Qt.Key.Key_Space)
    hand.type("p")
    camera.shoot("call-sheet-dispute", bench.window)
    hand.enter()


def put_back(bench: Workbench, hand: Hand, camera: Camera, number: str) -> None:
    """To Friday, with a reason."""
    hand.find(number)
    hand.press(Qt.Key.Key_F9, _SHIFT)
    hand.type("fr")
    hand.press(Qt.Key.Key_Tab)
    hand.type("away until then")
    camera.shoot("another-day", bench.window)
    hand.enter()


def answer(bench: Workbench, hand: Hand, camera: Camera, phone: str) -> None:
    """Somebody calls and is found by the number."""
    if not phone:
        return
    hand.press(Qt.Key.Key_I, CTRL_SHIFT)
    hand.type(phone)
    camera.shoot("inbound-call", bench.window)
    hand.enter()
    hand.type("0n")
    camera.shoot("call-sheet-inbound", bench.window)
    hand.enter()
