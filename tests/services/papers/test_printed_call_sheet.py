"""The call sheet for the road: all of one client on one or two pages, the opening without a word of debt."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest

from arcaller.data.tables import Client
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.calling.calls import log_call
from arcaller.services.calling.notes import AddFinanceFact, AddNote, add_finance_fact, add_note
from arcaller.services.commands import DisputeDetails, LogCall, PromiseDetails
from arcaller.services.journal_head import journal_head
from arcaller.services.papers.call_sheets import PrintCallSheet, call_sheet_inputs, print_call_sheet
from arcaller.services.undo import undo_last
from tests.services.conftest import add_client, add_invoice

HOSTILE = 'Müller <b>&amp; "Søn" % {x} \\ Łódź नमस्ते'


def read(path):
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    done = subprocess.run([tool, "-raw", str(path), "-"], capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


def pages(path):
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def make(office, fonts, tmp_path, desk=None, **more):
    target = tmp_path / "sheet.pdf"
    print_call_sheet(desk or office.desk, PrintCallSheet(office.client_id, target, **more), fonts)
    return target


def test_it_holds_everything_to_know_before_the_call(office, fonts, tmp_path):
    details = PromiseDetails(Money(50_000, "EUR"), office.desk.today + timedelta(days=4), invoice_ids=(office.r1,))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=details))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.DISPUTE,
                                  dispute=DisputeDetails((office.r2,), "price", "too dear")))  # fmt: skip
    add_finance_fact(office.desk, AddFinanceFact(office.client_id, "told", "waits for a loan", source="Anna Meyer"))
    later = replace(office.desk, now=office.desk.now + timedelta(hours=1))
    add_note(later, AddNote(office.client_id, "copies were sent"))
    head = journal_head(office.desk).text
    text = read(make(office, fonts, tmp_path, later))
    for part in ("Call sheet", "C-001", "Meyer KG", "+49 30 5550 0142", "R-1001", "promised for 27 Nov 2026",
                 "R-1002", "disputed: price", "too dear", "waits for a loan", "Since your last contact",
                 "Note: copies were sent", "Agenda", "How to begin", "Outcome", head, "Asha Rao",
                 "No payments have been imported yet"):  # fmt: skip
        assert part in text, part


def test_the_opening_names_no_amount_no_invoice_and_no_debt(office):
    opening = " ".join(call_sheet_inputs(office.desk, PrintCallSheet(office.client_id, office.ledger.path)).opening)
    assert "Asha Rao" in opening
    assert not re.search(r"R-\d|\d{2,}|owe|debt|overdue|invoice|balance", opening, re.IGNORECASE)


@pytest.mark.parametrize(("hours", "greeting"), [(0, "Good morning"), (4, "Good afternoon"), (10, "Good evening")])
def test_the_opening_greets_by_the_clock_at_the_client_s_place(office, hours, greeting):
    desk = replace(office.desk, now=office.desk.now + timedelta(hours=hours))  # 10:00 in Berlin at first
    opening = call_sheet_inputs(desk, PrintCallSheet(office.client_id, office.ledger.path)).opening
    assert opening[0].startswith(f"{greeting},")


def test_the_opening_greets_a_client_far_away_by_his_own_clock(office):
    with office.ledger.act("seed", actor_id=1, at=office.desk.now) as act:
        act.change(office.ledger.get(Client, office.client_id), time_zone="Asia/Tokyo")
    sheet = call_sheet_inputs(office.desk, PrintCallSheet(office.client_id, office.ledger.path))
    assert "18:00 in Tokyo" in sheet.clock
    assert sheet.opening[0].startswith("Good evening,")


def test_what_warns_on_top_stands_in_whole_sentences(office):
    late = replace(office.desk, now=office.desk.now + timedelta(hours=11))
    warning = call_sheet_inputs(late, PrintCallSheet(office.client_id, office.ledger.path)).warning
    assert ". Next allowed Tue 24 Nov 08:00, because of the calling hours. No payments have been imported" in warning
    assert not re.search(r"[;,] [A-Z]\w+ allowed|\.\.|[^.]$", warning)


def test_the_agenda_of_the_screen_is_printed_as_it_was_edited(office, fonts, tmp_path):
    text = read(make(office, fonts, tmp_path, agenda="1 Only this\n\n2 and that"))
    assert "1 Only this 2 and that" in text


def test_hostile_names_and_many_invoices_still_fit_two_pages(office, fonts, tmp_path):
    with office.ledger.act("seed", actor_id=1, at=office.desk.now) as act:
        act.change(office.ledger.get(Client, office.client_id), legal_name=HOSTILE * 3)
        for number in range(60):
            add_invoice(act, office.client_id, f"{'LONG-NUMBER-' * 3}{number}", -number - 1, 123_456_789)
    for day in range(8):
        add_note(
            replace(office.desk, now=office.desk.now + timedelta(hours=day)), AddNote(office.client_id, "x" * 900)
        )
    path = make(office, fonts, tmp_path)
    assert pages(path) <= 2
    text = read(path)
    assert 'Müller <b>&amp; "Søn" % {x} \\ Łódź' in text
    assert "and 54 more" in text


def test_a_small_client_fits_one_page(office, fonts, tmp_path):
    assert pages(make(office, fonts, tmp_path)) == 1


def test_that_it_was_printed_is_recorded_with_its_hash_and_taken_back(office, fonts, tmp_path):
    before = office.state()
    path = make(office, fonts, tmp_path)
    kind, client_id, digest = office.one("SELECT kind, client_id, document_sha256 FROM paper")
    assert (kind, client_id) == ("call_sheet", office.client_id)
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    undo_last(office.desk)
    assert office.state() == before


def test_a_file_that_is_there_is_not_written_over(office, fonts, tmp_path):
    make(office, fonts, tmp_path)
    with pytest.raises(DomainError):
        make(office, fonts, tmp_path)
    assert office.one("SELECT count(*) FROM paper") == (1,)


def test_nothing_of_another_client_stands_on_it(office, fonts, tmp_path):
    with office.ledger.act("seed", actor_id=1, at=office.desk.now) as act:
        other, _ = add_client(act, "C-777", "Geheim AG", "+49 30 5550 0177")
        add_invoice(act, other, "GEHEIM-1", -30, 99_000)
    add_note(office.desk, AddNote(other, "a secret of theirs"))
    text = read(make(office, fonts, tmp_path))
    assert not re.search(r"C-777|Geheim|GEHEIM|0177|secret", text)
