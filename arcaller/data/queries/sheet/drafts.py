"""What is half typed on call sheets: started calls without an outcome, texts that were emptied, when it was saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from arcaller.data.fields import read_instant
from arcaller.data.queries.values import DISPLAY_NAME

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

PREFIX = "call:"
"""Keys of half-typed calls: this and the client's id."""


@dataclass(frozen=True, slots=True)
class OpenCallRow:
    """A call that was started and has no outcome yet; its draft waits on the client's sheet."""

    client_id: int
    name: str
    direction: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class OlderTextRow:
    """A note that was emptied, and when."""

    text: str
    saved_at: datetime


_OPEN = f"""
    SELECT c.id, {DISPLAY_NAME}, coalesce(json_extract(d.body, '$.call.direction'), 'out'),
        json_extract(d.body, '$.call.started_at')
    FROM draft d JOIN client c ON c.id = CAST(substr(d.key, 6) AS INTEGER)
    WHERE d.user_id = ? AND d.key LIKE 'call:%' AND json_valid(d.body)
        AND json_extract(d.body, '$.call.started_at') IS NOT NULL
    ORDER BY d.saved_at DESC"""


def load_open_calls(ledger: Ledger, user_id: int) -> list[OpenCallRow]:
    """Started calls of a user without an outcome, the one touched last first; they stay after a crash."""
    return [
        OpenCallRow(client_id, name, direction, datetime.fromisoformat(started_at))
        for client_id, name, direction, started_at in ledger.rows(_OPEN, (user_id,))
    ]


def load_saved_at(ledger: Ledger, user_id: int, key: str) -> datetime | None:
    """When a user's draft of ``key`` was saved last."""
    row = ledger.row("SELECT saved_at FROM draft WHERE user_id = ? AND key = ?", (user_id, key))
    return None if row is None else read_instant(row[0])


def load_older_text(ledger: Ledger, user_id: int, key: str) -> OlderTextRow | None:
    """The note of ``key`` that this user emptied last."""
    row = ledger.row(
        """SELECT json_extract(body, '$.note'), saved_at FROM draft_version WHERE user_id = ? AND key = ?
            AND entry IS NULL AND json_valid(body) AND coalesce(json_extract(body, '$.note'), '') <> ''
            ORDER BY id DESC LIMIT 1""",
        (user_id, key),
    )
    return None if row is None else OlderTextRow(row[0], read_instant(row[1]))


def load_sheet_of_entry(ledger: Ledger, number: int) -> str:
    """What stood on the sheet when journal entry ``number`` logged its call; "" where nobody keeps it any more."""
    row = ledger.row("SELECT body FROM draft_version WHERE entry = ?", (number,))
    return "" if row is None else str(row[0])
