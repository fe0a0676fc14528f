"""Call-backs come up at their minute on the client's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def due_at(due_on: date, due_time: str, zone: str) -> datetime:
    """The UTC instant of a wall time ("14:30") in an IANA zone.

    A wall time that a change of clocks skips comes as if the clocks had not moved yet; of one that comes twice, the
    first counts.
    """
    local = datetime.combine(due_on, time.fromisoformat(due_time), ZoneInfo(zone))
    return local.astimezone(UTC)


def notice_words(count: int) -> str:
    """What a notice on the desktop says: never a name, which anybody passing the screen could read."""
    return "A call-back is due now." if count == 1 else f"{count} call-backs are due."
