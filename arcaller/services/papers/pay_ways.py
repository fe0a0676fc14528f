"""How a client can pay what is ticked: transfer with reference, pay link, and the QR code that holds it all."""

from __future__ import annotations

from dataclasses import dataclass

from arcaller.data.queries.sheet.call_sheet import CallSheetRow
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.desk import Desk
from arcaller.services.settings import load_settings

_LONGEST_REFERENCE = 70
"""Characters that banks carry for certain; longer ones are cut on the way."""

QrRows = tuple[tuple[tuple[int, int], ...], ...]
"""Dark stretches of each line: first module and length."""


@dataclass(frozen=True, slots=True)
class WayToPay:
    """One line to read out or copy: ``name`` (``IBAN``) and ``value``; some are spelled on the phone."""

    name: str
    value: str
    is_spelled: bool = False


@dataclass(frozen=True, slots=True)
class WaysToPay:
    """``amount`` with the lines a client needs; ``qr`` is empty where no scheme fits, ``qr_note`` says why."""

    amount: Money
    reference: str
    lines: tuple[WayToPay, ...]
    qr: QrRows = ()
    qr_note: str = ""


def ways_to_pay(desk: Desk, sheet: CallSheetRow, ticked: tuple[int, ...]) -> WaysToPay:
    """The ways to pay the open sum of what is ticked; refused where nothing is, or where nobody could be paid."""
    from arcaller.documents.paper.payment_qr import iban_text, payment_payload, qr_rows  # draws: loaded on first use
    from arcaller.services.plans.agreement_facts import payment_ways

    rows = [row for row in sheet.invoices if row.invoice_id in ticked]
    if not rows:
        raise DomainError("Tick the invoices that are to be paid; then the ways to pay stand here.", "invoice_ids")
    own = [row for row in rows if row.currency == sheet.currency]
    rows = own or [row for row in rows if row.currency == rows[0].currency]
    amount = Money(sum(row.open_minor for row in rows), rows[0].currency)
    reference = reference_of(sheet.number, tuple(row.number for row in rows))
    ways = payment_ways(load_settings(desk.ledger), reference)
    bank = ways.bank
    if bank is None and not ways.upi_id and not ways.pay_link:
        raise DomainError(
            "The company has no bank account, UPI or pay link yet: Settings, Company, “Where clients pay”.", "bank"
        )
    found = [
        ("Account holder", bank.account_name if bank else ""),
        ("IBAN", iban_text(bank.iban) if bank else ""),
        ("BIC", bank.bic if bank else ""),
        ("Account number", bank.number if bank else ""),
        ("Bank", bank.bank if bank else ""),
        ("UPI", ways.upi_id),
        ("Pay link, cards too", ways.pay_link),
    ]
    lines = tuple(WayToPay(name, value) for name, value in found if value)
    payload = payment_payload(ways, amount.minor, amount.currency)
    return WaysToPay(
        amount,
        reference,
        (WayToPay("Reference", reference, is_spelled=True), *lines),
        qr_rows(payload) if payload else (),
        "" if payload else _why_no_qr(amount.currency),
    )


def reference_of(client_number: str, invoice_numbers: tuple[str, ...]) -> str:
    """The invoice's number; of several, the client's with theirs as long as a bank carries them."""
    if len(invoice_numbers) == 1:
        return invoice_numbers[0]
    whole = f"{client_number} {' '.join(invoice_numbers)}"
    return whole if len(whole) <= _LONGEST_REFERENCE else client_number


def _why_no_qr(currency: str) -> str:
    if currency == "EUR":
        return "A QR code needs the company's IBAN."
    if currency == "INR":
        return "A QR code needs the company's UPI address."
    return f"There is no QR code for {currency}; banks read one for euro and rupees."
