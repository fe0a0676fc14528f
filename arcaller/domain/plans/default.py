"""What may follow a missed installment: notice, time to cure, then the whole rest falls due (clause 8 of the paper).

Each step is refused in words while it would be too early or rests on data that does not reach far enough.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from arcaller.domain.calls.outcomes import day_words
from arcaller.domain.errors import DomainError
from arcaller.domain.plans.states import PlanStanding, PlanState

AmountText = Callable[[int], str]


def check_notice(standing: PlanStanding, cure_until: date | None, amount_text: AmountText) -> None:
    """Refuse a notice where nothing is missed for certain, or where one runs already."""
    if standing.state is not PlanState.BEHIND:
        raise DomainError(f"There is nothing to give notice of: {_not_behind(standing, amount_text)}.", "plan_id")
    if cure_until is not None:
        raise DomainError(
            f"Notice was given already; the client can cure until {day_words(cure_until)}. What follows is decided "
            "after that day.",
            "plan_id",
        )


def check_break(
    standing: PlanStanding,
    cure_until: date | None,
    fresh_until: date | None,
    today: date,
    amount_text: AmountText,
) -> None:
    """Refuse to break a plan before the notice and its time to cure, or while payment data ends before it does."""
    if standing.state is not PlanState.BEHIND:
        raise DomainError(f"The plan cannot be broken: {_not_behind(standing, amount_text)}.", "plan_id")
    if cure_until is None:
        raise DomainError("Give notice first: the agreement lets the client cure what was missed.", "plan_id")
    if today <= cure_until:
        raise DomainError(
            f"The client can still cure: until {day_words(cure_until)}. Break the plan after that day.", "plan_id"
        )
    if fresh_until is None or fresh_until <= cure_until:
        known = f"reaches to {day_words(fresh_until)}" if fresh_until else "is missing"
        raise DomainError(
            f"Payment data {known}; the client may have paid by {day_words(cure_until)}. Import the payments first.",
            "plan_id",
        )


def _not_behind(standing: PlanStanding, amount_text: AmountText) -> str:
    if standing.state is PlanState.COMPLETED:
        return "all installments are paid"
    if standing.awaited_minor:
        return f"{amount_text(standing.awaited_minor)} is due but not confirmed; import the payments first"
    return "the plan is on track"
