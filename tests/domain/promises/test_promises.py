from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.errors import DomainError
from arcaller.domain.promises.promises import (
    Part,
    PromiseLimits,
    PromiseState,
    business_days_after,
    check_promise,
    last_day_to_pay,
    state_of,
)

FRIDAY = date(2026, 5, 1)
TODAY = date(2026, 11, 23)


def weekday(day: date) -> bool:
    return day.weekday() < 5


def standing(received: int = 0, *, grace: int = 0, fresh: date | None, today: date, cancelled: bool = False):
    return state_of(
        500, received, FRIDAY, grace_business_days=grace, payments_fresh_until=fresh, today=today,
        is_business_day=weekday, is_cancelled=cancelled,
    )  # fmt: skip


def test_published_case_a_promise_for_friday_lasts_to_the_end_of_friday():
    on_the_day = standing(fresh=FRIDAY, today=FRIDAY)
    assert (on_the_day.state, on_the_day.label) == (PromiseState.OPEN, "open")
    after = standing(fresh=FRIDAY + timedelta(days=1), today=FRIDAY + timedelta(days=1))
    assert (after.state, after.label) == (PromiseState.BROKEN, "broken")


@pytest.mark.parametrize("fresh", [None, FRIDAY - timedelta(days=1), FRIDAY])
def test_without_payment_data_past_its_date_it_is_due_but_not_confirmed(fresh: date | None):
    waiting = standing(fresh=fresh, today=FRIDAY + timedelta(days=30))
    assert (waiting.state, waiting.awaits_data, waiting.label) == (PromiseState.OPEN, True, "due, not confirmed")


def test_grace_is_counted_in_business_days():
    tuesday = date(2026, 5, 5)
    assert last_day_to_pay(FRIDAY, 2, weekday) == tuesday
    assert last_day_to_pay(FRIDAY, 0, weekday) == FRIDAY
    wednesday = tuesday + timedelta(days=1)
    assert standing(grace=2, fresh=tuesday, today=tuesday).label == "due, not confirmed"
    assert standing(grace=2, fresh=tuesday, today=wednesday).label == "due, not confirmed"
    assert standing(grace=2, fresh=wednesday, today=wednesday).label == "broken"
    assert standing(grace=2, fresh=wednesday, today=wednesday).last_day == tuesday


def test_business_days_skip_days_off():
    assert business_days_after(date(2026, 11, 27), 1, weekday) == date(2026, 11, 30)
    assert business_days_after(date(2026, 11, 28), 0, weekday) == date(2026, 11, 28)


def test_a_part_payment_leaves_it_open_and_then_partly_kept():
    assert standing(499, fresh=FRIDAY, today=FRIDAY).label == "open"
    later = FRIDAY + timedelta(days=1)
    assert standing(499, fresh=later, today=later).label == "partly kept"


def test_paid_in_full_is_kept_at_once_even_on_stale_data():
    assert standing(500, fresh=None, today=FRIDAY - timedelta(days=3)).label == "kept"


def test_cancelled_wins_over_what_was_paid():
    assert standing(500, fresh=FRIDAY, today=FRIDAY, cancelled=True).state is PromiseState.CANCELLED


def test_data_that_claims_to_reach_past_today_breaks_nothing_early():
    assert standing(fresh=FRIDAY + timedelta(days=9), today=FRIDAY).state is PromiseState.OPEN


DAYS = st.integers(-20, 40).map(lambda days: FRIDAY + timedelta(days=days))


@given(st.integers(0, 700), st.integers(0, 5), st.none() | DAYS, DAYS)
def test_broken_needs_data_past_date_and_grace(received: int, grace: int, fresh: date | None, today: date):
    result = standing(received, grace=grace, fresh=fresh, today=today)
    is_over = result.state in (PromiseState.BROKEN, PromiseState.PARTLY_KEPT)
    is_certain = fresh is not None and min(fresh, today) > last_day_to_pay(FRIDAY, grace, weekday)
    assert is_over is (received < 500 and is_certain)
    assert (result.state is PromiseState.KEPT) is (received >= 500)
    assert not (result.awaits_data and is_over)


@given(st.integers(0, 700), st.integers(0, 700), DAYS, DAYS)
def test_more_money_never_makes_it_worse(one: int, more: int, fresh: date, today: date):
    order = [PromiseState.BROKEN, PromiseState.PARTLY_KEPT, PromiseState.OPEN, PromiseState.KEPT]
    first, second = (standing(amount, fresh=fresh, today=today).state for amount in (one, one + more))
    assert order.index(second) >= order.index(first)


def check(amount: int = 50_000, due_on: date = TODAY) -> None:
    parts = [Part(amount, due_on)]
    check_promise(parts, "EUR", open_balance_minor=100_000, today=TODAY, limits=PromiseLimits(max_days_ahead=30))


def test_a_promise_of_all_that_is_open_for_today_or_the_last_day_allowed_is_taken():
    check(1)
    check(100_000, TODAY)
    check(100_000, TODAY + timedelta(days=30))


@pytest.mark.parametrize(
    ("amount", "days", "field", "words"),
    [
        (0, 0, "amount", "needs an amount above zero"),
        (-1, 0, "amount", "needs an amount above zero"),
        (100_001, 0, "amount", "1000.01 EUR is more than the open balance of 1000.00 EUR"),
        (1, -1, "due_on", "2026-11-22 has passed"),
        (1, 31, "due_on", "further ahead than your 30 days; choose 2026-12-23"),
    ],
)
def test_what_may_not_be_promised_is_refused_beside_its_field(amount: int, days: int, field: str, words: str):
    with pytest.raises(DomainError, match=words) as refused:
        check(amount, TODAY + timedelta(days=days))
    assert refused.value.field == field
