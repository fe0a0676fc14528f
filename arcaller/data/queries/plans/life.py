"""The life of plans: which have to be decided, what came in for one, its events and its versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from arcaller.data.queries.values import day, instant

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_UNDECIDED = """
    SELECT p.id FROM payment_plan p WHERE p.state IN ('agreed', 'on_track', 'behind')
    UNION ALL
    SELECT p.id FROM payment_plan p WHERE p.state = 'completed' AND EXISTS (SELECT 1 FROM plan_version v
        JOIN plan_invoice x ON x.plan_version_id = v.id JOIN invoice i ON i.id = x.invoice_id
        WHERE v.plan_id = p.id AND v.version = p.current_version AND i.open_minor > 0)
    UNION ALL
    SELECT p.id FROM payment_plan p WHERE p.state = 'broken' AND NOT EXISTS (SELECT 1 FROM plan_version v
        JOIN plan_invoice x ON x.plan_version_id = v.id JOIN invoice i ON i.id = x.invoice_id
        WHERE v.plan_id = p.id AND v.version = p.current_version AND i.open_minor > 0)
    ORDER BY 1"""


def load_plans_to_decide(ledger: Ledger) -> tuple[int, ...]:
    """Running plans, completed ones of which something is open again, and broken ones of which nothing is."""
    return tuple(row[0] for row in ledger.rows(_UNDECIDED))


_EXTRA = """
    SELECT
        coalesce((SELECT sum(a.amount_minor) FROM payment_application a JOIN credit_note n ON n.id = a.credit_note_id
            WHERE n.client_id = ?1 AND n.number = ?2), 0),
        coalesce((SELECT sum(p.unapplied_minor) FROM payment p
            WHERE p.client_id = ?1 AND p.unapplied_minor > 0 AND p.paid_on >= ?3
            AND (instr(p.reference, ?5) OR EXISTS (SELECT 1 FROM payment_application a
                JOIN plan_invoice x ON x.invoice_id = a.invoice_id
                WHERE a.payment_id = p.id AND x.plan_version_id = ?4))), 0)"""


def load_plan_receipts(
    ledger: Ledger, client_id: int, number: str, credit_number: str, since: date, version_id: int
) -> tuple[int, int]:
    """What the plan's own settlement credit settled of its invoices, and what payments on its invoices, or naming
    its ``number``, left unapplied since ``since`` (interest is paid by that); minor units."""
    (found,) = ledger.rows(_EXTRA, (client_id, credit_number, since.isoformat(), version_id, number))
    return int(found[0]), int(found[1])


def load_unassigned(ledger: Ledger, client_id: int, currency: str) -> int:
    """What the client paid in ``currency`` that settles nothing yet, in minor units."""
    sql = """SELECT coalesce(sum(unapplied_minor), 0) FROM payment
        WHERE client_id = ? AND currency = ? AND unapplied_minor <> 0"""
    (found,) = ledger.rows(sql, (client_id, currency))
    return int(found[0])


@dataclass(frozen=True, slots=True)
class PlanEventRow:
    """One thing that happened to a plan; ``words`` a whole short sentence."""

    event_id: int
    kind: str
    happened_on: date
    currency: str
    amount_minor: int
    words: str


def load_plan_events(ledger: Ledger, plan_id: int) -> tuple[PlanEventRow, ...]:
    """What happened to the plan, in the order it was noted."""
    sql = """SELECT id, kind, happened_on, currency, amount_minor, words FROM plan_event
        WHERE plan_id = ? ORDER BY id"""
    return tuple(
        PlanEventRow(row[0], row[1], date.fromisoformat(row[2]), *row[3:]) for row in ledger.rows(sql, (plan_id,))
    )


@dataclass(frozen=True, slots=True)
class PlanVersionRow:
    """One version of a plan with its paper; ``reason`` why it took the place of the one before ("" for the first)."""

    version_id: int
    version: int
    reason: str
    total_minor: int
    discount_minor: int
    received_before_minor: int
    installments: int
    starts_on: date | None
    ends_on: date | None
    proposed_at: datetime | None
    agreed_at: datetime | None
    agreement_number: str
    agreement_state: str
    down_payment_minor: int = 0


_VERSIONS = """
    SELECT v.id, v.version, v.reason, v.total_minor, v.discount_minor, v.received_before_minor,
        (SELECT count(*) FROM installment WHERE plan_version_id = v.id),
        (SELECT min(due_on) FROM installment WHERE plan_version_id = v.id),
        (SELECT max(due_on) FROM installment WHERE plan_version_id = v.id),
        v.proposed_at, v.agreed_at, coalesce(a.number, ''), coalesce(a.state, ''),
        v.down_payment_minor
    FROM plan_version v LEFT JOIN agreement a ON a.id = (SELECT max(id) FROM agreement WHERE plan_version_id = v.id)
    WHERE v.plan_id = ? ORDER BY v.version"""


def load_plan_versions(ledger: Ledger, plan_id: int) -> tuple[PlanVersionRow, ...]:
    """Every version, the first one first."""
    return tuple(
        PlanVersionRow(*(*row[:7], day(row[7]), day(row[8]), instant(row[9]), instant(row[10]), *row[11:]))
        for row in ledger.rows(_VERSIONS, (plan_id,))
    )


def load_first_proposed(ledger: Ledger, plan_id: int) -> datetime | None:
    """When the first version was proposed: what comes in from then on is for the plan."""
    found = ledger.rows("SELECT min(proposed_at) FROM plan_version WHERE plan_id = ?", (plan_id,))
    return instant(found[0][0])


_COUNTS = """
    SELECT CASE WHEN p.state IN ('draft', 'proposed', 'approved') THEN 'to_sign'
        WHEN p.state IN ('agreed', 'on_track') THEN 'on_track' ELSE p.state END, count(*)
    FROM payment_plan p GROUP BY 1"""


def load_plan_counts(ledger: Ledger) -> dict[str, int]:
    """How many plans stand where: to_sign, on_track, behind, broken, completed, cancelled."""
    return dict(ledger.rows(_COUNTS))
