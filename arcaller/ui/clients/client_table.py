"""The table of clients: its columns fit the width until somebody chooses his own, which are kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from arcaller.ui.clients.client_cells import FOLD_ORDER
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.tables.table_view import TableView

NARROW = 640
"""Width in pixels under which the table is a list beside a sheet: only what fits is shown, whatever was chosen."""
_LEAST_NAME, _LEAST_NAME_NARROW = 200, 132


class ClientTable(TableView):
    """``layout_changed(str)`` with the JSON to keep ("" for the first setting); ``letter_typed(str)`` for the search.

    The first column takes what the others leave. While nothing was chosen, columns that do not fit give way.
    """

    layout_changed = Signal(str)
    letter_typed = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__("Clients", parent=parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._wanted: dict[str, bool] = {}
        self._is_first = True
        self._is_fitting = False
        self.columns_changed.connect(self._layout_touched)

    @override
    def setModel(self, model: QAbstractItemModel | None) -> None:
        self._is_fitting = True
        super().setModel(model)
        self._is_fitting = False
        self._wanted = {column.key: column.shown for column in self.paged_model.columns}
        self.fit_columns()

    def chosen_ids(self) -> tuple[int, ...]:
        """The clients selected, in the order of the list."""
        ids = self.paged_model.ids
        return tuple(ids[row] for row in sorted(index.row() for index in self.selectionModel().selectedRows()))

    def restore_layout(self, stored: str) -> None:
        """Show the columns as they were kept; "" is the first setting."""
        if not stored:
            return
        self._is_fitting = True
        for number, column in enumerate(self.paged_model.columns):
            self.setColumnHidden(number, not column.shown)
        self.restore_columns(stored)
        self._is_fitting = False
        self._is_first = False
        self._wanted = self._shown_now()
        self.fit_columns()

    @override
    def reset_columns(self) -> None:
        self._is_fitting = True
        super().reset_columns()
        self._is_fitting = False
        self._is_first = True
        self._wanted = {column.key: column.shown for column in self.paged_model.columns}
        self.fit_columns()
        self.layout_changed.emit("")

    def fit_columns(self) -> None:
        """Hide what does not fit where it may give way, and let the first column take the rest."""
        if self._is_fitting or not self._wanted:
            return
        self._is_fitting = True
        columns, head = self.paged_model.columns, self.horizontalHeader()
        is_narrow = self.viewport().width() < NARROW
        least = round((_LEAST_NAME_NARROW if is_narrow else _LEAST_NAME) * look().text_scale)
        shown = self._fold(least) if is_narrow or self._is_first else self._wanted
        for number, column in enumerate(columns):
            if self.isColumnHidden(number) == shown[column.key]:
                self.setColumnHidden(number, not shown[column.key])
        others = sum(head.sectionSize(number) for number in range(1, len(columns)))
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(0, max(least, self.viewport().width() - others))
        self._is_fitting = False

    def _fold(self, least: int) -> dict[str, bool]:
        widths = {column.key: self._width_of(number) for number, column in enumerate(self.paged_model.columns)}
        shown = dict(self._wanted)
        name = self.paged_model.columns[0].key
        left = self.viewport().width() - least
        for key in FOLD_ORDER:
            if sum(width for other, width in widths.items() if shown[other] and other != name) <= left:
                break
            shown[key] = False
        return shown

    def _width_of(self, number: int) -> int:
        """The width the column has or, hidden, had at first."""
        column = self.paged_model.columns[number]
        if self.isColumnHidden(number):
            return round(column.width * look().text_scale)
        return self.horizontalHeader().sectionSize(number)

    def _shown_now(self) -> dict[str, bool]:
        return {column.key: not self.isColumnHidden(i) for i, column in enumerate(self.paged_model.columns)}

    def _layout_touched(self, stored: str) -> None:
        """Somebody moved, sized or hid a column; beside a sheet that is for the moment only."""
        if self._is_fitting:
            return
        if self.viewport().width() >= NARROW:
            self._wanted = self._shown_now()
            self._is_first = False
            self.layout_changed.emit(stored)
        self.fit_columns()

    @override
    def sizeHint(self) -> QSize:
        return QSize(960, 480)

    @override
    def keep_least(self, head: QHeaderView, scale: float) -> None:
        """What does not fit gives way as a whole column."""
        self.fit_columns()

    @override
    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters go to the search field, which asks the index instead of reading every page."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and last client; letters and digits go to the search field."""
        moves: dict[int, Callable[[], int]] = {Qt.Key.Key_Home: lambda: 0, Qt.Key.Key_End: self._last_row}
        move = moves.get(event.key())
        if move is not None:
            self.choose_row(move())
        elif _is_text(event):
            self.letter_typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _last_row(self) -> int:
        return self.paged_model.rowCount() - 1


def _is_text(event: QKeyEvent) -> bool:
    """Whether the key types something; Space stays with the table."""
    command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier | Qt.KeyboardModifier.AltModifier
    text = event.text()
    return bool(text) and text.isprintable() and not text.isspace() and not event.modifiers() & command
