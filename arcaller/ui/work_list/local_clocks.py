"""What time it is at the clients of a list: one text per zone and minute, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from arcaller.domain.contact_clock import CallHours
from arcaller.domain.phones import Confidence, ZoneSource, local_zone


@dataclass(frozen=True, slots=True)
class RowZone:
    """The likeliest zone of a client ("" if nothing is known), and whether it is more than a guess."""

    zone: str
    is_sure: bool


@lru_cache(maxsize=1024)
def row_zone(told: str, country: str) -> RowZone:
    """The zone a client told us, else his country's; one of several in a large country is only likely."""
    found = local_zone(told=told or None, country=country or None, phone=None, phone_region=None, company_zone="UTC")
    if found.source is ZoneSource.COMPANY:
        return RowZone("", is_sure=False)
    return RowZone(found.zone, found.confidence is Confidence.HIGH)


class LocalClocks:
    """Clock texts for the instant that ``now`` gives; ``tick`` begins another minute."""

    def __init__(self, now: Callable[[], datetime], hours: CallHours) -> None:
        self._now, self._hours = now, hours
        self._at = now()
        self._texts: dict[RowZone, str] = {}

    def tick(self) -> bool:
        """Look at the clock again; true if the minute on screen is another one."""
        before, self._at = self._at, self._now()
        if before.replace(second=0, microsecond=0) == self._at.replace(second=0, microsecond=0):
            return False
        self._texts.clear()
        return True

    def text(self, place: RowZone) -> str:
        """``14:32``; ``~08:32`` where the zone is only likely, ``○ 22:32`` outside the hours of the house."""
        if not place.zone:
            return ""
        if place not in self._texts:
            local = self._at.astimezone(ZoneInfo(place.zone))
            is_open = self._hours.opens <= local.time() < self._hours.closes
            self._texts[place] = f"{'' if is_open else '○ '}{'' if place.is_sure else '~'}{local:%H:%M}"
        return self._texts[place]

    def spoken(self, place: RowZone) -> str:
        """The same for the ear: ``22:32 there, outside calling hours``."""
        text = self.text(place)
        if not text:
            return ""
        about = "about " if "~" in text else ""
        closed = ", outside calling hours" if text.startswith("○") else ""
        return f"{about}{text.lstrip('○ ~')} there{closed}"
