"""Fifty acts of every kind, a restart between, fifty undos: row for row what it was; then all of them again."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import cycle

import pytest
from office_rows import NOW, SUPERVISOR, TODAY
from test_fifty_undos import people, rows_of, some_act

from arcaller.data.database import Ledger
from arcaller.data.tables import Contact, ContactStop, ContactWindow, FinanceFact, PaymentPlan, Promise, Training
from arcaller.data.verify import verify
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.terms import PlanTerms
from arcaller.services.calling.follow_ups import put_back_to_work, skip_client, spread_backlog
from arcaller.services.calling.notes import (
    AddFinanceFact,
    AddNote,
    RemoveFinanceFact,
    add_finance_fact,
    add_note,
    remove_finance_fact,
)
from arcaller.services.changes import Changes
from arcaller.services.clients.bulk import ChangeClients, change_clients
from arcaller.services.clients.cards import SaveClient, save_client
from arcaller.services.clients.contacts import ChooseContact, leave_contact, make_main_contact, save_contact
from arcaller.services.clients.groups import LinkClient, link_client
from arcaller.services.clients.next_steps import GiveNextStep, give_next_step
from arcaller.services.clients.pauses import (
    SetDoNotChase,
    SetInvoiceDoNotChase,
    set_do_not_chase,
    set_invoice_do_not_chase,
)
from arcaller.services.commands import (
    CancelPlan,
    CancelPromise,
    FurtherNumber,
    LogCall,
    ProposePlan,
    PutBackToWork,
    SaveContact,
    SkipClient,
    SpreadBacklog,
)
from arcaller.services.contact.rule_acts import (
    AddTraining,
    ChangeRule,
    MarkRulesRead,
    RemoveTraining,
    ResetRule,
    add_training,
    change_rule,
    mark_rules_read,
    remove_training,
    reset_rule,
)
from arcaller.services.contact.wishes import (
    AddStop,
    AddWindow,
    EndWindow,
    LiftStop,
    RecordConsent,
    add_stop,
    add_window,
    end_window,
    lift_stop,
    record_consent,
)
from arcaller.services.desk import Desk
from arcaller.services.plans.life import cancel_plan
from arcaller.services.plans.plans import propose_plan
from arcaller.services.promises.promises import cancel_promise
from arcaller.services.undo import _ACTS, redo, undo_last

ACTS = 50
Clients = list[tuple[int, int]]


def one_of(chance, rows):
    """Any of ``rows``; nothing to act on is refused like anything that cannot be done."""
    if not rows:
        raise DomainError("nothing of that kind")
    return chance.choice(rows)


def plan(desk, chance, clients):
    client_id, invoice_id = chance.choice(clients)
    terms = PlanTerms(total=Money(70_000, "EUR"), first_on=TODAY + timedelta(days=7), agreed_on=TODAY, count=3)
    call = chance.choice([None, LogCall(client_id, CallOutcome.PLAN)])
    return propose_plan(desk, ProposePlan(client_id, (invoice_id,), terms, call))


def plan_given_up(desk, chance, _):
    rows = desk.ledger.select(PaymentPlan, PaymentPlan.state == "proposed")
    return cancel_plan(desk, CancelPlan(one_of(chance, rows).id, "paid at once"))


def promise_cancelled(desk, chance, _):
    row = one_of(chance, desk.ledger.select(Promise, Promise.state == "open"))
    return cancel_promise(desk, CancelPromise(row.id, "bank says no"))


def stop(desk, chance, clients):
    kind = chance.choice(["cease", "represented", "insolvency", "deceased", "breathing_space"])
    return add_stop(desk, AddStop(chance.choice(clients)[0], kind, reason="says so", source="letter"))


def stop_lifted(desk, chance, _):
    row = one_of(chance, desk.ledger.select(ContactStop, ContactStop.lifted_on.is_null()))
    return lift_stop(desk, LiftStop(row.client_id, row.id, "taken back"))


def window(desk, chance, clients):
    kind = chance.choice(["preferred", "inconvenient"])
    return add_window(
        desk, AddWindow(chance.choice(clients)[0], kind, "12345", "13:00", f"1{chance.randrange(4, 9)}:00")
    )


def window_ended(desk, chance, _):
    row = one_of(chance, desk.ledger.select(ContactWindow))
    return end_window(desk, EndWindow(row.client_id, row.id))


def consent(desk, chance, clients):
    state = chance.choice(["given", "withdrawn"])
    channel = chance.choice(["call", "email", "sms"])
    return record_consent(desk, RecordConsent(chance.choice(clients)[0], channel, state, source="on the phone"))


def link(desk, chance, clients):
    parent = chance.choice([None, *clients])
    return link_client(desk, LinkClient(chance.choice(clients)[0], parent[0] if parent else None))


def bulk(desk, chance, clients):
    some = tuple(client_id for client_id, _ in chance.sample(clients, 3))
    return change_clients(
        desk, ChangeClients(some, segment=chance.choice(["A", "B"]), add_tags=(f"t{chance.random()}",))
    )


def card(desk, chance, clients):
    number = chance.randrange(10**6)
    new = chance.random() < 0.5
    client_id = None if new else chance.choice(clients)[0]
    return save_client(desk, SaveClient(client_id, f"N-{number}", f"New {number}", "EUR", country="DE"))


def contact(desk, chance, clients):
    numbers = (FurtherNumber(f"+49 30 5550 {chance.randrange(1000, 9999)}", "mobile"),)
    return save_contact(desk, SaveContact(chance.choice(clients)[0], None, f"Ina {chance.random()}", numbers=numbers))


def contact_moved(desk, chance, _):
    row = one_of(chance, desk.ledger.select(Contact, Contact.is_main == False))  # noqa: E712 - SQL
    act: Callable[[Desk, ChooseContact], Changes] = chance.choice([make_main_contact, leave_contact])
    return act(desk, ChooseContact(row.client_id, row.id))


def pause(desk, chance, clients):
    client_id, invoice_id = chance.choice(clients)
    until = TODAY + timedelta(days=chance.randrange(1, 40))
    if chance.random() < 0.5:
        return set_do_not_chase(desk, SetDoNotChase(client_id, chance.choice(["", "in talks"]), until))
    return set_invoice_do_not_chase(desk, SetInvoiceDoNotChase(client_id, (invoice_id,), "goods on the way", until))


def step(desk, chance, clients):
    day = TODAY + timedelta(days=7 * chance.randrange(1, 4))
    return give_next_step(desk, GiveNextStep(chance.choice(clients)[0], day, reason="wants a visit"))


def listed(desk, chance, clients):
    ids = tuple(client_id for client_id, _ in clients)
    match chance.randrange(3):
        case 0:
            return skip_client(desk, SkipClient(chance.choice(ids), "no time"))
        case 1:
            return spread_backlog(desk, SpreadBacklog(ids, chance.randrange(2, 5)))
        case _:
            return put_back_to_work(desk, PutBackToWork(ids))


def noted(desk, chance, clients):
    client_id = chance.choice(clients)[0]
    if chance.random() < 0.5:
        return add_note(desk, AddNote(client_id, f"note {chance.random()}"))
    facts = desk.ledger.select(FinanceFact)
    if facts and chance.random() < 0.5:
        row = chance.choice(facts)
        return remove_finance_fact(desk, RemoveFinanceFact(row.client_id, row.id))
    return add_finance_fact(desk, AddFinanceFact(client_id, "told", f"cash is tight {chance.random()}", TODAY))


def ruled(desk, chance, _):
    boss = replace(desk, actor_id=SUPERVISOR)
    match chance.randrange(5):
        case 0:
            return change_rule(boss, ChangeRule("HOUSE-WEEK", {"effect": chance.choice(["warn", "block"])}))
        case 1:
            return reset_rule(boss, ResetRule("HOUSE-WEEK"))
        case 2:
            return mark_rules_read(desk, MarkRulesRead(("HOUSE-WEEK", "HOUSE-DAY")))
        case 3:
            return add_training(desk, AddTraining(desk.actor_id, f"Tone {chance.random()}", TODAY))
        case _:
            row = one_of(chance, desk.ledger.select(Training, Training.user_id == desk.actor_id))
            return remove_training(desk, RemoveTraining(row.id))


KINDS = [
    some_act, plan, plan_given_up, promise_cancelled, stop, stop_lifted, window, window_ended, consent, link, bulk,
    card, contact, contact_moved, pause, step, listed, noted, ruled,
]  # fmt: skip


def do_some(desk, chance, clients, count, done=0):
    kinds: Counter[str] = Counter()
    turns = cycle(chance.sample(KINDS, len(KINDS)))
    while sum(kinds.values()) < count:
        try:
            at = replace(desk, now=NOW + timedelta(seconds=done + sum(kinds.values())))
            changes = next(turns)(at, chance, clients)
        except DomainError:
            continue
        if changes.entry is not None:
            kinds[changes.act] += 1
    return kinds


@pytest.mark.parametrize("seed", range(4))
def test_fifty_acts_of_every_kind_are_taken_back_over_a_restart(office, seed):
    chance, clients = random.Random(seed), people(office)
    before, path = rows_of(office.ledger), office.ledger.path
    kinds = do_some(office.desk, chance, clients, ACTS // 2)
    office.ledger.close()
    with Ledger.open(path) as ledger:
        kinds += do_some(replace(office.desk, ledger=ledger), chance, clients, ACTS // 2, done=ACTS)
        after = rows_of(ledger)
    assert {"propose_plan", "link_client", "change_clients", "add_stop", "record_consent"} <= set(kinds)
    assert set(kinds) <= set(_ACTS), "each act is named in words"
    with Ledger.open(path) as ledger:
        desk = replace(office.desk, actor_id=SUPERVISOR, ledger=ledger, now=NOW + timedelta(hours=1))
        for _ in range(ACTS):
            assert undo_last(desk).said.startswith("Taken back: ")
        assert rows_of(ledger) == before
        for _ in range(ACTS):
            assert redo(desk).said.startswith("Brought back: ")
        assert rows_of(ledger) == after
        assert verify(ledger).problems == ()
