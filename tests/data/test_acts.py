from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from ledger_rows import NOW, TODAY, add_client, invoice, state_of, voicemail

from arcaller.data.database import Ledger
from arcaller.data.errors import LedgerBusy, StorageError
from arcaller.data.journal.chain import check_chain
from arcaller.data.sqlite import IntegrityError, open_connection
from arcaller.data.tables import AppUser, Call, Client, Contact, FollowUp, Invoice, Payment, PaymentApplication


def changes_of(ledger: Ledger, number: int | None) -> dict[str, object]:
    (text,) = ledger.row("SELECT changes FROM journal_detail WHERE number = ?", (number,)) or ("",)
    return dict(json.loads(text))


def test_an_act_leaves_one_entry_that_says_who_when_where_and_what(ledger: Ledger, client: int) -> None:
    with ledger.act("log_call", actor_id=1, at=NOW, subject="Meyer") as act:
        call = act.add(voicemail(client))
    row = ledger.row("SELECT device, actor_id, at, act, subject, undoes FROM journal WHERE number = ?", (act.number,))
    assert row == ("PC7", 1, "2026-11-22T14:02:07.123456Z", "log_call", "Meyer", None)
    changes = changes_of(ledger, act.number)
    assert changes["clients"] == [client]
    ((kind, table, row_id, image),) = changes["rows"]  # type: ignore[misc]
    assert (kind, table, row_id, image["note"], image["left_message"]) == ("add", "call", call, "", 1)
    assert ledger.rows("SELECT client_id FROM journal_client WHERE number = ?", (act.number,)) == [(client,)]


def test_only_columns_that_really_changed_are_journaled(ledger: Ledger, client: int) -> None:
    with ledger.act("edit_client", actor_id=1, at=NOW) as act:
        assert act.change(ledger.get(Client, client), note="likes mornings", currency="EUR")
    assert changes_of(ledger, act.number)["rows"] == [
        ["change", "client", client, {"note": ""}, {"note": "likes mornings"}]
    ]


def test_an_act_that_changes_nothing_leaves_no_entry(ledger: Ledger, client: int) -> None:
    with ledger.act("edit_client", actor_id=1, at=NOW) as act:
        assert not act.change(ledger.get(Client, client), note="", currency="EUR")
    assert act.number is None
    assert ledger.rows("SELECT max(number) FROM journal") == [(2,)]


def test_what_stood_before_is_read_from_the_table_not_from_a_stale_row(ledger: Ledger, client: int) -> None:
    stale = ledger.get(Client, client)
    with ledger.act("edit_client", actor_id=1, at=NOW) as act:
        act.change(ledger.get(Client, client), note="first")
    with ledger.act("edit_client", actor_id=1, at=NOW) as act:
        act.change(stale, city="Łódź")
        act.change(stale, note="second")
    assert changes_of(ledger, act.number)["rows"][1][3] == {"note": "first"}  # type: ignore[index]
    assert (ledger.get(Client, client).note, ledger.get(Client, client).city) == ("second", "Łódź")


def test_a_row_comes_back_as_it_was_put_in(ledger: Ledger, client: int) -> None:
    at = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    with ledger.act("log_call", actor_id=1, at=NOW) as act:
        call = act.add(voicemail(client, at))
        act.add(FollowUp(client_id=client, due_on=date(2026, 11, 24), due_time="10:00", kind="call"))
        act.change(ledger.get(Client, client), tags=["key", "złoty"], credit_limit_minor=2**53 + 1)
    row, stored = ledger.get(Call, call), ledger.get(Client, client)
    assert (row.called_at, row.was_placed, row.length_seconds) == (at, True, None)
    assert (stored.tags, stored.credit_limit_minor) == (["key", "złoty"], 2**53 + 1)
    assert ledger.select(FollowUp, FollowUp.client_id == client)[0].due_on == date(2026, 11, 24)


@pytest.mark.parametrize("amount", [1.5, 2.0, "12", True, Decimal(3), None])
def test_money_is_an_int_or_refused(ledger: Ledger, client: int, amount: object) -> None:
    before = state_of(ledger)
    with (
        pytest.raises((TypeError, IntegrityError)),
        ledger.act("add_invoice", actor_id=1, at=NOW) as act,
    ):
        act.add(invoice(client, "INV-2", TODAY, amount))  # type: ignore[arg-type]
    if amount is not None:
        with pytest.raises(TypeError):
            ledger.find(Invoice, Invoice.amount_minor == amount)
        with pytest.raises(TypeError), ledger.act("edit", actor_id=1, at=NOW) as act:
            act.change(ledger.select(Invoice)[0], amount_minor=amount)
    assert state_of(ledger) == before


@pytest.mark.parametrize("day", [datetime(2026, 11, 22, 10, tzinfo=UTC), "2026-11-22", 5])
def test_a_date_is_a_date_or_refused(ledger: Ledger, client: int, day: object) -> None:
    with pytest.raises(TypeError), ledger.act("edit", actor_id=1, at=NOW) as act:
        act.change(ledger.select(Invoice)[0], due_on=day)


def test_a_time_without_a_zone_is_refused(ledger: Ledger, client: int) -> None:
    with pytest.raises(TypeError, match="aware"):
        ledger.act("log_call", actor_id=1, at=NOW.replace(tzinfo=None))


def test_any_exception_takes_the_whole_act_back(ledger: Ledger, client: int) -> None:
    before, head = state_of(ledger), ledger.rows("SELECT max(number) FROM journal")
    with pytest.raises(ZeroDivisionError), ledger.act("log_call", actor_id=1, at=NOW) as act:  # noqa: PT012
        act.add(voicemail(client))
        act.change(ledger.get(Client, client), note="x")
        _ = 1 / 0
    assert act.number is None
    assert state_of(ledger) == before
    assert ledger.rows("SELECT max(number) FROM journal") == head
    with ledger.act("log_call", actor_id=1, at=NOW) as act:
        act.add(voicemail(client))
    assert act.number == 3


def test_an_act_inside_an_act_is_refused_and_the_outer_one_taken_back(ledger: Ledger, client: int) -> None:
    before = state_of(ledger)
    with pytest.raises(RuntimeError, match="inside another"), ledger.act("outer", actor_id=1, at=NOW) as act:  # noqa: PT012
        act.add(voicemail(client))
        with ledger.act("inner", actor_id=1, at=NOW):
            pass
    assert state_of(ledger) == before


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE client SET note = 'x'",
        "DELETE FROM contact",
        "INSERT INTO app_user(uuid, name, role) VALUES (hex(randomblob(18)), 'Eve', 'supervisor')",
        "REPLACE INTO setting(id, key, value) VALUES (1, 'company_name', '\"Evil\"')",
        "INSERT INTO journal_client(client_id, number) VALUES (7, 1)",
    ],
)
def test_a_write_outside_an_act_is_refused(ledger: Ledger, client: int, sql: str) -> None:
    before = state_of(ledger)
    with pytest.raises(IntegrityError, match="written outside an act"):
        ledger.rows(sql)
    assert state_of(ledger) == before


@pytest.mark.parametrize("adds", [True, False])
def test_a_write_past_the_open_act_takes_it_back(ledger: Ledger, client: int, adds: bool) -> None:
    before = state_of(ledger)
    with pytest.raises(RuntimeError, match="written past the act"), ledger.act("edit", actor_id=1, at=NOW) as act:  # noqa: PT012
        if adds:
            act.add(voicemail(client))
        ledger.rows("UPDATE client SET note = 'x'")
    assert state_of(ledger) == before


def test_rows_have_no_writing_door_of_their_own(ledger: Ledger, client: int) -> None:
    row = ledger.get(Client, client)
    row.note = "x"
    with pytest.raises(Exception, match="database"):
        row.save()
    assert ledger.get(Client, client).note == ""


@pytest.mark.parametrize("table", ["journal", "journal_detail", "journal_client"])
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "REPLACE", "INSERT OR REPLACE", "UPSERT"])
def test_the_journal_is_never_changed(ledger: Ledger, client: int, table: str, verb: str) -> None:
    number = 2
    sql = {
        "UPDATE": f"UPDATE {table} SET number = number + 10",
        "DELETE": f"DELETE FROM {table} WHERE number = {number}",
        "REPLACE": f"REPLACE INTO {table} SELECT * FROM {table} WHERE number = {number}",
        "INSERT OR REPLACE": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE number = {number}",
        "UPSERT": f"INSERT INTO {table} SELECT * FROM {table} WHERE number = {number} "
        "ON CONFLICT DO UPDATE SET number = excluded.number + 10",
    }[verb]
    before = ledger.rows(f"SELECT * FROM {table}")
    # not even a program without the guards of an open ledger, as long as it asks for recursive triggers
    for connection in (ledger.connection(), open_connection(ledger.path, timeout_ms=0)):
        with pytest.raises(IntegrityError, match=r"never changed|outside an act"):
            connection.execute(sql)
    connection.close()
    assert ledger.rows(f"SELECT * FROM {table}") == before


def test_a_busy_file_is_said_in_words_and_the_act_may_be_tried_again(ledger_path: Path) -> None:
    with Ledger.open(ledger_path, timeout_ms=10) as ledger:
        client = add_client(ledger)
        other = open_connection(ledger_path, timeout_ms=0)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerBusy, match="try again"), ledger.act("log_call", actor_id=1, at=NOW):
            pass
        other.execute("ROLLBACK")
        other.close()
        with ledger.act("log_call", actor_id=1, at=NOW) as act:
            act.add(voicemail(client))
        assert act.number == 3


def test_a_full_disk_is_said_in_words_and_nothing_is_half_saved(ledger: Ledger, client: int) -> None:
    before = state_of(ledger)
    (pages,) = ledger.rows("PRAGMA page_count")[0]
    ledger.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError, match="is full; nothing of this was saved"):  # noqa: PT012
        for number in range(500):
            with ledger.act("log_call", actor_id=1, at=NOW) as act:
                act.add(Call(**{**voicemail(client).__data__, "note": f"{number}" * 2_000}))
    ledger.rows("PRAGMA max_page_count = 1000000")
    calls = ledger.rows("SELECT count(*) FROM call")[0][0]
    assert ledger.rows("SELECT count(*) FROM journal WHERE act = 'log_call'") == [(calls,)]
    assert state_of(ledger)["client"] == before["client"]
    assert list(check_chain(ledger.connection())) == []


def test_clients_of_applications_are_found_through_their_invoice(ledger: Ledger, client: int) -> None:
    other = add_client(ledger, "1002")
    item = ledger.select(Invoice, Invoice.client_id == other)[0]
    with ledger.act("record_payment", actor_id=1, at=NOW) as act:
        paid = act.add(
            Payment(
                client_id=other,
                paid_on=TODAY,
                currency="EUR",
                amount_minor=20_000,
                unapplied_minor=0,
                source="manual",
            )
        )
        act.add(PaymentApplication(payment_id=paid, invoice_id=item.id, applied_on=TODAY, amount_minor=20_000))
        act.change(item, open_minor=30_000)
    assert changes_of(ledger, act.number)["clients"] == [other]
    assert ledger.rows("SELECT open_minor FROM client_summary WHERE client_id = ?", (other,)) == [(30_000,)]


def test_clients_are_found_by_what_an_act_wrote(ledger: Ledger, client: int) -> None:
    def hits(word: str) -> list[tuple[object, ...]]:
        return ledger.rows("SELECT rowid FROM client_search WHERE client_search MATCH ?", (f'"{word}"*',))

    assert hits("lodz") == hits("30123456") == [(client,)]
    with ledger.act("edit", actor_id=1, at=NOW) as act:
        act.change(ledger.get(Client, client), legal_name="Østergård AS")
        act.change(ledger.select(Contact)[0], email="kari@example.org")
    assert hits("lodz") == []
    assert hits("ostergard") == hits("kari") == [(client,)]
    ledger.undo(act.number or 0, actor_id=1, at=NOW)
    assert hits("lodz") == [(client,)]
    assert hits("kari") == []


def test_rows_that_are_gone_are_said_in_words(ledger: Ledger, client: int) -> None:
    row = ledger.get(Client, client)
    row.id = 4711
    with pytest.raises(StorageError, match="Row 4711 of client is gone"), ledger.act("x", actor_id=1, at=NOW) as act:
        act.change(row, note="x")
    with pytest.raises(StorageError, match="Row 4711 of Client is gone"):
        ledger.get(Client, 4711)


def test_uuids_of_one_act_are_unique_and_in_order(ledger: Ledger) -> None:
    with ledger.act("add_users", actor_id=1, at=NOW + timedelta(hours=1)) as act:
        ids = act.add_many([AppUser(name=f"u{i}", role="caller") for i in range(50)])
    rows = ledger.rows("SELECT uuid FROM app_user WHERE id >= ? ORDER BY id", (ids[0],))
    uuids = [uuid for (uuid,) in rows]
    assert uuids == sorted(set(uuids))
    assert {(uuid[14], uuid[19] in "89ab") for uuid in uuids} == {("7", True)}
    assert int(uuids[0].replace("-", "")[:12], 16) == int((NOW + timedelta(hours=1)).timestamp() * 1000)
