"""Open and settled items, payments and clients out of a foreign table, checked row by row and named when bad.

The work is done a column of a chunk at a time: each distinct date is read once, usual amounts are one pattern and
one slice, and the rows are looked at singly only where something is amiss.
"""

from __future__ import annotations

import operator
import re
from array import array
from collections.abc import Callable, Iterator, Set
from datetime import date, datetime, timedelta
from itertools import compress
from typing import Any

from arcaller.domain.direction_marks import DIRECTION_MARKS, without_direction_marks
from arcaller.domain.money import EXPONENTS, AmountFormat, exponent_of
from arcaller.exchange.amounts import CURRENCY_SIGNS, AmountReader
from arcaller.exchange.columns import FIELD_LABELS, NO, YES, Mapping
from arcaller.exchange.dates import DatePattern, as_date
from arcaller.exchange.header_words import fold
from arcaller.exchange.records import Batch, RowIssue
from arcaller.exchange.tabular import Chunk, Progress, Row, Table
from arcaller.exchange.writer import unguarded

_TEXTS = (
    "client_number", "client_name", "number", "po_reference", "reference", "email", "phone", "contact_name",
    "street", "postcode", "city", "region", "country",
)  # fmt: skip
_CODES = frozenset({"client_number", "number", "po_reference", "postcode", "phone"})
_DATES = ("invoice_date", "due_date", "settled_date", "payment_date")
TAKEN_FOR_A_TOTAL = "the row was taken for a total and left out"
_TOTAL_WORDS = ("total", "sum", "gesamt", "razem", "suma", "subtotal", "grand total")
_JOIN = "\x1e"
_TOO_LONG = 500


def number_key(number: str) -> str:
    """The form in which item numbers of one client are compared when no exact match exists: no leading zeros."""
    return number.strip().lstrip("0").casefold() or "0"


def read_table(
    table: Table,
    mapping: Mapping,
    dates: DatePattern,
    amounts: AmountFormat,
    default_currency: str,
    progress: Progress | None = None,
) -> Iterator[Batch]:
    """Read all rows in batches; refuses an incomplete mapping and a broken file, names every other bad row.

    ``default_currency`` is that of rows without one. ``progress`` is told the rows done and may raise to cancel.
    """
    mapping.require_complete(table.header)
    exponent_of(default_currency)
    reader = _Reader(table, mapping, dates, amounts, default_currency)
    return map(reader.read, table.chunks(progress=progress))


class _Known(dict[Any, Any]):
    """Each distinct cell read once; unreadable ones are ``None`` here and have their reason in ``bad``."""

    def __init__(self, parse: Callable[[Any], Any]) -> None:
        super().__init__()
        self._parse = parse
        self.bad: dict[Any, str] = {}

    def __missing__(self, cell: Any) -> Any:
        try:
            value = self._parse(cell)
        except ValueError as error:
            value = None
            self.bad[cell] = str(error)
        self[cell] = value
        return value


class _Work:
    """One chunk on its way: its rows, the columns read so far and the issues found, by position in the chunk."""

    def __init__(self, rows: list[Row], numbers: list[int]) -> None:
        self.rows, self.numbers = rows, numbers
        self.cells: list[tuple[Any, ...]] = list(zip(*rows, strict=True))
        self.columns: dict[str, list[Any]] = {}
        self.bad: dict[int, RowIssue] = {}
        self.skipped: set[int] = set()
        self.warnings: list[tuple[int, str, str]] = []


class _Reader:
    """Reads the chunks of one table; remembers items seen, to find numbers that come twice."""

    def __init__(
        self, table: Table, mapping: Mapping, dates: DatePattern, amounts: AmountFormat, default_currency: str
    ) -> None:
        self._table, self._mapping = table, mapping
        self._columns = dict(mapping.columns)
        self._default = default_currency
        self._width = len(table.header)
        self._amounts, self._mark = AmountReader(amounts), amounts.decimal
        self._dates = {name: _Known(_date_parser(dates.order_of(index))) for name, index in self._date_columns()}
        self._currencies = _Known(self._currency)
        self._flags, self._terms = _Known(_flag), _Known(_terms)
        self._seen: dict[tuple[str, str], int] = {}
        self._seen_rows, self._seen_contents = array("q"), array("q")

    def _date_columns(self) -> Iterator[tuple[str, int]]:
        return ((name, self._columns[name]) for name in _DATES if name in self._columns)

    def _currency(self, cell: Any) -> str:
        text = str(cell).strip()
        code = CURRENCY_SIGNS.get(text, text.upper()) or self._default
        if code not in EXPONENTS:
            raise ValueError(f"“{text[:20]}” is no ISO 4217 currency code; write three letters such as EUR")
        return code

    def read(self, chunk: Chunk) -> Batch:
        """The good rows of ``chunk`` and its issues."""
        errors: list[RowIssue] = []
        rows, numbers = self._even(chunk, errors)
        if not rows:
            return Batch(self._mapping.kind, {"row": []}, errors)
        work = _Work(rows, numbers)
        for name in _TEXTS:
            if name in self._columns:
                work.columns[name] = self._texts(work, name)
        for name, known in self._dates.items():
            work.columns[name] = self._known(work, name, known)
        if "disputed" in self._columns:
            work.columns["disputed"] = self._known(work, "disputed", self._flags)
        if "terms_days" in self._columns:
            work.columns["terms_days"] = self._known(work, "terms_days", self._terms)
        if self._mapping.kind != "clients":
            self._read_amounts(work)
        elif "currency" in self._columns:
            work.columns["currency"] = self._known(work, "currency", self._currencies)
        self._complete(work)
        return self._finish(work, errors)

    # --- rows

    def _even(self, chunk: Chunk, errors: list[RowIssue]) -> tuple[list[Row], list[int]]:
        """Rows of exactly the header's width with their numbers; blank rows go, others are errors."""
        width, first = self._width, chunk.first_row
        if set(map(len, chunk.rows)) == {width}:
            return chunk.rows, list(range(first, first + len(chunk.rows)))
        rows: list[Row] = []
        numbers: list[int] = []
        for number, row in enumerate(chunk.rows, first):
            if len(row) == width:
                rows.append(row)
                numbers.append(number)
            elif len(row) > width and not any(cell != "" for cell in row[width:]):
                rows.append(row[:width])
                numbers.append(number)
            elif any(cell != "" for cell in row):
                why = f"the row has {len(row)} cells, the header {width}; a mark is missing, or the file was cut off"
                errors.append(RowIssue(number, "", why))
        return rows, numbers

    def _fail(self, work: _Work, at: int, name: str, message: str) -> None:
        column = self._columns.get(name)
        label = FIELD_LABELS.get(name, name) if column is None else self._table.column_name(column)
        work.bad.setdefault(at, RowIssue(work.numbers[at], label, message))

    # --- columns

    def _texts(self, work: _Work, name: str) -> list[str]:
        cells = work.cells[self._columns[name]]
        if self._table.form != "csv" and set(map(type, cells)) != {str}:
            cells = tuple(map(_cell_text, cells))
        texts = list(map(str.strip, cells))
        joined = _JOIN.join(texts)
        if not joined.isascii() and DIRECTION_MARKS.search(joined):
            texts = list(map(without_direction_marks, texts))
        if "'" in joined:
            texts = list(map(unguarded, texts))
        if name in _CODES and ".0" in joined:
            texts = [text[:-2] if _FLOAT_CODE.fullmatch(text) else text for text in texts]
        if "\0" in joined or "\ufeff" in joined or (len(joined) > _TOO_LONG and max(map(len, texts)) > _TOO_LONG):
            for at, text in enumerate(texts):
                if "\0" in text or "\ufeff" in text:
                    self._fail(work, at, name, "the cell holds characters that are no text; type it again")
                elif len(text) > _TOO_LONG:
                    self._fail(work, at, name, f"the cell has {len(text):,} characters; at most {_TOO_LONG} are kept")
        return texts

    def _known(self, work: _Work, name: str, known: _Known) -> list[Any]:
        cells = work.cells[self._columns[name]]
        values = list(map(known.__getitem__, cells))
        if known.bad and not known.bad.keys().isdisjoint(cells):
            for at, cell in enumerate(cells):
                if cell in known.bad:
                    self._fail(work, at, name, known.bad[cell])
        return values

    def _read_amounts(self, work: _Work) -> None:
        count = len(work.rows)
        if "currency" in self._columns:
            currencies = [code or self._default for code in self._known(work, "currency", self._currencies)]
        else:
            currencies = [self._default] * count
        work.columns["currency"] = currencies
        for name in ("amount", "open_amount", "settled_amount"):
            if name in self._columns:
                work.columns[name] = self._minor_units(work, name, currencies)

    def _minor_units(self, work: _Work, name: str, currencies: list[str]) -> list[int | None]:
        """Amounts of one column; the usual form by one pattern and a slice, all others by the slow reader."""
        cells = work.cells[self._columns[name]]
        exponents = {EXPONENTS[code] for code in set(currencies)}
        if len(exponents) > 1:
            return [self._slow(work, name, at, cell, currencies) for at, cell in enumerate(cells)]
        exponent = exponents.pop()
        values: list[int | None]
        if self._table.form != "csv":
            scale = 10**exponent
            values = [_whole(cell * scale) if type(cell) is float else None for cell in cells]
        elif exponent:
            usual = re.compile(rf"-?\d{{1,15}}{re.escape(self._mark)}\d{{{exponent}}}", re.ASCII).fullmatch
            head, tail = -exponent - 1, -exponent
            values = [int(cell[:head] + cell[tail:]) if usual(cell) else None for cell in cells]
        else:
            usual = re.compile(r"-?\d{1,15}", re.ASCII).fullmatch
            values = [int(cell) if usual(cell) else None for cell in cells]
        if None in values:
            for at, value in enumerate(values):
                if value is None:
                    values[at] = self._slow(work, name, at, cells[at], currencies)
        return values

    def _slow(self, work: _Work, name: str, at: int, cell: Any, currencies: list[str]) -> int | None:
        if isinstance(cell, str) and not cell.strip():
            return None
        try:
            minor, written = self._amounts.read(cell, currencies[at])
        except ValueError as error:
            self._fail(work, at, name, str(error))
            return None
        if written and written != currencies[at]:
            column = self._columns.get("currency")
            if column is not None and str(work.rows[at][column]).strip():
                self._fail(work, at, name, f"the amount says {written}, the currency column {currencies[at]}")
            currencies[at] = written
        return minor

    # --- checks

    def _complete(self, work: _Work) -> None:
        """Find what is missing in a row, and fill in what follows from the rest."""
        kind, columns = self._mapping.kind, work.columns
        if kind == "invoices":
            if "amount" not in columns:
                columns["amount"] = columns.pop("open_amount")
            self._due_dates(work)
            columns.setdefault("invoice_date", columns["due_date"])
            needed = ["number", "invoice_date", "due_date", "amount"]
        elif kind == "payments":
            needed = ["payment_date", "amount"]
        else:
            needed = []
        self._need_client(work)
        for name in needed:
            empty = "" if name in _TEXTS else None
            if empty in columns[name]:
                for at, value in enumerate(columns[name]):
                    if value == empty:
                        self._missing(work, at, name)
        if kind == "invoices":
            self._settle(work)

    def _need_client(self, work: _Work) -> None:
        either = [work.columns[name] for name in ("client_number", "client_name") if name in work.columns]
        if self._mapping.kind == "payments" and "number" in work.columns:
            either.append(work.columns["number"])
        if "" not in either[0]:
            return
        name = next(name for name in ("client_number", "client_name", "number") if name in work.columns)
        for at, values in enumerate(zip(*either, strict=True)):
            if not any(values):
                self._missing(work, at, name)

    def _missing(self, work: _Work, at: int, name: str) -> None:
        """A needed cell is blank: nothing to say of a blank row, a warning for a total, else an error."""
        if at in work.bad or at in work.skipped:
            return
        row = work.rows[at]
        filled = [cell for cell in row if cell != "" and str(cell).strip()]
        if not filled:
            work.skipped.add(at)
        elif len(filled) <= 5 and str(filled[0]).strip(" :").casefold().startswith(_TOTAL_WORDS):
            work.skipped.add(at)
            work.warnings.append((at, name, TAKEN_FOR_A_TOTAL))
        else:
            self._fail(work, at, name, f"the {FIELD_LABELS[name]} is missing")

    def _due_dates(self, work: _Work) -> None:
        columns = work.columns
        terms = columns.get("terms_days")
        if "due_date" not in columns:
            columns["due_date"] = [None] * len(work.rows)
        if terms is None or None not in columns["due_date"] or "invoice_date" not in columns:
            return
        columns["due_date"] = [
            start + timedelta(days=days) if due is None and start is not None and days is not None else due
            for due, start, days in zip(columns["due_date"], columns["invoice_date"], terms, strict=True)
        ]

    def _settle(self, work: _Work) -> None:
        """Settled means paid in full on that day, unless a settled amount says how much."""
        columns, count = work.columns, len(work.rows)
        amounts = columns["amount_minor"] = columns.pop("amount")
        opens, paid = columns.pop("open_amount", None), columns.pop("settled_amount", None)
        days = columns.get("settled_date", [None] * count)
        columns["settled_minor"] = settled = [
            None if day is None else amount if part is None else part
            for day, amount, part in zip(days, amounts, paid or [None] * count, strict=True)
        ]
        if opens is None and "settled_date" not in columns and paid is None:
            columns["open_minor"] = amounts
            return
        columns["open_minor"] = [
            None if amount is None else rest if rest is not None and done is None else amount - (done or part or 0)
            for amount, rest, done, part in zip(
                amounts, opens or [None] * count, settled, paid or [None] * count, strict=True
            )
        ]
        if opens is not None:
            for at, (amount, rest) in enumerate(zip(amounts, opens, strict=True)):
                if amount is not None and rest is not None and not min(0, amount) <= rest <= max(0, amount):
                    work.warnings.append((at, "open_amount", "the open amount is not between zero and the amount"))

    def _compare_dates(self, work: _Work, earlier: str, later: str, message: str) -> None:
        first, second = work.columns.get(earlier), work.columns.get(later)
        if first is None or second is None or first is second:
            return
        if None not in first and None not in second and not any(map(operator.lt, second, first)):
            return
        for at, (a, b) in enumerate(zip(first, second, strict=True)):
            if a is not None and b is not None and b < a:
                work.warnings.append((at, later, message))

    # --- end

    def _finish(self, work: _Work, errors: list[RowIssue]) -> Batch:
        kind = self._mapping.kind
        if kind == "invoices":
            self._compare_dates(work, "invoice_date", "due_date", "the due date lies before the invoice date")
            self._compare_dates(work, "invoice_date", "settled_date", "the payment lies before the invoice date")
        elif kind == "payments":
            work.columns["amount_minor"] = work.columns.pop("amount")
        warnings = [
            RowIssue(work.numbers[at], self._label(name), message)
            for at, name, message in sorted(work.warnings)
            if at not in work.bad
        ]
        errors.extend(work.bad.values())
        columns = {"row": work.numbers, **work.columns}
        _without(columns, work.bad.keys() | work.skipped)
        duplicates = 0
        if kind != "payments":
            again, contrary = self._find_repeated(columns)
            _without(columns, again.keys() | contrary.keys())
            warnings.extend(again.values())
            errors.extend(contrary.values())
            duplicates = len(again)
        errors.sort(key=_row_of)
        warnings.sort(key=_row_of)
        return Batch(kind, columns, errors, warnings, duplicates)

    def _label(self, name: str) -> str:
        column = self._columns.get(name)
        return FIELD_LABELS.get(name, name) if column is None else self._table.column_name(column)

    def _find_repeated(self, columns: dict[str, list[Any]]) -> tuple[dict[int, RowIssue], dict[int, RowIssue]]:
        """Positions that repeat an item met before: with the same content (warnings), with other content (errors)."""
        clients = columns["client_number"] if "client_number" in columns else columns["client_name"]
        if "client_number" in columns and "client_name" in columns and "" in clients:
            clients = [number or name for number, name in zip(clients, columns["client_name"], strict=True)]
        items = columns["number"] if self._mapping.kind == "invoices" else clients
        keys = list(zip(clients, items, strict=True))
        told = {id(columns[name]): columns[name] for name in _CONTENT[self._mapping.kind] if name in columns}
        contents = list(map(hash, zip(*told.values(), strict=True)))
        start, seen = len(self._seen_rows), self._seen
        self._seen_rows.extend(columns["row"])
        self._seen_contents.extend(contents)
        again: dict[int, RowIssue] = {}
        contrary: dict[int, RowIssue] = {}
        places = list(map(seen.setdefault, keys, range(start, start + len(keys))))
        if places == list(range(start, start + len(keys))):
            return again, contrary
        name = next(name for name in ("number", *_CLIENT_FIELDS) if name in columns)
        for at, first in enumerate(places):
            row, here = self._seen_rows[first], columns["row"][at]
            if first == start + at:
                continue
            if self._seen_contents[first] == contents[at]:
                again[at] = RowIssue(here, self._label(name), f"the row says the same as row {row}; left out")
            else:
                why = f"the {FIELD_LABELS[name]} stands in row {row} already, with other content"
                contrary[at] = RowIssue(here, self._label(name), why)
        return again, contrary


def _without(columns: dict[str, list[Any]], out: Set[int]) -> None:
    """Take the positions ``out`` off the columns, some of which may be one and the same list."""
    if len(out) < 40:
        backwards = sorted(out, reverse=True)
        for values in {id(values): values for values in columns.values()}.values():
            for at in backwards:
                del values[at]
        return
    keep = [at not in out for at in range(len(columns["row"]))]
    for values in {id(values): values for values in columns.values()}.values():
        values[:] = compress(values, keep)


_row_of = operator.attrgetter("row")
_CLIENT_FIELDS = ("client_number", "client_name")
_CONTENT = {
    "invoices": (
        "amount_minor",
        "due_date",
        "invoice_date",
        "open_minor",
        "currency",
        "settled_date",
        "settled_minor",
    ),
    "clients": (*_TEXTS, "terms_days", "currency"),
    "payments": (),
}


def _whole(scaled: float) -> int | None:
    """A binary fraction as the whole number it stands for; ``None`` where more than its own noise is off."""
    if not abs(scaled) < 1e12:
        return None
    nearest = round(scaled)
    return nearest if abs(scaled - nearest) <= abs(scaled) * 1e-14 + 1e-9 else None


_FLOAT_CODE = re.compile(r"\d+\.0", re.ASCII)


def _date_parser(order: Any) -> Callable[[Any], date | None]:
    return lambda cell: as_date(cell, order)


def _flag(cell: object) -> bool:
    word = fold(str(cell).strip())
    if word in YES or cell is True:
        return True
    if word in NO or cell is False:
        return False
    raise ValueError(f"“{str(cell)[:20]}” is neither yes nor no")


def _terms(cell: object) -> int | None:
    text = _cell_text(cell).strip()
    if not text:
        return None
    match = re.search(r"\d{1,3}(?!\d)", text)
    if match is None:
        raise ValueError(f"“{text[:30]}” names no number of days")
    return int(match[0])


def _cell_text(cell: object) -> str:
    """A workbook's cell as the text a person sees: whole numbers without a fraction, dates as ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)
