"""The table every list stands in: fixed rows, quiet lines, columns that are remembered by name."""

from __future__ import annotations

import json

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.tables.paged_model import Column, Index, PagedTableModel

_UNFOCUSED = ~QStyle.StateFlag.State_HasFocus
_STRETCH = QHeaderView.ResizeMode.Stretch
CELL_MARGIN = 5
"""Added to the three pixels Qt keeps itself: eight, as in the head."""


def show_as_rows(table: QTableView, name: str) -> None:
    """What every table here shares: whole rows chosen one at a time, no grid, Tab goes on to the next control."""
    table.setAccessibleName(name)
    table.setItemDelegate(RowDelegate(table))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setCornerButtonEnabled(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)


class TableView(QTableView):
    """Shows a `PagedTableModel`, one row selected at a time.

    Signals: ``row_opened(int)`` and ``row_chosen(int)`` with the row's id (Enter or double click; selection),
    ``sort_asked(str, bool)`` with column key and whether descending, ``columns_changed(str)`` with the JSON to store.
    """

    row_opened = Signal(object)
    row_chosen = Signal(object)
    sort_asked = Signal(str, bool)
    columns_changed = Signal(str)

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        show_as_rows(self, name)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionsMovable(True)
        head.setMinimumSectionSize(32)
        head.setResizeContentsPrecision(0)  # what is on screen says how wide a column must be
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._column_menu)
        head.sectionClicked.connect(self._head_clicked)
        head.sectionMoved.connect(self._columns_moved)
        head.sectionResized.connect(self._column_sized)
        self.doubleClicked.connect(self._open)
        self._sorted: tuple[str, bool] | None = None
        self._restoring = False
        self._widths: dict[int, int] = {}
        self._fit_rows()

    @property
    def paged_model(self) -> PagedTableModel:
        model = self.model()
        if not isinstance(model, PagedTableModel):
            raise TypeError("the table has no model yet")
        return model

    @override
    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if isinstance(model, PagedTableModel):
            self._restoring = True
            self._first_columns(model.columns)
            self._restoring = False
            self.selectionModel().currentRowChanged.connect(self._current_changed)
            model.modelReset.connect(self.fit_widths)

    @property
    def current_id(self) -> int | None:
        """The id of the selected row."""
        index = self.currentIndex()
        return self.paged_model.id_at(index.row()) if index.isValid() else None

    def choose_row(self, row: int) -> bool:
        """Select ``row`` and bring it into view; False outside the list."""
        if not 0 <= row < self.paged_model.rowCount():
            return False
        index = self.paged_model.index(row, max(0, self.horizontalHeader().logicalIndex(0)))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    def choose_id(self, row_id: int) -> bool:
        """Select the row of ``row_id``; False if it is not in the list."""
        row = self.paged_model.row_of(row_id)
        return row is not None and self.choose_row(row)

    def set_sorted(self, key: str, *, descending: bool) -> None:
        """Show the arrow of the order the ids are in; sorting itself is the query's."""
        self._sorted = (key, descending)
        number = [column.key for column in self.paged_model.columns].index(key)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicatorShown(True)
        self.horizontalHeader().setSortIndicator(number, order)

    def columns_json(self) -> str:
        """Order, width (in pixels at scale 1) and visibility of the columns by key."""
        head, columns = self.horizontalHeader(), self.paged_model.columns
        order = sorted(range(len(columns)), key=head.visualIndex)
        return json.dumps(
            [
                {
                    "key": columns[i].key,
                    "width": self._widths.get(i, head.sectionSize(i)),
                    "shown": not self.isColumnHidden(i),
                }
                for i in order
            ]
        )

    def restore_columns(self, stored: str) -> None:
        """Apply what `columns_json` gave; columns unknown today are passed over, new ones keep their place.

        A stored text that cannot be read leaves the first setting.
        """
        try:
            entries = [(str(e["key"]), int(e["width"]), bool(e["shown"])) for e in json.loads(stored)]
        except (ValueError, TypeError, KeyError):
            return
        numbers = {column.key: i for i, column in enumerate(self.paged_model.columns)}
        head, self._restoring = self.horizontalHeader(), True
        for place, (key, width, shown) in enumerate(e for e in entries if e[0] in numbers):
            number = numbers[key]
            head.moveSection(head.visualIndex(number), place)
            self.setColumnHidden(number, not shown)
            if shown and width >= head.minimumSectionSize():
                self._choose_width(number, width)
        self._restoring = False
        self.fit_widths()

    def reset_columns(self) -> None:
        """Back to the first setting."""
        self._restoring = True
        self._first_columns(self.paged_model.columns)
        self._restoring = False
        self.columns_changed.emit(self.columns_json())

    def _first_columns(self, columns: tuple[Column, ...]) -> None:
        head = self.horizontalHeader()
        for number, column in enumerate(columns):
            head.moveSection(head.visualIndex(number), number)
            self.setColumnHidden(number, not column.shown)
            mode = _STRETCH if column.stretch else QHeaderView.ResizeMode.Interactive
            head.setSectionResizeMode(number, mode)
            if not column.stretch:
                self._choose_width(number, column.width)
        self.fit_widths()

    def _choose_width(self, number: int, width: int) -> None:
        if not self.paged_model.columns[number].stretch:
            self._widths[number] = width

    def _columns_moved(self, *_: int) -> None:
        if not self._restoring and self.model() is not None:
            self.columns_changed.emit(self.columns_json())

    def _column_sized(self, number: int, before: int, now: int) -> None:
        """Somebody drew a column wider or narrower."""
        if not self._restoring and before and now and self.model() is not None:
            self._choose_width(number, round(now / look().text_scale))
            self.columns_changed.emit(self.columns_json())

    def _column_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, column in enumerate(self.paged_model.columns):
            action = QAction(column.title or column.key, menu, checkable=True)
            action.setChecked(not self.isColumnHidden(number))
            action.setEnabled(not column.stretch)
            action.toggled.connect(lambda shown, number=number: self._show_column(number, shown=shown))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction("Columns as at first", self.reset_columns)
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    def _show_column(self, number: int, *, shown: bool) -> None:
        self.setColumnHidden(number, not shown)
        self.columns_changed.emit(self.columns_json())

    def _head_clicked(self, number: int) -> None:
        column = self.paged_model.columns[number]
        if not column.sortable:
            return
        first = column.numeric
        again = self._sorted is not None and self._sorted[0] == column.key
        self.sort_asked.emit(column.key, not self._sorted[1] if again and self._sorted else first)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.row_chosen.emit(self.paged_model.id_at(current.row()))

    def _open(self, index: QModelIndex) -> None:
        self.row_opened.emit(self.paged_model.id_at(index.row()))

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(look().row_height)
        self.verticalHeader().setMinimumSectionSize(look().row_height)

    def fit_widths(self) -> None:
        """Columns as they were chosen, grown with the text; the one that stretches keeps its least width, for which
        the others give what their contents do not need, and then the list moves sideways."""
        if not self._widths:
            return
        head, scale, self._restoring = self.horizontalHeader(), look().text_scale, True
        for number, width in self._widths.items():
            head.resizeSection(number, round(width * scale))
        self.keep_least(head, scale)
        self._restoring = False

    def keep_least(self, head: QHeaderView, scale: float) -> None:
        """See to it that the column that stretches can be read."""
        stretched = [n for n, column in enumerate(self.paged_model.columns) if column.stretch]
        if len(stretched) != 1 or not self.isVisible():
            return
        number, others = stretched[0], [n for n in self._widths if not self.isColumnHidden(n)]
        least = round(self.paged_model.columns[number].width * scale)
        missing = least - (self.viewport().width() - sum(head.sectionSize(n) for n in others))
        for other in others if missing > 0 else ():
            needed = max(self.sizeHintForColumn(other) + 2 * CELL_MARGIN, head.sectionSizeHint(other))
            given = min(missing, max(0, head.sectionSize(other) - needed))
            head.resizeSection(other, head.sectionSize(other) - given)
            missing -= given
        head.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed if missing > 0 else _STRETCH)
        if missing > 0:
            head.resizeSection(number, least)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            if not event.isAutoRepeat():
                self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_widths()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange) and hasattr(self, "_restoring"):
            self._fit_rows()
            self.fit_widths()


class RowDelegate(QStyledItemDelegate):
    """Paints the row's ground, a hairline below and the accent's stripe at the start of the selected row.

    No frame around the current cell: the row is selected. Cells keep the distance from the edge that heads have.
    """

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.state &= _UNFOCUSED

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        whole, state, colors = QRect(option.rect), option.state, look().colors
        if state & QStyle.StateFlag.State_Selected:
            active = state & QStyle.StateFlag.State_Active
            painter.fillRect(whole, colors.accent_soft if active else colors.unfocused_soft)
            if whole.left() <= 0:
                painter.fillRect(QRect(whole.left(), whole.top(), 3, whole.height()), colors.accent)
        option.rect = whole.adjusted(CELL_MARGIN, 0, -CELL_MARGIN, -1)
        super().paint(painter, option, index)
        option.rect = whole
        painter.setPen(colors.line)
        painter.drawLine(whole.bottomLeft(), whole.bottomRight())
