"""The offer ladder: what a caller can put to the client, from all now to the longest plan inside the limits.

Each rung is a real schedule with its dates and amounts, and with what it costs the company to wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from arcaller.domain.authority import Authority, nearest_inside
from arcaller.domain.calendars import WEEKENDS_ONLY, BusinessCalendar, Frequency, Shift, add_months
from arcaller.domain.money import Money, round_half_up
from arcaller.domain.plans.installments import Schedule, schedule
from arcaller.domain.plans.terms import PlanTerms
from arcaller.domain.receivables.interest import MOST_ROWS

_FRIDAY = 4


class Rung(Enum):
    """The rungs from the best for the company down; the value is the name on screen."""

    NOW = "All today"
    FRIDAY = "All on Friday"
    TWO_PARTS = "Two parts"
    LONGEST = "Longest plan"
    SETTLEMENT = "Settlement"


@dataclass(frozen=True, slots=True)
class CostOfTime:
    """What the company gives with a plan.

    ``days`` is how long a unit of money is waited for on average; ``money`` is that wait at the company's own rate;
    ``discount`` is let off; ``interest`` is earned. ``net`` is what remains a cost (negative: the plan earns).
    """

    days: Decimal
    money: Money
    discount: Money
    interest: Money

    @property
    def net(self) -> Money:
        """Wait and discount less interest."""
        return self.money + self.discount - self.interest


@dataclass(frozen=True, slots=True)
class Offer:
    """One rung with its dates, amounts and cost."""

    rung: Rung
    plan: Schedule
    cost: CostOfTime


def cost_of_time(plan: Schedule, annual_rate_percent: Decimal) -> CostOfTime:
    """Simple interest, Act/365, on each payment from the agreement to its date, half up once on the whole."""
    amount_days = sum(row.amount.minor * (row.due_on - plan.terms.agreed_on).days for row in plan.installments)
    cost = Fraction(annual_rate_percent) / 100 * amount_days / 365
    days = round_half_up(Fraction(amount_days * 10, plan.total.minor))
    return CostOfTime(Decimal(days) / 10, Money(round_half_up(cost), plan.currency), plan.discount, plan.interest)


def next_friday(today: date) -> date:
    """The Friday after ``today``; on a Friday the one in a week."""
    return today + timedelta(days=(_FRIDAY - today.weekday() - 1) % 7 + 1)


def offer_ladder(
    debt: Money,
    today: date,
    authority: Authority,
    annual_rate_percent: Decimal,
    *,
    calendar: BusinessCalendar = WEEKENDS_ONLY,
    plan_first_on: date | None = None,
    frequency: Frequency = Frequency.MONTHLY,
    are_promised: bool = True,
) -> tuple[Offer, ...]:
    """The rungs for ``debt``, all moved to working days; a rung that the limits do not allow, or a debt too
    small to be divided, is left out.

    Two parts are half today and half in a month, or on the last day for which the client may promise. Friday and two
    parts are taken as promises, so they keep to the limits of promises unless ``are_promised`` is false. The longest
    plan begins on ``plan_first_on`` (the first of the coming month unless said) and is as long as the limits allow,
    at most a year where none is set; the settlement is the highest discount allowed, paid on Friday.
    """
    friday = next_friday(today)
    first = plan_first_on or add_months(today, 1, 1)
    once = PlanTerms(debt, friday, today, count=1, shift=Shift.FOLLOWING, calendar=calendar)
    halves = replace(once, first_on=add_months(today, 1), down_percent=Decimal(50))
    by_friday, in_two = once if _may_be_promised(once, authority) else None, _two_promised(halves, authority)
    if not are_promised:
        by_friday, in_two = once, halves
    rungs = [
        (Rung.NOW, replace(once, first_on=today, shift=Shift.NONE)),
        (Rung.FRIDAY, by_friday),
        (Rung.TWO_PARTS, _if_inside(in_two, authority) if in_two is not None else None),
        (Rung.LONGEST, _longest(replace(once, first_on=first, frequency=frequency), authority)),
    ]
    if authority.max_discount_percent:
        settled = replace(once, discount_percent=authority.max_discount_percent)
        # what is paid at once needs neither a down payment nor a least installment
        at_once = replace(authority, least_down_percent=None, least_down_amount=None, least_installment=None)
        rungs.append((Rung.SETTLEMENT, _if_inside(settled, at_once)))
    return tuple(_offers(rungs, annual_rate_percent))


_ROWS_A_YEAR = {
    Frequency.WEEKLY: 52,
    Frequency.BIWEEKLY: 26,
    Frequency.SEMIMONTHLY: 24,
    Frequency.THIRTY_DAYS: 12,
    Frequency.MONTHLY: 12,
    Frequency.MONTH_END: 12,
    Frequency.QUARTERLY: 4,
}


def _longest(terms: PlanTerms, authority: Authority) -> PlanTerms | None:
    """The plan of most rows inside the limits; it must be more than two parts to be a rung of its own."""
    rows = _ROWS_A_YEAR[terms.frequency]
    if authority.max_installments is not None:
        rows = authority.max_installments
    elif authority.max_months is not None:
        rows = rows * max(authority.max_months, 1)
    found = nearest_inside(replace(terms, count=max(1, min(rows, terms.total.minor, MOST_ROWS))), authority)
    return found if found is not None and (found.count or 0) > 2 else None


def _two_promised(halves: PlanTerms, authority: Authority) -> PlanTerms | None:
    """Two parts as a promise, the second no later than may be promised; ``None`` where none may be."""
    if halves.total.minor < 2:
        return None
    if authority.max_promise_days is not None and not _may_be_promised(halves, authority):
        latest = halves.agreed_on + timedelta(days=authority.max_promise_days)
        while latest > halves.agreed_on and not halves.calendar.is_business_day(latest):
            latest -= timedelta(days=1)
        halves = replace(halves, first_on=latest)
    return halves if halves.first_on > halves.agreed_on and _may_be_promised(halves, authority) else None


def _may_be_promised(terms: PlanTerms, authority: Authority) -> bool:
    """Whether these payments keep to the limits of promises: days ahead, parts, and the least of a part."""
    plan = schedule(terms)
    amounts = [row.amount for row in plan.installments] + [plan.down_payment] * bool(plan.down_payment)
    most_days, most_parts, least = authority.max_promise_days, authority.max_promise_parts, authority.least_promise
    return (
        (most_days is None or (plan.ends_on - terms.agreed_on).days <= most_days)
        and (most_parts is None or len(amounts) <= most_parts)
        and (least is None or len(amounts) == 1 or min(amounts) >= least)
    )


def _if_inside(terms: PlanTerms, authority: Authority) -> PlanTerms | None:
    return terms if nearest_inside(terms, authority) == terms else None


def _offers(rungs: list[tuple[Rung, PlanTerms | None]], annual_rate_percent: Decimal) -> Iterator[Offer]:
    for rung, terms in rungs:
        if terms is not None:
            plan = schedule(terms)
            yield Offer(rung, plan, cost_of_time(plan, annual_rate_percent))
