"""What reading a foreign table gives: batches of checked values, column by column, and what is wrong with rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from typing import Any, NamedTuple

from arcaller.exchange.columns import Kind


@dataclass(frozen=True, slots=True)
class RowIssue:
    """What is wrong in a row; ``row`` as a spreadsheet shows it (the header is 1 where nothing stands above)."""

    row: int
    column: str
    message: str


class ItemRecord(NamedTuple):
    """One open or settled item. Amounts in minor units of ``currency``, negative for a credit.

    A ``settled_date`` means a payment of ``settled_minor`` on that day; ``open_minor`` is what stays open after it.
    """

    row: int
    client_number: str
    client_name: str
    number: str
    invoice_date: date
    due_date: date
    amount_minor: int
    open_minor: int
    currency: str
    settled_date: date | None
    settled_minor: int | None
    disputed: bool
    po_reference: str
    terms_days: int | None
    email: str
    phone: str
    contact_name: str
    street: str
    postcode: str
    city: str
    region: str
    country: str


class PaymentRecord(NamedTuple):
    """One payment; ``number`` is the invoice it names (empty: none)."""

    row: int
    client_number: str
    client_name: str
    number: str
    payment_date: date
    amount_minor: int
    currency: str
    reference: str


class ClientRecord(NamedTuple):
    """One client; empty text where the table has no such column. ``currency`` may be empty."""

    row: int
    client_number: str
    client_name: str
    currency: str
    terms_days: int | None
    email: str
    phone: str
    contact_name: str
    street: str
    postcode: str
    city: str
    region: str
    country: str


Record = ItemRecord | PaymentRecord | ClientRecord
_TYPES: dict[Kind, Any] = {"invoices": ItemRecord, "payments": PaymentRecord, "clients": ClientRecord}
_NOTHING: dict[str, object] = {"terms_days": None, "settled_date": None, "settled_minor": None, "disputed": False}


@dataclass(frozen=True, slots=True)
class Batch:
    """The good rows of one chunk as columns of equal length (keys are the record's fields), and its bad ones.

    Fields that the table does not have are absent from ``columns``; ``records()`` fills them with blanks.
    ``duplicates`` rows said again exactly what an earlier row said: they are left out and stand in ``warnings``.
    """

    kind: Kind
    columns: dict[str, list[Any]]
    errors: list[RowIssue] = field(default_factory=list)
    warnings: list[RowIssue] = field(default_factory=list)
    duplicates: int = 0

    def __len__(self) -> int:
        return len(self.columns["row"])

    def column(self, name: str) -> Iterator[Any]:
        """The values of field ``name``; blanks without end where the table has no such column."""
        values = self.columns.get(name)
        return repeat(_NOTHING.get(name, "")) if values is None else iter(values)

    def records(self) -> Iterator[Record]:
        """The good rows one by one."""
        made = _TYPES[self.kind]
        return map(made._make, zip(*(self.column(name) for name in made._fields), strict=False))
