"""The head printed on a paper proves, later and elsewhere, that the journal still holds what stood there."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader

from arcaller.data.files.heads import HeadBook
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.services.calling.calls import log_call
from arcaller.services.commands import LogCall
from arcaller.services.journal_head import journal_head, read_claim, verify_ledger
from arcaller.services.papers.statements import make_statement


def test_a_statement_names_the_head_and_a_later_check_takes_it(office, fonts, tmp_path: Path):
    head = journal_head(office.desk)
    (tmp_path / "statement.pdf").write_bytes(make_statement(office.desk, office.client_id, fonts))
    text = PdfReader(tmp_path / "statement.pdf").pages[0].extract_text()
    assert f"Journal {head.text}" in text
    log_call(office.desk, LogCall(office.client_id, CallOutcome.BUSY))
    checked = verify_ledger(
        office.ledger, HeadBook(tmp_path / "heads.json"), office.desk.now, claims=[read_claim(head.text)]
    )
    assert (checked.result.problems, checked.heads) == ((), 1)
