"""What is open by the dates of the client's plans: each installment by its own date, every other invoice by its own.

A view and nothing else: the aging of reports, the rank and what is asked for keep the invoices' own due dates.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from arcaller.domain.plans.states import PlanState
from arcaller.domain.receivables.aging import AgingBucket, bucket_of
from arcaller.services.plans.overview import PlanOverview, plan_overview
from arcaller.ui.call_sheet.sheet_context import SheetContext
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.tables.table_view import RowDelegate
from arcaller.ui.shared.words.formats import Formats

_MARKS = {"missed": "● ", "due, not confirmed": "◐ ", "due today": "◐ "}


class PlanDatesView(QListWidget):
    """Open installments with their states, then the invoices that are in no plan; ``left()`` on Esc."""

    left = Signal()

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._context: SheetContext | None = None
        self.buckets: dict[AgingBucket, int] = dict.fromkeys(AgingBucket, 0)
        self.setAccessibleName("Open installments by their own dates, and invoices in no plan")
        self.setItemDelegate(RowDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()

    def show_context(self, context: SheetContext) -> bool:
        """Take the client shown; false where no plan of his runs, so that there is no other view."""
        self._context = context
        runs = any(PlanState(plan.state).is_live for plan in context.sheet.plans)
        if runs and self.isVisible():
            self.fill()
        return runs

    def fill(self) -> None:
        """Show the lines and count the buckets of the client's main currency by them."""
        self.clear()
        self.buckets = dict.fromkeys(AgingBucket, 0)
        context = self._context
        if context is None:
            return
        planned: set[str] = set()
        for plan in context.sheet.plans:
            if PlanState(plan.state).is_live:
                planned.add(plan.number)
                self._add_plan(plan_overview(context.desk, plan.plan_id))
        for row in context.sheet.invoices:
            if row.plan_number not in planned:
                self._count(row.currency, bucket_of(row.due_on, context.desk.today), row.open_minor)
                self._add(
                    self._line(row.number, row.open_minor, row.currency, row.days, self._formats.day(row.due_on))
                )
        if self.count():
            self.setCurrentRow(0)

    def _add_plan(self, shown: PlanOverview) -> None:
        plan = shown.plan
        self._add(f"Plan {plan.number}", is_strong=True)
        for bucket, minor in shown.by_plan.items():
            self._count(plan.currency, bucket, minor)
        for part in shown.parts:
            if part.row.open_minor:
                due, state = self._formats.day(part.row.due_on), f"{_MARKS.get(part.state, '')}{part.state}"
                name = f"  #{part.number}" if part.number else "  Down payment"
                line = self._line(name, part.row.open_minor, plan.currency, part.days, due)
                self._add(f"{line} · {state}")

    def _line(self, name: str, minor: int, currency: str, days: int, due: str) -> str:
        home = self._context.sheet.currency if self._context is not None else currency
        late = f", {days} {'day' if days == 1 else 'days'}" if days > 0 else ""
        return f"{name} · {self._formats.amount_at_home(minor, currency, home)} · {due}{late}"

    def _count(self, currency: str, bucket: AgingBucket, minor: int) -> None:
        if self._context is not None and currency == self._context.sheet.currency:
            self.buckets[bucket] += minor

    def _add(self, text: str, *, is_strong: bool = False) -> None:
        item = QListWidgetItem(text)
        item.setToolTip(text)
        item.setSizeHint(QSize(80, look().row_height))
        if is_strong:
            item.setFont(look().fonts.strong)
        self.addItem(item)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
