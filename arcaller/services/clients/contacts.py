"""The people of a client: made, changed, made the main one, left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from arcaller.data.journal import Act
from arcaller.data.queries.sheet.calls import load_call_party
from arcaller.data.search.text import phone_digits
from arcaller.data.tables import Contact, ContactNumber
from arcaller.domain.contact.phones import is_zone
from arcaller.domain.errors import DomainError
from arcaller.services.acts import start_act
from arcaller.services.changes import Changes
from arcaller.services.clients.texts import line, lines
from arcaller.services.commands import FurtherNumber, SaveContact
from arcaller.services.desk import Desk

STYLES = ("brief", "detailed", "formal", "friendly")
"""How a contact likes to be spoken to."""
CHANNELS = {"": "No wish known", "call": "Phone", "email": "E-mail", "letter": "Letter", "sms": "Text message"}
"""How a contact likes to be reached, in the words of the screen."""
_MOST_NUMBERS = 12


@dataclass(frozen=True, slots=True)
class ChooseContact:
    """One contact of a client, to be made the main one, or to be marked as left or back."""

    client_id: int
    contact_id: int


def save_contact(desk: Desk, command: SaveContact) -> Changes:
    """Make or change a contact; the first one of a client is its main one, a new number is no longer wrong.

    What was logged under a wrong number stays uncounted when the number is repaired: it reached somebody else.
    """
    party = load_call_party(desk.ledger, command.client_id)
    values = _checked(command)
    before = _stored(desk, command.client_id, command.contact_id) if command.contact_id is not None else None
    with start_act(desk, "save_contact", party) as act:
        if before is None:
            is_main = party.contact_id is None
            contact_id = act.add(Contact(client_id=command.client_id, phone_state="ok", is_main=is_main, **values))
        else:
            contact_id = before.id
            state = "ok" if values["phone_digits"] != before.phone_digits else before.phone_state
            act.change(before, phone_state=state, **values)
        if command.numbers is not None:
            _write_numbers(desk, act, command.client_id, contact_id, command.numbers)
    said = f"{values['name'] or 'Contact'} of {party.name} saved" if act.number else "The contact is as it was"
    clients = frozenset({command.client_id}) if act.number else frozenset()
    return Changes("save_contact", said, clients=clients, entry=act.number, new_id=contact_id)


def make_main_contact(desk: Desk, command: ChooseContact) -> Changes:
    """The contact is the one to call from now on; somebody who left comes back with it."""
    party = load_call_party(desk.ledger, command.client_id)
    chosen = _stored(desk, command.client_id, command.contact_id)
    with start_act(desk, "make_main_contact", party) as act:
        _make_main(desk, act, chosen)
        act.change(chosen, is_active=True)
    who = chosen.name or chosen.phone or chosen.email
    said = f"{who} is the main contact of {party.name}" if act.number else f"{who} is the main contact already"
    return Changes.of_client("make_main_contact", command.client_id, said, entry=act.number)


def leave_contact(desk: Desk, command: ChooseContact) -> Changes:
    """The contact has left, or is back: nobody is asked for who is gone, and his calls stay where they are."""
    party = load_call_party(desk.ledger, command.client_id)
    chosen = _stored(desk, command.client_id, command.contact_id)
    leaves, was_main = chosen.is_active, chosen.is_main
    with start_act(desk, "leave_contact", party) as act:
        act.change(chosen, is_active=not leaves)
        others = desk.ledger.select(Contact, Contact.client_id == command.client_id, Contact.id != chosen.id)
        heir = next((row for row in others if row.is_active), None)
        if leaves and was_main and heir is not None:
            _make_main(desk, act, heir)
    who = chosen.name or chosen.phone or chosen.email
    said = f"{who} has left {party.name}" if leaves else f"{who} is back at {party.name}"
    return Changes.of_client("leave_contact", command.client_id, said, entry=act.number)


def _make_main(desk: Desk, act: Act, chosen: Contact) -> None:
    for row in desk.ledger.select(Contact, Contact.client_id == chosen.client_id):
        act.change(row, is_main=row.id == chosen.id)


def _write_numbers(desk: Desk, act: Act, client_id: int, contact_id: int, numbers: tuple[FurtherNumber, ...]) -> None:
    """What stands becomes what is wanted: a changed number is right again, one left out is gone."""
    stood = {row.id: row for row in desk.ledger.select(ContactNumber, ContactNumber.contact_id == contact_id)}
    for number in numbers:
        phone, label = line(number.phone, "numbers", 60), line(number.label, "numbers", 60)
        digits = phone_digits(phone)
        row = stood.pop(number.number_id, None) if number.number_id is not None else None
        if row is None:
            act.add(
                ContactNumber(
                    client_id=client_id,
                    contact_id=contact_id,
                    phone=phone,
                    phone_digits=digits,
                    label=label,
                    state="ok",
                )
            )
        else:
            state = "ok" if digits != row.phone_digits else row.state
            act.change(row, phone=phone, phone_digits=digits, label=label, state=state)
    for row in stood.values():
        act.remove(row)


def _stored(desk: Desk, client_id: int, contact_id: int) -> Contact:
    found = desk.ledger.find(Contact, Contact.id == contact_id)
    if found is None or found.client_id != client_id:
        raise DomainError("This contact does not belong to the client; choose one of his.", "contact_id")
    return found


def _checked(command: SaveContact) -> dict[str, Any]:
    phone, email = line(command.phone, "phone", 60), line(command.email, "email")
    values: dict[str, Any] = {
        "name": line(command.name, "name"), "role": line(command.role, "role"), "phone": phone,
        "phone_digits": phone_digits(phone), "email": email, "style": command.style,
        "language": line(command.language, "language", 3).lower(), "time_zone": line(command.time_zone, "time_zone"),
    }  # fmt: skip
    if command.preferred_channel is not None:
        values["preferred_channel"] = command.preferred_channel
    if command.note is not None:
        values["note"] = lines(command.note, "note")
    if not (values["name"] or phone or email):
        raise DomainError("A contact needs a name, a phone number or an e-mail address.", "name")
    _check_number(phone, "phone")
    user, at, host = email.partition("@")
    if email and not (user and at and "." in host and " " not in email):
        raise DomainError(f"“{email}” is no e-mail address; write it like name@company.com.", "email")
    if command.style not in STYLES:
        raise DomainError(f"“{command.style}” is no way of speaking; choose one of the list.", "style")
    if values["time_zone"] and not is_zone(values["time_zone"]):
        raise DomainError(f"“{values['time_zone']}” is no time zone; write it like Europe/Berlin.", "time_zone")
    if values.get("preferred_channel", "") not in CHANNELS:
        raise DomainError(f"“{command.preferred_channel}” is no way of contact; choose one.", "preferred_channel")
    _check_further(command.numbers or ())
    return values


def _check_further(numbers: tuple[FurtherNumber, ...]) -> None:
    if len(numbers) > _MOST_NUMBERS:
        raise DomainError(f"{_MOST_NUMBERS} further numbers are the most; take out those nobody answers.", "numbers")
    for number in numbers:
        if not number.phone.strip():
            raise DomainError(f"The number for “{number.label.strip()}” is missing.", "numbers")
        _check_number(number.phone, "numbers")


def _check_number(phone: str, field: str) -> None:
    if phone.strip() and len(phone_digits(phone)) < 3:
        raise DomainError(f"“{phone.strip()}” is no phone number; write its digits.", field)
