"""What the day plan counts with: the list's amounts in order, and when this caller called last."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from arcaller.data.queries.values import instant
from arcaller.data.views import WorkView

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


def load_overdue_reached(ledger: Ledger, currency: str, rank: int, owner_id: int | None = None) -> int:
    """What is overdue in ``currency`` with the first ``rank`` rows of today's list, in minor units."""
    sql = """SELECT coalesce(sum(iif(currency = ?, overdue_minor, 0)), 0) FROM (
        SELECT currency, overdue_minor FROM client_summary
        WHERE is_main = 1 AND views <> 0 AND views & ? AND (? IS NULL OR owner_id = ?)
        ORDER BY score DESC, client_id LIMIT ?)"""
    return int(ledger.rows(sql, (currency, int(WorkView.TODAY), owner_id, owner_id, rank))[0][0])


def load_last_calls(ledger: Ledger, caller_id: int, limit: int) -> list[datetime]:
    """When this caller's last ``limit`` calls were made, newest first."""
    rows = ledger.rows(
        "SELECT called_at FROM call WHERE caller_id = ? AND direction = 'out' ORDER BY called_at DESC LIMIT ?",
        (caller_id, limit),
    )
    return [at for at in (instant(text) for (text,) in rows) if at is not None]
