"""The agreement: the preview is the file, issued once, never over another file."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from arcaller.documents.agreement.fingerprint import fingerprint
from arcaller.documents.agreement.inputs import Approver, DownPayment, Guarantor, InterestTerms, Treatment
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import schedule
from arcaller.domain.plans.terms import PartPayments, PlanTerms
from arcaller.services.calling.calls import log_call
from arcaller.services.commands import ChangeSettings, DisputeDetails, LogCall, ProposePlan
from arcaller.services.plans.agreement_facts import time_barred_note
from arcaller.services.plans.agreement_record import inputs_as_values, inputs_of_values
from arcaller.services.plans.agreements import (
    agreement_inputs,
    draft_agreement_inputs,
    issue_agreement,
    make_agreement,
    missing_glyphs,
)
from arcaller.services.plans.plans import draft_plan_check, propose_plan
from arcaller.services.settings import change_settings
from arcaller.services.undo import undo_last


@pytest.fixture
def terms(office) -> PlanTerms:
    return PlanTerms(Money(80_000, "EUR"), date(2026, 12, 15), office.desk.today, count=3)


@pytest.fixture
def plan_id(office, terms) -> int:
    return propose_plan(office.desk, ProposePlan(office.client_id, (office.r1, office.r2), terms)).new_id


def test_the_preview_of_a_draft_and_the_filed_paper_are_the_same_bytes(office, terms, fonts, tmp_path):
    invoices = (office.r1, office.r2)
    draft = draft_plan_check(office.desk, office.client_id, invoices, terms)
    preview = make_agreement(
        draft_agreement_inputs(office.desk, office.client_id, invoices, draft.schedule, draft.is_within_authority),
        fonts,
    )
    plan_id = propose_plan(office.desk, ProposePlan(office.client_id, invoices, terms)).new_id
    changes = issue_agreement(office.desk, plan_id, tmp_path / "plan.pdf", fonts)
    filed = (tmp_path / "plan.pdf").read_bytes()
    assert filed == preview
    assert filed.startswith(b"%PDF")
    stored = office.one("SELECT document_sha256, state, number, inputs, template_version FROM agreement")
    assert stored[:3] == (hashlib.sha256(filed).hexdigest(), "issued", "P-2026-0001")
    assert json.loads(stored[3])["client"]["legal_name"] == "Meyer KG"
    assert stored[4]
    assert changes.said == "Agreement P-2026-0001 for Meyer KG issued as plan.pdf"


def test_the_plan_keeps_the_fingerprint_that_the_paper_shows(office, plan_id):
    (kept,) = office.one("SELECT fingerprint FROM plan_version")
    assert kept == fingerprint(agreement_inputs(office.desk, plan_id))


def test_parties_ways_to_pay_and_warnings_come_from_ledger_and_settings(office, terms):
    values = {"company_address": ["Hafen 1", "20457 Hamburg"], "bank_iban": "DE89370400440532013000"}
    change_settings(office.desk, ChangeSettings({**values, "time_barred_years": 0}))
    details = DisputeDetails((office.r2,), "price")
    log_call(office.desk, LogCall(office.client_id, CallOutcome.DISPUTE, dispute=details))
    plan_id = propose_plan(office.desk, ProposePlan(office.client_id, (office.r1, office.r2), terms)).new_id
    inputs = agreement_inputs(office.desk, plan_id)
    assert inputs.creditor.legal_name == "Nordwind Supplies"
    assert inputs.creditor.address == ("Hafen 1", "20457 Hamburg")
    assert inputs.locale == "und_DE"  # figures and dates as in the company's country
    assert inputs.client.signatory_name == ""  # who may bind the company is written by hand
    assert inputs.payment_ways.bank.iban == "DE89370400440532013000"
    assert inputs.payment_ways.reference == "P-2026-0001"
    assert [row.treatment for row in inputs.invoices] == [Treatment.ACKNOWLEDGED, Treatment.UNDER_RESERVE]
    assert inputs.acknowledged_minor == 80_000


@pytest.mark.parametrize(
    ("due_on", "warns"), [(date(2023, 11, 23), True), (date(2023, 11, 24), False), (date(2026, 1, 1), False)]
)
def test_an_invoice_due_three_years_ago_may_be_time_barred(due_on, warns):
    assert bool(time_barred_note(due_on, date(2026, 11, 23), 3)) is warns


def test_interest_and_down_payment_add_up_on_paper(office, fonts):
    terms = PlanTerms(
        Money(80_000, "EUR"), date(2026, 12, 15), office.desk.today, count=3, rate_percent=Decimal(9),
        down_payment=Money(8_000, "EUR"),
    )  # fmt: skip
    plan_id = propose_plan(office.desk, ProposePlan(office.client_id, (office.r1, office.r2), terms)).new_id
    inputs = agreement_inputs(office.desk, plan_id)
    assert inputs.to_pay_minor == 80_000 + inputs.interest_minor
    assert inputs.terms.interest.annual_percent == 9
    assert make_agreement(inputs, fonts).startswith(b"%PDF")
    assert missing_glyphs(inputs, fonts) == ""


def test_an_existing_file_is_not_written_over_and_nothing_is_issued(office, plan_id, fonts, tmp_path):
    target = tmp_path / "plan.pdf"
    target.write_bytes(b"mine")
    before = office.state()
    with pytest.raises(DomainError, match="already there") as refusal:
        issue_agreement(office.desk, plan_id, target, fonts)
    assert refusal.value.field == "path"
    assert target.read_bytes() == b"mine"
    assert office.state() == before
    issue_agreement(office.desk, plan_id, target, fonts, replace_existing=True)
    assert target.read_bytes().startswith(b"%PDF")


def test_a_folder_that_is_not_there_is_refused_with_nothing_left_behind(office, plan_id, fonts, tmp_path):
    before = office.state()
    with pytest.raises(DomainError, match="does not exist"):
        issue_agreement(office.desk, plan_id, tmp_path / "no" / "plan.pdf", fonts)
    with pytest.raises(DomainError, match="is a folder"):
        issue_agreement(office.desk, plan_id, tmp_path, fonts)
    assert office.state() == before
    assert not list(tmp_path.glob("*.part"))


def test_what_was_issued_is_not_undone(office, plan_id, fonts, tmp_path):
    issue_agreement(office.desk, plan_id, None, fonts)
    before = office.state()
    with pytest.raises(DomainError, match="already issued"):
        undo_last(office.desk)
    assert office.state() == before


def test_issuing_again_writes_the_same_paper_and_keeps_the_first_date(office, plan_id, fonts, tmp_path):
    issue_agreement(office.desk, plan_id, tmp_path / "a.pdf", fonts)
    again = issue_agreement(office.later(1), plan_id, tmp_path / "b.pdf", fonts)
    assert again.entry is None
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert office.one("SELECT substr(issued_at, 1, 10) FROM agreement") == ("2026-11-23",)


def test_an_issued_paper_stays_as_it_was_whatever_the_settings_become(office, plan_id, fonts, tmp_path):
    issue_agreement(office.desk, plan_id, tmp_path / "plan.pdf", fonts)
    said = agreement_inputs(office.desk, plan_id)
    change_settings(
        office.desk,
        ChangeSettings({"company_address": ["Hafenstr. 12", "20457 Hamburg"], "bank_iban": "DE89370400440532013000",
                        "governing_law": "the law of Denmark", "company_locale": "de_DE", "paper": "Letter"}),
    )  # fmt: skip
    assert agreement_inputs(office.desk, plan_id) == said
    issue_agreement(office.desk, plan_id, tmp_path / "again.pdf", fonts)
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "plan.pdf").read_bytes()


def test_a_paper_not_yet_issued_follows_the_settings(office, plan_id):
    change_settings(office.desk, ChangeSettings({"company_phone": "+49 40 12345"}))
    assert agreement_inputs(office.desk, plan_id).creditor.phone == "+49 40 12345"


def test_every_kind_of_value_of_a_paper_is_read_back(office, plan_id):
    inputs = agreement_inputs(office.desk, plan_id)
    full = dataclasses.replace(
        inputs,
        creditor=dataclasses.replace(inputs.creditor, logo=b"\x89PNG"),
        terms=dataclasses.replace(
            inputs.terms, interest=InterestTerms(Decimal("9.50"), "actual days"), switched_off=frozenset({3, 13})
        ),
        down_payment=DownPayment(100, date(2026, 11, 24)),
        approver=Approver("Jana Weiß", "supervisor", "23 Nov 2026 14:00"),
        guarantor=Guarantor("Łódź Bürgschaft", ("Rynek 1",)),
    )
    assert inputs_of_values(json.loads(json.dumps(inputs_as_values(full)))) == full


def test_a_record_that_lacks_something_is_refused_in_words(office, plan_id):
    values = inputs_as_values(agreement_inputs(office.desk, plan_id))
    del values["template"]["clauses"]
    with pytest.raises(DomainError, match="agreement P-2026-0001 said"):
        inputs_of_values(values)


def test_the_paper_of_a_plan_beyond_the_limits_is_not_issued(office, fonts, tmp_path):
    terms = PlanTerms(Money(80_000, "EUR"), date(2026, 12, 15), office.desk.today, count=20)
    plan_id = propose_plan(office.desk, ProposePlan(office.client_id, (office.r1, office.r2), terms)).new_id
    assert agreement_inputs(office.desk, plan_id).not_approved
    with pytest.raises(DomainError, match="not approved"):
        issue_agreement(office.desk, plan_id, tmp_path / "a.pdf", fonts)
    assert not list(tmp_path.glob("*.pdf"))


def test_the_paper_says_that_only_whole_installments_are_accepted_where_that_was_agreed(office, terms):
    whole = replace(terms, part_payments=PartPayments.WHOLE_ONLY)
    plan_id = propose_plan(office.desk, ProposePlan(office.client_id, (office.r1, office.r2), whole)).new_id
    assert agreement_inputs(office.desk, plan_id).terms.whole_installments_only
    draft = draft_agreement_inputs(office.desk, office.client_id, (office.r1, office.r2), schedule(terms), True)
    assert not draft.terms.whole_installments_only
