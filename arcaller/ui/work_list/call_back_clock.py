"""Brings call-backs up at their minute on the client's clock."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from arcaller.data.queries.work.call_backs import CallBackRow
from arcaller.domain.calls.call_backs import due_at
from arcaller.domain.contact.clock import CallHours

_ANSWERABLE = timedelta(hours=2)
"""How long after its minute a call-back may still be answered where the house is closed by then."""


class CallBackClock:
    """Which call-backs are due at an instant and which still wait for their minute.

    One that was missed is due for as long as his place is within the hours of the house; after that it is nobody's
    first call any more, and waits in its rank for the next opening.

    ``untold`` names each once: after the computer slept that is one answer for all that came due meanwhile.
    """

    def __init__(self, company_zone: str, hours: CallHours) -> None:
        self._company_zone, self._hours = company_zone, hours
        self._zones: dict[int, str] = {}
        self._due_at: dict[int, datetime] = {}
        self._asked_for: dict[int, str] = {}
        self._ahead: set[int] = set()
        self._told: set[tuple[int, datetime]] = set()
        self._now: datetime | None = None

    def read(self, rows: Sequence[CallBackRow]) -> None:
        """The call-backs as they stand; of two for one client the earlier counts."""
        self._due_at, self._zones, self._asked_for = {}, {}, {}
        self._ahead.clear()
        for row in rows:
            zone = row.time_zone or self._company_zone
            at = due_at(row.due_on, row.due_time, zone)
            if row.client_id not in self._due_at or at < self._due_at[row.client_id]:
                self._due_at[row.client_id], self._zones[row.client_id] = at, zone
                self._asked_for[row.client_id] = row.due_time
                (self._ahead.add if row.is_ahead else self._ahead.discard)(row.client_id)

    def use_hours(self, hours: CallHours) -> None:
        """The calling hours of the house are others now."""
        self._hours = hours

    def look(self, now: datetime) -> None:
        """Look at the clock again."""
        self._now = now

    def untold(self) -> list[int]:
        """Who is due and was not told of yet, the longest due first; from now on they are told of."""
        came = [client_id for client_id in self.due() if (client_id, self._due_at[client_id]) not in self._told]
        self._told.update((client_id, self._due_at[client_id]) for client_id in came)
        return came

    def due(self) -> list[int]:
        """Everybody due at the last look, the longest due first."""
        if self._now is None:
            return []
        came = ((at, client_id) for client_id, at in self._due_at.items() if at <= self._now)
        return [client_id for at, client_id in sorted(came) if self._is_answerable(client_id, at, self._now)]

    def _is_answerable(self, client_id: int, at: datetime, now: datetime) -> bool:
        local = now.astimezone(ZoneInfo(self._zones[client_id])).time()
        return now - at <= _ANSWERABLE or self._hours.opens <= local < self._hours.closes

    def knows(self, clients: Set[int]) -> bool:
        """Whether any of ``clients`` has a call-back as they stood when they were read."""
        return not clients.isdisjoint(self._due_at)

    def waits(self, client_id: int) -> bool:
        """Whether this client's minute of today is still to come; one of tomorrow keeps nobody from today's call."""
        at = self._due_at.get(client_id)
        return at is not None and self._now is not None and at > self._now and client_id not in self._ahead

    def waiting(self) -> dict[int, str]:
        """Everybody whose minute of today is still to come, with the hour he asked for ("14:30" on his clock)."""
        return {client_id: self._asked_for[client_id] for client_id in self._due_at if self.waits(client_id)}

    def due_now(self) -> dict[int, str]:
        """Everybody due at the last look, with the hour he asked for."""
        return {client_id: self._asked_for[client_id] for client_id in self.due()}

    def came_early(self) -> list[int]:
        """Who is due although the business day is still the one before: it is tomorrow at his place."""
        return [client_id for client_id in self.due() if client_id in self._ahead]
