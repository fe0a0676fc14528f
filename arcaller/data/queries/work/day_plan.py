"""What the day plan counts with: the list's amounts in order, and when this caller called last."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from arcaller.data.queries.values import instant
from arcaller.data.views import WorkView

if TYPE_CHECKING:
    from array import array

    from arcaller.data.database import Ledger


def load_overdue_in_order(ledger: Ledger, currency: str, owner_id: int | None = None) -> array[int]:
    """The overdue amount of each row of today's list in call order, 0 where its currency is another."""
    sql = """SELECT iif(currency = ?, overdue_minor, 0) FROM client_summary
        WHERE is_main = 1 AND views <> 0 AND views & ? AND (? IS NULL OR owner_id = ?)
        ORDER BY score DESC, client_id"""
    return ledger.ids(sql, (currency, int(WorkView.TODAY), owner_id, owner_id))


def load_last_calls(ledger: Ledger, caller_id: int, limit: int) -> list[datetime]:
    """When this caller's last ``limit`` calls were made, newest first."""
    rows = ledger.rows(
        "SELECT called_at FROM call WHERE caller_id = ? AND direction = 'out' ORDER BY called_at DESC LIMIT ?",
        (caller_id, limit),
    )
    return [at for at in (instant(text) for (text,) in rows) if at is not None]
