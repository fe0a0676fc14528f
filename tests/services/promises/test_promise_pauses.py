"""An open promise pauses what it covers, no more and no less, and a broken one brings it back on top."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from arcaller.data.queries.sheet.call_sheet import load_call_sheet
from arcaller.data.queries.work.work_list import load_work_list_ids, load_work_list_rows
from arcaller.data.tables import Client, ImportBatch, Invoice
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.money import Money, decimal_text
from arcaller.domain.talking.script import ScriptField
from arcaller.services.calling.calls import log_call
from arcaller.services.commands import ChangeSettings, LogCall, PromiseDetails, PromisePart
from arcaller.services.days import begin_day
from arcaller.services.preparing.agenda import draft_agenda
from arcaller.services.preparing.preparation import prepare, promised_words
from arcaller.services.preparing.standing import Speaking, chased
from arcaller.services.promises.promise_decisions import decide_promises
from arcaller.services.settings import change_settings
from arcaller.services.talking.talk import Voice, script_facts

FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)
SAY = Speaking(decimal_text, lambda minor, code: f"{decimal_text(minor, code)} {code}", date.isoformat)
VOICE = Voice("Asha Rao", "Nordwind Supplies", "", decimal_text, date.isoformat)


def euros(major: int) -> Money:
    return Money(major * 100, "EUR")


def promise(office, major: int, *invoices: int, due_on: date = FRIDAY, more: tuple[PromisePart, ...] = ()) -> None:
    details = PromiseDetails(euros(major), due_on, "transfer", invoices, more=more)
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=details))


def sheet(office, today: date | None = None):
    return load_call_sheet(office.ledger, office.client_id, today or office.desk.today)


def asked(office, today: date | None = None) -> dict[str, int]:
    return {row.number: row.open_minor for row in chased(sheet(office, today), today or office.desk.today)}


def import_payments(office, day: date) -> None:
    at = office.desk.now + (day - office.desk.today)
    with office.ledger.act("import_payments", actor_id=1, at=at) as act:
        act.add(
            ImportBatch(
                kind="payments", file_name="p.csv", file_sha256="0" * 64, imported_at=at, row_count=0, report={}
            )
        )


def no_grace(office) -> None:
    change_settings(replace(office.desk, actor_id=1), ChangeSettings({"grace_business_days": 0}))


def test_w22_a_promise_pauses_its_items_and_the_day_after_it_broke_they_are_on_top_with_the_reason(office):
    no_grace(office)
    with office.ledger.act("another", actor_id=1, at=office.desk.now) as act:
        other = act.add(Client(number="C-002", legal_name="Adler AG", sort_name="adler ag", currency="EUR"))
        old = office.desk.today - timedelta(days=70)
        act.add(
            Invoice(
                client_id=other, number="R-3001", number_search="r3001", issued_on=old, due_on=old, currency="EUR",
                amount_minor=90_000, open_minor=90_000,
            )
        )  # fmt: skip
    promise(office, 500, office.r1)
    assert "R-1001" not in asked(office)
    (listed,) = office.ledger.rows("SELECT is_on_list FROM client_summary WHERE is_main = 1 AND client_id = 1")
    assert listed == (0,)
    import_payments(office, SATURDAY)
    monday = replace(office.desk, now=office.desk.now + timedelta(days=7), today=date(2026, 11, 30))
    begin_day(monday)
    assert asked(office, monday.today)["R-1001"] == 50_000
    first = load_work_list_rows(office.ledger, load_work_list_ids(office.ledger), monday.today)[0]
    assert (first.client_id, first.broken_promise_on, first.broken_promise_minor) == (1, FRIDAY, 50_000)


def test_a_part_not_kept_is_named_on_the_sheet_and_on_top_while_the_rest_is_still_promised(office):
    no_grace(office)
    details = PromiseDetails(
        euros(200), FRIDAY, "transfer", (office.r1,), (PromisePart(euros(300), date(2026, 12, 15)),), False
    )
    log_call(office.desk, LogCall(office.client_id, CallOutcome.PROMISE, promise=details))
    office.pay(office.r1, 5_000, FRIDAY)
    import_payments(office, SATURDAY)
    monday = replace(office.desk, now=office.desk.now + timedelta(days=7), today=date(2026, 11, 30))
    begin_day(monday)
    assert office.ledger.rows("SELECT state FROM promise ORDER BY part") == [("partly_kept",), ("open",)]
    found = sheet(office, monday.today)
    reason = prepare(found, monday.today, SAY).reason
    assert "".join(each.text for each in reason).startswith(
        "Of 200.00 EUR promised for 2026-11-27, 150.00 EUR did not come."
    )
    assert draft_agenda(found, monday.today, SAY)[:2] == (
        "Ask what happened on 2026-11-27",
        "Settle 150.00 this week",
    )
    first = load_work_list_rows(office.ledger, load_work_list_ids(office.ledger), monday.today)[0]
    assert (first.broken_promise_on, first.broken_promise_minor, first.is_partly_kept) == (FRIDAY, 15_000, True)


def test_t27_chasing_begins_the_day_after_the_last_promised_part(office):
    no_grace(office)
    promise(office, 200, office.r1, more=(PromisePart(euros(300), date(2026, 12, 4)),))
    office.pay(office.r1, 20_000, FRIDAY)
    import_payments(office, date(2026, 12, 4))
    decide_promises(office.later(11))
    assert "R-1001" not in asked(office, date(2026, 12, 4))
    import_payments(office, date(2026, 12, 5))
    decide_promises(office.later(12))
    assert asked(office, date(2026, 12, 5))["R-1001"] == 30_000


def test_only_what_is_not_promised_of_an_invoice_is_chased(office):
    promise(office, 200, office.r1)
    assert asked(office)["R-1001"] == 30_000
    facts = script_facts(sheet(office), None, VOICE, hour=10, today=office.desk.today, offer_day=FRIDAY)
    assert facts[ScriptField.INVOICE_AMOUNT] == "300.00"
    assert facts[ScriptField.OVERDUE] == "600.00"


def test_an_invoice_that_the_promise_does_not_reach_is_not_paused(office):
    promise(office, 500, office.r1, office.r2)
    assert asked(office)["R-1002"] == 30_000
    by_number = {row.number: row for row in sheet(office).invoices}
    assert (by_number["R-1001"].promised_on, by_number["R-1002"].promised_on) == (FRIDAY, None)


def test_a_part_payment_lowers_what_is_promised_and_the_rest_stays_paused(office):
    promise(office, 500, office.r1)
    office.pay(office.r1, 20_000, FRIDAY)
    decide_promises(office.later(4))
    assert "R-1001" not in asked(office, FRIDAY)


def test_parts_are_said_in_one_breath(office):
    promise(office, 200, office.r1, more=(PromisePart(euros(300), date(2026, 12, 15)),))
    assert promised_words(sheet(office), SAY) == (
        "200.00 EUR promised for 2026-11-27, rest 300.00 EUR for 2026-12-15"
    )


@pytest.mark.parametrize("fresh", [FRIDAY, None])
def test_a_promise_due_but_not_confirmed_is_asked_about_as_one_that_may_have_crossed(office, fresh):
    promise(office, 500, office.r1)
    if fresh is not None:
        import_payments(office, fresh)
    today = date(2026, 12, 10)
    office.later(17)
    facts = script_facts(sheet(office, today), None, VOICE, hour=10, today=today, offer_day=today)
    assert facts[ScriptField.BROKEN_DAY] == "2026-11-27"
    assert facts.get(ScriptField.DATA_UNTIL) == (fresh.isoformat() if fresh else None)
    assert office.one("SELECT state FROM promise") == ("open",)


def test_the_timeline_tells_parts_reasons_and_what_went_out(office):
    promise(office, 200, office.r1, more=(PromisePart(euros(300), date(2026, 12, 15)),))
    promise(office, 500, office.r1, due_on=date(2026, 12, 1))
    texts = [row.text for row in sheet(office).timeline if row.kind == "promise"]
    assert set(texts) == {
        "Promise for Tue 1 Dec: open",
        "Promise, part 1 of 2, for Fri 27 Nov: cancelled (replaced by a newer promise)",
        "Promise, part 2 of 2, for Tue 15 Dec: cancelled (replaced by a newer promise)",
    }
