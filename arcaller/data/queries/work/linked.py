"""Clients of one group, and who has which step ahead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from arcaller.data.queries.values import keys
from arcaller.data.views import WorkView

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


def load_group(ledger: Ledger, client_id: int) -> list[int]:
    """``client_id`` and everybody linked with it who owes something overdue, itself first."""
    rows = ledger.rows(
        """SELECT o.client_id FROM client_summary s JOIN client_summary o ON o.group_id = s.group_id
        WHERE s.client_id = ?1 AND s.is_main = 1 AND s.group_id IS NOT NULL AND o.is_main = 1 AND o.overdue_minor > 0
            AND o.client_id <> ?1 ORDER BY o.client_id""",
        (client_id,),
    )
    return [client_id, *(other for (other,) in rows)]


def count_skips(ledger: Ledger, client_id: int, day: str) -> int:
    """How often the client was passed over on ``day`` (ISO)."""
    sql = "SELECT count(*) FROM work_skip WHERE skipped_on = ? AND client_id = ?"
    return int(ledger.rows(sql, (day, client_id))[0][0])


def find_orphans(ledger: Ledger, ids: Sequence[int]) -> list[int]:
    """Those of ``ids`` with something overdue to be chased and no next step, in their order; nobody paused."""
    sql = f"""SELECT client_id FROM client_summary WHERE is_main = 1 AND views & {WorkView.ORPHANS:d} <> 0
        AND client_id IN (SELECT value FROM json_each(?))"""
    found = {client_id for (client_id,) in ledger.rows(sql, (keys(ids),))}
    return [client_id for client_id in ids if client_id in found]
