"""From ledger and settings to the frozen inputs of an agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from arcaller import paths
from arcaller.data.queries.plans.agreement import (
    AcknowledgedRow,
    PartyRow,
    load_acknowledged,
    load_next_plan_id,
    load_party,
)
from arcaller.data.queries.plans.plans import PlanDetailRow, load_plan
from arcaller.documents.agreement.inputs import (
    AcknowledgedInvoice,
    AgreementInputs,
    AgreementTerms,
    Allocation,
    ClientParty,
    Creditor,
    DownPayment,
    InterestTerms,
    ScheduleRow,
    Treatment,
)
from arcaller.documents.agreement.template import template_for
from arcaller.documents.paper.sender import BankAccount, PaperSize, PaymentWays
from arcaller.domain.calendars import add_months
from arcaller.domain.plans.installments import Schedule, schedule
from arcaller.domain.plans.terms import IfBroken, PartPayments, PlanTerms
from arcaller.domain.receivables.interest import InterestMethod
from arcaller.services.desk import Desk
from arcaller.services.plans.terms import terms_of_values
from arcaller.services.settings import Settings, load_settings

_KINDS = {
    "company": "company", "partnership": "partnership", "sole_trader": "sole trader", "public_body": "public body",
    "consumer": "consumer",
}  # fmt: skip
_METHODS = {
    InterestMethod.LEVEL_30_360: "30-day months, 360-day year, level payments",
    InterestMethod.LEVEL_ACT_365: "actual days, 365-day year, level payments",
    InterestMethod.EQUAL_PRINCIPAL_30_360: "30-day months, 360-day year, equal parts of principal",
    InterestMethod.EQUAL_PRINCIPAL_ACT_365: "actual days, 365-day year, equal parts of principal",
}


def plan_number(plan_id: int, made_on: date) -> str:
    """``P-2026-0007``: the year it was made and the plan's own key, which is never given twice."""
    return f"P-{made_on.year}-{plan_id:04d}"


def inputs_of_draft(
    desk: Desk, client_id: int, invoice_ids: Sequence[int], plan: Schedule, is_within_authority: bool
) -> AgreementInputs:
    """The agreement that this plan would become if it were proposed now: the preview is the paper itself."""
    number = plan_number(load_next_plan_id(desk.ledger), plan.terms.agreed_on)
    invoices = load_acknowledged(desk.ledger, invoice_ids)
    return _inputs(desk, number, 1, load_party(desk.ledger, client_id), invoices, plan, is_within_authority)


def inputs_of_new_version(
    desk: Desk, row: PlanDetailRow, plan: Schedule, is_within_authority: bool
) -> AgreementInputs:
    """The agreement that a running plan would get if it were rescheduled to ``plan`` now: over what is open now."""
    invoices = _acknowledged_rows(row, {each.invoice_id: each.open_minor for each in row.invoices})
    party = load_party(desk.ledger, row.client_id)
    return _inputs(desk, row.number, row.version + 1, party, invoices, plan, is_within_authority)


def inputs_of_plan(desk: Desk, plan_id: int, version: int | None = None) -> AgreementInputs:
    """The agreement of a stored plan, over the balances it was made over; ``version`` for an older one."""
    row = load_plan(desk.ledger, plan_id, version)
    acknowledged = {invoice.invoice_id: invoice.covered_minor for invoice in row.invoices}
    if row.version > 1:
        acknowledged = {int(invoice_id): int(minor) for invoice_id, minor in row.terms["open_at"]}
    plan = schedule(terms_of_values(row.terms))
    party = load_party(desk.ledger, row.client_id)
    invoices = _acknowledged_rows(row, acknowledged)
    return _inputs(desk, row.number, row.version, party, invoices, plan, row.is_within_authority)


def _acknowledged_rows(row: PlanDetailRow, acknowledged: Mapping[int, int]) -> list[AcknowledgedRow]:
    """The plan's invoices with what its paper acknowledges of each; those that are paid are left out."""
    return [
        AcknowledgedRow(
            each.invoice_id, row.client_id, each.number, each.issued_on, each.due_on, row.currency, each.amount_minor,
            acknowledged[each.invoice_id], each.is_disputed, "",
        )
        for each in row.invoices
        if acknowledged.get(each.invoice_id)
    ]  # fmt: skip


def _inputs(
    desk: Desk,
    number: str,
    version: int,
    party: PartyRow,
    invoices: Sequence[AcknowledgedRow],
    plan: Schedule,
    is_within_authority: bool,
) -> AgreementInputs:
    settings = load_settings(desk.ledger)
    terms = plan.terms
    template = template_for(paths.resource("agreements"), party.language, party.kind.replace("_", " "))
    return AgreementInputs(
        agreement_number=number,
        made_on=terms.agreed_on,
        currency=plan.currency,
        creditor=creditor_of(settings),
        client=client_party(party),
        invoices=tuple(_acknowledged(row, terms.agreed_on, settings) for row in invoices),
        schedule=tuple(_schedule_rows(plan)),
        payment_ways=payment_ways(settings, number),
        template=template,
        terms=_terms(settings, terms),
        version=version,
        place=settings.text("company_place"),
        down_payment=DownPayment(plan.down_payment.minor, terms.agreed_on) if plan.down_payment else None,
        discount_minor=plan.discount.minor,
        approval_needed=not is_within_authority,
        language=template.language,  # the dates speak the tongue of the clauses around them
        locale=settings.paper_locale,
        paper=PaperSize(settings.text("paper")),
    )


def creditor_of(settings: Settings) -> Creditor:
    """The company as a party."""
    return Creditor(
        legal_name=settings.text("company_name"),
        address=settings.company_address,
        phone=settings.text("company_phone"),
        email=settings.text("company_email"),
        registration=settings.text("company_registration"),
        signatory_name=settings.text("signatory_name"),
        signatory_capacity=settings.text("signatory_capacity"),
    )


def client_party(party: PartyRow) -> ClientParty:
    """The client as a party. Who signs for a company is written by hand: the person who pays is seldom the one who
    may bind it; a person signs for himself.
    """
    is_person = party.kind in ("consumer", "sole_trader")
    return ClientParty(
        number=party.number,
        legal_name=party.legal_name,
        address=address_lines(party),
        kind=_KINDS[party.kind],
        trade_name=party.trade_name,
        signatory_name=party.legal_name if is_person else "",
    )


def address_lines(party: PartyRow, language: str = "en") -> tuple[str, ...]:
    """Street, postcode and city, country in the ``language`` of the paper; empty lines are left out."""
    lines = (party.street, f"{party.postcode} {party.city}".strip(), country_name(party.country, language))
    return tuple(line for line in lines if line)


def country_name(code: str, language: str = "en") -> str:
    """The country of an ISO 3166 code in ``language``; the code where it is unknown."""
    from babel import Locale

    return str(Locale(language).territories.get(code, code)) if code else ""


def payment_ways(settings: Settings, reference: str) -> PaymentWays:
    """How the client can pay, as the settings say."""
    payee = settings.text("bank_account_name") or settings.text("company_name")
    bank = BankAccount(
        account_name=payee,
        iban=settings.text("bank_iban"),
        bic=settings.text("bank_bic"),
        number=settings.text("bank_number"),
        bank=settings.text("bank_name"),
    )
    return PaymentWays(
        reference=reference,
        bank=bank if bank.iban or bank.number else None,
        upi_id=settings.text("upi_id"),
        pay_link=settings.text("pay_link"),
        payee=payee,
    )


def time_barred_note(due_on: date, on: date, years: int) -> str:
    """A warning where the claim may be too old to enforce; which period applies is for a lawyer (0: never warn)."""
    if years and add_months(due_on, 12 * years) <= on:
        return f"due more than {years} years ago; it may be time-barred"
    return ""


def _acknowledged(row: AcknowledgedRow, made_on: date, settings: Settings) -> AcknowledgedInvoice:
    return AcknowledgedInvoice(
        number=row.number,
        issued_on=row.issued_on,
        due_on=row.due_on,
        original_minor=row.amount_minor,
        settled_minor=row.amount_minor - row.open_minor,
        open_minor=row.open_minor,
        treatment=Treatment.UNDER_RESERVE if row.is_disputed else Treatment.ACKNOWLEDGED,
        time_barred_note=time_barred_note(row.due_on, made_on, settings.number("time_barred_years")),
    )


def _schedule_rows(plan: Schedule) -> list[ScheduleRow]:
    bears = plan.terms.bears_interest
    return [
        ScheduleRow(
            number=row.number,
            due_on=row.due_on,
            amount_minor=row.amount.minor,
            balance_minor=row.balance.minor,
            unadjusted_on=row.unadjusted_due_on if row.unadjusted_due_on != row.due_on else None,
            shift_reason=row.shift_reason,
            principal_minor=row.principal.minor if bears else None,
            interest_minor=row.interest.minor if bears else None,
        )
        for row in plan.installments
    ]


def _terms(settings: Settings, terms: PlanTerms) -> AgreementTerms:
    bears = terms.bears_interest
    return AgreementTerms(
        allocation=Allocation.INTEREST_THEN_PRINCIPAL if bears else Allocation.OLDEST_INSTALLMENT_FIRST,
        interest=InterestTerms(terms.rate_percent, _METHODS[terms.method]) if bears else None,
        whole_installments_only=terms.part_payments is PartPayments.WHOLE_ONLY,
        acceleration=terms.if_broken is IfBroken.ALL_DUE,
        cure_business_days=settings.number("cure_business_days"),
        time_zone=settings.text("company_time_zone"),
        governing_law=settings.text("governing_law"),
        courts=settings.text("courts"),
        privacy_contact=settings.text("privacy_contact") or settings.text("company_email"),
    )
