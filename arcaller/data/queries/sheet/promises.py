"""Open promises to pay, and the payments that decide what becomes of promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from arcaller.data.queries.values import day, instant, keys
from arcaller.domain.promises.promise_decisions import PromisedPart, Receipt
from arcaller.domain.promises.promises import REST_FALLS_DUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from arcaller.data.database import Ledger

FELL_AWAY = "a part before it was not kept"
"""Why a part is cancelled that nobody cancelled: the condition of its promise says so. Payments can bring it back."""


@dataclass(frozen=True, slots=True)
class OpenPromiseRow:
    """An open promise, or one part of one, with the invoices it covers; amounts in minor units of ``currency``.

    ``series_id`` ties the parts of one promise together (the first part's id; ``None``: one part only).
    """

    promise_id: int
    client_id: int
    promised_on: date
    due_on: date
    currency: str
    amount_minor: int
    received_minor: int
    invoice_ids: frozenset[int]
    series_id: int | None
    part: int
    parts: int
    condition: str
    method: str
    promised_by: str
    confirmed_at: datetime | None

    @property
    def left_minor(self) -> int:
        """What is still to come."""
        return self.amount_minor - self.received_minor


_OPEN = """
    SELECT p.id, p.client_id, p.promised_on, p.due_on, p.currency, p.amount_minor, p.received_minor,
        coalesce((SELECT group_concat(invoice_id) FROM promise_invoice WHERE promise_id = p.id), ''),
        p.series_id, p.part, p.parts, p.condition, p.method, p.promised_by, p.confirmed_at
    FROM promise p WHERE p.state = 'open'{only} ORDER BY p.due_on, p.id"""


def load_open_promises(ledger: Ledger, client_id: int | None = None) -> tuple[OpenPromiseRow, ...]:
    """Open promises of one client, or of all; the first due first."""
    only, parameters = ("", ()) if client_id is None else (" AND p.client_id = ?", (client_id,))
    return tuple(
        OpenPromiseRow(
            row[0], row[1], date.fromisoformat(row[2]), date.fromisoformat(row[3]), row[4], row[5], row[6],
            frozenset(_ids(row[7])), row[8], row[9], row[10], row[11], row[12], row[13], instant(row[14]),
        )
        for row in ledger.rows(_OPEN.format(only=only), parameters)
    )  # fmt: skip


def _ids(text: str) -> list[int]:
    return sorted(map(int, filter(None, text.split(","))))


def promised_by_invoice(promises: Iterable[OpenPromiseRow], open_items: Sequence[tuple[int, int]]) -> dict[int, int]:
    """How much of each invoice is promised: the open promises spread over what they cover, first invoice first.

    ``open_items`` are ids with open amounts in the order in which they are due. An invoice that a promise covers but
    does not reach is not in it: only what is promised pauses.
    """
    left = dict(open_items)
    promised: dict[int, int] = {}
    for promise in promises:
        rest = promise.left_minor
        for invoice_id, _ in open_items:
            if rest > 0 and invoice_id in promise.invoice_ids and left[invoice_id] > 0:
                share = min(rest, left[invoice_id])
                left[invoice_id] -= share
                rest -= share
                promised[invoice_id] = promised.get(invoice_id, 0) + share
    return promised


@dataclass(frozen=True, slots=True)
class DecidableRow:
    """A promise whose state follows from payments, with what stands in the ledger now."""

    client_id: int
    facts: PromisedPart
    state: str
    received_minor: int
    late_minor: int
    made_good_on: date | None


_DECIDABLE = """
    SELECT p.client_id, p.id, p.series_id, p.promised_on, p.due_on, p.amount_minor,
        coalesce((SELECT group_concat(invoice_id) FROM promise_invoice WHERE promise_id = p.id), ''), p.condition,
        p.state, p.received_minor, p.late_minor, p.made_good_on, p.currency
    FROM promise p WHERE (p.state <> 'cancelled' OR p.cancelled_reason = ?)
        AND p.client_id IN (SELECT client_id FROM promise WHERE state = 'open' OR due_on >= ?)"""


def load_decidable_promises(ledger: Ledger, since: date) -> tuple[DecidableRow, ...]:
    """All promises not cancelled by anybody, of clients with one that is open or was due from ``since`` on."""
    return tuple(
        DecidableRow(
            row[0],
            PromisedPart(
                row[1], row[2], date.fromisoformat(row[3]), date.fromisoformat(row[4]), row[5], tuple(_ids(row[6])),
                row[7] == REST_FALLS_DUE, (row[0], row[12]),
            ),
            row[8],
            row[9],
            row[10],
            day(row[11]),
        )
        for row in ledger.rows(_DECIDABLE, (FELL_AWAY, since.isoformat()))
    )  # fmt: skip


_RECEIPTS = """
    SELECT a.invoice_id, a.applied_on, a.amount_minor FROM payment_application a
    WHERE a.payment_id IS NOT NULL AND a.applied_on >= ? AND a.invoice_id IN (SELECT value FROM json_each(?))
    ORDER BY a.applied_on, a.id"""


_UNASSIGNED = """
    SELECT client_id, currency, paid_on, unapplied_minor FROM payment
    WHERE unapplied_minor <> 0 AND paid_on >= ? AND client_id IN (SELECT value FROM json_each(?))
    ORDER BY paid_on, id"""


def load_receipts(
    ledger: Ledger, invoice_ids: Iterable[int], client_ids: Iterable[int], since: date
) -> tuple[Receipt, ...]:
    """What was paid on ``invoice_ids``, and by ``client_ids`` for nothing named, from ``since`` on, oldest first."""
    named = ledger.rows(_RECEIPTS, (since.isoformat(), keys(invoice_ids)))
    unnamed = ledger.rows(_UNASSIGNED, (since.isoformat(), keys(client_ids)))
    return (
        *(Receipt(invoice_id, date.fromisoformat(paid_on), amount) for invoice_id, paid_on, amount in named),
        *(Receipt((client, money), date.fromisoformat(paid_on), left) for client, money, paid_on, left in unnamed),
    )


def load_invoice_numbers(ledger: Ledger, invoice_ids: Iterable[int]) -> dict[int, str]:
    """The numbers of invoices by id, oldest due first, paid ones too."""
    sql = "SELECT id, number FROM invoice WHERE id IN (SELECT value FROM json_each(?)) ORDER BY due_on, id"
    return dict(ledger.rows(sql, (keys(invoice_ids),)))
