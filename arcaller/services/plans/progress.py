"""Payment plans against what came in: which installments are paid, and whether a plan is on track or behind.

State, received amounts and the settlement's credit note follow from the facts alone: deciding twice changes nothing,
and a payment taken back lets a completed plan run again. Only breaking, resuming and cancelling are somebody's acts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from arcaller.data.journal import Act
from arcaller.data.queries.office.freshness import load_payments_fresh_until
from arcaller.data.queries.plans.life import (
    load_first_proposed,
    load_plan_events,
    load_plan_receipts,
    load_plans_to_decide,
)
from arcaller.data.queries.plans.plans import PlanDetailRow, load_plan
from arcaller.data.tables import FollowUp, Installment, PaymentPlan, PlanEvent
from arcaller.domain.calendars import BusinessCalendar
from arcaller.domain.calls.outcomes import day_words
from arcaller.domain.money import Money
from arcaller.domain.plans.states import PlanRow, PlanStanding, PlanState, plan_standing
from arcaller.domain.receivables.allocation import meet_installments
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk
from arcaller.services.plans.settlement_credit import book_discount, credit_number, take_discount_back
from arcaller.services.settings import Settings, load_settings

_RUNNING = (PlanState.AGREED, PlanState.ON_TRACK, PlanState.BEHIND)
_NEW_COUNT = ("cured", "resumed", "rescheduled")
"""Events after which a row missed again is missed anew."""


@dataclass(frozen=True, slots=True)
class PlanHouse:
    """What every plan is judged by: settings, the company's working days, how far payment data reaches."""

    settings: Settings
    calendar: BusinessCalendar
    fresh_until: date | None

    @property
    def grace(self) -> int:
        """Business days after an installment's date before it is missed for certain."""
        return self.settings.number("grace_business_days")


def missed_before(desk: Desk) -> date | None:
    """Installments due before this day are missed for certain by now; ``None``: payment data knows of no day."""
    house = load_house(desk)
    if house.fresh_until is None:
        return None
    return house.calendar.add_business_days(min(desk.today, house.fresh_until), -house.grace)


def load_house(desk: Desk) -> PlanHouse:
    """The house as it stands."""
    settings = load_settings(desk.ledger)
    calendar = BusinessCalendar(settings.text("company_country"), settings.text("company_subdivision"))
    return PlanHouse(settings, calendar, load_payments_fresh_until(desk.ledger))


def standing_now(desk: Desk, detail: PlanDetailRow, house: PlanHouse) -> PlanStanding:
    """How the plan stands by the facts of this moment, whatever was decided before."""
    return _standing(desk, plan_rows(desk, detail), house)


def decide_plans(desk: Desk) -> Changes:
    """Meet the installments of every running plan with what came in on its invoices, oldest first.

    After an import and when a day begins. A plan is behind only when payment data reaches past an installment's date
    and grace; one that is on track is looked at again after its next installment.
    """
    plan_ids = load_plans_to_decide(desk.ledger)
    if not plan_ids:
        return Changes("decide_plans", "No plan is running")
    house = load_house(desk)
    clients = set()
    with desk.ledger.act("decide_plans", actor_id=desk.actor_id, at=desk.now, subject="plans") as act:
        for plan_id in plan_ids:
            detail = load_plan(desk.ledger, plan_id)
            if decide_one(desk, act, detail, house):
                clients.add(detail.client_id)
    said = f"{len(clients)} plans moved on" if clients else "Every plan stands as it stood"
    return Changes("decide_plans", said, clients=frozenset(clients), entry=act.number)


def decide_one(desk: Desk, act: Act, detail: PlanDetailRow, house: PlanHouse) -> bool:
    """Write what changed for one plan; ``True`` if anything did."""
    before = PlanState(detail.state)
    rows = plan_rows(desk, detail)
    standing = _standing(desk, rows, house)
    has_changed = _meet_rows(desk, act, detail, [row.received_minor for row in rows if not row.is_down_payment])
    after = _state_after(before, standing, detail, has_begun=any(row.received_minor for row in rows))
    has_changed |= _note_missed(desk, act, detail, standing, after)
    if after is not before:
        plan = desk.ledger.get(PaymentPlan, detail.plan_id)
        has_changed |= act.change(plan, state=after.value, **_ends(after, desk.today))
        _note_turn(desk, act, detail, before, standing, after)
    if has_changed and after is not PlanState.BROKEN:
        watch_plan(desk, act, detail, standing, house)
    return has_changed


def _meet_rows(desk: Desk, act: Act, detail: PlanDetailRow, received: Sequence[int]) -> bool:
    """Write what each installment received; on most days nothing came in for a plan, and nothing more is read."""
    if [row.received_minor for row in detail.installments] == list(received):
        return False
    stored = desk.ledger.select(Installment, Installment.plan_version_id == detail.version_id)
    for each, part in zip(sorted(stored, key=lambda row: row.number), received, strict=True):
        act.change(each, received_minor=part)
    return True


def plan_rows(desk: Desk, detail: PlanDetailRow) -> list[PlanRow]:
    """Down payment and installments with what each received, oldest first, after what came in before this version."""
    came_in = came_in_minor(desk, detail)
    rows = stored_rows(detail)
    dues = [detail.received_before_minor, *(row.amount_minor for row in rows)]
    met = meet_installments([Money(due, detail.currency) for due in dues], [Money(came_in, detail.currency)])
    return [replace(row, received_minor=each.received.minor) for row, each in zip(rows, met.rows[1:], strict=True)]


def stored_rows(detail: PlanDetailRow) -> list[PlanRow]:
    """The same as it was decided last. The down payment falls due when the plan is signed; an installment that
    received something says that it was paid."""
    rows = [PlanRow(row.due_on, row.amount_minor, row.received_minor) for row in detail.installments]
    if not detail.down_payment_minor:
        return rows
    due = max(str(detail.terms["agreed_on"]), str((detail.terms.get("signed") or {}).get("on", "")))
    paid = detail.down_payment_minor if any(row.received_minor for row in rows) else 0
    return [PlanRow(date.fromisoformat(due), detail.down_payment_minor, paid, is_down_payment=True), *rows]


def came_in_minor(desk: Desk, detail: PlanDetailRow) -> int:
    """By how much the invoices of the plan went down since it was made, its own discount aside; never below zero.

    A payment that names another invoice does not count, one that was taken back counts no longer. Interest is no
    invoice: it is paid by what payments on the plan's invoices left over.
    """
    paid, left_over = _receipts(desk, detail)
    return max(0, paid + min(left_over, detail.interest_minor))


def principal_in_minor(desk: Desk, detail: PlanDetailRow) -> int:
    """The same without what was left over for interest: the debt that is no longer there."""
    return max(0, _receipts(desk, detail)[0])


def _receipts(desk: Desk, detail: PlanDetailRow) -> tuple[int, int]:
    since = load_first_proposed(desk.ledger, detail.plan_id) or desk.now
    credited, left_over = load_plan_receipts(
        desk.ledger, detail.client_id, detail.number, credit_number(detail.number), since.date(), detail.version_id
    )
    return sum(row.covered_minor - row.open_minor for row in detail.invoices) - credited, left_over


def note_event(
    act: Act, desk: Desk, detail: PlanDetailRow, kind: str, words: str, amount_minor: int = 0, on: date | None = None
) -> None:
    """Add to the story of the plan."""
    act.add(
        PlanEvent(
            plan_id=detail.plan_id, client_id=detail.client_id, kind=kind, happened_on=on or desk.today,
            currency=detail.currency, amount_minor=amount_minor, words=words,
        )
    )  # fmt: skip


def _state_after(before: PlanState, standing: PlanStanding, detail: PlanDetailRow, *, has_begun: bool) -> PlanState:
    """What the facts make of a plan that was ``before``: a broken one ends only when all of the debt is paid, a
    signed one begins with its first payment or its first miss."""
    if before is PlanState.BROKEN:
        return PlanState.BROKEN if any(row.open_minor for row in detail.invoices) else PlanState.COMPLETED
    if before is PlanState.AGREED and not has_begun and standing.state is PlanState.ON_TRACK:
        return before
    return standing.state


def _ends(state: PlanState, today: date) -> dict[str, object]:
    if state is PlanState.COMPLETED:
        return {"ended_on": today, "notice_on": None, "cure_until": None}
    if state is PlanState.ON_TRACK:
        return {"ended_on": None, "notice_on": None, "cure_until": None}
    return {"ended_on": None}


def _note_missed(desk: Desk, act: Act, detail: PlanDetailRow, standing: PlanStanding, after: PlanState) -> bool:
    """Each row that is missed for certain is noted once, until it was cured."""
    if after is not PlanState.BEHIND:
        return False
    noted: set[date] = set()
    for event in load_plan_events(desk.ledger, detail.plan_id):
        if event.kind in _NEW_COUNT:
            noted.clear()
        elif event.kind == "missed":
            noted.add(event.happened_on)
    new = [row for row in standing.missed if row.due_on not in noted]
    for row in new:
        what = "Down payment" if row.is_down_payment else "Installment"
        words = f"{what} of {day_words(row.due_on)} missed"
        note_event(act, desk, detail, "missed", words, row.open_minor, row.due_on)
    return bool(new)


def _note_turn(
    desk: Desk, act: Act, detail: PlanDetailRow, before: PlanState, standing: PlanStanding, after: PlanState
) -> None:
    """What a change of state means: cured, completed with its discount, or running again."""
    if before is PlanState.COMPLETED and after is not PlanState.COMPLETED:
        take_discount_back(desk, act, detail)
        note_event(act, desk, detail, "resumed", "A payment was taken back; the plan runs again")
    elif after is PlanState.COMPLETED:
        booked = 0
        if before is not PlanState.BROKEN and detail.discount_minor:
            booked = book_discount(desk, act, detail)
        words = (
            f"All {standing.rows} installments paid" if before is not PlanState.BROKEN else "The whole debt is paid"
        )
        if booked:
            words += f"; discount of {Money(booked, detail.currency)} booked"
        note_event(act, desk, detail, "completed", words)
    elif before is PlanState.BEHIND and after is PlanState.ON_TRACK:
        note_event(act, desk, detail, "cured", "What was missed is paid; the plan is on track again")


def _standing(desk: Desk, rows: Sequence[PlanRow], house: PlanHouse) -> PlanStanding:
    return plan_standing(
        rows,
        grace_business_days=house.grace,
        payments_fresh_until=house.fresh_until,
        today=desk.today,
        is_business_day=house.calendar.is_business_day,
    )


# --- next steps ----------------------------------------------------------------------------------------------------


def close_steps(desk: Desk, act: Act, detail: PlanDetailRow, kinds: Sequence[str]) -> None:
    """Open steps of ``kinds`` about this plan are done."""
    for row in desk.ledger.select(FollowUp, FollowUp.client_id == detail.client_id, FollowUp.state == "open"):
        if row.kind in kinds and row.plan_id in (None, detail.plan_id):
            act.change(row, state="done")


def add_step(act: Act, detail: PlanDetailRow, kind: str, due_on: date, reason: str) -> None:
    """A step about this plan."""
    act.add(
        FollowUp(
            client_id=detail.client_id, due_on=due_on, kind=kind, reason=reason, state="open", plan_id=detail.plan_id
        )
    )


def watch_plan(desk: Desk, act: Act, detail: PlanDetailRow, standing: PlanStanding, house: PlanHouse) -> None:
    """The plan's steps as they stand now: a reminder before the next installment, a check after its grace.

    A plan behind keeps its check of the missed row until it is answered by notice or payment.
    """
    if standing.state is PlanState.BEHIND:
        return
    close_steps(desk, act, detail, ("check_plan", "remind_installment", "answer_notice"))
    if standing.first_open is None:
        return
    if standing.next_row is not None:
        _add_reminder(desk, act, detail, standing.next_row, house)
    check_on = house.calendar.add_business_days(standing.first_open.due_on, house.grace + 1)
    add_step(act, detail, "check_plan", max(check_on, desk.today), f"Installment of plan {detail.number}")


def _add_reminder(desk: Desk, act: Act, detail: PlanDetailRow, row: PlanRow, house: PlanHouse) -> None:
    days_before = house.settings.number("remind_installment_business_days")
    remind_on = house.calendar.add_business_days(row.due_on, -days_before)
    if days_before and remind_on > desk.today:
        amount = Money(row.open_minor, detail.currency)
        add_step(act, detail, "remind_installment", remind_on, f"{amount} of plan {detail.number} due soon")
