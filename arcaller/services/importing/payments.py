"""Payments of a file compared with the ledger: which are new, and what each of them names.

A payer names an invoice, or gives the reference that stands on our own papers: a plan's number (its invoices are
paid, the oldest first), or the numbers of invoices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from arcaller.data.queries.office import imports as stored_rows
from arcaller.data.queries.office.imports import PlanItem, StoredItem
from arcaller.exchange.open_items import number_key
from arcaller.exchange.records import RowIssue
from arcaller.services.importing.staging import Staged

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_Same = tuple[int, str, str, int]
_LEAST_NUMBER = 4
"""A shorter word of a free text is not taken for the number of an invoice."""
_PLAN_NUMBER = re.compile(r"(?<![^\W_])[A-Za-z]+[\s\-./]*\d+[\s\-./]*\d+")
"""``P-2026-0007``, whatever a bank makes of its hyphens."""


@dataclass(frozen=True, slots=True)
class NewPayment:
    """A payment to be posted; ``applied`` are invoices with the amounts it settles, the rest is unapplied cash."""

    row: int
    client_id: int
    paid_on: str
    currency: str
    amount_minor: int
    reference: str
    applied: tuple[tuple[int, int], ...] = ()


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
        self._plans = _Plans(stored_rows.load_plan_items(ledger))
        self._of_plans: dict[int, StoredItem] = {}

    def compare(self) -> PaymentComparison:
        staged = self._staged
        clients = {slot for slot in self._slots.values() if slot > 0}
        there: dict[_Same, list[str]] = {}
        self._exact: dict[tuple[int, str], StoredItem] = {}
        self._loose: dict[tuple[int, str], list[StoredItem]] = {}
        nameless = [at for at, key in enumerate(staged.client_keys) if not key]
        by_number = stored_rows.load_items_by_number(self._ledger, [staged.text("number", at) for at in nameless])
        owners = {item.client_id for found in by_number.values() for item in found} | self._plans.clients
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
            if item.id in self._plans.invoices:
                self._of_plans[item.id] = item

    def _owner(self, at: int, by_number: dict[str, list[StoredItem]]) -> int | None:
        found = by_number.get(self._staged.text("number", at), [])
        if not found:
            return self._plans.owner(f"{self._staged.text('number', at)} {self._staged.text('reference', at)}")
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
        named = [item] if item is not None else self._meant(client, f"{number} {reference}", currency)
        applied: list[tuple[int, int]] = []
        if number and not named:
            self._warn(row, f"there is no invoice “{number}” of this client; the payment stays unapplied")
        elif named and named[0].currency != currency:
            self._warn(row, f"the invoice is in {named[0].currency}; the payment stays unapplied")
        elif named:
            applied = self._apply(named, day, amount)
            if day < min(each.issued_on for each in named):
                self._warn(row, "the payment lies before the invoice date")
            if sum(part for _, part in applied) < amount:
                what = "the invoice" if len(named) == 1 else "the invoices"
                self._warn(row, f"the payment is more than is open of {what}; the rest stays unapplied")
        self._done.new.append(NewPayment(row, client, day, currency, amount, reference, tuple(applied)))

    def _apply(self, items: Sequence[StoredItem], day: str, amount: int) -> list[tuple[int, int]]:
        """Settle ``items`` one after the other as far as ``amount`` goes."""
        applied = []
        for item in items:
            part = min(self._left.setdefault(item.id, item.open_minor), amount)
            if part > 0:
                amount -= part
                self._left[item.id] -= part
                self._items[item.id] = item
                self._paid_on[item.id] = max(day, self._paid_on.get(item.id, ""))
                applied.append((item.id, part))
        return applied

    def _meant(self, client: int, text: str, currency: str) -> list[StoredItem]:
        """What a reference means: the invoices of the plan it names, else those whose numbers stand in it."""
        of_plan = [self._of_plans[key] for key in self._plans.named(client, text)]
        if of_plan:
            return [item for item in of_plan if item.currency == currency]
        words = [word for word in re.split(r"[\s,;/+&]+", text) if len(word) >= _LEAST_NUMBER]
        found = [item for word in words if (item := self._exact.get((client, word))) is not None]
        return [item for item in dict.fromkeys(found) if item.currency == currency]

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


class _Plans:
    """Plans that money may still come in for, found by their numbers in free text."""

    def __init__(self, rows: Sequence[PlanItem]) -> None:
        self.clients = {row.client_id for row in rows}
        self.invoices = {row.invoice_id for row in rows}
        self._of: dict[str, list[PlanItem]] = {}
        for row in rows:
            self._of.setdefault(_plan_key(row.number), []).append(row)

    def _in(self, text: str) -> list[PlanItem]:
        return [row for written in _PLAN_NUMBER.findall(text) for row in self._of.get(_plan_key(written), ())]

    def named(self, client: int, text: str) -> list[int]:
        """The invoices of the plans of ``client`` that ``text`` names."""
        return list(dict.fromkeys(row.invoice_id for row in self._in(text) if row.client_id == client))

    def owner(self, text: str) -> int | None:
        """Whose plan ``text`` names; ``None`` if it is nobody's."""
        return next((row.client_id for row in self._in(text)), None)


def _plan_key(number: str) -> str:
    return "".join(filter(str.isalnum, number)).upper()


def _is_there(references: list[str], reference: str) -> bool:
    """Whether one of the payments that are alike is left for this row; it is used up by it."""
    for at, known in enumerate(references):
        if known == reference or not known or not reference:
            del references[at]
            return True
    return False
