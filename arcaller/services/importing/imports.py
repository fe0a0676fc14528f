"""Importing a file: look, compare, and write all of it in one act that can be taken back.

The preview and the import are one pass over the file: what was previewed is what gets written. If something was
written to the ledger in between, the rows are compared again first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from arcaller.data import settings
from arcaller.data.queries.office import imports as stored_rows
from arcaller.data.tables import ImportBatch
from arcaller.domain.errors import DomainError
from arcaller.domain.money import AmountFormat, decimal_text
from arcaller.exchange.columns import Kind, mapping_from_json
from arcaller.exchange.dates import DatePattern, Order
from arcaller.exchange.file_report import FileReport, Question, inspect
from arcaller.exchange.open_items import read_table
from arcaller.exchange.records import RowIssue
from arcaller.exchange.tabular import open_table
from arcaller.services.changes import Changes
from arcaller.services.importing.clients import ClientMatch, match_clients
from arcaller.services.importing.items import ItemComparison, Stated, compare_items
from arcaller.services.importing.payments import PaymentComparison, compare_payments
from arcaller.services.importing.staging import Progress, Staged, Stager
from arcaller.services.importing.total import check_total
from arcaller.services.importing.writing import BatchWriter

if TYPE_CHECKING:
    from arcaller.services.desk import Desk

_SHOWN_IN_REPORT = 100


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person may say about a file; everything empty is found from the file itself.

    ``currency`` is that of rows without one (else the company's). ``mapping`` is the text of a mapping file.
    ``is_complete``: items open here and missing from the file are closed. ``skips_errors``: good rows are written
    although others are bad.
    """

    kind: Kind | None = None
    mapping: str = ""
    currency: str = ""
    date_order: Order | None = None
    decimal_mark: str = ""
    is_complete: bool = False
    skips_errors: bool = False


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do, row by row, before anything is written.

    Every row of the file is counted once: ``rows`` = new + same + changed + bad rows + rows left out with a warning.
    ``changed_rows`` say per row what differs; ``totals`` are control totals of the good rows by currency in minor
    units; while ``questions`` are open nothing was compared and nothing can be written.
    """

    path: Path
    options: ImportOptions
    report: FileReport
    questions: tuple[Question, ...]
    rows: int = 0
    new: int = 0
    same: int = 0
    changed: int = 0
    gone: int = 0
    new_clients: int = 0
    errors: tuple[RowIssue, ...] = ()
    warnings: tuple[RowIssue, ...] = ()
    changed_rows: tuple[RowIssue, ...] = ()
    totals: dict[str, int] = field(default_factory=dict)
    head: int = 0
    staged: Staged | None = None
    found: Any = None

    @property
    def kind(self) -> Kind:
        """Invoices, payments or clients."""
        return self.report.kind

    def has_something_to_write(self) -> bool:
        """Whether the ledger would be changed at all."""
        closes = self.gone and self.options.is_complete and self.kind == "invoices"
        return bool(self.new or self.changed or self.new_clients or closes or self.found.clients.changed)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did: its counts and totals, the key of its batch (``None``: nothing was written)."""

    preview: ImportPreview
    changes: Changes
    batch_id: int | None
    search_index_seconds: float = 0.0

    def json(self) -> dict[str, Any]:
        """The report for programs; see :func:`preview_json`."""
        return {**preview_json(self.preview), "batch": self.batch_id}


@dataclass(slots=True)
class _Found:
    clients: ClientMatch
    items: ItemComparison | None = None
    payments: PaymentComparison | None = None


def preview_json(preview: ImportPreview) -> dict[str, Any]:
    """Counts, control totals as decimal strings, and every error row; ``batch`` is null: nothing was written."""
    return {
        "rows": preview.rows,
        "new": preview.new,
        "same": preview.same,
        "changed": preview.changed,
        "gone": preview.gone,
        "warnings": len(preview.warnings),
        "errors": [_issue_json(issue) for issue in preview.errors],
        "totals": {currency: decimal_text(minor, currency) for currency, minor in preview.totals.items()},
        "batch": None,
        "kind": preview.kind,
        "warned": [_issue_json(issue) for issue in preview.warnings],
        "notes": list(preview.report.notes),
    }


def _issue_json(issue: RowIssue) -> dict[str, Any]:
    return {"row": issue.row, "column": issue.column, "message": issue.message}


def _silent(_what: str, _done: int) -> None:
    return


def preview_import(
    desk: Desk, path: Path, options: ImportOptions = ImportOptions(), progress: Progress = _silent
) -> ImportPreview:
    """Read ``path`` and compare it with the ledger; nothing is written.

    ``progress`` may raise to cancel. Raises ``DomainError`` for a file that cannot be read at all.
    """
    currency = options.currency or desk.ledger.setting(settings.COMPANY_CURRENCY)
    report = _look(path, options, currency, progress)
    questions = tuple(question for question in report.questions if not _is_answered(question, options))
    preview = ImportPreview(path, options, report, questions)
    if questions:
        return preview
    dates = report.dates.pattern if options.date_order is None else DatePattern(options.date_order)
    amounts = _amount_format(report, options)
    stager = Stager(report.kind)
    for batch in read_table(report.table, report.mapping, dates, amounts, currency, _told(progress, "Checking")):
        stager.take(batch)
    staged = stager.finished()
    check_total(report, amounts, staged)
    return _compare(desk, replace(preview, staged=staged), currency, progress)


def import_file(
    desk: Desk,
    source: Path | ImportPreview,
    options: ImportOptions = ImportOptions(),
    progress: Progress = _silent,
) -> ImportResult:
    """Write a file, or what was previewed of it, as one batch that undo takes back whole.

    Raises ``DomainError`` while a question is open. With error rows nothing is written unless they may be skipped:
    the result then has no batch.
    """
    preview = source if isinstance(source, ImportPreview) else preview_import(desk, source, options, progress)
    refuse_open_questions(preview)
    if preview.head != stored_rows.load_journal_head(desk.ledger):
        currency = preview.options.currency or desk.ledger.setting(settings.COMPANY_CURRENCY)
        preview = _compare(desk, preview, currency, progress)
    name = preview.path.name
    if preview.errors and not preview.options.skips_errors:
        said = f"{name}: {len(preview.errors)} of {preview.rows} rows are wrong; nothing was imported."
        return ImportResult(preview, Changes("import_file", said), None)
    _refuse_false_completeness(preview)
    if not preview.has_something_to_write():
        return ImportResult(preview, Changes("import_file", f"{name} holds nothing new."), None)
    return _write(desk, preview, progress)


def refuse_open_questions(preview: ImportPreview) -> None:
    """Refuse a file that can be read in two ways until somebody says which."""
    for question in preview.questions:
        if question.subject == "dates":
            what = "Say --day-first or --month-first."
        else:
            what = "Say which mark parts the decimals: --decimal . or --decimal ,"
        raise DomainError(f"{preview.path.name}: {question.text} {what}", question.subject)


def _refuse_false_completeness(preview: ImportPreview) -> None:
    """An export that lost rows is not complete: what it seems to lack must not be closed."""
    if preview.options.is_complete and preview.gone and (preview.errors or not preview.new + preview.same):
        raise DomainError(
            f"{preview.path.name} is called complete, but {len(preview.errors)} of its {preview.rows} rows cannot be "
            "read or none is left; mend it first, else items would be closed by mistake.",
            "is_complete",
        )


def _look(path: Path, options: ImportOptions, currency: str, progress: Progress) -> FileReport:
    mapping = None
    if options.mapping:
        mapping = mapping_from_json(options.mapping, open_table(path).header)
    told = _told(progress, "Reading")
    report = inspect(path, kind=options.kind, mapping=mapping, currency=currency, progress=told)
    report.mapping.require_complete(report.table.header)
    return report


def _told(progress: Progress, what: str) -> Callable[[int], None]:
    return lambda done: progress(what, done)


def _is_answered(question: Question, options: ImportOptions) -> bool:
    if question.subject == "dates":
        return options.date_order is not None
    return bool(options.decimal_mark)


def _amount_format(report: FileReport, options: ImportOptions) -> AmountFormat:
    found = report.amounts.format
    if not options.decimal_mark or options.decimal_mark == found.decimal:
        return found
    return AmountFormat(options.decimal_mark, "," if options.decimal_mark == "." else ".", found.indian)


# --- comparing


def _compare(desk: Desk, preview: ImportPreview, currency: str, progress: Progress) -> ImportPreview:
    """The preview with every row classed against the ledger as it stands."""
    staged = preview.staged
    assert staged is not None
    ledger = desk.ledger
    with ledger.snapshot():
        head = stored_rows.load_journal_head(ledger)
        found = _Found(match_clients(ledger, staged, currency))
        if staged.kind == "invoices":
            slots = list(map(found.clients.slots.__getitem__, staged.client_keys))
            stated = Stated.by(tuple(preview.report.mapping.columns))
            found.items = compare_items(ledger, staged, stated, slots, progress)
        elif staged.kind == "payments":
            found.payments = compare_payments(ledger, staged, found.clients.slots)
            found.clients.new.clear()
            found.clients.changed.clear()
    counted = replace(
        preview, head=head, found=found, rows=staged.file_rows, totals=staged.totals(),
        errors=tuple(staged.errors), warnings=tuple(staged.warnings), new_clients=len(found.clients.new),
    )  # fmt: skip
    return _counted(counted, found)


def _counted(preview: ImportPreview, found: _Found) -> ImportPreview:
    clients, items, payments = found.clients, found.items, found.payments
    if items is not None:
        changed = [RowIssue(each.row, "", each.said) for each in items.changed]
        changed += [RowIssue(row, "", "credit note changed") for row, _, _ in items.changed_credits]
        return replace(
            preview, new=len(items.new), same=items.same, changed=len(changed), gone=len(items.gone),
            errors=_by_row(preview.errors, items.errors), warnings=_by_row(preview.warnings, items.warnings),
            changed_rows=_by_row((), changed),
        )  # fmt: skip
    if payments is not None:
        return replace(
            preview, new=len(payments.new), same=payments.same, errors=_by_row(preview.errors, payments.errors),
            warnings=_by_row(preview.warnings, payments.warnings),
        )  # fmt: skip
    changed = [RowIssue(each.row, "", ", ".join(sorted(each.values))) for each in clients.changed]
    return replace(
        preview, new=len(clients.new), same=clients.same, changed=len(changed), changed_rows=tuple(changed)
    )


def _by_row(some: tuple[RowIssue, ...], more: list[RowIssue]) -> tuple[RowIssue, ...]:
    return tuple(sorted((*some, *more), key=lambda issue: issue.row)) if more else some


# --- writing


def _write(desk: Desk, preview: ImportPreview, progress: Progress) -> ImportResult:
    """One act: the batch with its totals, new rows set-wise, changed rows with their befores kept."""
    staged, found = preview.staged, preview.found
    assert staged is not None
    name = f"import_{preview.kind}"
    with desk.ledger.act(name, actor_id=desk.actor_id, at=desk.now, subject=preview.path.name) as act:
        batch_id = act.add(
            ImportBatch(
                kind=preview.kind, file_name=preview.path.name, file_sha256=preview.report.table.sha256,
                imported_at=desk.now, row_count=preview.rows, report=_stored_report(preview),
            )
        )  # fmt: skip
        writer = BatchWriter(act, batch_id, desk.today, progress)
        made = writer.clients(found.clients)
        if found.items is not None:
            ids = {key: made[-1 - slot] if slot < 0 else slot for key, slot in found.clients.slots.items()}
            writer.items(staged, found.items, list(map(ids.__getitem__, staged.client_keys)))
            if preview.options.is_complete:
                writer.gone(stored_rows.load_items_by_id(desk.ledger, found.items.gone))
        if found.payments is not None:
            writer.payments(found.payments)
        writer.finish()
        progress("Finishing", preview.rows)
    said = f"{preview.path.name} imported: {preview.new} new, {preview.changed} changed, {preview.same} same."
    changes = Changes(name, said, everything=True, entry=act.number, new_id=batch_id)
    return ImportResult(preview, changes, batch_id, act.search_index_seconds + writer.search_words_seconds)


def _stored_report(preview: ImportPreview) -> dict[str, Any]:
    """What the batch keeps of its import: counts and totals, and the first of the rows that were skipped."""
    report = preview_json(preview)
    del report["warned"], report["batch"]
    report["errors"] = report["errors"][:_SHOWN_IN_REPORT]
    report["is_complete"] = preview.options.is_complete
    return report
