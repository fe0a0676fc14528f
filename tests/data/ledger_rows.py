"""Rows to put into a small ledger, and its whole state."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from arcaller.data.database import Ledger
from arcaller.data.tables import Call, Client, Contact, Invoice

NOW = datetime(2026, 11, 22, 14, 2, 7, 123456, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def add_client(ledger: Ledger, number: str = "1001", *, open_minor: int = 50_000, days_late: int = 52) -> int:
    """One client with a contact and one open invoice; gives the client's id."""
    due = TODAY - timedelta(days=days_late)
    with ledger.act("add_client", actor_id=1, at=NOW, subject=number) as act:
        client = act.add(
            Client(number=number, legal_name=f"Łódź {number} GmbH", sort_name=f"lodz {number}", currency="EUR")
        )
        act.add(Contact(client_id=client, name="Bo", phone="+49 30 123456", email="bo@example.com", is_main=True))
        act.add(invoice(client, f"INV-{number}", due, open_minor))
    return client


def invoice(client: int, number: str, due: date, amount_minor: int, currency: str = "EUR") -> Invoice:
    return Invoice(
        client_id=client,
        number=number,
        number_search=number.lower(),
        issued_on=due - timedelta(days=30),
        due_on=due,
        currency=currency,
        amount_minor=amount_minor,
        open_minor=amount_minor,
    )


def voicemail(client: int, at: datetime = NOW) -> Call:
    return Call(
        client_id=client,
        caller_id=1,
        outcome="voicemail",
        was_placed=True,
        was_connected=True,
        left_message=True,
        called_at=at,
        recorded_at=at,
    )


def state_of(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """Every journaled row, the summary and the searchable text: what an undo must bring back."""
    tables = [
        name
        for (name,) in ledger.rows(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"
        )
        if not name.startswith("journal")
    ]
    return {table: ledger.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in sorted(tables)}
