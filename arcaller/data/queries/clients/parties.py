"""A client by the number people know it by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arcaller.domain.errors import DomainError

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


def find_client_id(ledger: Ledger, number: str) -> int:
    """The key of the client with this number; refuses an unknown one."""
    row = ledger.row("SELECT id FROM client WHERE number = ?", (number,))
    if row is None:
        raise DomainError(f"There is no client with the number “{number}” in this ledger; check it.", "client")
    return int(row[0])
