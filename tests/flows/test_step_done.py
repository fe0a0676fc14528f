"""A copy asked for is sent, and one key says so; a key with nothing to do says why."""

from __future__ import annotations

from PySide6.QtCore import Qt

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
STEP = "SELECT kind FROM follow_up WHERE client_id = ? AND state = 'open'"


def test_a_copy_sent_is_said_with_one_key_on_the_sheet_and_the_next_sheet_opens(desk):
    client_id = desk.open("Müller <Bau> GmbH")
    desk.type("0c")
    desk.enter()
    desk.settle()
    desk.open("Müller <Bau> GmbH")
    desk.press(Qt.Key.Key_F, CTRL_SHIFT)
    desk.settle()
    assert desk.one(STEP, client_id) == ("call",)
    assert desk.sheet.client_id != client_id
    assert desk.bench.window.strip.said.startswith("Copy sent: Müller")
    desk.bench.runner.undo()
    assert desk.one(STEP, client_id) == ("send_copy",)


def test_where_nothing_of_ours_is_due_the_sheet_stays_and_says_so(desk):
    client_id = desk.open("Müller <Bau> GmbH")
    desk.press(Qt.Key.Key_F, CTRL_SHIFT)
    assert desk.sheet.client_id == client_id
    assert "No step of" in desk.bench.window.strip.said


def test_a_key_with_nothing_to_do_says_why(desk):
    strip = desk.bench.window.strip
    for name in ("show_group", "plan_dates"):
        strip.say("")
        desk.bench.window.actions_table.get(name).trigger()
        assert strip.said.startswith("Open a client first")
    desk.open("Müller <Bau> GmbH")
    for name, words in (("show_group", "linked with nobody"), ("plan_dates", "No plan of this client")):
        desk.bench.window.actions_table.get(name).trigger()
        assert words in strip.said


def test_a_copy_still_to_be_sent_is_the_reason_of_its_row_after_a_promise_too(desk):
    client_id = desk.open("Müller <Bau> GmbH")
    desk.type("0c")
    desk.enter()
    desk.settle()
    desk.open("Müller <Bau> GmbH")
    desk.type("4fr")
    desk.enter()
    desk.settle()
    today = desk.bench.today
    assert today._model.cells_at(today._model.row_of(client_id)).row.reason.lead == "Send a copy"
    desk.open("Müller <Bau> GmbH")
    agenda = desk.sheet.ready.agenda_edit.toPlainText()
    assert agenda.startswith("1 Send the copy he asked for")
    assert "Ask for a day" not in agenda
