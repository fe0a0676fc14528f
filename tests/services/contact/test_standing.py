"""How a contact stands over a real ledger; a call outside a rule is logged and marked, never refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from office_rows import add_client

from arcaller.data.queries.sheet.timeline import load_timeline
from arcaller.data.tables import Client, FollowUp
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.contact.standing import Verdict
from arcaller.domain.errors import DomainError
from arcaller.services.calling.calls import log_call
from arcaller.services.clients.contacts import save_contact
from arcaller.services.commands import ChangeSettings, LogCall, SaveContact
from arcaller.services.contact.standing import check_override, contact_standing, overrides_left
from arcaller.services.contact.wishes import AddStop, AddWindow, RecordConsent, add_stop, add_window, record_consent
from arcaller.services.desk import Desk
from arcaller.services.preparing.sheets import read_sheet
from arcaller.services.preparing.standing import chased
from arcaller.services.settings import change_settings, load_settings
from arcaller.services.undo import undo_last

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SUPERVISOR = 1


def at(office, *, days: int = 0, hours: float = 0) -> Desk:
    return replace(
        office.desk, now=NOW + timedelta(days=days, hours=hours), today=date(2026, 11, 23) + timedelta(days=days)
    )


def standing(office, desk: Desk | None = None, **more):
    desk = desk or office.desk
    return contact_standing(desk, office.client_id, None, desk.now, **more)


def log(desk: Desk, office, outcome=CallOutcome.NO_ANSWER, **more):
    return log_call(desk, LogCall(office.client_id, outcome, **more))


def test_a_client_nobody_called_may_be_called_in_the_hours_of_the_house(office):
    now = standing(office)
    assert now.verdict is Verdict.ALLOWED
    assert now.meter.words == "0 of 6 attempts in 7 days"
    assert now.clock_words == "10:00 in Berlin, call until 19:00"
    assert standing(office, at(office, hours=11)).next_words == (
        "Next allowed Tue 24 Nov 08:00, because of the calling hours"
    )


def test_w2_the_minimum_gap_is_per_client_with_its_reason_and_other_items_stay_listed(office):
    log(office.desk, office)
    soon = standing(office, at(office, hours=1))
    assert soon.verdict is Verdict.BLOCKED
    assert soon.next_words == "Next allowed 12:00, because of the attempt at 10:00"
    assert soon.worst.words == "Tried at 10:00; 2 hours lie between attempts"
    sheet = read_sheet(at(office, hours=1), office.client_id)
    assert [row.number for row in sheet.invoices] == ["R-1001", "R-1002", "R-2001", "R-1003"]
    assert [row.number for row in chased(sheet, office.desk.today)] == ["R-1001", "R-1002", "R-2001"]
    with office.ledger.act("seed", actor_id=SUPERVISOR, at=NOW) as act:
        other, _ = add_client(act, "C-002", "Adler AG", "+49 30 5550 0143")
    nobody_called = contact_standing(at(office, hours=1), other, None, at(office, hours=1).now)
    assert nobody_called.verdict is Verdict.ALLOWED
    assert check_override(replace(office.desk, actor_id=SUPERVISOR), "He asked by mail") == "He asked by mail"


def test_a_call_outside_a_rule_is_logged_and_marked_with_the_rule_and_says_so(office):
    log(office.desk, office)
    changes = log(at(office, hours=1), office)
    words = "Tried at 10:00; 2 hours lie between attempts"
    assert changes.said.endswith(f" – outside a rule: {words}")
    rows = office.ledger.rows("SELECT breach_rule, breach_words FROM call ORDER BY id")
    assert rows == [("", ""), ("HOUSE-GAP", words)]
    assert load_timeline(office.ledger, office.client_id)[0].note == f"Outside a rule: {words}"


def test_a_call_on_a_stopped_client_is_logged_and_marked_all_the_same(office):
    add_stop(office.desk, AddStop(office.client_id, "represented", reason="Dr. Berg"))
    log(office.desk, office, CallOutcome.REFUSES, note="Said so")
    rule, words = office.one("SELECT breach_rule, breach_words FROM call")
    assert (rule, words) == ("STOP-REPRESENTED", "Represented by a lawyer since Mon 23 Nov: Dr. Berg")


def test_a_call_that_came_in_breaks_no_rule(office):
    log(office.desk, office)
    log(at(office, hours=1), office, CallOutcome.OTHER, letter="n", direction="in")
    assert office.one("SELECT breach_rule FROM call ORDER BY id DESC LIMIT 1") == ("",)


def test_an_override_is_kept_with_the_call_and_its_reason_stands_in_the_timeline(office):
    log(office.desk, office)
    log(at(office, hours=1), office, override_reason="He wrote that he is at his desk now")
    assert office.one("SELECT breach_rule, override_reason FROM call ORDER BY id DESC LIMIT 1") == (
        "HOUSE-GAP", "He wrote that he is at his desk now",
    )  # fmt: skip
    assert "(passed over: He wrote" in load_timeline(office.ledger, office.client_id)[0].note
    (entry,) = office.one("SELECT changes FROM journal_detail ORDER BY number DESC LIMIT 1")
    assert "He wrote that he is at his desk now" in entry


def test_a_caller_may_pass_over_as_many_rules_a_day_as_his_limit_says(office):
    assert overrides_left(office.desk) == 0
    with pytest.raises(DomainError, match="beyond your authority") as refused:
        check_override(office.desk, "He asked by mail")
    assert refused.value.field == "override_reason"

    boss = replace(office.desk, actor_id=SUPERVISOR)
    assert overrides_left(boss) is None
    limits = {**load_settings(office.ledger).values["authority_caller"], "max_rule_overrides": 1}
    change_settings(boss, ChangeSettings({"authority_caller": limits}))
    assert overrides_left(office.desk) == 1
    with pytest.raises(DomainError, match="Say why"):
        check_override(office.desk, " .")
    log(office.desk, office, override_reason="He asked by mail")
    assert overrides_left(at(office, hours=1)) == 0
    assert overrides_left(at(office, days=1)) == 1


def test_limits_stored_before_rules_could_be_passed_over_still_read(office):
    old = {k: v for k, v in load_settings(office.ledger).values["authority_caller"].items() if "override" not in k}
    from arcaller.services.settings import KEYS

    with office.ledger.act("old", actor_id=SUPERVISOR, at=NOW) as act:
        act.write_setting(KEYS["authority_caller"], old)
    assert load_settings(office.ledger).values["authority_caller"]["max_rule_overrides"] == 0


def test_a_due_call_back_is_free_of_the_counts_and_the_call_that_answers_it_is_marked_as_asked_for(office):
    log(office.desk, office, CallOutcome.REFUSES)
    with office.ledger.act("ask", actor_id=SUPERVISOR, at=NOW) as act:
        act.add(
            FollowUp(
                client_id=office.client_id, due_on=date(2026, 11, 23), due_time="14:30", time_zone="Europe/Berlin",
                kind="call_back", state="open",
            )
        )  # fmt: skip
    before, due = at(office, hours=3), at(office, hours=4.5)
    assert standing(office, before).next_words == "Next allowed 14:30, because of the conversation on Mon 23 Nov"
    assert standing(office, due).verdict is Verdict.ALLOWED
    log(due, office)
    assert office.one("SELECT was_asked_for, breach_rule FROM call ORDER BY id DESC LIMIT 1") == (1, "")


def test_t35_calls_to_a_number_found_wrong_on_thursday_are_no_calls_to_the_person(office):
    for days in (0, 2):
        log(at(office, days=days), office)
    thursday = at(office, days=3)
    assert standing(office, thursday).meter.used == 2
    log(thursday, office, CallOutcome.WRONG_NUMBER)
    now = standing(office, thursday)
    assert now.meter.used == 0
    assert now.worst.rule.code == "STOP-NUMBER"


def test_t36_hours_a_person_asked_to_be_spared_are_blocked_until_withdrawn(office):
    add_window(office.desk, AddWindow(office.client_id, "inconvenient", "12345", "15:00", "17:00"))
    assert standing(office, at(office, hours=4)).verdict is Verdict.ALLOWED
    assert standing(office, at(office, hours=5)).next_words == (
        "Next allowed 17:00, because of the hours he asked to be spared"
    )
    undo_last(office.desk)
    assert standing(office, at(office, hours=5)).verdict is Verdict.ALLOWED


def test_a_wish_of_another_person_of_the_client_does_not_bind_this_one(office):
    with office.ledger.act("more", actor_id=SUPERVISOR, at=NOW) as act:
        from arcaller.data.tables import Contact

        other = act.add(
            Contact(client_id=office.client_id, name="Jan Roth", phone="+49 30 5550 0199", phone_digits="")
        )
    record_consent(office.desk, RecordConsent(office.client_id, "call", "withdrawn", contact_id=other))
    assert standing(office).verdict is Verdict.ALLOWED
    blocked = contact_standing(office.desk, office.client_id, other, NOW)
    assert blocked.worst.rule.code == "STOP-OPTED-OUT"


def test_strict_rules_bind_when_the_clients_kind_place_or_profile_calls_for_them(office):
    def codes() -> set[str]:
        return {meter.code for meter in standing(office).meters}

    def become(**values) -> None:
        with office.ledger.act("become", actor_id=SUPERVISOR, at=NOW) as act:
            act.change(office.ledger.get(Client, office.client_id), **values)

    assert codes() == {"HOUSE-DAY", "HOUSE-WEEK", "HOUSE-TALK"}
    become(kind="consumer", country="US", region="NY", time_zone="America/New_York")
    assert "US-7AFTER-OWN" in codes()
    become(rule_profile="us-reg-f")
    named = standing(office)
    assert {finding.rule.code for finding in named.findings} >= {"US-MINI", "US-3RD"}


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "UTC", "Pacific/Kiritimati"])
def test_w19_due_dates_are_plain_dates_whatever_the_clients_zone(office, zone):
    with office.ledger.act("move", actor_id=SUPERVISOR, at=NOW) as act:
        act.change(office.ledger.get(Client, office.client_id), time_zone=zone)
    assert office.ledger.rows("SELECT due_on FROM invoice ORDER BY id") == [
        ("2026-09-24",), ("2026-11-13",), ("2026-12-13",), ("2026-11-18",),
    ]  # fmt: skip
    assert standing(office).zone == zone


def test_the_state_of_an_address_gives_the_clock_that_the_rules_are_read_by(office):
    with office.ledger.act("move", actor_id=SUPERVISOR, at=NOW) as act:
        act.change(office.ledger.get(Client, office.client_id), country="US", region="Hawaii", time_zone="")
    assert standing(office).zone == "Pacific/Honolulu"


def test_the_number_of_reads_does_not_grow_with_the_calls(office):
    def reads() -> int:
        count = 0
        real = office.ledger.rows

        def counting(sql, parameters=()):
            nonlocal count
            count += 1
            return real(sql, parameters)

        office.ledger.rows = counting
        try:
            standing(office, at(office, days=9))
        finally:
            del office.ledger.rows
        return count

    first = reads()
    for days in range(8):
        log(at(office, days=days), office)
    assert reads() == first <= 10


@pytest.mark.parametrize("kind", ["remind_promise", "remind_installment"])
def test_a_reminder_of_his_own_promise_may_be_made_though_the_caps_are_full(office, kind):
    for day in range(2):
        for hour in (0, 2.5, 5):
            log(at(office, days=day, hours=hour), office)
    full = at(office, days=2)
    assert standing(office, full).verdict is Verdict.BLOCKED
    with office.ledger.act("remind", actor_id=1, at=full.now) as act:
        act.add(FollowUp(client_id=office.client_id, due_on=full.today, kind=kind, state="open"))
    assert standing(office, full).verdict is Verdict.ALLOWED
    log(full, office)
    assert standing(office, at(office, days=2, hours=3)).verdict is Verdict.BLOCKED


@pytest.mark.parametrize("kind", ["remind_promise", "remind_installment"])
def test_a_reminder_to_come_opens_nothing_today(office, kind):
    log(office.desk, office)
    with office.ledger.act("remind", actor_id=1, at=office.desk.now) as act:
        act.add(FollowUp(client_id=office.client_id, due_on=date(2026, 11, 24), kind=kind, state="open"))
    assert standing(office, at(office, hours=1)).verdict is Verdict.BLOCKED


def test_who_has_left_is_nobody_to_ask_whether_the_client_may_be_called(office):
    other = save_contact(office.desk, SaveContact(office.client_id, None, "Bo Lind", phone="+49 30 5550 0177")).new_id
    with office.ledger.act("left", actor_id=1, at=office.desk.now) as act:
        act.change(office.contact(), is_active=False)
    add_stop(office.desk, AddStop(office.client_id, "deceased", contact_id=office.contact_id))
    asked = standing(office)
    assert asked.verdict is Verdict.ALLOWED
    assert contact_standing(office.desk, office.client_id, other, office.desk.now) == asked


def test_a_call_logged_later_is_judged_by_the_hour_it_took_place(office):
    evening, morning = at(office, hours=11), office.desk.now
    log(evening, office, called_at=morning)
    assert office.one("SELECT breach_rule FROM call") == ("",)
    late_on_friday = NOW - timedelta(days=3) + timedelta(hours=11)
    log(at(office, hours=1), office, called_at=late_on_friday)
    assert office.one("SELECT breach_rule FROM call ORDER BY id DESC LIMIT 1") == ("HOUSE-HOURS",)
