"""Numbers of a client: one found wrong is marked wherever it stands, and its calls no longer count for the person."""

from __future__ import annotations

from arcaller.data.journal import Act
from arcaller.data.tables import Call, Client, Contact, ContactNumber
from arcaller.domain.contact.phones import same_number_digits
from arcaller.services.desk import Desk


def mark_wrong_number(desk: Desk, act: Act, contact_id: int | None, phone: str, digits: str) -> None:
    """The number dialed is wrong for this person: it is not offered again, and earlier calls to it do not count.

    Another number of his, or one typed for this call only, stays as it is.
    """
    if contact_id is None or not phone:
        return
    ledger = desk.ledger
    contact = ledger.get(Contact, contact_id)
    region = ledger.get(Client, contact.client_id).country or None

    def is_same(other: str) -> bool:
        return other == phone or (digits != "" and same_number_digits(other, region) == digits)

    if contact.phone and is_same(contact.phone):
        act.change(contact, phone_state="wrong")
    for row in ledger.select(ContactNumber, ContactNumber.contact_id == contact_id):
        if is_same(row.phone):
            act.change(row, state="wrong")
    for call in ledger.select(Call, Call.contact_id == contact_id, Call.direction == "out"):
        if not call.is_to_wrong_number and call.phone and is_same(call.phone):
            act.change(call, is_to_wrong_number=True)
