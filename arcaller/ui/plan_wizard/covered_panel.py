"""What the plan covers: the client's open invoices with their ticks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from arcaller.data.queries.call_sheet import InvoiceRow
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.ui.plan_wizard.fields import FittingTable
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.formats import Formats
from arcaller.ui.shared.theme import look
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_KEEP = QItemSelectionModel.SelectionFlag.NoUpdate
_NO_DAYS_BELOW = 300
"""Width of the list in pixels under which the due date speaks for the days past due."""
_TICK, _NUMBER, _DUE, _DAYS, _OPEN = range(5)
_HEADS = ("", "Invoice", "Due", "Days", "Open")


class CoveredModel(QAbstractTableModel):
    """Open invoices, oldest first; the ticked ones are covered."""

    ticks_changed = Signal()

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._rows: tuple[InvoiceRow, ...] = ()
        self._ticked: frozenset[int] = frozenset()
        self._several_currencies = False

    def set_rows(self, rows: Sequence[InvoiceRow], ticked: frozenset[int]) -> None:
        """Show ``rows`` with the invoices of ``ticked`` ticked."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._ticked = ticked & {row.invoice_id for row in rows}
        self._several_currencies = len({row.currency for row in rows}) > 1
        self.endResetModel()

    def ticked_rows(self) -> tuple[InvoiceRow, ...]:
        """The covered invoices, oldest first."""
        return tuple(row for row in self._rows if row.invoice_id in self._ticked)

    def toggle(self, row: int) -> None:
        """Tick or untick one invoice."""
        self._ticked ^= {self._rows[row].invoice_id}
        self.dataChanged.emit(self.index(row, _TICK), self.index(row, _OPEN))
        self.ticks_changed.emit()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(_HEADS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(_HEADS):
            if role == _Role.DisplayRole:
                return _HEADS[section]
            if role == _Role.TextAlignmentRole:
                return _RIGHT if section >= _DAYS else _LEFT
        return None

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == _TICK else flags

    @override
    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        if role == _Role.CheckStateRole and index.column() == _TICK:
            self.toggle(index.row())
            return True
        return False

    @override
    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        match role:
            case _Role.DisplayRole:
                return self._text(row, column)
            case _Role.CheckStateRole if column == _TICK:
                return Qt.CheckState.Checked if row.invoice_id in self._ticked else Qt.CheckState.Unchecked
            case _Role.TextAlignmentRole:
                return _RIGHT if column >= _DAYS else _LEFT
            case _Role.ForegroundRole:
                return self._color(row, column)
            case _Role.AccessibleTextRole:
                return self._sentence(row)
        return None

    def _text(self, row: InvoiceRow, column: int) -> str:
        match column:
            case 1:
                if row.is_disputed:
                    return f"{row.number} ◐ {row.dispute_reason.replace('_', ' ') or 'disputed'}"
                return f"{row.number} · in {row.plan_number}" if row.plan_number else row.number
            case 2:
                return self._formats.day(row.due_on)
            case 3:
                return str(row.days) if row.days > 0 else "–"
            case 4:
                amount = self._formats.amount(row.open_minor, row.currency)
                return f"{amount} {row.currency}" if self._several_currencies else amount
        return ""

    def _color(self, row: InvoiceRow, column: int) -> Any:
        colors = look().colors
        if column == _NUMBER and row.is_disputed:
            return colors.of("warn")
        if column == _DAYS and row.days > 60:
            return colors.of("bad")
        return colors.of("warn") if column == _DAYS and row.days > 30 else None

    def _sentence(self, row: InvoiceRow) -> str:
        words = [row.number, self._formats.money(Money(row.open_minor, row.currency))]
        words.append(f"{row.days} days past due" if row.days > 0 else f"due {self._formats.day(row.due_on)}")
        if row.is_disputed:
            words.append("disputed")
        words.append("in the plan" if row.invoice_id in self._ticked else "not in the plan")
        return ", ".join(words)


class _TickTable(FittingTable):
    """Space ticks the current line, whatever column it is in."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        model = self.model()
        if event.key() == Qt.Key.Key_Space and isinstance(model, CoveredModel) and self.currentIndex().isValid():
            model.toggle(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(_DAYS, self.width() < _NO_DAYS_BELOW)


class CoveredPanel(QWidget):
    """The list of invoices, and the sentence that says why they cannot be covered together."""

    changed = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = CoveredModel(formats, self)
        self.table = _TickTable("Invoices the plan covers", 7)
        self.table.setEditTriggers(self.table.EditTrigger.NoEditTriggers)
        self.table.setModel(self._model)
        self.table.set_widths({_TICK: 28}, stretch=_NUMBER, fitted=(_DUE, _DAYS, _OPEN))
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
        self._model.set_rows(rows, frozenset(ticked))
        if rows:
            self.table.selectionModel().setCurrentIndex(self._model.index(0, _NUMBER), _KEEP)

    def ticked(self) -> tuple[int, ...]:
        """Ids of the covered invoices, oldest first."""
        return tuple(row.invoice_id for row in self._model.ticked_rows())

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
