"""Many clients at once: owner, segment, tags under the list, with a preview of what Enter will do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from arcaller.data.queries.office.users import load_users
from arcaller.domain.errors import DomainError
from arcaller.services.clients.bulk import ChangeClients, change_clients, preview_clients
from arcaller.services.desk import Desk
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text

_KEEP = "keep"


class BulkBar(QWidget):
    """Shown while many are changed. ``left()`` when it is put away."""

    left = Signal()

    def __init__(self, make_desk: Callable[[], Desk], runner: CommandRunner) -> None:
        super().__init__()
        self._make_desk, self._runner = make_desk, runner
        self._ids: tuple[int, ...] = ()
        self.owner = QComboBox()
        self.owner.setAccessibleName("New owner of the chosen clients")
        self.segment, self.tags = QLineEdit(), QLineEdit()
        for field, words, name in (
            (self.segment, "Segment: as it is", "New segment"),
            (self.tags, "Tags: +add, -remove", "Tags to add and to remove"),
        ):
            field.setPlaceholderText(words)
            field.setAccessibleName(name)
            field.setMaxLength(300)
        self.preview = Text("", font="strong", wrap=True)
        self.error = FieldError()
        self.button = Button("Change all of them", kind="primary", keys="Enter")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(lambda _checked=False: self.commit())
        self._build()
        self.hide()

    def _build(self) -> None:
        fields = QHBoxLayout()
        fields.setSpacing(8)
        for field in (self.owner, self.segment, self.tags):
            fields.addWidget(field, 1)
        fields.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 12)
        layout.setSpacing(6)
        layout.addWidget(self.preview)
        layout.addLayout(fields)
        layout.addWidget(self.error)
        self.owner.currentIndexChanged.connect(lambda _index: self._show_preview())
        self.segment.textChanged.connect(lambda _text: self._show_preview())
        self.tags.textChanged.connect(lambda _text: self._show_preview())

    def begin(self, ids: tuple[int, ...]) -> None:
        """Ask what is to change for the clients ``ids``."""
        self._ids = ids
        self.owner.blockSignals(True)
        self.owner.clear()
        self.owner.addItem("Owner: as it is", _KEEP)
        self.owner.addItem("Nobody", None)
        for row in load_users(self._make_desk().ledger):
            self.owner.addItem(row.name, row.user_id)
        self.owner.blockSignals(False)
        self.segment.clear()
        self.tags.clear()
        self._show_preview()
        self.show()
        self.owner.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_bar(self) -> None:
        """Put it away; nothing was changed by it that Enter did not confirm."""
        self.hide()
        self.left.emit()

    def commit(self) -> None:
        """Change all of them as one act."""
        command = self._command()
        try:
            preview_clients(self._make_desk(), command)
        except DomainError as error:
            self.error.show_error(error)
            return
        if self._runner.run(change_clients, command) is not None:
            self.close_bar()

    def _command(self) -> ChangeClients:
        typed = [tag.strip() for tag in self.tags.text().split(",") if tag.strip()]
        chosen: Any = self.owner.currentData()
        segment = self.segment.text().strip()
        return ChangeClients(
            client_ids=self._ids,
            sets_owner=chosen != _KEEP,
            owner_id=chosen if chosen != _KEEP else None,
            segment=("" if segment in ("-", "–") else segment) if segment else None,
            add_tags=tuple(tag.lstrip("+") for tag in typed if tag[0] not in "-−"),
            remove_tags=tuple(tag.lstrip("-−") for tag in typed if tag[0] in "-−"),
        )

    def _show_preview(self) -> None:
        self.error.clear_error()
        try:
            self.preview.setText(preview_clients(self._make_desk(), self._command()))
        except DomainError as error:
            count = len(self._ids)
            self.preview.setText(f"{count:,} {'client' if count == 1 else 'clients'}: {error.message}")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.commit()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
