"""Look at a foreign file before anything is written: how it is read, what its columns mean, what must be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from arcaller.exchange.amounts import DecimalFinding, find_decimal_pattern, shapes
from arcaller.exchange.columns import (
    AMOUNT_FIELDS,
    DATE_FIELDS,
    ColumnFacts,
    Kind,
    Mapping,
    find_mapping,
    is_amount,
    is_date,
)
from arcaller.exchange.dates import ORDER_NAMES, DateColumn, DateFinding, find_date_pattern
from arcaller.exchange.tabular import Progress, Row, Table, open_table

_SAMPLE_CELLS = 120
_SAMPLE_ROWS = 8
_PAIRS = 2_000


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person knows: asked once, with what each answer would mean."""

    subject: str
    text: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    """All that a preview shows of the file itself; ``table`` is what ``read_table`` takes."""

    table: Table
    kind: Kind
    mapping: Mapping
    dates: DateFinding
    amounts: DecimalFinding
    rows: int
    sample: tuple[Row, ...]
    questions: tuple[Question, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found and decided, one sentence each."""
        found = [*self.mapping.notes, self.dates.note, self.amounts.note]
        return tuple(note for note in found if note)


class _Survey:
    """Facts of every column gathered over the whole table, in one pass."""

    def __init__(self, table: Table) -> None:
        width = len(table.header)
        self.rows = 0
        self.head: list[Row] = []
        self.blank = [0] * width
        self.samples: list[list[object]] = [[] for _ in range(width)]
        self.dates: dict[int, set[object]] = {}
        self.shapes: dict[int, set[str]] = {}
        self._width, self._started = width, False

    def look(self, rows: Sequence[Row]) -> None:
        """Take in one chunk of rows."""
        width = self._width
        if set(map(len, rows)) != {width}:
            rows = [
                row if len(row) == width else [*row[:width], *[""] * (width - len(row))] for row in rows if any(row)
            ]
            if not rows:
                return
        self.rows += len(rows)
        columns = list(zip(*rows, strict=True))
        if not self._started:
            self._start(rows, columns)
        for index, values in self.dates.items():
            values.update(columns[index])
        for index, found in self.shapes.items():
            found.update(shapes(_texts_of(columns[index])))
        for index, cells in enumerate(columns):
            self.blank[index] += _texts_of(cells).count("")

    def _start(self, rows: Sequence[Row], columns: Sequence[tuple[object, ...]]) -> None:
        self._started = True
        self.head = list(rows[:_PAIRS])
        for index, cells in enumerate(columns):
            sample = [cell for cell in cells if cell != ""][:_SAMPLE_CELLS]
            self.samples[index] = sample
            if not sample or sum(map(is_date, sample)) * 2 >= len(sample):
                self.dates[index] = set()
            if not sample or sum(map(is_amount, sample)) * 2 >= len(sample):
                self.shapes[index] = set()


def _texts_of(cells: Sequence[object]) -> Sequence[str]:
    """The text cells among ``cells``; all of them, uncopied, where there is nothing else."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return cells  # type: ignore[return-value]
    return [cell for cell in cells if isinstance(cell, str)] if str in kinds else ()


def inspect(
    path: Path,
    *,
    kind: Kind | None = None,
    mapping: Mapping | None = None,
    currency: str = "",
    encoding: str = "",
    delimiter: str = "",
    progress: Progress | None = None,
) -> FileReport:
    """Read the whole file once and find everything out by itself; what is given is taken as given."""
    table = open_table(path, encoding=encoding, delimiter=delimiter)
    survey = _Survey(table)
    for chunk in table.chunks(progress=progress):
        survey.look(chunk.rows)
    if mapping is None:
        facts = [
            ColumnFacts(
                index, table.column_name(index), tuple(survey.samples[index]), survey.blank[index], survey.rows
            )
            for index in range(len(table.header))
        ]
        mapping = find_mapping(facts, table.header, kind)
    dates = _find_dates(table, survey, mapping)
    amount_columns = {mapping.columns[name] for name in AMOUNT_FIELDS if name in mapping.columns}
    found = chain.from_iterable(survey.shapes.get(index, ()) for index in amount_columns)
    amounts = find_decimal_pattern(found, currency)
    sample = tuple(survey.head[:_SAMPLE_ROWS])
    return FileReport(table, mapping.kind, mapping, dates, amounts, survey.rows, sample, _questions(dates, amounts))


def _find_dates(table: Table, survey: _Survey, mapping: Mapping) -> DateFinding:
    fields = {mapping.columns[name]: name for name in DATE_FIELDS if name in mapping.columns}
    columns = [
        DateColumn(index, table.column_name(index), frozenset(survey.dates.get(index, ())), index in fields)
        for index in sorted(fields.keys() | survey.dates.keys())
    ]
    start = mapping.columns.get("invoice_date")
    ends = [mapping.columns[name] for name in ("due_date", "settled_date") if name in mapping.columns]
    pairs = [(row[start], row[end]) for row in survey.head for end in ends] if start is not None else []
    first = table.header_row + 1
    samples = [
        (number, table.column_name(index), str(row[index]))
        for number, row in enumerate(survey.head, first)
        for index in fields
        if isinstance(row[index], str)
    ]
    return find_date_pattern(columns, pairs, samples)


def _questions(dates: DateFinding, amounts: DecimalFinding) -> tuple[Question, ...]:
    questions = []
    if dates.state == "ambiguous":
        shown = "; ".join(
            f"row {example.row} {example.column} “{example.text}” is "
            + " or ".join(f"{day:%d %b %Y} ({ORDER_NAMES[order]})" for order, day in example.readings)
            for example in dates.examples
        )
        questions.append(Question("dates", f"{dates.note} {shown}.", dates.choices))
    if amounts.state == "ambiguous":
        questions.append(Question("amounts", amounts.note, (".", ",")))
    return tuple(questions)
