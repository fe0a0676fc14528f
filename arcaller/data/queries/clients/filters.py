"""Filters of the client list: terms that must all hold, and how many clients each would leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from arcaller.data.views import WorkView

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_PAUSED = """SELECT id FROM client WHERE do_not_chase_reason <> '' AND coalesce(do_not_chase_until, '9999') >= ?
    UNION SELECT client_id FROM invoice WHERE do_not_chase_reason <> '' AND open_minor <> 0 AND is_cancelled = 0
        AND coalesce(do_not_chase_until, '9999') >= ?"""
_TERMS: dict[str, str] = {
    "owner": "SELECT id FROM client WHERE coalesce(owner_id, 0) = CAST(? AS INTEGER)",
    "kind": "SELECT id FROM client WHERE kind = ?",
    "segment": "SELECT id FROM client WHERE segment = ?",
    "tag": "SELECT c.id FROM client c, json_each(c.tags) t WHERE t.value = ?",
    "class": "SELECT client_id FROM client_summary WHERE is_main = 1 AND value_class = ?",
    "promise": "SELECT client_id FROM promise WHERE state = 'open'",
    "dispute": "SELECT client_id FROM dispute WHERE state = 'open'",
    "plan": """SELECT client_id FROM payment_plan
        WHERE state IN ('proposed', 'approved', 'agreed', 'on_track', 'behind')""",
    "paused": _PAUSED,
    "orphan": f"SELECT client_id FROM client_summary WHERE is_main = 1 AND views & {WorkView.ORPHANS:d} <> 0",
}
"""What each kind of term asks; a value stands only where a mark does."""
_GROUPS: dict[str, str] = {
    "owner": """SELECT coalesce(c.owner_id, 0), coalesce(u.name, ''), count(*) FROM client c
        LEFT JOIN app_user u ON u.id = c.owner_id GROUP BY 1 ORDER BY 3 DESC, 2""",
    "kind": "SELECT kind, kind, count(*) FROM client GROUP BY 1 ORDER BY 3 DESC",
    "segment": "SELECT segment, segment, count(*) FROM client WHERE segment <> '' GROUP BY 1 ORDER BY 3 DESC, 1",
    "tag": """SELECT t.value, t.value, count(*) FROM client c, json_each(c.tags) t WHERE c.tags <> '[]'
        GROUP BY 1 ORDER BY 3 DESC, 1""",
    "class": """SELECT value_class, value_class, count(*) FROM client_summary WHERE is_main = 1 AND value_class <> ''
        GROUP BY 1 ORDER BY 1""",
}
_MOST_OF_A_KIND = 30


@dataclass(frozen=True, slots=True, order=True)
class FilterTerm:
    """One condition: ``kind`` of :data:`_TERMS`, its ``value`` ("" where it needs none)."""

    kind: str
    value: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the term means something today (a stored one may come from another version)."""
        return self.kind in _TERMS


ClientFilter = tuple[FilterTerm, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """A term that may be chosen, the name of its value, and how many clients it holds for."""

    term: FilterTerm
    name: str
    count: int


def filter_sql(terms: ClientFilter, key: str, today: date) -> tuple[str, list[Any]]:
    """The conditions on ``key`` (a client's id) that ``terms`` make, to stand behind others, with what they bind."""
    sql, bound = "", []
    for term in terms:
        query = _TERMS[term.kind]
        sql += f" AND {key} IN ({query})"
        bound += [today.isoformat() if term.kind == "paused" else term.value] * query.count("?")
    return sql, bound


def load_facets(ledger: Ledger, today: date) -> list[Facet]:
    """What the list may be filtered by, only where it would leave somebody."""
    found: list[Facet] = []
    for kind, query in _TERMS.items():
        if kind in _GROUPS:
            rows = ledger.rows(f"{_GROUPS[kind]} LIMIT {_MOST_OF_A_KIND}")
            found += [Facet(FilterTerm(kind, str(value)), name, count) for value, name, count in rows]
        else:
            bound = [today.isoformat()] * query.count("?")
            count = int(ledger.rows(f"SELECT count(*) FROM (SELECT DISTINCT * FROM ({query}))", bound)[0][0])
            if count:
                found.append(Facet(FilterTerm(kind), "", count))
    return found
