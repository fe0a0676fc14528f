"""What a payment-plan agreement is printed from: frozen values, filled by the services.

Amounts are minor units of ``AgreementInputs.currency``; dates are calendar dates. Nothing here is read from a clock
or a file, so the same inputs give the same paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from arcaller.documents.agreement.template import AgreementTemplate
from arcaller.documents.paper.sender import PaperSize, PaymentWays
from arcaller.domain.errors import DomainError
from arcaller.domain.money import decimal_text


class Treatment(StrEnum):
    """How an invoice stands in the acknowledgement."""

    ACKNOWLEDGED = "acknowledged"
    UNDER_RESERVE = "under reserve"  # disputed, yet paid under the plan without giving up the dispute
    EXCLUDED = "excluded"  # disputed and no part of the plan


class Allocation(StrEnum):
    """Which part of the plan a payment pays first."""

    OLDEST_INSTALLMENT_FIRST = "oldest_first"
    INTEREST_THEN_PRINCIPAL = "interest_first"


@dataclass(frozen=True, slots=True)
class Creditor:
    """Who is owed and signs first; ``logo`` holds the bytes of a PNG or JPEG, never a path."""

    legal_name: str
    address: tuple[str, ...]
    phone: str
    email: str
    registration: str = ""
    signatory_name: str = ""
    signatory_capacity: str = ""
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class ClientParty:
    """``kind`` is the client kind in words, for example ``company`` or ``sole trader``."""

    number: str
    legal_name: str
    address: tuple[str, ...]
    kind: str = "company"
    trade_name: str = ""
    registration: str = ""
    signatory_name: str = ""
    signatory_capacity: str = ""


@dataclass(frozen=True, slots=True)
class Guarantor:
    """Who answers for the client and signs with him."""

    name: str
    address: tuple[str, ...]
    signatory_name: str = ""
    signatory_capacity: str = ""


@dataclass(frozen=True, slots=True)
class AcknowledgedInvoice:
    """One invoice of the acknowledgement.

    ``settled_minor`` is what was credited or paid so far; ``original_minor - settled_minor == open_minor``.
    ``time_barred_note`` says in words why the claim may be too old to enforce (empty: no such doubt).
    """

    number: str
    issued_on: date
    due_on: date
    original_minor: int
    settled_minor: int
    open_minor: int
    treatment: Treatment = Treatment.ACKNOWLEDGED
    time_barred_note: str = ""


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One installment; ``balance_minor`` is what is left of the principal after it.

    ``unadjusted_on`` is the date before a business-day shift (``None``: not shifted), ``shift_reason`` the weekday
    or holiday it met. ``principal_minor`` and ``interest_minor`` are given when the plan bears interest.
    """

    number: int
    due_on: date
    amount_minor: int
    balance_minor: int
    unadjusted_on: date | None = None
    shift_reason: str = ""
    principal_minor: int | None = None
    interest_minor: int | None = None

    @property
    def principal(self) -> int:
        """The part of the row that pays the acknowledged sum."""
        return self.amount_minor if self.principal_minor is None else self.principal_minor


@dataclass(frozen=True, slots=True)
class DownPayment:
    """What is paid before the first installment, in minor units; it is no row of the schedule."""

    amount_minor: int
    due_on: date


@dataclass(frozen=True, slots=True)
class InterestTerms:
    """``annual_percent`` 9 is nine percent a year; ``method`` in words ("actual days, 365-day year")."""

    annual_percent: Decimal
    method: str
    runs_after_default: bool = False


@dataclass(frozen=True, slots=True)
class Approver:
    """Who approved a plan beyond the caller's limits; ``approved_at`` and ``limit`` as they are to be printed."""

    name: str
    role: str
    approved_at: str
    limit: str = ""


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """The choices the clauses are filled with.

    ``whole_installments_only``: the creditor need not take less than an installment.
    ``switched_off`` names clauses (1–18) that the office left out on purpose; the paper says so in their place.
    ``cooling_off_days`` 0 and empty ``local_inserts`` switch their clauses off by themselves.
    """

    allocation: Allocation = Allocation.OLDEST_INSTALLMENT_FIRST
    interest: InterestTerms | None = None
    cure_business_days: int = 5
    whole_installments_only: bool = False
    acceleration: bool = True
    reschedule_right: bool = True
    cooling_off_days: int = 0
    due_time: str = "17:00"
    time_zone: str = "UTC"
    notice_channels: tuple[str, ...] = ("post", "email")
    governing_law: str = ""
    courts: str = ""
    privacy_contact: str = ""
    retention: str = "six years after the last payment"
    credit_reference: bool = False
    dispute_decision_days: int = 10
    local_inserts: tuple[str, ...] = ()
    switched_off: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class AgreementInputs:
    """Everything one agreement says. ``locale`` (``en_GB``) forms dates and amounts; empty: by ``language``."""

    agreement_number: str
    made_on: date
    currency: str
    creditor: Creditor
    client: ClientParty
    invoices: tuple[AcknowledgedInvoice, ...]
    schedule: tuple[ScheduleRow, ...]
    payment_ways: PaymentWays
    template: AgreementTemplate
    terms: AgreementTerms = field(default_factory=AgreementTerms)
    version: int = 1
    place: str = ""
    guarantor: Guarantor | None = None
    down_payment: DownPayment | None = None
    discount_minor: int = 0
    approval_needed: bool = False
    approver: Approver | None = None
    language: str = "en"
    locale: str = ""
    paper: PaperSize = PaperSize.A4

    @property
    def not_approved(self) -> bool:
        """True for a plan beyond the limits that nobody approved: it prints as a draft and cannot be signed."""
        return self.approval_needed and self.approver is None

    @property
    def acknowledged_minor(self) -> int:
        """The full sum owed: all invoices but the excluded ones."""
        return sum(row.open_minor for row in self.invoices if row.treatment is not Treatment.EXCLUDED)

    @property
    def down_minor(self) -> int:
        return self.down_payment.amount_minor if self.down_payment else 0

    @property
    def interest_minor(self) -> int:
        return sum(row.interest_minor or 0 for row in self.schedule)

    @property
    def to_pay_minor(self) -> int:
        """Sum of the down payment and all installments."""
        return self.down_minor + sum(row.amount_minor for row in self.schedule)


def check_agreement(inputs: AgreementInputs) -> None:
    """Refuse inputs whose figures do not add up; a wrong paper is worse than none."""
    if not inputs.schedule and not inputs.down_payment:
        raise DomainError("The agreement has no payment; add at least one installment.", "schedule")
    for invoice in inputs.invoices:
        if invoice.original_minor - invoice.settled_minor != invoice.open_minor:
            raise DomainError(f"Invoice {invoice.number}: original less settled is not the open amount.", "invoices")
    if inputs.discount_minor < 0:
        raise DomainError("The settlement discount is negative; give it as a positive amount.", "discount_minor")
    balance = inputs.acknowledged_minor - inputs.discount_minor - inputs.down_minor
    for row in inputs.schedule:
        if row.principal_minor is not None and row.principal_minor + (row.interest_minor or 0) != row.amount_minor:
            raise DomainError(f"Installment {row.number}: principal and interest are not its amount.", "schedule")
        balance -= row.principal
        if row.amount_minor <= 0 or row.balance_minor != balance:
            raise DomainError(
                f"Installment {row.number}: the balance after it should be "
                f"{decimal_text(balance, inputs.currency)} {inputs.currency}; build the schedule again.",
                "schedule",
            )
    if balance != 0:
        raise DomainError(
            f"The payments leave {decimal_text(balance, inputs.currency)} {inputs.currency} of the acknowledged sum "
            "uncovered; the schedule must end at zero.",
            "schedule",
        )
