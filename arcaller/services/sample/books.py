"""The sample company's books: its clients, and morning by morning the invoices and payments that came in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from arcaller.data.search.text import number_key, phone_digits, sort_text
from arcaller.data.tables import (
    Client,
    Contact,
    ImportBatch,
    Invoice,
    Payment,
    PaymentApplication,
    shape_of,
)
from arcaller.services.sample.company import SampleClient, SampleCompany

if TYPE_CHECKING:
    from arcaller.data.journal import Act
    from arcaller.services.desk import Desk

_KINDS = (("KG", "partnership"), ("OHG", "partnership"), ("LLP", "partnership"), ("HB", "partnership"),
          ("e.K.", "sole_trader"))  # fmt: skip
_CALLERS = 2


class Books:
    """What stands in the ledger: keys of clients and invoices by their place in the company, and what is open."""

    def __init__(self, company: SampleCompany, users: Mapping[str, int]) -> None:
        self.client_ids: list[int] = []
        self.owners: list[int] = []
        self.invoice_ids: dict[int, int] = {}
        self.open_minor: dict[int, int] = {}
        self._company = company
        self._callers = list(users.values())[:_CALLERS]
        self._last_paid: dict[int, date] = {}
        self._coming = sorted(
            ((paid_on, at, minor) for at, invoice in enumerate(company.invoices) for paid_on, minor in invoice.paid),
            reverse=True,
        )

    def expect(self, paid_on: date, invoice: int, amount_minor: int) -> None:
        """A payment beyond the generated ones, such as an installment."""
        self._coming.append((paid_on, invoice, amount_minor))
        self._coming.sort(reverse=True)

    def open(self, desk: Desk) -> None:
        """Write the clients, each with an owner and a contact, and everything up to this day."""
        with self._act(desk) as act:
            batch = self._batch(act, desk)
            first = act.next_id(Client)
            clients = self._company.clients
            self.client_ids = list(range(first, first + len(clients)))
            self.owners = [self._callers[at % 5 // 3] for at in range(len(clients))]
            act.bulk_insert(Client, _CLIENT, map(_client, self.client_ids, self.owners, clients), batch)
            act.bulk_insert(Contact, _CONTACT, map(_contact, self.client_ids, clients), batch)
            self._write(act, desk, batch)

    def receive(self, desk: Desk) -> None:
        """Write the invoices issued by this day and the payments that came in before it."""
        with self._act(desk) as act:
            self._write(act, desk, self._batch(act, desk))

    def _act(self, desk: Desk) -> Act:
        return desk.ledger.act("import_sample", actor_id=desk.actor_id, at=desk.now, subject="sample company")

    def _batch(self, act: Act, desk: Desk) -> int:
        return act.add(
            ImportBatch(
                kind="sample", file_name="sample company", file_sha256="", imported_at=desk.now, row_count=0,
                report={},
            )
        )  # fmt: skip

    def _write(self, act: Act, desk: Desk, batch: int) -> None:
        invoices = self._company.invoices
        first = act.next_id(Invoice)
        new = [at for at in range(len(self.invoice_ids), len(invoices)) if invoices[at].issued_on <= desk.today]
        for invoice_id, at in enumerate(new, first):
            self.invoice_ids[at] = invoice_id
            self.open_minor[at] = invoices[at].amount_minor
        payments, applications, paid = self._paid_by(act, desk.today)
        if new:
            act.bulk_insert(Invoice, _INVOICE, map(self._invoice, new), batch)
        for at in sorted(paid.difference(new)):
            act.change_stored(
                shape_of(Invoice),
                self.invoice_ids[at],
                {"open_minor": self.open_minor[at], "settled_on": self._settled_on(at)},
            )
        if payments:
            act.bulk_insert(Payment, _PAYMENT, payments, batch)
            act.bulk_insert(PaymentApplication, _APPLICATION, applications, batch)

    def _paid_by(self, act: Act, today: date) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], set[int]]:
        """Rows of the payments that came in before ``today``, and the invoices they are for."""
        payments: list[tuple[Any, ...]] = []
        applications: list[tuple[Any, ...]] = []
        paid = set()
        first = act.next_id(Payment)
        while self._coming and self._coming[-1][0] < today:
            paid_on, at, amount = self._coming.pop()
            invoice = self._company.invoices[at]
            client = self._company.clients[invoice.client]
            self.open_minor[at] -= amount
            self._last_paid[at] = paid_on
            paid.add(at)
            payment_id, day = first + len(payments), paid_on.isoformat()
            reference = f"Invoice {invoice.number}"
            client_id = self.client_ids[invoice.client]
            payments.append((payment_id, client_id, day, client.currency, amount, 0, reference, "bank"))
            applications.append((payment_id, self.invoice_ids[at], day, amount))
        return payments, applications, paid

    def _settled_on(self, at: int) -> str | None:
        return None if self.open_minor[at] else self._last_paid[at].isoformat()

    def _invoice(self, at: int) -> tuple[Any, ...]:
        invoice = self._company.invoices[at]
        return (
            self.invoice_ids[at], self.client_ids[invoice.client], invoice.number, number_key(invoice.number),
            invoice.issued_on.isoformat(), invoice.due_on.isoformat(), self._company.clients[invoice.client].currency,
            invoice.amount_minor, self.open_minor[at], self._settled_on(at), invoice.po_reference,
        )  # fmt: skip


_CLIENT = ("id", "owner_id", "number", "legal_name", "sort_name", "kind", "street", "postcode", "city", "country",
           "time_zone", "language", "currency", "terms_days", "segment")  # fmt: skip
_CONTACT = ("client_id", "name", "role", "phone", "phone_digits", "email", "language", "style", "is_main")
_INVOICE = ("id", "client_id", "number", "number_search", "issued_on", "due_on", "currency", "amount_minor",
            "open_minor", "settled_on", "po_reference")  # fmt: skip
_PAYMENT = ("id", "client_id", "paid_on", "currency", "amount_minor", "unapplied_minor", "reference", "source")
_APPLICATION = ("payment_id", "invoice_id", "applied_on", "amount_minor")


def _client(client_id: int, owner_id: int, client: SampleClient) -> tuple[Any, ...]:
    kind = next((kind for ending, kind in _KINDS if client.name.endswith(ending)), "company")
    return (
        client_id, owner_id, client.number, client.name, sort_text(client.name), kind, client.street, client.postcode,
        client.city, client.place, client.time_zone, client.language, client.currency, client.terms_days,
        client.segment,
    )  # fmt: skip


def _contact(client_id: int, client: SampleClient) -> tuple[Any, ...]:
    return (
        client_id, client.contact, client.contact_role, client.phone, phone_digits(client.phone), client.email,
        client.language, client.style, 1,
    )  # fmt: skip
