"""A running plan given new dates or parts for what is left of it; what came in before counts.

The cases are those of a lender's system: later dates follow one that was moved, more parts over the same rest, a
period of grace, the rest aged anew over other dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from arcaller.domain.calendars import anchored_date
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.states import PlanRow
from arcaller.domain.plans.terms import PlanTerms


def rest_terms(terms: PlanTerms, rows: Sequence[PlanRow], *, total: Money, received: Money, today: date) -> PlanTerms:
    """The terms as they stand over what is left: the open rows of ``rows`` from the first one still to come, in
    equal parts. ``total`` is the whole debt, ``received`` what came in of it."""
    left = [row for row in rows if row.open_minor]
    if not left:
        raise DomainError("Every installment is paid; there is nothing to reschedule.", "plan_id")
    has_balloon = terms.balloon is not None and bool(rows[-1].open_minor)
    count = max(1, len(left) - has_balloon)
    balloon = None
    if has_balloon and count < len(left):
        balloon = Money(rows[-1].open_minor, terms.currency)
    ahead = next((row.due_on for row in left if row.due_on >= today), None)
    return replace(
        terms,
        total=total,
        received=received,
        agreed_on=today,
        first_on=_next_date(terms, today) if ahead is None else ahead,
        count=count,
        each=None,
        down_payment=None,
        down_percent=None,
        balloon=balloon,
        edited=(),
        moved=(),
    )


def extended(terms: PlanTerms, more: int) -> PlanTerms:
    """``more`` parts over the same rest."""
    if terms.count is None:
        raise DomainError("The plan goes by the amount of each; lower that instead.", "count")
    return replace(terms, count=terms.count + more, edited=(), moved=())


def with_grace(terms: PlanTerms, periods: int) -> PlanTerms:
    """The rest begins ``periods`` periods later; the parts stay as many."""
    first = anchored_date(terms.first_on, periods, terms.frequency, terms.month_end)
    return replace(terms, first_on=first, moved=())


def _next_date(terms: PlanTerms, today: date) -> date:
    """The first date of the old rhythm that is not before ``today``."""
    k = 0
    while (day := anchored_date(terms.first_on, k, terms.frequency, terms.month_end)) < today:
        k += 1
    return day
