"""Call-backs with an hour, for the clock that brings them up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from arcaller.data.queries.values import day

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class CallBackRow:
    """A call-back agreed for a wall time ("14:30") in ``time_zone`` ("" where it was never told)."""

    client_id: int
    due_on: date
    due_time: str
    time_zone: str
    owner_id: int | None


_SQL = """
    SELECT s.client_id, f.due_on, f.due_time, f.time_zone, s.owner_id
    FROM client_summary s JOIN follow_up f ON f.client_id = s.client_id AND f.state = 'open'
        AND f.kind = 'call_back' AND f.due_time IS NOT NULL AND f.due_on <= ?
    WHERE s.is_main = 1 AND s.views <> 0 AND s.views & 4 AND (? IS NULL OR s.owner_id = ?)
    ORDER BY f.due_on, f.due_time, s.client_id"""


def load_call_backs(ledger: Ledger, today: date, owner_id: int | None = None) -> list[CallBackRow]:
    """Every call-back with an hour up to the end of ``today`` whose client is on the list."""
    return [
        CallBackRow(client_id, day(due_on) or today, due_time, zone, owner)
        for client_id, due_on, due_time, zone, owner in ledger.rows(_SQL, (today.isoformat(), owner_id, owner_id))
    ]
