"""All that is SQLite's own: driver, settings, guards against writes past the journal, and the words of its errors.

The driver is ``sqlcipher3``: a current SQLite on every system (older ones can lose a write-ahead log when two
connections restart it at the same time), and the way to an encrypted file.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peewee import SqliteDatabase
from sqlcipher3 import dbapi2 as driver

from arcaller.data.errors import LedgerBusy, NotALedger, StorageError
from arcaller.data.fields import local_day

APPLICATION_ID = 0x41524341
"""``ARCA``: stands in the header of every ledger, so that no other SQLite file is taken for one."""

DriverError: type[Exception] = driver.Error  # type: ignore[attr-defined]
IntegrityError: type[Exception] = driver.IntegrityError  # type: ignore[attr-defined]
Row = tuple[Any, ...]

_DERIVED = ("client_summary", "summary_state", "client_search_text")
_UNGUARDED = ("draft", "draft_version", *_DERIVED)
_CACHE_KIB = 65_536
_WINDOW_CACHE_KIB = 8_192
"""The window reads pages of lists and single clients; imports and checks, which sweep the file, run on workers."""


class WriteGate:
    """Whether an act is open on this connection, and which rows were written since it began."""

    __slots__ = ("is_open", "touched")

    def __init__(self) -> None:
        self.is_open = False
        self.touched: set[tuple[str, int]] = set()

    def open(self) -> None:
        self.is_open = True
        self.touched = set()

    def close(self) -> None:
        self.is_open = False
        self.touched = set()

    def refuses(self, table: str, row_id: int) -> int:
        """Called by the guard triggers for each row written: 1 refuses, 0 notes the row and lets it pass."""
        if not self.is_open:
            return 1
        self.touched.add((table, row_id))
        return 0


class LedgerConnection(driver.Connection):  # type: ignore[misc, name-defined]
    """A connection that carries the gate its guard triggers ask."""

    gate: WriteGate


def has_wal_reset_bug(version: tuple[int, ...]) -> bool:
    """SQLite before 3.51.3 can lose committed pages when two connections reset one log (fixed in 3.50.7, 3.44.6)."""
    return version < (3, 51, 3) and version not in {(3, 50, 7), (3, 44, 6)}


def refuse_unsafe_sqlite(version: tuple[int, ...] = driver.sqlite_version_info) -> None:
    """Refuse to write with a SQLite that is known to lose data."""
    if has_wal_reset_bug(version):
        shown = ".".join(map(str, version))
        raise StorageError(
            f"SQLite {shown} can lose saved data and is not used; install sqlcipher3 0.6.4 or newer (SQLite 3.51.3)."
        )


def open_connection(path: Path, *, timeout_ms: int, read_only: bool = False, key: str = "") -> LedgerConnection:
    """Open ``path`` with every setting the ledger rests on, and make sure that each one holds.

    ``key`` is a raw SQLCipher key as 64 hex digits; empty opens a plain file.
    """
    refuse_unsafe_sqlite()
    with in_words(path):
        try:
            return _open(path, "mode=ro" if read_only else "mode=rw", timeout_ms, key)
        except DriverError:
            # In a folder that cannot be written there is no room for SQLite's shared notes; nobody else can write
            # to the file either, so it is read as something that does not change.
            if not read_only or path.with_name(path.name + "-wal").exists():
                raise
            return _open(path, "mode=ro&immutable=1", timeout_ms, key)


def _open(path: Path, mode: str, timeout_ms: int, key: str) -> LedgerConnection:
    connection = _connect(path, mode, timeout_ms)
    try:
        _configure(connection, mode.startswith("mode=ro"), timeout_ms, key)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(path: Path, mode: str, timeout_ms: int) -> LedgerConnection:
    address = f"{path.absolute().as_uri()}?{mode}"
    connection: LedgerConnection = driver.connect(  # type: ignore[attr-defined]
        address,
        uri=True,
        timeout=timeout_ms / 1000,
        isolation_level=None,
        factory=LedgerConnection,
        cached_statements=400,
    )
    connection.gate = WriteGate()
    connection.create_function("arcaller_refuses", 2, connection.gate.refuses)
    connection.create_function("arcaller_local_day", 2, local_day, deterministic=True)
    return connection


def _configure(connection: LedgerConnection, read_only: bool, timeout_ms: int, key: str) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")
    if key:
        if not re.fullmatch("[0-9a-f]{64}", key):
            raise StorageError("The key of the ledger is not 64 hex digits; unlock the ledger again.")
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
    settings: dict[str, tuple[object, object]] = {
        "busy_timeout": (timeout_ms, timeout_ms),
        "synchronous": ("FULL", 2),
        "foreign_keys": ("ON", 1),
        "recursive_triggers": ("ON", 1),
        "trusted_schema": ("OFF", 0),
        "cell_size_check": ("ON", 1),
        "cache_size": (-_CACHE_KIB, -_CACHE_KIB),
        "query_only": ("ON", 1) if read_only else ("OFF", 0),
    }
    if not read_only:
        settings = {"journal_mode": ("WAL", "wal"), **settings}
    for name, (wanted, answer) in settings.items():
        connection.execute(f"PRAGMA {name} = {wanted}").fetchall()
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != answer:
            raise StorageError(
                f"SQLite did not take the setting {name} = {wanted} (it says {found}), without which saved calls can "
                "be lost; keep the ledger on a local disk."
            )


def install_guards(connection: LedgerConnection) -> None:
    """Refuse, on this connection, every write to a journaled table while no act is open.

    The triggers are TEMP: they never reach the file and may call the connection's own function although the
    schema is not trusted. They also tell the act which rows were written, so that a bulk statement cannot slip by.
    """
    for table in guarded_tables(connection):
        guard_table(connection, table)


def guarded_tables(connection: LedgerConnection) -> tuple[str, ...]:
    """Every ordinary table of the file but drafts and what is derived from the others."""
    rows = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' "
        "ESCAPE '\\' ORDER BY name"
    )
    return tuple(name for (name,) in rows.fetchall() if name not in _UNGUARDED)


def guard_table(connection: LedgerConnection, table: str) -> None:
    """Put the three guard triggers on ``table``."""
    key = {"journal": "number", "journal_detail": "number", "journal_client": "number"}.get(table, "id")
    for verb, when, row in (("INSERT", "AFTER", "new"), ("UPDATE", "BEFORE", "old"), ("DELETE", "BEFORE", "old")):
        connection.execute(
            f"CREATE TEMP TRIGGER guard_{table}_{verb.lower()} {when} {verb} ON main.{table} "
            f"WHEN arcaller_refuses('{table}', {row}.{key}) "
            "BEGIN SELECT RAISE(ABORT, 'written outside an act'); END"
        )


def unguard_table(connection: LedgerConnection, table: str) -> None:
    """Take the guard triggers off ``table`` (inside a bulk insert, which accounts for its rows itself)."""
    for verb in ("insert", "update", "delete"):
        connection.execute(f"DROP TRIGGER temp.guard_{table}_{verb}")


@contextmanager
def triggers_off(connection: LedgerConnection, table: str) -> Iterator[None]:
    """Within an act, write ``table`` without its guard and search triggers; a rollback brings them back as well."""
    found = connection.execute(
        "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
    ).fetchall()
    unguard_table(connection, table)
    for name, _ in found:
        connection.execute(f"DROP TRIGGER main.{name}")
    yield
    for _, sql in found:
        connection.execute(sql)
    guard_table(connection, table)


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the file at ``path`` into a ``StorageError``; faults of the program pass."""
    try:
        yield
    except DriverError as error:
        said = storage_error(error, path)
        if said is None:
            raise
        raise said from error


def storage_error(error: BaseException, path: Path) -> StorageError | None:
    """What ``error`` means for the file, where, and what to do; ``None`` if it is not about the file."""
    if not isinstance(error, DriverError) or isinstance(error, IntegrityError):
        return None
    text = str(error).lower()
    for sign, kind, sentence in _SENTENCES:
        if sign in text:
            return kind(sentence.format(path=path, name=path.name))
    return None


_FULL = "The disk that holds {path} is full; nothing of this was saved. Free some space and try again."
_BUSY = "{name} is being written by another task; try again in a moment."
_DAMAGED = "{path} is damaged; keep it as it is and restore the last backup."
_SENTENCES: tuple[tuple[str, type[StorageError], str], ...] = (
    ("locked", LedgerBusy, _BUSY),
    ("busy", LedgerBusy, _BUSY),
    ("is full", StorageError, _FULL),
    (
        "readonly",
        StorageError,
        "{path} cannot be written; nothing of this was saved. Allow writing to the file and its folder.",
    ),
    ("not a database", NotALedger, "{path} is not a ledger of arcaller; choose another file."),
    ("malformed", NotALedger, _DAMAGED),
    ("corrupt", NotALedger, _DAMAGED),
    (
        "unable to open",
        StorageError,
        "{path} cannot be opened; check that it exists and that its folder allows writing.",
    ),
    (
        "disk i/o error",
        StorageError,
        "The disk that holds {path} did not answer; nothing of this was saved. Check the disk, then try again.",
    ),
)


class LedgerDatabase(SqliteDatabase):
    """Peewee over :func:`open_connection`: one connection per thread, each with its guards.

    The thread that made it waits ``timeout_ms`` for the write lock, every other (a worker) ``worker_timeout_ms``.
    Less patience than a worker's means a window, open for long: its connection keeps a small page cache.
    """

    server_version = driver.sqlite_version_info

    def __init__(
        self, path: Path, *, timeout_ms: int, worker_timeout_ms: int, read_only: bool = False, key: str = ""
    ) -> None:
        super().__init__(str(path), lock_type="IMMEDIATE")
        self.path = path
        self.is_read_only = read_only
        self._key = key
        self._timeouts = timeout_ms, worker_timeout_ms
        self._home_thread = threading.get_ident()

    def _connect(self) -> LedgerConnection:
        timeout_ms = self._timeouts[threading.get_ident() != self._home_thread]
        connection = open_connection(self.path, timeout_ms=timeout_ms, read_only=self.is_read_only, key=self._key)
        if timeout_ms < self._timeouts[1]:
            connection.execute(f"PRAGMA cache_size = -{_WINDOW_CACHE_KIB}")
        if not self.is_read_only:
            install_guards(connection)
        return connection

    def raw(self) -> LedgerConnection:
        """This thread's connection, opened when needed; short statements go to it without Peewee between."""
        connection: LedgerConnection = self.connection()  # type: ignore[no-untyped-call]
        return connection
