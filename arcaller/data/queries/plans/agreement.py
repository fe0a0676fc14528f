"""What an agreement says of client and invoices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from arcaller.data.queries.values import keys
from arcaller.domain.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class PartyRow:
    """The client as a party of an agreement or the addressee of a statement."""

    client_id: int
    number: str
    legal_name: str
    trade_name: str
    kind: str
    street: str
    postcode: str
    city: str
    region: str
    country: str
    language: str


_PARTY = """
    SELECT c.id, c.number, c.legal_name, c.trade_name, c.kind, c.street, c.postcode, c.city, c.region, c.country,
        c.language
    FROM client c WHERE c.id = ?"""


def load_party(ledger: Ledger, client_id: int) -> PartyRow:
    """The client as a party."""
    found = ledger.rows(_PARTY, (client_id,))
    if not found:
        raise DomainError("This client is no longer in the ledger; choose another one.", "client_id")
    return PartyRow(*found[0])


@dataclass(frozen=True, slots=True)
class AcknowledgedRow:
    """An open invoice that a plan is to cover; amounts in minor units of ``currency``."""

    invoice_id: int
    client_id: int
    number: str
    issued_on: date
    due_on: date
    currency: str
    amount_minor: int
    open_minor: int
    is_disputed: bool
    plan_number: str


_INVOICES = """
    SELECT i.id, i.client_id, i.number, i.issued_on, i.due_on, i.currency, i.amount_minor, i.open_minor,
        i.is_disputed,
        coalesce((SELECT p.number FROM plan_invoice x JOIN plan_version v ON v.id = x.plan_version_id
            JOIN payment_plan p ON p.id = v.plan_id AND p.current_version = v.version
            WHERE x.invoice_id = i.id AND (p.state IN ('agreed', 'on_track', 'behind')
                OR (p.state IN ('proposed', 'approved') AND v.version > 1)) LIMIT 1), '')
    FROM invoice i WHERE i.id IN (SELECT value FROM json_each(?)) AND i.is_cancelled = 0 ORDER BY i.due_on, i.id"""


def load_acknowledged(ledger: Ledger, invoice_ids: Iterable[int]) -> tuple[AcknowledgedRow, ...]:
    """The invoices, oldest due first; ``plan_number`` names the signed plan an invoice is already in, one whose new
    version waits for signatures among them."""
    return tuple(
        AcknowledgedRow(
            *(*row[:3], date.fromisoformat(row[3]), date.fromisoformat(row[4]), *row[5:8], bool(row[8]), row[9])
        )
        for row in ledger.rows(_INVOICES, (keys(invoice_ids),))
    )


def load_superseded_plans(ledger: Ledger, invoice_ids: Iterable[int]) -> tuple[int, ...]:
    """Plans not yet signed over any of the invoices: a new proposal takes their place."""
    sql = """SELECT DISTINCT p.id FROM plan_invoice x JOIN plan_version v ON v.id = x.plan_version_id
        JOIN payment_plan p ON p.id = v.plan_id AND p.current_version = v.version
        WHERE x.invoice_id IN (SELECT value FROM json_each(?)) AND p.state IN ('draft', 'proposed', 'approved')
            AND v.version = 1"""
    return tuple(row[0] for row in ledger.rows(sql, (keys(invoice_ids),)))


def load_next_plan_id(ledger: Ledger) -> int:
    """The key the next plan will get; keys of plans taken back are not used again."""
    found = ledger.rows("SELECT seq FROM sqlite_sequence WHERE name = 'payment_plan'")
    return int(found[0][0]) + 1 if found else 1
