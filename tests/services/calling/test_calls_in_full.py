"""The facts of a call: times, direction, person, number, what a client says of a payment, and the step wished for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from arcaller.data.tables import Client, Contact, ContactNumber
from arcaller.domain.calls.outcomes import CallOutcome, NextStepKind
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.calling.calls import log_call, preview_next_step
from arcaller.services.commands import (
    CallBackDetails,
    ChangeSettings,
    DisputeDetails,
    LogCall,
    NextStepWish,
    PaidDetails,
    PromiseDetails,
)
from arcaller.services.settings import change_settings, load_settings
from arcaller.services.undo import undo_last

OTHER, VOICEMAIL, NO_ANSWER = CallOutcome.OTHER, CallOutcome.VOICEMAIL, CallOutcome.NO_ANSWER


def test_start_end_and_length_of_a_started_call_are_kept(office):
    started = office.desk.now - timedelta(seconds=272)
    log_call(office.desk, LogCall(office.client_id, VOICEMAIL, started_at=started, ended_at=office.desk.now))
    assert office.one("SELECT called_at, ended_at, recorded_at, length_seconds FROM call") == (
        "2026-11-23T08:55:28.000000Z", "2026-11-23T09:00:00.000000Z", "2026-11-23T09:00:00.000000Z", 272,
    )  # fmt: skip


def test_a_typed_length_stands_before_the_clocks(office):
    started = office.desk.now - timedelta(seconds=272)
    command = LogCall(office.client_id, VOICEMAIL, started_at=started, ended_at=office.desk.now, length_seconds=60)
    log_call(office.desk, command)
    assert office.one("SELECT length_seconds FROM call") == (60,)


def test_a_clock_set_back_during_a_call_gives_no_negative_length(office):
    started = office.desk.now + timedelta(minutes=4)
    log_call(office.desk, LogCall(office.client_id, VOICEMAIL, started_at=started, ended_at=office.desk.now))
    called_at, ended_at, length = office.one("SELECT called_at, ended_at, length_seconds FROM call")
    assert (length, called_at <= ended_at) == (0, True)


def test_concern_and_answer_are_kept_in_their_words(office):
    log_call(office.desk, LogCall(office.client_id, OTHER, letter="n", concern="no order number", answer="copy sent"))
    assert office.one("SELECT concern, answer FROM call") == ("no order number", "copy sent")


@pytest.mark.parametrize("outcome", [CallOutcome.PROMISE, CallOutcome.PLAN, CallOutcome.DISPUTE, CallOutcome.REFUSES])
def test_what_binds_the_client_is_refused_from_somebody_else_and_nothing_is_written(office, outcome):
    promise = PromiseDetails(Money(50_000, "EUR"), date(2026, 11, 27))
    dispute = DisputeDetails((office.r1,), "price")
    with pytest.raises(DomainError, match="counts only from Anna Meyer") as refused:
        log_call(office.desk, LogCall(office.client_id, outcome, spoken_to="reception", promise=promise,
                                      dispute=dispute))  # fmt: skip
    assert refused.value.field == "spoken_to"
    assert office.one("SELECT count(*) FROM call") == (0,)


@pytest.mark.parametrize("outcome", [CallOutcome.PROMISE, CallOutcome.PLAN, CallOutcome.DISPUTE, CallOutcome.REFUSES])
def test_what_binds_the_client_is_refused_while_nobody_is_named(office, outcome):
    contact = office.ledger.get(Contact, office.contact_id)
    with office.ledger.act("x", actor_id=1, at=office.desk.now) as act:
        act.change(contact, is_active=False)
    promise = PromiseDetails(Money(50_000, "EUR"), date(2026, 11, 27))
    dispute = DisputeDetails((office.r1,), "price")
    command = LogCall(office.client_id, outcome, promise=promise, dispute=dispute)
    for act in (log_call, preview_next_step):
        with pytest.raises(DomainError, match="Type the name of the person who may decide") as refused:
            act(office.desk, command)
        assert refused.value.field == "spoken_to"
    assert office.one("SELECT count(*) FROM call") == (0,)


def test_the_contact_named_as_the_one_on_the_line_is_the_right_party(office):
    log_call(office.desk, LogCall(office.client_id, CallOutcome.REFUSES, spoken_to="Anna Meyer"))
    assert office.one("SELECT was_right_party, spoken_to FROM call") == (1, "Anna Meyer")


def test_a_call_ahead_is_refused(office):
    with pytest.raises(DomainError, match="before it took place") as refused:
        log_call(office.desk, LogCall(office.client_id, VOICEMAIL, called_at=office.desk.now + timedelta(hours=1)))
    assert refused.value.field == "called_at"
    assert office.one("SELECT count(*) FROM call") == (0,)


def test_a_call_logged_later_keeps_both_times_counts_on_its_day_and_its_step_is_from_now(office):
    yesterday = office.desk.now - timedelta(days=3)
    log_call(office.desk, LogCall(office.client_id, NO_ANSWER, called_at=yesterday))
    assert office.one("SELECT substr(called_at, 1, 10), substr(recorded_at, 1, 10) FROM call") == (
        "2026-11-20", "2026-11-23",
    )  # fmt: skip
    assert office.one("SELECT due_on, due_time FROM follow_up") == ("2026-11-23", "12:00")
    # today's tries are still both to be had
    assert log_call(office.desk, LogCall(office.client_id, NO_ANSWER)).said.endswith("Mon 23 Nov 12:00 Berlin time")
    assert "Tue 24 Nov" in log_call(office.desk, LogCall(office.client_id, NO_ANSWER)).said


def test_an_inbound_call_is_a_conversation_and_no_attempt(office):
    changes = log_call(office.desk, LogCall(office.client_id, OTHER, letter="n", direction="in"))
    facts = "direction, was_placed, was_connected, was_right_party, left_message"
    assert office.one(f"SELECT {facts} FROM call") == ("in", 0, 1, 1, 0)
    assert changes.said.startswith("Inbound: ")
    assert "12:00" in preview_next_step(office.desk, LogCall(office.client_id, NO_ANSWER))


@pytest.mark.parametrize("outcome", [NO_ANSWER, VOICEMAIL, CallOutcome.BUSY])
def test_an_inbound_call_was_answered(office, outcome):
    with pytest.raises(DomainError, match="was answered"):
        log_call(office.desk, LogCall(office.client_id, outcome, direction="in"))


def test_what_the_client_says_of_a_payment_is_kept_with_method_day_and_proof(office):
    paid = PaidDetails("transfer", date(2026, 11, 20), is_proof_asked=True)
    log_call(office.desk, LogCall(office.client_id, OTHER, letter="p", paid=paid))
    assert office.one("SELECT other, paid_method, paid_on, is_proof_asked FROM call") == (
        "says_paid", "transfer", "2026-11-20", 1,
    )  # fmt: skip
    assert office.one("SELECT kind, reason FROM follow_up") == (
        "check_payment", "says paid by transfer on Fri 20 Nov, proof asked for",
    )  # fmt: skip


def test_a_payment_ahead_is_a_promise(office):
    with pytest.raises(DomainError, match="log 4, a promise") as refused:
        log_call(office.desk, LogCall(office.client_id, OTHER, letter="p", paid=PaidDetails("", date(2026, 11, 24))))
    assert refused.value.field == "paid_on"


def test_other_asks_what_it_was(office):
    with pytest.raises(DomainError, match="p says paid"):
        log_call(office.desk, LogCall(office.client_id, OTHER))


def test_a_wrong_number_is_marked_on_its_calls_and_they_no_longer_count(office):
    log_call(office.desk, LogCall(office.client_id, NO_ANSWER, phone="030 55500142"))
    log_call(office.desk, LogCall(office.client_id, NO_ANSWER, phone="+49 30 777 0001"))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.WRONG_NUMBER))
    marked = office.ledger.rows("SELECT phone, is_to_wrong_number FROM call ORDER BY id")
    assert marked == [("030 55500142", 1), ("+49 30 777 0001", 0), ("+49 30 5550 0142", 1)]
    assert office.contact().phone_state == "wrong"
    # one attempt of the day is left over, so one more try today is allowed
    assert preview_next_step(office.desk, LogCall(office.client_id, CallOutcome.BUSY)).startswith("Calls again Tue")
    undo_last(office.desk)
    assert [row[1] for row in office.ledger.rows("SELECT phone, is_to_wrong_number FROM call ORDER BY id")] == [0, 0]


def test_a_further_number_found_wrong_is_marked_and_the_first_one_stays(office):
    with office.ledger.act("add_number", actor_id=1, at=office.desk.now) as act:
        act.add(ContactNumber(client_id=office.client_id, contact_id=office.contact_id, phone="+49 30 777 0001",
                              phone_digits="49307770001"))  # fmt: skip
    log_call(office.desk, LogCall(office.client_id, CallOutcome.WRONG_NUMBER, phone="+49 30 7770001"))
    assert office.one("SELECT state FROM contact_number") == ("wrong",)
    assert office.contact().phone_state == "ok"


def test_another_next_step_replaces_the_default_and_is_said(office):
    command = LogCall(office.client_id, VOICEMAIL, next_step=NextStepWish(date(2026, 11, 25), "09:30"))
    assert preview_next_step(office.desk, command) == "Calls again Wed 25 Nov 09:30 Berlin time"
    log_call(office.desk, command)
    assert office.one("SELECT due_on, due_time, kind FROM follow_up") == ("2026-11-25", "09:30", "call")


@pytest.mark.parametrize(
    ("due_on", "due_time", "words"),
    [
        (date(2026, 11, 28), None, "no business day"),
        (date(2026, 11, 25), "19:00", "outside the house's hours"),
        (date(2026, 11, 25), "07:59", "outside the house's hours"),
        (date(2026, 11, 22), None, "lies ahead"),
        (date(2026, 11, 23), "10:00", "lies ahead"),
    ],
)
def test_a_next_step_outside_the_hours_of_the_house_is_refused(office, due_on, due_time, words):
    with pytest.raises(DomainError, match=words) as refused:
        log_call(office.desk, LogCall(office.client_id, VOICEMAIL, next_step=NextStepWish(due_on, due_time)))
    assert refused.value.field == "next_step"


def test_the_office_sets_the_next_step_of_every_outcome(office):
    supervisor = replace(office.desk, actor_id=1)
    values = {"step_voicemail_kind": "supervisor", "step_voicemail_days": 2, "step_voicemail_at": "11:15",
              "retry_minutes": 45}  # fmt: skip
    change_settings(supervisor, ChangeSettings(values))
    rules = load_settings(office.ledger).next_step_rules
    assert rules.step(VOICEMAIL).kind is NextStepKind.SUPERVISOR_REVIEW
    assert preview_next_step(office.desk, LogCall(office.client_id, VOICEMAIL)) == (
        "Supervisor reviews Wed 25 Nov 11:15 Berlin time"
    )
    assert "10:45" in preview_next_step(office.desk, LogCall(office.client_id, NO_ANSWER))


@pytest.mark.parametrize(
    ("key", "value"), [("step_refuses_at", "late"), ("step_refuses_kind", "pray"), ("step_refuses_days", 61)]
)
def test_a_step_that_is_none_is_refused_beside_its_field(office, key, value):
    with pytest.raises(DomainError) as refused:
        change_settings(office.desk, ChangeSettings({key: value}))
    assert refused.value.field == key


def test_a_default_step_set_past_closing_time_moves_into_the_hours_of_the_house(office):
    change_settings(office.desk, ChangeSettings({"step_voicemail_at": "22:00", "call_closes": "17:00"}))
    assert "16:30" in preview_next_step(office.desk, LogCall(office.client_id, VOICEMAIL))


def test_a_clock_set_back_still_writes_acts_in_their_order(office):
    log_call(office.desk, LogCall(office.client_id, VOICEMAIL))
    back = replace(office.desk, now=office.desk.now - timedelta(hours=30))
    log_call(back, LogCall(office.client_id, NO_ANSWER))
    rows = office.ledger.rows("SELECT number, at FROM journal WHERE act = 'log_call' ORDER BY number")
    assert rows[0][0] + 1 == rows[1][0]
    assert datetime.fromisoformat(rows[0][1]) > datetime.fromisoformat(rows[1][1])
    assert undo_last(back).said == "Taken back: the call with Meyer KG"
    assert office.one("SELECT outcome FROM call") == ("voicemail",)


def test_a_call_back_through_somebody_else_is_no_right_party(office):
    wish = CallBackDetails(date(2026, 11, 24), "10:00", "Europe/Berlin")
    log_call(office.desk, LogCall(office.client_id, CallOutcome.CALL_BACK, call_back=wish, spoken_to="somebody else"))
    assert office.one("SELECT was_connected, was_right_party FROM call") == (1, 0)


@pytest.mark.parametrize("values", [{"kind": "consumer"}, {"rule_profile": "us"}])
def test_a_strict_profile_asks_for_the_identity_before_anything_binding(office, values):
    with office.ledger.act("become", actor_id=1, at=office.desk.now) as act:
        act.change(office.ledger.get(Client, office.client_id), **values)
    command = LogCall(office.client_id, CallOutcome.REFUSES)
    with pytest.raises(DomainError, match="F7 says") as refused:
        log_call(office.desk, command)
    assert refused.value.field == "identity"
    assert office.one("SELECT count(*) FROM call") == (0,)
    log_call(office.desk, replace(command, was_identified=True))
    log_call(office.desk, LogCall(office.client_id, NO_ANSWER))
    assert office.one("SELECT count(*) FROM call") == (2,)


def test_the_reason_shown_and_what_was_ticked_are_kept_with_the_call(office):
    command = LogCall(office.client_id, CallOutcome.VOICEMAIL, ready=("reason", "agenda"),
                      reason="Promise of 500.00\nbroken " + "x" * 500)  # fmt: skip
    log_call(office.desk, command)
    ready, reason = office.one("SELECT ready, reason FROM call")
    assert ready == '["reason","agenda"]'
    assert reason.startswith("Promise of 500.00 broken x")
    assert len(reason) == 400


def test_a_preparation_that_there_is_not_is_refused(office):
    with pytest.raises(DomainError, match="is no preparation") as refused:
        log_call(office.desk, LogCall(office.client_id, CallOutcome.VOICEMAIL, ready=("reason", "coffee")))
    assert refused.value.field == "ready"
    assert office.one("SELECT count(*) FROM call") == (0,)


def test_a_clock_set_back_puts_no_next_step_before_the_business_date(office):
    wrong = replace(office.desk, now=office.desk.now - timedelta(days=4))
    log_call(wrong, LogCall(office.client_id, CallOutcome.VOICEMAIL))
    assert office.one("SELECT due_on FROM follow_up WHERE state = 'open'") == ("2026-11-24",)


def test_marks_that_turn_the_direction_of_a_sentence_stay_out_of_what_is_kept_of_a_call(office):
    turned = "says \u202ediap\u202c all"
    log_call(office.desk, LogCall(office.client_id, CallOutcome.OTHER, letter="n", spoken_to="\u202eAnn", note=turned,
                                  concern=turned, answer=turned))  # fmt: skip
    kept = office.one("SELECT spoken_to, note, concern, answer FROM call")
    assert kept == ("Ann", *["says diap all"] * 3)
