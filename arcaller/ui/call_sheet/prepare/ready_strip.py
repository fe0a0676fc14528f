"""The four preparations on top of the sheet: reason, balance and payments, agreements and disputes, agenda."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from arcaller.services.preparing.paying import PayingWords, paying_words
from arcaller.services.preparing.preparation import Element, Preparation, Tone, Words, missing_words, prepare
from arcaller.ui.call_sheet.prepare.paying_popover import PayingButton
from arcaller.ui.call_sheet.prepare.stale_banner import speaking
from arcaller.ui.call_sheet.sheet_context import Draft, SheetContext
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Span, Spans, Text
from arcaller.ui.shared.words.formats import Formats

_TONES = {Tone.PLAIN: "normal", Tone.STRONG: "normal", Tone.BAD: "bad", Tone.WARN: "warn", Tone.GOOD: "good"}
_TITLES = {
    Element.REASON: "Reason",
    Element.BALANCE: "Balance",
    Element.AGREEMENTS: "Agreements, disputes",
    Element.AGENDA: "Agenda",
}
_HEIGHT = 124
_NO_AGENDA = "The agenda is empty"


def spans_of(words: Words) -> list[Span]:
    """Phrases as runs of text on screen."""
    return [Span(phrase.text, tone=_TONES[phrase.tone], strong=phrase.tone is Tone.STRONG) for phrase in words]


class ReadyStrip(QWidget):
    """Three cards of words and the agenda, which may be edited and is kept with the call.

    Each card has a tick: set by the data where it holds, else by the caller. ``agenda_changed`` also when a tick is.
    """

    agenda_changed = Signal()

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._say = speaking(formats)
        self._missing: dict[Element, str] = {}
        self._context: SheetContext | None = None
        self.paying = PayingButton(self._paying)
        self._by_caller: set[Element] = set()
        self._taken_back: set[Element] = set()
        self.ticks = {element: QCheckBox() for element in Element}
        self._words = {element: Spans() for element in Element if element is not Element.AGENDA}
        self._drafted = ""
        self.agenda_edit = QPlainTextEdit()
        self._flag = Text("", font="small_strong", tone="warn", elide=True)
        self._flag.hide()
        self._build()

    def _build(self) -> None:
        self.agenda_edit.setAccessibleName("Agenda of this call")
        self.agenda_edit.setFrameShape(QFrame.Shape.NoFrame)
        self.agenda_edit.setProperty("kind", "flat")
        self.agenda_edit.setTabChangesFocus(True)
        # The text wraps; a bar below would take a line's height, which can bring the bar beside it and drop this one,
        # again and again without end.
        self.agenda_edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.agenda_edit.document().setDocumentMargin(0)
        self.agenda_edit.textChanged.connect(self._on_agenda)
        cards = QWidget()
        row = QHBoxLayout(cards)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for element, title in _TITLES.items():
            card = Card(title)
            card.body.addWidget(self.agenda_edit if element is Element.AGENDA else self._words[element])
            if element is not Element.AGENDA:
                card.body.addStretch(1)
            if element is Element.BALANCE:
                self.paying.setMaximumHeight(self.ticks[element].sizeHint().height())  # all four heads in one line
                card.head.addWidget(self.paying)
            card.head.addWidget(self.ticks[element])
            self.ticks[element].clicked.connect(lambda on, which=element: self._on_tick(which, on=on))
            row.addWidget(card, 7 if element is Element.AGENDA else 5)
        cards.setFixedHeight(_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(cards)
        column.addWidget(self._flag)

    def start(self, context: SheetContext) -> None:
        """Another client, his agenda as it is drafted."""
        self._taken_back = set()
        self._flag.hide()
        ready = self._show_words(context)
        lines = "\n".join(f"{number} {line}" for number, line in enumerate(ready.agenda, 1))
        self._drafted = lines
        self.agenda_edit.setPlainText(lines)
        self._by_caller = set()
        self._show_ticks()

    def restore(self, draft: Draft) -> None:
        """The agenda and the ticks that the caller set himself."""
        agenda = str(draft.get("agenda", self._drafted))
        if agenda.strip() != self.agenda():
            self.agenda_edit.setPlainText(agenda)
        self._by_caller = {element for element in Element if element.value in draft.get("ready", [])}
        self._show_ticks()

    def show_context(self, context: SheetContext) -> None:
        """The rows read anew; the agenda stays as it was written."""
        self._show_words(context)
        self._show_ticks()

    def draft(self) -> dict[str, Any]:
        """The agenda as it stands and what the caller ticked himself."""
        return {"agenda": self.agenda(), "ready": sorted(element.value for element in self._by_caller)}

    def ready(self) -> tuple[str, ...]:
        """The elements that are ticked, as they are kept with the call."""
        return tuple(element.value for element in Element if element not in self.missing())

    def reason(self) -> str:
        """Why he is called, as it is shown and kept with the call."""
        return self._words[Element.REASON].text

    def missing(self) -> dict[Element, str]:
        """What is not ticked, and why the data does not tick it."""
        missing = dict(self._missing)
        if not self.agenda():
            missing[Element.AGENDA] = _NO_AGENDA
        open_ones = {element: why for element, why in missing.items() if element not in self._by_caller}
        return open_ones | dict.fromkeys(self._taken_back, "not looked at")

    def tick_all(self) -> None:
        """The caller says that he has looked at everything."""
        self._by_caller |= set(self.missing())
        self._taken_back.clear()
        self._changed()

    def flag_missing(self) -> str:
        """A call starts: say in the strip what it starts without; gives the words, "" if all is prepared."""
        words = missing_words(self.missing())
        self._flag.setText(f"◐ Started without preparation: {_lower(words)}." if words else "")
        self._flag.setToolTip(words)
        self._flag.setVisible(bool(words))
        return words

    def _on_agenda(self) -> None:
        self._by_caller.discard(Element.AGENDA)
        self._taken_back.discard(Element.AGENDA)
        self._changed()

    def _on_tick(self, element: Element, *, on: bool) -> None:
        is_known = element not in self._missing and (element is not Element.AGENDA or bool(self.agenda()))
        if is_known:
            self._taken_back.discard(element) if on else self._taken_back.add(element)
        elif on:
            self._by_caller.add(element)
        else:
            self._by_caller.discard(element)
        self._changed()

    def _changed(self) -> None:
        self._show_ticks()
        self.agenda_changed.emit()

    def _show_ticks(self) -> None:
        missing = self.missing()
        for element, box in self.ticks.items():
            box.setChecked(element not in missing)
            why = missing.get(element, "")
            box.setAccessibleName(f"{_TITLES[element]}: prepared")
            box.setAccessibleDescription(why)
            box.setToolTip(f"{why}. Tick it when you have looked at it." if why else "Prepared")
        if self._flag.isVisible():
            self.flag_missing()

    def _show_words(self, context: SheetContext) -> Preparation:
        self._context = context
        ready = prepare(context.sheet, context.desk.today, self._say)
        parts = (ready.reason, ready.balance, ready.agreements)
        for spans, words in zip(self._words.values(), parts, strict=True):
            spans.set_spans(spans_of(words))
        self._missing = dict(ready.missing)
        return ready

    def _paying(self) -> PayingWords | None:
        if self._context is None:
            return None
        return paying_words(self._context.desk, self._context.sheet, self._say)

    def set_compact(self, compact: bool) -> None:
        """Smaller words where the cards are narrow."""
        for spans in self._words.values():
            spans.set_font("small" if compact else "body")
        self.agenda_edit.setFont(look().fonts.small if compact else look().fonts.body)

    def agenda(self) -> str:
        """The agenda as it stands."""
        return self.agenda_edit.toPlainText().strip()

    def own_agenda(self) -> str:
        """The agenda in the caller's own words; "" where it is as it was drafted."""
        return "" if self.agenda() == self._drafted.strip() else self.agenda()


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
