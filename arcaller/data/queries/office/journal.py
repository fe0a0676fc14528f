"""What an entry of the journal was about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arcaller.data.fields import instant_text
from arcaller.data.queries.sheet.drafts import load_sheet_of_entry
from arcaller.data.queries.values import DISPLAY_NAME

if TYPE_CHECKING:
    from datetime import datetime

    from arcaller.data.database import Ledger

MOST_NAMED = 200
"""An act on more clients touches everything, as far as a screen is concerned."""

_CLIENTS = "SELECT client_id FROM journal_client WHERE number = ? LIMIT ?"
_CALL = """
    SELECT c.client_id, c.note, c.outcome, c.contact_id FROM journal_detail d, json_each(d.changes, '$.rows') r
        JOIN call c ON c.id = json_extract(r.value, '$[2]')
    WHERE d.number = ? AND json_extract(r.value, '$[0]') = 'add' AND json_extract(r.value, '$[1]') = 'call'"""
_ORIGIN = """
    WITH RECURSIVE back(number, undoes) AS (
        SELECT number, undoes FROM journal WHERE number = ?
        UNION ALL SELECT j.number, j.undoes FROM journal j JOIN back b ON j.number = b.undoes)
    SELECT number FROM back WHERE undoes IS NULL"""


def load_touched_clients(ledger: Ledger, number: int) -> frozenset[int] | None:
    """The clients of an entry; ``None`` when they are too many to name."""
    rows = ledger.rows(_CLIENTS, (number, MOST_NAMED + 1))
    return None if len(rows) > MOST_NAMED else frozenset(row[0] for row in rows)


def load_logged_call(ledger: Ledger, number: int) -> tuple[int, str, str, int | None, str] | None:
    """Client, note, outcome, contact and kept sheet of the call that an entry logged, while the call still stands."""
    origin = ledger.rows(_ORIGIN, (number,))
    found = ledger.rows(_CALL, (origin[0][0],)) if origin else []
    return (*found[0], load_sheet_of_entry(ledger, origin[0][0])) if found else None


def load_name_of_number(ledger: Ledger, number: str) -> str:
    """The name of the client whose number the journal gives as subject; "" if it is no client's."""
    row = ledger.row(f"SELECT {DISPLAY_NAME} FROM client c WHERE c.number = ?", (number,))
    return "" if row is None else str(row[0])


def load_papers_since(ledger: Ledger, kind: str, client_number: str, since: datetime) -> int:
    """How many papers of ``kind`` were made for the client from ``since`` on."""
    row = ledger.row(
        """SELECT count(*) FROM paper p JOIN client c ON c.id = p.client_id
        WHERE c.number = ? AND p.kind = ? AND p.made_at >= ?""",
        (client_number, kind, instant_text(since)),
    )
    return 0 if row is None else int(row[0])
