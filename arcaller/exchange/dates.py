"""Dates of foreign files: which pattern a file writes, found from all its values, and reading them by it.

Patterns differ only in the order of day, month and year: ``M/D/Y``, ``D/M/Y`` and ``Y/M/D``, with any mark between,
with or without zeros, with a time behind. ISO dates, ``20200126`` (also as ``20200126.0``), month names and
spreadsheet day numbers mean the same under every pattern.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from arcaller.exchange.header_words import fold

Order = Literal["ymd", "mdy", "dmy"]
ORDER_NAMES: dict[Order, str] = {"ymd": "year-month-day", "mdy": "month/day/year", "dmy": "day/month/year"}
PIVOT = 69
"""Two-digit years from here on are of the last century (POSIX ``strptime``: 69–99 → 19xx)."""
_SHEET_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheet day numbers after February 1900

_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_PARTS = re.compile(rf"(\d{{1,4}})\s?([-/. ])\s?(\d{{1,2}})\s?\2\s?(\d{{1,4}})\.?{_TIME}", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?", re.ASCII)
_SERIAL = re.compile(r"([2-6]\d{4})(?:\.\d+)?", re.ASCII)
_DAY_NAME = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th|\.)?[-\s/]*([^\W\d_]{{3,}})\.?[-\s/,]*(\d{{4}}|\d{{2}}){_TIME}")
_NAME_DAY = re.compile(rf"([^\W\d_]{{3,}})\.?[-\s/]*(\d{{1,2}})(?:st|nd|rd|th)?[-\s/,]+(\d{{4}}|\d{{2}}){_TIME}")
_MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janv janvier ene enero sty styczen stycznia",
            "feb february februar fev fevrier febrero lut luty lutego",
            "mar march mrz marz maerz mars marzo marca",
            "apr april avr avril abr abril kwi kwiecien kwietnia",
            "may mai mayo maj maja",
            "jun june juni juin junio cze czerwiec czerwca",
            "jul july juli juil juillet julio lip lipiec lipca",
            "aug august aout ago agosto sie sierpien sierpnia",
            "sep sept september septembre septiembre wrz wrzesien wrzesnia",
            "oct october okt oktober octobre octubre paz pazdziernik pazdziernika",
            "nov november novembre noviembre lis listopad listopada",
            "dec december dez dezember decembre dic diciembre gru grudzien grudnia",
        ),
        1,
    )
    for name in names.split()
}


@dataclass(frozen=True, slots=True)
class DatePattern:
    """The order of a file's dates; ``exceptions`` (column → order) for columns that surely differ."""

    order: Order = "ymd"
    exceptions: Mapping[int, Order] = field(default_factory=dict)

    def order_of(self, column: int) -> Order:
        return self.exceptions.get(column, self.order)


@dataclass(frozen=True, slots=True)
class DateExample:
    """One cell as both readings would have it."""

    row: int
    column: str
    text: str
    readings: tuple[tuple[Order, date], ...]


@dataclass(frozen=True, slots=True)
class DateFinding:
    """How sure the pattern is: ``certain``, ``ambiguous`` (see ``choices`` and ``examples``) or ``mixed``.

    Mixed means that some values fit only the other order: they become error rows under ``pattern``.
    """

    state: Literal["certain", "ambiguous", "mixed"]
    pattern: DatePattern
    choices: tuple[Order, ...] = ()
    examples: tuple[DateExample, ...] = ()
    note: str = ""


def read_date(text: str, order: Order) -> date:
    """The date written in ``text``; ``ValueError`` with the reason in plain words when there is none."""
    text = text.strip().lstrip("\ufeff'")
    if match := _PARTS.fullmatch(text):
        first, _, middle, last = match.groups()
        year, month, day = _ordered(first, middle, last, order, text)
    elif match := _COMPACT.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := _DAY_NAME.fullmatch(text):
        day, month, year = int(match[1]), _month(match[2], text), _year(match[3])
    elif match := _NAME_DAY.fullmatch(text):
        day, month, year = int(match[2]), _month(match[1], text), _year(match[3])
    elif match := _SERIAL.fullmatch(text):
        return _SHEET_EPOCH + timedelta(days=int(match[1]))
    else:
        raise ValueError(f"“{text[:40]}” is no date; write it like 2026-01-31")
    if not 1900 <= year < 2200:
        raise ValueError(f"“{text}” has the year {year}, which cannot be meant")
    if not 1 <= month <= 12:
        raise ValueError(f"“{text}” is no {ORDER_NAMES[order]} date: there is no month {month}")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"“{text}” does not exist: month {month} of {year} has no day {day}") from None


def _ordered(first: str, middle: str, last: str, order: Order, text: str) -> tuple[int, int, int]:
    if len(first) == 4 and len(last) <= 2:
        return int(first), int(middle), int(last)
    if len(first) > 2 or len(last) not in {2, 4}:
        if not (order == "ymd" and len(first) == 2 and len(last) == 1):
            raise ValueError(f"“{text}” is no date; write it like 2026-01-31")
        return _year(first), int(middle), int(last)
    if len(last) == 2 and order == "ymd":
        return _year(first), int(middle), int(last)
    day, month = (middle, first) if order == "mdy" else (first, middle)
    return _year(last), int(month), int(day)


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= PIVOT else 2000)


def _month(name: str, text: str) -> int:
    month = _MONTHS.get(fold(name))
    if month is None:
        raise ValueError(f"“{text[:40]}” is no date; write it like 2026-01-31")
    return month


def as_date(value: object, order: Order) -> date | None:
    """A cell of any type as a date; ``None`` for a blank one; ``ValueError`` with the reason otherwise."""
    if isinstance(value, str):
        return read_date(value, order) if value.strip() else None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or value is None:
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return read_date(f"{value:.0f}", order)
    raise ValueError(f"“{value}” is no date; write it like 2026-01-31")


def looks_like_date(value: object) -> bool:
    """Whether a cell could be a date under some pattern (bare five-digit numbers are not taken for one)."""
    if isinstance(value, date):
        return True
    if not isinstance(value, str) or _SERIAL.fullmatch(value.strip()):
        return False
    return any(_reads(value, order) for order in ("mdy", "dmy", "ymd"))


def _reads(text: str, order: Order) -> bool:
    try:
        read_date(text, order)
    except ValueError:
        return False
    return True


def _votes(values: Iterable[object]) -> tuple[Counter[str], str]:
    """How many distinct values only one order can read, and one neutral value (read differently by both)."""
    votes: Counter[str] = Counter()
    neutral = ""
    for value in values:
        match = _PARTS.fullmatch(value.strip()) if isinstance(value, str) else None
        if match is None or len(match[1]) > 2:
            continue
        first, mark, middle, last = int(match[1]), match[2], int(match[3]), match[4]
        short = len(last) <= 2
        if mark == "." and first <= 31 and middle <= 12:
            votes["dmy"] += 1  # dots part day, month and year; no country writes the month first with them
        elif 12 < first <= 31 and 1 <= middle <= 12 and not (short and int(last) <= 31 and mark == "-"):
            votes["dmy"] += 1
        elif 12 < middle <= 31 and 1 <= first <= 12:
            votes["mdy"] += 1
        elif short and (first > 31 or (first > 12 and int(last) <= 31)) and 1 <= middle <= 12:
            votes["ymd"] += 1
        elif 1 <= first <= 12 and 1 <= middle <= 12 and first != middle:
            votes["neutral"] += 1
            neutral = neutral or value  # type: ignore[assignment]
    return votes, neutral


@dataclass(frozen=True, slots=True)
class DateColumn:
    """All distinct values of one column, and whether it is mapped to a field (others only lend evidence)."""

    column: int
    name: str
    values: frozenset[object]
    mapped: bool = True


def find_date_pattern(
    columns: Sequence[DateColumn],
    pairs: Sequence[tuple[object, object]] = (),
    samples: Sequence[tuple[int, str, str]] = (),
) -> DateFinding:
    """Decide the order across all date columns together.

    ``pairs`` are (earlier, later) cells of the same rows, such as invoice date and due date, used when no single
    value decides; ``samples`` are (row, column name, text) cells from which examples for a question are taken.
    """
    counts = {column.column: _votes(column.values)[0] for column in columns}
    mapped = {column.column for column in columns if column.mapped}
    for group in (mapped, set(counts)):
        total: Counter[str] = Counter()
        for column in group:
            total.update({order: n for order, n in counts[column].items() if order != "neutral"})
        if total:
            return _decided(columns, counts, total, samples)
    if not any(counts[column]["neutral"] for column in mapped):
        return DateFinding("certain", DatePattern("ymd"), note="Dates read the same under every pattern.")
    if (order := _by_sequence(pairs)) is not None:
        note = f"Dates read as {ORDER_NAMES[order]}: the other way due dates would lie before their invoices."
        return DateFinding("certain", DatePattern(order), note=note)
    examples = _examples(samples, ("mdy", "dmy"))
    note = "Every date fits both month/day/year and day/month/year."
    return DateFinding("ambiguous", DatePattern("mdy"), ("mdy", "dmy"), examples, note)


def _decided(
    columns: Sequence[DateColumn],
    counts: Mapping[int, Counter[str]],
    total: Counter[str],
    samples: Sequence[tuple[int, str, str]],
) -> DateFinding:
    orders: tuple[Order, ...] = ("mdy", "dmy", "ymd")
    order = max(orders, key=lambda o: total[o])
    exceptions: dict[int, Order] = {}
    mixed: list[str] = []
    for column in columns:
        own = [o for o in orders if counts[column.column][o]]
        if not own or own == [order]:
            continue
        if len(own) == 1 and counts[column.column][own[0]] >= 3:
            exceptions[column.column] = own[0]
        elif column.mapped:
            mixed.append(column.name)
    pattern = DatePattern(order, exceptions)
    if mixed:
        others = tuple(o for o in orders if total[o])
        note = f"Dates mix patterns in {', '.join(mixed)}: read as {ORDER_NAMES[order]}, the rest are error rows."
        return DateFinding("mixed", pattern, others, _examples(samples, others), note)
    return DateFinding("certain", pattern, note=f"Dates read as {ORDER_NAMES[order]}.")


def _by_sequence(pairs: Sequence[tuple[object, object]]) -> Order | None:
    """The order under which no later date lies before its earlier one, if the other order breaks that often."""
    broken: dict[Order, int] = {"mdy": 0, "dmy": 0}
    for earlier, later in pairs:
        for order in broken:
            try:
                a, b = as_date(earlier, order), as_date(later, order)
            except ValueError:
                continue
            broken[order] += a is not None and b is not None and b < a
    good, bad = sorted(broken, key=lambda o: broken[o])
    return good if broken[good] == 0 and broken[bad] >= max(3, len(pairs) // 10) else None


def _examples(samples: Sequence[tuple[int, str, str]], orders: Sequence[Order]) -> tuple[DateExample, ...]:
    """Up to three cells that the orders read differently, each from another row."""
    found: dict[int, DateExample] = {}
    for row, column, text in samples:
        readings = [(order, read_date(text, order)) for order in orders if _reads(text, order)]
        if len({day for _, day in readings}) > 1 and row not in found:
            found[row] = DateExample(row, column, text, tuple(readings))
        if len(found) == 3:
            break
    return tuple(found.values())
