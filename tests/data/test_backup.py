from __future__ import annotations

import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from ledger_rows import NOW, add_client, state_of, voicemail
from test_ledger_opening import as_ordinary_user

from arcaller.data.database import Ledger
from arcaller.data.errors import StorageError
from arcaller.data.files.backup import back_up, look_into, restore
from arcaller.data.sqlite import open_connection
from arcaller.data.verify import verify


def log_call(ledger: Ledger, client: int) -> None:
    with ledger.act("log_call", actor_id=1, at=NOW) as act:
        act.add(voicemail(client))


def test_a_backup_is_one_checked_file_that_opens(ledger: Ledger, client: int, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "nord.backup"
    target.parent.mkdir()
    told = back_up(ledger, target)
    assert [path.name for path in target.parent.iterdir()] == ["nord.backup"]
    assert (told.company, told.entries, told.counts["client"], told.counts["invoice"]) == ("Nord", 2, 1, 1)
    assert look_into(target) == told
    with Ledger.open(target) as copy:
        assert state_of(copy) == state_of(ledger)
        assert verify(copy).problems == ()


def test_a_backup_is_made_beside_an_open_window(ledger: Ledger, client: int, tmp_path: Path) -> None:
    with Ledger.open(ledger.path, read_only=True) as reader:
        assert back_up(reader, tmp_path / "copy").entries == 2


def test_a_newer_backup_takes_the_place_of_an_older_one(ledger: Ledger, client: int, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    back_up(ledger, target)
    log_call(ledger, client)
    assert back_up(ledger, target).entries == look_into(target).entries == 3


def test_a_damaged_ledger_never_replaces_a_good_backup(ledger_path: Path, tmp_path: Path) -> None:
    with Ledger.open(ledger_path) as ledger:
        add_client(ledger)
        target = tmp_path / "copy"
        back_up(ledger, target)
        (page,) = ledger.rows("SELECT rootpage FROM sqlite_master WHERE name = 'client_by_sort_name'")[0]
    good, content = target.read_bytes(), bytearray(ledger_path.read_bytes())
    content[page * 4096 - 5] ^= 0x20
    ledger_path.write_bytes(content)
    with Ledger.open(ledger_path) as ledger, pytest.raises(StorageError, match="damaged"):
        back_up(ledger, target)
    assert target.read_bytes() == good
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "nord.arcaller"]


def test_an_altered_journal_never_becomes_a_backup(ledger: Ledger, client: int, tmp_path: Path) -> None:
    log_call(ledger, client)
    connection = open_connection(ledger.path, timeout_ms=0)
    connection.execute("DROP TRIGGER journal_no_update")
    connection.execute("UPDATE journal SET act = 'x' WHERE number = 2")
    connection.close()
    with pytest.raises(StorageError, match=r"Journal entry 2 was altered"):
        back_up(ledger, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_backup_over_the_ledger_itself_is_refused(ledger: Ledger, client: int) -> None:
    with pytest.raises(StorageError, match="the ledger itself"):
        back_up(ledger, ledger.path)
    assert verify(ledger).is_ok


def test_a_folder_that_cannot_be_written_is_said_in_words(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"could not be written .*choose another folder"):
        back_up(ledger, tmp_path / "nowhere" / "copy")
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    try:
        with as_ordinary_user(), pytest.raises(StorageError, match="could not be written"):
            back_up(ledger, folder / "copy")
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_full_disk_is_said_in_words(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"No space left on device.*free some space"):
        back_up(ledger, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_restore_brings_the_backup_and_keeps_the_present(ledger: Ledger, client: int, tmp_path: Path) -> None:
    back_up(ledger, tmp_path / "copy")
    then = state_of(ledger)
    log_call(ledger, client)
    now = state_of(ledger)
    restored = restore(ledger, tmp_path / "copy", NOW)
    assert (restored.before.entries, restored.after.entries) == (3, 2)
    assert (restored.before.counts["call"], restored.after.counts["call"]) == (1, 0)
    assert state_of(ledger) == then
    assert restored.snapshot == ledger.path.with_name("nord.arcaller.before-restore-20261122-140207")
    restore(ledger, restored.snapshot, NOW + timedelta(seconds=1))
    assert state_of(ledger) == now
    log_call(ledger, client)
    assert verify(ledger).problems == ()
    assert ledger.rows("PRAGMA journal_mode") == [("wal",)]


@pytest.mark.parametrize("content", [b"", b"not a ledger", None])
def test_what_is_no_good_backup_is_refused_before_anything_happens(
    ledger: Ledger, client: int, tmp_path: Path, content: bytes | None
) -> None:
    source = tmp_path / "copy"
    back_up(ledger, source)
    whole = source.read_bytes()
    source.write_bytes(whole[: len(whole) // 2] if content is None else content)
    before, files = state_of(ledger), sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(StorageError, match=str(source)):
        restore(ledger, source, NOW)
    assert state_of(ledger) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == files
