"""The client card by keys: opened from the sheet, saved with Enter, taken back, half-typed ones kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

CTRL = Qt.KeyboardModifier.ControlModifier
MUELLER = "Müller <Bau> GmbH"


@pytest.fixture
def card(desk):
    """The card of Müller, opened from his sheet by F2."""
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F2)
    assert desk.bench.clients.card.isVisible()
    return desk.bench.clients.card


def put(form, **texts):
    for name, text in texts.items():
        form.rows[name].put_text(text)


def enter(desk, form, name):
    """Enter pressed in one field."""
    editor = form.rows[name].editor
    editor.setFocus()
    desk.qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_f2_opens_the_card_enter_saves_it_escape_goes_back_and_undo_takes_it_back(desk, card):
    assert card.client.who.rows["legal_name"].editor.hasFocus()
    desk.press(Qt.Key.Key_A, CTRL)
    desk.type("Mueller Bau AG")
    desk.enter()
    assert desk.one("SELECT legal_name FROM client WHERE number = '10342'") == ("Mueller Bau AG",)
    assert card.message.text() == "✓ The card of Mueller Bau AG saved."
    desk.press(Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert desk.sheet.isVisible()
    assert desk.sheet.outcomes.note.hasFocus()
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.one("SELECT legal_name FROM client WHERE number = '10342'") == (MUELLER,)


def test_what_is_refused_stands_beside_its_field_and_loses_nothing(desk, card):
    put(card.client.where, country="Germany", city="Köln")
    enter(desk, card.client.where, "country")
    row = card.client.where.rows["country"]
    assert "no country code" in row.error.text()
    assert row.editor.hasFocus()
    assert card.client.where.rows["city"].text() == "Köln"
    put(card.client.where, country="DE")
    put(card.client.terms, credit_limit="12,x")
    enter(desk, card.client.terms, "credit_limit")
    assert card.client.terms.rows["credit_limit"].error.text()
    put(card.client.terms, credit_limit="12500.50", terms_days="14")
    enter(desk, card.client.terms, "credit_limit")
    assert desk.one("SELECT city, credit_limit_minor, terms_days FROM client WHERE number = '10342'") == (
        "Köln", 1_250_050, 14,
    )  # fmt: skip


def test_what_is_half_typed_survives_leaving_the_card_and_its_pages(desk, card):
    put(card.client.who, tags="key, seasonal", note="calls back\nalways")
    card.show_page("contacts")
    put(card.contacts.form, role="Head of accounts")
    card.show_page("wishes")
    put(card.wishes.window_.form, hours="15–17")
    desk.press(Qt.Key.Key_Escape)
    assert desk.ledger.rows("SELECT tags FROM client WHERE number = '10342'") == [("[]",)]
    desk.open("Østergård A/S")
    desk.press(Qt.Key.Key_F2)
    assert card.client.who.rows["tags"].text() == ""
    desk.press(Qt.Key.Key_Escape)
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F2)
    assert card.message.text() == "◐ Not saved yet and still here: client, contacts, when and how."
    assert card.client.who.rows["tags"].text() == "key, seasonal"
    assert card.contacts.form.rows["role"].text() == "Head of accounts"
    assert card.wishes.window_.form.rows["hours"].text() == "15–17"
    enter(desk, card.client.who, "tags")
    assert desk.one("SELECT tags FROM client WHERE number = '10342'") == ('["key","seasonal"]',)


def test_a_new_client_is_written_down_and_gets_his_first_contact(desk, card):
    desk.bench.clients.new_client()
    assert card.close_button.text() == "Back"
    enter(desk, card.client.who, "number")
    assert "needs its number" in card.client.who.rows["number"].error.text()
    put(card.client.who, legal_name="Zoë & Söhne", number="N-1")
    enter(desk, card.client.who, "number")
    assert desk.one("SELECT currency, owner_id FROM client WHERE number = 'N-1'") == ("EUR", 1)
    put(card.contacts.form, name="Zoë Frisch", phone="+49 30 23125 177", numbers="+49 171 5550199 mobile\n030 555123")
    enter(desk, card.contacts.form, "phone")
    assert desk.one("SELECT name, is_main FROM contact WHERE phone LIKE '%177'") == ("Zoë Frisch", 1)
    assert desk.ledger.rows("SELECT phone, label FROM contact_number ORDER BY id") == [
        ("+49 171 5550199", "mobile"), ("030 555123", ""),
    ]  # fmt: skip


def test_a_second_contact_is_made_the_main_one_and_the_first_has_left(desk, card):
    card.show_page("contacts")
    card.contacts.new_button.click()
    put(card.contacts.form, name="Bo Lind", phone="+49 30 23125 188")
    enter(desk, card.contacts.form, "name")
    desk.qtbot.keyClick(card.contacts.main_button, Qt.Key.Key_Space)
    assert desk.one("SELECT is_main FROM contact WHERE name = 'Bo Lind'") == (1,)
    (anna,) = desk.one("SELECT id FROM contact WHERE name = 'Anna Weber'")
    card.contacts.show_contact(anna)
    desk.qtbot.keyClick(card.contacts.leave_button, Qt.Key.Key_Space)
    assert card.contacts.contacts.item(1).text() == "Anna Weber · left"
    desk.press(Qt.Key.Key_Escape)
    assert [row.name for row in desk.sheet._sheet.contacts] == ["Bo Lind"]


def test_hours_to_be_spared_consent_and_a_stop_are_kept_and_lifted(desk, card):
    card.show_page("wishes")
    page = card.wishes
    put(page.window_.form, hours="half past", note="school run")
    enter(desk, page.window_.form, "hours")
    assert "are no hours" in page.window_.form.rows["hours"].error.text()
    put(page.window_.form, hours="15–17")
    enter(desk, page.window_.form, "hours")
    assert page.windows.item(0).text() == "◐ Spare Mon–Fri 15:00–17:00 · school run"
    put(page.consent.form, source="on the phone")
    enter(desk, page.consent.form, "source")
    assert page.consents.item(0).text().startswith("✓ Allows calls since 23 Nov")
    put(page.stop.form, reason="send it to my lawyer", kind="1")
    enter(desk, page.stop.form, "reason")
    assert page.stops.item(0).text().startswith("✗ is represented by a lawyer · no contact since 23 Nov")
    page.stops.setFocus()
    desk.qtbot.keyClick(page.stops, Qt.Key.Key_Return)
    assert "Say why" in page.stop.form.rows["reason"].error.text()
    put(page.stop.form, reason="the lawyer laid it down")
    desk.qtbot.keyClick(page.stops, Qt.Key.Key_Return)
    assert page.stops.item(0).text().startswith("Lifted 23 Nov: the lawyer laid it down")


def test_a_pause_is_set_and_lifted_and_a_next_step_given(desk, card):
    card.show_page("steps")
    page = card.steps
    enter(desk, page.pause.form, "reason")
    assert "Say why" in page.pause.form.rows["reason"].error.text()
    put(page.pause.form, reason="flood in the plant", until="+5")
    enter(desk, page.pause.form, "until")
    assert page.standing.text() == "✗ Not chased until Sat 28 Nov 2026: flood in the plant"
    assert desk.one("SELECT max(is_on_list) FROM client_summary WHERE client_id = 1") == (0,)
    page.lift_button.click()
    assert page.steps.item(0).text() == "Call 23 Nov · The pause was lifted"
    put(page.step.form, due_on="fr", reason="new controller starts")
    enter(desk, page.step.form, "due_on")
    assert page.steps.item(1).text() == "Call 27 Nov · new controller starts"


def test_a_client_is_linked_by_search_and_the_group_is_summed_by_currency(desk, card):
    card.show_page("group")
    page = card.group
    desk.type("kestrel")
    assert page.found.count() == 1
    desk.enter()
    assert page.total.text() == "Group: 2 clients, 2,662.40 EUR in all"
    desk.press(Qt.Key.Key_Escape)
    desk.open("Kestrel Print Ltd")
    desk.press(Qt.Key.Key_F2)
    card.show_page("group")
    page.search.setText("Müller")
    desk.qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert "would be a ring" in page.error.text()
    page.members.choose(1)
    desk.qtbot.keyClick(page.members, Qt.Key.Key_Return)
    assert desk.sheet.client_id == 1
    assert desk.sheet.isVisible()


def choose_invoice(desk, number):
    model, table = desk.sheet.invoices._model, desk.sheet.invoices.table
    row = next(i for i in range(model.rowCount()) if model.row_at(i).number == number)
    table.setCurrentIndex(model.index(row, 1))
    return row


def test_an_invoice_is_paused_by_keys_marked_in_words_unticked_and_taken_up_again(desk):
    desk.open(MUELLER)
    row = choose_invoice(desk, "1987")
    desk.press(Qt.Key.Key_H, CTRL | Qt.KeyboardModifier.ShiftModifier)
    bar = desk.sheet.invoices.pause_bar
    assert bar.reason.hasFocus()
    desk.enter()
    assert "Say why" in bar.error.text()
    desk.type("credit note comes")
    desk.press(Qt.Key.Key_Tab)
    desk.type("yesterweek")
    desk.enter()
    assert "is not a date" in bar.error.text()
    bar.until.setText("+3")
    desk.enter()
    assert not bar.isVisible()
    model = desk.sheet.invoices._model
    assert (model.index(row, 1).data(), model.index(row, 2).data()) == ("1987 ‖", "paused")
    assert "not chased until 26 Nov: credit note comes" in model.index(row, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert model.row_at(row).invoice_id not in model.ticked()
    assert desk.one("SELECT do_not_chase_until FROM invoice WHERE number = '1987'") == ("2026-11-26",)
    choose_invoice(desk, "1987")
    desk.press(Qt.Key.Key_H, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert model.index(row, 1).data() == "1987"
    assert model.row_at(row).invoice_id in model.ticked()
    desk.press(Qt.Key.Key_Escape)
    assert desk.one("SELECT do_not_chase_reason FROM invoice WHERE number = '1987'") == ("",)


def test_escape_leaves_the_pause_and_another_sheet_forgets_it(desk):
    desk.open(MUELLER)
    choose_invoice(desk, "1987")
    desk.press(Qt.Key.Key_H, CTRL | Qt.KeyboardModifier.ShiftModifier)
    desk.type("never mind")
    desk.press(Qt.Key.Key_Escape)
    assert desk.sheet.invoices.table.hasFocus()
    assert not desk.sheet.invoices.pause_bar.isVisible()
    assert desk.one("SELECT count(*) FROM invoice WHERE do_not_chase_reason <> ''") == (0,)


def test_the_group_stands_on_the_sheet_and_its_members_are_reached_by_keys(desk):
    desk.open(MUELLER)
    assert not desk.sheet.invoices.group_button.isVisible()
    card = desk.bench.clients.card
    desk.bench.clients.open_card("group")
    card.group.search.setText("kestrel")
    desk.qtbot.keyClick(card.group.search, Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Escape)
    panel = desk.sheet.invoices
    assert panel.group_button.text() == "Group: 2 clients, 2,662.40 EUR in all"
    desk.press(Qt.Key.Key_K, CTRL | Qt.KeyboardModifier.ShiftModifier)
    lines = [panel.group.item(i).text() for i in range(panel.group.count())]
    assert lines == [
        "Kestrel Print Ltd · 290.40 EUR", "      2030 · 290.40 EUR · 14 days",
        "Müller <Bau> GmbH · 2,372.00 EUR · this sheet",
    ]  # fmt: skip
    ticked = panel.ticked()
    desk.press(Qt.Key.Key_Escape)
    assert panel.table.isVisible()
    assert panel.ticked() == ticked
    desk.press(Qt.Key.Key_K, CTRL | Qt.KeyboardModifier.ShiftModifier)
    desk.enter()
    assert desk.sheet._sheet.name == "Kestrel Print Ltd"
    assert panel.table.isVisible()


def test_the_rules_of_a_client_are_chosen_from_those_there_are(desk):
    client_id = desk.open("Müller <Bau> GmbH")
    desk.press(Qt.Key.Key_F2)
    page = desk.bench.clients.card.pages["client"]
    box = page.terms.rows["rule_profile"].editor
    assert (box.itemText(0), box.currentIndex()) == ("By kind and country", 0)
    box.setCurrentIndex(box.findData("us-reg-f"))
    page.save()
    assert desk.one("SELECT rule_profile FROM client WHERE id = ?", client_id) == ("us-reg-f",)
    box.setCurrentIndex(0)
    page.save()
    assert desk.one("SELECT rule_profile FROM client WHERE id = ?", client_id) == ("",)


def test_a_card_opened_over_a_sheet_from_the_client_list_leads_back_to_that_sheet(desk):
    desk.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    screen = desk.bench.window.screen_widget("clients")
    screen.table.choose_row(0)
    screen.table.setFocus()
    desk.enter()
    assert desk.sheet.isVisible()
    desk.press(Qt.Key.Key_F2)
    assert desk.bench.clients.card.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert desk.sheet.isVisible()
    assert desk.sheet.outcomes.note.hasFocus()


def test_f8_calls_nobody_whose_sheet_is_not_on_screen(desk):
    desk.open("Müller <Bau> GmbH")
    desk.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert not desk.sheet.isVisible()
    desk.press(Qt.Key.Key_F8)
    assert desk.bench.window.strip.said.startswith("Open a client's sheet first")
    assert desk.sheet.outcomes.running is None
