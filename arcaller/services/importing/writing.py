"""An import's rows into the ledger: in one act, most of them set-wise under one batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice, repeat
from time import perf_counter
from typing import TYPE_CHECKING, Any

from arcaller.data.search.text import number_key, phone_digits, sort_text
from arcaller.data.tables import (
    Client,
    Contact,
    CreditNote,
    Invoice,
    Payment,
    PaymentApplication,
    shape_of,
)
from arcaller.services.importing.clients import ClientMatch
from arcaller.services.importing.items import ItemChange, ItemComparison
from arcaller.services.importing.payments import PaymentComparison
from arcaller.services.importing.staging import Progress, Staged

if TYPE_CHECKING:
    from arcaller.data.journal import Act
    from arcaller.data.queries.office.imports import StoredItem

_STEP = 10_000
_PAYMENT = ("id", "client_id", "paid_on", "currency", "amount_minor", "unapplied_minor", "reference", "source")
_APPLICATION = ("payment_id", "invoice_id", "applied_on", "amount_minor")


class BatchWriter:
    """Writes one import within an open act; payments are handed over at once by :meth:`finish`.

    ``search_words_seconds`` is the part of the time that the words of the search index took.
    """

    def __init__(self, act: Act, batch_id: int, today: date, progress: Progress) -> None:
        self._act, self._batch_id, self._progress = act, batch_id, progress
        self._today = today.isoformat()
        self.search_words_seconds = 0.0
        self._payment_id = act.next_id(Payment)
        self._payments: list[tuple[Any, ...]] = []
        self._applications: list[tuple[Any, ...]] = []

    def clients(self, match: ClientMatch) -> list[int]:
        """Write new and changed clients; gives the ids of the new ones."""
        first = self._act.next_id(Client)
        rows = [
            (first + at, each.number, each.legal_name, sort_text(each.legal_name), each.currency, each.terms_days,
             each.street, each.postcode, each.city, each.region, each.country)
            for at, each in enumerate(match.new)
        ]  # fmt: skip
        columns = ("id", "number", "legal_name", "sort_name", "currency", "terms_days", "street", "postcode", "city",
                   "region", "country")  # fmt: skip
        self._bulk(Client, columns, rows)
        contacts = [
            (first + at, each.contact_name, each.phone, phone_digits(each.phone), each.email, 1)
            for at, each in enumerate(match.new)
            if each.has_contact
        ]
        self._bulk(Contact, ("client_id", "name", "phone", "phone_digits", "email", "is_main"), contacts)
        shape = shape_of(Client)
        for change in match.changed:
            values = dict(change.values)
            if "legal_name" in values:
                values["sort_name"] = sort_text(str(values["legal_name"]))
            self._act.change_stored(shape, change.client_id, values)
        return list(range(first, first + len(rows)))

    def items(self, staged: Staged, found: ItemComparison, clients: Sequence[int]) -> None:
        """Write new items and the changes of known ones; ``clients`` are the client ids of all staged rows."""
        amounts = staged.columns["amount_minor"]
        bills: Sequence[int] = found.new
        if len(amounts) and min(amounts) < 0:
            bills = [at for at in found.new if amounts[at] > 0]
            self._credits(staged, [at for at in found.new if amounts[at] < 0], clients)
        self._invoices(staged, sorted(bills, key=clients.__getitem__), clients)
        for change in found.changed:
            self._change_item(change)
        for _, note, values in found.changed_credits:
            self._act.change_stored(shape_of(CreditNote), note.id, values)

    def gone(self, items: Iterable[StoredItem]) -> None:
        """Close items that a complete export no longer has."""
        shape = shape_of(Invoice)
        for item in items:
            self._pay(item.client_id, None, item.currency, item.open_minor, item.id)
            self._act.change_stored(shape, item.id, {"open_minor": 0, "settled_on": self._today})

    def payments(self, found: PaymentComparison) -> None:
        """Post the new payments and settle what they name."""
        shape = shape_of(Invoice)
        for each in found.new:
            rest = each.amount_minor - sum(part for _, part in each.applied)
            self._post(each.client_id, each.paid_on, each.currency, each.amount_minor, rest, each.reference, "import",
                       each.applied)  # fmt: skip
        for settled in found.settled:
            values = {"open_minor": settled.open_minor, "settled_on": settled.settled_on}
            self._act.change_stored(shape, settled.item.id, values)

    def finish(self) -> None:
        """Hand over payments and what they settled."""
        self._bulk(Payment, _PAYMENT, self._payments)
        self._bulk(PaymentApplication, _APPLICATION, self._applications)

    # --- new items

    def _invoices(self, staged: Staged, order: Sequence[int], clients: Sequence[int]) -> None:
        """New invoices, client by client: the indexes then grow at their end instead of all over."""
        if not order:
            return
        first = self._act.next_id(Invoice)

        def column(name: str) -> Iterator[Any]:
            return map(staged.columns[name].__getitem__, order)

        count = len(order)
        client_ids = list(map(clients.__getitem__, order))
        amounts, currencies, numbers = list(column("amount_minor")), list(column("currency")), list(column("number"))
        opens, settled = self._settlements(staged, order, client_ids, first)
        started = perf_counter()
        words = list(map(number_key, numbers))
        self.search_words_seconds = perf_counter() - started
        rows = zip(
            range(first, first + count), client_ids, numbers, words, column("invoice_date"),
            column("due_date"), currencies, amounts, opens, settled,
            column("po_reference") if "po_reference" in staged.columns else repeat("", count),
            map(int, column("disputed")) if "disputed" in staged.columns else repeat(0, count),
            strict=True,
        )  # fmt: skip
        columns = ("id", "client_id", "number", "number_search", "issued_on", "due_on", "currency", "amount_minor",
                   "open_minor", "settled_on", "po_reference", "is_disputed")  # fmt: skip
        self._bulk(Invoice, columns, rows)

    def _settlements(
        self, staged: Staged, order: Sequence[int], client_ids: Sequence[int], first: int
    ) -> tuple[Sequence[int], Iterable[str | None]]:
        """Open amount and day of settlement of each new invoice; what was paid is posted on the way."""
        columns = staged.columns
        if "settled_date" not in columns and columns["open_minor"] == columns["amount_minor"]:
            return list(map(columns["amount_minor"].__getitem__, order)), repeat(None, len(order))
        days = columns.get("settled_date") or [None] * len(staged)
        parts = columns.get("settled_minor") or [None] * len(staged)
        opens: list[int] = []
        settled: list[str | None] = []
        for invoice_id, client_id, at in zip(range(first, first + len(order)), client_ids, order, strict=True):
            amount, day, part, currency = columns["amount_minor"][at], days[at], parts[at], columns["currency"][at]
            if day is None:
                left = min(max(columns["open_minor"][at], 0), amount)
                if left < amount:
                    self._pay(client_id, None, currency, amount - left, invoice_id)
                day = self._today
            else:
                paid = amount if part is None else part
                left = max(0, amount - paid)
                if paid:
                    self._pay(client_id, day, currency, paid, invoice_id, amount - left)
            opens.append(left)
            settled.append(None if left else day)
        return opens, settled

    def _credits(self, staged: Staged, order: Sequence[int], clients: Sequence[int]) -> None:
        columns = staged.columns
        rows = [
            (clients[at], columns["number"][at], columns["invoice_date"][at], columns["currency"][at],
             -columns["amount_minor"][at], min(max(-columns["open_minor"][at], 0), -columns["amount_minor"][at]))
            for at in order
        ]  # fmt: skip
        self._bulk(CreditNote, ("client_id", "number", "issued_on", "currency", "amount_minor", "open_minor"), rows)

    # --- known items

    def _change_item(self, change: ItemChange) -> None:
        act, item = self._act, change.item
        for each in change.removed:
            act.remove_stored(shape_of(PaymentApplication), each.id)
            if each.payment_id is not None:
                act.remove_stored(shape_of(Payment), each.payment_id)
        if change.redated is not None:
            each, day = change.redated
            act.change_stored(shape_of(PaymentApplication), each.id, {"applied_on": day})
            if each.payment_id is not None:
                act.change_stored(shape_of(Payment), each.payment_id, {"paid_on": day})
        if change.paid is not None:
            paid_on, amount = change.paid
            self._pay(item.client_id, paid_on, change.values.get("currency", item.currency), amount, item.id)
        values = dict(change.values)
        if values.get("settled_on") == "":
            values["settled_on"] = self._today
        act.change_stored(shape_of(Invoice), item.id, values)

    def _pay(
        self, client_id: int, day: str | None, currency: str, amount: int, invoice_id: int, applied: int | None = None
    ) -> None:
        """A payment on ``invoice_id``; without a day it is what a snapshot shows as paid, cash unidentified."""
        source, reference = ("import", "") if day else ("snapshot", f"cleared by snapshot of {self._today}")
        rest = 0 if applied is None else amount - applied
        applied_to = ((invoice_id, amount - rest),)
        self._post(client_id, day or self._today, currency, amount, rest, reference, source, applied_to)

    def _post(
        self, client_id: int, day: str, currency: str, amount: int, rest: int, reference: str, source: str,
        applied: Iterable[tuple[int, int]],
    ) -> None:  # fmt: skip
        payment_id = self._payment_id + len(self._payments)
        self._payments.append((payment_id, client_id, day, currency, amount, rest, reference, source))
        self._applications.extend((payment_id, invoice_id, day, part) for invoice_id, part in applied)

    def _bulk(self, table: Any, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        if isinstance(rows, list) and not rows:
            return
        self._act.bulk_insert(table, columns, chain.from_iterable(self._parts(rows)), self._batch_id)

    def _parts(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
        """``rows`` part by part, telling the progress before each."""
        source, done = iter(rows), 0
        while part := list(islice(source, _STEP)):
            self._progress("Writing", done)
            yield part
            done += len(part)
