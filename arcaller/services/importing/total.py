"""The total that a file states of itself: a first sign that rows were lost on the way."""

from __future__ import annotations

from arcaller.domain.money import AmountFormat, decimal_text
from arcaller.exchange.amounts import AmountReader
from arcaller.exchange.file_report import FileReport
from arcaller.exchange.open_items import TAKEN_FOR_A_TOTAL
from arcaller.exchange.records import RowIssue
from arcaller.services.importing.staging import Staged


def check_total(report: FileReport, amounts: AmountFormat, staged: Staged) -> None:
    """Make the file's one total row an error if the rows do not come to it.

    Nothing is said where rows are bad already, where currencies are mixed, or where a file has totals in between.
    """
    rows = [issue.row for issue in staged.warnings if issue.message == TAKEN_FOR_A_TOTAL]
    sums, column = staged.totals(), report.mapping.columns.get("amount")
    if len(rows) != 1 or len(sums) != 1 or column is None or staged.errors:
        return
    ((currency, found),) = sums.items()
    cell = _cell(report, rows[0], column)
    try:
        stated = AmountReader(amounts).read(cell, currency)[0]
    except ValueError:
        return
    if stated != found:
        why = (
            f"the total says {decimal_text(stated, currency)}, the rows come to {decimal_text(found, currency)} "
            f"{currency}; rows are missing or changed: export the file again, or take the total out"
        )
        staged.errors.append(RowIssue(rows[0], report.table.column_name(column), why))


def _cell(report: FileReport, row: int, column: int) -> object:
    for chunk in report.table.chunks():
        at = row - chunk.first_row
        if at < len(chunk.rows):
            cells = chunk.rows[at]
            return cells[column] if column < len(cells) else ""
    return ""
