"""A caller changes his mind in mid-call: what was armed and left leaves nothing behind."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from arcaller.ui.call_sheet.outcome.detail_forms import DisputeForm

CLIENT = "Müller <Bau> GmbH"


def step(desk):
    return desk.sheet.outcomes._next_step.text


def test_a_dispute_given_up_gives_the_ticks_back(desk):
    desk.open(CLIENT)
    before = desk.sheet.invoices.ticked()
    desk.type("6")
    assert desk.sheet.invoices.ticked() == ()
    desk.press(Qt.Key.Key_Space)
    desk.type("p")
    desk.press(Qt.Key.Key_Escape)
    assert desk.sheet.invoices.ticked() == before
    desk.type("4fr")
    assert "1,172.00 EUR on Fri 27 Nov 2026" in step(desk)


def test_another_outcome_instead_of_a_dispute_gives_the_ticks_back(desk):
    desk.open(CLIENT)
    before = desk.sheet.invoices.ticked()
    desk.type("6")
    desk.sheet.outcomes.arm_key("2")
    assert desk.sheet.invoices.ticked() == before


def test_a_dispute_without_a_reason_keeps_its_tick_and_the_list_its_keys(desk):
    desk.open(CLIENT)
    desk.type("6")
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Space)
    ticked = desk.sheet.invoices.ticked()
    assert len(ticked) == 1
    desk.enter()
    assert desk.sheet.invoices.ticked() == ticked
    assert desk.sheet.invoices.table.hasFocus()
    assert "Press a letter" in step(desk)


def test_a_promise_of_all_that_is_ticked_is_refused_where_nothing_is(desk):
    desk.open(CLIENT)
    desk.sheet.invoices.tick_only(set())
    desk.type("4fr")
    desk.enter()
    assert "Nothing is ticked" in step(desk)
    assert desk.one("SELECT count(*) FROM promise") == (0,)
    assert desk.sheet.outcomes.promise_form.amount.hasFocus()


def test_a_plan_taken_back_while_it_is_shown_leaves_its_page(desk, qtbot):
    desk.open(CLIENT)
    desk.type("53")
    desk.enter()
    desk.enter()
    desk.bench.window.show_screen("plans")
    plans = desk.bench.window.screen_widget("plans")
    (plan_id,) = desk.one("SELECT id FROM payment_plan")
    plans.open_plan(plan_id)
    desk.bench.runner.undo()
    assert desk.one("SELECT count(*) FROM payment_plan") == (0,)
    assert desk.bench.window.current_key != "plans" or not plans.shows_plan


def test_hint_and_reasons_of_a_dispute_stand_whole_in_a_window_of_1024_pixels(desk, qtbot):
    desk.bench.window.resize(1024, 700)
    desk.open(CLIENT)
    desk.type("6")
    form = desk.sheet.findChild(DisputeForm)
    qtbot.waitUntil(form.isVisible)
    labels = [label for label in form.findChildren(QLabel) if label.text()]
    assert len(labels) == 8
    assert [label.text() for label in labels if label.width() < label.sizeHint().width()] == []
