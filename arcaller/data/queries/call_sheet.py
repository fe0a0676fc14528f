"""Everything one call sheet shows, as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Somebody to call; ``time_zone`` is the one he told us, "" if none."""

    contact_id: int
    name: str
    role: str
    phone: str
    phone_state: str
    email: str
    language: str
    style: str
    time_zone: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An open invoice; ``days`` past due on the business date (negative or 0: not due)."""

    invoice_id: int
    number: str
    issued_on: date
    due_on: date
    days: int
    currency: str
    amount_minor: int
    open_minor: int
    is_disputed: bool
    dispute_reason: str
    promised_on: date | None
    plan_number: str
    po_reference: str


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """Money received; ``invoices`` names what it settled, in words."""

    paid_on: date
    currency: str
    amount_minor: int
    unapplied_minor: int
    method: str
    reference: str
    invoices: str


@dataclass(frozen=True, slots=True)
class AgingRow:
    """The client's open items of one currency by bucket; credits and unapplied cash stand apart."""

    currency: str
    not_due_minor: int
    days_1_30_minor: int
    days_31_60_minor: int
    days_61_90_minor: int
    over_90_minor: int
    open_minor: int
    overdue_minor: int
    disputed_minor: int
    credit_minor: int
    unapplied_minor: int
    oldest_due_on: date | None


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise to pay and what became of it."""

    promise_id: int
    promised_on: date
    due_on: date
    currency: str
    amount_minor: int
    received_minor: int
    state: str


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """An open dispute with the numbers of its invoices."""

    dispute_id: int
    reason_code: str
    client_words: str
    opened_on: date
    due_on: date | None
    invoices: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A payment plan in its current version."""

    plan_id: int
    number: str
    state: str
    currency: str
    total_minor: int
    received_minor: int
    next_due_on: date | None
    next_amount_minor: int
    installments: int


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One thing that happened: ``kind`` is call, payment, promise, dispute, plan, agreement or follow_up.

    ``text`` is a whole short sentence; ``amount_minor`` with ``currency`` when money is in it.
    """

    at: datetime
    kind: str
    author: str
    text: str
    note: str
    currency: str
    amount_minor: int | None


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """The next open step with this client."""

    follow_up_id: int
    due_on: date
    due_time: str | None
    time_zone: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class CallSheetRow:
    """One client's whole sheet on a business date."""

    client_id: int
    number: str
    name: str
    legal_name: str
    kind: str
    city: str
    country: str
    region: str
    time_zone: str
    language: str
    currency: str
    segment: str
    owner: str
    note: str
    do_not_chase_reason: str
    do_not_chase_until: date | None
    contacts: tuple[ContactRow, ...]
    aging: tuple[AgingRow, ...]
    invoices: tuple[InvoiceRow, ...]
    payments: tuple[PaymentRow, ...]
    promises: tuple[PromiseRow, ...]
    disputes: tuple[DisputeRow, ...]
    plans: tuple[PlanRow, ...]
    follow_ups: tuple[FollowUpRow, ...]
    timeline: tuple[TimelineRow, ...]
    attempts_7_days: int
    attempts_today: int
    last_call_at: datetime | None
    last_call_by: str
    promises_kept: int
    promises_decided: int
    median_days_late: int | None
    payments_fresh_until: date | None
