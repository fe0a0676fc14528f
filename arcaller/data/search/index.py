"""The index behind the search field: kept by triggers for single rows, filled set-wise after an import."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection

from arcaller.data.search.text import client_text
from arcaller.data.sqlite import LedgerConnection

_AMONG = "IN (SELECT value FROM json_each(?))"


def index_clients(connection: LedgerConnection, clients: Collection[int]) -> None:
    """Write the searchable text of ``clients``: number, names, city, and how their contacts are reached."""
    if not clients:
        return
    keys = (json.dumps(list(clients)),)
    contacts: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for client, *contact in connection.execute(
        f"""SELECT client_id, name, phone, email FROM contact WHERE client_id {_AMONG} UNION ALL
        SELECT client_id, '', phone, '' FROM contact_number WHERE client_id {_AMONG}""", keys * 2,
    ):  # fmt: skip
        contacts[client].append((contact[0], contact[1], contact[2]))
    rows = connection.execute(
        f"SELECT id, number, legal_name, trade_name, city FROM client WHERE id {_AMONG}", keys
    ).fetchall()
    connection.executemany(
        """INSERT INTO client_search_text(client_id, text) VALUES (?, ?)
        ON CONFLICT(client_id) DO UPDATE SET text = excluded.text WHERE text <> excluded.text""",
        [
            (client, client_text(number, (legal, trade), contacts[client], city))
            for client, number, legal, trade, city in rows
        ],
    )


def index_new_rows(connection: LedgerConnection, table: str, first_id: int) -> None:
    """Fill the index with the rows of ``table`` from ``first_id`` on, written while its triggers were off."""
    if table == "invoice":
        connection.execute(
            "INSERT INTO invoice_search(rowid, number_search) SELECT id, number_search FROM invoice WHERE id >= ?",
            (first_id,),
        )


def unindex_batch(connection: LedgerConnection, table: str, batch_id: int) -> None:
    """Take the rows of a batch out of the index, before they are deleted while the triggers are off."""
    if table == "invoice":
        connection.execute(
            """INSERT INTO invoice_search(invoice_search, rowid, number_search)
            SELECT 'delete', id, number_search FROM invoice WHERE batch_id = ?""",
            (batch_id,),
        )
