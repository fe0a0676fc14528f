"""What one caller did on one day, and where the day's list stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from arcaller.data.fields import instant_text
from arcaller.data.queries.values import DISPLAY_NAME, instant
from arcaller.data.views import WorkView

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class DoneLine:
    """One call, skip or put-back: when, whom, what, and the words that belong to it.

    ``what`` of a call is its outcome and, after a space, what an "other" was.
    """

    at: datetime | None
    number: str
    name: str
    what: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class PromisedSum:
    """Promises made on the day in one currency (minor units)."""

    currency: str
    count: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class DayDone:
    """A caller's day. ``plans`` counts those proposed; ``left`` is whom the list still holds."""

    calls: tuple[DoneLine, ...]
    reached: int
    right_party: int
    promises: tuple[PromisedSum, ...]
    plans: int
    skips: tuple[DoneLine, ...]
    put_back: tuple[DoneLine, ...]
    left: int
    left_over: int
    head_number: int
    head_hash: str


def load_day_done(ledger: Ledger, caller_id: int, on: date, zone: tzinfo) -> DayDone:
    """The day ``on`` of one caller, from midnight to midnight in ``zone``."""
    first = datetime.combine(on, time(), zone)
    last = datetime.combine(on + timedelta(days=1), time(), zone) - timedelta(microseconds=1)
    span = (caller_id, instant_text(first), instant_text(last))
    with ledger.snapshot():
        calls = ledger.rows(_CALLS, span)
        counts = ledger.rows(_COUNTS, span)[0]
        plans = ledger.rows(_PLANS, span)[0][0]
        left = ledger.rows(_LEFT, (caller_id, caller_id))[0]
        head = ledger.rows("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1")
        return DayDone(
            calls=tuple(
                DoneLine(instant(at), number, name, outcome, note) for at, number, name, outcome, note in calls
            ),
            reached=counts[0] or 0,
            right_party=counts[1] or 0,
            promises=tuple(PromisedSum(*row) for row in ledger.rows(_PROMISES, span)),
            plans=plans,
            skips=tuple(
                DoneLine(instant(at), number, name, "skip", reason)
                for at, number, name, reason in ledger.rows(_SKIPS, span)
            ),
            put_back=tuple(
                DoneLine(None, number, name, due_on, reason)
                for number, name, due_on, reason in ledger.rows(_PUT_BACK, span)
            ),
            left=left[0] or 0,
            left_over=left[1] or 0,
            head_number=head[0][0] if head else 0,
            head_hash=head[0][1] if head else "",
        )


_CALLS = f"""
    SELECT k.called_at, c.number, {DISPLAY_NAME}, k.outcome || ' ' || k.other, k.note
    FROM call k JOIN client c ON c.id = k.client_id
    WHERE k.caller_id = ? AND k.called_at BETWEEN ? AND ? ORDER BY k.called_at, k.id"""
_COUNTS = """
    SELECT sum(was_connected AND NOT left_message), sum(was_right_party) FROM call
    WHERE caller_id = ? AND called_at BETWEEN ? AND ?"""
_PROMISES = """
    SELECT p.currency, count(*), sum(p.amount_minor) FROM promise p JOIN call k ON k.id = p.call_id
    WHERE k.caller_id = ? AND k.called_at BETWEEN ? AND ? AND p.state <> 'cancelled'
    GROUP BY p.currency ORDER BY p.currency"""
_PLANS = """
    SELECT count(*) FROM payment_plan p JOIN call k ON k.id = p.call_id
    WHERE k.caller_id = ? AND k.called_at BETWEEN ? AND ? AND p.state <> 'cancelled'"""
_SKIPS = f"""
    SELECT w.skipped_at, c.number, {DISPLAY_NAME}, w.reason FROM work_skip w JOIN client c ON c.id = w.client_id
    WHERE w.caller_id = ? AND w.skipped_at BETWEEN ? AND ? ORDER BY w.skipped_at, w.id"""
_PUT_BACK = f"""
    SELECT DISTINCT c.number, {DISPLAY_NAME}, f.due_on, f.reason
    FROM journal j JOIN journal_client jc ON jc.number = j.number JOIN client c ON c.id = jc.client_id
        JOIN follow_up f ON f.client_id = c.id AND f.state = 'open' AND f.is_put_back = 1
    WHERE j.actor_id = ? AND j.at BETWEEN ? AND ? AND j.act IN ('snooze', 'spread_backlog')
        AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.number)
    ORDER BY f.due_on, c.number"""
_LEFT = f"""
    SELECT count(*), sum(views & {int(WorkView.LEFT_OVER)} <> 0) FROM client_summary
    WHERE is_main = 1 AND views <> 0 AND views & {int(WorkView.TODAY)}
        AND (owner_id = ? OR NOT EXISTS (SELECT 1 FROM client WHERE owner_id = ?))"""
