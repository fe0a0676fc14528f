from __future__ import annotations

import sqlite3
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.calls.priority import (
    BrokenPromise,
    PriorityFacts,
    PriorityWeights,
    half_value_minor,
    score_parts,
    score_points,
    why,
)
from arcaller.domain.money import decimal_text

SQL = """
SELECT 600 * (:overdue * 1000 / (:overdue + :half)) / 1000
  + 400 * (MIN(:oldest, 120) * 1000 / 120) / 1000
  + 1000 * :broken - 500 * :open - 500 * :plan
  - CASE WHEN :overdue > 0 THEN 400 * (:disputed * 1000 / :overdue) / 1000 ELSE 0 END
"""

FACTS = st.builds(
    PriorityFacts,
    overdue_minor=st.integers(0, 9 * 10**15),
    exponent=st.sampled_from([0, 2, 3]),
    oldest_days=st.integers(0, 5000),
    disputed_minor=st.integers(0, 10**12),
    has_broken_promise=st.booleans(),
    has_open_promise=st.booleans(),
    has_plan_on_track=st.booleans(),
)


def euros(minor: int) -> str:
    return f"{minor // 100:,}.{minor % 100:02d}"


def test_half_of_the_value_points_are_earned_at_5000():
    assert score_points(PriorityFacts(500_000, 2, 0)) == 300
    assert half_value_minor(2) == half_value_minor(0) == 500_000
    assert half_value_minor(3) == 5_000_000


def test_age_earns_all_its_points_at_120_days_and_no_more():
    assert [score_points(PriorityFacts(0, 2, days)) for days in (0, 30, 60, 120, 4000)] == [0, 100, 200, 400, 400]


def test_nothing_overdue_scores_nothing():
    assert score_points(PriorityFacts(0, 2, 0)) == 0
    assert score_points(PriorityFacts(-500, 2, -3, disputed_minor=10)) == 0


def test_the_same_worth_in_major_units_scores_the_same_in_currencies_with_two_and_three_decimals():
    assert score_points(PriorityFacts(123_456, 2, 9)) == score_points(PriorityFacts(1_234_560, 3, 9))


def test_weights_can_be_set():
    weights = PriorityWeights(value=0, age=10, broken_promise=7, full_age_days=10, half_value_major=1)
    assert score_points(PriorityFacts(10**9, 2, 5, has_broken_promise=True), weights) == 5 + 7


def test_points_per_factor_are_named_and_ordered():
    facts = PriorityFacts(500_000, 2, 60, 250_000, True, True, True)
    assert [(part.name, part.points) for part in score_parts(facts)] == [
        ("Overdue value", 300), ("Oldest item", 200), ("Broken promise", 1000), ("Open promise", -500),
        ("Plan on track", -500), ("In dispute", -200),
    ]  # fmt: skip


@given(FACTS)
def test_points_add_up_and_every_factor_lies_between_0_and_1(facts: PriorityFacts):
    parts = score_parts(facts)
    assert sum(part.points for part in parts) == score_points(facts)
    assert all(0 <= part.thousandths <= 1000 for part in parts)
    assert all(abs(part.points) <= abs(part.weight) for part in parts)


@given(FACTS)
def test_the_database_gives_the_same_points(facts: PriorityFacts):
    facts = replace(facts, disputed_minor=min(facts.disputed_minor, facts.overdue_minor))
    values = {
        "overdue": facts.overdue_minor,
        "half": half_value_minor(facts.exponent),
        "oldest": facts.oldest_days,
        "disputed": facts.disputed_minor,
        "broken": facts.has_broken_promise,
        "open": facts.has_open_promise,
        "plan": facts.has_plan_on_track,
    }
    connection = sqlite3.connect(":memory:")
    try:
        assert connection.execute(SQL, values).fetchone()[0] == score_points(facts)
    finally:
        connection.close()


@given(FACTS, st.integers(0, 10**12), st.integers(0, 500))
def test_more_money_or_more_days_never_lower_the_rank(facts: PriorityFacts, more: int, days: int):
    facts = replace(facts, disputed_minor=min(facts.disputed_minor, facts.overdue_minor))
    points = score_points(facts)
    assert score_points(replace(facts, overdue_minor=facts.overdue_minor + more)) >= points
    assert score_points(replace(facts, oldest_days=facts.oldest_days + days)) >= points


@given(FACTS, st.integers(0, 10**12))
def test_promise_plan_and_dispute_only_lower_the_rank_and_a_broken_promise_only_lifts_it(
    facts: PriorityFacts, more: int
):
    off = replace(facts, has_broken_promise=False, has_open_promise=False, has_plan_on_track=False)
    points = score_points(off)
    assert score_points(replace(off, has_open_promise=True)) < points
    assert score_points(replace(off, has_plan_on_track=True)) < points
    assert score_points(replace(off, disputed_minor=off.disputed_minor + more)) <= points
    assert score_points(replace(off, has_broken_promise=True)) > points


@given(FACTS, FACTS)
def test_a_broken_promise_goes_above_everybody_without_one(one: PriorityFacts, other: PriorityFacts):
    broken = PriorityFacts(one.overdue_minor, one.exponent, one.oldest_days, has_broken_promise=True)
    assert score_points(broken) > score_points(replace(other, has_broken_promise=False))


def test_the_reason_reads_as_published():
    facts = PriorityFacts(1_240_000, 2, 63, has_broken_promise=True)
    assert why(facts, euros, BrokenPromise(50_000, 1)) == (
        "promise of 500.00 broken yesterday; 12,400.00 overdue, oldest 63 days"
    )
    assert why(replace(facts, has_broken_promise=False), euros) == "12,400.00 overdue, oldest 63 days"


def test_the_reason_names_everything_that_counted():
    facts = PriorityFacts(10_000, 2, 1, 4_000, True, True, True)
    assert why(facts, euros) == (
        "promise broken; 100.00 overdue, oldest 1 day; 40.00 in dispute; promise open; plan on track"
    )


def test_the_reason_counts_days_since_the_promise_broke():
    facts = PriorityFacts(0, 2, 0)
    text = [why(facts, lambda minor: decimal_text(minor, "EUR"), BrokenPromise(100, days)) for days in (0, 1, 3)]
    assert text == [f"promise of 1.00 broken {ago}; nothing overdue" for ago in ("today", "yesterday", "3 days ago")]
