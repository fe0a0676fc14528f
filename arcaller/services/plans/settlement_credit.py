"""The discount of a settlement: a credit note, booked when everything else was paid, gone when it no longer is."""

from __future__ import annotations

from arcaller.data.journal import Act
from arcaller.data.queries.plans.plans import PlanDetailRow
from arcaller.data.tables import CreditNote, Invoice, PaymentApplication
from arcaller.services.desk import Desk


def credit_number(plan_number: str) -> str:
    """The number of the credit note over a plan's discount: one plan has one."""
    return f"{plan_number}-S"


def book_discount(desk: Desk, act: Act, detail: PlanDetailRow) -> int:
    """Settle what the plan lets off with a credit note, oldest invoice first; gives what was booked, minor units.

    Never more than is open: what was credited otherwise meanwhile is not let off twice.
    """
    open_now = sum(row.open_minor for row in detail.invoices)
    amount = min(detail.discount_minor, open_now)
    if amount <= 0:
        return 0
    note_id = act.add(
        CreditNote(
            client_id=detail.client_id,
            number=credit_number(detail.number),
            issued_on=desk.today,
            currency=detail.currency,
            amount_minor=amount,
            open_minor=0,
            reason="settlement",
        )
    )
    left = amount
    for row in detail.invoices:
        part = min(left, row.open_minor)
        if part:
            act.add(
                PaymentApplication(
                    credit_note_id=note_id, invoice_id=row.invoice_id, applied_on=desk.today, amount_minor=part
                )
            )
            rest = row.open_minor - part
            act.change(
                desk.ledger.get(Invoice, row.invoice_id), open_minor=rest, settled_on=None if rest else desk.today
            )
            left -= part
    return amount


def take_discount_back(desk: Desk, act: Act, detail: PlanDetailRow) -> None:
    """The credit note goes, and what it settled is open again; the journal keeps both."""
    note = desk.ledger.find(
        CreditNote, CreditNote.client_id == detail.client_id, CreditNote.number == credit_number(detail.number)
    )
    if note is None:
        return
    for part in desk.ledger.select(PaymentApplication, PaymentApplication.credit_note_id == note.id):
        invoice = desk.ledger.get(Invoice, part.invoice_id)
        act.remove(part)
        act.change(invoice, open_minor=invoice.open_minor + part.amount_minor, settled_on=None)
    act.remove(note)
