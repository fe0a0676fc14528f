"""Kept, partly kept or broken is decided from payments, and only on fresh data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from arcaller.data.tables import ImportBatch
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.money import Money
from arcaller.services.calling.calls import log_call
from arcaller.services.calling.follow_ups import snooze
from arcaller.services.calling.promise_decisions import decide_promises
from arcaller.services.commands import LogCall, PromiseDetails, Snooze

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
