"""May he be contacted now: every rule that binds, the strictest of them, the meters, and the next allowed instant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum

from arcaller.domain.calls.outcomes import day_words
from arcaller.domain.contact.checks import Hit, check_rule, closes_at, used
from arcaller.domain.contact.facts import ContactFacts, zone_of
from arcaller.domain.contact.phones import zone_place
from arcaller.domain.contact.rules import HOUSE, STOPS, ContactRule, Effect, RuleKind, binds

_SOON = timedelta(minutes=30)
_ROUNDS = 400
_NEVER = datetime.max.replace(tzinfo=UTC)


class Verdict(Enum):
    """Free, free with a warning, or not now."""

    ALLOWED = "allowed"
    CAUTION = "caution"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is not met, or (inform) one to be kept in mind; ``words`` say what is so."""

    rule: ContactRule
    words: str
    because: str = ""
    until: datetime | None = None

    @property
    def effect(self) -> Effect:
        """Block, warn or inform."""
        return self.rule.effect


@dataclass(frozen=True, slots=True)
class Meter:
    """What a cap counts: ``used`` of ``most`` within ``days`` calendar days."""

    code: str
    counts: str
    used: int
    most: int
    days: int

    @property
    def words(self) -> str:
        """``2 of 6 attempts in 7 days``."""
        return f"{self.used} of {self.most} {self.counts} {'today' if self.days == 1 else f'in {self.days} days'}"


@dataclass(frozen=True, slots=True)
class ContactStanding:
    """How it stands at ``at``. ``findings`` strictest first; ``next_allowed`` is ``at`` itself unless it is blocked
    (``None``: no such time is in sight), ``because`` the cause; ``open_until`` ends the hours of today."""

    at: datetime
    zone: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    meters: tuple[Meter, ...]
    next_allowed: datetime | None
    because: str
    open_until: datetime | None
    holiday: str = ""

    @property
    def worst(self) -> Finding | None:
        """The strictest finding that blocks or warns."""
        first = self.findings[0] if self.findings else None
        return first if first is not None and first.effect is not Effect.INFORM else None

    @property
    def meter(self) -> Meter | None:
        """The meter to show: a full one, else attempts over the longest time."""
        full = [each for each in self.meters if each.used >= each.most]
        attempts = [each for each in self.meters if each.counts == "attempts"]
        return max(full or attempts or self.meters, key=lambda each: (each.days, -each.most), default=None)

    @property
    def next_words(self) -> str:
        """``Next allowed Thu 20 Aug 08:00, because of the conversation on Thu 13 Aug``; empty while it is allowed."""
        if self.verdict is not Verdict.BLOCKED:
            return ""
        if self.next_allowed is None:
            return f"Not allowed until this changes, because of {self.because}"
        local = self.next_allowed.astimezone(zone_of(self.zone))
        same_day = local.date() == self.at.astimezone(zone_of(self.zone)).date()
        when = f"{local:%H:%M}" if same_day else f"{day_words(local.date())} {local:%H:%M}"
        return f"Next allowed {when}, because of {self.because}"

    @property
    def clock_words(self) -> str:
        """``14:32 in Berlin, call until 19:00``, a public holiday by its name."""
        local = self.at.astimezone(zone_of(self.zone))
        words = f"{local:%H:%M} in {zone_place(self.zone)}"
        if self.holiday:
            words += f", {self.holiday}"
        if self.verdict is not Verdict.BLOCKED and self.open_until is not None:
            words += f", call until {self.open_until.astimezone(zone_of(self.zone)):%H:%M}"
        return words


def stand(rules: Iterable[ContactRule], facts: ContactFacts, at: datetime) -> ContactStanding:
    """How a contact stands at the aware instant ``at``: the strictest of all rules that bind.

    What happened after ``at`` is not looked at, so a call logged later is judged by what was known before it.
    """
    facts = replace(facts, touches=tuple(touch for touch in facts.touches if touch.at <= at))
    bound = [rule for rule in rules if binds(rule, facts.whom, facts.channel, facts.day(at))]
    findings = _findings(bound, facts, at)
    blocking = [rule for rule in bound if rule.effect is Effect.BLOCK]
    stopped = [each for each in findings if each.effect is Effect.BLOCK]
    next_allowed = _next_allowed(blocking, facts, at) if stopped else at
    hours = [rule for rule in bound if rule.kind is RuleKind.HOURS and rule.effect is not Effect.INFORM]
    ends = [end for rule in hours if (end := closes_at(rule, facts, at)) is not None and end > at]
    open_until = min(ends, default=None)
    verdict = Verdict.ALLOWED
    if stopped:
        verdict = Verdict.BLOCKED
    elif any(each.effect is Effect.WARN for each in findings) or (open_until and open_until - at <= _SOON):
        verdict = Verdict.CAUTION
    return ContactStanding(
        at=at,
        zone=facts.zone,
        verdict=verdict,
        findings=tuple(findings),
        meters=_meters(bound, facts, at),
        next_allowed=next_allowed,
        because=_cause(stopped),
        open_until=open_until,
        holiday=facts.holiday(at),
    )


def _findings(bound: Sequence[ContactRule], facts: ContactFacts, at: datetime) -> list[Finding]:
    found = []
    for rule in bound:
        if rule.kind is RuleKind.CONTENT:
            found.append(Finding(rule, rule.words))
            continue
        hit = check_rule(rule, facts, at)
        if hit is not None:
            found.append(Finding(rule, hit.words, hit.because, hit.until))
    return sorted(found, key=lambda each: (-each.effect.rank, _order(each)))


def _order(finding: Finding) -> tuple[int, float]:
    """What never ends first, then a stop before the law before the house, then the longest."""
    lasting = -(finding.until.timestamp()) if finding.until is not None else float("-inf")
    return ({STOPS: 0, HOUSE: 2}.get(finding.rule.profile, 1), lasting)


def _cause(stopped: Sequence[Finding]) -> str:
    """Of all that blocks, what blocks longest."""
    longest = max(stopped, key=lambda each: each.until or _NEVER, default=None)
    return longest.because if longest is not None else ""


def _next_allowed(blocking: Sequence[ContactRule], facts: ContactFacts, at: datetime) -> datetime | None:
    """The earliest instant from ``at`` on that no rule blocks: from the latest end to the next, each exact."""
    for _ in range(_ROUNDS):
        hits: list[Hit] = [hit for rule in blocking if (hit := check_rule(rule, facts, at)) is not None]
        if not hits:
            return at
        ends = [hit.until for hit in hits]
        if None in ends:
            return None
        at = max(end for end in ends if end is not None)
    return None


def _meters(bound: Sequence[ContactRule], facts: ContactFacts, at: datetime) -> tuple[Meter, ...]:
    """One meter for each thing counted over each number of days: that of the strictest rule."""
    found: dict[tuple[str, int], Meter] = {}
    for rule in bound:
        if rule.kind is RuleKind.CAP and rule.effect is not Effect.INFORM:
            counts, days = rule.params["counts"], rule.params["days"]
            meter = Meter(rule.code, counts, len(used(rule, facts, at)), rule.params["max"], days)
            before = found.get((counts, days))
            if before is None or meter.most - meter.used < before.most - before.used:
                found[counts, days] = meter
    return tuple(sorted(found.values(), key=lambda each: (each.counts, each.days)))
