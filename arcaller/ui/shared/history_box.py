"""What was done, newest first: Enter takes the chosen act back."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from arcaller.services.undo import ActLine
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.text import Text


class HistoryBox(QDialog):
    """``chosen(number of the journal entry)``; an act that later ones rest on is refused in words.

    Times stand in ``zone``, the company's, as everywhere on screen.
    """

    chosen = Signal(int)

    def __init__(self, lines: Sequence[ActLine], zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("What was done")
        self.list = QListWidget()
        self.list.setAccessibleName("Acts that can be taken back, newest first")
        for line in lines:
            item = QListWidgetItem(f"{line.at.astimezone(zone):%a %d %b %H:%M}   {line.words} · {line.by}")
            item.setData(Qt.ItemDataRole.UserRole, line.number)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _item: self.accept())
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(Text("Enter takes the chosen act back; what was issued to somebody stays.", wrap=True))
        layout.addWidget(self.list, 1)
        self.resize(560, 420)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.accept()
        else:
            super().keyPressEvent(event)

    @override
    def accept(self) -> None:
        item = self.list.currentItem()
        super().accept()
        if item is not None:
            self.chosen.emit(int(item.data(Qt.ItemDataRole.UserRole)))
