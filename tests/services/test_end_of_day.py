"""The end-of-day sheet says what the ledger holds, to the last figure."""

from __future__ import annotations

from datetime import timedelta

from office_rows import CALLER, NOW, TODAY

from arcaller.cli.dispatch import main
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.money import Money
from arcaller.services.calling.calls import log_call
from arcaller.services.calling.follow_ups import skip_client, snooze
from arcaller.services.commands import LogCall, PromiseDetails, SkipClient, Snooze
from arcaller.services.papers.end_of_day import day_sheet_inputs, make_day_sheet
from arcaller.services.undo import undo_last


def test_the_day_is_told_with_its_calls_promises_skips_and_the_journals_head(office, fonts):
    log_call(office.desk, LogCall(office.client_id, CallOutcome.VOICEMAIL, note="left  word\nwith desk"))
    details = PromiseDetails(Money(12_345, "EUR"), TODAY + timedelta(days=4))
    log_call(
        office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=details, contact_id=office.contact_id)
    )
    skip_client(office.desk, SkipClient(office.client_id, "payment on its way"))
    snooze(office.desk, Snooze(office.client_id, TODAY + timedelta(days=2), "year end"))
    told = day_sheet_inputs(office.desk)
    assert told.caller == "Asha Rao"
    assert [(line.when, line.client, line.what, line.words) for line in told.calls] == [
        ("09:00", "C-001 Meyer KG", "Voicemail", "left word with desk"),
        ("09:00", "C-001 Meyer KG", "Promise", ""),
    ]
    assert (told.reached, told.right_party) == (1, 1)
    assert [(line.currency, line.count, line.amount_minor) for line in told.promises] == [("EUR", 1, 12_345)]
    assert [(line.client, line.words) for line in told.skips] == [("C-001 Meyer KG", "payment on its way")]
    assert [(line.when, line.words) for line in told.put_back] == [("Wed 25 Nov", "year end")]
    number, head = office.one("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1")
    assert (told.head_number, told.head_hash) == (number, head)
    paper = make_day_sheet(office.desk, fonts)
    assert paper == make_day_sheet(office.desk, fonts)
    assert paper.startswith(b"%PDF-")


def test_what_was_taken_back_is_not_told_and_another_callers_day_is_his_own(office):
    snooze(office.desk, Snooze(office.client_id, TODAY + timedelta(days=2), "year end"))
    undo_last(office.desk)
    told = day_sheet_inputs(office.desk)
    assert (told.put_back, told.calls, told.left) == ((), (), 1)
    assert office.desk.actor_id == CALLER
    assert office.desk.now == NOW


def test_the_verb_writes_the_sheet_and_never_over_a_file(office, tmp_path, capsys):
    out = tmp_path / "day.pdf"
    words = ["day-sheet", "--ledger", str(office.ledger.path), "--today", "2026-11-23", "--as", "Asha Rao", "--out"]
    assert main([*words, str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert "is the end-of-day sheet of 2026-11-23" in capsys.readouterr().out
    assert main([*words, str(out)]) == 1
