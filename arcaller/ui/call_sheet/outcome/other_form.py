"""``0``: one letter says what it was; what the client says of a payment is asked after p."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from arcaller.domain.calls.outcomes import OTHER_OUTCOMES, OtherOutcome, other_of_letter
from arcaller.domain.errors import DomainError
from arcaller.domain.shorthand import read_past_date
from arcaller.services.commands import PaidDetails
from arcaller.ui.call_sheet.outcome.detail_forms import DetailForm, Field, SheetFacts
from arcaller.ui.call_sheet.outcome.promise_form import METHODS
from arcaller.ui.shared.widgets.text import Text

LETTERS = "".join(facts.key for facts in OTHER_OUTCOMES.values())


class OtherForm(DetailForm):
    """The four letters and, after p, when and how the client says he paid."""

    def __init__(self) -> None:
        super().__init__()
        self._other: OtherOutcome | None = None
        self._words: dict[OtherOutcome, Text] = {}
        for other, facts in OTHER_OUTCOMES.items():
            words = Text(f"{facts.key} {facts.word}", font="small")
            self._words[other] = words
            self.row.insertWidget(self.row.count() - 1, words)
        self.when = Field("Day of the payment, as the client says", 96, "y, fr, 15, -3")
        self.method = QComboBox()
        self.method.setAccessibleName("Way of the payment")
        self.method.addItem("way not said", "")
        for code, words_of_method in METHODS:
            self.method.addItem(words_of_method, code)
        self.proof = QCheckBox("Proof asked for")
        self.add("Paid on", self.when, "paid_on")
        self.add("", self.method, "paid_method")
        self.add("", self.proof, "is_proof_asked")
        self._paid: list[QWidget] = [*self.captions(), self.when, self.method, self.proof]
        self._show()

    @property
    def letter(self) -> str:
        """The letter chosen, "" while none is."""
        return OTHER_OUTCOMES[self._other].key if self._other is not None else ""

    @property
    def is_paid(self) -> bool:
        """Whether the client says it is paid, so that the fields of the payment take the keys."""
        return self._other is OtherOutcome.SAYS_PAID

    def pick(self, letter: str) -> bool:
        """Choose what ``letter`` says; false if it says nothing."""
        found = other_of_letter(letter) if letter else None
        if found is None:
            return False
        self._other = found
        self._show()
        self.changed.emit()
        return True

    def clear(self) -> None:
        """No letter, no payment."""
        super().clear()
        self._other = None
        self._show()

    def read(self, facts: SheetFacts) -> PaidDetails | None:
        """What the client says of his payment; ``None`` for the other letters. Refuses while no letter is chosen."""
        if self._other is None:
            raise DomainError(
                "Which? p says paid, c wants a copy, m message with a person, n no commitment.", "letter"
            )
        if not self.is_paid:
            return None
        paid_on = None
        if self.when.text().strip():
            try:
                paid_on = read_past_date(self.when.text(), facts.today, facts.day_first)
            except DomainError as error:
                raise DomainError(error.message, "paid_on") from None
        return PaidDetails(str(self.method.currentData()), paid_on, self.proof.isChecked())

    def _show(self) -> None:
        for other, words in self._words.items():
            words.set_tone("accent" if other is self._other else "normal" if self._other is None else "muted")
            words.setVisible(self._other is not OtherOutcome.SAYS_PAID or other is self._other)
        for widget in self._paid:
            widget.setVisible(self.is_paid)
