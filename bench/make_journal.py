"""The journal of a bench's ledger: an entry for every call and promise in it, in their order of time, chained.

Calls and promises are written past the acts for speed; here the journal gets what their acts would
have left: who, when, the whole row added or the columns changed, salted and hashed as the program does it. What is
still missing to the number wanted are next steps moved to another day, the commonest act beside a call.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from heapq import merge
from typing import Any

from arcaller.data.fields import canonical_json
from arcaller.data.journal.chain import EntryHead, entry_hash, hash_texts, read_head
from arcaller.data.sqlite import LedgerConnection
from arcaller.data.tables import Call, Promise, shape_of
from arcaller.data.uuid7 import Uuid7Batch

_INSERTS = (
    "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "INSERT INTO journal_detail VALUES (?, ?, ?)",
    "INSERT INTO journal_client(client_id, number) VALUES (?, ?)",
)
_BATCH = 20_000

Entry = tuple[str, str, int, list[Any]]
"""When, which act, whose client, what it changed."""


def write_journal(connection: LedgerConnection, entries: int, device: str, uuids: Uuid7Batch) -> None:
    """Append to the journal what is in the tables until it has ``entries`` in all."""
    number, previous = read_head(connection)
    rows: tuple[list[Any], ...] = ([], [], [])
    for at, act, client_id, change in _filled(connection, entries - number):
        number += 1
        head = EntryHead(next(uuids), device, 1, at, act, f"client:{client_id}")
        salt, changes = f"{number:032x}", canonical_json({"clients": [client_id], "rows": [change]})
        digest = hash_texts((salt, changes))
        own = entry_hash(number, head, digest, previous)
        rows[0].append((number, head.uuid, device, 1, at, act, head.subject, digest, previous, own, None))
        rows[1].append((number, salt, changes))
        rows[2].append((client_id, number))
        previous = own
        if len(rows[0]) == _BATCH:
            _flush(connection, rows)
    _flush(connection, rows)


def _flush(connection: LedgerConnection, rows: tuple[list[Any], ...]) -> None:
    for sql, values in zip(_INSERTS, rows, strict=True):
        connection.executemany(sql, values)
        values.clear()


def _filled(connection: LedgerConnection, wanted: int) -> Iterator[Entry]:
    """Exactly ``wanted`` entries: what the tables hold, with next steps moved in between, spread evenly."""
    there = connection.execute("SELECT (SELECT count(*) FROM call) + (SELECT count(*) FROM promise)").fetchone()[0]
    missing, steps = wanted - there, connection.execute("SELECT id, client_id, due_on FROM follow_up").fetchall()
    if missing < 0:
        raise ValueError(f"{there} rows need more than {wanted} entries")
    moved = 0
    for done, entry in enumerate(_told(connection), 1):
        yield entry
        while moved < missing * done // there:
            step_id, client_id, due_on = steps[moved % len(steps)]
            before = (date.fromisoformat(due_on) - timedelta(days=1 + moved % 9)).isoformat()
            yield (
                entry[0],
                "put_back",
                client_id,
                ["change", "follow_up", step_id, {"due_on": before}, {"due_on": due_on}],
            )
            moved += 1


def _told(connection: LedgerConnection) -> Iterator[Entry]:
    """What stands in the tables, as their acts left it."""
    return merge(
        _rows(connection, Call, "called_at", "", "log_call"),
        _rows(connection, Promise, "promised_on", "T17:30:00.000000Z", "make_promise"),
        key=lambda entry: entry[0],
    )


def _rows(connection: LedgerConnection, table: Any, at: str, rest: str, act: str) -> Iterator[Entry]:
    shape = shape_of(table)
    cursor = connection.execute(f"SELECT {', '.join(shape.columns)} FROM {shape.name} ORDER BY {at}, id")
    for row in cursor:
        image = dict(zip(shape.columns, row, strict=True))
        yield f"{image[at]}{rest}", act, image["client_id"], ["add", shape.name, image["id"], image]
