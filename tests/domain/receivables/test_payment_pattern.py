from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean
from statistics import median as plain_median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.receivables.payment_pattern import (
    PayerRating,
    Portfolio,
    SettledInvoice,
    Trend,
    expected_pay,
    median,
    payment_pattern,
    portfolio_of,
    smoothed_late_ratio,
)

AS_OF = date(2026, 11, 23)
PORTFOLIO = Portfolio(late_ratio=Decimal("0.3"))


def paid(*days_from_due: int) -> list[SettledInvoice]:
    """Invoices with 30-day terms, settled one a week up to last week, so many days from their due date."""
    invoices = []
    for place, days in enumerate(days_from_due):
        settled = AS_OF - timedelta(weeks=len(days_from_due) - place)
        due = settled - timedelta(days=days)
        invoices.append(SettledInvoice(due - timedelta(days=30), due, settled))
    return invoices


def test_published_smoothing_draws_few_invoices_to_the_portfolio():
    assert smoothed_late_ratio(0, 0, Decimal("0.3")) == Decimal("0.3")
    assert smoothed_late_ratio(3, 3, Decimal("0.2")) == Decimal("0.5")
    assert smoothed_late_ratio(62, 95, Decimal("0")) == Decimal("0.62")


def test_average_and_median_count_early_payments_as_not_late():
    pattern = payment_pattern(paid(-10, 0, 30), AS_OF, PORTFOLIO)
    assert (pattern.settled, pattern.late) == (3, 1)
    assert (pattern.average_days_late, pattern.median_days_late) == (10, 0)


def test_only_invoices_settled_before_the_day_count():
    today = SettledInvoice(AS_OF - timedelta(days=40), AS_OF - timedelta(days=10), AS_OF)
    pattern = payment_pattern([*paid(5), today], AS_OF, PORTFOLIO)
    assert (pattern.settled, pattern.late, pattern.average_days_late) == (1, 1, 5)
    assert payment_pattern([*paid(5), today], AS_OF + timedelta(days=1), PORTFOLIO).settled == 2


def test_a_new_client_has_the_portfolio_s_ratio_and_no_figures():
    pattern = payment_pattern([], AS_OF, PORTFOLIO)
    assert pattern.late_ratio == PORTFOLIO.late_ratio
    assert pattern.average_days_late is pattern.median_days_late is None
    assert (pattern.rating, pattern.reason) == (PayerRating.UNKNOWN, "No invoice has been paid yet.")
    assert pattern.trend is Trend.UNKNOWN


@pytest.mark.parametrize(
    ("days", "rating"),
    [
        ((90, 90), PayerRating.UNKNOWN),
        ((0, 0, 0), PayerRating.ON_TIME),
        ((0, 0, 0, 0, 9), PayerRating.ON_TIME),
        ((0, 0, 0, 9), PayerRating.MOSTLY_ON_TIME),
        ((0, 0, 9), PayerRating.MOSTLY_ON_TIME),
        ((0, 0, 9, 9), PayerRating.LATE),
        ((30, 30, 30), PayerRating.LATE),
        ((30, 30, 31), PayerRating.VERY_LATE),
    ],
)
def test_rating_follows_the_share_paid_late_and_the_days(days: tuple[int, ...], rating: PayerRating):
    assert payment_pattern(paid(*days), AS_OF, PORTFOLIO).rating is rating


@pytest.mark.parametrize(
    ("days", "trend"),
    [
        ((1, 1, 1, 9, 9), Trend.UNKNOWN),
        ((1, 1, 1, 4, 4, 4), Trend.SLOWER),
        ((4, 4, 4, 1, 1, 1), Trend.FASTER),
        ((1, 1, 1, 3, 4, 4), Trend.STEADY),
        ((4, 4, 4, 2, 1, 1), Trend.STEADY),
        ((0, 0, 0, 9, 9, 9, 9), Trend.SLOWER),
    ],
)
def test_trend_compares_the_newest_half_with_the_rest(days: tuple[int, ...], trend: Trend):
    assert payment_pattern(paid(*days), AS_OF, PORTFOLIO).trend is trend


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        ((0,), "0 of 1 paid invoice came after the due date."),
        ((0, 2), "1 of 2 paid invoices came after the due date, 1 day late on average."),
        ((1, 1, 1, 9, 9, 9), "6 of 6 paid invoices came after the due date, 5 days late on average; getting slower."),
        ((9, 9, 9, 0, 0, 0), "3 of 6 paid invoices came after the due date, 5 days late on average; getting faster."),
        ((0, 0, 0, 0, 0, 0), "0 of 6 paid invoices came after the due date."),
    ],
)
def test_the_reason_of_a_rating_is_in_words(days: tuple[int, ...], reason: str):
    assert payment_pattern(paid(*days), AS_OF, PORTFOLIO).reason == reason


@given(st.lists(st.integers(-500, 500), min_size=1))
def test_median_equals_the_one_of_the_standard_library(values: list[int]):
    assert float(median(values)) == plain_median(values)


@given(st.lists(st.integers(-60, 200), min_size=1, max_size=30), st.randoms())
def test_pattern_does_not_depend_on_the_order_handed_in(days: list[int], random):
    invoices = paid(*days)
    pattern = payment_pattern(invoices, AS_OF, PORTFOLIO)
    random.shuffle(invoices)
    assert payment_pattern(invoices, AS_OF, PORTFOLIO) == pattern
    assert float(pattern.average_days_late or 0) == pytest.approx(fmean(max(0, day) for day in days))
    assert 0 <= pattern.late_ratio <= 1


def test_the_expected_day_is_the_invoice_date_and_the_clients_median_days_from_three_settled_on():
    pattern = payment_pattern(paid(0, 4, 10), AS_OF, PORTFOLIO)
    assert pattern.median_days_to_pay == 34
    expected = expected_pay(date(2026, 11, 1), date(2026, 12, 1), pattern, PORTFOLIO)
    assert (expected.on, expected.is_own) == (date(2026, 12, 5), True)


def test_with_fewer_it_is_the_due_date_and_the_portfolios_median_delay():
    pattern = payment_pattern(paid(40, 50), AS_OF, PORTFOLIO)
    assert pattern.median_days_to_pay is None
    portfolio = portfolio_of(paid(0, 6, 7, 90))
    assert (portfolio.late_ratio, portfolio.median_days_late) == (Decimal("0.75"), 7)
    expected = expected_pay(date(2026, 11, 1), date(2026, 12, 1), pattern, portfolio)
    assert (expected.on, expected.is_own) == (date(2026, 12, 8), False)


def test_an_empty_portfolio_delays_nobody():
    assert portfolio_of([]) == Portfolio(Decimal(0), 0)
