"""The acts of the client card: card, contacts, groups, pauses, the next step; each checked, each taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from arcaller.data.queries.clients.card import load_card_contacts, load_client_card
from arcaller.data.queries.clients.client_list import load_client_ids
from arcaller.data.queries.clients.groups import group_totals, load_member_invoices, load_members
from arcaller.data.queries.sheet.call_sheet import load_contacts
from arcaller.data.tables import AppUser, FollowUp
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.calling.calls import log_call
from arcaller.services.clients.cards import SaveClient, save_client
from arcaller.services.clients.contacts import ChooseContact, leave_contact, make_main_contact, save_contact
from arcaller.services.clients.groups import LinkClient, link_client
from arcaller.services.clients.next_steps import GiveNextStep, give_next_step
from arcaller.services.clients.pauses import (
    SetDoNotChase,
    SetInvoiceDoNotChase,
    set_do_not_chase,
    set_invoice_do_not_chase,
)
from arcaller.services.commands import FurtherNumber, LogCall, SaveContact
from arcaller.services.contact.wishes import AddStop, LiftStop, add_stop, lift_stop
from arcaller.services.undo import undo_last

HOSTILE = 'Müller <b>&\u202eGmbH\x00\n=HYPERLINK("x")\'; DROP TABLE client; --'


def card(office, **change):
    values = {"client_id": office.client_id, "number": "C-001", "legal_name": "Meyer KG", "currency": "EUR"}
    return SaveClient(**{**values, "country": "DE", "city": "Berlin", **change})


def another(office, number="C-002", name="Meyer Logistik GmbH"):
    return save_client(office.desk, SaveClient(None, number, name, "EUR", country="DE")).new_id


def test_a_whole_card_is_kept_by_one_act_and_taken_back_by_one(office):
    before = office.state()
    tags = ("seasonal", "Key account", "key Account")
    command = card(
        office, trade_name="Meyer", kind="partnership", street="Hafenstr. 1", postcode="10115", region="BE",
        time_zone="Europe/Berlin", language="DE", terms_days=14, credit_limit=Money(1_500_000, "EUR"), segment="Key",
        tags=tags, owner_id=2, account_manager="Ines Roth", rule_profile="US-Reg-F", note="two\nlines",
    )  # fmt: skip
    changes = save_client(office.desk, command)
    assert changes.said == "The card of Meyer saved"
    row = load_client_card(office.ledger, office.client_id)
    assert (row.name, row.kind, row.language, row.terms_days, row.credit_limit_minor) == (
        "Meyer", "partnership", "de", 14, 1_500_000,
    )  # fmt: skip
    assert (row.tags, row.owner_id, row.note) == (("Key account", "seasonal"), 2, "two\nlines")
    assert save_client(office.desk, command).entry is None
    assert undo_last(office.desk).said == "Taken back: the card of Meyer KG"
    assert office.state() == before


def test_a_new_client_is_found_by_name_and_number_at_once(office):
    changes = save_client(office.desk, SaveClient(None, "N-77", "Zoë & Söhne", "CHF", country="CH"))
    assert changes.said == "Zoë & Söhne is a client now, number N-77"
    for typed in ("zoe", "n-77", "N77"):
        assert list(load_client_ids(office.ledger, search=typed)) == [changes.new_id]
    undo_last(office.desk)
    assert list(load_client_ids(office.ledger, search="zoe")) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": " "}, "number"),
        ({"number": "9" * 101}, "number"),
        ({"legal_name": "\x00"}, "legal_name"),
        ({"trade_name": "x" * 301}, "trade_name"),
        ({"kind": "person"}, "kind"),
        ({"country": "Germany"}, "country"),
        ({"country": "XX"}, "country"),
        ({"time_zone": "Berlin"}, "time_zone"),
        ({"language": "german"}, "language"),
        ({"currency": "EURO"}, "currency"),
        ({"terms_days": -1}, "terms_days"),
        ({"terms_days": 731}, "terms_days"),
        ({"credit_limit": Money(1, "USD")}, "credit_limit"),
        ({"credit_limit": Money(-1, "EUR")}, "credit_limit"),
        ({"owner_id": 99}, "owner_id"),
        ({"tags": tuple(str(i) for i in range(21))}, "tags"),
        ({"note": "x" * 10_001}, "note"),
        ({"client_id": 4711}, "client_id"),
    ],
)
def test_a_card_that_makes_no_sense_is_refused_beside_its_field(office, change, field):
    before = office.state()
    with pytest.raises(DomainError) as refusal:
        save_client(office.desk, card(office, **change))
    assert refusal.value.field == field
    assert office.state() == before


def test_a_number_that_is_taken_is_refused(office):
    another(office)
    with pytest.raises(DomainError) as refusal:
        save_client(office.desk, card(office, number="C-002"))
    assert refusal.value.field == "number"


def test_an_owner_who_left_stays_where_he_stands_until_somebody_changes_it(office):
    save_client(office.desk, card(office, owner_id=2))
    with office.ledger.act("leave", actor_id=1, at=office.desk.now) as act:
        act.change(office.ledger.get(AppUser, 2), is_active=False)
    desk = replace(office.desk, actor_id=1)
    assert save_client(desk, card(office, owner_id=2, city="Bonn")).entry is not None


def test_hostile_texts_stand_as_one_harmless_line(office):
    save_client(office.desk, card(office, trade_name=HOSTILE, street=HOSTILE))
    row = load_client_card(office.ledger, office.client_id)
    assert "\x00" not in row.trade_name
    assert "\n" not in row.trade_name
    assert row.trade_name.startswith("Müller <b>&GmbH")
    save_contact(office.desk, SaveContact(office.client_id, None, HOSTILE, note=HOSTILE))
    assert office.ledger.rows("SELECT count(*) FROM client") == [(1,)]


def test_further_numbers_are_added_changed_and_taken_out_in_one_act(office):
    numbers = (FurtherNumber("+49 171 5550199", "mobile"), FurtherNumber("+49 30 5550143", "warehouse"))
    command = SaveContact(
        office.client_id, office.contact_id, "Anna Meyer", phone="+49 30 5550 0142", preferred_channel="email",
        note="mornings", numbers=numbers,
    )  # fmt: skip
    save_contact(office.desk, command)
    (row,) = load_card_contacts(office.ledger, office.client_id)
    assert [(n.phone, n.label, n.state) for n in row.numbers] == [
        ("+49 171 5550199", "mobile", "ok"), ("+49 30 5550143", "warehouse", "ok"),
    ]  # fmt: skip
    assert (row.preferred_channel, row.note) == ("email", "mornings")
    before = office.state()
    kept = FurtherNumber("+49 171 5550200", "mobile", row.numbers[0].number_id)
    save_contact(office.desk, replace(command, numbers=(kept,)))
    (row,) = load_card_contacts(office.ledger, office.client_id)
    assert [n.phone for n in row.numbers] == ["+49 171 5550200"]
    undo_last(office.desk)
    assert office.state() == before
    save_contact(office.desk, SaveContact(office.client_id, office.contact_id, "Anna"))
    assert len(load_card_contacts(office.ledger, office.client_id)[0].numbers) == 2


def test_a_repaired_number_may_be_called_and_its_old_calls_stay_uncounted(office):
    log_call(office.desk, LogCall(office.client_id, CallOutcome.WRONG_NUMBER, office.contact_id))
    assert office.contact().phone_state == "wrong"
    save_contact(office.desk, SaveContact(office.client_id, office.contact_id, "Anna", phone="+49 30 5550 0999"))
    assert office.contact().phone_state == "ok"
    assert office.one("SELECT is_to_wrong_number FROM call") == (1,)


@pytest.mark.parametrize(
    "numbers",
    [(FurtherNumber("", "mobile"),), (FurtherNumber("call me"),), tuple(FurtherNumber("12345") for _ in range(13))],
)
def test_further_numbers_that_cannot_be_dialed_are_refused(office, numbers):
    with pytest.raises(DomainError) as refusal:
        save_contact(office.desk, SaveContact(office.client_id, None, "Bo", numbers=numbers))
    assert refusal.value.field == "numbers"


def test_who_leaves_is_asked_for_no_more_and_the_next_one_is_the_main_contact(office):
    other = save_contact(office.desk, SaveContact(office.client_id, None, "Bo Lind", phone="+49 30 5550177")).new_id
    give_next_step(office.desk, GiveNextStep(office.client_id, office.desk.today))
    assert make_main_contact(office.desk, ChooseContact(office.client_id, other)).said == (
        "Bo Lind is the main contact of Meyer KG"
    )
    assert leave_contact(office.desk, ChooseContact(office.client_id, other)).said == "Bo Lind has left Meyer KG"
    (shown,) = load_contacts(office.ledger, office.client_id)
    assert (shown.name, shown.is_main) == ("Anna Meyer", True)
    assert [row.is_active for row in load_card_contacts(office.ledger, office.client_id)] == [True, False]
    assert leave_contact(office.desk, ChooseContact(office.client_id, other)).said == "Bo Lind is back at Meyer KG"
    assert office.one("SELECT count(*) FROM follow_up WHERE state = 'open'") == (1,)
    with pytest.raises(DomainError):
        leave_contact(office.desk, ChooseContact(another(office), other))


def test_rings_of_any_length_are_refused(office):
    second = another(office)
    third = another(office, "C-003", "Meyer Bau")
    said = link_client(office.desk, LinkClient(second, office.client_id)).said
    assert said == "Meyer Logistik GmbH belongs to the group of Meyer KG now"
    link_client(office.desk, LinkClient(third, second))
    before = office.state()
    for client, parent in (
        (office.client_id, office.client_id),
        (office.client_id, second),
        (office.client_id, third),
    ):
        with pytest.raises(DomainError) as refusal:
            link_client(office.desk, LinkClient(client, parent))
        assert refusal.value.field == "parent_id"
    assert office.state() == before
    link_client(office.desk, LinkClient(second, None))
    assert load_members(office.ledger, office.client_id) == ()
    assert [row.level for row in load_members(office.ledger, third)] == [0, 1]


def test_a_group_is_summed_by_currency_and_never_across(office):
    second = another(office)
    link_client(office.desk, LinkClient(second, office.client_id))
    members = load_members(office.ledger, second)
    assert [(row.name, row.level) for row in members] == [("Meyer KG", 0), ("Meyer Logistik GmbH", 1)]
    assert {row.currency: (row.open_minor, row.overdue_minor) for row in group_totals(members)} == {
        "EUR": (100_000, 80_000), "USD": (10_000, 10_000),
    }  # fmt: skip
    looked_at = load_member_invoices(office.ledger, second, office.desk.today)
    assert [row.number for row in looked_at] == ["R-1001", "R-1002", "R-2001", "R-1003"]
    assert load_member_invoices(office.ledger, office.client_id, office.desk.today) == ()


def test_a_call_at_one_member_answers_the_calls_due_at_the_others(office):
    second = another(office)
    link_client(office.desk, LinkClient(office.client_id, second))
    give_next_step(office.desk, GiveNextStep(office.client_id, office.desk.today))
    give_next_step(office.desk, GiveNextStep(office.client_id, office.desk.today + timedelta(9), "send_copy"))
    assert office.one("SELECT is_on_list FROM client_summary WHERE currency = 'EUR' AND client_id = 1") == (1,)
    changes = log_call(office.desk, LogCall(second, CallOutcome.VOICEMAIL))
    assert changes.clients == {office.client_id, second}
    states = office.ledger.rows("SELECT kind, state FROM follow_up WHERE client_id = ? ORDER BY id", (1,))
    assert states == [("call", "done"), ("send_copy", "open")]
    assert office.one("SELECT is_on_list FROM client_summary WHERE currency = 'EUR' AND client_id = 1") == (0,)
    undo_last(office.desk)
    assert office.one("SELECT count(*) FROM follow_up WHERE client_id = 1 AND state = 'open'") == (2,)


def test_a_member_without_any_step_comes_back_together_with_the_one_called(office):
    second = another(office)
    link_client(office.desk, LinkClient(second, office.client_id))
    log_call(office.desk, LogCall(second, CallOutcome.VOICEMAIL))
    mine, his = (
        office.one("SELECT due_on, kind FROM follow_up WHERE client_id = ? AND state = 'open'", client)
        for client in (office.client_id, second)
    )
    assert mine == his
    assert office.one("SELECT reason FROM follow_up WHERE client_id = 1") == ("Worked with Meyer Logistik GmbH",)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"due_on": -1}, "due_on"),
        ({"due_on": 400}, "due_on"),
        ({"kind": "sing"}, "kind"),
        ({"reason": "x" * 301}, "reason"),
    ],
)
def test_a_next_step_that_makes_no_sense_is_refused(office, change, field):
    values = {"due_on": 1, **change}
    values["due_on"] = office.desk.today + timedelta(days=values["due_on"])
    with pytest.raises(DomainError) as refusal:
        give_next_step(office.desk, GiveNextStep(office.client_id, **values))
    assert refusal.value.field == field


def test_lifting_a_pause_or_a_stop_leaves_no_client_without_a_next_step(office):
    set_do_not_chase(office.desk, SetDoNotChase(office.client_id, "flood", office.desk.today + timedelta(days=5)))
    assert office.ledger.select(FollowUp) == []
    set_do_not_chase(office.desk, SetDoNotChase(office.client_id, ""))
    (step,) = office.ledger.select(FollowUp)
    assert (step.kind, step.due_on, step.reason) == ("call", office.desk.today, "The pause was lifted")
    undo_last(office.desk)
    stop = add_stop(office.desk, AddStop(office.client_id, "cease")).new_id
    lift_stop(office.desk, LiftStop(office.client_id, stop, "he called himself"))
    assert [row.reason for row in office.ledger.select(FollowUp)] == ["The stop was lifted"]
    set_do_not_chase(office.desk, SetDoNotChase(office.client_id, ""))
    assert len(office.ledger.select(FollowUp)) == 1


def test_paused_invoices_say_so_and_foreign_ones_are_refused(office):
    until = office.desk.today + timedelta(days=3)
    changes = set_invoice_do_not_chase(
        office.desk, SetInvoiceDoNotChase(office.client_id, (office.r1, office.r2), "credit note comes", until)
    )
    assert changes.said == "R-1001, R-1002 are not chased until Thu 26 Nov: credit note comes"
    lifted = set_invoice_do_not_chase(office.desk, SetInvoiceDoNotChase(office.client_id, (office.r1,), ""))
    assert lifted.said == "R-1001 may be chased again"
    for ids, reason, day, field in (
        ((), "x", None, "invoice_ids"), ((99,), "x", None, "invoice_ids"), ((office.r1,), "", until, "reason"),
        ((office.r1,), "x", office.desk.today - timedelta(days=1), "until"),
    ):  # fmt: skip
        with pytest.raises(DomainError) as refusal:
            set_invoice_do_not_chase(office.desk, SetInvoiceDoNotChase(office.client_id, ids, reason, day))
        assert refusal.value.field == field


def test_a_client_is_found_by_any_written_form_of_any_of_his_numbers(office):
    numbers = (FurtherNumber("0171 / 555-01 99", "mobile"),)
    save_contact(
        office.desk,
        SaveContact(office.client_id, office.contact_id, "Anna", phone="+49 (30) 5550-0142", numbers=numbers),
    )
    forms = (
        "+49 30 5550 0142", "0049 30 55500142", "030 5550 0142", "(030) 55500142", "5550 0142", "55500142", "0142",
        "0171 5550199", "01715550199", "171 555", "+49 171 5550199", "5550199", "0199",
    )  # fmt: skip
    for typed in forms:
        assert list(load_client_ids(office.ledger, search=typed)) == [office.client_id], typed
    for typed in ("+49 40 5550 0142", "5550 0143", "99999"):
        assert list(load_client_ids(office.ledger, search=typed)) == [], typed
    undo_last(office.desk)
    assert list(load_client_ids(office.ledger, search="01715550199")) == []
