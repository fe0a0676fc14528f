"""What the sheet proposes to say: nothing is asked for that the client has promised, disputes or pays by a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from arcaller.data.queries.sheet.call_sheet import load_call_sheet
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.money import Money, decimal_text
from arcaller.domain.plans.terms import PlanTerms
from arcaller.domain.talking.script import ScriptField
from arcaller.services.calling.calls import log_call
from arcaller.services.clients.next_steps import FinishStep, GiveNextStep, finish_step, give_next_step
from arcaller.services.commands import DisputeDetails, LogCall, PromiseDetails, ProposePlan
from arcaller.services.plans.plans import propose_plan
from arcaller.services.preparing.preparation import Speaking, prepare
from arcaller.services.talking.talk import Voice, script_facts

SAY = Speaking(decimal_text, lambda minor, code: f"{decimal_text(minor, code)} {code}", date.isoformat)
VOICE = Voice("Asha Rao", "Nordwind Supplies", "", decimal_text, date.isoformat)
FRIDAY = date(2026, 11, 27)


def sheet(office):
    return load_call_sheet(office.ledger, office.client_id, office.desk.today)


def agenda(office):
    return prepare(sheet(office), office.desk.today, SAY).agenda


def promise(office, *invoices, minor):
    details = PromiseDetails(Money(minor, "EUR"), FRIDAY, invoice_ids=invoices)
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=details))


def test_the_oldest_overdue_invoice_is_asked_about_first(office):
    assert agenda(office)[0] == "Ask about R-1001: 500.00, 60 days"


def test_a_promised_invoice_is_not_asked_about_before_its_day(office):
    promise(office, office.r1, minor=50_000)
    assert agenda(office)[0] == "Ask about R-1002: 300.00, 10 days"


@pytest.mark.parametrize("field", [ScriptField.INVOICE, ScriptField.OVERDUE, ScriptField.OFFER_TWO_PARTS])
def test_where_all_is_promised_nothing_is_asked_for(office, field):
    dollars = PromiseDetails(Money(10_000, "USD"), FRIDAY, invoice_ids=(office.dollars,))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=dollars))
    promise(office, office.r1, office.r2, minor=80_000)
    assert agenda(office)[0].startswith("Nothing to ask for before 2026-11-27")
    assert not any("this week" in line for line in agenda(office))
    facts = script_facts(sheet(office), None, VOICE, hour=10, today=office.desk.today, offer_day=FRIDAY)
    assert field not in facts


def test_invoices_disputed_or_in_a_plan_are_not_asked_about(office):
    terms = PlanTerms(Money(50_000, "EUR"), date(2026, 12, 15), office.desk.today, count=2)
    propose_plan(office.desk, ProposePlan(office.client_id, (office.r1,), terms))
    log_call(
        office.desk, LogCall(office.client_id, CallOutcome.DISPUTE, dispute=DisputeDetails((office.r2,), "price"))
    )
    assert agenda(office)[0] == "Ask about R-2001: 100.00, 5 days"


def test_a_plan_that_is_behind_is_spoken_of_with_what_is_missing(office):
    terms = PlanTerms(Money(50_000, "EUR"), date(2026, 12, 15), office.desk.today, count=2)
    propose_plan(office.desk, ProposePlan(office.client_id, (office.r1,), terms))
    row = sheet(office)
    facts = script_facts(row, None, VOICE, hour=10, today=office.desk.today, offer_day=FRIDAY)
    assert ScriptField.PLAN_STANDING not in facts
    behind = replace(row, plans=(replace(row.plans[0], state="behind"),))
    facts = script_facts(behind, None, VOICE, hour=10, today=office.desk.today, offer_day=FRIDAY)
    assert facts[ScriptField.PLAN_STANDING] == "250.00 of 2026-12-15 is still open"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("send_copy", "The client asked for a copy; it was to be sent on 2026-11-23."),
        ("supervisor_review", "A supervisor was to decide by 2026-11-23."),
        ("find_number", "The right number was to be found by 2026-11-23."),
    ],
)
def test_what_somebody_here_has_to_do_is_the_reason_until_it_is_done(office, kind, words):
    give_next_step(office.desk, GiveNextStep(office.client_id, office.desk.today, kind))
    ready = prepare(sheet(office), office.desk.today, SAY)
    assert "".join(each.text for each in ready.reason) == words
    assert (ready.agenda[0] == "Send the copy he asked for") is (kind == "send_copy")
    finish_step(office.desk, FinishStep(office.client_id))
    assert "overdue" in "".join(each.text for each in prepare(sheet(office), office.desk.today, SAY).reason)
