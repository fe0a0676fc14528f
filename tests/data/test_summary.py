from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_rows import NOW, TODAY, add_client, invoice, voicemail
from sqlcipher3 import dbapi2 as driver

from arcaller.data import summary
from arcaller.data.database import Ledger
from arcaller.data.queries.work.rank_facts import load_rank_facts
from arcaller.data.queries.work.work_list import Linked, load_work_list_ids, load_work_list_rows
from arcaller.data.settings import WORK_LEAST_BALANCE, WORK_WEIGHTS
from arcaller.data.tables import Client, CreditNote, FollowUp, Invoice, PaymentPlan, Promise, Setting
from arcaller.data.views import WorkView
from arcaller.domain.calls.priority import (
    PriorityFacts,
    PriorityWeights,
    class_lines,
    half_value_minor,
    risk_thousandths,
    score_points,
    value_class,
)
from arcaller.domain.money import EXPONENTS
from arcaller.services.calling.worklist import rank_clients


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
    assert scores == [plain + 1200, plain + 1200, plain - 500]


def test_a_plan_on_track_lowers_the_rank_in_its_currency(ledger: Ledger, client: int) -> None:
    plain = row(ledger, client)["score"]
    assert isinstance(plain, int)
    with ledger.act("plan", actor_id=1, at=NOW) as act:
        act.add(PaymentPlan(number="P1", client_id=client, currency="EUR", state="on_track"))
    assert row(ledger, client)["score"] == plain - 500


WEIGHTS = st.one_of(
    st.just(PriorityWeights()),
    st.builds(PriorityWeights, *[st.integers(0, 10_000)] * 8, st.integers(1, 3_650), st.integers(1, 1_000_000_000)),
)


@settings(max_examples=300, deadline=None)
@given(
    currency=st.sampled_from(sorted(EXPONENTS)),
    overdue=st.one_of(st.just(0), st.integers(0, 10**12)),
    days=st.integers(0, 5_000),
    share=st.integers(0, 100),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    risk=st.integers(0, 1000),
    unapplied=st.integers(0, 10**12),
    weights=WEIGHTS,
)
def test_the_score_in_sql_is_the_score_of_the_rule(
    currency: str,
    overdue: int,
    days: int,
    share: int,
    flags: tuple[bool, bool, bool],
    risk: int,
    unapplied: int,
    weights: PriorityWeights,
) -> None:
    disputed = overdue * share // 100
    facts = PriorityFacts(overdue, EXPONENTS[currency], days, disputed, *flags, risk, unapplied)
    connection = driver.connect(":memory:")
    found = connection.execute(
        f"""WITH f AS (SELECT ? AS currency, ? AS overdue_minor, ? AS oldest_days, ? AS disputed_overdue_minor,
            ? AS is_broken, ? AS is_promised, ? AS is_planned, ? AS risk, ? AS unapplied_minor),
        facts AS (SELECT *, {summary.half_value_sql(weights)} AS half FROM f)
        SELECT {summary.score_sql(weights)}, half FROM facts""",
        (currency, overdue, days, disputed, *map(int, flags), risk, unapplied),
    ).fetchone()
    connection.close()
    assert found == (score_points(facts, weights), half_value_minor(EXPONENTS[currency], weights))


def settled(client: int, number: str, due: date, on: date) -> Invoice:
    made = invoice(client, number, due, 1_000)
    made.open_minor, made.settled_on = 0, on
    return made


def test_risk_counts_invoices_settled_before_the_business_date_only(ledger: Ledger, client: int) -> None:
    due = TODAY - timedelta(days=20)
    with ledger.act("history", actor_id=1, at=NOW) as act:
        act.add(settled(client, "H-1", due, due + timedelta(days=3)))
        act.add(settled(client, "H-2", due, due))
        act.add(settled(client, "H-3", due, TODAY))
    # the portfolio's ratio was fixed when the day began, with nothing settled
    assert row(ledger, client)["risk"] == risk_thousandths(1, 2, 0)
    assert summary.clients_off(ledger.connection()) == []
    assert ledger.start_day(TODAY + timedelta(days=1))
    assert row(ledger, client)["risk"] == risk_thousandths(2, 3, 666)


def test_other_weights_rank_everybody_anew_and_an_undo_ranks_them_back(ledger: Ledger, client: int) -> None:
    before = row(ledger, client)["score"]
    with ledger.act("change_settings", actor_id=1, at=NOW) as act:
        act.write_setting(WORK_WEIGHTS["value"], 0)
    after = row(ledger, client)["score"]
    assert after == 400 * (52 * 1000 // 120) // 1000 != before
    assert summary.clients_off(ledger.connection()) == []
    assert act.number is not None
    ledger.undo(act.number, actor_id=1, at=NOW)
    assert row(ledger, client)["score"] == before


def test_a_balance_not_worth_a_call_stays_off_the_list_unless_a_call_back_was_agreed(
    ledger: Ledger, client: int
) -> None:
    with ledger.act("change_settings", actor_id=1, at=NOW) as act:
        act.write_setting(WORK_LEAST_BALANCE, {"": "10", "EUR": "500.01"})
    assert (row(ledger, client)["is_on_list"], row(ledger, client)["views"]) == (0, WorkView.ORPHANS)
    with ledger.act("agree", actor_id=1, at=NOW) as act:
        act.add(FollowUp(client_id=client, due_on=TODAY, due_time="14:30", kind="call_back"))
    assert row(ledger, client)["is_on_list"] == 1


@given(least=st.decimals(0, 10**6, places=3), currency=st.sampled_from(sorted(EXPONENTS)))
def test_the_least_balance_is_rounded_down_to_what_the_currency_knows(least: Decimal, currency: str) -> None:
    minor = summary.least_minor(currency, {"": str(least)})
    assert minor <= least * 10 ** EXPONENTS[currency] < minor + 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(1, 10**6), min_size=1, max_size=12))
def test_the_classes_of_a_day_are_those_of_the_rule(ledger_path: Path, amounts: list[int]) -> None:
    with Ledger.open(ledger_path) as ledger:
        with ledger.act("clear", actor_id=1, at=NOW) as act:
            for old in ledger.select(Invoice):
                act.remove(old)
            known = ledger.select(Client)
            clients = [each.id for each in known[: len(amounts)]]
            for at in range(len(clients), len(amounts)):
                clients.append(
                    act.add(Client(number=f"K{at}", legal_name=f"K{at}", sort_name=f"k{at}", currency="EUR"))
                )
            for client, amount in zip(clients, amounts, strict=True):
                act.add(invoice(client, f"I-{client}", TODAY - timedelta(days=9), amount))
        assert ledger.business_date is not None
        ledger.start_day(ledger.business_date + timedelta(days=1))
        lines = class_lines(amounts)
        for client, amount in zip(clients, amounts, strict=True):
            expected = value_class(amount, lines)
            assert expected is not None
            assert row(ledger, client)["value_class"] == expected.value
        assert summary.clients_off(ledger.connection()) == []


def test_a_group_has_one_row_its_highest_member_and_a_call_to_one_is_a_call_to_all(ledger: Ledger) -> None:
    root = add_client(ledger, "P", open_minor=10_000)
    large = add_client(ledger, "L", open_minor=900_000)
    alone = add_client(ledger, "X", open_minor=20_000)
    small = add_client(ledger, "S", open_minor=5_000)
    with ledger.act("link", actor_id=1, at=NOW) as act:
        act.change(ledger.get(Client, large), parent_id=root)
        act.change(ledger.get(Client, small), parent_id=root)
    assert list(load_work_list_ids(ledger)) == [large, alone]
    first = load_work_list_rows(ledger, load_work_list_ids(ledger), TODAY)[0]
    assert first.linked == Linked(2, (("EUR", 915_000),))
    assert summary.clients_off(ledger.connection()) == []
    with ledger.act("log_call", actor_id=1, at=NOW) as act:
        act.add(voicemail(small))
        act.add(FollowUp(client_id=small, due_on=TODAY + timedelta(days=1), kind="call"))
    assert list(load_work_list_ids(ledger)) == [alone]
    assert act.number is not None
    ledger.undo(act.number, actor_id=1, at=NOW)
    with ledger.act("unlink", actor_id=1, at=NOW) as act:
        act.change(ledger.get(Client, large), parent_id=None)
    assert list(load_work_list_ids(ledger)) == [large, alone, root]
    assert summary.clients_off(ledger.connection()) == []


def test_a_group_called_in_the_evening_of_the_company_is_there_again_the_next_morning(ledger: Ledger) -> None:
    root = add_client(ledger, "P", open_minor=10_000)
    large = add_client(ledger, "L", open_minor=900_000)
    with ledger.act("link", actor_id=1, at=NOW) as act:
        act.change(ledger.get(Client, large), parent_id=root)
        (zone,) = ledger.select(Setting, Setting.key == "company_time_zone")
        act.change(zone, value="America/Los_Angeles")
    tomorrow = TODAY + timedelta(days=1)
    with ledger.act("log_call", actor_id=1, at=NOW) as act:
        act.add(voicemail(root, datetime(2026, 11, 23, 1, 0, tzinfo=UTC)))  # 17:00 of the 22nd in Los Angeles
        act.add(FollowUp(client_id=root, due_on=tomorrow + timedelta(days=1), kind="call"))
    ledger.start_day(tomorrow)
    assert list(load_work_list_ids(ledger)) == [large]
    assert summary.clients_off(ledger.connection()) == []


def test_amounts_of_a_group_in_two_currencies_are_named_beside_each_other(ledger: Ledger) -> None:
    root = add_client(ledger, "P", open_minor=10_000)
    other = add_client(ledger, "Q", open_minor=20_000)
    with ledger.act("link", actor_id=1, at=NOW) as act:
        act.change(ledger.get(Client, other), parent_id=root)
        act.add(invoice(other, "U-1", TODAY - timedelta(days=3), 700, "USD"))
    (only,) = load_work_list_rows(ledger, load_work_list_ids(ledger), TODAY)
    assert only.linked == Linked(1, (("EUR", 30_000), ("USD", 700)))


def test_a_broken_part_of_a_promise_stands_above_its_open_parts(ledger: Ledger, client: int) -> None:
    plain = row(ledger, client)["score"]
    assert isinstance(plain, int)
    with ledger.act("promise", actor_id=1, at=NOW) as act:
        terms = {"client_id": client, "promised_on": TODAY, "currency": "EUR", "amount_minor": 500, "parts": 2}
        first = act.add(Promise(due_on=TODAY, state="broken", **terms))
        act.add(Promise(due_on=TODAY + timedelta(days=9), state="open", series_id=first, part=2, **terms))
        act.change(ledger.get(Promise, first), series_id=first)
    found = row(ledger, client)
    assert (found["score"], found["views"]) == (
        plain + 1200,
        WorkView.TODAY | WorkView.BROKEN_PROMISES | WorkView.HIGH_VALUE * (found["value_class"] == "A")
        | WorkView.NEVER_REACHED | WorkView.ORPHANS,
    )  # fmt: skip
    assert load_work_list_rows(ledger, load_work_list_ids(ledger), TODAY)[0].broken_promise_on == TODAY


def test_a_promise_kept_in_part_lifts_the_client_while_its_later_part_is_open(ledger: Ledger, client: int) -> None:
    plain = row(ledger, client)["score"]
    assert isinstance(plain, int)
    with ledger.act("promise", actor_id=1, at=NOW) as act:
        terms = {"client_id": client, "promised_on": TODAY, "currency": "EUR", "amount_minor": 500, "parts": 2}
        first = act.add(Promise(due_on=TODAY, state="partly_kept", received_minor=200, decided_on=TODAY, **terms))
        act.add(Promise(due_on=TODAY + timedelta(days=9), state="open", series_id=first, part=2, **terms))
        act.change(ledger.get(Promise, first), series_id=first)
    found = row(ledger, client)
    assert found["score"] == plain + 1200
    assert isinstance(found["views"], int)
    assert found["views"] & WorkView.BROKEN_PROMISES
    listed = load_work_list_rows(ledger, load_work_list_ids(ledger), TODAY)[0]
    assert (listed.broken_promise_on, listed.broken_promise_minor, listed.is_partly_kept) == (TODAY, 300, True)
    facts = load_rank_facts(ledger, client, TODAY)
    assert facts is not None
    assert score_points(facts.facts, facts.weights) == found["score"]
    (past,) = rank_clients(ledger, TODAY)
    assert (past.score, past.why.split(";")[0]) == (found["score"], "promise kept only in part today, 3.00 missing")
    assert summary.clients_off(ledger.connection()) == []


def test_many_clients_at_once_get_the_rows_that_one_by_one_they_get(ledger_path: Path) -> None:
    with Ledger.open(ledger_path) as ledger:
        clients = [add_client(ledger, str(i), days_late=i * 7 - 20) for i in range(30)]
        kept = ledger.rows("SELECT * FROM client_summary ORDER BY 1, 2")
        with ledger.act("touch_all", actor_id=1, at=NOW, clients=clients) as act:
            act.change(ledger.select(Invoice)[0], po_reference="x")
        assert ledger.rows("SELECT * FROM client_summary ORDER BY 1, 2") == kept
        assert summary.clients_off(ledger.connection()) == []
