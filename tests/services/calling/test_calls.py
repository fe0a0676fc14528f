"""Logging a call: the rows it writes, the steps it answers, and what it refuses before anything is written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.calling.calls import log_call, preview_next_step
from arcaller.services.commands import CallBackDetails, DisputeDetails, LogCall, PromiseDetails
from arcaller.services.undo import redo, undo_last

FRIDAY = date(2026, 11, 27)


def promise(
    minor: int, due_on: date = FRIDAY, currency: str = "EUR", invoices: tuple[int, ...] = ()
) -> PromiseDetails:
    return PromiseDetails(Money(minor, currency), due_on, invoice_ids=invoices)


def test_voicemail_writes_one_call_and_one_step_at_the_clients_clock(office):
    changes = log_call(office.desk, LogCall(office.client_id, CallOutcome.VOICEMAIL, note="try Anna again"))

    facts = "was_placed, was_connected, was_right_party, left_message, note, phone, caller_id"
    assert office.one(f"SELECT {facts} FROM call") == (1, 1, 0, 1, "try Anna again", "+49 30 5550 0142", 2)
    step = "SELECT due_on, due_time, time_zone, kind, state FROM follow_up"
    assert office.one(step) == ("2026-11-24", "15:00", "Europe/Berlin", "call", "open")
    assert changes.said == "Voicemail left at Meyer KG; calls again Tue 24 Nov 15:00 Berlin time"
    assert changes.clients == {office.client_id}
    assert office.one("SELECT count(*) FROM journal WHERE act = 'log_call'") == (1,)


@pytest.mark.parametrize(
    ("outcome", "letter", "facts"),
    [
        (CallOutcome.NO_ANSWER, "", (1, 0, 0, 0)),
        (CallOutcome.VOICEMAIL, "", (1, 1, 0, 1)),
        (CallOutcome.BUSY, "", (1, 0, 0, 0)),
        (CallOutcome.PLAN, "", (1, 1, 1, 0)),
        (CallOutcome.DISPUTE, "", (1, 1, 1, 0)),
        (CallOutcome.WRONG_NUMBER, "", (1, 1, 0, 0)),
        (CallOutcome.REFUSES, "", (1, 1, 1, 0)),
        (CallOutcome.OTHER, "p", (1, 1, 1, 0)),
        (CallOutcome.OTHER, "m", (1, 1, 0, 1)),
        (CallOutcome.OTHER, "c", (1, 1, 1, 0)),
        (CallOutcome.OTHER, "n", (1, 1, 1, 0)),
    ],
)
def test_placed_connected_right_party_and_message_are_kept_apart(office, outcome, letter, facts):
    log_call(office.desk, LogCall(office.client_id, outcome, letter=letter))
    assert office.one("SELECT was_placed, was_connected, was_right_party, left_message FROM call") == facts
    assert office.one("SELECT count(*) FROM follow_up WHERE state = 'open'") == (1,)


def test_the_next_step_said_before_enter_is_the_one_that_is_written(office):
    command = LogCall(office.client_id, CallOutcome.NO_ANSWER)
    before = preview_next_step(office.desk, command)
    assert before == "Calls again Mon 23 Nov 12:00 Berlin time"
    assert log_call(office.desk, command).said == f"No answer at Meyer KG; c{before[1:]}"
    assert preview_next_step(office.desk, command).startswith("Calls again Tue 24 Nov")


def test_what_a_promise_still_lacks_is_said_instead_of_the_step(office):
    words = preview_next_step(office.desk, LogCall(office.client_id, CallOutcome.PROMISE))
    assert words == "A promise needs its day; type one, such as fr or 15."


def test_a_promise_that_enter_would_refuse_is_refused_while_it_is_typed(office):
    nothing = LogCall(office.client_id, CallOutcome.PROMISE, promise=promise(0))
    with pytest.raises(DomainError, match="above zero"):
        preview_next_step(office.desk, nothing)


def test_a_promise_beyond_the_ticked_invoices_is_told_from_one_beyond_the_balance(office):
    command = LogCall(office.client_id, CallOutcome.PROMISE, promise=promise(80_000, invoices=(office.r1,)))
    with pytest.raises(DomainError, match="open on the ticked invoices") as refused:
        log_call(office.desk, command)
    assert refused.value.field == "amount"


def test_promise_covers_the_oldest_overdue_first_as_far_as_it_reaches(office):
    changes = log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=promise(60_000)))
    assert office.one("SELECT amount_minor, due_on, promised_on, state, contact_id FROM promise") == (
        60_000, "2026-11-27", "2026-11-23", "open", office.contact_id,
    )  # fmt: skip
    covered = office.ledger.rows("SELECT invoice_id FROM promise_invoice ORDER BY id")
    assert covered == [(office.r1,), (office.r2,)]
    assert office.ledger.rows("SELECT kind, due_on FROM follow_up ORDER BY id") == [
        ("check_promise", "2026-12-02"),
        ("remind_promise", "2026-11-26"),
    ]
    assert (
        changes.said
        == "Meyer KG promises 600.00 EUR for Fri 27 Nov; reminds Thu 26 Nov, checks the promise Wed 2 Dec"
    )


def test_promise_covers_the_ticked_invoices(office):
    details = promise(20_000, invoices=(office.r3,))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=details))
    assert office.one("SELECT invoice_id FROM promise_invoice") == (office.r3,)


def test_a_promise_that_cannot_stand_beside_an_older_one_takes_its_place(office):
    ticked = (office.r1,)
    for minor, due_on in ((50_000, FRIDAY), (50_000, FRIDAY + timedelta(days=7))):
        command = LogCall(office.client_id, CallOutcome.PROMISE, promise=promise(minor, due_on, invoices=ticked))
        log_call(office.desk, command)
    assert office.ledger.rows("SELECT state FROM promise ORDER BY id") == [("cancelled",), ("open",)]


def test_two_parts_of_one_invoice_may_be_promised_side_by_side(office):
    ticked = (office.r1,)
    for minor, due_on in ((20_000, FRIDAY), (30_000, FRIDAY + timedelta(days=7))):
        command = LogCall(office.client_id, CallOutcome.PROMISE, promise=promise(minor, due_on, invoices=ticked))
        log_call(office.desk, command)
    assert office.ledger.rows("SELECT state FROM promise ORDER BY id") == [("open",), ("open",)]


@pytest.mark.parametrize(
    ("details", "field", "words"),
    [
        (promise(100_001), "amount", "more than the open balance"),
        (promise(0), "amount", "above zero"),
        (promise(10_001, currency="USD"), "amount", "open balance of 100.00 USD"),
        (promise(100, currency="GBP"), "amount", "open balance of 0.00 GBP"),
        (promise(100, date(2026, 11, 22)), "due_on", "has passed"),
        (promise(100, date(2027, 1, 8)), "due_on", "further ahead than your 45 days"),
        (promise(100, invoices=(999,)), "invoice_ids", "no longer open"),
        (None, "due_on", "needs its day"),
    ],
)
def test_a_promise_beyond_balance_time_or_limits_is_refused_unwritten(office, details, field, words):
    before = office.state()
    with pytest.raises(DomainError, match=words) as refusal:
        log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=details))
    assert refusal.value.field == field
    assert office.state() == before
    assert office.one("SELECT count(*) FROM journal WHERE act = 'log_call'") == (0,)


def test_call_back_stands_at_the_minute_agreed_in_the_clients_zone(office):
    details = CallBackDetails(date(2026, 11, 24), "14:30")
    log_call(office.desk, LogCall(office.client_id, CallOutcome.CALL_BACK, office.contact_id, call_back=details))
    assert office.one("SELECT kind, due_on, due_time, time_zone FROM follow_up") == (
        "call_back", "2026-11-24", "14:30", "Europe/Berlin",
    )  # fmt: skip
    assert office.one("SELECT was_right_party FROM call") == (1,)


def test_a_call_back_agreed_with_somebody_else_is_no_right_party(office):
    details = CallBackDetails(date(2026, 11, 24))
    command = LogCall(office.client_id, CallOutcome.CALL_BACK, office.contact_id, spoken_to="desk", call_back=details)
    log_call(office.desk, command)
    assert office.one("SELECT was_right_party FROM call") == (0,)


@pytest.mark.parametrize("time", ["25:00", "half past"])
def test_a_call_back_at_no_time_of_day_is_refused(office, time):
    details = CallBackDetails(date(2026, 11, 24), time)
    with pytest.raises(DomainError, match="no time of day"):
        log_call(office.desk, LogCall(office.client_id, CallOutcome.CALL_BACK, call_back=details))


def test_a_call_back_in_the_past_is_refused(office):
    details = CallBackDetails(date(2026, 11, 23), "09:30")
    with pytest.raises(DomainError, match="has passed at the client's place"):
        log_call(office.desk, LogCall(office.client_id, CallOutcome.CALL_BACK, call_back=details))


def test_dispute_marks_its_invoices_and_keeps_them_in_receivables(office):
    details = DisputeDetails((office.r1,), "price", "too much per piece")
    changes = log_call(office.desk, LogCall(office.client_id, CallOutcome.DISPUTE, dispute=details))
    assert office.one("SELECT reason_code, client_words, opened_on, due_on FROM dispute") == (
        "price", "too much per piece", "2026-11-23", "2026-11-26",
    )  # fmt: skip
    assert office.one("SELECT invoice_id, amount_minor FROM dispute_invoice") == (office.r1, 50_000)
    assert office.ledger.rows("SELECT id FROM invoice WHERE is_disputed = 1") == [(office.r1,)]
    summary = "SELECT open_minor, disputed_minor FROM client_summary WHERE currency = 'EUR'"
    assert office.one(summary) == (100_000, 50_000)
    assert changes.said.startswith("Meyer KG disputes R-1001 (wrong price); reviews the dispute")


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (DisputeDetails((), "price"), "invoice_ids"),
        (DisputeDetails((999,), "price"), "invoice_ids"),
        (DisputeDetails((1,), "mood"), "reason_code"),
    ],
)
def test_a_dispute_of_nothing_or_for_no_reason_is_refused_unwritten(office, details, field):
    before = office.state()
    with pytest.raises(DomainError) as refusal:
        log_call(office.desk, LogCall(office.client_id, CallOutcome.DISPUTE, dispute=details))
    assert refusal.value.field == field
    assert office.state() == before


def test_a_wrong_number_is_marked_at_the_contact(office):
    log_call(office.desk, LogCall(office.client_id, CallOutcome.WRONG_NUMBER))
    assert office.one("SELECT phone_state FROM contact") == ("wrong",)


def test_another_number_that_was_wrong_leaves_the_contacts_own_as_it_is(office):
    log_call(office.desk, LogCall(office.client_id, CallOutcome.WRONG_NUMBER, phone="+49 30 5550 0999"))
    assert office.one("SELECT phone_state FROM contact") == ("ok",)


def test_a_call_answers_the_steps_that_were_due_and_the_client_leaves_the_list(office):
    log_call(office.desk, LogCall(office.client_id, CallOutcome.VOICEMAIL))
    tomorrow = office.later(1)
    on_list = "SELECT is_on_list FROM client_summary WHERE is_main = 1"
    assert office.one(on_list) == (1,)
    log_call(tomorrow, LogCall(office.client_id, CallOutcome.VOICEMAIL))
    assert office.ledger.rows("SELECT state FROM follow_up ORDER BY id") == [("done",), ("open",)]
    assert office.one("SELECT done_by_call_id FROM follow_up WHERE state = 'done'") == (2,)
    assert office.one(on_list) == (0,)


def test_a_promise_check_to_come_survives_a_call_that_reached_nobody(office):
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=promise(50_000)))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.NO_ANSWER))
    kinds = office.ledger.rows("SELECT kind FROM follow_up WHERE state = 'open' ORDER BY id")
    assert kinds == [("check_promise",), ("remind_promise",), ("call",)]


def test_the_draft_of_the_note_goes_with_the_call(office):
    connection = office.ledger.connection()
    connection.execute("INSERT INTO draft VALUES (2, 'call:1', 'half a no', '2026-11-23T09:00:00.000000Z')")
    log_call(office.desk, LogCall(office.client_id, CallOutcome.BUSY, draft_key="call:1"))
    assert office.ledger.rows("SELECT * FROM draft") == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"client_id": 99}, "client_id"),
        ({"contact_id": 99}, "contact_id"),
        ({"called_at": "tomorrow"}, "called_at"),
    ],
)
def test_a_call_to_nobody_or_from_the_future_is_refused(office, change, field):
    values = {"client_id": office.client_id, "outcome": CallOutcome.BUSY, **change}
    if "called_at" in change:
        values["called_at"] = office.desk.now + timedelta(days=1)
    before = office.state()
    with pytest.raises(DomainError) as refusal:
        log_call(office.desk, LogCall(**values))
    assert refusal.value.field == field
    assert office.state() == before


def test_undo_restores_every_row_and_hands_back_the_sheet_with_note_and_arm(office):
    before = office.state()
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, note="Friday", promise=promise(50_000)))
    after = office.state()

    undone = undo_last(office.desk)
    assert office.state() == before
    assert (undone.reopen.client_id, undone.reopen.note, undone.reopen.outcome) == (
        office.client_id, "Friday", "promise",
    )  # fmt: skip
    assert undone.clients == {office.client_id}

    assert redo(office.desk).reopen is None
    assert office.state() == after
    again = undo_last(office.desk)
    assert again.reopen.note == "Friday"
    assert office.state() == before


def test_there_is_nothing_to_bring_back_without_an_undo(office):
    log_call(office.desk, LogCall(office.client_id, CallOutcome.BUSY))
    with pytest.raises(DomainError, match="nothing to bring back"):
        redo(office.desk)


def test_a_hundredth_call_asks_no_more_of_the_database_than_the_first(office, monkeypatch):
    asked = []
    rows = office.ledger.rows
    monkeypatch.setattr(type(office.ledger), "rows", lambda self, *a: asked.append(a) or rows(*a))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.NO_ANSWER))
    first = len(asked)
    for _ in range(20):
        log_call(office.desk, LogCall(office.client_id, CallOutcome.NO_ANSWER))
    asked.clear()
    log_call(office.desk, LogCall(office.client_id, CallOutcome.NO_ANSWER))
    assert len(asked) == first
