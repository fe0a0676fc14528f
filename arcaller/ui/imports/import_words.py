"""What the import screen says about a file, in words."""

from __future__ import annotations

from collections.abc import Iterable

from arcaller.exchange.columns import FIELD_LABELS, Kind
from arcaller.exchange.dates import ORDER_NAMES, Order
from arcaller.exchange.file_report import FileReport
from arcaller.services.importing.imports import ImportPreview
from arcaller.ui.shared.words.formats import Formats

KIND_WORDS: dict[Kind, str] = {
    "invoices": "Invoices",
    "payments": "Payments",
    "clients": "Clients",
}
ORDER_WORDS: dict[Order, str] = {
    "mdy": "month / day / year",
    "dmy": "day / month / year",
    "ymd": "year - month - day",
}
MARK_WORDS = {".": "point: 1,234.50", ",": "comma: 1.234,50"}
_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "ascii": "plain text", "cp1252": "Windows-1252"}
_PARTED = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_ROWS_OF: dict[Kind, str] = {"invoices": "of invoices", "payments": "of payments", "clients": "of clients"}


def counted(formats: Formats, number: int, noun: str) -> str:
    """``1 row``, ``2,466 rows``."""
    return f"{formats.number(number)} {noun}" if number == 1 else f"{formats.number(number)} {noun}s"


def file_words(report: FileReport) -> str:
    """How the bytes were read: ``CSV, UTF-8, parted by commas, header in row 1``."""
    table = report.table
    if table.form == "workbook":
        return f"Workbook, sheet “{table.sheet}”, header in row {table.header_row}"
    encoding = _ENCODINGS.get(table.encoding.lower(), table.encoding.upper())
    parted = _PARTED.get(table.delimiter, f"“{table.delimiter}”")
    return f"CSV, {encoding}, parted by {parted}, header in row {table.header_row}"


def subject_words(formats: Formats, report: FileReport) -> str:
    """``2,466 rows of invoices``."""
    return f"{counted(formats, report.rows, 'row')} {_ROWS_OF[report.kind]}"


def totals_words(formats: Formats, totals: Iterable[tuple[str, int]]) -> str:
    """``1,234.00 USD, 50.00 GBP and 800.00 EUR`` of one currency or more."""
    *others, last = [f"{formats.amount(minor, currency)} {currency}" for currency, minor in totals]
    return f"{', '.join(others)} and {last}" if others else last


def rows_to_write(preview: ImportPreview) -> int:
    """Rows of the file that would change the ledger."""
    return preview.new + preview.changed


def wrong_rows(preview: ImportPreview) -> int:
    """Rows with at least one error."""
    return len({issue.row for issue in preview.errors})


def nothing_new_words(formats: Formats, preview: ImportPreview) -> str:
    """What is said when an import would change nothing."""
    name, wrong = preview.path.name, wrong_rows(preview)
    if wrong:
        return f"{name} holds nothing new beside {counted(formats, wrong, 'wrong row')}."
    return f"{name} holds nothing new: all {counted(formats, preview.rows, 'row')} stand in the ledger already."


def decision_notes(report: FileReport) -> tuple[str, ...]:
    """The notes that the list of columns does not show by itself: what was left out, what was decided and why."""
    columns = {
        f"{FIELD_LABELS[name].capitalize()}: {report.table.column_name(index)}."
        for name, index in report.mapping.columns.items()
    }
    shown = {f"Dates read as {ORDER_NAMES[report.dates.pattern.order]}.",
             f"Decimal mark of amounts: “{report.amounts.format.decimal}”."}  # fmt: skip
    return tuple(note for note in report.notes if note not in columns | shown)
