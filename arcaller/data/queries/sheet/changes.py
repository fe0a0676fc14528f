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
from typing import TYPE_CHECKING, Any

from arcaller.data.queries.values import keys
from arcaller.data.tables import JOURNALED, shape_of

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_WHOLE = 32_768
"""Bytes of an entry that are parsed whole; of a longer one only this client's changes are read."""
_MOST_ENTRIES, _MOST_ROWS = 200, 40
_COLUMNS = {shape_of(table).name: shape_of(table).columns for table in JOURNALED}
_CUT_TABLES = ("promise", "payment_plan", "dispute", "invoice")
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
    head: str


def load_last_contact(ledger: Ledger, client_id: int, caller_id: int) -> LastContact | None:
    """The last call of ``caller_id`` with this client."""
    row = ledger.row(
        """SELECT called_at, recorded_at FROM call WHERE client_id = ? AND caller_id = ?
        ORDER BY called_at DESC, id DESC LIMIT 1""",
        (client_id, caller_id),
    )
    return None if row is None else LastContact(datetime.fromisoformat(row[0]), datetime.fromisoformat(row[1]))


_ENTRIES = """
    SELECT j.number, j.at, j.actor_id, coalesce(u.name, ''), j.act, j.undoes, octet_length(d.changes),
        substr(d.changes, 1, 48)
    FROM journal_client c JOIN journal j ON j.number = c.number JOIN journal_detail d ON d.number = c.number
        LEFT JOIN app_user u ON u.id = j.actor_id
    WHERE c.client_id = ?1 AND j.at > ?2 AND NOT (j.actor_id IS ?3 AND j.at <= ?4)
    ORDER BY c.number DESC LIMIT ?5"""


def load_journal_facts(ledger: Ledger, client_id: int, caller_id: int, since: LastContact) -> JournalFacts:
    """What was changed about ``client_id`` after ``since``, without what the caller wrote down of that call itself.

    What was done and taken back in between is left out with its undo: nothing came of it.
    """
    from arcaller.data.fields import instant_text

    first = _first_number(ledger, client_id, instant_text(since.called_at))
    if first is None:
        return JournalFacts((), is_cut=False)
    found = ledger.rows(
        _ENTRIES,
        (client_id, instant_text(since.called_at), caller_id, instant_text(since.recorded_at), _MOST_ENTRIES + 1),
    )
    entries = [_Entry(*row) for row in found]
    standing = _without_undone(entries[:_MOST_ENTRIES])
    changes: list[tuple[_Entry, list[Any]]] = []
    for entry in standing:
        changes += [(entry, change) for change in _changes(ledger, client_id, entry)]
    return JournalFacts(tuple(_facts(ledger, client_id, changes)), is_cut=len(found) > _MOST_ENTRIES)


def _first_number(ledger: Ledger, client_id: int, since: str) -> int | None:
    """The newest entry of the client if it is newer than ``since``: most sheets end here."""
    row = ledger.row(
        """SELECT j.number, j.at FROM journal_client c JOIN journal j ON j.number = c.number
        WHERE c.client_id = ? ORDER BY c.number DESC LIMIT 1""",
        (client_id,),
    )
    return None if row is None or row[1] <= since else int(row[0])


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
    if entry.head.startswith('{"batch":{"id":'):
        batch_id = int(entry.head[15:].partition(",")[0])
        yield from _of_batch(ledger, client_id, batch_id)
    if entry.size <= _WHOLE:
        text = ledger.rows("SELECT changes FROM journal_detail WHERE number = ?", (entry.number,))[0][0]
        yield from json.loads(text)["rows"]
    else:
        yield from _cut_out(ledger, client_id, entry.number)


def _of_batch(ledger: Ledger, client_id: int, batch_id: int) -> Iterator[list[Any]]:
    """What an import brought for this client and what of it still stands."""
    for table in _BATCH_TABLES:
        columns = _COLUMNS[table]
        sql = f"""SELECT {", ".join(columns)} FROM {table} WHERE client_id = ? AND batch_id = ?
            ORDER BY id DESC LIMIT {_MOST_ROWS}"""
        for row in ledger.rows(sql, (client_id, batch_id)):
            image = dict(zip(columns, row, strict=True))
            yield ["add", table, image["id"], image]


_CUT = """SELECT r.id, instr(d.changes, '["' || ?3 || '","' || ?2 || '",' || r.id || ',') AS at, substr(d.changes,
        instr(d.changes, '["' || ?3 || '","' || ?2 || '",' || r.id || ','), 4000)
    FROM (SELECT id FROM {table} WHERE client_id = ?1 ORDER BY id DESC LIMIT 60) r, journal_detail d
    WHERE d.number = ?4 AND at > 0"""


def _cut_out(ledger: Ledger, client_id: int, number: int) -> Iterator[list[Any]]:
    """The changes of this client's rows in a long entry, found in its text."""
    decoder = json.JSONDecoder()
    for table in _CUT_TABLES:
        for kind in ("add", "change"):
            for _, _, text in ledger.rows(_CUT.format(table=table), (client_id, table, kind, number)):
                try:
                    change, _ = decoder.raw_decode(text)
                except ValueError:
                    continue  # a row of more than 4,000 letters: none of those tables has one
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
