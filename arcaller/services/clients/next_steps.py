"""The next step is never missing: given by hand, or by an act that puts a client back to work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from arcaller.data.journal import Act
from arcaller.data.queries.clients.card import is_overdue
from arcaller.data.queries.sheet.calls import CallPartyRow, load_call_party
from arcaller.data.tables import FollowUp
from arcaller.domain.calls.outcomes import (
    CallOutcome,
    NextStep,
    OtherOutcome,
    day_words,
    default_next_step,
    next_step_words,
)
from arcaller.domain.errors import DomainError
from arcaller.services.acts import start_act
from arcaller.services.calling.calls import place_of
from arcaller.services.changes import Changes
from arcaller.services.clients.texts import line
from arcaller.services.desk import Desk
from arcaller.services.settings import load_settings

STEPS = {
    "call": "Call",
    "check_payment": "Check the payment",
    "send_copy": "Send a copy",
    "find_number": "Find a number",
    "review_dispute": "Look at the dispute",
    "supervisor_review": "Ask the supervisor",
}
"""The steps that may be given by hand, in the words of the screen."""
_DONE = {
    "check_payment": "Payment checked",
    "send_copy": "Copy sent",
    "find_number": "Number found",
    "review_dispute": "Dispute looked at",
    "supervisor_review": "Supervisor asked",
}
"""The steps that are done without a call, in the words of what was done."""
_LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class GiveNextStep:
    """What comes next with a client, and when; ``kind`` is one of :data:`STEPS`."""

    client_id: int
    due_on: date
    kind: str = "call"
    reason: str = ""


def give_next_step(desk: Desk, command: GiveNextStep) -> Changes:
    """Set a next step; a client that fell out of every list is on one again."""
    party = load_call_party(desk.ledger, command.client_id)
    reason = line(command.reason, "reason")
    if command.kind not in STEPS:
        raise DomainError(f"“{command.kind}” is no step; choose one of the list.", "kind")
    if command.due_on < desk.today:
        raise DomainError("That day has passed; choose today or a later one.", "due_on")
    if command.due_on > desk.today + _LONGEST:
        raise DomainError("That is more than a year ahead; choose an earlier day.", "due_on")
    with start_act(desk, "give_next_step", party) as act:
        act.add(
            FollowUp(
                client_id=command.client_id,
                due_on=command.due_on,
                time_zone=party.time_zone,
                kind=command.kind,
                reason=reason,
                state="open",
            )
        )
    said = f"Next with {party.name}: {STEPS[command.kind].lower()} {day_words(command.due_on)}"
    return Changes.of_client("give_next_step", command.client_id, said, entry=act.number)


@dataclass(frozen=True, slots=True)
class FinishStep:
    """The step of the client that is due was done without a call."""

    client_id: int


def finish_step(desk: Desk, command: FinishStep) -> Changes:
    """Close the earliest step due that no call answers, such as a copy to send.

    Where something is overdue and no other step stands, the office's step after a call without a commitment follows:
    the client never falls out of every list.
    """
    party = load_call_party(desk.ledger, command.client_id)
    steps = desk.ledger.select(FollowUp, FollowUp.client_id == command.client_id, FollowUp.state == "open")
    due = [row for row in steps if row.kind in _DONE and row.due_on <= desk.today]
    if not due:
        raise DomainError(f"No step of {party.name} is due that is done without a call.", "kind")
    step = min(due, key=lambda row: (row.due_on, row.id))
    said = f"{_DONE[step.kind]}: {party.name}"
    with start_act(desk, "finish_step", party) as act:
        act.change(step, state="done")
        if len(steps) == 1 and is_overdue(desk.ledger, command.client_id, desk.today):
            following, place = _call_again(desk, act, party, _DONE[step.kind].lower())
            words = next_step_words(following, place)
            said = f"{said}; {words[0].lower()}{words[1:]}"
    return Changes("finish_step", said, clients=frozenset({command.client_id}), entry=act.number)


def _call_again(desk: Desk, act: Act, party: CallPartyRow, reason: str) -> tuple[NextStep, str]:
    """The call that follows, as a row; with it the name of the client's place."""
    settings = load_settings(desk.ledger)
    place = place_of(party, settings, desk.now)
    step = default_next_step(
        CallOutcome.OTHER,
        place.local,
        place.calendar.is_business_day,
        0,
        settings.next_step_rules,
        other=OtherOutcome.NO_COMMITMENT,
    )
    act.add(
        FollowUp(
            client_id=party.client_id,
            due_on=step.due_on,
            due_time=f"{step.due_time:%H:%M}" if step.due_time else None,
            time_zone=place.zone,
            kind=step.kind.value,
            reason=reason,
            state="open",
        )
    )
    return step, place.zone.rpartition("/")[2].replace("_", " ")
