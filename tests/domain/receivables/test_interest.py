"""Day counts and what a period counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.calendars import Frequency
from arcaller.domain.money import Money
from arcaller.domain.receivables.interest import (
    Accrual,
    DayCount,
    InterestMethod,
    days_between,
    simple_interest,
    year_fraction,
)

on = date.fromisoformat


@pytest.mark.parametrize(
    ("start", "end", "actual", "us", "european"),
    [
        ("2026-01-31", "2026-02-28", 28, 28, 28),
        ("2026-02-28", "2026-03-31", 31, 30, 32),
        ("2026-01-15", "2026-03-31", 75, 76, 75),
        ("2026-01-31", "2026-03-31", 59, 60, 60),
        ("2026-02-28", "2028-02-29", 731, 720, 721),
        ("2028-02-28", "2028-03-31", 32, 33, 32),
    ],
)
def test_days_by_convention(start, end, actual, us, european):
    assert days_between(on(start), on(end)) == actual
    assert days_between(on(start), on(end), DayCount.ACT_360) == actual
    assert days_between(on(start), on(end), DayCount.THIRTY_U_360) == us
    assert days_between(on(start), on(end), DayCount.THIRTY_E_360) == european


@pytest.mark.parametrize(
    ("convention", "interest"),
    [
        (DayCount.ACT_365, 20548),
        (DayCount.ACT_360, 20833),
        (DayCount.THIRTY_U_360, 21111),
        (DayCount.THIRTY_E_360, 20833),
    ],
)
def test_ten_thousand_at_ten_per_cent(convention, interest):
    found = simple_interest(Money(1000000, "EUR"), Decimal(10), on("2026-01-15"), on("2026-03-31"), convention)
    assert found == Money(interest, "EUR")


def accrual(frequency, starts, first, method=InterestMethod.LEVEL_30_360):
    return Accrual(Decimal(36), method, frequency, on(starts), on(first))


@pytest.mark.parametrize(
    ("frequency", "starts", "first", "days"),
    [
        (Frequency.MONTHLY, "2026-01-31", "2026-02-28", [30, 30, 30]),
        (Frequency.MONTHLY, "2026-02-28", "2026-03-31", [30, 30, 30]),
        (Frequency.MONTH_END, "2026-01-31", "2026-02-28", [30, 30]),
        (Frequency.MONTHLY, "2026-01-25", "2026-02-01", [6, 30]),
        (Frequency.QUARTERLY, "2026-01-15", "2026-04-15", [90, 90]),
        (Frequency.SEMIMONTHLY, "2026-01-16", "2026-02-01", [15, 15]),
        (Frequency.SEMIMONTHLY, "2026-01-20", "2026-02-01", [11, 15]),
        (Frequency.WEEKLY, "2026-02-20", "2026-02-27", [7, 9]),
    ],
)
def test_a_whole_period_is_thirty_days_a_month_and_a_broken_first_one_is_counted(frequency, starts, first, days):
    found = accrual(frequency, starts, first)
    assert [found.factor(k) * 1000 for k in range(len(days))] == days


def test_real_days_are_counted_from_date_to_date():
    found = accrual(Frequency.MONTHLY, "2026-01-01", "2026-01-31", InterestMethod.LEVEL_ACT_365)
    assert [found.factor(k) for k in range(3)] == [Fraction(36, 36500) * days for days in (30, 28, 31)]


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 4000), st.sampled_from(list(DayCount)))
def test_no_convention_strays_far_from_the_calendar(start, days, convention):
    end = date.fromordinal(start.toordinal() + days)
    assert abs(days_between(start, end, convention) - days) <= 3 + days // 60
    assert year_fraction(start, start, convention) == 0
