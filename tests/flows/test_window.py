"""The whole window: every screen opens in place, nothing flashes up beside it, menus are made once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMenu, QWidget


class StrayWindows(QObject):
    """Notes every widget that was shown as a window of its own."""

    def __init__(self, allowed):
        super().__init__()
        self.found, self._allowed = [], allowed

    def eventFilter(self, watched, event):  # noqa: N802 - Qt names it
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and watched is not self._allowed:
            self.found.append(f"{type(watched).__name__} {watched.accessibleName() or watched.objectName()}")
        return False


@pytest.fixture
def strays(desk):
    watcher = StrayWindows(desk.bench.window)
    QApplication.instance().installEventFilter(watcher)
    yield watcher
    QApplication.instance().removeEventFilter(watcher)


@pytest.mark.parametrize("key", ["today", "clients", "promises", "plans", "import", "settings"])
def test_a_screen_opens_in_place_and_the_window_keeps_the_keys(desk, strays, qtbot, key):
    desk.bench.window.show_screen(key)
    desk.bench.window.grab()
    qtbot.waitUntil(desk.bench.window.isActiveWindow)
    assert strays.found == []
    assert desk.bench.window.current_key == key


def test_sheet_and_wizard_open_in_place(desk, strays):
    desk.open("Müller <Bau> GmbH")
    desk.type("53")
    desk.bench.window.grab()
    assert strays.found == []


def test_a_refusal_and_an_undo_leave_no_window_behind(desk, strays):
    desk.open("Müller <Bau> GmbH")
    desk.enter()
    desk.type("2")
    desk.enter()
    desk.bench.runner.undo()
    assert strays.found == []


def test_menus_are_made_once(desk):
    menus = [menu for menu in desk.bench.window.findChildren(QMenu) if menu.title()]
    assert len(menus) == len({menu.title() for menu in menus})
