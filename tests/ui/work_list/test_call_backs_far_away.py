"""Call-backs where the client's day is another one than the caller's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from day_story import NOW, TODAY

from arcaller.data.tables import FollowUp
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.services.calling.calls import log_call
from arcaller.services.calling.follow_ups import snooze
from arcaller.services.commands import LogCall, Snooze
from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.work_list.work_list_panel import WorkListPanel


def agree(office, client_id, day, time, zone):
    office.write(FollowUp(client_id=client_id, due_on=day, due_time=time, time_zone=zone, kind="call_back"))


def panel_at(office, runner, qtbot, zone):
    panel = WorkListPanel(office.desk, runner, Formats(), home_currency="EUR", company_zone=zone)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def reason(panel, client_id):
    return panel.view.paged_model.cells_at(panel.view.paged_model.row_of(client_id)).row.reason


def test_one_of_tomorrow_morning_in_sydney_comes_up_this_afternoon_in_los_angeles(office, runner, qtbot):
    near = office.add_client("Near Inc", 5_000, 3, country="US")
    far = office.add_client("Far Pty", 90_000, 30, country="AU")
    agree(office, far, TODAY + timedelta(days=1), "09:30", "Australia/Sydney")
    office.now = NOW.replace(hour=22, minute=29)  # 09:29 of the 24th in Sydney, 14:29 of the 23rd in Los Angeles
    panel = panel_at(office, runner, qtbot, "America/Los_Angeles")
    assert list(panel.rows()) == [near]
    office.now += timedelta(minutes=1)
    with qtbot.waitSignal(panel.call_backs_due) as due:
        panel._tick()
    assert due.args == [[far]]
    assert list(panel.rows()) == [far, near]
    assert reason(panel, far).lead == "Now: call-back asked for 09:30"
    assert panel.next_after(None) == far


def test_one_of_tomorrow_keeps_nobody_from_todays_call(office, runner, qtbot):
    client_id = office.add_client("Far Pty", 90_000, 30, country="AU")
    office.follow_up(client_id, TODAY)
    agree(office, client_id, TODAY + timedelta(days=1), "09:30", "Australia/Sydney")
    assert panel_at(office, runner, qtbot, "Europe/Berlin").next_after(None) == client_id


def test_one_of_this_evening_in_chicago_is_not_missed_though_it_is_tomorrow_in_kolkata(office, runner, qtbot):
    client_id = office.add_client("Lake Inc", 90_000, 30, country="US")
    agree(office, client_id, TODAY - timedelta(days=1), "14:30", "America/Chicago")
    office.now = NOW.replace(hour=19, minute=0) - timedelta(days=1)  # 13:00 there, 00:30 of the 23rd in Kolkata
    panel = panel_at(office, runner, qtbot, "Asia/Kolkata")
    assert reason(panel, client_id).lead == "Call-back asked for 14:30"
    assert panel.next_after(None) is None
    office.now += timedelta(minutes=90)
    panel._tick()
    assert reason(panel, client_id).lead == "Now: call-back asked for 14:30"
    assert panel.next_after(None) == client_id


def test_the_hour_is_named_where_another_step_stands_before_it(office, runner, qtbot):
    client_id = office.add_client("Two Steps AG", 90_000, 30)
    office.follow_up(client_id, TODAY, kind="send_copy")
    agree(office, client_id, TODAY, "16:00", "Europe/Berlin")
    panel = panel_at(office, runner, qtbot, "Europe/Berlin")
    assert reason(panel, client_id).lead == "Call-back asked for 16:00"


def test_one_of_tomorrow_that_is_passed_over_today_does_not_come_up(office, runner, qtbot):
    from arcaller.services.calling.follow_ups import skip_client
    from arcaller.services.commands import SkipClient

    far = office.add_client("Far Pty", 90_000, 30, country="AU")
    agree(office, far, TODAY + timedelta(days=1), "09:30", "Australia/Sydney")
    office.now = NOW.replace(hour=23)
    panel = panel_at(office, runner, qtbot, "America/Los_Angeles")
    assert list(panel.rows()) == [far]
    runner.run(skip_client, SkipClient(far, "away"))
    panel.reload()
    assert list(panel.rows()) == []


@pytest.mark.parametrize("how", ["called", "put back"])
def test_a_call_back_that_was_answered_is_nobodys_next_call_any_more(office, runner, qtbot, how):
    first, second, third = (office.add_client(name, 90_000, 30) for name in ("Early KG", "Later KG", "Last KG"))
    agree(office, first, TODAY, "10:30", "Europe/Berlin")
    for client_id in (second, third):
        office.follow_up(client_id, TODAY)
    office.now = NOW.replace(hour=9, minute=31)
    panel = panel_at(office, runner, qtbot, "Europe/Berlin")
    assert next(iter(panel.rows())) == first
    if how == "called":
        runner.run(log_call, LogCall(first, CallOutcome.VOICEMAIL))
    else:
        runner.run(snooze, Snooze(first, TODAY + timedelta(days=3), "travelling"))
    assert reason(panel, first).is_done
    following = panel.next_after(first)
    runner.run(log_call, LogCall(following, CallOutcome.VOICEMAIL))
    assert panel.next_after(following) == ({second, third} - {following}).pop()
