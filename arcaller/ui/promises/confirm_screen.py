"""The confirmation as the client will read it; from here it is copied or saved, and counts as given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from arcaller.domain.talking.tone import TextKind, ToneReport
from arcaller.services.commands import ConfirmPromises, SaveLetter
from arcaller.services.talking.tone import check_text
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.places import documents_folder
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.widgets.tone_line import ToneLine

if TYPE_CHECKING:
    from arcaller.domain.errors import DomainError
    from arcaller.services.changes import Changes
    from arcaller.services.desk import Desk
    from arcaller.services.papers.promise_confirmations import Confirmation
    from arcaller.ui.shared.command_runner import CommandRunner

_WORDS = (
    "Every open promise of this client is in it. Once it is copied or saved it counts as given to the client: the "
    "promise is then cancelled with a reason, no longer undone."
)


@dataclass(frozen=True, slots=True)
class ConfirmTools:
    """``preview`` reads the letter (refused where nothing is open), ``confirm`` files it as given; ``wording`` is the
    text of a language with its fields, which those who ``may_edit`` change by ``save_wording``."""

    preview: Callable[[int], Confirmation]
    confirm: Callable[[Desk, ConfirmPromises], Changes]
    wording: Callable[[str], str]
    save_wording: Callable[[Desk, SaveLetter], Changes]
    may_edit: Callable[[], bool]


class ConfirmScreen(Page):
    """``closed`` on Esc and after the letter was given. A supervisor words the text of the letter's language here."""

    help_page = "promises"

    closed = Signal()

    def __init__(self, tools: ConfirmTools, runner: CommandRunner) -> None:
        super().__init__()
        self._tools, self._runner = tools, runner
        self._shown: Confirmation | None = None
        self._is_wording = False
        self._title = Text("", font="title")
        self.letter = QPlainTextEdit()
        self.letter.setReadOnly(True)
        self.letter.setTabChangesFocus(True)
        self.letter.setMaximumWidth(760)
        self.copy = Button("Copy the text", kind="primary")
        self.save = Button("Save as PDF…", icon_name="pdf")
        self.edit = Button("Edit the wording…")
        self.keep = Button("Save the wording", kind="primary")
        self.back = Button("Not now", kind="quiet", keys="Esc")
        self.error = FieldError(self.letter)
        self.tone = ToneLine(self.letter, self._check_tone)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.copy, self.save, self.edit, self.keep, self.back):
            button.setAutoDefault(True)
            acts.addWidget(button)
        acts.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(Text(_WORDS, tone="muted", wrap=True))
        layout.addWidget(self.letter, 1)
        layout.addWidget(self.error)
        layout.addWidget(self.tone)
        layout.addLayout(acts)
        self.set_first_focus(self.copy)
        self.copy.clicked.connect(lambda _checked=False: self.copy_text())
        self.save.clicked.connect(lambda _checked=False: self.save_paper())
        self.edit.clicked.connect(lambda _checked=False: self.edit_wording())
        self.keep.clicked.connect(lambda _checked=False: self.keep_wording())
        self.back.clicked.connect(lambda _checked=False: self._step_back())
        self.letter.textChanged.connect(self.error.clear_error)
        runner.refused.connect(self._on_refused)

    def show_client(self, client_id: int) -> None:
        """Show the letter of ``client_id``. Raises ``DomainError`` where nothing is promised."""
        shown = self._shown = self._tools.preview(client_id)
        self._title.setText(f"{shown.title} · {shown.client_name}")
        self.letter.setAccessibleName(f"Letter to {shown.client_name}")
        self._show(shown.text, is_wording=False)

    def _show(self, text: str, *, is_wording: bool) -> None:
        """The letter as it goes out, or its text with fields to be worded."""
        self._is_wording = is_wording
        self.letter.setReadOnly(not is_wording)
        self.letter.setPlainText(text)
        self.letter.setFocus(Qt.FocusReason.OtherFocusReason)
        for button in (self.copy, self.save):
            button.setVisible(not is_wording)
        self.edit.setVisible(not is_wording and self._tools.may_edit())
        self.keep.setVisible(is_wording)
        self.tone.check_now()
        if not is_wording:
            self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit_wording(self) -> None:
        """Word the letter of this language anew; ``{{fields}}`` are filled when it goes out."""
        if self._shown is not None:
            self._show(self._tools.wording(self._shown.language), is_wording=True)

    def keep_wording(self) -> None:
        """Save the wording and show the letter with it."""
        shown = self._shown
        if shown is None:
            return
        command = SaveLetter(shown.language, self.letter.toPlainText())
        if self._runner.run(self._tools.save_wording, command) is not None:
            self.show_client(shown.client_id)

    def _on_refused(self, error: DomainError) -> None:
        if self.isVisible() and self._is_wording:
            self.error.show_error(error)
            self.letter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _check_tone(self, text: str) -> ToneReport:
        if self._shown is None:
            return ToneReport()
        report = check_text(text, TextKind.LETTER, self._shown.language)
        # a text with fields lacks what its fields will bring
        return ToneReport(report.flags) if self._is_wording else report

    def _step_back(self) -> None:
        """From the wording to the letter, from the letter to where it was asked for."""
        if self._is_wording and self._shown is not None:
            self._show(self._shown.text, is_wording=False)
        else:
            self.closed.emit()

    def copy_text(self) -> None:
        """The letter on the clipboard, as it stands here."""
        shown = self._shown
        if shown is not None and self._runner.run(self._tools.confirm, ConfirmPromises(shown.client_id)) is not None:
            QGuiApplication.clipboard().setText(shown.text)
            self.closed.emit()

    def save_paper(self) -> None:
        """Ask where to, then write the PDF."""
        if self._shown is None:
            return
        name = f"{self._shown.title} {self._shown.client_name}.pdf".replace("/", "-")
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Save the confirmation", str(documents_folder() / name), "PDF files (*.pdf)"
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, target: Path) -> None:
        """Write the PDF to ``target``; the dialog has asked already whether a file of that name may go."""
        if self._shown is None:
            return
        command = ConfirmPromises(self._shown.client_id, target, replace_existing=True)
        if self._runner.run(self._tools.confirm, command) is not None:
            self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._step_back()
            return
        super().keyPressEvent(event)
