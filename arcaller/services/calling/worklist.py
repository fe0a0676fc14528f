"""The work list as of any day, with its reasons in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from arcaller.data.database import Ledger
from arcaller.data.queries.work.ranking import RankingRow, load_portfolio_late, load_ranking_facts
from arcaller.domain.calls.priority import (
    BrokenPromise,
    PriorityFacts,
    portfolio_late_thousandths,
    risk_thousandths,
    score_points,
    why,
)
from arcaller.domain.money import decimal_text, exponent_of
from arcaller.domain.receivables.aging import days_past_due
from arcaller.services.settings import load_settings


@dataclass(frozen=True, slots=True)
class RankedClient:
    """One line of the list as of a day; ``overdue`` is a plain decimal text."""

    rank: int
    client: str
    name: str
    owner: str
    overdue: str
    currency: str
    score: int
    why: str


def rank_clients(
    ledger: Ledger,
    as_of: date,
    *,
    top: int | None = None,
    caller: str = "",
    amount_text: Callable[[int, str], str] = decimal_text,
) -> list[RankedClient]:
    """Every client overdue at the end of ``as_of``, each once in the currency that ranks it highest.

    Only what is dated by then counts, so a past day gives the same list again. ``caller`` keeps one owner's clients.
    """
    weights = load_settings(ledger).work_weights
    portfolio = portfolio_late_thousandths(*load_portfolio_late(ledger, as_of))
    best: dict[int, tuple[int, RankingRow]] = {}
    for row in load_ranking_facts(ledger, as_of):
        score = score_points(_facts(row, as_of, portfolio), weights)
        if caller and row.owner != caller:
            continue
        known = best.get(row.client_id)
        if known is None or (-score, row.currency) < (-known[0], known[1].currency):
            best[row.client_id] = (score, row)
    ordered = sorted(best.values(), key=lambda each: (-each[0], each[1].client_id))[:top]
    return [
        _ranked(rank, score, row, _facts(row, as_of, portfolio), as_of, amount_text)
        for rank, (score, row) in enumerate(ordered, 1)
    ]


def _facts(row: RankingRow, as_of: date, portfolio: int) -> PriorityFacts:
    return PriorityFacts(
        overdue_minor=row.overdue_minor,
        exponent=exponent_of(row.currency),
        oldest_days=days_past_due(row.oldest_due_on, as_of),
        disputed_minor=row.disputed_minor,
        has_broken_promise=row.broken_on is not None,
        has_open_promise=row.has_open_promise,
        has_plan_on_track=row.has_plan_on_track,
        risk=risk_thousandths(row.late, row.settled, portfolio),
        unapplied_minor=row.unapplied_minor,
    )


def _ranked(
    rank: int,
    score: int,
    row: RankingRow,
    facts: PriorityFacts,
    as_of: date,
    amount_text: Callable[[int, str], str],
) -> RankedClient:
    broken = None
    if row.broken_on is not None:
        broken = BrokenPromise(row.broken_minor, days_past_due(row.broken_on, as_of), row.is_partly_kept)
    reason = why(facts, lambda minor: amount_text(minor, row.currency), broken)
    overdue = decimal_text(row.overdue_minor, row.currency)
    return RankedClient(rank, row.number, row.name, row.owner, overdue, row.currency, score, reason)
