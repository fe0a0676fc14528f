"""Logging a call: what happened, what it leads to, and the steps it answers, in one act."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from arcaller.data.journal import Act
from arcaller.data.queries.clients.groups import load_group_ids
from arcaller.data.queries.sheet.calls import CallPartyRow, count_attempts, load_call_party
from arcaller.data.tables import Call, FollowUp
from arcaller.domain.calendars import BusinessCalendar
from arcaller.domain.calls.call_backs import due_at
from arcaller.domain.calls.outcomes import (
    Agreed,
    CallOutcome,
    NextStep,
    NextStepKind,
    OtherOutcome,
    default_next_step,
    facts_of,
    moved_step,
    next_step_words,
    other_of_letter,
)
from arcaller.domain.contact.phones import clocks, local_zone, same_number_digits, zone_place
from arcaller.domain.direction_marks import without_direction_marks
from arcaller.domain.errors import DomainError
from arcaller.services.acts import start_act
from arcaller.services.calling.call_checks import check_facts, length_of, reason_of, times_of
from arcaller.services.calling.call_words import happened, paid_words
from arcaller.services.calling.disputes import DisputeEntry, check_dispute, write_dispute
from arcaller.services.calling.numbers import mark_wrong_number
from arcaller.services.changes import Changes
from arcaller.services.clients.group_work import answer_group_steps
from arcaller.services.commands import LogCall, PaidDetails
from arcaller.services.contact.breaches import Breach, breach_words, judge
from arcaller.services.desk import Desk
from arcaller.services.promises.promises import (
    PromiseEntry,
    check_promise_details,
    reminder_day,
    write_promise,
    write_promise_steps,
)
from arcaller.services.settings import Settings, load_settings


@dataclass(frozen=True, slots=True)
class Place:
    """Where the client is: his zone, his wall clock as the call is logged, and the working days there."""

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
    remind_on: date | None = None
    breach: Breach | None = None
    was_asked_for: bool = False

    @property
    def is_by_himself(self) -> bool:
        """Whether the contact himself was on the line, and nobody else for him."""
        return without_direction_marks(self.command.spoken_to).strip() in ("", self.party.contact_name)

    @property
    def is_right_party(self) -> bool:
        """Whether the person who decides was reached; a call-back counts if he agreed to it himself."""
        facts = facts_of(self.command.outcome, self.other)
        if facts.right_party is None:
            is_call_back = self.command.outcome is CallOutcome.CALL_BACK
            return is_call_back and self.party.contact_id is not None and self.is_by_himself
        return facts.right_party and (self.is_by_himself or self.command.outcome is not CallOutcome.OTHER)

    @property
    def phone_digits(self) -> str:
        """The number of this call in full, by which its calls are compared; "" where none was dialed."""
        return same_number_digits(self.command.phone or self.party.phone, self.party.country or None)


def log_call(desk: Desk, command: LogCall) -> Changes:
    """Log one call with its outcome; sets the next step, closes those it answers, and forgets the draft."""
    entry = check_call(desk, command)
    with start_act(desk, "log_call", entry.party) as act:
        write_call(desk, act, entry)
    clients = frozenset(load_group_ids(desk.ledger, command.client_id))
    return Changes("log_call", said_of(entry), clients=clients, entry=act.number)


def preview_next_step(desk: Desk, command: LogCall) -> str:
    """What Enter would lead to ("Calls again Tue 24 Nov 10:00 Berlin time"), or what is still missing.

    A promise that Enter would refuse is refused here already, before anybody has said "thank you, noted".
    """
    settings = load_settings(desk.ledger)
    party = _party(desk, command)
    check_facts(desk, command, party)
    if command.promise is not None:
        check_promise_details(desk, command.client_id, command.promise, settings)
    place = place_of(party, settings, desk.now)
    remind_on = _remind_on(desk, command, place, settings)
    try:
        step = _next_step(desk, command, place, settings)
    except DomainError as missing:
        if command.next_step is not None:
            raise
        return missing.message
    return next_step_words(step, place.name, remind_on=remind_on)


def check_call(desk: Desk, command: LogCall, step: NextStep | None = None) -> CallEntry:
    """Everything about the call that can be refused, before anything is written.

    ``step`` is the next step where it is known already (a plan was proposed in the call).
    """
    settings = load_settings(desk.ledger)
    party = _party(desk, command)
    called_at, _ = times_of(desk, command)
    check_facts(desk, command, party)
    place = place_of(party, settings, desk.now)
    promise = dispute = None
    if command.outcome is CallOutcome.PROMISE:
        if command.promise is None:
            raise DomainError("A promise needs its day and amount; type them, such as fr.", "due_on")
        promise = check_promise_details(desk, command.client_id, command.promise, settings)
        promise = replace(
            promise, promised_by=without_direction_marks(command.spoken_to).strip() or party.contact_name
        )
    step = step or _next_step(desk, command, place, settings)
    if command.outcome is CallOutcome.DISPUTE and command.dispute is not None:
        dispute = check_dispute(desk, command.client_id, command.dispute, step.due_on)
    breach, was_asked_for = judge(desk, command, party.contact_id, called_at, settings)
    return CallEntry(
        command,
        party,
        place,
        called_at,
        step,
        other_of_letter(command.letter),
        promise,
        dispute,
        _remind_on(desk, command, place, settings),
        breach,
        was_asked_for,
    )


def write_call(desk: Desk, act: Act, entry: CallEntry) -> int:
    """Write the checked call within ``act`` and give its id."""
    command = entry.command
    call_id = act.add(_row_of(desk, entry))
    promise_ids: tuple[int, ...] = ()
    if entry.promise is not None:
        promise_ids = write_promise(desk, act, entry.promise, call_id, entry.party.contact_id)
    if entry.dispute is not None:
        write_dispute(desk, act, entry.dispute, call_id)
    if command.outcome is CallOutcome.WRONG_NUMBER and command.direction == "out":
        mark_wrong_number(desk, act, entry.party.contact_id, command.phone or entry.party.phone, entry.phone_digits)
    _answer_follow_ups(desk, act, entry, call_id)
    checks_promise = bool(promise_ids) and entry.step.kind is NextStepKind.CHECK_PROMISE
    add_follow_up(act, entry, call_id, promise_ids[0] if checks_promise else None)
    if entry.promise is not None:
        write_promise_steps(
            desk, act, entry.promise, promise_ids, call_id=call_id, zone=entry.place.zone,
            is_business_day=entry.place.calendar.is_business_day, settings=load_settings(desk.ledger),
            is_first_checked=checks_promise,
        )  # fmt: skip
    answer_group_steps(
        desk, act, command.client_id, call_id, name=entry.party.name, next_on=max(entry.step.due_on, desk.today)
    )
    if command.draft_key:
        act.delete_draft(desk.actor_id, command.draft_key, command.draft)
    return call_id


def _row_of(desk: Desk, entry: CallEntry) -> Call:
    command, facts = entry.command, facts_of(entry.command.outcome, entry.other)
    came_in = command.direction == "in"
    _, ended_at = times_of(desk, command)
    paid = command.paid or PaidDetails()
    return Call(
        client_id=command.client_id,
        contact_id=entry.party.contact_id,
        caller_id=desk.actor_id,
        direction=command.direction,
        outcome=command.outcome.value,
        other=entry.other.value if entry.other is not None else "",
        was_placed=facts.placed and not came_in,
        was_connected=bool(facts.connected) or came_in,
        was_right_party=entry.is_right_party,
        left_message=bool(facts.message_left),
        called_at=entry.called_at,
        ended_at=ended_at,
        recorded_at=desk.now,
        length_seconds=length_of(command),
        phone=command.phone or entry.party.phone,
        phone_digits=entry.phone_digits,
        is_to_wrong_number=command.outcome is CallOutcome.WRONG_NUMBER and not came_in,
        spoken_to=without_direction_marks(command.spoken_to).strip(),
        note=without_direction_marks(command.note),
        agenda=command.agenda,
        concern=without_direction_marks(command.concern).strip(),
        answer=without_direction_marks(command.answer).strip(),
        was_asked_for=entry.was_asked_for,
        was_identified=command.was_identified,
        ready=list(command.ready),
        reason=reason_of(command),
        script=command.script,
        breach_rule=entry.breach.rule if entry.breach is not None else "",
        breach_words=entry.breach.words if entry.breach is not None else "",
        override_reason=without_direction_marks(command.override_reason).strip(),
        paid_method=paid.method,
        paid_on=paid.on,
        is_proof_asked=paid.is_proof_asked,
    )


def add_follow_up(act: Act, entry: CallEntry, call_id: int | None, promise_id: int | None = None) -> int:
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
            reason=paid_words(entry.command.paid),
            state="open",
            call_id=call_id,
            promise_id=promise_id,
        )
    )


def _answer_follow_ups(desk: Desk, act: Act, entry: CallEntry, call_id: int) -> None:
    """Close what the call answers: every step due by now, every planned call, and, once reached, every call-back.

    What was due is carried on by the new next step, so that the client leaves today's list. An hour he gave us that
    is still to come stays, unless he was reached before it. What somebody here has to do stays as well: a copy until
    it was sent, a supervisor's decision until the client himself says what he will do.
    """
    today = max(desk.today, entry.place.local.date())
    for row in desk.ledger.select(FollowUp, FollowUp.client_id == entry.command.client_id, FollowUp.state == "open"):
        if row.kind == "call_back":
            reached = entry.is_right_party or entry.command.outcome is CallOutcome.CALL_BACK
            answered = reached or (row.due_on <= today and not _is_ahead(row, entry))
        elif row.kind == "send_copy" or (row.kind == "supervisor_review" and not entry.is_right_party):
            answered = row.kind == entry.step.kind.value
        else:
            answered = row.due_on <= today or row.kind == "call"
        if answered:
            act.change(row, state="done", done_by_call_id=call_id)


def _is_ahead(step: FollowUp, entry: CallEntry) -> bool:
    """Whether the minute of a call-back was still to come when the call was made."""
    zone = step.time_zone or entry.place.zone
    return step.due_time is not None and due_at(step.due_on, step.due_time, zone) > entry.called_at


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
        region=party.region,
        phone=party.phone,
        phone_region=party.country or settings.text("company_country") or None,
        company_zone=settings.text("company_time_zone"),
    )
    zone, local = clocks(found.zones, at)[0]
    country = party.country or settings.text("company_country")
    return Place(zone, local, BusinessCalendar(country, party.region if party.country else ""))


def _next_step(desk: Desk, command: LogCall, place: Place, settings: Settings) -> NextStep:
    local = _on_the_day(desk, place.local)
    step = default_next_step(
        command.outcome,
        local,
        place.calendar.is_business_day,
        _attempts_today(desk, command, place),
        settings.next_step_rules,
        other=other_of_letter(command.letter),
        agreed=_agreed(command),
    )
    if command.next_step is None:
        return step
    wish, at = command.next_step, command.next_step.due_time
    wanted = NextStep(step.kind, wish.due_on, _wall_time(at) if at else None)
    return moved_step(wanted, local, place.calendar.is_business_day, settings.next_step_rules)


def _on_the_day(desk: Desk, local: datetime) -> datetime:
    """The client's wall clock for what comes next: a computer's clock set back does not put a step into the past.

    Between the zones a date may lie one day before the business date; only more is a wrong clock.
    """
    behind = (desk.today - desk.now.date()).days
    return local + timedelta(days=behind) if behind > 1 else local


def _remind_on(desk: Desk, command: LogCall, place: Place, settings: Settings) -> date | None:
    """When the client is reminded of the promise just made, if he is; the first of its parts counts."""
    if command.promise is None:
        return None
    days_before = settings.number("remind_promise_days")
    return reminder_day(command.promise.due_on, days_before, place.calendar.is_business_day, desk.today)


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
    """Attempts of the client's own calendar day, this one among them if it took place on that day."""
    midnight = place.local.replace(hour=0, minute=0, second=0, microsecond=0)
    counted = count_attempts(desk.ledger, command.client_id, midnight.astimezone(UTC), place.local.astimezone(UTC))
    called_at, _ = times_of(desk, command)
    return counted + (command.direction == "out" and called_at.astimezone(place.local.tzinfo) >= midnight)


def said_of(entry: CallEntry) -> str:
    """The whole sentence for the status bar."""
    step = next_step_words(entry.step, entry.place.name, remind_on=entry.remind_on)
    command = entry.command
    promised = entry.promise.words if entry.promise is not None else ""
    disputed = entry.dispute.words if entry.dispute is not None else ""
    said = happened(command.outcome, entry.other, entry.party.name, promised, disputed)
    came_in = "Inbound: " if command.direction == "in" else ""
    outside = breach_words(entry.breach, without_direction_marks(command.override_reason))
    return f"{came_in}{said}; {step[0].lower()}{step[1:]}{outside}"
