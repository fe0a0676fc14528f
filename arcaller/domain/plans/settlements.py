"""Settlements: a discount on the whole debt that stands only if everything is paid on time.

The full debt stays acknowledged; it is never said that the client "owes X, and more on default". The discount itself
is a term of the plan (`PlanTerms.discount`).
"""

from __future__ import annotations

from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import Schedule


def due_after_default(debt: Money, received: Money) -> Money:
    """What is due when the settlement fails: the full debt less what came in (8,750.00 − 4,666.66 = 4,083.34)."""
    if debt.minor <= 0:
        raise DomainError(f"Only a debt above zero can be settled, not {debt}.", "total")
    if not 0 <= received.minor <= (debt - Money(0, received.currency)).minor:
        raise DomainError(f"{received} received does not fit a debt of {debt}; check the payments.", "received")
    return debt - received


def due_if_last_fails(plan: Schedule) -> Money:
    """What is due of the debt (without interest) when everything was paid but the last installment."""
    return due_after_default(plan.debt, plan.terms.payable - plan.installments[-1].principal)
