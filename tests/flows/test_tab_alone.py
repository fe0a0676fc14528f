"""Without a mouse: Tab alone, either way, goes round every control that can be seen and lands where it began."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from arcaller.ui.shared.widgets.rail import RailEntry

TAB, BACKTAB = Qt.Key.Key_Tab, Qt.Key.Key_Backtab


def go_round(desk, key):
    """The controls that ``key`` reaches until it is back at the first."""
    desk.press(key)  # an empty page holds the focus itself until the first key
    start = QApplication.focusWidget()
    assert start is not None
    reached = [start]
    for _ in range(100):
        desk.press(key)
        if QApplication.focusWidget() is start:
            return reached
        reached.append(QApplication.focusWidget())
    raise AssertionError(f"Tab never came back to {start.accessibleName()}")


def words(widgets):
    return [f"{type(each).__name__} {each.accessibleName()}" for each in widgets]


def assert_tab_reaches_all(desk):
    shown = [
        each
        for each in desk.bench.window.findChildren(QWidget)
        if each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(each, RailEntry)  # one of them is reached, the arrows go on from there
    ]
    for key in (TAB, BACKTAB):
        reached = go_round(desk, key)
        assert words(each for each in shown if each not in reached) == []
        assert words(each for each in reached if not each.isVisible()) == []


def test_on_the_call_sheet_contact_call_and_agenda_come_before_the_note(desk):
    desk.open("Müller <Bau> GmbH")
    assert_tab_reaches_all(desk)


def test_in_the_wizard_and_on_the_agreement(desk):
    desk.open("Müller <Bau> GmbH")
    desk.type("53")
    assert_tab_reaches_all(desk)
    desk.enter()
    assert_tab_reaches_all(desk)


@pytest.mark.parametrize("key", ["today", "clients", "promises", "plans", "import", "rules", "settings"])
def test_on_every_screen(desk, key):
    desk.bench.window.show_screen(key)
    assert_tab_reaches_all(desk)


@pytest.mark.parametrize("armed", ["2", "4", "6", "7", "8", "9", "0"])
def test_on_the_sheet_whatever_outcome_is_armed(desk, armed):
    desk.open("Müller <Bau> GmbH")
    desk.type(armed)
    assert_tab_reaches_all(desk)


@pytest.mark.parametrize("page", ["client", "contacts", "wishes", "steps", "group"])
def test_on_every_page_of_the_client_card(desk, page):
    desk.open("Müller <Bau> GmbH")
    desk.bench.clients.open_card(page)
    assert_tab_reaches_all(desk)


@pytest.mark.parametrize(
    "act", ["choose_script", "objections", "offers", "pay_ways", "timeline", "add_note", "why_call"]
)
def test_with_each_page_over_the_sheet(desk, act):
    desk.open("Müller <Bau> GmbH")
    desk.press(Qt.Key.Key_F7)
    desk.bench.window.actions_table.get(act).trigger()
    assert_tab_reaches_all(desk)


@pytest.mark.parametrize("act", ["skip_today", "another_day", "spread_backlog"])
def test_with_each_form_under_the_list(desk, act):
    desk.open("Müller <Bau> GmbH")
    desk.bench.window.actions_table.get(act).trigger()
    assert_tab_reaches_all(desk)
