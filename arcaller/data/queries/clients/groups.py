"""Linked clients: a group is everything under one parent, itself included, however deep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from arcaller.data.queries.values import DISPLAY_NAME, keys

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_DEEPEST = 32
"""More levels than any group has; a ring in a damaged file ends here."""


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """What a member owes in one currency."""

    currency: str
    open_minor: int
    overdue_minor: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One client of a group; ``level`` 0 is the parent of all."""

    client_id: int
    number: str
    name: str
    level: int
    balances: tuple[BalanceRow, ...]


@dataclass(frozen=True, slots=True)
class MemberInvoiceRow:
    """An open invoice of another client of the group, to be looked at."""

    invoice_id: int
    client_id: int
    client: str
    number: str
    due_on: date
    days: int
    currency: str
    open_minor: int


_TREE = f"""
    WITH RECURSIVE up(id, parent_id, n) AS (
        SELECT id, parent_id, 0 FROM client WHERE id = ?
        UNION ALL SELECT c.id, c.parent_id, n + 1 FROM up JOIN client c ON c.id = up.parent_id WHERE n < {_DEEPEST}
    ), down(id, level) AS (
        SELECT * FROM (SELECT id, 0 FROM up ORDER BY n DESC LIMIT 1)
        UNION ALL SELECT c.id, level + 1 FROM down JOIN client c ON c.parent_id = down.id WHERE level < {_DEEPEST}
    ), member AS (SELECT id, min(level) AS level FROM down GROUP BY id)"""


def load_group_ids(ledger: Ledger, client_id: int) -> tuple[int, ...]:
    """The clients of the group, ``client_id`` among them; only himself if he is linked to nobody."""
    return tuple(row[0] for row in ledger.rows(f"{_TREE} SELECT id FROM member ORDER BY level, id", (client_id,)))


def load_parents(ledger: Ledger, client_id: int) -> tuple[int, ...]:
    """The parents of a client, the nearest first."""
    return tuple(row[0] for row in ledger.rows(f"{_TREE} SELECT id FROM up WHERE n > 0 ORDER BY n", (client_id,)))


def load_members(ledger: Ledger, client_id: int) -> tuple[MemberRow, ...]:
    """The clients of the group with what each owes; empty if the client is linked to nobody."""
    sql = f"{_TREE} SELECT m.id, c.number, {DISPLAY_NAME}, m.level FROM member m JOIN client c ON c.id = m.id"
    members = ledger.rows(f"{sql} ORDER BY m.level, c.sort_name, m.id", (client_id,))
    if len(members) < 2:
        return ()
    balances: dict[int, list[BalanceRow]] = {}
    for owner, *balance in ledger.rows(
        """SELECT client_id, currency, open_minor, overdue_minor FROM client_summary
        WHERE client_id IN (SELECT value FROM json_each(?)) AND open_minor <> 0
        ORDER BY client_id, is_main DESC, currency""",
        (keys(row[0] for row in members),),
    ):
        balances.setdefault(owner, []).append(BalanceRow(*balance))
    return tuple(MemberRow(*(*row, tuple(balances.get(row[0], ())))) for row in members)


def load_member_invoices(
    ledger: Ledger, client_id: int, today: date, limit: int = 500
) -> tuple[MemberInvoiceRow, ...]:
    """The open invoices of the other clients of the group, by client, the oldest first."""
    sql = f"""{_TREE} SELECT i.id, c.id, {DISPLAY_NAME}, i.number, i.due_on, i.currency, i.open_minor
        FROM member m JOIN client c ON c.id = m.id JOIN invoice i ON i.client_id = c.id
        WHERE m.id <> ? AND i.open_minor <> 0 AND i.is_cancelled = 0
        ORDER BY m.level, c.sort_name, c.id, i.due_on, i.id LIMIT ?"""
    rows = []
    for row in ledger.rows(sql, (client_id, client_id, limit)):
        due_on = date.fromisoformat(row[4])
        rows.append(MemberInvoiceRow(*(*row[:4], due_on, (today - due_on).days, *row[5:])))
    return tuple(rows)


def group_totals(members: tuple[MemberRow, ...]) -> tuple[BalanceRow, ...]:
    """What all members owe together, by currency: one is never added to another. The largest group first."""
    sums: dict[str, list[int]] = {}
    for member in members:
        for row in member.balances:
            total = sums.setdefault(row.currency, [0, 0, 0])
            total[0] += row.open_minor
            total[1] += row.overdue_minor
            total[2] += 1
    ordered = sorted(sums.items(), key=lambda each: (-each[1][2], each[0]))
    return tuple(BalanceRow(currency, total[0], total[1]) for currency, total in ordered)
