from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.calls.call_backs import due_at, notice_words
from arcaller.domain.calls.workload import DayPlan, minutes_per_call, plan_day, share_out, share_words

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def calls(*minutes: float) -> list[datetime]:
    """Calls with these gaps between them."""
    found = [NINE]
    for gap in minutes:
        found.append(found[-1] + timedelta(minutes=gap))
    return found


@pytest.mark.parametrize(
    ("called_at", "expected"),
    [
        ([], (6.0, False)),
        (calls(4, 4, 4, 4), (6.0, False)),
        (calls(4, 4, 4, 4, 9), (4.0, True)),
        (calls(4, 60, 4, 4, 4, 900, 5), (4.0, True)),  # breaks are no calls
        (calls(*[2] * 30), (2.0, True)),
        (calls(*[0.1] * 9), (0.5, True)),
    ],
)
def test_minutes_per_call_are_the_median_gap_of_the_last_calls(called_at, expected):
    assert minutes_per_call(called_at) == expected
    assert minutes_per_call(called_at[::-1]) == expected


def test_only_the_last_twenty_gaps_count():
    assert minutes_per_call(calls(*[30] * 40, *[3] * 20)) == (3.0, True)


def test_the_day_reaches_as_many_calls_as_fit_and_their_share_of_the_value():
    at = NINE.replace(hour=14, minute=20)
    assert plan_day(at, time(17), (6.0, False), 50, lambda rank: 100 * rank, 5_100) == DayPlan(
        160, 6.0, False, 26, 50
    )


@pytest.mark.parametrize("hour", [17, 23])
def test_after_the_end_of_the_day_nobody_is_reached(hour):
    plan = plan_day(NINE.replace(hour=hour), time(17), (6.0, False), 2, lambda rank: 150 * rank, 300)
    assert (plan.minutes_left, plan.rank, plan.share_percent) == (0, 0, 0)


def test_a_currency_without_anything_overdue_has_no_share():
    assert plan_day(NINE, time(17), (6.0, True), 2, lambda _rank: 0, 0).share_percent is None


@given(st.lists(st.integers(), max_size=60), st.integers(1, 12))
def test_a_backlog_keeps_its_order_and_no_day_has_two_more_than_another(ranked, days):
    shares = share_out(ranked, days)
    assert [each for share in shares for each in share] == ranked
    assert len(shares) == days
    sizes = [len(share) for share in shares]
    assert max(sizes) - min(sizes) <= 1
    assert sizes == sorted(sizes, reverse=True)


def test_how_many_fall_on_a_day_in_words():
    assert share_words([[1, 2], [3, 4]]) == "2"
    assert share_words([[1, 2], [3]]) == "1 to 2"


@pytest.mark.parametrize(
    ("day", "at", "zone", "utc"),
    [
        (date(2026, 11, 24), "14:30", "Europe/Berlin", "2026-11-24T13:30:00+00:00"),
        (date(2026, 11, 24), "14:30", "America/New_York", "2026-11-24T19:30:00+00:00"),
        (date(2026, 11, 24), "09:00", "Asia/Kolkata", "2026-11-24T03:30:00+00:00"),
        (date(2026, 3, 29), "02:30", "Europe/Berlin", "2026-03-29T01:30:00+00:00"),  # that half hour does not exist
        (date(2026, 10, 25), "02:30", "Europe/Berlin", "2026-10-25T00:30:00+00:00"),  # it comes twice: the first
    ],
)
def test_a_call_back_is_due_at_the_clients_own_wall_time(day, at, zone, utc):
    assert due_at(day, at, zone) == datetime.fromisoformat(utc)


def test_a_notice_names_nobody():
    assert [notice_words(1), notice_words(3)] == ["A call-back is due now.", "3 call-backs are due."]
