"""How far a caller may go: a plan against the limits, and the nearest plan that needs no approval."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from arcaller.domain.calendars import add_months, anchored_date, months_begun
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money, exponent_of
from arcaller.domain.plans.installments import Schedule, schedule
from arcaller.domain.plans.terms import PlanTerms


@dataclass(frozen=True, slots=True)
class Authority:
    """The limits of one person; ``None`` is no limit. Money limits count in their own currency only."""

    max_total: Money | None = None
    max_months: int | None = None
    max_installments: int | None = None
    least_installment: Money | None = None
    least_down_percent: Decimal | None = None
    least_down_amount: Money | None = None
    max_discount_percent: Decimal | None = None
    max_promise_days: int | None = None
    max_first_days: int | None = None
    least_promise: Money | None = None
    max_promise_parts: int | None = None
    max_unequal_parts: int | None = None
    least_days_apart: int | None = None


class Limit(Enum):
    """What is limited; the value is its name on screen."""

    LENGTH = "Length"
    TOTAL = "Total"
    INSTALLMENTS = "Installments"
    LEAST_INSTALLMENT = "Least installment"
    DOWN_PAYMENT = "Down payment"
    UNEQUAL_PARTS = "Unequal parts"
    DAYS_APART = "Days apart"
    DISCOUNT = "Discount"
    FIRST_DATE = "First date"
    PROMISE_DATE = "Promise date"


@dataclass(frozen=True, slots=True)
class LimitCheck:
    """One line of the authority bar.

    ``asked`` and ``limit`` are money, days, months, a number or per cent. ``fraction`` (0–1) fills the bar: what is
    used of the limit, or, of a least that is not reached, how far it got. ``words`` say it in a sentence;
    ``short`` is the money missing (down payment only).
    """

    name: Limit
    asked: Money | Decimal | int
    limit: Money | Decimal | int
    inside: bool
    fraction: float
    words: str
    short: Money | None = None


Say = Callable[[Money], str]


def check(plan: Schedule, authority: Authority, say_amount: Say = str) -> tuple[LimitCheck, ...]:
    """Every limit that is set against what ``plan`` asks, in the order they stand on screen.

    Length and first date count to the dates as agreed, before a holiday moves them.
    """
    terms = plan.terms
    rows = plan.installments
    months = months_begun(terms.agreed_on, rows[-1].unadjusted_due_on)
    first_days = (rows[0].unadjusted_due_on - terms.agreed_on).days
    checks = (
        _count(Limit.LENGTH, months, authority.max_months, "months"),
        _most(Limit.TOTAL, terms.payable, authority.max_total, say_amount),
        _count(Limit.INSTALLMENTS, len(rows), authority.max_installments, "installments"),
        _least(Limit.LEAST_INSTALLMENT, plan.least_installment, authority.least_installment, say_amount),
        _count(Limit.UNEQUAL_PARTS, _unequal_parts(plan), authority.max_unequal_parts, "unequal"),
        _days_apart(plan, authority.least_days_apart),
        _down_percent(plan, authority.least_down_percent),
        _least(Limit.DOWN_PAYMENT, terms.at_once, authority.least_down_amount, say_amount),
        _discount(terms.discount_percent, authority.max_discount_percent),
        _count(Limit.FIRST_DATE, first_days, authority.max_first_days, "days ahead"),
    )
    return tuple(found for found in checks if found is not None)


def check_promise(promised_on: date, today: date, authority: Authority) -> LimitCheck | None:
    """How many days ahead a promise may lie; ``None`` when there is no such limit."""
    return _count(Limit.PROMISE_DATE, (promised_on - today).days, authority.max_promise_days, "days ahead")


def broken(checks: tuple[LimitCheck, ...]) -> tuple[LimitCheck, ...]:
    """The limits that are not kept; empty means within authority."""
    return tuple(found for found in checks if not found.inside)


def within(plan: Schedule, authority: Authority) -> bool:
    """Whether ``plan`` needs no approval."""
    return not broken(check(plan, authority))


# --- single limits --------------------------------------------------------------------------------------------------


def _share(part: Decimal | int | Fraction, whole: Decimal | int | Fraction) -> float:
    return min(1.0, float(Fraction(part) / Fraction(whole))) if whole else 1.0


def _count(name: Limit, asked: int, limit: int | None, unit: str) -> LimitCheck | None:
    if limit is None:
        return None
    return LimitCheck(
        name, asked, limit, asked <= limit, _share(max(asked, 0), limit), f"{asked} {unit} asked · yours {limit}"
    )


def _unequal_parts(plan: Schedule) -> int:
    """How many rows differ from what most of them pay; minor units that do not divide make no part unequal."""
    amounts = [row.amount.minor for row in plan.installments]
    usual = max(amounts, key=amounts.count)
    return sum(abs(amount - usual) >= len(amounts) for amount in amounts)


def _days_apart(plan: Schedule, limit: int | None) -> LimitCheck | None:
    """The least number of days between two installments; one alone keeps every such limit."""
    dates = [row.unadjusted_due_on for row in plan.installments]
    if limit is None or len(dates) < 2:
        return None
    asked = min((after - before).days for before, after in pairwise(dates))
    inside = asked >= limit
    fraction = _share(limit, asked) if inside else _share(asked, limit)
    return LimitCheck(
        Limit.DAYS_APART, asked, limit, inside, fraction, f"{asked} days apart asked · yours at least {limit}"
    )


def _most(name: Limit, asked: Money, limit: Money | None, say: Say) -> LimitCheck | None:
    if limit is None:
        return None
    if asked.currency != limit.currency:
        return _foreign(name, asked, limit, say)
    words = f"{say(asked)} asked · yours {say(limit)}"
    return LimitCheck(name, asked, limit, asked <= limit, _share(asked.minor, limit.minor), words)


def _least(name: Limit, asked: Money, limit: Money | None, say: Say) -> LimitCheck | None:
    if limit is None:
        return None
    if asked.currency != limit.currency:
        return _foreign(name, asked, limit, say)
    inside = asked >= limit
    fraction = _share(limit.minor, asked.minor) if inside else _share(asked.minor, limit.minor)
    words = f"{say(asked)} asked · yours at least {say(limit)}"
    return LimitCheck(name, asked, limit, inside, fraction, words, None if inside else limit - asked)


def _foreign(name: Limit, asked: Money, limit: Money, say: Say) -> LimitCheck:
    words = f"{say(asked)} asked · your limit is in {limit.currency}, so this needs approval"
    return LimitCheck(name, asked, limit, inside=False, fraction=1.0, words=words)


def _down_percent(plan: Schedule, limit: Decimal | None) -> LimitCheck | None:
    """The least down payment in per cent of what is to be paid: 172.00 of 1,172.00 is 14.7 %, 3.80 short of 15 %."""
    if limit is None:
        return None
    needed = _percent_up(plan.payable, limit)
    asked = plan.terms.at_once
    inside = asked >= needed
    percent = _shown_percent(Fraction(asked.minor * 100, plan.payable.minor), limit, inside)
    fraction = _share(needed.minor, asked.minor) if inside else _share(asked.minor, needed.minor)
    words = f"{percent} % asked · yours at least {limit.normalize():f} %"
    return LimitCheck(Limit.DOWN_PAYMENT, percent, limit, inside, fraction, words, None if inside else needed - asked)


def _percent_up(amount: Money, percent: Decimal) -> Money:
    """``percent`` of ``amount``, rounded up: what is needed to reach it."""
    exact = Fraction(percent) * amount.minor / 100
    return Money(-(-exact.numerator // exact.denominator), amount.currency)


def _shown_percent(percent: Fraction, limit: Decimal, inside: bool) -> Decimal:
    """One decimal, or as many as it takes not to look like the limit while falling short of it."""
    exact = Decimal(percent.numerator) / percent.denominator
    for places in range(1, 12):
        shown = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        if inside or shown < limit:
            return shown
    return exact


def _discount(asked: Decimal, limit: Decimal | None) -> LimitCheck | None:
    if limit is None:
        return None
    words = f"{asked.normalize():f} % asked · yours {limit.normalize():f} %"
    return LimitCheck(Limit.DISCOUNT, asked, limit, asked <= limit, _share(asked, limit) if asked else 0.0, words)


# --- the nearest plan inside ----------------------------------------------------------------------------------------


def nearest_inside(terms: PlanTerms, authority: Authority) -> PlanTerms | None:
    """The terms closest to ``terms`` that need no approval; ``None`` where no change of terms brings them inside.

    Discount, first date and down payment are moved just as far as they must (a down payment up to the next whole
    unit of the currency, so that it can be said aloud); then as few installments as must be are dropped, and the
    balloon only if nothing else helps. What comes back was checked. The debt itself is never changed.
    """
    for candidate in _candidates(_mended(terms, authority), authority):
        try:
            plan = schedule(candidate)
        except DomainError:
            continue
        if within(plan, authority):
            return candidate
    return None


def _mended(terms: PlanTerms, authority: Authority) -> PlanTerms:
    """Discount, first date and down payment brought to their limits where they are beyond them."""
    if authority.max_discount_percent is not None and terms.discount_percent > authority.max_discount_percent:
        terms = replace(terms, discount_percent=max(Decimal(0), authority.max_discount_percent))
    if authority.max_first_days is not None:
        latest = terms.agreed_on + timedelta(days=max(0, authority.max_first_days))
        if anchored_date(terms.first_on, 0, terms.frequency, terms.month_end) > latest:
            terms = replace(terms, first_on=latest)
    needed = _least_down(terms, authority)
    if terms.at_once < needed:
        left = terms.payable - terms.before
        terms = replace(terms, down_payment=_whole_units_up(needed - terms.before, left), down_percent=None)
    return terms


def _least_down(terms: PlanTerms, authority: Authority) -> Money:
    needed = _percent_up(terms.payable, authority.least_down_percent or Decimal(0))
    amount = authority.least_down_amount
    if amount is not None and amount.currency == terms.currency and amount > needed:
        return amount
    return needed


def _whole_units_up(amount: Money, below: Money) -> Money:
    """``amount`` up to a whole unit of the currency, unless that would reach ``below``."""
    unit = 10 ** exponent_of(amount.currency)
    whole = Money(-(-amount.minor // unit) * unit, amount.currency)
    return whole if whole < below else amount


def _candidates(terms: PlanTerms, authority: Authority) -> Iterator[PlanTerms]:
    """``terms`` themselves, then without hand-fixed rows, then ever shorter, at last without the balloon."""
    yield terms
    unfixed = replace(terms, edited=())
    if terms.edited:
        yield unfixed
    for start in (unfixed, replace(unfixed, balloon=None)):
        for count in range(_most_rows(start, authority), 0, -1):
            yield replace(start, count=count, each=None)


def _most_rows(terms: PlanTerms, authority: Authority) -> int:
    """A number of installments that the limits cannot exceed; the balloon is one of them."""
    extra = 1 if terms.balloon else 0
    least = authority.least_installment
    try:
        rows = [row for row in schedule(terms).installments if not row.balloon]
    except DomainError:
        most = terms.count or 1
    else:
        most = len(rows)
        if least is not None and least.minor > 0:
            # fewer rows never pay more interest, so they never have more than this to share
            most = min(most, sum(row.amount.minor for row in rows) // least.minor)
    if authority.max_installments is not None:
        most = min(most, authority.max_installments - extra)
    if authority.max_months is not None:
        end = add_months(terms.agreed_on, max(0, authority.max_months))
        while most > 0 and anchored_date(terms.first_on, most - 1 + extra, terms.frequency, terms.month_end) > end:
            most -= 1
    return most
