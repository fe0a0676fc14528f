"""Today's work list: whom to call, in which order, and why."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from arcaller.data.queries.values import DISPLAY_NAME, day, days_since, instant, keys

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class WorkListRow:
    """One row of the list; the words of ``why`` are made from these facts by ``domain.priority``.

    ``time_zone`` is the client's IANA zone as far as known ("" if not), amounts are minor units of ``currency``.
    """

    rank: int
    client_id: int
    number: str
    name: str
    currency: str
    overdue_minor: int
    open_minor: int
    disputed_minor: int
    oldest_days: int
    overdue_items: int
    score: int
    broken_promise_on: date | None
    broken_promise_minor: int
    open_promise_on: date | None
    has_plan_on_track: bool
    next_action_on: date | None
    next_action_time: str | None
    next_action_kind: str
    last_call_at: datetime | None
    last_outcome: str
    time_zone: str
    owner: str


def load_work_list_ids(ledger: Ledger) -> array[int]:
    """The keys of every client on the list, in call order."""
    sql = """SELECT client_id FROM client_summary WHERE is_main = 1 AND is_on_list = 1 ORDER BY score DESC, client_id"""
    return array("q", (row[0] for row in ledger.rows(sql)))


def count_work_list(ledger: Ledger) -> int:
    """How many clients are on the list."""
    return int(ledger.rows("SELECT count(*) FROM client_summary WHERE is_main = 1 AND is_on_list = 1")[0][0])


_ROWS = f"""
    SELECT s.client_id, c.number, {DISPLAY_NAME}, s.currency, s.overdue_minor, s.open_minor, s.disputed_minor,
        s.oldest_due_on, s.overdue_items, s.score, s.next_action_on, s.next_action_kind, s.last_call_at,
        coalesce(nullif(c.time_zone, ''), (SELECT p.time_zone FROM contact p WHERE p.client_id = c.id
            AND p.time_zone <> '' ORDER BY p.is_main DESC, p.id LIMIT 1), ''),
        u.name,
        (SELECT max(b.due_on) FROM promise b WHERE b.client_id = c.id AND b.state = 'broken'),
        (SELECT min(o.due_on) FROM promise o WHERE o.client_id = c.id AND o.state = 'open'),
        EXISTS (SELECT 1 FROM payment_plan p WHERE p.client_id = c.id AND p.state IN ('agreed', 'on_track')),
        CASE WHEN s.next_action_on IS NOT NULL THEN (SELECT f.due_time FROM follow_up f
            WHERE f.client_id = c.id AND f.state = 'open' AND f.due_on = s.next_action_on
            ORDER BY f.due_time IS NULL, f.due_time LIMIT 1) END,
        CASE WHEN s.last_call_at IS NOT NULL THEN (SELECT k.outcome FROM call k
            WHERE k.client_id = c.id AND k.called_at = s.last_call_at ORDER BY k.id DESC LIMIT 1) END
    FROM client_summary s JOIN client c ON c.id = s.client_id LEFT JOIN app_user u ON u.id = c.owner_id
    WHERE s.is_main = 1 AND s.is_on_list = 1 ORDER BY s.score DESC, s.client_id LIMIT ? OFFSET ?"""

_BROKEN = """SELECT client_id, amount_minor - received_minor FROM promise
    WHERE client_id IN (SELECT value FROM json_each(?)) AND state = 'broken' ORDER BY due_on, id"""


def load_work_list(ledger: Ledger, today: date, limit: int = 200, offset: int = 0) -> list[WorkListRow]:
    """``limit`` rows from rank ``offset`` + 1 on, straight from the summary's own index."""
    stored = ledger.rows(_ROWS, (limit, offset))
    broken_ids = [row[0] for row in stored if row[15]]
    broken = dict(ledger.rows(_BROKEN, (keys(broken_ids),))) if broken_ids else {}
    return [
        WorkListRow(
            rank=offset + place,
            client_id=row[0],
            number=row[1],
            name=row[2],
            currency=row[3],
            overdue_minor=row[4],
            open_minor=row[5],
            disputed_minor=row[6],
            oldest_days=days_since(row[7], today),
            overdue_items=row[8],
            score=row[9],
            broken_promise_on=day(row[15]),
            broken_promise_minor=broken.get(row[0], 0),
            open_promise_on=day(row[16]),
            has_plan_on_track=bool(row[17]),
            next_action_on=day(row[10]),
            next_action_time=row[18],
            next_action_kind=row[11] or "",
            last_call_at=instant(row[12]),
            last_outcome=row[19] or "",
            time_zone=row[13],
            owner=row[14] or "",
        )
        for place, row in enumerate(stored, 1)
    ]
