"""Plans met by payments: installments oldest first, behind only on certain data, watched to the next date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from life_samples import standing_of

from arcaller.data.tables import FollowUp, ImportBatch, Installment, PaymentPlan
from arcaller.domain.money import Money
from arcaller.domain.plans.states import PlanState
from arcaller.domain.plans.terms import PlanTerms
from arcaller.services.commands import AgreePlan, ProposePlan
from arcaller.services.plans.agreements import issue_agreement
from arcaller.services.plans.plans import agree_plan, propose_plan
from arcaller.services.plans.progress import decide_plans

_TODAY = date(2026, 11, 23)


def _agreed_plan(office: Any, fonts) -> int:
    """80,000 in four of 20,000, the first in a week."""
    terms = PlanTerms(total=Money(80_000, "EUR"), first_on=_TODAY + timedelta(days=7), agreed_on=_TODAY, count=4)
    plan_id = propose_plan(office.desk, ProposePlan(office.client_id, (office.r1, office.r2), terms)).new_id
    issue_agreement(office.desk, plan_id, None, fonts)
    agree_plan(office.desk, AgreePlan(plan_id, _TODAY, "Anna Meyer"))
    return plan_id


def _fresh(office: Any, desk) -> None:
    """Payment data as of the desk's day."""
    with office.ledger.act("import", actor_id=1, at=desk.now) as act:
        act.add(
            ImportBatch(kind="payments", file_name="p.csv", file_sha256="0", imported_at=desk.now, row_count=0,
                        report={})
        )  # fmt: skip


def _standing(office: Any) -> tuple[str, list[int]]:
    (plan,) = office.ledger.select(PaymentPlan)
    return plan.state, [row.received_minor for row in office.ledger.select(Installment)]


def test_plan_without_a_payment_stays_agreed(office, fonts):
    _agreed_plan(office, fonts)
    assert decide_plans(office.desk).entry is None
    assert _standing(office) == ("agreed", [0, 0, 0, 0])


def test_payments_meet_installments_oldest_first(office, fonts):
    _agreed_plan(office, fonts)
    office.pay(office.r1, 30_000, _TODAY + timedelta(days=1))
    done = decide_plans(office.later(2))
    assert done.clients == {office.client_id}
    assert _standing(office) == ("on_track", [20_000, 10_000, 0, 0])
    (check,) = office.ledger.select(FollowUp, FollowUp.state == "open", FollowUp.kind == "check_plan")
    assert check.due_on > _TODAY + timedelta(days=7)


def test_plan_is_behind_only_when_payment_data_reaches_past_the_grace(office, fonts):
    _agreed_plan(office, fonts)
    late = office.later(20)
    decide_plans(late)
    assert _standing(office)[0] == "agreed"
    _fresh(office, late)
    decide_plans(late)
    assert _standing(office)[0] == "behind"
    office.pay(office.r1, 20_000, _TODAY + timedelta(days=20))
    decide_plans(office.later(21))
    assert _standing(office) == ("on_track", [20_000, 0, 0, 0])


def test_plan_that_is_paid_is_completed_and_no_longer_watched(office, fonts):
    _agreed_plan(office, fonts)
    office.pay(office.r1, 50_000, _TODAY + timedelta(days=1))
    office.pay(office.r2, 30_000, _TODAY + timedelta(days=1))
    decide_plans(office.later(2))
    assert _standing(office) == ("completed", [20_000] * 4)
    assert office.ledger.select(FollowUp, FollowUp.state == "open", FollowUp.kind == "check_plan") == []
    assert decide_plans(office.later(3)).entry is None


def test_the_standing_follows_what_came_in(office, fonts):
    plan_id = _agreed_plan(office, fonts)
    standing = standing_of(office.desk, plan_id)
    assert (standing.state, standing.paid_rows) == (PlanState.ON_TRACK, 0)
    office.pay(office.r1, 20_000, _TODAY + timedelta(days=1))
    late = office.later(20)
    decide_plans(late)
    assert standing_of(late, plan_id).paid_rows == 1
