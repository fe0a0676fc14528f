"""A call from its start to its record: parked and found again, inbound, on the next number, taken back whole."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from arcaller.data.tables import Client, Contact, ContactNumber
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.ui.call_sheet.inbound_box import InboundBox
from arcaller.ui.shared.history_box import HistoryBox
from arcaller.ui.shared.report_box import ReportBox

MUELLER, LODZ, OSTER = "Müller <Bau> GmbH", "Łódź Metal Sp. z o.o.", "Østergård A/S"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def phone(monkeypatch):
    """A phone program that answers; what it was told."""
    dialed = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: dialed.append(url.toString()) or True)
    QApplication.clipboard().clear()
    return dialed


def parked(desk):
    return desk.bench.window.strip.part("parked")


def said(desk):
    return desk.bench.window.strip.said


def test_a_started_call_is_parked_with_its_draft_and_returned_to(desk, phone):
    client_id = desk.open(MUELLER)
    desk.press(Qt.Key.Key_F8)
    assert len(phone) == 1
    desk.type("she looks for the invoice")
    desk.open(LODZ)
    assert parked(desk) == f"1 call parked: {MUELLER} – Ctrl+J returns"
    desk.press(Qt.Key.Key_F8)
    assert len(phone) == 1
    assert "has no outcome yet" in said(desk)
    desk.press(Qt.Key.Key_J, CTRL)
    desk.settle()
    assert desk.sheet.client_id == client_id
    assert parked(desk) == ""
    assert desk.sheet.outcomes.note.toPlainText() == "she looks for the invoice"
    desk.press(Qt.Key.Key_Escape)
    desk.type("2")
    desk.enter()
    started, ended, length, note = desk.one("SELECT called_at, ended_at, length_seconds, note FROM call")
    assert (started == ended, length, note) == (True, 0, "she looks for the invoice")
    assert desk.one("SELECT count(*) FROM draft") == (0,)


def test_after_a_crash_the_started_call_is_still_parked_and_nothing_is_logged(desk, phone):
    client_id = desk.open(MUELLER)
    desk.press(Qt.Key.Key_F8)
    # what a kill leaves is what is on disk now
    (body,) = desk.one("SELECT body FROM draft WHERE key = ?", f"call:{client_id}")
    assert json.loads(body)["call"]["direction"] == "out"
    assert desk.one("SELECT count(*) FROM call") == (0,)
    desk.sheet.outcomes._running = None
    desk.sheet._keeper.stop()
    desk.open(LODZ)
    assert MUELLER in parked(desk)


def test_a_sheet_only_looked_at_leaves_nothing(desk):
    desk.open(MUELLER)
    desk.sheet.invoices.table.setFocus()
    desk.open(LODZ)
    assert desk.one("SELECT count(*) FROM draft") == (0,)
    assert parked(desk) == ""


def test_an_inbound_call_is_found_by_its_number_and_logged_as_a_conversation(desk):
    desk.open(LODZ)
    desk.press(Qt.Key.Key_I, CTRL | SHIFT)
    box = desk.bench.window.findChild(InboundBox)
    QTest.keyClicks(box.number, "030 23125 142")
    QTest.keyClick(box.number, Qt.Key.Key_Return)
    (client_id,) = desk.one("SELECT id FROM client WHERE legal_name = ?", MUELLER)
    desk.settle()
    assert desk.sheet.client_id == client_id
    desk.type("0n")
    desk.enter()
    facts = "direction, was_placed, was_connected, was_right_party, phone"
    assert desk.one(f"SELECT {facts} FROM call WHERE client_id = ?", client_id) == ("in", 0, 1, 1, "+49 30 23125 142")


def test_the_client_shown_may_be_the_one_who_calls(desk):
    client_id = desk.open(MUELLER)
    desk.press(Qt.Key.Key_I, CTRL | SHIFT)
    box = desk.bench.window.findChild(InboundBox)
    QTest.keyClick(box.number, Qt.Key.Key_Return)
    desk.settle()
    desk.sheet.outcomes.note.setFocus()
    desk.type("1")
    desk.enter()
    assert "was answered" in desk.sheet.outcomes._next_step.text
    desk.type("9")
    desk.enter()
    assert desk.one("SELECT direction, outcome FROM call WHERE client_id = ?", client_id) == ("in", "refuses")


def test_shift_enter_logs_and_arms_the_clients_next_number(desk, phone):
    client_id = desk.open(MUELLER)
    (contact_id,) = desk.one("SELECT id FROM contact WHERE client_id = ?", client_id)
    with desk.ledger.act("more_numbers", actor_id=1, at=desk.bench._doors.make_desk().now) as act:
        act.add(ContactNumber(client_id=client_id, contact_id=contact_id, phone="+49 30 23125 199",
                              phone_digits="493023125199"))  # fmt: skip
        act.add(Contact(client_id=client_id, name="Tim", phone="+49 30 23125 200", phone_digits="493023125200"))
    desk.open(MUELLER)
    numbers = []
    for _ in range(3):
        desk.settle()
        numbers.append(desk.sheet.head.contact().phone)
        desk.press(Qt.Key.Key_F8)
        desk.type("1")
        desk.press(Qt.Key.Key_Return, SHIFT)
        assert desk.sheet.client_id == client_id
    assert numbers == ["+49 30 23125 142", "+49 30 23125 199", "+49 30 23125 200"]
    assert [row[0] for row in desk.ledger.rows("SELECT phone FROM call ORDER BY id")] == numbers
    assert len(phone) == 3
    assert "no further number" in said(desk)


def taken_back(desk):
    desk.settle()
    desk.press(Qt.Key.Key_Z, CTRL)
    desk.settle()
    return desk.sheet.outcomes


def test_a_promise_taken_back_brings_day_amount_and_ticks_back(desk):
    client_id = desk.open(MUELLER)
    ids = [row[0] for row in desk.ledger.rows("SELECT id FROM invoice WHERE client_id = ? ORDER BY id", (client_id,))]
    desk.sheet.invoices.tick_only(set(ids[:2]))
    desk.type("4fr")
    desk.press(Qt.Key.Key_Tab)
    desk.type("500")
    desk.enter()
    assert desk.one("SELECT count(*) FROM promise") == (1,)
    outcomes = taken_back(desk)
    assert desk.sheet.client_id == client_id
    assert outcomes.armed is CallOutcome.PROMISE
    assert (outcomes.promise_form.when.text(), outcomes.promise_form.amount.text()) == ("2026-11-27", "500")
    assert desk.sheet.invoices.ticked() == tuple(ids[:2])
    desk.enter()
    assert desk.one("SELECT due_on, amount_minor FROM promise") == ("2026-11-27", 50_000)


def test_a_dispute_taken_back_brings_reason_and_ticks_back(desk):
    client_id = desk.open(MUELLER)
    before = desk.sheet.invoices.ticked()
    desk.type("6")
    desk.press(Qt.Key.Key_Space)
    disputed = desk.sheet.invoices.ticked()
    desk.type("p")
    desk.enter()
    outcomes = taken_back(desk)
    assert desk.sheet.client_id == client_id
    assert (outcomes.armed, outcomes.dispute_form.reason_code) == (CallOutcome.DISPUTE, "price")
    assert desk.sheet.invoices.ticked() == disputed
    outcomes.disarm()
    assert desk.sheet.invoices.ticked() == before


def test_a_call_back_taken_back_brings_its_time_back(desk):
    desk.open(LODZ)
    desk.type("7fr 900")
    desk.enter()
    outcomes = taken_back(desk)
    assert outcomes.armed is CallOutcome.CALL_BACK
    assert outcomes.call_back_form.when.text() == "2026-11-27 09:00"
    desk.enter()
    assert desk.one("SELECT due_on, due_time FROM follow_up WHERE state = 'open'") == ("2026-11-27", "09:00")


def test_everything_half_typed_comes_back_and_says_from_when(desk):
    client_id = desk.open(MUELLER)
    desk.type("0p")
    desk.type("fr")
    desk.press(Qt.Key.Key_D, CTRL | SHIFT)
    desk.type("Mr Lange")
    desk.press(Qt.Key.Key_Tab)
    desk.type("goods came late")
    desk.sheet.invoices.tick_only(set())
    desk.open(LODZ)
    desk.bench.open_client(client_id)
    outcomes = desk.sheet.outcomes
    assert (outcomes.armed, outcomes.other_form.letter) == (CallOutcome.OTHER, "p")
    assert outcomes.other_form.when.text() == "fr"
    assert (outcomes.facts_row.spoken_to.text(), outcomes.facts_row.concern.text()) == ("Mr Lange", "goods came late")
    assert desk.sheet.invoices.ticked() == ()
    assert outcomes._restored.text() == "Restored from 14:32:00"
    assert desk.one("SELECT count(*) FROM call") == (0,)


def test_an_emptied_note_can_be_brought_back(desk):
    desk.open(MUELLER)
    desk.type("a long story about goods")
    desk.sheet._keeper.flush()
    note = desk.sheet.outcomes.note
    note.selectAll()
    desk.press(Qt.Key.Key_Delete)
    desk.sheet._keeper.flush()
    assert note.toPlainText() == ""
    desk.sheet.bring_back_text()
    assert note.toPlainText() == "a long story about goods"
    assert said(desk) == "Restored from 14:32:00."


def test_another_next_step_is_said_and_written(desk):
    client_id = desk.open(MUELLER)
    desk.type("2")
    desk.press(Qt.Key.Key_D, CTRL | SHIFT)
    desk.sheet.outcomes.facts_row.next.setFocus()
    desk.type("th 900")
    assert "Thu 26 Nov 09:00" in desk.sheet.outcomes._next_step.text
    desk.enter()
    assert desk.one("SELECT due_on, due_time FROM follow_up WHERE client_id = ?", client_id) == (
        "2026-11-26",
        "09:00",
    )


def test_a_call_of_yesterday_is_logged_with_both_times(desk):
    client_id = desk.open(MUELLER)
    desk.type("2")
    desk.press(Qt.Key.Key_D, CTRL | SHIFT)
    desk.sheet.outcomes.facts_row.when.setFocus()
    desk.type("fr 900")
    desk.enter()
    assert desk.one("SELECT called_at, recorded_at FROM call WHERE client_id = ?", client_id) == (
        "2026-11-20T08:00:00.000000Z", "2026-11-23T13:32:00.000000Z",
    )  # fmt: skip


def test_a_refusal_stands_beside_its_field(desk):
    desk.open(MUELLER)
    assert not desk.sheet.outcomes.facts_row.isVisible()
    desk.press(Qt.Key.Key_D, CTRL | SHIFT)
    desk.type("reception")
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_Escape)
    desk.type("9")
    desk.enter()
    assert "counts only from Anna Weber" in desk.sheet.outcomes._next_step.text
    assert desk.sheet.outcomes.facts_row.spoken_to.hasFocus()
    assert desk.one("SELECT count(*) FROM call") == (0,)


def test_one_of_the_last_acts_is_taken_back_from_the_list(desk):
    first, second = desk.open(MUELLER), None
    desk.type("1")
    desk.enter()
    second = desk.open(LODZ)
    desk.type("2")
    desk.enter()
    desk.bench.papers.show_history()
    box = desk.bench.window.findChild(HistoryBox)
    assert MUELLER in box.list.item(1).text()
    assert box.list.item(1).text().startswith("Mon 23 Nov 14:32 ")
    QTest.keyClick(box.list, Qt.Key.Key_Down)
    QTest.keyClick(box.list, Qt.Key.Key_Return)
    assert desk.ledger.rows("SELECT client_id FROM call") == [(second,)]
    assert desk.sheet.client_id == first


def test_a_check_of_the_ledger_reports_and_is_held_against_the_next(desk, qtbot):
    for heads in ("no earlier head", "1 earlier head"):
        desk.bench.papers.verify_ledger()
        qtbot.waitUntil(lambda: desk.bench.window.findChild(ReportBox) is not None)
        box = desk.bench.window.findChild(ReportBox)
        assert box.summary.text().startswith("The ledger is what its journal says")
        assert heads in box.summary.text()
        box.setParent(None)
        box.deleteLater()


def test_no_two_parts_of_the_sheet_keep_a_draft_under_one_name(desk):
    desk.open(MUELLER)
    names = [name for part in desk.sheet.parts for name in part.draft()]
    assert len(names) == len(set(names))


def test_a_consumer_takes_one_more_key_for_the_identity(desk):
    client_id = desk.open(MUELLER)
    with desk.ledger.act("become", actor_id=1, at=desk.bench._doors.make_desk().now) as act:
        act.change(desk.ledger.get(Client, client_id), kind="consumer")
    desk.open(MUELLER)
    desk.type("4fr")
    desk.enter()
    assert "F7 says" in desk.sheet.outcomes._next_step.text
    assert desk.one("SELECT count(*) FROM call") == (0,)
    desk.press(Qt.Key.Key_F7)
    desk.enter()
    assert desk.one("SELECT outcome, was_identified FROM call") == ("promise", 1)


def test_a_plan_of_a_consumer_is_not_begun_before_the_identity_check(desk):
    client_id = desk.open(MUELLER)
    with desk.ledger.act("become", actor_id=1, at=desk.bench._doors.make_desk().now) as act:
        act.change(desk.ledger.get(Client, client_id), kind="consumer")
    desk.open(MUELLER)
    desk.type("5")
    assert "F7 says" in desk.sheet.outcomes._next_step.text
    desk.press(Qt.Key.Key_F7)
    desk.enter()
    desk.type("3")
    desk.enter()
    desk.enter()
    assert desk.one("SELECT state FROM payment_plan") == ("proposed",)


def test_nothing_of_the_outcome_is_clipped_in_a_small_window(desk, qtbot):
    desk.bench.window.resize(1024, 700)
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F8)
    desk.type("0p")
    outcomes = desk.sheet.outcomes
    for wide_open in (False, True):
        if wide_open:
            desk.sheet.outcomes.go_to_facts()
        desk.bench.window.layout().activate()
        QApplication.sendPostedEvents()
        shown = [outcomes.bar, outcomes.other_form, outcomes.facts_row, outcomes.other_form.when]
        for widget in (each for each in shown if each.isVisible()):
            assert widget.height() >= widget.minimumSizeHint().height(), widget
            assert outcomes.rect().contains(widget.geometry()) or widget.parent() is not outcomes
        assert outcomes.facts_row.isVisible() is wide_open
    assert desk.sheet.height() >= desk.sheet.layout().minimumSize().height()


def brought_back(desk):
    desk.press(Qt.Key.Key_Z, CTRL | SHIFT)
    desk.settle()
    return desk.sheet.outcomes


def test_a_call_brought_back_leaves_nothing_on_its_sheet_to_be_logged_twice(desk, phone):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F8)
    desk.type("she looks for the invoice")
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.type("9")
    desk.enter()
    outcomes = taken_back(desk)
    assert (outcomes.note.toPlainText(), outcomes.armed) == ("she looks for the invoice", CallOutcome.REFUSES)
    outcomes.note.moveCursor(outcomes.note.textCursor().MoveOperation.End)
    outcomes = brought_back(desk)
    assert (outcomes.note.toPlainText(), outcomes.armed, outcomes.running) == ("", None, None)
    assert parked(desk) == ""
    assert desk.one("SELECT count(*) FROM call")[0] == 1
    assert desk.one("SELECT count(*) FROM draft")[0] == 0


def test_what_was_written_after_a_call_was_taken_back_stays_when_it_is_brought_back(desk):
    desk.open(MUELLER)
    desk.type("2")
    desk.enter()
    outcomes = taken_back(desk)
    outcomes.note.setPlainText("no, he rang back himself")
    outcomes = brought_back(desk)
    assert outcomes.note.toPlainText() == "no, he rang back himself"
