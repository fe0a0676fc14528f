"""What the journal says was changed about one client since somebody last spoke to him, newest first.

The entries of a client are found by their index and read back to the last contact. A long entry (a day run or an
import over many clients) is not parsed: only the changes of this client's rows are cut out of its text, and what an
import brought is read from the rows that carry its batch.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from arcaller.data.fields import instant_text
from arcaller.data.queries.values import keys
from arcaller.data.tables import JOURNALED, shape_of

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_WHOLE = 32_768
"""Bytes of an entry that are parsed whole; of a longer one only this client's changes are read."""
_FIRST_ENTRIES, _MOST_ENTRIES, _MOST_ROWS = 12, 200, 40
_COLUMNS = {shape_of(table).name: shape_of(table).columns for table in JOURNALED}
_CUT_TABLES: Mapping[str, tuple[str, ...]] = {
    "decide_promises": ("promise",), "decide_plans": ("payment_plan",), "undo": ("invoice", "promise"),
    "redo": ("invoice", "promise"),
}  # fmt: skip
_CUT_IMPORT = ("invoice",)
"""What is looked for in a long entry of an act; what an import adds is read by its batch, what it changes is not."""
_CUT_IDS = 30
_BATCH_TABLES = ("payment", "invoice", "credit_note")


@dataclass(frozen=True, slots=True)
class LastContact:
    """When somebody last had this client on the phone, and when that was written down."""

    called_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class JournalFact:
    """One row that an act added, changed or removed.

    ``row`` is the row as it stands (as it was, if it was removed); ``before`` and ``after`` hold the columns changed.
    ``act`` is the act's name, ``author_id`` who did it, ``undoes`` set where the act took something back.
    """

    number: int
    at: datetime
    author_id: int | None
    author: str
    act: str
    undoes: int | None
    kind: str
    table: str
    row_id: int
    row: Mapping[str, Any]
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JournalFacts:
    """The facts newest first; ``is_cut``: there were more entries than are read for one sheet."""

    facts: tuple[JournalFact, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    at: str
    actor_id: int | None
    author: str
    act: str
    undoes: int | None
    size: int


def load_last_contact(ledger: Ledger, client_id: int, caller_id: int) -> LastContact | None:
    """The last call of ``caller_id`` with this client."""
    row = ledger.row(
        """SELECT called_at, recorded_at FROM call WHERE client_id = ? AND caller_id = ?
        ORDER BY called_at DESC, id DESC LIMIT 1""",
        (client_id, caller_id),
    )
    return None if row is None else LastContact(datetime.fromisoformat(row[0]), datetime.fromisoformat(row[1]))


_ENTRIES = """
    SELECT j.number, j.at, j.actor_id, coalesce(u.name, ''), j.act, j.undoes, octet_length(d.changes)
    FROM journal_client c JOIN journal j ON j.number = c.number JOIN journal_detail d ON d.number = c.number
        LEFT JOIN app_user u ON u.id = j.actor_id
    WHERE c.client_id = ? ORDER BY c.number DESC LIMIT ?"""


def load_journal_facts(ledger: Ledger, client_id: int, caller_id: int, since: LastContact) -> JournalFacts:
    """What was changed about ``client_id`` after ``since``, without what the caller wrote down of that call itself.

    What was done and taken back in between is left out with its undo: nothing came of it.
    """
    called_at, recorded_at = instant_text(since.called_at), instant_text(since.recorded_at)
    entries: list[_Entry] = []
    for most in (_FIRST_ENTRIES, _MOST_ENTRIES):
        found = [_Entry(*row) for row in ledger.rows(_ENTRIES, (client_id, most))]
        entries = list(takewhile(lambda entry: entry.at > called_at, found))
        if len(entries) < most:
            break
    is_cut = len(entries) == _MOST_ENTRIES
    news = [entry for entry in entries if entry.actor_id != caller_id or entry.at > recorded_at]
    changes: list[tuple[_Entry, list[Any]]] = []
    for entry in _without_undone(news):
        changes += [(entry, change) for change in _changes(ledger, client_id, entry)]
    return JournalFacts(tuple(_facts(ledger, client_id, changes)), is_cut=is_cut)


def _without_undone(entries: Sequence[_Entry]) -> list[_Entry]:
    """Pairs of an act and its undo fall out, a redo with the undo it took back; newest first stays the order."""
    numbers = {entry.number for entry in entries}
    gone: set[int] = set()
    for entry in entries:
        if entry.number not in gone and entry.undoes is not None and entry.undoes in numbers:
            gone |= {entry.number, entry.undoes}
    return [entry for entry in entries if entry.number not in gone]


def _changes(ledger: Ledger, client_id: int, entry: _Entry) -> Iterator[list[Any]]:
    """The changes of one entry that may be this client's, in the order in which they were made."""
    if entry.act.startswith("import_"):
        for (batch_id,) in ledger.rows("SELECT id FROM import_batch WHERE imported_at = ?", (entry.at,)):
            yield from _of_batch(ledger, client_id, batch_id)
    if entry.size <= _WHOLE:
        text = ledger.rows("SELECT changes FROM journal_detail WHERE number = ?", (entry.number,))[0][0]
        yield from json.loads(text)["rows"]
    elif entry.act.startswith("import_"):
        yield from _cut_out(ledger, client_id, entry, _CUT_IMPORT)
    elif entry.act in _CUT_TABLES:
        yield from _cut_out(ledger, client_id, entry, _CUT_TABLES[entry.act])


def _of_batch(ledger: Ledger, client_id: int, batch_id: int) -> Iterator[list[Any]]:
    """What an import brought for this client and what of it still stands."""
    for table in _BATCH_TABLES:
        columns = _COLUMNS[table]
        sql = f"""SELECT {", ".join(columns)} FROM {table} WHERE client_id = ? AND batch_id = ?
            ORDER BY id DESC LIMIT {_MOST_ROWS}"""
        for row in ledger.rows(sql, (client_id, batch_id)):
            image = dict(zip(columns, row, strict=True))
            yield ["add", table, image["id"], image]


def _cut_out(ledger: Ledger, client_id: int, entry: _Entry, tables: Sequence[str]) -> Iterator[list[Any]]:
    """The changes of this client's newest rows in a long entry, found in its text."""
    text = ledger.rows("SELECT changes FROM journal_detail WHERE number = ?", (entry.number,))[0][0]
    decoder = json.JSONDecoder()
    for table in tables:
        open_first = "open_minor <> 0 DESC, " if table == "invoice" else ""
        sql = f"SELECT id FROM {table} WHERE client_id = ? ORDER BY {open_first}id DESC LIMIT ?"
        for (row_id,) in ledger.rows(sql, (client_id, _CUT_IDS)):
            place = text.find(f'["change","{table}",{row_id},')
            if place >= 0:
                change, _ = decoder.raw_decode(text, place)
                yield change


def _facts(ledger: Ledger, client_id: int, changes: Sequence[tuple[_Entry, list[Any]]]) -> Iterator[JournalFact]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for _, change in changes:
        wanted[change[1]].add(change[2])
    rows = {table: _rows_of(ledger, client_id, table, ids) for table, ids in wanted.items()}
    seen: set[tuple[int, str, int, str]] = set()
    for entry, (kind, table, row_id, *images) in changes:
        removed = images[0] if kind == "remove" and _owner(table, images[0]) == client_id else None
        row = removed or rows[table].get(row_id)
        key = (entry.number, table, row_id, kind)
        if row is None or key in seen:
            continue
        seen.add(key)
        before, after = (images[0], images[1]) if kind == "change" else ({}, images[0])
        yield JournalFact(
            entry.number, datetime.fromisoformat(entry.at), entry.actor_id, entry.author, entry.act, entry.undoes,
            kind, table, row_id, row, before, after,
        )  # fmt: skip


def _owner(table: str, image: Mapping[str, Any]) -> Any:
    return image.get("id") if table == "client" else image.get("client_id")


def _rows_of(ledger: Ledger, client_id: int, table: str, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The rows of ``table`` that are this client's, as they stand."""
    columns = _COLUMNS[table]
    if table != "client" and "client_id" not in columns:
        return {}
    owner = "id" if table == "client" else "client_id"
    sql = f"""SELECT {", ".join(columns)} FROM {table} WHERE id IN (SELECT value FROM json_each(?)) AND {owner} = ?"""
    found = ledger.rows(sql, (keys(ids), client_id))
    return {row[0]: dict(zip(columns, row, strict=True)) for row in found}
