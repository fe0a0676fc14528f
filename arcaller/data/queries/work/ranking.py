"""Who was to be called first at the end of any day: what the work list would have said, from dated facts alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from arcaller.data.queries.values import DISPLAY_NAME, day

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One client in one currency with something overdue; amounts in minor units."""

    client_id: int
    number: str
    name: str
    owner: str
    currency: str
    overdue_minor: int
    disputed_minor: int
    oldest_due_on: date
    broken_on: date | None
    broken_minor: int
    has_open_promise: bool
    has_plan_on_track: bool
    late: int
    settled: int
    unapplied_minor: int
    is_partly_kept: bool


_SQL = f"""
    WITH item AS (
        SELECT i.id, i.client_id, i.currency, i.due_on, i.amount_minor - coalesce((SELECT sum(a.amount_minor)
            FROM payment_application a WHERE a.invoice_id = i.id AND a.applied_on <= ?1), 0) AS open_minor,
            i.do_not_chase_reason <> '' AND coalesce(i.do_not_chase_until, '9999') >= ?1 AS is_paused
        FROM invoice i WHERE i.due_on < ?1 AND i.issued_on <= ?1 AND (i.settled_on IS NULL OR i.settled_on > ?1)
            AND i.is_cancelled = 0),
    total AS (
        SELECT client_id, currency, sum(open_minor) AS overdue_minor, min(due_on) AS oldest_due_on,
            coalesce(sum(open_minor) FILTER (WHERE EXISTS (SELECT 1 FROM dispute_invoice x
                JOIN dispute d ON d.id = x.dispute_id WHERE x.invoice_id = item.id AND d.opened_on <= ?1
                AND (d.resolved_on IS NULL OR d.resolved_on > ?1))), 0) AS disputed_minor,
            sum(iif(is_paused, 0, open_minor)) AS chased_minor
        FROM item WHERE open_minor > 0 GROUP BY client_id, currency)
    SELECT t.client_id, c.number, {DISPLAY_NAME}, coalesce(u.name, ''), t.currency, t.overdue_minor, t.disputed_minor,
        t.oldest_due_on, p.due_on, p.amount_minor - p.received_minor - p.late_minor,
        p.state IN ('broken', 'partly_kept') AND p.decided_on <= ?1 AND coalesce(p.made_good_on > ?1, 1),
        EXISTS (SELECT 1 FROM promise o WHERE o.client_id = t.client_id AND o.currency = t.currency
            AND o.promised_on <= ?1 AND (o.decided_on IS NULL OR o.decided_on > ?1)),
        EXISTS (SELECT 1 FROM payment_plan q JOIN plan_version v ON v.plan_id = q.id AND v.version = q.current_version
            WHERE q.client_id = t.client_id AND q.currency = t.currency AND q.state IN ('agreed', 'on_track')
            AND substr(v.agreed_at, 1, 10) <= ?1),
        (SELECT coalesce(sum(h.settled_on > h.due_on), 0) FROM invoice h WHERE h.client_id = t.client_id
            AND h.settled_on IS NOT NULL AND h.is_cancelled = 0 AND h.settled_on < ?1),
        (SELECT count(*) FROM invoice h WHERE h.client_id = t.client_id
            AND h.settled_on IS NOT NULL AND h.is_cancelled = 0 AND h.settled_on < ?1),
        coalesce((SELECT sum(y.amount_minor - coalesce((SELECT sum(a.amount_minor) FROM payment_application a
                WHERE a.payment_id = y.id AND a.applied_on <= ?1), 0))
            FROM payment y WHERE y.client_id = t.client_id AND y.currency = t.currency AND y.paid_on <= ?1
            AND y.unapplied_minor <> 0), 0), p.state = 'partly_kept'
    FROM total t JOIN client c ON c.id = t.client_id LEFT JOIN app_user u ON u.id = c.owner_id
        LEFT JOIN promise p ON p.id = (SELECT n.id FROM promise n WHERE n.client_id = t.client_id
            AND n.currency = t.currency AND n.promised_on <= ?1
            AND NOT (n.state = 'cancelled' AND n.decided_on <= ?1)
            ORDER BY coalesce(n.series_id, n.id) DESC, n.state IN ('broken', 'partly_kept')
                AND coalesce(n.made_good_on > ?1, 1) DESC, n.id DESC LIMIT 1)
    WHERE t.chased_minor > 0 AND NOT (c.do_not_chase_reason <> '' AND coalesce(c.do_not_chase_until, '9999') >= ?1)"""


def load_ranking_facts(ledger: Ledger, as_of: date) -> list[RankingRow]:
    """Every client with something overdue to be chased at the end of ``as_of``, in no order.

    What is overdue holds paused invoices too, as every figure does; who owes nothing else is left out.
    """
    return [
        RankingRow(
            client_id=row[0],
            number=row[1],
            name=row[2],
            owner=row[3],
            currency=row[4],
            overdue_minor=row[5],
            disputed_minor=row[6],
            oldest_due_on=date.fromisoformat(row[7]),
            broken_on=day(row[8]) if row[10] else None,
            broken_minor=row[9] if row[10] else 0,
            has_open_promise=bool(row[11]),
            has_plan_on_track=bool(row[12]),
            late=row[13],
            settled=row[14],
            unapplied_minor=row[15],
            is_partly_kept=bool(row[16]) and bool(row[10]),
        )
        for row in ledger.rows(_SQL, (as_of.isoformat(),))
    ]


def load_portfolio_late(ledger: Ledger, as_of: date) -> tuple[int, int]:
    """How many invoices were settled before ``as_of`` in all, late ones first: (late, settled)."""
    row = ledger.rows(
        """SELECT coalesce(sum(settled_on > due_on), 0), count(*) FROM invoice
        WHERE settled_on IS NOT NULL AND is_cancelled = 0 AND settled_on < ?""",
        (as_of.isoformat(),),
    )[0]
    return row[0], row[1]
