"""Disputes: the client says that invoices are not owed as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from arcaller.data.journal import Act
from arcaller.data.queries.sheet.open_items import OpenInvoiceRow, load_open_items
from arcaller.data.tables import Dispute, DisputeInvoice, Invoice
from arcaller.domain.direction_marks import without_direction_marks
from arcaller.domain.errors import DomainError
from arcaller.services.commands import DisputeDetails
from arcaller.services.desk import Desk

REASONS = {
    "price": "wrong price",
    "quantity": "wrong quantity",
    "quality": "poor quality",
    "not_received": "not received",
    "already_paid": "already paid",
    "wrong_order": "wrong order",
    "other": "another reason",
}
"""Every reason code with its words."""


@dataclass(frozen=True, slots=True)
class DisputeEntry:
    """A dispute that was checked and may be written."""

    client_id: int
    invoices: tuple[OpenInvoiceRow, ...]
    reason_code: str
    client_words: str
    due_on: date

    @property
    def words(self) -> str:
        """``R-1042, R-1043 (wrong price)``."""
        return f"{', '.join(row.number for row in self.invoices)} ({REASONS[self.reason_code]})"


def check_dispute(desk: Desk, client_id: int, details: DisputeDetails, due_on: date) -> DisputeEntry:
    """Refuse a dispute without an open invoice of the client, or for no known reason."""
    if details.reason_code not in REASONS:
        raise DomainError(f"“{details.reason_code}” is no reason; choose one of the list.", "reason_code")
    if not details.invoice_ids:
        raise DomainError("A dispute needs an invoice; tick the one it is about.", "invoice_ids")
    rows = {row.invoice_id: row for row in load_open_items(desk.ledger, client_id)}
    found = tuple(rows[invoice_id] for invoice_id in dict.fromkeys(details.invoice_ids) if invoice_id in rows)
    if len(found) != len(set(details.invoice_ids)):
        raise DomainError("A ticked invoice is no longer open; look at the list and tick again.", "invoice_ids")
    return DisputeEntry(client_id, found, details.reason_code, without_direction_marks(details.client_words), due_on)


def write_dispute(desk: Desk, act: Act, entry: DisputeEntry, call_id: int | None) -> int:
    """Write the checked dispute within ``act``; its invoices leave chasing but stay in every figure."""
    dispute_id = act.add(
        Dispute(
            client_id=entry.client_id,
            call_id=call_id,
            reason_code=entry.reason_code,
            client_words=entry.client_words,
            state="open",
            opened_on=desk.today,
            due_on=entry.due_on,
        )
    )
    for row in entry.invoices:
        act.add(DisputeInvoice(dispute_id=dispute_id, invoice_id=row.invoice_id, amount_minor=row.open_minor))
        act.change(desk.ledger.get(Invoice, row.invoice_id), is_disputed=True)
    return dispute_id
