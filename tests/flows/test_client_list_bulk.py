"""Several clients of the list chosen and changed by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_all_that_a_search_finds_are_chosen_changed_with_a_preview_and_taken_back_at_once(desk):
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("gmbh")
    screen = desk.bench.window.screen_widget("clients")
    screen.table.setFocus()
    desk.press(Qt.Key.Key_A, CTRL)
    desk.press(Qt.Key.Key_B, CTRL | SHIFT)
    assert screen.bulk.isVisible()
    assert screen.bulk.preview.text().startswith("2 clients: Say what is to change")
    desk.enter()
    assert "Say what is to change" in screen.bulk.error.text()
    screen.bulk.segment.setFocus()
    desk.type("Key")
    desk.press(Qt.Key.Key_Tab)
    desk.type("+seasonal")
    assert screen.bulk.preview.text() == "2 clients: segment none → Key, tag +seasonal"
    desk.enter()
    assert not screen.bulk.isVisible()
    changed = "SELECT count(*) FROM client WHERE segment = 'Key' AND tags = '[\"seasonal\"]'"
    assert desk.one(changed) == (2,)
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.one(changed) == (0,)


def test_shift_and_arrows_choose_a_run_and_escape_changes_nothing(desk):
    desk.press(Qt.Key.Key_F, CTRL)
    screen = desk.bench.window.screen_widget("clients")
    screen.table.setFocus()
    desk.press(Qt.Key.Key_Down, SHIFT)
    desk.press(Qt.Key.Key_Down, SHIFT)
    assert screen.table.chosen_ids() == tuple(screen.ids()[:3])
    desk.press(Qt.Key.Key_B, CTRL | SHIFT)
    screen.bulk.segment.setText("Key")
    desk.press(Qt.Key.Key_Escape)
    assert screen.table.hasFocus()
    assert desk.one("SELECT count(*) FROM client WHERE segment = 'Key'") == (0,)
