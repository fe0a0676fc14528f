"""The client's clock beside the phone number: may he be called now by the hours of the house, and until when.

The window must be open in every place the client may be in; where his zone is uncertain the narrowest one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from arcaller.domain.contact.phones import clocks, zone_place

_SOON = timedelta(minutes=30)


class CallWindow(Enum):
    """Open, about to close (within half an hour), or closed."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ContactClock:
    """``local`` is the clock of the likeliest place; ``words`` say it all ("14:32 in Berlin, call until 19:00")."""

    window: CallWindow
    local: datetime
    words: str


@dataclass(frozen=True, slots=True)
class CallHours:
    """Hours of the house, in the client's time."""

    opens: time = time(8)
    closes: time = time(19)


def read_clock(
    now: datetime, zones: Sequence[str], hours: CallHours, is_business_day: Callable[[date], bool]
) -> ContactClock:
    """The clock at the aware instant ``now``; ``zones`` are the client's candidate zones, likeliest first."""
    shown = clocks(zones, now)
    place, local = shown[0]
    open_everywhere = all(is_business_day(at.date()) and hours.opens <= at.time() < hours.closes for _, at in shown)
    here = f"{local:%H:%M} in {zone_place(place)}"
    if not open_everywhere:
        elsewhere = next((at for _, at in shown[1:] if not hours.opens <= at.time() < hours.closes), None)
        if elsewhere is not None and hours.opens <= local.time() < hours.closes:
            return ContactClock(CallWindow.CLOSED, local, f"{here}, but he may be where it is {elsewhere:%H:%M}")
        return ContactClock(CallWindow.CLOSED, local, f"{here}, {_next_opening(local, hours, is_business_day)}")
    latest = max(at.time() for _, at in shown)
    left = datetime.combine(local.date(), hours.closes) - datetime.combine(local.date(), latest)
    closes_here = (local.replace(tzinfo=None) + left).time()
    window = CallWindow.CLOSING if left <= _SOON else CallWindow.OPEN
    return ContactClock(window, local, f"{here}, call until {closes_here:%H:%M}")


def _next_opening(local: datetime, hours: CallHours, is_business_day: Callable[[date], bool]) -> str:
    day = local.date()
    if local.time() >= hours.opens or not is_business_day(day):
        day += timedelta(days=1)
        while not is_business_day(day):
            day += timedelta(days=1)
    if day == local.date():
        return f"opens {hours.opens:%H:%M}"
    if day == local.date() + timedelta(days=1):
        return f"opens tomorrow {hours.opens:%H:%M}"
    return f"opens {day:%a} {hours.opens:%H:%M}"
