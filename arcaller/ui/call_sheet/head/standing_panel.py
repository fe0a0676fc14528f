"""Why this client may or may not be called: the rules that speak now, their sources, the counts, and a way past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from arcaller.domain.contact.rules import ContactRule, Effect
from arcaller.domain.contact.standing import ContactStanding, Verdict
from arcaller.domain.errors import DomainError
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Span, Spans

TONES = {Effect.BLOCK: "bad", Effect.WARN: "warn", Effect.INFORM: "muted"}
MARKS = {Effect.BLOCK: "○", Effect.WARN: "◐", Effect.INFORM: "–"}
VERDICT_TONES = {Verdict.ALLOWED: "good", Verdict.CAUTION: "warn", Verdict.BLOCKED: "bad"}
VERDICT_MARKS = {Verdict.ALLOWED: "●", Verdict.CAUTION: "◐", Verdict.BLOCKED: "○"}
_MOST_INFORM = 2
_WIDTH, _EDGE = 720, 12


@dataclass(frozen=True, slots=True)
class OverrideDoor:
    """``left`` is how many rules this person may still pass over today (``None``: without limit); ``check`` gives the
    reason as it is kept, or refuses it."""

    left: Callable[[], int | None]
    check: Callable[[str], str]


class StandingPanel(Card):
    """Opened by the action "Why may I (not) call?" and by a refused call; Esc closes it.

    It lies over the sheet under the call button, so that nothing below it moves. ``overridden(reason)`` when somebody
    with the authority passes over the rule, ``closed`` when it is put away.
    """

    overridden = Signal(str)
    closed = Signal()

    def __init__(self, door: OverrideDoor) -> None:
        super().__init__("May I call?")
        self._door = door
        self._top = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words = Spans()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Why this call cannot wait; kept with the call")
        self.reason.setAccessibleName("Reason to call all the same")
        self.reason.setMaxLength(300)
        self.error = FieldError(self.reason)
        self.pass_button = Button("Call all the same")
        close = Button("Close", kind="quiet", keys="Esc")
        self._way = QWidget()
        row = QHBoxLayout(self._way)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.reason, 1)
        row.addWidget(self.pass_button)
        self.head.addWidget(close)
        self.body.addWidget(self._words)
        self.body.addWidget(self._way)
        self.body.addWidget(self.error)
        self.reason.returnPressed.connect(self._pass_over)
        self.reason.textEdited.connect(lambda _text: self.error.clear_error())
        self.pass_button.clicked.connect(lambda _checked=False: self._pass_over())
        close.clicked.connect(lambda _checked=False: self.close_panel())

    def use_door(self, door: OverrideDoor) -> None:
        """The office's limits changed."""
        self._door = door

    @property
    def text(self) -> str:
        """Everything the panel says."""
        return self._words.text

    def show_standing(self, standing: ContactStanding) -> None:
        """Fill in what holds at the moment of ``standing``."""
        self._words.set_spans(_spans(standing))
        self.setAccessibleDescription(self._words.text)
        may_pass = standing.verdict is Verdict.BLOCKED and self._door.left() != 0
        self._way.setVisible(may_pass)
        if not self.isHidden():
            self.place()

    def open_panel(self, host: QWidget, top: int) -> None:
        """Show it over ``host``, ``top`` pixels down; the reason gets the keys where one may be given."""
        if self.parentWidget() is not host:
            self.setParent(host)
        self._top = top
        self.place()
        self.show()
        self.raise_()
        target = self.reason if not self._way.isHidden() else self
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """Right-aligned in its host, as high as its words need."""
        host = self.parentWidget()
        if host is not None:
            width = min(_WIDTH, host.width() - 2 * _EDGE)
            height = min(max(self.heightForWidth(width), self.minimumSizeHint().height()), host.height() - self._top)
            self.setGeometry(host.width() - width - _EDGE, self._top, width, height)

    def close_panel(self) -> None:
        """Put it away; what was typed as a reason is forgotten."""
        self.reason.clear()
        self.error.clear_error()
        self.hide()
        self.closed.emit()

    def _pass_over(self) -> None:
        try:
            reason = self._door.check(self.reason.text())
        except DomainError as error:
            self.error.show_error(error)
            self.place()
            return
        self.close_panel()
        self.overridden.emit(reason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        super().keyPressEvent(event)


def _spans(standing: ContactStanding) -> list[Span]:
    tone = VERDICT_TONES[standing.verdict]
    head = standing.next_words or "Yes, now" + ("; mind what follows" if standing.worst is not None else "")
    spans = [Span(f"{VERDICT_MARKS[standing.verdict]} {head}.", tone=tone, strong=True)]
    informed = 0
    for finding in standing.findings:
        effect = finding.effect
        informed += effect is Effect.INFORM
        if informed > (0 if standing.verdict is Verdict.BLOCKED else _MOST_INFORM):
            break  # where nobody is called, nothing is said
        words = "" if effect is Effect.INFORM else f"{finding.words}. "
        spans.append(Span(f"\n{MARKS[effect]} {words}", tone=TONES[effect]))
        spans.append(Span(f"{finding.rule.words} "))
        spans.append(Span(source_words(finding.rule), tone="muted"))
    if standing.meters:
        spans.append(Span(f"\n{'; '.join(meter.words for meter in standing.meters)}.", tone="muted"))
    return spans


def source_words(rule: ContactRule, day_text: Callable[[date], str] = date.isoformat) -> str:
    """``Your settings · not yet checked by anybody``: where a rule stands and who held it against the law when."""
    if rule.profile == "house":
        return rule.source
    checked = f"checked {day_text(rule.last_verified)}" if rule.last_verified else "not yet checked by a lawyer"
    return f"{rule.source} · {checked}"
