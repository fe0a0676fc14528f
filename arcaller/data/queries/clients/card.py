"""What the client card shows: the client's own columns, all of his contacts with their numbers, what is taken."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from arcaller.data.queries.values import DISPLAY_NAME, day
from arcaller.domain.errors import DomainError

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class ClientCardRow:
    """The card of one client; ``credit_limit_minor`` ``None`` is no limit, ``parent_number`` "" no parent."""

    client_id: int
    number: str
    name: str
    legal_name: str
    trade_name: str
    kind: str
    street: str
    postcode: str
    city: str
    region: str
    country: str
    time_zone: str
    language: str
    currency: str
    terms_days: int
    credit_limit_minor: int | None
    segment: str
    tags: tuple[str, ...]
    owner_id: int | None
    account_manager: str
    rule_profile: str
    note: str
    do_not_chase_reason: str
    do_not_chase_until: date | None
    parent_id: int | None
    parent_name: str


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A further number of a contact; ``state`` is ok or wrong."""

    number_id: int
    phone: str
    label: str
    state: str


@dataclass(frozen=True, slots=True)
class CardContactRow:
    """One of a client's people, active or left; his first number stands on himself, ``numbers`` are the others."""

    contact_id: int
    name: str
    role: str
    phone: str
    phone_state: str
    email: str
    language: str
    style: str
    preferred_channel: str
    time_zone: str
    note: str
    is_main: bool
    is_active: bool
    numbers: tuple[NumberRow, ...] = ()


_CARD = f"""
    SELECT c.id, c.number, {DISPLAY_NAME}, c.legal_name, c.trade_name, c.kind, c.street, c.postcode, c.city, c.region,
        c.country, c.time_zone, c.language, c.currency, c.terms_days, c.credit_limit_minor, c.segment, c.tags,
        c.owner_id, c.account_manager, c.rule_profile, c.note, c.do_not_chase_reason, c.do_not_chase_until,
        c.parent_id, coalesce((SELECT CASE WHEN p.trade_name <> '' THEN p.trade_name ELSE p.legal_name END
            FROM client p WHERE p.id = c.parent_id), '')
    FROM client c WHERE c.id = ?"""


def load_client_card(ledger: Ledger, client_id: int) -> ClientCardRow:
    """The card of ``client_id``."""
    row = ledger.row(_CARD, (client_id,))
    if row is None:
        raise DomainError("This client is no longer in the ledger; choose another one.", "client_id")
    return ClientCardRow(*(*row[:17], tuple(json.loads(row[17])), *row[18:23], day(row[23]), *row[24:]))


def load_card_contacts(ledger: Ledger, client_id: int) -> tuple[CardContactRow, ...]:
    """Everybody of the client: the main contact first, those who left last."""
    numbers: dict[int, list[NumberRow]] = {}
    sql = "SELECT contact_id, id, phone, label, state FROM contact_number WHERE client_id = ? ORDER BY id"
    for contact_id, *rest in ledger.rows(sql, (client_id,)):
        numbers.setdefault(contact_id, []).append(NumberRow(*rest))
    sql = """SELECT id, name, role, phone, phone_state, email, language, style, preferred_channel, time_zone, note,
            is_main, is_active
        FROM contact WHERE client_id = ? ORDER BY is_active DESC, is_main DESC, id"""
    return tuple(
        CardContactRow(*(*row[:11], bool(row[11]), bool(row[12]), tuple(numbers.get(row[0], ()))))
        for row in ledger.rows(sql, (client_id,))
    )


def find_client_of_number(ledger: Ledger, number: str) -> int | None:
    """Whose number this is; ``None`` if it is free."""
    row = ledger.row("SELECT id FROM client WHERE number = ?", (number,))
    return int(row[0]) if row else None


def is_overdue(ledger: Ledger, client_id: int, today: date) -> bool:
    """Whether something is overdue at the client, paused or not."""
    sql = """SELECT EXISTS (SELECT 1 FROM invoice WHERE client_id = ? AND open_minor <> 0 AND is_cancelled = 0
        AND due_on < ?)"""
    return bool(ledger.rows(sql, (client_id, today.isoformat()))[0][0])


def load_segments(ledger: Ledger) -> tuple[str, ...]:
    """The segments in use, by name."""
    return tuple(row[0] for row in ledger.rows("SELECT DISTINCT segment FROM client WHERE segment <> '' ORDER BY 1"))
