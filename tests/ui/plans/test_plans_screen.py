"""The list of plans and the way to one and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget

from arcaller.data.queries.plans.plans import PlanDetailRow, PlanListRow
from arcaller.domain.errors import DomainError
from arcaller.domain.plans.plan_view import aging_by_plan, part_views
from arcaller.domain.plans.states import PlanRow, PlanStanding, PlanState
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk
from arcaller.services.plans.overview import PlanOverview
from arcaller.ui.plans.plan_page import PlanPage, PlanPageTools
from arcaller.ui.plans.plans_screen import PlansScreen, PlansTools, state_words
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.words.formats import Formats

TODAY = date(2026, 11, 22)


def plan(
    plan_id: int, state: str = "on_track", *, within: bool = True, next_on: date | None = None, behind: int = 0
) -> PlanListRow:
    return PlanListRow(
        plan_id, f"P-2026-{plan_id:04d}", 17, "Müller <Bau> GmbH", state, within, "EUR", 117200, 37200, 5,
        next_on or date(2026, 12, 1), date(2027, 4, 1), None, behind,
    )  # fmt: skip


def overview(plan_id: int, standing: PlanStanding | None, acts: frozenset[str] = frozenset()) -> PlanOverview:
    """A plan of one installment without invoices, standing as told."""
    detail = PlanDetailRow(
        plan_id, 1, 1, f"P-2026-{plan_id:04d}", 17, "Müller <Bau> GmbH", "behind" if standing else "proposed", "EUR",
        {}, 117200, 117200, 0, 0, 0, "", True, (), None, None, None, "", (), (),
    )  # fmt: skip
    rows = [PlanRow(date(2026, 12, 1), 117200)]
    parts = part_views(rows, standing or PlanStanding(PlanState.ON_TRACK, 0, 1), TODAY)
    by = aging_by_plan(rows, TODAY)
    return PlanOverview(detail, True, standing, parts, (), by, by, (), (), acts)


class Shelf:
    """The stored plans, and what the screen asked of the page."""

    def __init__(self) -> None:
        self.rows: list[PlanListRow] = []
        self.asked: list[tuple[int, int]] = []
        self.only: list[str] = []
        self.shown: list[int] = []
        self.papers: list[tuple[int, int | None]] = []
        self.takes_esc = False
        self.standing: PlanStanding | None = None

    def overview(self, plan_id: int, _version: int | None) -> PlanOverview:
        self.shown.append(plan_id)
        return overview(plan_id, self.standing)

    def load(self, limit: int, offset: int, only: str) -> list[PlanListRow]:
        self.asked.append((limit, offset))
        self.only.append(only)
        return self.rows[offset : offset + limit]


def _nothing(_desk: object) -> Changes:
    raise DomainError("There is nothing to undo.")


def _refused(_desk: object, _command: object) -> Changes:
    raise DomainError("Not now.")


def _desk() -> Desk:
    return Desk(None, 1, datetime(2026, 11, 22, tzinfo=UTC), TODAY)  # type: ignore[arg-type]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def runner(qapp) -> CommandRunner:
    return CommandRunner(_desk, undo=_nothing, redo=_nothing)


@pytest.fixture
def open_screen(qtbot, shelf, runner) -> Callable[..., PlansScreen]:
    def build(*rows: PlanListRow) -> PlansScreen:
        shelf.rows = list(rows)
        acts = PlanPageTools(shelf.overview, *[_refused] * 5)
        page = PlanPage(acts, runner, Formats("en_GB"), home_currency="EUR")
        tools = PlansTools(
            shelf.load, lambda: {"on_track": len(shelf.rows)}, lambda: TODAY, page, QWidget(),
            lambda plan_id, version: shelf.papers.append((plan_id, version)), lambda: shelf.takes_esc,
        )  # fmt: skip
        screen = PlansScreen(tools, runner, Formats("en_GB"), home_currency="EUR")
        qtbot.addWidget(screen)
        screen.resize(1100, 400)
        with qtbot.waitActive(screen):
            screen.show()
            screen.activateWindow()
        return screen

    return build


def texts(screen: PlansScreen, row: int = 0) -> list[str]:
    model = screen.table.paged_model
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_a_plan_stands_with_its_state_and_figures_in_words(open_screen):
    screen = open_screen(plan(7))
    assert texts(screen) == [
        "P-2026-0007", "Müller <Bau> GmbH", "✓ on track", "1,172.00", "372.00", "–", "1 Dec", "1 Apr 2027",
    ]  # fmt: skip
    QAbstractItemModelTester(screen.table.paged_model, QAbstractItemModelTester.FailureReportingMode.Fatal)


@pytest.mark.parametrize(
    ("state", "within", "words"),
    [
        ("proposed", True, ("not signed yet", "normal")),
        ("proposed", False, ("not approved", "warn")),
        ("behind", True, ("behind", "bad")),
        ("agreed", True, ("agreed", "normal")),
    ],
)
def test_states_are_said_in_words(state, within, words):
    assert state_words(plan(1, state, within=within)) == words


def test_enter_opens_the_plan_then_its_agreement_and_esc_comes_back_step_by_step(qtbot, shelf, open_screen):
    screen = open_screen(plan(7), plan(8))
    screen.table.choose_row(1)
    with qtbot.waitSignal(screen.plan_opened):
        QTest.keyClick(screen.table, Qt.Key.Key_Return)
    assert shelf.shown == [8]
    assert screen.shows_plan
    QTest.keyClick(screen.focusWidget(), Qt.Key.Key_Return)
    assert shelf.papers == [(8, None)]
    assert screen.shows_agreement
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert screen.shows_plan
    assert not screen.shows_agreement
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert not screen.shows_plan
    assert screen.table.current_id == 8


def test_a_running_plan_says_how_it_stands(shelf, runner, open_screen):
    screen = open_screen(plan(7), plan(8))
    screen.open_plan(7)
    page = screen._tools.plan
    assert page.standing.text() == "Waits for signatures"
    shelf.standing = PlanStanding(
        PlanState.BEHIND, 2, 5, 19_920, 1, date(2026, 11, 2), next_row=PlanRow(date(2026, 12, 1), 19_920)
    )
    runner.changed.emit(Changes("agree_plan", "Plan agreed"))
    assert page.standing.text() == (
        "Behind by 1 installment, 199.20, since Mon 2 Nov; 2 of 5 paid; next 199.20 on Tue 1 Dec"
    )


def test_the_agreement_has_the_first_use_of_esc(shelf, open_screen):
    screen = open_screen(plan(7))
    screen.open_plan(7)
    screen.open_agreement(7)
    shelf.takes_esc = True
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert screen.shows_agreement


def test_a_filter_asks_for_its_plans_and_says_how_many_it_has(shelf, open_screen):
    screen = open_screen(plan(7), plan(8))
    assert screen.filters["on_track"].text() == "On track 2"
    screen.filters["behind"].click()
    assert shelf.only[-1] == "behind"


def test_a_plan_behind_says_by_how_much(open_screen):
    assert texts(open_screen(plan(7, "behind", behind=20_000)))[5] == "200.00"


def test_without_plans_it_says_how_to_make_one(open_screen):
    screen = open_screen()
    assert screen._empty.isVisible()
    assert not screen.table.isVisible()


def test_a_change_is_read_at_once_and_the_choice_stays(shelf, runner, open_screen):
    screen = open_screen(plan(7), plan(8))
    screen.table.choose_row(1)
    shelf.rows = [plan(9), plan(7), plan(8, "completed")]
    runner.changed.emit(Changes("propose_plan", "proposed"))
    assert screen.table.current_id == 8
    assert texts(screen, 2)[2] == "✓ completed"


def test_a_hidden_list_is_read_only_when_it_is_seen_again(shelf, runner, open_screen):
    screen = open_screen(plan(7))
    screen.hide()
    asked = len(shelf.asked)
    runner.changed.emit(Changes("log_call", "logged"))
    assert len(shelf.asked) == asked
    screen.show()
    assert len(shelf.asked) == asked + 1


def test_more_plans_are_read_when_their_turn_comes(shelf, open_screen):
    screen = open_screen(*(plan(number) for number in range(1, 301)))
    assert screen.table.paged_model.rowCount() == 256
    bar = screen.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert screen.table.paged_model.rowCount() == 300
    assert shelf.asked == [(256, 0), (256, 256)]


def test_an_installment_past_its_day_is_toned(open_screen):
    screen = open_screen(plan(7, next_on=date(2026, 11, 20)))
    line = screen._cells([7])[0]
    assert line.tones[6] == "bad"
