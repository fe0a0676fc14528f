"""What is known before a contact: who, where, what was tried, what stops it, what he asked for; and his calendar.

Every instant is aware UTC. Days and clocks are those of the client's zones: counters go by the likeliest one, hours
must be open in every one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from arcaller.domain.calendars import WEEKEND, BusinessCalendar
from arcaller.domain.contact.rules import Bound, clock_minutes

_WEEK = 8


@dataclass(frozen=True, slots=True)
class Touch:
    """A call that took place; ``was_asked_for`` by the client. Calls to a number found wrong later are left out."""

    at: datetime
    is_outbound: bool = True
    was_placed: bool = True
    was_connected: bool = False
    was_right_party: bool = False
    was_asked_for: bool = False
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """What stops contacts from ``since`` to ``until`` (``None``: no end); empty ``channel``: all of them."""

    kind: str
    since: date
    until: date | None = None
    channel: str = ""
    reason: str = ""
    lifted_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it stands on ``day``."""
        lifted = self.lifted_on is not None and self.lifted_on <= day
        return self.since <= day and not lifted and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Window:
    """Hours at the client's clock; no times: the whole day."""

    kind: str
    weekdays: str
    from_time: str | None = None
    to_time: str | None = None
    since: date = date.min
    until: date | None = None

    def on(self, day: date, zone: str) -> tuple[datetime, datetime] | None:
        """From when (in) to when (out) it lasts on ``day`` in ``zone``, in UTC; ``None`` if it is not of that day."""
        if str(day.isoweekday()) not in self.weekdays or day < self.since or (self.until and day > self.until):
            return None
        return at_clock(zone, day, self.from_time or "00:00"), at_clock(zone, day, self.to_time or "24:00")


@dataclass(frozen=True, slots=True)
class Consent:
    """Consent to a channel, given or withdrawn."""

    channel: str
    state: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CallBack:
    """A call-back the client asked for: due from ``due_at`` on; ``has_time`` if he named the hour."""

    due_at: datetime
    has_time: bool


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Everything a rule may ask. ``zones`` likeliest first; ``is_low_confidence``: known from the number alone.

    ``stops``, ``windows`` and ``consents`` are those of this person or of the whole client. ``reminders`` are the
    days on which he may be reminded of his own promise.
    """

    whom: Bound
    zones: tuple[str, ...]
    is_low_confidence: bool = False
    channel: str = "call"
    phone: str = ""
    is_wrong_number: bool = False
    touches: tuple[Touch, ...] = ()
    stops: tuple[Stop, ...] = ()
    windows: tuple[Window, ...] = ()
    consents: tuple[Consent, ...] = ()
    call_backs: tuple[CallBack, ...] = ()
    reminders: tuple[date, ...] = ()
    last_invoice_on: date | None = None
    oldest_due_on: date | None = None

    @property
    def zone(self) -> str:
        """The likeliest zone."""
        return self.zones[0]

    def day(self, at: datetime) -> date:
        """The calendar day at the client's at the instant ``at``."""
        return at.astimezone(zone_of(self.zone)).date()

    def closed_because(self, day: date, scope: str) -> str:
        """The public holiday on ``day`` (``regional`` or ``national`` tables); empty if it is none."""
        name = _calendar(self.whom.country, self.whom.region if scope == "regional" else "").closed_because(day)
        return "" if name == WEEKEND else name

    def is_weekend(self, day: date) -> bool:
        """Whether ``day`` is of the weekend where the client is, also when it is a holiday as well."""
        closed = _calendar(self.whom.country, "").closed_because
        week = timedelta(days=7)
        return bool(closed(day)) and WEEKEND in (closed(day), closed(day - week), closed(day + week))

    def holiday(self, at: datetime) -> str:
        """Name of the public holiday at the client's at the instant ``at``; empty on any other day."""
        return self.closed_because(self.day(at), "regional")


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo:
    """The zone called ``name``."""
    return ZoneInfo(name)


@lru_cache(maxsize=256)
def _calendar(country: str, region: str) -> BusinessCalendar:
    return BusinessCalendar(country.upper(), region.upper().removeprefix(f"{country.upper()}-"))


def at_clock(zone: str, day: date, clock: str) -> datetime:
    """The instant at which it is ``clock`` on ``day`` in ``zone``; ``24:00`` is the midnight after.

    A clock that the change to summer time leaves out stands for the same span after midnight, so a little later.
    """
    minutes = clock_minutes(clock)
    if minutes >= 24 * 60:
        day, minutes = day + timedelta(days=1), minutes - 24 * 60
    return datetime.combine(day, time(minutes // 60, minutes % 60), zone_of(zone)).astimezone(UTC)


def window_spans(window: Window, zone: str, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The spans of a window that end after ``at``, in order, a week ahead."""
    first = at.astimezone(zone_of(zone)).date()
    for ahead in range(_WEEK + 1):
        span = window.on(first + timedelta(days=ahead), zone)
        if span is not None and span[1] > at:
            yield span
