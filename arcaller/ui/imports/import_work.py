"""What the import screen lets a worker thread do: look at a file, write it, take it back, save its wrong rows.

Each function takes the progress of its task first and plain values after it, and closes its own connection.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from arcaller.data.queries.office.imports import load_items_by_id
from arcaller.domain.errors import DomainError
from arcaller.domain.money import decimal_text
from arcaller.exchange.columns import mapping_from_json
from arcaller.exchange.file_report import FileReport, inspect
from arcaller.exchange.records import RowIssue
from arcaller.exchange.tabular import Table, open_table
from arcaller.exchange.writer import write_error_rows
from arcaller.services.changes import Changes
from arcaller.services.days import decide_all
from arcaller.services.desk import Desk
from arcaller.services.importing.imports import (
    ImportOptions,
    ImportPreview,
    ImportResult,
    import_file,
    preview_import,
)
from arcaller.services.undo import undo_act
from arcaller.ui.shared.task_runner import Progress


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it was looked at; nothing is written yet.

    ``preview`` is ``None`` while a needed column is missing: ``missing`` says which. ``gone`` are the items open here
    and missing from the file, as sentences, ``gone_totals`` what is open of them in minor units by currency.
    """

    path: Path
    options: ImportOptions
    report: FileReport
    preview: ImportPreview | None
    missing: str = ""
    gone: tuple[str, ...] = ()
    gone_totals: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What an import did; ``entries`` are the journal's numbers that take it back, in that order."""

    result: ImportResult
    entries: tuple[int, ...]


class _Steps:
    """The services' progress (what, rows done) as that of a task: after reading, the number of rows is known."""

    def __init__(self, progress: Progress, total: int = 0) -> None:
        self._progress, self._total, self._read = progress, total, 0

    def __call__(self, what: str, done: int) -> None:
        if what == "Reading":
            self._read = max(self._read, done)
            self._progress(done, 0, what)
        else:
            total = self._total or self._read
            self._progress(min(done, total), total, what)


def look(progress: Progress, desk: Desk, path: Path, options: ImportOptions) -> Looked:
    """Read ``path`` and compare it with the ledger. Raises ``DomainError`` for a file that cannot be read at all."""
    with desk.ledger.worker():
        try:
            preview = preview_import(desk, path, options, _Steps(progress))
        except DomainError as error:
            if error.field != "mapping":
                raise
            return Looked(path, options, _report_without_columns(path, options), None, missing=error.message)
        return _with_gone(desk, Looked(path, options, preview.report, preview))


def _report_without_columns(path: Path, options: ImportOptions) -> FileReport:
    """The report of a file whose needed columns nobody has named yet."""
    mapping = mapping_from_json(options.mapping, open_table(path).header) if options.mapping else None
    return inspect(path, kind=options.kind, mapping=mapping, currency=options.currency)


def _with_gone(desk: Desk, looked: Looked) -> Looked:
    preview = looked.preview
    if preview is None or not preview.gone:
        return looked
    items = load_items_by_id(desk.ledger, preview.found.items.gone)
    totals: dict[str, int] = {}
    for item in items:
        totals[item.currency] = totals.get(item.currency, 0) + item.open_minor
    said = tuple(
        f"{item.number}: {decimal_text(item.open_minor, item.currency)} {item.currency} open, due {item.due_on}"
        for item in items
    )
    return replace(looked, gone=said, gone_totals=tuple(sorted(totals.items())))


def write(progress: Progress, desk: Desk, preview: ImportPreview) -> Written:
    """Write what was previewed and decide the promises and plans that its payments decide."""
    with desk.ledger.worker():
        result = import_file(desk, preview, progress=_Steps(progress, preview.rows))
        entries = [] if result.changes.entry is None else [result.changes.entry]
        if entries:
            entries[:0] = [changes.entry for changes in reversed(decide_all(desk)) if changes.entry is not None]
        return Written(result, tuple(entries))


def take_back(progress: Progress, desk: Desk, entries: tuple[int, ...]) -> Changes:
    """Take back an import; ``entries`` as ``write`` gave them."""
    progress(0, 0, "Taking back")
    with desk.ledger.worker():
        changes = [undo_act(desk, number) for number in entries]
    return changes[-1]


def save_wrong_rows(_progress: Progress, path: Path, table: Table, issues: tuple[RowIssue, ...]) -> int:
    """Write the rows with ``issues`` to ``path``, over what stands there (it was asked before); how many they are."""
    return write_error_rows(path, table, issues, replace=True)
