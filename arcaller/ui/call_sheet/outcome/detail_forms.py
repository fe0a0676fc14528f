"""The few fields an outcome asks for: call-back, dispute, and what every row of fields does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from arcaller.domain.errors import DomainError
from arcaller.domain.money import AmountFormat, Money
from arcaller.domain.shorthand import read_call_back
from arcaller.services.commands import CallBackDetails
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.text import Text

SOMEBODY = "somebody else"
DISPUTE_REASONS = (
    ("p", "price", "Price"),
    ("q", "quantity", "Quantity"),
    ("u", "quality", "Quality"),
    ("n", "not_received", "Not received"),
    ("a", "already_paid", "Already paid"),
    ("w", "wrong_order", "Wrong order"),
    ("o", "other", "Other"),
)
"""Letter, code, word; the letter picks the reason while the tick list has the focus."""


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the fields are read against.

    ``now_local`` is the client's wall clock with its zone; ``overdue`` what "all of it" means without an amount.
    """

    today: date
    now_local: datetime
    time_zone: str
    overdue: Money
    day_first: bool
    amount_format: AmountFormat
    say_amount: Callable[[Money], str]
    say_date: Callable[[date], str]


class Field(QLineEdit):
    """A short field of a detail form: Enter commits the outcome, Esc gives up."""

    def __init__(self, name: str, width: int, placeholder: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setFixedWidth(width)


class DetailForm(QWidget):
    """One row of fields; ``changed`` on every edit, ``commit_wanted`` on Enter, ``given_up`` on Esc in a field."""

    changed = Signal()
    commit_wanted = Signal(object)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self.row.addStretch(1)
        self._fields: list[QWidget] = []
        self._named: dict[str, QWidget] = {}
        self._captions: list[QWidget] = []
        self._empty: dict[str, str | bool] = {}

    def add(self, label: str, field: QWidget, name: str) -> None:
        """Append ``field`` behind its label; ``name`` is the command's field it fills."""
        caption = Text(label, font="small", tone="muted")
        caption.setBuddy(field)
        self._captions.append(caption)
        self.row.insertWidget(self.row.count() - 1, caption)
        self.row.insertWidget(self.row.count() - 1, field)
        self._watch(field, name)

    def put(self, field: QWidget, name: str, stretch: int) -> None:
        """Append ``field`` without a label; it takes its share of the room."""
        self.row.addWidget(field, stretch)
        self._watch(field, name)

    def _watch(self, field: QWidget, name: str) -> None:
        self._named[name] = field
        self._fields.append(field)
        field.installEventFilter(self)
        if isinstance(field, QLineEdit):
            field.textChanged.connect(self.changed)
        elif isinstance(field, QComboBox):
            field.activated.connect(self.changed)
        elif isinstance(field, QCheckBox):
            field.toggled.connect(self.changed)

    def captions(self) -> list[QWidget]:
        """The labels before the fields."""
        return self._captions

    def first_field(self) -> QWidget:
        """Where the focus goes when the outcome is armed."""
        return self._fields[0]

    def choose_first(self) -> None:
        """Go to the first field; what still stands in it from before is replaced by the next key."""
        first = self.first_field()
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(first, QLineEdit):
            first.selectAll()

    def typed(self) -> str:
        """Everything typed so far, as text for the note should the caller give up."""
        return " ".join(field.text() for field in self._fields if isinstance(field, QLineEdit) and field.text())

    def clear(self) -> None:
        """Empty fields for the next client."""
        for field in self._fields:
            if isinstance(field, QLineEdit):
                field.clear()
            elif isinstance(field, QComboBox):
                field.setCurrentIndex(0)
            elif isinstance(field, QCheckBox):
                field.setChecked(False)

    def field_of(self, name: str) -> QWidget:
        """The widget that a refusal of field ``name`` belongs to."""
        return self._named.get(name, self._fields[0])

    def has_field(self, name: str) -> bool:
        """Whether a refusal of field ``name`` belongs here."""
        return name in self._named

    def draft(self) -> dict[str, Any]:
        """What differs from an empty form, by the name of its field."""
        stands = {name: _value(field) for name, field in self._named.items()}
        return {name: value for name, value in stands.items() if value != self._empty.get(name, "")}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Put back what :meth:`draft` gave; a field it does not name stays as it is in an empty form."""
        self._empty = {name: _value(field) for name, field in self._named.items()}
        for name, value in draft.items():
            field = self._named.get(name)
            if isinstance(field, QLineEdit):
                field.setText(str(value))
            elif isinstance(field, QCheckBox):
                field.setChecked(bool(value))
            elif isinstance(field, QComboBox):
                field.setCurrentIndex(max(0, field.findData(value)))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and isinstance(watched, QLineEdit)
            and _has_nothing_for(watched, event)
        ):
            # a field claims Ctrl+Z even with nothing to undo; then the program's Undo must get it
            event.ignore()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in self._fields:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if not event.isAutoRepeat():
                    self.commit_wanted.emit(event)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.given_up.emit()
                return True
        return super().eventFilter(watched, event)


def _has_nothing_for(field: QLineEdit, event: QKeyEvent) -> bool:
    undo = event.matches(QKeySequence.StandardKey.Undo) and not field.isUndoAvailable()
    return undo or (event.matches(QKeySequence.StandardKey.Redo) and not field.isRedoAvailable())


def _value(field: QWidget) -> str | bool:
    """What stands in a field, empty where it is as it was made."""
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QComboBox):
        return str(field.currentData()) if field.currentIndex() > 0 else ""
    return isinstance(field, QCheckBox) and field.isChecked()


class CallBackForm(DetailForm):
    """``7``: one field for day, time or both, in the client's local time."""

    def __init__(self) -> None:
        super().__init__()
        self.when = Field("When to call back", 144, "1430, 15h, fr 900")
        self.who = QComboBox()
        self.who.setAccessibleName("Who asked for the call-back")
        self.add("Call back", self.when, "due_on")
        self.add("Agreed with", self.who, "who")
        self.show_contact("")

    def show_contact(self, name: str) -> None:
        """Whose own word it is unless somebody else gave it."""
        chosen = max(0, self.who.currentIndex())
        self.who.blockSignals(True)
        self.who.clear()
        self.who.addItem(name or "the contact", "")
        self.who.addItem("somebody else", SOMEBODY)
        self.who.setCurrentIndex(chosen)
        self.who.blockSignals(False)

    @property
    def spoken_to(self) -> str:
        """ "" for the contact himself, else that it was somebody else."""
        return str(self.who.currentData())

    def read(self, facts: SheetFacts) -> CallBackDetails:
        """What was typed; refusals name ``due_on``."""
        if not self.when.text().strip():
            raise DomainError("When? Type 1430, 15h, a day, or both.", "due_on")
        try:
            wanted = read_call_back(self.when.text(), facts.now_local, facts.day_first)
        except DomainError as error:
            raise DomainError(error.message, "due_on") from None
        at = f"{wanted.at:%H:%M}" if wanted.at is not None else None
        return CallBackDetails(wanted.on, at, facts.time_zone)


class DisputeForm(QWidget):
    """``6``: the reasons with their letters; ticks and letters are typed in the list of invoices."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._code = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)  # hint and reasons stand whole in a window 1024 wide
        row.addWidget(Text("Space ticks, a letter says why:", font="small", tone="muted"))
        self._words: dict[str, QLabel] = {}
        for letter, code, word in DISPUTE_REASONS:
            label = Text(f"{letter} {word}", font="small")
            self._words[code] = label
            row.addWidget(label)
        row.addStretch(1)

    @property
    def reason_code(self) -> str:
        """The chosen reason, "" while none is."""
        return self._code

    def pick(self, letter: str) -> bool:
        """Choose the reason of ``letter``; false if no reason has it."""
        found = next(((code, word) for key, code, word in DISPUTE_REASONS if key == letter.lower()), None)
        if found is None:
            return False
        self._code = found[0]
        self._show()
        self.changed.emit()
        return True

    def choose(self, code: str) -> None:
        """Take the reason ``code`` of a draft, "" for none."""
        self._code = code if code in self._words else ""
        self._show()

    def clear(self) -> None:
        """No reason chosen."""
        self._code = ""
        self._show()

    def _show(self) -> None:
        for code, label in self._words.items():
            if isinstance(label, Text):
                label.set_tone("accent" if code == self._code else "normal")
