"""Whom to call first: a score of whole points that adds up, with its reason in words.

Score = Σ weight × factor; each factor lies between 0 and 1 and is held in thousandths, so that a database and this
module agree to the last point. With non-negative whole numbers and division that drops the rest, the whole score is

    value_weight * (overdue * 1000 / (overdue + half)) / 1000
    + risk_weight * risk / 1000                                    (0 when nothing is overdue)
    + age_weight * (MIN(oldest_days, full_age_days) * 1000 / full_age_days) / 1000
    + broken_weight * has_broken_promise
    - open_weight * (has_open_promise and not has_broken_promise)
    - plan_weight * has_plan_on_track
    - dispute_weight * (disputed * 1000 / overdue) / 1000          (0 when nothing is overdue)
    - unapplied_weight * (MIN(unapplied, overdue) * 1000 / overdue) / 1000

where ``half`` is the overdue amount that earns half of the value points (``half_value_minor``) and ``risk`` the
smoothed late ratio (``risk_thousandths``). With the weights given here value, risk and age together stay below 1,200
points and a promise not kept whole, or a part of one, adds 1,200: it goes on top. Equal scores go by client id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum

_THOUSAND = 1000
SMOOTHING = 5
"""How many invoices of the whole portfolio every client is given before its own: few own ones then move it little."""


@dataclass(frozen=True, slots=True)
class PriorityWeights:
    """Points of each factor at its fullest, and where the two sliding factors are full or half."""

    value: int = 600
    risk: int = 200
    age: int = 400
    broken_promise: int = 1200
    open_promise: int = 500
    plan_on_track: int = 500
    dispute: int = 400
    unapplied: int = 300
    full_age_days: int = 120
    half_value_major: int = 5_000


DEFAULT_WEIGHTS = PriorityWeights()


def half_value_minor(exponent: int, weights: PriorityWeights = DEFAULT_WEIGHTS) -> int:
    """The overdue amount, in minor units of a currency with ``exponent`` decimals, that earns half the value points.

    Currencies without decimals are counted as if they had two (5,000.00 dollars, 500,000 yen): a rank needs an
    order of size and no rate.
    """
    return int(weights.half_value_major * 10 ** (exponent or 2))


def portfolio_late_thousandths(late: int, settled: int) -> int:
    """The share of all settled invoices that were paid late, in thousandths; 0 while nothing was ever settled."""
    return late * _THOUSAND // settled if settled else 0


def risk_thousandths(late: int, settled: int, portfolio: int) -> int:
    """The smoothed late ratio (late + 5·p) / (settled + 5) in thousandths, ``portfolio`` being p in thousandths.

    Over invoices settled before the business date alone: what is still open says nothing yet about how it will be
    paid. Source: one transparent ratio gives almost all of the signal that trained models find in such data.
    """
    return (late * _THOUSAND + SMOOTHING * portfolio) // (settled + SMOOTHING)


class ValueClass(Enum):
    """ABC by value: A are the largest that together owe 80 % of what is overdue, B the next 15 %, C the rest."""

    A = "A"
    B = "B"
    C = "C"


_A_SHARE, _B_SHARE = 800, 950


def class_lines(overdue: Iterable[int]) -> tuple[int, int]:
    """From which overdue amount on a client is class A, and from which class B, for the amounts of one currency.

    A client belongs to A while those before it owe less than 80 % of the total; equal amounts share a class.
    """
    amounts = sorted((amount for amount in overdue if amount > 0), reverse=True)
    total, before, a_from, b_from = sum(amounts), 0, 0, 0
    for amount in amounts:
        if before * _THOUSAND < total * _A_SHARE:
            a_from = amount
        if before * _THOUSAND < total * _B_SHARE:
            b_from = amount
        before += amount
    return a_from, b_from


def value_class(overdue_minor: int, lines: tuple[int, int]) -> ValueClass | None:
    """The class of an overdue amount between the ``class_lines`` of its currency; ``None`` with nothing overdue."""
    if overdue_minor <= 0:
        return None
    a_from, b_from = lines
    if overdue_minor >= a_from:
        return ValueClass.A
    return ValueClass.B if overdue_minor >= b_from else ValueClass.C


@dataclass(frozen=True, slots=True)
class PriorityFacts:
    """What the score of one client in one currency rests on.

    ``overdue_minor``, ``disputed_minor`` (the overdue part in dispute) and ``unapplied_minor`` (cash not yet assigned
    to invoices) are minor units, ``oldest_days`` the days past due of the oldest overdue item, ``exponent`` the
    currency's number of decimals, ``risk`` the smoothed late ratio in thousandths, ``broken_minor`` what is missing
    of the broken promise (0: not known).
    """

    overdue_minor: int
    exponent: int
    oldest_days: int
    disputed_minor: int = 0
    has_broken_promise: bool = False
    has_open_promise: bool = False
    has_plan_on_track: bool = False
    risk: int = 0
    unapplied_minor: int = 0
    broken_minor: int = 0


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One factor: its name on screen, its weight, how full it is (thousandths) and the points it gives."""

    name: str
    weight: int
    thousandths: int

    @property
    def points(self) -> int:
        """``weight × factor`` without its fraction; a factor that lowers the rank has a negative weight."""
        sign = -1 if self.weight < 0 else 1
        return sign * (abs(self.weight) * self.thousandths // _THOUSAND)


def score_parts(facts: PriorityFacts, weights: PriorityWeights = DEFAULT_WEIGHTS) -> tuple[ScorePart, ...]:
    """Every factor of the score, in a fixed order; their points add up to the score."""
    overdue = max(0, facts.overdue_minor)
    oldest = max(0, facts.oldest_days)
    value = overdue * _THOUSAND // (overdue + half_value_minor(facts.exponent, weights))
    age = min(oldest, weights.full_age_days) * _THOUSAND // weights.full_age_days
    is_promised = facts.has_open_promise and not facts.has_broken_promise
    return (
        ScorePart("Overdue value", weights.value, value),
        ScorePart("Pays late", weights.risk, facts.risk if overdue else 0),
        ScorePart("Oldest item", weights.age, age),
        ScorePart("Broken promise", weights.broken_promise, _THOUSAND * facts.has_broken_promise),
        ScorePart("Open promise", -weights.open_promise, _THOUSAND * is_promised),
        ScorePart("Plan on track", -weights.plan_on_track, _THOUSAND * facts.has_plan_on_track),
        ScorePart("In dispute", -weights.dispute, _share(facts.disputed_minor, overdue)),
        ScorePart("Unapplied cash", -weights.unapplied, _share(facts.unapplied_minor, overdue)),
    )


def _share(part: int, overdue: int) -> int:
    return min(max(0, part), overdue) * _THOUSAND // overdue if overdue else 0


def score_points(facts: PriorityFacts, weights: PriorityWeights = DEFAULT_WEIGHTS) -> int:
    """The score: higher is called earlier."""
    return sum(part.points for part in score_parts(facts, weights))


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """What one event would do to the score: its words and the points it would add (mostly fewer)."""

    words: str
    points: int


def what_would_change(
    facts: PriorityFacts, amount_text: Callable[[int], str], weights: PriorityWeights = DEFAULT_WEIGHTS
) -> tuple[ScoreChange, ...]:
    """The events that would move this client, each with its points; one without effect is left out."""
    now = score_points(facts, weights)
    half, full = facts.overdue_minor // 2, facts.overdue_minor
    changes: list[ScoreChange] = []

    def ask(words: str, then: PriorityFacts) -> None:
        points = score_points(then, weights) - now
        if points:
            changes.append(ScoreChange(words, points))

    if full > 0:
        if facts.has_broken_promise and 0 < facts.broken_minor < full and facts.broken_minor != half:
            ask(
                f"a payment of the {amount_text(facts.broken_minor)} promised",
                _paid(facts, facts.broken_minor),
            )
        if half > 0:
            ask(f"a payment of {amount_text(half)}", _paid(facts, half))
        ask(f"a payment of all {amount_text(full)}", _paid(facts, full))
    if facts.has_broken_promise or not facts.has_open_promise:
        ask("a new promise", replace(facts, has_broken_promise=False, has_open_promise=True))
    if facts.has_open_promise and not facts.has_broken_promise:
        ask("breaking the promise", replace(facts, has_broken_promise=True))
    if not facts.has_plan_on_track:
        ask("a payment plan on track", replace(facts, has_plan_on_track=True))
    if facts.disputed_minor > 0:
        ask("settling the dispute", replace(facts, disputed_minor=0))
    elif full > 0:
        ask("a dispute of everything", replace(facts, disputed_minor=full))
    if facts.unapplied_minor > 0:
        ask(
            "assigning the unapplied cash", replace(_paid(facts, min(facts.unapplied_minor, full)), unapplied_minor=0)
        )
    ask("another ten days without payment", replace(facts, oldest_days=facts.oldest_days + 10) if full > 0 else facts)
    return tuple(changes)


def _paid(facts: PriorityFacts, amount: int) -> PriorityFacts:
    """After a payment, first on what was promised; the oldest item keeps its age unless nothing is left."""
    left = facts.overdue_minor - amount
    disputed = min(facts.disputed_minor, left)
    is_made_good = not left or 0 < facts.broken_minor <= amount
    return replace(
        facts,
        overdue_minor=left,
        disputed_minor=disputed,
        oldest_days=facts.oldest_days if left else 0,
        has_broken_promise=facts.has_broken_promise and not is_made_good,
    )


@dataclass(frozen=True, slots=True)
class BrokenPromise:
    """The promise not kept whole to name first: what is missing of it, how many days ago, and whether some came."""

    amount_minor: int
    days_ago: int
    is_partly_kept: bool = False


def why(facts: PriorityFacts, amount_text: Callable[[int], str], broken: BrokenPromise | None = None) -> str:
    """The rank in words: "promise of 500.00 broken yesterday; 12,400.00 overdue, oldest 63 days"."""
    words: list[str] = []
    if broken is not None:
        missing = amount_text(broken.amount_minor)
        if broken.is_partly_kept:
            words.append(f"promise kept only in part {_ago(broken.days_ago)}, {missing} missing")
        else:
            words.append(f"promise of {missing} broken {_ago(broken.days_ago)}")
    elif facts.has_broken_promise:
        words.append("promise broken")
    if facts.overdue_minor > 0:
        days = f"{facts.oldest_days} day" + ("" if facts.oldest_days == 1 else "s")
        words.append(f"{amount_text(facts.overdue_minor)} overdue, oldest {days}")
    else:
        words.append("nothing overdue")
    if facts.disputed_minor > 0:
        words.append(f"{amount_text(facts.disputed_minor)} in dispute")
    if facts.unapplied_minor > 0:
        words.append(f"{amount_text(facts.unapplied_minor)} not yet assigned")
    if facts.has_open_promise and not (broken is not None or facts.has_broken_promise):
        words.append("promise open")
    if facts.has_plan_on_track:
        words.append("plan on track")
    return "; ".join(words)


def _ago(days: int) -> str:
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"
