"""The search field over a list: typing searches, arrows move in the list, Esc clears."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.icons import icon

_WORDS = "Search name, number, phone, e-mail, invoice"
_ROW_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class SearchField(QLineEdit):
    """``row_key_pressed(QKeyEvent)``: a key that moves in the list below; ``left()``: Esc with nothing to clear."""

    row_key_pressed = Signal(object)
    left = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        keys = QKeySequence(QKeySequence.StandardKey.Find).toString(QKeySequence.SequenceFormat.NativeText)
        self.setPlaceholderText(_WORDS)
        self.setAccessibleName("Search clients")
        self.setAccessibleDescription(_WORDS)
        self.setToolTip(f"{_WORDS} ({keys}, or / in the list)")
        self.setClearButtonEnabled(True)
        self.setMaxLength(200)
        self.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ROW_KEYS:
            self.row_key_pressed.emit(event)
        elif event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)
