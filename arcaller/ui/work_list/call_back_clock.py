"""Brings call-backs up at their minute on the client's clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from arcaller.data.queries.work.call_backs import CallBackRow
from arcaller.domain.calls.call_backs import due_at


class CallBackClock:
    """Which call-backs are due at an instant and which still wait for their minute.

    ``untold`` names each once: after the computer slept that is one answer for all that came due meanwhile.
    """

    def __init__(self, company_zone: str) -> None:
        self._company_zone = company_zone
        self._due_at: dict[int, datetime] = {}
        self._told: set[tuple[int, datetime]] = set()
        self._now: datetime | None = None

    def read(self, rows: Sequence[CallBackRow]) -> None:
        """The call-backs as they stand; of two for one client the earlier counts."""
        self._due_at = {}
        for row in rows:
            at = due_at(row.due_on, row.due_time, row.time_zone or self._company_zone)
            self._due_at[row.client_id] = min(at, self._due_at.get(row.client_id, at))

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
        found = sorted((at, client_id) for client_id, at in self._due_at.items() if at <= self._now)
        return [client_id for _at, client_id in found]

    def waits(self, client_id: int) -> bool:
        """Whether this client's minute is still to come."""
        at = self._due_at.get(client_id)
        return at is not None and self._now is not None and at > self._now
