"""What changed since my last call, read from the journal: hand-made stories and nothing of anybody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from arcaller.data.queries.sheet import changes as query
from arcaller.data.tables import Invoice
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.money import Money
from arcaller.services.calling.calls import log_call
from arcaller.services.calling.notes import AddNote, add_note
from arcaller.services.commands import LogCall, PromiseDetails
from arcaller.services.days import begin_day, decide_all
from arcaller.services.importing.imports import import_file
from arcaller.services.preparing.changes_since import changes_since_my_call
from arcaller.services.undo import undo_last
from tests.services.conftest import SUPERVISOR, add_client, add_invoice

FRIDAY = date(2026, 11, 27)
PAYMENTS = "Client number;Payment date;Payment amount;Currency;Payment reference;Invoice number\n{rows}"


def call(office, desk=None, **more):
    log_call(desk or office.desk, LogCall(office.client_id, CallOutcome.VOICEMAIL, **more))


def after(office, **delta):
    return replace(office.desk, now=office.desk.now + timedelta(**delta))


def texts(desk, office):
    found = changes_since_my_call(desk, office.client_id).changes
    return [(change.text, change.author, change.amount_minor) for change in found]


def bring(office, desk, tmp_path, *rows, name="payments.csv"):
    path = tmp_path / name
    path.write_text(PAYMENTS.format(rows="\n".join(rows)), encoding="utf-8")
    result = import_file(desk, path)
    assert result.batch_id is not None, result.preview.errors
    decide_all(desk)


def test_without_a_call_of_mine_there_is_no_last_contact(office):
    assert changes_since_my_call(office.desk, office.client_id).called_at is None


def test_my_call_itself_and_what_it_agreed_is_not_new(office):
    details = PromiseDetails(Money(50_000, "EUR"), FRIDAY, invoice_ids=(office.r1,))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=details))
    found = changes_since_my_call(after(office, hours=1), office.client_id)
    assert (found.called_at, found.changes) == (office.desk.now, ())


def test_what_a_colleague_did_is_new_to_me_and_named(office):
    call(office)
    theirs = replace(after(office, hours=1), actor_id=SUPERVISOR)
    details = PromiseDetails(Money(50_000, "EUR"), FRIDAY, invoice_ids=(office.r1,))
    log_call(theirs, LogCall(office.client_id, CallOutcome.PROMISE, promise=details))
    add_note(replace(theirs, now=office.desk.now + timedelta(hours=2)), AddNote(office.client_id, "VAT number sent"))
    assert texts(after(office, hours=3), office) == [
        ("Note: VAT number sent", "Sven", None),
        ("Called: promise", "Sven", None),
        ("Promise for Fri 27 Nov", "Sven", 50_000),
    ]


def test_a_payment_by_import_is_new_and_its_undo_leaves_nothing(office, tmp_path):
    call(office)
    bring(office, after(office, hours=1), tmp_path, "C-001;2026-11-20;500,00;EUR;ref 7;R-1001")
    assert texts(after(office, hours=2), office) == [("Paid on Fri 20 Nov (ref 7)", "you", 50_000)]
    undo_last(after(office, hours=2))
    assert texts(after(office, hours=3), office) == []


def test_a_payment_seen_before_my_call_and_taken_back_after_it_opens_its_invoice_again(office, tmp_path):
    bring(office, office.desk, tmp_path, "C-001;2026-11-20;500,00;EUR;ref 7;R-1001")
    call(office, after(office, hours=1))
    changes_since_my_call(after(office, hours=2), office.client_id)
    from arcaller.services.undo import undo_act

    number = office.one("SELECT number FROM journal WHERE act = 'import_payments'")[0]
    undo_act(after(office, hours=2), number)
    assert texts(after(office, hours=3), office) == [("Invoice R-1001 is open again", "you", 50_000)]


def test_a_promise_broken_by_the_day_run_is_said_of_the_ledger(office, tmp_path):
    details = PromiseDetails(Money(50_000, "EUR"), FRIDAY, invoice_ids=(office.r1,))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=details))
    later = office.later(14)
    bring(office, later, tmp_path, "C-001;2026-12-05;1,00;EUR;other;")
    begin_day(later)
    found = texts(later, office)
    assert ("Promise for Fri 27 Nov: broken", "ledger", 50_000) in found
    assert ("Paid on Sat 5 Dec (other)", "you", 100) in found


def test_a_promise_in_a_long_day_run_is_cut_out_of_its_entry(office, tmp_path, monkeypatch):
    monkeypatch.setattr(query, "_WHOLE", 10)
    details = PromiseDetails(Money(50_000, "EUR"), FRIDAY, invoice_ids=(office.r1,))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=details))
    later = office.later(14)
    bring(office, later, tmp_path, "C-001;2026-12-01;500,00;EUR;other;R-1001")
    found = texts(later, office)
    assert [text for text, _, _ in found] == ["Promise for Fri 27 Nov: kept", "Paid on Tue 1 Dec (other)"]


def test_many_new_invoices_are_one_line_for_each_currency(office):
    call(office)
    with office.ledger.act("bill", actor_id=SUPERVISOR, at=after(office, hours=1).now) as act:
        for number in range(5):
            add_invoice(act, office.client_id, f"N-{number}", 30, 1_000)
    assert texts(after(office, hours=2), office) == [("5 new invoices", "Sven", 5_000)]


def test_nothing_of_another_client_appears(office, tmp_path):
    call(office)
    with office.ledger.act("seed", actor_id=SUPERVISOR, at=after(office, minutes=1).now) as act:
        other, _ = add_client(act, "C-002", "Other GmbH", "+49 30 5550 0199")
        other_invoice = add_invoice(act, other, "O-1", -10, 7_000)
        act.change(office.ledger.get(Invoice, office.r1), due_on=date(2026, 12, 24))
    bring(office, after(office, hours=1), tmp_path, "C-002;2026-11-20;70,00;EUR;theirs;O-1")
    add_note(after(office, hours=2), AddNote(other, "a secret of the other"))
    assert other_invoice
    assert texts(after(office, hours=3), office) == [("Invoice R-1001 is now due Thu 24 Dec", "Sven", None)]


def test_a_call_logged_later_counts_from_when_it_took_place(office):
    theirs = replace(after(office, hours=1), actor_id=SUPERVISOR)
    add_note(theirs, AddNote(office.client_id, "asked for a copy"))
    call(office, after(office, hours=2), called_at=office.desk.now)
    assert [text for text, _, _ in texts(after(office, hours=3), office)] == ["Note: asked for a copy"]


@pytest.mark.parametrize("text", ['<b>bold</b> & "quoted" \',[]', "عربي, then Latin", "x" * 3_000])
def test_hostile_words_stay_words(office, text):
    call(office)
    add_note(after(office, hours=1), AddNote(office.client_id, text))
    (found,) = texts(after(office, hours=2), office)
    kept = text.replace("\u202e", "")  # a mark that would turn the sentence around is no word
    assert found[0].startswith(f"Note: {' '.join(kept.split())[:100]}")
    assert len(found[0]) < 140


ITEMS = "Client number;Client;Invoice;Invoice date;Due date;Amount;Currency\n{rows}"


@pytest.mark.parametrize("whole", [32_768, 10])
def test_an_import_that_moved_the_due_date_of_a_known_invoice_is_said(office, tmp_path, monkeypatch, whole):
    monkeypatch.setattr(query, "_WHOLE", whole)
    issued = office.ledger.get(Invoice, office.r1).issued_on
    call(office)
    path = tmp_path / "items.csv"
    path.write_text(ITEMS.format(rows=f"C-001;Meyer KG;R-1001;{issued};2026-12-24;500,00;EUR"), encoding="utf-8")
    result = import_file(after(office, hours=1), path)
    assert result.batch_id is not None, result.preview.errors
    assert texts(after(office, hours=2), office) == [("Invoice R-1001 is now due Thu 24 Dec", "you", None)]
