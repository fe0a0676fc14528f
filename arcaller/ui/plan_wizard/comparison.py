"""What the plan is held against: the nearest one inside the limits, and other offers with their price."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from arcaller.domain.calendars import add_months
from arcaller.domain.plans.installments import Schedule, schedule
from arcaller.domain.plans.offers import Rung, cost_of_time, offer_ladder
from arcaller.domain.plans.terms import PlanTerms
from arcaller.ui.plan_wizard.authority_panel import Beside
from arcaller.ui.plan_wizard.plan_tools import PlanBasis
from arcaller.ui.plan_wizard.terms_reader import in_short
from arcaller.ui.shared.words.formats import Formats


def nearest_words(nearest: PlanTerms, asked: Schedule, formats: Formats) -> str:
    """``176.00 now, then 5 × 199.20``, and what else is different from the plan that was asked for."""
    inside = schedule(nearest)
    words = in_short(inside, formats)
    if inside.terms.first_on != asked.terms.first_on:
        words += f", first on {formats.full_day(inside.starts_on)}"
    if inside.terms.discount_percent != asked.terms.discount_percent:
        words += f", discount {inside.terms.discount_percent.normalize():f} %"
    return words


def compare(plan: Schedule, basis: PlanBasis, kept: Sequence[Schedule], formats: Formats) -> list[Beside]:
    """All on Friday, two parts, the plans kept aside, and at last ``plan`` itself."""
    limits = basis.authority(plan.currency)
    ladder = offer_ladder(
        plan.debt, plan.terms.agreed_on, limits, basis.cost_rate, calendar=plan.terms.calendar, are_promised=False
    )
    plans = [(offer.rung.value, offer.plan, -1) for offer in ladder if offer.rung in (Rung.FRIDAY, Rung.TWO_PARTS)]
    plans += [(f"{'AB'[number]} · {in_short(aside, formats)}", aside, number) for number, aside in enumerate(kept)]
    lines = [_line(name, each, basis.cost_rate, formats, kept=number) for name, each, number in plans]
    return [*lines, _line("This plan", plan, basis.cost_rate, formats, is_this=True)]


def _line(
    name: str, plan: Schedule, cost_rate: Decimal, formats: Formats, *, kept: int = -1, is_this: bool = False
) -> Beside:
    cost = cost_of_time(plan, cost_rate).net
    far = plan.ends_on >= add_months(plan.terms.agreed_on, 12)
    ends = formats.day(plan.ends_on, today=plan.terms.agreed_on if far else None)
    return Beside(name, ends, formats.amount(cost.minor, cost.currency), is_this, kept)
