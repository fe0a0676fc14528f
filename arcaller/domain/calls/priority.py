"""Whom to call first: a score of whole points that adds up, with its reason in words.

Score = Σ weight × factor; each factor lies between 0 and 1 and is held in thousandths, so that a database and this
module agree to the last point. With non-negative whole numbers and division that drops the rest, the whole score is

    value_weight * (overdue * 1000 / (overdue + half)) / 1000
    + age_weight * (MIN(oldest_days, full_age_days) * 1000 / full_age_days) / 1000
    + broken_weight * has_broken_promise
    - open_weight * has_open_promise
    - plan_weight * has_plan_on_track
    - dispute_weight * (disputed * 1000 / overdue) / 1000          (0 when nothing is overdue)

where ``half`` is the overdue amount that earns half of the value points (``half_value_minor``). With the weights
given here value and age together stay below 1,000 points and a broken promise adds 1,000: it goes on top.
Equal scores are ordered by client id.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class PriorityWeights:
    """Points of each factor at its fullest, and where the two sliding factors are full or half."""

    value: int = 600
    age: int = 400
    broken_promise: int = 1000
    open_promise: int = 500
    plan_on_track: int = 500
    dispute: int = 400
    full_age_days: int = 120
    half_value_major: int = 5_000


DEFAULT_WEIGHTS = PriorityWeights()


def half_value_minor(exponent: int, weights: PriorityWeights = DEFAULT_WEIGHTS) -> int:
    """The overdue amount, in minor units of a currency with ``exponent`` decimals, that earns half the value points.

    Currencies without decimals are counted as if they had two (5,000.00 dollars, 500,000 yen): a rank needs an
    order of size and no rate.
    """
    return int(weights.half_value_major * 10 ** (exponent or 2))


@dataclass(frozen=True, slots=True)
class PriorityFacts:
    """What the score of one client in one currency rests on.

    ``overdue_minor`` and ``disputed_minor`` (the overdue part in dispute) are minor units, ``oldest_days`` the days
    past due of the oldest overdue item, ``exponent`` the currency's number of decimals.
    """

    overdue_minor: int
    exponent: int
    oldest_days: int
    disputed_minor: int = 0
    has_broken_promise: bool = False
    has_open_promise: bool = False
    has_plan_on_track: bool = False


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
    disputed = min(max(0, facts.disputed_minor), overdue)
    value = overdue * _THOUSAND // (overdue + half_value_minor(facts.exponent, weights))
    age = min(oldest, weights.full_age_days) * _THOUSAND // weights.full_age_days
    share = disputed * _THOUSAND // overdue if overdue else 0
    return (
        ScorePart("Overdue value", weights.value, value),
        ScorePart("Oldest item", weights.age, age),
        ScorePart("Broken promise", weights.broken_promise, _THOUSAND * facts.has_broken_promise),
        ScorePart("Open promise", -weights.open_promise, _THOUSAND * facts.has_open_promise),
        ScorePart("Plan on track", -weights.plan_on_track, _THOUSAND * facts.has_plan_on_track),
        ScorePart("In dispute", -weights.dispute, share),
    )


def score_points(facts: PriorityFacts, weights: PriorityWeights = DEFAULT_WEIGHTS) -> int:
    """The score: higher is called earlier."""
    return sum(part.points for part in score_parts(facts, weights))


@dataclass(frozen=True, slots=True)
class BrokenPromise:
    """The broken promise to name first: its amount and how many days ago it broke."""

    amount_minor: int
    days_ago: int


def why(facts: PriorityFacts, amount_text: Callable[[int], str], broken: BrokenPromise | None = None) -> str:
    """The rank in words: "promise of 500.00 broken yesterday; 12,400.00 overdue, oldest 63 days"."""
    words: list[str] = []
    if broken is not None:
        words.append(f"promise of {amount_text(broken.amount_minor)} broken {_ago(broken.days_ago)}")
    elif facts.has_broken_promise:
        words.append("promise broken")
    if facts.overdue_minor > 0:
        days = f"{facts.oldest_days} day" + ("" if facts.oldest_days == 1 else "s")
        words.append(f"{amount_text(facts.overdue_minor)} overdue, oldest {days}")
    else:
        words.append("nothing overdue")
    if facts.disputed_minor > 0:
        words.append(f"{amount_text(facts.disputed_minor)} in dispute")
    if facts.has_open_promise:
        words.append("promise open")
    if facts.has_plan_on_track:
        words.append("plan on track")
    return "; ".join(words)


def _ago(days: int) -> str:
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"
