"""A client, his invoices and a wizard over them, with acts that are only noted down."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from arcaller.data.queries.plans.plans import PlanDetailRow, PlanInstallmentRow
from arcaller.data.queries.sheet.call_sheet import InvoiceRow
from arcaller.documents.agreement.agreement import make_agreement
from arcaller.documents.agreement.inputs import (
    AcknowledgedInvoice,
    AgreementInputs,
    ClientParty,
    Creditor,
    DownPayment,
    ScheduleRow,
)
from arcaller.documents.agreement.template import load_template, template_notice
from arcaller.documents.paper.fonts import FontBook
from arcaller.documents.paper.sender import BankAccount, PaymentWays
from arcaller.domain.authority import Authority, within
from arcaller.domain.calendars import BusinessCalendar
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import Schedule, schedule
from arcaller.services.changes import Changes
from arcaller.services.commands import AgreePlan, ProposePlan
from arcaller.services.desk import Desk
from arcaller.services.papers.safe_files import write_new_file
from arcaller.ui.plan_wizard.plan_tools import IssuePaper, Paper, PlanBasis, PlanTools, ReviewTools

TODAY = date(2026, 11, 22)
TEMPLATES = Path(__file__).resolve().parents[3] / "resources" / "agreements" / "en"
INVOICES = (
    (1987, date(2026, 8, 20), 41200, ""), (2003, date(2026, 9, 20), 12000, ""),
    (2013, date(2026, 10, 8), 30500, "price"), (2031, date(2026, 10, 30), 64000, ""),
    (2054, date(2026, 12, 15), 120000, ""),
)  # fmt: skip


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


LIMITS = Authority(max_total=eur(500000), max_months=6, least_installment=eur(10000), least_down_percent=Decimal(15))


def invoice(number: int, due_on: date, open_minor: int, dispute: str, currency: str = "EUR") -> InvoiceRow:
    return InvoiceRow(
        number, str(number), due_on, due_on, (TODAY - due_on).days, currency, open_minor, open_minor,
        is_disputed=bool(dispute), dispute_reason=dispute, promised_on=None, plan_number="", po_reference="",
    )  # fmt: skip


def basis(limits: Authority = LIMITS, **changes: Any) -> PlanBasis:
    values: dict[str, Any] = {
        "client_id": 17,
        "client_name": "Müller <Bau> GmbH",
        "invoices": tuple(invoice(*row) for row in INVOICES),
        "authority": lambda _currency: limits,
        "calendar": BusinessCalendar("DE", "BE"),
        "cost_rate": Decimal(8),
        "approver": "Marta Klein",
    }
    return PlanBasis(**{**values, **changes})


def desk() -> Desk:
    return Desk(None, 1, datetime(2026, 11, 22, 13, 30, tzinfo=UTC), TODAY)  # type: ignore[arg-type]


def _no_plan(*_: object) -> Any:
    raise DomainError("This plan is no longer in the ledger; choose another one.", "plan_id")


@cache
def fonts() -> FontBook:
    return FontBook(Path(tempfile.mkdtemp(prefix="arcaller-fonts-")))


def paper_of(plan: Schedule, number: str = "P-2026-0007", *, approved: bool = True) -> Paper:
    """The real agreement over ``plan``."""
    debt = plan.debt.minor
    rows = tuple(
        ScheduleRow(row.number, row.due_on, row.amount.minor, row.balance.minor) for row in plan.installments
    )
    inputs = AgreementInputs(
        agreement_number=number, made_on=TODAY, currency="EUR",
        creditor=Creditor("Northwind GmbH", ("Hafenweg 4", "20457 Hamburg"), "+49 40 5550 100", "ar@nw.example"),
        client=ClientParty("10342", "Müller <Bau> GmbH", ("Sonnenallee 1", "12045 Berlin")),
        invoices=(AcknowledgedInvoice("1987", date(2026, 7, 20), date(2026, 8, 20), debt, 0, debt),),
        schedule=rows, payment_ways=PaymentWays(number, BankAccount("Northwind", "DE89370400440532013000")),
        template=load_template(TEMPLATES / "company.toml"), approval_needed=not approved,
        down_payment=DownPayment(plan.down_payment.minor, TODAY) if plan.down_payment else None,
    )  # fmt: skip
    return Paper(make_agreement(inputs, fonts()), f"agreement-{number}.pdf", template_notice(inputs.template))


@dataclass
class Office:
    """Takes the acts, keeps what was asked of it; ``plans`` are those stored."""

    basis: PlanBasis = field(default_factory=basis)
    drafts: dict[str, str] = field(default_factory=dict)
    proposed: list[ProposePlan] = field(default_factory=list)
    agreed: list[AgreePlan] = field(default_factory=list)
    issued: list[IssuePaper] = field(default_factory=list)
    state: str = "proposed"
    cautions: tuple[str, ...] = ()
    refusal: Exception | None = None

    def propose(self, _desk: Desk, command: ProposePlan) -> Changes:
        if self.refusal is not None:
            raise self.refusal
        self.proposed.append(command)
        return Changes("propose_plan", "Plan proposed", frozenset({command.client_id}), entry=9, new_id=7)

    def agree(self, _desk: Desk, command: AgreePlan) -> Changes:
        if self.refusal is not None:
            raise self.refusal
        self.agreed.append(command)
        self.state = "agreed"
        return Changes("agree_plan", "Plan agreed", frozenset({17}), entry=10, new_id=command.plan_id)

    def issue(self, _desk: Desk, command: IssuePaper) -> Changes:
        if command.path is not None:
            write_new_file(command.path, self.paper().pdf, replace_existing=command.replace_existing)
        self.issued.append(command)
        return Changes("issue_agreement", "issued", frozenset({17}), entry=11)

    def save_draft(self, key: str, text: str) -> bool:
        self.drafts[key] = text
        return True

    def preview(self, _desk: Desk, command: ProposePlan) -> Paper:
        plan = schedule(command.terms)
        return paper_of(plan, approved=within(plan, self.basis.authority("EUR")))

    def stored_plan(self) -> Schedule:
        from arcaller.domain.plans.terms import PlanTerms

        return schedule(PlanTerms(eur(117200), date(2026, 12, 1), TODAY, count=5, down_payment=eur(17600)))

    def paper(self) -> Paper:
        return paper_of(self.stored_plan())

    def load_plan(self, plan_id: int) -> PlanDetailRow:
        plan = self.stored_plan()
        rows = tuple(
            PlanInstallmentRow(row.number, row.due_on, row.due_on, "", row.amount.minor, row.amount.minor, 0, 0, 0)
            for row in plan.installments
        )
        state = "issued" if self.issued else ""
        last = self.agreed[-1] if self.agreed else None
        signed = (
            {}
            if last is None
            else {"signed": {"on": last.signed_on.isoformat(), "by": last.signatory, "capacity": last.capacity}}
        )
        return PlanDetailRow(
            plan_id, 1, 1, "P-2026-0007", 17, "Müller <Bau> GmbH", self.state, "EUR", signed, 117200, 117200, 17600,
            0, 0, "", True, (), None, None, None, state, rows, (),
        )  # fmt: skip

    def review_tools(self) -> ReviewTools:
        return ReviewTools(
            load_plan=self.load_plan,
            make_desk=desk,
            paper=lambda _desk, _plan: self.paper(),
            old_paper=lambda _desk, _plan, _version: self.paper(),
            issue=self.issue,
            agree=self.agree,
            write_copy=lambda path, pdf, over: write_new_file(path, pdf, replace_existing=over),
            warn=lambda _desk, _plan, _day: self.cautions,
        )

    def tools(self) -> PlanTools:
        return PlanTools(
            load_basis=lambda _client: self.basis,
            make_desk=desk,
            propose=self.propose,
            preview=self.preview,
            read_draft=lambda key: self.drafts.get(key, ""),
            save_draft=self.save_draft,
            review=self.review_tools(),
            load_rest=_no_plan,
            reschedule=_no_plan,
            preview_again=_no_plan,
        )
