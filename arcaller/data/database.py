"""One ledger: its file, its connections, its settings, and the door to its acts."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from peewee import Expression, ModelSelect

from arcaller.data import settings, summary
from arcaller.data.errors import NotALedger, StorageError
from arcaller.data.files.file_lock import FileLock
from arcaller.data.files.ledger_file import check_file, storage_warning
from arcaller.data.journal import undo as undoing
from arcaller.data.journal.act import Act, make_head
from arcaller.data.journal.undo import UndoableAct
from arcaller.data.migrations.migrations import migrate, refuse_newer, version_of
from arcaller.data.settings import SettingKey, read_setting
from arcaller.data.sqlite import (
    APPLICATION_ID,
    DriverError,
    LedgerConnection,
    LedgerDatabase,
    in_words,
    open_connection,
)
from arcaller.data.tables import AppUser, Table

T = TypeVar("T")
AnyTable = TypeVar("AnyTable", bound=Table)

GUI_TIMEOUT_MS = 100
"""How long a write waits for another one when a person is waiting."""
WORKER_TIMEOUT_MS = 5_000
"""How long a worker's write, or a program's, waits for another one."""


class Ledger:
    """An open ledger. Threads other than the one that opened it get a connection of their own, with worker patience.

    Open it through :meth:`open`, as a context manager or with :meth:`close` at the end.
    """

    def __init__(self, database: LedgerDatabase, lock: FileLock | None, device: str | None) -> None:
        self.path = database.path
        self.warning = storage_warning(self.path)
        self._database = database
        self._lock = lock
        self._device = self.setting(settings.DEVICE) if device is None else device

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        timeout_ms: int = WORKER_TIMEOUT_MS,
        read_only: bool = False,
        device: str | None = None,
        since: datetime | None = None,
        key: str = "",
    ) -> Ledger:
        """Open the ledger at ``path``, brought to the newest schema.

        Only one program may have it open for writing; readers open beside it. ``since`` is the time others are told
        when they find it in use; ``device`` names this laptop in the journal. Raises ``StorageError``.
        """
        check_file(path, is_encrypted=bool(key))
        lock = None if read_only else FileLock(path, since)
        try:
            with closing(open_connection(path, timeout_ms=timeout_ms, read_only=read_only, key=key)) as connection:
                _check_ledger(connection, path)
                if not read_only:
                    migrate(connection, path)
            database = LedgerDatabase(
                path, timeout_ms=timeout_ms, worker_timeout_ms=WORKER_TIMEOUT_MS, read_only=read_only, key=key
            )
            return cls(database, lock, device)
        except BaseException:
            if lock is not None:
                lock.release()
            raise

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close this thread's connection and let go of the file; workers close theirs by :meth:`worker`."""
        self._database.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @property
    def is_read_only(self) -> bool:
        """Whether acts are refused."""
        return self._database.is_read_only

    @contextmanager
    def worker(self) -> Iterator[Ledger]:
        """Use the ledger in a worker thread: its connection is closed at the end of the block."""
        try:
            yield self
        finally:
            self._database.close()

    # reading

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of one query."""
        with in_words(self.path):
            return self._raw().execute(sql, parameters).fetchall()  # type: ignore[no-any-return]

    def ids(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> array[int]:
        """The first column of one query, whole numbers: 8 bytes each, and never a list of all rows beside them."""
        with in_words(self.path):
            return array("q", (row[0] for row in self._raw().execute(sql, parameters)))

    def row(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> tuple[Any, ...] | None:
        """The first row of one query, ``None`` if there is none."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several queries that see one and the same state of the file."""
        connection = self._raw()
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            # what ends the reading of a damaged file fails as well; what was wrong with it is said, not that
            with suppress(DriverError):
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def select(self, table: type[AnyTable], *conditions: Expression | bool) -> list[AnyTable]:
        """The rows of ``table`` that meet ``conditions``, by id."""
        query: ModelSelect[AnyTable] = table.select().order_by(table.id)
        return list((query.where(*conditions) if conditions else query).bind(self._database))

    def find(self, table: type[AnyTable], *conditions: Expression | bool) -> AnyTable | None:
        """The first row of ``table`` that meets ``conditions``."""
        found = list(table.select().where(*conditions).order_by(table.id).limit(1).bind(self._database))
        return found[0] if found else None

    def get(self, table: type[AnyTable], row_id: int) -> AnyTable:
        """The row ``row_id`` of ``table``; it must be there."""
        found = self.find(table, table.id == row_id)
        if found is None:
            raise StorageError(
                f"Row {row_id} of {table.__name__} is gone; open the client again and repeat the step."
            )
        return found

    def setting(self, key: SettingKey[T]) -> T:
        """The value of one setting; set by ``act.write_setting``."""
        return read_setting(self._raw(), key)

    # writing

    def act(
        self,
        name: str,
        *,
        actor_id: int | None,
        at: datetime,
        subject: str = "",
        clients: Iterable[int] = (),
    ) -> Act:
        """``with ledger.act("log_call", actor_id=…, at=now, clients={17}) as act:`` – the one door for writes.

        ``at`` is the aware time of the act, ``subject`` says in words what it is about, ``clients`` are those it
        concerns beyond the ones its rows name.
        """
        return self._act(name, actor_id, at, subject, clients=clients)

    def undo(self, number: int, *, actor_id: int | None, at: datetime) -> Act:
        """Take back entry ``number`` by a counter-act; undoing that one is the redo. Gives the finished counter-act.

        Raises ``DomainError`` with the reason if something later rests on it or it was issued.
        """
        row = self.row("SELECT subject FROM journal WHERE number = ?", (number,))
        act = self._act(undoing.UNDO, actor_id, at, row[0] if row else "", undoes=number if row else None)
        with act:
            undoing.take_back(self._raw(), act, number)
        return act

    def undoable_acts(self, limit: int = 50) -> list[UndoableAct]:
        """The newest acts whose effect stands, newest first: what Ctrl+Z takes back, also after a restart."""
        return undoing.undoable_acts(self._raw(), limit)

    def redoable_act(self, passing: Collection[str] = ()) -> UndoableAct | None:
        """What Redo would bring back: undo its ``number``. Only after undos, acts named in ``passing`` aside."""
        return undoing.redoable_entry(self._raw(), passing)

    def start_day(self, today: date) -> bool:
        """Rebuild the summary if it stands for another business date; ``True`` if it did."""
        connection = self._raw()
        if self.is_read_only or summary.business_date(connection) == today:
            return False
        with self._transaction(connection):
            summary.rebuild(connection, today)
        return True

    @property
    def business_date(self) -> date | None:
        """The date the summary stands for."""
        return summary.business_date(self._raw())

    def connection(self) -> LedgerConnection:
        """This thread's connection, for the other modules of this package."""
        return self._raw()

    def _raw(self) -> LedgerConnection:
        return self._database.raw()

    def _act(
        self,
        name: str,
        actor_id: int | None,
        at: datetime,
        subject: str,
        *,
        clients: Iterable[int] = (),
        undoes: int | None = None,
    ) -> Act:
        if self.is_read_only:
            raise StorageError(f"{self.path} is open for reading only; close the other program that writes to it.")
        head = make_head(device=self._device, actor_id=actor_id, at=at, act=name, subject=subject, undoes=undoes)
        return Act(self._raw(), self.path, head, at=at, clients=clients)

    @contextmanager
    def _transaction(self, connection: LedgerConnection) -> Iterator[None]:
        with in_words(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise


def _check_ledger(connection: LedgerConnection, path: Path) -> None:
    with in_words(path):
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        version = version_of(connection)
    if application_id != APPLICATION_ID or version == 0:
        raise NotALedger(f"{path} is not a ledger of arcaller; choose another file.")
    refuse_newer(path, version)


def create_ledger(
    path: Path,
    *,
    company: str,
    currency: str,
    country: str,
    user_name: str,
    at: datetime,
    today: date,
    device: str = "",
    role: str = "supervisor",
    time_zone: str = "UTC",
) -> None:
    """Make a new ledger at ``path`` with its company and its first user; refuses to write over anything.

    The file appears under its name only when it is whole. ``at`` is the aware time, ``today`` the business date,
    ``time_zone`` the company's.
    """
    lock = FileLock(path, at)
    partial = path.with_name(path.name + ".new")
    try:
        if path.exists():
            raise StorageError(f"{path} is already there; choose another name, or open it.")
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        with closing(open_connection(partial, timeout_ms=WORKER_TIMEOUT_MS)) as connection:
            migrate(connection, partial)
        database = LedgerDatabase(partial, timeout_ms=WORKER_TIMEOUT_MS, worker_timeout_ms=WORKER_TIMEOUT_MS)
        with Ledger(database, None, device) as ledger:
            with ledger.act(undoing.CREATE, actor_id=None, at=at, subject=company) as act:
                act.write_setting(settings.COMPANY_NAME, company)
                act.write_setting(settings.COMPANY_CURRENCY, currency)
                act.write_setting(settings.COMPANY_COUNTRY, country)
                act.write_setting(settings.COMPANY_TIME_ZONE, time_zone)
                act.write_setting(settings.DEVICE, device)
                act.add(AppUser(name=user_name, role=role))
            ledger.start_day(today)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
        lock.release()
