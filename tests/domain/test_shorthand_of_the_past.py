from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from arcaller.domain.errors import DomainError
from arcaller.domain.shorthand import read_length, read_past_date, read_past_moment

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("t", MONDAY), ("y", date(2026, 11, 22)),
        ("fr", date(2026, 11, 20)), ("mo", MONDAY), ("15", date(2026, 11, 15)),
        ("23", MONDAY), ("24", date(2026, 10, 24)), ("31", date(2026, 10, 31)), ("-3", date(2026, 11, 20)),
        ("-2w", date(2026, 11, 9)), ("20/11", date(2026, 11, 20)), ("24/12", date(2025, 12, 24)),
        ("2026-11-01", date(2026, 11, 1)), ("1.11.26", date(2026, 11, 1)),
    ],
)  # fmt: skip
def test_a_day_of_the_past_is_read(typed, day):
    assert read_past_date(typed, MONDAY) == day


@pytest.mark.parametrize("typed", ["tm", "+3", "2026-11-24", "eom", "gestern", "32", "0", ""])
def test_a_day_ahead_or_none_is_refused(typed):
    with pytest.raises(DomainError):
        read_past_date(typed, MONDAY)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("0915", NOW.replace(hour=9, minute=15)), ("14:32", NOW), ("9h", NOW.replace(hour=9, minute=0)),
        ("1500", NOW.replace(day=22, hour=15, minute=0)), ("y 1430", NOW.replace(day=22, minute=30)),
        ("fr 900", NOW.replace(day=20, hour=9, minute=0)), ("-20m", NOW - timedelta(minutes=20)),
        ("-2h", NOW - timedelta(hours=2)),
    ],
)  # fmt: skip
def test_a_moment_of_the_past_is_read(typed, moment):
    assert read_past_moment(typed, NOW) == moment


@pytest.mark.parametrize("typed", ["t 1500", "9", "fr", "a b c", "", "2561"])
def test_a_moment_ahead_or_none_is_refused(typed):
    with pytest.raises(DomainError):
        read_past_moment(typed, NOW)


@pytest.mark.parametrize(
    ("typed", "seconds"), [("4", 240), ("4:30", 270), ("90s", 90), ("1h05", 3900), ("1h", 3600), ("12m", 720)]
)
def test_a_length_is_read(typed, seconds):
    assert read_length(typed) == seconds


@pytest.mark.parametrize("typed", ["", "long", "4:75", "-3"])
def test_what_is_no_length_is_refused(typed):
    with pytest.raises(DomainError):
        read_length(typed)
