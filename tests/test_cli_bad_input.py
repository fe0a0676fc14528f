"""Bad input ends in one line that says what, where and what to do, exit 1 or 2, and nothing half-written."""

from __future__ import annotations

import os
import sqlite3
from hashlib import sha256
from pathlib import Path

import pytest

from arcaller.cli import main
from arcaller.data.database import Ledger

HEADER = "Client number,Invoice number,Invoice date,Due date,Amount\n"
GOOD = "C1,A-1,2026-01-02,2026-01-20,400.00\nC1,A-2,2026-01-02,2026-01-20,200.00\n"
PLAN = ("plan", "--amount", "100", "--currency", "EUR", "--count", "2", "--first", "2026-03-01", "--every", "monthly")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "test.arcaller"
    words = ("--ledger", str(path), "--today", "2026-01-31")
    assert main(["new", "--company", "Nordwind", "--currency", "EUR", *words]) == 0
    (tmp_path / "good.csv").write_text(HEADER + GOOD, encoding="utf-8")
    assert main(["import", str(tmp_path / "good.csv"), *words]) == 0
    return path


def state(path: Path) -> str:
    """A hash of every row and journal entry."""
    digest = sha256()
    with Ledger.open(path, read_only=True) as ledger:
        for table in ("journal", "setting", "import_batch", "client", "invoice", "payment", "payment_plan"):
            digest.update(repr(ledger.rows(f"SELECT * FROM {table} ORDER BY 1")).encode())
    return digest.hexdigest()


def refused(capsys, path: Path, *words: str, status: int = 1, out: bool = False) -> str:
    """The one line of a refusal; the ledger and its folder stay as they were."""
    before, files = state(path), sorted(path.parent.iterdir())
    capsys.readouterr()
    assert main([*words, "--ledger", str(path), "--today", "2026-01-31"]) == status
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    assert bool(said.out) is out
    assert (state(path), sorted(path.parent.iterdir())) == (before, files)
    return said.err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"Client number~Invoice number~Due date~Amount\nC1~A-1~2026-01-20~4.00\n", "column"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x00\x01\x02\x03" * 100, "bad"),
        (b"Client number,Town\nC1,Berlin\n" * 1 + b'C2,"Ber', "never closed"),
        (HEADER.encode() + b"C1,A-9,01/02/2026,03/02/2026,4.00\n", "--day-first or --month-first"),
        (b"Colour,Size\nred,4\nblue,5\n", "No column was found"),
        (b"PK\x03\x04 cut", "bad"),
    ],
)
def test_wrong_file(ledger, tmp_path, capsys, content, says):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    assert says in refused(capsys, ledger, "import", str(path))


@pytest.mark.parametrize(
    ("rows", "row", "column"),
    [
        ("C1,A-9,2026-02-30,2026-03-20,4.00\n", "row 2", "Invoice date"),
        ("C1,A-9,2026-01-02,2026-01-20,4.00\nC1,A-8,2026-01-02,2026-01-20,4.005\n", "row 3", "Amount"),
        ("C1,A-9,13/01/2026,20/01/2026,4.00\nC1,A-8,01/13/2026,01/20/2026,4.00\n", "row 2", "month 13"),
        ("C1,A-9,2026-01-02,2026-01-20,4.00\nC1,,2026-01-02,2026-01-20,4.00\n", "row 3", "Invoice number"),
        ("C1,A-9,2026-01-02,2026-01-20,4.00\nC1,A-8,2026-01\n", "row 3", "cells"),
        ("C1,A-9,2026-01-02,2026-01-20,4.00\nC1,A-9,2026-01-02,2026-01-20,5.00\n", "row 3", "Invoice number"),
        ("C1,A-9,2026-01-02,2026-01-20,4.00\nTotal,,,,5.00\n", "row 3", "the total says 5.00"),
    ],
)
def test_wrong_row_is_named_on_standard_output_and_nothing_is_written(ledger, tmp_path, capsys, rows, row, column):
    path = tmp_path / "bad.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    before = state(ledger)
    assert "nothing was written" in refused(capsys, ledger, "import", str(path), out=True)
    main(["import", str(path), "--ledger", str(ledger), "--today", "2026-01-31"])
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("error:"))
    assert row in line
    assert column in line
    assert state(ledger) == before


def test_good_rows_are_written_when_errors_may_be_skipped(ledger, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text(HEADER + "C1,A-9,2026-02-30,2026-03-20,4.00\nC1,A-8,2026-01-02,2026-01-20,4.00\n", "utf-8")
    assert main(["import", str(path), "--skip-errors", "--ledger", str(ledger)]) == 0


def test_total_that_adds_up_is_only_left_out(ledger, tmp_path):
    path = tmp_path / "total.csv"
    path.write_text(HEADER + "C1,A-9,2026-01-02,2026-01-20,4.00\nTotal,,,,4.00\n", encoding="utf-8")
    assert main(["import", str(path), "--ledger", str(ledger)]) == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("plan", "--amount", "0.11", "--currency", "EUR", "--count", "12", "--first", "2026-03-01", "--every",
          "monthly"), "choose fewer"),
        ((*PLAN[:7], "--first", "2026-01-30", *PLAN[9:]), "before the agreement"),
        ((*PLAN[:2], "12,5,0", *PLAN[3:]), "not an amount"),
        ((*PLAN[:4], "EURO", *PLAN[5:]), "ISO 4217"),
        ((*PLAN, "--down", "100%"), "100"),
        ((*PLAN, "--balloon", "100"), "leaves nothing"),
        ((*PLAN, "--discount", "120"), "discount"),
        ((*PLAN, "--holidays", "Mars"), "country"),
        (("plan", "--client", "C9", *PLAN[5:]), "no client"),
        (("plan", "--client", "C1", "--amount", "1.00", *PLAN[5:]), "600.00"),
        (("statement", "--client", "C9", "--out", "s.pdf"), "no client"),
        (("import", "nowhere.csv"), "nowhere.csv"),
        (("restore", "nowhere.arcaller"), "does not exist"),
        (("worklist", "--caller", "Nobody"), "Nobody"),
        (("aging", "--as", "Nobody"), "Nobody"),
        (("import", "good.csv", "--currency", "EURO"), "ISO 4217"),
    ],
)  # fmt: skip
def test_refused_with_a_reason(ledger, capsys, words, says, monkeypatch):
    monkeypatch.chdir(ledger.parent)
    assert says in refused(capsys, ledger, *words)


@pytest.mark.parametrize(
    "words",
    [
        ("frobnicate",), (), ("aging", "--as-of", "31.01.2026"), ("aging", "extra"), ("worklist", "--top", "0"),
        ("metrics", "--from", "2026-01-31", "--to", "2026-01-01"), ("metrics", "--from", "2026-01-31"),
        ("plan", "--count", "3", "--first", "2026-03-01", "--every", "monthly"),
        (*PLAN, "--each", "50"), (*PLAN, "--propose"), (*PLAN[:6], "0", *PLAN[7:]), (*PLAN[:-1], "yearly"),
        ("import",), ("import", "x.csv", "--kind", "bank"), ("import", "x.csv", "--day-first", "--month-first"),
        ("export", "secrets", "x.csv"), ("new", "--company", "X"), (*PLAN, "--rate", "lots"),
    ],
)  # fmt: skip
def test_wrong_use_is_two_and_one_line(ledger, capsys, words):
    assert "--help" in refused(capsys, ledger, *words, status=2) or words[:1] in {("metrics",), ("plan",)}


def test_file_that_is_no_ledger(tmp_path, capsys):
    for name, content in (("text", b"hello" * 50), ("empty", b""), ("other", None)):
        path = tmp_path / name
        if content is None:
            sqlite3.connect(path).executescript("CREATE TABLE a(b)").connection.close()
        else:
            path.write_bytes(content)
        before = path.read_bytes()
        for words in (["aging"], ["verify"], ["import", str(path)], ["new", "--company", "X", "--currency", "EUR"]):
            assert main([*words, "--ledger", str(path)]) == 1
            said = capsys.readouterr()
            assert (said.out, said.err.count("\n")) == ("", 1)
        assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty", "other", "text"]


def test_ledger_of_a_newer_version_is_left_alone(ledger, capsys):
    with sqlite3.connect(ledger) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = ledger.read_bytes()
    capsys.readouterr()
    assert main(["aging", "--ledger", str(ledger)]) == 1
    assert "newer arcaller" in capsys.readouterr().err
    assert ledger.read_bytes() == before


def test_target_that_exists_is_not_written_over(ledger, tmp_path, capsys):
    target = tmp_path / "there.pdf"
    target.write_text("mine")
    words = ("plan", "--client", "C1", "--count", "2", "--first", "2026-03-01", "--every", "monthly")
    assert "already there" in refused(capsys, ledger, *words, "--propose", "--agreement", str(target))
    assert "already there" in refused(capsys, ledger, "statement", "--client", "C1", "--out", str(target))
    assert "exists" in refused(capsys, ledger, "export", "clients", str(target))
    assert target.read_text() == "mine"


def test_folder_that_is_none_or_not_there(ledger, tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "nowhere" / "a.arcaller", tmp_path / "file" / "a.arcaller"):
        assert main(["new", "--company", "X", "--currency", "EUR", "--ledger", str(place)]) == 1
        assert capsys.readouterr().err.count("\n") == 1
    refused(capsys, ledger, "backup", str(tmp_path / "nowhere" / "b.arcaller"))
    refused(capsys, ledger, "export", "clients", str(tmp_path / "nowhere" / "b.csv"))
    refused(capsys, ledger, "statement", "--client", "C1", "--out", str(tmp_path / "nowhere" / "b.pdf"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nobody is kept out here")
def test_folder_without_write_permission(ledger, tmp_path, capsys):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    assert main(["new", "--company", "X", "--currency", "EUR", "--ledger", str(closed / "a.arcaller")]) == 1
    assert "allow" in capsys.readouterr().err
