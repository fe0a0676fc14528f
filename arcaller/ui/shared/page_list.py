"""A screen of pages: their names in a pane at the left, the chosen page beside it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.tables.table_view import CELL_MARGIN, RowDelegate
from arcaller.ui.shared.widgets.text import Text

_MOST_GROWTH = 1.7
"""The pane grows no further, whatever the text size: the page beside it needs room too."""


class PageList(QListWidget):
    """The names of the pages, each with its key; ``width`` is the least of the pane in px."""

    def __init__(self, name: str, width: int) -> None:
        super().__init__()
        self._width, self._title = width, ""
        self._pane: QWidget | None = None
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
            self.addItem(item)
        self._fit()
        self.blockSignals(False)

    def _fit(self) -> None:
        """Rows and pane for the text size of the moment; the mark of what is not saved has room behind each name."""
        items = [self.item(row) for row in range(self.count())]
        for item in items:
            item.setSizeHint(QSize(self._width, look().row_height + 4))
        if self._pane is not None:
            body, title = QFontMetrics(look().fonts.body), QFontMetrics(look().fonts.title)
            names = (body.horizontalAdvance(f"{item.toolTip()} •") for item in items)
            widest = max((title.horizontalAdvance(self._title), *names))
            most = round(self._width * min(look().text_scale, _MOST_GROWTH))
            self._pane.setFixedWidth(max(self._width, min(most, widest + 4 * CELL_MARGIN)))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def stand_beside(self, screen: QWidget, title: str, column: QBoxLayout) -> None:
        """Lay out ``screen``: this list under its ``title`` at the left, the ``column`` beside it."""
        self._title = title
        pane = self._pane = QWidget()
        pane.setObjectName("pane")
        pane.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._fit()
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


class _Area(QScrollArea):
    """Its bar is right at once: a page that lays itself out anew while it is shown tells of it only later."""

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))


def scrolled(page: QWidget) -> QScrollArea:
    """``page`` in an area that scrolls it up and down, with the background of a page."""
    area = _Area()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    page.setObjectName("page")
    area.setWidget(page)
    return area
