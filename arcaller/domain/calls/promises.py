"""Promises to pay: what may be promised, and what became of a promise, decided from payments.

A promise is broken only when payment data reaches past its date and the grace business days; until then a promise
whose date has gone by is "due, not confirmed": it counts as open, no notice goes out, and the caller says that
the payment may have crossed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from arcaller.domain.errors import DomainError
from arcaller.domain.money import decimal_text


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


def check_promise(
    amount_minor: int,
    currency: str,
    due_on: date,
    *,
    open_balance_minor: int,
    today: date,
    max_days_ahead: int,
) -> None:
    """Refuse a promise that is nothing, more than is open, in the past, or further ahead than allowed."""
    if amount_minor <= 0:
        raise DomainError("A promise needs an amount above zero; type what the client will pay.", "amount")
    if amount_minor > open_balance_minor:
        raise DomainError(
            f"{decimal_text(amount_minor, currency)} is more than the open balance of "
            f"{decimal_text(open_balance_minor, currency)} {currency}; promise at most that.",
            "amount",
        )
    if due_on < today:
        raise DomainError(
            f"{due_on.isoformat()} has passed; a promise is for today ({today.isoformat()}) or later.", "due_on"
        )
    latest = today + timedelta(days=max_days_ahead)
    if due_on > latest:
        raise DomainError(
            f"{due_on.isoformat()} is further ahead than your {max_days_ahead} days; choose {latest.isoformat()} or "
            "earlier, or make a payment plan.",
            "due_on",
        )
