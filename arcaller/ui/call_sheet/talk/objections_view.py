"""Answers on screen: a letter or the arrows find what the client says, Enter does what follows from it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from arcaller.domain.calls.outcomes import CallOutcome, OtherOutcome, facts_of, other_of_letter
from arcaller.domain.talking.objections import NextMove, Objection, SpokenAnswer
from arcaller.ui.call_sheet.talk.choice_list import Choice, ChoiceList
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.outcome_keys import OutcomeKeys
from arcaller.ui.shared.widgets.text import Span, Spans

_LOW = 340
"""Height in pixels under which the answer is set smaller, so that the list keeps its room."""
_HELD = "Other answers stand here after the right person is ticked (F7)."


class ObjectionsView(QWidget):
    """``taken(NextMove)`` on Enter; ``concern_kept(title, the one before)`` on Space: the client said so.

    That he wants no more calls is kept by Enter too; ``stop_known(title)`` says in which words.
    """

    taken = Signal(object)
    concern_kept = Signal(str, str)
    stop_known = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._answers: dict[str, SpokenAnswer] = {}
        self._is_held = True
        self._kept = ""
        self._keys = OutcomeKeys()
        self.list = ChoiceList("What the client says")
        self._answer = Spans(font="lead")
        self._hint = Spans(font="small")
        rule = QFrame()
        rule.setObjectName("rule")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.list, 1)
        layout.addWidget(rule)
        layout.addWidget(self._answer)
        layout.addWidget(self._hint)
        self.setFocusProxy(self.list)
        self.list.moved.connect(lambda _key: self._show_answer())
        self.list.taken.connect(self._take)
        self.list.spaced.connect(self._keep)

    @property
    def text(self) -> str:
        """All that can be read out or seen now."""
        titles = "\n".join("".join(span.text for span in choice.spans) for choice in self.list.choices)
        return f"{titles}\n{self._answer.text}"

    def use_keys(self, keys: OutcomeKeys) -> None:
        """The digits of the outcomes are these."""
        self._keys = keys
        self._show_answer()

    def begin(self) -> None:
        """Another call: no concern was kept."""
        self._kept = ""

    def show_answers(self, answers: Sequence[SpokenAnswer], *, is_held: bool) -> None:
        """Show ``answers``; ``is_held``: the others wait for the identity check."""
        self._answers = {each.objection: each for each in answers}
        self._is_held = is_held
        self.tell_stop(answers)
        choices = [Choice(each.objection, each.move.letter, (Span(each.title),)) for each in answers]
        self.list.show_choices(choices, self.list.current)
        self._show_answer()

    def tell_stop(self, answers: Sequence[SpokenAnswer]) -> None:
        """Say in which words one of ``answers`` has the client ask us to stop calling."""
        self.stop_known.emit(next((each.title for each in answers if each.objection == Objection.STOP_CALLING), ""))

    def _show_answer(self) -> None:
        answer = self._answers.get(self.list.current)
        if answer is None:
            self._answer.set_spans([])
            return
        self._answer.set_spans(
            [
                Span(f"{answer.empathy} ", tone="good"),
                Span(f"{answer.question} ", strong=True),
                Span(answer.next_step),
            ]
        )
        kept = answer.title == self._kept
        spans = [
            Span("Enter ", strong=True),
            Span(f"{move_words(answer.move, self._keys)} · ", tone="muted"),
            Span("Space ", strong=True),
            Span("✓ concern kept" if kept else "keeps concern", tone="good" if kept else "muted"),
            Span(" · "),
            Span("Esc", strong=True),
        ]
        if self._is_held:
            spans = [Span(f"{_HELD}\n", tone="warn"), *spans]
        self._hint.set_spans(spans)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._answer.set_font("lead" if self.height() >= _LOW else "body")

    def _take(self, key: str) -> None:
        if key == Objection.STOP_CALLING and self._kept != self._answers[key].title:
            self._keep(key)
        self.taken.emit(self._answers[key].move)

    def _keep(self, key: str) -> None:
        answer = self._answers.get(key)
        if answer is not None:
            before, self._kept = self._kept, "" if self._kept == answer.title else answer.title
            self.concern_kept.emit(self._kept, before)
            self._show_answer()


def move_words(move: NextMove, keys: OutcomeKeys) -> str:
    """``0 p Says paid``: what Enter arms, with the digits of this computer."""
    if move.outcome is None:
        return "shows the offers"
    key = keys.of(move.outcome)
    other: OtherOutcome | None = None
    if move.outcome is CallOutcome.OTHER:
        other = other_of_letter(move.detail)
        key = f"{key} {move.detail}"
    return f"{key} {facts_of(move.outcome, other).word}"
