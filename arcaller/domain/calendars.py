"""Due dates: anchored to the first one, and moved off weekends and public holidays.

A row's date always comes from the first date (31 January, 28 February, 31 March …), never from the row before it,
so that a short month leaves no trace; and a shift is applied to that unadjusted date, so that shifts never add up.
"""

from __future__ import annotations

import calendar as month_lengths
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from types import MappingProxyType

from arcaller.domain.errors import DomainError

_SATURDAY, _SUNDAY = 5, 6
_ONE_DAY = timedelta(days=1)
LAST_YEAR = 2999
"""Dates beyond it are slips of the finger; also keeps every shift inside what ``date`` can hold."""


class Shift(Enum):
    """What happens to a date on a day when nobody works (business-day conventions as in ISDA and QuantLib)."""

    NONE = "none"
    FOLLOWING = "following"
    MODIFIED_FOLLOWING = "modified-following"
    PRECEDING = "preceding"


class Frequency(Enum):
    """How often an installment falls due."""

    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    SEMIMONTHLY = "semimonthly"
    THIRTY_DAYS = "every-30-days"
    MONTHLY = "monthly"
    MONTH_END = "month-end"
    QUARTERLY = "quarterly"


_DAYS = {Frequency.WEEKLY: 7, Frequency.BIWEEKLY: 14, Frequency.THIRTY_DAYS: 30}


@dataclass(frozen=True, slots=True)
class DateRow:
    """One due date: as agreed (``unadjusted_on``) and as it falls (``due_on``), with why they differ.

    ``reason`` is the holiday's name or ``weekend``, empty where the date stayed.
    """

    unadjusted_on: date
    due_on: date
    reason: str = ""


# --- months ---------------------------------------------------------------------------------------------------------


def add_months(day: date, months: int, day_of_month: int | None = None) -> date:
    """``day`` moved by whole months, on ``day_of_month`` (its own unless said), at most the month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= LAST_YEAR:
        raise DomainError(
            f"The dates would run to the year {year}; choose fewer or an earlier first date.", "first_on"
        )
    wanted = day.day if day_of_month is None else day_of_month
    return date(year, month + 1, min(wanted, month_lengths.monthrange(year, month + 1)[1]))


def end_of_month(day: date) -> date:
    """The last day of ``day``'s month."""
    return add_months(day, 0, 31)


def months_begun(start: date, end: date) -> int:
    """How many months from ``start`` have begun by ``end``: the least m with ``start`` + m months ≥ ``end``."""
    months = max(0, (end.year - start.year) * 12 + end.month - start.month)
    return months if add_months(start, months) >= end else months + 1


def anchored_date(first: date, k: int, frequency: Frequency, month_end: bool = False) -> date:
    """Due date number ``k`` (0 is the first), counted from ``first`` and never from the date before.

    Monthly and quarterly keep the anchor's day (or the month's last), with ``month_end`` always the last day of
    the month. Twice a month: on the first date's day d and d + 15 where d ≤ 15, else on d − 15 and d.
    """
    if frequency in _DAYS:
        days = k * _DAYS[frequency]
        if (LAST_YEAR - first.year) * 365 < days:
            raise DomainError(f"The dates would run past the year {LAST_YEAR}; choose fewer.", "first_on")
        return first + timedelta(days=days)
    if frequency is Frequency.SEMIMONTHLY:
        early = first.day if first.day <= 15 else first.day - 15
        months, late = divmod(k + (first.day > 15), 2)
        return add_months(first, months, early + 15 if late else early)
    months = 3 * k if frequency is Frequency.QUARTERLY else k
    to_the_last = month_end or frequency is Frequency.MONTH_END
    return add_months(first, months, 31 if to_the_last else first.day)


# --- business days --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """The working days of a country and subdivision (``DE``, ``BE``), with the office's own closed and open days.

    Without a country only Saturdays and Sundays are free. A country or subdivision the holiday tables do not know
    is no error: the calendar then knows less and says so in ``warning``.
    """

    country: str = ""
    subdivision: str = ""
    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()
    language: str = "en_US"

    @property
    def code(self) -> str:
        """``DE-BE``, ``US`` or empty: what ``calendar_of`` reads."""
        return f"{self.country}-{self.subdivision}" if self.subdivision else self.country

    @property
    def warning(self) -> str:
        """A sentence about what this calendar does not know; empty when it knows everything asked for."""
        known_country, known_subdivision = _known(self.country, self.subdivision)
        if not known_country:
            return f"No public holidays are known for “{self.country}”: only weekends are moved."
        if not known_subdivision:
            return (
                f"No holidays are known for “{self.subdivision}” in {self.country}: only nation-wide ones are moved."
            )
        return ""

    def closed_because(self, day: date) -> str:
        """Why nobody works on ``day``: the holiday's name or ``weekend``; empty on a business day."""
        if day in self.removed:
            return ""
        if day in self.added:
            return "closed"
        return _closed_days(self.country, self.subdivision, self.language, day.year).get(day, "")

    def is_business_day(self, day: date) -> bool:
        """Neither weekend nor holiday."""
        return not self.closed_because(day)

    def shift(self, day: date, how: Shift) -> date:
        """``day`` moved to a business day.

        Following: the next one; modified following: the next unless it leaves the month, then the one before;
        preceding: the one before.
        """
        if how is Shift.NONE or self.is_business_day(day):
            return day
        if how is Shift.PRECEDING:
            return self._step(day, -_ONE_DAY)
        later = self._step(day, _ONE_DAY)
        if how is Shift.MODIFIED_FOLLOWING and (later.year, later.month) != (day.year, day.month):
            return self._step(day, -_ONE_DAY)
        return later

    def add_business_days(self, day: date, count: int) -> date:
        """The ``count``-th business day after ``day`` (before it when negative; ``day`` itself for 0)."""
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        for _ in range(abs(count)):
            day = self._step(day, step)
        return day

    def _step(self, day: date, step: timedelta) -> date:
        day += step
        while not self.is_business_day(day):
            day += step
        return day


WEEKEND = "weekend"
WEEKENDS_ONLY = BusinessCalendar()
"""Saturdays and Sundays: what counts where no country is given."""


def calendar_of(code: str) -> BusinessCalendar:
    """The calendar of a typed code: ``US``, ``GB-ENG``, ``DE-BE``; empty text is weekends only."""
    return BusinessCalendar(*country_for_subdivision(code))


def country_for_subdivision(code: str) -> tuple[str, str]:
    """``DE-BE`` as (``DE``, ``BE``), ``US`` as (``US``, empty); refuses what is not shaped like that."""
    found = re.fullmatch(r"([A-Z]{2})(?:-([A-Z0-9]{1,4}))?", code.strip().upper())
    if found is None and code.strip():
        raise DomainError(f"“{code.strip()}” is no country; write it like US, GB-ENG or DE-BE.", "holidays")
    return (found[1], found[2] or "") if found else ("", "")


def date_rows(
    first: date,
    count: int,
    frequency: Frequency,
    *,
    shift: Shift = Shift.NONE,
    calendar: BusinessCalendar = WEEKENDS_ONLY,
    month_end: bool = False,
) -> tuple[DateRow, ...]:
    """``count`` due dates, each shifted from its own unadjusted date; they never change their order."""
    rows = []
    for k in range(count):
        agreed = anchored_date(first, k, frequency, month_end)
        due = calendar.shift(agreed, shift)
        rows.append(DateRow(agreed, due, "" if due == agreed else calendar.closed_because(agreed)))
    return tuple(rows)


# --- the holiday tables ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _known(country: str, subdivision: str) -> tuple[bool, bool]:
    """Whether the tables know the country and, in it, the subdivision (nothing asked for counts as known)."""
    if not country:
        return True, True
    import holidays

    def knows(part: str | None) -> bool:
        try:
            holidays.country_holidays(country, subdiv=part)
        except NotImplementedError:
            return False
        return True

    known = knows(None)
    return known, known and (not subdivision or knows(subdivision))


@lru_cache(maxsize=256)
def _closed_days(country: str, subdivision: str, language: str, year: int) -> Mapping[date, str]:
    """Each day of ``year`` on which nobody works, with the reason. Observed days and make-up workdays count."""
    known_country, known_subdivision = _known(country, subdivision)
    if not country or not known_country:
        return MappingProxyType({day: WEEKEND for day in _days_of(year) if day.weekday() in (_SATURDAY, _SUNDAY)})
    import holidays

    part = subdivision if subdivision and known_subdivision else None
    with warnings.catch_warnings():
        # some tables warn that lunar dates are estimates or end in 2035: what they do know still counts
        warnings.simplefilter("ignore", UserWarning)
        table = holidays.country_holidays(country, subdiv=part, years=year, language=language)
    return MappingProxyType(
        {day: table.get(day) or WEEKEND for day in _days_of(year) if not table.is_working_day(day)}
    )


def _days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += _ONE_DAY
