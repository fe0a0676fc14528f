"""The help beside the work: pages at the left, the chosen one to read; it reaches for nothing outside itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from arcaller.ui.help.pages import PAGES, page_of_link, page_text
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.outcome_keys import OutcomeKeys
from arcaller.ui.shared.tables.table_view import RowDelegate
from arcaller.ui.shared.widgets.buttons import Button

_NAV_WIDTH = 184
_MARGIN = 24
_LINE_GAP, _PARAGRAPH_GAP = 4, 10


class HelpText(QTextBrowser):
    """Shows one page; pictures, style sheets and addresses are never loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName("Help page")
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.document().setDocumentMargin(_MARGIN)

    def show_markdown(self, text: str) -> None:
        """Another page, from its beginning, with air between its paragraphs."""
        self.setMarkdown(text)
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            if cursor.currentTable() is None:
                margins = block.blockFormat()
                margins.setBottomMargin(_LINE_GAP if block.textList() else _PARAGRAPH_GAP)
                margins.setTopMargin(
                    _PARAGRAPH_GAP if margins.headingLevel() > 1 or block.previous().textList() else 0
                )
                cursor.setBlockFormat(margins)
            block = block.next()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    @override
    def loadResource(self, type: int, name: QUrl | str) -> Any:
        return None


class HelpBox(QDialog):
    """Stays open beside the window; Esc closes it, a link or the list goes to another page."""

    def __init__(
        self, parent: QWidget | None = None, *, outcome_keys: Callable[[], OutcomeKeys] = OutcomeKeys
    ) -> None:
        super().__init__(parent)
        self._outcome_keys = outcome_keys
        self.setWindowTitle("Help")
        self.setAccessibleName("Help")
        self.pages = QListWidget()
        self.text = HelpText()
        self.close_button = Button("Close", keys="Esc")
        self._build()
        self.pages.currentRowChanged.connect(lambda _row: self._show())
        self.text.anchorClicked.connect(self._follow)
        self.close_button.clicked.connect(lambda _checked=False: self.close())
        self.resize(860, 620)

    def _build(self) -> None:
        self.pages.setAccessibleName("Pages of the help")
        self.pages.setItemDelegate(RowDelegate(self.pages))
        self.pages.setUniformItemSizes(True)
        self.pages.setFixedWidth(_NAV_WIDTH)
        for name, title in PAGES.items():
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setSizeHint(QSize(_NAV_WIDTH, look().row_height + 4))
            self.pages.addItem(item)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 8, 12, 8)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.pages)
        row.addWidget(self.text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addLayout(buttons)

    @property
    def page(self) -> str:
        """The name of the page shown; "" before the first."""
        item = self.pages.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def show_page(self, name: str) -> None:
        """Go to the page called ``name``, to be scrolled by the keys; a name there is not shows the first."""
        names = list(PAGES)
        self.pages.setCurrentRow(names.index(name) if name in names else 0)
        self._show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        self.text.show_markdown(page_text(self.page, self._outcome_keys()))

    def _follow(self, link: QUrl) -> None:
        name = page_of_link(link.toString())
        if name:
            self.show_page(name)
