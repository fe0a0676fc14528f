"""Half-typed notes, kept outside the journal so that a crash costs half a second of typing and no more.

A draft is its writer's: what one caller has half typed never stands on another's sheet.

A draft never waits: when another task is writing, this beat is skipped and the next one saves the newer text. A long
text that a newer draft no longer holds stays as a version: a slip of the hand must not cost a written page.
"""

from __future__ import annotations

import json
from datetime import datetime

from arcaller.data.database import Ledger
from arcaller.data.errors import LedgerBusy
from arcaller.data.fields import instant_text
from arcaller.data.sqlite import LedgerConnection, in_words

_LONG = 20
"""From this many characters on a text that was emptied is kept."""
_VERSIONS = 10
"""How many older texts are kept of one draft."""


def save_draft(ledger: Ledger, user_id: int, key: str, body: str, at: datetime) -> bool:
    """Keep what a user typed under ``key``, replacing what was there; ``False`` if another task was just writing.

    A text of 20 characters or more that ``body`` empties (or cuts to less than half) stays as an older version.
    """
    before = load_draft(ledger, user_id, key)
    if before is not None and _loses_text(before, body):
        _keep_version(ledger, user_id, key, before, at)
    return _write(
        ledger,
        """INSERT INTO draft(user_id, key, body, saved_at) VALUES (?, ?, ?, ?)
        ON CONFLICT(user_id, key) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at""",
        (user_id, key, body, instant_text(at)),
    )


def delete_draft(ledger: Ledger, user_id: int, key: str, at: datetime | None = None) -> bool:
    """Forget a draft that no act made good (``act.delete_draft`` does it within an act); ``False``: try again.

    With ``at`` a long text of it stays as an older version: somebody emptied it by hand.
    """
    before = load_draft(ledger, user_id, key) if at is not None else None
    if before is not None and at is not None and _loses_text(before, ""):
        _keep_version(ledger, user_id, key, before, at)
    return _write(ledger, "DELETE FROM draft WHERE user_id = ? AND key = ?", (user_id, key))


def _keep_version(ledger: Ledger, user_id: int, key: str, body: str, at: datetime) -> None:
    _write(
        ledger,
        "INSERT INTO draft_version(user_id, key, body, saved_at) VALUES (?, ?, ?, ?)",
        (user_id, key, body, instant_text(at)),
    )
    _write(
        ledger,
        """DELETE FROM draft_version WHERE user_id = ?1 AND key = ?2 AND entry IS NULL AND id NOT IN (
            SELECT id FROM draft_version WHERE user_id = ?1 AND key = ?2 AND entry IS NULL
            ORDER BY id DESC LIMIT ?3)""",
        (user_id, key, _VERSIONS),
    )


def _loses_text(before: str, after: str) -> bool:
    then, now = _texts(before), _texts(after)
    return any(len(text) >= _LONG and len(now.get(name, "")) * 2 < len(text) for name, text in then.items())


def _texts(body: str) -> dict[str, str]:
    """The texts of a draft by name: the strings of a JSON object, or the whole where it is none."""
    try:
        found = json.loads(body)
    except ValueError:
        return {"": body}
    if not isinstance(found, dict):
        return {"": body}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def load_draft(ledger: Ledger, user_id: int, key: str) -> str | None:
    """The kept text of a user, ``None`` if there is none."""
    row = ledger.row("SELECT body FROM draft WHERE user_id = ? AND key = ?", (user_id, key))
    return None if row is None else str(row[0])


def _write(ledger: Ledger, sql: str, parameters: tuple[str | int, ...]) -> bool:
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
