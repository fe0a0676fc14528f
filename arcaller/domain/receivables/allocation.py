"""What a payment settles: installments or open items, oldest first, or interest before principal.

Everything is plain values; what cannot be placed comes back as unapplied and is never lost: the parts placed and the
unapplied rest always add up to the payment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money, total


@dataclass(frozen=True, slots=True)
class RowState:
    """One installment: what it asked, what has come in for it and what is open."""

    number: int
    due: Money
    received: Money

    @property
    def open(self) -> Money:
        """Still to pay."""
        return self.due - self.received


@dataclass(frozen=True, slots=True)
class InstallmentState:
    """All installments of a plan after its payments, and what no installment could take."""

    rows: tuple[RowState, ...]
    unapplied: Money


def meet_installments(dues: Sequence[Money], payments: Iterable[Money]) -> InstallmentState:
    """Let ``payments`` (reversals are negative) meet the installments ``dues``, oldest first."""
    if not dues:
        raise DomainError("There are no installments to pay.", "installments")
    left = total(payments, dues[0].currency)
    if left.minor < 0:
        raise DomainError(f"More was taken back than came in ({left}); check the payments.", "payments")
    rows = []
    for number, due in enumerate(dues, 1):
        taken = min(due, left, key=lambda amount: amount.minor)
        rows.append(RowState(number, due, taken))
        left = left - taken
    return InstallmentState(tuple(rows), left)


@dataclass(frozen=True, slots=True)
class OpenAmount:
    """An open item by its key (an invoice's id), its due date and what is open of it (above zero)."""

    key: int
    due_on: date
    open: Money


@dataclass(frozen=True, slots=True)
class Applied:
    """``amount`` of a payment placed on the item ``key``."""

    key: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Allocation:
    """Where a payment goes; items that get nothing are left out."""

    applied: tuple[Applied, ...]
    unapplied: Money


def oldest_first(payment: Money, items: Iterable[OpenAmount]) -> Allocation:
    """Pay ``items`` by due date, the oldest first; the same date in the order given."""
    return in_order(payment, sorted(items, key=lambda item: item.due_on))


def in_order(payment: Money, items: Sequence[OpenAmount]) -> Allocation:
    """Pay ``items`` one after the other as given: what the payer or the caller chose."""
    _check(payment, items)
    left, applied = payment, []
    for item in items:
        taken = min(item.open, left, key=lambda amount: amount.minor)
        if taken:
            applied.append(Applied(item.key, taken))
        left = left - taken
    return Allocation(tuple(applied), left)


@dataclass(frozen=True, slots=True)
class InterestSplit:
    """A payment on an amount that bears interest."""

    interest: Money
    principal: Money
    unapplied: Money


def interest_first(payment: Money, accrued: Money, principal: Money) -> InterestSplit:
    """Pay accrued interest, then principal; the rest is unapplied."""
    items = [OpenAmount(0, date.min, accrued), OpenAmount(1, date.min, principal)]
    result = in_order(payment, [item for item in items if item.open])
    parts = {part.key: part.amount for part in result.applied}
    nothing = Money(0, payment.currency)
    return InterestSplit(parts.get(0, nothing), parts.get(1, nothing), result.unapplied)


def _check(payment: Money, items: Iterable[OpenAmount]) -> None:
    if payment.minor <= 0:
        raise DomainError(f"A payment is above zero, not {payment}; record a reversal instead.", "amount")
    for item in items:
        if item.open.currency != payment.currency:
            raise DomainError(f"A payment in {payment.currency} cannot settle {item.open.currency}.", "currency")
        if item.open.minor <= 0:
            raise DomainError(f"Item {item.key} has nothing open ({item.open}); leave it out.", "items")
