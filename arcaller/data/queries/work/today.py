"""The figures of the status bar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from arcaller.data.fields import instant_text
from arcaller.data.queries.values import instant

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class TodayRow:
    """What one caller did on the day, and when something was last written."""

    calls: int
    promises: int
    last_saved_at: datetime | None


_SQL = """
    SELECT count(*), coalesce(sum(outcome = 'promise'), 0),
        (SELECT at FROM journal ORDER BY number DESC LIMIT 1)
    FROM call WHERE called_at BETWEEN ? AND ? AND caller_id = ?"""


def load_today(ledger: Ledger, caller_id: int, today: date, zone: tzinfo) -> TodayRow:
    """The business date ``today`` from midnight to midnight in ``zone``, as the end-of-day sheet counts it.

    Not the clock's day: a clock set back makes no day come again.
    """
    first = datetime.combine(today, time(), zone)
    last = datetime.combine(today + timedelta(days=1), time(), zone) - timedelta(microseconds=1)
    row = ledger.rows(_SQL, (instant_text(first), instant_text(last), caller_id))[0]
    return TodayRow(*(*row[:2], instant(row[2])))
