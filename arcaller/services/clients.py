"""Clients and their contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from arcaller.data.queries.sheet.calls import load_call_party
from arcaller.data.search.text import phone_digits
from arcaller.data.tables import Client, Contact
from arcaller.domain.calls.outcomes import day_words
from arcaller.domain.contact.phones import is_zone
from arcaller.domain.errors import DomainError
from arcaller.services.calling.calls import start_act
from arcaller.services.changes import Changes
from arcaller.services.commands import SaveContact
from arcaller.services.desk import Desk

STYLES = ("brief", "detailed", "formal", "friendly")
"""How a contact likes to be spoken to."""


def save_contact(desk: Desk, command: SaveContact) -> Changes:
    """Make or change a contact; the first one of a client is its main one, a new number is no longer wrong."""
    party = load_call_party(desk.ledger, command.client_id)
    _check(command)
    values = {
        "name": command.name.strip(), "role": command.role.strip(), "phone": command.phone.strip(),
        "phone_digits": phone_digits(command.phone), "email": command.email.strip(), "language": command.language,
        "style": command.style, "time_zone": command.time_zone,
    }  # fmt: skip
    before = _stored(desk, command)
    with start_act(desk, "save_contact", party) as act:
        if before is None:
            is_main = party.contact_id is None
            contact_id = act.add(Contact(client_id=command.client_id, phone_state="ok", is_main=is_main, **values))
        else:
            contact_id = before.id
            state = "ok" if values["phone_digits"] != before.phone_digits else before.phone_state
            act.change(before, phone_state=state, **values)
    said = f"{values['name'] or 'Contact'} of {party.name} saved" if act.number else "The contact is as it was"
    clients = frozenset({command.client_id}) if act.number else frozenset()
    return Changes("save_contact", said, clients=clients, entry=act.number, new_id=contact_id)


def _stored(desk: Desk, command: SaveContact) -> Contact | None:
    if command.contact_id is None:
        return None
    found = desk.ledger.find(Contact, Contact.id == command.contact_id)
    if found is None or found.client_id != command.client_id:
        raise DomainError("This contact does not belong to the client; choose one of the sheet.", "contact_id")
    return found


def _check(command: SaveContact) -> None:
    if not (command.name.strip() or command.phone.strip() or command.email.strip()):
        raise DomainError("A contact needs a name, a phone number or an e-mail address.", "name")
    if command.phone.strip() and len(phone_digits(command.phone)) < 3:
        raise DomainError(f"“{command.phone.strip()}” is no phone number; write its digits.", "phone")
    user, at, host = command.email.strip().partition("@")
    if command.email.strip() and not (user and at and "." in host and " " not in command.email.strip()):
        raise DomainError(f"“{command.email.strip()}” is no e-mail address; write it like name@company.com.", "email")
    if command.style not in STYLES:
        raise DomainError(f"“{command.style}” is no way of speaking; choose one of the list.", "style")
    if command.time_zone and not is_zone(command.time_zone):
        raise DomainError(f"“{command.time_zone}” is no time zone; write it like Europe/Berlin.", "time_zone")


@dataclass(frozen=True, slots=True)
class SetDoNotChase:
    """Leave a client alone for ``reason`` until ``until`` (``None``: until it is lifted); empty reason lifts it."""

    client_id: int
    reason: str
    until: date | None = None


def set_do_not_chase(desk: Desk, command: SetDoNotChase) -> Changes:
    """Stop chasing a client, or take it up again; he leaves the work list, never the figures."""
    party = load_call_party(desk.ledger, command.client_id)
    reason = command.reason.strip()
    if command.until is not None and not reason:
        raise DomainError("Say why the client is not to be chased.", "reason")
    if command.until is not None and command.until < desk.today:
        raise DomainError("That day has passed; choose today or a later one.", "until")
    with start_act(desk, "set_do_not_chase", party) as act:
        client = desk.ledger.get(Client, command.client_id)
        act.change(client, do_not_chase_reason=reason, do_not_chase_until=command.until)
    until = f" until {day_words(command.until)}" if command.until else ""
    said = f"{party.name} is not chased{until}: {reason}" if reason else f"{party.name} may be chased again"
    return Changes("set_do_not_chase", said, clients=frozenset({command.client_id}), entry=act.number)
