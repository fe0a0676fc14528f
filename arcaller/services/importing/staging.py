"""Rows of a foreign file on their way into the ledger: as columns in stored form, beside the issues found so far."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from itertools import compress
from typing import Any

from arcaller.domain.money import LARGEST_MINOR
from arcaller.exchange.columns import Kind
from arcaller.exchange.records import Batch, RowIssue

_NUMBER_LENGTH = 100
_NAME_LENGTH = 300
_MOST_TERMS_DAYS = 730
_DATE_FIELDS = ("invoice_date", "due_date", "settled_date", "payment_date")
_NAMED = "\x1f"

Progress = Callable[[str, int], None]
"""Told what is being done and how many rows are done; may raise to cancel, then nothing is written."""


class _IsoDays(dict[date | None, str | None]):
    """Each distinct date becomes text once."""

    def __missing__(self, day: date | None) -> str | None:
        text = self[day] = None if day is None else day.isoformat()
        return text


@dataclass(slots=True)
class Staged:
    """The good rows as columns of equal length (dates as stored text), and all that is to be said of the others.

    ``client_keys`` names the client of each row: its number, or a mark and its folded name where it has none.
    ``duplicates`` counts rows that repeated an earlier one, ``left_out`` those with nothing to keep.
    """

    kind: Kind
    columns: dict[str, list[Any]] = field(default_factory=lambda: {"row": []})
    client_keys: list[str] = field(default_factory=list)
    errors: list[RowIssue] = field(default_factory=list)
    warnings: list[RowIssue] = field(default_factory=list)
    duplicates: int = 0
    left_out: int = 0

    def __len__(self) -> int:
        return len(self.columns["row"])

    @property
    def file_rows(self) -> int:
        """Rows of the file that say something, good or bad."""
        return len(self) + len({issue.row for issue in self.errors}) + self.duplicates + self.left_out

    def totals(self) -> dict[str, int]:
        """Control totals: the amounts of the good rows in minor units, by currency."""
        amounts, currencies = self.columns.get("amount_minor"), self.columns.get("currency")
        if amounts is None or currencies is None:
            return {}
        codes = set(currencies)
        if len(codes) == 1:
            return {codes.pop(): sum(amounts)}
        sums = dict.fromkeys(sorted(codes), 0)
        for code, minor in zip(currencies, amounts, strict=True):
            sums[code] += minor
        return sums

    def text(self, name: str, at: int) -> str:
        """The text of field ``name`` in position ``at``; "" where the table has no such column."""
        values = self.columns.get(name)
        return str(values[at]) if values is not None else ""

    def drop(self, positions: Collection[int]) -> None:
        """Take the rows in ``positions`` out of the columns."""
        if not positions:
            return
        keep = bytearray(b"\1") * len(self)
        for at in positions:
            keep[at] = 0
        self.columns = {name: list(compress(values, keep)) for name, values in self.columns.items()}
        self.client_keys = list(compress(self.client_keys, keep))


def named_key(name: str) -> str:
    """The key of a client that the file knows by name only."""
    return _NAMED + " ".join(name.split()).casefold()


def is_named(key: str) -> bool:
    """Whether ``key`` stands for a client without a number in the file."""
    return key.startswith(_NAMED)


class Stager:
    """Takes the batches of one table and gives the ``Staged`` whole."""

    def __init__(self, kind: Kind) -> None:
        self._staged = Staged(kind)
        self._days = _IsoDays()
        self._bad: dict[int, RowIssue] = {}
        self._nothing: set[int] = set()

    def take(self, batch: Batch) -> None:
        """Add one batch: convert, check what the ledger's columns demand, remember the issues."""
        staged = self._staged
        staged.errors.extend(batch.errors)
        staged.warnings.extend(batch.warnings)
        staged.duplicates += batch.duplicates
        if not len(batch):
            return
        start = len(staged)
        columns = dict(batch.columns)
        for name in _DATE_FIELDS:
            if name in columns:
                columns[name] = list(map(self._days.__getitem__, columns[name]))
        for name, values in columns.items():
            held = staged.columns.setdefault(name, [])
            held.extend(values)
        staged.client_keys.extend(_client_keys(columns, len(batch)))
        self._check(columns, start)

    def finished(self) -> Staged:
        """All rows; the bad ones are out and stand among the errors."""
        staged = self._staged
        staged.left_out = len(self._nothing - self._bad.keys())
        staged.drop(self._bad.keys() | self._nothing)
        staged.errors.extend(self._bad.values())
        staged.errors.sort(key=lambda issue: issue.row)
        staged.warnings.sort(key=lambda issue: issue.row)
        return staged

    def _fail(self, columns: dict[str, list[Any]], at: int, start: int, name: str, message: str) -> None:
        self._bad.setdefault(start + at, RowIssue(columns["row"][at], name, message))

    def _check(self, columns: dict[str, list[Any]], start: int) -> None:
        for name, label, longest in (
            ("number", "invoice number", _NUMBER_LENGTH),
            ("client_number", "client number", _NUMBER_LENGTH),
            ("client_name", "client name", _NAME_LENGTH),
        ):
            values = columns.get(name)
            if values is not None and max(map(len, values)) > longest:
                for at, value in enumerate(values):
                    if len(value) > longest:
                        why = f"the {label} has {len(value)} characters; at most {longest} are kept"
                        self._fail(columns, at, start, label, why)
        terms = columns.get("terms_days")
        if terms is not None and max(days or 0 for days in terms) > _MOST_TERMS_DAYS:
            for at, days in enumerate(terms):
                if (days or 0) > _MOST_TERMS_DAYS:
                    why = f"{days} days are no terms of payment; at most {_MOST_TERMS_DAYS} are kept"
                    self._fail(columns, at, start, "terms in days", why)
        if "amount_minor" in columns:
            self._check_amounts(columns, start)

    def _check_amounts(self, columns: dict[str, list[Any]], start: int) -> None:
        amounts = columns["amount_minor"]
        lowest, highest = min(amounts), max(amounts)
        if lowest <= -LARGEST_MINOR or highest >= LARGEST_MINOR:
            for at, amount in enumerate(amounts):
                if abs(amount) >= LARGEST_MINOR:
                    self._fail(columns, at, start, "amount", "the amount is too large to be meant")
        if lowest <= 0 and 0 in amounts:
            for at, amount in enumerate(amounts):
                if amount == 0:
                    self._nothing.add(start + at)
                    why = "the amount is zero: nothing to collect; left out"
                    self._staged.warnings.append(RowIssue(columns["row"][at], "amount", why))
        if lowest < 0:
            self._check_below_zero(columns, start)
        if any(paid is not None and paid < 0 for paid in columns.get("settled_minor", ())):
            for at, paid in enumerate(columns["settled_minor"]):
                if paid is not None and paid < 0 < amounts[at]:
                    why = "the settled amount is below zero; check the row"
                    self._fail(columns, at, start, "settled amount", why)

    def _check_below_zero(self, columns: dict[str, list[Any]], start: int) -> None:
        for at, amount in enumerate(columns["amount_minor"]):
            if amount >= 0:
                continue
            if self._staged.kind == "payments":
                why = "a payment below zero is a reversal; take that payment back in the program instead"
                self._fail(columns, at, start, "amount", why)
            elif columns["open_minor"][at] == 0:
                self._nothing.add(start + at)
                why = "the credit is used up, and the file does not say for which invoice; left out"
                self._staged.warnings.append(RowIssue(columns["row"][at], "amount", why))


def _client_keys(columns: dict[str, list[Any]], count: int) -> list[str]:
    numbers, names = columns.get("client_number"), columns.get("client_name")
    if numbers is not None and "" not in numbers:
        return numbers
    if names is None:
        return numbers or [""] * count
    if numbers is None:
        return list(map(named_key, names))
    return [number or (named_key(name) if name else "") for number, name in zip(numbers, names, strict=True)]
