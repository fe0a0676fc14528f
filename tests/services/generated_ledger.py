"""A generated ledger as a foreign program would export it, and what is open of it, worked out by hand."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random


@dataclass(frozen=True)
class Item:
    client: str
    number: str
    issued_on: date
    due_on: date
    amount_minor: int
    settled_on: date | None
    disputed: bool


def generated_items(seed: int, count: int) -> list[Item]:
    """Items of two years, most of them settled at some time."""
    draw = Random(seed).random
    items = []
    for at in range(count):
        issued_on = date(2024, 1, 1) + timedelta(days=int(draw() * 700))
        settled_on = issued_on + timedelta(days=int(draw() * 80)) if draw() < 0.85 else None
        items.append(
            Item(
                client=f"{int(draw() * 30):04d}-AB",
                number=f"{at * 7919 + 37:010d}",
                issued_on=issued_on,
                due_on=issued_on + timedelta(days=30),
                amount_minor=int(draw() * 90_000) + 1,
                settled_on=settled_on,
                disputed=draw() < 0.1,
            )
        )
    return items


def write_us(path: Path, items: list[Item]) -> Path:
    """Month first, decimal point, comma between."""

    def day(value: date | None) -> str:
        return f"{value.month}/{value.day}/{value.year}" if value else ""

    return _write(path, items, ",", day, lambda minor: f"{minor / 100:.2f}", str)


def write_european(path: Path, items: list[Item]) -> Path:
    """Day first, decimal comma, semicolon between, leading zeros of item numbers lost."""

    def day(value: date | None) -> str:
        return f"{value:%d/%m/%Y}" if value else ""

    def amount(minor: int) -> str:
        return f"{minor / 100:.2f}".replace(".", ",")

    return _write(path, items, ";", day, amount, lambda number: number.lstrip("0"))


def _write(path: Path, items: list[Item], delimiter: str, day, amount, number) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(
            ["customerID", "invoiceNumber", "InvoiceDate", "DueDate", "InvoiceAmount", "Disputed", "SettledDate"]
        )
        for item in items:
            writer.writerow(
                [item.client, number(item.number), day(item.issued_on), day(item.due_on), amount(item.amount_minor),
                 "Yes" if item.disputed else "No", day(item.settled_on)]
            )  # fmt: skip
    return path


def open_at(items: list[Item], as_of: date) -> list[Item]:
    """What was open at the end of a day."""
    return [
        item for item in items if item.issued_on <= as_of and (item.settled_on is None or item.settled_on > as_of)
    ]


def bucket_of(item: Item, as_of: date) -> str:
    """The aging bucket by days past due."""
    days = (as_of - item.due_on).days
    for last, name in ((0, "not_due"), (30, "1-30"), (60, "31-60"), (90, "61-90")):
        if days <= last:
            return name
    return "over_90"
