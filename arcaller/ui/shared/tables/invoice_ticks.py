"""Open invoices with ticks: the list of the call sheet and of the plan wizard."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from arcaller.data.queries.sheet.call_sheet import InvoiceRow
from arcaller.domain.money import Money
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.words.formats import Formats

TICK, NUMBER, DUE, DAYS, OPEN = range(5)
"""The columns."""
_HEADS = ("", "Invoice", "Due", "Days", "Open")
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class InvoiceTickModel(QAbstractTableModel):
    """Open invoices, oldest first; the ticked ones are what a promise, plan or dispute covers.

    ``chosen`` are the words a screen reader hears of a ticked and of an unticked one.
    """

    ticks_changed = Signal()

    def __init__(
        self,
        formats: Formats,
        parent: QObject | None = None,
        *,
        chosen: tuple[str, str] = ("ticked", "not ticked"),
    ) -> None:
        super().__init__(parent)
        self._formats, self._chosen = formats, chosen
        self._rows: tuple[InvoiceRow, ...] = ()
        self._ticked: set[int] = set()
        self._several_currencies = False

    def set_rows(self, rows: Sequence[InvoiceRow], ticked: Collection[int]) -> None:
        """Show ``rows`` with the invoices of ``ticked`` ticked."""
        self.beginResetModel()
        self._rows, self._ticked = tuple(rows), {row.invoice_id for row in rows} & set(ticked)
        self._several_currencies = len({row.currency for row in rows}) > 1
        self.endResetModel()
        self.ticks_changed.emit()

    def ticked(self) -> tuple[int, ...]:
        """Ids of the ticked invoices, oldest first."""
        return tuple(row.invoice_id for row in self.ticked_rows())

    def ticked_rows(self) -> tuple[InvoiceRow, ...]:
        """The ticked invoices, oldest first."""
        return tuple(row for row in self._rows if row.invoice_id in self._ticked)

    def toggle(self, row: int) -> None:
        """Tick or untick one invoice."""
        self._ticked ^= {self._rows[row].invoice_id}
        index = self.index(row, TICK)
        self.dataChanged.emit(index, index, [_Role.CheckStateRole])
        self.ticks_changed.emit()

    def row_at(self, row: int) -> InvoiceRow:
        """The invoice of one line."""
        return self._rows[row]

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
                return _RIGHT if section >= DAYS else _LEFT
        return None

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == TICK else flags

    @override
    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        if role == _Role.CheckStateRole and index.column() == TICK:
            self.toggle(index.row())
            return True
        return False

    @override
    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == _Role.DisplayRole:
            return self._text(row, column)
        if role == _Role.CheckStateRole and column == TICK:
            return Qt.CheckState.Checked if row.invoice_id in self._ticked else Qt.CheckState.Unchecked
        if role == _Role.TextAlignmentRole:
            return _RIGHT if column >= DAYS else _LEFT
        if role == _Role.ForegroundRole:
            return self._color(row, column)
        if role == _Role.AccessibleTextRole:
            return self._sentence(row)
        if role == _Role.ToolTipRole:
            return self._more(row)
        return None

    def _text(self, row: InvoiceRow, column: int) -> str:
        match column:
            case 1:
                # The number stays whole in a narrow column; why, and which plan, its tip and sentence say.
                if row.is_disputed:
                    return f"{row.number} ◐"
                if row.is_left_alone:
                    return f"{row.number} ‖"
                return f"{row.number} · plan" if row.plan_number else row.number
            case 2:
                return "paused" if row.is_left_alone else self._due(row)
            case 3:
                return str(row.days) if row.days > 0 else "–"
            case 4:
                amount = self._formats.amount(row.open_minor, row.currency)
                return f"{amount} {row.currency}" if self._several_currencies else amount
            case _:
                return ""

    def _color(self, row: InvoiceRow, column: int) -> Any:
        colors = look().colors
        if column == NUMBER and row.is_disputed:
            return colors.of("warn")
        if column == DAYS and row.days > 60:
            return colors.of("bad")
        return colors.of("warn") if column == DAYS and row.days > 30 else None

    def _sentence(self, row: InvoiceRow) -> str:
        words = [row.number, self._formats.money(Money(row.open_minor, row.currency))]
        words.append(f"{row.days} days past due" if row.days > 0 else f"due {self._due(row)}")
        if row.is_disputed:
            words.append(_dispute(row))
        if row.is_left_alone:
            words.append(self._pause(row))
        if row.promised_on is not None:
            words.append(self._promised(row, row.promised_on))
        words.append(self._chosen[0] if row.invoice_id in self._ticked else self._chosen[1])
        return ", ".join(words)

    def _due(self, row: InvoiceRow) -> str:
        """The due date, with its year where that is not this one."""
        return self._formats.day(row.due_on, today=row.due_on + timedelta(days=row.days))

    def _promised(self, row: InvoiceRow, on: date) -> str:
        """All of it or a part of it, and the next day for which it is promised."""
        if row.unpromised_minor <= 0:
            return f"promised for {self._formats.day(on)}"
        amount = self._formats.money(Money(row.promised_minor, row.currency))
        return f"{amount} of it promised, next for {self._formats.day(on)}"

    def _more(self, row: InvoiceRow) -> str:
        parts = [f"Invoice {row.number} of {self._formats.money(Money(row.amount_minor, row.currency))}"]
        if row.po_reference:
            parts.append(f"order {row.po_reference}")
        if row.promised_on is not None:
            parts.append(self._promised(row, row.promised_on))
        if row.plan_number:
            parts.append(f"in plan {row.plan_number}")
        if row.is_disputed:
            parts.append(_dispute(row))
        if row.is_left_alone:
            parts.append(self._pause(row))
        return " · ".join(parts)

    def _pause(self, row: InvoiceRow) -> str:
        until = f" until {self._formats.day(row.do_not_chase_until)}" if row.do_not_chase_until else ""
        return f"due {self._due(row)}, not chased{until}: {row.do_not_chase_reason}"


def _dispute(row: InvoiceRow) -> str:
    reason = row.dispute_reason.replace("_", " ")
    return f"disputed: {reason}" if reason else "disputed"
