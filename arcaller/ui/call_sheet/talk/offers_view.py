"""The offer ladder: what can be put to the client, ready to read out, with what the company gains or gives."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from arcaller.domain.money import Money
from arcaller.domain.plans.offer_words import OfferVoice, offer_words
from arcaller.domain.plans.offers import Offer, Rung
from arcaller.services.talking.offers import Ladder
from arcaller.services.talking.talk import Voice
from arcaller.ui.call_sheet.prepare.finance_facts import FactTools, FinanceFacts
from arcaller.ui.call_sheet.sheet_context import SheetContext
from arcaller.ui.call_sheet.talk.choice_list import Choice, ChoiceList
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.text import Span, Spans
from arcaller.ui.shared.words.formats import Formats

_LETTERS = {Rung.NOW: "n", Rung.FRIDAY: "f", Rung.TWO_PARTS: "t", Rung.LONGEST: "l", Rung.SETTLEMENT: "s"}
_TAKES = {
    Rung.NOW: "4 Promise",
    Rung.FRIDAY: "4 Promise",
    Rung.TWO_PARTS: "4 Promise in two parts",
    Rung.LONGEST: "5 Plan, filled in",
    Rung.SETTLEMENT: "5 Plan with the discount",
}
_LOW, _SITUATION_HEIGHTS = 340, (40, 84)
"""Height in pixels under which the offers need the room, and what the situation has then and else (it scrolls)."""
_HELD = "The offers stand here after the right person is ticked (F7)."


class OffersView(QWidget):
    """``taken(Offer)`` on Enter."""

    taken = Signal(object)

    def __init__(self, formats: Formats, facts: FactTools) -> None:
        super().__init__()
        self._formats = formats
        self._ladder = Ladder()
        self.list = ChoiceList("Offers to the client")
        self._about = Spans(font="small")
        self._hint = Spans(font="small")
        self.situation = FinanceFacts(facts, formats)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._about)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._hint)
        layout.addWidget(_rule())
        layout.addWidget(self._scrolled_situation())
        self.setFocusProxy(self.list)
        self.list.moved.connect(lambda _key: self._show_hint())
        self.list.taken.connect(self._take)

    def _scrolled_situation(self) -> QScrollArea:
        """What is known of the client's means, beside the offers, never taking more than its share."""
        area = self._area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName("The client's financial situation")
        area.setWidget(self.situation)
        area.viewport().setAutoFillBackground(False)
        self.situation.setAutoFillBackground(False)
        return area

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._area.setFixedHeight(_SITUATION_HEIGHTS[self.height() >= _LOW])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in a field of the situation leaves its form, elsewhere the page."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.situation.is_open:
            self.situation.close_form()
        else:
            self.list.left.emit()

    def show_context(self, context: SheetContext) -> None:
        """The client's situation, which the caller sees before anybody is known."""
        self.situation.show_context(context)

    @property
    def ladder(self) -> Ladder:
        """What is shown."""
        return self._ladder

    @property
    def text(self) -> str:
        """All that can be read out or seen now."""
        rows = ("".join(span.text for span in choice.spans) for choice in self.list.choices)
        return "\n".join((self._about.text, *rows))

    def show_held(self) -> None:
        """Nothing to be said of money before the right person is known."""
        self._ladder = Ladder()
        self.list.show_choices(())
        self._about.set_spans([Span(_HELD, tone="warn")])
        self._hint.set_spans([])

    def show_ladder(self, ladder: Ladder, voice: Voice) -> None:
        """Show ``ladder`` as ``voice`` says it."""
        self._ladder = ladder
        own = OfferVoice(voice.language, voice.say_amount, voice.weekday)
        self.list.show_choices([self._choice(offer, own) for offer in ladder.offers], self.list.current)
        if ladder.debt is None:
            self._about.set_spans([Span(ladder.why_none, tone="muted")])
        else:
            count = len(ladder.invoice_ids)
            words = f"{self._formats.money(ladder.debt)} of {count} {'invoice' if count == 1 else 'invoices'}"
            self._about.set_spans([Span(words, strong=True), Span(" to be asked for", tone="muted")])
        self._show_hint()

    def _choice(self, offer: Offer, voice: OfferVoice) -> Choice:
        return Choice(
            offer.rung.name,
            _LETTERS[offer.rung],
            (
                Span(f"{offer.rung.value}  ", strong=True),
                Span(f"{offer_words(offer, voice)}\n"),
                Span(cost_words(offer, self._formats), tone="muted"),
            ),
        )

    def _show_hint(self) -> None:
        if not self._ladder.offers:
            self._hint.set_spans([])
            return
        takes = _TAKES[Rung[self.list.current]]
        self._hint.set_spans(
            [
                Span("Enter ", strong=True),
                Span(f"{takes} · ", tone="muted"),
                Span("Esc ", strong=True),
                Span("script", tone="muted"),
            ]
        )

    def _take(self, key: str) -> None:
        offer = next((offer for offer in self._ladder.offers if offer.rung.name == key), None)
        if offer is not None:
            self.taken.emit(offer)


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("rule")
    return rule


def cost_words(offer: Offer, formats: Formats) -> str:
    """``waits 15.0 days on average · costs 4.42 · 58.60 let off``: what the company gives, or that it is nothing."""
    cost, given = offer.cost, []
    if cost.days:
        given.append(f"waits {_days(offer, formats)} days on average")
    if cost.money.minor:
        given.append(f"costs {_amount(cost.money, formats)}")
    if cost.discount.minor:
        given.append(f"{_amount(cost.discount, formats)} let off")
    if not given:
        return "no wait, no cost, nothing let off"
    if cost.money.minor and cost.discount.minor:
        given.append(f"gives {_amount(cost.net, formats)} in all")
    if not cost.discount.minor:
        given.append("nothing let off")
    return " · ".join(given)


def _days(offer: Offer, formats: Formats) -> str:
    return f"{offer.cost.days:.1f}".replace(".", formats.amount_format.decimal)


def _amount(money: Money, formats: Formats) -> str:
    return formats.amount(money.minor, money.currency)
