"""What time it is at the clients of a list: one text per zone and minute, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from arcaller.domain.contact.clock import CallHours
from arcaller.domain.contact.phones import ZoneSource, clocks, local_zone


@lru_cache(maxsize=1024)
def row_zones(told: str, country: str, region: str) -> tuple[str, ...]:
    """The zone a client told us, else those of his address, likeliest first; none if nothing is known."""
    found = local_zone(
        told=told or None, country=country or None, region=region, phone=None, phone_region=None, company_zone="UTC"
    )
    return () if found.source is ZoneSource.COMPANY else found.zones


class LocalClocks:
    """Clock texts for the instant that ``now`` gives; ``tick`` begins another minute."""

    def __init__(self, now: Callable[[], datetime], hours: CallHours) -> None:
        self._now, self._hours = now, hours
        self._at = now()
        self._texts: dict[tuple[str, ...], str] = {}

    def tick(self) -> bool:
        """Look at the clock again; true if the minute on screen is another one."""
        before, self._at = self._at, self._now()
        if before.replace(second=0, microsecond=0) == self._at.replace(second=0, microsecond=0):
            return False
        self._texts.clear()
        return True

    def use_hours(self, hours: CallHours) -> None:
        """The calling hours of the house are others now."""
        self._hours = hours
        self._texts.clear()

    def text(self, zones: tuple[str, ...]) -> str:
        """``14:32``; ``~08:32`` where his zones differ, ``○ 22:32`` outside the hours of the house."""
        if not zones:
            return ""
        if zones not in self._texts:
            shown = clocks(zones, self._at)
            local = shown[0][1]
            is_open = self._hours.opens <= local.time() < self._hours.closes
            self._texts[zones] = f"{'' if is_open else '○ '}{'' if len(shown) == 1 else '~'}{local:%H:%M}"
        return self._texts[zones]

    def spoken(self, zones: tuple[str, ...]) -> str:
        """The same for the ear: ``22:32 there, outside calling hours``."""
        text = self.text(zones)
        if not text:
            return ""
        about = "about " if "~" in text else ""
        closed = ", outside calling hours" if text.startswith("○") else ""
        return f"{about}{text.lstrip('○ ~')} there{closed}"
