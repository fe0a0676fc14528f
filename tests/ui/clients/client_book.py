"""A ledger with as many clients as wanted, and a desk whose clock is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from arcaller.data.database import Ledger, create_ledger
from arcaller.data.tables import Call, Client, Contact, FollowUp, Invoice
from arcaller.services.desk import Desk

NOW = datetime(2026, 11, 23, 13, 32, 10, tzinfo=UTC)
TODAY = date(2026, 11, 23)
_NAMES = (
    "Müller <Bau>",
    "Ravi Textiles",
    "Østergård",
    "Northwind Dairy",
    "Łódź Metal",
    "Casa Verde",
    "Atlas Freight",
    "Hoshi Trading",
    "Green Valley",
    "Studio Blanc",
    "Omar & Sons",
    "Kestrel Print",
)
_CITIES = (
    "Berlin",
    "Mumbai",
    "København",
    "Boston",
    "Łódź",
    "Sevilla",
    "Leeds",
    "東京",
    "Denver",
    "Lyon",
    "Nairobi",
    "Bath",
)


def make_ledger(path: Path) -> None:
    create_ledger(
        path, company="Northwind Supplies", currency="EUR", country="DE", user_name="Asha Rao", at=NOW, today=TODAY
    )


@dataclass
class Book:
    """The caller's desk over ``ledger``."""

    ledger: Ledger

    def desk(self) -> Desk:
        return Desk(self.ledger, 1, NOW, TODAY)

    def add_clients(self, count: int) -> list[int]:
        """``count`` clients; every fifth has nothing overdue, every seventh disputes, every fourth was called."""
        return self.add_clients_from(0, count)

    def add_clients_from(self, first: int, count: int) -> list[int]:
        """``count`` more clients, numbered from ``first`` on."""
        ids = []
        with self.ledger.act("add_clients", actor_id=1, at=NOW) as act:
            for i in range(first, first + count):
                name = f"{_NAMES[i % 12]} {'' if i < 12 else i} GmbH".replace("  ", " ")
                currency = "JPY" if i % 12 == 7 else "EUR"
                client_id = act.add(
                    Client(
                        number=str(10_300 + i),
                        legal_name=name,
                        sort_name=name.lower(),
                        city=_CITIES[i % 12],
                        currency=currency,
                        country="DE",
                        owner_id=1,
                    )
                )
                ids.append(client_id)
                act.add(
                    Contact(
                        client_id=client_id,
                        name="Anna Weber",
                        phone=f"+49 30 5550 {i:04}",
                        email=f"pay{i}@client{i}.example",
                        is_main=True,
                    )
                )
                act.add(self._invoice(client_id, i, currency))
                if i % 4 == 0:
                    at = NOW - timedelta(days=i % 9)
                    act.add(
                        Call(
                            client_id=client_id,
                            caller_id=1,
                            outcome="voicemail",
                            was_placed=True,
                            was_connected=True,
                            left_message=True,
                            called_at=at,
                            recorded_at=at,
                        )
                    )
                    act.add(FollowUp(client_id=client_id, due_on=TODAY + timedelta(i % 5 - 1), kind="call"))
        return ids

    def _invoice(self, client_id: int, i: int, currency: str) -> Invoice:
        due = TODAY - timedelta(days=-10 if i % 5 == 4 else (i * 37) % 110 + 1)
        amount = 10_000 + (i * 7_919_317) % 2_000_000
        return Invoice(
            client_id=client_id,
            number=f"RE-{70_000 + i}",
            number_search=f"re {70_000 + i} re{70_000 + i} {70_000 + i}",
            issued_on=due - timedelta(30),
            due_on=due,
            currency=currency,
            amount_minor=amount,
            open_minor=amount,
            is_disputed=i % 7 == 3,
        )
