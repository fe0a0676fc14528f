"""A long day leaves nothing behind: of what is opened and closed over and over the window holds no more."""

from __future__ import annotations

import gc
from collections import Counter
from types import FunctionType

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from arcaller.data.database import Ledger
from arcaller.services.desk import Desk
from arcaller.services.importing.imports import import_file
from tests.flows.conftest import ITEMS, MONDAY, NOW

CTRL = Qt.KeyboardModifier.ControlModifier
MUELLER, LODZ = "Müller <Bau> GmbH", "Łódź Metal Sp. z o.o."
_ENDS = {"quit", "new_ledger", "open_ledger", "open_sample"}
_ASKS_WHERE_TO = {"statement", "call_sheet_paper", "day_sheet", "backup"}
_LOOKS = {"switch_theme", "follow_system", "high_contrast", "switch_density", "larger", "smaller"}
_WRITES = {"undo", "redo", "orphans_back", "verify_ledger"}


def held(window):
    """How many there are of each kind: widgets, Qt's objects of the window, and what Python knows of the screens.

    Slots count as well: a lambda that a long-lived signal knows keeps all that it speaks of.
    """
    app = QCoreApplication.instance()
    for _ in range(3):
        app.sendPostedEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
    found = Counter(f"widget {type(widget).__name__}" for widget in QApplication.allWidgets())
    found.update(f"Qt's {each.metaObject().className()}" for each in window.findChildren(QObject))
    for thing in gc.get_objects():
        kind = type(thing)
        if str(kind.__module__).startswith("arcaller.ui"):
            found[f"object {kind.__name__}"] += 1
        elif kind is FunctionType and str(thing.__module__).startswith("arcaller.ui"):
            found[f"function {thing.__qualname__}"] += 1
    return found


def hands_off(desk):
    """Whatever lies over the window goes; another sheet, then Müller's."""
    close_all(desk)
    desk.open(LODZ)
    desk.open(MUELLER)


def close_all(desk):
    while (over := QApplication.activePopupWidget() or QApplication.activeModalWidget()) is not None:
        QTest.keyClick(over, Qt.Key.Key_Escape)
    for box in (desk.bench.window.help_box, desk.bench.window.palette_box):
        box.hide()
    desk.bench.window.show_screen("today")


def act(desk, name):
    {spec.name: action for spec, action in desk.bench.window.actions_table.bound()}[name].trigger()
    QCoreApplication.sendPostedEvents()


def every_act(desk):
    for spec, action in desk.bench.window.actions_table.bound():
        if spec.name not in _ENDS | _ASKS_WHERE_TO | _LOOKS | _WRITES:
            action.trigger()
            QCoreApplication.sendPostedEvents()
            close_all(desk)
            desk.open(MUELLER)


def another_look(desk):
    for name in ("switch_theme", "larger", "smaller", "switch_theme"):
        act(desk, name)


def outcomes_given_up(desk):
    for keys in ("4fr", "6", "7mo", "0b", "53", "8", "9"):
        desk.type(keys)
        for _ in range(3):
            desk.press(Qt.Key.Key_Escape)
        hands_off(desk)


def calls_taken_back(desk):
    for keys in ("2", "4fr"):
        desk.type(keys)
        desk.enter()
        desk.press(Qt.Key.Key_Z, CTRL)
        desk.press(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
        desk.press(Qt.Key.Key_Z, CTRL)
        desk.open(MUELLER)
        desk.sheet.outcomes.note.clear()
        hands_off(desk)


def the_talk(desk):
    act(desk, "verify_identity")
    for page in ("objections", "offers", "pay_ways", "choose_script"):
        act(desk, page)
        desk.press(Qt.Key.Key_Down)
        act(desk, page)
    hands_off(desk)


def pages_of_the_card(desk):
    for page in ("card", "contacts", "wishes", "steps", "group"):
        act(desk, f"client_{page}")
        desk.press(Qt.Key.Key_Escape)
    act(desk, "new_client")
    hands_off(desk)


def the_plan_wizard(desk):
    desk.type("53")
    desk.press(Qt.Key.Key_Down)
    desk.enter()
    for _ in range(3):
        desk.press(Qt.Key.Key_Escape)
    hands_off(desk)


def every_screen(desk):
    for key in ("clients", "promises", "plans", "import", "rules", "settings"):
        desk.bench.window.show_screen(key)
    settings = desk.bench.window.screen_widget("settings")
    for row in range(settings.groups.count()):
        settings.groups.setCurrentRow(row)
    clients = desk.bench.window.screen_widget("clients")
    clients.table.horizontalHeader().customContextMenuRequested.emit(clients.table.pos())
    hands_off(desk)


def a_search(desk):
    for words in ("hamburg", "2031", "light or dark", "nobody of this name"):
        desk.press(Qt.Key.Key_K, CTRL)
        QTest.keyClicks(desk.bench.window.palette_box.box, words)
        QTest.keyClick(desk.bench.window.palette_box.box, Qt.Key.Key_Return)
        hands_off(desk)


def the_check(desk):
    act(desk, "verify_ledger")
    desk.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    hands_off(desk)


def kept_by(desk, habit, warm, more):
    """What there is more of after ``more`` rounds than after ``warm``."""
    window = desk.bench.window
    for _ in range(warm):
        habit(desk)
    before = held(window)
    for _ in range(more):
        habit(desk)
    after = held(window)
    return {kind: (before[kind], count) for kind, count in after.items() if count > before[kind]}


@pytest.fixture
def no_dialing(monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)


_HABITS = (
    outcomes_given_up, calls_taken_back, the_talk, pages_of_the_card, the_plan_wizard, every_screen, a_search,
    the_check,
)  # fmt: skip


@pytest.mark.parametrize("habit", _HABITS, ids=lambda habit: habit.__name__)
def test_what_is_done_over_and_over_leaves_nothing_behind(desk, habit):
    desk.open(MUELLER)
    assert kept_by(desk, habit, warm=3, more=7) == {}


def test_no_act_of_the_table_leaves_anything_behind(desk, no_dialing):
    desk.open(MUELLER)
    assert kept_by(desk, every_act, warm=2, more=3) == {}


def test_another_look_leaves_nothing_of_the_one_before(desk):
    desk.open(MUELLER)
    assert kept_by(desk, another_look, warm=1, more=2) == {}


@pytest.fixture
def ledger_path(ledger_path, tmp_path):
    """Two hundred clients more, each with one invoice."""
    head = ITEMS.splitlines()[0]
    rows = (
        f"{20_000 + n};Client {n} GmbH;DE;Köln;Jens Köhler;+49 30 23125 {n:03};R{n};2026-09-01;2026-10-01;80.00;EUR"
        for n in range(200)
    )
    items = tmp_path / "many.csv"
    items.write_text("\n".join([head, *rows]), encoding="utf-8")
    with Ledger.open(ledger_path) as ledger:
        assert import_file(Desk(ledger, 1, NOW, MONDAY), items).batch_id is not None
    return ledger_path


def test_two_hundred_calls_leave_no_widget_behind(desk):
    desk.open("Client 0 GmbH")

    def ten_calls(desk):
        for keys in ("2", "1", "4fr", "0n", "2", "3", "2", "1", "4+3", "2"):
            before = desk.sheet.client_id
            desk.settle()
            desk.type(keys)
            desk.enter()
            assert desk.sheet.client_id != before

    assert kept_by(desk, ten_calls, warm=4, more=15) == {}
    assert desk.one("SELECT count(*) FROM call") == (190,)
