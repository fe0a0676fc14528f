"""A day's work in numbers: how far a caller gets, and how a backlog is shared out over days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from statistics import median
from typing import TypeVar

T = TypeVar("T")

USUAL_MINUTES = 6.0
"""Minutes per call where too few were measured."""
LAST_CALLS = 20
_FEWEST_GAPS = 5
_LONGEST_GAP = timedelta(minutes=45)
"""A longer gap between two calls is a break, a meeting or the night, and no call."""


def minutes_per_call(called_at: Sequence[datetime]) -> tuple[float, bool]:
    """The median gap between this caller's last calls in minutes, and whether it was measured.

    Gaps over 45 minutes are breaks; with fewer than five gaps the usual six minutes stand in.
    """
    latest = sorted(called_at)[-LAST_CALLS - 1 :]
    gaps = [later - earlier for earlier, later in pairwise(latest)]
    worked = [gap.total_seconds() / 60 for gap in gaps if timedelta(0) < gap <= _LONGEST_GAP]
    if len(worked) < _FEWEST_GAPS:
        return USUAL_MINUTES, False
    return max(0.5, float(median(worked))), True


@dataclass(frozen=True, slots=True)
class DayPlan:
    """How far the day reaches: ``rank`` calls in the minutes left, and the share of the overdue value they stand for.

    ``share_percent`` is rounded down; ``None`` where nothing of the currency is overdue.
    """

    minutes_left: int
    minutes_per_call: float
    is_measured: bool
    rank: int
    share_percent: int | None


def plan_day(
    local_now: datetime, ends: time, pace: tuple[float, bool], listed: int, reached: Callable[[int], int], whole: int
) -> DayPlan:
    """The plan of what is left of the day at ``local_now`` until ``ends``, over a list of ``listed`` rows.

    ``whole`` is what is overdue in one currency on the list, ``reached(rank)`` what of it stands up to a rank.
    """
    end = datetime.combine(local_now.date(), ends, local_now.tzinfo)
    left = max(0, int((end - local_now).total_seconds() // 60))
    minutes, is_measured = pace
    rank = min(listed, int(left // minutes))
    share = reached(rank) * 100 // whole if whole else None
    return DayPlan(left, minutes, is_measured, rank, share)


def share_out(ranked: Sequence[T], days: int) -> list[list[T]]:
    """``ranked`` over ``days``, the first day taking the first ones; no day has more than one more than another."""
    each, more = divmod(len(ranked), days)
    shares, at = [], 0
    for day in range(days):
        size = each + (day < more)
        shares.append(list(ranked[at : at + size]))
        at += size
    return shares


def share_words(shares: Sequence[Sequence[T]]) -> str:
    """``34`` or ``33 to 34``: how many fall on a day."""
    sizes = {len(share) for share in shares}
    return str(max(sizes)) if len(sizes) == 1 else f"{min(sizes)} to {max(sizes)}"
