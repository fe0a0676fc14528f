"""The whole reading of one file in a single call."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from arcaller.exchange.file_report import FileReport, inspect
from arcaller.exchange.open_items import read_table
from arcaller.exchange.records import RowIssue


class Reading(NamedTuple):
    """All batches of a file put together."""

    report: FileReport
    records: list[Any]
    errors: list[RowIssue]
    warnings: list[RowIssue]
    duplicates: int


def read_file(path: Path, currency: str = "USD", **given: Any) -> Reading:
    report = inspect(path, **given)
    batches = list(read_table(report.table, report.mapping, report.dates.pattern, report.amounts.format, currency))
    return Reading(
        report,
        [record for batch in batches for record in batch.records()],
        [issue for batch in batches for issue in batch.errors],
        [issue for batch in batches for issue in batch.warnings],
        sum(batch.duplicates for batch in batches),
    )
