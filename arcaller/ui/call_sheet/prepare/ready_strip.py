"""The four preparations on top of the sheet: reason, balance and payments, agreements and disputes, agenda."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QWidget

from arcaller.domain.money import Money
from arcaller.services.calling.preparation import Preparation, Speaking, Tone, Words, prepare
from arcaller.ui.call_sheet.sheet_context import Draft, SheetContext
from arcaller.ui.shared.formats import Formats
from arcaller.ui.shared.theme import look
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Span, Spans

_TONES = {Tone.PLAIN: "normal", Tone.STRONG: "normal", Tone.BAD: "bad", Tone.WARN: "warn", Tone.GOOD: "good"}


def spans_of(words: Words) -> list[Span]:
    """Phrases as runs of text on screen."""
    return [Span(phrase.text, tone=_TONES[phrase.tone], strong=phrase.tone is Tone.STRONG) for phrase in words]


class ReadyStrip(QWidget):
    """Three cards of words and the agenda, which may be edited and is kept with the call."""

    agenda_changed = Signal()

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._say = Speaking(formats.amount, lambda minor, code: formats.money(Money(minor, code)), formats.day)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._words = {title: Spans() for title in ("Reason", "Balance and payments", "Agreements, disputes")}
        for title, spans in self._words.items():
            card = Card(title, mark="done")
            card.body.addWidget(spans)
            card.body.addStretch(1)
            row.addWidget(card, 5)
        self.agenda_edit = QPlainTextEdit()
        self.agenda_edit.setAccessibleName("Agenda of this call")
        self.agenda_edit.setFrameShape(QFrame.Shape.NoFrame)
        self.agenda_edit.setProperty("kind", "flat")
        self.agenda_edit.setTabChangesFocus(True)
        # The text wraps; a bar below would take a line's height, which can bring the bar beside it and drop this one,
        # again and again without end.
        self.agenda_edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.agenda_edit.document().setDocumentMargin(0)
        self.agenda_edit.textChanged.connect(self.agenda_changed)
        agenda = Card("Agenda", mark="edit")
        agenda.body.addWidget(self.agenda_edit)
        row.addWidget(agenda, 7)
        self.setFixedHeight(124)

    def start(self, context: SheetContext, draft: Draft) -> None:
        """Another client; the draft keeps the agenda that the caller wrote himself."""
        ready = self._show_words(context)
        drafted = "\n".join(f"{number} {line}" for number, line in enumerate(ready.agenda, 1))
        self.agenda_edit.setPlainText(str(draft.get("agenda", drafted)))

    def show_context(self, context: SheetContext) -> None:
        """The rows read anew; the agenda stays as it was written."""
        self._show_words(context)

    def draft(self) -> dict[str, Any]:
        """The agenda as it stands."""
        return {"agenda": self.agenda()}

    def _show_words(self, context: SheetContext) -> Preparation:
        ready = prepare(context.sheet, context.desk.today, self._say)
        for spans, words in zip(self._words.values(), (ready.reason, ready.balance, ready.agreements), strict=True):
            spans.set_spans(spans_of(words))
        return ready

    def set_compact(self, compact: bool) -> None:
        """Smaller words where the cards are narrow."""
        for spans in self._words.values():
            spans.set_font("small" if compact else "body")
        self.agenda_edit.setFont(look().fonts.small if compact else look().fonts.body)

    def agenda(self) -> str:
        """The agenda as it stands."""
        return self.agenda_edit.toPlainText().strip()
