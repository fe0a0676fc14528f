"""Do not chase, and the next step: what takes a client off the list, and what brings him back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from arcaller.domain.errors import DomainError
from arcaller.services.clients.next_steps import STEPS, GiveNextStep, give_next_step
from arcaller.services.clients.pauses import SetDoNotChase, set_do_not_chase
from arcaller.ui.client_card.card_context import ActDoor, CardContext
from arcaller.ui.client_card.card_page import Act, ActPanel, CardPage, Line, LineList, column_of
from arcaller.ui.client_card.fields import Field
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.shared.words.next_steps import STEP_WORDS

_PAUSE = (
    Field("reason", "Reason", placeholder="such as: flood in the plant"),
    Field("until", "Until", "day", is_short=True, hint="the last day; empty: until it is lifted"),
)
_STEP = (
    Field("due_on", "When", "day", is_short=True, hint="fr, 15, +3, tm, eom"),
    Field("kind", "What", "choice", choices=STEPS),
    Field("reason", "Why"),
)


class PausePage(CardPage):
    """Two panels; a pause that stands is said in words and lifted by a button."""

    def __init__(self, door: ActDoor, formats: Formats) -> None:
        super().__init__()
        self._door, self._formats = door, formats
        self._context: CardContext | None = None
        self.pause = ActPanel("Do not chase", _PAUSE, "Pause this client", self._make_pause, door, formats)
        self.step = ActPanel("Next step", _STEP, "Set the next step", self._make_step, door, formats)
        self.standing = Text("", font="strong", wrap=True)
        self.steps = LineList("Open steps", most=6)
        self.no_step = Text("", tone="warn", wrap=True)
        self.lift_button = Button("Lift the pause")
        self.lift_button.setAutoDefault(True)
        self.lift_button.clicked.connect(lambda _checked=False: self.lift())
        self.pause.body.insertWidget(0, self.standing)
        self.pause.foot.insertWidget(self.pause.foot.count() - 1, self.lift_button)
        self.step.body.insertWidget(0, self.steps)
        self.step.body.insertWidget(1, self.no_step)
        for panel in (self.pause, self.step):
            panel.edited.connect(self.edited)
            panel.done.connect(lambda said: self.said.emit(f"✓ {said}.", "good"))
        columns = self.columns
        columns.addWidget(column_of(self.step), 1)
        columns.addWidget(column_of(self.pause), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(columns, 1)
        self.set_first_focus(self.step.form)

    @override
    def show_card(self, context: CardContext, *, anew: bool) -> None:
        self._context = context
        for panel in (self.pause, self.step):
            panel.show_today(context.desk.today)
            if anew:
                panel.form.clear()
        self._show_pause(context)
        self.steps.show_lines(
            [
                Line(row.follow_up_id, self._step_words(row.kind, row.due_on, row.due_time, row.reason))
                for row in context.follow_ups
            ]
        )
        self.no_step.setText("" if context.follow_ups else "◐ Nothing is planned with this client.")
        self.no_step.setVisible(not context.follow_ups)

    def _show_pause(self, context: CardContext) -> None:
        client, today = context.client, context.desk.today
        reason = client.do_not_chase_reason if client is not None else ""
        until = client.do_not_chase_until if client is not None else None
        is_over = until is not None and until < today
        when = f" until {self._formats.full_day(until)}" if until is not None else ""
        if reason and is_over:
            self.standing.setText(f"The pause for “{reason}” ended{when.replace(' until', '')}; he is chased again.")
        else:
            self.standing.setText(f"✗ Not chased{when}: {reason}" if reason else "He is chased as any other client.")
        self.standing.set_tone("bad" if reason and not is_over else "muted")
        self.lift_button.setVisible(bool(reason) and not is_over)

    def _step_words(self, kind: str, due_on: Any, due_time: str | None, reason: str) -> str:
        at = f" {due_time}" if due_time else ""
        why = f" · {reason}" if reason else ""
        return f"{STEP_WORDS.get(kind, kind.replace('_', ' ').capitalize())} {self._formats.day(due_on)}{at}{why}"

    def lift(self) -> None:
        """The client is chased again; where nothing is planned he is to be called today."""
        if self._context is None or self._context.client is None:
            return
        outcome = self._door.run(set_do_not_chase, SetDoNotChase(self._context.client_id, ""))
        if isinstance(outcome, DomainError):
            self.said.emit(outcome.message, "bad")
        elif outcome is not None:
            self.said.emit(f"✓ {outcome.said}.", "good")

    def _client_id(self) -> int:
        if self._context is None:
            raise LookupError("no card is shown")
        return self._context.client_id

    def _make_pause(self, values: Mapping[str, Any]) -> tuple[Act, object]:
        if not str(values["reason"]).strip():
            raise DomainError("Say why the client is not to be chased.", "reason")
        return set_do_not_chase, SetDoNotChase(self._client_id(), **values)

    def _make_step(self, values: Mapping[str, Any]) -> tuple[Act, object]:
        if values["due_on"] is None:
            raise DomainError("Say when; type a day such as fr or +3.", "due_on")
        return give_next_step, GiveNextStep(self._client_id(), **values)

    @override
    def draft(self) -> dict[str, Any]:
        panels = {"pause": self.pause, "step": self.step}
        return {name: typed for name, panel in panels.items() if (typed := panel.form.draft())}

    @override
    def restore(self, draft: Mapping[str, Any]) -> None:
        self.pause.form.restore(draft.get("pause", {}))
        self.step.form.restore(draft.get("step", {}))
