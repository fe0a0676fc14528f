"""A table model over ids in order, with the rows themselves read in pages of 256 when they are seen.

Formatting happens once, when a page arrives: painting a cell is an index into a tuple.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look

PAGE_ROWS = 256
_PAGES_KEPT = 16

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
FONT = int(Qt.ItemDataRole.FontRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
ID = int(Qt.ItemDataRole.UserRole)
"""The row's id."""
ROW = ID + 1
"""The row as its page delivered it."""

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ANSWERED = frozenset({DISPLAY, FOREGROUND, FONT, ALIGNMENT, ACCESSIBLE, TOOL_TIP, ID, ROW})

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``key`` for what is stored, ``title`` for the eye, ``width`` in pixels at scale 1.

    ``numeric`` columns stand right-aligned; ``stretch`` takes what room is left; ``shown`` is the first setting;
    ``sortable`` columns answer a click on their head.
    """

    key: str
    title: str
    width: int = 100
    numeric: bool = False
    stretch: bool = False
    shown: bool = True
    sortable: bool = True


@dataclass(frozen=True, slots=True)
class Cells:
    """One row ready to paint: a text and a tone per column, the ids of its bold columns, one sentence to hear.

    ``row`` is the frozen row it was made from. ``tones`` may be empty: all normal.
    """

    texts: tuple[str, ...]
    sentence: str
    tones: tuple[str, ...] = ()
    strong: frozenset[int] = frozenset()
    row: object = None


FetchPage = Callable[[Sequence[int]], Sequence[Cells]]
"""Reads the rows of the given ids, in that order, and answers their cells."""


class PagedTableModel(QAbstractTableModel):
    """``columns`` over ids; ``fetch`` is asked for at most 256 rows at once and only for what is looked at."""

    def __init__(self, columns: Sequence[Column], fetch: FetchPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._fetch = fetch
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, list[Cells]] = OrderedDict()

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    @property
    def ids(self) -> array[int]:
        """All ids in the order shown; not to be changed."""
        return self._ids

    def set_ids(self, ids: Iterable[int]) -> None:
        """Other rows or another order; what was read is forgotten. Selections fall away."""
        self.beginResetModel()
        self._ids = ids if isinstance(ids, array) else array("q", ids)
        self._pages.clear()
        self.endResetModel()

    def append_ids(self, ids: Iterable[int]) -> None:
        """More rows at the end: the rest of a list whose first rows were shown at once."""
        more = array("q", ids)
        if not more:
            return
        first = len(self._ids)
        self.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
        self._pages.pop(first // PAGE_ROWS, None)
        self._ids.extend(more)
        self.endInsertRows()

    def refresh(self, ids: Iterable[int] | None = None) -> None:
        """Read again what is shown, in one repaint; ``ids``: only those of them that are among the rows in memory."""
        if not self._ids:
            return
        if ids is not None:
            self._refresh_rows(self._rows_in_memory(set(ids)))
            return
        self._pages.clear()
        self._tell_changed(0, len(self._ids) - 1)

    def _refresh_rows(self, rows: Sequence[int]) -> None:
        """A few rows of pages that stay. A whole page of them, or with some gone, is read when it is seen."""
        if not rows:
            return
        read = self._read([self._ids[row] for row in rows]) if len(rows) < PAGE_ROWS else []
        if len(read) == len(rows):
            for row, cells in zip(rows, read, strict=True):
                number, offset = divmod(row, PAGE_ROWS)
                self._pages[number][offset] = cells
        else:
            self._pages.clear()
        self._tell_changed(rows[0], rows[-1])

    def _tell_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    def id_at(self, row: int) -> int | None:
        """The id of ``row``; None outside the list."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, row_id: int) -> int | None:
        """Where ``row_id`` stands; None if it is not in the list."""
        try:
            return self._ids.index(row_id)
        except ValueError:
            return None

    def cells_at(self, row: int) -> Cells | None:
        """The row's cells, read if need be; None when the row has gone since the ids were read."""
        number, offset = divmod(row, PAGE_ROWS)
        page = self._pages.get(number)
        if page is None:
            page = self._load(number)
        return page[offset] if offset < len(page) else None

    def _load(self, number: int) -> list[Cells]:
        first = number * PAGE_ROWS
        page = self._pages[number] = self._read(self._ids[first : first + PAGE_ROWS])
        if len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        return page

    def _read(self, ids: Sequence[int]) -> list[Cells]:
        page = list(self._fetch(ids))
        files = look().font_files
        for cells in page:
            if not cells.sentence.isascii():
                files.cover(cells.sentence)
        return page

    def _rows_in_memory(self, ids: set[int]) -> list[int]:
        """The places of ``ids`` in the pages read, in order."""
        return [
            row
            for number, page in sorted(self._pages.items())
            for row in range(number * PAGE_ROWS, number * PAGE_ROWS + len(page))
            if self._ids[row] in ids
        ]

    @override
    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._ids)

    @override
    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if role not in _ANSWERED or not index.isValid():
            return None
        column = index.column()
        if role == ALIGNMENT:
            return _RIGHT if self._columns[column].numeric else _LEFT
        if role == ID:
            return self._ids[index.row()]
        cells = self.cells_at(index.row())
        return None if cells is None else _answer(cells, column, role)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role in (DISPLAY, ACCESSIBLE):
            return column.title
        if role == ALIGNMENT:
            return _RIGHT if column.numeric else _LEFT
        return look().fonts.small_strong if role == FONT else None


def _answer(cells: Cells, column: int, role: int) -> Any:
    """What a cell says for ``role``; the accessible text of the first column is the whole row as a sentence."""
    if role == DISPLAY:
        return cells.texts[column] or None
    if role == TOOL_TIP:
        return _plain_tip(cells.texts[column])
    if role == ACCESSIBLE:
        return cells.sentence if column == 0 else cells.texts[column]
    if role == FOREGROUND:
        tone = cells.tones[column] if cells.tones else "normal"
        return None if tone == "normal" else _tone(tone)
    if role == FONT:
        return look().fonts.strong if column in cells.strong else None
    return cells.row if role == ROW else None


def _plain_tip(text: str) -> str | None:
    """``text`` as a tip that shows ``Müller <Bau>`` as it is written: Qt would take it for mark-up."""
    return f"<span style='white-space: pre-line'>{escape(text)}</span>" if text else None


def _tone(tone: str) -> QColor:
    return look().colors.of(tone)
