"""What a change of the leading terms means beside the schedule: a short last part, a settlement, an overpayment.

Worked examples of a published system: 1,000 in two parts, each set to 400, makes a third part of 200 with a note;
each set to 250 makes four parts, or a settlement of 500 in two; two parts of 500 set to four overpay by 1,000.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from arcaller.domain.money import Money
from arcaller.domain.plans.installments import Installment, Schedule
from arcaller.domain.plans.sentence import ordinal

Say = Callable[[Money], str]


@dataclass(frozen=True, slots=True)
class Lead:
    """What led a plan before: so many parts, most of them of ``each``; ``by_each`` if the amount was typed."""

    count: int
    each: Money
    by_each: bool


def lead_of(plan: Schedule) -> Lead:
    """What leads ``plan`` now."""
    rows = _regular(plan)
    amounts = [row.amount for row in rows]
    each = plan.terms.each or max(amounts, key=amounts.count)
    return Lead(len(rows), each, by_each=plan.terms.each is not None)


def schedule_notes(plan: Schedule, before: Lead | None, say: Say) -> tuple[str, ...]:
    """What to know of ``plan``, whose terms led otherwise ``before`` (``None``: nothing was changed).

    Interest makes a last part that differs the usual thing: then nothing is said.
    """
    if plan.terms.bears_interest:
        return ()
    if plan.terms.each is None:
        return _overpaid(plan, before, say)
    return (*_short_last(plan, plan.terms.each, say), *_or_settled(plan, plan.terms.each, before, say))


def _short_last(plan: Schedule, each: Money, say: Say) -> tuple[str, ...]:
    rows = _regular(plan)
    last = rows[-1]
    if len(rows) < 2 or last.amount == each or plan.terms.edited:
        return ()
    return (f"The {ordinal(len(rows))} installment is {say(last.amount)}: what {len(rows) - 1} × {say(each)} leave.",)


def _or_settled(plan: Schedule, each: Money, before: Lead | None, say: Say) -> tuple[str, ...]:
    """Fewer parts of that amount pay less than the debt: a settlement only if somebody says so."""
    count = len(_regular(plan))
    if before is None or before.by_each or before.count >= count or plan.discount or plan.terms.balloon:
        return ()
    less = Money(plan.terms.down.minor + each.minor * before.count, plan.currency)
    settled = f"{before.count} × {say(each)} would be a settlement: type {say(less)} as the sum if that is agreed."
    return (f"{settled} All of it takes {count} installments.",)


def _overpaid(plan: Schedule, before: Lead | None, say: Say) -> tuple[str, ...]:
    rows = _regular(plan)
    if before is None or not before.by_each or len(rows) <= before.count:
        return ()
    over = before.each.minor * len(rows) - sum(row.amount.minor for row in rows)
    if over <= 0:
        return ()
    overpays = f"{len(rows)} × {say(before.each)} overpays by {say(Money(over, plan.currency))}"
    return (f"{overpays}: the installments are {say(rows[0].amount)} now.",)


def _regular(plan: Schedule) -> list[Installment]:
    return [row for row in plan.installments if not row.balloon]
