"""May this person be contacted now, and if not, why and from when on: the rules over what is on file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from arcaller import paths
from arcaller.data.database import Ledger
from arcaller.data.queries.contact.knowledge import load_own_bodies
from arcaller.data.queries.contact.standing import (
    ContactCaseRow,
    count_overrides,
    load_contact_case,
    load_planned,
    load_touches,
    load_wrong_numbers,
)
from arcaller.data.queries.contact.wishes import load_consents, load_stops, load_windows
from arcaller.data.queries.office.users import load_user
from arcaller.domain.contact.clock import CallHours
from arcaller.domain.contact.facts import CallBack, Consent, ContactFacts, Stop, Touch, Window, at_clock, zone_of
from arcaller.domain.contact.phones import (
    Confidence,
    LocalZone,
    clocks,
    is_zone,
    local_zone,
    same_number_digits,
    zones_of_country,
)
from arcaller.domain.contact.rule_book import RuleBook, read_book
from arcaller.domain.contact.rules import Bound, ContactRule
from arcaller.domain.contact.standing import ContactStanding, stand
from arcaller.domain.errors import DomainError
from arcaller.services.desk import Desk
from arcaller.services.settings import Settings, load_settings

_LOOK_BACK = timedelta(days=368)
"""How far calls are read: the longest span a rule may count over, and the difference of two clocks."""
_EARLY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class ContactCase:
    """The rules of the office and everything they ask about one person; ``stand_at`` applies them."""

    rules: tuple[ContactRule, ...]
    facts: ContactFacts

    def stand_at(self, at: datetime) -> ContactStanding:
        """How it stands at ``at``."""
        return stand(self.rules, self.facts, at)

    def is_asked_for(self, at: datetime) -> bool:
        """Whether a call at ``at`` answers a call-back the client asked for."""
        return any(each.due_at - _EARLY <= at for each in self.facts.call_backs)


def contact_standing(
    desk: Desk,
    client_id: int,
    contact_id: int | None,
    at: datetime,
    channel: str = "call",
    phone: str = "",
    zone: LocalZone | None = None,
) -> ContactStanding:
    """How a contact with a person of the client stands at the aware instant ``at``.

    Without ``phone`` the person's own number is meant, without ``zone`` his place is found as everywhere.
    """
    return load_case(desk, client_id, contact_id, at, channel=channel, phone=phone, zone=zone).stand_at(at)


def load_case(
    desk: Desk,
    client_id: int,
    contact_id: int | None,
    at: datetime,
    *,
    channel: str = "call",
    phone: str = "",
    zone: LocalZone | None = None,
    settings: Settings | None = None,
) -> ContactCase:
    """Rules and facts, ready for any instant up to ``at`` and after it; a fixed number of reads."""
    ledger, settings = desk.ledger, settings or load_settings(desk.ledger)
    row = load_contact_case(ledger, client_id, contact_id)
    country = row.country or settings.text("company_country")
    place = zone or local_zone(
        told=row.time_zone or None,
        country=row.country or None,
        region=row.region or None,
        phone=row.phone or None,
        phone_region=country or None,
        company_zone=settings.text("company_time_zone"),
    )
    number = phone or row.phone
    planned = load_planned(ledger, client_id)
    book = rule_book(ledger, settings.call_hours)
    facts = ContactFacts(
        whom=Bound(row.kind, country, row.region if row.country else "", row.rule_profile),
        zones=place.zones,
        is_low_confidence=place.confidence is Confidence.LOW and _clocks_differ(row.country, at),
        channel=channel,
        phone=same_number_digits(number, country or None),
        is_wrong_number=_is_wrong(ledger, row, number, country),
        touches=_touches(ledger, client_id, at),
        stops=_stops(ledger, client_id, row.contact_id),
        windows=_windows(ledger, client_id, row.contact_id),
        consents=_consents(ledger, client_id, row.contact_id),
        call_backs=tuple(
            _call_back(each.due_on, each.due_time, each.time_zone, place.zone)
            for each in planned
            if each.kind == "call_back"
        ),
        reminders=tuple(each.due_on for each in planned if each.kind != "call_back"),
        last_invoice_on=row.last_issued_on,
        oldest_due_on=row.oldest_due_on,
    )
    return ContactCase(tuple(book.rules.values()), facts)


def _touches(ledger: Ledger, client_id: int, at: datetime) -> tuple[Touch, ...]:
    return tuple(
        Touch(
            at=touch.called_at,
            is_outbound=touch.direction == "out",
            was_placed=touch.was_placed,
            was_connected=touch.was_connected,
            was_right_party=touch.was_right_party,
            was_asked_for=touch.was_asked_for,
            phone=touch.phone_digits,
        )
        for touch in load_touches(ledger, client_id, at - _LOOK_BACK, at)
    )


def _stops(ledger: Ledger, client_id: int, contact_id: int | None) -> tuple[Stop, ...]:
    """Those of the person, and those of the whole client."""
    return tuple(
        Stop(stop.kind, stop.since, stop.until, stop.channel, stop.reason, stop.lifted_on)
        for stop in load_stops(ledger, client_id)
        if stop.contact_id in (None, contact_id)
    )


def _windows(ledger: Ledger, client_id: int, contact_id: int | None) -> tuple[Window, ...]:
    return tuple(
        Window(each.kind, each.weekdays, each.from_time, each.to_time, each.since, each.until)
        for each in load_windows(ledger, client_id)
        if each.contact_id in (None, contact_id)
    )


def _consents(ledger: Ledger, client_id: int, contact_id: int | None) -> tuple[Consent, ...]:
    """In the order they were told, so that of one day the later one counts."""
    return tuple(
        Consent(each.channel, each.state, each.since, each.until)
        for each in reversed(load_consents(ledger, client_id))
        if each.contact_id in (None, contact_id)
    )


def _clocks_differ(country: str, at: datetime) -> bool:
    """Whether it matters where in the country he is: Berlin and Büsingen, say, go by one clock."""
    zones = zones_of_country(country)
    return not zones or len(clocks(zones, at)) > 1


def _call_back(due_on: date, due_time: str | None, told: str, zone: str) -> CallBack:
    where = told if told and is_zone(told) else zone
    return CallBack(at_clock(where, due_on, due_time or "00:00"), has_time=due_time is not None)


def _is_wrong(ledger: Ledger, row: ContactCaseRow, number: str, country: str) -> bool:
    if row.contact_id is None or not number:
        return False
    if number == row.phone:
        return row.phone_state == "wrong"
    digits = same_number_digits(number, country or None)
    return any(
        same_number_digits(wrong, country or None) == digits for wrong in load_wrong_numbers(ledger, row.contact_id)
    )


# --- the rules of the office --------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def shipped_rules() -> RuleBook:
    """The rules that come with the program. Raises ``DomainError`` for a file that cannot be read."""
    folder = paths.resource("rules", "contact")
    return read_book(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml")))


def known_profile(name: str) -> str:
    """The profile of rules called ``name`` ("" for none); refused if there is no such one."""
    wanted = name.strip().casefold()
    names = [profile.name for profile in shipped_rules().profiles]
    if wanted and wanted not in names:
        raise DomainError(
            f"There are no rules “{name}”; write one of {', '.join(names)}, or nothing.", "rule_profile"
        )
    return wanted


@lru_cache(maxsize=8)
def _merged(bodies: tuple[str, ...], hours: CallHours) -> RuleBook:
    return shipped_rules().with_own((json.loads(body) for body in bodies), hours)


def rule_book(ledger: Ledger, hours: CallHours) -> RuleBook:
    """The shipped rules with the office's own versions over them."""
    return _merged(load_own_bodies(ledger), hours)


# --- passing over a rule ------------------------------------------------------------------------------------------


def overrides_left(desk: Desk, settings: Settings | None = None) -> int | None:
    """How many more rules this person may pass over today; ``None``: without limit."""
    settings = settings or load_settings(desk.ledger)
    role = load_user(desk.ledger, desk.actor_id).role
    most = settings.values[f"authority_{role}"]["max_rule_overrides"]
    if most is None:
        return None
    zone = zone_of(settings.text("company_time_zone"))
    midnight = desk.now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    used = count_overrides(desk.ledger, desk.actor_id, midnight.astimezone(UTC), desk.now)
    return max(0, int(most) - used)


def check_override(desk: Desk, reason: str) -> str:
    """The reason for passing over a rule, if there is one and this person may. Raises ``DomainError``."""
    left = overrides_left(desk)
    if left == 0:
        raise DomainError("Passing over a rule is beyond your authority; ask a supervisor.", "override_reason")
    if len(reason.strip()) < 3:
        raise DomainError("Say why this call cannot wait; it is kept with the call.", "override_reason")
    return reason.strip()
