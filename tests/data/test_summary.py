from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_rows import NOW, TODAY, add_client, invoice
from sqlcipher3 import dbapi2 as driver

from arcaller.data import summary
from arcaller.data.database import Ledger
from arcaller.data.tables import Client, CreditNote, FollowUp, Invoice, PaymentPlan, Promise
from arcaller.domain.calls.priority import PriorityFacts, half_value_minor, score_points
from arcaller.domain.money import EXPONENTS


def row(ledger: Ledger, client: int, currency: str = "EUR") -> dict[str, object]:
    names = [name.strip() for name in summary.COLUMNS.split(",")]
    values = ledger.row(
        f"SELECT {summary.COLUMNS} FROM client_summary WHERE client_id = ? AND currency = ?", (client, currency)
    )
    assert values is not None
    return dict(zip(names, values, strict=True))


@pytest.mark.parametrize(
    ("days_late", "bucket"),
    [
        (-1, "not_due_minor"),
        (0, "not_due_minor"),
        (1, "days_1_30_minor"),
        (30, "days_1_30_minor"),
        (31, "days_31_60_minor"),
        (60, "days_31_60_minor"),
        (61, "days_61_90_minor"),
        (90, "days_61_90_minor"),
        (91, "over_90_minor"),
    ],
)
def test_an_item_lies_in_one_bucket(ledger: Ledger, days_late: int, bucket: str) -> None:
    found = row(ledger, add_client(ledger, open_minor=700, days_late=days_late))
    buckets = ("not_due_minor", "days_1_30_minor", "days_31_60_minor", "days_61_90_minor", "over_90_minor")
    assert {name: found[name] for name in buckets} == {name: 700 if name == bucket else 0 for name in buckets}
    assert found["open_minor"] == 700
    assert found["overdue_minor"] == (700 if days_late > 0 else 0)
    assert found["is_on_list"] == (days_late > 0)


def test_a_client_without_open_items_keeps_one_row_of_zeros_in_its_own_currency(ledger: Ledger) -> None:
    with ledger.act("add", actor_id=1, at=NOW) as act:
        client = act.add(Client(number="9", legal_name="Nil", sort_name="nil", currency="JPY"))
    found = row(ledger, client, "JPY")
    assert (found["is_main"], found["open_minor"], found["score"], found["is_on_list"]) == (1, 0, 0, 0)
    with ledger.act("add", actor_id=1, at=NOW) as act:
        act.add(invoice(client, "I-1", TODAY, 100, "EUR"))
    assert ledger.rows("SELECT currency, is_main FROM client_summary WHERE client_id = ?", (client,)) == [("EUR", 1)]


def test_currencies_stand_apart_and_the_one_with_the_highest_score_leads(ledger: Ledger, client: int) -> None:
    with ledger.act("add", actor_id=1, at=NOW) as act:
        act.add(invoice(client, "I-2", TODAY - timedelta(days=100), 900_000, "USD"))
        act.add(invoice(client, "I-3", TODAY + timedelta(days=9), 900_000, "CHF"))
        act.add(
            CreditNote(
                client_id=client, number="C-1", issued_on=TODAY, currency="GBP", amount_minor=500, open_minor=500
            )
        )
    rows = ledger.rows(
        "SELECT currency, is_main, open_minor, credit_minor FROM client_summary WHERE client_id = ? ORDER BY 1",
        (client,),
    )
    assert rows == [("CHF", 0, 900_000, 0), ("EUR", 0, 50_000, 0), ("GBP", 0, 0, 500), ("USD", 1, 900_000, 0)]


def test_a_client_leaves_the_list_while_snoozed_or_not_to_be_chased(ledger: Ledger, client: int) -> None:
    with ledger.act("snooze", actor_id=1, at=NOW) as act:
        step = FollowUp(client_id=client, due_on=TODAY + timedelta(days=1), due_time="09:00", kind="call_back")
        act.add(step)
    found = row(ledger, client)
    assert (found["is_on_list"], found["next_action_on"], found["next_action_kind"]) == (0, "2026-11-23", "call_back")
    with ledger.act("sooner", actor_id=1, at=NOW) as act:
        act.add(FollowUp(client_id=client, due_on=TODAY, kind="call"))
    assert (row(ledger, client)["is_on_list"], row(ledger, client)["next_action_kind"]) == (1, "call")
    with ledger.act("pause", actor_id=1, at=NOW) as act:
        act.change(ledger.get(Client, client), do_not_chase_reason="lawyer", do_not_chase_until=TODAY)
    assert row(ledger, client)["is_on_list"] == 0
    assert ledger.start_day(TODAY + timedelta(days=1))
    assert row(ledger, client)["is_on_list"] == 1


def test_a_new_day_moves_every_item_and_comes_once(ledger: Ledger, client: int) -> None:
    assert not ledger.start_day(TODAY)
    assert ledger.start_day(TODAY + timedelta(days=9))
    assert row(ledger, client)["days_61_90_minor"] == 50_000
    assert ledger.business_date == TODAY + timedelta(days=9)


def test_a_later_promise_replaces_a_broken_one(ledger: Ledger, client: int) -> None:
    plain = row(ledger, client)["score"]
    assert isinstance(plain, int)

    def promise(state: str) -> Promise:
        return Promise(
            client_id=client, promised_on=TODAY, due_on=TODAY, currency="EUR", amount_minor=500, state=state
        )

    scores = []
    for state in ("broken", "cancelled", "open"):
        with ledger.act("promise", actor_id=1, at=NOW) as act:
            act.add(promise(state))
        scores.append(row(ledger, client)["score"])
    assert scores == [plain + 1000, plain + 1000, plain - 500]


def test_a_plan_on_track_lowers_the_rank_in_its_currency(ledger: Ledger, client: int) -> None:
    plain = row(ledger, client)["score"]
    assert isinstance(plain, int)
    with ledger.act("plan", actor_id=1, at=NOW) as act:
        act.add(PaymentPlan(number="P1", client_id=client, currency="EUR", state="on_track"))
    assert row(ledger, client)["score"] == plain - 500


@settings(max_examples=300, deadline=None)
@given(
    currency=st.sampled_from(sorted(EXPONENTS)),
    overdue=st.one_of(st.just(0), st.integers(0, 10**12)),
    days=st.integers(0, 5_000),
    share=st.integers(0, 100),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_the_score_in_sql_is_the_score_of_the_rule(
    currency: str, overdue: int, days: int, share: int, flags: tuple[bool, bool, bool]
) -> None:
    disputed = overdue * share // 100
    facts = PriorityFacts(overdue, EXPONENTS[currency], days, disputed, *flags)
    connection = driver.connect(":memory:")
    found = connection.execute(
        f"""WITH f AS (SELECT ? AS currency, ? AS overdue_minor, ? AS oldest_days, ? AS disputed_overdue_minor,
            ? AS is_broken, ? AS is_promised, ? AS is_planned),
        facts AS (SELECT *, {summary.half_value_sql()} AS half FROM f)
        SELECT {summary.score_sql()}, half FROM facts""",
        (currency, overdue, days, disputed, *map(int, flags)),
    ).fetchone()
    connection.close()
    assert found == (score_points(facts), half_value_minor(EXPONENTS[currency]))


def test_many_clients_at_once_get_the_rows_that_one_by_one_they_get(ledger_path: Path) -> None:
    with Ledger.open(ledger_path) as ledger:
        clients = [add_client(ledger, str(i), days_late=i * 7 - 20) for i in range(30)]
        kept = ledger.rows("SELECT * FROM client_summary ORDER BY 1, 2")
        with ledger.act("touch_all", actor_id=1, at=NOW, clients=clients) as act:
            act.change(ledger.select(Invoice)[0], po_reference="x")
        assert ledger.rows("SELECT * FROM client_summary ORDER BY 1, 2") == kept
        assert summary.clients_off(ledger.connection()) == []
