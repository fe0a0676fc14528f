"""What decides whether a client may be contacted now, in a fixed number of small reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from arcaller.data.fields import instant_text
from arcaller.data.queries.values import day
from arcaller.domain.errors import DomainError

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class ContactCaseRow:
    """The client, the person asked for (the main one where none is named) and two dates of his open invoices."""

    kind: str
    country: str
    region: str
    rule_profile: str
    time_zone: str
    contact_id: int | None
    phone: str
    phone_state: str
    last_issued_on: date | None
    oldest_due_on: date | None


@dataclass(frozen=True, slots=True)
class TouchRow:
    """A call that counts for this client; those to a number found wrong are left out."""

    called_at: datetime
    direction: str
    was_placed: bool
    was_connected: bool
    was_right_party: bool
    was_asked_for: bool
    phone_digits: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """An open step that the client asked for himself (``call_back``) or that minds his promise."""

    kind: str
    due_on: date
    due_time: str | None
    time_zone: str


_CASE = """
    SELECT c.kind, c.country, c.region, c.rule_profile,
        CASE WHEN coalesce(p.time_zone, '') <> '' THEN p.time_zone ELSE c.time_zone END,
        p.id, coalesce(p.phone, ''), coalesce(p.phone_state, ''),
        (SELECT max(issued_on) FROM invoice WHERE client_id = c.id AND open_minor > 0 AND is_cancelled = 0),
        (SELECT min(due_on) FROM invoice WHERE client_id = c.id AND open_minor > 0 AND is_cancelled = 0)
    FROM client c LEFT JOIN contact p ON p.client_id = c.id AND p.id = coalesce(?2, (SELECT m.id FROM contact m
        WHERE m.client_id = c.id AND m.is_active = 1 ORDER BY m.is_main DESC, m.phone_state = 'wrong', m.id LIMIT 1))
    WHERE c.id = ?1"""


def load_contact_case(ledger: Ledger, client_id: int, contact_id: int | None) -> ContactCaseRow:
    """The client with the person asked for, if he is one of his."""
    found = ledger.rows(_CASE, (client_id, contact_id))
    if not found:
        raise DomainError("This client is no longer in the ledger; choose another one.", "client_id")
    row = found[0]
    return ContactCaseRow(*(*row[:8], day(row[8]), day(row[9])))


_TOUCHES = """SELECT called_at, direction, was_placed, was_connected, was_right_party, was_asked_for, phone_digits
    FROM call WHERE client_id = ? AND called_at BETWEEN ? AND ? AND is_to_wrong_number = 0
        AND outcome <> 'wrong_number' ORDER BY called_at, id"""


def load_touches(ledger: Ledger, client_id: int, first: datetime, last: datetime) -> tuple[TouchRow, ...]:
    """The calls between two instants, in order."""
    rows = ledger.rows(_TOUCHES, (client_id, instant_text(first), instant_text(last)))
    return tuple(
        TouchRow(
            datetime.fromisoformat(row[0]), row[1], bool(row[2]), bool(row[3]), bool(row[4]), bool(row[5]), row[6]
        )
        for row in rows
    )


_PLANNED = """SELECT kind, due_on, due_time, time_zone FROM follow_up WHERE client_id = ? AND state = 'open'
    AND kind IN ('call_back', 'remind_promise', 'remind_installment', 'check_promise')
    ORDER BY due_on, due_time, id"""


def load_planned(ledger: Ledger, client_id: int) -> tuple[PlannedRow, ...]:
    """Open call-backs and steps that mind a promise."""
    return tuple(
        PlannedRow(row[0], date.fromisoformat(row[1]), row[2], row[3]) for row in ledger.rows(_PLANNED, (client_id,))
    )


def load_wrong_numbers(ledger: Ledger, contact_id: int) -> tuple[str, ...]:
    """The further numbers of a person that were found wrong, as digits."""
    sql = "SELECT phone_digits FROM contact_number WHERE contact_id = ? AND state = 'wrong'"
    return tuple(row[0] for row in ledger.rows(sql, (contact_id,)))


_OVERRIDES = (
    """SELECT count(*) FROM call WHERE caller_id = ? AND override_reason <> '' AND recorded_at BETWEEN ? AND ?"""
)


def count_overrides(ledger: Ledger, caller_id: int, first: datetime, last: datetime) -> int:
    """How often a caller passed over a rule between two instants."""
    return int(ledger.rows(_OVERRIDES, (caller_id, instant_text(first), instant_text(last)))[0][0])
