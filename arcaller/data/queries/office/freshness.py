"""How far the data of payments reaches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_SQL = """SELECT max(substr(imported_at, 1, 10)) FROM import_batch
    WHERE is_undone = 0 AND kind IN ('invoices', 'payments', 'sample')"""


def load_payments_fresh_until(ledger: Ledger) -> date | None:
    """The day of the last import that brings payments (an export of invoices tells what is settled too)."""
    newest = ledger.rows(_SQL)[0][0]
    return date.fromisoformat(newest) if newest else None
