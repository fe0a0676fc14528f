"""Fifty random acts, a restart, fifty undos: the ledger is row for row what it was."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from office_rows import NOW, SUPERVISOR, TODAY, add_client, add_invoice

from arcaller.data.database import Ledger
from arcaller.data.verify import verify
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.calling.calls import log_call
from arcaller.services.calling.follow_ups import snooze
from arcaller.services.commands import (
    CallBackDetails,
    ChangeSettings,
    DisputeDetails,
    LogCall,
    PromiseDetails,
    Snooze,
)
from arcaller.services.settings import change_settings
from arcaller.services.undo import acts_to_take_back, redo, undo_act, undo_last

ACTS = 50
PLAIN = [
    CallOutcome.NO_ANSWER,
    CallOutcome.VOICEMAIL,
    CallOutcome.BUSY,
    CallOutcome.WRONG_NUMBER,
    CallOutcome.REFUSES,
]


def people(office, count=5):
    """Further clients with an invoice each."""
    with office.ledger.act("seed", actor_id=SUPERVISOR, at=NOW) as act:
        made = []
        for number in range(count):
            client_id, _ = add_client(act, f"C-1{number:02}", f"Client {number}", f"+49 30 5550 02{number:02}")
            made.append((client_id, add_invoice(act, client_id, f"R-3{number:03}", -number - 1, 70_000)))
    return made


def some_act(desk, chance, clients):
    client_id, invoice_id = chance.choice(clients)
    match chance.randrange(7):
        case 0:
            amount = Money(chance.randrange(1_000, 70_000), "EUR")
            details = PromiseDetails(amount, TODAY + timedelta(days=chance.randrange(1, 30)))
            return log_call(desk, LogCall(client_id, CallOutcome.PROMISE, promise=details))
        case 1:
            details = DisputeDetails((invoice_id,), chance.choice(["price", "quantity"]), "says so")
            return log_call(desk, LogCall(client_id, CallOutcome.DISPUTE, dispute=details))
        case 2:
            wish = CallBackDetails(TODAY + timedelta(days=chance.randrange(1, 9)), "10:00", "Europe/Berlin")
            return log_call(desk, LogCall(client_id, CallOutcome.CALL_BACK, call_back=wish))
        case 3:
            return snooze(desk, Snooze(client_id, TODAY + timedelta(days=chance.randrange(1, 20)), "on holiday"))
        case 4:
            return change_settings(desk, ChangeSettings({"retry_minutes": chance.randrange(5, 500)}))
        case 5:
            letter = chance.choice("pcmn")
            return log_call(desk, LogCall(client_id, CallOutcome.OTHER, letter=letter, note="said so"))
        case _:
            note = f"note {chance.random()}"
            kept = {"draft_key": f"call:{client_id}", "draft": f'{{"note": "{note}"}}'}
            return log_call(desk, LogCall(client_id, chance.choice(PLAIN), note=note, **kept))


def rows_of(ledger):
    """Every row but those of drafts, which are no part of the record."""
    tables = ledger.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'journal%' AND name NOT LIKE 'draft%' "
        "AND name NOT LIKE '%search%' AND name NOT LIKE 'sqlite%' ORDER BY name"
    )
    return {table: ledger.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for (table,) in tables}


def do_fifty(office, chance, clients):
    done = 0
    while done < ACTS:
        try:
            changes = some_act(replace(office.desk, now=NOW + timedelta(seconds=done)), chance, clients)
        except DomainError:
            continue
        done += changes.entry is not None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fifty_acts_are_taken_back_after_a_restart(office, seed):
    chance, clients = random.Random(seed), people(office)
    before, path = rows_of(office.ledger), office.ledger.path
    do_fifty(office, chance, clients)
    after = rows_of(office.ledger)
    assert after != before
    office.ledger.close()
    with Ledger.open(path) as ledger:
        desk = replace(office.desk, ledger=ledger, now=NOW + timedelta(hours=1))
        said = [undo_last(desk).said for _ in range(ACTS)]
        assert all(each.startswith("Taken back: the ") for each in said)
        assert rows_of(ledger) == before
        for _ in range(ACTS):
            assert redo(desk).said.startswith("Brought back: the ")
        assert rows_of(ledger) == after
        with pytest.raises(DomainError, match="nothing to bring back"):
            redo(desk)
        assert verify(ledger).problems == ()


def test_a_new_act_ends_what_can_be_brought_back(office):
    log_call(office.desk, LogCall(office.client_id, CallOutcome.BUSY))
    undo_last(office.desk)
    log_call(office.desk, LogCall(office.client_id, CallOutcome.VOICEMAIL))
    with pytest.raises(DomainError, match="nothing to bring back"):
        redo(office.desk)


def test_the_list_of_acts_names_each_and_any_of_them_is_taken_back(office):
    (other, _), *_ = people(office, 1)
    log_call(office.desk, LogCall(office.client_id, CallOutcome.BUSY))
    log_call(office.desk, LogCall(other, CallOutcome.VOICEMAIL))
    lines = acts_to_take_back(office.desk)
    assert [line.words for line in lines[:2]] == ["the call with Client 0", "the call with Meyer KG"]
    assert (lines[0].by, lines[0].at) == ("Asha Rao", NOW)
    assert undo_act(office.desk, lines[1].number).said == "Taken back: the call with Meyer KG"
    assert office.one("SELECT client_id FROM call") == (other,)
