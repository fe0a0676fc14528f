"""The payment plans of a bench's ledger: one for every twelfth client, over his open invoices in one currency.

Each was made two months ago with six monthly installments; of every second one a quarter of the debt came in since.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, timedelta
from itertools import count

from arcaller.data.sqlite import LedgerConnection
from arcaller.data.uuid7 import Uuid7Batch
from arcaller.domain.money import Money
from arcaller.domain.plans.terms import PlanTerms
from arcaller.services.plans.terms import terms_as_values

_EVERY, _ROWS = 12, 6
_OPEN = """
    SELECT client_id, currency, id, open_minor FROM invoice
    WHERE open_minor > 1000 AND is_cancelled = 0 AND client_id % ? = 0 ORDER BY client_id, id"""


def write_plans(connection: LedgerConnection, today: date, uuids: Uuid7Batch) -> None:
    """Write the plans, agreed but never decided."""
    of_client: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for client_id, currency, invoice_id, open_minor in connection.execute(_OPEN, (_EVERY,)):
        of_client[client_id, currency].append((invoice_id, open_minor))
    made = today - timedelta(days=60)
    for plan_id, ((client_id, currency), invoices) in zip(count(1), of_client.items(), strict=False):
        covered = [(key, minor * 4 // 3 if plan_id % 2 else minor) for key, minor in invoices]
        total = sum(minor for _, minor in covered)
        terms = PlanTerms(Money(total, currency), made + timedelta(days=30), made, _ROWS)
        connection.execute(
            "INSERT INTO payment_plan(id, uuid, number, client_id, currency, state) VALUES (?, ?, ?, ?, ?, 'agreed')",
            (plan_id, next(uuids), f"PP-{plan_id:06d}", client_id, currency),
        )
        at = f"{made}T09:00:00.000000Z"
        connection.execute(
            """INSERT INTO plan_version(id, plan_id, version, terms, acknowledged_minor, total_minor, fingerprint,
            proposed_at, agreed_at) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?)""",
            (plan_id, plan_id, json.dumps(terms_as_values(terms)), total, total, "0" * 64, at, at),
        )
        connection.executemany(
            "INSERT INTO plan_invoice(plan_version_id, invoice_id, covered_minor) VALUES (?, ?, ?)",
            [(plan_id, key, minor) for key, minor in covered],
        )
        _write_rows(connection, plan_id, made, total)


def _write_rows(connection: LedgerConnection, version_id: int, made: date, total: int) -> None:
    left = total
    for number in range(1, _ROWS + 1):
        part = left // (_ROWS + 1 - number)
        left -= part
        due = made + timedelta(days=30 * number)
        connection.execute(
            """INSERT INTO installment(plan_version_id, number, due_on, unadjusted_due_on, amount_minor,
            principal_minor, balance_minor) VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (version_id, number, due.isoformat(), due.isoformat(), part, part, left),
        )
