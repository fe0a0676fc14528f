"""Dates and times as they are typed on the phone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.errors import DomainError
from arcaller.domain.shorthand import CallBackTime, read_call_back, read_date, read_time

TUESDAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 13, 31, 7)  # noqa: DTZ001  wall time


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("t", "2026-11-24"),
        ("Today", "2026-11-24"),
        ("tm", "2026-11-25"),
        ("tomorrow", "2026-11-25"),
        ("fr", "2026-11-27"),
        ("FRI", "2026-11-27"),
        ("friday", "2026-11-27"),
        ("tu", "2026-12-01"),
        ("mo", "2026-11-30"),
        ("su", "2026-11-29"),
        ("15", "2026-12-15"),
        ("25", "2026-11-25"),
        ("24", "2026-12-24"),
        ("31", "2026-12-31"),
        ("1", "2026-12-01"),
        ("+3", "2026-11-27"),
        ("+3d", "2026-11-27"),
        ("+2w", "2026-12-08"),
        ("+1m", "2026-12-24"),
        ("+0", "2026-11-24"),
        ("eom", "2026-11-30"),
        ("2026-12-24", "2026-12-24"),
        ("24/12", "2026-12-24"),
        ("24.12.", "2026-12-24"),
        ("24-12-26", "2026-12-24"),
        ("24.12.2026", "2026-12-24"),
        ("24/11", "2026-11-24"),
        ("23/11", "2027-11-23"),
        ("29/2", "2028-02-29"),
        (" fr ", "2026-11-27"),
    ],
)
def test_a_typed_date_is_read(text, day):
    assert read_date(text, TUESDAY) == date.fromisoformat(day)


def test_the_month_comes_first_where_the_locale_says_so():
    assert read_date("12/24", TUESDAY, day_first=False) == date(2026, 12, 24)
    assert read_date("1/2/27", TUESDAY, day_first=False) == date(2027, 1, 2)


def test_a_day_waits_for_a_month_that_has_it():
    assert read_date("31", date(2026, 1, 31)) == date(2026, 3, 31)
    assert read_date("30", date(2026, 1, 30)) == date(2026, 3, 30)


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "f", "frx", "0", "32", "31/2", "31/02/2026", "13/13", "2026-13-01", "2026-2-3", "24/12.26", "+",
        "-3", "1430", "+4000", "+9999m", "24/12/9999", "١٥", "0/0",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_in_words(text):
    with pytest.raises(DomainError) as caught:
        read_date(text, TUESDAY)
    assert caught.value.field == "date"
    assert caught.value.message.endswith(".")


def test_the_example_follows_the_locale():
    with pytest.raises(DomainError, match="11/24"):
        read_date("when he can", TUESDAY, day_first=False)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("1430", "2026-11-24 14:30"),
        ("900", "2026-11-25 09:00"),
        ("0900", "2026-11-25 09:00"),
        ("14:30", "2026-11-24 14:30"),
        ("15h", "2026-11-24 15:00"),
        ("9H", "2026-11-25 09:00"),
        ("1331", "2026-11-25 13:31"),
        ("1332", "2026-11-24 13:32"),
        ("+2h", "2026-11-24 15:31"),
        ("+45m", "2026-11-24 14:16"),
        ("+45min", "2026-11-24 14:16"),
    ],
)
def test_a_typed_time_is_tomorrow_if_it_is_past(text, when):
    assert read_time(text, NOW) == datetime.fromisoformat(when)


def test_hours_ahead_count_real_time_over_a_clock_change():
    berlin = ZoneInfo("Europe/Berlin")
    found = read_time("+2h", datetime(2026, 10, 25, 1, 30, tzinfo=berlin))
    assert (found.hour, found.minute, found.tzinfo) == (2, 30, berlin)
    assert found.fold == 1


@pytest.mark.parametrize("text", ["", "15", "2460", "2500", "1260", "25h", "noon", "12345", "+2", "99h"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(DomainError) as caught:
        read_time(text, NOW)
    assert caught.value.field == "time"


@pytest.mark.parametrize(
    ("text", "on", "at"),
    [
        ("1430", date(2026, 11, 24), time(14, 30)),
        ("900", date(2026, 11, 25), time(9)),
        ("15h", date(2026, 11, 24), time(15)),
        ("14:30", date(2026, 11, 24), time(14, 30)),
        ("+2h", date(2026, 11, 24), time(15, 31)),
        ("+30min", date(2026, 11, 24), time(14, 1)),
        ("15", date(2026, 12, 15), None),
        ("fr", date(2026, 11, 27), None),
        ("+1m", date(2026, 12, 24), None),
        ("fr 900", date(2026, 11, 27), time(9)),
        ("15 16h", date(2026, 12, 15), time(16)),
        ("t 14:30", date(2026, 11, 24), time(14, 30)),
    ],
)
def test_in_the_call_back_field_a_short_number_is_a_day(text, on, at):
    assert read_call_back(text, NOW) == CallBackTime(on, at)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("fr noon", "time"),
        ("t 900", "time"),
        ("25h", "time"),
        ("when", "date"),
        ("fr 9 00", "date"),
        ("", "date"),
    ],
)
def test_a_call_back_that_is_not_understood_or_past_is_refused(text, field):
    with pytest.raises(DomainError) as caught:
        read_call_back(text, NOW)
    assert caught.value.field == field


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 31))
def test_a_bare_day_is_the_first_of_its_kind_after_today(today, day):
    found = read_date(str(day), today)
    assert found > today
    assert found.day == day
    between = (today + timedelta(days=k) for k in range(1, (found - today).days))
    assert all(other.day != day for other in between)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(["mo", "tu", "we", "th", "fr", "sa", "su"]))
def test_a_weekday_lies_within_the_coming_week(today, typed):
    found = read_date(typed, today)
    assert 1 <= (found - today).days <= 7
    assert found.strftime("%a").lower().startswith(typed)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_whole_date_does_not_depend_on_today(today, day):
    assert read_date(day.isoformat(), today) == day
    assert read_date(f"{day:%d.%m.%Y}", today) == day
    assert read_date(f"{day:%m/%d/%Y}", today, day_first=False) == day
