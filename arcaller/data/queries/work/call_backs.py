"""Call-backs with an hour, for the clock that brings them up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from arcaller.data.queries.values import day

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class CallBackRow:
    """A call-back agreed for a wall time ("14:30") in ``time_zone`` ("" where it was never told).

    ``is_ahead``: of the day after the business date, which at a client's place may have begun already.
    """

    client_id: int
    due_on: date
    due_time: str
    time_zone: str
    owner_id: int | None
    is_ahead: bool = False


_SQL = """
    SELECT s.client_id, f.due_on, f.due_time, f.time_zone, s.owner_id
    FROM client_summary s JOIN follow_up f ON f.client_id = s.client_id AND f.state = 'open'
        AND f.kind = 'call_back' AND f.due_time IS NOT NULL AND f.due_on <= ?
    WHERE s.is_main = 1 AND s.views <> 0 AND s.views & 4 AND (? IS NULL OR s.owner_id = ?)
    ORDER BY f.due_on, f.due_time, s.client_id"""
_AHEAD_SQL = """
    SELECT f.client_id, f.due_on, f.due_time, f.time_zone, c.owner_id
    FROM follow_up f JOIN client c ON c.id = f.client_id
    WHERE f.state = 'open' AND f.kind = 'call_back' AND f.due_on = :tomorrow AND f.due_time IS NOT NULL
        AND (:owner IS NULL OR c.owner_id = :owner)
        AND NOT (c.do_not_chase_reason <> '' AND coalesce(c.do_not_chase_until, '9999') >= :today)
        AND NOT EXISTS (SELECT 1 FROM work_skip k WHERE k.client_id = f.client_id AND k.skipped_on = :today)
    ORDER BY f.due_time, f.client_id"""


def load_call_backs(ledger: Ledger, today: date, owner_id: int | None = None) -> list[CallBackRow]:
    """Every call-back with an hour up to the end of ``today`` whose client is on the list, and those of the next day.

    Where it is tomorrow already, the minute of one of the next day may come before the company's midnight.
    """
    tomorrow = (today + timedelta(days=1)).isoformat()
    ahead = ledger.rows(_AHEAD_SQL, {"today": today.isoformat(), "tomorrow": tomorrow, "owner": owner_id})
    return [
        CallBackRow(client_id, day(due_on) or today, due_time, zone, owner, is_ahead)
        for rows, is_ahead in ((ledger.rows(_SQL, (today.isoformat(), owner_id, owner_id)), False), (ahead, True))
        for client_id, due_on, due_time, zone, owner in rows
    ]
