"""A screen of pages: their names in a pane at the left, the chosen page beside it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.tables.table_view import RowDelegate
from arcaller.ui.shared.widgets.text import Text


class PageList(QListWidget):
    """The names of the pages, each with its key; ``width`` is that of the pane in px."""

    def __init__(self, name: str, width: int) -> None:
        super().__init__()
        self._width = width
        self.setAccessibleName(name)
        self.setItemDelegate(RowDelegate(self))
        self.setUniformItemSizes(True)

    def show_pages(self, pages: Iterable[tuple[str, str]]) -> None:
        """Replace the list by (key, title) pairs, without a word to who listens to the choice."""
        self.blockSignals(True)
        self.clear()
        for key, title in pages:
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setToolTip(title)
            item.setSizeHint(QSize(self._width, look().row_height + 4))
            self.addItem(item)
        self.blockSignals(False)

    def stand_beside(self, screen: QWidget, title: str, column: QBoxLayout) -> None:
        """Lay out ``screen``: this list under its ``title`` at the left, the ``column`` beside it."""
        pane = QWidget()
        pane.setObjectName("pane")
        pane.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        pane.setFixedWidth(self._width)
        heading = Text(title, font="title")
        heading.setContentsMargins(8, 0, 8, 0)
        side = QVBoxLayout(pane)
        side.setContentsMargins(0, 12, 0, 12)
        side.setSpacing(8)
        side.addWidget(heading)
        side.addWidget(self, 1)
        column.setContentsMargins(16, 14, 16, 12)
        row = QHBoxLayout(screen)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(pane)
        row.addLayout(column, 1)


def scrolled(page: QWidget) -> QScrollArea:
    """``page`` in an area that scrolls it up and down, with the background of a page."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    page.setObjectName("page")
    area.setWidget(page)
    return area
