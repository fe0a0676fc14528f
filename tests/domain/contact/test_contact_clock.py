"""The client's clock: hours of the house in his time, in every place he may be in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from arcaller.domain.contact.clock import CallHours, CallWindow, read_clock

HOURS = CallHours()


def weekday(day):
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("instant", "window", "words"),
    [
        ("2026-11-23T13:32", CallWindow.OPEN, "14:32 in Berlin, call until 19:00"),
        ("2026-11-23T17:45", CallWindow.CLOSING, "18:45 in Berlin, call until 19:00"),
        ("2026-11-23T18:00", CallWindow.CLOSED, "19:00 in Berlin, opens tomorrow 08:00"),
        ("2026-11-23T06:59", CallWindow.CLOSED, "07:59 in Berlin, opens 08:00"),
        ("2026-11-23T07:00", CallWindow.OPEN, "08:00 in Berlin, call until 19:00"),
        ("2026-11-21T10:00", CallWindow.CLOSED, "11:00 in Berlin, opens Mon 08:00"),
        ("2026-11-20T19:00", CallWindow.CLOSED, "20:00 in Berlin, opens Mon 08:00"),
    ],
)
def test_the_hours_of_the_house_count_in_the_clients_time(instant, window, words):
    clock = read_clock(datetime.fromisoformat(instant).replace(tzinfo=UTC), ("Europe/Berlin",), HOURS, weekday)
    assert (clock.window, clock.words) == (window, words)


def test_where_the_zone_is_uncertain_the_window_must_be_open_in_every_place():
    zones = ("America/New_York", "America/Los_Angeles")
    early = read_clock(datetime(2026, 11, 23, 14, 0, tzinfo=UTC), zones, HOURS, weekday)
    assert early.window is CallWindow.CLOSED
    assert early.words == "09:00 in New York, but he may be where it is 06:00"
    both = read_clock(datetime(2026, 11, 23, 17, 0, tzinfo=UTC), zones, HOURS, weekday)
    assert (both.window, both.words) == (CallWindow.OPEN, "12:00 in New York, call until 19:00")


def test_an_eastern_second_place_closes_the_window_earlier():
    zones = ("America/Los_Angeles", "America/New_York")
    clock = read_clock(datetime(2026, 11, 23, 19, 0, tzinfo=UTC), zones, HOURS, weekday)
    assert clock.words == "11:00 in Los Angeles, call until 16:00"


def test_the_hour_follows_daylight_saving_time():
    summer = read_clock(datetime(2026, 7, 1, 6, 0, tzinfo=UTC), ("Europe/Berlin",), HOURS, weekday)
    winter = read_clock(datetime(2026, 12, 1, 6, 0, tzinfo=UTC), ("Europe/Berlin",), HOURS, weekday)
    assert (summer.window, winter.window) == (CallWindow.OPEN, CallWindow.CLOSED)
