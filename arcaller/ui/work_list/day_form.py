"""The small form under today's list: pass over with a reason, put back to a day, spread a backlog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from arcaller.domain.calls.workload import share_out, share_words
from arcaller.domain.errors import DomainError
from arcaller.domain.shorthand import read_date
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

NBSP = "\N{NO-BREAK SPACE}"
SKIP_REASONS = (
    "waits for our answer",
    "payment on its way",
    "closed today",
    "a colleague is on it",
    "no time left today",
)
"""One key each, 1 to 5, while the reason is empty."""


class DayForm(QFrame):
    """One form, three uses. ``done(Changes)`` after the act, ``closed`` when it goes away either way."""

    done = Signal(object)
    closed = Signal()

    def __init__(self, make_desk: Callable[[], Desk], runner: CommandRunner, formats: Formats) -> None:
        super().__init__()
        self._make_desk, self._runner, self._formats = make_desk, runner, formats
        self._mode, self._client_id = "", 0
        self._clients: tuple[int, ...] = ()
        self._is_running = False
        self.setObjectName("card")
        self.title = Text("", font="strong", elide=True)
        self.hint = Text("", font="small", tone="muted", wrap=True)
        self.day = _field("Back on", 96)
        self.reason = _field("Reason")
        self.count = _field("Days", 64)
        self.words = Text("", font="small", tone="muted", wrap=True)
        self.error = FieldError()
        self.save = Button("Save", kind="primary", keys="Enter")
        self._build()
        for field in (self.day, self.reason, self.count):
            field.textChanged.connect(self._show_words)
            field.installEventFilter(self)
        self.save.clicked.connect(lambda _checked=False: self.commit())
        runner.refused.connect(self._on_refused)
        self.hide()

    def _build(self) -> None:
        fields = QHBoxLayout()
        fields.setSpacing(8)
        for field in (self.day, self.count, self.reason):
            fields.addWidget(field, 1 if field is self.reason else 0)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.words, 1)
        foot.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addLayout(fields)
        layout.addWidget(self.hint)
        layout.addWidget(self.error)
        layout.addLayout(foot)

    @property
    def client_id(self) -> int:
        """Whom the form is about; 0 for a backlog."""
        return self._client_id

    def skip(self, client_id: int, name: str) -> None:
        """Ask why ``client_id`` is passed over today."""
        # a key stays beside its reason where the line breaks
        reasons = (reason.replace(" ", NBSP) for reason in SKIP_REASONS)
        keys = "   ".join(f"{at}{NBSP}{reason}" for at, reason in enumerate(reasons, 1))
        self._open("skip", f"Not today: {name}", f"One key, or your own words:   {keys}", client_id)
        self.reason.setPlaceholderText("why not today")
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put_back(self, client_id: int, name: str) -> None:
        """Ask to which day ``client_id`` is put back, and why."""
        self._open("snooze", f"Another day: {name}", "", client_id)
        self.day.setPlaceholderText("fr, +3, 15")
        self.reason.setPlaceholderText("why")
        self.day.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def spread(self, clients: Sequence[int]) -> None:
        """Ask over how many days ``clients``, in rank order, are spread."""
        self._clients = tuple(clients)
        noun = "client" if len(clients) == 1 else "clients"
        self._open("spread", f"Spread {self._formats.number(len(clients))} {noun} over days", "", 0)
        self.count.setPlaceholderText("days")
        self.count.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def commit(self) -> None:
        """Do it, if it can be read; else say beside the field why not."""
        self.error.clear_error()
        try:
            act, command = self._read()
        except DomainError as error:
            self._refuse(error)
            return
        self._is_running = True
        try:
            changes = self._runner.run(act, command)
        finally:
            self._is_running = False
        if changes is not None:
            self.close_form()
            self.done.emit(changes)

    def close_form(self) -> None:
        """Away with it, nothing done."""
        self.hide()
        self.closed.emit()

    def _open(self, mode: str, title: str, hint: str, client_id: int) -> None:
        self._mode, self._client_id = mode, client_id
        self.title.setText(title)
        self.setAccessibleName(title)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.day.setVisible(mode == "snooze")
        self.count.setVisible(mode == "spread")
        self.reason.setVisible(mode != "spread")
        for field in (self.day, self.reason, self.count):
            field.clear()
        self.error.clear_error()
        self._show_words()
        self.show()

    def _read(self) -> tuple[Callable[[Desk, Any], Changes], object]:
        # what the acts stand on would be a fifth of the window's start
        from arcaller.services.calling.follow_ups import skip_client, snooze, spread_backlog
        from arcaller.services.commands import SkipClient, Snooze, SpreadBacklog

        if self._mode == "skip":
            return skip_client, SkipClient(self._client_id, self.reason.text())
        if self._mode == "snooze":
            until = _dated(self.day.text(), self._make_desk(), self._formats)
            return snooze, Snooze(self._client_id, until, self.reason.text())
        return spread_backlog, SpreadBacklog(self._clients, self._days())

    def _days(self) -> int:
        typed = self.count.text().strip()
        if not (typed.isascii() and typed.isdigit() and len(typed) < 4):
            raise DomainError("Write over how many days, such as 3.", "days")
        return int(typed)

    def _show_words(self) -> None:
        """What was understood, before Enter."""
        self.error.clear_error()
        try:
            self.words.setText(self._understood())
        except DomainError:
            self.words.setText("")

    def _understood(self) -> str:
        if self._mode == "snooze" and self.day.text().strip():
            return f"Back on {self._formats.weekday_day(_dated(self.day.text(), self._make_desk(), self._formats))}"
        if self._mode == "spread" and self.count.text().strip():
            days = self._days()
            if not 2 <= days <= 30:
                return ""
            from arcaller.services.calling.follow_ups import days_for_backlog

            last = days_for_backlog(self._make_desk(), days)[-1]
            return f"{share_words(share_out(self._clients, days))} a day, to {self._formats.weekday_day(last)}"
        return "Ctrl+Z takes it back." if self._mode else ""

    def _on_refused(self, error: DomainError) -> None:
        if self._is_running:
            self._refuse(error)

    def _refuse(self, error: DomainError) -> None:
        fields = {"until": self.day, "date": self.day, "days": self.count, "reason": self.reason}
        self.error.show_error(error)
        fields.get(error.field or "", self.reason).setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.commit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_form()
                return True
            if watched is self.reason and self._mode == "skip" and self._takes_key(event):
                return True
        return super().eventFilter(watched, event)

    def _takes_key(self, event: QKeyEvent) -> bool:
        """One of 1 to 5 in the empty field is a whole reason."""
        typed = event.text()
        if self.reason.text() or event.isAutoRepeat() or typed not in ("1", "2", "3", "4", "5"):
            return False
        self.reason.setText(SKIP_REASONS[int(typed) - 1])
        self.commit()
        return True


def _field(name: str, width: int = 0) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    if width:
        field.setFixedWidth(width)
    return field


def _dated(text: str, desk: Desk, formats: Formats) -> date:
    try:
        return read_date(text, desk.today, formats.day_first)
    except DomainError as error:
        raise DomainError(error.message, "until") from None
