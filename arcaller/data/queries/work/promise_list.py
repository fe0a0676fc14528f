"""Promises to pay of all clients: how many stand where, and the rows of one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

from arcaller.data.queries.values import DISPLAY_NAME, day, instant, keys

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable

    from arcaller.data.database import Ledger


class PromiseFilter(Enum):
    """What part of the promises is shown; the value is the condition, with the business date as ``?1``."""

    OPEN = "p.state = 'open'"
    DUE_TODAY = "p.state = 'open' AND p.due_on = ?1"
    NOT_CONFIRMED = "p.state = 'open' AND p.due_on < ?1"
    BROKEN = "p.state IN ('broken', 'partly_kept')"
    KEPT = "p.state = 'kept'"
    CANCELLED = "p.state = 'cancelled'"


_OPEN_FIRST = frozenset({PromiseFilter.OPEN, PromiseFilter.DUE_TODAY, PromiseFilter.NOT_CONFIRMED})


def count_promises(ledger: Ledger, today: date) -> dict[PromiseFilter, int]:
    """How many promises, each part for itself, each filter holds."""
    sums = ", ".join(f"coalesce(sum({each.value}), 0)" for each in PromiseFilter)
    row = ledger.rows(f"SELECT {sums}, ?1 FROM promise p", (today.isoformat(),))[0]
    return dict(zip(PromiseFilter, row[:-1], strict=True))


def list_promise_ids(ledger: Ledger, shown: PromiseFilter, today: date) -> array[int]:
    """Ids of the promises of one filter: open ones by the day they are due, decided ones the newest first."""
    order = "p.due_on, p.id" if shown in _OPEN_FIRST else "p.due_on DESC, p.id DESC"
    return ledger.ids(f"SELECT p.id, ?1 FROM promise p WHERE {shown.value} ORDER BY {order}", (today.isoformat(),))


@dataclass(frozen=True, slots=True)
class PromiseListRow:
    """One promise, or one part of one; ``kept`` of ``decided`` promises of this client so far."""

    promise_id: int
    client_id: int
    client_name: str
    promised_on: date
    due_on: date
    currency: str
    amount_minor: int
    received_minor: int
    state: str
    part: int
    parts: int
    promised_by: str
    made_by: str
    confirmed_at: datetime | None
    cancelled_reason: str
    kept: int
    decided: int
    made_good_on: date | None = None

    def is_unconfirmed(self, today: date) -> bool:
        """Its day has gone by and payment data does not reach far enough to say what became of it."""
        return self.state == "open" and self.due_on < today


_ROWS = f"""
    SELECT p.id, p.client_id, {DISPLAY_NAME}, p.promised_on, p.due_on, p.currency, p.amount_minor, p.received_minor,
        p.state, p.part, p.parts, p.promised_by, coalesce(u.name, ''), p.confirmed_at, p.cancelled_reason,
        (SELECT count(*) FROM promise k WHERE k.client_id = p.client_id AND k.state = 'kept'),
        (SELECT count(*) FROM promise k WHERE k.client_id = p.client_id
            AND k.state IN ('kept', 'partly_kept', 'broken')),
        p.made_good_on
    FROM promise p JOIN client c ON c.id = p.client_id LEFT JOIN call l ON l.id = p.call_id
        LEFT JOIN app_user u ON u.id = l.caller_id
    WHERE p.id IN (SELECT value FROM json_each(?))"""


def load_promise_rows(ledger: Ledger, promise_ids: Iterable[int]) -> dict[int, PromiseListRow]:
    """The rows of ``promise_ids`` by id; one taken back meanwhile is not among them."""
    return {
        row[0]: PromiseListRow(
            row[0], row[1], row[2], date.fromisoformat(row[3]), date.fromisoformat(row[4]), row[5], row[6], row[7],
            row[8], row[9], row[10], row[11], row[12], instant(row[13]), row[14], row[15], row[16],
            day(row[17]),
        )
        for row in ledger.rows(_ROWS, (keys(promise_ids),))
    }  # fmt: skip
