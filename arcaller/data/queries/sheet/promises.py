"""Open promises to pay, and the payments that may keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from arcaller.data.queries.values import keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class OpenPromiseRow:
    """An open promise with the invoices it covers; amounts in minor units of ``currency``."""

    promise_id: int
    client_id: int
    promised_on: date
    due_on: date
    currency: str
    amount_minor: int
    received_minor: int
    invoice_ids: frozenset[int]


_OPEN = """
    SELECT p.id, p.client_id, p.promised_on, p.due_on, p.currency, p.amount_minor, p.received_minor,
        coalesce((SELECT group_concat(invoice_id) FROM promise_invoice WHERE promise_id = p.id), '')
    FROM promise p WHERE p.state = 'open'{only} ORDER BY p.due_on, p.id"""


def load_open_promises(ledger: Ledger, client_id: int | None = None) -> tuple[OpenPromiseRow, ...]:
    """Open promises of one client, or of all; the first due first."""
    only, parameters = ("", ()) if client_id is None else (" AND p.client_id = ?", (client_id,))
    return tuple(
        OpenPromiseRow(
            promise_id=row[0],
            client_id=row[1],
            promised_on=date.fromisoformat(row[2]),
            due_on=date.fromisoformat(row[3]),
            currency=row[4],
            amount_minor=row[5],
            received_minor=row[6],
            invoice_ids=frozenset(map(int, filter(None, row[7].split(",")))),
        )
        for row in ledger.rows(_OPEN.format(only=only), parameters)
    )


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Money that came in for one invoice on one day."""

    invoice_id: int
    received_on: date
    amount_minor: int


_RECEIPTS = """
    SELECT a.invoice_id, a.applied_on, a.amount_minor FROM payment_application a
    WHERE a.payment_id IS NOT NULL AND a.applied_on >= ? AND a.invoice_id IN (SELECT value FROM json_each(?))
    ORDER BY a.applied_on, a.id"""


def load_receipts(ledger: Ledger, invoice_ids: Iterable[int], since: date) -> tuple[ReceiptRow, ...]:
    """What was paid on ``invoice_ids`` from ``since`` on, oldest first."""
    return tuple(
        ReceiptRow(invoice_id, date.fromisoformat(received_on), amount)
        for invoice_id, received_on, amount in ledger.rows(_RECEIPTS, (since.isoformat(), keys(invoice_ids)))
    )
