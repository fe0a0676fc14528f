"""Sheets as they stood when their call was logged: not journaled, kept so that an undo gives every field back.

They are a convenience of the last hundred acts; the record itself is the journal.
"""

from __future__ import annotations

from datetime import datetime

from arcaller.data.fields import instant_text
from arcaller.data.sqlite import LedgerConnection

_KEPT = 100


def keep_sheet(connection: LedgerConnection, user_id: int, key: str, body: str, *, at: datetime, entry: int) -> None:
    """Keep ``body`` beside journal entry ``entry``, inside the act's transaction; the oldest gives way."""
    connection.execute(
        "INSERT OR REPLACE INTO draft_version(user_id, key, body, saved_at, entry) VALUES (?, ?, ?, ?, ?)",
        (user_id, key, body, instant_text(at), entry),
    )
    connection.execute("DELETE FROM draft_version WHERE entry <= ?", (entry - _KEPT,))
