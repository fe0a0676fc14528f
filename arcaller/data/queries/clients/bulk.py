"""What a chosen set of clients has in common: who owns them, which segments they are in."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from arcaller.data.queries.values import keys

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


def load_owners_of(ledger: Ledger, ids: Collection[int]) -> list[tuple[str, int]]:
    """The owners of ``ids`` by name ("" nobody) with how many clients each has, most first."""
    sql = """SELECT coalesce(u.name, ''), count(*) FROM client c LEFT JOIN app_user u ON u.id = c.owner_id
        WHERE c.id IN (SELECT value FROM json_each(?)) GROUP BY 1 ORDER BY 2 DESC, 1"""
    return [(name, count) for name, count in ledger.rows(sql, (keys(ids),))]


def load_segments_of(ledger: Ledger, ids: Collection[int]) -> list[tuple[str, int]]:
    """The segments of ``ids`` ("" none) with how many clients are in each, most first."""
    sql = """SELECT segment, count(*) FROM client WHERE id IN (SELECT value FROM json_each(?))
        GROUP BY 1 ORDER BY 2 DESC, 1"""
    return [(name, count) for name, count in ledger.rows(sql, (keys(ids),))]
