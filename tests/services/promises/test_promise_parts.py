"""A promise in parts through a real ledger: written, limited, decided, cancelled, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from arcaller.data.tables import ImportBatch
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.calling.calls import log_call
from arcaller.services.commands import CancelPromise, ChangeSettings, LogCall, PromiseDetails, PromisePart
from arcaller.services.promises.promise_decisions import decide_promises
from arcaller.services.promises.promises import cancel_promise, reminder_day
from arcaller.services.settings import KEYS, change_settings, load_settings
from arcaller.services.undo import undo_last

FRIDAY, LATER, LAST = date(2026, 11, 27), date(2026, 12, 15), date(2026, 12, 18)
SUPERVISOR = 1


def euros(major: int) -> Money:
    return Money(major * 100, "EUR")


def two_parts(office, **more) -> PromiseDetails:
    return PromiseDetails(
        euros(200), FRIDAY, "transfer", (office.r1,), more=(PromisePart(euros(300), LATER),), **more
    )


def log(office, details: PromiseDetails, **more):
    return log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=details, **more))


def fresh_until(office, day: date) -> None:
    at = office.desk.now + (day - office.desk.today)
    with office.ledger.act("import_payments", actor_id=1, at=at) as act:
        act.add(
            ImportBatch(
                kind="payments", file_name="p.csv", file_sha256="0" * 64, imported_at=at, row_count=0, report={}
            )
        )


def states(office) -> list[tuple[str, int]]:
    return office.ledger.rows("SELECT state, received_minor FROM promise ORDER BY id")


def open_steps(office) -> list[tuple[str, str]]:
    return office.ledger.rows("SELECT kind, due_on FROM follow_up WHERE state = 'open' ORDER BY due_on, kind")


def test_the_parts_are_rows_tied_to_the_first_with_condition_and_person(office):
    changes = log(office, two_parts(office))
    rows = office.ledger.rows(
        "SELECT series_id, part, parts, amount_minor, due_on, condition, promised_by FROM promise ORDER BY id"
    )
    assert rows == [
        (1, 1, 2, 20_000, "2026-11-27", "rest_falls_due", "Anna Meyer"),
        (1, 2, 2, 30_000, "2026-12-15", "rest_falls_due", "Anna Meyer"),
    ]
    assert office.ledger.rows("SELECT promise_id, invoice_id FROM promise_invoice ORDER BY id") == [(1, 1), (2, 1)]
    assert "promises 200.00 EUR for Fri 27 Nov, rest 300.00 EUR for Tue 15 Dec" in changes.said


def test_each_part_is_reminded_of_a_business_day_before_and_checked_after(office):
    log(office, two_parts(office))
    assert open_steps(office) == [
        ("remind_promise", "2026-11-26"), ("check_promise", "2026-12-02"), ("remind_promise", "2026-12-14"),
        ("check_promise", "2026-12-18"),
    ]  # fmt: skip


def test_the_reminder_can_be_turned_off(office):
    change_settings(office.desk, ChangeSettings({"remind_promise_days": 0}))
    log(office, two_parts(office))
    assert [kind for kind, _ in open_steps(office)] == ["check_promise", "check_promise"]


def test_no_reminder_on_the_day_of_the_promise_itself():
    def weekday(day: date) -> bool:
        return day.weekday() < 5

    monday = date(2026, 11, 23)
    assert reminder_day(monday + timedelta(days=1), 1, weekday, monday) is None
    assert reminder_day(date(2026, 11, 30), 1, weekday, monday) == FRIDAY
    assert reminder_day(FRIDAY, 0, weekday, monday) is None


def test_undo_takes_back_every_part_and_step(office):
    before = office.state()
    log(office, two_parts(office))
    undo_last(office.desk)
    assert office.state() == before


def test_a_part_not_kept_makes_the_rest_due_and_the_client_comes_back_on_top(office):
    log(office, two_parts(office))
    fresh_until(office, date(2026, 12, 3))
    desk = office.later(10)
    changes = decide_promises(desk)
    assert states(office) == [("broken", 0), ("cancelled", 0)]
    assert "1 broken, 1 fallen due with a part before" in changes.said
    assert open_steps(office)[0] == ("remind_promise", "2026-11-26")
    assert ("check_promise", "2026-12-18") not in open_steps(office)
    assert office.one("SELECT is_on_list FROM client_summary WHERE currency = 'EUR'") == (1,)


def test_a_payment_found_late_brings_the_rest_back(office):
    log(office, two_parts(office))
    fresh_until(office, date(2026, 12, 3))
    decide_promises(office.later(10))
    office.pay(office.r1, 20_000, FRIDAY)
    decide_promises(office.later(11))
    assert states(office) == [("kept", 20_000), ("open", 0)]
    assert ("check_promise", "2026-12-18") in open_steps(office)


def test_a_promise_without_condition_keeps_its_other_parts(office):
    log(office, two_parts(office, is_conditional=False))
    fresh_until(office, date(2026, 12, 3))
    decide_promises(office.later(10))
    assert states(office) == [("broken", 0), ("open", 0)]


def test_a_payment_taken_back_reopens_a_kept_promise_and_its_check(office):
    log(office, PromiseDetails(euros(500), FRIDAY, invoice_ids=(office.r1,)))
    office.pay(office.r1, 50_000, FRIDAY)
    decide_promises(office.later(4))
    assert states(office) == [("kept", 50_000)]
    assert open_steps(office) == []
    undo_of = office.one("SELECT number FROM journal WHERE act = 'pay'")[0]
    office.ledger.undo(undo_of, actor_id=1, at=office.desk.now)
    changes = decide_promises(office.later(5))
    assert states(office) == [("open", 0)]
    assert changes.said == "Promises decided: 1 open again"
    assert open_steps(office) == [("check_promise", "2026-12-02")]


def test_a_kept_promise_does_not_lend_its_payment_to_the_next_one_on_a_later_day(office):
    log(office, PromiseDetails(euros(200), FRIDAY, invoice_ids=(office.r1,)))
    log(office, PromiseDetails(euros(300), LATER, invoice_ids=(office.r1,)))
    office.pay(office.r1, 20_000, FRIDAY)
    decide_promises(office.later(4))
    decide_promises(office.later(5))
    assert states(office) == [("kept", 20_000), ("open", 0)]


def test_deciding_twice_changes_nothing(office):
    log(office, two_parts(office))
    office.pay(office.r1, 5_000, FRIDAY)
    fresh_until(office, date(2026, 12, 3))
    desk = office.later(10)
    decide_promises(desk)
    before = office.state()
    assert decide_promises(replace(desk)).entry is None
    assert office.state() == before


@pytest.mark.parametrize(
    ("limits", "details", "field", "words"),
    [
        ({"max_promise_parts": 1}, None, "due_on", "2 parts are more than your 1"),
        ({"max_promise_days": 20}, None, "due_on", "further ahead than your 20 days"),
        ({"least_promise": {"": "250"}}, None, "amount", "200.00 EUR is less than your least promise of 250.00 EUR"),
    ],
)
def test_limits_of_the_caller_are_named_beside_the_field(office, limits, details, field, words):
    supervisor = replace(office.desk, actor_id=SUPERVISOR)
    stored = {**KEYS["authority_caller"].default, **limits}
    change_settings(supervisor, ChangeSettings({"authority_caller": stored}))
    before = office.state()
    with pytest.raises(DomainError, match=words) as refused:
        log(office, two_parts(office))
    assert refused.value.field == field
    assert office.state() == before


def test_all_that_is_open_may_be_promised_though_it_is_less_than_the_least(office):
    supervisor = replace(office.desk, actor_id=SUPERVISOR)
    stored = {**KEYS["authority_caller"].default, "least_promise": {"": "900"}}
    change_settings(supervisor, ChangeSettings({"authority_caller": stored}))
    log(office, PromiseDetails(euros(500), FRIDAY, invoice_ids=(office.r1,)))
    assert states(office) == [("open", 0)]


def test_days_out_of_order_are_refused(office):
    details = PromiseDetails(euros(200), LATER, invoice_ids=(office.r1,), more=(PromisePart(euros(300), FRIDAY),))
    with pytest.raises(DomainError, match="in order") as refused:
        log(office, details)
    assert refused.value.field == "due_on"


def test_a_promise_of_nobody_is_refused(office):
    contact = office.contact()
    with office.ledger.act("rename", actor_id=1, at=office.desk.now) as act:
        act.change(contact, name="")
    details = PromiseDetails(euros(200), FRIDAY, invoice_ids=(office.r1,))
    with pytest.raises(DomainError, match="Who promised") as refused:
        log(office, details)
    assert refused.value.field == "spoken_to"
    log(office, details, spoken_to="Herr Braun")
    assert office.one("SELECT promised_by FROM promise") == ("Herr Braun",)


def test_cancelling_with_a_reason_frees_all_open_parts_and_can_be_taken_back(office):
    log(office, two_parts(office))
    before = office.state()
    changes = cancel_promise(office.desk, CancelPromise(2, "pays by plan instead"))
    assert [state for state, _ in states(office)] == ["cancelled", "cancelled"]
    assert office.ledger.rows("SELECT DISTINCT cancelled_reason FROM promise") == [("pays by plan instead",)]
    assert open_steps(office) == []
    assert changes.said == "The promise of 500.00 EUR by Meyer KG is cancelled: pays by plan instead"
    assert undo_last(office.desk).said == "Taken back: the cancelling of the promise of Meyer KG"
    assert office.state() == before


@pytest.mark.parametrize(("promise_id", "reason", "words"), [(1, " ", "Say why"), (99, "gone", "taken back")])
def test_cancelling_needs_a_reason_and_a_promise(office, promise_id, reason, words):
    log(office, two_parts(office))
    with pytest.raises(DomainError, match=words):
        cancel_promise(office.desk, CancelPromise(promise_id, reason))


def test_a_decided_promise_is_not_cancelled(office):
    log(office, PromiseDetails(euros(500), FRIDAY, invoice_ids=(office.r1,)))
    office.pay(office.r1, 50_000, FRIDAY)
    decide_promises(office.later(4))
    with pytest.raises(DomainError, match="kept already"):
        cancel_promise(office.desk, CancelPromise(1, "too late"))


def test_a_cancelled_promise_stays_cancelled_whatever_is_paid(office):
    log(office, two_parts(office))
    cancel_promise(office.desk, CancelPromise(1, "wrong client"))
    office.pay(office.r1, 50_000, FRIDAY)
    decide_promises(office.later(10))
    assert [state for state, _ in states(office)] == ["cancelled", "cancelled"]


def test_limits_stored_before_there_were_these_read_with_their_defaults(office):
    old = {key: value for key, value in KEYS["authority_caller"].default.items() if "promise_parts" not in key}
    del old["least_promise"]
    with office.ledger.act("change_settings", actor_id=1, at=office.desk.now) as act:
        act.write_setting(KEYS["authority_caller"], {**old, "max_months": 7})
    authority = load_settings(office.ledger).authority("caller", "EUR")
    assert (authority.max_months, authority.max_promise_parts) == (7, 3)
    assert authority.least_promise == euros(10)


def test_taking_back_the_import_that_brought_the_data_makes_a_broken_promise_open_again(office):
    log(office, PromiseDetails(euros(500), FRIDAY, invoice_ids=(office.r1,)))
    fresh_until(office, date(2026, 12, 3))
    desk = office.later(10)
    decide_promises(desk)
    assert states(office) == [("broken", 0)]
    assert undo_last(replace(desk, actor_id=1)).act == "undo"
    assert states(office) == [("open", 0)]
