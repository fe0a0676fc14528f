"""How a client pays, in words a caller can use: how late, which way it goes, what is expected when, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from arcaller.data.queries.sheet.call_sheet import CallSheetRow
from arcaller.data.queries.sheet.paying import load_portfolio_invoices, load_settled_invoices
from arcaller.domain.money import round_half_up
from arcaller.domain.receivables.payment_pattern import (
    PaymentPattern,
    Portfolio,
    Trend,
    expected_pay,
    payment_pattern,
    portfolio_of,
)
from arcaller.services.desk import Desk
from arcaller.services.preparing.standing import Speaking

_MOST_EXPECTED = 3
_TRENDS = {
    Trend.STEADY: "The newest payments came about as those before.",
    Trend.UNKNOWN: "There are too few payments to see a trend.",
}


@dataclass(frozen=True, slots=True)
class PayingWords:
    """``rating`` is the payer in a few words; ``sentences`` give the reason, the figures and what is expected."""

    rating: str
    sentences: tuple[str, ...]


def paying_words(desk: Desk, sheet: CallSheetRow, say: Speaking) -> PayingWords:
    """The pattern of the sheet's client on the desk's day."""
    portfolio = portfolio_of(load_portfolio_invoices(desk.ledger))
    pattern = payment_pattern(load_settled_invoices(desk.ledger, sheet.client_id), desk.today, portfolio)
    rating = f"{pattern.rating[:1].upper()}{pattern.rating[1:]}"
    sentences = [pattern.reason]
    if pattern.median_days_late is not None:
        sentences.append(f"Half of them came no later than {_days(round_half_up(pattern.median_days_late))} late.")
        if pattern.trend in _TRENDS:  # the reason says the others already
            sentences.append(_TRENDS[pattern.trend])
    if sheet.promises_decided:
        share = _percent(sheet.promises_kept, sheet.promises_decided)
        sentences.append(f"{sheet.promises_kept} of {sheet.promises_decided} promises were kept ({share} %).")
    else:
        sentences.append("No promise has been decided yet.")
    return PayingWords(rating, (*sentences, *_expected(desk, sheet, pattern, portfolio, say)))


def payer_words(desk: Desk, client_id: int) -> PayingWords | None:
    """How the client pays in one breath ("Pays 12 days late, getting slower"), with the rating and its reason.

    ``None`` where no invoice of his has been paid yet.
    """
    # the rating and its reason rest on the client's own payments alone
    pattern = payment_pattern(load_settled_invoices(desk.ledger, client_id), desk.today, Portfolio(Decimal(0)))
    if pattern.median_days_late is None:
        return None
    late = round_half_up(pattern.median_days_late)
    words = f"Pays {_days(late)} late" if late > 0 else "Pays on time"
    if pattern.trend in (Trend.FASTER, Trend.SLOWER):
        words = f"{words}, getting {pattern.trend.value}"
    return PayingWords(words, (f"{pattern.rating[:1].upper()}{pattern.rating[1:]}: {pattern.reason}",))


def _percent(part: int, whole: int) -> int:
    """``part`` of ``whole`` in whole per cent."""
    return (200 * part + whole) // (2 * whole)


def _expected(
    desk: Desk, sheet: CallSheetRow, pattern: PaymentPattern, portfolio: Portfolio, say: Speaking
) -> list[str]:
    """When the next invoices are expected; what is promised, disputed, paused or in a plan has its own day."""
    sentences = []
    free = [row for row in sheet.invoices if row.may_be_chased and not row.promised_on]
    for row in free[-_MOST_EXPECTED:]:
        expected = expected_pay(row.issued_on, row.due_on, pattern, portfolio)
        why = (
            f"its date and his {_days(pattern.median_days_to_pay or 0)}"
            if expected.is_own
            else f"its due date and the {_days(portfolio.median_days_late)} of all clients"
        )
        verb = "was expected" if expected.on < desk.today else "is expected"
        amount = say.amount_with_currency(row.open_minor, row.currency)
        sentences.append(f"{row.number} of {amount} {verb} on {say.day(expected.on)}: {why}.")
    return sentences


def _days(count: int) -> str:
    return f"{count} {'day' if count == 1 else 'days'}"
