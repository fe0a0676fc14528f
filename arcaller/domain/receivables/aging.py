"""Aging: how long open items have been due, as of any date, each currency apart.

An item is open at the end of day D if it was issued on or before D and is not settled by D; only applications
dated on or before D count, so a past date prints the same again. Overdue means due before D. Buckets always
include "not due" and add up to the total. Credit notes and unapplied cash stand apart and are never aged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class AgingBucket(StrEnum):
    """Bucket by days past due; the value is the key of every machine-readable output."""

    NOT_DUE = "not_due"
    DAYS_1_30 = "1-30"
    DAYS_31_60 = "31-60"
    DAYS_61_90 = "61-90"
    OVER_90 = "over_90"

    @property
    def label(self) -> str:
        """The word on screen and paper."""
        return _LABELS[self]

    @property
    def is_overdue(self) -> bool:
        return self is not AgingBucket.NOT_DUE


_LABELS: Mapping[AgingBucket, str] = {
    AgingBucket.NOT_DUE: "Not due",
    AgingBucket.DAYS_1_30: "1–30",
    AgingBucket.DAYS_31_60: "31–60",
    AgingBucket.DAYS_61_90: "61–90",
    AgingBucket.OVER_90: "over 90",
}


def is_overdue(due_on: date, as_of: date) -> bool:
    """Due before ``as_of``; due today is not overdue."""
    return due_on < as_of


def days_past_due(due_on: date, as_of: date) -> int:
    """Whole days since ``due_on``; 0 for what is due today or later."""
    return max(0, (as_of - due_on).days)


def bucket_of(due_on: date, as_of: date) -> AgingBucket:
    """The bucket of an item due on ``due_on``."""
    days = (as_of - due_on).days
    if days <= 0:
        return AgingBucket.NOT_DUE
    if days <= 30:
        return AgingBucket.DAYS_1_30
    if days <= 60:
        return AgingBucket.DAYS_31_60
    if days <= 90:
        return AgingBucket.DAYS_61_90
    return AgingBucket.OVER_90


@dataclass(frozen=True, slots=True)
class BucketBounds:
    """Due dates of one bucket, both ends included; None means no bound on that side."""

    bucket: AgingBucket
    due_from: date | None
    due_to: date | None


def bucket_bounds(as_of: date) -> tuple[BucketBounds, ...]:
    """The buckets as ranges of due dates, in bucket order: what a query compares with."""

    def back(days: int) -> date:
        return as_of - timedelta(days=days)

    return (
        BucketBounds(AgingBucket.NOT_DUE, as_of, None),
        BucketBounds(AgingBucket.DAYS_1_30, back(30), back(1)),
        BucketBounds(AgingBucket.DAYS_31_60, back(60), back(31)),
        BucketBounds(AgingBucket.DAYS_61_90, back(90), back(61)),
        BucketBounds(AgingBucket.OVER_90, None, back(91)),
    )


@dataclass(frozen=True, slots=True)
class Application:
    """``amount_minor`` settled on ``applied_on``: the latest of the two documents' dates and the day of applying."""

    amount_minor: int
    applied_on: date


def _applied_by(applications: Iterable[Application], as_of: date) -> int:
    return sum(part.amount_minor for part in applications if part.applied_on <= as_of)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An invoice, or one part of an invoice payable in parts by its own terms. Drafts and cancelled ones are none."""

    currency: str
    amount_minor: int
    issued_on: date
    due_on: date
    applications: tuple[Application, ...] = ()

    def balance_on(self, as_of: date) -> int:
        """Minor units open at the end of ``as_of``; 0 before it was issued."""
        if self.issued_on > as_of:
            return 0
        return self.amount_minor - _applied_by(self.applications, as_of)


class CreditKind(StrEnum):
    """What lowers the net receivable without being aged."""

    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit note or a payment with the part of it that was applied; the rest is open credit or unapplied cash."""

    kind: CreditKind
    currency: str
    amount_minor: int
    dated_on: date
    applications: tuple[Application, ...] = ()

    def unapplied_on(self, as_of: date) -> int:
        """Minor units not yet applied at the end of ``as_of``; 0 before it was there."""
        if self.dated_on > as_of:
            return 0
        return self.amount_minor - _applied_by(self.applications, as_of)


@dataclass(frozen=True, slots=True)
class BucketTotal:
    """Number of open items in a bucket and their open amount."""

    items: int = 0
    amount_minor: int = 0


@dataclass(frozen=True, slots=True)
class Aging:
    """One currency's aging. ``credits_minor`` and ``unapplied_minor`` are positive figures taken off in ``net``."""

    buckets: Mapping[AgingBucket, BucketTotal]
    credits_minor: int = 0
    unapplied_minor: int = 0

    @property
    def items(self) -> int:
        return sum(total.items for total in self.buckets.values())

    @property
    def total_minor(self) -> int:
        """Open invoices, due or not, before credits and unapplied cash."""
        return sum(total.amount_minor for total in self.buckets.values())

    @property
    def overdue_minor(self) -> int:
        return self.total_minor - self.buckets[AgingBucket.NOT_DUE].amount_minor

    @property
    def net_minor(self) -> int:
        """Total less open credits and unapplied cash."""
        return self.total_minor - self.credits_minor - self.unapplied_minor


def aging_of(totals: Mapping[AgingBucket, BucketTotal], credits_minor: int = 0, unapplied_minor: int = 0) -> Aging:
    """An aging from totals somebody else has summed; a bucket without items is there with 0."""
    return Aging(
        {bucket: totals.get(bucket, BucketTotal()) for bucket in AgingBucket}, credits_minor, unapplied_minor
    )


def age(items: Iterable[OpenItem], as_of: date, credit_items: Iterable[Credit] = ()) -> dict[str, Aging]:
    """Aging per currency at the end of ``as_of``, in the order of the currency codes.

    An invoice settled by more than its amount counts as a credit: it must not lower what others owe overdue.
    """
    totals: dict[str, dict[AgingBucket, BucketTotal]] = {}
    taken_off: dict[tuple[str, CreditKind], int] = {}
    for item in items:
        balance = item.balance_on(as_of)
        if balance > 0:
            mine = totals.setdefault(item.currency, {})
            bucket = bucket_of(item.due_on, as_of)
            before = mine.get(bucket, BucketTotal())
            mine[bucket] = BucketTotal(before.items + 1, before.amount_minor + balance)
        elif balance < 0:
            key = (item.currency, CreditKind.CREDIT_NOTE)
            taken_off[key] = taken_off.get(key, 0) - balance
    for credit in credit_items:
        key = (credit.currency, credit.kind)
        taken_off[key] = taken_off.get(key, 0) + credit.unapplied_on(as_of)
    currencies = {*totals, *(currency for (currency, _), amount in taken_off.items() if amount)}
    return {
        currency: aging_of(
            totals.get(currency, {}),
            taken_off.get((currency, CreditKind.CREDIT_NOTE), 0),
            taken_off.get((currency, CreditKind.PAYMENT), 0),
        )
        for currency in sorted(currencies)
    }
