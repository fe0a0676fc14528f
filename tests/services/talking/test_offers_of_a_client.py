"""What may be offered and how it can be paid: only what may be chased, only where there is somebody to pay."""

from __future__ import annotations

from datetime import date

import pytest

from arcaller.data.queries.sheet.call_sheet import load_call_sheet
from arcaller.data.tables import Client
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.offers import Rung
from arcaller.services.calling.calls import log_call
from arcaller.services.calling.notes import AddFinanceFact, add_finance_fact
from arcaller.services.commands import ChangeSettings, DisputeDetails, LogCall, PromiseDetails
from arcaller.services.papers.pay_ways import reference_of, ways_to_pay
from arcaller.services.settings import change_settings
from arcaller.services.talking.offers import offers_for

FRIDAY = date(2026, 11, 27)


def sheet(office):
    return load_call_sheet(office.ledger, office.client_id, office.desk.today)


def ladder(office, *ticked):
    return offers_for(office.desk, sheet(office), ticked)


def test_all_that_is_overdue_in_the_client_s_currency_is_offered(office):
    found = ladder(office)
    assert (found.debt, found.invoice_ids) == (Money(80_000, "EUR"), (office.r1, office.r2))
    assert [each.rung for each in found.offers] == [Rung.NOW, Rung.FRIDAY, Rung.TWO_PARTS, Rung.LONGEST]
    assert found.offers[2].plan.down_payment == Money(40_000, "EUR")


def test_ticks_narrow_what_is_offered_and_never_widen_it(office):
    assert ladder(office, office.r2).debt == Money(30_000, "EUR")
    assert ladder(office, office.r3).debt == Money(80_000, "EUR")


def test_what_is_promised_or_disputed_is_left_out(office):
    promise = PromiseDetails(Money(50_000, "EUR"), FRIDAY, invoice_ids=(office.r1,))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=promise))
    assert ladder(office, office.r1, office.r2).debt == Money(30_000, "EUR")
    dispute = DisputeDetails((office.r2,), "price")
    log_call(office.desk, LogCall(office.client_id, CallOutcome.DISPUTE, dispute=dispute))
    assert ladder(office).debt == Money(10_000, "USD")
    dollars = PromiseDetails(Money(10_000, "USD"), FRIDAY, invoice_ids=(office.dollars,))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=dollars))
    found = ladder(office)
    assert (found.offers, found.debt) == ((), None)
    assert "Nothing may be asked for now" in found.why_none


def test_a_client_not_to_be_chased_is_offered_nothing(office):
    with office.ledger.act("seed", actor_id=1, at=office.desk.now) as act:
        act.change(office.ledger.get(Client, office.client_id), do_not_chase_reason="insolvency")
    assert ladder(office).why_none == "This client is not to be chased: insolvency"


def test_an_insolvent_client_is_offered_nothing(office):
    add_finance_fact(office.desk, AddFinanceFact(office.client_id, "insolvency", "filed on Monday", None, "court"))
    assert ladder(office).why_none.startswith("An insolvency is noted")


def ways(office, *ticked, **settings):
    change_settings(office.desk, ChangeSettings(settings)) if settings else None
    return ways_to_pay(office.desk, sheet(office), ticked)


IBAN = {"bank_iban": "DE89370400440532013000"}


def test_ways_to_pay_are_about_what_is_ticked(office):
    found = ways(office, office.r1, office.r2, **IBAN)
    assert (found.amount, found.reference) == (Money(80_000, "EUR"), "C-001 R-1001 R-1002")
    assert [line.name for line in found.lines] == ["Reference", "Account holder", "IBAN"]
    assert found.qr
    assert found.qr_note == ""


def test_without_a_tick_or_an_account_the_refusal_says_what_to_do(office):
    with pytest.raises(DomainError, match="Tick the invoices"):
        ways(office, **IBAN)
    change_settings(office.desk, ChangeSettings({"bank_iban": ""}))
    with pytest.raises(DomainError, match="no bank account, UPI or pay link"):
        ways(office, office.r1)


def test_dollars_have_no_code_and_say_so(office):
    found = ways(office, office.dollars, pay_link="https://pay.example/n")
    assert found.amount == Money(10_000, "USD")
    assert found.qr == ()
    assert found.qr_note == "There is no QR code for USD; banks read one for euro and rupees."
    assert found.lines[-1].value == "https://pay.example/n"


def test_currencies_are_never_added(office):
    assert ways(office, office.r1, office.dollars, **IBAN).amount == Money(50_000, "EUR")


def test_a_pay_link_alone_has_no_euro_code(office):
    found = ways(office, office.r1, pay_link="https://pay.example/n")
    assert found.qr_note == "A QR code needs the company's IBAN."


def test_a_reference_too_long_for_a_bank_is_the_client_s_number():
    assert reference_of("C-1", ("R-1",)) == "R-1"
    assert reference_of("C-1", ("R-1", "R-2")) == "C-1 R-1 R-2"
    assert reference_of("C-1", tuple(f"R-{number}" for number in range(30))) == "C-1"
