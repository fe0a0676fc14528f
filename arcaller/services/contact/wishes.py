"""Writing down what a client wants of our contacts: what stops them, which hours suit, which channel he allows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from arcaller.data.queries.sheet.calls import CallPartyRow, load_call_party
from arcaller.data.tables import Consent, ContactStop, ContactWindow, FollowUp
from arcaller.domain.calendars import LAST_YEAR
from arcaller.domain.calls.outcomes import day_words
from arcaller.domain.direction_marks import without_direction_marks
from arcaller.domain.errors import DomainError
from arcaller.services.acts import start_act
from arcaller.services.changes import Changes
from arcaller.services.clients.group_work import ensure_next_step
from arcaller.services.desk import Desk

STOP_WORDS = {
    "cease": "asked not to be contacted",
    "represented": "is represented by a lawyer",
    "insolvency": "is insolvent or under a moratorium",
    "deceased": "has died",
    "breathing_space": "is in a breathing space",
}
"""What stops contacts, in words that follow a name."""
CHANNEL_WORDS = {
    "call": "calls", "voicemail": "voicemail", "sms": "text messages", "email": "e-mail", "letter": "letters",
    "visit": "visits",
}  # fmt: skip
"""The ways of contact, in words."""
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class AddStop:
    """Stop contacts with a client or one of his people, on one ``channel`` or all (""), until a day or for good."""

    client_id: int
    kind: str
    contact_id: int | None = None
    channel: str = ""
    reason: str = ""
    source: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class LiftStop:
    """The stop no longer holds, for a reason."""

    client_id: int
    stop_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class AddWindow:
    """Hours a person prefers (``preferred``) or wants to be spared (``inconvenient``), at his own clock.

    ``weekdays`` are digits from 1 (Monday) to 7; no times mean the whole day.
    """

    client_id: int
    kind: str
    weekdays: str
    from_time: str | None = None
    to_time: str | None = None
    contact_id: int | None = None
    until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class EndWindow:
    """The hours no longer count, from today on."""

    client_id: int
    window_id: int


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """A person allows (``given``) or forbids (``withdrawn``) one channel; ``source`` says how we know."""

    client_id: int
    channel: str
    state: str
    contact_id: int | None = None
    since: date | None = None
    until: date | None = None
    source: str = ""


def add_stop(desk: Desk, command: AddStop) -> Changes:
    """Stop contacts from a day on; one with an end is looked at again the day after it."""
    party = _party(desk, command.client_id, command.contact_id)
    if command.kind not in STOP_WORDS:
        raise DomainError(f"“{command.kind}” is no reason to stop; choose one of the list.", "kind")
    if command.channel:
        _check_channel(command.channel)
    since = _since(desk, command.since)
    if command.until is not None and command.until < since:
        raise DomainError("The stop would end before it begins; correct the day.", "until")
    if command.until is not None and command.until.year > LAST_YEAR:
        raise DomainError("A stop without an end has no day; leave it empty.", "until")
    with start_act(desk, "add_stop", party) as act:
        new_id = act.add(
            ContactStop(
                client_id=command.client_id,
                contact_id=command.contact_id,
                kind=command.kind,
                channel=command.channel,
                reason=without_direction_marks(command.reason).strip(),
                source=without_direction_marks(command.source).strip(),
                since=since,
                until=command.until,
            )
        )
        if command.until is not None and command.until >= desk.today:
            act.add(
                FollowUp(
                    client_id=command.client_id,
                    due_on=command.until + timedelta(days=1),
                    kind="review_stop",
                    reason="The stop has ended",
                    state="open",
                )
            )
    until = f" until {day_words(command.until)}" if command.until else ""
    who = _who(party, command.contact_id)
    said = f"{who} {STOP_WORDS[command.kind]}: no {CHANNEL_WORDS.get(command.channel, 'contact')}{until}"
    return Changes.of_client("add_stop", command.client_id, said, entry=act.number, new_id=new_id)


def lift_stop(desk: Desk, command: LiftStop) -> Changes:
    """Lift a stop that still holds."""
    party = _party(desk, command.client_id)
    stop = desk.ledger.find(ContactStop, ContactStop.id == command.stop_id)
    if stop is None or stop.client_id != command.client_id:
        raise DomainError("This stop is not one of the client's; choose one of the list.", "stop_id")
    if stop.lifted_on is not None:
        raise DomainError(f"This stop was lifted on {day_words(stop.lifted_on)} already.", "stop_id")
    reason = without_direction_marks(command.reason).strip()
    if not reason:
        raise DomainError("Say why the stop no longer holds; who told you, and when.", "reason")
    with start_act(desk, "lift_stop", party) as act:
        act.change(stop, lifted_on=desk.today, lifted_reason=reason)
        ensure_next_step(desk, act, command.client_id, "The stop was lifted")
    said = f"{party.name} may be contacted again: {reason}"
    return Changes.of_client("lift_stop", command.client_id, said, entry=act.number)


def add_window(desk: Desk, command: AddWindow) -> Changes:
    """Write down hours that suit or do not suit, from today on."""
    party = _party(desk, command.client_id, command.contact_id)
    _check_window(desk, command)
    with start_act(desk, "add_window", party) as act:
        new_id = act.add(
            ContactWindow(
                client_id=command.client_id,
                contact_id=command.contact_id,
                kind=command.kind,
                weekdays="".join(sorted(set(command.weekdays))),
                from_time=command.from_time,
                to_time=command.to_time,
                since=desk.today,
                until=command.until,
                note=without_direction_marks(command.note).strip(),
            )
        )
    what = "prefers" if command.kind == "preferred" else "is not to be called"
    who = _who(party, command.contact_id)
    said = f"{who} {what} {window_words(command.weekdays, command.from_time, command.to_time)}"
    return Changes.of_client("add_window", command.client_id, said, entry=act.number, new_id=new_id)


def end_window(desk: Desk, command: EndWindow) -> Changes:
    """The hours end with yesterday; those told today are forgotten whole."""
    party = _party(desk, command.client_id)
    window = desk.ledger.find(ContactWindow, ContactWindow.id == command.window_id)
    if window is None or window.client_id != command.client_id:
        raise DomainError("These hours are not the client's; choose some of the list.", "window_id")
    with start_act(desk, "end_window", party) as act:
        if window.since >= desk.today:
            act.remove(window)
        else:
            act.change(window, until=desk.today - timedelta(days=1))
    said = f"The hours of {party.name} no longer count"
    return Changes.of_client("end_window", command.client_id, said, entry=act.number)


def record_consent(desk: Desk, command: RecordConsent) -> Changes:
    """Write down that a channel is allowed or no longer is; nothing is overwritten, the newest counts."""
    party = _party(desk, command.client_id, command.contact_id)
    _check_channel(command.channel)
    if command.state not in ("given", "withdrawn"):
        raise DomainError("Consent is either given or withdrawn; choose one.", "state")
    since = _since(desk, command.since)
    if command.until is not None and command.until < since:
        raise DomainError("The consent would end before it begins; correct the day.", "until")
    if command.state == "given" and not without_direction_marks(command.source).strip():
        raise DomainError("Say how the consent was given: on the phone, by e-mail of which day …", "source")
    with start_act(desk, "record_consent", party) as act:
        new_id = act.add(
            Consent(
                client_id=command.client_id,
                contact_id=command.contact_id,
                channel=command.channel,
                state=command.state,
                since=since,
                until=command.until,
                source=without_direction_marks(command.source).strip(),
            )
        )
    allows = "allows" if command.state == "given" else "no longer allows"
    who = _who(party, command.contact_id)
    said = f"{who} {allows} {CHANNEL_WORDS[command.channel]}"
    return Changes.of_client("record_consent", command.client_id, said, entry=act.number, new_id=new_id)


def window_words(weekdays: str, from_time: str | None, to_time: str | None) -> str:
    """``Mon–Fri 15:00–17:00``: weekdays in runs, the whole day without times."""
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    days = sorted({int(digit) for digit in weekdays})
    runs: list[list[int]] = []
    for each in days:
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    said = ", ".join(
        names[run[0] - 1] if len(run) == 1 else f"{names[run[0] - 1]}–{names[run[-1] - 1]}" for run in runs
    )
    if from_time is None and to_time is None:
        return said
    return f"{said} {from_time or '00:00'}–{to_time or '24:00'}"


def _party(desk: Desk, client_id: int, contact_id: int | None = None) -> CallPartyRow:
    party = load_call_party(desk.ledger, client_id, contact_id)
    if contact_id is not None and party.contact_id is None:
        raise DomainError("This contact does not belong to the client; choose one of his.", "contact_id")
    return party


def _who(party: CallPartyRow, contact_id: int | None) -> str:
    """Whose wish it is: a person's own, or the whole client's."""
    return party.contact_name if contact_id is not None else party.name


def _check_channel(channel: str) -> None:
    if channel not in CHANNEL_WORDS:
        raise DomainError(f"“{channel}” is no way of contact; choose one of the list.", "channel")


def _since(desk: Desk, since: date | None) -> date:
    if since is not None and since > desk.today:
        raise DomainError("That day has not come yet; choose today or an earlier one.", "since")
    return since or desk.today


def _check_window(desk: Desk, command: AddWindow) -> None:
    if command.kind not in ("preferred", "inconvenient"):
        raise DomainError("Hours either suit or do not; choose one.", "kind")
    if not command.weekdays or not set(command.weekdays) <= set("1234567"):
        raise DomainError("Choose at least one day of the week.", "weekdays")
    for name, text in (("from_time", command.from_time), ("to_time", command.to_time)):
        if text is not None and not _TIME.fullmatch(text):
            raise DomainError(f"“{text}” is no time of day; write it like 15:00.", name)
    if command.from_time is not None and command.to_time is not None and command.from_time >= command.to_time:
        raise DomainError("The hours end before they begin; hours over midnight are written as two.", "to_time")
    if command.until is not None and command.until < desk.today:
        raise DomainError("That day has passed; choose today or a later one.", "until")
