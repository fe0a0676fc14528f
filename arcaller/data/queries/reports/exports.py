"""Rows for files that leave the ledger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

CLIENT_HEADER = (
    "Client number", "Client name", "Trade name", "Kind", "Street", "Postcode", "City", "Country", "Currency",
    "Terms days", "Contact name", "Phone", "E-mail", "Owner",
)  # fmt: skip
_CLIENTS = """
    SELECT c.number, c.legal_name, c.trade_name, c.kind, c.street, c.postcode, c.city, c.country, c.currency,
        c.terms_days, coalesce(p.name, ''), coalesce(p.phone, ''), coalesce(p.email, ''), coalesce(u.name, '')
    FROM client c LEFT JOIN app_user u ON u.id = c.owner_id
    LEFT JOIN contact p ON p.id = (SELECT id FROM contact WHERE client_id = c.id ORDER BY is_main DESC, id LIMIT 1)
    ORDER BY c.number"""

ITEM_HEADER = (
    "Client number", "Client name", "Invoice number", "Invoice date", "Due date", "Currency", "Amount", "Open amount",
    "Days past due", "Disputed", "Purchase order",
)  # fmt: skip
_ITEMS = """
    SELECT c.number, c.legal_name, i.number, i.issued_on, i.due_on, i.currency, i.amount_minor, i.open_minor,
        max(0, CAST(julianday(?) - julianday(i.due_on) AS INTEGER)), i.is_disputed, i.po_reference
    FROM invoice i JOIN client c ON c.id = i.client_id WHERE i.open_minor <> 0 AND i.is_cancelled = 0
    ORDER BY c.number, i.due_on, i.id"""


def load_clients_to_export(ledger: Ledger) -> list[tuple[Any, ...]]:
    """Every client with its main contact, under ``CLIENT_HEADER``."""
    return ledger.rows(_CLIENTS)


def load_open_items_to_export(ledger: Ledger, today: date) -> list[tuple[Any, ...]]:
    """Every open invoice, under ``ITEM_HEADER`` but with amounts in minor units and the flag as 0 or 1."""
    return ledger.rows(_ITEMS, (today.isoformat(),))
