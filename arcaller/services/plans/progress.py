"""Payment plans against what came in: which installments are paid, and whether a plan is on track or behind."""

from __future__ import annotations

from collections.abc import Sequence

from arcaller.data.journal import Act
from arcaller.data.queries.office.freshness import load_payments_fresh_until
from arcaller.data.queries.plans.plans import PlanDetailRow, load_plan
from arcaller.data.queries.sheet.promises import load_receipts
from arcaller.data.tables import FollowUp, Installment, PaymentPlan
from arcaller.domain.calendars import BusinessCalendar
from arcaller.domain.money import Money
from arcaller.domain.plans.states import PlanRow, PlanStanding, PlanState, plan_standing
from arcaller.domain.receivables.allocation import meet_installments
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk
from arcaller.services.settings import Settings, load_settings

_LIVE = (PlanState.AGREED, PlanState.ON_TRACK, PlanState.BEHIND)


def standing_of(desk: Desk, plan_id: int) -> tuple[PlanStanding, str] | None:
    """How a signed plan stands today by what its installments received, and its currency; ``None``: not running."""
    detail = load_plan(desk.ledger, plan_id)
    if PlanState(detail.state) not in (*_LIVE, PlanState.COMPLETED):
        return None
    settings = load_settings(desk.ledger)
    received = [row.received_minor for row in detail.installments]
    return _standing(desk, detail, received, settings, _calendar(settings)), detail.currency


def decide_plans(desk: Desk) -> Changes:
    """Meet the installments of every agreed plan with the payments on its invoices, oldest first.

    After an import and when a day begins. A plan is behind only when payment data reaches past an installment's date
    and grace; one that is on track is looked at again after its next installment.
    """
    plans = desk.ledger.select(PaymentPlan, PaymentPlan.state.in_([state.value for state in _LIVE]))
    if not plans:
        return Changes("decide_plans", "No plan is running")
    settings = load_settings(desk.ledger)
    calendar = _calendar(settings)
    clients = set()
    with desk.ledger.act("decide_plans", actor_id=desk.actor_id, at=desk.now, subject="plans") as act:
        for plan in plans:
            detail = load_plan(desk.ledger, plan.id)
            if _decide(desk, act, plan, detail, settings, calendar):
                clients.add(detail.client_id)
    said = f"{len(clients)} plans moved on" if clients else "Every plan stands as it stood"
    return Changes("decide_plans", said, clients=frozenset(clients), entry=act.number)


def _decide(
    desk: Desk, act: Act, plan: PaymentPlan, detail: PlanDetailRow, settings: Settings, calendar: BusinessCalendar
) -> bool:
    """Write what changed for one plan; ``True`` if anything did."""
    received = _received(desk, detail)
    standing = _standing(desk, detail, received, settings, calendar)
    has_changed = False
    stored = desk.ledger.select(Installment, Installment.plan_version_id == detail.version_id)
    for each, part in zip(sorted(stored, key=lambda row: row.number), received, strict=True):
        has_changed |= act.change(each, received_minor=part)
    has_begun = any(received) or standing.state is not PlanState.ON_TRACK
    if has_begun and standing.state.value != plan.state:
        has_changed |= act.change(plan, state=standing.state.value)
    if has_changed:
        _watch_next(desk, act, detail, standing, calendar, settings.number("grace_business_days"))
    return has_changed


def _calendar(settings: Settings) -> BusinessCalendar:
    return BusinessCalendar(settings.text("company_country"), settings.text("company_subdivision"))


def _standing(
    desk: Desk, detail: PlanDetailRow, received: Sequence[int], settings: Settings, calendar: BusinessCalendar
) -> PlanStanding:
    rows = [
        PlanRow(row.due_on, row.amount_minor, part) for row, part in zip(detail.installments, received, strict=True)
    ]
    return plan_standing(
        rows,
        grace_business_days=settings.number("grace_business_days"),
        payments_fresh_until=load_payments_fresh_until(desk.ledger),
        today=desk.today,
        is_business_day=calendar.is_business_day,
    )


def _received(desk: Desk, detail: PlanDetailRow) -> list[int]:
    """What each installment received of the payments since the plan was proposed, the down payment taken first."""
    since = (detail.proposed_at or desk.now).date()
    receipts = load_receipts(desk.ledger, [row.invoice_id for row in detail.invoices], since)
    # payments taken back may be older than the plan: then nothing came in for it
    came_in = max(0, sum(row.amount_minor for row in receipts))
    dues = [detail.down_payment_minor, *(row.amount_minor for row in detail.installments)]
    met = meet_installments([Money(due, detail.currency) for due in dues], [Money(came_in, detail.currency)])
    return [row.received.minor for row in met.rows[1:]]


def _watch_next(
    desk: Desk, act: Act, detail: PlanDetailRow, standing: PlanStanding, calendar: BusinessCalendar, grace: int
) -> None:
    """While a plan is on track, its check moves to the day after its next installment's grace."""
    if standing.state is PlanState.BEHIND:
        return
    zone = ""
    for row in desk.ledger.select(FollowUp, FollowUp.client_id == detail.client_id, FollowUp.state == "open"):
        if row.kind == "check_plan":
            zone = row.time_zone
            act.change(row, state="done")
    if standing.next_row is not None:
        day = calendar.add_business_days(standing.next_row.due_on, grace + 1)
        reason = f"Installment of plan {detail.number}"
        act.add(
            FollowUp(
                client_id=detail.client_id, due_on=day, time_zone=zone, kind="check_plan", state="open", reason=reason
            )
        )
