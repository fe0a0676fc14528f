"""What became of promises: a function of the payments, the promises and the day alone, however often it is asked.

One receipt serves one promise: the promise due first takes what came in for its invoices from its making to its last
day, then what the client paid in these days without saying what for, at most its amount; what is left serves the
next. So nobody is told that he broke a promise while his money lies here unassigned. Of a promise in parts under a
condition, the first part that is not kept makes the rest fall away: it is due at once and no longer promised. Money
that comes later keeps nothing any more, but it makes good what was missed: what no promise took goes to the promises
not kept, the newest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from arcaller.domain.promises.promises import PromiseState, last_day_to_pay, state_of

Payer = tuple[int, str]
"""A client by his key, and the currency he paid in."""

MISSED = (PromiseState.BROKEN, PromiseState.PARTLY_KEPT)
"""The states of a promise that was not kept whole."""


@dataclass(frozen=True, slots=True)
class PromisedPart:
    """One part of a promise as it was made; ``series_id`` ties parts together (None: a promise of one part).

    ``invoice_ids`` in the order in which money is looked for; ``payer`` is whose unassigned money is taken after
    that; ``is_conditional``: the rest falls due with it.
    """

    promise_id: int
    series_id: int | None
    promised_on: date
    due_on: date
    amount_minor: int
    invoice_ids: tuple[int, ...]
    is_conditional: bool = False
    payer: Payer | None = None

    @property
    def sources(self) -> tuple[int | Payer, ...]:
        """Where money for it is looked for, in this order."""
        return self.invoice_ids if self.payer is None else (*self.invoice_ids, self.payer)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in on one day for an invoice, or of a payer who named none; in minor units."""

    source: int | Payer
    received_on: date
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Where one part stands: what came in for it, and whether it fell away with a part before it.

    ``late_minor`` is what came for one not kept after its last day, ``made_good_on`` the day the last of it came.
    """

    state: PromiseState
    received_minor: int
    fell_away: bool = False
    late_minor: int = 0
    made_good_on: date | None = None


def decide(
    parts: Iterable[PromisedPart],
    receipts: Iterable[Receipt],
    *,
    grace_business_days: int,
    payments_fresh_until: date | None,
    today: date,
    is_business_day: Callable[[date], bool],
) -> dict[int, Decision]:
    """The decision of each part by its id; parts that somebody cancelled are not handed in."""
    last_day_of = cache(lambda day: last_day_to_pay(day, grace_business_days, is_business_day))
    parts = tuple(parts)
    purse = _Purse(receipts)
    missed: set[int] = set()
    decisions = {}
    for part in sorted(parts, key=lambda each: (each.due_on, each.promise_id)):
        if part.series_id in missed:
            decisions[part.promise_id] = Decision(PromiseState.CANCELLED, 0, fell_away=True)
            continue
        last_day = last_day_of(part.due_on)
        received = purse.take(part, last_day)
        standing = state_of(
            part.amount_minor,
            received,
            last_day,
            grace_business_days=0,  # the grace is in the last day, worked out once for each day
            payments_fresh_until=payments_fresh_until,
            today=today,
            is_business_day=is_business_day,
        )
        if standing.state in MISSED and part.is_conditional and part.series_id is not None:
            missed.add(part.series_id)
        decisions[part.promise_id] = Decision(standing.state, received)
    _make_good(parts, decisions, purse, last_day_of)
    return decisions


def _make_good(
    parts: Sequence[PromisedPart],
    decisions: dict[int, Decision],
    purse: _Purse,
    last_day_of: Callable[[date], date],
) -> None:
    """What is left of the receipts, to the parts not kept: the newest first, which is the one that is asked about."""
    missed = [part for part in parts if decisions[part.promise_id].state in MISSED]
    for part in sorted(missed, key=lambda each: each.promise_id, reverse=True):
        decision = decisions[part.promise_id]
        missing = part.amount_minor - decision.received_minor
        late, came_on = purse.take_late(part.sources, last_day_of(part.due_on), missing)
        if late:
            made_good_on = came_on if late == missing else None
            decisions[part.promise_id] = replace(decision, late_minor=late, made_good_on=made_good_on)


class _Purse:
    """Receipts by source, oldest first; what one part took is gone for the next."""

    def __init__(self, receipts: Iterable[Receipt]) -> None:
        self._left: dict[int | Payer, list[Receipt]] = {}
        for receipt in sorted(receipts, key=lambda each: each.received_on):
            self._left.setdefault(receipt.source, []).append(receipt)

    def take(self, part: PromisedPart, last_day: date) -> int:
        """What came in for ``part`` from its making to ``last_day``, at most its amount."""
        taken = 0
        for source in part.sources:
            kept = []
            for receipt in self._left.get(source, ()):
                share = 0
                if part.promised_on <= receipt.received_on <= last_day:
                    share = min(receipt.amount_minor, part.amount_minor - taken)
                taken += share
                if receipt.amount_minor > share:
                    kept.append(Receipt(source, receipt.received_on, receipt.amount_minor - share))
            self._left[source] = kept
        return taken

    def take_late(self, sources: Iterable[int | Payer], last_day: date, missing: int) -> tuple[int, date]:
        """What came after ``last_day``, at most ``missing``, oldest first, and the day the last of it came."""
        came = [each for source in sources for each in self._left.get(source, ())]
        taken, came_on = 0, last_day
        for receipt in sorted(came, key=lambda each: each.received_on):
            share = min(receipt.amount_minor, missing - taken)
            if receipt.received_on > last_day and share:
                left = self._left[receipt.source]
                left[left.index(receipt)] = replace(receipt, amount_minor=receipt.amount_minor - share)
                taken, came_on = taken + share, receipt.received_on
        return taken, came_on
