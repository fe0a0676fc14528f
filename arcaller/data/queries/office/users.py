"""Who works with this ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from arcaller.domain.errors import DomainError

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class UserRow:
    """``role`` is caller or supervisor."""

    user_id: int
    name: str
    role: str
    phone: str
    email: str


SUPERVISOR = "supervisor"
_SQL = "SELECT id, name, role, phone, email FROM app_user WHERE is_active = 1"


def load_users(ledger: Ledger) -> list[UserRow]:
    """Everybody active, in the order they were made: the first made the ledger."""
    return [UserRow(*row) for row in ledger.rows(f"{_SQL} ORDER BY id")]


def load_roles(ledger: Ledger) -> dict[int, str]:
    """The role of everybody who ever worked here, by key."""
    return dict(ledger.rows("SELECT id, role FROM app_user"))


def load_user(ledger: Ledger, user_id: int) -> UserRow:
    """One active user."""
    found = ledger.rows(f"{_SQL} AND id = ?", (user_id,))
    if not found:
        raise DomainError("You are no user of this ledger any more; ask a supervisor.", "actor_id")
    return UserRow(*found[0])
