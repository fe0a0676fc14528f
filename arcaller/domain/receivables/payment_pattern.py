"""How a client pays: days late, trend, chance of paying late, and a rating with its reason.

Only invoices settled before the as-of date count: an open invoice does not yet know how late it will be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal
from enum import StrEnum

from arcaller.domain.money import round_half_up

_PRECISE = Context(prec=34)
_PRIOR_INVOICES = 5
"""Weight of the whole portfolio beside the client's own history, in invoices."""
_ENOUGH = 3
"""Settled invoices from which a client's own days are trusted."""
_TREND_DAYS = 3
"""Change of the mean, in days, that counts as a trend."""


@dataclass(frozen=True, slots=True)
class SettledInvoice:
    """Dates of an invoice that was paid in full."""

    issued_on: date
    due_on: date
    settled_on: date

    @property
    def days_late(self) -> int:
        return max(0, (self.settled_on - self.due_on).days)

    @property
    def days_to_pay(self) -> int:
        """From the invoice's date to its payment."""
        return max(0, (self.settled_on - self.issued_on).days)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All clients together: share of invoices paid late (0 to 1), and the median of their days late."""

    late_ratio: Decimal
    median_days_late: int = 0


class Trend(StrEnum):
    """The newest payments against those before."""

    FASTER = "faster"
    STEADY = "steady"
    SLOWER = "slower"
    UNKNOWN = "unknown"


class PayerRating(StrEnum):
    """The client as a payer, in words."""

    UNKNOWN = "too few payments to say"
    ON_TIME = "pays on time"
    MOSTLY_ON_TIME = "mostly pays on time"
    LATE = "pays late"
    VERY_LATE = "pays very late"


@dataclass(frozen=True, slots=True)
class PaymentPattern:
    """Figures over ``settled`` invoices, ``late`` of them paid after their due date; days are None without any.

    ``late_ratio`` is smoothed towards the portfolio, so that one invoice makes no verdict.
    """

    settled: int
    late: int
    average_days_late: Decimal | None
    median_days_late: Decimal | None
    trend: Trend
    late_ratio: Decimal
    rating: PayerRating
    reason: str
    median_days_to_pay: int | None = None


@dataclass(frozen=True, slots=True)
class ExpectedPay:
    """The day a payment is expected, and whether it follows the client's own days or everybody's."""

    on: date
    is_own: bool


def payment_pattern(invoices: Iterable[SettledInvoice], as_of: date, portfolio: Portfolio) -> PaymentPattern:
    """The pattern of one client at the start of ``as_of``."""
    past = sorted(
        (invoice for invoice in invoices if invoice.settled_on < as_of),
        key=lambda invoice: (invoice.settled_on, invoice.due_on, invoice.issued_on),
    )
    days_late = [invoice.days_late for invoice in past]
    late = sum(days > 0 for days in days_late)
    average = _mean(days_late) if past else None
    rating = _rating(len(past), late, average)
    trend = _trend(days_late)
    return PaymentPattern(
        settled=len(past),
        late=late,
        average_days_late=average,
        median_days_late=median(days_late) if past else None,
        trend=trend,
        late_ratio=smoothed_late_ratio(late, len(past), portfolio.late_ratio),
        rating=rating,
        reason=_reason(len(past), late, average, trend),
        median_days_to_pay=_own_days(past),
    )


def portfolio_of(invoices: Sequence[SettledInvoice]) -> Portfolio:
    """What settled invoices of many clients say of all; nothing known: nobody is late."""
    if not invoices:
        return Portfolio(Decimal(0))
    days_late = [invoice.days_late for invoice in invoices]
    late = _PRECISE.divide(Decimal(sum(days > 0 for days in days_late)), Decimal(len(days_late)))
    return Portfolio(late, round_half_up(median(days_late)))


def expected_pay(issued_on: date, due_on: date, pattern: PaymentPattern, portfolio: Portfolio) -> ExpectedPay:
    """Invoice date + the client's median days to pay from 3 settled on, else due date + everybody's delay."""
    if pattern.median_days_to_pay is not None:
        return ExpectedPay(issued_on + timedelta(days=pattern.median_days_to_pay), is_own=True)
    return ExpectedPay(due_on + timedelta(days=portfolio.median_days_late), is_own=False)


def _own_days(past: Sequence[SettledInvoice]) -> int | None:
    if len(past) < _ENOUGH:
        return None
    return round_half_up(median([invoice.days_to_pay for invoice in past]))


def smoothed_late_ratio(late: int, settled: int, portfolio_ratio: Decimal) -> Decimal:
    """(late + 5·p) / (n + 5): the client's late share, drawn to the portfolio's ``p`` while invoices are few."""
    pulled = _PRECISE.add(Decimal(late), _PRECISE.multiply(Decimal(_PRIOR_INVOICES), portfolio_ratio))
    return _PRECISE.divide(pulled, Decimal(settled + _PRIOR_INVOICES))


def median(values: Sequence[int]) -> Decimal:
    """The middle value, or the mean of the two middle ones. ``values`` must not be empty."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Decimal(ordered[middle])
    return Decimal(ordered[middle - 1] + ordered[middle]) / 2


def _mean(values: Sequence[int]) -> Decimal:
    return _PRECISE.divide(Decimal(sum(values)), Decimal(len(values)))


def _trend(days_late: Sequence[int]) -> Trend:
    """The newest half against the older half, oldest first; under 6 payments there is no trend to speak of."""
    if len(days_late) < 2 * _ENOUGH:
        return Trend.UNKNOWN
    half = len(days_late) // 2
    change = _mean(days_late[-half:]) - _mean(days_late[:-half])
    if change >= _TREND_DAYS:
        return Trend.SLOWER
    return Trend.FASTER if change <= -_TREND_DAYS else Trend.STEADY


def _rating(settled: int, late: int, average: Decimal | None) -> PayerRating:
    """By the share paid late (a quarter, a half) and, beyond a half, by 30 days late on average."""
    if average is None or settled < _ENOUGH:
        return PayerRating.UNKNOWN
    if late * 4 < settled:
        return PayerRating.ON_TIME
    if late * 2 < settled:
        return PayerRating.MOSTLY_ON_TIME
    return PayerRating.LATE if average <= 30 else PayerRating.VERY_LATE


def _reason(settled: int, late: int, average: Decimal | None, trend: Trend) -> str:
    if average is None:
        return "No invoice has been paid yet."
    days = round_half_up(average)
    words = f"{late} of {settled} paid {'invoice' if settled == 1 else 'invoices'} came after the due date"
    words = f"{words}, {days} {'day' if days == 1 else 'days'} late on average" if late else words
    return f"{words}; getting {trend.value}." if trend in (Trend.FASTER, Trend.SLOWER) else f"{words}."
