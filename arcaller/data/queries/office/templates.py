"""The office's own wording of texts that come with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


def load_templates(ledger: Ledger, kind: str) -> dict[str, str]:
    """The bodies of all templates of ``kind`` by name."""
    return dict(ledger.rows("SELECT name, body FROM template WHERE kind = ? ORDER BY name", (kind,)))


def find_template(ledger: Ledger, kind: str, name: str) -> int | None:
    """The key of one template, if the office has its own."""
    rows = ledger.rows("SELECT id FROM template WHERE kind = ? AND name = ?", (kind, name))
    return rows[0][0] if rows else None
