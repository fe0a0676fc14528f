"""The life of a plan: missed, notice, cured or broken, cancelled, resumed; too early is refused in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from life_samples import (
    FIRST,
    TODAY,
    on_day,
    plan_of,
    received,
    settlement,
    signed_plan,
    state,
    steps,
    story,
    supervisor,
    text_of,
)

from arcaller.data.tables import Invoice, Payment, PaymentApplication
from arcaller.data.verify import verify
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.settlements import due_after_default
from arcaller.domain.plans.terms import IfBroken
from arcaller.services.commands import BreakPlan, CancelPlan, GiveNotice, ResumePlan
from arcaller.services.importing.imports import import_file
from arcaller.services.plans.agreements import agreement_inputs
from arcaller.services.plans.life import break_plan, cancel_plan, give_notice, resume_plan
from arcaller.services.plans.notices import issue_notice
from arcaller.services.plans.overview import plan_overview
from arcaller.services.plans.progress import decide_plans
from arcaller.services.undo import undo_last


def missed(office, fonts):
    """A plan whose first installment did not come, with data to prove it."""
    plan_id = signed_plan(office, fonts)
    return plan_id, on_day(office, 20)


def test_a_missed_installment_is_told_once(office, fonts):
    plan_id, desk = missed(office, fonts)
    assert state(office, plan_id) == "behind"
    assert story(office, plan_id) == ["missed"]
    assert decide_plans(desk).entry is None
    on_day(office, 21)
    assert story(office, plan_id) == ["missed"]


def test_paying_what_was_missed_cures_by_itself_and_ends_the_notice(office, fonts):
    plan_id, desk = missed(office, fonts)
    give_notice(desk, GiveNotice(plan_id))
    office.pay(office.r1, 20_000, TODAY + timedelta(days=21))
    on_day(office, 22)
    plan = plan_of(office, plan_id)
    assert (plan.state, plan.notice_on, plan.cure_until) == ("on_track", None, None)
    assert story(office, plan_id) == ["missed", "notice", "cured"]
    assert "answer_notice" not in [kind for kind, _ in steps(office)]


def test_no_notice_while_the_money_may_only_be_late_in_the_books(office, fonts):
    plan_id = signed_plan(office, fonts)
    desk = on_day(office, 20, fresh=False)
    with pytest.raises(DomainError, match="due but not confirmed; import the payments first"):
        give_notice(desk, GiveNotice(plan_id))
    assert plan_of(office, plan_id).notice_on is None


def test_no_notice_of_a_plan_on_track(office, fonts):
    plan_id = signed_plan(office, fonts)
    with pytest.raises(DomainError, match="the plan is on track"):
        give_notice(on_day(office, 1), GiveNotice(plan_id))


def test_notice_says_what_was_missed_and_by_when_and_asks_for_a_decision_after(office, fonts):
    plan_id, desk = missed(office, fonts)
    said = give_notice(desk, GiveNotice(plan_id)).said
    assert said == "Notice to Meyer KG: 200.00 EUR missed, to cure by Fri 18 Dec"
    assert plan_of(office, plan_id).cure_until.isoformat() == "2026-12-18"
    assert steps(office) == [("answer_notice", "2026-12-21")]
    with pytest.raises(DomainError, match="Notice was given already; the client can cure until Fri 18 Dec"):
        give_notice(desk, GiveNotice(plan_id))


def test_a_notice_that_has_not_left_is_taken_back(office, fonts):
    plan_id, desk = missed(office, fonts)
    before = office.state()
    give_notice(desk, GiveNotice(plan_id))
    undo_last(desk)
    assert office.state() == before


def test_breaking_needs_notice_time_and_fresh_data(office, fonts):
    plan_id, desk = missed(office, fonts)
    with pytest.raises(DomainError, match="Give notice first"):
        break_plan(desk, BreakPlan(plan_id))
    give_notice(desk, GiveNotice(plan_id))
    with pytest.raises(DomainError, match="The client can still cure: until Fri 18 Dec"):
        break_plan(on_day(office, 25), BreakPlan(plan_id))
    with pytest.raises(DomainError, match="Payment data reaches to Fri 18 Dec"):
        break_plan(on_day(office, 28, fresh=False), BreakPlan(plan_id))
    assert state(office, plan_id) == "behind"


def test_a_broken_plan_gives_its_invoices_back_and_the_rest_is_due(office, fonts):
    plan_id, desk = missed(office, fonts)
    give_notice(desk, GiveNotice(plan_id))
    desk = on_day(office, 29)
    said = break_plan(desk, BreakPlan(plan_id, "no answer to the notice")).said
    assert said.endswith("is broken; 800.00 EUR is due")
    plan = plan_of(office, plan_id)
    assert (plan.state, plan.accelerated_on, plan.ended_reason) == ("broken", desk.today, "no answer to the notice")
    assert story(office, plan_id) == ["missed", "notice", "broken", "accelerated"]
    assert steps(office) == [("call", desk.today.isoformat())]
    assert office.one("SELECT is_on_list FROM client_summary WHERE currency = 'EUR'") == (1,)
    assert decide_plans(desk).entry is None


def test_without_acceleration_breaking_makes_nothing_due_before_its_own_date(office, fonts, tmp_path):
    terms = {"total": Money(70_000, "EUR"), "if_broken": IfBroken.OWN_TERMS}
    plan_id = signed_plan(office, fonts, invoices=(office.r1, office.r3), **terms)
    desk = on_day(office, 15)
    give_notice(desk, GiveNotice(plan_id))
    issue_notice(desk, plan_id, tmp_path / "n.pdf", fonts)
    said = text_of(tmp_path / "n.pdf")
    assert "Each invoice is then due again by its own date, less all you paid. The open balance today is" in said
    assert "at once" not in said
    desk = on_day(office, 24)
    assert not plan_overview(desk, plan_id).is_all_due
    with office.ledger.act("later", actor_id=1, at=desk.now) as act:
        act.change(office.ledger.get(Invoice, office.r3), due_on=desk.today)
    assert break_plan(desk, BreakPlan(plan_id)).said.endswith("is broken; 500.00 EUR is due")
    assert (state(office, plan_id), plan_of(office, plan_id).accelerated_on) == ("broken", None)
    assert story(office, plan_id) == ["missed", "notice", "broken"]


def test_the_paper_says_whether_the_rest_falls_due(office, fonts):
    with_it, without = signed_plan(office, fonts), None
    assert agreement_inputs(office.desk, with_it).terms.acceleration
    cancel_plan(supervisor(office.desk), CancelPlan(with_it, "other terms"))
    without = signed_plan(office, fonts, if_broken=IfBroken.OWN_TERMS)
    assert not agreement_inputs(office.desk, without).terms.acceleration


def test_a_plan_is_cancelled_for_a_reason_without_marks_that_turn_the_text(office, fonts):
    plan_id = signed_plan(office, fonts)
    with pytest.raises(DomainError, match="Say why the plan is cancelled"):
        cancel_plan(supervisor(office.desk), CancelPlan(plan_id, "\u202e \u2069"))
    cancel_plan(supervisor(office.desk), CancelPlan(plan_id, "\u202eother\u2069 terms"))
    assert office.one("SELECT ended_reason FROM payment_plan WHERE id = ?", plan_id) == ("other terms",)


def test_only_a_supervisor_breaks_a_signed_plan(office, fonts):
    plan_id, desk = missed(office, fonts)
    give_notice(desk, GiveNotice(plan_id))
    on_day(office, 29)
    with pytest.raises(DomainError, match="Only a supervisor breaks a signed plan"):
        break_plan(office.later(29), BreakPlan(plan_id))


def test_breaking_is_taken_back_and_the_plan_stands_as_it_stood(office, fonts):
    plan_id, desk = missed(office, fonts)
    give_notice(desk, GiveNotice(plan_id))
    desk = on_day(office, 29)
    before = office.state()
    break_plan(desk, BreakPlan(plan_id))
    undo_last(desk)
    assert office.state() == before


def test_a_broken_plan_runs_again_by_a_decision(office, fonts):
    plan_id, desk = missed(office, fonts)
    give_notice(desk, GiveNotice(plan_id))
    desk = on_day(office, 29)
    break_plan(desk, BreakPlan(plan_id))
    with pytest.raises(DomainError, match="Say why the plan runs again"):
        resume_plan(desk, ResumePlan(plan_id, " "))
    resume_plan(desk, ResumePlan(plan_id, "paid by card on the phone, on its way"))
    plan = plan_of(office, plan_id)
    assert (plan.state, plan.accelerated_on, plan.notice_on, plan.ended_on) == ("behind", None, None, None)
    assert story(office, plan_id)[-2:] == ["resumed", "missed"]


def test_a_broken_plan_whose_whole_debt_is_paid_is_over(office, fonts):
    plan_id, desk = missed(office, fonts)
    give_notice(desk, GiveNotice(plan_id))
    break_plan(on_day(office, 29), BreakPlan(plan_id))
    office.pay(office.r1, 50_000, TODAY + timedelta(days=30))
    on_day(office, 30)
    assert state(office, plan_id) == "broken"
    office.pay(office.r2, 30_000, TODAY + timedelta(days=31))
    on_day(office, 31)
    assert state(office, plan_id) == "completed"


def test_a_payment_on_another_invoice_does_not_pay_the_plan(office, fonts):
    plan_id = signed_plan(office, fonts)
    office.pay(office.r3, 20_000, FIRST)
    on_day(office, 20)
    assert (state(office, plan_id), received(office, plan_id)) == ("behind", [0, 0, 0, 0])


def test_a_payment_dated_before_the_plan_but_booked_after_it_pays_it(office, fonts):
    plan_id = signed_plan(office, fonts)
    office.pay(office.r1, 20_000, TODAY - timedelta(days=3))
    on_day(office, 1)
    assert received(office, plan_id) == [20_000, 0, 0, 0]


def test_a_completed_plan_runs_again_when_its_payment_is_taken_back(office, fonts):
    plan_id = signed_plan(office, fonts)
    office.pay(office.r1, 50_000, FIRST)
    office.pay(office.r2, 30_000, FIRST)
    desk = on_day(office, 8)
    assert state(office, plan_id) == "completed"
    undo_last(desk)  # the stand-in import of that day
    undo_last(desk)  # the payment on the second invoice
    decide_plans(desk)
    assert (state(office, plan_id), received(office, plan_id)) == ("on_track", [20_000, 20_000, 10_000, 0])
    assert story(office, plan_id)[-1] == "resumed"


def test_d6_a_settlement_that_fails_leaves_the_full_debt_less_what_came_in(office, fonts):
    assert due_after_default(Money(875_000, "EUR"), Money(466_666, "EUR")) == Money(408_334, "EUR")
    plan_id = settlement(office, fonts)
    office.pay(office.r1, 21_333, FIRST)
    desk = on_day(office, 60)
    give_notice(desk, GiveNotice(plan_id))
    said = break_plan(on_day(office, 70), BreakPlan(plan_id)).said
    assert said.endswith("586.67 EUR is due")
    assert office.one("SELECT count(*) FROM credit_note") == (0,)


def test_the_discount_is_booked_when_the_last_payment_is_there_and_not_before(office, fonts):
    plan_id = settlement(office, fonts)
    office.pay(office.r1, 50_000, FIRST)
    on_day(office, 8)
    assert office.one("SELECT count(*) FROM credit_note") == (0,)
    office.pay(office.r2, 14_000, FIRST + timedelta(days=1))
    desk = on_day(office, 9)
    assert state(office, plan_id) == "completed"
    assert office.one("SELECT number, reason, amount_minor, open_minor FROM credit_note") == (
        "P-2026-0001-S", "settlement", 16_000, 0,
    )  # fmt: skip
    assert office.one("SELECT open_minor, settled_on FROM invoice WHERE id = ?", office.r2) == (0, "2026-12-02")
    assert decide_plans(desk).entry is None


def test_a_payment_taken_back_takes_the_discount_with_it(office, fonts):
    plan_id = settlement(office, fonts)
    office.pay(office.r1, 50_000, FIRST)
    office.pay(office.r2, 14_000, FIRST + timedelta(days=1))
    desk = on_day(office, 9)
    undo_last(desk)
    undo_last(desk)
    assert office.one("SELECT count(*) FROM credit_note") == (0,)
    assert office.one("SELECT open_minor, settled_on FROM invoice WHERE id = ?", office.r2) == (30_000, None)
    assert state(office, plan_id) == "on_track"
    office.pay(office.r2, 14_000, FIRST + timedelta(days=2))
    decide_plans(desk)
    assert state(office, plan_id) == "completed"
    assert office.one("SELECT count(*), sum(amount_minor) FROM credit_note") == (1, 16_000)


@pytest.mark.parametrize("what", [None, 5_000])
def test_a_payment_that_bounces_takes_the_discount_with_it_by_itself(office, fonts, what):
    """Not by an undo: the next file simply knows of it no longer, or of less."""
    plan_id = settlement(office, fonts)
    office.pay(office.r1, 50_000, FIRST)
    office.pay(office.r2, 14_000, FIRST + timedelta(days=1))
    desk = on_day(office, 9)
    assert state(office, plan_id) == "completed"
    (part,) = office.ledger.select(PaymentApplication, PaymentApplication.amount_minor == 14_000)
    payment, left = office.ledger.get(Payment, part.payment_id), what or 0
    with office.ledger.act("bounce", actor_id=1, at=desk.now) as act:
        if what is None:
            act.remove(part)
            act.remove(payment)
        else:
            act.change(part, amount_minor=left)
            act.change(payment, amount_minor=left)
        act.change(office.ledger.get(Invoice, office.r2), open_minor=14_000 - left, settled_on=None)
    decide_plans(desk)
    assert state(office, plan_id) == "on_track"
    assert office.one("SELECT count(*) FROM credit_note") == (0,)
    assert office.one("SELECT open_minor, settled_on FROM invoice WHERE id = ?", office.r2) == (30_000 - left, None)
    assert verify(office.ledger).problems == ()


def test_a_caller_neither_breaks_a_plan_nor_lets_it_run_again(office, fonts):
    plan_id, desk = missed(office, fonts)
    give_notice(replace(desk, actor_id=2), GiveNotice(plan_id))
    desk = on_day(office, 29)
    with pytest.raises(DomainError, match="Only a supervisor breaks"):
        break_plan(replace(desk, actor_id=2), BreakPlan(plan_id))
    break_plan(desk, BreakPlan(plan_id))
    with pytest.raises(DomainError, match="Only a supervisor lets"):
        resume_plan(replace(desk, actor_id=2), ResumePlan(plan_id, "I say so"))
    assert state(office, plan_id) == "broken"


def test_cancelling_needs_a_reason_and_gives_the_invoices_back(office, fonts):
    plan_id = signed_plan(office, fonts)
    desk = on_day(office, 1)
    with pytest.raises(DomainError, match="Say why the plan is cancelled"):
        cancel_plan(desk, CancelPlan(plan_id, ""))
    cancel_plan(desk, CancelPlan(plan_id, "the client pays all at once"))
    plan = plan_of(office, plan_id)
    assert (plan.state, plan.ended_reason, plan.agreement_state) == (
        "cancelled", "the client pays all at once", "signed",
    )  # fmt: skip
    assert [kind for kind, _ in steps(office)] == ["call"]
    with pytest.raises(DomainError, match="Only a supervisor cancels"):
        cancel_plan(office.desk, CancelPlan(signed_plan(office, fonts), "no"))


def test_the_client_is_reminded_one_business_day_before_each_installment(office, fonts):
    signed_plan(office, fonts)
    assert steps(office) == [("remind_installment", "2026-11-27"), ("check_plan", "2026-12-04")]
    office.pay(office.r1, 20_000, FIRST)
    on_day(office, 8)
    assert steps(office) == [("remind_installment", "2026-12-29"), ("check_plan", "2027-01-06")]


def test_a_plan_with_interest_is_completed_when_interest_is_paid_too(office, fonts):
    plan_id = signed_plan(office, fonts, rate_percent=Decimal(12))
    plan = plan_of(office, plan_id)
    assert plan.interest_minor > 0
    office.pay(office.r1, 50_000, FIRST)
    office.pay(office.r2, 30_000, FIRST)
    on_day(office, 8)
    assert state(office, plan_id) == "on_track"
    with office.ledger.act("pay", actor_id=1, at=office.desk.now) as act:
        (last,) = [row for row in office.ledger.select(Payment) if row.amount_minor == 30_000]
        act.change(last, amount_minor=30_000 + plan.interest_minor, unapplied_minor=plan.interest_minor)
    on_day(office, 9)
    assert state(office, plan_id) == "completed"


def test_an_export_that_does_not_know_the_discount_yet_opens_nothing_again(office, fonts, tmp_path):
    plan_id = settlement(office, fonts)
    office.pay(office.r1, 50_000, FIRST)
    office.pay(office.r2, 14_000, FIRST)
    desk = on_day(office, 9)
    file = tmp_path / "open.csv"
    file.write_text(
        "Client no;Client;Invoice;Invoice date;Due date;Amount;Open;Currency\n"
        "C-001;Meyer KG;R-1002;2026-10-14;2026-11-13;300.00;160.00;EUR\n",
        encoding="utf-8",
    )
    result = import_file(desk, file)
    assert not result.preview.errors
    assert [warning.message for warning in result.preview.warnings] == [
        "the file does not know of a credit given here yet; left as it is"
    ]
    decide_plans(desk)
    assert state(office, plan_id) == "completed"
    assert office.one("SELECT open_minor FROM invoice WHERE id = ?", office.r2) == (0,)
