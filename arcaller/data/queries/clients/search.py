"""What the palette finds while somebody types: clients, and invoices by their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from arcaller.data.queries.clients.client_list import load_first_client_ids
from arcaller.data.queries.values import DISPLAY_NAME, keys
from arcaller.data.search.text import search_words

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A client (``invoice_id`` ``None``) or one of its invoices.

    ``title`` is the client's name or the invoice's number; ``detail`` the client's number and city, or the client's
    name. ``open_minor`` in ``currency`` is what is open of it.
    """

    client_id: int
    invoice_id: int | None
    title: str
    detail: str
    currency: str
    open_minor: int


_CLIENTS = f"""
    SELECT c.id, {DISPLAY_NAME}, c.number, c.city, coalesce(s.currency, c.currency), coalesce(s.open_minor, 0)
    FROM client c LEFT JOIN client_summary s ON s.client_id = c.id AND s.is_main = 1
    WHERE c.id IN (SELECT value FROM json_each(?))"""
_INVOICES = f"""
    SELECT i.client_id, i.id, i.number, {DISPLAY_NAME}, i.currency, i.open_minor
    FROM invoice i JOIN client c ON c.id = i.client_id
    WHERE i.id IN (SELECT rowid FROM invoice_search WHERE invoice_search MATCH ? ORDER BY rowid DESC LIMIT ?)
    ORDER BY i.open_minor = 0, i.id DESC"""


def find_hits(ledger: Ledger, typed: str, most: int = 10) -> list[SearchHit]:
    """The first ``most`` clients by name that ``typed`` finds, then as many invoices: the newest, open ones first."""
    if not typed.strip():
        return []
    ids = load_first_client_ids(ledger, search=typed, limit=most)
    found = {
        row[0]: SearchHit(row[0], None, row[1], " · ".join(filter(None, row[2:4])), row[4], row[5])
        for row in ledger.rows(_CLIENTS, (keys(ids),))
    }
    hits = [found[client_id] for client_id in ids]
    invoice_match = search_words(typed).invoice_match
    if invoice_match:
        hits += [SearchHit(*row) for row in ledger.rows(_INVOICES, (invoice_match, most))]
    return hits
