"""Numbers of contacts: the further ones of a client, and whose number it is that calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from arcaller.data.queries.values import DISPLAY_NAME
from arcaller.domain.contact.phones import phone_digits, same_number_digits

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

LEAST_DIGITS = 4
_TAIL = 7
_MOST = 20


@dataclass(frozen=True, slots=True)
class CallerRow:
    """A person whose number fits; ``is_exact`` where it is the whole number, not only its last digits."""

    client_id: int
    client_number: str
    client_name: str
    contact_id: int
    contact_name: str
    phone: str
    is_exact: bool


def load_numbers(ledger: Ledger, client_id: int) -> dict[int, list[tuple[str, str]]]:
    """Further numbers of a client's contacts with their state, by contact."""
    found: dict[int, list[tuple[str, str]]] = {}
    sql = "SELECT contact_id, phone, state FROM contact_number WHERE client_id = ? ORDER BY id"
    for contact_id, phone, state in ledger.rows(sql, (client_id,)):
        found.setdefault(contact_id, []).append((phone, state))
    return found


_BY_TAIL = f"""
    SELECT c.id, c.number, {DISPLAY_NAME}, p.id, p.name, n.phone, c.country FROM (
        SELECT id AS contact_id, phone, phone_digits FROM contact WHERE phone_digits LIKE ?1 AND phone_digits <> ''
        UNION ALL SELECT contact_id, phone, phone_digits FROM contact_number WHERE phone_digits LIKE ?1) n
    JOIN contact p ON p.id = n.contact_id JOIN client c ON c.id = p.client_id
    ORDER BY p.is_main DESC, c.id LIMIT 500"""


def find_callers(ledger: Ledger, typed: str, home_region: str) -> list[CallerRow]:
    """Whose number ``typed`` is: international, national or its last digits; whole matches first.

    A national number is one of the client's country, else of ``home_region`` (ISO 3166). Nothing under four digits.
    """
    digits = phone_digits(typed)
    if len(digits) < LEAST_DIGITS:
        return []
    tail = digits[-_TAIL:] if len(digits) > _TAIL else digits
    found: dict[tuple[int, str], CallerRow] = {}
    wanted = {region: same_number_digits(typed, region or None) for region in {home_region}}
    for client_id, number, name, contact_id, contact, phone, country in ledger.rows(_BY_TAIL, (f"%{tail}",)):
        region = country or home_region
        if region not in wanted:
            wanted[region] = same_number_digits(typed, region or None)
        whole = same_number_digits(phone, region or None)
        is_exact = whole in (wanted[region], wanted[home_region])
        if is_exact or len(digits) <= _TAIL or whole.endswith(digits.lstrip("0")):
            row = CallerRow(client_id, number, name, contact_id, contact, phone, is_exact)
            found.setdefault((contact_id, phone), row)
    return sorted(found.values(), key=lambda row: not row.is_exact)[:_MOST]
