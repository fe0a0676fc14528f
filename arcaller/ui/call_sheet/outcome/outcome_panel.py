"""Note, outcome bar, the fields an outcome needs and the next step in words: the part of the sheet that logs.

*draft → armed → logged*: a digit only arms; Enter commits what is complete and otherwise goes to what is missing. The
focused widget is never hidden or disabled; the focus moves first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from arcaller.domain.calls.outcomes import OUTCOMES, CallOutcome, outcome_of_key
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.commands import DisputeDetails
from arcaller.services.talking.tone import check_note
from arcaller.ui.call_sheet.outcome.detail_forms import CallBackForm, DetailForm, DisputeForm, SheetFacts
from arcaller.ui.call_sheet.outcome.facts_row import FactsRow
from arcaller.ui.call_sheet.outcome.note_edit import NoteEdit
from arcaller.ui.call_sheet.outcome.other_form import LETTERS, OtherForm
from arcaller.ui.call_sheet.outcome.promise_form import PromiseForm
from arcaller.ui.call_sheet.outcome.reading import Reading, RunningCall
from arcaller.ui.call_sheet.outcome.said_back import heading_words, takes_right_party, understood_words
from arcaller.ui.call_sheet.sheet_context import Draft, SheetContext
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.outcome_keys import OutcomeKeys
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.chip import KeyCap
from arcaller.ui.shared.widgets.outcome_bar import OutcomeBar, OutcomeChoice
from arcaller.ui.shared.widgets.text import Span, Spans, Text
from arcaller.ui.shared.widgets.tone_line import ToneLine
from arcaller.ui.shared.words.formats import Formats

_FOCUS = Qt.FocusReason.OtherFocusReason


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
        self._running: RunningCall | None = None
        self._wants_facts = False
        self.note = NoteEdit()
        self.tone = ToneLine(self.note, check_note)
        self._keys = OutcomeKeys()
        self.bar = OutcomeBar(_choices(self._keys))
        self.promise_form, self.call_back_form, self.dispute_form = PromiseForm(), CallBackForm(), DisputeForm()
        self.other_form, self.facts_row = OtherForm(), FactsRow()
        self._all_forms = (self.promise_form, self.call_back_form, self.dispute_form, self.other_form)
        self._forms = QStackedWidget()
        for form in self._all_forms:
            self._forms.addWidget(form)
        self._next_step = Spans()
        self._restored = Text("", font="small", tone="muted")
        self.details_button = Button("Details…", kind="quiet")
        self.details_button.setToolTip("Who, concern, answer, when, how long, next step (Ctrl+Shift+D)")
        self._build()
        self._connect()

    def _build(self) -> None:
        self.note.setFixedHeight(58)
        self._forms.hide()
        self.facts_row.hide()
        hints = QHBoxLayout()
        hints.setSpacing(6)
        hints.addWidget(self._next_step, 1)
        hints.addWidget(self._restored)
        hints.addWidget(self.details_button)
        for cap, words in (("Esc", "outcome bar"), ("Ctrl Z", "takes back")):
            hints.addWidget(KeyCap(cap))
            hints.addWidget(Text(words, font="small", tone="muted"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.note)
        layout.addWidget(self.tone)
        layout.addWidget(self.bar)
        layout.addWidget(self._forms)
        layout.addWidget(self.facts_row)
        layout.addLayout(hints)
        self.setFocusProxy(self.note)

    def _connect(self) -> None:
        self.note.digit_chosen.connect(self.arm_key)
        self.note.bar_wanted.connect(lambda: self.bar.setFocus(_FOCUS))
        self.note.commit_wanted.connect(self.commit)
        self.note.textChanged.connect(self.note_changed)
        self.note.textChanged.connect(lambda: self.refresh() if self._armed is None else None)
        self.bar.digit_chosen.connect(self.arm_key)
        self.bar.committed.connect(self.commit)
        self.bar.left.connect(self._leave_bar)
        self.note.letter_chosen.connect(self.pick_letter)
        for form in (self.promise_form, self.call_back_form, self.other_form):
            form.commit_wanted.connect(self.commit)
            form.given_up.connect(self._give_up_form)
        self.details_button.clicked.connect(self.go_to_facts)
        self.facts_row.commit_wanted.connect(self.commit)
        self.facts_row.given_up.connect(lambda: self.note.setFocus(_FOCUS))
        for each in (*self._all_forms, self.facts_row):
            each.changed.connect(self.refresh)
            each.changed.connect(self.note_changed)

    def set_compact(self, compact: bool) -> None:
        """One line of note where the window is low."""
        self.note.setFixedHeight(38 if compact else 58)

    def go_to_facts(self) -> None:
        """The second row: who was on the line, concern, answer, when, how long, next step."""
        self._wants_facts = True
        self._show_facts()
        self.facts_row.spoken_to.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keep_concern(self, words: str, instead_of: str = "") -> None:
        """Write ``words`` ("": none) into the client's concern, in the place of what was written there before."""
        field = self.facts_row.concern
        kept = [part for part in field.text().split("; ") if part and part != instead_of]
        field.setText("; ".join([*kept, words] if words else kept))
        self._show_facts()
        self.note_changed.emit()

    def _show_facts(self) -> None:
        """The second row is there once it is asked for or holds something: most calls need none of it."""
        is_shown = self._wants_facts or bool(self.facts_row.draft())
        if not is_shown and self.facts_row.isAncestorOf(self.focusWidget() or self):
            self.note.setFocus(_FOCUS)
        self.details_button.setHidden(is_shown)
        if is_shown == self.facts_row.isHidden():
            self.facts_row.setVisible(is_shown)
            self.refresh()

    @property
    def running(self) -> RunningCall | None:
        """The call that was started here, or came in, and has no outcome yet."""
        return self._running

    def begin_call(self, call: RunningCall) -> None:
        """A call is started or has come in; from now on it needs an outcome."""
        self._running = call
        self._show_running()
        self.note_changed.emit()
        self.refresh()

    def _show_running(self) -> None:
        call, words = self._running, ""
        if call is not None and self._facts is not None:
            local = call.started_at.astimezone(self._facts.now_local.tzinfo)
            words = f"{'● Inbound' if call.direction == 'in' else '● Started'} {local:%H:%M}"
        self.facts_row.show_state(words)
        self._show_facts()

    def say_restored(self, words: str) -> None:
        """``Restored from 14:02:07``; "" when nothing was."""
        self._restored.setText(words)

    @property
    def armed(self) -> CallOutcome | None:
        """The outcome that Enter would log."""
        return self._armed

    def start(self, context: SheetContext) -> None:
        """Ready for the next client."""
        self._show_person(context)
        self._armed, self._wants_facts, self._running = None, False, None
        self._forms.hide()
        for form in (*self._all_forms, self.facts_row):
            form.clear()
        self.note.start_sheet()
        self.bar.arm("")
        self.say_restored("")
        self._show_all()

    def restore(self, draft: Draft) -> None:
        """What was armed stands armed again; nothing is logged."""
        self._running = RunningCall.restored(draft.get("call"))
        self.note.start_sheet(str(draft.get("note", "")))
        forms: Mapping[str, Any] = draft.get("forms") or {}
        for name, form in self._named_forms().items():
            form.restore(forms.get(name) or {})
        self.dispute_form.choose(str(draft.get("reason", "")))
        self.other_form.pick(str(draft.get("letter", "")))
        outcome = outcome_of_key(str(draft.get("armed", "")))
        if outcome is not None and outcome is not CallOutcome.PLAN:  # a plan is built on its own page
            self._armed = outcome
            self.bar.arm(self._keys.of(outcome))
            self._show_form()
        self._show_all()

    def _show_all(self) -> None:
        self._show_running()
        self._expect()
        self.refresh()

    def _named_forms(self) -> dict[str, DetailForm]:
        return {
            "promise": self.promise_form, "call_back": self.call_back_form, "paid": self.other_form,
            "facts": self.facts_row,
        }  # fmt: skip

    def show_context(self, context: SheetContext) -> None:
        """Rows read anew, or another person of the same client on the line."""
        self._show_person(context)
        self.refresh()

    def _show_person(self, context: SheetContext) -> None:
        self._facts = self._facts_of(context)
        self._contact = context.contact.name if context.contact is not None else ""
        self.call_back_form.show_contact(self._contact)
        self.facts_row.spoken_to.setPlaceholderText(self._contact or "Spoken to")

    def draft(self) -> dict[str, Any]:
        """Everything half typed: note, armed outcome, its fields, the second row, the call that runs."""
        forms = {name: typed for name, form in self._named_forms().items() if (typed := form.draft())}
        half: dict[str, Any] = {
            "armed": OUTCOMES[self._armed].key if self._armed is not None else "",
            "forms": forms,
            "reason": self.dispute_form.reason_code,
            "letter": self.other_form.letter,
            "call": self._running.draft() if self._running is not None else None,
        }
        return {"note": self.note.toPlainText(), **{name: value for name, value in half.items() if value}}

    def logged_draft(self, reading: Reading) -> dict[str, Any]:
        """The draft as an undo brings it back some day: days that were typed as ``fr`` are written out."""
        half = self.draft()
        forms = half.get("forms", {})
        if reading.promise is not None and "due_on" in forms.get("promise", {}):
            forms["promise"]["due_on"] = " ".join(part.due_on.isoformat() for part in reading.promise.parts)
        if reading.call_back is not None and "call_back" in forms:
            wanted = reading.call_back
            words = f"{wanted.due_on.isoformat()} {wanted.due_time or ''}".strip()
            forms["call_back"]["due_on"] = words
        return half

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
        outcome = self._keys.outcome(key)
        if outcome is not None:
            self.arm(outcome)

    def use_keys(self, keys: OutcomeKeys) -> None:
        """Other digits, on this computer, or none in the note; what is armed stays armed."""
        if keys != self._keys:
            self._keys = keys
            self.bar.set_choices(_choices(keys))
            self.note.set_digits_arm(keys.arms)
            self.bar.arm(keys.of(self._armed) if self._armed is not None else "")

    def arm(self, outcome: CallOutcome) -> None:
        """Choose ``outcome``; nothing is written before Enter."""
        self._leave_dispute(outcome)
        if self._armed is CallOutcome.OTHER and outcome is not CallOutcome.OTHER:
            self.other_form.clear()
        self._armed = outcome
        self.bar.arm(self._keys.of(outcome))
        form = self._show_form()
        self._expect()
        self.refresh()
        self._announce()
        self.note_changed.emit()
        if isinstance(form, PromiseForm | CallBackForm):
            form.choose_first()
        elif outcome is CallOutcome.DISPUTE:
            self.ticks_wanted.emit()
        elif outcome is CallOutcome.PLAN:
            self.plan_wanted.emit()

    def _show_form(self) -> QWidget | None:
        """The fields of what is armed, none where it has none."""
        form = self._form_of(self._armed)
        if form is None:
            if self._forms.isAncestorOf(self.focusWidget() or self):
                self.note.setFocus(_FOCUS)
            self._forms.hide()
        else:
            self._forms.setCurrentWidget(form)
            self._forms.show()
        return form

    def _expect(self) -> None:
        """Tell the note what is armed: after 0 a letter says more, as long as nothing was written."""
        asks = self._armed is CallOutcome.OTHER and not self.other_form.letter
        self.note.expect(armed=self._armed is not None, letters=LETTERS if asks else "")

    def pick_letter(self, letter: str) -> bool:
        """A letter after 0; false if it says nothing."""
        if self._armed is not CallOutcome.OTHER or not self.other_form.pick(letter):
            return False
        self._expect()
        if self.other_form.is_paid:
            self.other_form.when.setFocus(_FOCUS)
        self._announce()
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # what the outcome bar does not take itself: a letter asked for after 0, else text of the note
        text = event.text()
        command = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if not self.bar.hasFocus() or not text.isprintable() or not text.strip() or command:
            super().keyPressEvent(event)
        elif event.isAutoRepeat() or text.lower() not in LETTERS or not self.pick_letter(text):
            self.note.setFocus(_FOCUS)
            self.note.insertPlainText(text)

    def disarm(self) -> None:
        """Nothing is chosen any more; the focus is on the bar."""
        self._leave_dispute(None)
        self.other_form.clear()
        self._armed = None
        self.bar.setFocus(_FOCUS)
        self.bar.arm("")
        self._forms.hide()
        self._expect()
        self.refresh()
        self.note_changed.emit()

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
        shift = Qt.KeyboardModifier.ShiftModifier
        stays = isinstance(event, QKeyEvent) and bool(event.modifiers() & shift)
        self.committed.emit(replace(reading, stays=stays), event)

    def read(self, outcome: CallOutcome | None = None) -> Reading:
        """The armed outcome (or ``outcome``) with its fields; refuses what is missing or unreadable."""
        outcome = outcome or self._armed
        if outcome is None or self._facts is None:
            raise DomainError("Choose 0–9: how did the call end?", "outcome")
        facts = self.facts_row.read(self._facts)
        reading = Reading(outcome, self.note.toPlainText().strip(), facts=facts, spoken_to=facts.spoken_to)
        match outcome:
            case CallOutcome.PROMISE:
                details = self.promise_form.read(self._facts, self._ticked_amount())
                return replace(reading, promise=replace(details, invoice_ids=self._ticked()))
            case CallOutcome.CALL_BACK:
                by = reading.spoken_to or self.call_back_form.spoken_to
                return replace(reading, call_back=self.call_back_form.read(self._facts), spoken_to=by)
            case CallOutcome.DISPUTE:
                return replace(reading, dispute=self._read_dispute(reading.note))
            case CallOutcome.OTHER:
                paid = self.other_form.read(self._facts)
                return replace(reading, letter=self.other_form.letter, paid=paid)
            case _:
                return reading

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
        if self.facts_row.has_field(error.field):
            self._wants_facts = True
            self._show_facts()
            self.facts_row.field_of(error.field).setFocus(_FOCUS)
        elif error.field == "letter":
            self.bar.setFocus(_FOCUS)
        elif isinstance(form, DetailForm):
            form.field_of(error.field).setFocus(_FOCUS)
        elif self._armed is CallOutcome.DISPUTE:
            self.ticks_missed.emit()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, error.message))

    def refresh(self) -> None:
        """Say again in words what Enter would do."""
        if self._armed is None or self._facts is None:
            arms = self._keys.arms and self.note.document().isEmpty()
            begun = "A digit" if arms else "Esc, then a digit"
            self._say([Span(f"{begun} says how the call ended; Enter saves it.", tone="muted")])
            return
        heading = Span(heading_words(self._armed, self.other_form.letter), strong=True)
        try:
            reading = self.read()
            sentence = self._describe(reading)
        except DomainError as error:
            self._say([heading, Span(error.message, tone="muted")])
            return
        spans = [heading, Span(f"{understood_words(reading, self._facts)}{sentence}.")]
        if reading.spoken_to:
            spans.append(Span(f" Spoken to: {reading.spoken_to}.", tone="muted"))
        elif self._contact and (
            self._armed is CallOutcome.CALL_BACK or takes_right_party(self._armed, reading.letter)
        ):
            spans.append(Span(f" Right person: {self._contact}.", tone="muted"))
        self._say(spans)

    def _form_of(self, outcome: CallOutcome | None) -> QWidget | None:
        match outcome:
            case CallOutcome.PROMISE:
                return self.promise_form
            case CallOutcome.CALL_BACK:
                return self.call_back_form
            case CallOutcome.DISPUTE:
                return self.dispute_form
            case CallOutcome.OTHER:
                return self.other_form
            case _:
                return None

    def _give_up_form(self) -> None:
        """Esc in a field: what it could not read becomes note text with its digit, nothing typed is lost."""
        form = self._form_of(self._armed)
        if isinstance(form, DetailForm) and form.typed() and self._armed is not None:
            try:
                self.read()
            except DomainError:
                self.note.appendPlainText(f"{self._keys.of(self._armed)} {form.typed()}".strip())
                form.clear()
        self.disarm()

    def _announce(self) -> None:
        if self._armed is not None:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._next_step.text))

    def _say(self, spans: list[Span]) -> None:
        state = self.facts_row.state.text()
        if state and self.facts_row.isHidden():
            spans = [Span(f"{state}  ", tone="accent", strong=True), *spans]
        self._next_step.set_spans(spans)


def _choices(keys: OutcomeKeys) -> list[OutcomeChoice]:
    return [OutcomeChoice(digit, word) for digit, word in keys.words]
