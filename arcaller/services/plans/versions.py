"""One version of a plan: what it was checked against, its rows as they are written, and whether it still fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from arcaller.data.journal import Act
from arcaller.data.queries.plans.plans import PlanDetailRow
from arcaller.data.tables import Installment, PlanInvoice, PlanVersion
from arcaller.domain.authority import LimitCheck, broken
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import Schedule
from arcaller.services.desk import Desk
from arcaller.services.plans.progress import principal_in_minor
from arcaller.services.plans.terms import terms_as_values


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as it would be: its rows, and each limit with what is asked of it."""

    schedule: Schedule
    checks: tuple[LimitCheck, ...]

    @property
    def broken(self) -> tuple[LimitCheck, ...]:
        """The limits that are not kept."""
        return broken(self.checks)

    @property
    def is_within_authority(self) -> bool:
        """Whether it needs no approval."""
        return not self.broken


def write_version(
    desk: Desk, act: Act, plan_id: int, version: int, draft: PlanDraft, mark: str, covered: Iterable[tuple[int, int]],
    reason: str = "", open_at: Iterable[tuple[int, int]] = (),
) -> int:  # fmt: skip
    """Write version number ``version``; ``covered`` are its invoices with what it covers of each, ``mark`` the
    fingerprint of its paper. ``open_at`` is what was open of each when a later version was made: what its paper
    acknowledges."""
    plan = draft.schedule
    terms = terms_as_values(plan.terms)
    if version > 1:
        terms["open_at"] = [list(pair) for pair in open_at]
    version_id = act.add(
        PlanVersion(
            plan_id=plan_id,
            version=version,
            terms=terms,
            acknowledged_minor=plan.debt.minor,
            total_minor=plan.total.minor,
            down_payment_minor=plan.down_payment.minor,
            discount_minor=plan.discount.minor,
            interest_minor=plan.interest.minor,
            fingerprint=mark,
            is_within_authority=draft.is_within_authority,
            limits_broken=[f"{found.name.value}: {found.words}" for found in draft.broken],
            proposed_at=desk.now,
            reason=reason,
            received_before_minor=plan.terms.before.minor,
        )
    )
    for invoice_id, minor in covered:
        act.add(PlanInvoice(plan_version_id=version_id, invoice_id=invoice_id, covered_minor=minor))
    for row in plan.installments:
        act.add(
            Installment(
                plan_version_id=version_id,
                number=row.number,
                due_on=row.due_on,
                unadjusted_due_on=row.unadjusted_due_on,
                shift_reason=row.shift_reason,
                amount_minor=row.amount.minor,
                principal_minor=row.principal.minor,
                interest_minor=row.interest.minor,
                balance_minor=row.balance.minor,
                is_edited=row.edited or row.moved,
            )
        )
    return version_id


def check_balances(desk: Desk, plan: PlanDetailRow) -> None:
    """Refuse a version that was made over other balances than there are now."""
    if plan.version > 1:
        came_in = principal_in_minor(desk, plan)
        if came_in != plan.received_before_minor:
            raise DomainError(
                f"What came in for the plan changed since it was rescheduled "
                f"({Money(plan.received_before_minor, plan.currency)} then, {Money(came_in, plan.currency)} now); "
                "reschedule it again.",
                "plan_id",
            )
        return
    for row in plan.invoices:
        if row.open_minor != row.covered_minor:
            raise DomainError(
                f"The balance of invoice {row.number} changed since the plan was made "
                f"({Money(row.covered_minor, plan.currency)} then, {Money(row.open_minor, plan.currency)} now); "
                "make the plan again.",
                "plan_id",
            )
