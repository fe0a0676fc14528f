"""The office's own wording of texts that come with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arcaller.data.queries.values import DISPLAY_NAME

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


def load_templates(ledger: Ledger, kind: str) -> dict[str, str]:
    """The bodies of all templates of ``kind`` by name."""
    return dict(ledger.rows("SELECT name, body FROM template WHERE kind = ? ORDER BY name", (kind,)))


def find_template(ledger: Ledger, kind: str, name: str) -> int | None:
    """The key of one template, if the office has its own."""
    rows = ledger.rows("SELECT id FROM template WHERE kind = ? AND name = ?", (kind, name))
    return rows[0][0] if rows else None


def load_preview_clients(ledger: Ledger, limit: int) -> list[tuple[int, str]]:
    """Key and name of the clients with the most overdue, to try a wording on; others follow where none is overdue."""
    sql = f"""SELECT c.id, {DISPLAY_NAME} FROM client_summary s JOIN client c ON c.id = s.client_id
        WHERE s.is_main = 1 ORDER BY s.overdue_minor DESC, c.sort_name, c.id LIMIT ?"""
    return [(row[0], row[1]) for row in ledger.rows(sql, (limit,))]
