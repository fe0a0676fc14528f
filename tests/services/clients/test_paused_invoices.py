"""Invoices not to be chased: out of the work list and of what is asked for, in every figure, back by their date."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcaller.data import summary
from arcaller.data.queries.clients.filters import load_facets
from arcaller.data.queries.sheet.call_sheet import load_call_sheet
from arcaller.data.queries.work.linked import find_orphans
from arcaller.data.queries.work.ranking import load_ranking_facts
from arcaller.data.tables import FollowUp
from arcaller.services.clients.cards import SaveClient, save_client
from arcaller.services.clients.next_steps import GiveNextStep, give_next_step
from arcaller.services.clients.pauses import (
    SetDoNotChase,
    SetInvoiceDoNotChase,
    set_do_not_chase,
    set_invoice_do_not_chase,
)
from arcaller.services.preparing.standing import chased
from arcaller.services.undo import undo_last

SUMMARY = "SELECT * FROM client_summary ORDER BY client_id, currency"


def pause(office, *invoices, until=None, reason="credit note comes"):
    return set_invoice_do_not_chase(office.desk, SetInvoiceDoNotChase(office.client_id, invoices, reason, until))


def on_list(office):
    return office.ledger.rows("SELECT currency, is_on_list FROM client_summary ORDER BY currency")


def asked_for(office, desk=None):
    desk = desk or office.desk
    return [row.number for row in chased(load_call_sheet(office.ledger, office.client_id, desk.today), desk.today)]


def test_a_paused_invoice_is_not_asked_for_and_the_client_stays_on_the_list_with_the_rest(office):
    pause(office, office.r1)
    assert asked_for(office) == ["R-1002", "R-2001"]
    assert on_list(office) == [("EUR", 1), ("USD", 1)]
    assert office.one("SELECT overdue_minor FROM client_summary WHERE currency = 'EUR'") == (80_000,)


def test_a_client_whose_every_overdue_invoice_is_paused_leaves_the_list_until_the_day_after(office):
    until = office.desk.today + timedelta(days=3)
    pause(office, office.r1, office.r2, office.dollars, until=until)
    assert on_list(office) == [("EUR", 0), ("USD", 0)]
    assert asked_for(office) == []
    third = office.later(3)
    assert on_list(office) == [("EUR", 0), ("USD", 0)]
    assert asked_for(office, third) == []
    fourth = office.later(4)
    assert on_list(office) == [("EUR", 1), ("USD", 1)]
    assert asked_for(office, fourth) == ["R-1001", "R-1002", "R-2001"]


def test_a_paused_invoice_that_was_paid_no_longer_holds_the_others_back(office):
    pause(office, office.r1)
    office.pay(office.r1, 50_000)
    assert on_list(office) == [("EUR", 1), ("USD", 1)]
    assert summary.clients_off(office.ledger.connection()) == []


@pytest.mark.parametrize("is_client", [True, False])
def test_undo_of_a_pause_brings_the_same_rows_back(office, is_client):
    before = office.state()
    if is_client:
        set_do_not_chase(office.desk, SetDoNotChase(office.client_id, "flood"))
    else:
        pause(office, office.r1)
    undo_last(office.desk)
    assert office.state() == before


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.sets(st.integers(0, 4), min_size=1),
    days=st.none() | st.integers(0, 40),
    pauses_client=st.booleans(),
)
def test_pausing_and_unpausing_restores_the_same_summary_and_it_always_equals_a_rebuild(
    office, chosen, days, pauses_client
):
    if not office.ledger.rows("SELECT 1 FROM follow_up"):
        save_client(office.desk, SaveClient(None, "C-009", "Other AG", "EUR"))
        give_next_step(office.desk, GiveNextStep(office.client_id, office.desk.today))
    invoices = [row[0] for row in office.ledger.rows("SELECT id FROM invoice WHERE client_id = 1 ORDER BY id")]
    ids = tuple(invoices[i % len(invoices)] for i in sorted(chosen))
    before = office.ledger.rows(SUMMARY)
    until = None if days is None else office.desk.today + timedelta(days=days)
    pause(office, *ids, until=until)
    if pauses_client:
        set_do_not_chase(office.desk, SetDoNotChase(office.client_id, "flood", until))
    assert summary.clients_off(office.ledger.connection()) == []
    pause(office, *ids, reason="")
    set_do_not_chase(office.desk, SetDoNotChase(office.client_id, ""))
    assert office.ledger.rows(SUMMARY) == before


def test_the_ranking_of_any_day_leaves_out_who_owes_nothing_but_paused_invoices(office):
    until = office.desk.today + timedelta(days=3)
    pause(office, office.r1, office.r2, office.dollars, until=until)
    assert load_ranking_facts(office.ledger, office.desk.today) == []
    assert {row.currency for row in load_ranking_facts(office.ledger, until + timedelta(days=1))} == {"EUR", "USD"}


def test_the_ranking_counts_a_paused_invoice_in_the_overdue_of_who_owes_more(office):
    pause(office, office.r1)
    (euros,) = (row for row in load_ranking_facts(office.ledger, office.desk.today) if row.currency == "EUR")
    assert euros.overdue_minor == 80_000


@pytest.mark.parametrize("of_client", [True, False])
def test_a_paused_client_without_a_next_step_is_no_orphan(office, of_client):
    for row in office.ledger.select(FollowUp, FollowUp.client_id == office.client_id):
        assert row.state != "open"
    assert find_orphans(office.ledger, [office.client_id]) == [office.client_id]
    if of_client:
        set_do_not_chase(office.desk, SetDoNotChase(office.client_id, "talks with sales"))
    else:
        pause(office, office.r1, office.r2, office.dollars)
    assert find_orphans(office.ledger, [office.client_id]) == []
    assert [facet for facet in load_facets(office.ledger, office.desk.today) if facet.term.kind == "orphan"] == []
