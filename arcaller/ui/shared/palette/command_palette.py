"""The palette: type, arrow, Enter. Clients, invoices and commands in one list, best match first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.palette.ranking import EXACT, FUZZY, rank
from arcaller.ui.shared.palette.search_box import SEARCH_WORDS
from arcaller.ui.shared.tables.paged_model import Index
from arcaller.ui.shared.widgets.text import Text

LIMIT = 10
_DISPLAY, _ACCESSIBLE = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)
_FOUND = int(Qt.ItemDataRole.UserRole)
_TOP = QModelIndex()


@dataclass(frozen=True, slots=True)
class Found:
    """One line: ``group`` in a quiet word, ``title``, ``detail`` beside it, ``keys`` of a command at the right.

    ``also`` are further texts it is found by (a number, a phone); ``act`` runs when it is chosen.
    """

    group: str
    title: str
    act: Callable[[], object]
    detail: str = ""
    keys: str = ""
    also: tuple[str, ...] = ()


Finder = Callable[[str, int], Sequence[Found]]
"""Answers at most so many lines for what was typed; an empty text asks for what to offer first."""


def order_found(typed: str, found: Sequence[Found], limit: int = LIMIT) -> list[Found]:
    """Best match first over all groups; what a finder found by a text we do not see comes last, in its order."""

    def place(entry: tuple[int, Found]) -> tuple[int, int, int]:
        number, line = entry
        ranks = [r for r in (rank(typed, text) for text in (line.title, *line.also)) if r is not None]
        return (*min(ranks, default=(FUZZY + 1, 0)), number) if typed else (EXACT, 0, number)

    return [line for _, line in sorted(enumerate(found), key=place)][:limit]


class CommandPalette(QFrame):
    """Lies over its window; `open_palette` shows it, Esc or a click elsewhere puts it away."""

    def __init__(self, finders: Sequence[Finder], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.setAccessibleName("Find or do")
        self._finders = tuple(finders)
        self._around = parent
        self._before: QWidget | None = None
        self.box = QLineEdit()
        self.box.setPlaceholderText(SEARCH_WORDS)
        self.box.setAccessibleName(SEARCH_WORDS)
        self.box.textEdited.connect(self._find)
        self._model = _FoundModel(self)
        self._list = QListView()
        self._list.setAccessibleName("Found")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_FoundDelegate(self))
        self._list.clicked.connect(self._run)
        self._nothing = Text("", tone="muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.box)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._nothing)
        self.hide()

    @property
    def found(self) -> list[Found]:
        """The lines shown now."""
        return self._model.lines

    def open_palette(self, typed: str = "") -> None:
        """Show it with ``typed`` in the box and the cursor behind it."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.box.setText(typed)
        self._find(typed)
        self.place()
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """In the middle of the upper part of the window, at most 640 by 480 pixels."""
        around = self._around
        wanted = self._list.sizeHintForRow(0) * max(2, len(self._model.lines)) + self.box.height() + 40
        width, height = min(640, around.width() - 48), min(480, wanted, around.height() - 96)
        self.setGeometry((around.width() - width) // 2, 48, width, height)

    def close_palette(self) -> None:
        """Put it away; the focus goes back to where it was."""
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.hide()

    def _find(self, typed: str) -> None:
        found = [line for finder in self._finders for line in finder(typed.strip(), LIMIT)]
        self._model.set_lines(order_found(typed.strip(), found))
        there = bool(self._model.lines)
        self.place()
        self._list.setVisible(there)
        self._nothing.setVisible(not there)
        if there:
            self._list.setCurrentIndex(self._model.index(0))
        else:
            self._nothing.setText(f"Nothing is called “{typed.strip()}”. Try part of a name, a number or a phone.")

    def _run(self, index: QModelIndex) -> None:
        line = self._model.lines[index.row()]
        self.close_palette()
        line.act()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = event.key(), self._list.currentIndex().row()
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._list.currentIndex().isValid() and not event.isAutoRepeat():
                self._run(self._list.currentIndex())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._model.lines:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentIndex(self._model.index((row + step) % len(self._model.lines)))
        else:
            super().keyPressEvent(event)


class _FoundModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Found] = []

    def set_lines(self, lines: list[Found]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.lines)

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == _DISPLAY:
            return line.title
        if role == _ACCESSIBLE:
            return ", ".join(part for part in (line.title, line.detail, line.group, line.keys) if part)
        return line if role == _FOUND else None


class _FoundDelegate(QStyledItemDelegate):
    """Title, detail beside it, group or keys at the right."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, max(36, QFontMetrics(look().fonts.body).height() + 16))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Found = index.data(_FOUND)
        look_now = look()
        colors, fonts = look_now.colors, look_now.fonts
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, colors.accent_soft)
        area = option.rect.adjusted(10, 0, -10, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        right_text = line.keys or line.group
        painter.setFont(fonts.small)
        painter.setPen(colors.muted)
        painter.drawText(area, int(middle | Qt.AlignmentFlag.AlignRight), right_text)
        room = area.width() - QFontMetrics(fonts.small).horizontalAdvance(right_text) - 16
        bold = QFontMetrics(fonts.strong)
        title = bold.elidedText(line.title, Qt.TextElideMode.ElideRight, room)
        used = bold.horizontalAdvance(title) + 10
        detail = QFontMetrics(fonts.body).elidedText(line.detail, Qt.TextElideMode.ElideRight, max(0, room - used))
        painter.setFont(fonts.body)
        painter.drawText(QRect(area.x() + used, area.y(), max(0, room - used), area.height()), int(middle), detail)
        painter.setFont(fonts.strong)
        painter.setPen(colors.text)
        painter.drawText(area, int(middle | Qt.AlignmentFlag.AlignLeft), title)
        painter.restore()
