"""Somebody calls: the number is typed or pasted, whoever it belongs to is shown, Enter opens his sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from arcaller.data.queries.sheet.numbers import LEAST_DIGITS, CallerRow
from arcaller.domain.contact.phones import phone_digits
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.text import Text

FindCallers = Callable[[str], Sequence[CallerRow]]
_KEYS_OF_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class InboundBox(QDialog):
    """``chosen(client id, contact id or None, number)``: this client is on the line.

    An empty field stands for the client whose sheet is shown (``here``).
    """

    chosen = Signal(int, object, str)

    def __init__(self, find: FindCallers, here: tuple[int, str] | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find, self._here = find, here
        self.setWindowTitle("Inbound call")
        self.number = QLineEdit()
        self.number.setAccessibleName("Number that calls")
        self.number.setPlaceholderText("+49 30 23125 142, 030 23125142 or the last digits")
        self.list = QListWidget()
        self.list.setAccessibleName("Who it may be")
        self._said = Text("", tone="muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(Text("Which number is calling?", font="strong"))
        layout.addWidget(self.number)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._said)
        self.resize(480, 320)
        self.number.textChanged.connect(self._search)
        self.list.itemActivated.connect(lambda _item: self.accept())
        pasted = QGuiApplication.clipboard().text().strip()
        is_number = len(pasted) <= 24 and len(phone_digits(pasted)) >= 7 and not any(c.isalpha() for c in pasted)
        self.number.setText(pasted if is_number else "")
        self.number.selectAll()
        self._search(self.number.text())

    def _search(self, typed: str) -> None:
        self.list.clear()
        for row in self._find(typed) if typed.strip() else ():
            who = f"{row.contact_name}, {row.client_name}" if row.contact_name else row.client_name
            item = QListWidgetItem(
                f"{who} · {row.client_number}\n{row.phone}{'' if row.is_exact else ' (last digits)'}"
            )
            item.setData(Qt.ItemDataRole.UserRole, row)
            self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)
            self._said.setText("Enter opens the sheet; the call is logged as a conversation, not as an attempt.")
        elif not typed.strip():
            self._said.setText(f"Enter: {self._here[1]} is calling." if self._here is not None else "")
        elif len(phone_digits(typed)) < LEAST_DIGITS:
            self._said.setText("Four digits or more.")
        else:
            self._said.setText("Nobody has this number. Find the client with Ctrl+K, then press Ctrl+Shift+I again.")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS_OF_LIST and self.list.count():
            step = -1 if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_PageUp) else 1
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.accept()
        else:
            super().keyPressEvent(event)

    @override
    def accept(self) -> None:
        item = self.list.currentItem()
        typed = self.number.text().strip()
        if item is not None:
            row: CallerRow = item.data(Qt.ItemDataRole.UserRole)
            super().accept()
            self.chosen.emit(row.client_id, row.contact_id, row.phone)
        elif not typed and self._here is not None:
            super().accept()
            self.chosen.emit(self._here[0], None, "")
