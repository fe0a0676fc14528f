"""Numbered steps from one schema to the next, each in one transaction, with a copy of the file made before.

``PRAGMA user_version`` says which step a file has reached. Steps are SQL of their time, never the live tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from arcaller.data.errors import NewerLedger, StorageError
from arcaller.data.migrations import step_0001, step_0002
from arcaller.data.sqlite import APPLICATION_ID, LedgerConnection, open_connection

Step = Callable[[LedgerConnection], None]


def _first_schema(connection: LedgerConnection) -> None:
    for statement in step_0001.STATEMENTS:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _callers_day(connection: LedgerConnection) -> None:
    for statement in step_0002.STATEMENTS:
        connection.execute(statement)


STEPS: Mapping[int, Step] = {1: _first_schema, 2: _callers_day}
"""Every step by the version it leads to."""


def version_of(connection: LedgerConnection) -> int:
    """The step the file has reached; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: LedgerConnection, path: Path, steps: Mapping[int, Step] = STEPS) -> Path | None:
    """Bring the file to the newest step; gives the copy that was made first, ``None`` if there was nothing to do.

    A file of a later program is refused before anything is written to it.
    """
    version, newest = version_of(connection), max(steps)
    refuse_newer(path, version, newest)
    if version == newest:
        return None
    copy = _copy_before(connection, path, version) if version else None
    for number in range(version + 1, newest + 1):
        _run(connection, path, number, steps[number])
    return copy


def refuse_newer(path: Path, version: int, newest: int = max(STEPS)) -> None:
    """A ledger of a later program is not touched."""
    if version > newest:
        raise NewerLedger(
            f"{path} was written by a newer arcaller (ledger version {version}, this one knows {newest}); it was not "
            "changed. Install the newer program."
        )


def _run(connection: LedgerConnection, path: Path, number: int, step: Step) -> None:
    # Foreign keys are off while tables are rebuilt: dropping a parent must not delete its children.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            step(connection)
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
            if orphans:
                raise StorageError(
                    f"{path} could not be brought to version {number}: {len(orphans)} rows would lose the row they "
                    "belong to. It was left as it was; restore a backup or send it in for repair."
                )
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _copy_before(connection: LedgerConnection, path: Path, version: int) -> Path:
    """An online copy as ``FILE.before-N`` (then ``.before-N-2`` …: an earlier copy is never written over)."""
    stem = f"{path.name}.before-{version + 1}"
    copy, again = path.with_name(stem), 1
    while copy.exists():
        again += 1
        copy = path.with_name(f"{stem}-{again}")
    partial = copy.with_name(copy.name + ".partial")
    partial.touch()
    with closing(open_connection(partial, timeout_ms=5_000)) as target:
        connection.backup(target)
    partial.replace(copy)
    return copy
