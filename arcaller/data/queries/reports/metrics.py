"""Sums that the key figures are made of: money one currency at a time and only what is dated by then; calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from arcaller.domain.receivables.metrics import (
    Metric,
    SalesPeriod,
    average_days_delinquent,
    best_possible_dso,
    collection_effectiveness,
    dso_countback,
    dso_simple,
    months_back,
    promises_kept_by_amount,
    promises_kept_by_count,
    recovery_rate,
    right_party_rate,
    turnover,
    turnover_days,
    weighted_days_late,
)

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_MONTHS_BACK = 36


@dataclass(frozen=True, slots=True)
class ReceivablesRow:
    """Open invoices at the end of a day: all, and the part not past due; minor units."""

    open_minor: int
    current_minor: int

    @property
    def overdue_minor(self) -> int:
        """The part past due."""
        return self.open_minor - self.current_minor


_OPEN_AT = """
    SELECT currency, sum(open_minor), sum(iif(due_on >= ?1, open_minor, 0)) FROM (
        SELECT i.currency, i.due_on, i.amount_minor - coalesce((SELECT sum(a.amount_minor)
            FROM payment_application a WHERE a.invoice_id = i.id AND a.applied_on <= ?1), 0) AS open_minor
        FROM invoice i WHERE i.issued_on <= ?1 AND (i.settled_on IS NULL OR i.settled_on > ?1) AND i.is_cancelled = 0)
    GROUP BY currency"""


def load_receivables(ledger: Ledger, as_of: date) -> dict[str, ReceivablesRow]:
    """Receivables of each currency at the end of ``as_of``; disputed items are in, credits stand apart."""
    rows = ledger.rows(_OPEN_AT, (as_of.isoformat(),))
    return {currency: ReceivablesRow(total, current) for currency, total, current in rows}


_SALES = """
    SELECT currency, month, sum(amount) FROM (
        SELECT currency, substr(issued_on, 1, 7) AS month, sum(amount_minor) AS amount FROM invoice
            WHERE issued_on BETWEEN ?1 AND ?2 AND is_cancelled = 0 GROUP BY 1, 2
        UNION ALL
        SELECT currency, substr(issued_on, 1, 7), -sum(amount_minor) FROM credit_note
            WHERE issued_on BETWEEN ?1 AND ?2 GROUP BY 1, 2)
    GROUP BY currency, month"""


def load_sales_by_month(ledger: Ledger, first: date, last: date) -> dict[str, dict[str, int]]:
    """Sales less credit notes of the days ``first`` to ``last``, by currency and month (``2012-12``)."""
    sales: dict[str, dict[str, int]] = {}
    for currency, month, amount in ledger.rows(_SALES, (first.isoformat(), last.isoformat())):
        sales.setdefault(currency, {})[month] = amount
    return sales


_LATE = """
    SELECT i.currency, sum(a.amount_minor * max(0, CAST(julianday(a.applied_on) - julianday(i.due_on) AS INTEGER))),
        sum(a.amount_minor)
    FROM payment_application a JOIN invoice i ON i.id = a.invoice_id
    WHERE a.payment_id IS NOT NULL AND a.applied_on BETWEEN ? AND ? AND i.is_cancelled = 0 GROUP BY i.currency"""

_PROMISES = """
    SELECT currency, sum(state = 'kept'), sum(state = 'partly_kept'), sum(state = 'broken'), sum(state = 'open'),
        sum(state = 'cancelled'), sum(iif(state IN ('kept', 'partly_kept', 'broken'), received_minor, 0)),
        sum(iif(state IN ('kept', 'partly_kept', 'broken'), amount_minor, 0))
    FROM promise WHERE due_on BETWEEN ? AND ? GROUP BY currency"""

_COLLECTED = """
    SELECT i.currency, sum(a.amount_minor) FROM payment_application a JOIN invoice i ON i.id = a.invoice_id
    WHERE a.payment_id IS NOT NULL AND a.applied_on BETWEEN ?1 AND ?2 AND i.due_on < ?3 AND i.issued_on <= ?3
        AND i.is_cancelled = 0
    GROUP BY i.currency"""

# an inbound call is a conversation and no attempt; a wrong number was one
_CALLS = """
    SELECT count(*), coalesce(sum(was_connected), 0), coalesce(sum(was_right_party), 0), count(DISTINCT client_id),
        count(DISTINCT iif(was_right_party, client_id, NULL))
    FROM call WHERE called_at >= ? AND called_at < ? AND direction = 'out' AND was_placed = 1"""


def load_call_metrics(ledger: Ledger, first: date, last: date) -> dict[str, Metric]:
    """The key figures of the calls made on the days ``first`` to ``last`` in UTC; none if there were no calls."""
    span = (first.isoformat(), (last + timedelta(days=1)).isoformat())
    attempts, connects, right_party, clients, clients_reached = ledger.rows(_CALLS, span)[0]
    if not attempts:
        return {}
    return {
        "right_party_per_attempt": right_party_rate(right_party, attempts, "attempts"),
        "right_party_per_connect": right_party_rate(right_party, connects, "connects"),
        "right_party_per_client": right_party_rate(clients_reached, clients, "clients"),
    }


@dataclass(frozen=True, slots=True)
class PromiseFigures:
    """How promises of one currency were kept, by count and by money, each with its inputs."""

    by_count: Metric
    by_amount: Metric


def load_promise_figures(ledger: Ledger, first: date, last: date) -> dict[str, PromiseFigures]:
    """Promises due on the days ``first`` to ``last`` by currency; a part of a promise counts for itself."""
    rows = ledger.rows(_PROMISES, (first.isoformat(), last.isoformat()))
    return {
        row[0]: PromiseFigures(promises_kept_by_count(*row[1:6]), promises_kept_by_amount(*row[6:])) for row in rows
    }


_NO_PROMISES = PromiseFigures(promises_kept_by_count(0, 0, 0), promises_kept_by_amount(0, 0))


def load_metrics(ledger: Ledger, first: date, last: date) -> dict[str, dict[str, Metric]]:
    """The key figures of the days ``first`` to ``last`` by currency, each with its inputs."""
    day_before = first - timedelta(days=1)
    begin = load_receivables(ledger, day_before)
    end = load_receivables(ledger, last)
    months = months_back(last, _MONTHS_BACK)
    monthly = load_sales_by_month(ledger, months[-1][0], last)
    period = load_sales_by_month(ledger, first, last)
    span = (first.isoformat(), last.isoformat())
    late = {row[0]: row[1:] for row in ledger.rows(_LATE, span)}
    promises = load_promise_figures(ledger, first, last)
    collected = dict(ledger.rows(_COLLECTED, (*span, day_before.isoformat())))
    nothing = ReceivablesRow(0, 0)
    figures = {}
    for currency in sorted({*begin, *end, *period, *late, *promises}):
        figures[currency] = {
            **_receivables_figures(
                begin.get(currency, nothing),
                end.get(currency, nothing),
                sum(period.get(currency, {}).values()),
                (last - first).days + 1,
            ),
            "dso_countback": dso_countback(
                end.get(currency, nothing).open_minor, _periods(months, monthly.get(currency, {}))
            ),
            "weighted_days_late": weighted_days_late(*late.get(currency, (0, 0))),
            "recovery_rate": recovery_rate(collected.get(currency, 0), begin.get(currency, nothing).overdue_minor),
            "promises_kept": promises.get(currency, _NO_PROMISES).by_count,
            "promises_kept_amount": promises.get(currency, _NO_PROMISES).by_amount,
        }
    return figures


def _receivables_figures(begin: ReceivablesRow, end: ReceivablesRow, sales: int, days: int) -> dict[str, Metric]:
    dso = dso_simple(end.open_minor, sales, days)
    best = best_possible_dso(end.current_minor, sales, days)
    turns = turnover(sales, begin.open_minor, end.open_minor)
    return {
        "cei": collection_effectiveness(begin.open_minor, sales, end.open_minor, end.current_minor),
        "dso": dso,
        "best_possible_dso": best,
        "average_days_delinquent": average_days_delinquent(dso, best),
        "turnover": turns,
        "turnover_days": turnover_days(turns, days),
    }


def _periods(months: Sequence[tuple[date, date]], sales: dict[str, int]) -> list[SalesPeriod]:
    """Newest first, without the empty months before the first sale, which would only be counted as skipped."""
    oldest = min(sales, default="")
    return [
        SalesPeriod(begins, ends, sales.get(f"{begins:%Y-%m}", 0))
        for begins, ends in months
        if oldest and f"{begins:%Y-%m}" >= oldest
    ]


def metrics_report(figures: Mapping[str, Mapping[str, Metric]], calls: Mapping[str, Metric]) -> dict[str, object]:
    """The figures for programs: values with four decimals, amounts as decimal strings."""
    return {
        "currencies": {currency: _for_programs(each, currency) for currency, each in figures.items()},
        "calls": _for_programs(calls, ""),
    }


def _for_programs(figures: Mapping[str, Metric], currency: str) -> dict[str, object]:
    return {
        name: {"value": metric.text(), "inputs": metric.input_texts(currency), "note": metric.note}
        for name, metric in figures.items()
    }
