"""What may be said of a call at all: its times, its direction, who was on the line."""

from __future__ import annotations

from datetime import datetime, timedelta

from arcaller.data.queries.sheet.calls import CallPartyRow
from arcaller.domain.calls.outcomes import CallOutcome, OtherOutcome, other_of_letter
from arcaller.domain.direction_marks import without_direction_marks
from arcaller.domain.errors import DomainError
from arcaller.services.commands import LogCall
from arcaller.services.desk import Desk
from arcaller.services.preparing.preparation import Element

_CLOCK_SLACK = timedelta(minutes=5)
_OLDEST = timedelta(days=366)
_LONGEST_SECONDS = 24 * 3600
_LONGEST_REASON = 400
_NEEDS_RIGHT_PARTY = {
    CallOutcome.PROMISE: "A promise",
    CallOutcome.PLAN: "A plan",
    CallOutcome.DISPUTE: "A dispute",
    CallOutcome.REFUSES: "A refusal",
}
_WHO = {
    CallOutcome.PROMISE: "Who promised?",
    CallOutcome.PLAN: "Who agrees to the plan?",
    CallOutcome.DISPUTE: "Who disputes it?",
    CallOutcome.REFUSES: "Who refuses?",
}
_NOT_INBOUND = {CallOutcome.NO_ANSWER, CallOutcome.VOICEMAIL, CallOutcome.BUSY}


def times_of(desk: Desk, command: LogCall) -> tuple[datetime, datetime | None]:
    """When the call took place and when it ended (``None``: nobody knows); refused where that lies ahead."""
    called_at = command.called_at or command.started_at or desk.now
    if called_at > desk.now + _CLOCK_SLACK:
        raise DomainError("A call cannot be logged before it took place; correct its time.", "called_at")
    if called_at < desk.now - _OLDEST:
        raise DomainError("That is more than a year ago; check the day of the call.", "called_at")
    seconds = length_of(command)
    if command.called_at is None and command.ended_at is not None:
        return called_at, max(called_at, command.ended_at)
    return called_at, None if seconds is None else called_at + timedelta(seconds=seconds)


def length_of(command: LogCall) -> int | None:
    """Seconds: as typed, else from start to end; a clock that was set back in between gives 0."""
    if command.length_seconds is not None:
        if not 0 <= command.length_seconds <= _LONGEST_SECONDS:
            raise DomainError("A call lasts between nothing and a day; correct its length.", "length_seconds")
        return command.length_seconds
    if command.started_at is None or command.ended_at is None or command.called_at is not None:
        return None
    return min(_LONGEST_SECONDS, max(0, round((command.ended_at - command.started_at).total_seconds())))


def reason_of(command: LogCall) -> str:
    """Why the client was called, on one line; words beyond 400 letters are left off."""
    flat = " ".join(command.reason.split())
    return flat if len(flat) <= _LONGEST_REASON else f"{flat[: _LONGEST_REASON - 1].rstrip()}…"


def check_facts(desk: Desk, command: LogCall, party: CallPartyRow) -> None:
    """Refuse what cannot be: a call ahead, an unanswered inbound call, a promise from somebody else."""
    contact_name = party.contact_name
    times_of(desk, command)
    unknown = set(command.ready) - {element.value for element in Element}
    if unknown:
        raise DomainError(f"“{min(unknown)}” is no preparation; tick what the sheet shows.", "ready")
    if command.direction not in ("out", "in"):
        raise DomainError("A call goes out or comes in; choose one of them.", "direction")
    if command.direction == "in" and command.outcome in _NOT_INBOUND:
        raise DomainError("An inbound call was answered; choose how the conversation ended.", "outcome")
    spoken_to = without_direction_marks(command.spoken_to).strip()
    what = _NEEDS_RIGHT_PARTY.get(command.outcome)
    if what is not None and not spoken_to and not contact_name:
        raise DomainError(f"{_WHO[command.outcome]} Type the name of the person who may decide.", "spoken_to")
    if what is not None and spoken_to and contact_name and spoken_to != contact_name:
        raise DomainError(
            f"{what} counts only from {contact_name}, and {spoken_to} was on the line; choose the contact who spoke, "
            "or log 7 call back or 0 m message.",
            "spoken_to",
        )
    if what is not None and party.is_strict and not command.was_identified:
        raise DomainError(
            f"{what} of this client needs the identity check first; F7 says that the right person was verified.",
            "identity",
        )
    if command.paid is not None:
        if command.outcome is not CallOutcome.OTHER or other_of_letter(command.letter) is not OtherOutcome.SAYS_PAID:
            raise DomainError("How and when belong to 0 p, says paid; choose that.", "letter")
        if command.paid.on is not None and command.paid.on > desk.today:
            raise DomainError("What is paid already was paid by today; for a later day log 4, a promise.", "paid_on")
    is_asked = command.outcome is CallOutcome.OTHER or command.letter != ""
    if is_asked and other_of_letter(command.letter) is None:
        raise DomainError("Press p says paid, c wants a copy, m message or n no commitment.", "letter")
