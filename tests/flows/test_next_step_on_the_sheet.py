"""A next step is given on the sheet itself, by key, in a day's shorthand; nothing half typed is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
STEPS = "SELECT due_on, kind, reason FROM follow_up WHERE client_id = ? AND state = 'open'"


@pytest.fixture(params=[1440, 1024], ids=["wide", "narrow"])
def sheet_of(desk, request):
    desk.bench.window.resize(request.param, 800)
    return desk.open("Müller <Bau> GmbH")


def test_a_step_for_friday_is_set_in_two_keys_and_enter_and_the_note_has_the_keys_again(desk, sheet_of):
    desk.press(Qt.Key.Key_S, CTRL_SHIFT)
    desk.type("fr")
    assert desk.sheet.timeline.step.understood.text().endswith("27 Nov 2026")
    desk.enter()
    assert desk.one(STEPS, sheet_of) == ("2026-11-27", "call", "")
    assert desk.bench.window.focusWidget() is desk.sheet.outcomes.note
    assert not desk.sheet.timeline.step.isVisible()


def test_a_day_that_cannot_be_read_stays_in_its_field_with_the_reason(desk, sheet_of):
    desk.press(Qt.Key.Key_S, CTRL_SHIFT)
    desk.type("someday")
    desk.enter()
    assert desk.one(STEPS, sheet_of) is None
    assert desk.sheet.timeline.step.error.isVisible()
    assert desk.sheet.timeline.step.day.text() == "someday"


def test_without_a_day_enter_asks_for_it(desk, sheet_of):
    desk.press(Qt.Key.Key_S, CTRL_SHIFT)
    desk.enter()
    assert desk.sheet.timeline.step.error.text() == "✗ Say when; type a day such as fr or +3."


def test_a_half_typed_step_comes_back_with_its_client(desk, sheet_of):
    desk.press(Qt.Key.Key_S, CTRL_SHIFT)
    desk.type("+3")
    desk.press(Qt.Key.Key_Tab)
    desk.press(Qt.Key.Key_Tab)
    desk.type("asked for it")
    desk.open("Kestrel Print Ltd")
    assert desk.sheet.timeline.step.draft() == {}
    desk.open("Müller <Bau> GmbH")
    assert desk.sheet.timeline.step.draft() == {"day": "+3", "reason": "asked for it", "kind": "call"}
    assert desk.sheet.timeline.step.isVisible() or desk.sheet.timeline.isHidden()


def test_without_a_sheet_the_window_says_what_to_do(desk):
    desk.bench.window.actions_table.get("next_step").trigger()
    assert "Open a client first" in desk.bench.window.strip.said
