"""Skip, spread, put back, orphans; what a missed day and a clock set back do to the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from office_rows import NOW, SUPERVISOR, TODAY, add_client, add_invoice

from arcaller.data.queries.clients.filters import FilterTerm, load_facets
from arcaller.data.queries.reports.aging import load_aging
from arcaller.data.queries.reports.metrics import load_metrics, load_receivables, load_sales_by_month
from arcaller.data.queries.reports.statement import load_statement_lines
from arcaller.data.queries.sheet.call_sheet import load_call_sheet
from arcaller.data.queries.work.call_backs import load_call_backs
from arcaller.data.queries.work.linked import load_group
from arcaller.data.queries.work.rank_facts import load_rank_facts
from arcaller.data.queries.work.work_list import count_views, load_work_list_ids, load_work_list_rows
from arcaller.data.summary import clients_off
from arcaller.data.tables import Call, Client, Dispute, FollowUp, Invoice, PaymentPlan, PlanVersion, Promise
from arcaller.data.views import WorkView
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.calls.priority import score_points
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.calling.calls import log_call
from arcaller.services.calling.follow_ups import (
    days_for_backlog,
    put_back_to_work,
    skip_client,
    snooze,
    spread_backlog,
)
from arcaller.services.calling.worklist import rank_clients
from arcaller.services.commands import (
    ChangeSettings,
    LogCall,
    PromiseDetails,
    PutBackToWork,
    SkipClient,
    Snooze,
    SpreadBacklog,
)
from arcaller.services.days import begin_day, clock_words
from arcaller.services.papers.pay_ways import ways_to_pay
from arcaller.services.preparing.sheets import read_sheet
from arcaller.services.settings import change_settings
from arcaller.services.talking.offers import offers_for
from arcaller.services.undo import undo_last


def listed(office, view: WorkView = WorkView.TODAY) -> list[int]:
    return list(load_work_list_ids(office.ledger, view))


def many(office, count: int) -> list[int]:
    """``count`` further clients, each owing a little less than the one before."""
    with office.ledger.act("seed", actor_id=SUPERVISOR, at=NOW) as act:
        made = [add_client(act, f"M-{at:03d}", f"Client {at}")[0] for at in range(count)]
        for at, client_id in enumerate(made):
            add_invoice(act, client_id, f"M-{at:03d}", -30, 1_000_000 - at * 1_000)
    return made


def step(office, client_id: int, due_on: date, kind: str = "call", **more: object) -> None:
    with office.ledger.act("seed", actor_id=SUPERVISOR, at=NOW) as act:
        act.add(FollowUp(client_id=client_id, due_on=due_on, kind=kind, **more))


def test_a_client_passed_over_comes_back_the_next_business_day(office):
    before = office.state()
    changes = skip_client(office.desk, SkipClient(office.client_id, "  waits for   the boss "))
    assert changes.said == "Meyer KG is passed over today: waits for the boss"
    assert listed(office) == []
    assert office.one("SELECT reason, caller_id, skipped_on FROM work_skip") == (
        "waits for the boss",
        2,
        "2026-11-23",
    )
    undo_last(office.desk)
    assert office.state() == before
    skip_client(office.desk, SkipClient(office.client_id, "boss"))
    office.later(1)
    assert listed(office) == [office.client_id]
    assert office.one("SELECT count(*) FROM work_skip")[0] == 1


@pytest.mark.parametrize(("reason", "message"), [("  ", "Say why"), ("x" * 501, "at most 500")])
def test_a_skip_needs_a_reason(office, reason, message):
    with pytest.raises(DomainError, match=message) as refused:
        skip_client(office.desk, SkipClient(office.client_id, reason))
    assert refused.value.field == "reason"
    assert office.one("SELECT count(*) FROM work_skip")[0] == 0


def test_a_client_is_passed_over_once_a_day(office):
    skip_client(office.desk, SkipClient(office.client_id, "boss"))
    with pytest.raises(DomainError, match="passed over today already"):
        skip_client(office.desk, SkipClient(office.client_id, "again"))


def test_linked_clients_are_passed_over_and_put_back_as_one(office):
    other = many(office, 1)[0]
    with office.ledger.act("link", actor_id=SUPERVISOR, at=NOW) as act:
        act.change(office.ledger.get(Client, other), parent_id=office.client_id)
    assert listed(office) == [other]
    assert load_group(office.ledger, other) == [other, office.client_id]
    assert skip_client(office.desk, SkipClient(other, "boss")).said.startswith("Client 0 with 1 linked")
    assert listed(office) == []
    undo_last(office.desk)
    snooze(office.desk, Snooze(other, TODAY + timedelta(days=2), "year end"))
    assert listed(office) == []
    assert sorted(listed(office, WorkView.PUT_BACK)) == sorted([other, office.client_id])
    office.later(2)
    assert listed(office) == [other]


def test_a_backlog_is_shared_out_over_business_days_in_rank_order(office):
    many(office, 9)
    ranked = listed(office)
    friday = replace(office.desk, today=date(2026, 11, 27), now=datetime(2026, 11, 27, 9, tzinfo=UTC))
    office.ledger.start_day(friday.today)
    ranked = listed(office)
    before = office.state()
    changes = spread_backlog(friday, SpreadBacklog(tuple(ranked), 3))
    assert changes.said == "6 of 10 clients are spread to Tue 1 Dec, 3 to 4 a day"
    assert listed(office) == ranked[:4]
    assert days_for_backlog(friday, 3) == [friday.today, date(2026, 11, 30), date(2026, 12, 1)]
    rows = dict(office.ledger.rows("SELECT client_id, due_on FROM follow_up WHERE is_put_back = 1"))
    assert [rows[client] for client in ranked[4:]] == ["2026-11-30"] * 3 + ["2026-12-01"] * 3
    undo_last(friday)
    assert office.state() == before


def test_an_agreed_call_back_is_not_moved_by_spreading(office):
    clients = many(office, 3)
    step(office, clients[-1], TODAY, "call_back", due_time="14:30")
    spread_backlog(office.desk, SpreadBacklog(tuple(listed(office)), 2))
    assert clients[-1] in listed(office)


@pytest.mark.parametrize("days", [0, 1, 31])
def test_a_backlog_is_spread_over_two_to_thirty_days(office, days):
    with pytest.raises(DomainError) as refused:
        spread_backlog(office.desk, SpreadBacklog((office.client_id,), days))
    assert refused.value.field == "days"


def test_orphans_are_put_back_to_work_by_one_act(office):
    clients = many(office, 3)
    step(office, clients[0], TODAY + timedelta(days=4))
    orphans = listed(office, WorkView.ORPHANS)
    assert sorted(orphans) == sorted([office.client_id, *clients[1:]])
    before = office.state()
    assert put_back_to_work(office.desk, PutBackToWork(tuple(orphans))).said == "3 clients put back to work today"
    assert listed(office, WorkView.ORPHANS) == []
    assert len(listed(office)) == 3
    with pytest.raises(DomainError, match="has a next step already"):
        put_back_to_work(office.desk, PutBackToWork(tuple(orphans)))
    undo_last(office.desk)
    assert office.state() == before


def test_the_counts_of_the_views_equal_their_lists(office):
    clients = many(office, 9)
    desk = office.later(3)
    with office.ledger.act("seed", actor_id=SUPERVISOR, at=NOW) as act:
        promise = {"promised_on": TODAY, "due_on": TODAY, "currency": "EUR", "amount_minor": 100}
        act.add(Promise(client_id=clients[0], state="broken", **promise))
        act.add(FollowUp(client_id=clients[1], due_on=desk.today, due_time="10:00", kind="call_back"))
        act.add(FollowUp(client_id=clients[2], due_on=desk.today - timedelta(days=1), kind="call"))
        act.add(FollowUp(client_id=clients[3], due_on=desk.today, kind="review_dispute"))
        act.add(Dispute(client_id=clients[4], reason_code="price", opened_on=TODAY, state="resolved",
                        resolved_on=desk.today))  # fmt: skip
        plan = act.add(PaymentPlan(number="P-1", client_id=clients[5], currency="EUR", state="proposed"))
        act.add(
            PlanVersion(
                plan_id=plan, version=1, terms={}, acknowledged_minor=5, total_minor=5, fingerprint="0" * 64,
                is_within_authority=False,
            )
        )  # fmt: skip
        act.touch([clients[5]])
    snooze(desk, Snooze(clients[6], desk.today + timedelta(days=5), "holiday"))
    counts = count_views(office.ledger)
    assert counts == {view: len(listed(office, view)) for view in WorkView}
    assert listed(office, WorkView.BROKEN_PROMISES) == [clients[0]]
    assert listed(office, WorkView.CALL_BACKS) == [clients[1]]
    assert listed(office, WorkView.LEFT_OVER) == [clients[2]]
    assert sorted(listed(office, WorkView.DISPUTE_ANSWERED)) == clients[3:5]
    assert listed(office, WorkView.WAITING_FOR_APPROVAL) == [clients[5]]
    assert listed(office, WorkView.PUT_BACK) == [clients[6]]
    assert clients[0] in listed(office, WorkView.HIGH_VALUE)
    assert counts[WorkView.TODAY] == 9
    assert clients_off(office.ledger.connection()) == []


def test_a_dispute_is_answered_after_the_last_call_by_the_day_on_the_company_s_clock(office):
    change_settings(office.desk, ChangeSettings({"company_time_zone": "Asia/Kolkata"}))
    early, late = many(office, 2)
    with office.ledger.act("seed", actor_id=SUPERVISOR, at=NOW) as act:
        for client_id in (early, late):
            act.add(Dispute(client_id=client_id, reason_code="price", opened_on=TODAY - timedelta(days=5),
                            state="resolved", resolved_on=TODAY - timedelta(days=1)))  # fmt: skip
        for client_id, hour in ((early, 18), (late, 19)):  # 23:30 on the day of the answer, 00:30 on the day after
            called_at = datetime(2026, 11, 22, hour, tzinfo=UTC)
            act.add(Call(client_id=client_id, caller_id=SUPERVISOR, direction="out", outcome="no_answer",
                         was_placed=True, called_at=called_at, recorded_at=called_at))  # fmt: skip
    assert listed(office, WorkView.DISPUTE_ANSWERED) == [early]
    assert clients_off(office.ledger.connection()) == []


def test_each_callers_list_holds_his_own_clients_in_the_same_order(office):
    clients = many(office, 4)
    with office.ledger.act("own", actor_id=SUPERVISOR, at=NOW) as act:
        for client_id in clients[::2]:
            act.change(office.ledger.get(Client, client_id), owner_id=2)
    assert list(load_work_list_ids(office.ledger, owner_id=2)) == clients[::2]
    assert count_views(office.ledger, 2)[WorkView.TODAY] == 2
    assert count_views(office.ledger, 1)[WorkView.TODAY] == 0


def test_the_same_data_and_date_give_the_same_order(office):
    many(office, 20)
    first = listed(office)
    office.later(1)
    office.ledger.start_day(TODAY)
    assert listed(office) == first
    assert [line.client for line in rank_clients(office.ledger, TODAY)] == [
        row.number for row in load_work_list_rows(office.ledger, load_work_list_ids(office.ledger), TODAY)
    ]


def test_the_facts_behind_a_rank_give_its_score(office):
    many(office, 3)
    for client_id in listed(office):
        found = load_rank_facts(office.ledger, client_id, TODAY)
        assert found is not None
        assert score_points(found.facts, found.weights) == found.score
    assert [load_rank_facts(office.ledger, c, TODAY).rank for c in listed(office)] == [1, 2, 3, 4]


def test_w1_a_partly_paid_overdue_invoice_stays_in_the_queue_with_what_is_open(office):
    office.pay(office.r1, 49_999)
    office.pay(office.r2, 29_999)
    (row,) = load_work_list_rows(office.ledger, load_work_list_ids(office.ledger), TODAY)
    assert (row.client_id, row.overdue_minor, row.overdue_items) == (office.client_id, 2, 2)
    sheet = load_call_sheet(office.ledger, office.client_id, TODAY)
    assert [(each.number, each.open_minor, each.amount_minor) for each in sheet.invoices[:2]] == [
        ("R-1001", 1, 50_000),
        ("R-1002", 1, 30_000),
    ]
    assert [(each.amount_minor, each.invoices) for each in sheet.payments] == [(29_999, "R-1002"), (49_999, "R-1001")]
    assert sorted(each.amount_minor for each in sheet.timeline if each.kind == "payment") == [29_999, 49_999]


def test_w8_a_cancelled_invoice_is_in_no_list_sheet_offer_paper_or_figure(office):
    office.pay(office.r1, 10_000)
    with office.ledger.act("cancel", actor_id=SUPERVISOR, at=NOW) as act:
        for row in office.ledger.select(Invoice):
            act.change(row, is_cancelled=True, do_not_chase_reason="sent by mistake")
    assert all(count == 0 for count in count_views(office.ledger).values())
    assert rank_clients(office.ledger, TODAY) == []
    sheet = read_sheet(office.desk, office.client_id)
    assert sheet.invoices == ()
    assert offers_for(office.desk, sheet, (office.r1,)).offers == ()
    with pytest.raises(DomainError, match="Tick the invoices"):
        ways_to_pay(office.desk, sheet, (office.r1,))
    details = PromiseDetails(Money(10_000, "EUR"), TODAY + timedelta(days=3), invoice_ids=(office.r1,))
    with pytest.raises(DomainError):
        log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, office.contact_id, promise=details))
    assert load_statement_lines(office.ledger, office.client_id, TODAY) == ()
    assert load_aging(office.ledger, TODAY) == {}
    assert load_receivables(office.ledger, TODAY) == {}
    assert load_metrics(office.ledger, TODAY, TODAY) == {}
    assert FilterTerm("paused") not in [facet.term for facet in load_facets(office.ledger, TODAY)]
    assert load_sales_by_month(office.ledger, TODAY - timedelta(days=400), TODAY) == {}


def test_w11_due_today_is_not_overdue(office):
    with office.ledger.act("seed", actor_id=SUPERVISOR, at=NOW) as act:
        client_id, _ = add_client(act, "D-1", "Due today")
        add_invoice(act, client_id, "D-1", 0, 5_000)
    assert client_id not in listed(office)
    office.later(1)
    assert client_id in listed(office)


def test_w15_the_buckets_of_every_row_add_up_to_what_is_open(office):
    many(office, 3)
    for row in office.ledger.rows(
        "SELECT not_due_minor + days_1_30_minor + days_31_60_minor + days_61_90_minor + over_90_minor, open_minor, "
        "open_minor - not_due_minor, overdue_minor FROM client_summary"
    ):
        assert row[0] == row[1]
        assert row[2] == row[3]


def test_w17_a_past_days_list_counts_what_was_paid_later(office):
    office.pay(office.r1, 50_000, on=TODAY + timedelta(days=3))
    as_of_today = rank_clients(office.ledger, TODAY)
    assert [line.overdue for line in as_of_today] == ["800.00"]
    assert [line.overdue for line in rank_clients(office.ledger, TODAY + timedelta(days=3))] == ["300.00"]


@pytest.mark.parametrize("zone", ["Pacific/Niue", "UTC", "Pacific/Kiritimati"])
def test_w19_the_list_is_the_same_wherever_the_laptop_stands(office, zone):
    many(office, 3)
    local = replace(office.desk, now=office.desk.now.astimezone(ZoneInfo(zone)))
    begin_day(local)
    rows = [
        (row.client_id, row.score, row.oldest_days)
        for row in load_work_list_rows(office.ledger, load_work_list_ids(office.ledger), local.today)
    ]
    assert [row[2] for row in rows] == [30, 30, 30, 60]
    assert rows == [
        (row.client_id, row.score, row.oldest_days)
        for row in load_work_list_rows(office.ledger, load_work_list_ids(office.ledger), TODAY)
    ]


def test_w21_after_five_days_off_every_due_step_appears_once_and_none_twice(office):
    clients = many(office, 5)
    for days, client_id in enumerate(clients, 1):
        step(office, client_id, TODAY + timedelta(days=days))
        step(office, client_id, TODAY + timedelta(days=days), "send_copy")
    step(office, office.client_id, TODAY + timedelta(days=40))
    assert listed(office) == []
    back = replace(office.desk, today=TODAY + timedelta(days=5), now=NOW + timedelta(days=5))
    assert begin_day(back)
    assert not begin_day(back)
    assert listed(office) == clients
    assert listed(office, WorkView.LEFT_OVER) == clients[:4]


def test_a_clock_set_back_makes_no_day_come_again_and_is_said(office):
    later = replace(office.desk, today=TODAY + timedelta(days=2), now=NOW + timedelta(days=2))
    begin_day(later)
    before = office.state()
    assert not begin_day(office.desk)
    assert office.state() == before
    assert office.ledger.business_date == later.today
    working = replace(office.desk, today=later.today)
    assert clock_words(working, ZoneInfo("Europe/Berlin")) == "Clock says Mon 23 Nov; working on Wed 25 Nov"
    assert not clock_words(later, ZoneInfo("Europe/Berlin"))
    assert begin_day(office.desk, may_go_back=True)
    assert office.ledger.business_date == TODAY


def called_back(office) -> list[tuple[int, str]]:
    return [(row.client_id, row.due_time) for row in load_call_backs(office.ledger, TODAY) if not row.is_ahead]


def test_an_agreed_call_back_comes_up_though_nothing_is_overdue(office):
    with office.ledger.act("seed", actor_id=SUPERVISOR, at=NOW) as act:
        client_id, _ = add_client(act, "C-900", "Early Bird AG")
        add_invoice(act, client_id, "E-1", 20, 10_000)
    assert client_id not in listed(office)
    step(office, client_id, TODAY, "call_back", due_time="14:30")
    assert client_id in listed(office)
    assert client_id in listed(office, WorkView.CALL_BACKS)
    assert called_back(office) == [(client_id, "14:30")]
    assert clients_off(office.ledger.connection()) == []


def test_a_call_back_comes_up_beside_another_step_of_the_same_day(office):
    step(office, office.client_id, TODAY, "send_copy")
    step(office, office.client_id, TODAY, "call_back", due_time="14:30")
    assert called_back(office) == [(office.client_id, "14:30")]
    assert listed(office, WorkView.CALL_BACKS) == [office.client_id]


def test_a_call_back_of_a_linked_client_comes_up_beside_the_groups_first(office):
    with office.ledger.act("seed", actor_id=SUPERVISOR, at=NOW) as act:
        child, _ = add_client(act, "C-901", "Meyer Nord", parent_id=office.client_id)
        add_invoice(act, child, "N-1", -3, 1_000)
    assert listed(office) == [office.client_id]
    step(office, child, TODAY, "call_back", due_time="14:30")
    assert listed(office) == [office.client_id, child]
    assert called_back(office) == [(child, "14:30")]


@pytest.mark.parametrize(
    ("outcome", "kept"),
    [(CallOutcome.NO_ANSWER, True), (CallOutcome.VOICEMAIL, True), (CallOutcome.REFUSES, False)],
)
def test_an_hour_he_gave_us_stays_when_he_was_not_reached_before_it(office, outcome, kept):
    step(office, office.client_id, TODAY, "call_back", due_time="16:30", time_zone="Europe/Berlin")
    log_call(office.desk, LogCall(office.client_id, outcome, office.contact_id))
    assert (called_back(office) == [(office.client_id, "16:30")]) is kept


def test_an_hour_that_has_come_is_answered_by_a_try(office):
    step(office, office.client_id, TODAY, "call_back", due_time="09:30", time_zone="Europe/Berlin")
    log_call(office.desk, LogCall(office.client_id, CallOutcome.NO_ANSWER, office.contact_id))
    assert called_back(office) == []
