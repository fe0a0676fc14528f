"""What the plan covers: the client's open invoices with their ticks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelectionModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from arcaller.data.queries.sheet.call_sheet import InvoiceRow
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.ui.plan_wizard.fields import FittingTable
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.tables.invoice_ticks import DAYS, DUE, NUMBER, OPEN, TICK, InvoiceTickModel
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_KEEP = QItemSelectionModel.SelectionFlag.NoUpdate
_NO_DAYS_BELOW = 300
"""Width of the list in pixels under which the due date speaks for the days past due."""


class _TickTable(FittingTable):
    """Space ticks the current line, whatever column it is in."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        model = self.model()
        if event.key() == Qt.Key.Key_Space and isinstance(model, InvoiceTickModel) and self.currentIndex().isValid():
            model.toggle(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(DAYS, self.width() < _NO_DAYS_BELOW)


class CoveredPanel(QWidget):
    """The list of invoices, and the sentence that says why they cannot be covered together."""

    changed = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = InvoiceTickModel(formats, self, chosen=("in the plan", "not in the plan"))
        self.table = _TickTable("Invoices the plan covers", 7)
        self.table.setModel(self._model)
        self.table.set_widths({TICK: 28}, stretch=NUMBER, fitted=(DUE, DAYS, OPEN))
        self._error = FieldError(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(Text("What is covered", font="small_strong", tone="muted"))
        layout.addWidget(self.table)
        layout.addWidget(self._error)
        self._model.ticks_changed.connect(self.changed)

    def show_invoices(self, rows: Sequence[InvoiceRow], ticked: Sequence[int]) -> None:
        """Fill in ``rows`` with those of ``ticked`` covered."""
        self._model.set_rows(rows, ticked)
        if rows:
            self.table.selectionModel().setCurrentIndex(self._model.index(0, NUMBER), _KEEP)

    def ticked(self) -> tuple[int, ...]:
        """Ids of the covered invoices, oldest first."""
        return self._model.ticked()

    def total(self) -> Money:
        """The sum covered; nothing ticked and several currencies are refused."""
        rows = self._model.ticked_rows()
        if not rows:
            raise DomainError("Nothing is ticked; tick the invoices the plan is to pay (Space).", "total")
        currencies = sorted({row.currency for row in rows})
        if len(currencies) > 1:
            raise DomainError(
                f"A plan is in one currency; untick the invoices in {' or '.join(currencies)}.", "total"
            )
        return Money(sum(row.open_minor for row in rows), currencies[0])

    def show_refusal(self, message: str) -> None:
        """Say why no plan can cover these ("" when it can)."""
        if message:
            self._error.show_error(message)
        else:
            self._error.clear_error()
