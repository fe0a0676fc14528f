from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.calls.priority import (
    BrokenPromise,
    PriorityFacts,
    PriorityWeights,
    ValueClass,
    class_lines,
    half_value_minor,
    risk_thousandths,
    score_parts,
    score_points,
    value_class,
    what_would_change,
    why,
)
from arcaller.domain.money import decimal_text

FACTS = st.builds(
    PriorityFacts,
    overdue_minor=st.integers(0, 9 * 10**15),
    exponent=st.sampled_from([0, 2, 3]),
    oldest_days=st.integers(0, 5000),
    disputed_minor=st.integers(0, 10**12),
    has_broken_promise=st.booleans(),
    has_open_promise=st.booleans(),
    has_plan_on_track=st.booleans(),
    risk=st.integers(0, 1000),
    unapplied_minor=st.integers(0, 10**12),
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
    assert score_points(PriorityFacts(0, 2, 0, risk=900, unapplied_minor=500)) == 0
    assert score_points(PriorityFacts(-500, 2, -3, disputed_minor=10)) == 0


def test_the_same_worth_in_major_units_scores_the_same_in_currencies_with_two_and_three_decimals():
    assert score_points(PriorityFacts(123_456, 2, 9)) == score_points(PriorityFacts(1_234_560, 3, 9))


def test_weights_can_be_set():
    weights = PriorityWeights(value=0, age=10, broken_promise=7, full_age_days=10, half_value_major=1)
    assert score_points(PriorityFacts(10**9, 2, 5, has_broken_promise=True), weights) == 5 + 7


def test_points_per_factor_are_named_and_ordered():
    facts = PriorityFacts(500_000, 2, 60, 250_000, False, True, True, 750, 100_000)
    assert [(part.name, part.points) for part in score_parts(facts)] == [
        ("Overdue value", 300), ("Pays late", 150), ("Oldest item", 200), ("Broken promise", 0),
        ("Open promise", -500), ("Plan on track", -500), ("In dispute", -200), ("Unapplied cash", -60),
    ]  # fmt: skip


def test_a_part_still_open_does_not_lower_a_promise_that_broke():
    broken = PriorityFacts(500_000, 2, 60, has_broken_promise=True)
    assert score_points(replace(broken, has_open_promise=True)) == score_points(broken)


@pytest.mark.parametrize(
    ("late", "settled", "portfolio", "expected"),
    [
        (0, 0, 282, 282),  # nobody is judged without a history
        (0, 5, 200, 100),
        (10, 10, 250, 750),
        (3, 4, 300, 500),
        (0, 0, 0, 0),
        (1000, 1000, 1000, 1000),
    ],
)
def test_risk_is_the_late_ratio_smoothed_by_five_invoices_of_the_portfolio(late, settled, portfolio, expected):
    assert risk_thousandths(late, settled, portfolio) == expected


@given(st.integers(0, 5_000), st.integers(0, 5_000), st.integers(0, 1_000))
def test_risk_lies_between_0_and_1_and_grows_with_every_late_invoice(late: int, on_time: int, portfolio: int):
    risk = risk_thousandths(late, late + on_time, portfolio)
    assert 0 <= risk <= 1000
    assert risk_thousandths(late + 1, late + on_time + 1, portfolio) >= risk
    assert risk_thousandths(late, late + on_time + 1, portfolio) <= risk


def test_the_largest_four_fifths_are_class_a_and_the_next_fifteen_percent_class_b():
    amounts = [500, 300, 100, 40, 30, 20, 10]
    lines = class_lines(amounts)
    assert [value_class(amount, lines) for amount in amounts] == [
        ValueClass.A, ValueClass.A, ValueClass.B, ValueClass.B, ValueClass.B, ValueClass.C, ValueClass.C,
    ]  # fmt: skip
    assert value_class(0, lines) is None


def test_a_single_client_is_class_a_and_no_client_draws_no_line():
    assert value_class(1, class_lines([1])) is ValueClass.A
    assert class_lines([]) == class_lines([0, -5]) == (0, 0)


@given(st.lists(st.integers(0, 10**9), max_size=40))
def test_class_a_owes_at_least_four_fifths_and_a_larger_amount_is_never_in_a_lower_class(amounts: list[int]):
    lines, total = class_lines(amounts), sum(amounts)
    classes = [value_class(amount, lines) for amount in sorted(amounts, reverse=True) if amount]
    assert classes == sorted(classes, key=lambda each: each.value if each else "")
    in_a = sum(amount for amount in amounts if value_class(amount, lines) is ValueClass.A)
    assert in_a * 10 >= total * 8


def test_what_would_change_it_names_each_event_with_its_points():
    facts = PriorityFacts(1_000_000, 2, 60, has_broken_promise=True, unapplied_minor=250_000)
    changes = {change.words: change.points for change in what_would_change(facts, euros)}
    assert changes["a payment of 5,000.00"] == -99 - 75
    assert changes["a new promise"] == -1200 - 500
    assert changes["a payment plan on track"] == -500
    assert changes["a dispute of everything"] == -400
    assert changes["another ten days without payment"] == 33
    assert "breaking the promise" not in changes


def test_paying_what_was_promised_ends_the_broken_promise_and_less_does_not():
    facts = PriorityFacts(1_000_000, 2, 60, has_broken_promise=True, broken_minor=600_000)
    changes = {change.words: change.points for change in what_would_change(facts, euros)}
    assert changes["a payment of the 6,000.00 promised"] == -1200 - 133
    assert changes["a payment of 5,000.00"] == -99
    assert changes["a payment of all 10,000.00"] == -score_points(facts)


@given(FACTS)
def test_every_change_named_moves_the_score_by_exactly_its_points(facts: PriorityFacts):
    for change in what_would_change(facts, euros):
        assert change.points != 0
    promised = replace(facts, has_broken_promise=False, has_open_promise=True)
    named = {change.words: change.points for change in what_would_change(facts, euros)}
    if "a new promise" in named:
        assert score_points(facts) + named["a new promise"] == score_points(promised)


@given(FACTS)
def test_points_add_up_and_every_factor_lies_between_0_and_1(facts: PriorityFacts):
    parts = score_parts(facts)
    assert sum(part.points for part in parts) == score_points(facts)
    assert all(0 <= part.thousandths <= 1000 for part in parts)
    assert all(abs(part.points) <= abs(part.weight) for part in parts)


@given(FACTS, st.integers(0, 10**12), st.integers(0, 500))
def test_more_money_or_more_days_never_lower_the_rank(facts: PriorityFacts, more: int, days: int):
    facts = replace(facts, disputed_minor=min(facts.disputed_minor, facts.overdue_minor), unapplied_minor=0)
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
    broken = replace(one, disputed_minor=0, unapplied_minor=0, has_broken_promise=True, has_plan_on_track=False)
    assert score_points(broken) > score_points(replace(other, has_broken_promise=False))


def test_the_reason_reads_as_published():
    facts = PriorityFacts(1_240_000, 2, 63, has_broken_promise=True)
    assert why(facts, euros, BrokenPromise(50_000, 1)) == (
        "promise of 500.00 broken yesterday; 12,400.00 overdue, oldest 63 days"
    )
    assert why(replace(facts, has_broken_promise=False), euros) == "12,400.00 overdue, oldest 63 days"


def test_a_promise_kept_in_part_says_what_is_missing():
    facts = PriorityFacts(1_240_000, 2, 63, has_broken_promise=True)
    assert why(facts, euros, BrokenPromise(30_000, 3, is_partly_kept=True)) == (
        "promise kept only in part 3 days ago, 300.00 missing; 12,400.00 overdue, oldest 63 days"
    )


def test_the_reason_names_everything_that_counted():
    facts = PriorityFacts(10_000, 2, 1, 4_000, False, True, True, 812, 2_000)
    assert why(facts, euros) == (
        "100.00 overdue, oldest 1 day; 40.00 in dispute; 20.00 not yet assigned; promise open; plan on track"
    )
    broken = replace(facts, disputed_minor=0, has_broken_promise=True, has_plan_on_track=False, unapplied_minor=0)
    assert why(broken, euros) == "promise broken; 100.00 overdue, oldest 1 day"


def test_the_reason_counts_days_since_the_promise_broke():
    facts = PriorityFacts(0, 2, 0)
    text = [why(facts, lambda minor: decimal_text(minor, "EUR"), BrokenPromise(100, days)) for days in (0, 1, 3)]
    assert text == [f"promise of 1.00 broken {ago}; nothing overdue" for ago in ("today", "yesterday", "3 days ago")]
