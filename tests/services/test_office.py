"""Settings, contacts, snoozing, do-not-chase, statements and the list as of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from arcaller.data.queries.clients.client_list import load_client_ids
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.calling.follow_ups import snooze
from arcaller.services.calling.worklist import rank_clients
from arcaller.services.clients.contacts import save_contact
from arcaller.services.clients.pauses import SetDoNotChase, set_do_not_chase
from arcaller.services.commands import ChangeSettings, SaveContact, Snooze
from arcaller.services.papers.statements import make_statement, statement_inputs
from arcaller.services.settings import KEYS, change_settings, load_settings
from arcaller.services.undo import undo_last

SUPERVISOR = 1


def test_every_default_passes_its_own_check(office):
    values = {name: key.default for name, key in KEYS.items() if name != "company_name"}
    assert change_settings(replace(office.desk, actor_id=SUPERVISOR), ChangeSettings(values)).entry is not None


def test_settings_have_defaults_and_keep_what_is_set(office):
    assert load_settings(office.ledger).call_hours.opens == time(8)
    changes = change_settings(office.desk, ChangeSettings({"call_opens": "09:30", "attempts_a_day": 3}))
    settings = load_settings(office.ledger)
    assert (settings.call_hours.opens, settings.next_step_rules.attempts_a_day) == (time(9, 30), 3)
    assert changes.everything
    assert change_settings(office.desk, ChangeSettings({"attempts_a_day": 3})).said == "Settings are as they were"
    undo_last(office.desk)
    assert load_settings(office.ledger).number("attempts_a_day") == 2


def test_limits_are_of_a_role_and_a_currency(office):
    limits = dict(KEYS["authority_caller"].default)
    limits["max_total"] = {"EUR": "1000.50", "": "900"}
    limits["least_down_percent"] = "15"
    with pytest.raises(DomainError, match="supervisor"):
        change_settings(office.desk, ChangeSettings({"authority_caller": limits}))
    limits["least_installment"] = {"": "50.50"}
    change_settings(replace(office.desk, actor_id=SUPERVISOR), ChangeSettings({"authority_caller": limits}))
    settings = load_settings(office.ledger)
    assert settings.authority("caller", "EUR").max_total == Money(100_050, "EUR")
    assert settings.authority("caller", "JPY").max_total == Money(900, "JPY")
    assert settings.authority("caller", "JPY").least_installment == Money(50, "JPY")
    assert settings.authority("caller", "EUR").least_down_percent == Decimal(15)
    assert settings.authority("supervisor", "EUR").max_total == Money(25_000_000, "EUR")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("no_such_key", 1),
        ("attempts_a_day", "two"),
        ("attempts_a_day", 0),
        ("company_name", "  "),
        ("company_currency", "EURO"),
        ("company_time_zone", "Berlin"),
        ("company_address", [1]),
        ("paper", "A5"),
        ("call_opens", "8"),
        ("cost_of_money_percent", "a lot"),
        ("cost_of_money_percent", "101"),
        ("authority_caller", {"max_months": 12}),
        ("authority_caller", {**KEYS["authority_caller"].default, "max_months": -1}),
        ("authority_caller", {**KEYS["authority_caller"].default, "max_total": {"EUR": "1.005"}}),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_by_name_and_none_is_written(office, name, value):
    before = office.state()
    desk = replace(office.desk, actor_id=SUPERVISOR)
    with pytest.raises(DomainError) as refusal:
        change_settings(desk, ChangeSettings({"attempts_a_day": 5, name: value}))
    assert refusal.value.field in (name, "amount")
    assert office.state() == before


def test_a_new_contact_is_found_by_name_and_number_at_once(office):
    command = SaveContact(office.client_id, None, "Zoë Çelik", "Buyer", "+49 30 5550 0177", "zoe@meyer.example")
    changes = save_contact(office.desk, command)
    assert changes.said == "Zoë Çelik of Meyer KG saved"
    for typed in ("zoe cel", "+49 30 5550 0177", "0177", "zoe@meyer"):
        assert list(load_client_ids(office.ledger, search=typed)) == [office.client_id], typed
    assert office.one("SELECT is_main FROM contact WHERE id = ?", changes.new_id) == (0,)


def test_a_new_number_is_no_longer_wrong(office):
    with office.ledger.act("mark", actor_id=1, at=office.desk.now) as act:
        act.change(office.contact(), phone_state="wrong")
    same = SaveContact(office.client_id, office.contact_id, "Anna", phone="+49 30 5550 0142")
    save_contact(office.desk, same)
    assert office.one("SELECT phone_state FROM contact") == ("wrong",)
    save_contact(office.desk, SaveContact(office.client_id, office.contact_id, "Anna", phone="+49 30 5550 0143"))
    assert office.one("SELECT phone_state, phone_digits FROM contact") == ("ok", "493055500143")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"phone": "call me"}, "phone"),
        ({"email": "anna at meyer"}, "email"),
        ({"style": "rude"}, "style"),
        ({"time_zone": "Berlin"}, "time_zone"),
        ({"contact_id": 99}, "contact_id"),
    ],
)
def test_a_contact_that_cannot_be_reached_or_is_not_his_is_refused(office, change, field):
    values = {"client_id": office.client_id, "contact_id": None, "name": "Bo", **change}
    before = office.state()
    with pytest.raises(DomainError) as refusal:
        save_contact(office.desk, SaveContact(**values))
    assert refusal.value.field == field
    assert office.state() == before


def test_a_snoozed_client_comes_back_on_the_day(office):
    on_list = "SELECT is_on_list FROM client_summary WHERE is_main = 1"
    until = office.desk.today + timedelta(days=8)
    changes = snooze(office.desk, Snooze(office.client_id, until, "year-end closing"))
    assert changes.said == "Meyer KG is put back to Tue 1 Dec: year-end closing"
    assert office.one(on_list) == (0,)
    office.later(7)
    assert office.one(on_list) == (0,)
    office.later(8)
    assert office.one(on_list) == (1,)


@pytest.mark.parametrize(
    ("days", "reason", "field"), [(3, " ", "reason"), (0, "busy", "until"), (400, "busy", "until")]
)
def test_snoozing_needs_a_reason_and_a_day_ahead(office, days, reason, field):
    with pytest.raises(DomainError) as refusal:
        snooze(office.desk, Snooze(office.client_id, office.desk.today + timedelta(days=days), reason))
    assert refusal.value.field == field


def test_a_client_not_to_be_chased_leaves_the_list_and_stays_in_the_figures(office):
    summary = "SELECT is_on_list, overdue_minor FROM client_summary WHERE currency = 'EUR'"
    until = office.desk.today + timedelta(days=5)
    set_do_not_chase(office.desk, SetDoNotChase(office.client_id, "flood in the plant", until))
    assert office.one(summary) == (0, 80_000)
    office.later(6)
    assert office.one(summary) == (1, 80_000)
    with pytest.raises(DomainError):
        set_do_not_chase(office.desk, SetDoNotChase(office.client_id, "", until))
    with pytest.raises(DomainError):
        set_do_not_chase(office.desk, SetDoNotChase(office.client_id, "late", date(2026, 1, 1)))
    said = set_do_not_chase(office.desk, SetDoNotChase(office.client_id, "")).said
    assert said == "Meyer KG may be chased again"


def test_the_statement_lists_what_is_open_by_currency_and_age(office, fonts):
    office.pay(office.r1, 10_000)
    inputs = statement_inputs(office.desk, office.client_id, office.desk.today)
    euro, dollar = inputs.currencies
    assert [(row.number, row.open_minor) for row in euro.items] == [
        ("R-1001", 40_000), ("R-1002", 30_000), ("R-1003", 20_000),
    ]  # fmt: skip
    assert euro.buckets == (20_000, 30_000, 40_000, 0, 0)
    assert [entry.amount_minor for entry in euro.payments] == [10_000]
    assert (dollar.currency, dollar.buckets) == ("USD", (0, 10_000, 0, 0, 0))
    assert make_statement(office.desk, office.client_id, fonts).startswith(b"%PDF")


def test_a_past_statement_knows_nothing_of_later_payments(office):
    office.pay(office.r1, 10_000)
    past = statement_inputs(office.desk, office.client_id, office.desk.today - timedelta(days=1))
    assert past.currencies[0].items[0].open_minor == 50_000
    assert past.currencies[0].payments == ()


def test_the_list_as_of_a_day_ranks_as_the_list_of_that_day(office):
    (line,) = rank_clients(office.ledger, office.desk.today)
    assert (line.rank, line.client, line.overdue, line.currency) == (1, "C-001", "800.00", "EUR")
    assert line.score == office.one("SELECT score FROM client_summary WHERE is_main = 1")[0]
    assert line.why == "800.00 overdue, oldest 60 days"
    assert rank_clients(office.ledger, date(2026, 9, 24)) == []
    assert rank_clients(office.ledger, office.desk.today, caller="Asha Rao") == []
