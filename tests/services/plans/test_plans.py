"""Plans: from the open balance, inside the limits, proposed with the call, agreed once signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from arcaller.data.queries.plans.plans import load_plan, load_plans
from arcaller.domain.authority import Limit
from arcaller.domain.calendars import BusinessCalendar, Frequency, Shift
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.terms import IfBroken, PartPayments, PlanTerms, Remainder
from arcaller.domain.receivables.interest import InterestMethod
from arcaller.services.commands import AgreePlan, LogCall, ProposePlan
from arcaller.services.plans.agreements import issue_agreement
from arcaller.services.plans.plans import agree_plan, draft_plan_check, propose_plan
from arcaller.services.plans.terms import terms_as_values, terms_of_values
from arcaller.services.undo import undo_last

FIRST = date(2026, 12, 15)


def terms_over(office, *, minor: int = 80_000, **more) -> PlanTerms:
    return PlanTerms(
        **{"total": Money(minor, "EUR"), "first_on": FIRST, "agreed_on": office.desk.today, "count": 3, **more}
    )


def overdue(office) -> tuple[int, int]:
    return (office.r1, office.r2)


def propose(office, **more) -> int:
    changes = propose_plan(office.desk, ProposePlan(office.client_id, overdue(office), terms_over(office, **more)))
    return changes.new_id


def test_the_live_view_gives_rows_limits_and_cost(office):
    draft = draft_plan_check(office.desk, office.client_id, overdue(office), terms_over(office))
    assert [row.amount.minor for row in draft.schedule.installments] == [26_666, 26_666, 26_668]
    assert draft.is_within_authority


def test_the_live_view_names_the_limits_broken(office):
    draft = draft_plan_check(office.desk, office.client_id, overdue(office), terms_over(office, count=20))
    assert [found.name for found in draft.broken] == [Limit.LENGTH, Limit.LEAST_INSTALLMENT]
    assert not draft.is_within_authority


def test_proposing_writes_plan_version_rows_invoices_and_the_call_as_one_act(office):
    call = LogCall(office.client_id, CallOutcome.PLAN, note="three parts")
    command = ProposePlan(office.client_id, overdue(office), terms_over(office), call)
    changes = propose_plan(office.desk, command)

    plan = load_plan(office.ledger, changes.new_id)
    assert (plan.number, plan.state, plan.version) == ("P-2026-0001", "proposed", 1)
    assert (plan.acknowledged_minor, plan.total_minor, plan.is_within_authority) == (80_000, 80_000, True)
    assert [(row.due_on.isoformat(), row.amount_minor, row.balance_minor) for row in plan.installments] == [
        ("2026-12-15", 26_666, 53_334), ("2027-01-15", 26_666, 26_668), ("2027-02-15", 26_668, 0),
    ]  # fmt: skip
    assert [(row.invoice_id, row.covered_minor) for row in plan.invoices] == [
        (office.r1, 50_000),
        (office.r2, 30_000),
    ]
    assert office.one("SELECT outcome, note, was_right_party FROM call") == ("plan", "three parts", 1)
    assert office.one("SELECT kind, due_on FROM follow_up WHERE state = 'open'") == ("finish_plan", "2026-11-24")
    assert office.one("SELECT count(*) FROM journal WHERE number > 2") == (1,)
    assert changes.said.startswith("Plan P-2026-0001 proposed to Meyer KG: 3 installments;")


def test_undo_takes_the_whole_proposal_back(office):
    before = office.state()
    call = LogCall(office.client_id, CallOutcome.PLAN, note="three parts")
    propose_plan(office.desk, ProposePlan(office.client_id, overdue(office), terms_over(office), call))
    undone = undo_last(office.desk)
    assert office.state() == before
    assert (undone.reopen.outcome, undone.reopen.note) == ("plan", "three parts")


def test_the_number_of_a_plan_taken_back_is_not_given_again(office):
    propose(office)
    undo_last(office.desk)
    assert load_plan(office.ledger, propose(office)).number == "P-2026-0002"


def test_beyond_the_limits_it_is_kept_as_not_approved_and_cannot_be_signed(office):
    plan_id = propose(office, count=20)
    plan = load_plan(office.ledger, plan_id)
    assert not plan.is_within_authority
    assert [limit.split(":")[0] for limit in plan.limits_broken] == ["Length", "Least installment"]
    assert office.one("SELECT kind FROM follow_up") == ("supervisor_review",)
    before = office.state()
    with pytest.raises(DomainError, match="beyond your limits"):
        agree_plan(office.desk, AgreePlan(plan_id, office.desk.today))
    assert office.state() == before


def test_a_supervisor_has_limits_of_his_own(office):
    supervisor = replace(office.desk, actor_id=1)
    terms = terms_over(office, count=20)
    assert draft_plan_check(supervisor, office.client_id, overdue(office), terms).is_within_authority


def test_a_new_proposal_takes_the_place_of_one_nobody_signed(office):
    first = propose(office)
    second = propose(office, count=4)
    states = {row.plan_id: row.state for row in load_plans(office.ledger)}
    assert states == {first: "cancelled", second: "proposed"}


def test_the_paper_of_a_plan_replaced_is_void(office, fonts):
    issue_agreement(office.desk, propose(office), None, fonts)
    before = office.state()
    propose(office, count=4)
    assert office.one("SELECT state FROM agreement") == ("void",)
    undo_last(office.desk)
    assert office.state() == before


@pytest.mark.parametrize(
    ("invoices", "terms", "field"),
    [
        ((), {}, "invoice_ids"),
        ((1, 99), {}, "invoice_ids"),
        ((1, 4), {}, "invoice_ids"),
        ((1, 2), {"minor": 79_999}, "total"),
        ((1, 2), {"count": 0}, "count"),
        ((1, 2), {"first_on": date(2026, 11, 1), "agreed_on": date(2026, 10, 1)}, "first_on"),
        ((1, 2), {"down_payment": Money(80_000, "EUR")}, "down_payment"),
    ],
)
def test_wrong_terms_are_refused_unwritten(office, invoices, terms, field):
    before = office.state()
    with pytest.raises(DomainError) as refusal:
        propose_plan(office.desk, ProposePlan(office.client_id, invoices, terms_over(office, **terms)))
    assert refusal.value.field == field
    assert office.state() == before


def test_an_invoice_of_a_signed_plan_cannot_go_into_another(office, fonts, tmp_path):
    plan_id = propose(office)
    issue_agreement(office.desk, plan_id, tmp_path / "a.pdf", fonts)
    agree_plan(office.desk, AgreePlan(plan_id, office.desk.today))
    with pytest.raises(DomainError, match="in plan P-2026-0001 already"):
        propose(office)


def test_signing_makes_the_plan_agreed_and_watches_its_first_installment(office, fonts, tmp_path):
    plan_id = propose(office)
    issue_agreement(office.desk, plan_id, tmp_path / "a.pdf", fonts)
    changes = agree_plan(office.desk, AgreePlan(plan_id, office.desk.today, "Anna Meyer", "Director"))
    plan = load_plan(office.ledger, plan_id)
    assert (plan.state, plan.agreement_state) == ("agreed", "signed")
    assert plan.terms["signed"] == {"on": "2026-11-23", "by": "Anna Meyer", "capacity": "Director"}
    open_steps = office.ledger.rows("SELECT kind, due_on FROM follow_up WHERE state = 'open'")
    assert open_steps == [("remind_installment", "2026-12-14"), ("check_plan", "2026-12-21")]
    assert changes.said == ("Plan P-2026-0001 agreed with Meyer KG; first installment 266.66 EUR on Tue 15 Dec")
    with pytest.raises(DomainError, match="already issued"):
        undo_last(office.desk)


def test_without_paper_there_is_nothing_to_sign(office):
    plan_id = propose(office)
    with pytest.raises(DomainError, match="no paper to sign"):
        agree_plan(office.desk, AgreePlan(plan_id, office.desk.today))


@pytest.mark.parametrize(("days", "words"), [(1, "day to come"), (-1, "cannot be signed before")])
def test_the_day_of_signing_lies_between_proposal_and_today(office, fonts, tmp_path, days, words):
    plan_id = propose(office)
    issue_agreement(office.desk, plan_id, tmp_path / "a.pdf", fonts)
    with pytest.raises(DomainError, match=words):
        agree_plan(office.desk, AgreePlan(plan_id, office.desk.today + timedelta(days=days)))


def test_a_balance_that_changed_since_makes_the_plan_stale(office, fonts, tmp_path):
    plan_id = propose(office)
    issue_agreement(office.desk, plan_id, tmp_path / "a.pdf", fonts)
    office.pay(office.r1, 10_000)
    with pytest.raises(DomainError, match="balance of invoice R-1001 changed"):
        agree_plan(office.desk, AgreePlan(plan_id, office.desk.today))


@pytest.mark.parametrize(
    "terms",
    [
        PlanTerms(Money(80_000, "EUR"), FIRST, date(2026, 11, 23), count=3),
        PlanTerms(
            Money(1_000_000, "JPY"), FIRST, date(2026, 11, 23), each=Money(30_000, "JPY"), frequency=Frequency.WEEKLY,
            month_end=True, shift=Shift.MODIFIED_FOLLOWING, remainder=Remainder.SPREAD,
            calendar=BusinessCalendar("DE", "BE", frozenset({FIRST}), frozenset({date(2026, 12, 25)}), "de"),
            down_percent=Decimal("12.5"), balloon=Money(5_000, "JPY"), discount_percent=Decimal(5),
            rate_percent=Decimal(9), method=InterestMethod.LEVEL_ACT_365, edited=((2, Money(10_000, "JPY")),),
            part_payments=PartPayments.WHOLE_ONLY, if_broken=IfBroken.OWN_TERMS,
        ),
    ],
)  # fmt: skip
def test_terms_come_back_from_the_ledger_as_they_went_in(terms):
    assert terms_of_values(terms_as_values(terms)) == terms


def test_a_plan_stored_before_part_payments_were_asked_about_takes_them_on_account(office):
    stored = terms_as_values(terms_over(office))
    del stored["part_payments"], stored["if_broken"]
    assert terms_of_values(stored) == terms_over(office)
