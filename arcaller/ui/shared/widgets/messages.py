"""Words where something is missing or wrong: an empty list, a refused field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from arcaller.domain.errors import DomainError
from arcaller.ui.shared.widgets.text import Text


class EmptyState(QWidget):
    """Why there is nothing here, and what to do about it."""

    def __init__(
        self,
        why: str,
        what_to_do: str = "",
        *,
        action: str = "",
        act: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._why = Text(why, font="lead_strong", wrap=True)
        self._what_to_do = Text(what_to_do, tone="muted", wrap=True)
        self.button = QPushButton(action)
        self.button.setAccessibleName(action)
        self.button.setAutoDefault(True)  # Enter presses it, as Space does
        # shown before it has a parent it would stand as a window of its own for a moment
        if not action:
            self.button.hide()
        if not action:
            self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if act is not None:
            self.button.clicked.connect(lambda _checked=False: act())
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        for label in (self._why, self._what_to_do):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def add_action(self, action: str, act: Callable[[], None]) -> QPushButton:
        """A second way out, under the first."""
        button = QPushButton(action)
        button.setAccessibleName(action)
        button.setAutoDefault(True)
        button.clicked.connect(lambda _checked=False: act())
        self._column.insertWidget(self._column.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button

    def set_words(self, why: str, what_to_do: str = "") -> None:
        """Another reason, another way out."""
        self._why.setText(why)
        self._what_to_do.setText(what_to_do)


class FieldError(Text):
    """The sentence of a refusal, under the field it belongs to; takes no room while there is none."""

    def __init__(self, field: QWidget | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__("", font="small", tone="bad", wrap=True, parent=parent)
        self._field = field
        self.hide()

    def show_error(self, error: DomainError | str) -> None:
        """Say what is wrong; the field gets a red border and the sentence as its description."""
        message = error if isinstance(error, str) else error.message
        self.setText(f"✗ {message}")
        self.setAccessibleName(message)
        self.show()
        self._mark_field(message)

    def clear_error(self) -> None:
        """All is well again."""
        if self.text():
            self.setText("")
            self.hide()
            self._mark_field("")

    def _mark_field(self, message: str) -> None:
        if self._field is None:
            return
        self._field.setProperty("wrong", bool(message))
        self._field.setAccessibleDescription(message)
        self._field.style().unpolish(self._field)
        self._field.style().polish(self._field)
