"""Interest on a plan: day counts, rows with interest, and what clears the plan on a day between rows.

Interest is simple within a row, rounded half up once per row, and runs to the unadjusted due date. All sums here
are minor units; rates and year fractions are exact fractions.
"""

from __future__ import annotations

import calendar as month_lengths
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import Enum
from fractions import Fraction

from arcaller.domain.calendars import Frequency, anchored_date
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money, round_half_up

MOST_ROWS = 1200
"""A hundred years of months: more is a slip of the finger."""
_DIGITS = 60


class InterestMethod(Enum):
    """How interest is charged: one level payment, or the same principal in each row and less and less interest."""

    LEVEL_30_360 = "level-30-360"
    LEVEL_ACT_365 = "level-act-365"
    EQUAL_PRINCIPAL_30_360 = "equal-principal-30-360"
    EQUAL_PRINCIPAL_ACT_365 = "equal-principal-act-365"

    @property
    def is_level(self) -> bool:
        """Whether every payment is the same (else: every part of the principal is)."""
        return self in (InterestMethod.LEVEL_30_360, InterestMethod.LEVEL_ACT_365)

    @property
    def counts_real_days(self) -> bool:
        """Act/365 fixed; else months of 30 days in a year of 360."""
        return self in (InterestMethod.LEVEL_ACT_365, InterestMethod.EQUAL_PRINCIPAL_ACT_365)


class DayCount(Enum):
    """Day-count conventions (ISDA 2006, section 4.16)."""

    ACT_365 = "act/365"
    ACT_360 = "act/360"
    THIRTY_U_360 = "30u/360"
    THIRTY_E_360 = "30e/360"


def days_between(start: date, end: date, convention: DayCount = DayCount.ACT_365) -> int:
    """Days from ``start`` to ``end``; 30U/360 takes the last day of February for the 30th, 30E/360 only the 31st."""
    if convention in (DayCount.ACT_365, DayCount.ACT_360):
        return (end - start).days
    first, last = start.day, end.day
    if convention is DayCount.THIRTY_U_360:
        if _ends_february(start):
            last = 30 if _ends_february(end) else last
            first = 30
        last = 30 if last == 31 and first >= 30 else last
    else:
        last = min(last, 30)
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + last - min(first, 30)


def _ends_february(day: date) -> bool:
    return day.month == 2 and day.day == month_lengths.monthrange(day.year, 2)[1]


def year_fraction(start: date, end: date, convention: DayCount = DayCount.ACT_365) -> Fraction:
    """``days_between`` over the convention's year of 365 or 360 days."""
    return Fraction(days_between(start, end, convention), 365 if convention is DayCount.ACT_365 else 360)


def simple_interest(
    amount: Money, rate_percent: Decimal, start: date, end: date, convention: DayCount = DayCount.ACT_365
) -> Money:
    """Interest on ``amount`` at ``rate_percent`` a year from ``start`` to ``end``, half up."""
    yearly = Fraction(rate_percent) / 100
    return Money(round_half_up(amount.minor * yearly * year_fraction(start, end, convention)), amount.currency)


_THIRTY_DAY_PERIODS = {
    Frequency.SEMIMONTHLY: 15,
    Frequency.THIRTY_DAYS: 30,
    Frequency.MONTHLY: 30,
    Frequency.MONTH_END: 30,
    Frequency.QUARTERLY: 90,
}


@dataclass(frozen=True, slots=True)
class Accrual:
    """Gives the interest factor of each row: yearly rate × year fraction since the row before.

    Under 30/360 a whole period counts 15, 30 or 90 days whatever the calendar says; a first period that is no whole
    one, and weeks, are counted by 30U/360.
    """

    rate_percent: Decimal
    method: InterestMethod
    frequency: Frequency
    starts_on: date
    first_on: date
    month_end: bool = False

    def factor(self, k: int) -> Fraction:
        """The factor of row ``k``, counted from 0."""
        due = anchored_date(self.first_on, k, self.frequency, self.month_end)
        before = anchored_date(self.first_on, k - 1, self.frequency, self.month_end) if k else self.starts_on
        yearly = Fraction(self.rate_percent) / 100
        if self.method.counts_real_days:
            return yearly * year_fraction(before, due)
        days = _THIRTY_DAY_PERIODS.get(self.frequency)
        if days is None or (k == 0 and not self._starts_a_whole_period_before(due)):
            return yearly * year_fraction(before, due, DayCount.THIRTY_U_360)
        return yearly * Fraction(days, 360)

    def _starts_a_whole_period_before(self, first_due: date) -> bool:
        return self.starts_on == anchored_date(self.first_on, -1, self.frequency, self.month_end) or (
            self.frequency is not Frequency.SEMIMONTHLY
            and anchored_date(self.starts_on, 1, self.frequency, self.month_end) == first_due
        )


Row = tuple[int, int]
"""Principal and interest of one row, in minor units."""


def amortize(
    principal: int,
    factors: Sequence[Fraction],
    balloon: int,
    edited: Mapping[int, int],
    shares: Sequence[int] | None,
) -> list[Row]:
    """Rows that bring ``principal`` down to ``balloon``; the last one takes what rounding left.

    ``edited`` holds payments fixed by hand by row (from 0; never the last). ``shares`` are the parts of the
    principal where those are equal; without them every payment is level: P·i/(1−(1+i)^−n) where all periods are
    alike, P/ΣDF where they are not.
    """
    count = len(factors)
    level = shares is None
    usual = 0
    if shares is None or edited:
        usual = _usual(principal, factors, balloon, edited, level)
    rows: list[Row] = []
    balance = principal
    for k, factor in enumerate(factors):
        interest = round_half_up(balance * factor)
        if k == count - 1:
            part = balance - balloon
        elif k in edited:
            part = edited[k] - interest
        elif level:
            part = usual - interest
        else:
            part = usual if edited or shares is None else shares[k]
        rows.append((part, interest))
        balance -= part
    return rows


def _usual(principal: int, factors: Sequence[Fraction], balloon: int, edited: Mapping[int, int], level: bool) -> int:
    """The payment (or part of the principal) of every row not fixed by hand.

    What is left at the end is a straight line in it, so two points of the line give it.
    """
    with localcontext() as context:
        context.prec = _DIGITS
        exact = [Decimal(factor.numerator) / factor.denominator for factor in factors]

        def left_at_the_end(usual: Decimal) -> Decimal:
            balance = Decimal(principal)
            for k, factor in enumerate(exact):
                interest = balance * factor
                paid = Decimal(edited[k]) if k in edited else usual if level else usual + interest
                balance += interest - paid
            return balance

        at_nothing = left_at_the_end(Decimal(0))
        slope = left_at_the_end(Decimal(1)) - at_nothing
        return round_half_up((balloon - at_nothing) / slope)


def amortize_by(
    principal: int, factor: Callable[[int], Fraction], each: int, balloon: int, edited: Mapping[int, int]
) -> list[Row]:
    """Rows of ``each`` until ``principal`` is down to ``balloon``; the last pays the rest."""
    rows: list[Row] = []
    balance = principal
    while balance > balloon:
        k = len(rows)
        interest = round_half_up(balance * factor(k))
        part = min(edited.get(k, each) - interest, balance - balloon)
        if part <= 0:
            raise DomainError(
                f"Installment {k + 1} would not even cover its interest: the plan would never end; "
                "pay more each time.",
                "each",
            )
        if k == MOST_ROWS:
            raise DomainError(f"That would take more than {MOST_ROWS} installments; pay more each time.", "each")
        rows.append((part, interest))
        balance -= part
    return rows
