"""A day's list by keys through the whole window: from the key to the disk to the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from arcaller.data.views import WorkView
from arcaller.ui.work_list.rank_card import RankCard

F3, F4, F9 = Qt.Key.Key_F3, Qt.Key.Key_F4, Qt.Key.Key_F9


def test_two_keys_pass_a_client_over_and_open_the_next_sheet(desk):
    skipped = desk.open("Müller <Bau> GmbH")
    desk.press(F9)
    desk.type("5")
    desk.settle()
    assert desk.one("SELECT client_id, reason FROM work_skip") == (skipped, "no time left today")
    assert desk.sheet.client_id not in (None, skipped)
    assert desk.bench.window.strip.said.startswith("Müller <Bau> GmbH is passed over today")
    desk.bench.runner.undo()
    assert desk.one("SELECT count(*) FROM work_skip") == (0,)


def test_another_day_by_keys_from_the_sheet(desk):
    client = desk.open("Østergård A/S")
    desk.press(F9, Qt.KeyboardModifier.ShiftModifier)
    desk.type("fr")
    desk.press(Qt.Key.Key_Tab)
    desk.type("away")
    desk.enter()
    assert desk.one("SELECT due_on, reason FROM follow_up WHERE client_id = ? AND is_put_back = 1", client) == (
        "2026-11-27", "away",
    )  # fmt: skip


def test_escape_leaves_the_form_and_gives_the_note_its_keys_back(desk):
    desk.open("Müller <Bau> GmbH")
    desk.press(F9)
    desk.press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is desk.sheet.outcomes.note
    assert desk.one("SELECT count(*) FROM work_skip") == (0,)


def test_a_key_explains_the_rank_of_the_sheet(desk):
    desk.open("Müller <Bau> GmbH")
    desk.press(F3)
    card = desk.bench.window.findChild(RankCard)
    assert "Müller <Bau> GmbH" in card.text()
    card.close()


def test_a_view_is_two_keys_away(desk, qtbot):
    desk.open("Müller <Bau> GmbH")
    desk.press(F4)
    menu = QApplication.activePopupWidget()
    qtbot.keyClick(menu, Qt.Key.Key_9)
    assert desk.bench.today.shown_view is WorkView.ORPHANS
    assert len(desk.bench.today.rows()) == 6


def test_from_an_import_the_day_begins_at_the_top_of_the_list_whoever_was_chosen_before(desk):
    desk.open("Kestrel Print Ltd")
    desk.bench.window.show_screen("import")
    assert desk.bench.today.view.current_id != desk.bench.today.rows()[0]
    desk.bench.imports.went_to_today.emit()
    assert desk.bench.today.isVisible()
    assert desk.bench.today.view.current_id == desk.bench.today.rows()[0]
