"""What is ticked by the data and what is not, why the sheet says so, and the agenda's order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from arcaller.data.queries.sheet.call_sheet import load_call_sheet
from arcaller.data.tables import Client, CreditNote, ImportBatch, Invoice
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.money import Money, decimal_text
from arcaller.domain.talking.script import ScriptField
from arcaller.services.calling.calls import log_call
from arcaller.services.calling.notes import AddFinanceFact, add_finance_fact
from arcaller.services.commands import DisputeDetails, LogCall, PromiseDetails
from arcaller.services.preparing.preparation import Element, prepare, stale_words
from arcaller.services.preparing.sheets import is_stale, read_sheet
from arcaller.services.preparing.standing import Speaking
from arcaller.services.settings import load_settings
from arcaller.services.talking.talk import Voice, script_facts

SAY = Speaking(decimal_text, lambda minor, code: f"{decimal_text(minor, code)} {code}", date.isoformat)
VOICE = Voice("Asha Rao", "Nordwind Supplies", "", decimal_text, date.isoformat)


def bring_payments(office, on):
    with office.ledger.act("import_payments", actor_id=1, at=office.desk.now - (office.desk.today - on)) as act:
        act.add(ImportBatch(kind="payments", file_name="bank.csv", file_sha256="0" * 64, row_count=0, report={},
                            imported_at=office.desk.now - (office.desk.today - on)))  # fmt: skip


def ready(office, desk=None):
    desk = desk or office.desk
    return prepare(read_sheet(desk, office.client_id), desk.today, SAY)


@pytest.mark.parametrize(
    ("fresh_until", "stale"),
    [
        (date(2026, 11, 23), False),
        (date(2026, 11, 20), False),  # Friday: Monday and Tuesday are still allowed
        (date(2026, 11, 19), False),  # Thursday: Friday and Monday went by
        (date(2026, 11, 18), True),  # Wednesday: Friday was the last fresh day
        (None, True),
    ],
)
def test_payment_data_is_stale_after_two_business_days(office, fresh_until, stale):
    assert is_stale(fresh_until, date(2026, 11, 23), load_settings(office.ledger)) is stale


def test_without_any_payments_imported_the_balance_is_not_ticked_by_data(office):
    assert ready(office).missing == {Element.BALANCE: "No payments have been imported yet"}


def test_stale_data_is_said_in_the_banner_and_by_the_script(office):
    bring_payments(office, date(2026, 11, 18))
    sheet = read_sheet(office.desk, office.client_id)
    assert stale_words(sheet, SAY) == "Payment data reaches 2026-11-18; a payment may have crossed."
    facts = script_facts(sheet, None, VOICE, hour=10, today=office.desk.today, offer_day=date(2026, 11, 27))
    assert facts[ScriptField.DATA_UNTIL] == "2026-11-18"


def test_fresh_data_ticks_the_balance_and_leaves_the_script_alone(office):
    bring_payments(office, date(2026, 11, 20))
    sheet = read_sheet(office.desk, office.client_id)
    assert stale_words(sheet, SAY) == ""
    assert ready(office).missing == {}
    facts = script_facts(sheet, None, VOICE, hour=10, today=office.desk.today, offer_day=date(2026, 11, 27))
    assert ScriptField.DATA_UNTIL not in facts


def test_a_promise_whose_day_has_come_is_not_asked_for_again_but_asked_after(office):
    bring_payments(office, date(2026, 11, 20))
    details = PromiseDetails(Money(50_000, "EUR"), office.desk.today + timedelta(days=2), invoice_ids=(office.r1,))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=details))
    later = office.later(3)
    found = ready(office, later)
    assert found.agenda[0] == "Ask whether 500.00 was sent; it may have crossed"
    assert not any("R-1001" in line for line in found.agenda)
    assert found.missing[Element.AGREEMENTS] == "The promise of 500.00 EUR is not confirmed"


def test_the_agenda_answers_disputes_mentions_credits_and_asks_after_what_he_told(office):
    log_call(office.desk, LogCall(office.client_id, CallOutcome.DISPUTE,
                                  dispute=DisputeDetails((office.r2,), "price")))  # fmt: skip
    add_finance_fact(office.desk, AddFinanceFact(office.client_id, "told", "cash is tight\nuntil January"))
    with office.ledger.act("credit", actor_id=1, at=office.desk.now) as act:
        act.add(CreditNote(client_id=office.client_id, number="G-1", issued_on=office.desk.today, currency="EUR",
                           amount_minor=4_000, open_minor=4_000))  # fmt: skip
    agenda = ready(office).agenda
    assert agenda[0].startswith("Ask about R-1001")
    assert agenda[2].startswith("Price question on R-1002: we answer by")
    assert agenda[3] == "Mention the credit of 40.00 EUR"
    assert agenda[4] == "Ask how it stands: “cash is tight until January” (2026-11-23)"
    assert agenda[-1] == "Have amount and day said back"


def test_an_invoice_not_to_be_chased_is_not_asked_about(office):
    with office.ledger.act("pause", actor_id=1, at=office.desk.now) as act:
        act.change(office.ledger.get(Invoice, office.r1), do_not_chase_reason="credit note comes",
                   do_not_chase_until=office.desk.today)  # fmt: skip
    assert ready(office).agenda[0].startswith("Ask about R-1002")
    tomorrow = office.later(1)
    assert ready(office, tomorrow).agenda[0].startswith("Ask about R-1001")


def test_a_client_not_to_be_chased_is_asked_for_nothing(office):
    with office.ledger.act("pause", actor_id=1, at=office.desk.now) as act:
        act.change(office.ledger.get(Client, office.client_id), do_not_chase_reason="talks with sales")
    assert ready(office).agenda == ("Ask for nothing: talks with sales",)


def test_an_insolvency_ends_all_asking(office):
    add_finance_fact(office.desk, AddFinanceFact(office.client_id, "insolvency", "opened", source="court of Berlin"))
    found = ready(office)
    assert found.agenda[0].startswith("Ask for nothing")
    assert not any("R-1" in line for line in found.agenda)


def test_where_nothing_is_overdue_the_reason_is_not_ticked(office):
    for invoice_id, minor in ((office.r1, 50_000), (office.r2, 30_000), (office.dollars, 10_000)):
        office.pay(invoice_id, minor)
    assert ready(office).missing[Element.REASON] == "Nothing is overdue or due today"


def test_nothing_is_stale_where_nothing_is_open(office):
    sheet = replace(load_call_sheet(office.ledger, office.client_id, office.desk.today), payments_are_stale=True)
    assert stale_words(sheet, SAY)
    assert stale_words(replace(sheet, invoices=()), SAY) == ""
