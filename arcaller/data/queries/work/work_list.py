"""Today's work list: whom to call, in which order, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from arcaller.data.queries.values import DISPLAY_NAME, day, days_since, instant, keys

if TYPE_CHECKING:
    from array import array

    from arcaller.data.database import Ledger


class WorkListRow(NamedTuple):
    """One row of the list, as a tuple because a screen makes hundreds at a time.

    The words of ``why`` are made from these facts by ``domain.priority``.

    ``time_zone`` is the client's IANA zone as far as known ("" if not), ``country`` its ISO 3166 code, amounts are
    minor units of ``currency``. ``is_on_list`` is false once the client was worked for today or has paid.
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
    country: str
    is_on_list: bool


@dataclass(frozen=True, slots=True)
class WorkListTotal:
    """The clients of the list whose main currency is ``currency``, and what of theirs is overdue (minor units)."""

    currency: str
    clients: int
    overdue_minor: int


def load_work_list_ids(ledger: Ledger) -> array[int]:
    """The keys of every client on the list, in call order."""
    sql = "SELECT client_id FROM client_summary WHERE is_main = 1 AND is_on_list = 1 ORDER BY score DESC, client_id"
    return ledger.ids(sql)


def load_work_list_totals(ledger: Ledger) -> list[WorkListTotal]:
    """The list in figures, one line per currency, those with most clients first."""
    sql = """SELECT currency, count(*), sum(overdue_minor) FROM client_summary
        WHERE is_main = 1 AND is_on_list = 1 GROUP BY currency ORDER BY count(*) DESC, currency"""
    return [WorkListTotal(*row) for row in ledger.rows(sql)]


_COLUMNS = f"""
    SELECT s.client_id, c.number, {DISPLAY_NAME}, s.currency, s.overdue_minor, s.open_minor, s.disputed_minor,
        s.oldest_due_on, s.overdue_items, s.score,
        b.due_on, coalesce(b.amount_minor - b.received_minor, 0),
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
        coalesce(u.name, ''), c.country, s.is_on_list
    FROM client_summary s JOIN client c ON c.id = s.client_id LEFT JOIN app_user u ON u.id = c.owner_id
        LEFT JOIN promise b ON b.state = 'broken' AND b.id = (SELECT p.id FROM promise p
            WHERE p.client_id = s.client_id AND p.currency = s.currency AND p.state <> 'cancelled'
            ORDER BY p.id DESC LIMIT 1)
    WHERE s.is_main = 1"""
_ROWS = f"{_COLUMNS} AND s.is_on_list = 1 ORDER BY s.score DESC, s.client_id LIMIT ? OFFSET ?"
_ROWS_OF = f"{_COLUMNS} AND s.client_id IN (SELECT value FROM json_each(?))"


def load_work_list(ledger: Ledger, today: date, limit: int = 200, offset: int = 0) -> list[WorkListRow]:
    """``limit`` rows from rank ``offset`` + 1 on, straight from the summary's own index.

    A broken promise is named only while nothing newer was promised, as the score counts it.
    """
    return [_row(rank, row, today) for rank, row in enumerate(ledger.rows(_ROWS, (limit, offset)), offset + 1)]


def load_work_list_rows(ledger: Ledger, ids: Sequence[int], today: date, first_rank: int = 1) -> list[WorkListRow]:
    """The rows of ``ids`` in their order, ranked from ``first_rank`` on, whether still on the list or not.

    A client that is gone meanwhile is left out and its rank with it.
    """
    found = {row[0]: row for row in ledger.rows(_ROWS_OF, (keys(ids),))}
    return [
        _row(rank, found[client_id], today) for rank, client_id in enumerate(ids, first_rank) if client_id in found
    ]


def _row(rank: int, row: tuple[Any, ...], today: date) -> WorkListRow:
    (
        client_id, number, name, currency, overdue, open_minor, disputed, oldest_due_on, overdue_items, score,
        broken_on, broken_minor, promised_on, is_planned, next_on, next_time, next_kind, called_at, outcome, zone,
        owner, country, is_on_list,
    ) = row  # fmt: skip
    return WorkListRow(
        rank, client_id, number, name, currency, overdue, open_minor, disputed, days_since(oldest_due_on, today),
        overdue_items, score, day(broken_on), broken_minor, day(promised_on), is_planned == 1, day(next_on),
        next_time, next_kind, instant(called_at), outcome, zone, owner, country, is_on_list == 1,
    )  # fmt: skip
