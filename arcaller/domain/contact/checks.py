"""One rule at one instant: is it met, and if not, until when is it not.

Every check answers with a `Hit` whose ``until`` is exact: from the instant asked to it the rule is never met. So the
first instant at which all are met is found by going from the latest ``until`` to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from arcaller.domain.calendars import LAST_YEAR
from arcaller.domain.calls.outcomes import day_words
from arcaller.domain.contact.facts import ContactFacts, Touch, at_clock, window_spans, zone_of
from arcaller.domain.contact.phones import clocks, zone_place
from arcaller.domain.contact.rules import ContactRule, RuleKind

_CALL_BACK_BEFORE, _CALL_BACK_AFTER = timedelta(minutes=15), timedelta(hours=2)
"""How far from the hour he named a call-back still is the one he asked for."""
_CLOSED_AT_MOST = 60
_NEVER = datetime.max.replace(tzinfo=UTC)
_LOW_CONFIDENCE = 60
"""Minutes cut off either end of the hours where the zone is known from a phone number alone."""
_STOPPED = {
    "cease": "Asked not to be contacted", "represented": "Represented by a lawyer",
    "insolvency": "Insolvent or under a moratorium", "deceased": "Has died",
    "breathing_space": "In a breathing space",
}  # fmt: skip
_COUNTED = {"attempts": "attempt", "contacts": "contact", "conversations": "conversation"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that is not met: what is so (``words``), the cause for a sentence, and until when (``None``: no end)."""

    words: str
    because: str
    until: datetime | None


def check_rule(rule: ContactRule, facts: ContactFacts, at: datetime) -> Hit | None:
    """The hit of ``rule`` at ``at``, if it is not met there and nothing lifts it."""
    check = _CHECKS.get(rule.kind)
    hit = check(rule, facts, at) if check is not None else None
    if hit is None:
        return None
    lifted = [start for start, end in _exemptions(rule, facts, at) if start <= at and (end is None or at < end)]
    if lifted:
        return None
    starts = [start for start, _ in _exemptions(rule, facts, at) if start > at]
    until = min([*starts, *([hit.until] if hit.until is not None else [])], default=None)
    return Hit(hit.words, hit.because, until)


def used(rule: ContactRule, facts: ContactFacts, at: datetime) -> tuple[date, ...]:
    """The days of what a cap counts within its window at ``at``, in order."""
    day, days = facts.day(at), rule.params["days"]
    return tuple(each for each in _counted(rule, facts) if day - timedelta(days=days) < each <= day)


def closes_at(rule: ContactRule, facts: ContactFacts, at: datetime) -> datetime | None:
    """When the hours of a rule that is met at ``at`` end in the first of the client's zones."""
    ends = []
    for zone in facts.zones:
        day = at.astimezone(zone_of(zone)).date()
        if str(day.isoweekday()) in rule.params.get("weekdays", "1234567"):
            ends.append(_span(rule, facts, zone, day)[1])
    return min(ends, default=None)


# --- what lifts a rule --------------------------------------------------------------------------------------------


def _exemptions(rule: ContactRule, facts: ContactFacts, at: datetime) -> Iterator[tuple[datetime, datetime | None]]:
    for name in rule.exempt:
        match name:
            case "call_back":
                yield from ((each.due_at, None) for each in facts.call_backs)
            case "call_back_time":
                for each in facts.call_backs:
                    if each.has_time and each.due_at + _CALL_BACK_AFTER > at:
                        yield each.due_at - _CALL_BACK_BEFORE, each.due_at + _CALL_BACK_AFTER
            case "promise":
                yield from ((at_clock(facts.zone, day, "00:00"), None) for day in facts.reminders)
            case "preferred":
                for window in facts.windows:
                    if window.kind == "preferred":
                        yield from window_spans(window, facts.zone, at)
            case _:
                for first, last in _consented(rule, facts):
                    yield at_clock(facts.zone, first, "00:00"), at_clock(facts.zone, last, "24:00")


def _consented(rule: ContactRule, facts: ContactFacts) -> list[tuple[date, date]]:
    """First and last days on which he had agreed to be called."""
    longest = timedelta(days=rule.params["consent_days"] - 1)
    return [
        (each.since, min(each.until or date.max, each.since + longest))
        for each in facts.consents
        if each.channel == facts.channel and each.state == "given"
    ]


# --- hours and days -----------------------------------------------------------------------------------------------


def _span(rule: ContactRule, facts: ContactFacts, zone: str, day: date) -> tuple[datetime, datetime]:
    """When the hours of ``day`` begin and end in ``zone``; narrower where the zone is uncertain."""
    cut = timedelta(minutes=_LOW_CONFIDENCE if facts.is_low_confidence else 0)
    first, last = (at_clock(zone, day, rule.params[name]) for name in ("from", "to"))
    return first + cut, last - cut


def _hours(rule: ContactRule, facts: ContactFacts, at: datetime) -> Hit | None:
    closed = [zone for zone, _ in clocks(facts.zones, at) if not _is_open(rule, facts, zone, at)]
    if not closed:
        return None
    openings = {zone: _next_opening(rule, facts, zone, at) for zone in closed}
    # the place that opens last is the one to name; the likeliest one where it is as good as any
    last = max(closed, key=lambda zone: (openings[zone] or _NEVER, zone == facts.zone))
    clock, place = f"{at.astimezone(zone_of(last)):%H:%M}", zone_place(last)
    where = f"{clock} in {place}" if last == facts.zone else f"He may be where it is {clock} ({place})"
    cut = ", an hour less at either end as his zone is uncertain" if facts.is_low_confidence else ""
    words = f"{where}; calls are from {rule.params['from']} to {rule.params['to']}{cut}"
    return Hit(words, "the calling hours", openings[last])


def _is_open(rule: ContactRule, facts: ContactFacts, zone: str, at: datetime) -> bool:
    day = at.astimezone(zone_of(zone)).date()
    if str(day.isoweekday()) not in rule.params.get("weekdays", "1234567"):
        return True
    first, last = _span(rule, facts, zone, day)
    return first <= at < last or (at == last and first <= last and bool(rule.params.get("to_inclusive")))


def _next_opening(rule: ContactRule, facts: ContactFacts, zone: str, at: datetime) -> datetime | None:
    today = at.astimezone(zone_of(zone)).date()
    for ahead in range(9):
        day = today + timedelta(days=ahead)
        if str(day.isoweekday()) not in rule.params.get("weekdays", "1234567"):
            start = at_clock(zone, day, "00:00")
        else:
            start, last = _span(rule, facts, zone, day)
            if last < start or (last == start and not rule.params.get("to_inclusive")):
                continue
        if start > at:
            return start
    return None


def _days(rule: ContactRule, facts: ContactFacts, at: datetime) -> Hit | None:
    closed = [
        (zone, local.date(), name)
        for zone, local in clocks(facts.zones, at)
        if (name := _closed_day(rule, facts, local.date()))
    ]
    if not closed:
        return None
    ends = [_next_open_day(rule, facts, zone, day) for zone, day, _ in closed]
    known = [each for each in ends if each is not None]
    zone, day, name = closed[0]
    words = f"{day_words(day)} is {name} in {zone_place(zone)}" if name else ""
    return Hit(words, name, max(known) if len(known) == len(ends) else None)


def _closed_day(rule: ContactRule, facts: ContactFacts, day: date) -> str:
    """Why the rule leaves nobody to be called on ``day``."""
    params = rule.params
    holiday = facts.closed_because(day, params["holidays"]) if params.get("holidays") else ""
    if holiday:
        return holiday
    if day.isoformat() in params.get("extra", ()):
        return "a listed holiday"
    if params.get("weekend") and facts.is_weekend(day):
        return "the weekend"
    return f"{day:%A}" if str(day.isoweekday()) in params.get("weekdays", "") else ""


def _next_open_day(rule: ContactRule, facts: ContactFacts, zone: str, day: date) -> datetime | None:
    for ahead in range(1, _CLOSED_AT_MOST):
        later = day + timedelta(days=ahead)
        if not _closed_day(rule, facts, later):
            return at_clock(zone, later, "00:00")
    return None


# --- counters -----------------------------------------------------------------------------------------------------


def _counted(rule: ContactRule, facts: ContactFacts) -> list[date]:
    """The days of what the rule counts, one per call, in order."""
    what = rule.params["counts"]
    if what == "conversations":
        return sorted(facts.day(touch.at) for touch in facts.touches if touch.was_right_party)
    agreed = _consented(rule, facts) if "consent" in rule.exempt else []
    days = []
    for touch in facts.touches:
        counts = touch.was_connected if what == "contacts" else touch.was_placed
        day = facts.day(touch.at)
        asked = touch.was_asked_for and "call_back" in rule.exempt
        if touch.is_outbound and counts and not asked and not any(first <= day <= last for first, last in agreed):
            days.append(day)
    return sorted(days)


def _cap(rule: ContactRule, facts: ContactFacts, at: datetime) -> Hit | None:
    most, days, what = rule.params["max"], rule.params["days"], rule.params["counts"]
    counted = used(rule, facts, at)
    if len(counted) < most:
        return None
    until = at_clock(facts.zone, counted[-most] + timedelta(days=days), "00:00") if most else None
    unit = _COUNTED[what]
    if what == "conversations" and most == 1:
        return Hit(f"Spoken to on {day_words(counted[-1])}", f"the conversation on {day_words(counted[-1])}", until)
    span = "today" if days == 1 else f"in {days} days"
    number = f"{len(counted)} {unit}{'' if len(counted) == 1 else 's'}"
    since = "today" if days == 1 or not counted else f"since {day_words(counted[0])}"
    return Hit(f"{len(counted)} of {most} {unit}s {span} are used", f"{number} {since}", until)


def _gap(rule: ContactRule, facts: ContactFacts, at: datetime) -> Hit | None:
    minutes = timedelta(minutes=rule.params["minutes"])
    recent = [
        touch
        for touch in facts.touches
        if touch.is_outbound
        and touch.was_placed
        and at - touch.at < minutes
        and not _same_try(rule, facts, touch, at)
    ]
    if not recent:
        return None
    last = max(touch.at for touch in recent)
    clock = f"{last.astimezone(zone_of(facts.zone)):%H:%M}"
    return Hit(
        f"Tried at {clock}; {_span_words(rule)} lie between attempts", f"the attempt at {clock}", last + minutes
    )


def _same_try(rule: ContactRule, facts: ContactFacts, touch: Touch, at: datetime) -> bool:
    """His next number right after one where he was not reached, a message left or not, is the same try."""
    minutes = timedelta(minutes=rule.params.get("same_try_minutes", 0))
    other = bool(facts.phone) and touch.phone != facts.phone
    return other and not touch.was_right_party and at - touch.at < minutes


def _span_words(rule: ContactRule) -> str:
    hours, minutes = divmod(rule.params["minutes"], 60)
    parts = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    if minutes or not parts:
        parts.append(f"{minutes} minute{'' if minutes == 1 else 's'}")
    return " ".join(parts)


# --- dates, stops, wishes -----------------------------------------------------------------------------------------


def _after(rule: ContactRule, facts: ContactFacts, at: datetime) -> Hit | None:
    since = facts.last_invoice_on if rule.params["since"] == "invoice" else facts.oldest_due_on
    days = timedelta(days=rule.params["days"])
    if since is None or not days or since.year > LAST_YEAR or facts.day(at) >= since + days:
        return None
    what = "An invoice was issued" if rule.params["since"] == "invoice" else "The oldest invoice fell due"
    cause = "the invoice of" if rule.params["since"] == "invoice" else "the due date of"
    until = at_clock(facts.zone, since + days, "00:00")
    return Hit(f"{what} on {day_words(since)}; wait {days.days} days", f"{cause} {day_words(since)}", until)


def _stop(rule: ContactRule, facts: ContactFacts, at: datetime) -> Hit | None:
    day = facts.day(at)
    found = [
        stop
        for stop in facts.stops
        if stop.kind == rule.params["kind"] and stop.channel in ("", facts.channel) and stop.holds_on(day)
    ]
    if not found:
        return None
    # the latest end counts; one without an end outlasts all
    stop = max(found, key=lambda each: each.until or date.max)
    end = stop.until if stop.until is not None and stop.until.year <= LAST_YEAR else None
    until = at_clock(facts.zone, end, "24:00") if end is not None else None
    reason = f": {stop.reason}" if stop.reason else ""
    said = _STOPPED[stop.kind]
    return Hit(f"{said} since {day_words(stop.since)}{reason}", f"“{said.lower()}”", until)


def _number(_rule: ContactRule, facts: ContactFacts, _at: datetime) -> Hit | None:
    return Hit("This number is marked wrong for him", "the wrong number", None) if facts.is_wrong_number else None


def _consent(_rule: ContactRule, facts: ContactFacts, at: datetime) -> Hit | None:
    day = facts.day(at)
    told = [each for each in facts.consents if each.channel == facts.channel and each.since <= day]
    latest = max(reversed(told), key=lambda each: each.since, default=None)  # of one day the later word
    if latest is None or latest.state == "given":
        return None
    return Hit(f"Consent was withdrawn on {day_words(latest.since)}", "the consent that was withdrawn", None)


def _windows(rule: ContactRule, facts: ContactFacts, at: datetime) -> Hit | None:
    kind = rule.params["kind"]
    spans = [
        span
        for window in facts.windows
        if window.kind == kind
        for zone in facts.zones
        for span in window_spans(window, zone, at)
    ]
    inside = [span for span in spans if span[0] <= at < span[1]]
    if kind == "inconvenient":
        if not inside:
            return None
        return Hit(
            "He asked to be spared these hours", "the hours he asked to be spared", max(end for _, end in inside)
        )
    if inside or not spans:
        return None
    return Hit("He asked to be called at other hours", "the hours he prefers", min(start for start, _ in spans))


_CHECKS: Mapping[RuleKind, Callable[[ContactRule, ContactFacts, datetime], Hit | None]] = {
    RuleKind.HOURS: _hours, RuleKind.DAYS: _days, RuleKind.CAP: _cap, RuleKind.GAP: _gap, RuleKind.AFTER: _after,
    RuleKind.STOP: _stop, RuleKind.NUMBER: _number, RuleKind.CONSENT: _consent, RuleKind.WINDOWS: _windows,
}  # fmt: skip
