"""The agreement as it will be signed, and the one step that comes next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from arcaller.data.queries.plans.plans import PlanDetailRow
from arcaller.domain.errors import DomainError
from arcaller.domain.plans.states import PlanState
from arcaller.services.commands import AgreePlan
from arcaller.ui.plan_wizard.fields import Cautions, KeyButton
from arcaller.ui.plan_wizard.plan_tools import IssuePaper, Paper, ReviewTools
from arcaller.ui.plan_wizard.review.agree_form import AgreeForm
from arcaller.ui.plan_wizard.review.document_view import DocumentView
from arcaller.ui.plan_wizard.review.paper_out import free_name, print_document, printers
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.places import documents_folder
from arcaller.ui.shared.widgets.card import Banner, Card
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_SIDE_WIDTH = 320


class ReviewPage(QWidget):
    """Shows a plan that is not stored yet (`show_draft`) or one that is (`show_plan`).

    Signals: ``propose_wanted`` for the plan being built, ``closed`` for one step back, ``agreed(Changes)``,
    ``said(text)`` for the status bar, ``painted`` whenever the page stands on screen. ``choose_file`` asks for a
    target (suggested name in, path or "" out).
    """

    propose_wanted = Signal()
    closed = Signal()
    agreed = Signal(object)
    said = Signal(str)
    painted = Signal()

    def __init__(
        self,
        tools: ReviewTools,
        runner: CommandRunner,
        formats: Formats,
        *,
        choose_file: Callable[[str], str] | None = None,
        list_printers: Callable[[], list[str]] = printers,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tools, self._runner, self._formats = tools, runner, formats
        self._choose_file = choose_file or self._ask_for_file
        self._list_printers = list_printers
        self._paper: Paper | None = None
        self._plan: PlanDetailRow | None = None
        self._is_running = self._is_within = self._is_unseen = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.view = DocumentView()
        self.summary = Text("", font="lead", wrap=True)
        self._facts = Text("", tone="muted", wrap=True)
        self._notice, self._missing = Banner("", tone="accent"), Banner("", tone="bad")
        self.cautions = Cautions()
        self.message = Banner("", tone="warn")
        self._first_way, self._second_way = QPushButton(), QPushButton()
        self.agree_form = AgreeForm(formats)
        self.back = KeyButton("Back to the terms", "Esc")
        self.save = QPushButton("Save as PDF…")
        self.print = QPushButton("Print…")
        self.agree = QPushButton("Mark as agreed…")
        self.propose = KeyButton("Propose", "Enter", primary=True)
        self._say = Text("", tone="muted", wrap=True)
        self._ways: tuple[Callable[[], None], ...] = ()
        self._build()
        self._connect()

    def _build(self) -> None:
        side = Card("Agreement")
        self._side = side
        ways = QHBoxLayout()
        ways.addWidget(self._first_way)
        ways.addWidget(self._second_way)
        ways.addStretch(1)
        self.message.body.addLayout(ways)
        for part in (self._facts, self._notice, self._missing, self.summary, self.cautions, self.message,
                     self.agree_form):  # fmt: skip
            side.body.addWidget(part)
        side.body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(_SIDE_WIDTH)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(side)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.view, 1)
        middle.addWidget(scroll)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._say, 1)
        for button in (self.back, self.save, self.print, self.agree, self.propose):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(middle, 1)
        layout.addLayout(foot)
        self.agree_form.hide()

    def _connect(self) -> None:
        self.view.loaded.connect(self._show_facts)
        self.back.clicked.connect(lambda _checked=False: self.closed.emit())
        self.save.clicked.connect(lambda _checked=False: self.save_pdf())
        self.print.clicked.connect(lambda _checked=False: self.print_paper())
        self.agree.clicked.connect(lambda _checked=False: self._start_agreeing())
        self.propose.clicked.connect(lambda _checked=False: self.propose_wanted.emit())
        self.agree_form.agreed.connect(self._agree)
        self.agree_form.given_up.connect(self._stop_agreeing)
        self._first_way.clicked.connect(lambda _checked=False: self._go(0))
        self._second_way.clicked.connect(lambda _checked=False: self._go(1))
        self._runner.refused.connect(self._on_refused)

    def show_draft(
        self,
        paper: Paper,
        summary: str,
        *,
        within: bool,
        approver: str,
        logs_call: bool = False,
        warnings: Sequence[str] = (),
    ) -> None:
        """Show the plan being built; beyond the caller's limits the next step is the supervisor's."""
        self._plan, self._is_within = None, within
        self._side.set_title("Agreement · not stored yet")
        self.back.setText("Back to the terms")
        self.propose.setText("Propose" if within else "Send to supervisor")
        self.propose.setVisible(True)
        self.propose.setEnabled(True)
        self.agree.hide()
        who = f"{approver} decides." if approver else "a supervisor decides."
        self._say.setText(
            f"Inside your limits: proposing stores the plan{' and logs the call' if logs_call else ''}."
            if within
            else f"Say: “I will confirm the plan by 4 p.m. tomorrow.” It is stored as not approved, not live; {who}"
        )
        self._show_paper(paper, summary)
        self.cautions.show_warnings(warnings)
        # a key that waited while the paper was made finds no button: the next step gets the focus once it is seen
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_unseen = True

    def show_plan(self, plan_id: int) -> None:
        """Show a stored plan with what may be done with it now."""
        desk = self._tools.make_desk()
        plan = self._plan = self._tools.load_plan(plan_id)
        state = PlanState(plan.state)
        self._side.set_title(f"Plan {plan.number} · {state.label}")
        self.back.setText("Back")
        self.propose.hide()
        can_sign = state is PlanState.APPROVED or (state is PlanState.PROPOSED and plan.is_within_authority)
        self.agree.setVisible(can_sign)
        self._say.setText(_next_step(plan, state, self._formats))
        self._show_paper(self._tools.paper(desk, plan_id), _plan_summary(plan, self._formats))
        self.cautions.show_warnings(self._tools.warn(desk, plan, self._formats.full_day))
        (self.agree if can_sign else self.save).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_old(self, plan_id: int, version: int) -> None:
        """Show the agreement of an older version, to be read and copied; it is signed no more."""
        self._plan, self._is_within = None, False
        self._side.set_title(f"Version {version}, as it was")
        self.back.setText("Back")
        self.propose.hide()
        self.agree.hide()
        self._say.setText("A newer version took its place.")
        self._show_paper(self._tools.old_paper(self._tools.make_desk(), plan_id, version), "")
        self.cautions.show_warnings(())
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def plan_id(self) -> int | None:
        """The stored plan shown; ``None`` for one being built."""
        return self._plan.plan_id if self._plan is not None else None

    def show_refusal(self, message: str) -> None:
        """Say why something was not done."""
        self._tell(message, "bad")

    def step_back(self) -> bool:
        """Esc: first away from the signatures or a message; false if there was nothing of the kind."""
        if self.agree_form.isVisible():
            self._stop_agreeing()
        elif self.message.isVisible():
            self.message.hide()
        else:
            return False
        return True

    def save_pdf(self) -> None:
        """Ask for a name and save; what stands there is only replaced after that was said in words."""
        if not self._may_leave() or self._paper is None:
            return
        chosen = self._choose_file(self._paper.file_name)
        if not chosen:
            return
        target = Path(chosen)
        target = target if target.suffix else target.with_suffix(".pdf")
        if target.exists():
            other = free_name(target)
            self._tell(
                f"{target.name} exists already in {target.parent}.",
                "warn",
                (f"Save as {other.name}", lambda: self._save(other)),
                ("Replace it", lambda: self._save(target, over=True)),
            )
            return
        self._save(target)

    def print_paper(self) -> None:
        """Print, or where no printer is set up offer the PDF."""
        document = self.view.document
        if not self._may_leave() or self._paper is None or document is None:
            return
        if not self._list_printers():
            self._tell(
                "No printer is set up on this machine; save the agreement and print it elsewhere.",
                "warn",
                ("Save as PDF…", self.save_pdf),
            )
            return
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        printer.setDocName(self._paper.file_name)
        if QPrintDialog(printer, self).exec() != QPrintDialog.DialogCode.Accepted:
            return
        if self._is_issuable and self._issue(IssuePaper(self._shown_plan.plan_id)) is None:
            return
        try:
            pages = print_document(document, printer)
        except DomainError as error:
            self._tell(error.message, "bad")
            return
        self.said.emit(f"{pages} {'page' if pages == 1 else 'pages'} sent to {printer.printerName()}.")

    def _save(self, target: Path, *, over: bool = False) -> None:
        self.message.hide()
        if self._paper is None:
            return
        if self._is_issuable:
            if self._issue(IssuePaper(self._shown_plan.plan_id, target, over)) is None:
                return
        else:
            try:
                self._tools.write_copy(target, self._paper.pdf, over)
            except DomainError as error:
                self._tell(error.message, "bad")
                return
        self._tell(f"✓ Saved as {target.name} in {target.parent}.", "good")
        self.said.emit(f"Agreement saved as {target}.")

    @property
    def _is_issuable(self) -> bool:
        """Whether the paper is one to sign; what is not approved leaves the house only as a marked draft."""
        return self._plan is not None and self._plan.is_within_authority

    @property
    def _shown_plan(self) -> PlanDetailRow:
        if self._plan is None:
            raise LookupError("the plan shown is not stored yet")
        return self._plan

    def _may_leave(self) -> bool:
        """A paper without mark leaves only when its plan is stored: else two papers could bear one number."""
        if self._plan is None and self._is_within:
            self._tell("Propose the plan first; then its agreement is on record and may be saved or printed.", "warn")
            return False
        return self._paper is not None

    def _issue(self, command: IssuePaper) -> object | None:
        changes = self._run(self._tools.issue, command)
        if changes is not None:
            self._plan = self._tools.load_plan(command.plan_id)
        return changes

    def _run(self, act: Callable[..., object], command: object) -> object | None:
        self._is_running = True
        try:
            return self._runner.run(act, command)  # type: ignore[arg-type]
        finally:
            self._is_running = False

    def _show_paper(self, paper: Paper, summary: str) -> None:
        self._paper = paper
        self.message.hide()
        self._stop_agreeing()
        self.summary.setText(summary)
        self._notice.set_text(paper.notice, "accent")
        self._notice.setVisible(bool(paper.notice))
        missing = f"No font here can print: {paper.missing}. Check the names first." if paper.missing else ""
        self._missing.set_text(missing, "bad")
        self._missing.setVisible(bool(missing))
        self.view.show_pdf(paper.pdf, summary)

    def _show_facts(self, pages: int) -> None:
        words = f"{pages} {'page' if pages == 1 else 'pages'} · what you see is the file itself"
        self._facts.setText(words if pages else "")
        self.save.setEnabled(pages > 0)
        self.print.setEnabled(pages > 0)

    def _tell(self, message: str, tone: str, *ways: tuple[str, Callable[[], None]]) -> None:
        self.message.set_text(message, tone)
        self._ways = tuple(way for _, way in ways)
        for number, button in enumerate((self._first_way, self._second_way)):
            button.setVisible(number < len(ways))
            if number < len(ways):
                button.setText(ways[number][0])
                button.setAccessibleName(ways[number][0])
        self.message.show()
        if ways:
            self._first_way.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, number: int) -> None:
        self.message.hide()
        if number < len(self._ways):
            self._ways[number]()

    def _start_agreeing(self) -> None:
        if self._plan is not None:
            self.message.hide()
            self.agree_form.show()
            self.agree_form.start(self._plan.plan_id, self._tools.make_desk().today)

    def _stop_agreeing(self) -> None:
        if self.agree_form.isVisible():
            self.agree_form.hide()
            self.agree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _agree(self, command: AgreePlan) -> None:
        changes = self._run(self._tools.agree, command)
        if changes is not None:
            self.agree_form.hide()
            self.show_plan(command.plan_id)
            self.agreed.emit(changes)

    def _on_refused(self, error: DomainError) -> None:
        if not self._is_running:
            return
        if self.agree_form.isVisible():
            self.agree_form.show_refusal(error)
        else:
            self._tell(error.message, "bad")

    def _ask_for_file(self, suggested: str) -> str:
        # whether to replace a file is asked in our own words, on the page
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            "Save the agreement as",
            str(documents_folder() / suggested),
            "PDF files (*.pdf)",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        return chosen

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.agree_form.isVisible():
            focus = self.focusWidget()
            if not event.isAutoRepeat() and isinstance(focus, QPushButton):
                focus.click()
            elif not event.isAutoRepeat():
                self.agree_form.submit()
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.emit()
        if self._is_unseen:
            self._is_unseen = False
            QTimer.singleShot(0, self, self._to_next_step)

    def _to_next_step(self) -> None:
        if self.hasFocus():
            self.propose.setFocus(Qt.FocusReason.OtherFocusReason)


def _plan_summary(plan: PlanDetailRow, formats: Formats) -> str:
    total = formats.amount(plan.total_minor, plan.currency)
    rows = plan.installments
    if not rows:
        return f"{total} {plan.currency} in one payment."
    down = f", {formats.amount(plan.down_payment_minor, plan.currency)} at once" if plan.down_payment_minor else ""
    return (
        f"{plan.client_name} pays {total} {plan.currency}{down}, in {len(rows)} "
        f"{'installment' if len(rows) == 1 else 'installments'}, the last on {formats.full_day(rows[-1].due_on)}."
    )


def _next_step(plan: PlanDetailRow, state: PlanState, formats: Formats) -> str:
    if state is PlanState.PROPOSED and not plan.is_within_authority:
        limits = ", ".join(plan.limits_broken)
        return f"Waits for approval ({limits}); it cannot be signed yet." if limits else "Waits for approval."
    if state in (PlanState.PROPOSED, PlanState.APPROVED):
        return "Print or save it, have it signed, then mark it as agreed."
    signed = plan.terms.get("signed")
    if signed is None:
        return ""
    by = f" by {signed['by']}" if signed["by"] else ""
    capacity = f", {signed['capacity']}" if signed["capacity"] else ""
    return f"Signed on {formats.full_day(date.fromisoformat(signed['on']))}{by}{capacity}."
