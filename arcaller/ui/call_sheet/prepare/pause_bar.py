"""Do not chase one invoice: why, and until when, typed under the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from arcaller.data.queries.sheet.call_sheet import InvoiceRow
from arcaller.domain.errors import DomainError
from arcaller.domain.shorthand import read_date
from arcaller.services.clients.pauses import SetInvoiceDoNotChase, set_invoice_do_not_chase
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PauseBar(QWidget):
    """Shown while a pause is typed. ``paused(int, bool)``: the invoice, and whether it is paused now; ``left()``."""

    paused = Signal(int, bool)
    left = Signal()

    def __init__(self, runner: CommandRunner, formats: Formats) -> None:
        super().__init__()
        self._runner, self._formats = runner, formats
        self._invoice: tuple[int, int] | None = None
        self._today: Callable[[], date] | None = None
        self._is_running = False
        self._refusal: DomainError | None = None
        self._head = Text("", font="small_strong")
        self.reason, self.until = QLineEdit(), QLineEdit()
        self.reason.setPlaceholderText("Why, such as: credit note comes")
        self.reason.setAccessibleName("Why the invoice is not chased")
        self.until.setPlaceholderText("until: fr, +14")
        self.until.setAccessibleName("Until when the invoice is not chased")
        self.error = FieldError(self.reason)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.reason, 3)
        row.addWidget(self.until, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(4)
        layout.addWidget(self._head)
        layout.addLayout(row)
        layout.addWidget(self.error)
        for field in (self.reason, self.until):
            field.setMaxLength(400)
            field.textChanged.connect(lambda _text: self.error.clear_error())
        runner.refused.connect(self._on_refused)
        self.hide()

    def begin(self, client_id: int, row: InvoiceRow, today: date) -> None:
        """Ask why and until when; one that is paused already is taken up again at once (Undo brings it back)."""
        self._invoice, self._today = (client_id, row.invoice_id), lambda: today
        if row.is_left_alone:
            self._run("", None)
            return
        self._head.setText(f"Do not chase {row.number}")
        self.reason.clear()
        self.until.clear()
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_bar(self) -> None:
        """Put it away."""
        if self.isVisible():
            self.hide()
            self.left.emit()

    def _commit(self) -> None:
        if self._today is None:
            return
        text = self.until.text().strip()
        try:
            until = read_date(text, self._today(), self._formats.day_first) if text else None
        except DomainError as error:
            self.error.show_error(error)
            self.until.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.reason.text().strip():
            self.error.show_error("Say why this invoice is not to be chased.")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._run(self.reason.text(), until)

    def _run(self, reason: str, until: date | None) -> None:
        if self._invoice is None:
            return
        client_id, invoice_id = self._invoice
        self._is_running, self._refusal = True, None
        try:
            command = SetInvoiceDoNotChase(client_id, (invoice_id,), reason, until)
            changes = self._runner.run(set_invoice_do_not_chase, command)
        finally:
            self._is_running = False
        if changes is not None:
            self.close_bar()
            self.paused.emit(invoice_id, bool(reason))
        elif self._refusal is not None:
            self.error.show_error(self._refusal)

    def _on_refused(self, error: DomainError) -> None:
        if self._is_running:
            self._refusal = error

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self._commit()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
