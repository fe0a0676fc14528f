"""All payment plans: where each stands; one that is opened with its page, and from there its agreement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from arcaller.data.queries.plans.plans import PlanListRow
from arcaller.domain.errors import DomainError
from arcaller.domain.plans.states import PlanState
from arcaller.services.changes import Changes
from arcaller.ui.plans.plan_page import PlanPage
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.tables.paged_model import PAGE_ROWS, Cells, Column, PagedTableModel
from arcaller.ui.shared.tables.table_view import TableView
from arcaller.ui.shared.widgets.messages import EmptyState
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_COLUMNS = (
    Column("number", "Plan", 104, sortable=False),
    Column("client", "Client", 200, stretch=True, sortable=False),
    Column("state", "State", 132, sortable=False),
    Column("total", "Total", 104, numeric=True, sortable=False),
    Column("paid", "Paid", 98, numeric=True, sortable=False),
    Column("behind", "Behind by", 98, numeric=True, sortable=False),
    Column("next", "Next installment", 116, sortable=False),
    Column("ends", "Ends", 96, sortable=False),
)
_TONES = {
    PlanState.BEHIND: "bad", PlanState.BROKEN: "bad", PlanState.ON_TRACK: "good", PlanState.COMPLETED: "good",
    PlanState.CANCELLED: "muted",
}  # fmt: skip
_MARKS = {"bad": "● ", "warn": "◐ ", "good": "✓ "}
_FILTERS = {
    "": "All", "to_sign": "To sign", "on_track": "On track", "behind": "Behind", "broken": "Broken",
    "completed": "Completed", "cancelled": "Cancelled",
}  # fmt: skip
_NONE_OF = ("No plan stands so.", "Choose All to see every plan.")
_NO_PLANS = (
    "There are no payment plans yet.",
    "Choose the outcome plan on a call sheet, or tick invoices and choose Payment plan… (Ctrl Shift P).",
)


@dataclass(frozen=True, slots=True)
class PlansTools:
    """``load`` reads plans (how many, from which on, which filter), running ones first; ``counts`` how many each
    filter has. ``plan`` is the page of one plan; ``page`` shows its agreement: ``show_agreement`` fills it (plan,
    older version or ``None``), ``step_back`` takes Esc first and says whether it had a use for it."""

    load: Callable[[int, int, str], Sequence[PlanListRow]]
    counts: Callable[[], Mapping[str, int]]
    today: Callable[[], date]
    plan: PlanPage
    page: QWidget
    show_agreement: Callable[[int, int | None], None]
    step_back: Callable[[], bool]


class PlansScreen(Page):
    """The list; in its place the page of the plan that was opened, and its agreement; Esc goes back step by step.

    ``plan_opened(int)`` when a plan is shown, ``listed`` when the list is back, ``reschedule_wanted(int)`` for
    the plan shown.
    """

    plan_opened = Signal(int)
    listed = Signal()
    reschedule_wanted = Signal(object)

    def __init__(
        self,
        tools: PlansTools,
        runner: CommandRunner,
        formats: Formats,
        *,
        home_currency: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tools, self._formats, self._home = tools, formats, home_currency
        self._rows: dict[int, PlanListRow] = {}
        self._shown_id = 0
        self._has_more, self._is_stale = False, True
        self.table = TableView("Payment plans")
        self._model = PagedTableModel(_COLUMNS, self._cells, self.table)
        self.table.setModel(self._model)
        self._empty = EmptyState(*_NO_PLANS)
        self.filters = {name: QPushButton(words) for name, words in _FILTERS.items()}
        self._only = ""
        self._count = Text("", tone="muted")
        self._pages = QStackedWidget()
        self._build()
        self.table.row_opened.connect(self.open_plan)
        tools.plan.agreement_wanted.connect(self.open_agreement)
        tools.plan.reschedule_wanted.connect(self.reschedule_wanted)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)
        runner.changed.connect(self._on_changed)

    def _build(self) -> None:
        self._list = QWidget()
        body = QVBoxLayout(self._list)
        body.setContentsMargins(16, 12, 16, 12)
        body.setSpacing(4)
        body.addWidget(Text("Payment plans", font="title"))
        body.addWidget(self._count)
        body.addSpacing(4)
        body.addLayout(self._filter_row())
        body.addSpacing(4)
        body.addWidget(self.table, 1)
        body.addWidget(self._empty, 1)
        shown = QWidget()
        frame = QVBoxLayout(shown)
        frame.setContentsMargins(16, 12, 16, 12)
        frame.setSpacing(8)
        self._title = Text("", font="title", elide=True)
        frame.addWidget(self._title)
        frame.addWidget(self._tools.plan, 1)
        paper = QWidget()
        paper_frame = QVBoxLayout(paper)
        paper_frame.setContentsMargins(16, 12, 16, 12)
        paper_frame.addWidget(self._tools.page, 1)
        for page in (self._list, shown, paper):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self.set_first_focus(self.table)

    def _filter_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        group = QButtonGroup(self)
        for name, button in self.filters.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, name=name: self.show_only(name))
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.filters[""].setChecked(True)
        return row

    def show_only(self, name: str) -> None:
        """Show the plans of one filter ("" for all)."""
        self._only = name
        self.filters[name].setChecked(True)
        self._rows = {}
        self.reload()

    @property
    def shows_plan(self) -> bool:
        """Whether one plan stands in the place of the list."""
        return self._pages.currentIndex() > 0

    @property
    def shows_agreement(self) -> bool:
        """Whether the agreement of the plan is shown."""
        return self._pages.currentIndex() == 2

    def open_plan(self, plan_id: int) -> None:
        """Show the page of ``plan_id``."""
        self._tools.plan.show_plan(plan_id)
        self._shown_id = plan_id
        self._show_title()
        self._pages.setCurrentIndex(1)
        self._tools.plan.focus_first()
        self.plan_opened.emit(plan_id)

    def open_agreement(self, plan_id: int) -> None:
        """Show the agreement of the plan, in the version its page shows."""
        # the page comes to the front first: it puts the focus on its next step
        self._pages.setCurrentIndex(2)
        self._tools.show_agreement(plan_id, self._tools.plan.version)

    def _show_title(self) -> None:
        self._title.setText(self._tools.plan.title)

    def leave_agreement(self) -> None:
        """From the agreement back to the plan, read again: it may have been signed."""
        self._tools.plan.show_plan(self._shown_id, self._tools.plan.version)
        self._pages.setCurrentIndex(1)
        self._tools.plan.focus_first()

    def show_list(self) -> None:
        """Back to all plans, on the one that was open."""
        self._pages.setCurrentIndex(0)
        if self._is_stale:
            self.reload()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.listed.emit()

    def reload(self) -> None:
        """Read the plans again; the chosen one stays chosen."""
        self._is_stale = False
        chosen = self.table.current_id
        wanted = max(PAGE_ROWS, len(self._rows))
        rows = self._tools.load(wanted, 0, self._only)
        self._rows = {row.plan_id: row for row in rows}
        self._has_more = len(rows) == wanted
        self._model.set_ids(self._rows)
        if chosen is None or not self.table.choose_id(chosen):
            self.table.choose_row(0)
        self._show_count()

    def _show_count(self) -> None:
        counts = self._tools.counts()
        whole = sum(counts.values())
        running = whole - counts.get("completed", 0) - counts.get("cancelled", 0)
        self._count.setText(f"{running} running, {whole} in all" if whole else "")
        for name, button in self.filters.items():
            count = counts.get(name, 0) if name else whole
            button.setText(f"{_FILTERS[name]} {count}")
            button.setAccessibleName(f"{_FILTERS[name]}, {count} plans")
            button.setVisible(bool(whole))
        self._empty.set_words(*(_NONE_OF if whole else _NO_PLANS))
        self.table.setVisible(bool(self._rows))
        self._empty.setVisible(not self._rows)

    def _scrolled(self, value: int) -> None:
        """The next page of rows when the end of those read comes into sight."""
        if not self._has_more or value < self.table.verticalScrollBar().maximum():
            return
        rows = self._tools.load(PAGE_ROWS, len(self._rows), self._only)
        self._has_more = len(rows) == PAGE_ROWS
        new = {row.plan_id: row for row in rows if row.plan_id not in self._rows}
        self._rows.update(new)
        self._model.append_ids(new)
        self._show_count()

    def _cells(self, ids: Sequence[int]) -> list[Cells]:
        today = self._tools.today()
        return [self._line(self._rows[plan_id], today) for plan_id in ids]

    def _line(self, row: PlanListRow, today: date) -> Cells:
        words, tone = state_words(row)
        next_on = self._formats.day(row.next_due_on, today=today) if row.next_due_on is not None else "–"
        next_tone = "bad" if _is_late(row, today) else "normal"
        ends = self._formats.day(row.ends_on, today=today) if row.ends_on is not None else "–"
        total = self._formats.amount_at_home(row.total_minor, row.currency, self._home)
        paid = self._formats.amount_at_home(row.received_minor, row.currency, self._home)
        behind = self._formats.amount_at_home(row.behind_minor, row.currency, self._home) if row.behind_minor else "–"
        texts = (row.number, row.client_name, f"{_MARKS.get(tone, '')}{words}", total, paid, behind, next_on, ends)
        return Cells(
            texts,
            f"{row.number}, {row.client_name}, {words}, {total}, {paid} paid, {behind} behind, next {next_on}, "
            f"ends {ends}",
            (
                "normal",
                "normal",
                tone,
                "normal",
                "normal",
                "bad" if row.behind_minor else "muted",
                next_tone,
                "normal",
            ),
            frozenset({1}),
            row,
        )

    def _on_changed(self, _changes: Changes) -> None:
        self._is_stale = True
        if not self.isVisible():
            return
        if not self.shows_plan:
            self.reload()
            return
        try:
            self._tools.plan.show_plan(self._shown_id, self._tools.plan.version)
        except DomainError:
            self.show_list()  # the plan shown was taken back

    def step_back(self) -> None:
        """Agreement → plan → list; what is open on a page is left first."""
        if self.shows_agreement:
            if not self._tools.step_back():
                self.leave_agreement()
        elif not self._tools.plan.step_back():
            self.show_list()

    @override
    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._is_stale:
            self.reload()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.shows_plan:
            self.step_back()
            return
        super().keyPressEvent(event)


def state_words(row: PlanListRow) -> tuple[str, str]:
    """Where a plan stands, and in which tone that is said."""
    state = PlanState(row.state)
    if state is PlanState.PROPOSED:
        return ("not signed yet", "normal") if row.is_within_authority else ("not approved", "warn")
    return state.label, _TONES.get(state, "normal")


def _is_late(row: PlanListRow, today: date) -> bool:
    return PlanState(row.state).is_live and row.next_due_on is not None and row.next_due_on < today
