"""A free note on the client, typed below his timeline and kept by Ctrl+Enter or the button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from arcaller.domain.errors import DomainError
from arcaller.services.calling.notes import AddNote, add_note
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.messages import FieldError

_HEIGHT = 72


class _Edit(QPlainTextEdit):
    """Ctrl+Enter keeps the note, Esc closes the form, Tab leaves."""

    kept = Signal()
    left = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NoteForm(QWidget):
    """Hidden until `open_button` is pressed; what is typed stays until it is kept. ``typed`` on every change."""

    typed = Signal()

    def __init__(self, runner: CommandRunner) -> None:
        super().__init__()
        self._runner = runner
        self._client_id = 0
        self._is_running = False
        self.open_button = Button("Add a note…", kind="quiet")
        self.edit = _Edit()
        self._error = FieldError(self.edit)
        keep, leave = Button("Keep note"), Button("Close", kind="quiet")
        keep.setToolTip("Keep note (Ctrl+Enter)")
        self.edit.setAccessibleName("Note on the client")
        self.edit.setPlaceholderText("A note on this client, whatever the call")
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(_HEIGHT)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QHBoxLayout()
        buttons.addWidget(keep)
        buttons.addWidget(leave)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.edit)
        column.addWidget(self._error)
        column.addLayout(buttons)
        self.hide()
        self.open_button.clicked.connect(lambda _checked=False: self.open())
        keep.clicked.connect(lambda _checked=False: self.keep())
        leave.clicked.connect(lambda _checked=False: self.close_form())
        self.edit.kept.connect(self.keep)
        self.edit.left.connect(self.close_form)
        self.edit.textChanged.connect(self.typed)
        runner.refused.connect(self._on_refused)

    def start(self, client_id: int, text: str) -> None:
        """Another client, with what was typed for him and not kept."""
        self._client_id = client_id
        self._error.clear_error()
        self.edit.setPlainText(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        """What is typed and not kept yet."""
        return self.edit.toPlainText().strip()

    def open(self) -> None:
        """Type a note."""
        self.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Hide the form; a half-typed note is still there when it opens again."""
        self.open_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def keep(self) -> None:
        """Write the note; a refusal stands below and nothing typed is lost."""
        self._error.clear_error()
        self._is_running = True
        text = self.edit.toPlainText()
        try:
            done = self._runner.run(add_note, AddNote(self._client_id, text))
        finally:
            self._is_running = False
        if done is not None:
            self.edit.clear()
            self.close_form()

    def _on_refused(self, error: DomainError) -> None:
        if self._is_running:
            self._error.show_error(error)
