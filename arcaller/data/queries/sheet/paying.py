"""Invoices that were paid in full: a client's own, and the newest of everybody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from arcaller.domain.receivables.payment_pattern import SettledInvoice

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_OF_CLIENT, _OF_ALL = 200, 2_000


def load_settled_invoices(ledger: Ledger, client_id: int) -> list[SettledInvoice]:
    """The client's last 200 invoices that were paid, cancelled ones left out."""
    sql = """SELECT issued_on, due_on, settled_on FROM invoice WHERE client_id = ? AND settled_on IS NOT NULL
        AND is_cancelled = 0 ORDER BY settled_on DESC, id DESC LIMIT ?"""
    return [_settled(row) for row in ledger.rows(sql, (client_id, _OF_CLIENT))]


def load_portfolio_invoices(ledger: Ledger) -> list[SettledInvoice]:
    """The 2,000 invoices entered last that are paid: enough to say how all clients pay, at any size of the ledger."""
    sql = """SELECT issued_on, due_on, settled_on FROM invoice WHERE settled_on IS NOT NULL AND is_cancelled = 0
        ORDER BY id DESC LIMIT ?"""
    return [_settled(row) for row in ledger.rows(sql, (_OF_ALL,))]


def _settled(row: tuple[str, str, str]) -> SettledInvoice:
    return SettledInvoice(*(date.fromisoformat(text) for text in row))
