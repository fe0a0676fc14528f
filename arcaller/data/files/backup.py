"""Copies of a ledger that are known to open, and bringing one back without losing the present.

A copy is made online, page by page, under another name; it takes the wanted name only after it was opened, checked
and compared with the ledger. Restoring writes the copy into the ledger in one transaction, after the present state
was itself copied, so that a crash leaves either the old or the new ledger, whole.
"""

from __future__ import annotations

import os
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from arcaller.data.database import Ledger
from arcaller.data.errors import StorageError
from arcaller.data.files.ledger_file import check_file
from arcaller.data.journal.chain import check_chain, read_head
from arcaller.data.migrations.migrations import migrate, refuse_newer, version_of
from arcaller.data.settings import COMPANY_NAME, read_setting
from arcaller.data.sqlite import LedgerConnection, guarded_tables, in_words, open_connection

_PATIENCE_MS = 5_000


@dataclass(frozen=True, slots=True)
class LedgerContents:
    """What is in a ledger file: company, rows by table, number, time and hash of the newest journal entry."""

    company: str
    counts: dict[str, int]
    entries: int
    head: str
    last_at: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back, what was there before, and the copy the present was saved to."""

    before: LedgerContents
    after: LedgerContents
    snapshot: Path


def back_up(ledger: Ledger, target: Path) -> LedgerContents:
    """Copy ``ledger`` to ``target`` while it is in use; an older backup there gives way only to a good one.

    Raises ``StorageError`` (disk full, no permission, the copy does not check) and leaves ``target`` as it was.
    """
    if target.exists() and target.samefile(ledger.path):
        raise StorageError(f"{target} is the ledger itself; choose another name for the backup.")
    partial = target.with_name(target.name + ".partial")
    try:
        contents = _copy(ledger.connection(), partial)
        _sync(partial)
        partial.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise StorageError(
            f"The backup {target} could not be written ({error.strerror}); choose another folder or free some space."
        ) from error
    finally:
        _remove(partial)
    return contents


def look_into(path: Path) -> LedgerContents:
    """Open the ledger file ``path`` for reading only, check it whole, and say what is in it."""
    check_file(path)
    with closing(open_connection(path, timeout_ms=_PATIENCE_MS, read_only=True)) as connection:
        refuse_newer(path, version_of(connection))
        return _checked(connection, path)


def restore(ledger: Ledger, source: Path, at: datetime) -> Restored:
    """Make ``ledger`` what the backup ``source`` is; the present is first copied to ``FILE.before-restore-TIME``.

    To take the restore back, restore that copy. The ledger stays open; whoever shows it reads it again.
    """
    after = look_into(source)
    stamp = at.strftime("%Y%m%d-%H%M%S")
    snapshot = ledger.path.with_name(f"{ledger.path.name}.before-restore-{stamp}")
    if snapshot.exists():
        raise StorageError(f"{snapshot} is already there; wait a second and restore again.")
    before = back_up(ledger, snapshot)
    with (
        in_words(ledger.path),
        closing(open_connection(source, timeout_ms=_PATIENCE_MS, read_only=True)) as origin,
        closing(open_connection(ledger.path, timeout_ms=_PATIENCE_MS)) as target,
    ):
        origin.backup(target)
        migrate(target, ledger.path)
    return Restored(before, after, snapshot)


def _copy(connection: LedgerConnection, partial: Path) -> LedgerContents:
    """Copy to ``partial``, open it, check it whole, and compare it with its source."""
    _remove(partial)
    partial.touch(mode=0o600)
    with in_words(partial):
        connection.execute("BEGIN")  # one state of the source for copy and comparison
        try:
            expected = _contents(connection)
            with closing(open_connection(partial, timeout_ms=_PATIENCE_MS)) as target:
                connection.backup(target)
        finally:
            connection.execute("COMMIT")
        with closing(open_connection(partial, timeout_ms=_PATIENCE_MS)) as target:
            found = _checked(target, partial)
            target.execute("PRAGMA journal_mode = DELETE").fetchall()  # one file that carries no log beside it
    if found != expected:
        raise StorageError(f"The copy {partial} differs from the ledger; it was thrown away. Try again.")
    return found


def _checked(connection: LedgerConnection, path: Path) -> LedgerContents:
    with in_words(path):
        said = [line for (line,) in connection.execute("PRAGMA integrity_check(3)")]
        if said != ["ok"]:
            raise StorageError(f"{path} is damaged ({said[0]}); use another backup.")
        for problem in check_chain(connection):
            raise StorageError(f"{path} was altered outside arcaller: {problem} Use another backup.")
        return _contents(connection)


def _contents(connection: LedgerConnection) -> LedgerContents:
    entries, head = read_head(connection)
    last = connection.execute("SELECT at FROM journal WHERE number = ?", (entries,)).fetchone()
    return LedgerContents(
        company=read_setting(connection, COMPANY_NAME),
        counts={
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in guarded_tables(connection)
        },
        entries=entries,
        head=head,
        last_at=last[0] if last else "",
    )


def _remove(partial: Path) -> None:
    for beside in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            partial.with_name(partial.name + beside).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # Windows has no such thing
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
