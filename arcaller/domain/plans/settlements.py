"""Settlements: a discount on the whole debt that stands only if everything is paid on time.

The full debt stays acknowledged; it is never said that the client "owes X, and more on default". The discount itself
is a term of the plan (`PlanTerms.discount`).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import Schedule
from arcaller.domain.plans.terms import PlanTerms

_EIGHT = Decimal("1e-8")


def due_after_default(debt: Money, received: Money) -> Money:
    """What is due when the settlement fails: the full debt less what came in (8,750.00 − 4,666.66 = 4,083.34)."""
    if debt.minor <= 0:
        raise DomainError(f"Only a debt above zero can be settled, not {debt}.", "total")
    if not 0 <= received.minor <= (debt - Money(0, received.currency)).minor:
        raise DomainError(f"{received} received does not fit a debt of {debt}; check the payments.", "received")
    return debt - received


def settled_for(terms: PlanTerms, to_pay: Money) -> PlanTerms:
    """``terms`` with the discount that leaves exactly ``to_pay`` to be paid; the whole debt takes it away again.

    A discount is kept in per cent with eight decimals: an amount that none of them meets is refused.
    """
    debt = terms.total
    if to_pay > debt:
        raise DomainError(
            f"{to_pay} overpays by {to_pay - debt}: only {debt} is owed. Ask for that, or tick more invoices.",
            "total",
        )
    if to_pay.minor <= 0:
        raise DomainError("A settlement pays something; type an amount above zero.", "total")
    percent = (Decimal(100) * (debt - to_pay).minor / debt.minor).quantize(_EIGHT, rounding=ROUND_HALF_UP)
    settled = replace(terms, discount_percent=percent, edited=(), balloon=None)
    if settled.payable != to_pay:
        raise DomainError(f"No discount leaves exactly {to_pay} of {debt}; type another amount.", "total")
    return settled


def due_if_last_fails(plan: Schedule) -> Money:
    """What is due of the debt (without interest) when everything was paid but the last installment."""
    return due_after_default(plan.debt, plan.terms.payable - plan.installments[-1].principal)
