"""What is said about a plan before anybody signs it: regulated credit, invoices that may be too old."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from arcaller.data.queries.plans.plans import load_plan
from arcaller.data.tables import Client, Invoice
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import schedule
from arcaller.domain.plans.terms import PlanTerms
from arcaller.services.commands import AgreePlan, ChangeSettings, ProposePlan
from arcaller.services.plans.agreements import issue_agreement
from arcaller.services.plans.plans import agree_plan, propose_plan
from arcaller.services.plans.warnings import PlanWatch, draft_warnings, load_credit_rules, stored_warnings
from arcaller.services.settings import change_settings

RULES = load_credit_rules()
PLAN = PlanTerms(Money(80_000, "GBP"), date(2026, 12, 23), date(2026, 11, 23), count=3)


def said(terms: PlanTerms, country: str, kind: str) -> tuple[str, ...]:
    return PlanWatch(country, kind, RULES).warnings(schedule(terms), ())


def fill_in_paper(office) -> None:
    """The company and the client as an agreement names them."""
    values = {"company_address": ["Hafenstr. 12", "20457 Hamburg"], "bank_iban": "DE89370400440532013000"}
    change_settings(office.desk, ChangeSettings(values))
    make_client(office, street="Am Markt 1", city="Bremen")


def make_client(office, **values: object) -> None:
    with office.ledger.act("save", actor_id=1, at=office.desk.now) as act:
        act.change(office.ledger.get(Client, office.client_id), **values)


def terms_of(office, **more) -> PlanTerms:
    given = {
        "total": Money(80_000, "EUR"),
        "first_on": date(2026, 12, 15),
        "agreed_on": office.desk.today,
        "count": 3,
    }
    return PlanTerms(**{**given, **more})


def test_each_rule_names_where_it_comes_from_and_no_two_share_an_id():
    assert len({rule.rule_id for rule in RULES}) == len(RULES)
    assert all(rule.source and rule.jurisdictions and rule.client_kinds for rule in RULES)
    assert all(rule.max_installments or rule.max_months or rule.forbids_charges for rule in RULES)
    kinds = {"company", "partnership", "sole_trader", "public_body", "consumer"}
    assert {kind for rule in RULES for kind in rule.client_kinds} <= kinds


@pytest.mark.parametrize("kind", ["consumer", "sole_trader", "partnership"])
def test_twelve_months_in_the_united_kingdom_begin_on_the_day_of_the_agreement(kind):
    (words,) = said(replace(PLAN, count=12), "GB", kind)
    assert "It ends on 2027-11-23; without credit law it must end by 2027-11-22." in words
    assert "art. 60F" in words
    assert words.endswith("not yet checked by a lawyer.")
    assert said(replace(PLAN, count=11), "GB", kind) == ()


def test_a_large_business_debt_is_left_alone_and_a_large_consumer_debt_is_not():
    large = replace(PLAN, total=Money(2_500_001, "GBP"), count=12)
    assert said(large, "GB", "sole_trader") == ()
    assert said(large, "GB", "consumer")


@pytest.mark.parametrize(("count", "rate", "warns"), [(4, 0, False), (5, 0, True), (3, 9, True)])
def test_a_us_consumer_s_fifth_installment_or_any_charge_is_the_credit_test(count, rate, warns):
    terms = replace(PLAN, total=Money(80_000, "USD"), count=count, rate_percent=Decimal(rate))
    assert bool(said(terms, "US", "consumer")) is warns
    assert said(terms, "US", "company") == ()


def test_interest_for_a_consumer_in_the_union_warns_from_the_day_the_directive_applies():
    terms = replace(PLAN, total=Money(80_000, "EUR"), count=24, rate_percent=Decimal(9))
    (words,) = said(terms, "DE", "consumer")
    assert "It bears interest" in words
    assert "2023/2225" in words
    assert said(replace(terms, agreed_on=date(2026, 11, 19)), "FR", "consumer") == ()
    assert said(replace(terms, rate_percent=Decimal(0)), "DE", "consumer") == ()
    assert said(terms, "CH", "consumer") == ()


def test_a_stored_plan_is_warned_about_until_it_is_signed(office, fonts, tmp_path):
    fill_in_paper(office)
    make_client(office, kind="consumer", country="US")
    terms = terms_of(office, count=5)
    invoices = (office.r1, office.r2)
    before = draft_warnings(office.desk, office.client_id, invoices, schedule(terms))
    assert len(before) == 1
    plan_id = propose_plan(office.desk, ProposePlan(office.client_id, invoices, terms)).new_id
    assert stored_warnings(office.desk, load_plan(office.ledger, plan_id)) == before
    issue_agreement(office.desk, plan_id, tmp_path / "a.pdf", fonts)
    agree_plan(office.desk, AgreePlan(plan_id, office.desk.today, "Anna Meyer"))
    assert stored_warnings(office.desk, load_plan(office.ledger, plan_id)) == ()


def test_an_old_invoice_is_named_before_anybody_signs(office):
    fill_in_paper(office)
    due_on = office.desk.today - timedelta(days=3 * 366)
    with office.ledger.act("save", actor_id=1, at=office.desk.now) as act:
        act.change(office.ledger.get(Invoice, office.r1), due_on=due_on)
    plan = schedule(terms_of(office))
    (words,) = draft_warnings(office.desk, office.client_id, (office.r1, office.r2), plan)
    assert words.startswith(f"Invoice R-1001 (due {due_on}): due more than 3 years ago and may be time-barred.")
    assert draft_warnings(office.desk, office.client_id, (office.r2,), plan) == ()
    change_settings(office.desk, ChangeSettings({"time_barred_years": 0}))
    assert draft_warnings(office.desk, office.client_id, (office.r1,), plan) == ()


def test_a_client_without_country_is_where_the_company_is(office):
    fill_in_paper(office)
    make_client(office, kind="consumer", country="")
    change_settings(office.desk, ChangeSettings({"company_country": "US"}))
    plan = schedule(terms_of(office, count=5))
    assert "Truth in Lending" in draft_warnings(office.desk, office.client_id, (office.r1,), plan)[0]


def test_what_the_agreement_would_lack_is_said_before_anybody_signs(office):
    make_client(office, street="", city="")
    plan = schedule(terms_of(office))
    (words,) = draft_warnings(office.desk, office.client_id, (office.r2,), plan)
    lacking = "the company's address, where to pay to and the client's address"
    assert words.startswith(f"The agreement would lack {lacking}.")
    change_settings(office.desk, ChangeSettings({"company_address": ["Hafenstr. 12"], "upi_id": "nord@bank"}))
    (words,) = draft_warnings(office.desk, office.client_id, (office.r2,), plan)
    assert words.startswith("The agreement would lack the client's address.")
    fill_in_paper(office)
    assert draft_warnings(office.desk, office.client_id, (office.r2,), plan) == ()
