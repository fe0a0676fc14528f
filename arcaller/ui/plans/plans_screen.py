"""All payment plans: where each stands, and its agreement when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from arcaller.data.queries.plans.plans import PlanListRow
from arcaller.domain.errors import DomainError
from arcaller.domain.plans.states import PlanStanding, PlanState, standing_words
from arcaller.services.changes import Changes
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.formats import Formats
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.tables.paged_model import PAGE_ROWS, Cells, Column, PagedTableModel
from arcaller.ui.shared.tables.table_view import TableView
from arcaller.ui.shared.widgets.messages import EmptyState
from arcaller.ui.shared.widgets.text import Text

_COLUMNS = (
    Column("number", "Plan", 116, sortable=False),
    Column("client", "Client", 200, stretch=True, sortable=False),
    Column("state", "State", 148, sortable=False),
    Column("total", "Total", 116, numeric=True, sortable=False),
    Column("paid", "Paid", 106, numeric=True, sortable=False),
    Column("next", "Next installment", 132, sortable=False),
    Column("ends", "Ends", 108, sortable=False),
)
_TONES = {
    PlanState.BEHIND: "bad", PlanState.BROKEN: "bad", PlanState.ON_TRACK: "good", PlanState.COMPLETED: "good",
    PlanState.CANCELLED: "muted",
}  # fmt: skip
_MARKS = {"bad": "● ", "warn": "◐ ", "good": "✓ "}
_OVER = (PlanState.COMPLETED, PlanState.CANCELLED)


@dataclass(frozen=True, slots=True)
class PlansTools:
    """``load`` reads plans (how many, from which on), running ones first. ``page`` shows one plan's agreement:
    ``show_plan`` fills it, ``step_back`` takes Esc first and says whether it had a use for it. ``standing`` gives how
    a signed plan stands and its currency."""

    load: Callable[[int, int], Sequence[PlanListRow]]
    today: Callable[[], date]
    page: QWidget
    show_plan: Callable[[int], None]
    step_back: Callable[[], bool]
    standing: Callable[[int], tuple[PlanStanding, str] | None]


class PlansScreen(Page):
    """The list, and in its place the agreement of the plan that was opened; Esc goes back to the list.

    ``plan_opened(int)`` when an agreement is shown, ``listed`` when the list is back.
    """

    plan_opened = Signal(int)
    listed = Signal()

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
        self._empty = EmptyState(
            "There are no payment plans yet.",
            "Open a client's call sheet and press 5, or tick invoices and choose Payment plan… (Ctrl Shift P).",
        )
        self._count = Text("", tone="muted")
        self._pages = QStackedWidget()
        self._build()
        self.table.row_opened.connect(self.open_plan)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)
        runner.changed.connect(self._on_changed)

    def _build(self) -> None:
        self._list = QWidget()
        body = QVBoxLayout(self._list)
        body.setContentsMargins(16, 12, 16, 12)
        body.setSpacing(4)
        body.addWidget(Text("Payment plans", font="title"))
        body.addWidget(self._count)
        body.addSpacing(8)
        body.addWidget(self.table, 1)
        body.addWidget(self._empty, 1)
        shown = QWidget()
        frame = QVBoxLayout(shown)
        frame.setContentsMargins(16, 12, 16, 12)
        frame.setSpacing(8)
        self._title = Text("", font="title")
        frame.addWidget(self._title)
        self.standing = Text("", wrap=True)
        frame.addWidget(self.standing)
        frame.addWidget(self._tools.page, 1)
        self._pages.addWidget(self._list)
        self._pages.addWidget(shown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self.set_first_focus(self.table)

    @property
    def shows_plan(self) -> bool:
        """Whether one plan's agreement stands in the place of the list."""
        return self._pages.currentIndex() == 1

    def open_plan(self, plan_id: int) -> None:
        """Show the agreement of ``plan_id``."""
        row = self._rows.get(plan_id)
        self._title.setText(f"Payment plan · {row.client_name}" if row is not None else "Payment plan")
        # the page comes to the front first: it puts the focus on its next step
        self._pages.setCurrentIndex(1)
        self._tools.show_plan(plan_id)
        self._shown_id = plan_id
        self._show_standing(plan_id)
        self.plan_opened.emit(plan_id)

    def _show_standing(self, plan_id: int) -> None:
        """On track or behind by how much, in words; nothing before the plan is signed."""
        found = self._tools.standing(plan_id)
        self.standing.setVisible(found is not None)
        if found is not None:
            standing, currency = found
            self.standing.setText(
                standing_words(
                    standing,
                    lambda minor: self._formats.amount_at_home(minor, currency, self._home),
                    self._formats.weekday_day,
                )
            )

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
        rows = self._tools.load(wanted, 0)
        self._rows = {row.plan_id: row for row in rows}
        self._has_more = len(rows) == wanted
        self._model.set_ids(self._rows)
        if chosen is None or not self.table.choose_id(chosen):
            self.table.choose_row(0)
        self._show_count()

    def _show_count(self) -> None:
        running = sum(PlanState(row.state) not in _OVER for row in self._rows.values())
        more = " and more" if self._has_more else ""
        self._count.setText(f"{running} running, {len(self._rows)} in all{more}" if self._rows else "")
        self.table.setVisible(bool(self._rows))
        self._empty.setVisible(not self._rows)

    def _scrolled(self, value: int) -> None:
        """The next page of rows when the end of those read comes into sight."""
        if not self._has_more or value < self.table.verticalScrollBar().maximum():
            return
        rows = self._tools.load(PAGE_ROWS, len(self._rows))
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
        texts = (row.number, row.client_name, f"{_MARKS.get(tone, '')}{words}", total, paid, next_on, ends)
        return Cells(
            texts,
            f"{row.number}, {row.client_name}, {words}, {total}, {paid} paid, next {next_on}, ends {ends}",
            ("normal", "normal", tone, "normal", "normal", next_tone, "normal"),
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
            self._show_standing(self._shown_id)
        except DomainError:
            self.show_list()  # the plan shown was taken back

    @override
    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._is_stale:
            self.reload()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.shows_plan:
            if not self._tools.step_back():
                self.show_list()
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
