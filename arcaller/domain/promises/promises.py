"""Promises to pay: what may be promised, and what became of a promise, decided from payments.

A promise is broken only when payment data reaches past its date and the grace business days; until then a promise
whose date has gone by is "due, not confirmed": it counts as open, no notice goes out, and the caller says that
the payment may have crossed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money

REST_FALLS_DUE = "rest_falls_due"
"""The condition of a promise in parts: a part that is not kept makes the rest due at once, so it is chased again."""


class PromiseState(StrEnum):
    """Where a promise stands."""

    OPEN = "open"
    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    BROKEN = "broken"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The word on screen."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class PromiseStanding:
    """State of a promise, the last day on which a payment still keeps it, and whether it waits for payment data."""

    state: PromiseState
    last_day: date
    awaits_data: bool = False

    @property
    def label(self) -> str:
        """The word on screen; an open promise whose date has gone by is due, not confirmed."""
        return "due, not confirmed" if self.awaits_data else self.state.label


def business_days_after(day: date, count: int, is_business_day: Callable[[date], bool]) -> date:
    """The ``count``-th business day after ``day``; ``day`` itself for 0."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day


def last_day_to_pay(due_on: date, grace_business_days: int, is_business_day: Callable[[date], bool]) -> date:
    """``due_on`` plus the grace: the last day on which a payment keeps the promise."""
    return business_days_after(due_on, grace_business_days, is_business_day)


def state_of(
    amount_minor: int,
    received_minor: int,
    due_on: date,
    *,
    grace_business_days: int,
    payments_fresh_until: date | None,
    today: date,
    is_business_day: Callable[[date], bool],
    is_cancelled: bool = False,
) -> PromiseStanding:
    """What became of a promise of ``amount_minor`` for ``due_on``.

    ``received_minor`` is what came in for it by ``last_day_to_pay``; ``payments_fresh_until`` the last day payment
    data knows of (None: no data at all).
    """
    last_day = last_day_to_pay(due_on, grace_business_days, is_business_day)
    if is_cancelled:
        return PromiseStanding(PromiseState.CANCELLED, last_day)
    if received_minor >= amount_minor:
        return PromiseStanding(PromiseState.KEPT, last_day)
    if today > last_day and payments_fresh_until is not None and payments_fresh_until > last_day:
        state = PromiseState.PARTLY_KEPT if received_minor > 0 else PromiseState.BROKEN
        return PromiseStanding(state, last_day)
    return PromiseStanding(PromiseState.OPEN, last_day, awaits_data=today > due_on)


@dataclass(frozen=True, slots=True)
class PromiseLimits:
    """How far a promise may go without a supervisor; amounts in minor units of its currency, None is no limit."""

    max_days_ahead: int | None = None
    least_minor: int | None = None
    max_parts: int | None = None


NO_LIMITS = PromiseLimits()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a promise: ``amount_minor`` by the end of ``due_on``."""

    amount_minor: int
    due_on: date


def equal_parts(total_minor: int, count: int) -> tuple[int, ...]:
    """``total_minor`` in ``count`` parts that add up exactly; what does not divide goes with the last."""
    each = total_minor // count
    return (*[each] * (count - 1), total_minor - each * (count - 1))


def check_promise(
    parts: Sequence[Part],
    currency: str,
    *,
    open_balance_minor: int,
    today: date,
    limits: PromiseLimits = NO_LIMITS,
) -> None:
    """Refuse a promise that is nothing, more than is open, in the past, out of order, or beyond the limits.

    The message names the limit, the error the field: ``amount`` or ``due_on``.
    """
    if limits.max_parts is not None and len(parts) > limits.max_parts:
        raise DomainError(
            f"{len(parts)} parts are more than your {limits.max_parts}; promise fewer, or make a payment plan.",
            "due_on",
        )
    _check_amounts(parts, currency, open_balance_minor)
    _check_days(parts, today, limits.max_days_ahead)
    _check_least(parts, currency, open_balance_minor, limits.least_minor)


def _check_amounts(parts: Sequence[Part], currency: str, open_balance_minor: int) -> None:
    for part in parts:
        if part.amount_minor <= 0:
            raise DomainError("A promise needs an amount above zero; type what the client will pay.", "amount")
    total = sum(part.amount_minor for part in parts)
    if total > open_balance_minor:
        raise DomainError(
            f"{Money(total, currency)} is more than the open balance of {Money(open_balance_minor, currency)}; "
            "promise at most that.",
            "amount",
        )


def _check_least(parts: Sequence[Part], currency: str, open_balance_minor: int, least_minor: int | None) -> None:
    total = sum(part.amount_minor for part in parts)
    smallest = min(part.amount_minor for part in parts)
    settles_it = len(parts) == 1 and total == open_balance_minor
    if least_minor is not None and smallest < least_minor and not settles_it:
        raise DomainError(
            f"{Money(smallest, currency)} is less than your least promise of {Money(least_minor, currency)}; "
            "ask for at least that.",
            "amount",
        )


def _check_days(parts: Sequence[Part], today: date, max_days_ahead: int | None) -> None:
    before = today
    for part in parts:
        if part.due_on < today:
            raise DomainError(
                f"{part.due_on.isoformat()} has passed; a promise is for today ({today.isoformat()}) or later.",
                "due_on",
            )
        if part is not parts[0] and part.due_on <= before:
            raise DomainError(
                f"{part.due_on.isoformat()} is not after {before.isoformat()}; give the days of the parts in order.",
                "due_on",
            )
        before = part.due_on
    latest = today + timedelta(days=max_days_ahead) if max_days_ahead is not None else date.max
    if before > latest:
        raise DomainError(
            f"{before.isoformat()} is further ahead than your {max_days_ahead} days; choose {latest.isoformat()} or "
            "earlier, or make a payment plan.",
            "due_on",
        )
