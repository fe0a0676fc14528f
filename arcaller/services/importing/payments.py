"""Payments of a file compared with the ledger: which are new, and which invoice each of them names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from arcaller.data.queries.office import imports as stored_rows
from arcaller.data.queries.office.imports import StoredItem
from arcaller.exchange.open_items import number_key
from arcaller.exchange.records import RowIssue
from arcaller.services.importing.staging import Staged

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_Same = tuple[int, str, str, int]


@dataclass(frozen=True, slots=True)
class NewPayment:
    """A payment to be posted; ``applied_minor`` of it settles ``invoice_id``, the rest is unapplied cash."""

    row: int
    client_id: int
    paid_on: str
    currency: str
    amount_minor: int
    reference: str
    invoice_id: int | None = None
    applied_minor: int = 0


@dataclass(frozen=True, slots=True)
class SettledItem:
    """What an invoice becomes by the payments of a file."""

    item: StoredItem
    open_minor: int
    settled_on: str | None


@dataclass(slots=True)
class PaymentComparison:
    """The new payments, the invoices they settle, how many payments are there already, and what is wrong."""

    new: list[NewPayment] = field(default_factory=list)
    settled: list[SettledItem] = field(default_factory=list)
    same: int = 0
    errors: list[RowIssue] = field(default_factory=list)
    warnings: list[RowIssue] = field(default_factory=list)


def compare_payments(ledger: Ledger, staged: Staged, slots: dict[str, int]) -> PaymentComparison:
    """Compare every staged row. The same day, amount and client (and reference, if both have one) is the same
    payment, as often as it is there."""
    return _Comparer(ledger, staged, slots).compare()


class _Comparer:
    def __init__(self, ledger: Ledger, staged: Staged, slots: dict[str, int]) -> None:
        self._ledger, self._staged, self._slots = ledger, staged, slots
        self._done = PaymentComparison()
        self._left: dict[int, int] = {}
        self._paid_on: dict[int, str] = {}
        self._items: dict[int, StoredItem] = {}

    def compare(self) -> PaymentComparison:
        staged = self._staged
        clients = {slot for slot in self._slots.values() if slot > 0}
        there: dict[_Same, list[str]] = {}
        self._exact: dict[tuple[int, str], StoredItem] = {}
        self._loose: dict[tuple[int, str], list[StoredItem]] = {}
        nameless = [at for at, key in enumerate(staged.client_keys) if not key]
        by_number = stored_rows.load_items_by_number(self._ledger, [staged.text("number", at) for at in nameless])
        owners = {item.client_id for found in by_number.values() for item in found}
        for group in stored_rows.client_groups(clients | owners):
            self._load(group, there)
        for at, key in enumerate(staged.client_keys):
            client = self._slots.get(key) if key else self._owner(at, by_number)
            if client is None or client < 0:
                self._fail(at, key)
            else:
                self._take(at, client, there)
        self._settle()
        return self._done

    def _load(self, group: Sequence[int], there: dict[_Same, list[str]]) -> None:
        for payment in stored_rows.load_payments(self._ledger, group):
            there.setdefault(payment[:4], []).append(payment.reference)
        for item in stored_rows.load_items(self._ledger, group):
            self._exact[item.client_id, item.number] = item
            self._loose.setdefault((item.client_id, number_key(item.number)), []).append(item)

    def _owner(self, at: int, by_number: dict[str, list[StoredItem]]) -> int | None:
        found = by_number.get(self._staged.text("number", at), [])
        return found[0].client_id if len(found) == 1 else None

    def _fail(self, at: int, key: str) -> None:
        staged = self._staged
        number = staged.text("client_number", at) or staged.text("client_name", at)
        if key:
            why = f"there is no client “{number}” here; import the clients or their invoices first"
        else:
            why = f"no single invoice “{staged.text('number', at)}” is here; name the client in the file"
        column = "client number" if key else "invoice number"
        self._done.errors.append(RowIssue(staged.columns["row"][at], column, why))

    def _take(self, at: int, client: int, there: dict[_Same, list[str]]) -> None:
        staged, columns = self._staged, self._staged.columns
        day, amount, currency = columns["payment_date"][at], columns["amount_minor"][at], columns["currency"][at]
        reference = staged.text("reference", at)
        if _is_there(there.get((client, day, currency, amount), []), reference):
            self._done.same += 1
            return
        row, number = columns["row"][at], staged.text("number", at)
        item = self._named(client, number)
        applied = 0
        if number and item is None:
            self._warn(row, f"there is no invoice “{number}” of this client; the payment stays unapplied")
        elif item is not None and item.currency != currency:
            self._warn(row, f"the invoice is in {item.currency}; the payment stays unapplied")
        elif item is not None:
            left = self._left.setdefault(item.id, item.open_minor)
            applied = min(left, amount)
            if day < item.issued_on:
                self._warn(row, "the payment lies before the invoice date")
            if applied < amount:
                self._warn(row, "the payment is more than is open of the invoice; the rest stays unapplied")
        if applied and item is not None:
            self._left[item.id] -= applied
            self._items[item.id] = item
            self._paid_on[item.id] = max(day, self._paid_on.get(item.id, ""))
        invoice_id = item.id if applied and item is not None else None
        self._done.new.append(NewPayment(row, client, day, currency, amount, reference, invoice_id, applied))

    def _warn(self, row: int, message: str) -> None:
        self._done.warnings.append(RowIssue(row, "invoice number", message))

    def _named(self, client: int, number: str) -> StoredItem | None:
        if not number:
            return None
        found = self._exact.get((client, number))
        if found is None:
            candidates = self._loose.get((client, number_key(number)), [])
            found = candidates[0] if len(candidates) == 1 else None
        return found

    def _settle(self) -> None:
        earlier = stored_rows.load_applications(self._ledger, self._items)
        for key, item in self._items.items():
            left = self._left[key]
            days = [self._paid_on[key], *(each.applied_on for each in earlier.get(key, ()))]
            self._done.settled.append(SettledItem(item, left, max(days) if left == 0 else None))


def _is_there(references: list[str], reference: str) -> bool:
    """Whether one of the payments that are alike is left for this row; it is used up by it."""
    for at, known in enumerate(references):
        if known == reference or not known or not reference:
            del references[at]
            return True
    return False
