"""Half-typed notes, kept outside the journal so that a crash costs half a second of typing and no more.

A draft never waits: when another task is writing, this beat is skipped and the next one saves the newer text.
"""

from __future__ import annotations

from datetime import datetime

from arcaller.data.database import Ledger
from arcaller.data.errors import LedgerBusy
from arcaller.data.fields import instant_text
from arcaller.data.sqlite import LedgerConnection, in_words


def save_draft(ledger: Ledger, key: str, body: str, at: datetime) -> bool:
    """Keep ``body`` under ``key``, replacing what was there; ``False`` if another task was writing just now."""
    return _write(
        ledger,
        """INSERT INTO draft(key, body, saved_at) VALUES (?, ?, ?)
        ON CONFLICT(key) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at""",
        (key, body, instant_text(at)),
    )


def delete_draft(ledger: Ledger, key: str) -> bool:
    """Forget a draft that no act made good (``act.delete_draft`` does it within an act); ``False``: try again."""
    return _write(ledger, "DELETE FROM draft WHERE key = ?", (key,))


def load_draft(ledger: Ledger, key: str) -> str | None:
    """The kept text, ``None`` if there is none."""
    row = ledger.row("SELECT body FROM draft WHERE key = ?", (key,))
    return None if row is None else str(row[0])


def _write(ledger: Ledger, sql: str, parameters: tuple[str, ...]) -> bool:
    connection: LedgerConnection = ledger.connection()
    if connection.in_transaction:
        return False
    patience = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute("PRAGMA busy_timeout = 0").fetchall()
    try:
        with in_words(ledger.path):
            connection.execute(sql, parameters)
    except LedgerBusy:
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}").fetchall()
    return True
