"""What is typed into the schedule, as new terms: an amount, a day, the sum. What cannot be is refused in words."""

from __future__ import annotations

from datetime import date, timedelta

from arcaller.domain.plans.installments import Schedule, move, rebalance
from arcaller.domain.plans.settlements import settled_for
from arcaller.domain.plans.terms import PlanTerms
from arcaller.domain.shorthand import read_date
from arcaller.ui.shared.words.formats import Formats


def with_amount(plan: Schedule, number: int, text: str, formats: Formats) -> PlanTerms:
    """Row ``number`` pays what was typed; the others share the rest."""
    return rebalance(plan, number, formats.parse(text, plan.currency)).terms


def with_day(plan: Schedule, number: int, text: str, today: date, formats: Formats) -> PlanTerms:
    """Row ``number`` falls due on the day typed: "15" is the 15th of the row's own month if that comes after the row
    before, "+3" three days after its own date."""
    own = plan.installments[number - 1].due_on
    before = today if number == 1 else plan.installments[number - 2].due_on
    after = max(before, own.replace(day=1) - timedelta(days=1)) if text.strip().isdigit() else own
    return move(plan, number, read_date(text, after, formats.day_first)).terms


def with_sum(plan: Schedule, text: str, formats: Formats) -> PlanTerms:
    """The client pays the sum typed from now on: less than the debt is a settlement, all of it takes the discount
    away."""
    return settled_for(plan.terms, formats.parse(text, plan.currency) + plan.terms.before)
