"""Trainings and seminars per caller: the list, and a line to write one down."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QTableWidgetItem, QVBoxLayout

from arcaller.domain.errors import DomainError
from arcaller.services.contact.knowledge import Knowledge
from arcaller.services.contact.rule_acts import AddTraining
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.tables.row_table import RowTable
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_HEADS = ("Day", "Caller", "Training", "By whom", "Note")
_WIDTHS = (108, 148, 240, 160)


class TrainingsPanel(Page):
    """``added(AddTraining)`` and ``removed(training_id)``."""

    added = Signal(object)
    removed = Signal(int)

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._ids: list[int] = []
        self.table = RowTable("Trainings", _HEADS, dict(enumerate(_WIDTHS)), stretch=len(_WIDTHS))
        self._empty = Text("No training has been written down yet.", tone="muted")
        self.user = QComboBox()
        self.user.setAccessibleName("Caller")
        self.user.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.title = _field("Training", "Telephone law, tone, …")
        self.day = _field("Day of the training", "2026-11-23")
        self.provider = _field("By whom", "chamber, lawyer, …")
        self.error = FieldError()
        self.add = Button("Write down", keys="Enter")
        self.remove = Button("Remove the chosen one", kind="quiet")
        self._build()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget, stretch in ((self.user, 0), (self.title, 4), (self.day, 2), (self.provider, 3), (self.add, 0)):
            line.addWidget(widget, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self.error)
        column.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.table, 1)
        column.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.setAutoDefault(True)
        self.add.clicked.connect(lambda _checked=False: self._add())
        self.remove.clicked.connect(lambda _checked=False: self._remove())
        for edit in (self.title, self.day, self.provider):
            edit.returnPressed.connect(self._add)
            edit.textEdited.connect(lambda _text: self.error.clear_error())
        self.set_first_focus(self.title)

    def show_knowledge(self, knowledge: Knowledge, today: date) -> None:
        """The trainings as they stand; what is half typed stays."""
        chosen = self.user.currentData()
        self.user.clear()
        for user in knowledge.users:
            if user.user_id == knowledge.me.user_id or knowledge.me.role == "supervisor":
                self.user.addItem(user.name, user.user_id)
        self.user.setCurrentIndex(max(0, self.user.findData(chosen or knowledge.me.user_id)))
        if not self.day.text():
            self.day.setText(today.isoformat())
        self._ids = [row.training_id for row in knowledge.trainings]
        self.table.setRowCount(len(self._ids))
        for number, row in enumerate(knowledge.trainings):
            texts = (self._formats.full_day(row.held_on), row.user_name, row.title, row.provider, row.note)
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(number, column, item)
        self._empty.setVisible(not self._ids)
        self.table.setVisible(bool(self._ids))
        self.remove.setVisible(bool(self._ids))

    def cleared(self) -> None:
        """The training was written down; room for the next."""
        self.title.clear()
        self.provider.clear()

    def show_refusal(self, error: DomainError) -> None:
        """Say what is wrong under the line, and go to its field."""
        self.error.show_error(error)
        field = {"held_on": self.day, "user_id": self.user}.get(error.field, self.title)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        text = self.day.text().strip()
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.show_refusal(DomainError(f"“{text}” is no day; write it like 2026-11-23.", "held_on"))
            return
        self.added.emit(AddTraining(int(self.user.currentData()), self.title.text(), day, self.provider.text()))

    def _remove(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._ids):
            self.removed.emit(self._ids[row])
        else:
            self.show_refusal(DomainError("Choose a training of the list first."))


def _field(name: str, hint: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setAccessibleName(name)
    edit.setPlaceholderText(hint)
    return edit
