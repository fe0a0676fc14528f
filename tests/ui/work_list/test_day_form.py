"""Skip, another day and spreading by keys; views with their counts; whose clients."""

from __future__ import annotations

from datetime import timedelta

import pytest
from day_story import TODAY
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from arcaller.data.queries.work.work_list import count_views, load_work_list_ids
from arcaller.data.tables import AppUser, Client
from arcaller.data.views import WorkView
from arcaller.domain.calls.workload import DayPlan
from arcaller.ui.work_list.day_form import SKIP_REASONS
from arcaller.ui.work_list.list_head import VIEW_WORDS, plan_words

MUELLER = "Müller <Bau> GmbH"


def listed(office, view=WorkView.TODAY) -> list[int]:
    return list(load_work_list_ids(office.ledger, view))


def test_one_key_after_the_skip_key_is_a_whole_reason(panel, office, ids, qtbot):
    panel.choose(ids[MUELLER])
    panel.skip()
    assert panel.form.title.text() == f"Not today: {MUELLER}"
    with qtbot.waitSignal(panel.client_left) as left:
        qtbot.keyClick(panel.form.reason, "3")
    assert left.args == [ids[MUELLER]]
    assert office.ledger.row("SELECT reason FROM work_skip") == (SKIP_REASONS[2],)
    assert ids[MUELLER] not in listed(office)
    assert not panel.form.isVisible()


def test_a_reason_of_ones_own_is_typed_and_may_hold_digits(panel, office, ids, qtbot):
    panel.skip(ids[MUELLER])
    qtbot.keyClicks(panel.form.reason, "call 3 first")
    qtbot.keyClick(panel.form.reason, Qt.Key.Key_Return)
    assert office.ledger.row("SELECT reason FROM work_skip") == ("call 3 first",)


def test_without_a_reason_nothing_is_passed_over_and_the_field_says_so(panel, office, ids, qtbot):
    panel.skip(ids[MUELLER])
    qtbot.keyClick(panel.form.reason, Qt.Key.Key_Return)
    assert panel.form.error.text() == "✗ Say why the client is passed over today; one word is enough."
    assert panel.form.isVisible()
    qtbot.keyClick(panel.form.reason, Qt.Key.Key_Escape)
    assert not panel.form.isVisible()
    assert office.ledger.row("SELECT count(*) FROM work_skip") == (0,)


def test_another_day_is_typed_in_shorthand_and_understood_before_enter(panel, office, ids, qtbot):
    panel.put_back(ids[MUELLER])
    qtbot.keyClicks(panel.form.day, "fr")
    assert panel.form.words.text() == "Back on Fri 27 Nov"
    qtbot.keyClicks(panel.form.reason, "year end")
    qtbot.keyClick(panel.form.reason, Qt.Key.Key_Return)
    assert listed(office, WorkView.PUT_BACK) == [ids[MUELLER]]
    panel.show_view(WorkView.PUT_BACK)
    cells = panel.view.paged_model.cells_at(0)
    assert cells.row.reason.lead == "Fri 27 Nov: year end"
    assert not cells.row.reason.is_done


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("soon", "is not a date"),
        ("t", "to a day after today"),
        ("+900", "more than a year ahead"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(panel, office, ids, qtbot, day, message):
    panel.put_back(ids[MUELLER])
    panel.form.day.setText(day)
    panel.form.reason.setText("why")
    qtbot.keyClick(panel.form.reason, Qt.Key.Key_Return)
    assert message in panel.form.error.text()
    assert (panel.form.day.text(), panel.form.reason.text()) == (day, "why")


def test_a_backlog_is_spread_by_its_number_of_days_and_taken_back_as_one(panel, office, runner, qtbot):
    before = listed(office)
    panel.spread()
    assert panel.form.title.text() == "Spread 13 clients over days"
    qtbot.keyClicks(panel.form.count, "3")
    assert panel.form.words.text() == "4 to 5 a day, to Wed 25 Nov"
    qtbot.keyClick(panel.form.count, Qt.Key.Key_Return)
    assert len(listed(office)) < len(before)
    runner.undo()
    assert listed(office) == before


@pytest.mark.parametrize("typed", ["", "x", "1", "99", "1000"])
def test_a_number_of_days_that_cannot_be_changes_nothing(panel, office, qtbot, typed):
    before = listed(office)
    panel.spread()
    panel.form.count.setText(typed)
    qtbot.keyClick(panel.form.count, Qt.Key.Key_Return)
    assert panel.form.error.text()
    assert listed(office) == before


def test_every_view_stands_in_the_menu_with_its_digit_and_count_and_shows_its_list(panel, office):
    actions = panel.head.menu_actions("views")
    counts = count_views(office.ledger)
    assert [action.text() for action in actions] == [
        f"&{at % 10}  {words}\t{counts[view]}" for at, (view, words) in enumerate(VIEW_WORDS.items(), 1)
    ]
    for at, view in enumerate(VIEW_WORDS):
        panel.head.menu_actions("views")[at].trigger()
        assert panel.shown_view is view
        assert sorted(panel.rows()) == sorted(listed(office, view))
        assert len(panel.rows()) == counts[view]


def test_a_view_without_anybody_says_why(panel):
    panel.show_view(WorkView.WAITING_FOR_APPROVAL)
    assert panel._nothing._why.text() == "No plan waits for approval."


def test_orphans_are_put_back_to_work_by_one_button(panel, office, runner):
    panel.show_view(WorkView.ORPHANS)
    assert panel.head.put_back.isVisible()
    panel.head.put_back.click()
    assert listed(office, WorkView.ORPHANS) == []
    runner.undo()
    assert listed(office, WorkView.ORPHANS) != []


def test_a_caller_sees_his_own_clients_first_and_may_open_anothers_list(office, ids, make_panel):
    (other,) = office.write(AppUser(name="Bo", role="caller"))
    with office.ledger.act("own", actor_id=1, at=office.now) as act:
        act.change(office.ledger.get(Client, ids[MUELLER]), owner_id=1)
        act.change(office.ledger.get(Client, ids["Studio Blanc"]), owner_id=other)
    panel = make_panel()
    assert list(panel.rows()) == [ids[MUELLER]]
    assert panel.head.owners.text() == "Mine"
    panel.head.menu_actions("owners")[1].trigger()
    assert len(panel.rows()) == 13
    panel.head.menu_actions("owners")[2].trigger()
    assert list(panel.rows()) == [ids["Studio Blanc"]]
    assert panel.head.owners.text() == "Bo"


def test_linked_clients_are_one_row_with_what_they_owe_in_all(office, ids, make_panel):
    with office.ledger.act("link", actor_id=1, at=office.now) as act:
        for name in ("Studio Blanc", "Hoshi Trading KK"):
            act.change(office.ledger.get(Client, ids[name]), parent_id=ids[MUELLER])
    panel = make_panel()
    assert len(panel.rows()) == 11
    reason = panel.view.paged_model.cells_at(0).row.reason
    assert reason.rest.startswith("+2 linked, ")
    assert "¥ 812,000 in all" in reason.rest
    assert " and " in reason.rest


def test_the_model_keeps_the_rules_of_models_through_views_and_skips(panel, office, ids, qtbot):
    tester = QAbstractItemModelTester(panel.view.paged_model)
    panel.show_view(WorkView.LEFT_OVER)
    panel.show_view(WorkView.TODAY)
    panel.skip(ids[MUELLER])
    qtbot.keyClick(panel.form.reason, "1")
    assert tester.failureReportingMode() is QAbstractItemModelTester.FailureReportingMode.QtTest


def test_a_call_back_waits_for_its_minute_then_stands_on_top_and_is_told_once(office, ids, make_panel, qtbot):
    name = "Studio Blanc"
    office.follow_up(ids[name], TODAY, "14:45", "call_back")
    panel = make_panel()
    order = list(panel.rows())
    at = order.index(ids[name])
    assert at > 0
    assert panel.next_after(order[at - 1]) != ids[name]
    office.now += timedelta(minutes=14)
    with qtbot.waitSignal(panel.call_backs_due) as due:
        panel._tick()
    assert due.args == [[ids[name]]]
    assert panel.rows()[0] == ids[name]
    assert panel.is_called_back(ids[name])
    assert panel.view.paged_model.cells_at(0).row.reason.lead == "Now: call-back asked for 14:45"
    assert panel.next_after(order[-1]) == ids[name]
    with qtbot.assertNotEmitted(panel.call_backs_due):
        panel._tick()


def test_after_a_sleep_all_call_backs_that_came_due_are_told_as_one(office, ids, make_panel):
    for minute, name in enumerate(("Studio Blanc", "Kestrel Print")):
        office.follow_up(ids[name], TODAY, f"15:0{minute}", "call_back")
    panel = make_panel()
    office.now += timedelta(hours=3)
    told = []
    panel.call_backs_due.connect(told.append)
    panel._tick()
    panel._tick()
    assert [len(each) for each in told] == [2]


@pytest.mark.parametrize(
    ("plan", "currency", "only", "words"),
    [
        (DayPlan(160, 6.0, True, 26, 71), "EUR", True, "2 h 40 left: you reach rank 26, 71 % of the overdue value"),
        (DayPlan(45, 6.0, False, 7, 9), "EUR", False,
         "45 min left: you reach rank 7, 9 % of the overdue EUR (at 6 min a call)"),
        (DayPlan(0, 6.0, True, 0, 0), "EUR", True, "The calling day is over."),
    ],
)  # fmt: skip
def test_the_plan_of_the_day_in_words(plan, currency, only, words):
    assert plan_words(plan, currency, only) == words


def test_the_head_says_how_far_the_day_reaches(panel):
    assert panel.head.plan.text() == ("2 h 27 left: you reach rank 13, 100 % of the overdue EUR (at 6 min a call)")
