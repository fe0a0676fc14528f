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
        s.oldest_due_on, s.overdue_items, s.score,
        (SELECT CASE WHEN p.state = 'broken' THEN p.id END FROM promise p
            WHERE p.client_id = s.client_id AND p.currency = s.currency AND p.state <> 'cancelled'
            ORDER BY p.id DESC LIMIT 1),
        (SELECT p.due_on FROM promise p WHERE p.client_id = s.client_id AND p.state = 'open'
            AND p.currency = s.currency ORDER BY p.due_on LIMIT 1),
        EXISTS (SELECT 1 FROM payment_plan p WHERE p.client_id = s.client_id AND p.state IN ('agreed', 'on_track')
            AND p.currency = s.currency),
        s.next_action_on,
        CASE WHEN s.next_action_on IS NOT NULL THEN (SELECT f.due_time FROM follow_up f
            WHERE f.client_id = s.client_id AND f.state = 'open' ORDER BY f.due_on, f.due_time, f.kind LIMIT 1) END,
        coalesce(s.next_action_kind, ''), s.last_call_at,
        CASE WHEN s.last_call_at IS NULL THEN '' ELSE (SELECT k.outcome FROM call k
            WHERE k.client_id = s.client_id AND k.called_at = s.last_call_at ORDER BY k.id DESC LIMIT 1) END,
        CASE WHEN c.time_zone <> '' THEN c.time_zone ELSE coalesce((SELECT p.time_zone FROM contact p
            WHERE p.client_id = s.client_id AND p.time_zone <> '' ORDER BY p.is_main DESC, p.id LIMIT 1), '') END,
        coalesce(u.name, '')
    FROM client_summary s JOIN client c ON c.id = s.client_id LEFT JOIN app_user u ON u.id = c.owner_id
    WHERE s.is_main = 1 AND s.is_on_list = 1 ORDER BY s.score DESC, s.client_id LIMIT ? OFFSET ?"""

_BROKEN = """SELECT id, due_on, amount_minor - received_minor FROM promise
    WHERE id IN (SELECT value FROM json_each(?))"""


def load_work_list(ledger: Ledger, today: date, limit: int = 200, offset: int = 0) -> list[WorkListRow]:
    """``limit`` rows from rank ``offset`` + 1 on, straight from the summary's own index.

    A broken promise is named only while nothing newer was promised, as the score counts it.
    """
    stored = ledger.rows(_ROWS, (limit, offset))
    broken_ids = [row[10] for row in stored if row[10] is not None]
    broken = {}
    if broken_ids:
        broken = {key: (day(due_on), left) for key, due_on, left in ledger.rows(_BROKEN, (keys(broken_ids),))}
    nothing = (None, 0)
    return [
        WorkListRow(
            rank, *row[:7], days_since(row[7], today), row[8], row[9], *broken.get(row[10], nothing), day(row[11]),
            row[12] == 1, day(row[13]), row[14], row[15], instant(row[16]), *row[17:],
        )
        for rank, row in enumerate(stored, offset + 1)
    ]  # fmt: skip
