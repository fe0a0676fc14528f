"""The list of clients: ids in the chosen order, then rows page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class ClientSort(Enum):
    """Column the client list is sorted by; each has an index behind it."""

    NAME = "name"
    NUMBER = "number"
    OVERDUE = "overdue"
    OPEN = "open"
    OLDEST = "oldest"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class ClientListRow:
    """One client in its main currency; amounts in minor units; ``oldest_days`` past due (0: nothing overdue)."""

    client_id: int
    number: str
    name: str
    city: str
    country: str
    currency: str
    open_minor: int
    overdue_minor: int
    disputed_minor: int
    oldest_days: int
    open_items: int
    other_currencies: int
    phone: str
    owner: str
    last_call_at: datetime | None
    next_action_on: date | None
    next_action_kind: str
