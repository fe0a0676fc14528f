"""Taking an act back by a counter-act, which is itself an act and can be taken back (redo).

An act is undone only while its rows stand as it left them: then nothing that came later rests on it. What was issued
to somebody (an agreement on paper, a plan agreed) stays, and is changed only by a new business act.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from arcaller.data.fields import read_instant
from arcaller.data.journal import bulk
from arcaller.data.journal.act import Act, load_changes
from arcaller.data.journal.chain import read_changes
from arcaller.data.sqlite import IntegrityError, LedgerConnection
from arcaller.data.tables import JOURNALED, ImportBatch, shape_of
from arcaller.domain.errors import DomainError

CREATE = "create_ledger"
UNDO = "undo"
_REDO_WINDOW = 208
"""So many of the newest entries are looked through: fifty acts, their undos, redos and what the calendar did."""
_SHAPES = {shape_of(table).name: shape_of(table) for table in JOURNALED}
_PLAN_TABLES = {"payment_plan", "plan_version", "plan_invoice", "installment", "agreement"}


@dataclass(frozen=True, slots=True)
class UndoableAct:
    """An act whose effect stands: its entry's ``number`` is what ``undo`` takes.

    For a redone act ``act`` and ``subject`` are those of the original; ``clients`` are the clients it touched.
    """

    number: int
    act: str
    subject: str
    at: datetime
    actor_id: int | None


def undoable_acts(connection: LedgerConnection, limit: int) -> list[UndoableAct]:
    """The newest acts whose effect stands, newest first."""
    return [act for act, is_standing in _latest_of_each(connection, limit) if is_standing][:limit]


def redoable_entry(connection: LedgerConnection, passing: Collection[str] = ()) -> UndoableAct | None:
    """The undo that a redo would take back; ``number`` is the undo's own.

    Several undos in a row are brought back one after the other, the last first; a new act ends that, unless its name
    is among ``passing``.
    """
    undone: list[tuple[Any, ...]] = []
    depth: dict[int, int] = {}
    rows = connection.execute(
        "SELECT number, act, subject, at, actor_id, undoes FROM (SELECT * FROM journal ORDER BY number DESC LIMIT ?) "
        "ORDER BY number",
        (_REDO_WINDOW,),
    ).fetchall()
    for row in rows:
        number, act, undoes = row[0], row[1], row[5]
        if undoes is None:
            undone = undone if act in passing else []
            continue
        depth[number] = 1 + (depth[undoes] if undoes in depth else _depth(connection, undoes))
        undone = [kept for kept in undone if kept[0] != undoes]
        if depth[number] % 2:
            undone.append(row)
    if not undone:
        return None
    number, _, _, at, actor_id, _ = undone[-1]
    act, subject = _origin(connection, number)
    return UndoableAct(number, act, subject, read_instant(at), actor_id)


def _depth(connection: LedgerConnection, number: int) -> int:
    """0 for an act, 1 for its undo, 2 for the redo …"""
    depth, undoes = 0, connection.execute("SELECT undoes FROM journal WHERE number = ?", (number,)).fetchone()[0]
    while undoes is not None:
        depth, undoes = (
            depth + 1,
            connection.execute("SELECT undoes FROM journal WHERE number = ?", (undoes,)).fetchone()[0],
        )
    return depth


def _origin(connection: LedgerConnection, number: int) -> tuple[str, str]:
    """Name and subject of the act that entry ``number`` goes back to."""
    undoes, act, subject = number, "", ""
    while undoes is not None:
        undoes, act, subject = connection.execute(
            "SELECT undoes, act, subject FROM journal WHERE number = ?", (undoes,)
        ).fetchone()
    return act, subject


def _latest_of_each(connection: LedgerConnection, limit: int) -> Iterator[tuple[UndoableAct, bool]]:
    """Each original act with its latest entry, newest first, and whether its effect stands after that entry."""
    seen: set[int] = set()
    rows = connection.execute(
        "SELECT number, undoes, act, subject, at, actor_id FROM journal WHERE act <> ? ORDER BY number DESC LIMIT ?",
        (CREATE, 4 * limit + 8),
    ).fetchall()
    for number, *told, at, actor_id in rows:
        if number in seen:
            continue
        is_standing = True
        undone, act, subject = told
        while undone is not None:
            seen.add(undone)
            is_standing = not is_standing
            undone, act, subject = connection.execute(
                "SELECT undoes, act, subject FROM journal WHERE number = ?", (undone,)
            ).fetchone()
        yield UndoableAct(number, act, subject, read_instant(at), actor_id), is_standing


def take_back(connection: LedgerConnection, act: Act, number: int) -> None:
    """Apply the befores of entry ``number`` within the open counter-act ``act``; refuses with the reason."""
    row = connection.execute("SELECT act, subject FROM journal WHERE number = ?", (number,)).fetchone()
    text = read_changes(connection, number)
    if row is None or text is None:
        raise DomainError(f"There is no act {number} in the journal; nothing was undone.")
    if row[0] == CREATE:
        raise DomainError("The making of the ledger cannot be undone; delete the file instead.")
    _refuse_undone(connection, number)
    changes = load_changes(text)
    _refuse_issued(connection, changes["rows"])
    try:
        if "batch" in changes:
            _remove_batch(connection, act, changes)
        for change in reversed(changes["rows"]):
            if "batch" not in changes or change[1] != "import_batch":
                _reverse(connection, act, change, number)
        if isinstance(changes["clients"], list):
            act.touch(changes["clients"])
    except IntegrityError as error:
        raise _depended_on(connection, number) from error


def _refuse_undone(connection: LedgerConnection, number: int) -> None:
    later = connection.execute("SELECT number FROM journal WHERE undoes = ?", (number,)).fetchall()
    for (undo_number,) in later:
        again = connection.execute("SELECT 1 FROM journal WHERE undoes = ?", (undo_number,)).fetchone()
        if again is None:
            raise DomainError("This act was undone before; redo it to bring it back.")
        raise DomainError("This act was undone and redone; undo the redo instead.")


def _reverse(connection: LedgerConnection, act: Act, change: list[Any], number: int) -> None:
    kind, table, row_id = change[:3]
    shape = _SHAPES[table]
    if kind == "remove":
        act.add_stored(shape, change[3])
        return
    left = change[3] if kind == "add" else change[4]
    columns = ", ".join(left)
    found = connection.execute(f"SELECT {columns} FROM {table} WHERE id = ?", (row_id,)).fetchone()
    if found is None or dict(zip(left, found, strict=True)) != left:
        raise _depended_on(connection, number)
    if kind == "add":
        act.remove_stored(shape, row_id)
    else:
        act.change_stored(shape, row_id, change[3])


def _depended_on(connection: LedgerConnection, number: int) -> DomainError:
    """The refusal, naming the newest later act on the same clients if there is one."""
    row = connection.execute(
        """SELECT j.act, j.at FROM journal_client mine JOIN journal_client later USING (client_id)
        JOIN journal j ON j.number = later.number
        WHERE mine.number = ? AND later.number > mine.number AND mine.client_id IN (
            SELECT client_id FROM journal_client WHERE number = ? LIMIT 20)
        ORDER BY j.number DESC LIMIT 1""",
        (number, number),
    ).fetchone()
    if row is None:
        return DomainError("Something later depends on this act; it can no longer be undone.")
    day, time = row[1][:10], row[1][11:16]
    return DomainError(
        f"A later act depends on this one ({row[0].replace('_', ' ')}, {day} {time} UTC); undo that one first."
    )


def _refuse_issued(connection: LedgerConnection, rows: list[list[Any]]) -> None:
    for kind, table, row_id, *images in rows:
        after = images[-1] if kind != "remove" else {}
        if kind == "add" and _is_confirmed(connection, table, row_id, after):
            raise DomainError(
                "The promise was confirmed to the client in writing; what was confirmed is not undone. Cancel the "
                "promise with a reason instead."
            )
        is_issued = table == "agreement" and after.get("issued_at") is not None
        is_agreed = table == "payment_plan" and after.get("state") == "agreed"
        is_part = kind == "add" and table in _PLAN_TABLES and _was_issued(connection, table, row_id)
        if is_issued or is_agreed or is_part:
            raise DomainError(
                "The agreement was already issued to the client; what was issued is not undone. Cancel or "
                "reschedule the plan instead."
            )


def _is_confirmed(connection: LedgerConnection, table: str, row_id: int, added: Mapping[str, Any]) -> bool:
    """Whether the row added is a confirmation that went out, or a promise that one speaks of."""
    if table == "paper":
        return added.get("kind") == "promise_confirmation"
    if table != "promise":
        return False
    sql = "SELECT 1 FROM promise WHERE id = ? AND confirmed_at IS NOT NULL"
    return connection.execute(sql, (row_id,)).fetchone() is not None


def _was_issued(connection: LedgerConnection, table: str, row_id: int) -> bool:
    """Whether an agreement over this row of a plan was handed out."""
    of_row = {
        "agreement": "a.id = ?",
        "payment_plan": "a.plan_version_id IN (SELECT id FROM plan_version WHERE plan_id = ?)",
        "plan_version": "a.plan_version_id = ?",
        "plan_invoice": "a.plan_version_id = (SELECT plan_version_id FROM plan_invoice WHERE id = ?)",
        "installment": "a.plan_version_id = (SELECT plan_version_id FROM installment WHERE id = ?)",
    }[table]
    sql = f"SELECT 1 FROM agreement a WHERE a.issued_at IS NOT NULL AND {of_row}"
    return connection.execute(sql, (row_id,)).fetchone() is not None


def _remove_batch(connection: LedgerConnection, act: Act, changes: dict[str, Any]) -> None:
    described = changes["batch"]
    if described["is_removal"]:
        raise DomainError("An undone import cannot be redone; import the file again.")
    batch = bulk.Batch(described["id"], tables=described["tables"])
    if not bulk.is_untouched(connection, batch):
        raise DomainError("Rows of this import were changed since; it can no longer be undone as a whole.")
    act.remove_batch(batch.id, batch.tables)
    act.change_stored(shape_of(ImportBatch), batch.id, {"is_undone": 1})
