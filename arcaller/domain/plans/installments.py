"""A payment plan worked out: dated rows, exact to the minor unit, whatever the currency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from arcaller.domain.calendars import DateRow, date_rows
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money, decimal_text, round_half_up
from arcaller.domain.plans.terms import PlanTerms, Remainder, check_terms
from arcaller.domain.receivables.interest import (
    MOST_ROWS,
    Accrual,
    DayCount,
    Row,
    amortize,
    amortize_by,
    simple_interest,
)

__all__ = [
    "Installment",
    "PayOff",
    "PlanTerms",
    "Remainder",
    "Schedule",
    "move",
    "pay_off",
    "rebalance",
    "schedule",
    "split",
]


@dataclass(frozen=True, slots=True)
class Installment:
    """One row: ``amount`` = ``principal`` + ``interest``; ``balance`` is the principal left after it.

    ``shift_reason`` says why ``due_on`` is not ``unadjusted_due_on`` (a holiday's name or ``weekend``).
    """

    number: int
    due_on: date
    unadjusted_due_on: date
    shift_reason: str
    amount: Money
    principal: Money
    interest: Money
    balance: Money
    edited: bool = False
    balloon: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rows of ``terms``. The down payment is no row; it is paid on ``terms.agreed_on``."""

    terms: PlanTerms
    installments: tuple[Installment, ...]

    @property
    def currency(self) -> str:
        """ISO 4217 code of every amount."""
        return self.terms.currency

    @property
    def debt(self) -> Money:
        """The whole debt covered, before any discount."""
        return self.terms.total

    @property
    def discount(self) -> Money:
        """What is let off if all is paid on time."""
        return self.terms.discount

    @property
    def payable(self) -> Money:
        """Debt less discount, without interest."""
        return self.terms.payable

    @property
    def down_payment(self) -> Money:
        """Paid on the day of the agreement; zero if there is none."""
        return self.terms.down

    @property
    def financed(self) -> Money:
        """What the rows pay, without interest."""
        return self.terms.financed

    @property
    def interest(self) -> Money:
        """All interest of all rows."""
        return Money(sum(row.interest.minor for row in self.installments), self.currency)

    @property
    def total(self) -> Money:
        """All that the client pays from now on: down payment, rows, interest."""
        return Money(self.down_payment.minor + sum(row.amount.minor for row in self.installments), self.currency)

    @property
    def starts_on(self) -> date:
        """The date of the first row as it falls."""
        return self.installments[0].due_on

    @property
    def ends_on(self) -> date:
        """The date of the last row as it falls."""
        return self.installments[-1].due_on

    @property
    def least_installment(self) -> Money:
        """The smallest row."""
        return min((row.amount for row in self.installments), key=lambda amount: amount.minor)

    @property
    def adds_up(self) -> bool:
        """The sum check: what is paid equals what is to be paid and its interest, and nothing is left."""
        to_pay = self.payable - self.terms.before + self.interest
        return self.total == to_pay and self.installments[-1].balance.minor == 0


@dataclass(frozen=True, slots=True)
class PayOff:
    """What clears a plan on one day: principal left and the interest since the last paid row."""

    on: date
    principal: Money
    interest: Money

    @property
    def total(self) -> Money:
        """Principal and interest."""
        return self.principal + self.interest


def schedule(terms: PlanTerms) -> Schedule:
    """Work out ``terms``; refuses what cannot be paid, naming the field of the terms it is about."""
    check_terms(terms)
    rows = _rows(terms)
    for number, (principal, interest) in enumerate(rows, 1):
        if principal <= 0:
            raise _too_small(terms, number, principal, interest, len(rows))
    dates = _dates(terms, len(rows))
    if dates[0].due_on < terms.agreed_on:
        raise DomainError(
            f"The first installment would move to {dates[0].due_on} ({dates[0].reason}), before the agreement "
            f"({terms.agreed_on}); choose a later first date.",
            "first_on",
        )
    return Schedule(terms, _installments(terms, rows, dates))


def rebalance(plan: Schedule, number: int, amount: Money) -> Schedule:
    """Fix row ``number`` (from 1) at ``amount``; the rows nobody fixed share the rest, the sum stays exact.

    Rows fixed before keep their amounts; where none would be left to take the rest, the one fixed longest ago gives
    way. In a plan of so much each, the others keep that amount and the last takes the rest. The balloon row sets
    the balloon.
    """
    terms = plan.terms
    row = next((row for row in plan.installments if row.number == number), None)
    if row is None:
        raise DomainError(f"There is no installment {number}; there are {len(plan.installments)}.", "edited")
    if amount.minor <= 0:
        raise DomainError(f"Installment {number} must be above zero, not {amount}.", "edited")
    if row.balloon:
        return schedule(replace(terms, balloon=amount))
    edited = (*((other, kept) for other, kept in terms.edited if other != number), (number, amount))
    if terms.count is not None and len(edited) == terms.count:
        edited = edited[1:]
    return schedule(replace(terms, edited=edited))


def move(plan: Schedule, number: int, to: date) -> Schedule:
    """Row ``number`` (from 1) falls due on ``to``; the rows after it follow in the rhythm of the terms from there.

    The first row's date is the first date of the terms. Dates of later rows fixed before give way where they would
    fall before the row moved.
    """
    terms = plan.terms
    if not any(row.number == number for row in plan.installments):
        raise DomainError(f"There is no installment {number}; there are {len(plan.installments)}.", "moved")
    earlier = [row for row in plan.installments if row.number < number]
    if earlier and to <= earlier[-1].due_on:
        raise DomainError(
            f"Installment {number} cannot fall on {to}: the one before is due on {earlier[-1].due_on}.", "moved"
        )
    kept = tuple((other, day) for other, day in terms.moved if other < number or (other > number and day > to))
    if number == 1:
        return schedule(replace(terms, first_on=to, moved=kept))
    return schedule(replace(terms, moved=(*kept, (number, to))))


def pay_off(plan: Schedule, on: date, rows_paid: int) -> PayOff:
    """What clears the plan on ``on`` when the first ``rows_paid`` rows are paid: Act/365 since the last of them."""
    if not 0 <= rows_paid <= len(plan.installments):
        raise DomainError(f"{rows_paid} rows cannot be paid; the plan has {len(plan.installments)}.", "rows_paid")
    since, left = plan.terms.agreed_on, plan.financed
    if rows_paid:
        since, left = plan.installments[rows_paid - 1].unadjusted_due_on, plan.installments[rows_paid - 1].balance
    accrued = simple_interest(left, plan.terms.rate_percent, since, max(since, on), DayCount.ACT_365)
    return PayOff(on, left, accrued)


def split(amount: int, count: int, remainder: Remainder) -> list[int]:
    """``amount`` minor units in ``count`` parts that add up exactly (a part may come out as zero or less)."""
    low, over = divmod(amount, count)
    match remainder:
        case Remainder.LAST:
            return [low] * (count - 1) + [low + over]
        case Remainder.FIRST:
            return [low + over] + [low] * (count - 1)
        case Remainder.SPREAD:
            return [low + 1] * over + [low] * (count - over)
        case _:
            near = round_half_up(Fraction(amount, count))
            return [near] * (count - 1) + [amount - near * (count - 1)]


def _dates(terms: PlanTerms, count: int) -> list[DateRow]:
    """The due dates: from the first date, and anew from each date fixed by hand."""
    anchors = {1: terms.first_on, **dict(terms.moved)}
    if max(anchors) > count:
        raise DomainError(
            f"The date of installment {max(anchors)} was fixed, but there are only {count}; let the rows follow the "
            "terms.",
            "moved",
        )
    dates: list[DateRow] = []
    starts = sorted(anchors)
    for start, after in zip(starts, [*starts[1:], count + 1], strict=True):
        dates += date_rows(
            anchors[start],
            after - start,
            terms.frequency,
            shift=terms.shift,
            calendar=terms.calendar,
            month_end=terms.month_end and start == 1,
        )
    for number, (before, row) in enumerate(pairwise(dates), 2):
        if row.due_on < before.due_on or (row.unadjusted_on <= before.unadjusted_on and number in anchors):
            raise DomainError(
                f"Installment {number} would fall on {row.due_on}, not after the one before ({before.due_on}); "
                "choose a later day.",
                "moved",
            )
    return dates


def _rows(terms: PlanTerms) -> list[Row]:
    """Principal and interest of each row, the balloon's last."""
    balloon = terms.balloon.minor if terms.balloon else 0
    edited = {number - 1: amount.minor for number, amount in terms.edited}
    if not terms.bears_interest:
        rows = [(amount, 0) for amount in _plain_amounts(terms, terms.financed.minor - balloon, edited)]
        return [*rows, (balloon, 0)] if balloon else rows
    accrual = Accrual(
        terms.rate_percent, terms.method, terms.frequency, terms.agreed_on, terms.first_on, terms.month_end
    )
    principal = terms.financed.minor
    if terms.each is not None:
        rows = amortize_by(principal, accrual.factor, terms.each.minor, balloon, edited)
        _check_edited(edited, len(rows) - 1)
    else:
        count = terms.count or 1
        _check_edited(edited, count - 1)
        shares = None if terms.method.is_level else split(principal - balloon, count, terms.remainder)
        rows = amortize(principal, [accrual.factor(k) for k in range(count)], balloon, edited, shares)
    return [*rows, (balloon, round_half_up(balloon * accrual.factor(len(rows))))] if balloon else rows


def _plain_amounts(terms: PlanTerms, amount: int, edited: dict[int, int]) -> list[int]:
    """The rows without interest: those fixed by hand, and the others sharing the rest."""
    rest = amount - sum(edited.values())
    if rest <= 0 and edited:
        over = f" (by {decimal_text(-rest, terms.currency)} {terms.currency})" if rest < 0 else ""
        raise DomainError(
            f"The installments you fixed come to more than {decimal_text(amount, terms.currency)} {terms.currency}"
            f"{over}, or leave nothing for the others; lower one.",
            "edited",
        )
    if terms.each is not None:
        others = -(-rest // terms.each.minor)
        if others + len(edited) > MOST_ROWS:
            raise DomainError(f"That would take more than {MOST_ROWS} installments; pay more each time.", "each")
        free = [terms.each.minor] * (others - 1) + [rest - terms.each.minor * (others - 1)]
    else:
        others = (terms.count or 1) - len(edited)
        free = split(rest, others, terms.remainder) if others else []
    _check_edited(edited, len(free) + len(edited))
    if not free:
        raise DomainError("Every installment is fixed: leave one to take the rest.", "edited")
    takers = iter(free)
    return [edited[k] if k in edited else next(takers) for k in range(len(free) + len(edited))]


def _check_edited(edited: dict[int, int], editable: int) -> None:
    """Rows fixed by hand must be among the first ``editable`` ones and above zero."""
    for k, amount in edited.items():
        if not 0 <= k < editable:
            raise DomainError(
                f"Installment {k + 1} cannot be fixed by hand: it takes the rest or is not there."
                " Fix an earlier one.",
                "edited",
            )
        if amount <= 0:
            raise DomainError(f"Installment {k + 1} must be above zero.", "edited")


def _too_small(terms: PlanTerms, number: int, principal: int, interest: int, count: int) -> DomainError:
    """The refusal of a row that would pay nothing off."""
    field = "edited" if terms.edited else "count"
    if interest:
        return DomainError(
            f"Installment {number} would be {decimal_text(principal + interest, terms.currency)} {terms.currency}, "
            "not enough beside its interest; choose other installments.",
            field,
        )
    return DomainError(
        f"{terms.financed} cannot be paid in {count} installments: number {number} would be "
        f"{decimal_text(principal, terms.currency)}; choose fewer.",
        field,
    )


def _installments(terms: PlanTerms, rows: Sequence[Row], dates: Sequence[DateRow]) -> tuple[Installment, ...]:
    fixed = {number for number, _ in terms.edited}
    moved = {number for number, _ in terms.moved}
    balance = terms.financed.minor
    result = []
    for number, ((principal, interest), day) in enumerate(zip(rows, dates, strict=True), 1):
        balance -= principal
        result.append(
            Installment(
                number=number,
                due_on=day.due_on,
                unadjusted_due_on=day.unadjusted_on,
                shift_reason=day.reason,
                amount=Money(principal + interest, terms.currency),
                principal=Money(principal, terms.currency),
                interest=Money(interest, terms.currency),
                balance=Money(balance, terms.currency),
                edited=number in fixed,
                balloon=terms.balloon is not None and number == len(rows),
                moved=number in moved,
            )
        )
    return tuple(result)
