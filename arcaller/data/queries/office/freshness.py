"""How far the data of payments reaches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from arcaller.data.queries.values import instant
from arcaller.data.settings import COMPANY_TIME_ZONE

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_SQL = """SELECT max(imported_at) FROM import_batch
    WHERE is_undone = 0 AND kind IN ('invoices', 'payments', 'sample')"""


def load_payments_fresh_until(ledger: Ledger) -> date | None:
    """The day of the last import that brings payments (an export of invoices tells what is settled too).

    By the company's clock: an import of the afternoon in Los Angeles does not reach into the next day because it is
    that day in Greenwich.
    """
    newest = instant(ledger.rows(_SQL)[0][0])
    if newest is None:
        return None
    return newest.astimezone(ZoneInfo(ledger.setting(COMPANY_TIME_ZONE))).date()
