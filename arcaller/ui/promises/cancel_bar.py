"""One line that asks why a promise is cancelled; nothing is written before Enter."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from arcaller.domain.errors import DomainError
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text


class CancelBar(QWidget):
    """``reason_given(str)`` on Enter, ``given_up`` on Esc."""

    reason_given = Signal(str)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._question = Text("", wrap=True)
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Why the promise is cancelled")
        self.reason.setPlaceholderText("pays by plan, wrong client …")
        self.reason.setMaxLength(200)
        self._error = FieldError(self.reason)
        commit = Button("Cancel the promise", keys="Enter")
        keep = Button("Keep it", kind="quiet", keys="Esc")
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget, stretch in ((self.reason, 1), (commit, 0), (keep, 0)):
            line.addWidget(widget, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._question)
        column.addLayout(line)
        column.addWidget(self._error)
        self.reason.returnPressed.connect(self._give)
        self.reason.textChanged.connect(lambda _text: self._error.clear_error())
        commit.clicked.connect(lambda _checked=False: self._give())
        keep.clicked.connect(lambda _checked=False: self._give_up())
        self.hide()

    def ask(self, question: str) -> None:
        """Show the question with an empty field."""
        self._question.setText(question)
        self.reason.setAccessibleDescription(question)
        self.reason.clear()
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Nothing is asked any more."""
        self.hide()

    def show_error(self, error: DomainError) -> None:
        """Say under the field what is wrong."""
        self._error.show_error(error)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        self.reason_given.emit(self.reason.text())

    def _give_up(self) -> None:
        self.given_up.emit()
        self.stop()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._give_up()
            return
        super().keyPressEvent(event)
