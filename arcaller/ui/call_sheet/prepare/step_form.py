"""The next step of the client without a call: when, what and why, typed below his timeline, set by Enter."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from arcaller.domain.errors import DomainError
from arcaller.domain.shorthand import read_date
from arcaller.services.clients.next_steps import STEPS, GiveNextStep, give_next_step
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StepForm(QWidget):
    """Hidden until `open_button` is pressed. ``left`` when the keys go back; ``typed`` on every change."""

    left = Signal()
    typed = Signal()

    def __init__(self, runner: CommandRunner, formats: Formats) -> None:
        super().__init__()
        self._runner, self._formats = runner, formats
        self._client_id, self._today = 0, date.min
        self._is_running = False
        self.open_button = Button("Next step…", kind="quiet")
        self.open_button.setToolTip("Give a next step without a call (Ctrl+Shift+S)")
        self.day, self.kind, self.reason = QLineEdit(), QComboBox(), QLineEdit()
        self.error = FieldError(self.day)
        self.understood = Text("", font="small", tone="muted", elide=True)
        self._build()
        self.open_button.clicked.connect(lambda _checked=False: self.open())
        self.day.textChanged.connect(lambda _text: self._show_day())
        for field in (self.day, self.reason):
            field.textChanged.connect(lambda _text: self.typed.emit())
        runner.refused.connect(self._on_refused)

    def _build(self) -> None:
        self.day.setAccessibleName("Day of the next step")
        self.day.setPlaceholderText("fr, 15, +3")
        self.day.setMaxLength(40)
        self.kind.setAccessibleName("What the next step is")
        for key, words in STEPS.items():
            self.kind.addItem(words, key)
        self.kind.setMinimumContentsLength(8)
        self.reason.setAccessibleName("Why the next step")
        self.reason.setPlaceholderText("Why")
        self.reason.setMaxLength(400)
        first = QHBoxLayout()
        first.setSpacing(4)
        first.addWidget(self.day, 2)
        first.addWidget(self.understood, 3)
        second = QHBoxLayout()
        second.setSpacing(4)
        second.addWidget(self.kind, 2)
        second.addWidget(self.reason, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.error)
        self.hide()

    def start(self, client_id: int, today: date, draft: dict[str, str]) -> None:
        """Another client, with what was typed for him and not set."""
        self._client_id, self._today = client_id, today
        self.day.setText(draft.get("day", ""))
        self.reason.setText(draft.get("reason", ""))
        self.kind.setCurrentIndex(max(0, self.kind.findData(draft.get("kind", ""))))
        self.error.clear_error()
        self.setVisible(bool(self.draft()))

    def draft(self) -> dict[str, str]:
        """What is typed and not set yet."""
        typed = {"day": self.day.text().strip(), "reason": self.reason.text().strip()}
        return {**typed, "kind": str(self.kind.currentData())} if any(typed.values()) else {}

    def open(self) -> None:
        """Type the day first."""
        self.show()
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Hide the form; what is half typed is still there when it opens again."""
        self.hide()
        self.left.emit()

    def commit(self) -> None:
        """Set the step; a refusal stands below and nothing typed is lost."""
        self.error.clear_error()
        try:
            if not self.day.text().strip():
                raise DomainError("Say when; type a day such as fr or +3.", "due_on")
            due_on = read_date(self.day.text(), self._today, self._formats.day_first)
        except DomainError as error:
            self.error.show_error(error)
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        command = GiveNextStep(self._client_id, due_on, str(self.kind.currentData()), self.reason.text())
        self._is_running = True
        try:
            done = self._runner.run(give_next_step, command)
        finally:
            self._is_running = False
        if done is not None:
            self.day.clear()
            self.reason.clear()
            self.close_form()

    def _show_day(self) -> None:
        """The day as it is understood, before Enter."""
        self.error.clear_error()
        words = ""
        if text := self.day.text().strip():
            try:
                words = self._formats.full_day(read_date(text, self._today, self._formats.day_first))
            except DomainError:
                words = "…"
        self.understood.setText(words)

    def _on_refused(self, error: DomainError) -> None:
        if self._is_running:
            self.error.show_error(error)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self.commit()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)
