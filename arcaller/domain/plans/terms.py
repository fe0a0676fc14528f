"""What caller and client agree about a payment plan, before it is worked out into rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from arcaller.domain.calendars import LAST_YEAR, WEEKENDS_ONLY, BusinessCalendar, Frequency, Shift
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money, percent_of
from arcaller.domain.receivables.interest import MOST_ROWS, InterestMethod

_HIGHEST_RATE = Decimal(1000)
_PERCENT_DECIMALS = 8


class Remainder(Enum):
    """Where the minor units go that do not divide evenly."""

    LAST = "last"
    """Rounded down, the last row takes the rest."""
    FIRST = "first"
    """Rounded down, the first row takes the rest."""
    SPREAD = "spread"
    """One unit more in each of the earliest rows."""
    ROUND_LAST = "round-last"
    """Rounded half up, the last row takes what is over or short."""


class PartPayments(Enum):
    """What happens when less than a full installment arrives."""

    ON_ACCOUNT = "on-account"
    """It is taken on account; the rest of the installment stays due."""
    WHOLE_ONLY = "whole-only"
    """It may be sent back: only whole installments are accepted."""


class IfBroken(Enum):
    """What falls due when a plan is broken after notice and time to cure."""

    ALL_DUE = "all-due"
    """The whole rest falls due at once."""
    OWN_TERMS = "own-terms"
    """Each invoice is due again by its own date; nothing falls due earlier than that."""


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """The terms of a payment plan.

    ``total`` is the whole debt covered, before any discount. The discount is computed and rounded first, on the
    whole; ``down_percent`` is of what is left to pay after it. Either ``count`` rows, or rows of ``each`` until
    nothing is left. ``balloon`` is the part of the debt that stays to the end: one more row, one period after the
    last (with interest it also pays that period's). Interest runs from ``agreed_on``, the day of the agreement and
    of the down payment, to the unadjusted dates. ``edited`` are rows fixed by hand, (number from 1, amount), in the
    order they were fixed; ``moved`` are rows whose date was, (number, date): the rows after it follow from there.
    ``received`` is what came in for the debt before these terms were made (a plan that is rescheduled): it counts.
    ``part_payments`` and ``if_broken`` are matters of the paper alone: no row depends on them.
    """

    total: Money
    first_on: date
    agreed_on: date
    count: int | None = None
    each: Money | None = None
    frequency: Frequency = Frequency.MONTHLY
    month_end: bool = False
    shift: Shift = Shift.NONE
    calendar: BusinessCalendar = WEEKENDS_ONLY
    remainder: Remainder = Remainder.LAST
    down_payment: Money | None = None
    down_percent: Decimal | None = None
    balloon: Money | None = None
    discount_percent: Decimal = Decimal(0)
    rate_percent: Decimal = Decimal(0)
    method: InterestMethod = InterestMethod.LEVEL_30_360
    edited: tuple[tuple[int, Money], ...] = ()
    part_payments: PartPayments = PartPayments.ON_ACCOUNT
    moved: tuple[tuple[int, date], ...] = ()
    received: Money | None = None
    if_broken: IfBroken = IfBroken.ALL_DUE

    @property
    def currency(self) -> str:
        """ISO 4217 code of every amount of the plan."""
        return self.total.currency

    @property
    def bears_interest(self) -> bool:
        """Whether any interest is asked."""
        return self.rate_percent > 0

    @property
    def discount(self) -> Money:
        """What is let off, half up (25 % of 100.10 is 25.03, so 75.07 is to be paid)."""
        return percent_of(self.total, self.discount_percent)

    @property
    def payable(self) -> Money:
        """The debt less the discount."""
        return self.total - self.discount

    @property
    def down(self) -> Money:
        """The down payment in money, zero if there is none."""
        if self.down_percent is not None:
            return percent_of(self.payable, self.down_percent)
        return self.down_payment or Money(0, self.currency)

    @property
    def financed(self) -> Money:
        """What the rows have to pay, before interest."""
        return self.payable - self.before - self.down

    @property
    def at_once(self) -> Money:
        """What does not wait for an installment: the down payment, and what came in before."""
        return self.down + self.before

    @property
    def before(self) -> Money:
        """What came in before these terms, zero in a plan's first version."""
        return self.received or Money(0, self.currency)


def check_terms(terms: PlanTerms) -> None:
    """Refuse terms that no schedule can follow from; each refusal names the field of ``PlanTerms`` it is about."""
    if terms.total.minor <= 0:
        raise DomainError(f"A plan needs an amount above zero, not {terms.total}.", "total")
    _check_currencies(terms)
    _check_percents(terms)
    _check_counts(terms)
    _check_parts(terms)
    if terms.first_on < terms.agreed_on:
        raise DomainError(
            f"The first installment ({terms.first_on}) would fall before the agreement ({terms.agreed_on}); "
            "choose a later first date.",
            "first_on",
        )
    _check_moved(terms)
    if terms.first_on.year > LAST_YEAR:
        raise DomainError(f"The first date is in the year {terms.first_on.year}; choose an earlier one.", "first_on")


def _check_moved(terms: PlanTerms) -> None:
    """Dates fixed by hand keep their order, and none lies before the agreement."""
    numbers = [number for number, _ in terms.moved]
    if len(set(numbers)) != len(numbers) or any(number < 1 for number in numbers):
        raise DomainError("A date was fixed twice or for no installment; let the rows follow the terms.", "moved")
    before = terms.agreed_on
    for number, day in sorted(terms.moved):
        if day < before:
            raise DomainError(
                f"Installment {number} cannot fall on {day}, before {before}; choose a later day.", "moved"
            )
        before = day
    if terms.moved and terms.bears_interest and terms.method.counts_real_days:
        raise DomainError(
            "Interest by real days is counted to the dates of the terms: change the first date or the rhythm instead "
            "of one date.",
            "moved",
        )


def _check_currencies(terms: PlanTerms) -> None:
    amounts = {"each": terms.each, "down_payment": terms.down_payment, "balloon": terms.balloon,
               "received": terms.received}  # fmt: skip
    for field, amount in amounts.items():
        if amount is not None and amount.currency != terms.currency:
            raise DomainError(f"The plan is in {terms.currency}, this amount in {amount.currency}.", field)
    if any(amount.currency != terms.currency for _, amount in terms.edited):
        raise DomainError(f"The plan is in {terms.currency}; give every installment in it.", "edited")


def is_percent(value: Decimal, below: Decimal = Decimal(100)) -> bool:
    """Whether ``value`` is from 0 to under ``below`` and written with at most eight decimals."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_PERCENT_DECIMALS and 0 <= value < below


def _check_percents(terms: PlanTerms) -> None:
    if not is_percent(terms.discount_percent):
        raise DomainError(f"A discount is from 0 to under 100 %, not {terms.discount_percent} %.", "discount_percent")
    if terms.down_percent is not None:
        if terms.down_payment is not None:
            raise DomainError("Give the down payment as an amount or in per cent, not both.", "down_payment")
        if not is_percent(terms.down_percent):
            raise DomainError(f"A down payment is from 0 to under 100 %, not {terms.down_percent} %.", "down_payment")
    if not is_percent(terms.rate_percent, _HIGHEST_RATE):
        raise DomainError(f"A yearly rate is from 0 to under 1000 %, not {terms.rate_percent} %.", "rate_percent")


def _check_counts(terms: PlanTerms) -> None:
    if (terms.count is None) == (terms.each is None):
        raise DomainError("Give the number of installments or the amount of each, one of the two.", "count")
    if terms.count is not None and not 1 <= terms.count <= MOST_ROWS:
        raise DomainError(f"A plan has from 1 to {MOST_ROWS} installments, not {terms.count}.", "count")
    if terms.each is not None and terms.each.minor <= 0:
        raise DomainError(f"Each installment must be above zero, not {terms.each}.", "each")
    if terms.each is not None and terms.bears_interest and not terms.method.is_level:
        raise DomainError("With equal parts of principal, give the number of installments.", "each")


def _check_parts(terms: PlanTerms) -> None:
    if terms.payable.minor <= 0:
        raise DomainError("The discount leaves nothing to pay.", "discount_percent")
    if terms.down.minor < 0:
        raise DomainError(f"A down payment cannot be {terms.down}; leave it out if there is none.", "down_payment")
    if terms.before.minor < 0:
        raise DomainError(f"{terms.before} cannot have come in; check the payments.", "total")
    if terms.before >= terms.payable:
        raise DomainError(f"{terms.before} came in already; nothing of {terms.payable} is left to plan.", "total")
    if terms.financed.minor <= 0:
        raise DomainError(
            f"A down payment of {terms.down} pays all {terms.payable}: no installments are left to plan.",
            "down_payment",
        )
    if terms.balloon is None:
        return
    if terms.balloon.minor <= 0:
        raise DomainError(
            f"The last large payment cannot be {terms.balloon}; leave it out if there is none.", "balloon"
        )
    if terms.balloon >= terms.financed:
        raise DomainError(
            f"A last payment of {terms.balloon} leaves nothing of {terms.financed} for the installments before it.",
            "balloon",
        )
