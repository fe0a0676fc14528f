"""Starting a call by the rules of contact, by keys: green, refused with the reason, passed over with one, logged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication

from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.contact.standing import Verdict
from arcaller.services.calling.calls import log_call
from arcaller.services.clients.contacts import ChooseContact, make_main_contact, save_contact
from arcaller.services.commands import ChangeSettings, LogCall, SaveContact
from arcaller.services.contact.wishes import AddStop, add_stop
from arcaller.services.desk import Desk
from arcaller.services.settings import change_settings, load_settings
from tests.flows.conftest import MONDAY, NOW

OESTERGAARD = "Østergård A/S"


@pytest.fixture
def dialed(monkeypatch):
    """Numbers handed to the phone program."""
    numbers: list[str] = []

    def open_url(url) -> bool:
        numbers.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return numbers


def tried(desk, client_id: int, hours_ago: float) -> None:
    log_call(
        Desk(desk.ledger, 1, NOW - timedelta(hours=hours_ago), MONDAY), LogCall(client_id, CallOutcome.NO_ANSWER)
    )


def client(desk, name: str) -> int:
    return desk.one("SELECT id FROM client WHERE legal_name = ?", name)[0]


def test_the_button_is_green_and_names_clock_and_count_while_a_call_is_allowed(desk, dialed):
    desk.open(OESTERGAARD)
    head = desk.sheet.head
    assert head.header.call_button.property("standing") == "good"
    assert head.header._clock.text == "● 14:32 in Copenhagen, call until 19:00 · 0 of 6 attempts in 7 days"
    desk.press(Qt.Key.Key_F8)
    assert dialed == ["tel:+45-70-00-00-00"]
    assert desk.sheet.outcomes.running is not None


def test_a_blocked_call_is_refused_with_rule_source_and_next_time_and_esc_leads_back(desk, dialed):
    tried(desk, client(desk, OESTERGAARD), 1)
    desk.open(OESTERGAARD)
    head = desk.sheet.head
    assert head.header.call_button.property("standing") == "bad"
    assert "Next allowed 15:32, because of the attempt at 13:32" in head.header.call_button.toolTip()
    desk.press(Qt.Key.Key_F8)
    assert dialed == []
    assert desk.sheet.outcomes.running is None
    said = desk.bench.window.strip.said
    assert said.startswith("No call now: Tried at 13:32; 2 hours lie between attempts. Next allowed 15:32")
    assert head.panel.isVisible()
    assert "Some time lies between two attempts" in head.panel.text
    assert "House policy" in head.panel.text
    desk.press(Qt.Key.Key_Escape)
    assert not head.panel.isVisible()
    assert desk.sheet.outcomes.note.hasFocus()


def test_a_supervisor_passes_over_a_rule_with_a_reason_that_is_kept_with_the_call(desk, dialed):
    tried(desk, client(desk, OESTERGAARD), 1)
    client_id = desk.open(OESTERGAARD)
    desk.press(Qt.Key.Key_F8)
    assert desk.sheet.head.panel.reason.hasFocus()
    desk.enter()
    assert "Say why" in desk.sheet.head.panel.error.text()
    assert dialed == []
    desk.type("He wrote that he waits")
    desk.enter()
    assert len(dialed) == 1
    desk.settle()
    desk.type("1")
    desk.enter()
    row = desk.one(
        "SELECT breach_rule, override_reason FROM call WHERE client_id = ? ORDER BY id DESC LIMIT 1", client_id
    )
    assert row == ("HOUSE-GAP", "He wrote that he waits")
    assert "outside a rule" in desk.bench.window.strip.said


def test_what_was_passed_over_is_that_rule_with_that_person_and_no_other(desk, dialed):
    """Ina is tried first, too early but with a reason; then Søren, who asked not to be contacted."""
    client_id = client(desk, OESTERGAARD)
    office = Desk(desk.ledger, 1, NOW, MONDAY)
    ina = save_contact(office, SaveContact(client_id, None, "Ina Holm", phone="+45 70 00 00 11")).new_id
    make_main_contact(office, ChooseContact(client_id, ina))
    (soren,) = desk.one("SELECT id FROM contact WHERE name = 'Søren Dahl'")
    tried(desk, client_id, 1)
    add_stop(office, AddStop(client_id, "cease", contact_id=soren))
    desk.open(OESTERGAARD)
    desk.press(Qt.Key.Key_F8)
    desk.type("She waits for it")
    desk.enter()
    assert len(dialed) == 1
    desk.sheet.head.choose_number({"contact_id": soren, "phone": "+45 70 00 00 00"})
    desk.sheet._contact_changed()
    desk.press(Qt.Key.Key_F8)
    assert len(dialed) == 1
    assert "Asked not to be contacted" in desk.bench.window.strip.said
    desk.press(Qt.Key.Key_Escape)
    desk.sheet.head.choose_number({"contact_id": ina, "phone": "+45 70 00 00 11"})
    desk.sheet._contact_changed()
    desk.press(Qt.Key.Key_F8)
    assert len(dialed) == 2


def test_a_reason_that_led_to_no_call_is_asked_for_again(desk, dialed):
    tried(desk, client(desk, OESTERGAARD), 1)
    desk.open("Müller <Bau> GmbH")
    desk.press(Qt.Key.Key_F8)
    desk.open(OESTERGAARD)
    desk.press(Qt.Key.Key_F8)
    desk.type("He waits for it")
    desk.enter()
    assert "has no outcome yet" in desk.bench.window.strip.said
    assert len(dialed) == 1
    desk.press(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    desk.type("1")
    desk.enter()
    desk.open(OESTERGAARD)
    desk.press(Qt.Key.Key_F8)
    assert len(dialed) == 1
    assert desk.sheet.head.panel.reason.text() == ""


def test_a_call_is_refused_by_the_clock_of_the_key_not_of_the_last_look(desk, dialed):
    desk.open(OESTERGAARD)
    sheet = desk.sheet
    sheet._tools = replace(sheet._tools, make_desk=lambda: Desk(desk.ledger, 1, NOW + timedelta(hours=6), MONDAY))
    desk.press(Qt.Key.Key_F8)
    assert dialed == []


def test_who_has_no_authority_gets_the_reason_and_no_way_past_it(desk, dialed):
    limits = {**load_settings(desk.ledger).values["authority_supervisor"], "max_rule_overrides": 0}
    change_settings(Desk(desk.ledger, 1, NOW, MONDAY), ChangeSettings({"authority_supervisor": limits}))
    tried(desk, client(desk, OESTERGAARD), 1)
    desk.open(OESTERGAARD)
    desk.press(Qt.Key.Key_F8)
    panel = desk.sheet.head.panel
    assert panel.isVisible()
    assert not panel.reason.isVisible()
    assert dialed == []


def test_a_call_that_took_place_outside_a_rule_is_logged_and_marked(desk):
    tried(desk, client(desk, OESTERGAARD), 1)
    client_id = desk.open(OESTERGAARD)
    desk.type("1")
    desk.enter()
    row = desk.one("SELECT breach_rule FROM call WHERE client_id = ? ORDER BY id DESC LIMIT 1", client_id)
    assert row == ("HOUSE-GAP",)


def test_a_stop_is_a_banner_over_the_sheet(desk, dialed):
    client_id = client(desk, OESTERGAARD)
    add_stop(Desk(desk.ledger, 1, NOW, MONDAY), AddStop(client_id, "represented", reason="Dr. Berg"))
    desk.open(OESTERGAARD)
    banner = desk.sheet.head.banner
    assert banner.isVisible()
    assert banner.accessibleName() == "Do not call: Represented by a lawyer since Mon 23 Nov: Dr. Berg."
    desk.press(Qt.Key.Key_F8)
    assert dialed == []


def test_why_is_asked_and_put_away_by_one_key(desk):
    desk.open(OESTERGAARD)
    panel = desk.sheet.head.panel
    desk.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert panel.isVisible()
    assert panel.text.startswith("● Yes, now.")
    assert "0 of 6 attempts in 7 days" in panel.text
    desk.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert not panel.isVisible()


def test_the_number_is_copied_by_its_key(desk):
    desk.open(OESTERGAARD)
    desk.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == "+45 70 00 00 00"
    assert desk.bench.window.strip.said == "+45 70 00 00 00 is on the clipboard."


def test_the_clock_goes_on_while_the_sheet_stands(desk):
    desk.open(OESTERGAARD)
    sheet = desk.sheet
    evening = replace(sheet._tools, make_desk=lambda: Desk(desk.ledger, 1, NOW + timedelta(hours=6), MONDAY))
    sheet._tools = evening
    sheet._show_clock()
    assert sheet.head.standing.verdict is Verdict.BLOCKED
    assert sheet.head.header.call_button.property("standing") == "bad"
    assert "Next allowed Tue 24 Nov 08:00, because of the calling hours" in sheet.head.header._clock.toolTip()


def test_hours_changed_on_the_page_of_rules_hold_on_the_sheet_and_in_the_list_at_once(desk):
    desk.open(OESTERGAARD)
    bench = desk.bench
    bench.window.show_screen("rules")
    rules = bench.window.screen_widget("rules")
    rules.show_group("house")
    rules.choose_rule("HOUSE-HOURS")
    rules.editor.fields["to"].setText("14:00")
    rules.editor.commit()
    assert bench.window.strip.said == "Rule HOUSE-HOURS changed"
    assert bench.today._clocks.text(("Europe/Copenhagen",)) == "○ 14:32"
    desk.open(OESTERGAARD)
    assert desk.sheet.head.header.call_button.property("standing") == "bad"
    assert desk.sheet.head.standing.next_words == "Next allowed Tue 24 Nov 08:00, because of the calling hours"
    bench.runner.undo()
    assert desk.sheet.head.header.call_button.property("standing") == "good"
