"""Steps ahead: putting a client back to another day."""

from __future__ import annotations

from datetime import timedelta

from arcaller.data.queries.sheet.calls import load_call_party
from arcaller.data.tables import FollowUp
from arcaller.domain.calls.outcomes import day_words
from arcaller.domain.errors import DomainError
from arcaller.services.calling.calls import start_act
from arcaller.services.changes import Changes
from arcaller.services.commands import Snooze
from arcaller.services.desk import Desk

_LONGEST = timedelta(days=366)


def snooze(desk: Desk, command: Snooze) -> Changes:
    """Put the client back until a day, with a reason; the steps due before it move to that day as one."""
    party = load_call_party(desk.ledger, command.client_id)
    if not command.reason.strip():
        raise DomainError("Say why the client is put back; one word is enough.", "reason")
    if command.until <= desk.today:
        raise DomainError("Put the client back to a day after today.", "until")
    if command.until > desk.today + _LONGEST:
        raise DomainError("That is more than a year ahead; choose an earlier day.", "until")
    with start_act(desk, "snooze", party) as act:
        for row in desk.ledger.select(FollowUp, FollowUp.client_id == command.client_id, FollowUp.state == "open"):
            if row.due_on < command.until:
                act.change(row, state="cancelled")
        act.add(
            FollowUp(
                client_id=command.client_id,
                due_on=command.until,
                time_zone=party.time_zone,
                kind="call",
                reason=command.reason.strip(),
                state="open",
            )
        )
    said = f"{party.name} is put back to {day_words(command.until)}: {command.reason.strip()}"
    return Changes("snooze", said, clients=frozenset({command.client_id}), entry=act.number)
