from __future__ import annotations

import hashlib
import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from ledger_rows import NOW, TODAY, add_client, voicemail
from sqlcipher3 import dbapi2 as driver

from arcaller.data.database import Ledger
from arcaller.data.errors import NewerLedger, StorageError
from arcaller.data.migrations.migrations import STEPS, migrate, version_of
from arcaller.data.sqlite import LedgerConnection, open_connection
from arcaller.data.tables import JOURNALED, shape_of
from arcaller.data.verify import verify

OLD_LEDGERS = Path(__file__).parent / "old_ledgers"
NEXT = max(STEPS) + 1


def schema_of(connection: LedgerConnection) -> list[tuple[str, str, str]]:
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY 1, 2"
    )
    return [(kind, name, " ".join(sql.split())) for kind, name, sql in rows]


def empty(path: Path) -> LedgerConnection:
    path.touch()
    return open_connection(path, timeout_ms=0)


def add_column(connection: LedgerConnection) -> None:
    connection.execute("ALTER TABLE client ADD COLUMN nickname TEXT NOT NULL DEFAULT ''")


def rebuild_clients(connection: LedgerConnection) -> None:
    """The way SQLite wants a table rebuilt: with foreign keys on, dropping it would take the contacts along."""
    (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'client'").fetchone()
    connection.execute(sql.replace("CREATE TABLE client", "CREATE TABLE client_new"))
    connection.execute("INSERT INTO client_new SELECT * FROM client")
    connection.execute("DROP TABLE client")
    connection.execute("ALTER TABLE client_new RENAME TO client")


def lose_clients(connection: LedgerConnection) -> None:
    connection.execute("DELETE FROM client")


def fail(connection: LedgerConnection) -> None:
    connection.execute("CREATE TABLE half(x TEXT) STRICT")
    raise ZeroDivisionError


def test_the_typed_tables_and_the_schema_name_the_same_columns(ledger: Ledger) -> None:
    for table in JOURNALED:
        shape = shape_of(table)
        described = ledger.rows('SELECT name, "notnull" FROM pragma_table_info(?)', (shape.name,))
        assert [name for name, _ in described] == list(shape.columns), shape.name
        fields = table._meta.fields
        optional = {name for name, is_needed in described if not is_needed and name != "id"}
        assert {name for name in shape.columns if fields[name].null} == optional, shape.name


def test_every_table_is_strict_and_gives_no_id_twice(ledger: Ledger) -> None:
    tables = ledger.rows(
        "SELECT name, strict FROM pragma_table_list "
        "WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    assert [name for name, strict in tables if not strict] == []
    keyed = {shape_of(table).name for table in JOURNALED}
    loose = ledger.rows("SELECT name, sql FROM sqlite_master WHERE sql NOT LIKE '%AUTOINCREMENT%' AND type = 'table'")
    assert keyed.isdisjoint(name for name, _ in loose)
    assert keyed < {name for name, _ in tables}


def test_a_step_is_run_once_and_the_file_copied_before(ledger_path: Path) -> None:
    steps = {**STEPS, NEXT: add_column}
    with closing(open_connection(ledger_path, timeout_ms=0)) as connection:
        copy = migrate(connection, ledger_path, steps)
        assert version_of(connection) == NEXT
        assert migrate(connection, ledger_path, steps) is None
    assert copy == ledger_path.with_name(f"nord.arcaller.before-{NEXT}")
    with Ledger.open(copy) as before:
        assert verify(before).problems == ()


def test_an_earlier_copy_is_never_written_over(ledger_path: Path) -> None:
    first = ledger_path.with_name(f"nord.arcaller.before-{NEXT}")
    first.write_text("keep me")
    with closing(open_connection(ledger_path, timeout_ms=0)) as connection:
        assert migrate(connection, ledger_path, {**STEPS, NEXT: add_column}) == first.with_name(first.name + "-2")
    assert first.read_text() == "keep me"


def test_a_rebuilt_table_keeps_its_children(ledger_path: Path) -> None:
    with Ledger.open(ledger_path) as ledger:
        add_client(ledger)
    with closing(open_connection(ledger_path, timeout_ms=0)) as connection:
        migrate(connection, ledger_path, {**STEPS, NEXT: rebuild_clients})
        assert connection.execute("SELECT count(*) FROM contact").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM client_summary").fetchone() == (1,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


@pytest.mark.parametrize(("step", "error"), [(fail, ZeroDivisionError), (lose_clients, StorageError)])
def test_a_failing_step_leaves_the_ledger_as_it_was(ledger_path: Path, step: object, error: type[Exception]) -> None:
    with Ledger.open(ledger_path) as ledger:
        add_client(ledger)
    with closing(open_connection(ledger_path, timeout_ms=0)) as connection:
        before = schema_of(connection)
        with pytest.raises(error):
            migrate(connection, ledger_path, {**STEPS, NEXT: step})  # type: ignore[dict-item]
        assert (version_of(connection), schema_of(connection)) == (NEXT - 1, before)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    with Ledger.open(ledger_path) as ledger:
        assert verify(ledger).problems == ()


def test_a_newer_file_is_refused_before_anything_is_written(ledger_path: Path) -> None:
    with closing(open_connection(ledger_path, timeout_ms=0)) as connection:
        migrate(connection, ledger_path, {**STEPS, NEXT: add_column})
        (changes,) = connection.execute("SELECT total_changes()").fetchone()
        with pytest.raises(NewerLedger, match=rf"version {NEXT}, this one knows {NEXT - 1}"):
            migrate(connection, ledger_path)
        assert connection.execute("SELECT total_changes()").fetchone() == (changes,)


@pytest.mark.parametrize("stored", sorted(OLD_LEDGERS.glob("*.ledger")), ids=lambda path: path.stem)
def test_every_ledger_ever_released_opens_and_becomes_like_a_new_one(stored: Path, tmp_path: Path) -> None:
    path = tmp_path / stored.name
    shutil.copy(stored, path)
    told = json.loads(stored.with_suffix(".json").read_text())
    assert hashlib.sha256(stored.read_bytes()).hexdigest() == told["sha256"]
    with Ledger.open(path) as ledger:
        result = verify(ledger)
        assert (result.problems, result.entries, result.head) == ((), told["entries"], told["head"])
        for table, count in told["counts"].items():
            assert ledger.rows(f"SELECT count(*) FROM {table}") == [(count,)], table
        assert ledger.rows("SELECT sum(open_minor) FROM invoice") == [(told["open_minor"],)]
        with closing(empty(tmp_path / "new")) as fresh:
            migrate(fresh, tmp_path / "new")
            assert schema_of(ledger.connection()) == schema_of(fresh)
            assert version_of(ledger.connection()) == version_of(fresh) == max(STEPS)
        client = ledger.rows("SELECT id FROM client")[0][0]
        ledger.start_day(TODAY)
        with ledger.act("log_call", actor_id=1, at=NOW) as act:
            act.add(voicemail(client))
        assert verify(ledger).problems == ()


def test_one_ledger_is_stored_for_each_step() -> None:
    assert sorted(int(path.stem.split("-")[1]) for path in OLD_LEDGERS.glob("*.ledger")) == sorted(STEPS)


def test_a_stored_ledger_is_read_as_plain_sqlite() -> None:
    """A ledger must stay readable without arcaller."""
    for path in OLD_LEDGERS.glob("*.ledger"):
        with closing(driver.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
