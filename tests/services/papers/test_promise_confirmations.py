"""The written confirmation: shown, copied or saved, and from then on no longer undone."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pytest

from arcaller.data.tables import Client, Contact, Promise
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.talking.tone import TextKind
from arcaller.services.calling.calls import log_call
from arcaller.services.commands import (
    CancelPromise,
    ChangeSettings,
    ConfirmPromises,
    LogCall,
    PromiseDetails,
    PromisePart,
    SaveLetter,
)
from arcaller.services.papers.promise_confirmations import (
    confirm_promises,
    confirmation_inputs,
    load_letters,
    make_confirmation,
    preview_confirmation,
    save_letter,
)
from arcaller.services.promises.promises import cancel_promise
from arcaller.services.settings import change_settings
from arcaller.services.talking.tone import check_text
from arcaller.services.undo import undo_act, undo_last

FRIDAY, LATER = date(2026, 11, 27), date(2026, 12, 15)


def euros(major: int) -> Money:
    return Money(major * 100, "EUR")


@pytest.fixture
def promised(office):
    """Two parts over one invoice and a promise in dollars; the office has a bank account."""
    bank = {"bank_iban": "DE89370400440532013000", "bank_account_name": "Nordwind", "company_phone": "+49 30 1"}
    change_settings(replace(office.desk, actor_id=1), ChangeSettings(bank))
    parts = PromiseDetails(euros(200), FRIDAY, "transfer", (office.r1,), more=(PromisePart(euros(300), LATER),))
    dollars = PromiseDetails(Money(10_000, "USD"), date(2026, 12, 1), "card", (office.dollars,))
    for details in (parts, dollars):
        log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=details))
    return office


def speak(office, language: str) -> None:
    with office.ledger.act("speak", actor_id=1, at=office.desk.now) as act:
        act.change(office.ledger.get(Contact, office.contact_id), language=language)


def read_back(paper: bytes, tmp_path) -> str:
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper)
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed")
    text = subprocess.run([tool, "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", " ", text)


def test_the_letter_names_every_open_promise_with_amount_day_method_and_invoices(promised):
    letter = preview_confirmation(promised.desk, promised.client_id)
    assert letter.title == "Confirmation of payment days"
    assert letter.text.startswith("Dear Anna Meyer,\n\nThank you")
    for line in (
        "– EUR 200.00 by the end of 27 November 2026 (bank transfer, invoice R-1001)",
        "– USD 100.00 by the end of 1 December 2026 (card, invoice R-2001)",
        "– EUR 300.00 by the end of 15 December 2026 (bank transfer, invoice R-1001)",
        "IBAN: DE89 3704 0044 0532 0130 00",
        "You reach us at +49 30 1.",
    ):
        assert line.replace(".00", "") in letter.text.replace(",00", "").replace(".00", ""), line
    assert letter.text.rstrip().endswith("Asha Rao\nNordwind Supplies")


@pytest.mark.parametrize(
    ("language", "words"),
    [("de-AT", "bis zum Ende des 27. November 2026"), ("fr", "avant la fin du 27 novembre 2026"),
     ("es", "hasta el final del 27 de noviembre de 2026"), ("pl", "by the end of 27 November 2026")],
)  # fmt: skip
def test_it_is_written_in_the_language_of_the_contact_else_in_english(promised, language, words):
    speak(promised, language)
    assert words in preview_confirmation(promised.desk, promised.client_id).text


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_no_letter_threatens(promised, language):
    speak(promised, language)
    text = preview_confirmation(promised.desk, promised.client_id).text.lower()
    for threat in ("legal", "court", "lawyer", "gericht", "anwalt", "inkasso", "tribunal", "avocat", "abogado"):
        assert threat not in text
    letter = preview_confirmation(promised.desk, promised.client_id).text
    assert check_text(letter, TextKind.LETTER, language).flags == ()


def test_the_letter_names_the_condition_only_while_a_part_is_missing_that_the_rest_hangs_on(promised):
    condition = "The parts belong together: if one of them does not arrive, the rest is due with it."
    assert condition in preview_confirmation(promised.desk, promised.client_id).text
    with promised.ledger.act("free", actor_id=1, at=promised.desk.now) as act:
        for row in promised.ledger.select(Promise):
            act.change(row, condition="")
    assert condition not in preview_confirmation(promised.desk, promised.client_id).text


@pytest.mark.parametrize(("language", "country"), [("de", "Deutschland"), ("fr", "Allemagne"), ("en", "Germany")])
def test_the_address_names_the_country_in_the_language_of_the_letter(promised, language, country):
    with promised.ledger.act("move", actor_id=1, at=promised.desk.now) as act:
        act.change(promised.ledger.get(Client, promised.client_id), country="DE")
    speak(promised, language)
    assert confirmation_inputs(promised.desk, promised.client_id).client_address[-1] == country


def test_the_paper_holds_the_same_and_a_code_of_the_first_payment(promised, fonts, tmp_path):
    paper = make_confirmation(promised.desk, promised.client_id, fonts)
    assert paper == make_confirmation(promised.desk, promised.client_id, fonts)
    text = read_back(paper, tmp_path)
    for part in ("Confirmation of payment days", "Meyer KG", "Dear Anna Meyer,", "27 Nov 2026 R-1001 bank transfer",
                 "Part 1 of 2", "Part 2 of 2",
                 "if one of them does not arrive, the rest is due with it.",
                 "Still to come in all", "Scan for the next payment",
                 "DE89 3704 0044 0532 0130 00", "C-001"):  # fmt: skip
        assert part in text.replace("\u00a0", " "), part


def test_the_code_on_the_paper_is_the_first_payment_to_the_cent(promised, fonts, tmp_path):
    zxing = pytest.importorskip("zxingcpp")
    image = pytest.importorskip("PIL.Image")
    tool = shutil.which("pdftoppm")
    if tool is None:
        pytest.skip("pdftoppm is not installed")
    path = tmp_path / "paper.pdf"
    path.write_bytes(make_confirmation(promised.desk, promised.client_id, fonts))
    subprocess.run([tool, "-r", "150", "-png", path, tmp_path / "page"], check=True)
    (found,) = zxing.read_barcodes(image.open(next(tmp_path.glob("page*.png"))))
    assert "EUR200.00" in found.text.split("\n")
    assert "C-001" in found.text


def test_without_a_bank_account_there_is_no_empty_panel(office, fonts, tmp_path):
    details = PromiseDetails(euros(500), FRIDAY, "card", (office.r1,))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=details))
    assert "How to pay" not in read_back(make_confirmation(office.desk, office.client_id, fonts), tmp_path)
    assert "Reference" not in preview_confirmation(office.desk, office.client_id).text


def test_once_confirmed_the_call_is_no_longer_undone_but_cancelled_with_a_reason(promised, fonts, tmp_path):
    number = promised.ledger.rows("SELECT number FROM journal WHERE act = 'log_call' ORDER BY number")[0][0]
    target = tmp_path / "confirmation.pdf"
    changes = confirm_promises(promised.desk, ConfirmPromises(promised.client_id, target), fonts)
    assert changes.said == "3 promises of Meyer KG confirmed as confirmation.pdf"
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    assert promised.one("SELECT kind, document_sha256, client_id FROM paper") == ("promise_confirmation", digest, 1)
    assert promised.one("SELECT count(*) FROM promise WHERE confirmed_at IS NULL") == (0,)
    with pytest.raises(DomainError, match="confirmed to the client in writing"):
        undo_last(promised.desk)
    with pytest.raises(DomainError, match="confirmed to the client in writing"):
        undo_act(promised.desk, number)
    cancel_promise(promised.desk, CancelPromise(1, "client asked for a plan"))
    assert promised.one("SELECT count(*) FROM promise WHERE state = 'cancelled'") == (2,)


def test_a_copied_text_is_kept_by_its_hash(promised, fonts):
    text = preview_confirmation(promised.desk, promised.client_id).text
    changes = confirm_promises(promised.desk, ConfirmPromises(promised.client_id), fonts)
    assert changes.said.endswith("confirmed as text, now on the clipboard")
    assert promised.one("SELECT document_sha256 FROM paper") == (hashlib.sha256(text.encode()).hexdigest(),)


def test_a_file_in_the_way_confirms_nothing(promised, fonts, tmp_path):
    target = tmp_path / "there.pdf"
    target.write_text("mine")
    with pytest.raises(DomainError, match="already there"):
        confirm_promises(promised.desk, ConfirmPromises(promised.client_id, target), fonts)
    assert target.read_text() == "mine"
    assert promised.one("SELECT count(*) FROM promise WHERE confirmed_at IS NOT NULL") == (0,)


def test_where_nothing_is_promised_there_is_nothing_to_confirm(office, fonts):
    with pytest.raises(DomainError, match="no open promise"):
        preview_confirmation(office.desk, office.client_id)


def test_the_office_writes_its_own_letter_and_goes_back_to_the_shipped_one(promised):
    supervisor = replace(promised.desk, actor_id=1)
    shipped = load_letters(supervisor)["en"]
    save_letter(supervisor, SaveLetter("en", "Hello {{contact}}!\n\n{{promises}}\n"))
    assert preview_confirmation(promised.desk, promised.client_id).text.startswith("Hello Anna Meyer!\n\n– EUR")
    save_letter(supervisor, SaveLetter("en", shipped))
    assert promised.one("SELECT count(*) FROM template") == (0,)
    assert save_letter(supervisor, SaveLetter("en", shipped)).entry is None


@pytest.mark.parametrize(
    ("actor", "language", "body", "words"),
    [(2, "en", "{{promises}}", "by a supervisor"), (1, "xx", "{{promises}}", "no letter in"),
     (1, "en", "{{money}}", "no field")],
)  # fmt: skip
def test_a_letter_is_refused_that_may_not_be_written(office, actor, language, body, words):
    with pytest.raises(DomainError, match=words):
        save_letter(replace(office.desk, actor_id=actor), SaveLetter(language, body))
