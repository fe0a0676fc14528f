"""Small tables on disk, and the whole reading of one in a single call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

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


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Write a table of the given text or bytes and give its path."""

    def write(content: str | bytes, name: str = "items.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def read(file: Callable[..., Path]) -> Callable[..., Reading]:
    """Write a table and read it whole."""

    def reading(content: str | bytes, currency: str = "USD", **given: Any) -> Reading:
        return read_file(file(content), currency, **given)

    return reading
