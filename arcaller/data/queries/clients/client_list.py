"""The list of clients: ids in the chosen order, then rows page by page."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from arcaller.data.queries.clients.filters import ClientFilter, filter_sql
from arcaller.data.queries.values import DISPLAY_NAME, day, days_since, instant, keys
from arcaller.data.search.text import SearchWords, search_words

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

MOST_INVOICE_HITS = 2000
"""A number with more matches (a year, a prefix all invoices share) tells nothing; its newest are taken."""


class ClientSort(Enum):
    """Column the client list is sorted by; each has an index behind it."""

    NAME = "name"
    NUMBER = "number"
    OVERDUE = "overdue"
    OPEN = "open"
    OLDEST = "oldest"
    SCORE = "score"


class ClientListRow(NamedTuple):
    """One client in its main currency, as a tuple because a screen makes hundreds at a time.

    Amounts are minor units; ``oldest_days`` past due (0: nothing overdue).
    """

    client_id: int
    number: str
    name: str
    city: str
    country: str
    currency: str
    open_minor: int
    overdue_minor: int
    disputed_minor: int
    oldest_days: int
    open_items: int
    other_currencies: int
    phone: str
    owner: str
    last_call_at: datetime | None
    next_action_on: date | None
    next_action_kind: str


@dataclass(frozen=True, slots=True)
class _Part:
    """One stretch of the list that an index gives in order: its table, condition and order both ways.

    ``forward`` is the descending list (the largest, oldest or highest first) and for names and numbers A to Z; the
    tie-breaker turns with it, so that the index is read backwards and nothing is sorted.
    """

    source: str
    key: str
    where: str
    forward: str
    backward: str


def _summary(where: str, forward: str, backward: str) -> _Part:
    return _Part("client_summary s", "s.client_id", f"s.is_main = 1{where}", forward, backward)


_PARTS: dict[ClientSort, tuple[_Part, ...]] = {
    ClientSort.NAME: (_Part("client c", "c.id", "1", "c.sort_name, c.id", "c.sort_name DESC, c.id DESC"),),
    ClientSort.NUMBER: (_Part("client c", "c.id", "1", "c.number", "c.number DESC"),),
    ClientSort.OVERDUE: (_summary("", "s.overdue_minor DESC, s.client_id", "s.overdue_minor, s.client_id DESC"),),
    ClientSort.OPEN: (_summary("", "s.open_minor DESC, s.client_id", "s.open_minor, s.client_id DESC"),),
    ClientSort.OLDEST: (
        _summary(
            " AND s.oldest_due_on IS NOT NULL",
            "s.oldest_due_on, s.client_id",
            "s.oldest_due_on DESC, s.client_id DESC",
        ),
        _summary(" AND s.oldest_due_on IS NULL", "s.client_id", "s.client_id DESC"),
    ),
    ClientSort.SCORE: (
        _summary(" AND s.views <> 0 AND s.views & 1", "s.score DESC, s.client_id", "s.score, s.client_id DESC"),
        _summary(" AND NOT s.views & 1", "s.client_id", "s.client_id DESC"),
    ),
}
_A_TO_Z = frozenset({ClientSort.NAME, ClientSort.NUMBER})


def load_client_ids(
    ledger: Ledger,
    *,
    search: str = "",
    sort: ClientSort = ClientSort.NAME,
    descending: bool = False,
    terms: ClientFilter = (),
    today: date = date.min,
) -> array[int]:
    """The keys of all clients that ``search`` finds and ``terms`` hold for (on ``today``), in order; 8 bytes each."""
    return _ids(ledger, search, sort, descending, None, terms, today)


def load_first_client_ids(
    ledger: Ledger,
    *,
    search: str = "",
    sort: ClientSort = ClientSort.NAME,
    descending: bool = False,
    limit: int = 256,
    terms: ClientFilter = (),
    today: date = date.min,
) -> array[int]:
    """The first ``limit`` of ``load_client_ids``, at once: what the first screen needs."""
    return _ids(ledger, search, sort, descending, limit, terms, today)


def count_clients(ledger: Ledger) -> int:
    """How many clients the ledger holds."""
    return int(ledger.rows("SELECT count(*) FROM client")[0][0])


def _ids(
    ledger: Ledger,
    search: str,
    sort: ClientSort,
    descending: bool,
    limit: int | None,
    terms: ClientFilter,
    today: date,
) -> array[int]:
    found: array[int] = array("q")
    words = search_words(search)
    if search.strip() and words.is_empty:
        return found
    forward = descending != (sort in _A_TO_Z)
    hits, parameters = _hits(words)
    parts = _PARTS[sort] if forward else tuple(reversed(_PARTS[sort]))
    for part in parts:
        among = f" AND {part.key} IN ({hits})" if hits else ""
        holding, bound = filter_sql(terms, part.key, today)
        order = part.forward if forward else part.backward
        left = -1 if limit is None else limit - len(found)
        sql = f"SELECT {part.key} FROM {part.source} WHERE {part.where}{among}{holding} ORDER BY {order} LIMIT ?"
        found.extend(ledger.ids(sql, (*parameters, *bound, left)))
        if limit is not None and len(found) >= limit:
            break
    return found


def _hits(words: SearchWords) -> tuple[str, list[Any]]:
    """The clients that the words find, as a subquery; invoices lead to their client."""
    if words.is_empty:
        return "", []
    parts: list[str] = []
    parameters: list[Any] = []
    if words.match:
        parts.append("SELECT rowid FROM client_search WHERE client_search MATCH ?")
        parameters.append(words.match)
    for piece in words.like:
        parts.append("SELECT client_id FROM client_search_text WHERE text LIKE ?")
        parameters.append(f"%{piece}%")
    sql = " INTERSECT ".join(parts)
    if words.invoice_match and not words.like:
        sql += (
            " UNION SELECT client_id FROM invoice WHERE id IN (SELECT rowid FROM invoice_search"
            f" WHERE invoice_search MATCH ? ORDER BY rowid DESC LIMIT {MOST_INVOICE_HITS})"
        )
        parameters.append(words.invoice_match)
    return sql, parameters


_ROWS = f"""
    SELECT c.id, c.number, {DISPLAY_NAME}, c.city, c.country, coalesce(s.currency, c.currency),
        coalesce(s.open_minor, 0), coalesce(s.overdue_minor, 0), coalesce(s.disputed_minor, 0), s.oldest_due_on,
        coalesce(s.open_items, 0),
        (SELECT count(*) FROM client_summary o WHERE o.client_id = c.id AND o.is_main = 0 AND o.open_minor <> 0),
        coalesce((SELECT p.phone FROM contact p WHERE p.client_id = c.id AND p.phone <> '' AND p.phone_state = 'ok'
            ORDER BY p.is_main DESC, p.id LIMIT 1), ''),
        coalesce(u.name, ''), s.last_call_at, s.next_action_on, coalesce(s.next_action_kind, '')
    FROM json_each(?) wanted CROSS JOIN client c ON c.id = wanted.value
        LEFT JOIN client_summary s ON s.client_id = c.id AND s.is_main = 1
        LEFT JOIN app_user u ON u.id = c.owner_id"""


def load_client_rows(ledger: Ledger, ids: Sequence[int], today: date) -> list[ClientListRow]:
    """The rows of ``ids``, in their order; a client that is gone meanwhile is left out."""
    found = {row[0]: _row(row, today) for row in ledger.rows(_ROWS, (keys(ids),))}
    return [found[client_id] for client_id in ids if client_id in found]


def _row(row: tuple[Any, ...], today: date) -> ClientListRow:
    (
        client_id, number, name, city, country, currency, open_minor, overdue, disputed, oldest_due_on, open_items,
        others, phone, owner, called_at, next_on, next_kind,
    ) = row  # fmt: skip
    return ClientListRow(
        client_id, number, name, city, country, currency, open_minor, overdue, disputed,
        days_since(oldest_due_on, today), open_items, others, phone, owner, instant(called_at), day(next_on),
        next_kind,
    )  # fmt: skip
