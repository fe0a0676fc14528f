"""The talk card in the real window: its scripts, by keys and mouse, and what the call keeps of it."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtWidgets import QApplication

from arcaller.data.tables import Client, Invoice
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.talking.languages import debt_words
from arcaller.services.commands import ChangeSettings, SaveTemplate
from arcaller.services.settings import change_settings, load_settings
from arcaller.services.talking.templates import save_template
from arcaller.services.talking.texts import shipped
from arcaller.ui.shared.widgets.text import Spans

NOW = datetime(2026, 11, 23, 13, 32, tzinfo=UTC)

MUELLER = "Müller <Bau> GmbH"
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def talk(desk):
    return desk.sheet.conversation


def test_the_script_speaks_the_language_of_the_client(desk):
    client_id = desk.open("Studio Blanc SARL")
    with desk.ledger.act("seed", actor_id=1, at=NOW) as act:
        act.change(desk.ledger.get(Client, client_id), language="fr")
    desk.open(MUELLER)
    desk.open("Studio Blanc SARL")
    assert talk(desk).chooser.text() == "brief · French ▾"
    assert "Bonjour, Asha Rao de la société Northwind Supplies." in talk(desk).script_view.text
    desk.press(Qt.Key.Key_F7)
    assert "la facture 2022 de 398 euros, échue le 4 novembre" in talk(desk).script_view.text


def test_before_the_right_person_is_ticked_nothing_on_the_card_speaks_of_debt(desk):
    desk.open(MUELLER)
    for key in talk(desk)._tools.scripts:
        talk(desk).choose_script(key)
        assert not debt_words(talk(desk).script_view.text, key[:2])
    desk.press(Qt.Key.Key_F7)
    talk(desk).choose_script("es-brief")
    assert "factura 1987" in talk(desk).script_view.text


def test_the_next_client_is_greeted_from_the_top_of_the_script(desk):
    desk.bench.window.resize(1024, 700)
    desk.open(MUELLER)
    bar = talk(desk).script_view.verticalScrollBar()
    desk.qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    desk.open("Kestrel Print Ltd")
    assert bar.maximum() > 0
    assert bar.value() == 0


def test_a_wording_taken_back_is_spoken_as_before_though_the_settings_were_never_opened(desk):
    body = shipped("script")["en-brief"].replace("this is {{caller}}", "{{caller}} here")
    save_template(desk.bench._doors.make_desk(), SaveTemplate("script", "en-brief", body))
    desk.bench._settings_changed()
    desk.open("Kestrel Print Ltd")
    assert "Asha Rao here" in talk(desk).script_view.text
    desk.press(Qt.Key.Key_Z, CTRL)
    desk.open(MUELLER)
    assert "Asha Rao here" not in talk(desk).script_view.text
    assert desk.one("SELECT count(*) FROM template") == (0,)


def test_another_script_is_chosen_by_keys_and_kept_with_the_call(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_J, CTRL_SHIFT)
    desk.press(Qt.Key.Key_Down)
    desk.enter()
    assert talk(desk).chooser.text() == "detailed · English ▾"
    assert desk.sheet.outcomes.note.hasFocus()
    desk.press(Qt.Key.Key_F7)
    desk.type("9")
    desk.enter()
    assert desk.one("SELECT outcome, script, was_identified FROM call") == ("refuses", "en-detailed v1", 1)


def test_the_next_client_is_greeted_by_the_script_that_suits_him(desk):
    desk.open(MUELLER)
    talk(desk).choose_script("de-formal")
    desk.press(Qt.Key.Key_F7)
    desk.open("Kestrel Print Ltd")
    assert talk(desk).chooser.text() == "brief · English ▾"
    assert not talk(desk).is_identity_verified


def test_escape_closes_the_list_of_scripts_and_a_digit_still_arms(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_J, CTRL_SHIFT)
    desk.type("f")
    assert talk(desk).script_list.current == "de-formal"
    desk.press(Qt.Key.Key_Escape)
    assert talk(desk).chooser.text() == "brief · English ▾"
    desk.type("2")
    assert desk.sheet.outcomes.armed is CallOutcome.VOICEMAIL
    assert desk.sheet.outcomes.note.toPlainText() == ""


def test_a_digit_in_the_list_of_scripts_arms_an_outcome(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_J, CTRL_SHIFT)
    desk.type("2")
    desk.enter()
    assert desk.one("SELECT outcome, script FROM call") == ("voicemail", "en-brief v1")


def test_a_click_chooses_a_script(desk):
    desk.open(MUELLER)
    desk.qtbot.mouseClick(talk(desk).chooser, Qt.MouseButton.LeftButton)
    rows = talk(desk).script_list._rows
    for _ in range(2):
        desk.qtbot.mouseClick(rows[2], Qt.MouseButton.LeftButton)
    assert talk(desk).chooser.text() == "formal · English ▾"


def test_answers_open_by_a_key_and_hold_nothing_of_debt_before_the_right_person(desk):
    desk.open(MUELLER)
    for key in ("en-brief", "de-brief", "fr-formal", "es-brief"):
        talk(desk).choose_script(key)
        desk.press(Qt.Key.Key_E, CTRL)
        assert talk(desk).objections.list.hasFocus()
        for choice in talk(desk).objections.list.choices:
            desk.type(choice.letter)
            assert not debt_words(talk(desk).objections.text, key[:2])
        assert len(talk(desk).objections.list.choices) == 3
        desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_E, CTRL)
    desk.press(Qt.Key.Key_F7)
    assert len(talk(desk).objections.list.choices) == 12


def test_an_answer_is_read_out_and_enter_arms_what_follows(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_E, CTRL)
    desk.type("a")
    assert "Who approves it, and what is still missing?" in talk(desk).objections.text
    assert "27 November" in talk(desk).objections.text
    desk.enter()
    assert desk.sheet.outcomes.armed is CallOutcome.CALL_BACK
    desk.type("1530")
    desk.enter()
    assert desk.one("SELECT outcome FROM call") == ("call_back",)


def test_an_answer_that_the_office_adds_by_keys_is_chosen_by_its_letter_and_leads_where_it_says(desk):
    desk.bench.window.show_screen("settings")
    screen = desk.bench.window.screen_widget("settings")
    screen.show_group("scripts")
    form = screen.scripts
    form.texts.setCurrentText("English · answers to objections")
    form.add.setFocus()
    desk.press(Qt.Key.Key_Space)
    for line in (
        "Budget is frozen",
        "I see.",
        "Until when are {{overdue}} held back?",
        "Let us find a day.",
        "> Promise",
    ):
        desk.type(line)
        desk.press(Qt.Key.Key_Down)
        desk.press(Qt.Key.Key_End)
        desk.press(Qt.Key.Key_Home, SHIFT)
    form.save_button.setFocus()
    desk.press(Qt.Key.Key_Space)
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_E, CTRL)
    desk.type("b")
    assert "Budget" not in talk(desk).objections.text
    desk.press(Qt.Key.Key_F7)
    desk.type("b")
    assert "I see. Until when are 1,172 euro held back? Let us find a day." in talk(desk).objections.text
    desk.press(Qt.Key.Key_Space)
    desk.enter()
    assert desk.sheet.outcomes.armed is CallOutcome.PROMISE
    desk.type("fr")
    desk.enter()
    assert desk.one("SELECT outcome, concern FROM call") == ("promise", "Budget is frozen")


def test_a_wrong_price_arms_the_dispute_with_its_reason(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_E, CTRL)
    desk.type("w")
    desk.enter()
    assert desk.sheet.outcomes.armed is CallOutcome.DISPUTE
    desk.press(Qt.Key.Key_Space)
    desk.enter()
    assert desk.one("SELECT reason_code FROM dispute") == ("price",)


@pytest.mark.parametrize(("key", "modifier"), [(Qt.Key.Key_O, CTRL_SHIFT), (Qt.Key.Key_Y, CTRL_SHIFT)])
def test_offers_and_ways_to_pay_wait_for_the_right_person(desk, key, modifier):
    desk.open(MUELLER)
    desk.press(key, modifier)
    page = talk(desk)._pages.currentWidget()
    assert "after the right person is ticked (F7)" in page.text
    assert page.list.choices == ()
    assert not talk(desk).pay_ways.qr.isVisible()
    assert "640" not in page.text
    assert "1,172" not in page.text


def test_an_offer_of_today_arms_the_promise_with_day_and_amount(desk):
    client_id = desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_O, CTRL_SHIFT)
    assert "Could you pay the 1,172 euro today?" in talk(desk).offers.text
    desk.enter()
    assert desk.sheet.outcomes.armed is CallOutcome.PROMISE
    desk.enter()
    assert desk.one("SELECT client_id, due_on, amount_minor FROM promise") == (client_id, "2026-11-23", 117_200)


def test_two_parts_are_promised_with_their_days_and_cents(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_O, CTRL_SHIFT)
    desk.type("t")
    desk.enter()
    desk.enter()
    rows = desk.ledger.rows("SELECT due_on, amount_minor FROM promise ORDER BY due_on")
    assert rows == [("2026-11-23", 58_600), ("2026-12-23", 58_600)]


def limits(desk, **own):
    values = load_settings(desk.ledger).values["authority_supervisor"]
    change_settings(desk.bench._doors.make_desk(), ChangeSettings({"authority_supervisor": {**values, **own}}))


def test_two_parts_stay_within_the_days_for_which_a_promise_may_be_taken(desk):
    limits(desk, max_promise_days=20)
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_O, CTRL_SHIFT)
    desk.type("t")
    assert "586 euro today and 586 euro on Friday 11 December" in talk(desk).offers.text
    desk.enter()
    desk.enter()
    assert desk.ledger.rows("SELECT due_on, amount_minor FROM promise ORDER BY due_on") == [
        ("2026-11-23", 58_600),
        ("2026-12-11", 58_600),
    ]


def test_no_script_offers_two_parts_where_one_may_be_promised(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    assert "586 euro and 586 euro" in talk(desk).script_view.text
    limits(desk, max_promise_parts=1)
    desk.open("Kestrel Print Ltd")
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    for key in ("en-brief", "en-detailed", "de-formal", "fr-formal"):
        talk(desk).choose_script(key)
        assert "586" not in talk(desk).script_view.text


def test_the_longest_plan_opens_the_wizard_filled_in(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_O, CTRL_SHIFT)
    desk.type("l")
    offer = next(o for o in talk(desk).offers.ladder.offers if o.rung.name == "LONGEST")
    desk.enter()
    plan = desk.bench.plans.wizard.plan
    assert [(row.due_on, row.amount) for row in plan.installments] == [
        (row.due_on, row.amount) for row in offer.plan.installments
    ]
    assert len(plan.installments) > 2


def test_the_settlement_opens_the_wizard_with_its_discount(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_O, CTRL_SHIFT)
    desk.type("s")
    desk.enter()
    assert desk.bench.plans.wizard.plan.discount.minor == 23_440


def test_cash_is_tight_leads_to_the_offers(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_E, CTRL)
    desk.type("t")
    desk.enter()
    assert talk(desk).offers.list.hasFocus()
    desk.press(Qt.Key.Key_Escape)
    assert desk.sheet.outcomes.note.hasFocus()


def test_what_is_promised_is_not_offered_again(desk):
    client_id = desk.open(MUELLER)
    desk.type("4tm")
    desk.enter()
    desk.open(MUELLER)
    assert client_id
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_O, CTRL_SHIFT)
    assert "Nothing may be asked for now" in talk(desk).offers.text
    desk.enter()
    assert desk.sheet.outcomes.armed is None


def test_without_a_bank_account_the_ways_to_pay_say_what_to_do(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_Y, CTRL_SHIFT)
    assert "The company has no bank account" in talk(desk).pay_ways.text


def scanned(view):
    """What a scanner reads from the pixels of the code, which stands whole beside the lines."""
    assert view.qr.isVisible()
    assert not view.qr.geometry().intersects(view.list.geometry())
    assert view.rect().contains(view.qr.geometry())
    drawn = QBuffer()
    drawn.open(QBuffer.OpenModeFlag.WriteOnly)
    view.qr.grab().save(drawn, "PNG")
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(drawn.data().data())))
    return found.text


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
def test_the_rupee_code_on_screen_is_read_back_with_payee_amount_and_reference(desk, size):
    desk.bench.window.resize(*size)
    change_settings(
        desk.bench._doors.make_desk(),
        ChangeSettings({"upi_id": "northwind@okbank", "company_name": "नॉर्थविंड & Sons"}),
    )
    (client_id,) = desk.ledger.row("SELECT id FROM client WHERE legal_name = ?", (MUELLER,))
    with desk.ledger.act("seed", actor_id=1, at=NOW) as act:
        for invoice in desk.ledger.select(Invoice, Invoice.client_id == client_id):
            act.change(
                invoice,
                currency="INR",
                open_minor=invoice.amount_minor * 100,
                amount_minor=invoice.amount_minor * 100,
            )
        act.change(desk.ledger.get(Client, client_id), currency="INR")
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_Y, CTRL_SHIFT)
    link = urlsplit(scanned(talk(desk).pay_ways))
    assert (link.scheme, link.netloc) == ("upi", "pay")
    assert dict(parse_qsl(link.query)) == {
        "pa": "northwind@okbank",
        "pn": "नॉर्थविंड & Sons",
        "am": "117200.00",
        "cu": "INR",
        "tn": "10342 1987 2003 2031",
    }


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
def test_the_qr_code_on_screen_is_read_back_by_a_scanner(desk, size):
    desk.bench.window.resize(*size)
    change_settings(
        desk.bench._doors.make_desk(),
        ChangeSettings({"bank_iban": "DE89370400440532013000", "bank_account_name": "Northwind Supplies"}),
    )
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_Y, CTRL_SHIFT)
    view = talk(desk).pay_ways
    lines = scanned(view).split("\n")
    assert (lines[0], lines[5], lines[6], lines[7]) == (
        "BCD",
        "Northwind Supplies",
        "DE89370400440532013000",
        "EUR1172.00",
    )
    assert lines[-1] == "10342 1987 2003 2031"
    assert "Reference  10342 1987 2003 2031" in view.text
    assert "1 · 0 · 3 · 4 · 2 · space" in view.text


def test_a_line_of_the_ways_to_pay_is_copied_by_enter(desk):
    change_settings(
        desk.bench._doors.make_desk(),
        ChangeSettings({"bank_iban": "DE89370400440532013000", "pay_link": "https://pay.example/n"}),
    )
    desk.open("Kestrel Print Ltd")
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_Y, CTRL_SHIFT)
    desk.type("i")
    desk.enter()
    assert QApplication.clipboard().text() == "DE89 3704 0044 0532 0130 00"
    desk.type("l")
    assert talk(desk).pay_ways.list.current == "Pay link, cards too"


def test_ticks_change_what_is_offered_and_paid(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_O, CTRL_SHIFT)
    first = desk.sheet.invoices.ticked()[0]
    desk.sheet.invoices.tick_only({first})
    assert "Could you pay the 412 euro today?" in talk(desk).offers.text


def test_an_answer_is_kept_as_the_client_s_concern_by_one_key(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_E, CTRL)
    desk.type("a")
    desk.press(Qt.Key.Key_Space)
    desk.type("w")
    desk.press(Qt.Key.Key_Space)
    assert "✓ concern" in talk(desk).objections._hint.text
    desk.type("9")
    desk.enter()
    assert desk.one("SELECT concern, was_identified FROM call") == ("Wrong price", 1)


def test_the_kept_concern_is_taken_back_by_the_same_key(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_E, CTRL)
    for _ in range(2):
        desk.press(Qt.Key.Key_Space)
    assert desk.sheet.outcomes.facts_row.concern.text() == ""


def test_already_paid_arms_other_with_its_letter(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_E, CTRL)
    desk.type("p")
    desk.enter()
    desk.enter()
    assert desk.one("SELECT outcome, other FROM call") == ("other", "says_paid")


def test_the_client_s_situation_stands_beside_the_offers_and_is_added_to_by_keys(desk):
    client_id = desk.open(MUELLER)
    desk.press(Qt.Key.Key_O, CTRL_SHIFT)
    situation = talk(desk).offers.situation
    situation.add_button.click()
    desk.type("big order lost")
    desk.enter()
    assert desk.one("SELECT client_id, kind, words FROM finance_fact") == (client_id, "told", "big order lost")
    words = [each.text for each in situation.findChildren(Spans) if each.isVisible()]
    assert any("big order lost" in each and "23 Nov" in each for each in words)


def test_escape_leaves_the_form_of_the_situation_and_then_the_offers(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_O, CTRL_SHIFT)
    talk(desk).offers.situation.add_button.click()
    desk.press(Qt.Key.Key_Escape)
    assert not talk(desk).offers.situation.is_open
    desk.press(Qt.Key.Key_Escape)
    assert desk.sheet.outcomes.note.hasFocus()


def test_who_asks_us_to_stop_calling_is_offered_a_stop_on_his_card_and_the_call_comes_back(desk):
    desk.open("Müller <Bau> GmbH")
    row = desk.sheet.outcomes.facts_row
    assert not row.stop_button.isVisible()
    desk.press(Qt.Key.Key_E, CTRL)
    desk.type("s")
    desk.enter()
    assert row.concern.text() == "Who are you? Stop calling"
    assert row.stop_button.isVisible()
    row.stop_button.setFocus(Qt.FocusReason.TabFocusReason)
    desk.enter()
    card = desk.bench.clients.card
    assert card.isVisible()
    assert not desk.ledger.rows("SELECT 1 FROM contact_stop")
    desk.enter()
    assert desk.ledger.rows("SELECT kind, channel, reason, source FROM contact_stop") == [
        ("cease", "call", "Who are you? Stop calling", "on the phone")
    ]
    desk.press(Qt.Key.Key_Escape)
    assert desk.sheet.isVisible()
    desk.enter()
    assert desk.one("SELECT outcome, other, concern FROM call") == (
        "other", "no_commitment", "Who are you? Stop calling",
    )  # fmt: skip
    assert not row.stop_button.isVisible()


def test_the_stop_is_offered_as_soon_as_a_draft_is_shown_in_which_the_client_asked_for_it(desk):
    client_id = desk.open(MUELLER)
    row = desk.sheet.outcomes.facts_row
    desk.press(Qt.Key.Key_E, CTRL)
    desk.type("s")
    desk.enter()
    body = desk.sheet._draft_body()
    desk.open("Kestrel Print Ltd")
    row.know_stop("")  # as in a window that was just started
    assert not row.stop_button.isVisible()
    desk.bench.open_client(client_id, draft=body)
    desk.settle()
    assert row.concern.text() == "Who are you? Stop calling"
    assert row.stop_button.isVisible()
