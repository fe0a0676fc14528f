from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.calls.outcomes import (
    OUTCOMES,
    Agreed,
    CallOutcome,
    NextStep,
    NextStepKind,
    NextStepRules,
    OtherOutcome,
    day_words,
    default_next_step,
    facts_of,
    next_step_words,
    other_of_letter,
    outcome_of_key,
)
from arcaller.domain.errors import DomainError

MONDAY = date(2026, 11, 23)
BERLIN = ZoneInfo("Europe/Berlin")


def weekday(day: date) -> bool:
    return day.weekday() < 5


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), BERLIN)


def step(outcome: CallOutcome, now: datetime, attempts: int = 1, **more) -> NextStep:
    return default_next_step(outcome, now, weekday, attempts, **more)


def four(outcome: CallOutcome, other: OtherOutcome | None = None) -> str:
    facts = facts_of(outcome, other)
    values = (facts.placed, facts.connected, facts.right_party, facts.message_left)
    return "".join("?" if value is None else "ny"[value] for value in values)


def test_the_ten_outcomes_have_their_keys_and_words_in_the_order_of_the_bar():
    assert "".join(facts.key for facts in OUTCOMES.values()) == "1234567890"
    assert [facts.word for facts in OUTCOMES.values()] == [
        "No answer", "Voicemail", "Busy", "Promise", "Plan", "Dispute", "Call back", "Wrong no.", "Refuses", "Other",
    ]  # fmt: skip
    assert set(OUTCOMES) == set(CallOutcome)


def test_placed_connected_right_party_and_message_left_default_as_agreed():
    assert [four(outcome) for outcome in OUTCOMES] == [
        "ynnn", "yyny", "ynnn", "yyyn", "yyyn", "yyyn", "yy?n", "yynn", "yyyn", "y???",
    ]  # fmt: skip
    assert {other.value: four(CallOutcome.OTHER, other) for other in OtherOutcome} == {
        "says_paid": "yyyn", "wants_copy": "yyyn", "message": "yyny", "no_commitment": "yyyn",
    }  # fmt: skip


def test_a_letter_means_nothing_beside_another_outcome():
    assert facts_of(CallOutcome.BUSY, OtherOutcome.MESSAGE) is OUTCOMES[CallOutcome.BUSY]


def test_keys_and_letters_are_found_and_other_text_is_none():
    assert [outcome_of_key(key) for key in ("1", "0", "x", "")] == [
        CallOutcome.NO_ANSWER, CallOutcome.OTHER, None, None,
    ]  # fmt: skip
    assert [other_of_letter(letter) for letter in "pcmnP"] == [*OtherOutcome, OtherOutcome.SAYS_PAID]
    assert other_of_letter("q") is None


def test_the_next_step_of_an_afternoon_voicemail_reads_as_on_the_sheet():
    voicemail = step(CallOutcome.VOICEMAIL, at(14, 32))
    assert next_step_words(voicemail, "Berlin") == "Calls again Tue 24 Nov 10:00 Berlin time"


def test_a_voicemail_is_retried_in_the_other_half_of_the_next_business_day():
    assert step(CallOutcome.VOICEMAIL, at(11, 59)) == NextStep(NextStepKind.CALL, date(2026, 11, 24), time(15))
    assert step(CallOutcome.VOICEMAIL, at(12)) == NextStep(NextStepKind.CALL, date(2026, 11, 24), time(10))
    friday = date(2026, 11, 27)
    assert step(CallOutcome.VOICEMAIL, at(9, day=friday)).due_on == date(2026, 11, 30)


def test_no_answer_is_retried_after_two_hours_and_the_third_try_is_the_next_business_day():
    assert step(CallOutcome.NO_ANSWER, at(10, 5)) == NextStep(NextStepKind.CALL, MONDAY, time(12, 5))
    assert step(CallOutcome.NO_ANSWER, at(12, 5), 2) == NextStep(NextStepKind.CALL, date(2026, 11, 24), time(10))


def test_busy_is_retried_after_half_an_hour():
    assert step(CallOutcome.BUSY, at(10, 5)) == NextStep(NextStepKind.CALL, MONDAY, time(10, 35))


def test_seconds_are_dropped_and_the_time_is_plain_wall_time():
    retry = step(CallOutcome.BUSY, at(10).replace(second=59, microsecond=7))
    assert retry.due_time == time(10, 30)


def test_a_retry_that_would_fall_into_the_evening_or_the_next_day_waits_for_the_next_business_day():
    assert step(CallOutcome.NO_ANSWER, at(15, 59)).due_on == MONDAY
    assert step(CallOutcome.NO_ANSWER, at(16)) == NextStep(NextStepKind.CALL, date(2026, 11, 24), time(10))
    assert step(CallOutcome.NO_ANSWER, at(23)).due_on == date(2026, 11, 24)


def test_a_retry_never_comes_before_the_client_opens_or_on_a_day_off():
    assert step(CallOutcome.BUSY, at(7)).due_time == time(9)
    saturday = date(2026, 11, 28)
    assert step(CallOutcome.BUSY, at(10, day=saturday)) == NextStep(NextStepKind.CALL, date(2026, 11, 30), time(15))


def test_a_promise_is_checked_on_its_day_and_grace():
    promised = step(CallOutcome.PROMISE, at(10), agreed=Agreed(date(2026, 11, 27)))
    assert promised == NextStep(NextStepKind.CHECK_PROMISE, date(2026, 12, 2))
    assert next_step_words(promised, "Berlin") == "Checks the promise Wed 2 Dec"


def test_a_plan_is_checked_on_its_first_installment_or_finished_the_next_business_day():
    assert step(CallOutcome.PLAN, at(10), agreed=Agreed(date(2026, 12, 15))) == NextStep(
        NextStepKind.CHECK_PLAN, date(2026, 12, 18)
    )
    assert step(CallOutcome.PLAN, at(10)) == NextStep(NextStepKind.FINISH_PLAN, date(2026, 11, 24))


def test_dispute_wrong_number_and_refusal_have_their_own_steps():
    assert step(CallOutcome.DISPUTE, at(10)) == NextStep(NextStepKind.REVIEW_DISPUTE, date(2026, 11, 26))
    assert step(CallOutcome.WRONG_NUMBER, at(10)) == NextStep(NextStepKind.FIND_NUMBER, MONDAY)
    assert step(CallOutcome.REFUSES, at(10)) == NextStep(NextStepKind.SUPERVISOR_REVIEW, date(2026, 11, 24))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (OtherOutcome.SAYS_PAID, NextStep(NextStepKind.CHECK_PAYMENT, date(2026, 11, 26))),
        (OtherOutcome.WANTS_COPY, NextStep(NextStepKind.SEND_COPY, MONDAY)),
        (OtherOutcome.MESSAGE, NextStep(NextStepKind.CALL, date(2026, 11, 24), time(15))),
        (OtherOutcome.NO_COMMITMENT, NextStep(NextStepKind.CALL, date(2026, 11, 25), time(10))),
        (None, NextStep(NextStepKind.CALL, date(2026, 11, 25), time(10))),
    ],
)
def test_other_leads_to_the_step_of_its_letter(other: OtherOutcome | None, expected: NextStep):
    assert step(CallOutcome.OTHER, at(10), other=other) == expected


@pytest.mark.parametrize(
    ("agreed", "expected"),
    [
        (Agreed(at=time(14, 30)), NextStep(NextStepKind.CALL, MONDAY, time(14, 30))),
        (Agreed(at=time(9)), NextStep(NextStepKind.CALL, date(2026, 11, 24), time(9))),
        (Agreed(at=time(10)), NextStep(NextStepKind.CALL, date(2026, 11, 24), time(10))),
        (Agreed(date(2026, 12, 5), time(9)), NextStep(NextStepKind.CALL, date(2026, 12, 5), time(9))),
        (Agreed(date(2026, 12, 5)), NextStep(NextStepKind.CALL, date(2026, 12, 5))),
        (Agreed(MONDAY), NextStep(NextStepKind.CALL, MONDAY)),
    ],
)
def test_a_call_back_keeps_what_the_client_asked_for(agreed: Agreed, expected: NextStep):
    """Also on a day off: the client chose it. A time that has passed means tomorrow."""
    assert step(CallOutcome.CALL_BACK, at(10), agreed=agreed) == expected


@pytest.mark.parametrize(
    ("outcome", "agreed", "words"),
    [
        (CallOutcome.PROMISE, Agreed(), "A promise needs its day"),
        (CallOutcome.CALL_BACK, Agreed(), "A call-back needs its time"),
        (CallOutcome.CALL_BACK, Agreed(MONDAY, time(9)), "has passed at the client's place"),
        (CallOutcome.CALL_BACK, Agreed(date(2026, 11, 20)), "has passed at the client's place"),
    ],
)
def test_an_outcome_without_its_day_is_refused(outcome: CallOutcome, agreed: Agreed, words: str):
    with pytest.raises(DomainError, match=words) as refused:
        step(outcome, at(10), agreed=agreed)
    assert refused.value.field == "due_on"


def test_the_office_sets_its_own_rules():
    rules = NextStepRules(retry_after=timedelta(hours=1), attempts_a_day=5, grace_business_days=0)
    assert default_next_step(CallOutcome.NO_ANSWER, at(10), weekday, 4, rules).due_time == time(11)
    agreed = Agreed(date(2026, 11, 27))
    assert default_next_step(CallOutcome.PROMISE, at(10), weekday, 1, rules, agreed=agreed).due_on == agreed.on


def test_words_use_the_formatter_and_place_they_are_given():
    call = NextStep(NextStepKind.CALL, MONDAY, time(9, 5))
    assert next_step_words(call) == "Calls again Mon 23 Nov 09:05"
    assert next_step_words(call, "Pune", date.isoformat) == "Calls again 2026-11-23 09:05 Pune time"
    assert day_words(date(2026, 1, 3)) == "Sat 3 Jan"


def test_every_step_has_words():
    assert all(next_step_words(NextStep(kind, MONDAY)).endswith(" Mon 23 Nov") for kind in NextStepKind)


NOW = st.builds(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes), st.integers(0, 2 * 365 * 24 * 60)
)
CALLS = st.sampled_from([CallOutcome.NO_ANSWER, CallOutcome.BUSY, CallOutcome.VOICEMAIL, CallOutcome.OTHER])


@given(CALLS, NOW, st.integers(1, 9))
def test_a_call_of_our_own_choice_lies_ahead_on_a_business_day_within_opening_hours(outcome, now, attempts):
    chosen = step(outcome, now, attempts)
    assert chosen.due_time is not None
    assert datetime.combine(chosen.due_on, chosen.due_time, UTC) > now.replace(second=0, microsecond=0)
    assert weekday(chosen.due_on)
    assert time(9) <= chosen.due_time < time(18)
