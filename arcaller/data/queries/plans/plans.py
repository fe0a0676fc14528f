"""Payment plans: the list, and one plan in its current version with schedule, invoices and agreement."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from arcaller.data.queries.values import DISPLAY_NAME, day, instant
from arcaller.domain.errors import DomainError

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class PlanListRow:
    """One plan in the list; amounts in minor units of ``currency``; ``next_due_on`` of the first open installment,
    ``behind_minor`` what is open of those missed for certain."""

    plan_id: int
    number: str
    client_id: int
    client_name: str
    state: str
    is_within_authority: bool
    currency: str
    total_minor: int
    received_minor: int
    installments: int
    next_due_on: date | None
    ends_on: date | None
    proposed_at: datetime | None
    behind_minor: int = 0


_DOWN_PAID = """min(v.down_payment_minor, max(0, coalesce((SELECT sum(w.covered_minor - i.open_minor)
            FROM plan_invoice w JOIN invoice i ON i.id = w.invoice_id WHERE w.plan_version_id = v.id), 0)
            - v.received_before_minor)) * (p.state NOT IN ('draft', 'proposed', 'approved'))"""
"""What came in for the down payment, which is met before the first installment."""
_LIST = f"""
    SELECT p.id, p.number, p.client_id, {DISPLAY_NAME}, p.state, v.is_within_authority, p.currency, v.total_minor,
        coalesce(sum(n.received_minor), 0) + {_DOWN_PAID}, count(n.id),
        min(CASE WHEN n.received_minor < n.amount_minor THEN n.due_on END), max(n.due_on), v.proposed_at,
        coalesce(sum(CASE WHEN n.due_on < ? THEN n.amount_minor - n.received_minor END), 0)
    FROM payment_plan p JOIN plan_version v ON v.plan_id = p.id AND v.version = p.current_version
        JOIN client c ON c.id = p.client_id LEFT JOIN installment n ON n.plan_version_id = v.id
    WHERE p.state IN (SELECT value FROM json_each(?))
    GROUP BY p.id
    ORDER BY p.state IN ('completed', 'cancelled'), p.id DESC LIMIT ? OFFSET ?"""


STATES_OF = {
    "": ("draft", "proposed", "approved", "agreed", "on_track", "behind", "broken", "completed", "cancelled"),
    "to_sign": ("draft", "proposed", "approved"),
    "on_track": ("agreed", "on_track"),
    "behind": ("behind",),
    "broken": ("broken",),
    "completed": ("completed",),
    "cancelled": ("cancelled",),
}
"""The filters of the list and the states each lets through."""


def load_plans(
    ledger: Ledger, limit: int = 256, offset: int = 0, *, only: str = "", missed_before: date | None = None
) -> list[PlanListRow]:
    """The plans, running ones first, newest first; ``only`` a filter of ``STATES_OF``. Installments of running plans
    due before ``missed_before`` are missed for certain."""
    before = missed_before.isoformat() if missed_before is not None else ""
    states = json.dumps(STATES_OF[only])
    return [
        PlanListRow(
            *(*row[:5], bool(row[5]), *row[6:10], day(row[10]), day(row[11]), instant(row[12]),
              row[13] if row[4] == "behind" else 0)
        )
        for row in ledger.rows(_LIST, (before, states, limit, offset))
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanInstallmentRow:
    """One installment as stored."""

    number: int
    due_on: date
    unadjusted_due_on: date
    shift_reason: str
    amount_minor: int
    principal_minor: int
    interest_minor: int
    balance_minor: int
    received_minor: int
    is_edited: bool = False


@dataclass(frozen=True, slots=True)
class PlanInvoiceRow:
    """An invoice in the plan; ``covered_minor`` was its open balance when the plan was made."""

    invoice_id: int
    number: str
    issued_on: date
    due_on: date
    amount_minor: int
    open_minor: int
    covered_minor: int
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class PlanDetailRow:
    """A plan in one version; ``terms`` as stored, ``agreement_*`` of the newest paper (``None``: none).

    ``received_before_minor`` came in before this version was made; ``reason`` says why it was. Notice, cure, end and
    state are the plan's own.
    """

    plan_id: int
    version_id: int
    version: int
    number: str
    client_id: int
    client_name: str
    state: str
    currency: str
    terms: dict[str, Any]
    acknowledged_minor: int
    total_minor: int
    down_payment_minor: int
    discount_minor: int
    interest_minor: int
    fingerprint: str
    is_within_authority: bool
    limits_broken: tuple[str, ...]
    proposed_at: datetime | None
    agreed_at: datetime | None
    agreement_id: int | None
    agreement_state: str
    installments: tuple[PlanInstallmentRow, ...]
    invoices: tuple[PlanInvoiceRow, ...]
    received_before_minor: int = 0
    reason: str = ""
    notice_on: date | None = None
    cure_until: date | None = None
    accelerated_on: date | None = None
    ended_on: date | None = None
    ended_reason: str = ""


_ONE = f"""
    SELECT p.id, v.id, v.version, p.number, p.client_id, {DISPLAY_NAME}, p.state, p.currency, v.terms,
        v.acknowledged_minor, v.total_minor, v.down_payment_minor, v.discount_minor, v.interest_minor, v.fingerprint,
        v.is_within_authority, v.limits_broken, v.proposed_at, v.agreed_at, a.id, coalesce(a.state, ''),
        v.received_before_minor, v.reason, p.notice_on, p.cure_until, p.accelerated_on, p.ended_on, p.ended_reason
    FROM payment_plan p JOIN plan_version v ON v.plan_id = p.id AND v.version = coalesce(?, p.current_version)
        JOIN client c ON c.id = p.client_id
        LEFT JOIN agreement a ON a.id = (SELECT max(id) FROM agreement
            WHERE plan_version_id = v.id AND state <> 'void')
    WHERE p.id = ?"""


def load_plan(ledger: Ledger, plan_id: int, version: int | None = None) -> PlanDetailRow:
    """One plan with everything the review and the agreement need; ``version`` for an older one."""
    found = ledger.rows(_ONE, (version, plan_id))
    if not found:
        raise DomainError("This plan is no longer in the ledger; choose another one.", "plan_id")
    row = found[0]
    stored = (*row[:8], json.loads(row[8]), *row[9:15], bool(row[15]), tuple(json.loads(row[16])))
    at = (instant(row[17]), instant(row[18]))
    parts = (load_plan_installments(ledger, row[1]), load_plan_invoices(ledger, row[1]))
    ends = (*row[21:23], *map(day, row[23:27]), row[27])
    return PlanDetailRow(*(*stored, *at, *row[19:21], *parts, *ends))


def load_plan_installments(ledger: Ledger, version_id: int) -> tuple[PlanInstallmentRow, ...]:
    """The schedule of one plan version."""
    sql = """SELECT number, due_on, unadjusted_due_on, shift_reason, amount_minor, principal_minor, interest_minor,
            balance_minor, received_minor, is_edited FROM installment WHERE plan_version_id = ? ORDER BY number"""
    return tuple(
        PlanInstallmentRow(*(row[0], date.fromisoformat(row[1]), date.fromisoformat(row[2]), *row[3:9], bool(row[9])))
        for row in ledger.rows(sql, (version_id,))
    )


def load_plan_invoices(ledger: Ledger, version_id: int) -> tuple[PlanInvoiceRow, ...]:
    """The invoices of one plan version, oldest due first."""
    sql = """SELECT i.id, i.number, i.issued_on, i.due_on, i.amount_minor, i.open_minor, x.covered_minor,
            i.is_disputed
        FROM plan_invoice x JOIN invoice i ON i.id = x.invoice_id
        WHERE x.plan_version_id = ? ORDER BY i.due_on, i.id"""
    return tuple(
        PlanInvoiceRow(*(*row[:2], date.fromisoformat(row[2]), date.fromisoformat(row[3]), *row[4:7], bool(row[7])))
        for row in ledger.rows(sql, (version_id,))
    )
