"""The open invoices of one client, as acts check them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class OpenInvoiceRow:
    """One open invoice; amounts in minor units of ``currency``."""

    invoice_id: int
    number: str
    due_on: date
    currency: str
    open_minor: int
    is_disputed: bool


_SQL = """SELECT id, number, due_on, currency, open_minor, is_disputed FROM invoice
    WHERE client_id = ? AND open_minor <> 0 AND is_cancelled = 0 ORDER BY due_on, id"""


def load_open_items(ledger: Ledger, client_id: int) -> tuple[OpenInvoiceRow, ...]:
    """Oldest due first."""
    return tuple(
        OpenInvoiceRow(row[0], row[1], date.fromisoformat(row[2]), row[3], row[4], bool(row[5]))
        for row in ledger.rows(_SQL, (client_id,))
    )
