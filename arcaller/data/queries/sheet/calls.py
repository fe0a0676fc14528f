"""What logging a call needs to know of the client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from arcaller.data.fields import instant_text
from arcaller.data.queries.values import DISPLAY_NAME
from arcaller.domain.errors import DomainError

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class CallPartyRow:
    """The client and the contact called (the main one where none is named; ``contact_id`` ``None``: has none)."""

    client_id: int
    number: str
    name: str
    currency: str
    country: str
    region: str
    contact_id: int | None
    contact_name: str
    phone: str
    time_zone: str
    kind: str
    rule_profile: str

    @property
    def is_strict(self) -> bool:
        """Whether the identity is checked before anything binding is written down: consumers, and profiles of law."""
        return self.kind == "consumer" or self.rule_profile not in ("", "house")


_PARTY = f"""
    SELECT c.id, c.number, {DISPLAY_NAME}, c.currency, c.country, c.region, p.id, coalesce(p.name, ''),
        coalesce(p.phone, ''), CASE WHEN coalesce(p.time_zone, '') <> '' THEN p.time_zone ELSE c.time_zone END,
        c.kind, c.rule_profile
    FROM client c LEFT JOIN contact p ON p.client_id = c.id AND p.id = coalesce(?2, (SELECT m.id FROM contact m
        WHERE m.client_id = c.id AND m.is_active = 1 ORDER BY m.is_main DESC, m.phone_state = 'wrong', m.id LIMIT 1))
    WHERE c.id = ?1"""


def load_call_party(ledger: Ledger, client_id: int, contact_id: int | None = None) -> CallPartyRow:
    """The client with the contact asked for, if it is his."""
    found = ledger.rows(_PARTY, (client_id, contact_id))
    if not found:
        raise DomainError("This client is no longer in the ledger; choose another one.", "client_id")
    return CallPartyRow(*found[0])


_ATTEMPTS = """SELECT count(*) FROM call WHERE client_id = ? AND called_at BETWEEN ? AND ?
    AND was_placed = 1 AND direction = 'out' AND is_to_wrong_number = 0 AND outcome <> 'wrong_number'"""


def count_attempts(ledger: Ledger, client_id: int, first: datetime, last: datetime) -> int:
    """Calls placed between two instants; a wrong number is no attempt on this client."""
    return int(ledger.rows(_ATTEMPTS, (client_id, instant_text(first), instant_text(last)))[0][0])
