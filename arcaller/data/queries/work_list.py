"""Today's work list: whom to call, in which order, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


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
