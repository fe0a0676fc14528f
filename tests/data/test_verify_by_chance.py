"""A thousand random changes behind arcaller's back, each on its own: ``verify`` finds every one of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from ledger_rows import NOW, add_client, voicemail
from sqlcipher3 import dbapi2 as driver

from arcaller.data.database import Ledger
from arcaller.data.fields import local_day
from arcaller.data.files.heads import HeadBook, KnownHead, check_heads
from arcaller.data.journal.chain import EntryHead, entry_hash, hash_texts
from arcaller.data.tables import Client, FollowUp, Promise, PromiseInvoice
from arcaller.data.verify import verify
from arcaller.domain.errors import DomainError
from arcaller.services.journal_head import read_claim, verify_ledger

MUTATIONS = 1_000
JOURNAL = ("uuid", "device", "at", "act", "subject", "changes_sha256", "previous_hash", "hash")


@pytest.fixture
def worked(ledger_path: Path) -> Path:
    with Ledger.open(ledger_path) as ledger:
        for number in range(1001, 1007):
            client = add_client(ledger, str(number))
            with ledger.act("log_call", actor_id=1, at=NOW, subject=str(number)) as act:
                call = act.add(voicemail(client))
                promise = act.add(
                    Promise(client_id=client, call_id=call, promised_on=NOW.date(), due_on=NOW.date(), currency="EUR",
                            amount_minor=1_000, state="open")
                )  # fmt: skip
                act.add(PromiseInvoice(promise_id=promise, invoice_id=client))
                act.add(FollowUp(client_id=client, due_on=NOW.date(), kind="call", call_id=call))
                act.change(ledger.get(Client, client), note=f"note of {number}")
    return ledger_path


def scrambled(text: str, chance: random.Random) -> str:
    """``text`` with one of its letters another one."""
    at = chance.randrange(len(text))
    return text[:at] + chance.choice([mark for mark in "abcdef0123456789" if mark != text[at]]) + text[at + 1 :]


class Tamperer:
    """Picks one change at random and makes it; each is undone by the caller's rollback."""

    def __init__(self, connection, chance: random.Random) -> None:
        self.connection, self.chance = connection, chance
        self.entries = [row[0] for row in connection.execute("SELECT number FROM journal")]
        self.tables = {
            "client": ("note", "city", "legal_name", "segment"), "contact": ("name", "email", "role"),
            "invoice": ("number", "po_reference", "currency"), "call": ("note", "outcome", "phone", "called_at"),
            "promise": ("amount_minor", "due_on", "state", "method"), "follow_up": ("due_on", "kind", "reason"),
        }  # fmt: skip

    def one(self) -> str:
        kind: Callable[[], str] = self.chance.choice(
            [self.alter_entry, self.alter_changes, self.remove_entry, self.swap_entries, self.insert_entry,
             self.change_row, self.remove_row, self.insert_row, self.swap_rows]
        )  # fmt: skip
        return kind()

    def run(self, sql: str, *values: object) -> str:
        self.connection.execute(sql, values)
        return f"{sql} {values}"

    def alter_entry(self) -> str:
        column, number = self.chance.choice(JOURNAL), self.chance.choice(self.entries)
        (text,) = self.connection.execute(f"SELECT {column} FROM journal WHERE number = ?", (number,)).fetchone()
        return self.run(f"UPDATE journal SET {column} = ? WHERE number = ?",
                        scrambled(text, self.chance) if text else "x", number)  # fmt: skip

    def alter_changes(self) -> str:
        column, number = self.chance.choice(("salt", "changes")), self.chance.choice(self.entries)
        (text,) = self.connection.execute(
            f"SELECT {column} FROM journal_detail WHERE number = ?", (number,)
        ).fetchone()
        return self.run(
            f"UPDATE journal_detail SET {column} = ? WHERE number = ?", scrambled(text, self.chance), number
        )

    def remove_entry(self) -> str:
        number = self.chance.choice(self.entries)
        self.run("DELETE FROM journal_detail WHERE number = ?", number)
        return self.run("DELETE FROM journal WHERE number = ?", number)

    def swap_entries(self) -> str:
        one, other = self.chance.sample(self.entries, 2)
        for table in ("journal_detail", "journal"):
            for before, after in ((one, -1), (other, one), (-1, other)):
                self.run(f"UPDATE {table} SET number = ? WHERE number = ?", after, before)
        return f"swap of {one} and {other}"

    def insert_entry(self) -> str:
        number, source = max(self.entries) + 1, self.chance.choice(self.entries)
        self.run("INSERT INTO journal SELECT ?, replace(uuid, substr(uuid, 1, 4), 'ffff'), device, actor_id, at, "
                 "act, subject, changes_sha256, hash, hash, undoes FROM journal WHERE number = ?",
                 number, source)  # fmt: skip
        return self.run("INSERT INTO journal_detail SELECT ?, salt, changes FROM journal_detail WHERE number = ?",
                        number, source)  # fmt: skip

    def change_row(self) -> str:
        table = self.chance.choice(list(self.tables))
        column = self.chance.choice(self.tables[table])
        row_id, value = self.chance.choice(self.connection.execute(f"SELECT id, {column} FROM {table}").fetchall())
        if isinstance(value, int):
            return self.run(f"UPDATE {table} SET {column} = {column} + 1 WHERE id = ?", row_id)
        other = f"{value[:-1]}{'1' if value[-1:] != '1' else '2'}" if column.endswith(("_on", "number")) else {
            "outcome": "busy", "state": "kept", "kind": "call_back", "currency": "USD",
            "called_at": "2025-01-01T00:00:00.000000Z",
        }.get(column, f"{value}x")  # fmt: skip
        return self.run(f"UPDATE {table} SET {column} = ? WHERE id = ?", other, row_id)

    def remove_row(self) -> str:
        table = self.chance.choice(("follow_up", "promise_invoice", "contact"))
        (row_id,) = self.chance.choice(self.connection.execute(f"SELECT id FROM {table}").fetchall())
        return self.run(f"DELETE FROM {table} WHERE id = ?", row_id)

    def insert_row(self) -> str:
        return self.run(
            "INSERT INTO follow_up(uuid, client_id, due_on, kind) VALUES (substr(hex(randomblob(18)), 1, 36), ?, "
            "'2026-12-01', 'call')", self.chance.randrange(1, 7)
        )  # fmt: skip

    def swap_rows(self) -> str:
        one, other = self.chance.sample(range(1, 7), 2)
        for before, after in ((one, -1), (other, one), (-1, other)):
            self.run("UPDATE follow_up SET id = ? WHERE id = ?", after, before)
        return f"follow-ups {one} and {other} swapped"


def test_each_of_a_thousand_random_changes_is_found(worked: Path) -> None:
    chance = random.Random(20261124)
    missed = []
    with closing(driver.connect(str(worked), isolation_level=None)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        connection.create_function("arcaller_local_day", 2, local_day, deterministic=True)
        connection.execute("PRAGMA foreign_keys = OFF")
        for name in names:
            connection.execute(f"DROP TRIGGER {name}")
        with Ledger.open(worked, read_only=True) as reader:
            assert verify(reader).problems == ()
        tamperer = Tamperer(connection, chance)
        ledger = Sighted(connection, worked)
        assert ledger.problems() == ()
        for _ in range(MUTATIONS):
            connection.execute("BEGIN")
            what = tamperer.one()
            if not ledger.problems():
                missed.append(what)
            connection.execute("ROLLBACK")
    assert missed == []


class Sighted:
    """``verify`` on the connection that holds the change, before it is rolled back."""

    def __init__(self, connection, path: Path) -> None:
        self.path, self._connection = path, connection

    def connection(self):
        return self._connection

    def problems(self) -> tuple[str, ...]:
        self.snapshot = nullcontext
        return verify(self).problems  # type: ignore[arg-type]


def cut(path: Path, entries: int) -> None:
    """The last ``entries`` of the journal cut off cleanly: rows they added, too, and the counter set back."""
    with closing(driver.connect(str(path), isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        (head,) = connection.execute("SELECT max(number) FROM journal").fetchone()
        for table in ("journal_client", "journal_detail", "journal"):
            connection.execute(f"DELETE FROM {table} WHERE number > ?", (head - entries,))
        connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'journal'", (head - entries,))


def recompute(path: Path, number: int) -> None:
    """Another subject in one entry, and every hash from there on computed anew: the chain itself is whole again."""
    with closing(driver.connect(str(path), isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE journal SET subject = 'somebody else' WHERE number = ?", (number,))
        (previous,) = connection.execute("SELECT hash FROM journal WHERE number = ?", (number - 1,)).fetchone()
        rows = connection.execute(
            "SELECT j.number, uuid, device, actor_id, at, act, subject, undoes, salt, changes FROM journal j "
            "JOIN journal_detail d ON d.number = j.number WHERE j.number >= ? ORDER BY j.number", (number,)
        ).fetchall()  # fmt: skip
        for entry, uuid, device, actor, at, act, subject, undoes, salt, changes in rows:
            digest = hash_texts((salt, changes))
            own = entry_hash(entry, EntryHead(uuid, device, actor, at, act, subject, undoes), digest, previous)
            connection.execute(
                "UPDATE journal SET changes_sha256 = ?, previous_hash = ?, hash = ? WHERE number = ?",
                (digest, previous, own, entry),
            )
            previous = own


@pytest.fixture
def with_empty_end(worked: Path) -> Path:
    """A last entry whose loss no row would show: a note set and set back."""
    with Ledger.open(worked) as ledger:
        for note in ("once", "note of 1001"):
            with ledger.act("save_note", actor_id=1, at=NOW) as act:
                act.change(ledger.get(Client, 1), note=note)
    return worked


def test_a_cut_tail_passes_the_chain_and_is_found_against_a_head_noted_before(
    with_empty_end: Path, tmp_path: Path
) -> None:
    book = HeadBook(tmp_path / "heads.json")
    with Ledger.open(with_empty_end, read_only=True) as ledger:
        first = verify_ledger(ledger, book, NOW)
        assert (first.result.problems, first.heads) == ((), 0)
        claim = f"{first.result.entries}:{first.result.head[:16]}"
    cut(with_empty_end, 2)
    with Ledger.open(with_empty_end, read_only=True) as ledger:
        assert verify(ledger).problems == ()
        told = verify_ledger(ledger, book, NOW).result.problems
        assert told[0].startswith("The journal was cut: the check of 2026-11-22 names entry")
        elsewhere = HeadBook(tmp_path / "none.json")
        told = verify_ledger(ledger, elsewhere, NOW, claims=[read_claim(claim)]).result.problems
        assert told[0].startswith(f"The journal was cut: the head {claim}")


def test_a_chain_computed_anew_is_found_against_a_head_noted_before(worked: Path, tmp_path: Path) -> None:
    book = HeadBook(tmp_path / "heads.json")
    with Ledger.open(worked, read_only=True) as ledger:
        assert verify_ledger(ledger, book, NOW).result.is_ok
    recompute(worked, 5)
    with Ledger.open(worked, read_only=True) as ledger:
        assert verify(ledger).problems == ()
        assert "was made anew" in verify_ledger(ledger, book, NOW).result.problems[0]


def test_a_ledger_that_went_on_still_agrees_with_every_earlier_head(worked: Path, tmp_path: Path) -> None:
    book = HeadBook(tmp_path / "heads.json")
    with Ledger.open(worked) as ledger:
        for number in range(3):
            assert verify_ledger(ledger, book, NOW).heads == number
            add_client(ledger, f"20{number}")
        assert tuple(check_heads(ledger, book.known(ledger))) == ()


def test_a_backup_brought_back_is_no_cut_and_a_broken_book_is_none(worked: Path, tmp_path: Path) -> None:
    book = HeadBook(tmp_path / "heads.json")
    with Ledger.open(worked) as ledger:
        book.note(ledger, "the backup", NOW)
        assert [head.source for head in book.known(ledger)] == ["the backup of 2026-11-22"]
        book.forget(ledger)
        assert book.known(ledger) == ()
        (tmp_path / "heads.json").write_text("{", encoding="utf-8")
        assert book.known(ledger) == ()


def test_a_head_is_read_as_it_stands_on_paper() -> None:
    assert read_claim(" 12:8CFCA5C777A0 ") == KnownHead(12, "8cfca5c777a0", "the head 12:8CFCA5C777A0")


@pytest.mark.parametrize("text", ["", "12", "12:", "12:8cf", "x:8cfca5c777a0", "12:8cfca5c777ag", f"1:{'a' * 65}"])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(DomainError, match="no head of a journal"):
        read_claim(text)
