"""What an import costs beside the least a script could do: both into the same tables and indexes, in one run.

The plain script reads with ``csv``, parses each distinct date once, checks amounts by one pattern and inserts with
``executemany`` in one transaction, with every index in place and at the same synchronous setting; it knows neither
column names nor patterns beforehand only because they are written into it, names its bad rows, and keeps no digest,
no journal, no summary. The search index (and the words it is made of) is built by the import alone and told apart.

BENCH_FULL=1 takes 1,000,000 rows, else IMPORT_ROWS or 200,000. A workbook of 100,000 rows is compared with the time
its parser takes to give plain rows.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from measure import IS_FULL, claim, in_turn  # noqa: E402

from arcaller.data.sqlite import open_connection  # noqa: E402
from arcaller.data.uuid7 import Uuid7Batch  # noqa: E402
from arcaller.services.desk import Desk  # noqa: E402
from arcaller.services.importing.imports import ImportOptions, ImportResult, import_file, preview_import  # noqa: E402
from arcaller.services.ledgers import make_ledger, open_ledger  # noqa: E402

ROWS = 1_000_000 if IS_FULL else int(os.environ.get("IMPORT_ROWS", "200000"))
WORKBOOK_ROWS = 100_000 if IS_FULL else min(ROWS, 20_000)
TODAY, NOW = date(2026, 1, 31), datetime(2026, 1, 31, 8, 0, tzinfo=UTC)
HEADER = ("Invoice number", "Client number", "Client name", "Invoice date", "Due date", "Amount", "Currency", "PO")
BAD = {3: "2025-13-01", 5: "12,34,5"}
MONEY = re.compile(r"\d{1,12}\.\d\d").fullmatch


def lines(rows: int) -> Iterator[list[str]]:
    """Items of ``rows`` / 20 clients in no order; two of a thousand rows are bad."""
    draw = Random(20_260_131).random
    clients = max(1, rows // 20)
    days = [(date(2024, 1, 1) + timedelta(days=k)).isoformat() for k in range(800)]
    for at in range(rows):
        client = int(draw() * clients) + 1
        issued = int(draw() * 700)
        cents = int(min(5_000_000, 5_000 * (1 - draw()) ** -0.8))
        row = [f"R{100_000 + at}", f"C{client:06d}", f"Client {client:06d} Ltd", days[issued], days[issued + 30],
               f"{cents // 100}.{cents % 100:02d}", "EUR", f"PO-{at % 9973}" if at % 3 else ""]  # fmt: skip
        if at % 1000 == 500:
            row[3] = BAD[3]
        elif at % 1000 == 700:
            row[5] = BAD[5]
        yield row


def fresh(folder: Path, name: str) -> Path:
    """A copy of the empty ledger."""
    path = folder / f"{name}.arcaller"
    for beside in ("", "-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    shutil.copyfile(folder / "empty.arcaller", path)
    return path


def ours(folder: Path, source: Path, shares: list[float]) -> float:
    """Seconds of the import without its search index, whose share goes into ``shares``."""
    with open_ledger(fresh(folder, "ours"), today=TODAY, since=NOW) as ledger:
        started = perf_counter()
        done = import_file(Desk(ledger, 1, NOW, TODAY), source, ImportOptions(skips_errors=True))
        taken = perf_counter() - started
    check(done)
    shares.append(done.search_index_seconds)
    return taken - done.search_index_seconds


def check(done: ImportResult) -> None:
    """Every good row is in, every bad one is named."""
    rows, bad = done.preview.rows, len(done.preview.errors)
    wrong = sum(1 for at in range(rows) if at % 1000 in {500, 700})
    if bad != wrong or done.preview.new != rows - wrong:
        raise SystemExit(f"of {rows} rows {done.preview.new} were new and {bad} bad, {wrong} should be")


def plain(folder: Path, source: Path) -> float:
    """Seconds of the script."""
    with closing(open_connection(fresh(folder, "plain"), timeout_ms=1000)) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        started = perf_counter()
        errors: list[tuple[int, str]] = []
        clients: dict[str, tuple[int, str]] = {}
        uuids = Uuid7Batch(NOW)
        db.execute("BEGIN IMMEDIATE")
        db.execute("PRAGMA defer_foreign_keys = ON")
        with source.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream)
            next(reader)
            db.executemany(
                "INSERT INTO invoice(uuid, client_id, number, number_search, issued_on, due_on, currency, "
                "amount_minor, open_minor, po_reference) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                checked(reader, clients, errors, uuids),
            )
        db.executemany(
            "INSERT INTO client(id, uuid, number, legal_name, sort_name, currency) VALUES (?, ?, ?, ?, ?, 'EUR')",
            ((key, next(uuids), number, name, name.lower()) for number, (key, name) in clients.items()),
        )
        db.execute("COMMIT")
        return perf_counter() - started


def checked(
    reader: Any, clients: dict[str, tuple[int, str]], errors: list[tuple[int, str]], uuids: Uuid7Batch
) -> Iterator[tuple[Any, ...]]:
    """The good rows as stored; the bad ones are named."""
    days: set[str] = set()
    seen: set[tuple[str, str]] = set()
    for at, (number, code, name, issued, due, amount, currency, po) in enumerate(reader, 2):
        try:
            for day in (issued, due):
                if day not in days:
                    date.fromisoformat(day)
                    days.add(day)
            if not MONEY(amount):
                raise ValueError(f"{amount} is no amount")
            if (code, number) in seen:
                raise ValueError(f"{number} comes twice")
            seen.add((code, number))
        except ValueError as error:
            errors.append((at, str(error)))
            continue
        known = clients.get(code)
        if known is None:
            known = clients[code] = (len(clients) + 1, name)
        minor = int(amount[:-3] + amount[-2:])
        yield next(uuids), known[0], number, number, issued, due, currency, minor, minor, po


def bench_csv(folder: Path, rounds: int) -> None:
    """The import of a CSV file beside the plain script."""
    source = folder / "items.csv"
    with source.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        writer.writerows(lines(ROWS))
    shares: list[float] = []
    timings = in_turn(
        {"plain": lambda: plain(folder, source), "ours": lambda: ours(folder, source, shares)}, rounds, warm_up=0
    )
    note = (
        f"{timings.ms('ours') / 1000:.1f} s against {timings.ms('plain') / 1000:.1f} s; "
        f"search index apart {sorted(shares)[len(shares) // 2]:.1f} s"
    )
    claim(f"import of {ROWS:,} CSV rows / plain script", timings.ratio("ours", "plain"), 2.0, "×", note)


def bench_workbook(folder: Path, rounds: int) -> None:
    """The import of a workbook beside what its parser takes."""
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    source = folder / "items.xlsx"
    book = xlsxwriter.Workbook(source, {"constant_memory": True})
    sheet, day_form = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADER)
    for at, row in enumerate(lines(WORKBOOK_ROWS), 1):
        sheet.write_row(at, 0, row)
        for column in (3, 4):
            if row[column] != BAD[3]:
                sheet.write_datetime(at, column, datetime.fromisoformat(row[column]), day_form)
        if row[5] != BAD[5]:
            sheet.write_number(at, 5, float(row[5]))
    book.close()

    def parse() -> None:
        CalamineWorkbook.from_path(source).get_sheet_by_index(0).to_python()

    shares: list[float] = []

    def checked_only() -> float:
        with open_ledger(fresh(folder, "checked"), today=TODAY, since=NOW) as ledger:
            started = perf_counter()
            preview_import(Desk(ledger, 1, NOW, TODAY), source)
            return perf_counter() - started

    variants = {"parse": parse, "checked": checked_only, "ours": lambda: ours(folder, source, shares)}
    timings = in_turn(variants, rounds, warm_up=0)
    note = f"{timings.ms('checked') / 1000:.2f} s against {timings.ms('parse') / 1000:.2f} s; read, checked, compared"
    preview = timings.ratio("checked", "parse")
    claim(f"{WORKBOOK_ROWS:,} XLSX rows up to the preview / parsing", preview, 2.0, "×", note, held=2.6)
    note = f"{timings.ms('ours') / 1000:.2f} s, search index apart {sorted(shares)[len(shares) // 2]:.2f} s"
    claim(
        f"{WORKBOOK_ROWS:,} XLSX rows written as well / parsing",
        timings.ratio("ours", "parse"),
        2.0,
        "×",
        note,
        held=5.5,
    )


def main() -> None:
    """Both, in a folder of their own."""
    with TemporaryDirectory(prefix="bench-import-") as name:
        folder = Path(name)
        make_ledger(
            folder / "empty.arcaller", company="Bench", currency="EUR", user_name="Bench", at=NOW, today=TODAY
        )
        bench_csv(folder, 1 if IS_FULL else 3)
        bench_workbook(folder, 3)


if __name__ == "__main__":
    main()
