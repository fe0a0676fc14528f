"""The table of today's list: one column of two-line rows, and a model that tells the client's time as well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.tables.paged_model import (
    ACCESSIBLE,
    DISPLAY,
    ROW,
    Column,
    FetchPage,
    Index,
    PagedTableModel,
)
from arcaller.ui.shared.tables.table_view import TableView
from arcaller.ui.work_list.local_clocks import LocalClocks
from arcaller.ui.work_list.row_delegate import WorkLine, WorkRowDelegate, line_height

_COLUMN = Column("client", "Client", stretch=True, sortable=False)


class WorkListModel(PagedTableModel):
    """Rows of `WorkLine`; what a screen reader hears ends with the time at the client's as it is now."""

    def __init__(self, fetch: FetchPage, clocks: LocalClocks, parent: QObject | None = None) -> None:
        super().__init__((_COLUMN,), fetch, parent)
        self._clocks = clocks

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        found = super().data(index, role)
        if role != ACCESSIBLE or found is None:
            return found
        line = super().data(index, ROW)
        spoken = self._clocks.spoken(line.zones) if isinstance(line, WorkLine) else ""
        return f"{found}, {spoken}" if spoken else found


class WorkListView(TableView):
    """One click or Enter opens a row, the arrow keys only move; letters are not searched for."""

    def __init__(self, clocks: LocalClocks, *, parent: QWidget | None = None) -> None:
        super().__init__("Today's list", parent=parent)
        self.setItemDelegate(WorkRowDelegate(clocks, self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.clicked.connect(lambda index: self.row_opened.emit(self.paged_model.id_at(index.row())))
        self._fit_lines()

    @override
    def choose_row(self, row: int) -> bool:
        """A row out of sight turns the list like a page: who comes next is seen, and not all is painted each call."""
        if not 0 <= row < self.paged_model.rowCount():
            return False
        place = self.visualRect(self.paged_model.index(row, 0))
        is_in_sight = self.viewport().rect().contains(place)
        chosen = super().choose_row(row)
        if not is_in_sight:
            self.scrollTo(self.paged_model.index(max(0, row - 1), 0), self.ScrollHint.PositionAtTop)
        return chosen

    @override
    def keyboardSearch(self, search: str) -> None:
        """Nothing: looking through a list by its first letters would read every page of it."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and last row; in one column they would do nothing."""
        moves: dict[int, Callable[[], int]] = {Qt.Key.Key_Home: lambda: 0, Qt.Key.Key_End: self._last_row}
        move = moves.get(event.key())
        if move is None:
            super().keyPressEvent(event)
        else:
            self.choose_row(move())

    def _last_row(self) -> int:
        return self.paged_model.rowCount() - 1

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The first click has opened the row already."""
        event.accept()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._fit_lines()

    def _fit_lines(self) -> None:
        height = line_height(look())
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
