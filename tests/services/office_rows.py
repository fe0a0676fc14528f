"""One small ledger in a real file, and the desk of the person who works on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from arcaller.data.database import Ledger
from arcaller.data.search.text import number_key, phone_digits, sort_text
from arcaller.data.tables import Client, Contact, Invoice, Payment, PaymentApplication
from arcaller.services.desk import Desk

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SUPERVISOR, CALLER = 1, 2


@dataclass(frozen=True)
class Office:
    """A desk over a ledger with one client of four invoices (two overdue, one not due, one in dollars)."""

    desk: Desk
    ledger: Ledger
    client_id: int
    contact_id: int
    r1: int
    r2: int
    r3: int
    dollars: int

    def later(self, days: int) -> Desk:
        """The same desk some days on, the day begun."""
        desk = replace(self.desk, now=NOW + timedelta(days=days), today=TODAY + timedelta(days=days))
        self.ledger.start_day(desk.today)
        return desk

    def contact(self) -> Contact:
        return self.ledger.get(Contact, self.contact_id)

    def pay(self, invoice_id: int, minor: int, on: date = TODAY) -> None:
        """A payment of ``minor`` applied to one invoice."""
        invoice = self.ledger.get(Invoice, invoice_id)
        with self.ledger.act("pay", actor_id=SUPERVISOR, at=self.desk.now) as act:
            payment_id = act.add(
                Payment(
                    client_id=invoice.client_id, paid_on=on, currency=invoice.currency, amount_minor=minor,
                    unapplied_minor=0, source="manual",
                )
            )  # fmt: skip
            act.add(
                PaymentApplication(payment_id=payment_id, invoice_id=invoice_id, applied_on=on, amount_minor=minor)
            )
            left = invoice.open_minor - minor
            act.change(invoice, open_minor=left, settled_on=None if left else on)

    def one(self, sql: str, *parameters: object) -> tuple:
        rows = self.ledger.rows(sql, parameters)
        assert len(rows) == 1
        return rows[0]

    def state(self) -> str:
        """A hash of every row of every business table: equal states have equal rows."""
        digest = sha256()
        for (table,) in self.ledger.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'journal%' "
            "AND name NOT LIKE '%search%' AND name NOT LIKE 'sqlite%' ORDER BY name"
        ):
            digest.update(repr((table, self.ledger.rows(f"SELECT * FROM {table} ORDER BY 1, 2"))).encode())
        return digest.hexdigest()


def add_client(act, number: str, name: str, phone: str = "", email: str = "", **more: object) -> tuple[int, int]:
    """A client with its main contact."""
    client_id = act.add(
        Client(
            **{
                "number": number, "legal_name": name, "sort_name": sort_text(name), "currency": "EUR",
                "country": "DE", "city": "Berlin", "language": "en", **more,
            }
        )
    )  # fmt: skip
    contact_id = act.add(
        Contact(
            client_id=client_id,
            name="Anna Meyer",
            phone=phone,
            phone_digits=phone_digits(phone),
            email=email,
            is_main=True,
        )
    )
    return client_id, contact_id


def add_invoice(act, client_id: int, number: str, due_in: int, minor: int, currency: str = "EUR") -> int:
    """An open invoice due ``due_in`` days from today."""
    due_on = TODAY + timedelta(days=due_in)
    return act.add(
        Invoice(
            client_id=client_id,
            number=number,
            number_search=number_key(number),
            issued_on=due_on - timedelta(days=30),
            due_on=due_on,
            currency=currency,
            amount_minor=minor,
            open_minor=minor,
        )
    )
