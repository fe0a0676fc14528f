"""Tables out: CSV that no spreadsheet takes for formulas, and the file of rows that an import could not take."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from arcaller.domain.errors import DomainError
from arcaller.exchange.records import RowIssue
from arcaller.exchange.tabular import Table

_PLAIN_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*", re.ASCII)
_DANGEROUS = frozenset("=+-@\t\r\0＝＋－＠")
REASON_COLUMN = "Reason"
ROW_COLUMN = "Row"


def guarded(value: object) -> str:
    """``value`` as a cell that stays text: what could start a formula gets an apostrophe, numbers stay numbers.

    Leading ``= + - @``, tab, return and NUL count, also behind spaces (OWASP ASVS 5.0, 1.2.10). ``unguarded`` takes
    the apostrophe off again, and so does every import here.
    """
    text = "" if value is None else str(value)
    text = text.replace("\0", "")
    start = text.lstrip(" \n\u00a0")[:1]
    if not start or _PLAIN_NUMBER.fullmatch(text):
        return text
    if start in _DANGEROUS or text.startswith("\n") or (text.startswith("'") and guarded(text[1:]) != text[1:]):
        return f"'{text}"
    return text


def unguarded(text: str) -> str:
    """The text that ``guarded`` was given."""
    return text[1:] if text.startswith("'") and guarded(text[1:]) == text else text


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], *, replace: bool = False) -> int:
    """Write a UTF-8 CSV with its mark (so that spreadsheets see the encoding); returns the number of rows.

    A file in the place is refused unless ``replace``; half-written files do not stay.
    """
    if path.exists() and not replace:
        raise DomainError(f"{path} exists already; choose another name or remove it first.", "file")
    part = path.with_name(f".{path.name}.part")
    count = 0
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(map(guarded, header))
            for row in rows:
                writer.writerow(map(guarded, row))
                count += 1
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise DomainError(f"{path} cannot be written ({error.strerror}); choose another folder.", "file") from None
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return count


def write_error_rows(path: Path, table: Table, issues: Iterable[RowIssue], *, replace: bool = False) -> int:
    """The rows of ``table`` that have issues, as they stood, with their number and the reason in front.

    After mending, the file can be imported again: the two columns in front mean nothing to an import.
    """
    reasons: dict[int, list[str]] = {}
    for issue in issues:
        reasons.setdefault(issue.row, []).append(
            f"{issue.column}: {issue.message}" if issue.column else issue.message
        )
    return write_csv(path, [ROW_COLUMN, REASON_COLUMN, *table.header], _bad_rows(table, reasons), replace=replace)


def _bad_rows(table: Table, reasons: dict[int, list[str]]) -> Iterable[Sequence[object]]:
    for chunk in table.chunks():
        for number, row in enumerate(chunk.rows, chunk.first_row):
            if number in reasons:
                cells = [unguarded(cell) if isinstance(cell, str) else cell for cell in row]
                yield [number, "; ".join(reasons[number]), *cells]
