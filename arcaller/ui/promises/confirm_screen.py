"""The confirmation as the client will read it; from here it is copied or saved, and counts as given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from arcaller.domain.calls.tone import TextKind, ToneReport
from arcaller.services.calling.tone import check_text
from arcaller.services.commands import ConfirmPromises
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.places import documents_folder
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.widgets.tone_line import ToneLine

if TYPE_CHECKING:
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
    """``preview`` reads the letter (refused where nothing is open), ``confirm`` files it as given."""

    preview: Callable[[int], Confirmation]
    confirm: Callable[[Desk, ConfirmPromises], Changes]


class ConfirmScreen(Page):
    """``closed`` on Esc and after the letter was given."""

    closed = Signal()

    def __init__(self, tools: ConfirmTools, runner: CommandRunner) -> None:
        super().__init__()
        self._tools, self._runner = tools, runner
        self._shown: Confirmation | None = None
        self._title = Text("", font="title")
        self.letter = QPlainTextEdit()
        self.letter.setReadOnly(True)
        self.letter.setTabChangesFocus(True)
        self.letter.setMaximumWidth(760)
        self.tone = ToneLine(self.letter, self._check_tone)
        self.copy = Button("Copy the text", kind="primary")
        self.save = Button("Save as PDF…", icon_name="pdf")
        self.back = Button("Not now", kind="quiet", keys="Esc")
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.copy, self.save, self.back):
            button.setAutoDefault(True)
            acts.addWidget(button)
        acts.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(Text(_WORDS, tone="muted", wrap=True))
        layout.addWidget(self.letter, 1)
        layout.addWidget(self.tone)
        layout.addLayout(acts)
        self.set_first_focus(self.copy)
        self.copy.clicked.connect(lambda _checked=False: self.copy_text())
        self.save.clicked.connect(lambda _checked=False: self.save_paper())
        self.back.clicked.connect(lambda _checked=False: self.closed.emit())

    def show_client(self, client_id: int) -> None:
        """Show the letter of ``client_id``. Raises ``DomainError`` where nothing is promised."""
        shown = self._shown = self._tools.preview(client_id)
        self._title.setText(f"{shown.title} · {shown.client_name}")
        self.letter.setPlainText(shown.text)
        self.letter.setAccessibleName(f"Letter to {shown.client_name}")

    def _check_tone(self, text: str) -> ToneReport:
        shown = self._shown
        return check_text(text, TextKind.LETTER, shown.language) if shown is not None else ToneReport()

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
            self.closed.emit()
            return
        super().keyPressEvent(event)
