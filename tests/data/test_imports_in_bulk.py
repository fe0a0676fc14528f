from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from ledger_rows import NOW, TODAY, state_of, voicemail

from arcaller.data.database import Ledger
from arcaller.data.sqlite import IntegrityError
from arcaller.data.tables import Call, Client, Contact, ImportBatch, Invoice, Payment, PaymentApplication
from arcaller.data.verify import verify
from arcaller.domain.errors import DomainError

CLIENTS = 20
PER_CLIENT = 30
INVOICE_COLUMNS = (
    "id", "client_id", "number", "number_search", "issued_on", "due_on", "currency", "amount_minor", "open_minor",
    "settled_on",
)  # fmt: skip


def invoice_rows(first_client: int, first_invoice: int) -> Iterator[tuple[Any, ...]]:
    for i in range(CLIENTS * PER_CLIENT):
        due = (TODAY - timedelta(days=i % 120 - 20)).isoformat()
        amount, is_paid = 1_000 + i, i % 10 == 0
        yield (
            first_invoice + i, first_client + i % CLIENTS, f"R-{i:05d}", f"r{i:05d}", due, due, "EUR", amount,
            0 if is_paid else amount, due if is_paid else None,
        )  # fmt: skip


def import_all(ledger: Ledger, changed_client: int | None = None) -> tuple[int, int]:
    """An import of new clients, contacts, invoices and what settled some of them; gives entry and batch."""
    with ledger.act("import_invoices", actor_id=1, at=NOW, subject="open.csv") as act:
        batch = act.add(
            ImportBatch(
                kind="invoices",
                file_name="open.csv",
                file_sha256="0" * 64,
                imported_at=NOW,
                row_count=600,
                report={"totals": {"EUR": "7797.00"}},
            )
        )
        first = act.next_id(Client)
        numbers = range(CLIENTS)
        act.bulk_insert(
            Client,
            ("id", "number", "legal_name", "sort_name", "currency"),
            ((first + i, f"K{i}", f"Müller & Söhne {i}", f"muller {i}", "EUR") for i in numbers),
            batch,
        )
        act.bulk_insert(Contact, ("client_id", "name"), ((first + i, f"Contact {i}") for i in numbers), batch)
        first_invoice, first_payment = act.next_id(Invoice), act.next_id(Payment)
        act.bulk_insert(Invoice, INVOICE_COLUMNS, invoice_rows(first, first_invoice), batch)
        paid = [row for row in invoice_rows(first, first_invoice) if row[-1]]
        act.bulk_insert(
            Payment,
            ("id", "client_id", "paid_on", "currency", "amount_minor", "unapplied_minor", "source"),
            ((first_payment + i, row[1], row[5], "EUR", row[7], 0, "import") for i, row in enumerate(paid)),
            batch,
        )
        act.bulk_insert(
            PaymentApplication,
            ("payment_id", "invoice_id", "applied_on", "amount_minor"),
            ((first_payment + i, row[0], row[5], row[7]) for i, row in enumerate(paid)),
            batch,
        )
        if changed_client is not None:
            act.change(ledger.get(Client, changed_client), city="Bremen")
    assert act.number is not None
    return act.number, batch


def test_an_import_is_one_entry_with_a_digest_of_its_rows(ledger: Ledger, client: int) -> None:
    number, batch = import_all(ledger, client)
    assert ledger.rows("SELECT count(*) FROM invoice WHERE batch_id = ?", (batch,)) == [(600,)]
    assert ledger.rows("SELECT count(*) FROM journal") == [(3,)]
    assert ledger.rows("SELECT count(*) FROM journal_client WHERE number = ?", (number,)) == [(CLIENTS + 1,)]
    (size,) = ledger.rows("SELECT length(changes) FROM journal_detail WHERE number = ?", (number,))[0]
    assert size < 3_000
    assert verify(ledger).problems == ()


def test_imported_rows_are_found_and_still_guarded(ledger: Ledger) -> None:
    import_all(ledger)
    assert ledger.rows("SELECT count(*) FROM invoice_search WHERE invoice_search MATCH 'r00123*'") == [(1,)]
    assert ledger.rows("SELECT count(*) FROM client_search WHERE client_search MATCH 'mueller'") == [(CLIENTS,)]
    ledger.rows("INSERT INTO invoice_search(invoice_search) VALUES ('integrity-check')")
    with pytest.raises(IntegrityError, match="outside an act"):
        ledger.rows("UPDATE invoice SET po_reference = 'x' WHERE id = 1")
    with ledger.act("edit", actor_id=1, at=NOW) as act:
        act.change(ledger.get(Invoice, 1), number="NEW", number_search="neu77")
    assert ledger.rows("SELECT rowid FROM invoice_search WHERE invoice_search MATCH 'neu77'") == [(1,)]


def test_an_import_is_undone_whole_with_what_it_changed(ledger: Ledger, client: int) -> None:
    ledger.start_day(TODAY + timedelta(days=1))  # the lines between classes are those of a day with this client
    before = state_of(ledger)
    number, batch = import_all(ledger, client)
    counter = ledger.undo(number, actor_id=1, at=NOW).number or 0
    after = state_of(ledger)
    assert after.pop("import_batch")[0][-1] == 1
    before.pop("import_batch")
    assert after == before
    ledger.rows("INSERT INTO invoice_search(invoice_search) VALUES ('integrity-check')")
    assert ledger.get(ImportBatch, batch).is_undone
    assert verify(ledger).problems == ()
    with pytest.raises(DomainError, match="import the file again"):
        ledger.undo(counter, actor_id=1, at=NOW)


def test_an_import_can_follow_its_own_undo(ledger: Ledger) -> None:
    number, _ = import_all(ledger)
    ledger.undo(number, actor_id=1, at=NOW)
    import_all(ledger)
    assert ledger.rows("SELECT count(*) FROM invoice") == [(600,)]
    assert verify(ledger).problems == ()


@pytest.mark.parametrize("column", ["po_reference", "due_on"])
def test_an_import_whose_rows_were_changed_is_not_undone(ledger: Ledger, column: str) -> None:
    number, _ = import_all(ledger)
    value: Any = "PO 7" if column == "po_reference" else TODAY
    with ledger.act("edit", actor_id=1, at=NOW) as act:
        act.change(ledger.get(Invoice, 7), **{column: value})
    before = state_of(ledger)
    with pytest.raises(DomainError, match="were changed since"):
        ledger.undo(number, actor_id=1, at=NOW)
    assert state_of(ledger) == before
    assert verify(ledger).problems == ()
    ledger.undo(act.number or 0, actor_id=1, at=NOW)
    ledger.undo(number, actor_id=1, at=NOW)
    assert ledger.rows("SELECT count(*) FROM invoice") == [(0,)]


def test_an_import_whose_client_was_called_is_not_undone(ledger: Ledger) -> None:
    number, _ = import_all(ledger)
    with ledger.act("log_call", actor_id=1, at=NOW) as act:
        act.add(voicemail(ledger.select(Client)[3].id))
    before = state_of(ledger)
    with pytest.raises(DomainError, match=r"later act depends on this one \(log call"):
        ledger.undo(number, actor_id=1, at=NOW)
    assert state_of(ledger) == before
    assert act.number is not None


def test_a_failing_import_leaves_nothing_and_the_guards_on(ledger: Ledger, client: int) -> None:
    before = state_of(ledger)

    def rows() -> Iterator[tuple[Any, ...]]:
        yield from invoice_rows(client, 100)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), ledger.act("import", actor_id=1, at=NOW) as act:  # noqa: PT012
        batch = act.add(
            ImportBatch(kind="invoices", file_name="x", file_sha256="0", imported_at=NOW, row_count=1, report={})
        )
        act.bulk_insert(Invoice, INVOICE_COLUMNS, rows(), batch)
    assert state_of(ledger) == before
    with pytest.raises(IntegrityError, match="outside an act"):
        ledger.rows("UPDATE invoice SET po_reference = 'x'")
    assert ledger.rows("SELECT count(*) FROM main.sqlite_master WHERE name LIKE 'invoice_search_%te'") == [(2,)]


def test_verify_still_proves_an_import_whose_rows_were_changed_or_removed(ledger: Ledger) -> None:
    import_all(ledger)
    with ledger.act("edit", actor_id=1, at=NOW) as act:
        act.change(ledger.get(Invoice, 7), po_reference="PO 7", due_on=TODAY)
        act.remove(ledger.select(Contact)[4])
    assert verify(ledger).problems == ()
    ledger.undo(act.number or 0, actor_id=1, at=NOW)
    assert verify(ledger).problems == ()


def test_a_table_without_batches_cannot_be_filled_in_bulk(ledger: Ledger, client: int) -> None:
    with pytest.raises(ValueError, match="do not belong to imports"), ledger.act("x", actor_id=1, at=NOW) as act:
        act.bulk_insert(Call, ("client_id",), [(client,)], 1)
