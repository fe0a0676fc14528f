"""What is owed: the aging bar, the open invoices with their ticks, the last payments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from arcaller.data.queries.call_sheet import AgingRow, CallSheetRow, InvoiceRow, PaymentRow
from arcaller.domain.money import Money
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.formats import Formats
from arcaller.ui.shared.tables.table_view import RowDelegate
from arcaller.ui.shared.theme import look
from arcaller.ui.shared.widgets.aging_bar import AgingBar, Bucket
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Span, Spans, Text

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_HEADS = ("", "Invoice", "Due", "Days", "Open")
_TICK, _NUMBER, _DUE, _DAYS, _OPEN = range(5)


class InvoiceTickModel(QAbstractTableModel):
    """Open invoices, oldest first; the ticked ones are what a promise, plan or dispute covers."""

    ticks_changed = Signal()

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._rows: tuple[InvoiceRow, ...] = ()
        self._ticked: set[int] = set()
        self._several_currencies = False

    def set_rows(self, rows: Sequence[InvoiceRow], ticked: set[int]) -> None:
        """Show ``rows`` with the invoices of ``ticked`` ticked."""
        self.beginResetModel()
        self._rows, self._ticked = tuple(rows), {row.invoice_id for row in rows} & ticked
        self._several_currencies = len({row.currency for row in rows}) > 1
        self.endResetModel()
        self.ticks_changed.emit()

    def ticked(self) -> tuple[int, ...]:
        """Ids of the ticked invoices, oldest first."""
        return tuple(row.invoice_id for row in self._rows if row.invoice_id in self._ticked)

    def toggle(self, row: int) -> None:
        """Tick or untick one invoice."""
        self._ticked ^= {self._rows[row].invoice_id}
        index = self.index(row, _TICK)
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
        if role == _Role.DisplayRole:
            return self._text(row, column)
        if role == _Role.CheckStateRole and column == _TICK:
            return Qt.CheckState.Checked if row.invoice_id in self._ticked else Qt.CheckState.Unchecked
        if role == _Role.TextAlignmentRole:
            return _RIGHT if column >= _DAYS else _LEFT
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
                return f"{row.number} ◐ {_words(row.dispute_reason) or 'disputed'}" if row.is_disputed else row.number
            case 2:
                return self._formats.day(row.due_on)
            case 3:
                return str(row.days) if row.days > 0 else "–"
            case 4:
                amount = self._formats.amount(row.open_minor, row.currency)
                return f"{amount} {row.currency}" if self._several_currencies else amount
            case _:
                return ""

    def _color(self, row: InvoiceRow, column: int) -> Any:
        colors = look().colors
        if column == _NUMBER and row.is_disputed:
            return colors.of("warn")
        if column == _DAYS and row.days > 60:
            return colors.of("bad")
        return colors.of("warn") if column == _DAYS and row.days > 30 else None

    def _sentence(self, row: InvoiceRow) -> str:
        ticked = "ticked" if row.invoice_id in self._ticked else "not ticked"
        amount = self._formats.money(Money(row.open_minor, row.currency))
        late = f"{row.days} days past due" if row.days > 0 else f"due {self._formats.day(row.due_on)}"
        return f"{row.number}, {amount}, {late}, {ticked}"

    def _more(self, row: InvoiceRow) -> str:
        parts = [f"Invoice {row.number} of {self._formats.money(Money(row.amount_minor, row.currency))}"]
        if row.po_reference:
            parts.append(f"order {row.po_reference}")
        if row.promised_on is not None:
            parts.append(f"promised for {self._formats.day(row.promised_on)}")
        if row.plan_number:
            parts.append(f"in plan {row.plan_number}")
        return " · ".join(parts)


def _words(code: str) -> str:
    return code.replace("_", " ")


class InvoicesPanel(Card):
    """Left column of the sheet. Letters typed in its list go to ``letter_typed``, or to the note if it says no."""

    ticks_changed = Signal()
    commit_wanted = Signal(object)
    given_up = Signal()

    def __init__(
        self,
        formats: Formats,
        *,
        letter_typed: Callable[[str], bool],
        pass_on: Callable[[QKeyEvent], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._formats, self._letter_typed, self._pass_on = formats, letter_typed, pass_on
        self._aging = AgingBar()
        self._model = InvoiceTickModel(formats, self)
        self._model.ticks_changed.connect(self.ticks_changed)
        self.table = QTableView()
        self._payments = Spans(font="small")
        self._more_currencies = Text("", font="small", tone="muted", wrap=True)
        self._build()

    def _build(self) -> None:
        table = self.table
        table.setModel(self._model)
        table.setAccessibleName("Open invoices")
        table.setItemDelegate(RowDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the end of a number tells one from the next
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(look().row_height)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(24)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(_NUMBER, QHeaderView.ResizeMode.Stretch)
        for column, width in ((_TICK, 28), (_DUE, 64), (_DAYS, 44), (_OPEN, 80)):
            table.setColumnWidth(column, width)
        table.installEventFilter(self)
        self.body.addWidget(self._aging)
        self.body.addWidget(self._more_currencies)
        self.body.addWidget(table, 1)
        self._payments_head = Text("Last payments", font="small_strong", tone="muted")
        self.body.addWidget(self._payments_head)
        self.body.addWidget(self._payments)

    def show_sheet(self, sheet: CallSheetRow, ticked: set[int] | None = None) -> None:
        """Fill in ``sheet``; unless told, what is overdue and not disputed is ticked."""
        main = next((row for row in sheet.aging if row.currency == sheet.currency), None)
        main = main or (sheet.aging[0] if sheet.aging else None)
        self._aging.setVisible(main is not None)
        if main is not None:
            self._aging.set_buckets(
                [Bucket(minor, self._formats.amount(minor, main.currency)) for minor in _minors(main)]
            )
        others = [row for row in sheet.aging if row is not main]
        words = ", ".join(f"{self._formats.money(Money(row.open_minor, row.currency))} open" for row in others)
        self._more_currencies.setText(f"Also {words}" if words else "")
        self._more_currencies.setVisible(bool(words))
        overdue = {
            row.invoice_id for row in sheet.invoices if row.days > 0 and not row.is_disputed and not row.plan_number
        }
        self._model.set_rows(sheet.invoices, overdue if ticked is None else ticked)
        if sheet.invoices:
            self.table.setCurrentIndex(self._model.index(0, _NUMBER))
        self._payments.set_spans(self._payment_spans(sheet.payments))

    def _payment_spans(self, payments: Sequence[PaymentRow]) -> list[Span]:
        if not payments:
            return [Span("No payment has been recorded yet.", tone="muted")]
        spans: list[Span] = []
        for number, row in enumerate(payments[:5]):
            if number:
                spans.append(Span("\n"))
            spans.append(Span(f"{self._formats.day(row.paid_on)}  ", tone="muted"))
            spans.append(Span(self._formats.amount(row.amount_minor, row.currency), strong=True))
            if row.invoices:
                spans.append(Span(f"  for {row.invoices}", tone="muted"))
            if row.unapplied_minor:
                left = self._formats.amount(row.unapplied_minor, row.currency)
                spans.append(Span(f"  {left} not applied", tone="warn"))
        return spans

    def set_compact(self, compact: bool) -> None:
        """The list needs the room of the last payments where the window is low; the ready strip names the last."""
        self._payments_head.setVisible(not compact)
        self._payments.setVisible(not compact)

    def ticked(self) -> tuple[int, ...]:
        """Ids of the ticked invoices."""
        return self._model.ticked()

    def ticked_amount(self, currency: str) -> Money:
        """Sum of what is open on the ticked invoices of ``currency``."""
        chosen = set(self.ticked())
        rows = (self._model.row_at(row) for row in range(self._model.rowCount()))
        return Money(sum(r.open_minor for r in rows if r.invoice_id in chosen and r.currency == currency), currency)

    def tick_only(self, invoice_ids: set[int]) -> None:
        """Tick these invoices and no other; a dispute starts from none."""
        for row in range(self._model.rowCount()):
            invoice_id = self._model.row_at(row).invoice_id
            if (invoice_id in invoice_ids) != (invoice_id in self.ticked()):
                self._model.toggle(row)

    def focus_list(self) -> None:
        """Put the focus on the oldest invoice."""
        if self._model.rowCount():
            self.table.setCurrentIndex(self._model.index(0, _NUMBER))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.commit_wanted.emit(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() == Qt.Key.Key_Space:
            if self.table.currentIndex().isValid():
                self._model.toggle(self.table.currentIndex().row())
        elif event.text() and event.text().isprintable() and not event.modifiers() & _COMMAND:
            if not self._letter_typed(event.text()):
                self._pass_on(event)
        else:
            return False
        return True


_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def _minors(row: AgingRow) -> tuple[int, int, int, int, int]:
    return (row.not_due_minor, row.days_1_30_minor, row.days_31_60_minor, row.days_61_90_minor, row.over_90_minor)
