"""A call-back comes up at its minute, stays while it can be answered, and is nobody's first call in his night."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from arcaller.data.queries.work.call_backs import CallBackRow
from arcaller.domain.contact.clock import CallHours
from arcaller.ui.work_list.call_back_clock import CallBackClock

DAY = date(2026, 11, 24)


@pytest.fixture
def clock():
    clock = CallBackClock("Europe/Berlin", CallHours(time(8), time(18)))
    clock.read([CallBackRow(1, DAY, "14:30", "", None), CallBackRow(2, DAY, "11:45", "Australia/Sydney", None)])
    return clock


@pytest.mark.parametrize(
    ("utc", "due"),
    [
        ("00:44", []),  # 11:44 in Sydney
        ("00:45", [2]),
        ("06:59", [2]),  # 17:59 there: missed, but the house is still open for him
        ("07:00", []),  # 18:00 there
        ("13:29", []),
        ("13:30", [1]),  # 14:30 in Berlin, half past midnight in Sydney
    ],
)
def test_a_call_back_is_due_from_its_minute_until_his_place_closes(clock, utc, due):
    clock.look(datetime.combine(DAY, time.fromisoformat(utc), UTC))
    assert clock.due() == due


def test_an_hour_asked_for_in_the_evening_is_kept_for_two_hours(clock):
    clock.read([CallBackRow(3, DAY, "20:30", "", None)])
    for minute, due in ((19, []), (20, [3]), (21, [3]), (22, [])):
        clock.look(datetime(2026, 11, 24, minute, 15, tzinfo=UTC))
        assert clock.due() == due, minute


def test_one_that_was_missed_in_the_night_is_told_of_when_his_place_opens(clock):
    clock.look(datetime(2026, 11, 24, 13, 0, tzinfo=UTC))
    assert clock.untold() == []
    clock.look(datetime(2026, 11, 24, 21, 0, tzinfo=UTC))  # 08:00 of the next day in Sydney
    assert clock.untold() == [2]
