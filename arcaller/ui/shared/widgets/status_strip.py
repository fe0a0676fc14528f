"""The line at the bottom: file, saved when, backup, calls today, who I am; and what was just done, with Undo."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from arcaller.ui.shared.widgets.text import Text

PARTS = ("file", "saved", "backup", "today", "parked", "clock", "user")


class StatusStrip(QWidget):
    """Quiet parts by name (see `PARTS`) and one sentence about the last act."""

    undo_asked = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Status")
        self._parts = {name: Text(font="small", tone="muted") for name in PARTS}
        self._said = Text(font="small_strong", elide=True)
        self._undo = QPushButton("Undo")
        self._undo.setProperty("kind", "quiet")
        self._undo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._undo.setAccessibleName("Undo the last act")
        self._undo.clicked.connect(lambda _checked=False: self.undo_asked.emit())
        self._undo.setObjectName("undo")
        self._undo.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 2)
        layout.setSpacing(20)
        for name in PARTS[:-1]:
            layout.addWidget(self._parts[name])
        layout.addWidget(self._said, 1)
        layout.addWidget(self._undo)
        layout.addWidget(self._parts["user"])
        self.setMinimumHeight(26)
        for part in self._parts.values():
            part.hide()

    def set_part(self, name: str, text: str, *, tone: str = "muted") -> None:
        """Show ``text`` in the part called ``name``; an empty text hides it."""
        part = self._parts[name]
        part.setText(text)
        part.set_tone(tone)
        part.setVisible(bool(text))

    def part(self, name: str) -> str:
        """What the part called ``name`` says now."""
        return self._parts[name].text()

    @property
    def said(self) -> str:
        """The sentence about the last act."""
        return self._said.text()

    def forget_refusal(self) -> None:
        """What was refused on one sheet says nothing about the next; what was done stays."""
        if self._said.property("tone") == "bad":
            self.say("")

    def say(self, sentence: str, *, can_undo: bool = False, tone: str = "normal") -> None:
        """Say what was done, offer to take it back, and tell screen readers. It stays until the next sentence."""
        self._said.setText(sentence)
        self._said.setToolTip(sentence)
        self._said.set_tone(tone)
        self._undo.setVisible(can_undo)
        if sentence and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
