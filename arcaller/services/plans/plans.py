"""Payment plans: checked live while they are shaped, proposed, and agreed when the client has signed."""

from __future__ import annotations

from arcaller.data.journal import Act
from arcaller.data.queries.clients.groups import load_group_ids
from arcaller.data.queries.office.users import load_user
from arcaller.data.queries.plans.agreement import AcknowledgedRow, load_acknowledged, load_superseded_plans
from arcaller.data.queries.plans.plans import PlanDetailRow, load_plan
from arcaller.data.queries.sheet.calls import CallPartyRow, load_call_party
from arcaller.data.tables import Agreement, FollowUp, PaymentPlan, PlanVersion
from arcaller.documents.agreement.fingerprint import fingerprint
from arcaller.domain.authority import Authority, check
from arcaller.domain.calendars import BusinessCalendar
from arcaller.domain.calls.outcomes import NextStep, NextStepKind, day_words, next_step_words
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money, total
from arcaller.domain.plans.installments import schedule
from arcaller.domain.plans.states import PlanState, check_transition
from arcaller.domain.plans.terms import PlanTerms
from arcaller.domain.promises.promises import business_days_after
from arcaller.services.acts import start_act
from arcaller.services.calling.calls import check_call, place_of, write_call
from arcaller.services.changes import Changes
from arcaller.services.commands import AgreePlan, ProposePlan
from arcaller.services.desk import Desk
from arcaller.services.plans.agreement_facts import inputs_of_draft, plan_number
from arcaller.services.plans.progress import load_house, standing_now, watch_plan
from arcaller.services.plans.versions import PlanDraft, check_balances, write_version
from arcaller.services.settings import Settings, load_settings


def draft_plan_check(desk: Desk, client_id: int, invoice_ids: tuple[int, ...], terms: PlanTerms) -> PlanDraft:
    """The plan that ``terms`` give over the open balance of ``invoice_ids``; writes nothing."""
    settings = load_settings(desk.ledger)
    _checked_invoices(desk, client_id, invoice_ids, terms)
    plan = schedule(terms)
    return PlanDraft(plan, check(plan, authority_of(desk, settings, terms.currency)))


def calendar_for(desk: Desk, client_id: int, settings: Settings) -> BusinessCalendar:
    """The working days of the client's country, else of the company's."""
    party = load_call_party(desk.ledger, client_id)
    return place_of(party, settings, desk.now).calendar


def authority_of(desk: Desk, settings: Settings, currency: str) -> Authority:
    """The limits of whoever sits at the desk."""
    return settings.authority(load_user(desk.ledger, desk.actor_id).role, currency)


def propose_plan(desk: Desk, command: ProposePlan) -> Changes:
    """Store a plan as proposed; beyond the actor's limits it is kept as not approved and cannot be signed.

    The call it was agreed in is logged in the same act. A proposal over the same invoices that nobody signed yet is
    cancelled: the new one takes its place.
    """
    settings = load_settings(desk.ledger)
    party = load_call_party(desk.ledger, command.client_id, command.call.contact_id if command.call else None)
    draft = draft_plan_check(desk, command.client_id, command.invoice_ids, command.terms)
    if command.terms.first_on < desk.today:
        raise DomainError("The first installment lies in the past; choose today or a later day.", "first_on")
    if command.call is not None and command.call.client_id != command.client_id:
        raise DomainError("The call belongs to another client; start the plan from its own sheet.", "call")
    step = _after_proposal(desk, party, settings, draft)
    call = None if command.call is None else check_call(desk, command.call, step)
    inputs = inputs_of_draft(desk, command.client_id, command.invoice_ids, draft.schedule, draft.is_within_authority)
    with start_act(desk, "propose_plan", party) as act:
        call_id = None if call is None else write_call(desk, act, call)
        _cancel_superseded(desk, act, command.invoice_ids)
        plan_id, number = _write_plan(desk, act, command, draft, fingerprint(inputs), call_id)
        if call is None:
            _write_step(act, command.client_id, step, f"Get plan {number} signed")
    return Changes(
        "propose_plan",
        _proposed_words(number, draft, party, step),
        clients=frozenset(load_group_ids(desk.ledger, command.client_id)),
        entry=act.number,
        new_id=plan_id,
    )


def _cancel_superseded(desk: Desk, act: Act, invoice_ids: tuple[int, ...]) -> None:
    """Unsigned plans over any of the invoices are cancelled, and their papers, issued or not, are void."""
    for plan_id in load_superseded_plans(desk.ledger, invoice_ids):
        plan = load_plan(desk.ledger, plan_id)
        act.change(desk.ledger.get(PaymentPlan, plan_id), state=PlanState.CANCELLED.value)
        if plan.agreement_id is not None:
            act.change(desk.ledger.get(Agreement, plan.agreement_id), state="void")


def _after_proposal(desk: Desk, party: CallPartyRow, settings: Settings, draft: PlanDraft) -> NextStep:
    """The next business day: get it signed, or have it approved."""
    calendar = place_of(party, settings, desk.now).calendar
    day = business_days_after(desk.today, 1, calendar.is_business_day)
    return NextStep(NextStepKind.FINISH_PLAN if draft.is_within_authority else NextStepKind.SUPERVISOR_REVIEW, day)


def _proposed_words(number: str, draft: PlanDraft, party: CallPartyRow, step: NextStep) -> str:
    count = len(draft.schedule.installments)
    rows = f"{count} installment{'' if count == 1 else 's'}"
    if draft.is_within_authority:
        words = next_step_words(step)
        return f"Plan {number} proposed to {party.name}: {rows}; {words[0].lower()}{words[1:]}"
    limits = ", ".join(found.name.value.lower() for found in draft.broken)
    return f"Plan {number} for {party.name} is kept as not approved: beyond your limit of {limits}"


def _write_plan(
    desk: Desk, act: Act, command: ProposePlan, draft: PlanDraft, mark: str, call_id: int | None
) -> tuple[int, str]:
    plan = draft.schedule
    number = plan_number(act.next_id(PaymentPlan), command.terms.agreed_on)
    plan_id = act.add(
        PaymentPlan(
            number=number,
            client_id=command.client_id,
            call_id=call_id,
            currency=plan.currency,
            state=PlanState.PROPOSED.value,
            current_version=1,
        )
    )
    covered = [(row.invoice_id, row.open_minor) for row in load_acknowledged(desk.ledger, command.invoice_ids)]
    write_version(desk, act, plan_id, 1, draft, mark, covered)
    return plan_id, number


def agree_plan(desk: Desk, command: AgreePlan) -> Changes:
    """The client has signed: the plan is agreed, its agreement signed, its first installment watched.

    Refused beyond the limits, or when an invoice's balance is no longer the one the plan was made over.
    """
    plan = load_plan(desk.ledger, command.plan_id)
    party = load_call_party(desk.ledger, plan.client_id)
    _check_agreement(desk, plan, command)
    first = plan.installments[0]
    with start_act(desk, "agree_plan", party) as act:
        act.change(
            desk.ledger.get(PaymentPlan, plan.plan_id), state=PlanState.AGREED.value, notice_on=None, cure_until=None
        )
        signed = {"on": command.signed_on.isoformat(), "by": command.signatory, "capacity": command.capacity}
        version = desk.ledger.get(PlanVersion, plan.version_id)
        act.change(version, agreed_at=desk.now, terms={**plan.terms, "signed": signed})
        agreement = desk.ledger.get(Agreement, plan.agreement_id or 0)
        act.change(agreement, state="signed", signed_on=command.signed_on)
        for row in desk.ledger.select(FollowUp, FollowUp.client_id == plan.client_id, FollowUp.state == "open"):
            if row.kind == "finish_plan" or row.due_on <= desk.today:
                act.change(row, state="done")
        house, plan = load_house(desk), load_plan(desk.ledger, plan.plan_id)
        watch_plan(desk, act, plan, standing_now(desk, plan, house), house)
    amount = Money(first.amount_minor, plan.currency)
    said = f"Plan {plan.number} agreed with {party.name}; first installment {amount} on {day_words(first.due_on)}"
    return Changes.of_client("agree_plan", plan.client_id, said, entry=act.number, new_id=plan.plan_id)


def _check_agreement(desk: Desk, plan: PlanDetailRow, command: AgreePlan) -> None:
    state = PlanState(plan.state)
    if state is PlanState.PROPOSED:
        if not plan.is_within_authority:
            raise DomainError(
                f"Plan {plan.number} is beyond your limits ({'; '.join(plan.limits_broken)}); it cannot be signed "
                "before it is approved. Change it or ask a supervisor.",
                "plan_id",
            )
        # inside the limits the caller's own authority is the approval
        state = PlanState.APPROVED
    check_transition(state, PlanState.AGREED)
    if plan.agreement_id is None:
        raise DomainError("There is no paper to sign yet; print or export the agreement first.", "plan_id")
    if command.signed_on > desk.today:
        raise DomainError("The agreement cannot be signed on a day to come; choose today or earlier.", "signed_on")
    proposed_on = plan.proposed_at.date() if plan.proposed_at else command.signed_on
    if command.signed_on < min(proposed_on, desk.today):
        raise DomainError(
            f"The agreement was made on {day_words(proposed_on)}; it cannot be signed before.", "signed_on"
        )
    check_balances(desk, plan)


def _write_step(act: Act, client_id: int, step: NextStep, reason: str) -> None:
    act.add(FollowUp(client_id=client_id, due_on=step.due_on, kind=step.kind.value, reason=reason, state="open"))


def _invoices_of(desk: Desk, client_id: int, invoice_ids: tuple[int, ...]) -> tuple[AcknowledgedRow, ...]:
    """The open invoices of one client and currency that a plan may cover."""
    if not invoice_ids:
        raise DomainError("A plan needs at least one invoice; tick those it is to cover.", "invoice_ids")
    rows = load_acknowledged(desk.ledger, invoice_ids)
    if len(rows) != len(set(invoice_ids)) or any(row.client_id != client_id or not row.open_minor for row in rows):
        raise DomainError("A ticked invoice is no longer open; look at the list and tick again.", "invoice_ids")
    if len({row.currency for row in rows}) > 1:
        raise DomainError("A plan has one currency; tick the invoices of one currency only.", "invoice_ids")
    for row in rows:
        if row.plan_number:
            raise DomainError(
                f"Invoice {row.number} is in plan {row.plan_number} already; cancel or reschedule that one.",
                "invoice_ids",
            )
    return rows


def _checked_invoices(desk: Desk, client_id: int, invoice_ids: tuple[int, ...], terms: PlanTerms) -> None:
    rows = _invoices_of(desk, client_id, invoice_ids)
    open_now = total((Money(row.open_minor, row.currency) for row in rows), rows[0].currency)
    if terms.total != open_now:
        raise DomainError(
            f"The open balance of these invoices is {open_now}, the plan says {terms.total}; build it again.", "total"
        )
