"""Everything the page of one plan shows: how it stands, its parts and invoices, its story, and what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from arcaller.data.queries.plans.life import (
    PlanEventRow,
    PlanVersionRow,
    load_plan_events,
    load_plan_versions,
    load_unassigned,
)
from arcaller.data.queries.plans.plans import PlanDetailRow, PlanInvoiceRow, load_plan
from arcaller.domain.plans.plan_view import PartView, aging_by_plan, part_views, roll_up
from arcaller.domain.plans.states import PlanStanding, PlanState
from arcaller.domain.receivables.aging import AgingBucket, bucket_of
from arcaller.services.desk import Desk
from arcaller.services.plans.progress import load_house, plan_rows, standing_now, stored_rows
from arcaller.services.plans.terms import is_all_due

_RUNNING = (PlanState.AGREED, PlanState.ON_TRACK, PlanState.BEHIND)


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """An invoice of the plan, and the numbers of the installments that pay it (oldest invoice first)."""

    row: PlanInvoiceRow
    parts: tuple[int, ...]
    days: int


@dataclass(frozen=True, slots=True)
class PlanOverview:
    """One plan in one version. ``standing`` is ``None`` while nobody signed it and after it ended; ``acts`` names
    what may be done now (reschedule, notice, notice_paper, break, cancel, resume).
    ``is_all_due``: breaking it makes the whole rest due. ``unassigned_minor`` came in from the client and settles
    nothing yet: it may be what is missing."""

    plan: PlanDetailRow
    is_current: bool
    standing: PlanStanding | None
    parts: tuple[PartView, ...]
    invoices: tuple[InvoiceView, ...]
    by_plan: Mapping[AgingBucket, int]
    by_invoice: Mapping[AgingBucket, int]
    events: tuple[PlanEventRow, ...]
    versions: tuple[PlanVersionRow, ...]
    acts: frozenset[str]
    is_all_due: bool = True
    unassigned_minor: int = 0


def plan_overview(desk: Desk, plan_id: int, version: int | None = None) -> PlanOverview:
    """The plan as it stands today; ``version`` for an older one, as it was left."""
    plan = load_plan(desk.ledger, plan_id, version)
    versions = load_plan_versions(desk.ledger, plan_id)
    is_current = plan.version == versions[-1].version or version is None
    house = load_house(desk)
    rows = plan_rows(desk, plan) if is_current else stored_rows(plan)
    standing = standing_now(desk, plan, house)
    state = PlanState(plan.state)
    by_invoice = dict.fromkeys(AgingBucket, 0)
    for row in plan.invoices:
        by_invoice[bucket_of(row.due_on, desk.today)] += row.open_minor
    return PlanOverview(
        plan=plan,
        is_current=is_current,
        standing=standing if is_current and state in (*_RUNNING, PlanState.COMPLETED) else None,
        parts=part_views(rows, standing, desk.today),
        invoices=_invoice_views(desk, plan),
        by_plan=aging_by_plan(rows, desk.today),
        by_invoice=by_invoice,
        events=load_plan_events(desk.ledger, plan_id),
        versions=versions,
        acts=_acts(plan, state, standing) if is_current else frozenset(),
        is_all_due=is_all_due(plan.terms),
        unassigned_minor=load_unassigned(desk.ledger, plan.client_id, plan.currency),
    )


def _invoice_views(desk: Desk, plan: PlanDetailRow) -> tuple[InvoiceView, ...]:
    before = plan.received_before_minor + plan.down_payment_minor
    principal = [row.principal_minor for row in plan.installments]
    table = roll_up([row.covered_minor for row in plan.invoices], [before, *principal])
    return tuple(
        InvoiceView(
            row,
            tuple(number for number, amount in enumerate(line) if number and amount),
            max(0, (desk.today - row.due_on).days) if row.open_minor else 0,
        )
        for row, line in zip(plan.invoices, table, strict=True)
    )


def _acts(plan: PlanDetailRow, state: PlanState, standing: PlanStanding) -> frozenset[str]:
    """What the state of the plan allows; each act says itself, in words, what still stands in its way."""
    waits_again = state in (PlanState.PROPOSED, PlanState.APPROVED) and plan.version > 1
    acts = set()
    if state in _RUNNING or waits_again:
        acts.add("reschedule")
    if state in _RUNNING and standing.state is PlanState.BEHIND:
        acts.add("notice" if plan.notice_on is None else "break")
    if plan.notice_on is not None and state in (*_RUNNING, PlanState.BROKEN):
        acts.add("notice_paper")
    if state not in (PlanState.COMPLETED, PlanState.CANCELLED):
        acts.add("cancel")
    if state is PlanState.BROKEN or waits_again:
        acts.add("resume")
    return frozenset(acts)
