"""What a statement of account lists for one client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One open item at the end of the day: ``kind`` is invoice, credit_note or payment (unapplied cash).

    Amounts are positive minor units; credits and cash lower the balance. ``due_on`` is ``None`` for them.
    """

    kind: str
    number: str
    dated_on: date
    due_on: date | None
    currency: str
    amount_minor: int
    open_minor: int
    is_disputed: bool


_SQL = """
    SELECT * FROM (
        SELECT 'invoice' AS kind, i.number AS number, i.issued_on AS dated_on, i.due_on AS due_on,
            i.currency AS currency, i.amount_minor AS amount_minor,
            i.amount_minor - coalesce((SELECT sum(a.amount_minor) FROM payment_application a
                WHERE a.invoice_id = i.id AND a.applied_on <= ?2), 0) AS open_minor, i.is_disputed AS is_disputed
        FROM invoice i WHERE i.client_id = ?1 AND i.issued_on <= ?2 AND i.is_cancelled = 0
            AND (i.settled_on IS NULL OR i.settled_on > ?2)
        UNION ALL
        SELECT 'credit_note', n.number, n.issued_on, NULL, n.currency, n.amount_minor,
            n.amount_minor - coalesce((SELECT sum(a.amount_minor) FROM payment_application a
                WHERE a.credit_note_id = n.id AND a.applied_on <= ?2), 0), 0
        FROM credit_note n WHERE n.client_id = ?1 AND n.issued_on <= ?2
        UNION ALL
        SELECT 'payment', p.reference, p.paid_on, NULL, p.currency, p.amount_minor,
            p.amount_minor - coalesce((SELECT sum(a.amount_minor) FROM payment_application a
                WHERE a.payment_id = p.id AND a.applied_on <= ?2), 0), 0
        FROM payment p WHERE p.client_id = ?1 AND p.paid_on <= ?2)
    WHERE open_minor <> 0 ORDER BY currency, kind <> 'invoice', coalesce(due_on, dated_on), number"""


def load_statement_lines(ledger: Ledger, client_id: int, as_of: date) -> tuple[StatementLine, ...]:
    """Everything of the client that is open at the end of ``as_of``, oldest due first, currency by currency."""
    return tuple(
        StatementLine(
            kind, number, date.fromisoformat(dated_on), date.fromisoformat(due_on) if due_on else None, currency,
            amount_minor, open_minor, bool(is_disputed),
        )
        for kind, number, dated_on, due_on, currency, amount_minor, open_minor, is_disputed in ledger.rows(
            _SQL, (client_id, as_of.isoformat())
        )
    )  # fmt: skip


def load_statement_payments(ledger: Ledger, client_id: int, as_of: date, most: int) -> tuple[StatementLine, ...]:
    """The last ``most`` payments up to ``as_of``, newest first; ``open_minor`` is what is unapplied now."""
    sql = """SELECT reference, paid_on, currency, amount_minor, unapplied_minor FROM payment
        WHERE client_id = ? AND paid_on <= ? ORDER BY paid_on DESC, id DESC LIMIT ?"""
    return tuple(
        StatementLine("payment", reference, date.fromisoformat(paid_on), None, currency, amount, unapplied, False)
        for reference, paid_on, currency, amount, unapplied in ledger.rows(sql, (client_id, as_of.isoformat(), most))
    )
