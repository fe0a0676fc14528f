"""The two tables of a plan's page: its installments by their own dates, its invoices by theirs."""

from __future__ import annotations

from collections.abc import Sequence

from arcaller.domain.plans.plan_view import PartView
from arcaller.services.plans.overview import InvoiceView, PlanOverview
from arcaller.ui.shared.tables.paged_model import Cells, Column, PagedTableModel
from arcaller.ui.shared.tables.table_view import TableView
from arcaller.ui.shared.words.formats import Formats

PART_COLUMNS = (
    Column("number", "#", 32, numeric=True, sortable=False),
    Column("due", "Due", 130, stretch=True, sortable=False),
    Column("amount", "Amount", 88, numeric=True, sortable=False),
    Column("paid", "Paid", 88, numeric=True, sortable=False),
    Column("open", "Open", 88, numeric=True, sortable=False),
    Column("state", "How it stands", 150, sortable=False),
)
INVOICE_COLUMNS = (
    Column("number", "Invoice", 120, stretch=True, sortable=False),
    Column("due", "Due", 116, sortable=False),
    Column("days", "Days", 52, numeric=True, sortable=False),
    Column("covered", "In the plan", 88, numeric=True, sortable=False),
    Column("open", "Open", 88, numeric=True, sortable=False),
    Column("parts", "Paid by", 124, sortable=False),
)
_TONES = {"paid": "good", "missed": "bad", "due, not confirmed": "warn", "due today": "warn"}
_MARKS = {"good": "✓ ", "bad": "● ", "warn": "◐ ", "normal": ""}


class PlanTable(TableView):
    """Rows of one overview; ``show_parts`` and ``show_invoices`` fill the table that was made for them."""

    def __init__(self, name: str, columns: Sequence[Column], formats: Formats) -> None:
        super().__init__(name)
        self._formats = formats
        self._cells: dict[int, Cells] = {}
        self.setModel(PagedTableModel(columns, lambda ids: [self._cells[key] for key in ids], self))

    def show_parts(self, overview: PlanOverview) -> None:
        """The installments; those edited by hand bear a pen."""
        edited = {row.number for row in overview.plan.installments if row.is_edited}
        self._fill([self._part(part, overview, is_edited=part.number in edited) for part in overview.parts])

    def show_invoices(self, overview: PlanOverview) -> None:
        """The invoices with the installments that pay them."""
        self._fill([self._invoice(view, overview) for view in overview.invoices])

    def _fill(self, lines: Sequence[Cells]) -> None:
        self._cells = dict(enumerate(lines))
        self.paged_model.set_ids(self._cells)

    def _part(self, part: PartView, overview: PlanOverview, *, is_edited: bool) -> Cells:
        row, currency = part.row, overview.plan.currency
        number = "Down payment" if row.is_down_payment else f"Installment {part.number}"
        due = f"{'✎ ' if is_edited else ''}{self._formats.full_day(row.due_on)}"
        if row.is_down_payment:
            due = f"Down, {self._formats.day(row.due_on)}"
        amount = self._formats.amount(row.amount_minor, currency)
        paid = self._formats.amount(row.received_minor, currency)
        left = self._formats.amount(row.open_minor, currency)
        tone = _TONES.get(part.state, "normal")
        late = f", {part.days} days" if part.days else ""
        words = f"{_MARKS[tone]}{part.state}{late}"
        return Cells(
            (str(part.number or ""), due, amount, paid, left, words),
            f"{number}, {due}, {amount}, {paid} paid, {left} open, {part.state}{late}",
            ("muted", "normal", "normal", "normal", "normal", tone),
            row=part,
        )

    def _invoice(self, view: InvoiceView, overview: PlanOverview) -> Cells:
        row, currency = view.row, overview.plan.currency
        due = self._formats.full_day(row.due_on)
        covered = self._formats.amount(row.covered_minor, currency)
        left = self._formats.amount(row.open_minor, currency)
        parts = parts_words(view.parts)
        days = str(view.days) if view.days else "–"
        return Cells(
            (row.number, due, days, covered, left, parts),
            f"Invoice {row.number}, due {due}, {days} days late, {covered} in the plan, {left} open, {parts}",
            ("normal", "normal", "bad" if view.days else "normal", "normal", "normal", "muted"),
            row=view,
        )


def parts_words(parts: Sequence[int]) -> str:
    """``installments 1–3``; what came in before has no number."""
    if not parts:
        return "what came in before"
    if len(parts) == 1:
        return f"installment {parts[0]}"
    return f"installments {parts[0]}–{parts[-1]}"
