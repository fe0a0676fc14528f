"""What an import is compared with: the clients, items and payments that the ledger has already."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from arcaller.data.fields import read_instant
from arcaller.data.queries.values import keys

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_CLIENTS_AT_ONCE = 4_000


class StoredClient(NamedTuple):
    """A client as an import knows it."""

    id: int
    number: str
    legal_name: str
    trade_name: str
    currency: str
    terms_days: int
    street: str
    postcode: str
    city: str
    region: str
    country: str


class StoredItem(NamedTuple):
    """An invoice as it stands; dates as stored text, amounts in minor units of ``currency``."""

    id: int
    client_id: int
    number: str
    issued_on: str
    due_on: str
    currency: str
    amount_minor: int
    open_minor: int
    settled_on: str | None
    po_reference: str
    is_disputed: int
    is_cancelled: int


class StoredCredit(NamedTuple):
    """A credit note as it stands."""

    id: int
    client_id: int
    number: str
    issued_on: str
    currency: str
    amount_minor: int
    open_minor: int


class StoredApplication(NamedTuple):
    """What settled part of an invoice; ``payment_id`` is ``None`` for a credit note's part."""

    id: int
    invoice_id: int
    payment_id: int | None
    applied_on: str
    amount_minor: int
    source: str
    payment_minor: int
    unapplied_minor: int


class StoredPayment(NamedTuple):
    """A payment as it stands, with one of the invoices it was applied to ("" if none)."""

    client_id: int
    paid_on: str
    currency: str
    amount_minor: int
    reference: str


class BatchRow(NamedTuple):
    """One import as the ledger remembers it; ``imported_at`` is the aware UTC instant."""

    id: int
    kind: str
    file_name: str
    imported_at: datetime
    rows: int
    new: int
    changed: int
    is_undone: bool


def load_batches(ledger: Ledger, limit: int = 8) -> list[BatchRow]:
    """The newest imports of files, newest first."""
    sql = """SELECT id, kind, file_name, imported_at, row_count, coalesce(report ->> '$.new', 0),
            coalesce(report ->> '$.changed', 0), is_undone
        FROM import_batch WHERE file_sha256 <> '' ORDER BY id DESC LIMIT ?"""
    return [
        BatchRow(key, kind, name, read_instant(at), rows, new, changed, bool(is_undone))
        for key, kind, name, at, rows, new, changed, is_undone in ledger.rows(sql, (limit,))
    ]


def load_clients(ledger: Ledger) -> list[StoredClient]:
    """Every client."""
    sql = """SELECT id, number, legal_name, trade_name, currency, terms_days, street, postcode, city, region, country
        FROM client ORDER BY id"""
    return [StoredClient(*row) for row in ledger.rows(sql)]


def has_items(ledger: Ledger) -> bool:
    """Whether there is any invoice or credit note at all."""
    sql = "SELECT EXISTS (SELECT 1 FROM invoice) OR EXISTS (SELECT 1 FROM credit_note)"
    return bool(ledger.rows(sql)[0][0])


def client_groups(client_ids: Collection[int]) -> Iterable[list[int]]:
    """``client_ids`` in groups whose items fit in memory together."""
    ordered = sorted(client_ids)
    return (ordered[at : at + _CLIENTS_AT_ONCE] for at in range(0, len(ordered), _CLIENTS_AT_ONCE))


def load_items(ledger: Ledger, client_ids: Iterable[int]) -> list[StoredItem]:
    """The invoices of ``client_ids``."""
    sql = """SELECT id, client_id, number, issued_on, due_on, currency, amount_minor, open_minor, settled_on,
            po_reference, is_disputed, is_cancelled
        FROM invoice WHERE client_id IN (SELECT value FROM json_each(?))"""
    return list(map(StoredItem._make, ledger.rows(sql, (keys(client_ids),))))


def load_items_by_number(ledger: Ledger, numbers: Iterable[str]) -> dict[str, list[StoredItem]]:
    """The invoices whose number is in ``numbers``, of any client."""
    found: dict[str, list[StoredItem]] = {}
    wanted = set(numbers)
    sql = """SELECT id, client_id, number, issued_on, due_on, currency, amount_minor, open_minor, settled_on,
            po_reference, is_disputed, is_cancelled FROM invoice"""
    for row in ledger.rows(sql) if wanted else ():
        if row[2] in wanted:
            found.setdefault(row[2], []).append(StoredItem(*row))
    return found


def load_credits(ledger: Ledger, client_ids: Iterable[int]) -> list[StoredCredit]:
    """The credit notes of ``client_ids``."""
    sql = """SELECT id, client_id, number, issued_on, currency, amount_minor, open_minor
        FROM credit_note WHERE client_id IN (SELECT value FROM json_each(?))"""
    return list(map(StoredCredit._make, ledger.rows(sql, (keys(client_ids),))))


def load_open_invoice_ids(ledger: Ledger) -> list[int]:
    """The keys of every open invoice."""
    return [row[0] for row in ledger.rows("SELECT id FROM invoice WHERE open_minor <> 0 AND is_cancelled = 0")]


def load_items_by_id(ledger: Ledger, invoice_ids: Iterable[int]) -> list[StoredItem]:
    """The invoices ``invoice_ids``."""
    sql = """SELECT id, client_id, number, issued_on, due_on, currency, amount_minor, open_minor, settled_on,
            po_reference, is_disputed, is_cancelled
        FROM invoice WHERE id IN (SELECT value FROM json_each(?)) ORDER BY client_id, due_on, id"""
    return list(map(StoredItem._make, ledger.rows(sql, (keys(invoice_ids),))))


class PlanItem(NamedTuple):
    """An invoice of a plan that is not over, by the plan's number."""

    number: str
    client_id: int
    invoice_id: int


def load_plan_items(ledger: Ledger) -> list[PlanItem]:
    """The invoices of every plan that money may still come in for, oldest due first."""
    sql = """SELECT p.number, p.client_id, i.id FROM payment_plan p
        JOIN plan_version v ON v.plan_id = p.id AND v.version = p.current_version
        JOIN plan_invoice x ON x.plan_version_id = v.id JOIN invoice i ON i.id = x.invoice_id
        WHERE p.state NOT IN ('draft', 'completed', 'cancelled') ORDER BY i.due_on, i.id"""
    return list(map(PlanItem._make, ledger.rows(sql)))


def load_applications(ledger: Ledger, invoice_ids: Iterable[int]) -> dict[int, list[StoredApplication]]:
    """What settled ``invoice_ids``, by invoice, oldest first."""
    sql = """SELECT a.id, a.invoice_id, a.payment_id, a.applied_on, a.amount_minor, coalesce(p.source, ''),
            coalesce(p.amount_minor, 0), coalesce(p.unapplied_minor, 0)
        FROM payment_application a LEFT JOIN payment p ON p.id = a.payment_id
        WHERE a.invoice_id IN (SELECT value FROM json_each(?)) ORDER BY a.applied_on, a.id"""
    found: dict[int, list[StoredApplication]] = {}
    for row in ledger.rows(sql, (keys(invoice_ids),)):
        found.setdefault(row[1], []).append(StoredApplication(*row))
    return found


def load_payments(ledger: Ledger, client_ids: Iterable[int]) -> list[StoredPayment]:
    """The payments of ``client_ids``, oldest first."""
    sql = """SELECT client_id, paid_on, currency, amount_minor, reference FROM payment
        WHERE client_id IN (SELECT value FROM json_each(?)) ORDER BY paid_on, id"""
    return list(map(StoredPayment._make, ledger.rows(sql, (keys(client_ids),))))


def load_disputed_here(ledger: Ledger) -> set[int]:
    """The invoices under a dispute that was opened here."""
    sql = """SELECT i.invoice_id FROM dispute_invoice i JOIN dispute d ON d.id = i.dispute_id
        WHERE d.state = 'open'"""
    return {row[0] for row in ledger.rows(sql)}


def load_journal_head(ledger: Ledger) -> int:
    """The number of the newest journal entry: while it stands, nothing was written."""
    return int(ledger.rows("SELECT coalesce(max(number), 0) FROM journal")[0][0])
