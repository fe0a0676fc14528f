"""One plan: how it stands, its installments and invoices, its story and versions, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from arcaller.domain.errors import DomainError
from arcaller.domain.plans.states import PlanState, standing_words
from arcaller.domain.receivables.aging import AgingBucket
from arcaller.services.changes import Changes
from arcaller.services.commands import BreakPlan, CancelPlan, GiveNotice, ResumePlan
from arcaller.services.desk import Desk
from arcaller.services.plans.overview import PlanOverview
from arcaller.ui.plans.plan_story import event_groups, version_groups
from arcaller.ui.plans.plan_tables import INVOICE_COLUMNS, PART_COLUMNS, PlanTable
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.places import documents_folder
from arcaller.ui.shared.widgets.aging_bar import AgingBar, Bucket
from arcaller.ui.shared.widgets.card import Banner, Card
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.widgets.timeline import Timeline
from arcaller.ui.shared.words.formats import Formats

_SIDE_WIDTH = 330


@dataclass(frozen=True, slots=True)
class PlanPageTools:
    """``overview`` reads a plan (a version, or the current one for ``None``); the acts are the services'.
    ``save_notice`` (desk, plan, path) writes the notice."""

    overview: Callable[[int, int | None], PlanOverview]
    give_notice: Callable[[Desk, GiveNotice], Changes]
    break_plan: Callable[[Desk, BreakPlan], Changes]
    cancel: Callable[[Desk, CancelPlan], Changes]
    resume: Callable[[Desk, ResumePlan], Changes]
    save_notice: Callable[[Desk, tuple[int, Path]], Changes]


class PlanPage(QWidget):
    """Signals: ``agreement_wanted(plan_id)``, ``reschedule_wanted(plan_id)``, ``said(text)``."""

    agreement_wanted = Signal(object)
    reschedule_wanted = Signal(object)
    said = Signal(str)

    def __init__(
        self,
        tools: PlanPageTools,
        runner: CommandRunner,
        formats: Formats,
        *,
        home_currency: str,
        choose_file: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__()
        self._tools, self._runner, self._formats, self._home = tools, runner, formats, home_currency
        self._choose_file = choose_file or self._ask_for_file
        self._shown: PlanOverview | None = None
        self._version: int | None = None
        self._is_running = False
        self._asked: Callable[[str], Changes | None] | None = None
        self.standing = Text("", font="lead", wrap=True)
        self.ended = Banner("", tone="warn")
        self.agreement = QPushButton("Agreement")
        self.reschedule = QPushButton("Reschedule…")
        self.notice = QPushButton("Give notice")
        self.notice_paper = QPushButton("Notice as PDF…")
        self.break_it = QPushButton("Break the plan…")
        self.resume = QPushButton("Let it run again…")
        self.cancel = QPushButton("Cancel the plan…")
        self.message = FieldError()
        self.reason = QLineEdit()
        self._reason_title, self._confirm = Text("", font="strong"), QPushButton("")
        self._reason_error = FieldError(self.reason)
        self._reason_box = Card()
        self.by_plan, self.by_invoice = QPushButton("By the plan's dates"), QPushButton("By the invoices' dates")
        self.aging = AgingBar()
        self.parts = PlanTable("Installments", PART_COLUMNS, formats)
        self.invoices = PlanTable("Invoices in the plan", INVOICE_COLUMNS, formats)
        self._tables = QStackedWidget()
        self._events, self._versions = Timeline(), Timeline()
        self._older = QPushButton("Show the version before")
        self._build()
        self._connect()

    # --- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.standing)
        layout.addWidget(self.ended)
        layout.addLayout(self._acts_row())
        layout.addWidget(self.message)
        layout.addWidget(self._reason_form())
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._schedule_card(), 1)
        middle.addLayout(self._side())
        layout.addLayout(middle, 1)

    def _acts_row(self) -> QGridLayout:
        row = QGridLayout()
        row.setSpacing(8)
        for number, button in enumerate(self._buttons()):
            button.setAccessibleName(button.text().rstrip("…"))
            row.addWidget(button, 0, number)
        row.setColumnStretch(len(self._buttons()), 1)
        return row

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.agreement, self.reschedule, self.notice, self.notice_paper, self.break_it, self.resume,
                self.cancel)  # fmt: skip

    def _reason_form(self) -> Card:
        self.reason.setAccessibleName("Why")
        self.reason.setPlaceholderText("a few words; they are kept with the plan")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.reason, 1)
        line.addWidget(self._confirm)
        self._confirm.setProperty("kind", "primary")
        for part in (self._reason_title,):
            self._reason_box.body.addWidget(part)
        self._reason_box.body.addLayout(line)
        self._reason_box.body.addWidget(self._reason_error)
        self._reason_box.hide()
        return self._reason_box

    def _schedule_card(self) -> Card:
        card = Card("Installments and invoices")
        switch = QHBoxLayout()
        switch.setSpacing(0)
        group = QButtonGroup(self)
        for button in (self.by_plan, self.by_invoice):
            button.setCheckable(True)
            group.addButton(button)
            switch.addWidget(button)
        switch.addStretch(1)
        self.by_plan.setChecked(True)
        self.by_plan.setToolTip("Each installment by its own date; what comes in pays the oldest first")
        self.by_invoice.setToolTip("The invoices keep their own age: a plan never makes them younger")
        self._tables.addWidget(self.parts)
        self._tables.addWidget(self.invoices)
        card.body.addLayout(switch)
        card.body.addWidget(self.aging)
        card.body.addWidget(self._tables, 1)
        return card

    def _side(self) -> QVBoxLayout:
        events, versions = Card("What happened"), Card("Versions and papers")
        events.body.addWidget(self._events, 1)
        versions.body.addWidget(self._versions, 1)
        self._older.setProperty("kind", "quiet")
        versions.body.addWidget(self._older)
        side = QVBoxLayout()
        side.setSpacing(12)
        for card, stretch in ((events, 3), (versions, 2)):
            card.setFixedWidth(_SIDE_WIDTH)
            side.addWidget(card, stretch)
        return side

    def _connect(self) -> None:
        self.agreement.clicked.connect(lambda _checked=False: self.agreement_wanted.emit(self._overview.plan.plan_id))
        self.reschedule.clicked.connect(
            lambda _checked=False: self.reschedule_wanted.emit(self._overview.plan.plan_id)
        )
        self.notice.clicked.connect(lambda _checked=False: self._give_notice())
        self.notice_paper.clicked.connect(lambda _checked=False: self.save_notice())
        self.break_it.clicked.connect(lambda _checked=False: self._ask_break())
        self.resume.clicked.connect(lambda _checked=False: self._ask_resume())
        self.cancel.clicked.connect(lambda _checked=False: self._ask_cancel())
        self._confirm.clicked.connect(lambda _checked=False: self._decide())
        self._older.clicked.connect(lambda _checked=False: self._show_older())
        self.by_plan.toggled.connect(lambda _checked: self._show_view())
        self._runner.refused.connect(self._on_refused)

    # --- showing ----------------------------------------------------------------------------------------------------

    def show_plan(self, plan_id: int, version: int | None = None) -> None:
        """Show a plan as it stands, or one of its older versions as it was left."""
        if self._shown is None or self._shown.plan.plan_id != plan_id:
            self._hide_form()
        self._version = version
        shown = self._shown = self._tools.overview(plan_id, version)
        self.message.clear_error()
        self._show_standing(shown)
        for name, button in self._by_act().items():
            button.setVisible(name in shown.acts)
        self.agreement.setText("Agreement" if shown.is_current else f"Agreement of version {shown.plan.version}")
        self.parts.show_parts(shown)
        self.invoices.show_invoices(shown)
        self._show_view()
        self._events.set_groups(event_groups(shown, self._formats, self._home))
        self._versions.set_groups(version_groups(shown, self._formats, self._home))
        self._older.setVisible(len(shown.versions) > 1)
        self._older.setText(
            f"Show version {shown.plan.version - 1}" if shown.plan.version > 1 else "Show the current version"
        )

    def focus_first(self) -> None:
        """Where the next key goes: the agreement, which every plan has."""
        self.agreement.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def title(self) -> str:
        """``Payment plan P-2026-0007 · Müller GmbH``."""
        plan = self._overview.plan
        return f"Payment plan {plan.number} · {plan.client_name}"

    @property
    def version(self) -> int | None:
        """The older version shown; ``None`` for the current one."""
        return self._version

    @property
    def _overview(self) -> PlanOverview:
        if self._shown is None:
            raise LookupError("no plan is shown")
        return self._shown

    def _by_act(self) -> dict[str, QPushButton]:
        return {
            "reschedule": self.reschedule, "notice": self.notice, "notice_paper": self.notice_paper,
            "break": self.break_it, "resume": self.resume, "cancel": self.cancel,
        }  # fmt: skip

    def _show_standing(self, shown: PlanOverview) -> None:
        plan, state = shown.plan, PlanState(shown.plan.state)
        if not shown.is_current:
            words = f"Version {plan.version}, as it was before it was rescheduled"
        elif shown.standing is not None:
            words = standing_words(shown.standing, self._money, self._formats.weekday_day)
        elif state is PlanState.PROPOSED and plan.version > 1:
            words = "Rescheduled; the new version waits for signatures"
        elif state is PlanState.PROPOSED:
            words = "Waits for signatures" if plan.is_within_authority else "Waits for approval; not to be signed yet"
        else:
            words = state.label.capitalize()
        self.standing.setText(words)
        self._show_ended(shown, state)

    def _show_ended(self, shown: PlanOverview, state: PlanState) -> None:
        plan = shown.plan
        rest = sum(view.row.open_minor for view in shown.invoices)
        if state is PlanState.BROKEN and plan.accelerated_on is not None:
            day = self._formats.full_day(plan.accelerated_on)
            words = f"Broken on {day}: {plan.ended_reason}. {self._money(rest)} is due at once."
        elif state is PlanState.BROKEN and plan.ended_on is not None:
            day = self._formats.full_day(plan.ended_on)
            words = f"Broken on {day}: {plan.ended_reason}. Each invoice is due again by its own date."
        elif state is PlanState.CANCELLED and plan.ended_on is not None:
            words = f"Cancelled on {self._formats.full_day(plan.ended_on)}: {plan.ended_reason}."
        elif plan.notice_on is not None and plan.cure_until is not None:
            cure = self._formats.full_day(plan.cure_until)
            words = f"Notice given on {self._formats.full_day(plan.notice_on)}; the client can cure until {cure}."
        else:
            words = ""
        if state is PlanState.BEHIND and shown.unassigned_minor:
            words = f"{self._unassigned_words()} {words}".rstrip()
        self.ended.set_text(words, "bad" if state is PlanState.BROKEN else "warn")
        self.ended.setVisible(bool(words))

    def _unassigned_words(self) -> str:
        """Money that may be what is missing, said before anybody is written to."""
        amount = self._money(self._overview.unassigned_minor)
        return f"{amount} came in without naming what it was for; it may be what is missing."

    def _show_view(self) -> None:
        shown = self._shown
        if shown is None:
            return
        by_plan = self.by_plan.isChecked()
        self._tables.setCurrentIndex(0 if by_plan else 1)
        buckets = shown.by_plan if by_plan else shown.by_invoice
        self.aging.set_buckets([Bucket(buckets[name], self._money(buckets[name])) for name in AgingBucket])

    def _show_older(self) -> None:
        plan = self._overview.plan
        self.show_plan(plan.plan_id, plan.version - 1 if plan.version > 1 else None)

    def _money(self, minor: int) -> str:
        return self._formats.amount_at_home(minor, self._overview.plan.currency, self._home)

    # --- acts -------------------------------------------------------------------------------------------------------

    def _give_notice(self) -> None:
        self._hide_form()
        if self._run(self._tools.give_notice, GiveNotice(self._overview.plan.plan_id)) is not None:
            # its button goes: the keys must not fall to the one that cancels
            self.focus_first()

    def save_notice(self) -> None:
        """Ask where to and write the notice; from then on it counts as sent."""
        plan = self._overview.plan
        chosen = self._choose_file(f"notice-{plan.number}.pdf")
        if chosen:
            target = Path(chosen)
            target = target if target.suffix else target.with_suffix(".pdf")
            self._run(self._tools.save_notice, (plan.plan_id, target))

    def _ask_break(self) -> None:
        rest = self._money(sum(view.row.open_minor for view in self._overview.invoices))
        due = (
            f"{rest} falls due at once" if self._overview.is_all_due else "Each invoice is due again by its own date"
        )
        known = f" {self._unassigned_words()}" if self._overview.unassigned_minor else ""
        self._ask(
            f"Break the plan? {due}; its invoices come back to chasing.{known}",
            "Break the plan",
            lambda why: self._run(self._tools.break_plan, BreakPlan(self._overview.plan.plan_id, why)),
        )

    def _ask_resume(self) -> None:
        self._ask(
            "Let the plan run again? What was signed counts as before.",
            "Let it run again",
            lambda why: self._run(self._tools.resume, ResumePlan(self._overview.plan.plan_id, why)),
        )

    def _ask_cancel(self) -> None:
        self._ask(
            "Cancel the plan? Its invoices are due by their own terms again.",
            "Cancel the plan",
            lambda why: self._run(self._tools.cancel, CancelPlan(self._overview.plan.plan_id, why)),
        )

    def _ask(self, title: str, confirm: str, act: Callable[[str], Changes | None]) -> None:
        self._asked = act
        self.message.clear_error()
        self._reason_error.clear_error()
        self._reason_title.setText(title)
        self._confirm.setText(confirm)
        self._confirm.setAccessibleName(confirm)
        self._reason_box.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _decide(self) -> None:
        if self._asked is not None and self._asked(self.reason.text()) is not None:
            self._hide_form()
            self.focus_first()

    def _hide_form(self) -> None:
        self._asked = None
        self.reason.clear()
        self._reason_error.clear_error()
        self._reason_box.hide()

    def _run(self, act: Callable[..., Changes], command: object) -> Changes | None:
        self._is_running = True
        try:
            return self._runner.run(act, command)
        finally:
            self._is_running = False

    def _on_refused(self, error: DomainError) -> None:
        if not self._is_running:
            return
        if self._reason_box.isVisibleTo(self):
            self._reason_error.show_error(error)
        else:
            self.message.show_error(error)

    def step_back(self) -> bool:
        """Esc: first out of the question asked, then from an older version; false if there was neither."""
        if self._reason_box.isVisibleTo(self):
            self._hide_form()
            self.focus_first()
        elif self._version is not None:
            self.show_plan(self._overview.plan.plan_id)
        else:
            return False
        return True

    def _ask_for_file(self, suggested: str) -> str:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Save the notice as", str(documents_folder() / suggested), "PDF files (*.pdf)"
        )
        return chosen

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            focus = self.focusWidget()
            if focus is self.reason:
                self._decide()
                return
            if isinstance(focus, QPushButton):
                focus.click()
                return
        super().keyPressEvent(event)
