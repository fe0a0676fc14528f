"""The wizard: terms on the left, what follows from them at once, then the agreement; Enter goes on, Esc goes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractButton

from arcaller.domain.authority import broken, check, nearest_inside
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import Schedule
from arcaller.domain.plans.reschedule import extended, with_grace
from arcaller.domain.plans.schedule_notes import Lead, lead_of, schedule_notes
from arcaller.domain.plans.terms import PlanTerms
from arcaller.services.changes import Changes
from arcaller.services.commands import LogCall, ProposePlan, ReschedulePlan
from arcaller.services.plans.rescheduling import RescheduleBasis
from arcaller.ui.plan_wizard.comparison import compare, nearest_words
from arcaller.ui.plan_wizard.opening import opening
from arcaller.ui.plan_wizard.plan_tools import Paper, PlanBasis, PlanTools
from arcaller.ui.plan_wizard.review.blind_keys import BlindKeys
from arcaller.ui.plan_wizard.review.review_page import ReviewPage
from arcaller.ui.plan_wizard.row_edits import with_amount, with_day, with_sum
from arcaller.ui.plan_wizard.terms_reader import Ground, PlanReading, TermTexts, read_plan, texts_of
from arcaller.ui.plan_wizard.wizard_frame import Step, WizardFrame
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.draft_keeper import DraftKeeper
from arcaller.ui.shared.words.formats import Formats

_MOST_KEPT = 2
"""Plans kept aside, beside the one being built: three in all."""


class PlanWizardScreen(WizardFrame):
    """``proposed(Changes)`` when the plan was stored, ``closed`` when Esc goes back to the call, ``said(text)``."""

    proposed = Signal(object)
    closed = Signal()
    said = Signal(str)

    def __init__(
        self, tools: PlanTools, runner: CommandRunner, formats: Formats, review: ReviewPage | None = None
    ) -> None:
        super().__init__(formats, review if review is not None else ReviewPage(tools.review, runner, formats))
        self._tools, self._runner, self._formats = tools, runner, formats
        self._basis: PlanBasis | None = None
        self._call: LogCall | None = None
        self._given: tuple[int, ...] = ()
        self._rest: RescheduleBasis | None = None
        self._is_stale = False
        self._reading = PlanReading(None)
        self._nearest: PlanTerms | None = None
        self._kept: list[tuple[TermTexts, Schedule]] = []
        self._lead: Lead | None = None
        self._lead_before: Lead | None = None
        self._is_running = self._is_done = False
        self._keys = BlindKeys()
        self._beat = DraftKeeper(tools.save_draft, self._draft_text, self)
        self._connect()

    def _connect(self) -> None:
        self.covered.changed.connect(self._changed)
        self.terms.changed.connect(self._changed)
        self.schedule.row_fixed.connect(self._fix_row)
        self.schedule.row_moved.connect(self._move_row)
        self.schedule.sum_set.connect(self._set_sum)
        self.schedule.row_freed.connect(self._free_row)
        self.schedule.all_freed.connect(lambda: self._set_fixed((), ()))
        self.again.changed.connect(self._beat.note_changed)
        self.again.grace_wanted.connect(lambda: self._edit(lambda plan: with_grace(plan.terms, 1)))
        self.again.parts_wanted.connect(lambda: self._edit(lambda plan: extended(plan.terms, 2)))
        self.authority.taken.connect(self.take_nearest)
        self.authority.kept_wanted.connect(self._take_kept)
        self.review.propose_wanted.connect(self.propose)
        self.review.closed.connect(self.step_back)
        self.review.painted.connect(self._keys.seen)
        self.review.said.connect(self.said)
        self.compare.clicked.connect(lambda _checked=False: self._keep_aside())
        self.back.clicked.connect(lambda _checked=False: self.step_back())
        self.go_on.clicked.connect(lambda _checked=False: self.open_review())
        self._runner.refused.connect(self._on_refused)
        self._runner.changed.connect(self._on_changed)
        take = QShortcut(QKeySequence("Ctrl+T"), self)
        take.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        take.activated.connect(self.take_nearest)

    # --- opening ----------------------------------------------------------------------------------------------------

    def open_plan(
        self,
        client_id: int,
        invoice_ids: tuple[int, ...],
        call: LogCall | None = None,
        terms: PlanTerms | None = None,
    ) -> None:
        """Build a plan over ``invoice_ids``; ``call`` is logged with it.

        It begins with ``terms`` (an offer that was taken), else with the client's draft.
        """
        self._beat.flush()
        basis = self._basis = self._tools.load_basis(client_id)
        today = self._tools.make_desk().today
        self._call, self._given, self._is_done = call, invoice_ids, False
        self._rest, self._kept, self._is_stale = None, [], False
        self._lead = self._lead_before = None
        self._show_kind(f"Payment plan · {basis.client_name}", "Back to the call")
        stored = self._tools.read_draft(draft_key(client_id))
        texts, ticked = opening(basis, invoice_ids, today, stored if terms is None else "")
        if terms is not None:
            texts = texts_of(terms, texts, self._formats)
        self.covered.show_invoices(basis.invoices, ticked)
        self.terms.show_texts(texts, today)
        self._beat.start(draft_key(client_id), stored)
        self._show_step(Step.TERMS)
        self._work_out()
        self.focus_count()

    def open_reschedule(self, plan_id: int, call: LogCall | None = None) -> None:
        """New terms for what is left of a running plan, ``call`` logged with them; refused where it does not run."""
        self._beat.flush()
        rest = self._rest = self._tools.load_rest(plan_id)
        plan, terms = rest.plan, rest.terms
        basis = self._basis = self._tools.load_basis(plan.client_id)
        today = self._tools.make_desk().today
        self._call, self._given, self._is_done = call, tuple(row.invoice_id for row in plan.invoices), False
        self._kept, self._is_stale = [], False
        self._lead = self._lead_before = None
        self._show_kind(f"Reschedule plan {plan.number} · {basis.client_name}", "Back to the plan")
        key = f"reschedule:{plan_id}"
        stored = self._tools.read_draft(key)
        fresh = TermTexts(
            first=terms.first_on.isoformat(), frequency=terms.frequency, shift=terms.shift,
            calendar=terms.calendar.code, remainder=terms.remainder, method=terms.method,
            part_payments=terms.part_payments, if_broken=terms.if_broken,
        )  # fmt: skip
        texts, reason = texts_of(terms, fresh, self._formats), ""
        if stored:
            with suppress(ValueError, KeyError, TypeError):
                texts, reason = TermTexts.from_json(stored), str(json.loads(stored)["reason"])
        came_in = self._formats.amount(rest.received.minor, rest.received.currency)
        whole = self._formats.amount(rest.total.minor, rest.total.currency)
        self.again.start(f"{came_in} of {whole} came in and counts; the rest gets new dates.", reason)
        self._show_covered()
        self.terms.show_texts(texts, today)
        self._beat.start(key, stored)
        self._show_step(Step.TERMS)
        self._work_out()
        self.focus_count()

    @property
    def plan_again(self) -> int | None:
        """The plan that is rescheduled; ``None`` while a new one is built."""
        return None if self._rest is None else self._rest.plan.plan_id

    @property
    def logs_call(self) -> bool:
        """Whether a call is logged together with the plan."""
        return self._call is not None

    def _show_kind(self, title: str, back: str) -> None:
        self._title.setText(title)
        self.back.setText(back)
        self.again.setVisible(self._rest is not None)
        self.covered.table.setEnabled(self._rest is None)

    def _show_covered(self) -> None:
        """The invoices as they stand: those of the plan where one is rescheduled, else all with their ticks."""
        basis = self._required()
        if self._rest is None:
            self.covered.show_invoices(basis.invoices, self.covered.ticked())
        else:
            mine = [row for row in basis.invoices if row.invoice_id in self._given]
            self.covered.show_invoices(mine, [row.invoice_id for row in mine])

    def show_plan(self, plan_id: int) -> None:
        """Show a stored plan's agreement, as after it was proposed."""
        self._is_done = True
        self._show_step(Step.REVIEW)
        self.review.show_plan(plan_id)

    def close_plan(self) -> None:
        """Leave the wizard; the terms stay as the client's draft."""
        self._beat.flush()

    def focus_count(self) -> None:
        """Where the caller's next digit goes."""
        self.terms.count.setFocus(Qt.FocusReason.OtherFocusReason)
        self.terms.count.selectAll()

    @property
    def plan(self) -> Schedule | None:
        """The plan as it stands; ``None`` while a field cannot be read."""
        return self._reading.plan

    # --- from terms to plan -----------------------------------------------------------------------------------------

    def _changed(self) -> None:
        self._beat.note_changed()
        self._work_out()

    def _work_out(self) -> None:
        basis = self._required()
        refusal = ""
        try:
            ground = self._ground(basis)
        except DomainError as error:
            refusal = error.message
            self._reading = PlanReading(None)
        else:
            self._reading = read_plan(self.terms.texts(), ground, self._formats)
            refusal = self._reading.refusals.get("total", "")
        self.covered.show_refusal(refusal)
        self.terms.show_refusals(self._reading.refusals)
        plan = self._reading.plan
        if plan is None:
            self.schedule.show_stale(self._reading.refusals.get("edited", ""))
            self._nearest = None
            self.authority.take.setEnabled(False)
            self.authority.show_nothing_yet()
            self._say.setText("Nothing can be proposed until every field can be read.")
        else:
            self._show_plan(plan)
        self.go_on.setEnabled(plan is not None)
        self.compare.setText(f"Compare with a {'third' if self._kept else 'second'} plan")
        self.compare.setEnabled(plan is not None and len(self._kept) < _MOST_KEPT)

    def _ground(self, basis: PlanBasis) -> Ground:
        today, rest = self._tools.make_desk().today, self._rest
        if rest is None:
            return Ground(self.covered.total(), today, basis.calendar)
        return Ground(rest.total, today, basis.calendar, rest.received)

    def _show_plan(self, plan: Schedule) -> None:
        basis = self._required()
        self.terms.show_plan(plan, self._reading.calendar_warning)
        self.schedule.show_plan(plan)
        lead = lead_of(plan)
        if self._lead is not None and self._lead.by_each != lead.by_each:
            self._lead_before = self._lead
        self._lead = lead
        self.schedule.show_notes(schedule_notes(plan, self._lead_before, self._say_money))
        limits = basis.authority(plan.currency)
        checks = check(plan, limits, self._say_money)
        beyond = broken(checks)
        self._nearest = nearest_inside(plan.terms, limits) if beyond else None
        # a limit on what is not asked for at all would only take room
        self.authority.show_checks([found for found in checks if found.asked or not found.inside])
        nearest = nearest_words(self._nearest, plan, self._formats) if self._nearest is not None else ""
        who = basis.approver or "a supervisor"
        self.authority.show_way_inside(beyond, nearest, f"No change of these terms brings it inside; {who} decides.")
        self.authority.cautions.show_warnings(self._warnings(plan))
        self.authority.show_offers(compare(plan, basis, [kept for _, kept in self._kept], self._formats))
        self._say.setText(
            f"Say: “I will confirm the plan by 4 p.m. tomorrow.” It goes to {who} for approval."
            if beyond
            else "Inside your limits: you can agree on it now."
        )

    def _warnings(self, plan: Schedule) -> tuple[str, ...]:
        basis, ticked = self._required(), set(self.covered.ticked())
        rows = [row for row in basis.invoices if row.invoice_id in ticked]
        return basis.watch.warnings(plan, rows, self._formats.full_day)

    def take_nearest(self) -> None:
        """Put the nearest plan inside into the fields."""
        if self._nearest is not None and self.step is Step.TERMS:
            self._show_texts(texts_of(self._nearest, self.terms.texts(), self._formats))
            self.focus_count()

    def _show_texts(self, texts: TermTexts) -> None:
        self.terms.show_texts(texts, self._tools.make_desk().today)
        self._changed()

    def _keep_aside(self) -> None:
        if self.plan is not None and len(self._kept) < _MOST_KEPT:
            self._kept.append((self.terms.texts(), self.plan))
            self._work_out()
            self.focus_count()

    def _take_kept(self, number: int) -> None:
        texts, _ = self._kept.pop(number)
        self._show_texts(texts)

    # --- rows fixed by hand -----------------------------------------------------------------------------------------

    def _fix_row(self, number: int, text: str) -> None:
        self._edit(lambda plan: with_amount(plan, number, text, self._formats))

    def _move_row(self, number: int, text: str) -> None:
        today = self._tools.make_desk().today
        self._edit(lambda plan: with_day(plan, number, text, today, self._formats))

    def _set_sum(self, text: str) -> None:
        if self._edit(lambda plan: with_sum(plan, text, self._formats)):
            self.schedule.focus_sum()

    def _edit(self, work: Callable[[Schedule], PlanTerms]) -> bool:
        """Put what ``work`` makes of the plan into the fields; what it refuses is said beside the rows."""
        plan = self.plan
        if plan is None:
            return False
        try:
            terms = work(plan)
        except DomainError as error:
            self.schedule.show_row_refusal(self._formats.in_sentence(error.message))
            return False
        self._show_texts(texts_of(terms, self.terms.texts(), self._formats))
        return True

    def _free_row(self, number: int) -> None:
        texts = self.terms.texts()
        self._set_fixed(
            tuple(row for row in texts.edited if row[0] != number),
            tuple(row for row in texts.moved if row[0] != number),
        )

    def _set_fixed(self, edited: tuple[tuple[int, int], ...], moved: tuple[tuple[int, str], ...]) -> None:
        self.terms.set_fixed(edited, moved)
        self._changed()

    # --- steps ------------------------------------------------------------------------------------------------------

    def open_review(self) -> None:
        """Show the agreement; while a field cannot be read the focus goes there instead."""
        if self.plan is None:
            self.terms.focus_refused()
            return
        if self._rest is not None and not self.again.text():
            self.again.ask()
            return
        QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)  # the first one reads the fonts
        try:
            paper = self._preview(self.plan)
        except DomainError as error:
            self.covered.show_refusal(error.message)
            return
        finally:
            QGuiApplication.restoreOverrideCursor()
        basis = self._required()
        within = not broken(check(self.plan, basis.authority(self.plan.currency)))
        self._show_step(Step.REVIEW)
        self.review.show_draft(
            paper, self.schedule.sentence, within=within, approver=basis.approver, logs_call=self.logs_call,
            warnings=self._warnings(self.plan),
        )  # fmt: skip
        self._keys.begin()

    def propose(self) -> None:
        """Store the plan and log its call; the answer goes out as ``proposed``."""
        if self.plan is None or self._is_done or self._keys.is_unseen or self.step is not Step.REVIEW:
            return
        self._is_running = True
        try:
            changes = self._store(self.plan)
        finally:
            self._is_running = False
        if changes is not None:
            self._is_done = True
            self.review.propose.setEnabled(False)
            self._beat.drop()
            self.proposed.emit(changes)

    def step_back(self) -> None:
        """Review → terms → the call."""
        if self.step is Step.REVIEW and self.review.step_back():
            return
        if self.step is Step.REVIEW and not self._is_done:
            self._show_step(Step.TERMS)
            self.focus_count()
            return
        self._beat.flush()
        self.closed.emit()

    def _preview(self, plan: Schedule) -> Paper:
        desk = self._tools.make_desk()
        if self._rest is None:
            return self._tools.preview(desk, self._new(plan))
        return self._tools.preview_again(desk, self._anew(self._rest, plan))

    def _store(self, plan: Schedule) -> Changes | None:
        if self._rest is None:
            return self._runner.run(self._tools.propose, self._new(plan))
        return self._runner.run(self._tools.reschedule, self._anew(self._rest, plan))

    def _anew(self, rest: RescheduleBasis, plan: Schedule) -> ReschedulePlan:
        return ReschedulePlan(rest.plan.plan_id, plan.terms, self.again.text(), self._call)

    def _new(self, plan: Schedule) -> ProposePlan:
        return ProposePlan(self._required().client_id, self.covered.ticked(), plan.terms, self._call)

    @override
    def _show_step(self, step: Step) -> None:
        super()._show_step(step)
        self._keys.forget()
        self._words.setText("" if self._is_done else "draft, nothing is promised yet")

    # --- what others tell -------------------------------------------------------------------------------------------

    def _on_refused(self, error: DomainError) -> None:
        if self._is_running:
            self.review.show_refusal(error.message)

    def _on_changed(self, changes: Changes) -> None:
        """Money that came in meanwhile is counted, at once or when the wizard is seen again."""
        basis = self._basis
        if self._is_running or self._is_done or basis is None or not changes.touches(basis.client_id):
            return
        self._is_stale = True
        if self.isVisible():
            self._read_again()

    def _read_again(self) -> None:
        """Balances as they are now; ticks and terms stay, and a plan that changed is worked out and reviewed anew."""
        self._is_stale = False
        before = self.plan
        try:
            self._basis = self._tools.load_basis(self._required().client_id)
            if self._rest is not None:
                self._rest = self._tools.load_rest(self._rest.plan.plan_id)
        except DomainError as error:
            self._reading = PlanReading(None)
            self.covered.show_refusal(error.message)
            self.go_on.setEnabled(False)
            return
        self._show_covered()
        self._work_out()
        if before is None or (self.plan is not None and self.plan.terms == before.terms):
            return
        if self.step is Step.REVIEW:
            self._show_step(Step.TERMS)
        now = self._say_total(self.plan) if self.plan is not None else "something else"
        self.said.emit(
            f"The balance changed: the plan was over {self._say_total(before)}, now it is over {now}. Look again."
        )

    def _say_money(self, money: Money) -> str:
        return self._formats.amount(money.minor, money.currency)

    def _say_total(self, plan: Schedule) -> str:
        left = plan.debt - plan.terms.before
        return self._formats.amount(left.minor, left.currency)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale and self._basis is not None and not self._is_done:
            self._read_again()

    def _draft_text(self) -> str:
        return json.dumps(
            {"terms": self.terms.texts().to_json(), "ticked": self.covered.ticked(), "given": self._given,
             "reason": self.again.text()}
        )  # fmt: skip

    def _required(self) -> PlanBasis:
        if self._basis is None:
            raise LookupError("no client is open in the wizard")
        return self._basis

    # --- keys -------------------------------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.step_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # a key held down too long is no second decision, nor is one pressed while the agreement was being made
            if not event.isAutoRepeat() and not self._keys.is_blind(event):
                self._keys.note_press(event)
                self._enter()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        focus = self.focusWidget()
        if self.schedule.table.is_editing:
            # the editor passes Enter on before its amount is taken
            return
        if isinstance(focus, QAbstractButton):
            focus.click()
        elif focus is self.authority.table and self.authority.open_line():
            return
        elif self.step is Step.TERMS:
            self.open_review()
        else:
            self.propose()


def draft_key(client_id: int) -> str:
    """Under which the half-built plan of a client is kept."""
    return f"plan:{client_id}"
