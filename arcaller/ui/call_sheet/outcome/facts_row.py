"""The second row: who was on the line, the client's concern and our answer, when, how long, and another next step.

Nothing here is asked for; Tab or its key leads here, and Enter commits from it as from anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from arcaller.domain.errors import DomainError
from arcaller.domain.shorthand import read_call_back, read_length, read_past_moment
from arcaller.services.commands import NextStepWish
from arcaller.ui.call_sheet.outcome.detail_forms import DetailForm, SheetFacts
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.text import Text


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What the second row holds: empty where nothing was typed."""

    spoken_to: str = ""
    concern: str = ""
    answer: str = ""
    called_at: datetime | None = None
    length_seconds: int | None = None
    next_step: NextStepWish | None = None


class FactsRow(DetailForm):
    """Six quiet fields and, before them, since when the call runs.

    ``stop_wanted``: the client asked us to stop calling, which is to be written on his card. It is offered while his
    concern says so in the words of the answer to it (`know_stop`).
    """

    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state = Text("", font="small_strong", tone="accent")
        self.row.insertWidget(0, self.state)
        self.row.takeAt(self.row.count() - 1)
        self.spoken_to = self._field("spoken_to", "Spoken to", "Who was on the line, if not the contact", 3)
        self.concern = self._field("concern", "Client’s concern", "What troubles the client, in his own words", 5)
        self.answer = self._field("answer", "Our answer", "What we said to it", 5)
        self.when = self._field(
            "called_at", "When", "When the call took place, if not just now: 0915, y 1430, -20m", 3
        )
        self.length = self._field(
            "length_seconds", "Length", "How long it took, 4 or 4:30 minutes; else from the start on", 2
        )
        self.next = self._field("next_step", "Next step", "Another next step than the one shown: tm 10h, fr, +2h", 3)
        self._stop_words = ""
        self.stop_button = Button("Record the stop…")
        self.stop_button.setToolTip("Write the wish on the card, so that the rules of contact keep it")
        self.stop_button.setAutoDefault(True)
        self.stop_button.hide()
        self.row.addWidget(self.stop_button)
        self.stop_button.clicked.connect(lambda _checked=False: self.stop_wanted.emit())
        self.concern.textChanged.connect(lambda _text: self._offer_stop())
        self.state.hide()

    def know_stop(self, words: str) -> None:
        """What a concern says in which the client asks us to stop calling."""
        self._stop_words = words
        self._offer_stop()

    @property
    def asks_to_stop(self) -> bool:
        """Whether the concern says that the client wants no more calls."""
        return bool(self._stop_words) and self._stop_words in self.concern.text()

    def _offer_stop(self) -> None:
        if not self.asks_to_stop and self.stop_button.hasFocus():
            self.concern.setFocus()
        self.stop_button.setVisible(self.asks_to_stop)

    def _field(self, name: str, placeholder: str, said: str, stretch: int) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(placeholder)
        field.setAccessibleName(said)
        field.setToolTip(said)
        field.setMinimumWidth(56)
        self.put(field, name, stretch)
        return field

    def show_state(self, words: str) -> None:
        """``Started 14:32`` or ``Inbound 14:32``; "" while no call runs."""
        self.state.setText(words)
        self.state.setVisible(bool(words))

    def read(self, facts: SheetFacts) -> CallFacts:
        """What was typed; refusals name the field."""
        called_at = next_step = length = None
        if self.when.text().strip():
            try:
                moment = read_past_moment(self.when.text(), facts.now_local, facts.day_first)
            except DomainError as error:
                raise DomainError(error.message, "called_at") from None
            called_at = moment.astimezone(UTC)
        if self.length.text().strip():
            try:
                length = read_length(self.length.text())
            except DomainError as error:
                raise DomainError(error.message, "length_seconds") from None
        if self.next.text().strip():
            try:
                wanted = read_call_back(self.next.text(), facts.now_local, facts.day_first)
            except DomainError as error:
                raise DomainError(error.message, "next_step") from None
            next_step = NextStepWish(wanted.on, f"{wanted.at:%H:%M}" if wanted.at is not None else None)
        typed = (self.spoken_to.text().strip(), self.concern.text().strip(), self.answer.text().strip())
        return CallFacts(*typed, called_at, length, next_step)
