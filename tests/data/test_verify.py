from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from ledger_rows import NOW, add_client, voicemail
from sqlcipher3 import dbapi2 as driver

from arcaller.data.database import Ledger
from arcaller.data.errors import StorageError
from arcaller.data.journal.chain import EntryHead, entry_hash, hash_texts
from arcaller.data.tables import Client, Contact
from arcaller.data.verify import verify


@pytest.fixture
def worked_ledger(ledger_path: Path) -> Path:
    with Ledger.open(ledger_path) as ledger:
        for number in ("1001", "1002"):
            client = add_client(ledger, number)
            with ledger.act("log_call", actor_id=1, at=NOW, subject=number) as act:
                act.add(voicemail(client))
                act.change(ledger.get(Client, client), note="try tomorrow")
        with ledger.act("drop_contact", actor_id=1, at=NOW) as act:
            act.remove(ledger.select(Contact)[0])
    return ledger_path


STRANGERS = """INSERT INTO invoice(uuid, client_id, number, number_search, issued_on, due_on, currency, amount_minor,
    open_minor) SELECT substr(hex(randomblob(18)), 1, 36), 2, value, '', '2026-01-01', '2026-01-01', 'EUR',
    1000 - value, 1000 - value FROM json_each('[1,2,3]')"""


def tamper(path: Path, *statements: str) -> tuple[str, ...]:
    """Change the file behind arcaller's back, its triggers put away, and say what ``verify`` finds."""
    with closing(driver.connect(str(path), isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)
    with Ledger.open(path) as ledger:
        return verify(ledger).problems


def test_a_worked_ledger_checks_out_and_names_its_head(worked_ledger: Path) -> None:
    with Ledger.open(worked_ledger) as ledger:
        result = verify(ledger)
        assert result.problems == ()
        assert result.is_ok
        assert (result.entries, result.head) == ledger.row("SELECT number, hash FROM journal ORDER BY number DESC")
    with Ledger.open(worked_ledger, read_only=True) as reader:
        assert verify(reader) == result


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("uuid", "'0192f0a1-0000-7000-8000-000000000000'"),
        ("device", "'PC8'"),
        ("actor_id", "2"),
        ("actor_id", "NULL"),
        ("at", "'2026-11-22T14:02:07.123457Z'"),
        ("act", "'log_calls'"),
        ("subject", "subject || ' '"),
        ("changes_sha256", "hash"),
        ("previous_hash", "hash"),
        ("hash", "previous_hash"),
        ("undoes", "1"),
    ],
)
def test_every_altered_column_of_an_entry_is_found(worked_ledger: Path, column: str, value: str) -> None:
    problems = tamper(worked_ledger, f"UPDATE journal SET {column} = {value} WHERE number = 3")
    assert any("entry 3" in problem or "entry 4" in problem for problem in problems)


def test_text_moved_between_neighbors_is_found(worked_ledger: Path) -> None:
    problems = tamper(worked_ledger, "UPDATE journal SET act = act || '1', subject = '001' WHERE number = 3")
    assert problems == ("Journal entry 3 was altered.",)


@pytest.mark.parametrize("column", ["salt", "changes"])
def test_altered_changes_are_found(worked_ledger: Path, column: str) -> None:
    problems = tamper(
        worked_ledger,
        f"UPDATE journal_detail SET {column} = replace({column}, substr({column}, 5, 1), 'z') WHERE number = 3",
    )
    assert "The changes kept with journal entry 3 were altered or removed." in problems


def test_a_deleted_entry_is_found(worked_ledger: Path) -> None:
    problems = tamper(
        worked_ledger,
        "DELETE FROM journal_client WHERE number = 3",
        "DELETE FROM journal_detail WHERE number = 3",
        "DELETE FROM journal WHERE number = 3",
    )
    assert "Journal entries 3 to 3 are missing." in problems
    assert "Journal entry 4 does not follow the entry before it." in problems


def test_a_cut_tail_is_found(worked_ledger: Path) -> None:
    problems = tamper(
        worked_ledger,
        *(f"DELETE FROM {table} WHERE number > 4" for table in ("journal_client", "journal_detail", "journal")),
    )
    assert "Journal entries 5 to 6 were cut off the end." in problems


def test_swapped_entries_are_found(worked_ledger: Path) -> None:
    problems = tamper(
        worked_ledger,
        "PRAGMA foreign_keys = OFF",
        "UPDATE journal SET number = 99 WHERE number = 3",
        "UPDATE journal SET number = 3 WHERE number = 5",
        "UPDATE journal SET number = 5 WHERE number = 99",
        "UPDATE sqlite_sequence SET seq = 6 WHERE name = 'journal'",
    )
    assert "Journal entry 3 was altered." in problems
    assert "Journal entry 5 was altered." in problems


def test_an_inserted_entry_without_its_hash_is_found(worked_ledger: Path) -> None:
    problems = tamper(
        worked_ledger,
        "INSERT INTO journal SELECT 7, replace(uuid, '7', '8'), device, actor_id, at, act, subject, changes_sha256, "
        "hash, hash, undoes FROM journal WHERE number = 6",
        "INSERT INTO journal_detail SELECT 7, salt, changes FROM journal_detail WHERE number = 6",
    )
    assert "Journal entry 7 was altered." in problems


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE client SET note = 'paid!' WHERE id = 1", "Row 1 of client differs from journal entry 3 (note)."),
        ("UPDATE client SET city = 'Rome' WHERE id = 1", "Row 1 of client differs from journal entry 2 (city)."),
        ("DELETE FROM call WHERE id = 2", "Row 2 of call is gone, but journal entry 5 left it."),
        (
            "INSERT INTO app_user(uuid, name, role) VALUES (substr(hex(zeroblob(18)), 1, 36), 'Eve', 'supervisor')",
            "Row 2 of app_user: in no journal entry.",
        ),
        (
            STRANGERS,
            "Rows 3 to 5 of invoice: in no journal entry.",
        ),
        (
            "INSERT INTO contact(id, uuid, client_id) VALUES (1, substr(hex(zeroblob(18)), 1, 36), 1)",
            "Row 1 of contact is there, but journal entry 6 removed it.",
        ),
        ("DELETE FROM journal_client WHERE client_id = 1", "The journal names 5 times a client, its index 2 times."),
        ("UPDATE client_summary SET score = score + 1 WHERE client_id = 2", "The summary of client 2 differs"),
    ],
)
def test_rows_changed_past_the_journal_are_found(worked_ledger: Path, statement: str, told: str) -> None:
    problems = tamper(worked_ledger, statement)
    assert any(problem.startswith(told) for problem in problems), problems


def test_a_balance_that_does_not_follow_from_what_settled_it_is_found(worked_ledger: Path) -> None:
    problems = tamper(worked_ledger, "UPDATE invoice SET open_minor = 1 WHERE id = 1")
    assert "Invoice 1 shows 1 open, but its amount less what settled it is 50000 (minor units)." in problems


def test_a_flipped_bit_in_the_file_is_found(worked_ledger: Path) -> None:
    with Ledger.open(worked_ledger) as ledger:
        (page,) = ledger.rows("SELECT rootpage FROM sqlite_master WHERE name = 'client_by_sort_name'")[0]
        (size,) = ledger.rows("PRAGMA page_size")[0]
    content = bytearray(worked_ledger.read_bytes())
    content[page * size - 5] ^= 0x20  # in the page's last cell, which holds a sort name
    worked_ledger.write_bytes(content)
    with Ledger.open(worked_ledger) as ledger:
        assert any(problem.startswith("The file is damaged") for problem in verify(ledger).problems)


def test_a_file_that_cannot_be_read_through_is_said_to_be_damaged_with_what_to_do(worked_ledger: Path) -> None:
    with Ledger.open(worked_ledger) as ledger:
        (page,) = ledger.rows("SELECT rootpage FROM sqlite_master WHERE name = 'journal'")[0]
        (size,) = ledger.rows("PRAGMA page_size")[0]
    content = bytearray(worked_ledger.read_bytes())
    content[(page - 1) * size : (page - 1) * size + 64] = bytes(64)
    worked_ledger.write_bytes(content)
    with Ledger.open(worked_ledger) as ledger, pytest.raises(StorageError, match="damaged; keep it as it is"):
        verify(ledger)


def test_the_hash_of_an_entry_is_what_the_format_says() -> None:
    """A value worked out by hand with ``printf '2:ab0:1:ł' | sha256sum`` keeps old ledgers readable for good."""
    assert hash_texts(("ab", "", "ł")) == "8cfca5c77a08aa9e9cf041fd41f842bdb0874d65fc96e5a51c8fb80c48e8edc9"
    head = EntryHead("u", "d", None, "t", "a", "s")
    assert entry_hash(1, head, "c", "p") == hash_texts(("1", "u", "d", "", "t", "a", "s", "c", "p", ""))
