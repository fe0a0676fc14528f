"""A running plan gets a new version over what is left; the old one and its signed paper are kept.

What came in before counts, the limits are checked again, and there is a new paper to sign: until then the plan is
proposed, and giving the new version up (``resume_plan``) lets the old one run on.
"""

from __future__ import annotations

from dataclasses import dataclass

from arcaller.data.queries.plans.plans import PlanDetailRow, load_plan
from arcaller.data.queries.sheet.calls import load_call_party
from arcaller.data.tables import Agreement, PaymentPlan
from arcaller.documents.agreement.fingerprint import fingerprint
from arcaller.documents.agreement.inputs import AgreementInputs
from arcaller.domain.authority import check
from arcaller.domain.calls.outcomes import NextStep, NextStepKind, next_step_words
from arcaller.domain.direction_marks import without_direction_marks
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import schedule
from arcaller.domain.plans.reschedule import rest_terms
from arcaller.domain.plans.states import PlanState
from arcaller.domain.plans.terms import PlanTerms
from arcaller.services.acts import start_act
from arcaller.services.calling.calls import check_call, write_call
from arcaller.services.changes import Changes
from arcaller.services.commands import ReschedulePlan
from arcaller.services.desk import Desk
from arcaller.services.plans.agreement_facts import inputs_of_new_version
from arcaller.services.plans.plans import authority_of
from arcaller.services.plans.progress import (
    add_step,
    close_steps,
    load_house,
    note_event,
    plan_rows,
    principal_in_minor,
)
from arcaller.services.plans.terms import terms_of_values
from arcaller.services.plans.versions import PlanDraft, write_version
from arcaller.services.settings import load_settings

_RUNNING = (PlanState.AGREED, PlanState.ON_TRACK, PlanState.BEHIND)


@dataclass(frozen=True, slots=True)
class RescheduleBasis:
    """What a running plan can be rescheduled over: the whole debt, what came in of it, and the terms as they stand
    over the rest."""

    plan: PlanDetailRow
    total: Money
    received: Money
    terms: PlanTerms


def reschedule_basis(desk: Desk, plan_id: int) -> RescheduleBasis:
    """Where rescheduling starts from today; refused for a plan that does not run or of which nothing is left."""
    plan = load_plan(desk.ledger, plan_id)
    _check_state(plan)
    received = Money(principal_in_minor(desk, plan), plan.currency)
    total = received + Money(sum(row.open_minor for row in plan.invoices), plan.currency)
    rows = [row for row in plan_rows(desk, plan) if not row.is_down_payment]
    terms = rest_terms(terms_of_values(plan.terms), rows, total=total, received=received, today=desk.today)
    return RescheduleBasis(plan, total, received, terms)


def reschedule_draft(desk: Desk, plan_id: int, terms: PlanTerms) -> tuple[PlanDraft, AgreementInputs]:
    """The new version as it would be, and what its paper would say; refuses terms over balances of another day."""
    basis = reschedule_basis(desk, plan_id)
    received = terms.received or Money(0, terms.currency)
    if (terms.total, received) != (basis.total, basis.received):
        raise DomainError(
            f"{basis.received} came in of {basis.total} by now, these terms were worked out with {received} of "
            f"{terms.total}; look at them again.",
            "total",
        )
    if terms.first_on < desk.today:
        raise DomainError("The first installment lies in the past; choose today or a later day.", "first_on")
    plan = schedule(terms)
    draft = PlanDraft(plan, check(plan, authority_of(desk, load_settings(desk.ledger), terms.currency)))
    return draft, inputs_of_new_version(desk, basis.plan, plan, draft.is_within_authority)


def reschedule_plan(desk: Desk, command: ReschedulePlan) -> Changes:
    """Write the new version as proposed; the old one stays as it was signed."""
    reason = without_direction_marks(command.reason).strip()
    if not reason:
        raise DomainError("Say why the plan is rescheduled; a few words are enough.", "reason")
    draft, inputs = reschedule_draft(desk, command.plan_id, command.terms)
    plan = load_plan(desk.ledger, command.plan_id)
    party = load_call_party(desk.ledger, plan.client_id)
    house = load_house(desk)
    kind = NextStepKind.FINISH_PLAN if draft.is_within_authority else NextStepKind.SUPERVISOR_REVIEW
    step = NextStep(kind, house.calendar.add_business_days(desk.today, 1))
    call = None if command.call is None else check_call(desk, command.call, step)
    version = plan.version + 1
    with start_act(desk, "reschedule_plan", party) as act:
        if call is not None:
            write_call(desk, act, call)
        covered = [(row.invoice_id, max(row.covered_minor, row.open_minor)) for row in plan.invoices]
        open_at = [(row.invoice_id, row.open_minor) for row in plan.invoices]
        write_version(desk, act, plan.plan_id, version, draft, fingerprint(inputs), covered, reason, open_at)
        if plan.agreement_id is not None and plan.agreement_state != "signed":
            act.change(desk.ledger.get(Agreement, plan.agreement_id), state="void")
        act.change(
            desk.ledger.get(PaymentPlan, plan.plan_id), state=PlanState.PROPOSED.value, current_version=version
        )
        note_event(act, desk, plan, "rescheduled", f"Rescheduled: {reason}", draft.schedule.total.minor)
        close_steps(desk, act, plan, ("check_plan", "remind_installment", "finish_plan", "supervisor_review"))
        if call is None:
            add_step(act, plan, kind.value, step.due_on, f"Get the new version of plan {plan.number} signed")
    words = next_step_words(step)
    count = len(draft.schedule.installments)
    rows = f"{count} installment{'' if count == 1 else 's'}"
    said = f"Plan {plan.number} of {party.name} rescheduled: {rows} of {draft.schedule.total}"
    said += "" if draft.is_within_authority else ", beyond your limits"
    said = f"{said}; {words[0].lower()}{words[1:]}"
    return Changes.of_client("reschedule_plan", plan.client_id, said, entry=act.number, new_id=plan.plan_id)


def _check_state(plan: PlanDetailRow) -> None:
    state = PlanState(plan.state)
    if state not in _RUNNING and not (state is PlanState.PROPOSED and plan.version > 1):
        raise DomainError(
            f"Plan {plan.number} is {state.label}; only a plan that runs can be rescheduled. Make a new one instead.",
            "plan_id",
        )
