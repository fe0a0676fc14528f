"""The frame: places made when first shown, panes by keys, sizes remembered, one table of acts."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from arcaller.ui.actions import ACTIONS, MENUS, Actions, ActionSpec
from arcaller.ui.main_window import MainWindow, Screen
from arcaller.ui.shared.look.icons import GLYPHS
from arcaller.ui.shared.palette.command_palette import Found
from arcaller.ui.shared.palette.key_sheet import KeySheet


def pane(name: str) -> QLineEdit:
    """A screen with one thing to focus."""
    field = QLineEdit()
    field.setObjectName(name)
    field.setAccessibleName(name)
    return field


@pytest.fixture
def made():
    return []


@pytest.fixture
def window(qtbot, theme, made):
    def screen(key: str, *, whole: bool = False) -> Screen:
        return Screen(key, key.title(), key, lambda: made.append(key) or pane(key), whole=whole)

    found = [Found("client", "Meyer KG", lambda: made.append("opened"))]
    window = MainWindow(
        [screen("today"), screen("clients"), screen("settings", whole=True)],
        theme,
        finders=[lambda typed, limit: found if typed else []],
        key_groups=lambda: [("Call sheet", [("0–9", "Arm an outcome"), ("Enter", "Save and open the next")])],
    )
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    window.show_screen("today")
    return window


def test_a_place_is_made_when_it_is_first_shown_and_once(window, made):
    assert made == ["today"]
    window.show_screen("clients")
    window.show_screen("today")
    window.show_screen("clients")
    assert made == ["today", "clients"]
    assert window.current_key == "clients"


def test_control_and_a_digit_go_to_a_place(qtbot, window):
    with qtbot.waitSignal(window.screen_shown) as caught:
        qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert caught.args == ["clients"]
    assert window.rail.entry("clients").isChecked()


def test_control_k_finds_and_runs(qtbot, window, made):
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.palette_box.box, "meye")
    qtbot.keyClick(window.palette_box.box, Qt.Key.Key_Return)
    assert made[-1] == "opened"


def test_commands_are_found_with_their_keys(window):
    window.palette_box.open_palette("settings")
    first = window.palette_box.found[0]
    assert first.title == "Settings"
    assert QKeySequence(first.keys) == QKeySequence("Ctrl+3")


def test_f6_goes_around_rail_list_and_detail_and_back(qtbot, window):
    window.show_detail(pane("sheet"))
    window.show_screen("today")
    order = []
    for _ in range(4):
        window.actions_table.get("next_pane").trigger()
        order.append(window.focusWidget())
    detail, rail, around = order[0], order[1], order[2]
    assert detail.objectName() == "sheet"
    assert rail is window.rail.entry("today")
    assert window._pane.isAncestorOf(around)
    window.actions_table.get("previous_pane").trigger()
    assert window.focusWidget() is around


def test_a_narrow_window_folds_the_rail_and_clips_nothing(qtbot, window):
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: window.rail.folded)
    assert (window.width(), window.height()) == (1024, 700)
    assert window.minimumSizeHint().width() <= 1024
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: not window.rail.folded)


def test_a_whole_widget_covers_both_panes_and_gives_way_again(window):
    wizard = pane("wizard")
    window.show_whole(wizard)
    assert wizard.isVisible()
    window.show_lists()
    assert not wizard.isVisible()
    window.show_screen("settings")
    window.show_lists()
    assert window.current_key == "today"


def test_sizes_are_remembered_and_nonsense_does_no_harm(qtbot, theme, window):
    kept = []
    window._store = kept.append
    window._splitter.setSizes([420, 852])
    window.close()
    state = json.loads(kept[0])
    assert state["screen"] == "today"
    for stored in (kept[0], "", "{", "[]", '{"splitter": ["a"]}', '{"geometry": 5}', '{"geometry": "é"}'):
        again = MainWindow([Screen("today", "Today", "today", QWidget)], theme, stored=stored)
        qtbot.addWidget(again)
        if stored == kept[0]:
            assert abs(again._splitter.sizes()[0] - state["splitter"][0]) <= 2


def test_a_menu_holds_what_was_bound_and_nothing_else(window):
    def entries() -> set[str]:
        return {a.text() for menu in window.menuBar().findChildren(QMenu) for a in menu.actions()}

    assert "Undo" not in entries()
    done = []
    window.bind({"undo": lambda: done.append(1)})
    assert "Undo" in entries()
    window.actions_table.get("undo").trigger()
    assert done == [1]


def test_the_key_sheet_lists_every_bound_key(qtbot, window):
    window.show_keys()
    sheet = window.findChild(KeySheet)
    names = {child.accessibleName() for child in sheet.findChildren(QWidget)}
    assert {"key Ctrl K", "key F6", "key 0–9", "key Ctrl 1"} <= names
    sheet.close()


def test_the_theme_switches_from_the_menu(window, theme):
    window.actions_table.get("switch_theme").trigger()
    assert theme.dark


def test_no_two_acts_share_a_key_or_a_name():
    keys = [QKeySequence(part).toString() for spec in ACTIONS for part in spec.keys.split("; ") if part]
    keys += [f"Ctrl+{digit}" for digit in range(10)]
    assert len(keys) == len(set(keys))
    assert len({spec.name for spec in ACTIONS}) == len(ACTIONS)


def test_no_act_takes_a_key_that_belongs_to_text_or_to_the_system():
    refused = {"Ctrl+Space", "Ctrl+Shift+U", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A", "Ctrl+M", "Ctrl+H"}
    for spec in ACTIONS:
        for part in filter(None, spec.keys.split("; ")):
            assert part not in refused
            assert not part.startswith(("Alt+", "Ctrl+Alt+")), part
            assert "+" in part or part.startswith("F"), f"{part} is a bare key"


def test_every_act_has_a_menu_a_tip_and_an_icon_that_exists():
    for spec in ACTIONS:
        assert spec.menu in MENUS
        assert spec.tip
        assert not spec.icon or spec.icon in GLYPHS


def test_two_acts_of_one_name_are_a_mistake(window):
    with pytest.raises(ValueError, match="undo"):
        Actions(window).add_spec(ActionSpec("undo", "Undo", "Edit", "Again"))


def test_everything_in_the_frame_that_takes_the_focus_has_a_name(window):
    QAccessible.setActive(True)
    window.show_screen("settings")
    window.palette_box.open_palette("meyer")
    unnamed = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        and not widget.objectName().startswith("qt_")
    ]
    assert not unnamed
