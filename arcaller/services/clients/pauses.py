"""Do not chase: a client or one invoice is left alone for a reason, until a day or until it is lifted.

What is paused stays in every figure; it leaves the work list, the agenda, the script and the offers. A pause ends by
itself after its last day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from arcaller.data.queries.sheet.calls import load_call_party
from arcaller.data.tables import Client, Invoice
from arcaller.domain.calls.outcomes import day_words
from arcaller.domain.errors import DomainError
from arcaller.services.acts import start_act
from arcaller.services.changes import Changes
from arcaller.services.clients.group_work import ensure_next_step
from arcaller.services.clients.texts import line
from arcaller.services.desk import Desk

_LIFTED = "The pause was lifted"


@dataclass(frozen=True, slots=True)
class SetDoNotChase:
    """Leave a client alone for ``reason`` until ``until`` (``None``: until it is lifted); empty reason lifts it."""

    client_id: int
    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SetInvoiceDoNotChase:
    """Leave some of a client's invoices alone, or with an empty ``reason`` take them up again."""

    client_id: int
    invoice_ids: tuple[int, ...]
    reason: str
    until: date | None = None


def set_do_not_chase(desk: Desk, command: SetDoNotChase) -> Changes:
    """Stop chasing a client, or take it up again; he leaves the work list, never the figures."""
    party = load_call_party(desk.ledger, command.client_id)
    reason = _checked(desk, command.reason, command.until, "Say why the client is not to be chased.")
    with start_act(desk, "set_do_not_chase", party) as act:
        client = desk.ledger.get(Client, command.client_id)
        act.change(client, do_not_chase_reason=reason, do_not_chase_until=command.until)
        if not reason:
            ensure_next_step(desk, act, command.client_id, _LIFTED)
    until = f" until {day_words(command.until)}" if command.until else ""
    said = f"{party.name} is not chased{until}: {reason}" if reason else f"{party.name} may be chased again"
    return Changes.of_client("set_do_not_chase", command.client_id, said, entry=act.number)


def set_invoice_do_not_chase(desk: Desk, command: SetInvoiceDoNotChase) -> Changes:
    """Stop asking for some invoices, or ask for them again; the rest of the account is worked as before."""
    party = load_call_party(desk.ledger, command.client_id)
    reason = _checked(desk, command.reason, command.until, "Say why this invoice is not to be chased.")
    if not command.invoice_ids:
        raise DomainError("Choose the invoice first.", "invoice_ids")
    chosen = set(command.invoice_ids)
    rows = [row for row in desk.ledger.select(Invoice, Invoice.client_id == command.client_id) if row.id in chosen]
    if len(rows) != len(chosen):
        raise DomainError("One of these invoices is not the client's; choose some of the list.", "invoice_ids")
    with start_act(desk, "set_invoice_do_not_chase", party) as act:
        for row in rows:
            act.change(row, do_not_chase_reason=reason, do_not_chase_until=command.until)
        if not reason:
            ensure_next_step(desk, act, command.client_id, _LIFTED)
    numbers = ", ".join(row.number for row in rows[:3]) + (f" and {len(rows) - 3} more" if len(rows) > 3 else "")
    until = f" until {day_words(command.until)}" if command.until else ""
    verb = "is" if len(rows) == 1 else "are"
    said = f"{numbers} {verb} not chased{until}: {reason}" if reason else f"{numbers} may be chased again"
    return Changes.of_client("set_invoice_do_not_chase", command.client_id, said, entry=act.number)


def _checked(desk: Desk, text: str, until: date | None, missing: str) -> str:
    reason = line(text, "reason")
    if until is not None and not reason:
        raise DomainError(missing, "reason")
    if until is not None and until < desk.today:
        raise DomainError("That day has passed; choose today or a later one.", "until")
    return reason
