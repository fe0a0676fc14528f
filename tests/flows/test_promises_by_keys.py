"""Promises from key press to disk to screen: in parts, on their own screen, cancelled and taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from arcaller.data.queries.work.promise_list import PromiseFilter

MUELLER, LODZ = "Müller <Bau> GmbH", "Łódź Metal Sp. z o.o."
CONTROL = Qt.KeyboardModifier.ControlModifier


def promises(desk):
    desk.press(Qt.Key.Key_3, CONTROL)
    screen = desk.bench.window.screen_widget("promises")
    desk.qtbot.waitUntil(screen.isVisible)
    return screen


def parts_of(desk, client_id):
    return desk.ledger.rows(
        "SELECT due_on, amount_minor, part, parts, condition FROM promise WHERE client_id = ? ORDER BY id",
        (client_id,),
    )


TWO_PARTS = [
    ("2026-11-27", 50_000, 1, 2, "rest_falls_due"),
    ("2026-12-15", 67_200, 2, 2, "rest_falls_due"),
]


def test_part_now_and_rest_by_takes_eleven_keys_and_stands_in_words_before_enter(desk):
    client_id = desk.open(MUELLER)
    desk.type("4fr 15")
    desk.press(Qt.Key.Key_Tab)
    desk.type("500")
    words = desk.sheet.outcomes._next_step.text
    assert "500.00 EUR on Fri 27 Nov 2026, rest 672.00 EUR on Tue 15 Dec 2026" in words
    desk.enter()
    assert desk.keys.count == 11
    assert parts_of(desk, client_id) == TWO_PARTS


def test_plus_after_the_amount_means_and_then(desk):
    client_id = desk.open(MUELLER)
    desk.type("4fr")
    desk.press(Qt.Key.Key_Tab)
    desk.type("500+15")
    desk.enter()
    assert parts_of(desk, client_id) == TWO_PARTS


def test_the_condition_shows_only_with_parts_and_can_be_taken_off(desk):
    client_id = desk.open(MUELLER)
    form = desk.sheet.outcomes.promise_form
    desk.type("4fr")
    assert not form.condition.isVisible()
    desk.type(" 15")
    assert form.condition.isVisible()
    form.condition.setFocus()
    desk.press(Qt.Key.Key_Space)
    desk.enter()
    assert [row[4] for row in parts_of(desk, client_id)] == ["", ""]


def test_what_is_beyond_a_limit_is_said_beside_the_field_and_nothing_is_lost(desk):
    client_id = desk.open(MUELLER)
    desk.type("4+1 +1 +1 +1 +1 +1 +1")
    desk.enter()
    assert parts_of(desk, client_id) == []
    form = desk.sheet.outcomes.promise_form
    assert form.when.text() == "+1 +1 +1 +1 +1 +1 +1"
    assert form.when.hasFocus()
    assert "7 parts are more than your 6" in desk.sheet.outcomes._next_step.text


def test_the_screen_shows_what_was_promised_and_enter_opens_the_sheet(desk):
    client_id = desk.open(MUELLER)
    desk.type("4fr 15")
    desk.enter()
    screen = promises(desk)
    assert screen.filters[PromiseFilter.OPEN].text() == "Open 2"
    QAbstractItemModelTester(screen.table.paged_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    texts = [screen.table.paged_model.index(0, column).data() for column in range(6)]
    assert texts == [MUELLER, "27 Nov", "586.00", "–", "open", "1 of 2"]
    said = screen.table.paged_model.cells_at(0).sentence
    assert said == (
        f"{MUELLER}, 586.00 promised for 27 Nov, open, part 1 of 2, made by Asha Rao, none decided so far"
    )
    desk.enter()
    assert desk.sheet.client_id == client_id
    assert desk.sheet.isVisible()


def test_delete_asks_for_a_reason_and_cancels_and_ctrl_z_brings_it_back(desk):
    desk.open(MUELLER)
    desk.type("4fr 15")
    desk.enter()
    screen = promises(desk)
    desk.press(Qt.Key.Key_Delete)
    assert "586.00" in screen.cancel_bar.reason.accessibleDescription()
    desk.enter()
    assert "Say why" in screen.cancel_bar.reason.accessibleDescription()
    desk.type("by plan")
    desk.enter()
    assert screen.filters[PromiseFilter.OPEN].text() == "Open 0"
    assert screen.filters[PromiseFilter.CANCELLED].text() == "Cancelled 2"
    assert "cancelled: by plan" in desk.bench.window.strip.said
    desk.press(Qt.Key.Key_Z, CONTROL)
    assert screen.filters[PromiseFilter.OPEN].text() == "Open 2"


def test_esc_leaves_the_reason_and_the_promise_stands(desk):
    desk.open(MUELLER)
    desk.type("4fr")
    desk.enter()
    screen = promises(desk)
    desk.press(Qt.Key.Key_Delete)
    desk.type("no")
    desk.press(Qt.Key.Key_Escape)
    assert not screen.cancel_bar.isVisible()
    assert screen.table.hasFocus()
    assert desk.one("SELECT state FROM promise") == ("open",)


@pytest.mark.parametrize("shown", list(PromiseFilter))
def test_each_filter_says_why_it_is_empty(desk, shown):
    screen = promises(desk)
    screen.show_filter(shown)
    assert screen._empty.isVisible()
    assert not screen.table.isVisible()
    assert screen.figures.text() == "No promise of the last 12 months has been decided yet."


def test_the_confirmation_is_shown_copied_and_then_stands(desk):
    desk.open(MUELLER)
    desk.type("4fr 15")
    desk.enter()
    screen = promises(desk)
    screen.confirm_button.click()
    letter = desk.bench.promises.confirmation
    assert letter.isVisible()
    assert "– EUR 586.00 by the end of 27 November 2026" in letter.letter.toPlainText().replace(",00", ".00")
    assert desk.one("SELECT count(*) FROM paper") == (0,)
    desk.enter()
    assert QGuiApplication.clipboard().text() == letter.letter.toPlainText()
    assert desk.one("SELECT count(*) FROM paper") == (1,)
    assert screen.isVisible()
    assert desk.bench.window.strip.said.endswith("confirmed as text, now on the clipboard")
    desk.press(Qt.Key.Key_Z, CONTROL)
    assert "confirmed to the client in writing" in desk.bench.window.strip.said
    assert desk.one("SELECT count(*) FROM promise WHERE state = 'open'") == (2,)


def test_esc_leaves_the_letter_and_nothing_is_confirmed(desk):
    client_id = desk.open(MUELLER)
    desk.type("4fr")
    desk.enter()
    desk.bench.open_client(client_id)
    desk.bench.window.actions_table.get("confirm_promises").trigger()
    assert desk.bench.promises.confirmation.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert desk.sheet.isVisible()
    assert desk.one("SELECT count(*) FROM paper") == (0,)


def test_where_nothing_is_promised_the_status_bar_says_so(desk):
    desk.open(LODZ)
    desk.bench.window.actions_table.get("confirm_promises").trigger()
    assert desk.bench.window.strip.said == "This client has no open promise; there is nothing to confirm."
    assert desk.sheet.isVisible()


def test_the_letter_is_saved_as_a_paper(desk, tmp_path):
    desk.open(MUELLER)
    desk.type("4fr")
    desk.enter()
    promises(desk).confirm_button.click()
    target = tmp_path / "letter.pdf"
    desk.bench.promises.confirmation.save_to(target)
    assert target.read_bytes().startswith(b"%PDF")
    assert desk.one("SELECT kind FROM paper") == ("promise_confirmation",)


def test_a_supervisor_words_the_letter_and_a_wrong_field_is_refused_beside_it(desk):
    desk.open(MUELLER)
    desk.type("4fr")
    desk.enter()
    promises(desk).confirm_button.click()
    screen = desk.bench.promises.confirmation
    screen.edit.click()
    assert screen.letter.toPlainText().startswith("{{greeting}}")
    screen.letter.setPlainText("Hello {{nobody}}\n{{promises}}")
    screen.keep.click()
    assert "no field {{nobody}}" in screen.error.text()
    screen.letter.setPlainText("Hello {{contact}}, or we will take legal action.\n\n{{promises}}")
    screen.tone.check_now()
    assert screen.tone.isVisible()
    screen.letter.setPlainText("Hello {{contact}}.\n\n{{promises}}")
    screen.keep.click()
    assert screen.letter.toPlainText().startswith("Hello Anna Weber.\n\n– EUR")
    assert screen.letter.isReadOnly()
    screen.edit.click()
    desk.press(Qt.Key.Key_Escape)
    assert screen.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert not screen.isVisible()
