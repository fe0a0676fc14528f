"""Many clients changed at once: said before, one act, undone whole, all or nothing."""

from __future__ import annotations

import pytest

from arcaller.data.queries.clients.card import load_client_card
from arcaller.domain.errors import DomainError
from arcaller.services.clients.bulk import ChangeClients, change_clients, preview_clients
from arcaller.services.clients.cards import SaveClient, save_client
from arcaller.services.undo import undo_last


def some(office, count=5):
    made = [
        save_client(
            office.desk, SaveClient(None, f"N-{i}", f"New {i}", "EUR", owner_id=1 + i % 2, tags=("old", f"t{i}"))
        ).new_id
        for i in range(count)
    ]
    return tuple(each for each in made if each is not None)


def test_the_preview_says_from_what_to_what_and_the_act_does_just_that(office):
    ids = some(office)
    command = ChangeClients(ids, sets_owner=True, owner_id=2, segment="Key", add_tags=("new",), remove_tags=("OLD",))
    said = "5 clients: owner Sven, Asha Rao → Asha Rao, segment none → Key, tags +new, −OLD"
    assert preview_clients(office.desk, command) == said
    before = office.state()
    changes = change_clients(office.desk, command)
    assert (changes.said, changes.everything) == (said, True)
    rows = [load_client_card(office.ledger, each) for each in ids]
    assert {(row.owner_id, row.segment) for row in rows} == {(2, "Key")}
    assert rows[3].tags == ("new", "t3")
    assert undo_last(office.desk).said == "Taken back: the change of 5 clients"
    assert office.state() == before


def test_only_what_is_named_changes_and_nothing_new_writes_nothing(office):
    ids = some(office, 3)
    change_clients(office.desk, ChangeClients(ids, segment="Key"))
    assert [load_client_card(office.ledger, each).owner_id for each in ids] == [1, 2, 1]
    assert change_clients(office.desk, ChangeClients(ids, segment="Key")).entry is None
    change_clients(office.desk, ChangeClients(ids, segment="", sets_owner=True))
    assert {load_client_card(office.ledger, each).segment for each in ids} == {""}
    assert {load_client_card(office.ledger, each).owner_id for each in ids} == {None}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"client_ids": ()}, "client_ids"),
        ({"client_ids": tuple(range(1, 20_002)), "segment": "x"}, "client_ids"),
        ({"client_ids": (1, 4711), "segment": "x"}, "client_ids"),
        ({"client_ids": (1,)}, "owner_id"),
        ({"client_ids": (1,), "sets_owner": True, "owner_id": 9}, "owner_id"),
        ({"client_ids": (1,), "segment": "x" * 301}, "segment"),
        ({"client_ids": (1,), "add_tags": tuple(str(i) for i in range(30))}, "tags"),
    ],
)
def test_what_cannot_be_done_for_all_is_done_for_none(office, change, field):
    before = office.state()
    with pytest.raises(DomainError) as refusal:
        change_clients(office.desk, ChangeClients(**change))
    assert refusal.value.field == field
    assert office.state() == before
