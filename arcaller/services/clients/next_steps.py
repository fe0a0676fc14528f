"""The next step is never missing: given by hand, or by an act that puts a client back to work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from arcaller.data.queries.sheet.calls import load_call_party
from arcaller.data.tables import FollowUp
from arcaller.domain.calls.outcomes import day_words
from arcaller.domain.errors import DomainError
from arcaller.services.acts import start_act
from arcaller.services.changes import Changes
from arcaller.services.clients.texts import line
from arcaller.services.desk import Desk

STEPS = {
    "call": "Call",
    "check_payment": "Check the payment",
    "send_copy": "Send a copy",
    "find_number": "Find a number",
    "review_dispute": "Look at the dispute",
    "supervisor_review": "Ask the supervisor",
}
"""The steps that may be given by hand, in the words of the screen."""
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
