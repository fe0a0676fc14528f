"""Clients of one group: linked under a parent, worked as one, never put in a ring."""

from __future__ import annotations

from dataclasses import dataclass

from arcaller.data.queries.clients.groups import load_group_ids, load_parents
from arcaller.data.queries.sheet.calls import load_call_party
from arcaller.data.tables import Client
from arcaller.domain.errors import DomainError
from arcaller.services.acts import start_act
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk


@dataclass(frozen=True, slots=True)
class LinkClient:
    """``client_id`` belongs to the parent; ``parent_id`` ``None`` takes him out of his group."""

    client_id: int
    parent_id: int | None


def link_client(desk: Desk, command: LinkClient) -> Changes:
    """Put a client under a parent or take him out; a ring is refused, whatever its length."""
    party = load_call_party(desk.ledger, command.client_id)
    touched = set(load_group_ids(desk.ledger, command.client_id))
    if command.parent_id is None:
        said = f"{party.name} is linked to nobody above him any more"
    else:
        parent = load_call_party(desk.ledger, command.parent_id)
        if command.parent_id == command.client_id:
            raise DomainError("A client cannot be its own parent; choose another one.", "parent_id")
        if command.client_id in load_parents(desk.ledger, command.parent_id):
            raise DomainError(f"{parent.name} belongs to {party.name} already; that would be a ring.", "parent_id")
        touched |= set(load_group_ids(desk.ledger, command.parent_id))
        said = f"{party.name} belongs to the group of {parent.name} now"
    with start_act(desk, "link_client", party) as act:
        act.change(desk.ledger.get(Client, command.client_id), parent_id=command.parent_id)
    return Changes("link_client", said, clients=frozenset(touched), entry=act.number)
