"""Rows of an import, too many to be journaled one by one: one digest per table stands for all of them.

While such rows are written the guard and search triggers of their table are off, inside the transaction; the search
index is filled by one statement afterwards.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from time import perf_counter
from typing import Any

from arcaller.data.search.index import index_new_rows, unindex_batch
from arcaller.data.sqlite import LedgerConnection, triggers_off
from arcaller.data.tables import JOURNALED, TableShape, shape_of
from arcaller.data.uuid7 import Uuid7Batch

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class BatchPart:
    """What one bulk insert wrote: its table, the columns the digest covers, the ids from ``first`` on, how many."""

    table: str
    columns: tuple[str, ...]
    first: int
    rows: int
    sha256: str
    search_index_seconds: float = 0.0


@dataclass(slots=True)
class Batch:
    """All bulk rows of one act. ``tables`` maps a table to ``{"columns", "first", "rows", "sha256"}``."""

    id: int
    is_removal: bool = False
    tables: dict[str, Any] = field(default_factory=dict)

    def take(self, part: BatchPart) -> None:
        """Add one table's part; a table comes once in an act."""
        if part.table in self.tables:
            raise ValueError(f"{part.table} was filled before in this act: hand all its rows over at once")
        self.tables[part.table] = {
            "columns": list(part.columns),
            "first": part.first,
            "rows": part.rows,
            "sha256": part.sha256,
        }

    def described(self) -> dict[str, Any]:
        """What the entry says of the batch."""
        return {"id": self.id, "is_removal": self.is_removal, "tables": self.tables}


class RowDigest:
    """SHA-256 over rows as canonical JSON, one after the other, whatever the chunks they come in."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def update(self, rows: Sequence[Sequence[Any]]) -> None:
        """Take further rows in."""
        if rows:
            text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
            self._hash.update(f"{text[1:-1]},".encode())

    def hexdigest(self) -> str:
        """The digest of all rows so far."""
        return self._hash.hexdigest()


def insert_rows(
    connection: LedgerConnection,
    shape: TableShape,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    batch_id: int,
    uuids: Uuid7Batch,
) -> BatchPart:
    """Insert ``rows`` (stored values in the order of ``columns``) under ``batch_id``."""
    if "batch_id" not in shape.columns:
        raise ValueError(f"rows of {shape.name} do not belong to imports")
    fills_uuid = shape.has_uuid and "uuid" not in columns
    named = (*columns, "uuid") if fills_uuid else tuple(columns)
    digest, count, source = RowDigest(), 0, iter(rows)
    sql = f"INSERT INTO {shape.name}({', '.join(named)}, batch_id) VALUES ({'?, ' * len(named)}{batch_id:d})"
    with triggers_off(connection, shape.name):
        first = _last_id(connection, shape.name) + 1
        while chunk := list(islice(source, _CHUNK)):
            if fills_uuid:
                chunk = [(*row, uuid) for row, uuid in zip(chunk, uuids, strict=False)]
            digest.update(chunk)
            connection.executemany(sql, chunk)
            count += len(chunk)
        if count and _last_id(connection, shape.name) != first + count - 1:
            raise ValueError(f"ids of {shape.name} must run on from next_id without a gap")
        started = perf_counter()
        index_new_rows(connection, shape.name, first)
        seconds = perf_counter() - started
    return BatchPart(shape.name, named, first, count, digest.hexdigest(), seconds)


def delete_rows(connection: LedgerConnection, batch: Batch) -> None:
    """Delete all rows of ``batch``, children before parents; the database refuses where something points to them."""
    for name in reversed([shape_of(table).name for table in JOURNALED]):
        if name in batch.tables:
            with triggers_off(connection, name):
                unindex_batch(connection, name, batch.id)
                connection.execute(f"DELETE FROM {name} WHERE batch_id = ?", (batch.id,))


def is_untouched(connection: LedgerConnection, batch: Batch) -> bool:
    """Whether every row of ``batch`` stands as it was imported."""
    return all(
        stored_digest(connection, name, part["columns"], batch.id) == (part["rows"], part["sha256"])
        and has_defaults(connection, name, part["columns"], batch_id=batch.id)
        for name, part in batch.tables.items()
    )


def stored_digest(
    connection: LedgerConnection,
    table: str,
    columns: Sequence[str],
    batch_id: int,
) -> tuple[int, str]:
    """Count and digest of a batch's rows as they stand now."""
    digest, count = RowDigest(), 0
    cursor = connection.execute(
        f"SELECT {', '.join(columns)} FROM {table} WHERE batch_id = ? ORDER BY id", (batch_id,)
    )
    while chunk := cursor.fetchmany(_CHUNK):
        digest.update(chunk)
        count += len(chunk)
    return count, digest.hexdigest()


def has_defaults(
    connection: LedgerConnection, table: str, columns: Sequence[str], *, batch_id: int, but: Sequence[int] = ()
) -> bool:
    """Whether the columns that the digest does not cover still hold what an insert leaves in them.

    Rows ``but`` are left out.
    """
    known = {*columns, "id", "batch_id"}
    described = connection.execute("SELECT name, coalesce(dflt_value, 'NULL') FROM pragma_table_info(?)", (table,))
    others = [f"{name} IS NOT {default}" for name, default in described.fetchall() if name not in known]
    if not others:
        return True
    sql = (
        f"SELECT 1 FROM {table} WHERE batch_id = ? AND ({' OR '.join(others)}) "
        "AND id NOT IN (SELECT value FROM json_each(?)) LIMIT 1"
    )
    return connection.execute(sql, (batch_id, json.dumps(list(but)))).fetchone() is None


def clients_of(connection: LedgerConnection, batch: Batch) -> Iterator[int]:
    """The clients of the rows of ``batch``."""
    for name in batch.tables:
        column = {"client": "id", "payment_application": None}.get(name, "client_id")
        if column is not None:
            rows = connection.execute(f"SELECT DISTINCT {column} FROM {name} WHERE batch_id = ?", (batch.id,))
            yield from (client for (client,) in rows)
        else:
            rows = connection.execute(
                f"""SELECT DISTINCT i.client_id FROM {name} t JOIN invoice i ON i.id = t.invoice_id
                    WHERE t.batch_id = ?""",
                (batch.id,),
            )
            yield from (client for (client,) in rows)


def searched_clients(connection: LedgerConnection, batch: Batch | None) -> Iterator[int]:
    """The clients whose searchable text the batch made or changed."""
    if batch is not None and not batch.is_removal:
        for name, column in (("client", "id"), ("contact", "client_id")):
            if name in batch.tables:
                rows = connection.execute(f"SELECT DISTINCT {column} FROM {name} WHERE batch_id = ?", (batch.id,))
                yield from (client for (client,) in rows)


def _last_id(connection: LedgerConnection, table: str) -> int:
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return int(row[0]) if row else 0
