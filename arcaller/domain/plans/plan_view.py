"""A plan seen by its own dates: each installment with its state and age, and which invoices it pays.

Aging, DSO and CEI keep the invoices' own due dates; this is the other view, for whoever follows the plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from arcaller.domain.plans.states import PlanRow, PlanStanding
from arcaller.domain.receivables.aging import AgingBucket, bucket_of, days_past_due


@dataclass(frozen=True, slots=True)
class PartView:
    """One installment, the down payment as number 0: what of it is open, its days past its own date, its ``state`` in
    one or two words."""

    number: int
    row: PlanRow
    days: int
    state: str


def part_views(rows: Sequence[PlanRow], standing: PlanStanding, today: date) -> tuple[PartView, ...]:
    """Each installment by its own date; one due today has no days yet."""
    return tuple(
        PartView(
            number,
            row,
            days_past_due(row.due_on, today) if row.open_minor else 0,
            _state(row, standing, today),
        )
        for number, row in enumerate(rows, 0 if rows and rows[0].is_down_payment else 1)
    )


def _state(row: PlanRow, standing: PlanStanding, today: date) -> str:
    if not row.open_minor:
        return "paid"
    if any(missed.due_on == row.due_on for missed in standing.missed):
        return "missed"
    if row.due_on < today:
        return "due, not confirmed"
    if row.due_on == today:
        return "due today"
    return "partly paid" if row.received_minor else "to come"


def aging_by_plan(rows: Sequence[PlanRow], today: date) -> dict[AgingBucket, int]:
    """What is open of the installments by the age of their own dates; every bucket is there."""
    buckets = dict.fromkeys(AgingBucket, 0)
    for row in rows:
        buckets[bucket_of(row.due_on, today)] += row.open_minor
    return buckets


def roll_up(covered: Sequence[int], parts: Sequence[int]) -> list[list[int]]:
    """How much of each invoice (``covered``, oldest first) each of ``parts`` pays, the oldest invoice first: one list
    of amounts per invoice, in the order of ``parts``. Interest is no invoice's: leave it out of ``parts``."""
    left = list(parts)
    table = []
    for amount in covered:
        line = []
        for number, part in enumerate(left):
            taken = min(part, amount)
            left[number] -= taken
            amount -= taken  # noqa: PLW2901 - what of the invoice is not met yet
            line.append(taken)
        table.append(line)
    return table
