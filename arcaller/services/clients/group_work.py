"""What goes on within another act: a client is put back to work, a group is worked as one."""

from __future__ import annotations

from datetime import date

from arcaller.data.journal import Act
from arcaller.data.queries.clients.card import is_overdue
from arcaller.data.queries.clients.groups import load_group_ids
from arcaller.data.tables import FollowUp
from arcaller.services.desk import Desk


def ensure_next_step(desk: Desk, act: Act, client_id: int, reason: str) -> bool:
    """A client with an overdue balance and no open step is to be called today; false if nothing was missing."""
    open_step = desk.ledger.find(FollowUp, FollowUp.client_id == client_id, FollowUp.state == "open")
    if open_step is not None or not is_overdue(desk.ledger, client_id, desk.today):
        return False
    act.add(FollowUp(client_id=client_id, due_on=desk.today, kind="call", reason=reason, state="open"))
    return True


def answer_group_steps(desk: Desk, act: Act, client_id: int, call_id: int, *, name: str, next_on: date) -> set[int]:
    """A call at ``client_id`` answers the calls due at the others of his group; they come up again with him.

    The list shows a group as one row, so its members must leave it and come back together. What was agreed with a
    member himself (a call-back, a promise to check) stays his own. Gives the members that were answered.
    """
    answered: set[int] = set()
    for member in load_group_ids(desk.ledger, client_id):
        if member == client_id:
            continue
        steps = desk.ledger.select(FollowUp, FollowUp.client_id == member, FollowUp.state == "open")
        due = [row for row in steps if row.kind == "call" and row.due_on <= desk.today]
        for row in due:
            act.change(row, state="done", done_by_call_id=call_id)
        if not due and (steps or not is_overdue(desk.ledger, member, desk.today)):
            continue
        answered.add(member)
        if len(due) == len(steps):
            act.add(
                FollowUp(client_id=member, due_on=next_on, kind="call", reason=f"Worked with {name}", state="open")
            )
    return answered
