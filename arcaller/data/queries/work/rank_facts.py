"""What the rank of one client rests on, as the summary and its history have it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from arcaller.data.queries.values import DISPLAY_NAME, days_since
from arcaller.data.summary import BROKEN_SQL, MISSING_SQL, day_basis
from arcaller.domain.calls.priority import PriorityFacts, PriorityWeights
from arcaller.domain.money import exponent_of

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class RankFacts:
    """The facts of a client's main currency, the weights they are scored with, and what lies behind the late ratio.

    ``late`` of ``settled`` invoices were paid late; ``portfolio`` is everybody's ratio in thousandths. ``rank`` is
    the place on today's list, ``None`` off it.
    """

    name: str
    currency: str
    score: int
    rank: int | None
    value_class: str
    facts: PriorityFacts
    weights: PriorityWeights
    late: int
    settled: int
    portfolio: int


_SQL = f"""
    SELECT {DISPLAY_NAME}, s.currency, s.score, s.views & 1, s.value_class, s.overdue_minor, s.oldest_due_on,
        coalesce((SELECT sum(i.open_minor) FROM invoice i WHERE i.client_id = s.client_id AND i.currency = s.currency
            AND i.open_minor <> 0 AND i.is_cancelled = 0 AND i.is_disputed = 1 AND i.due_on < :today), 0),
        {BROKEN_SQL.format("s")}, {MISSING_SQL.format("s")},
        EXISTS (SELECT 1 FROM promise p WHERE p.client_id = s.client_id AND p.state = 'open'
            AND p.currency = s.currency),
        EXISTS (SELECT 1 FROM payment_plan p WHERE p.client_id = s.client_id AND p.state IN ('agreed', 'on_track')
            AND p.currency = s.currency),
        s.risk, s.unapplied_minor,
        (SELECT count(*) FROM client_summary o WHERE o.is_main = 1 AND o.views <> 0 AND o.views & 1
            AND (:owner IS NULL OR o.owner_id = :owner)
            AND (o.score > s.score OR (o.score = s.score AND o.client_id < s.client_id))) + 1,
        (SELECT coalesce(sum(h.settled_on > h.due_on), 0) FROM invoice h WHERE h.client_id = s.client_id
            AND h.settled_on IS NOT NULL AND h.is_cancelled = 0 AND h.settled_on < :today),
        (SELECT count(*) FROM invoice h WHERE h.client_id = s.client_id
            AND h.settled_on IS NOT NULL AND h.is_cancelled = 0 AND h.settled_on < :today)
    FROM client_summary s JOIN client c ON c.id = s.client_id WHERE s.client_id = :client AND s.is_main = 1"""


def load_rank_facts(ledger: Ledger, client_id: int, today: date, owner_id: int | None = None) -> RankFacts | None:
    """The facts behind one client's score; ``None`` for one that is gone. The rank is that of the owner's list."""
    row = ledger.row(_SQL, {"client": client_id, "today": today.isoformat(), "owner": owner_id})
    if row is None:
        return None
    (
        name, currency, score, is_listed, value_class, overdue, oldest_due_on, disputed, is_broken, missing,
        is_promised, is_planned, risk, unapplied, rank, late, settled,
    ) = row  # fmt: skip
    facts = PriorityFacts(
        overdue, exponent_of(currency), days_since(oldest_due_on, today), disputed, is_broken == 1, is_promised == 1,
        is_planned == 1, risk, unapplied, missing,
    )  # fmt: skip
    basis = day_basis(ledger.connection())
    return RankFacts(
        name, currency, score, rank if is_listed else None, value_class, facts, basis.weights, late, settled,
        basis.late,
    )  # fmt: skip
