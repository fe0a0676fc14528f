"""Note, outcome bar, the fields an outcome needs and the next step in words: the part of the sheet that logs.

*draft → armed → logged*: a digit only arms; Enter commits what is complete and otherwise goes to what is missing. The
focused widget is never hidden or disabled; the focus moves first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from arcaller.domain.calls.outcomes import OUTCOMES, CallOutcome, outcome_of_key
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.commands import CallBackDetails, DisputeDetails, PromiseDetails
from arcaller.ui.call_sheet.outcome.detail_forms import CallBackForm, DetailForm, DisputeForm, SheetFacts
from arcaller.ui.call_sheet.outcome.note_edit import NoteEdit
from arcaller.ui.call_sheet.outcome.promise_form import PromiseForm, understood
from arcaller.ui.call_sheet.sheet_context import Draft, SheetContext
from arcaller.ui.shared.formats import Formats
from arcaller.ui.shared.widgets.chip import KeyCap
from arcaller.ui.shared.widgets.outcome_bar import OutcomeBar, OutcomeChoice
from arcaller.ui.shared.widgets.text import Span, Spans, Text

_RIGHT_PARTY = (CallOutcome.PROMISE, CallOutcome.PLAN, CallOutcome.DISPUTE, CallOutcome.REFUSES)
_FOCUS = Qt.FocusReason.OtherFocusReason


@dataclass(frozen=True, slots=True)
class Reading:
    """What the panel holds when Enter is pressed: an outcome with what belongs to it, and the note."""

    outcome: CallOutcome
    note: str
    promise: PromiseDetails | None = None
    call_back: CallBackDetails | None = None
    dispute: DisputeDetails | None = None


Describe = Callable[[Reading], str]


class OutcomePanel(QWidget):
    """Emits ``committed(Reading, key event)``, ``plan_wanted``, ``note_changed``, and for a dispute ``ticks_wanted``
    (it begins), ``ticks_missed`` (one is missing in the list) and ``ticks_given_up`` (another outcome, or none).
    """

    committed = Signal(object, object)
    plan_wanted = Signal()
    ticks_wanted = Signal()
    ticks_missed = Signal()
    ticks_given_up = Signal()
    note_changed = Signal()

    def __init__(
        self,
        describe: Describe,
        ticked: Callable[[], tuple[int, ...]],
        ticked_amount: Callable[[], Money],
        formats: Formats,
    ) -> None:
        super().__init__()
        self._formats = formats
        self._describe, self._ticked, self._ticked_amount = describe, ticked, ticked_amount
        self._armed: CallOutcome | None = None
        self._facts: SheetFacts | None = None
        self._contact = ""
        self.note = NoteEdit()
        self.bar = OutcomeBar([OutcomeChoice(facts.key, facts.word) for facts in OUTCOMES.values()])
        self.promise_form, self.call_back_form, self.dispute_form = PromiseForm(), CallBackForm(), DisputeForm()
        self._forms = QStackedWidget()
        for form in (self.promise_form, self.call_back_form, self.dispute_form):
            self._forms.addWidget(form)
        self._next_step = Spans()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.note.setFixedHeight(58)
        self._forms.hide()
        hints = QHBoxLayout()
        hints.setSpacing(6)
        hints.addWidget(self._next_step, 1)
        for cap, words in (("Esc", "outcome bar"), ("Ctrl Z", "takes back")):
            hints.addWidget(KeyCap(cap))
            hints.addWidget(Text(words, font="small", tone="muted"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.note)
        layout.addWidget(self.bar)
        layout.addWidget(self._forms)
        layout.addLayout(hints)
        self.setFocusProxy(self.note)

    def _connect(self) -> None:
        self.note.digit_chosen.connect(self.arm_key)
        self.note.bar_wanted.connect(lambda: self.bar.setFocus(_FOCUS))
        self.note.commit_wanted.connect(self.commit)
        self.note.textChanged.connect(self.note_changed)
        self.bar.digit_chosen.connect(self.arm_key)
        self.bar.committed.connect(self.commit)
        self.bar.left.connect(self._leave_bar)
        for form in (self.promise_form, self.call_back_form):
            form.commit_wanted.connect(self.commit)
            form.given_up.connect(self._give_up_form)
            form.changed.connect(self.refresh)
        self.dispute_form.changed.connect(self.refresh)

    def set_compact(self, compact: bool) -> None:
        """One line of note where the window is low."""
        self.note.setFixedHeight(38 if compact else 58)

    @property
    def armed(self) -> CallOutcome | None:
        """The outcome that Enter would log."""
        return self._armed

    def start(self, context: SheetContext, draft: Draft) -> None:
        """Ready for the next client: his draft, or nothing; no outcome is armed."""
        self._facts = self._facts_of(context)
        self._contact = context.contact.name if context.contact is not None else ""
        self.note.start_sheet(str(draft.get("note", "")))
        self._armed = None
        self._forms.hide()
        for form in (self.promise_form, self.call_back_form, self.dispute_form):
            form.clear()
        self.bar.arm("")
        self.refresh()

    def show_context(self, context: SheetContext) -> None:
        """Rows read anew, or another person of the same client on the line."""
        self._facts = self._facts_of(context)
        self._contact = context.contact.name if context.contact is not None else ""
        self.refresh()

    def draft(self) -> dict[str, Any]:
        """The note."""
        return {"note": self.note.toPlainText()}

    def _facts_of(self, context: SheetContext) -> SheetFacts:
        sheet = context.sheet
        overdue = next((row.overdue_minor for row in sheet.aging if row.currency == sheet.currency), 0)
        return SheetFacts(
            today=context.desk.today,
            now_local=context.now_local,
            time_zone=context.zone.zone,
            overdue=Money(overdue, sheet.currency),
            day_first=self._formats.day_first,
            amount_format=self._formats.amount_format,
            say_amount=self._formats.money,
            say_date=self._formats.full_day,
        )

    def arm_key(self, key: str) -> None:
        """Arm the outcome of a digit."""
        outcome = outcome_of_key(key)
        if outcome is not None:
            self.arm(outcome)

    def arm(self, outcome: CallOutcome) -> None:
        """Choose ``outcome``; nothing is written before Enter."""
        self._leave_dispute(outcome)
        self._armed = outcome
        self.bar.arm(OUTCOMES[outcome].key)
        form = self._form_of(outcome)
        if form is None:
            if self._forms.isAncestorOf(self.focusWidget() or self):
                self.note.setFocus(_FOCUS)
            self._forms.hide()
        else:
            self._forms.setCurrentWidget(form)
            self._forms.show()
        self.refresh()
        self._announce()
        if isinstance(form, DetailForm):
            form.first_field().setFocus(_FOCUS)
        elif outcome is CallOutcome.DISPUTE:
            self.ticks_wanted.emit()
        elif outcome is CallOutcome.PLAN:
            self.plan_wanted.emit()

    def disarm(self) -> None:
        """Nothing is chosen any more; the focus is on the bar."""
        self._leave_dispute(None)
        self._armed = None
        self.bar.setFocus(_FOCUS)
        self.bar.arm("")
        self._forms.hide()
        self.refresh()

    def _leave_dispute(self, outcome: CallOutcome | None) -> None:
        """A dispute not logged leaves no reason behind, and the list gets its ticks back."""
        if self._armed is CallOutcome.DISPUTE and outcome is not CallOutcome.DISPUTE:
            self.dispute_form.clear()
            self.ticks_given_up.emit()

    def _leave_bar(self) -> None:
        """Esc on the bar: first disarms, then goes back to the note."""
        if self._armed is not None:
            self.disarm()
        else:
            self.note.setFocus(_FOCUS)

    def pick_reason(self, letter: str) -> bool:
        """A letter typed in the tick list while a dispute is armed; false if it is no reason."""
        return self._armed is CallOutcome.DISPUTE and self.dispute_form.pick(letter)

    def commit(self, event: QObject | None = None) -> None:
        """Enter: hand over what is complete, else go to what is missing and say so."""
        if self._armed is None:
            self._say([Span("Choose 0–9: how did the call end?", tone="warn", strong=True)])
            return
        if self._armed is CallOutcome.PLAN:
            self.plan_wanted.emit()
            return
        try:
            reading = self.read()
        except DomainError as error:
            self.show_refusal(error)
            return
        self.committed.emit(reading, event)

    def read(self) -> Reading:
        """The armed outcome with its fields; refuses what is missing or unreadable."""
        if self._armed is None or self._facts is None:
            raise DomainError("Choose 0–9: how did the call end?", "outcome")
        note = self.note.toPlainText().strip()
        match self._armed:
            case CallOutcome.PROMISE:
                all_of_it = self._ticked_amount()
                details = self.promise_form.read(self._facts, all_of_it)
                details = replace(details, invoice_ids=self._ticked())
                return Reading(self._armed, note, promise=details)
            case CallOutcome.CALL_BACK:
                return Reading(self._armed, note, call_back=self.call_back_form.read(self._facts))
            case CallOutcome.DISPUTE:
                return Reading(self._armed, note, dispute=self._read_dispute(note))
            case _:
                return Reading(self._armed, note)

    def _read_dispute(self, note: str) -> DisputeDetails:
        if not self._ticked():
            raise DomainError("Which invoice? Space ticks it.", "invoice_ids")
        if not self.dispute_form.reason_code:
            raise DomainError("Why? Press a letter: p price, q quantity, n not received …", "reason_code")
        return DisputeDetails(self._ticked(), self.dispute_form.reason_code, note)

    def show_refusal(self, error: DomainError) -> None:
        """Say what is wrong and put the focus on its field."""
        self._say([Span(error.message, tone="bad")])
        form = self._form_of(self._armed)
        if isinstance(form, DetailForm):
            form.field_of(error.field).setFocus(_FOCUS)
        elif self._armed is CallOutcome.DISPUTE:
            self.ticks_missed.emit()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, error.message))

    def refresh(self) -> None:
        """Say again in words what Enter would do."""
        if self._armed is None:
            self._say([Span("A digit says how the call ended; Enter saves it.", tone="muted")])
            return
        try:
            reading = self.read()
            sentence = self._describe(reading)
        except DomainError as error:
            self._say([Span(f"{OUTCOMES[self._armed].word}. ", strong=True), Span(error.message, tone="muted")])
            return
        spans = [
            Span(f"{OUTCOMES[self._armed].word}. ", strong=True),
            Span(f"{self._understood(reading)}{sentence}."),
        ]
        if self._armed in _RIGHT_PARTY and self._contact:
            spans.append(Span(f" Right person: {self._contact}.", tone="muted"))
        self._say(spans)

    def _understood(self, reading: Reading) -> str:
        """What was read from the fields, in words: "1,172.00 EUR on Fri 27 Nov 2026. "."""
        if reading.promise is None or self._facts is None:
            return ""
        return f"{understood(reading.promise, self._facts)}. "

    def _form_of(self, outcome: CallOutcome | None) -> QWidget | None:
        match outcome:
            case CallOutcome.PROMISE:
                return self.promise_form
            case CallOutcome.CALL_BACK:
                return self.call_back_form
            case CallOutcome.DISPUTE:
                return self.dispute_form
            case _:
                return None

    def _give_up_form(self) -> None:
        """Esc in a field: what it could not read becomes note text with its digit, nothing typed is lost."""
        form = self._form_of(self._armed)
        if isinstance(form, DetailForm) and form.typed() and self._armed is not None:
            try:
                self.read()
            except DomainError:
                self.note.appendPlainText(f"{OUTCOMES[self._armed].key} {form.typed()}".strip())
        self.disarm()

    def _announce(self) -> None:
        if self._armed is not None:
            words = f"{OUTCOMES[self._armed].word}. {self._next_step.text}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _say(self, spans: list[Span]) -> None:
        self._next_step.set_spans(spans)
