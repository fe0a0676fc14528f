"""The page of rules: every rule in plain words, whether it binds us, what changed lately, who has read it when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from arcaller.data.database import Ledger
from arcaller.data.queries.contact.knowledge import (
    TrainingRow,
    load_client_places,
    load_own_rules,
    load_readings,
    load_trainings,
)
from arcaller.data.queries.office.users import UserRow, load_user, load_users
from arcaller.domain.contact.rules import HOUSE, STOPS, Bound, ContactRule, Profile, RuleKind, binds, rule_table
from arcaller.services.contact.standing import rule_book
from arcaller.services.desk import Desk
from arcaller.services.settings import load_settings

_LATELY = timedelta(days=90)
"""How long a change counts as news."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody has read a rule; ``is_current`` while it still reads as it did then."""

    user_id: int
    name: str
    read_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of a rule before and after its last change; ``name`` is the rule's field or parameter."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule on the page. ``changed_on`` is the day the office changed it, ``news`` what is new ("" nothing).

    ``whom`` says in words whom it binds, ``does_bind`` whether there is such a client here; ``readings`` are the
    latest of each caller; ``differences`` are what the office's last change changed.
    """

    rule: ContactRule
    is_own: bool
    changed_on: date | None
    news: str
    whom: str
    does_bind: bool
    readings: tuple[Reading, ...]
    differences: tuple[Difference, ...] = ()

    def is_read_by(self, user_id: int) -> bool:
        """Whether ``user_id`` has read it as it stands."""
        return any(each.user_id == user_id and each.is_current for each in self.readings)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The whole page; ``faults`` are stored versions that cannot be read and are passed over."""

    profiles: tuple[Profile, ...]
    entries: tuple[RuleEntry, ...]
    users: tuple[UserRow, ...]
    trainings: tuple[TrainingRow, ...]
    me: UserRow
    faults: tuple[str, ...]

    def of(self, profile: str) -> tuple[RuleEntry, ...]:
        """The rules of one profile."""
        return tuple(entry for entry in self.entries if entry.rule.profile == profile)


def load_knowledge(desk: Desk) -> Knowledge:
    """Everything the page of rules shows."""
    ledger = desk.ledger
    settings = load_settings(ledger)
    book = rule_book(ledger, settings.call_hours)
    own = {row.code: row for row in load_own_rules(ledger)}
    versions = {code: version_of(rule) for code, rule in book.rules.items()}
    latest: dict[tuple[str, int], Reading] = {}
    for row in load_readings(ledger):
        reading = Reading(row.user_id, row.user_name, row.read_at, row.version == versions.get(row.code))
        latest.setdefault((row.code, row.user_id), reading)
    clients = _bound_of(ledger, settings.text("company_country"))
    entries = [
        RuleEntry(
            rule=rule,
            is_own=code in own,
            changed_on=own[code].changed_on if code in own else None,
            news=_news(rule, own[code].changed_on if code in own else None, desk.today),
            whom=whom_words(rule),
            does_bind=_does_bind(rule, clients, desk.today),
            readings=tuple(reading for (read, _), reading in latest.items() if read == code),
            differences=_differences(own[code].previous, own[code].body) if code in own else (),
        )
        for code, rule in book.rules.items()
    ]
    return Knowledge(
        profiles=book.profiles,
        entries=tuple(entries),
        users=tuple(load_users(ledger)),
        trainings=load_trainings(ledger),
        me=load_user(ledger, desk.actor_id),
        faults=book.faults,
    )


def version_of(rule: ContactRule) -> str:
    """A mark that changes with whatever a reader of the rule must know: not with who verified it when."""
    table = {name: value for name, value in rule_table(rule).items() if name != "last_verified"}
    return sha256(json.dumps(table, sort_keys=True).encode()).hexdigest()[:16]


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What differs between two versions of a rule, its parameters one by one; none where the earlier is not kept."""
    if not before:
        return ()
    then, now = ({**table, **table.get("params", {}), "params": None} for table in (before, after))
    names = dict.fromkeys((*then, *now))
    return tuple(Difference(name, then.get(name), now.get(name)) for name in names if then.get(name) != now.get(name))


def _news(rule: ContactRule, changed_on: date | None, today: date) -> str:
    if changed_on is not None and today - changed_on <= _LATELY:
        return f"changed here on {changed_on:%d %b %Y}"
    if rule.valid_from is not None and abs(today - rule.valid_from) <= _LATELY:
        return f"in force {'since' if rule.valid_from <= today else 'from'} {rule.valid_from:%d %b %Y}"
    return ""


_KIND_WORDS: Mapping[str, str] = {
    "company": "companies", "partnership": "partnerships", "sole_trader": "sole traders",
    "public_body": "public bodies", "consumer": "consumers",
}  # fmt: skip
_CHANNEL_WORDS: Mapping[str, str] = {
    "call": "calls", "voicemail": "voicemail", "sms": "text messages", "email": "e-mail", "letter": "letters",
    "visit": "visits",
}  # fmt: skip


def whom_words(rule: ContactRule) -> str:
    """``consumers in US-MA, calls and voicemail``: whom a rule binds, and in which contacts."""
    kinds = " and ".join(_KIND_WORDS[kind] for kind in rule.client_kinds) or "everybody"
    many = len(rule.jurisdictions) > 3
    places = f"{len(rule.jurisdictions)} countries" if many else ", ".join(rule.jurisdictions)
    where = f" in {places}" if places else ""
    how = f"; {', '.join(_CHANNEL_WORDS[channel] for channel in rule.channels)}" if rule.channels else ""
    named = "; only where the client's record names it" if rule.is_named_only or rule.party == "third" else ""
    return f"{kinds}{where}{how}{named}"


def _bound_of(ledger: Ledger, home: str) -> tuple[Bound, ...]:
    """Every kind of client this ledger has, once."""
    return tuple(
        Bound(kind, country or home, region if country else "", profile)
        for kind, country, region, profile in load_client_places(ledger)
    )


def _does_bind(rule: ContactRule, clients: tuple[Bound, ...], today: date) -> bool:
    """Whether it binds contacts with any client of this ledger today; house and stops always do."""
    if rule.profile in (HOUSE, STOPS):
        return rule.holds_on(today)
    channel = rule.channels[0] if rule.channels else "call"
    return any(binds(rule, whom, channel, today) for whom in clients)


def params_text(rule: ContactRule) -> str:
    """The parameters in one line, such as ``at most 6 attempts in 7 days``; "" where there are none to tell."""
    params = rule.params
    match rule.kind:
        case RuleKind.HOURS:
            days = f" on days {params['weekdays']}" if "weekdays" in params else ""
            return f"{params['from']}–{params['to']}{days}"
        case RuleKind.CAP:
            days = "a day" if params["days"] == 1 else f"in {params['days']} days"
            return f"at most {params['max']} {params['counts']} {days}"
        case RuleKind.GAP:
            return f"{params['minutes']} minutes between attempts"
        case RuleKind.AFTER:
            what = "an invoice is issued" if params["since"] == "invoice" else "the oldest due date"
            return f"{params['days']} days after {what}"
        case _:
            return ""
