"""Rules of contact as data: what a row of a rule says, whom it binds, and how a faulty row is refused.

The rows ship as TOML and may be changed by the office. A rule binds a contact by the client's kind and place, or
because the client's own profile names it; of all rules that bind, the strictest decides. Sources stand in each row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from arcaller.domain.errors import DomainError


class Effect(StrEnum):
    """What a rule does where it is not met; the order is from mild to strict."""

    INFORM = "inform"
    WARN = "warn"
    BLOCK = "block"

    @property
    def rank(self) -> int:
        """0 to 2, the stricter the higher."""
        return list(Effect).index(self)


class RuleKind(StrEnum):
    """What a rule is about; each kind has parameters of its own (see `PARAMS`)."""

    HOURS = "hours"
    DAYS = "days"
    CAP = "cap"
    GAP = "gap"
    AFTER = "after"
    STOP = "stop"
    NUMBER = "number"
    CONSENT = "consent"
    WINDOWS = "windows"
    CONTENT = "content"


CHANNELS = ("call", "voicemail", "sms", "email", "letter", "visit")
CLIENT_KINDS = ("company", "partnership", "sole_trader", "public_body", "consumer")
PARTIES = ("any", "first", "third")
STOP_KINDS = ("cease", "represented", "insolvency", "deceased", "breathing_space")
EXEMPTIONS = ("call_back", "call_back_time", "promise", "preferred", "consent")
"""What lifts a rule: a call-back the client asked for, one at its own hour, a reminder of his own promise, hours he
prefers, and consent given within the rule's ``consent_days``."""
HOUSE, STOPS = "house", "stops"
"""Profiles that always hold: the policy of the house, and what stops every contact."""
HOUSE_HOURS = "HOUSE-HOURS"
"""The rule whose hours are the settings ``call_opens`` and ``call_closes``."""


@dataclass(frozen=True, slots=True)
class ContactRule:
    """One rule. Empty ``jurisdictions``, ``client_kinds`` or ``channels`` mean all of them.

    ``jurisdictions`` are ISO 3166 codes, ``US`` or ``US-MA``. A rule for ``party`` third (collectors of other
    people's debt) or with ``is_named_only`` binds only clients whose profile names it: we are first party.
    ``params`` belong to the ``kind``; ``source`` is where the rule stands, ``last_verified`` the day somebody last
    held it against the law in force (``None``: nobody has).
    """

    code: str
    profile: str
    kind: RuleKind
    effect: Effect
    words: str
    source: str
    jurisdictions: tuple[str, ...] = ()
    client_kinds: tuple[str, ...] = ()
    party: str = "any"
    channels: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    is_named_only: bool = False
    is_active: bool = True
    valid_from: date | None = None
    valid_until: date | None = None
    last_verified: date | None = None

    @property
    def exempt(self) -> tuple[str, ...]:
        """What lifts this rule."""
        return tuple(self.params.get("exempt", ()))

    def holds_on(self, day: date) -> bool:
        """Whether the rule is switched on and in force on ``day``."""
        begun = self.valid_from is None or self.valid_from <= day
        return self.is_active and begun and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Profile:
    """A file of rules: its name, its title on the page of rules, and what it is in a sentence."""

    name: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Bound:
    """Whom a contact is with: what decides which rules bind. ``profile`` is the one his own record names."""

    kind: str = "company"
    country: str = ""
    region: str = ""
    profile: str = ""


def binds(rule: ContactRule, whom: Bound, channel: str, day: date) -> bool:
    """Whether ``rule`` is to be asked before a contact with ``whom`` by ``channel`` on ``day``."""
    if not rule.holds_on(day) or (rule.channels and channel not in rule.channels):
        return False
    if whom.profile and rule.profile == whom.profile:
        nation_wide = all(len(place) == 2 for place in rule.jurisdictions)
        return _is_there(rule.jurisdictions, whom) or (not whom.country and nation_wide)
    if rule.is_named_only or rule.party == "third":
        return False
    return (not rule.client_kinds or whom.kind in rule.client_kinds) and _is_there(rule.jurisdictions, whom)


def _is_there(jurisdictions: tuple[str, ...], whom: Bound) -> bool:
    country = whom.country.upper()
    region = whom.region.upper().removeprefix(f"{country}-")
    return not jurisdictions or country in jurisdictions or f"{country}-{region}" in jurisdictions


# --- reading rows -------------------------------------------------------------------------------------------------

_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_PLACE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,4})?")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00")


def _refuse(code: str, name: str, says: str) -> DomainError:
    return DomainError(f"Rule {code or 'without a code'}: “{name}” {says}.", name)


def clock_minutes(text: str) -> int:
    """Minutes since midnight of ``08:00``; ``24:00`` is the end of the day."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _whole(least: int, most: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        fits = type(value) is int and least <= value <= most
        return "" if fits else f"takes a whole number from {least} to {most}"

    return check


def _one_of(*words: str) -> Callable[[Any], str]:
    return lambda value: "" if value in words else f"takes one of {', '.join(words)}"


def _clock(value: Any) -> str:
    return "" if isinstance(value, str) and _CLOCK.fullmatch(value) else "takes a time of day such as 08:00"


def _weekdays(value: Any) -> str:
    fits = isinstance(value, str) and value and set(value) <= set("1234567")
    return "" if fits else "takes days as digits from 1 (Monday) to 7"


def _flag(value: Any) -> str:
    return "" if type(value) is bool else "takes true or false"


def _exempt(value: Any) -> str:
    fits = isinstance(value, list) and all(each in EXEMPTIONS for each in value)
    return "" if fits else f"takes a list of {', '.join(EXEMPTIONS)}"


def _dates(value: Any) -> str:
    try:
        fits = isinstance(value, list) and all(date.fromisoformat(each) for each in value)
    except (TypeError, ValueError):
        fits = False
    return "" if fits else "takes a list of days such as 2027-03-29"


Check = Callable[[Any], str]
PARAMS: Mapping[RuleKind, tuple[Mapping[str, Check], Mapping[str, Check]]] = {
    RuleKind.HOURS: (
        {"from": _clock, "to": _clock},
        {"weekdays": _weekdays, "to_inclusive": _flag, "exempt": _exempt},
    ),
    RuleKind.DAYS: (
        {},
        {
            "weekend": _flag, "weekdays": _weekdays, "holidays": _one_of("", "regional", "national"),
            "extra": _dates, "exempt": _exempt,
        },
    ),
    RuleKind.CAP: (
        {"max": _whole(0, 1000), "days": _whole(1, 366), "counts": _one_of("attempts", "contacts", "conversations")},
        {"consent_days": _whole(1, 366), "exempt": _exempt},
    ),
    RuleKind.GAP: ({"minutes": _whole(0, 44_640)}, {"same_try_minutes": _whole(0, 120), "exempt": _exempt}),
    RuleKind.AFTER: ({"since": _one_of("invoice", "due"), "days": _whole(0, 366)}, {"exempt": _exempt}),
    RuleKind.STOP: ({"kind": _one_of(*STOP_KINDS)}, {}),
    RuleKind.NUMBER: ({}, {}),
    RuleKind.CONSENT: ({}, {}),
    RuleKind.WINDOWS: ({"kind": _one_of("inconvenient", "preferred")}, {}),
    RuleKind.CONTENT: ({}, {}),
}  # fmt: skip
"""By kind: the parameters a row must have and those it may have, each with its check."""


def read_rule(table: Mapping[str, Any], profile: str) -> ContactRule:
    """One row as a rule. Raises ``DomainError`` naming the rule and the field that is wrong."""
    code = table.get("code")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise _refuse(str(code or ""), "code", "takes capital letters, digits and hyphens")
    unknown = [name for name in table if name not in _FIELDS]
    if unknown:
        raise _refuse(code, unknown[0], "is no field of a rule")
    kind = _choice(code, table, "kind", RuleKind)
    rule = ContactRule(
        code=code,
        profile=profile,
        kind=RuleKind(kind),
        effect=Effect(_choice(code, table, "effect", Effect)),
        words=_text(code, table, "words", needed=True),
        source=_text(code, table, "source", needed=True),
        jurisdictions=_list(code, table, "jurisdictions", lambda each: bool(_PLACE.fullmatch(each))),
        client_kinds=_list(code, table, "client_kinds", lambda each: each in CLIENT_KINDS),
        party=_choice(code, {"party": table.get("party", "any")}, "party", PARTIES),
        channels=_list(code, table, "channels", lambda each: each in CHANNELS),
        params=_params(code, RuleKind(kind), table.get("params", {})),
        is_named_only=_bool(code, table, "named_only", default=False),
        is_active=_bool(code, table, "active", default=True),
        valid_from=_day(code, table, "valid_from"),
        valid_until=_day(code, table, "valid_until"),
        last_verified=_day(code, table, "last_verified"),
    )
    if rule.kind is RuleKind.CONTENT and rule.effect is not Effect.INFORM:
        raise _refuse(code, "effect", "is inform for a rule on what is said: no clock can tell whether it is kept")
    if rule.valid_from and rule.valid_until and rule.valid_until < rule.valid_from:
        raise _refuse(code, "valid_until", "lies before valid_from")
    return rule


def rule_table(rule: ContactRule) -> dict[str, Any]:
    """The row as plain values: what `read_rule` reads, and what the office's own version is kept as."""
    return {
        "code": rule.code, "kind": rule.kind.value, "effect": rule.effect.value, "words": rule.words,
        "source": rule.source, "jurisdictions": list(rule.jurisdictions), "client_kinds": list(rule.client_kinds),
        "party": rule.party, "channels": list(rule.channels), "params": dict(rule.params),
        "named_only": rule.is_named_only, "active": rule.is_active, "valid_from": _iso(rule.valid_from),
        "valid_until": _iso(rule.valid_until), "last_verified": _iso(rule.last_verified),
    }  # fmt: skip


_FIELDS = frozenset(
    (
        "code", "kind", "effect", "words", "source", "jurisdictions", "client_kinds", "party", "channels", "params",
        "named_only", "active", "valid_from", "valid_until", "last_verified",
    )
)  # fmt: skip


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _choice(code: str, table: Mapping[str, Any], name: str, words: Sequence[str] | type[StrEnum]) -> str:
    allowed = [str(word) for word in words]
    value = table.get(name)
    if value not in allowed:
        raise _refuse(code, name, f"takes one of {', '.join(allowed)}")
    return str(value)


def _text(code: str, table: Mapping[str, Any], name: str, *, needed: bool) -> str:
    value = table.get(name, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise _refuse(code, name, "takes words")
    return value.strip()


def _bool(code: str, table: Mapping[str, Any], name: str, *, default: bool) -> bool:
    value = table.get(name, default)
    if type(value) is not bool:
        raise _refuse(code, name, "takes true or false")
    return value


def _list(code: str, table: Mapping[str, Any], name: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _refuse(code, name, "takes a list of words")
    bad = next((each for each in value if not fits(each)), None)
    if bad is not None:
        raise _refuse(code, name, f"does not know “{bad}”")
    return tuple(value)


def _day(code: str, table: Mapping[str, Any], name: str) -> date | None:
    value = table.get(name, "")
    if isinstance(value, date):
        return value
    if value == "":
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _refuse(code, name, "takes a day such as 2026-11-23, or nothing") from None


def _params(code: str, kind: RuleKind, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _refuse(code, "params", "takes names with values")
    needed, optional = PARAMS[kind]
    for name in needed:
        if name not in value:
            raise _refuse(code, name, f"is missing: a rule of kind {kind} needs it")
    for name, each in value.items():
        check = needed.get(name) or optional.get(name)
        if check is None:
            raise _refuse(code, name, f"is no parameter of kind {kind}")
        said = check(each)
        if said:
            raise _refuse(code, name, said)
    if kind is RuleKind.HOURS and clock_minutes(value["from"]) >= clock_minutes(value["to"]):
        raise _refuse(code, "to", "lies before “from”")
    if "consent" in value.get("exempt", []) and "consent_days" not in value:
        raise _refuse(code, "consent_days", "is missing: consent holds for a number of days")
    return dict(value)
