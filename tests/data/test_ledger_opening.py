from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from ledger_rows import NOW, TODAY, add_client, voicemail
from sqlcipher3 import dbapi2 as driver

from arcaller.data import sqlite
from arcaller.data.database import Ledger, create_ledger
from arcaller.data.errors import LedgerInUse, NewerLedger, StorageError
from arcaller.data.files.ledger_file import storage_warning
from arcaller.data.settings import COMPANY_CURRENCY, COMPANY_NAME, SettingKey


def fingerprint(path: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in path.parent.iterdir()}


def refusal(path: Path, **options: bool) -> str:
    before = fingerprint(path) if path.parent.exists() else {}
    with pytest.raises(StorageError) as caught:
        Ledger.open(path, **options)
    assert (fingerprint(path) if path.parent.exists() else {}) == before
    assert str(path) in caught.value.message
    return caught.value.message


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """Permissions mean nothing to root: become nobody for a moment."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_new_ledger_is_one_file_with_its_company_and_first_user(ledger_path: Path) -> None:
    assert [file.name for file in ledger_path.parent.iterdir()] == [ledger_path.name]
    with Ledger.open(ledger_path) as ledger:
        assert ledger.setting(COMPANY_NAME) == "Nord"
        assert ledger.setting(COMPANY_CURRENCY) == "EUR"
        assert ledger.rows("SELECT name, role FROM app_user") == [("Ana", "supervisor")]
        assert ledger.business_date == TODAY
    assert [file.name for file in ledger_path.parent.iterdir()] == [ledger_path.name]


def test_every_setting_the_ledger_rests_on_holds(ledger: Ledger) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "busy_timeout": 5_000,
    }
    assert {name: ledger.rows(f"PRAGMA {name}")[0][0] for name in wanted} == wanted


def test_the_window_waits_a_tenth_of_a_second_and_its_workers_five(ledger_path: Path) -> None:
    with Ledger.open(ledger_path, timeout_ms=100) as ledger:
        found: list[int] = []

        def work() -> None:
            with ledger.worker():
                found.append(ledger.rows("PRAGMA busy_timeout")[0][0])

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert ledger.rows("PRAGMA busy_timeout") == [(100,)]
        assert found == [5_000]


@pytest.mark.parametrize(
    ("version", "has_bug"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_a_sqlite_that_can_lose_its_log_is_refused(version: tuple[int, int, int], has_bug: bool) -> None:
    assert sqlite.has_wal_reset_bug(version) is has_bug
    if has_bug:
        with pytest.raises(StorageError, match="can lose saved data"):
            sqlite.refuse_unsafe_sqlite(version)
    else:
        sqlite.refuse_unsafe_sqlite(version)


def test_a_missing_file_is_named_and_not_made(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "none.arcaller")
    assert "does not exist" in refusal(tmp_path / "no folder" / "none.arcaller", read_only=True)


@pytest.mark.parametrize("content", [b"", b"number;name\n1;Meyer\n", os.urandom(5_000)])
def test_what_is_no_ledger_is_left_as_it_was(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert "choose another file" in refusal(path)


def test_a_database_of_another_program_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.sqlite"
    with closing(driver.connect(str(path))) as connection:
        connection.execute("CREATE TABLE bookmark(url TEXT)")
    assert "another program" in refusal(path)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_ledger_is_refused_and_its_bytes_stay(ledger_path: Path, read_only: bool) -> None:
    with closing(driver.connect(str(ledger_path), isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = fingerprint(ledger_path)
    with pytest.raises(NewerLedger, match=r"version 99.*Install the newer program"):
        Ledger.open(ledger_path, read_only=read_only)
    assert fingerprint(ledger_path) == before


@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
def test_a_cut_ledger_is_refused_and_left_as_it_was(ledger_path: Path, part: float) -> None:
    content = ledger_path.read_bytes()
    ledger_path.write_bytes(content[: int(len(content) * part)])
    assert "cut short" in refusal(ledger_path)


def test_a_folder_that_allows_no_writing_is_named() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "nord.arcaller"
        create_ledger(path, company="Nord", currency="EUR", country="DE", user_name="Ana", at=NOW, today=TODAY)
        path.chmod(0o644)
        folder.chmod(0o555)
        with as_ordinary_user():
            with pytest.raises(StorageError, match="does not allow writing"):
                Ledger.open(path)
            with pytest.raises(StorageError, match="does not allow writing"):
                create_ledger(
                    folder / "b", company="B", currency="EUR", country="", user_name="A", at=NOW, today=TODAY
                )
            with Ledger.open(path, read_only=True) as ledger:
                assert ledger.setting(COMPANY_NAME) == "Nord"
        assert [file.name for file in folder.iterdir()] == ["nord.arcaller"]
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_an_existing_file_is_never_written_over(ledger_path: Path) -> None:
    before = fingerprint(ledger_path)
    with pytest.raises(StorageError, match="already there"):
        create_ledger(ledger_path, company="B", currency="EUR", country="", user_name="A", at=NOW, today=TODAY)
    assert fingerprint(ledger_path) == before


def test_a_second_writer_is_told_who_has_the_ledger(ledger: Ledger) -> None:
    with pytest.raises(LedgerInUse, match=rf"in use by .* on .* since 2026-11-22 .*process {os.getpid()}"):
        Ledger.open(ledger.path)


def test_readers_open_beside_a_writer_and_see_what_it_saved(ledger: Ledger, client: int) -> None:
    with Ledger.open(ledger.path, read_only=True) as reader:
        assert reader.rows("SELECT count(*) FROM call") == [(0,)]
        with ledger.act("log_call", actor_id=1, at=NOW) as act:
            act.add(voicemail(client))
        assert reader.rows("SELECT count(*) FROM call") == [(1,)]
        with pytest.raises(StorageError, match="reading only"):
            reader.act("log_call", actor_id=1, at=NOW)
        with pytest.raises(StorageError, match="cannot be written"):
            reader.rows("DELETE FROM draft")


def test_a_lock_left_by_a_killed_program_is_taken_over(ledger_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from arcaller.data.database import Ledger;"
        "ledger = Ledger.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(ledger_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(LedgerInUse, match=f"process {holder.pid}"):
            Ledger.open(ledger_path)
        holder.kill()
    lock = ledger_path.with_name(ledger_path.name + ".lock")
    assert json.loads(lock.read_text())["pid"] == holder.pid
    with Ledger.open(ledger_path) as ledger:
        add_client(ledger)
    assert not lock.exists()


@pytest.mark.parametrize(
    "place",
    [
        "/srv/ana/OneDrive - Nord/ledgers/nord.arcaller",
        "/srv/ana/Dropbox/nord.arcaller",
        "/srv/ana/Google Drive/nord.arcaller",
        "/srv/ana/Library/Mobile Documents/com~apple~CloudDocs/nord.arcaller",
    ],
)
def test_a_synchronized_folder_is_warned_of(place: str) -> None:
    assert "not synchronized" in storage_warning(Path(place))


def test_a_plain_folder_is_not_warned_of(tmp_path: Path) -> None:
    assert storage_warning(tmp_path / "nord.arcaller") == ""


def test_a_setting_of_another_type_is_refused_in_words(ledger: Ledger) -> None:
    with ledger.act("set", actor_id=1, at=NOW) as act:
        act.write_setting(SettingKey("company_name", 0), 7)
    with pytest.raises(StorageError, match="“company_name”"):
        ledger.setting(COMPANY_NAME)
