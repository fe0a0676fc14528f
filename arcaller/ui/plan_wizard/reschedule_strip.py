"""What the wizard asks beside the terms when it reschedules: why, and the usual ways as buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text


class RescheduleStrip(QWidget):
    """``changed`` when the reason is typed in; ``grace_wanted`` for one period later, ``parts_wanted`` for two more
    parts."""

    changed = Signal()
    grace_wanted = Signal()
    parts_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = Text("", tone="muted", wrap=True)
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Why it is rescheduled")
        self.reason.setPlaceholderText("why? it is kept with the new version")
        self._error = FieldError(self.reason)
        self.grace, self.parts = QPushButton("One period later"), QPushButton("Two more parts")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(4)
        layout.addWidget(self._facts)
        layout.addWidget(self.reason)
        layout.addWidget(self._error)
        ways = QHBoxLayout()
        ways.setSpacing(8)
        for button in (self.grace, self.parts):
            button.setAccessibleName(button.text())
            ways.addWidget(button)
        ways.addStretch(1)
        layout.addLayout(ways)
        self.reason.textEdited.connect(self._edited)
        self.grace.clicked.connect(lambda _checked=False: self.grace_wanted.emit())
        self.parts.clicked.connect(lambda _checked=False: self.parts_wanted.emit())

    def start(self, facts: str, reason: str = "") -> None:
        """Say what the new version is over; ``reason`` from a draft."""
        self._facts.setText(facts)
        self.reason.setText(reason)
        self._error.clear_error()

    def text(self) -> str:
        """The reason typed in."""
        return self.reason.text().strip()

    def ask(self) -> None:
        """Nothing was typed in: say so and wait here."""
        self._error.show_error("Say why the plan is rescheduled; a few words are enough.")
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        self._error.clear_error()
        self.changed.emit()
