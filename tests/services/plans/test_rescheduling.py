"""A running plan rescheduled: the old version stays as signed, what came in counts, a new paper is signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from life_samples import FIRST, TODAY, on_day, plan_of, received, settlement, signed_plan, state, steps, story

from arcaller.data.queries.plans.life import load_plan_versions
from arcaller.data.queries.plans.plans import load_plan
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.reschedule import extended
from arcaller.domain.receivables.aging import AgingBucket
from arcaller.services.commands import AgreePlan, ProposePlan, ReschedulePlan, ResumePlan
from arcaller.services.plans.agreements import agreement_inputs, issue_agreement
from arcaller.services.plans.life import resume_plan
from arcaller.services.plans.overview import plan_overview
from arcaller.services.plans.plans import agree_plan, propose_plan
from arcaller.services.plans.rescheduling import reschedule_basis, reschedule_plan
from arcaller.services.undo import undo_last


def running(office, fonts):
    """The first of four installments is paid."""
    plan_id = signed_plan(office, fonts)
    office.pay(office.r1, 20_000, FIRST)
    return plan_id, on_day(office, 8)


def rescheduled(office, fonts, more: int = 2):
    plan_id, desk = running(office, fonts)
    terms = extended(reschedule_basis(desk, plan_id).terms, more)
    return plan_id, desk, reschedule_plan(desk, ReschedulePlan(plan_id, terms, "lost a big customer"))


def test_the_new_version_covers_what_is_left_and_waits_for_signatures(office, fonts):
    plan_id, _, changes = rescheduled(office, fonts)
    plan = plan_of(office, plan_id)
    assert (plan.state, plan.version, plan.received_before_minor, plan.total_minor) == ("proposed", 2, 20_000, 60_000)
    assert [row.amount_minor for row in plan.installments] == [12_000] * 5
    assert (plan.reason, story(office, plan_id)) == ("lost a big customer", ["rescheduled"])
    assert "5 installments of 600.00 EUR" in changes.said
    assert [kind for kind, _ in steps(office)] == ["finish_plan"]


def test_the_old_version_and_its_signed_paper_stay(office, fonts):
    plan_id, desk, _ = rescheduled(office, fonts)
    old = load_plan(office.ledger, plan_id, 1)
    assert (old.version, old.agreement_state) == (1, "signed")
    assert [row.received_minor for row in old.installments] == [20_000, 0, 0, 0]
    assert [row.version for row in load_plan_versions(office.ledger, plan_id)] == [1, 2]
    assert agreement_inputs(desk, plan_id, 1).acknowledged_minor == 80_000
    new = agreement_inputs(desk, plan_id)
    assert (new.version, new.acknowledged_minor, new.to_pay_minor) == (2, 60_000, 60_000)


def test_once_signed_the_new_version_runs_and_payments_meet_its_rows(office, fonts):
    plan_id, desk, _ = rescheduled(office, fonts)
    issue_agreement(desk, plan_id, None, fonts)
    agree_plan(desk, AgreePlan(plan_id, desk.today, "Anna Meyer"))
    office.pay(office.r1, 15_000, desk.today)
    on_day(office, 9)
    assert (state(office, plan_id), received(office, plan_id)) == ("on_track", [12_000, 3_000, 0, 0, 0])


def test_given_up_the_old_version_runs_on(office, fonts):
    plan_id, desk, _ = rescheduled(office, fonts)
    resume_plan(desk, ResumePlan(plan_id, "the client pays as agreed after all"))
    plan = plan_of(office, plan_id)
    assert (plan.state, plan.version, plan.agreement_state) == ("on_track", 1, "signed")
    assert received(office, plan_id) == [20_000, 0, 0, 0]
    assert [kind for kind, _ in steps(office)] == ["remind_installment", "check_plan"]


def test_rescheduling_is_taken_back_while_no_paper_left(office, fonts):
    plan_id, desk = running(office, fonts)
    before = office.state()
    reschedule_plan(desk, ReschedulePlan(plan_id, reschedule_basis(desk, plan_id).terms, "later"))
    undo_last(desk)
    assert office.state() == before


def test_a_payment_that_came_meanwhile_refuses_stale_terms_in_words(office, fonts):
    plan_id, desk = running(office, fonts)
    terms = reschedule_basis(desk, plan_id).terms
    office.pay(office.r1, 5_000, desk.today)
    with pytest.raises(DomainError, match=r"250.00 EUR came in of 800.00 EUR by now, .* worked out with 200.00 EUR"):
        reschedule_plan(desk, ReschedulePlan(plan_id, terms, "later"))


def test_a_payment_before_the_signature_asks_to_reschedule_again(office, fonts):
    plan_id, desk, _ = rescheduled(office, fonts)
    issue_agreement(desk, plan_id, None, fonts)
    office.pay(office.r1, 5_000, desk.today)
    with pytest.raises(DomainError, match="reschedule it again"):
        agree_plan(desk, AgreePlan(plan_id, desk.today, "Anna Meyer"))
    again = reschedule_basis(desk, plan_id).terms
    reschedule_plan(desk, ReschedulePlan(plan_id, again, "paid a part"))
    assert plan_of(office, plan_id).version == 3


def test_it_needs_a_reason_and_a_plan_that_runs(office, fonts):
    plan_id, desk = running(office, fonts)
    terms = reschedule_basis(desk, plan_id).terms
    with pytest.raises(DomainError, match="Say why the plan is rescheduled"):
        reschedule_plan(desk, ReschedulePlan(plan_id, terms, " "))
    office.pay(office.r1, 30_000, desk.today)
    office.pay(office.r2, 30_000, desk.today)
    done = on_day(office, 9)
    with pytest.raises(DomainError, match="is completed; only a plan that runs can be rescheduled"):
        reschedule_basis(done, plan_id)


def test_the_limits_are_asked_again(office, fonts):
    plan_id, desk = running(office, fonts)
    caller = replace(desk, actor_id=2)
    changes = reschedule_plan(
        caller, ReschedulePlan(plan_id, extended(reschedule_basis(desk, plan_id).terms, 20), "long")
    )
    assert "beyond your limits" in changes.said
    assert not plan_of(office, plan_id).is_within_authority
    assert [kind for kind, _ in steps(office)] == ["supervisor_review"]


def test_what_came_in_before_counts_as_down_payment(office, fonts):
    from decimal import Decimal

    from arcaller.domain.authority import Authority, check, nearest_inside
    from arcaller.domain.plans.installments import schedule

    plan_id, desk = running(office, fonts)
    plan = schedule(reschedule_basis(desk, plan_id).terms)
    assert all(found.inside for found in check(plan, Authority(least_down_percent=Decimal(25))))
    nearest = nearest_inside(plan.terms, Authority(least_down_percent=Decimal(30)))
    assert nearest is not None
    assert nearest.down.minor == 4_000


def test_invoices_of_a_plan_whose_new_version_waits_are_not_free_for_another(office, fonts):
    plan_id, desk, _ = rescheduled(office, fonts)
    terms = replace(reschedule_basis(desk, plan_id).terms, received=None)
    with pytest.raises(DomainError, match=r"is in plan P-2026-0001 already; cancel or reschedule"):
        propose_plan(desk, ProposePlan(office.client_id, (office.r1, office.r2), terms))


def test_a_payment_taken_back_after_rescheduling_is_owed_still(office, fonts):
    plan_id, desk, _ = rescheduled(office, fonts)
    issue_agreement(desk, plan_id, None, fonts)
    agree_plan(desk, AgreePlan(plan_id, desk.today, "Anna Meyer"))
    with office.ledger.act("reverse", actor_id=1, at=desk.now) as act:
        from arcaller.data.tables import Invoice, Payment, PaymentApplication

        (part,) = office.ledger.select(PaymentApplication)
        act.remove(part)
        act.remove(office.ledger.get(Payment, part.payment_id))
        act.change(office.ledger.get(Invoice, office.r1), open_minor=50_000)
    office.pay(office.r1, 25_000, desk.today)
    on_day(office, 9)
    assert received(office, plan_id) == [5_000, 0, 0, 0, 0]


def test_a_settlement_rescheduled_books_its_discount_at_the_end(office, fonts):
    plan_id = settlement(office, fonts)
    office.pay(office.r1, 21_333, FIRST)
    desk = on_day(office, 8)
    reschedule_plan(desk, ReschedulePlan(plan_id, reschedule_basis(desk, plan_id).terms, "later"))
    issue_agreement(desk, plan_id, None, fonts)
    agree_plan(desk, AgreePlan(plan_id, desk.today, "Anna Meyer"))
    office.pay(office.r1, 28_667, desk.today)
    office.pay(office.r2, 14_000, desk.today + timedelta(days=1))
    on_day(office, 10)
    assert state(office, plan_id) == "completed"
    assert office.one("SELECT amount_minor FROM credit_note") == (16_000,)
    assert office.one("SELECT sum(open_minor) FROM invoice WHERE id IN (?, ?)", office.r1, office.r2) == (0,)


def test_w16_each_installment_ages_by_its_own_date_and_payments_meet_the_oldest_first(office, fonts):
    plan_id = signed_plan(office, fonts)
    office.pay(office.r1, 25_000, FIRST)
    desk = on_day(office, 45)
    shown = plan_overview(desk, plan_id)
    assert [(part.row.due_on, part.row.received_minor, part.days) for part in shown.parts] == [
        (date(2026, 11, 30), 20_000, 0),
        (date(2026, 12, 30), 5_000, 8),
        (date(2027, 1, 30), 0, 0),
        (date(2027, 2, 28), 0, 0),
    ]
    assert shown.by_plan[AgingBucket.DAYS_1_30] == 15_000
    assert shown.by_plan[AgingBucket.NOT_DUE] == 40_000
    assert shown.by_invoice[AgingBucket.OVER_90] == 25_000
    assert shown.by_invoice[AgingBucket.NOT_DUE] == 0
    assert desk.today > TODAY


def test_w23_a_plan_over_one_invoice_starts_from_its_balance_with_a_state_and_reminder_for_each_part(office, fonts):
    office.pay(office.r1, 10_000, TODAY)
    plan_id = signed_plan(office, fonts, invoices=(office.r1,), total=Money(40_000, "EUR"))
    assert plan_of(office, plan_id).invoices[0].covered_minor == 40_000
    assert ("remind_installment", "2026-11-27") in steps(office)
    office.pay(office.r1, 10_000, FIRST)
    desk = on_day(office, 7)
    assert ("remind_installment", "2026-12-29") in steps(office)
    shown = plan_overview(desk, plan_id)
    assert [part.state for part in shown.parts] == ["paid", "to come", "to come", "to come"]
    desk = on_day(office, 45)
    shown = plan_overview(desk, plan_id)
    assert [part.state for part in shown.parts] == ["paid", "missed", "to come", "to come"]
    (invoice,) = shown.invoices
    assert (invoice.row.open_minor, invoice.parts) == (30_000, (1, 2, 3, 4))
