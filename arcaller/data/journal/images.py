"""Every row against its last journaled image, read from the newest entry to the oldest.

Going back, a row's newest value of each column is met first and compared with the table; where its story begins (its
insert, or the import it came with) it is accounted for. Rows that are left over were written past the journal.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from arcaller.data.journal.act import load_changes
from arcaller.data.journal.bulk import RowDigest, has_defaults, stored_digest
from arcaller.data.sqlite import LedgerConnection
from arcaller.data.tables import JOURNALED, shape_of

_COLUMNS = {shape_of(table).name: shape_of(table).columns for table in JOURNALED}
_OPEN, _GONE, _DONE = 0, 1, 2

Key = tuple[str, int]


def check_rows(connection: LedgerConnection) -> Iterator[str]:
    """Every difference between the tables and what the journal says they hold, in words."""
    yield from _Walk(connection).problems()


class _Walk:
    def __init__(self, connection: LedgerConnection) -> None:
        self._connection = connection
        self._state: dict[str, bytearray] = {}
        self._compared: dict[Key, set[str]] = {}
        self._originals: dict[Key, dict[str, Any]] = {}
        self._removed_batches: set[int] = set()
        self._reborn: set[Key] = set()
        for table in _COLUMNS:
            highest = connection.execute(
                f"SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0), "
                f"coalesce((SELECT max(id) FROM {table}), 0))",
                (table,),
            ).fetchone()[0]
            self._state[table] = bytearray(highest + 1)

    def problems(self) -> Iterator[str]:
        clients = 0
        entries = self._connection.execute("SELECT number, changes FROM journal_detail ORDER BY number DESC")
        for number, text in entries:
            try:
                changes = load_changes(text)
                named, rows, batch = changes["clients"], changes["rows"], changes.get("batch")
                clients += named if isinstance(named, int) else len(named)
                for change in reversed(rows):
                    yield from self._check(number, change)
                if batch is not None:
                    yield from self._check_batch(number, batch)
            except (ValueError, KeyError, TypeError, IndexError):
                yield f"The changes kept with journal entry {number} cannot be read."
        yield from self._left_over()
        stored = self._connection.execute("SELECT count(*) FROM journal_client").fetchone()[0]
        if stored != clients:
            yield f"The journal names {clients:,} times a client, its index {stored:,} times."

    def _check(self, number: int, change: list[Any]) -> Iterator[str]:
        kind, table, row_id = change[:3]
        state, key = self._state[table], (table, row_id)
        if row_id >= len(state) or (state[row_id] == _DONE and key not in self._reborn):
            return
        if state[row_id] == _DONE:  # an imported row, removed and put back: only its import is still to be met
            if kind != "add":
                self._originals.setdefault(key, {}).update(change[3])
            return
        if kind == "remove":
            if self._read(table, row_id) is not None:
                yield f"Row {row_id} of {table} is there, but journal entry {number} removed it."
            state[row_id] = _GONE
            self._originals[key] = dict(change[3])
        elif kind == "change":
            if state[row_id] != _GONE:
                yield from self._compare(number, table, row_id, change[4])
            self._originals.setdefault(key, {}).update(change[3])
        else:
            if state[row_id] != _GONE:
                yield from self._compare(number, table, row_id, change[3])
            state[row_id] = _DONE
            self._compared.pop(key, None)
            self._originals.pop(key, None)
            if change[3].get("batch_id") is not None:
                self._reborn.add(key)

    def _compare(self, number: int, table: str, row_id: int, left: dict[str, Any]) -> Iterator[str]:
        compared = self._compared.setdefault((table, row_id), set())
        stands = self._read(table, row_id)
        if stands is None:
            if not compared:
                yield f"Row {row_id} of {table} is gone, but journal entry {number} left it."
        else:
            off = [name for name, value in left.items() if name not in compared and stands[name] != value]
            if off:
                yield f"Row {row_id} of {table} differs from journal entry {number} ({', '.join(sorted(off))})."
        compared.update(left)

    def _read(self, table: str, row_id: int) -> dict[str, Any] | None:
        columns = _COLUMNS[table]
        row = self._connection.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (row_id,)).fetchone()
        return None if row is None else dict(zip(columns, row, strict=True))

    def _check_batch(self, number: int, batch: dict[str, Any]) -> Iterator[str]:
        if batch["is_removal"]:
            self._removed_batches.add(batch["id"])
            for table, part in batch["tables"].items():
                first, rows = part["first"], part["rows"]
                self._state[table][first : first + rows] = bytes([_DONE]) * rows
            return
        for table, part in batch["tables"].items():
            state, gone = self._state[table], batch["id"] in self._removed_batches
            ids = self._connection.execute(f"SELECT id FROM {table} WHERE batch_id = ?", (batch["id"],)).fetchall()
            for (row_id,) in ids:
                state[row_id] = _DONE
            if gone and ids:
                yield f"{len(ids)} rows of {table} are there, but their import (journal entry {number}) was undone."
            elif not gone and not self._stands_as_imported(table, part, batch["id"]):
                yield f"Rows of {table} differ from what journal entry {number} imported."

    def _stands_as_imported(self, table: str, part: dict[str, Any], batch_id: int) -> bool:
        """Whether the rows, taken back to their state at the import by the journal, give the import's digest."""
        changed = {row_id: was for (name, row_id), was in self._originals.items() if name == table}
        columns, digest, count = part["columns"], RowDigest(), 0
        if not changed:
            stands = stored_digest(self._connection, table, columns, batch_id)
            return stands == (part["rows"], part["sha256"]) and has_defaults(
                self._connection, table, columns, batch_id=batch_id
            )
        state = self._state[table]
        gone = {
            row_id: was
            for row_id, was in changed.items()
            if state[row_id] == _GONE and was.get("batch_id") == batch_id
        }
        for row_id, values in self._as_imported(table, columns, batch_id, gone):
            was = changed.get(row_id)
            row = (
                values if was is None else [was.get(name, value) for name, value in zip(columns, values, strict=True)]
            )
            digest.update([row])
            count += 1
        untouched = has_defaults(self._connection, table, columns, batch_id=batch_id, but=list(changed))
        return untouched and (count, digest.hexdigest()) == (part["rows"], part["sha256"])

    def _as_imported(
        self, table: str, columns: list[str], batch_id: int, gone: dict[int, dict[str, Any]]
    ) -> Iterator[tuple[int, list[Any]]]:
        """The rows of the batch by id, those since removed among them."""
        missing = sorted(gone)
        rows = self._connection.execute(
            f"SELECT id, {', '.join(columns)} FROM {table} WHERE batch_id = ? ORDER BY id", (batch_id,)
        )
        for row_id, *values in rows:
            while missing and missing[0] < row_id:
                absent = missing.pop(0)
                yield absent, [gone[absent][name] for name in columns]
            yield row_id, values
        for absent in missing:
            yield absent, [gone[absent][name] for name in columns]

    def _left_over(self) -> Iterator[str]:
        for table, state in self._state.items():
            ids = self._connection.execute(f"SELECT id FROM {table} ORDER BY id")
            strangers = [row_id for (row_id,) in ids if state[row_id] != _DONE]
            for _, run in groupby(enumerate(strangers), lambda pair: pair[1] - pair[0]):
                ids = [row_id for _, row_id in run]
                span = f"Row {ids[0]}" if len(ids) == 1 else f"Rows {ids[0]} to {ids[-1]}"
                yield f"{span} of {table}: in no journal entry."
