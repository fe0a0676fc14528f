"""The figures of the status bar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from arcaller.data.fields import instant_text
from arcaller.data.queries.values import instant

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class TodayRow:
    """What one caller did on the day, what is left on the list, and when something was last written."""

    calls: int
    right_party: int
    promises: int
    left_on_list: int
    last_saved_at: datetime | None


_SQL = """
    SELECT count(*), coalesce(sum(was_right_party), 0), coalesce(sum(outcome = 'promise'), 0),
        (SELECT count(*) FROM client_summary WHERE is_main = 1 AND views <> 0 AND views & 1),
        (SELECT at FROM journal ORDER BY number DESC LIMIT 1)
    FROM call WHERE called_at BETWEEN ? AND ? AND caller_id = ?"""


def load_today(ledger: Ledger, caller_id: int, now: datetime, zone: tzinfo) -> TodayRow:
    """The day of ``now`` in ``zone``, from its midnight on."""
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    row = ledger.rows(_SQL, (instant_text(midnight), instant_text(now), caller_id))[0]
    return TodayRow(*(*row[:4], instant(row[4])))
