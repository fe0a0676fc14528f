"""The act: one transaction, every row it touches before and after, one entry in the journal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Any, TypeVar

from arcaller.data import sqlite, summary
from arcaller.data.errors import StorageError
from arcaller.data.fields import canonical_json, instant_text
from arcaller.data.journal import bulk
from arcaller.data.journal.chain import EntryHead, append_entry
from arcaller.data.journal.sheets import keep_sheet
from arcaller.data.search.index import index_clients
from arcaller.data.settings import SettingKey
from arcaller.data.sqlite import LedgerConnection
from arcaller.data.tables import Setting, Table, TableShape, shape_of
from arcaller.data.uuid7 import Uuid7Batch

T = TypeVar("T")
_SEARCHED = {
    "client": {"number", "legal_name", "trade_name", "city"},
    "contact": {"client_id", "name", "phone", "email"},
    "contact_number": {"client_id", "phone"},
}
_NOTHING: set[str] = set()
_OF_INVOICE = {"payment_application", "promise_invoice", "dispute_invoice", "plan_invoice"}


class Act:
    """``with ledger.act("log_call", actor_id=…, at=…) as act:`` – the only way to write.

    Leaving the block commits and chains one entry (none if nothing changed); any exception takes everything back.
    Afterwards ``number`` is the entry's number or ``None``, and ``search_index_seconds`` what the search index took.
    Rows handed to an act are not used after it: what they say is only true while the act is open.
    """

    def __init__(
        self,
        connection: LedgerConnection,
        path: Path,
        head: Callable[[str], EntryHead],
        *,
        at: datetime,
        clients: Iterable[int] = (),
    ) -> None:
        self.number: int | None = None
        self.at = at
        self.search_index_seconds = 0.0
        self._connection = connection
        self._path = path
        self._head = head
        self._clients = set(clients)
        self._to_index: set[int] = set()
        self._changes: list[list[Any]] = []
        self._batch: bulk.Batch | None = None
        self._sheet: tuple[int, str, str] | None = None
        self._uuids = Uuid7Batch(at)

    def __enter__(self) -> Act:
        gate = self._connection.gate
        if gate.is_open or self._connection.in_transaction:
            raise RuntimeError("an act inside another act: join them, or finish the first")
        with sqlite.in_words(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
        gate.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if error is None:
            try:
                with sqlite.in_words(self._path):
                    self._commit()
            except BaseException:
                self._take_back()
                raise
            self._connection.gate.close()
            return
        self._take_back()
        said = sqlite.storage_error(error, self._path)
        if said is not None:
            raise said from error

    def add(self, row: Table) -> int:
        """Insert ``row`` (its UUID is filled in when empty) and give its new id."""
        shape = shape_of(type(row))
        stored = {name: shape.to_stored[name](value) for name, value in row.__data__.items() if value is not None}
        if shape.has_uuid and not stored.get("uuid"):
            stored["uuid"] = next(self._uuids)
        row.id = self.add_stored(shape, stored)
        return row.id

    def add_many(self, rows: Iterable[Table]) -> list[int]:
        """Insert ``rows`` in order and give their ids."""
        return [self.add(row) for row in rows]

    def add_stored(self, shape: TableShape, stored: Mapping[str, Any]) -> int:
        """Insert stored values as they are (an undo puts back a removed row under its old id)."""
        sql = _insert_sql(shape.name, tuple(stored), shape.columns)
        image = dict(
            zip(shape.columns, self._connection.execute(sql, tuple(stored.values())).fetchall()[0], strict=True)
        )
        self._note(shape, image, ["add", shape.name, image["id"], image])
        return int(image["id"])

    def change(self, row: Table, **values: Any) -> bool:
        """Set ``values`` on the stored row; only columns that really differ are written. ``False``: none did."""
        shape = shape_of(type(row))
        stored = {name: shape.to_stored[name](value) for name, value in values.items()}
        has_changed = self.change_stored(shape, row.id, stored)
        for name, value in values.items():
            setattr(row, name, value)
        return has_changed

    def change_stored(self, shape: TableShape, row_id: int, stored: Mapping[str, Any]) -> bool:
        """Like :meth:`change`, with stored values; what stands now is read from the table, not from an object."""
        names = tuple(stored)
        before = self.read_stored(shape, row_id, (*names, "client_id") if shape.has_client else names)
        wanted = {name: value for name, value in stored.items() if value != before[name]}
        if not wanted:
            return False
        sql = _update_sql(shape.name, tuple(wanted))
        after = self._connection.execute(sql, (*wanted.values(), row_id)).fetchall()[0]
        change = ["change", shape.name, row_id, {name: before[name] for name in wanted}]
        self._note(shape, {**before, "id": row_id}, [*change, dict(zip(wanted, after, strict=True))])
        if "client_id" in wanted:
            self._clients.add(wanted["client_id"])
        return True

    def remove(self, row: Table) -> None:
        """Delete the stored row; refused by the database while another row points to it."""
        self.remove_stored(shape_of(type(row)), row.id)

    def remove_stored(self, shape: TableShape, row_id: int) -> None:
        """Like :meth:`remove`, by table and id."""
        image = self.read_stored(shape, row_id, shape.columns)
        self._note(shape, image, ["remove", shape.name, row_id, image])
        self._connection.execute(f"DELETE FROM {shape.name} WHERE id = ?", (row_id,))

    def read_stored(self, shape: TableShape, row_id: int, columns: Sequence[str]) -> dict[str, Any]:
        """Stored values of one row as they stand now."""
        rows = self._connection.execute(_select_sql(shape.name, tuple(columns)), (row_id,)).fetchall()
        if not rows:
            raise StorageError(f"Row {row_id} of {shape.name} is gone; open the client again and repeat the step.")
        return dict(zip(columns, rows[0], strict=True))

    def touch(self, clients: Iterable[int]) -> None:
        """Name further clients whose history this act belongs to."""
        self._clients.update(clients)

    def write_setting(self, key: SettingKey[T], value: T) -> None:
        """Set one setting of the ledger."""
        found = self._connection.execute("SELECT id FROM setting WHERE key = ?", (key.name,)).fetchone()
        if found is None:
            self.add(Setting(key=key.name, value=value))
        else:
            self.change_stored(shape_of(Setting), found[0], {"value": canonical_json(value)})

    def delete_draft(self, user_id: int, key: str, body: str = "") -> None:
        """Forget the draft of a user that this act makes good, in the same transaction.

        ``body`` is what stood on the sheet; it is kept beside this act's entry, so that an undo brings it all back.
        """
        self._connection.execute("DELETE FROM draft WHERE user_id = ? AND key = ?", (user_id, key))
        self._sheet = (user_id, key, body) if body else None

    def next_id(self, table: type[Table]) -> int:
        """The first id :meth:`bulk_insert` may give to a new row of ``table`` (counting up from there)."""
        name = shape_of(table).name
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,)).fetchone()
        return int(row[0]) + 1 if row else 1

    def bulk_insert(
        self, table: type[Table], columns: Sequence[str], rows: Iterable[Sequence[Any]], batch_id: int
    ) -> int:
        """Insert many rows of an import, in stored form (dates and instants as text), and give their count.

        ``columns`` may begin with ``id`` (ascending, from :meth:`next_id` on); UUID and batch are filled in. The
        entry holds one digest for all of them.
        """
        if self._batch is None:
            self._batch = bulk.Batch(batch_id)
        shape = shape_of(table)
        part = bulk.insert_rows(self._connection, shape, columns, rows, batch_id=batch_id, uuids=self._uuids)
        self._batch.take(part)
        self.search_index_seconds += part.search_index_seconds
        return part.rows

    def remove_batch(self, batch_id: int, tables: Mapping[str, Any]) -> None:
        """Delete every row of a batch as a whole, if each stands as it was imported (undo of an import)."""
        self._batch = bulk.Batch(batch_id, is_removal=True, tables=dict(tables))
        self._clients.update(bulk.clients_of(self._connection, self._batch))
        bulk.delete_rows(self._connection, self._batch)

    def _note(self, shape: TableShape, image: Mapping[str, Any], change: list[Any]) -> None:
        self._changes.append(change)
        if shape.has_client:
            self._clients.add(image["client_id"])
        elif shape.name == "client":
            self._clients.add(image["id"])
            # the group it belonged to, or belongs to now, has another list row
            for part in change[3:]:
                if part.get("parent_id") is not None:
                    self._clients.add(part["parent_id"])
        elif shape.name in _OF_INVOICE:
            invoice_id = image["invoice_id"] if "invoice_id" in image else self._invoice_of(shape.name, image["id"])
            found = self._connection.execute("SELECT client_id FROM invoice WHERE id = ?", (invoice_id,)).fetchone()
            self._clients.add(found[0])
        if not _SEARCHED.get(shape.name, _NOTHING).isdisjoint(change[3]):
            self._to_index.add(image["id"] if shape.name == "client" else image["client_id"])

    def _invoice_of(self, table: str, row_id: int) -> int:
        found = self._connection.execute(f"SELECT invoice_id FROM {table} WHERE id = ?", (row_id,)).fetchone()
        return int(found[0])

    def _commit(self) -> None:
        connection = self._connection
        strangers = connection.gate.touched - {(change[1], change[2]) for change in self._changes}
        if strangers:
            raise RuntimeError(f"written past the act: {sorted(strangers)[:5]}")
        if not self._changes and self._batch is None:
            connection.execute("COMMIT")  # a deleted draft may still be in it
            return
        if self._batch is not None and not self._batch.is_removal:
            self._clients.update(bulk.clients_of(connection, self._batch))
        started = perf_counter()
        self._to_index.update(bulk.searched_clients(connection, self._batch))
        index_clients(connection, self._to_index)
        self.search_index_seconds += perf_counter() - started
        changes: dict[str, Any] = {"clients": sorted(self._clients), "rows": self._changes}
        if self._batch is not None:
            changes["batch"] = self._batch.described()
            changes["clients"] = len(self._clients)
        self.number = append_entry(
            connection, self._head(next(self._uuids)), canonical_json(changes), sorted(self._clients)
        )
        if self._sheet is not None:
            keep_sheet(connection, *self._sheet, at=self.at, entry=self.number)
        self._settle_summary()
        connection.execute("COMMIT")

    def _settle_summary(self) -> None:
        """Whole after an import, other weights or another clock: all change what everybody's rank rests on."""
        connection = self._connection
        changed_basis = any(change[1] == "setting" for change in self._changes) and not summary.rests_on_settings(
            connection
        )
        if self._batch is not None or changed_basis:
            summary.refresh(connection)
        else:
            summary.recompute(connection, self._clients)

    def _take_back(self) -> None:
        self.number = None
        self._connection.gate.close()
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def make_head(
    *, device: str, actor_id: int | None, at: datetime, act: str, subject: str, undoes: int | None = None
) -> Callable[[str], EntryHead]:
    """The entry's head, waiting for its UUID."""
    text = instant_text(at)
    return lambda uuid: EntryHead(uuid, device, actor_id, text, act, subject, undoes)


@cache
def _insert_sql(table: str, given: tuple[str, ...], columns: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(given))
    return f"INSERT INTO {table}({', '.join(given)}) VALUES ({marks}) RETURNING {', '.join(columns)}"


@cache
def _update_sql(table: str, names: tuple[str, ...]) -> str:
    sets = ", ".join(f"{name} = ?" for name in names)
    return f"UPDATE {table} SET {sets} WHERE id = ? RETURNING {', '.join(names)}"


@cache
def _select_sql(table: str, columns: tuple[str, ...]) -> str:
    return f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?"


def load_changes(text: str) -> dict[str, Any]:
    """The stored changes of an entry as values: ``rows`` in order, ``clients``, and ``batch`` for an import."""
    changes: dict[str, Any] = json.loads(text)
    return changes
