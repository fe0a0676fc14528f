"""Kept, partly kept or broken is decided from payments, and only on fresh data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from arcaller.data.queries.work.rank_facts import load_rank_facts
from arcaller.data.queries.work.work_list import load_work_list_ids, load_work_list_rows
from arcaller.data.tables import ImportBatch, Invoice, Payment, PaymentApplication
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.calls.priority import score_points
from arcaller.domain.money import Money, decimal_text
from arcaller.services.calling.calls import log_call
from arcaller.services.calling.follow_ups import snooze
from arcaller.services.calling.worklist import rank_clients
from arcaller.services.commands import ChangeSettings, LogCall, PromiseDetails, Snooze
from arcaller.services.preparing.agenda import draft_agenda
from arcaller.services.preparing.sheets import read_sheet
from arcaller.services.preparing.standing import Speaking
from arcaller.services.promises.promise_decisions import decide_promises
from arcaller.services.settings import change_settings

FRIDAY = date(2026, 11, 27)
LAST_DAY = date(2026, 12, 2)  # Friday and three business days of grace


def promise(office, minor: int, due_on: date = FRIDAY, *invoices: int) -> None:
    details = PromiseDetails(Money(minor, "EUR"), due_on, invoice_ids=invoices or (office.r1,))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=details))


def import_on(office, day: date) -> None:
    """Payment data of ``day``, as an import leaves it."""
    at = office.desk.now + (day - office.desk.today)
    with office.ledger.act("import", actor_id=1, at=at) as act:
        act.add(
            ImportBatch(
                kind="payments", file_name="p.csv", file_sha256="0" * 64, imported_at=at, row_count=0, report={}
            )
        )


def agenda_of(office, desk) -> tuple[str, ...]:
    say = Speaking(decimal_text, lambda minor, code: f"{decimal_text(minor, code)} {code}", date.isoformat)
    return draft_agenda(read_sheet(desk, office.client_id), desk.today, say)


def states(office) -> list[tuple[str, int]]:
    return office.ledger.rows("SELECT state, received_minor FROM promise ORDER BY due_on, id")


def test_paid_in_time_is_kept(office):
    promise(office, 50_000)
    office.pay(office.r1, 50_000, LAST_DAY)
    changes = decide_promises(office.later(10))
    assert states(office) == [("kept", 50_000)]
    assert changes.said == "Promises decided: 1 kept"
    assert changes.clients == {office.client_id}


def test_without_payment_data_past_the_grace_nothing_is_broken(office):
    promise(office, 50_000)
    import_on(office, LAST_DAY)
    assert decide_promises(office.later(30)).entry is None
    assert states(office) == [("open", 0)]


def test_an_import_of_the_afternoon_reaches_its_own_day_by_the_companys_clock_and_not_the_next(office):
    change_settings(replace(office.desk, actor_id=1), ChangeSettings({"company_time_zone": "America/Los_Angeles"}))
    promise(office, 50_000)
    with office.ledger.act("import", actor_id=1, at=office.desk.now) as act:
        at = datetime(2026, 12, 3, 1, 0, tzinfo=UTC)  # 17:00 of the last day in Los Angeles
        act.add(
            ImportBatch(
                kind="payments", file_name="p.csv", file_sha256="1" * 64, imported_at=at, row_count=0, report={}
            )
        )
    decide_promises(office.later(10))
    assert states(office) == [("open", 0)]


@pytest.mark.parametrize(("paid", "state"), [(0, "broken"), (20_000, "partly_kept")])
def test_on_fresh_data_it_is_broken_or_partly_kept(office, paid, state):
    promise(office, 50_000)
    if paid:
        office.pay(office.r1, paid, FRIDAY)
    import_on(office, LAST_DAY + timedelta(days=1))
    decide_promises(office.later(10))
    assert states(office) == [(state, paid)]
    assert office.one("SELECT decided_on FROM promise") == ("2026-12-03",)


def test_money_after_the_grace_comes_too_late(office):
    promise(office, 50_000)
    office.pay(office.r1, 50_000, LAST_DAY + timedelta(days=1))
    import_on(office, LAST_DAY + timedelta(days=1))
    decide_promises(office.later(10))
    assert states(office) == [("broken", 0)]


def test_money_from_before_the_promise_does_not_count(office):
    office.pay(office.r1, 10_000, office.desk.today - timedelta(days=1))
    promise(office, 40_000)
    import_on(office, LAST_DAY + timedelta(days=1))
    decide_promises(office.later(10))
    assert states(office) == [("broken", 0)]


def test_one_payment_keeps_only_one_of_two_promises(office):
    promise(office, 20_000)
    promise(office, 30_000, FRIDAY + timedelta(days=3))
    office.pay(office.r1, 20_000, FRIDAY)
    import_on(office, date(2026, 12, 20))
    decide_promises(office.later(30))
    assert states(office) == [("kept", 20_000), ("broken", 0)]


def test_a_broken_promise_puts_the_client_on_top(office):
    promise(office, 50_000)
    import_on(office, LAST_DAY + timedelta(days=1))
    score = "SELECT score FROM client_summary WHERE currency = 'EUR'"
    desk = office.later(10)
    before = office.one(score)[0]
    decide_promises(desk)
    assert office.one(score)[0] == before + 1_700


def test_money_that_comes_late_ends_what_the_broken_promise_does_to_the_rank(office):
    promise(office, 50_000)
    import_on(office, LAST_DAY + timedelta(days=1))
    score = "SELECT score, views & 2, next_action_on FROM client_summary WHERE currency = 'EUR'"
    desk = office.later(10)
    decide_promises(desk)
    lifted, in_view, _ = office.one(score)
    assert in_view
    office.pay(office.r1, 20_000, desk.today)
    decide_promises(desk)
    (listed,) = load_work_list_rows(office.ledger, load_work_list_ids(office.ledger), desk.today)
    assert (listed.broken_promise_on, listed.broken_promise_minor) == (FRIDAY, 30_000)
    assert agenda_of(office, desk)[:2] == ("Ask what happened on 2026-11-27", "Settle 300.00 this week")
    office.pay(office.r1, 30_000, desk.today)
    assert decide_promises(desk).said == "Promises decided: 1 broken but paid late"
    after, in_view, next_step = office.one(score)
    assert (in_view, next_step) == (0, None)
    assert after < lifted - 1_000
    assert office.one("SELECT state, late_minor, made_good_on FROM promise") == ("broken", 50_000, "2026-12-03")
    assert (
        load_work_list_rows(office.ledger, load_work_list_ids(office.ledger), desk.today)[0].broken_promise_on is None
    )
    facts = load_rank_facts(office.ledger, office.client_id, desk.today)
    assert score_points(facts.facts, facts.weights) == after
    assert [(row.score, row.why[:6]) for row in rank_clients(office.ledger, desk.today)] == [(after, "300.00")]
    assert "what happened" not in " ".join(agenda_of(office, desk))
    assert decide_promises(desk).entry is None


def test_late_money_taken_back_lifts_the_client_again(office):
    promise(office, 50_000)
    import_on(office, LAST_DAY + timedelta(days=1))
    desk = office.later(10)
    office.pay(office.r1, 50_000, desk.today)
    decide_promises(desk)
    assert office.one("SELECT made_good_on FROM promise") == ("2026-12-03",)
    (payment,) = office.ledger.select(PaymentApplication)
    with office.ledger.act("bounce", actor_id=1, at=desk.now) as act:
        act.remove(payment)
        act.change(office.ledger.get(Invoice, office.r1), open_minor=50_000, settled_on=None)
    assert decide_promises(desk).said == "Promises decided: 1 broken"
    assert office.one("SELECT made_good_on, late_minor FROM promise") == (None, 0)
    assert office.one("SELECT views & 2, is_on_list FROM client_summary WHERE currency = 'EUR'") == (2, 1)


def test_deciding_again_changes_nothing(office):
    promise(office, 50_000)
    office.pay(office.r1, 20_000, FRIDAY)
    desk = office.later(4)
    assert decide_promises(desk).said == "No promise is decided yet"
    assert states(office) == [("open", 20_000)]
    assert decide_promises(replace(desk)).entry is None


def test_a_missed_promise_comes_up_although_the_client_was_put_back_to_a_later_day(office):
    promise(office, 50_000)
    snooze(office.desk, Snooze(office.client_id, FRIDAY + timedelta(days=30), "bookkeeper is away"))
    import_on(office, LAST_DAY + timedelta(days=1))
    morning = office.later(10)
    office.ledger.start_day(morning.today)
    on_list = "SELECT is_on_list, next_action_on FROM client_summary WHERE client_id = ? AND is_main = 1"
    assert office.ledger.row(on_list, (office.client_id,))[0] == 0
    decide_promises(morning)
    assert states(office) == [("broken", 0)]
    assert office.ledger.row(on_list, (office.client_id,)) == (1, morning.today.isoformat())
    assert decide_promises(morning).entry is None


def pay_for_nothing_named(office, minor: int, on: date, currency: str = "EUR") -> None:
    with office.ledger.act("record_payment", actor_id=1, at=office.desk.now) as act:
        act.add(
            Payment(client_id=office.client_id, paid_on=on, currency=currency, amount_minor=minor,
                    unapplied_minor=minor, source="import")
        )  # fmt: skip


@pytest.mark.parametrize(
    ("minor", "on", "currency", "state"),
    [
        (50_000, LAST_DAY, "EUR", ("kept", 50_000)),
        (20_000, LAST_DAY, "EUR", ("partly_kept", 20_000)),
        (50_000, LAST_DAY + timedelta(days=1), "EUR", ("broken", 0)),
        (50_000, LAST_DAY, "USD", ("broken", 0)),
    ],
)
def test_nobody_broke_a_promise_whose_money_lies_here_unassigned(office, minor, on, currency, state):
    promise(office, 50_000)
    pay_for_nothing_named(office, minor, on, currency)
    import_on(office, LAST_DAY + timedelta(days=1))
    decide_promises(office.later(10))
    assert states(office) == [state]


def test_unassigned_money_serves_the_promise_due_first_and_no_other(office):
    promise(office, 50_000)
    promise(office, 10_000, FRIDAY, office.r2)
    pay_for_nothing_named(office, 55_000, FRIDAY)
    import_on(office, LAST_DAY + timedelta(days=1))
    decide_promises(office.later(10))
    assert states(office) == [("kept", 50_000), ("partly_kept", 5_000)]
