"""The ten outcomes of a call: key, word, what each says about the attempt, and the next step it leads to.

Placed, connected, right party and message left are kept apart, because rules and reports count different ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from arcaller.domain.errors import DomainError
from arcaller.domain.promises.promises import business_days_after, last_day_to_pay

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


def outcome_words(outcome: str, other: str = "") -> str:
    """The word of a stored outcome; "other" says what it was where that is known."""
    return facts_of(CallOutcome(outcome), OtherOutcome(other) if other else None).word


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
    REMIND_INSTALLMENT = "remind_installment"
    ANSWER_NOTICE = "answer_notice"


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step on a day, at a wall-clock time in the client's zone if the minute matters."""

    kind: NextStepKind
    due_on: date
    due_time: time | None = None


@dataclass(frozen=True, slots=True)
class StepRule:
    """What follows an outcome: the kind of step, after how many business days, and when on that day.

    ``at`` is a wall time; ``other_half`` takes the half of the day that this call was not made in; neither: any time.
    """

    kind: NextStepKind
    days: int
    at: time | None = None
    other_half: bool = False


_AT_TEN = time(10, 0)
DEFAULT_STEPS: Mapping[CallOutcome | OtherOutcome, StepRule] = {
    CallOutcome.VOICEMAIL: StepRule(NextStepKind.CALL, 1, other_half=True),
    CallOutcome.PLAN: StepRule(NextStepKind.FINISH_PLAN, 1),
    CallOutcome.DISPUTE: StepRule(NextStepKind.REVIEW_DISPUTE, 3),
    CallOutcome.WRONG_NUMBER: StepRule(NextStepKind.FIND_NUMBER, 0),
    CallOutcome.REFUSES: StepRule(NextStepKind.SUPERVISOR_REVIEW, 1),
    OtherOutcome.SAYS_PAID: StepRule(NextStepKind.CHECK_PAYMENT, 3),
    OtherOutcome.WANTS_COPY: StepRule(NextStepKind.SEND_COPY, 0),
    OtherOutcome.MESSAGE: StepRule(NextStepKind.CALL, 1, other_half=True),
    OtherOutcome.NO_COMMITMENT: StepRule(NextStepKind.CALL, 2, at=_AT_TEN),
}
"""The house's own. No answer and busy are tried again by the minute; promise and call-back have their day."""


@dataclass(frozen=True, slots=True)
class NextStepRules:
    """The office's defaults. Hours and times are the client's local time."""

    opens: time = time(9, 0)
    closes: time = time(18, 0)
    morning: time = _AT_TEN
    afternoon: time = time(15, 0)
    retry_after: timedelta = timedelta(hours=2)
    busy_retry_after: timedelta = timedelta(minutes=30)
    attempts_a_day: int = 2
    grace_business_days: int = 3
    steps: Mapping[CallOutcome | OtherOutcome, StepRule] = field(default_factory=lambda: DEFAULT_STEPS)

    def step(self, outcome: CallOutcome | OtherOutcome) -> StepRule:
        """What follows ``outcome``, as set by the office."""
        return self.steps.get(outcome, DEFAULT_STEPS[outcome])


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
    match outcome:
        case CallOutcome.NO_ANSWER:
            return _retry(now_local, rules.retry_after, is_business_day, attempts_today, rules)
        case CallOutcome.BUSY:
            return _retry(now_local, rules.busy_retry_after, is_business_day, attempts_today, rules)
        case CallOutcome.PROMISE:
            return _after_promise(agreed, is_business_day, rules)
        case CallOutcome.PLAN if agreed.on is not None:
            return NextStep(
                NextStepKind.CHECK_PLAN, last_day_to_pay(agreed.on, rules.grace_business_days, is_business_day)
            )
        case CallOutcome.CALL_BACK:
            return _call_back(agreed, now_local)
        case CallOutcome.OTHER:
            return _by_rule(rules.step(other or OtherOutcome.NO_COMMITMENT), now_local, is_business_day, rules)
    return _by_rule(rules.step(outcome), now_local, is_business_day, rules)


def moved_step(
    wanted: NextStep, now_local: datetime, is_business_day: IsBusinessDay, rules: NextStepRules
) -> NextStep:
    """The step the caller wants instead of the default; refused where it lies behind or outside the house's hours."""
    at = wanted.due_time
    if (wanted.due_on, at or time.max) <= (now_local.date(), now_local.time().replace(tzinfo=None)):
        raise DomainError("The next step lies ahead; choose a later day or time.", "next_step")
    if not is_business_day(wanted.due_on):
        nearest = business_days_after(wanted.due_on, 1, is_business_day)
        raise DomainError(
            f"{day_words(wanted.due_on)} is no business day at the client's place; the next is {day_words(nearest)}.",
            "next_step",
        )
    if at is not None and not rules.opens <= at < rules.closes:
        raise DomainError(
            f"{at:%H:%M} is outside the house's hours there, {rules.opens:%H:%M} to {rules.closes:%H:%M}; choose a "
            "time within them.",
            "next_step",
        )
    return wanted


def _by_rule(rule: StepRule, now_local: datetime, is_business_day: IsBusinessDay, rules: NextStepRules) -> NextStep:
    """The office's step, within the house's hours and ahead of now."""
    today, clock = now_local.date(), now_local.time().replace(tzinfo=None)
    day = business_days_after(today, rule.days, is_business_day)
    if not is_business_day(day):
        day = business_days_after(day, 1, is_business_day)
    at = _other_half(now_local, rules) if rule.other_half else rule.at
    if at is not None:
        at = _within_hours(at, rules)
        if day == today and at <= clock:
            day = business_days_after(today, 1, is_business_day)
    return NextStep(rule.kind, day, at)


def _within_hours(at: time, rules: NextStepRules) -> time:
    """``at``, or the nearest time of the house: its opening, or the last half hour before it closes."""
    if at < rules.opens:
        return rules.opens
    if at < rules.closes:
        return at
    last = datetime.combine(date(2000, 1, 1), rules.closes) - timedelta(minutes=30)
    return max(last.time(), rules.opens) if last.date() == date(2000, 1, 1) else rules.opens


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
        return _by_rule(StepRule(NextStepKind.CALL, 1, other_half=True), now_local, is_business_day, rules)
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
    NextStepKind.REMIND_INSTALLMENT: "Reminds of the installment",
    NextStepKind.ANSWER_NOTICE: "Decides after the notice",
}


def day_words(day: date) -> str:
    """``Tue 24 Nov``: the same on every machine."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def next_step_words(
    step: NextStep,
    place: str = "",
    day_text: Callable[[date], str] = day_words,
    remind_on: date | None = None,
) -> str:
    """``Calls again Tue 24 Nov 10:00 Berlin time``; ``place`` names the client's zone.

    A reminder that comes before, on ``remind_on``, is named first: ``Reminds Thu 26 Nov, checks the promise Wed 2
    Dec``.
    """
    words = f"{_STEP_WORDS[step.kind]} {day_text(step.due_on)}"
    if remind_on is not None and remind_on <= step.due_on:
        words = f"Reminds {day_text(remind_on)}, {words[0].lower()}{words[1:]}"
    if step.due_time is None:
        return words
    words = f"{words} {step.due_time:%H:%M}"
    return f"{words} {place} time" if place else words
