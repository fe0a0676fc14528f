"""The life of a payment plan, and how it stands against its installments, decided from payments.

draft → proposed → approved → agreed (signed) → on track / behind / broken → completed or cancelled. Whether an
agreed plan is on track follows the freshness rule of promises: a missed installment counts only when payment data
reaches past its date and the grace. Breaking a plan is an act somebody decides after notice, never a computation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from arcaller.domain.calls.outcomes import day_words
from arcaller.domain.errors import DomainError
from arcaller.domain.promises.promises import PromiseState, state_of


class PlanState(StrEnum):
    """Where a plan is in its life."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    AGREED = "agreed"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    BROKEN = "broken"
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The word on screen."""
        return self.value.replace("_", " ")

    @property
    def is_live(self) -> bool:
        """Signed and still running: its invoices leave normal chasing."""
        return self in (PlanState.AGREED, PlanState.ON_TRACK, PlanState.BEHIND)


_RUNNING = frozenset(
    {PlanState.PROPOSED, PlanState.ON_TRACK, PlanState.BEHIND, PlanState.BROKEN, PlanState.COMPLETED,
     PlanState.CANCELLED}
)  # fmt: skip

ALLOWED: Mapping[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.PROPOSED, PlanState.CANCELLED}),
    PlanState.PROPOSED: frozenset(
        {PlanState.DRAFT, PlanState.APPROVED, PlanState.ON_TRACK, PlanState.BEHIND, PlanState.CANCELLED}
    ),
    PlanState.APPROVED: frozenset({PlanState.DRAFT, PlanState.AGREED, PlanState.CANCELLED}),
    PlanState.AGREED: _RUNNING,
    PlanState.ON_TRACK: _RUNNING - {PlanState.ON_TRACK},
    PlanState.BEHIND: _RUNNING - {PlanState.BEHIND},
    PlanState.BROKEN: frozenset({PlanState.ON_TRACK, PlanState.BEHIND, PlanState.COMPLETED, PlanState.CANCELLED}),
    PlanState.COMPLETED: frozenset({PlanState.ON_TRACK, PlanState.BEHIND}),
    PlanState.CANCELLED: frozenset(),
}
"""To which states each may go. A completed plan runs again when its last payment bounces; a draft that was changed
after it was proposed or approved is a draft again, because an approval is bound to what was approved. A running plan
is proposed again when it is rescheduled, and runs on as it was when the new version is given up. A broken one runs
again by a decision."""


def check_transition(before: PlanState, after: PlanState) -> None:
    """Refuse a step that the life of a plan does not know."""
    if after in ALLOWED[before]:
        return
    ways = ", ".join(state.label for state in PlanState if state in ALLOWED[before])
    possible = f"from there it can become {ways}" if ways else "nothing follows that; make a new plan"
    raise DomainError(f"A plan that is {before.label} cannot become {after.label}; {possible}.", "state")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One installment, or the down payment before them: its day and amount, and what was received for it by now
    (oldest first)."""

    due_on: date
    amount_minor: int
    received_minor: int = 0
    is_down_payment: bool = False

    @property
    def open_minor(self) -> int:
        return max(0, self.amount_minor - self.received_minor)


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """How an agreed plan stands: ON_TRACK, BEHIND or COMPLETED, and the figures for the words.

    ``paid_rows``, ``rows`` and ``behind_rows`` count installments. ``behind_minor`` is missed for certain (the rows
    themselves, the down payment among them, in ``missed``); ``awaited_minor`` is due but not yet confirmed;
    ``next_row`` falls due today or later, ``first_open`` may have before.
    """

    state: PlanState
    paid_rows: int
    rows: int
    behind_minor: int = 0
    behind_rows: int = 0
    behind_since: date | None = None
    awaited_minor: int = 0
    next_row: PlanRow | None = None
    first_open: PlanRow | None = None
    missed: tuple[PlanRow, ...] = ()


def plan_standing(
    rows: Sequence[PlanRow],
    *,
    grace_business_days: int,
    payments_fresh_until: date | None,
    today: date,
    is_business_day: Callable[[date], bool],
) -> PlanStanding:
    """Where a plan of ``rows`` stands on ``today``; paying a missed one later brings it back on track."""
    missed: list[PlanRow] = []
    awaited = 0
    for row in rows:
        standing = state_of(
            row.amount_minor,
            row.received_minor,
            row.due_on,
            grace_business_days=grace_business_days,
            payments_fresh_until=payments_fresh_until,
            today=today,
            is_business_day=is_business_day,
        )
        if standing.state in (PromiseState.BROKEN, PromiseState.PARTLY_KEPT):
            missed.append(row)
        elif standing.awaits_data:
            awaited += row.open_minor
    open_rows = [row for row in rows if row.open_minor]
    installments = [row for row in rows if not row.is_down_payment]
    state = PlanState.BEHIND if missed else PlanState.ON_TRACK if open_rows else PlanState.COMPLETED
    return PlanStanding(
        state=state,
        paid_rows=sum(not row.open_minor for row in installments),
        rows=len(installments),
        behind_minor=sum(row.open_minor for row in missed),
        behind_rows=sum(not row.is_down_payment for row in missed),
        behind_since=min((row.due_on for row in missed), default=None),
        awaited_minor=awaited,
        next_row=min((row for row in open_rows if row.due_on >= today), key=lambda row: row.due_on, default=None),
        first_open=min(open_rows, key=lambda row: row.due_on, default=None),
        missed=tuple(missed),
    )


def standing_words(
    standing: PlanStanding, amount_text: Callable[[int], str], day_text: Callable[[date], str] = day_words
) -> str:
    """``Behind by 1 installment, 333.33, since Mon 16 Nov; 2 of 12 paid; next 333.33 on Wed 16 Dec``."""
    if standing.state is PlanState.COMPLETED:
        return f"Completed: all {standing.rows} installments paid"
    if standing.behind_since is not None:
        parts = ["the down payment"] if any(row.is_down_payment for row in standing.missed) else []
        if standing.behind_rows:
            parts.append(f"{standing.behind_rows} installment" + ("" if standing.behind_rows == 1 else "s"))
        by = " and ".join(parts)
        head = f"Behind by {by}, {amount_text(standing.behind_minor)}, since {day_text(standing.behind_since)}"
    else:
        head = "On track"
    words = [head, f"{standing.paid_rows} of {standing.rows} paid"]
    if standing.awaited_minor:
        words.append(f"{amount_text(standing.awaited_minor)} due, not confirmed")
    if standing.next_row is not None:
        words.append(f"next {amount_text(standing.next_row.open_minor)} on {day_text(standing.next_row.due_on)}")
    return "; ".join(words)
