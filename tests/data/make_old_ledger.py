"""Store a small ledger of the present schema: ``python tests/data/make_old_ledger.py``, once per released schema.

The file and what was in it stay in ``old_ledgers/`` for good; every later program must open it.
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

from ledger_rows import NOW, TODAY, add_client, invoice, voicemail

from arcaller.data.database import Ledger, create_ledger
from arcaller.data.drafts import save_draft
from arcaller.data.files.backup import back_up
from arcaller.data.migrations.migrations import STEPS
from arcaller.data.tables import (
    Agreement,
    Client,
    CreditNote,
    Dispute,
    DisputeInvoice,
    FollowUp,
    ImportBatch,
    Installment,
    Invoice,
    Payment,
    PaymentApplication,
    PaymentPlan,
    PlanInvoice,
    PlanVersion,
    Promise,
    PromiseInvoice,
)

FOLDER = Path(__file__).parent / "old_ledgers"


def fill(ledger: Ledger) -> None:
    """A row in every table, an import, an undo and a draft."""
    clients = [add_client(ledger, str(1001 + i), days_late=20 * i - 30) for i in range(5)]
    items = {row.client_id: row for row in ledger.select(Invoice)}
    with ledger.act("record_payment", actor_id=1, at=NOW) as act:
        paid = act.add(
            Payment(client_id=clients[0], paid_on=TODAY, currency="EUR", amount_minor=60_000, unapplied_minor=10_000,
                    source="manual")
        )  # fmt: skip
        act.add(
            PaymentApplication(
                payment_id=paid, invoice_id=items[clients[0]].id, applied_on=TODAY, amount_minor=50_000
            )
        )
        act.change(items[clients[0]], open_minor=0, settled_on=TODAY)
    with ledger.act("log_call", actor_id=1, at=NOW, subject="Łódź") as act:
        call = act.add(voicemail(clients[1]))
        act.add(FollowUp(client_id=clients[1], due_on=TODAY + timedelta(days=1), due_time="10:00", kind="call_back",
                         time_zone="Europe/Berlin", call_id=call))  # fmt: skip
        promise = act.add(Promise(client_id=clients[1], call_id=call, promised_on=TODAY, due_on=TODAY, currency="EUR",
                                  amount_minor=50_000, state="open"))  # fmt: skip
        act.add(PromiseInvoice(promise_id=promise, invoice_id=items[clients[1]].id))
    with ledger.act("open_dispute", actor_id=1, at=NOW) as act:
        dispute = act.add(Dispute(client_id=clients[2], reason_code="price", state="open", opened_on=TODAY))
        act.add(DisputeInvoice(dispute_id=dispute, invoice_id=items[clients[2]].id, amount_minor=100))
        act.change(items[clients[2]], is_disputed=True)
        act.add(CreditNote(client_id=clients[2], number="C-1", issued_on=TODAY, currency="EUR", amount_minor=9,
                           open_minor=9))  # fmt: skip
    with ledger.act("propose_plan", actor_id=1, at=NOW) as act:
        plan = act.add(PaymentPlan(number="P-1", client_id=clients[3], currency="EUR", state="proposed"))
        version = act.add(PlanVersion(plan_id=plan, version=1, terms={"count": 1}, acknowledged_minor=50_000,
                                      total_minor=50_000, fingerprint="0" * 64, proposed_at=NOW))  # fmt: skip
        act.add(PlanInvoice(plan_version_id=version, invoice_id=items[clients[3]].id, covered_minor=50_000))
        act.add(Installment(plan_version_id=version, number=1, due_on=TODAY, unadjusted_due_on=TODAY,
                            amount_minor=50_000, principal_minor=50_000, balance_minor=0))  # fmt: skip
        act.add(Agreement(number="A-1", plan_version_id=version, template="plan", template_version="1", language="en",
                          inputs={}, document_sha256="0" * 64, made_at=NOW))  # fmt: skip
    with ledger.act("import_invoices", actor_id=1, at=NOW, subject="open.csv") as act:
        batch = act.add(ImportBatch(kind="invoices", file_name="open.csv", file_sha256="0" * 64, imported_at=NOW,
                                    row_count=20, report={}))  # fmt: skip
        rows = [invoice(clients[4], f"I-{i}", TODAY, 100 + i) for i in range(20)]
        names = (
            "client_id",
            "number",
            "number_search",
            "issued_on",
            "due_on",
            "currency",
            "amount_minor",
            "open_minor",
        )
        stored = [[getattr(row, name) for name in names] for row in rows]
        days = ("issued_on", "due_on")
        act.bulk_insert(
            Invoice,
            names,
            [[v.isoformat() if n in days else v for n, v in zip(names, row, strict=True)] for row in stored],
            batch,
        )
    with ledger.act("edit_client", actor_id=1, at=NOW) as act:
        act.change(ledger.get(Client, clients[0]), note="typed in error")
    ledger.undo(act.number or 0, actor_id=1, at=NOW)
    save_draft(ledger, 1, "call-1", "half a sent", NOW)


def main() -> None:
    version = max(STEPS)
    target = FOLDER / f"schema-{version}.ledger"
    if target.exists():
        raise SystemExit(f"{target} is released; a stored ledger never changes")
    FOLDER.mkdir(exist_ok=True)
    working = FOLDER / "making"
    create_ledger(
        working, company="Nord", currency="EUR", country="DE", user_name="Ana", at=NOW, today=TODAY, device="PC7"
    )
    try:
        with Ledger.open(working) as ledger:
            fill(ledger)
            told = back_up(ledger, target)
            (open_minor,) = ledger.rows("SELECT sum(open_minor) FROM invoice")[0]
    finally:
        working.unlink()
    content = {
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "entries": told.entries,
        "head": told.head,
        "counts": told.counts,
        "open_minor": open_minor,
    }
    target.with_suffix(".json").write_text(json.dumps(content, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
