from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from ledger_rows import NOW, TODAY, add_client, state_of, voicemail

from arcaller.data.database import Ledger
from arcaller.data.tables import Agreement, AppUser, Call, Client, FollowUp, Invoice, PaymentPlan, PlanVersion
from arcaller.data.verify import verify
from arcaller.domain.errors import DomainError


def log_voicemail(ledger: Ledger, client: int, note: str = "try tomorrow") -> int:
    with ledger.act("log_call", actor_id=1, at=NOW, subject="Meyer") as act:
        call = act.add(voicemail(client))
        act.add(FollowUp(client_id=client, due_on=TODAY + timedelta(days=1), kind="call", call_id=call))
        act.change(ledger.get(Client, client), note=note)
    assert act.number is not None
    return act.number


def undo(ledger: Ledger, number: int) -> int:
    counter = ledger.undo(number, actor_id=1, at=NOW).number
    assert counter is not None
    return counter


def test_undo_brings_back_every_row_the_summary_and_the_search_text(ledger: Ledger, client: int) -> None:
    before = state_of(ledger)
    undo(ledger, log_voicemail(ledger, client))
    assert state_of(ledger) == before
    assert verify(ledger).problems == ()


def test_redo_is_the_undo_of_the_undo_and_keeps_the_ids(ledger: Ledger, client: int) -> None:
    number = log_voicemail(ledger, client)
    after = state_of(ledger)
    counter = undo(ledger, number)
    assert ledger.redoable_act() is not None
    undo(ledger, counter)
    assert state_of(ledger) == after
    assert ledger.redoable_act() is None


def test_undo_works_after_a_restart_and_for_fifty_acts(ledger_path: Path) -> None:
    with Ledger.open(ledger_path) as ledger:
        client = add_client(ledger)
        before = state_of(ledger)
        for i in range(50):
            log_voicemail(ledger, client, f"note {i}")
    with Ledger.open(ledger_path) as ledger:
        acts = ledger.undoable_acts(50)
        assert [act.act for act in acts] == ["log_call"] * 50
        for act in acts:
            undo(ledger, act.number)
        assert state_of(ledger) == before
        assert [act.act for act in ledger.undoable_acts()] == ["add_client"]


def test_the_list_names_the_original_after_undo_and_redo(ledger: Ledger, client: int) -> None:
    number = log_voicemail(ledger, client)
    assert [(act.number, act.act) for act in ledger.undoable_acts()] == [(number, "log_call"), (2, "add_client")]
    counter = undo(ledger, number)
    assert [(act.number, act.act) for act in ledger.undoable_acts()] == [(2, "add_client")]
    redo = undo(ledger, counter)
    newest = ledger.undoable_acts()[0]
    assert (newest.number, newest.act, newest.subject) == (redo, "log_call", "Meyer")
    undo(ledger, redo)
    assert [act.number for act in ledger.undoable_acts()] == [2]


def test_an_act_is_not_undone_twice(ledger: Ledger, client: int) -> None:
    number = log_voicemail(ledger, client)
    counter = undo(ledger, number)
    with pytest.raises(DomainError, match="undone before"):
        undo(ledger, number)
    undo(ledger, counter)
    with pytest.raises(DomainError, match="undo the redo"):
        undo(ledger, number)


def test_a_removed_row_comes_back_under_its_id(ledger: Ledger, client: int) -> None:
    log_voicemail(ledger, client)
    before = state_of(ledger)
    with ledger.act("drop_follow_up", actor_id=1, at=NOW) as act:
        act.remove(ledger.select(FollowUp)[0])
    assert ledger.select(FollowUp) == []
    undo(ledger, act.number or 0)
    assert state_of(ledger) == before
    assert verify(ledger).problems == ()


def test_what_a_later_act_rests_on_is_refused_by_its_name(ledger: Ledger, client: int) -> None:
    first = log_voicemail(ledger, client, "first")
    log_voicemail(ledger, client, "second")
    before = state_of(ledger)
    with pytest.raises(DomainError, match=r"later act depends on this one \(log call, 2026-11-22 14:02 UTC\)"):
        undo(ledger, first)
    assert state_of(ledger) == before


def test_a_new_client_is_undone_only_while_nothing_points_to_it(ledger: Ledger, client: int) -> None:
    number = log_voicemail(ledger, client)
    with pytest.raises(DomainError, match="undo that one first"):
        undo(ledger, 2)
    undo(ledger, number)
    undo(ledger, 2)
    assert ledger.rows("SELECT count(*) FROM client_summary") == [(0,)]
    assert ledger.rows("SELECT count(*) FROM client_search WHERE client_search MATCH 'lodz'") == [(0,)]


def test_later_changes_of_other_columns_do_not_stand_in_the_way(ledger: Ledger, client: int) -> None:
    with ledger.act("edit_client", actor_id=1, at=NOW) as act:
        act.change(ledger.get(Client, client), note="x")
    with ledger.act("edit_client", actor_id=1, at=NOW) as later:
        later.change(ledger.get(Client, client), city="Bremen")
    undo(ledger, act.number or 0)
    assert (ledger.get(Client, client).note, ledger.get(Client, client).city) == ("", "Bremen")


def make_plan(ledger: Ledger, client: int) -> tuple[int, int]:
    with ledger.act("propose_plan", actor_id=1, at=NOW) as act:
        plan = act.add(PaymentPlan(number="P-1", client_id=client, currency="EUR", state="proposed"))
        version = act.add(
            PlanVersion(
                plan_id=plan,
                version=1,
                terms={"count": 3},
                acknowledged_minor=50_000,
                total_minor=50_000,
                fingerprint="f" * 64,
            )
        )
        agreement = act.add(
            Agreement(
                number="A-1",
                plan_version_id=version,
                template="plan",
                template_version="1",
                language="en",
                inputs={},
                document_sha256="0" * 64,
                made_at=NOW,
            )
        )
    return act.number or 0, agreement


def test_what_was_issued_is_not_undone(ledger: Ledger, client: int) -> None:
    proposed, agreement = make_plan(ledger, client)
    with ledger.act("issue_agreement", actor_id=1, at=NOW, clients={client}) as act:
        act.change(ledger.get(Agreement, agreement), issued_at=NOW, state="issued")
    before = state_of(ledger)
    for number in (act.number or 0, proposed):
        with pytest.raises(DomainError, match="already issued to the client"):
            undo(ledger, number)
    assert state_of(ledger) == before


def test_a_plan_nobody_was_given_is_undone(ledger: Ledger, client: int) -> None:
    before = state_of(ledger)
    proposed, _ = make_plan(ledger, client)
    undo(ledger, proposed)
    assert state_of(ledger) == before


def test_an_agreed_plan_is_not_made_unagreed(ledger: Ledger, client: int) -> None:
    make_plan(ledger, client)
    with ledger.act("mark_agreed", actor_id=1, at=NOW) as act:
        act.change(ledger.select(PaymentPlan)[0], state="agreed")
    with pytest.raises(DomainError, match="already issued"):
        undo(ledger, act.number or 0)


def test_the_making_of_a_ledger_and_unknown_acts_are_refused(ledger: Ledger) -> None:
    with pytest.raises(DomainError, match="cannot be undone"):
        undo(ledger, 1)
    with pytest.raises(DomainError, match="no act 99"):
        undo(ledger, 99)
    assert ledger.select(AppUser)[0].name == "Ana"


def test_a_refused_undo_writes_no_entry(ledger: Ledger, client: int) -> None:
    log_voicemail(ledger, client)
    (head,) = ledger.rows("SELECT max(number) FROM journal")
    with pytest.raises(DomainError):
        undo(ledger, 2)
    assert ledger.rows("SELECT max(number) FROM journal") == [head]
    assert len(ledger.select(Call)) == len(ledger.select(Invoice)) == 1
