"""The ten outcomes of a call: key, word, what each says about the attempt, and the next step it leads to.

Placed, connected, right party and message left are kept apart, because rules and reports count different ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from arcaller.domain.calls.promises import business_days_after, last_day_to_pay
from arcaller.domain.errors import DomainError

IsBusinessDay = Callable[[date], bool]


class CallOutcome(StrEnum):
    """How a call ended."""

    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"
    BUSY = "busy"
    PROMISE = "promise"
    PLAN = "plan"
    DISPUTE = "dispute"
    CALL_BACK = "call_back"
    WRONG_NUMBER = "wrong_number"
    REFUSES = "refuses"
    OTHER = "other"


class OtherOutcome(StrEnum):
    """What "other" was, asked with one letter."""

    SAYS_PAID = "says_paid"
    WANTS_COPY = "wants_copy"
    MESSAGE = "message"
    NO_COMMITMENT = "no_commitment"


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """Key, screen word and the four facts of an attempt; None means that the screen asks."""

    key: str
    word: str
    placed: bool
    connected: bool | None
    right_party: bool | None
    message_left: bool | None


OUTCOMES: Mapping[CallOutcome, OutcomeFacts] = {
    CallOutcome.NO_ANSWER: OutcomeFacts("1", "No answer", True, False, False, False),
    CallOutcome.VOICEMAIL: OutcomeFacts("2", "Voicemail", True, True, False, True),
    CallOutcome.BUSY: OutcomeFacts("3", "Busy", True, False, False, False),
    CallOutcome.PROMISE: OutcomeFacts("4", "Promise", True, True, True, False),
    CallOutcome.PLAN: OutcomeFacts("5", "Plan", True, True, True, False),
    CallOutcome.DISPUTE: OutcomeFacts("6", "Dispute", True, True, True, False),
    CallOutcome.CALL_BACK: OutcomeFacts("7", "Call back", True, True, None, False),
    CallOutcome.WRONG_NUMBER: OutcomeFacts("8", "Wrong no.", True, True, False, False),
    CallOutcome.REFUSES: OutcomeFacts("9", "Refuses", True, True, True, False),
    CallOutcome.OTHER: OutcomeFacts("0", "Other", True, None, None, None),
}
"""In the order of the outcome bar."""

OTHER_OUTCOMES: Mapping[OtherOutcome, OutcomeFacts] = {
    OtherOutcome.SAYS_PAID: OutcomeFacts("p", "Says paid", True, True, True, False),
    OtherOutcome.WANTS_COPY: OutcomeFacts("c", "Wants a copy", True, True, True, False),
    OtherOutcome.MESSAGE: OutcomeFacts("m", "Message with a person", True, True, False, True),
    OtherOutcome.NO_COMMITMENT: OutcomeFacts("n", "No commitment", True, True, True, False),
}


def facts_of(outcome: CallOutcome, other: OtherOutcome | None = None) -> OutcomeFacts:
    """Key, word and default facts; "other" takes those of its letter once that was given."""
    if outcome is CallOutcome.OTHER and other is not None:
        return OTHER_OUTCOMES[other]
    return OUTCOMES[outcome]


def outcome_of_key(key: str) -> CallOutcome | None:
    """The outcome that a digit arms; None for any other text."""
    return next((outcome for outcome, facts in OUTCOMES.items() if facts.key == key), None)


def other_of_letter(letter: str) -> OtherOutcome | None:
    """What a letter after 0 says; None for any other text."""
    return next((other for other, facts in OTHER_OUTCOMES.items() if facts.key == letter.lower()), None)


class NextStepKind(StrEnum):
    """What happens next with the client."""

    CALL = "call"
    CHECK_PROMISE = "check_promise"
    CHECK_PLAN = "check_plan"
    FINISH_PLAN = "finish_plan"
    REVIEW_DISPUTE = "review_dispute"
    FIND_NUMBER = "find_number"
    SUPERVISOR_REVIEW = "supervisor_review"
    CHECK_PAYMENT = "check_payment"
    SEND_COPY = "send_copy"


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step on a day, at a wall-clock time in the client's zone if the minute matters."""

    kind: NextStepKind
    due_on: date
    due_time: time | None = None


@dataclass(frozen=True, slots=True)
class NextStepRules:
    """The office's defaults. Hours and times are the client's local time."""

    opens: time = time(9, 0)
    closes: time = time(18, 0)
    morning: time = time(10, 0)
    afternoon: time = time(15, 0)
    retry_after: timedelta = timedelta(hours=2)
    busy_retry_after: timedelta = timedelta(minutes=30)
    attempts_a_day: int = 2
    grace_business_days: int = 3
    dispute_review_business_days: int = 3
    payment_check_business_days: int = 3
    no_commitment_business_days: int = 2


DEFAULT_RULES = NextStepRules()


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was said on the phone: the promised, first installment's or call-back day, and the call-back time."""

    on: date | None = None
    at: time | None = None


def default_next_step(
    outcome: CallOutcome,
    now_local: datetime,
    is_business_day: IsBusinessDay,
    attempts_today: int,
    rules: NextStepRules = DEFAULT_RULES,
    *,
    other: OtherOutcome | None = None,
    agreed: Agreed = Agreed(),
) -> NextStep:
    """The step that follows unless the caller changes it.

    ``now_local`` is the client's wall clock, ``attempts_today`` the attempts of that day with this one counted.
    A promise, a plan and a call-back take the day that was ``agreed``; a promise or call-back without it is refused.
    """
    today = now_local.date()

    def in_days(kind: NextStepKind, days: int, at: time | None = None) -> NextStep:
        return NextStep(kind, business_days_after(today, days, is_business_day), at)

    match outcome:
        case CallOutcome.NO_ANSWER:
            return _retry(now_local, rules.retry_after, is_business_day, attempts_today, rules)
        case CallOutcome.BUSY:
            return _retry(now_local, rules.busy_retry_after, is_business_day, attempts_today, rules)
        case CallOutcome.VOICEMAIL:
            return in_days(NextStepKind.CALL, 1, _other_half(now_local, rules))
        case CallOutcome.PROMISE:
            return _after_promise(agreed, is_business_day, rules)
        case CallOutcome.PLAN:
            return _after_plan(agreed, today, is_business_day, rules)
        case CallOutcome.DISPUTE:
            return in_days(NextStepKind.REVIEW_DISPUTE, rules.dispute_review_business_days)
        case CallOutcome.CALL_BACK:
            return _call_back(agreed, now_local)
        case CallOutcome.WRONG_NUMBER:
            return NextStep(NextStepKind.FIND_NUMBER, today)
        case CallOutcome.REFUSES:
            return in_days(NextStepKind.SUPERVISOR_REVIEW, 1)
    return _after_other(other, now_local, is_business_day, rules)


def _retry(
    now_local: datetime, after: timedelta, is_business_day: IsBusinessDay, attempts_today: int, rules: NextStepRules
) -> NextStep:
    """Later the same day while the day lasts and has attempts left, else the next business day's other half."""
    today, again = now_local.date(), now_local + after
    if (
        attempts_today >= rules.attempts_a_day
        or not is_business_day(today)
        or again.date() != today
        or again.time() >= rules.closes
    ):
        return NextStep(
            NextStepKind.CALL, business_days_after(today, 1, is_business_day), _other_half(now_local, rules)
        )
    return NextStep(
        NextStepKind.CALL, today, max(again.time().replace(second=0, microsecond=0, tzinfo=None), rules.opens)
    )


def _other_half(now_local: datetime, rules: NextStepRules) -> time:
    return rules.afternoon if now_local.hour < 12 else rules.morning


def _after_promise(agreed: Agreed, is_business_day: IsBusinessDay, rules: NextStepRules) -> NextStep:
    if agreed.on is None:
        raise DomainError("A promise needs its day; type one, such as fr or 15.", "due_on")
    return NextStep(
        NextStepKind.CHECK_PROMISE, last_day_to_pay(agreed.on, rules.grace_business_days, is_business_day)
    )


def _after_plan(agreed: Agreed, today: date, is_business_day: IsBusinessDay, rules: NextStepRules) -> NextStep:
    if agreed.on is None:
        return NextStep(NextStepKind.FINISH_PLAN, business_days_after(today, 1, is_business_day))
    return NextStep(NextStepKind.CHECK_PLAN, last_day_to_pay(agreed.on, rules.grace_business_days, is_business_day))


def _call_back(agreed: Agreed, now_local: datetime) -> NextStep:
    if agreed.on is None and agreed.at is None:
        raise DomainError("A call-back needs its time; type one, such as 1430, or a day.", "due_on")
    day = agreed.on or now_local.date()
    at = agreed.at
    if agreed.on is None and at is not None and at <= now_local.time().replace(tzinfo=None):
        day += timedelta(days=1)
    if (day, at or time.max) < (now_local.date(), now_local.time().replace(tzinfo=None)):
        raise DomainError("That time has passed at the client's place; choose a later one.", "due_on")
    return NextStep(NextStepKind.CALL, day, at)


def _after_other(
    other: OtherOutcome | None, now_local: datetime, is_business_day: IsBusinessDay, rules: NextStepRules
) -> NextStep:
    today = now_local.date()
    match other:
        case OtherOutcome.SAYS_PAID:
            day = business_days_after(today, rules.payment_check_business_days, is_business_day)
            return NextStep(NextStepKind.CHECK_PAYMENT, day)
        case OtherOutcome.WANTS_COPY:
            return NextStep(NextStepKind.SEND_COPY, today)
        case OtherOutcome.MESSAGE:
            day = business_days_after(today, 1, is_business_day)
            return NextStep(NextStepKind.CALL, day, _other_half(now_local, rules))
    day = business_days_after(today, rules.no_commitment_business_days, is_business_day)
    return NextStep(NextStepKind.CALL, day, rules.morning)


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_STEP_WORDS: Mapping[NextStepKind, str] = {
    NextStepKind.CALL: "Calls again",
    NextStepKind.CHECK_PROMISE: "Checks the promise",
    NextStepKind.CHECK_PLAN: "Checks the plan",
    NextStepKind.FINISH_PLAN: "Finishes the plan",
    NextStepKind.REVIEW_DISPUTE: "Reviews the dispute",
    NextStepKind.FIND_NUMBER: "Finds the right number",
    NextStepKind.SUPERVISOR_REVIEW: "Supervisor reviews",
    NextStepKind.CHECK_PAYMENT: "Checks the payment",
    NextStepKind.SEND_COPY: "Sends the copy",
}


def day_words(day: date) -> str:
    """``Tue 24 Nov``: the same on every machine."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def next_step_words(step: NextStep, place: str = "", day_text: Callable[[date], str] = day_words) -> str:
    """``Calls again Tue 24 Nov 10:00 Berlin time``; ``place`` names the client's zone."""
    words = f"{_STEP_WORDS[step.kind]} {day_text(step.due_on)}"
    if step.due_time is None:
        return words
    words = f"{words} {step.due_time:%H:%M}"
    return f"{words} {place} time" if place else words
