"""``4``: the fields of a promise. Days and amounts take several parts in shorthand; the rest works itself out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox

from arcaller.domain.money import Money
from arcaller.domain.promises.promise_shorthand import read_parts
from arcaller.services.commands import PromiseDetails, PromisePart
from arcaller.ui.call_sheet.outcome.detail_forms import DetailForm, Field, SheetFacts
from arcaller.ui.shared.compat import override

METHODS = (
    ("transfer", "by transfer"),
    ("card", "by card"),
    ("cheque", "by cheque"),
    ("direct_debit", "by direct debit"),
)
_PARTS_TIP = "fr 15 with 500: 500 on Friday, the rest on the 15th. 500+300 and three days: three parts."


class PromiseForm(DetailForm):
    """Day, amount (empty: all that is overdue or ticked), way of payment, and the condition of parts.

    ``+`` typed in the amount field goes back to the day field for a further day once both hold one part.
    """

    def __init__(self) -> None:
        super().__init__()
        self.when = Field("Day of the promise, or several days for parts", 96, "fr, 15, fr 15")
        self.amount = Field("Amount promised, or the first parts", 96, "all overdue")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        for field in (self.when, self.amount):
            field.setToolTip(_PARTS_TIP)
        self.method = QComboBox()
        self.method.setAccessibleName("Way of payment")
        for code, words in METHODS:
            self.method.addItem(words, code)
        self.condition = QCheckBox("rest due if one is missed")
        self.condition.setChecked(True)
        self.condition.setAccessibleName("If one part is missed, the rest is due at once")
        self.add("Day", self.when, "due_on")
        self.add("Amount", self.amount, "amount")
        self.row.insertWidget(self.row.count() - 1, self.method)
        self._watch(self.method, "method")
        self.row.insertWidget(self.row.count() - 1, self.condition)
        self._watch(self.condition, "condition")
        self.condition.hide()
        self.when.textChanged.connect(self._show_condition)

    def read(self, facts: SheetFacts, all_of_it: Money) -> PromiseDetails:
        """What was typed; refusals name ``due_on`` or ``amount``."""
        parts = [
            PromisePart(Money(part.amount_minor, all_of_it.currency), part.due_on)
            for part in read_parts(
                self.when.text(),
                self.amount.text(),
                all_of_it,
                facts.today,
                day_first=facts.day_first,
                amount_format=facts.amount_format,
            )
        ]
        return PromiseDetails(
            parts[0].amount,
            parts[0].due_on,
            str(self.method.currentData()),
            more=tuple(parts[1:]),
            is_conditional=self.condition.isChecked(),
        )

    @override
    def clear(self) -> None:
        super().clear()
        self.condition.setChecked(True)

    def _show_condition(self, text: str) -> None:
        """The condition belongs to parts; a focused box is never hidden."""
        self.condition.setVisible(len(text.split()) > 1 or self.condition.hasFocus())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.amount
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.text() == "+"
            and self._begins_rest()
        ):
            self._add_day()
            return True
        return super().eventFilter(watched, event)

    def _begins_rest(self) -> bool:
        """One day, one amount and nothing marked: ``+`` means "and then"."""
        text = self.amount.text().strip()
        at_end = self.amount.cursorPosition() == len(self.amount.text())
        return bool(text) and "+" not in text and at_end and len(self.when.text().split()) == 1

    def _add_day(self) -> None:
        self.when.setText(f"{self.when.text().strip()} ")
        self.when.setFocus(Qt.FocusReason.OtherFocusReason)
        self.when.setCursorPosition(len(self.when.text()))
