"""How a client pays, in words with their reason."""

from __future__ import annotations

from datetime import date, timedelta

from arcaller.data.tables import Invoice
from arcaller.domain.money import decimal_text
from arcaller.services.preparing.paying import payer_words, paying_words
from arcaller.services.preparing.sheets import read_sheet
from arcaller.services.preparing.standing import Speaking
from tests.services.conftest import TODAY, add_client, add_invoice

SAY = Speaking(decimal_text, lambda minor, code: f"{decimal_text(minor, code)} {code}", date.isoformat)


def settle(act, client_id, number, days_late, weeks_ago):
    invoice_id = add_invoice(act, client_id, number, -7 * weeks_ago - days_late, 1_000)
    act.change(Invoice(id=invoice_id), open_minor=0, settled_on=TODAY - timedelta(weeks=weeks_ago))


def words(office):
    return paying_words(office.desk, read_sheet(office.desk, office.client_id), SAY)


def test_without_history_the_due_date_and_everybodys_delay_are_taken(office):
    with office.ledger.act("seed", actor_id=1, at=office.desk.now) as act:
        other, _ = add_client(act, "C-002", "Other GmbH")
        for place, days in enumerate((0, 6, 8)):
            settle(act, other, f"O-{place}", days, place + 2)
    found = words(office)
    assert found.rating == "Too few payments to say"
    assert found.sentences[0] == "No invoice has been paid yet."
    assert "R-1003 of 200.00 EUR is expected on 2026-12-19: its due date and the 6 days of all clients." in (
        found.sentences
    )


def test_with_three_settled_the_clients_own_days_are_taken_and_the_reason_said(office):
    with office.ledger.act("seed", actor_id=1, at=office.desk.now) as act:
        for place, days in enumerate((10, 4, 0)):
            settle(act, office.client_id, f"P-{place}", days, place + 2)
    found = words(office)
    assert found.rating == "Pays late"
    assert found.sentences[:3] == (
        "2 of 3 paid invoices came after the due date, 5 days late on average.",
        "Half of them came no later than 4 days late.",
        "There are too few payments to see a trend.",
    )
    # 30 days of terms and 4 days late
    assert found.sentences[-1] == "R-1003 of 200.00 EUR is expected on 2026-12-17: its date and his 34 days."


def test_nothing_is_expected_of_what_has_a_day_of_its_own(office):
    with office.ledger.act("seed", actor_id=1, at=office.desk.now) as act:
        act.change(office.ledger.get(Invoice, office.r3), is_disputed=True)
    assert not any("R-1003" in sentence for sentence in words(office).sentences)


def test_the_head_says_in_one_breath_how_he_pays_and_why_it_says_so(office):
    assert payer_words(office.desk, office.client_id) is None
    with office.ledger.act("seed", actor_id=1, at=office.desk.now) as act:
        for place, days in enumerate((20, 20, 20, 4, 4, 4)):
            settle(act, office.client_id, f"P-{place}", days, place + 2)
    found = payer_words(office.desk, office.client_id)
    assert found is not None
    assert found.rating == "Pays 12 days late, getting slower"
    assert found.sentences == (
        "Pays late: 6 of 6 paid invoices came after the due date, 12 days late on average; getting slower.",
    )


def test_who_is_never_late_pays_on_time(office):
    with office.ledger.act("seed", actor_id=1, at=office.desk.now) as act:
        for place in range(3):
            settle(act, office.client_id, f"P-{place}", 0, place + 2)
    found = payer_words(office.desk, office.client_id)
    assert found is not None
    assert (found.rating, found.sentences[0][:13]) == ("Pays on time", "Pays on time:")
