"""What somebody decides about a running plan: notice, break, cancel, resume.

Notice may be given by whoever works with the client; what ends a signed plan or lets a broken one run again is a
supervisor's. Each act refuses in words while it is too early, and can be taken back until its paper has left.
"""

from __future__ import annotations

from collections.abc import Callable

from arcaller.data.journal import Act
from arcaller.data.queries.office.users import load_user
from arcaller.data.queries.plans.life import load_plan_versions
from arcaller.data.queries.plans.plans import PlanDetailRow, load_plan
from arcaller.data.queries.sheet.calls import load_call_party
from arcaller.data.tables import Agreement, PaymentPlan
from arcaller.domain.calls.outcomes import day_words
from arcaller.domain.direction_marks import without_direction_marks
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.default import check_break, check_notice
from arcaller.domain.plans.states import PlanState, check_transition
from arcaller.services.acts import start_act
from arcaller.services.changes import Changes
from arcaller.services.commands import BreakPlan, CancelPlan, GiveNotice, ResumePlan
from arcaller.services.desk import Desk
from arcaller.services.plans.progress import (
    PlanHouse,
    add_step,
    close_steps,
    decide_one,
    load_house,
    note_event,
    standing_now,
    watch_plan,
)
from arcaller.services.plans.terms import is_all_due

_RUNNING = (PlanState.AGREED, PlanState.ON_TRACK, PlanState.BEHIND)
_STEPS = ("check_plan", "remind_installment", "answer_notice", "finish_plan", "supervisor_review")


def give_notice(desk: Desk, command: GiveNotice) -> Changes:
    """Record that notice is given today, and until when the client can cure; what follows is decided after that."""
    plan = load_plan(desk.ledger, command.plan_id)
    party = load_call_party(desk.ledger, plan.client_id)
    house = load_house(desk)
    _check_running(plan)
    standing = standing_now(desk, plan, house)
    check_notice(standing, plan.cure_until, _amount_text(plan))
    cure_until = house.calendar.add_business_days(desk.today, house.settings.number("cure_business_days"))
    missed = Money(standing.behind_minor, plan.currency)
    with start_act(desk, "give_notice", party) as act:
        decide_one(desk, act, plan, house)
        row = desk.ledger.get(PaymentPlan, plan.plan_id)
        act.change(row, notice_on=desk.today, cure_until=cure_until)
        note_event(act, desk, plan, "notice", f"Notice given; to cure by {day_words(cure_until)}", missed.minor)
        close_steps(desk, act, plan, ("check_plan", "remind_installment", "answer_notice"))
        add_step(
            act, plan, "answer_notice", house.calendar.add_business_days(cure_until, 1),
            f"Time to cure of plan {plan.number} is over: paid, or the rest falls due",
        )  # fmt: skip
    said = f"Notice to {party.name}: {missed} missed, to cure by {day_words(cure_until)}"
    return Changes.of_client("give_notice", plan.client_id, said, entry=act.number, new_id=plan.plan_id)


def break_plan(desk: Desk, command: BreakPlan) -> Changes:
    """Nothing came within the time to cure: the plan is broken, and its invoices come back to chasing.

    If its terms say so the whole rest falls due at once; else each invoice is due again by its own date. A discount
    that was agreed falls away either way: the full debt less what came in counts (D6).
    """
    plan = load_plan(desk.ledger, command.plan_id)
    party = load_call_party(desk.ledger, plan.client_id)
    house = load_house(desk)
    _check_running(plan)
    _check_supervisor(desk, "breaks a signed plan")
    standing = standing_now(desk, plan, house)
    check_break(standing, plan.cure_until, house.fresh_until, desk.today, _amount_text(plan))
    has_all_due = is_all_due(plan.terms)
    due = Money(sum(row.open_minor for row in plan.invoices if has_all_due or row.due_on < desk.today), plan.currency)
    reason = without_direction_marks(command.reason).strip() or "not cured in time"
    with start_act(desk, "break_plan", party) as act:
        decide_one(desk, act, plan, house)
        act.change(
            desk.ledger.get(PaymentPlan, plan.plan_id), state=PlanState.BROKEN.value,
            accelerated_on=desk.today if has_all_due else None, ended_on=desk.today, ended_reason=reason,
        )  # fmt: skip
        note_event(act, desk, plan, "broken", f"Broken: {reason}", standing.behind_minor)
        if has_all_due:
            note_event(act, desk, plan, "accelerated", f"The whole rest of {due} is due", due.minor)
        close_steps(desk, act, plan, _STEPS)
        add_step(act, plan, "call", desk.today, f"Plan {plan.number} is broken; {due} is due")
    said = f"Plan {plan.number} of {party.name} is broken; {due} is due"
    return Changes.of_client("break_plan", plan.client_id, said, entry=act.number, new_id=plan.plan_id)


def cancel_plan(desk: Desk, command: CancelPlan) -> Changes:
    """End a plan that will not be paid as agreed, with a reason; unsigned papers are void, signed ones are kept."""
    plan = load_plan(desk.ledger, command.plan_id)
    party = load_call_party(desk.ledger, plan.client_id)
    state = PlanState(plan.state)
    reason = _reason(command.reason, "the plan is cancelled")
    check_transition(state, PlanState.CANCELLED)
    was_signed = any(row.agreed_at is not None for row in load_plan_versions(desk.ledger, plan.plan_id))
    if was_signed:
        _check_supervisor(desk, "cancels a signed plan")
    house = load_house(desk)
    with start_act(desk, "cancel_plan", party) as act:
        act.change(
            desk.ledger.get(PaymentPlan, plan.plan_id), state=PlanState.CANCELLED.value, ended_on=desk.today,
            ended_reason=reason,
        )  # fmt: skip
        if plan.agreement_id is not None and plan.agreement_state != "signed":
            act.change(desk.ledger.get(Agreement, plan.agreement_id), state="void")
        note_event(act, desk, plan, "cancelled", f"Cancelled: {reason}")
        close_steps(desk, act, plan, _STEPS)
        if was_signed:
            day = house.calendar.add_business_days(desk.today, 1)
            add_step(act, plan, "call", day, f"Plan {plan.number} was cancelled: {reason}")
    said = f"Plan {plan.number} of {party.name} is cancelled: {reason}"
    return Changes.of_client("cancel_plan", plan.client_id, said, entry=act.number, new_id=plan.plan_id)


def resume_plan(desk: Desk, command: ResumePlan) -> Changes:
    """A broken plan runs again, or a new version that nobody signed gives way to the signed one before."""
    plan = load_plan(desk.ledger, command.plan_id)
    party = load_call_party(desk.ledger, plan.client_id)
    state = PlanState(plan.state)
    reason = _reason(command.reason, "the plan runs again")
    is_given_up = state in (PlanState.PROPOSED, PlanState.APPROVED) and plan.version > 1
    if not is_given_up and state is not PlanState.BROKEN:
        raise DomainError(
            f"Plan {plan.number} is {state.label}; only a broken plan, or one whose new version nobody signed, is "
            "resumed.",
            "plan_id",
        )
    if state is PlanState.BROKEN:
        _check_supervisor(desk, "lets a broken plan run again")
    house = load_house(desk)
    with start_act(desk, "resume_plan", party) as act:
        row = desk.ledger.get(PaymentPlan, plan.plan_id)
        if is_given_up:
            _give_up_version(desk, act, plan, row)
        note_event(act, desk, plan, "resumed", f"Runs again: {reason}")
        act.change(
            row, state=PlanState.ON_TRACK.value, notice_on=None, cure_until=None, accelerated_on=None, ended_on=None,
            ended_reason="",
        )  # fmt: skip
        _watch_again(desk, act, plan, house)
    said = f"Plan {plan.number} of {party.name} runs again: {reason}"
    return Changes.of_client("resume_plan", plan.client_id, said, entry=act.number, new_id=plan.plan_id)


def _give_up_version(desk: Desk, act: Act, plan: PlanDetailRow, row: PaymentPlan) -> None:
    """Nobody signed the plan's current version: its paper is void, and the signed one before counts again."""
    if plan.agreement_id is not None:
        act.change(desk.ledger.get(Agreement, plan.agreement_id), state="void")
    act.change(row, current_version=_signed_before(desk, plan))
    close_steps(desk, act, plan, ("finish_plan", "supervisor_review"))


def _watch_again(desk: Desk, act: Act, plan: PlanDetailRow, house: PlanHouse) -> None:
    """Decide the plan that runs again from what was paid, and give it the step that fits."""
    decide_one(desk, act, load_plan(desk.ledger, plan.plan_id), house)
    decided = load_plan(desk.ledger, plan.plan_id)
    standing = standing_now(desk, decided, house)
    if standing.state is PlanState.BEHIND:
        close_steps(desk, act, decided, ("check_plan",))
        add_step(act, decided, "check_plan", desk.today, f"Plan {plan.number} runs again and is behind")
    else:
        watch_plan(desk, act, decided, standing, house)


def _signed_before(desk: Desk, plan: PlanDetailRow) -> int:
    versions = load_plan_versions(desk.ledger, plan.plan_id)
    return max(row.version for row in versions if row.version < plan.version and row.agreed_at is not None)


def _amount_text(plan: PlanDetailRow) -> Callable[[int], str]:
    return lambda minor: str(Money(minor, plan.currency))


def _check_running(plan: PlanDetailRow) -> None:
    state = PlanState(plan.state)
    if state not in _RUNNING:
        raise DomainError(
            f"Plan {plan.number} is {state.label}, not running; nothing of it can be missed.", "plan_id"
        )


def _check_supervisor(desk: Desk, what: str) -> None:
    if load_user(desk.ledger, desk.actor_id).role != "supervisor":
        raise DomainError(f"Only a supervisor {what}; ask yours.", "actor_id")


def _reason(text: str, what: str) -> str:
    reason = without_direction_marks(text).strip()
    if not reason:
        raise DomainError(f"Say why {what}; a few words are enough.", "reason")
    return reason
