"""Dates and times as a caller types them while talking: ``fr``, ``15``, ``+3``, ``eom``, ``1430``, ``15h``.

Everything is relative to the ``today`` or ``now`` that is handed in; whatever is not understood is refused in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from arcaller.domain.calendars import LAST_YEAR, add_months, end_of_month
from arcaller.domain.errors import DomainError

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FARTHEST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class CallBackTime:
    """When to call back: a day in the client's place and, if one was typed, the wall time there."""

    on: date
    at: time | None = None


def read_date(text: str, today: date, day_first: bool = True) -> date:
    """Read a typed date.

    ``t`` today · ``tm`` tomorrow · ``fr`` (two letters or more) the next Friday after today · ``15`` the next 15th
    after today (in the next month that has one) · ``+3`` in three calendar days, ``+2w`` weeks, ``+1m`` months ·
    ``eom`` the last day of this month · ``2026-11-24`` · ``24/11``, ``24.11.26`` (or month first), without a year
    the next such day from today on.
    """
    typed = text.strip().lower()
    try:
        found = (
            _named(typed, today) or _weekday(typed, today) or _day_of_month(typed, today)
            or _ahead(typed, today) or _written(typed, today, day_first)
        )  # fmt: skip
    except (ValueError, OverflowError):
        raise DomainError(f"There is no such day as “{text.strip()}”; check day and month.", "date") from None
    if found is None:
        example = "24/11" if day_first else "11/24"
        raise DomainError(
            f"“{text.strip()}” is not a date; write fr, 15, +3, tm, eom, {example} or 2026-11-24.", "date"
        )
    if found.year > LAST_YEAR:
        raise DomainError(f"“{text.strip()}” would be the year {found.year}; check the date.", "date")
    return found


def _named(typed: str, today: date) -> date | None:
    if typed in ("t", "today"):
        return today
    if typed in ("tm", "tomorrow"):
        return today + timedelta(days=1)
    return end_of_month(today) if typed == "eom" else None


def _weekday(typed: str, today: date) -> date | None:
    if len(typed) < 2:
        return None
    for index, name in enumerate(_WEEKDAYS):
        if name.startswith(typed):
            return today + timedelta(days=(index - today.weekday() - 1) % 7 + 1)
    return None


def _day_of_month(typed: str, today: date) -> date | None:
    if not re.fullmatch(r"[0-9]{1,2}", typed):
        return None
    day = int(typed)
    if not 1 <= day <= 31:
        raise ValueError(typed)
    months = 0
    while add_months(today, months, day).day != day or add_months(today, months, day) <= today:
        months += 1
    return add_months(today, months, day)


def _ahead(typed: str, today: date) -> date | None:
    found = re.fullmatch(r"\+([0-9]{1,4})([dwm]?)", typed)
    if found is None:
        return None
    count, unit = int(found[1]), found[2] or "d"
    days = count * {"d": 1, "w": 7, "m": 30}[unit]
    if days > _FARTHEST_DAYS:
        raise DomainError(f"“{typed}” is more than ten years ahead; check the number.", "date")
    return add_months(today, count) if unit == "m" else today + timedelta(days=days)


def _written(typed: str, today: date, day_first: bool) -> date | None:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
        return date.fromisoformat(typed)
    found = re.fullmatch(r"([0-9]{1,2})([./-])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2})?)?", typed)
    if found is None:
        return None
    day, month = (int(found[1]), int(found[3])) if day_first else (int(found[3]), int(found[1]))
    if found[4]:
        return date(int(found[4]) + (2000 if len(found[4]) == 2 else 0), month, day)
    year = today.year
    # 29 February waits for its leap year
    while (month == 2 and day == 29 and not _is_leap(year)) or date(year, month, day) < today:
        year += 1
    return date(year, month, day)


def _is_leap(year: int) -> bool:
    return end_of_month(date(year, 2, 1)).day == 29


def read_time(text: str, now: datetime) -> datetime:
    """Read a typed time in the place of ``now``: ``1430``, ``900``, ``14:30``, ``15h``; tomorrow if it is past.

    ``+2h`` and ``+30m`` are from now, on a full minute; with a zone on ``now`` they count real time.
    """
    typed = text.strip().lower()
    ahead = re.fullmatch(r"\+([0-9]{1,3})(h|m|min)", typed)
    if ahead is not None:
        step = timedelta(hours=int(ahead[1])) if ahead[2] == "h" else timedelta(minutes=int(ahead[1]))
        start = now.replace(second=0, microsecond=0)
        return start + step if now.tzinfo is None else (start.astimezone(UTC) + step).astimezone(now.tzinfo)
    at = _clock(typed)
    if at is None:
        raise DomainError(f"“{text.strip()}” is not a time; write 1430, 900, 15h or +2h.", "time")
    wanted = datetime.combine(now.date(), at, now.tzinfo)
    return wanted if wanted > now else datetime.combine(now.date() + timedelta(days=1), at, now.tzinfo)


def _clock(typed: str) -> time | None:
    found = re.fullmatch(r"([0-9]{1,2}):?([0-9]{2})h?|([0-9]{1,2})h", typed)
    if found is None:
        return None
    hour, minute = int(found[1] or found[3]), int(found[2] or 0)
    if hour > 23 or minute > 59:
        raise DomainError(f"“{typed}” is no time of the day; hours go to 23, minutes to 59.", "time")
    return time(hour, minute)


def read_call_back(text: str, now: datetime, day_first: bool = True) -> CallBackTime:
    """Read the call-back field: a time, a day, or a day and a time (``1430``, ``15``, ``fr 900``, ``15 16h``).

    A bare number of one or two digits is a day; an hour is ``15h``.
    """
    words = text.split()
    if len(words) == 2:
        on = read_date(words[0], now.date(), day_first)
        at = _clock(words[1].lower())
        if at is None:
            raise DomainError(f"“{words[1]}” is not a time; write 1430, 900 or 15h.", "time")
        if datetime.combine(on, at, now.tzinfo) <= now:
            raise DomainError(f"{on} {at:%H:%M} is past; choose a later time.", "time")
        return CallBackTime(on, at)
    if len(words) == 1 and re.fullmatch(
        r"[0-9]{3,4}|[0-9]{1,2}:[0-9]{2}|[0-9]{1,4}h|\+[0-9]+(h|min)", words[0].lower()
    ):
        when = read_time(words[0], now)
        return CallBackTime(when.date(), when.time())
    return CallBackTime(read_date(text, now.date(), day_first))


def read_past_date(text: str, today: date, day_first: bool = True) -> date:
    """Read a typed day that is over, or today: ``y`` yesterday, ``fr`` the last Friday, ``15`` the last 15th, ``-3``.

    A date without a year is the last such day up to today.
    """
    typed = text.strip().lower()
    try:
        found = _named_past(typed, today) or _behind(typed, today)
        if found is None:
            found = _back_by_year(read_date(typed, today, day_first), typed, today)
    except (ValueError, OverflowError):
        raise DomainError(f"There is no such day as “{text.strip()}”; check day and month.", "date") from None
    if found > today:
        raise DomainError(f"“{text.strip()}” lies ahead; write a day up to today, such as y or -3.", "date")
    return found


def _named_past(typed: str, today: date) -> date | None:
    if typed in ("y", "yesterday"):
        return today - timedelta(days=1)
    ahead = _weekday(typed, today)
    if ahead is not None:
        return ahead - timedelta(days=7)
    if re.fullmatch(r"[0-9]{1,2}", typed):
        day, months = int(typed), 0
        if not 1 <= day <= 31:
            raise ValueError(typed)
        while add_months(today, -months, day).day != day or add_months(today, -months, day) > today:
            months += 1
        return add_months(today, -months, day)
    return None


def _behind(typed: str, today: date) -> date | None:
    found = re.fullmatch(r"-([0-9]{1,3})([dw]?)", typed)
    if found is None:
        return None
    return today - timedelta(days=int(found[1]) * (7 if found[2] == "w" else 1))


def _back_by_year(found: date, typed: str, today: date) -> date:
    """A day and month without a year was read as the next one; the last one is wanted."""
    has_no_year = re.fullmatch(r"[0-9]{1,2}[./-][0-9]{1,2}[./-]?", typed) is not None
    return add_months(found, -12) if has_no_year and found > today else found


def read_past_moment(text: str, now: datetime, day_first: bool = True) -> datetime:
    """Read when something took place: a time (``0915``, ``15h``: today, else yesterday), ``-20m``, or a day and time.

    ``y 0915``, ``fr 14:30``, ``24/11 900``; in the place of ``now``. What lies ahead is refused.
    """
    words = text.lower().split()
    ago = re.fullmatch(r"-([0-9]{1,3})(h|m|min)", words[0]) if len(words) == 1 else None
    if ago is not None:
        return now - (timedelta(hours=int(ago[1])) if ago[2] == "h" else timedelta(minutes=int(ago[1])))
    at = _clock(words[-1]) if words and not re.fullmatch(r"[0-9]{1,2}", words[-1]) else None
    if at is None or len(words) > 2:
        raise DomainError(f"“{text.strip()}” is no time; write 0915, y 1430, fr 900 or -20m.", "time")
    if len(words) == 1:
        found = datetime.combine(now.date(), at, now.tzinfo)
        return found if found <= now else datetime.combine(now.date() - timedelta(days=1), at, now.tzinfo)
    found = datetime.combine(read_past_date(words[0], now.date(), day_first), at, now.tzinfo)
    if found > now:
        raise DomainError(f"“{text.strip()}” lies ahead; a call is logged after it took place.", "time")
    return found


def read_length(text: str) -> int:
    """Read how long a call took, in seconds: ``4`` minutes, ``4:30``, ``90s``, ``1h05``."""
    typed = text.strip().lower()
    found = re.fullmatch(r"(?:([0-9]{1,2})h)?([0-9]{1,3})?(?:m|min)?(?::([0-5][0-9]))?", typed)
    seconds = re.fullmatch(r"([0-9]{1,5})s", typed)
    if seconds is not None:
        return int(seconds[1])
    if not typed or found is None or not any(found.groups()):
        raise DomainError(f"“{text.strip()}” is no length; write 4 for minutes, 4:30, or 90s.", "length")
    return int(found[1] or 0) * 3600 + int(found[2] or 0) * 60 + int(found[3] or 0)
