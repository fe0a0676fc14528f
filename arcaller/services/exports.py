"""Tables out of the ledger, as CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from arcaller.data.queries.reports import exports
from arcaller.domain.money import decimal_text
from arcaller.exchange.writer import write_csv

if TYPE_CHECKING:
    from arcaller.services.desk import Desk


def export_clients(desk: Desk, path: Path) -> int:
    """Write every client to a new file at ``path``; gives the number of rows."""
    return write_csv(path, exports.CLIENT_HEADER, exports.load_clients_to_export(desk.ledger))


def export_open_items(desk: Desk, path: Path) -> int:
    """Write every open invoice to a new file at ``path``, in a form that an import here reads again."""
    rows = (
        (*row[:6], decimal_text(row[6], row[5]), decimal_text(row[7], row[5]), row[8], ("No", "Yes")[row[9]], row[10])
        for row in exports.load_open_items_to_export(desk.ledger, desk.today)
    )
    return write_csv(path, exports.ITEM_HEADER, rows)
