"""Logging a call: what happened, what it leads to, and the steps it answers, in one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from arcaller.data.journal import Act
from arcaller.data.queries.sheet.calls import CallPartyRow, count_attempts, load_call_party
from arcaller.data.tables import Call, Contact, FollowUp
from arcaller.domain.calendars import BusinessCalendar
from arcaller.domain.calls.outcomes import (
    Agreed,
    CallOutcome,
    NextStep,
    OtherOutcome,
    default_next_step,
    facts_of,
    next_step_words,
    other_of_letter,
)
from arcaller.domain.contact.phones import clocks, local_zone, zone_place
from arcaller.domain.errors import DomainError
from arcaller.services.calling.disputes import DisputeEntry, check_dispute, write_dispute
from arcaller.services.calling.promises import PromiseEntry, check_promise_details, write_promise
from arcaller.services.changes import Changes
from arcaller.services.commands import LogCall
from arcaller.services.desk import Desk
from arcaller.services.settings import Settings, load_settings

_CLOCK_SLACK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the client is: his zone, his wall clock at the call, and the working days there."""

    zone: str
    local: datetime
    calendar: BusinessCalendar

    @property
    def name(self) -> str:
        """``Berlin``: the word beside the clock."""
        return zone_place(self.zone)


@dataclass(frozen=True, slots=True)
class CallEntry:
    """A call that was checked and may be written."""

    command: LogCall
    party: CallPartyRow
    place: Place
    called_at: datetime
    step: NextStep
    other: OtherOutcome | None = None
    promise: PromiseEntry | None = None
    dispute: DisputeEntry | None = None

    @property
    def is_right_party(self) -> bool:
        """Whether the person who decides was reached; a call-back counts if he agreed to it himself."""
        facts = facts_of(self.command.outcome, self.other)
        if facts.right_party is None:
            by_himself = self.command.spoken_to in ("", self.party.contact_name)
            return self.command.outcome is CallOutcome.CALL_BACK and self.party.contact_id is not None and by_himself
        return facts.right_party


def log_call(desk: Desk, command: LogCall) -> Changes:
    """Log one call with its outcome; sets the next step, closes those it answers, and forgets the draft."""
    entry = check_call(desk, command)
    with start_act(desk, "log_call", entry.party) as act:
        write_call(desk, act, entry)
    return Changes("log_call", said_of(entry), clients=frozenset({command.client_id}), entry=act.number)


def preview_next_step(desk: Desk, command: LogCall) -> str:
    """What Enter would lead to ("Calls again Tue 24 Nov 10:00 Berlin time"), or what is still missing.

    A promise that Enter would refuse is refused here already, before anybody has said "thank you, noted".
    """
    settings = load_settings(desk.ledger)
    if command.promise is not None:
        check_promise_details(desk, command.client_id, command.promise, settings)
    try:
        party = _party(desk, command)
        place = place_of(party, settings, command.called_at or desk.now)
        return next_step_words(_next_step(desk, command, place, settings), place.name)
    except DomainError as missing:
        return missing.message


def start_act(desk: Desk, name: str, party: CallPartyRow) -> Act:
    """The act of this desk about one client; the journal names it by number, never by name."""
    return desk.ledger.act(name, actor_id=desk.actor_id, at=desk.now, subject=party.number, clients={party.client_id})


def check_call(desk: Desk, command: LogCall, step: NextStep | None = None) -> CallEntry:
    """Everything about the call that can be refused, before anything is written.

    ``step`` is the next step where it is known already (a plan was proposed in the call).
    """
    settings = load_settings(desk.ledger)
    party = _party(desk, command)
    called_at = command.called_at or desk.now
    if called_at > desk.now + _CLOCK_SLACK:
        raise DomainError("A call cannot be logged before it took place; correct its time.", "called_at")
    place = place_of(party, settings, called_at)
    promise = dispute = None
    if command.outcome is CallOutcome.PROMISE:
        if command.promise is None:
            raise DomainError("A promise needs its day and amount; type them, such as fr.", "due_on")
        promise = check_promise_details(desk, command.client_id, command.promise, settings)
    step = step or _next_step(desk, command, place, settings)
    if command.outcome is CallOutcome.DISPUTE and command.dispute is not None:
        dispute = check_dispute(desk, command.client_id, command.dispute, step.due_on)
    return CallEntry(command, party, place, called_at, step, other_of_letter(command.letter), promise, dispute)


def write_call(desk: Desk, act: Act, entry: CallEntry) -> int:
    """Write the checked call within ``act`` and give its id."""
    command, facts = entry.command, facts_of(entry.command.outcome, entry.other)
    call_id = act.add(
        Call(
            client_id=command.client_id,
            contact_id=entry.party.contact_id,
            caller_id=desk.actor_id,
            direction="out",
            outcome=command.outcome.value,
            was_placed=facts.placed,
            was_connected=bool(facts.connected),
            was_right_party=entry.is_right_party,
            left_message=bool(facts.message_left),
            called_at=entry.called_at,
            recorded_at=desk.now,
            length_seconds=command.length_seconds,
            phone=command.phone or entry.party.phone,
            spoken_to=command.spoken_to,
            note=command.note,
            agenda=command.agenda,
            concern=command.concern,
            was_identified=command.was_identified,
            script=command.script,
        )
    )
    if entry.promise is not None:
        write_promise(desk, act, entry.promise, call_id, entry.party.contact_id)
    if entry.dispute is not None:
        write_dispute(desk, act, entry.dispute, call_id)
    if command.outcome is CallOutcome.WRONG_NUMBER:
        _mark_wrong_number(desk, act, entry)
    _answer_follow_ups(desk, act, entry, call_id)
    add_follow_up(act, entry, call_id)
    if command.draft_key:
        act.delete_draft(command.draft_key)
    return call_id


def add_follow_up(act: Act, entry: CallEntry, call_id: int | None) -> int:
    """The next step as a row, at the client's own wall clock."""
    is_call_back = entry.command.outcome is CallOutcome.CALL_BACK
    step = entry.step
    return act.add(
        FollowUp(
            client_id=entry.command.client_id,
            due_on=step.due_on,
            due_time=f"{step.due_time:%H:%M}" if step.due_time else None,
            time_zone=entry.place.zone,
            kind="call_back" if is_call_back else step.kind.value,
            state="open",
            call_id=call_id,
        )
    )


def _answer_follow_ups(desk: Desk, act: Act, entry: CallEntry, call_id: int) -> None:
    """Close what the call answers: every step due by now, every planned call, and, once reached, every call-back.

    What was due is carried on by the new next step, so that the client leaves today's list.
    """
    today = max(desk.today, entry.place.local.date())
    for row in desk.ledger.select(FollowUp, FollowUp.client_id == entry.command.client_id, FollowUp.state == "open"):
        replaces_call_back = entry.is_right_party or entry.command.outcome is CallOutcome.CALL_BACK
        answered = row.due_on <= today or row.kind == "call" or (row.kind == "call_back" and replaces_call_back)
        if answered:
            act.change(row, state="done", done_by_call_id=call_id)


def _mark_wrong_number(desk: Desk, act: Act, entry: CallEntry) -> None:
    """The number dialed is wrong for this person; another number typed for the call leaves his own as it is."""
    if entry.party.contact_id is not None and entry.command.phone in ("", entry.party.phone):
        act.change(desk.ledger.get(Contact, entry.party.contact_id), phone_state="wrong")


def _party(desk: Desk, command: LogCall) -> CallPartyRow:
    party = load_call_party(desk.ledger, command.client_id, command.contact_id)
    if command.contact_id is not None and party.contact_id is None:
        raise DomainError("This contact does not belong to the client; choose one of the sheet.", "contact_id")
    return party


def place_of(party: CallPartyRow, settings: Settings, at: datetime) -> Place:
    """The client's place: told zone, then address, then phone number, then the company's."""
    found = local_zone(
        told=party.time_zone,
        country=party.country,
        phone=party.phone,
        phone_region=party.country or settings.text("company_country") or None,
        company_zone=settings.text("company_time_zone"),
    )
    zone, local = clocks(found.zones, at)[0]
    country = party.country or settings.text("company_country")
    return Place(zone, local, BusinessCalendar(country, party.region if party.country else ""))


def _next_step(desk: Desk, command: LogCall, place: Place, settings: Settings) -> NextStep:
    return default_next_step(
        command.outcome,
        place.local,
        place.calendar.is_business_day,
        _attempts_today(desk, command, place) + 1,
        settings.next_step_rules,
        other=other_of_letter(command.letter),
        agreed=_agreed(command),
    )


def _agreed(command: LogCall) -> Agreed:
    if command.outcome is CallOutcome.PROMISE and command.promise is not None:
        return Agreed(command.promise.due_on)
    if command.outcome is CallOutcome.CALL_BACK and command.call_back is not None:
        at = command.call_back.due_time
        return Agreed(command.call_back.due_on, _wall_time(at) if at else None)
    return Agreed()


def _wall_time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise DomainError(f"“{text}” is no time of day; write it like 14:30.", "due_time") from None


def _attempts_today(desk: Desk, command: LogCall, place: Place) -> int:
    """Attempts of the client's own calendar day before this one."""
    midnight = place.local.replace(hour=0, minute=0, second=0, microsecond=0)
    return count_attempts(desk.ledger, command.client_id, midnight.astimezone(UTC), place.local.astimezone(UTC))


def said_of(entry: CallEntry) -> str:
    """The whole sentence for the status bar."""
    step = next_step_words(entry.step, entry.place.name)
    return f"{_happened(entry)}; {step[0].lower()}{step[1:]}"


def _happened(entry: CallEntry) -> str:
    name = entry.party.name
    match entry.command.outcome:
        case CallOutcome.NO_ANSWER:
            return f"No answer at {name}"
        case CallOutcome.VOICEMAIL:
            return f"Voicemail left at {name}"
        case CallOutcome.BUSY:
            return f"Busy at {name}"
        case CallOutcome.PROMISE if entry.promise is not None:
            return f"{name} promises {entry.promise.words}"
        case CallOutcome.PLAN:
            return f"Plan talked over with {name}"
        case CallOutcome.DISPUTE:
            return f"{name} disputes {entry.dispute.words}" if entry.dispute else f"Dispute of {name} logged"
        case CallOutcome.CALL_BACK:
            return f"Call-back agreed with {name}"
        case CallOutcome.WRONG_NUMBER:
            return f"Wrong number for {name}"
        case CallOutcome.REFUSES:
            return f"{name} refuses to pay"
        case _:
            return _OTHER[entry.other].format(name=name)


_OTHER = {
    OtherOutcome.SAYS_PAID: "{name} says it is paid",
    OtherOutcome.WANTS_COPY: "{name} wants a copy",
    OtherOutcome.MESSAGE: "Message left with a person at {name}",
    OtherOutcome.NO_COMMITMENT: "{name} made no commitment",
    None: "Call with {name} logged",
}
