"""Three fields for the signatures: when, by whom, in which capacity."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from arcaller.domain.errors import DomainError
from arcaller.domain.shorthand import read_date
from arcaller.services.commands import AgreePlan
from arcaller.ui.plan_wizard.fields import HintedEdit
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats


class AgreeForm(QWidget):
    """``agreed(AgreePlan)`` once the fields could be read, ``given_up`` for "not now"."""

    agreed = Signal(object)
    given_up = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._plan_id, self._today = 0, date.min
        self.signed_on = HintedEdit("Signed on")
        self.signatory = QLineEdit()
        self.signatory.setAccessibleName("Who signed for the client")
        self.signatory.setPlaceholderText("who signed for the client")
        self.capacity = QLineEdit()
        self.capacity.setAccessibleName("In which capacity")
        self.capacity.setPlaceholderText("managing director, owner …")
        self.confirm = QPushButton("Mark as agreed")
        self.confirm.setProperty("kind", "primary")
        self._not_now = QPushButton("Not now")
        self._errors: dict[str, FieldError] = {}
        self._build()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for label, name, field in (
            ("Signed on", "signed_on", self.signed_on),
            ("By", "signatory", self.signatory),
            ("As", "capacity", self.capacity),
        ):
            caption = Text(label, font="small", tone="muted")
            caption.setBuddy(field)
            self._errors[name] = FieldError(field)
            for part in (caption, field, self._errors[name]):
                layout.addWidget(part)
        buttons = QHBoxLayout()
        buttons.addWidget(self.confirm)
        buttons.addWidget(self._not_now)
        buttons.addStretch(1)
        layout.addSpacing(6)
        layout.addLayout(buttons)
        self.signed_on.textChanged.connect(self._show_understood)
        self.confirm.clicked.connect(lambda _checked=False: self.submit())
        self._not_now.clicked.connect(lambda _checked=False: self.given_up.emit())

    def start(self, plan_id: int, today: date) -> None:
        """Empty fields for ``plan_id``, signed today unless said otherwise."""
        self._plan_id, self._today = plan_id, today
        self.signed_on.setText("today")
        self.signatory.clear()
        self.capacity.clear()
        self._clear_errors()
        self.signed_on.setFocus(Qt.FocusReason.OtherFocusReason)
        self.signed_on.selectAll()

    def submit(self) -> None:
        """Read the fields; what cannot be read is said under its field."""
        self._clear_errors()
        try:
            signed_on = read_date(self.signed_on.text(), self._today, self._formats.day_first)
        except DomainError as error:
            self._errors["signed_on"].show_error(error)
            return
        if signed_on > self._today:
            self._errors["signed_on"].show_error("That day is still to come; write a past day with its year.")
            return
        self.agreed.emit(
            AgreePlan(self._plan_id, signed_on, self.signatory.text().strip(), self.capacity.text().strip())
        )

    def show_refusal(self, error: DomainError) -> None:
        """Say what the act refused under the field it is about."""
        self._errors.get(error.field or "", self._errors["signed_on"]).show_error(error)

    def _clear_errors(self) -> None:
        for error in self._errors.values():
            error.clear_error()

    def _show_understood(self) -> None:
        try:
            understood = read_date(self.signed_on.text(), self._today, self._formats.day_first)
        except (DomainError, OverflowError):
            self.signed_on.set_hint("")
        else:
            self.signed_on.set_hint(self._formats.full_day(understood))
