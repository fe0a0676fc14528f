"""Settlements: a discount on the whole debt that stands only if everything is paid on time.

The full debt stays acknowledged; it is never said that the client "owes X, and more on default".
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money, percent_of
from arcaller.domain.plan_terms import is_percent


@dataclass(frozen=True, slots=True)
class Settlement:
    """``debt`` acknowledged in full, ``discount`` let off if ``pay`` arrives on time."""

    debt: Money
    discount: Money

    @property
    def pay(self) -> Money:
        """What settles the debt."""
        return self.debt - self.discount


def settle(debt: Money, discount_percent: Decimal) -> Settlement:
    """Take ``discount_percent`` off: the discount is rounded (half up), never what is left of it."""
    _check_debt(debt)
    if not is_percent(discount_percent) or not discount_percent:
        raise DomainError(f"A discount is above 0 and under 100 %, not {discount_percent} %.", "discount_percent")
    return _settlement(debt, percent_of(debt, discount_percent))


def settle_for(debt: Money, pay: Money) -> Settlement:
    """Settle ``debt`` for a sum the client named."""
    _check_debt(debt)
    return _settlement(debt, debt - pay)


def within_floor(settlement: Settlement, most_discount_percent: Decimal) -> bool:
    """Whether the discount is at most ``most_discount_percent`` of the debt, half up."""
    return settlement.discount <= percent_of(settlement.debt, most_discount_percent)


def due_after_default(debt: Money, received: Money) -> Money:
    """What is due when the settlement fails: the full debt less what came in (8,750.00 − 4,666.66 = 4,083.34)."""
    _check_debt(debt)
    if not 0 <= received.minor <= (debt - Money(0, received.currency)).minor:
        raise DomainError(f"{received} received does not fit a debt of {debt}; check the payments.", "received")
    return debt - received


def _check_debt(debt: Money) -> None:
    if debt.minor <= 0:
        raise DomainError(f"Only a debt above zero can be settled, not {debt}.", "total")


def _settlement(debt: Money, discount: Money) -> Settlement:
    if not 0 <= discount.minor < debt.minor:
        raise DomainError(
            f"{debt - discount} does not settle {debt}; name a sum above zero and not above the debt.", "pay"
        )
    return Settlement(debt, discount)
