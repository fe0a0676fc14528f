"""Preparing a call in the window: the four ticks, what a call was started without, the stale-data line."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices

from arcaller.services.desk import Desk
from arcaller.services.importing.imports import import_file
from arcaller.ui.shared.tables.invoice_ticks import DAYS, DUE, NUMBER, OPEN
from arcaller.ui.shared.widgets.text import Text

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def phone(monkeypatch):
    """A phone program that answers: the addresses it was given."""
    dialed = []
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(lambda url: dialed.append(url.toString()) or True))
    return dialed


def ready_of_last_call(desk):
    return json.loads(desk.one("SELECT ready FROM call ORDER BY id DESC LIMIT 1")[0])


def test_fresh_data_ticks_all_four_and_the_ticks_are_kept_with_the_call(desk, phone):
    desk.open("Müller <Bau> GmbH")
    shown = desk.sheet.ready.reason()
    assert not desk.sheet.stale.isVisible()
    desk.press(Qt.Key.Key_F8)
    assert len(phone) == 1
    assert not desk.sheet.ready._flag.isVisible()
    desk.type("2")
    desk.enter()
    assert ready_of_last_call(desk) == ["reason", "balance", "agreements", "agenda"]
    assert desk.one("SELECT reason FROM call")[0] == shown != ""


def test_a_call_with_an_empty_agenda_starts_all_the_same_and_says_so(desk, phone):
    desk.open("Müller <Bau> GmbH")
    desk.sheet.ready.agenda_edit.clear()
    desk.press(Qt.Key.Key_F8)
    assert len(phone) == 1
    assert desk.sheet.ready._flag.text() == "◐ Started without preparation: the agenda is empty."
    desk.type("2")
    desk.enter()
    assert ready_of_last_call(desk) == ["reason", "balance", "agreements"]


def test_stale_data_unticks_the_balance_until_the_caller_ticks_it(desk, phone):
    later = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    stale = Desk(desk.ledger, 1, later, later.date())
    desk.bench.sheet._tools = _with_desk(desk.bench.sheet._tools, stale)
    desk.open("Müller <Bau> GmbH")
    assert desk.sheet.stale.accessibleName() == "Payment data reaches 23 Nov; a payment may have crossed."
    assert desk.sheet.stale.isVisible()
    assert "balance" not in desk.sheet.ready.ready()
    desk.press(Qt.Key.Key_G, CTRL)
    assert "balance" in desk.sheet.ready.ready()
    desk.press(Qt.Key.Key_F8)
    assert not desk.sheet.ready._flag.isVisible()


def test_a_tick_is_set_by_space_and_taken_back_by_it(desk):
    desk.open("Müller <Bau> GmbH")
    box = next(iter(desk.sheet.ready.ticks.values()))
    box.setFocus(Qt.FocusReason.TabFocusReason)
    assert box.isChecked()
    desk.press(Qt.Key.Key_Space)
    assert "reason" not in desk.sheet.ready.ready()
    desk.press(Qt.Key.Key_Space)
    assert "reason" in desk.sheet.ready.ready()


def _with_desk(tools, desk):
    from dataclasses import replace

    from arcaller.services.preparing.sheets import read_sheet

    return replace(tools, make_desk=lambda: desk, load=lambda client_id: read_sheet(desk, client_id))


def heads(desk):
    from arcaller.ui.shared.look.theme import look
    from arcaller.ui.shared.widgets.text import Text

    texts = desk.sheet.timeline.view.widget().findChildren(Text)
    return [each.text() for each in texts if each.font() == look().fonts.small_strong and not each.isHidden()]


def words(desk):
    from arcaller.ui.shared.widgets.text import Spans

    spans = desk.sheet.timeline.view.widget().findChildren(Spans)
    return [each.text for each in spans if not each.isHidden()]


def test_its_key_goes_to_the_timeline_and_esc_back_to_the_note(desk):
    desk.open("Müller <Bau> GmbH")
    desk.press(Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert desk.sheet.timeline.search.hasFocus()
    desk.press(Qt.Key.Key_Escape)
    assert desk.sheet.outcomes.note.hasFocus()


def test_on_a_small_window_its_key_lays_the_timeline_over_the_script(desk):
    desk.bench.window.resize(1024, 700)
    desk.open("Müller <Bau> GmbH")
    assert desk.sheet.timeline.isHidden()
    desk.press(Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert desk.sheet.timeline.isVisible()
    assert not desk.sheet.conversation.isVisible()
    assert desk.sheet.timeline.search.hasFocus()
    desk.press(Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert desk.sheet.conversation.isVisible()
    assert desk.sheet.outcomes.note.hasFocus()


def test_a_note_is_added_from_the_timeline_and_taken_back(desk):
    client_id = desk.open("Müller <Bau> GmbH")
    desk.bench.window.actions_table.get("add_note").trigger()
    desk.type("Ask for Frau Kuehn")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.one("SELECT client_id, text FROM client_note") == (client_id, "Ask for Frau Kuehn")
    assert "Note\nAsk for Frau Kuehn" in words(desk)
    desk.bench.runner.undo()
    assert desk.one("SELECT count(*) FROM client_note") == (0,)
    assert "Note\nAsk for Frau Kuehn" not in words(desk)


def test_filter_and_search_show_what_they_say(desk):
    desk.open("Müller <Bau> GmbH")
    desk.bench.window.actions_table.get("add_note").trigger()
    desk.type("price list")
    desk.press(Qt.Key.Key_Return, CTRL)
    panel = desk.sheet.timeline
    panel.kinds.setCurrentText("Calls")
    assert words(desk) == ["Nothing of this kind says that."]
    panel.kinds.setCurrentText("Notes")
    assert words(desk) == ["Note\nprice list"]
    panel.search.setText("PRICE")
    desk.qtbot.waitUntil(lambda: heads(desk) == ["1 found"] and not panel._wait.isActive())
    assert words(desk) == ["Note\nprice list"]


def test_after_my_call_the_timeline_begins_with_what_changed_since(desk):
    desk.open("Müller <Bau> GmbH")
    assert heads(desk) == ["History"]
    desk.type("2")
    desk.enter()
    desk.open("Müller <Bau> GmbH")
    assert heads(desk) == ["Since your last contact, 23 Nov", "Before"]
    assert words(desk)[0] == "Nothing new."


def test_the_agenda_as_it_was_edited_is_read_again_in_the_timeline(desk):
    desk.open("Müller <Bau> GmbH")
    desk.sheet.ready.agenda_edit.setPlainText("1 Ask about 1987\n2 Ask for the new <bookkeeper>")
    desk.type("9")
    desk.enter()
    desk.open("Müller <Bau> GmbH")
    assert any("Agenda: 1 Ask about 1987 · 2 Ask for the new <bookkeeper>" in each for each in words(desk))


def test_a_call_that_reached_nobody_keeps_its_agenda_out_of_the_timeline(desk):
    desk.open("Müller <Bau> GmbH")
    desk.type("2")
    desk.enter()
    assert desk.one("SELECT agenda <> '' FROM call") == (1,)
    desk.open("Müller <Bau> GmbH")
    assert not any("Agenda:" in each for each in words(desk))


def test_how_the_client_pays_opens_by_its_action_and_closes_by_esc(desk):
    desk.open("Müller <Bau> GmbH")
    desk.bench.sheet.ready.paying.open()
    popover = desk.bench.sheet.ready.paying.popover
    assert popover.isVisible()
    assert popover.accessibleName().startswith("Too few payments to say. No invoice has been paid yet.")
    assert popover.hasFocus()
    desk.press(Qt.Key.Key_Escape)
    assert not popover.isVisible()
    assert desk.bench.sheet.ready.paying.hasFocus()


def test_the_call_sheet_is_saved_with_the_agenda_of_the_screen_and_recorded(desk, monkeypatch, tmp_path):
    from PySide6.QtWidgets import QFileDialog

    target = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(target), "")))
    client_id = desk.open("Müller <Bau> GmbH")
    desk.bench.papers.save_call_sheet()
    assert target.read_bytes().startswith(b"%PDF")
    assert desk.one("SELECT client_id, kind FROM paper") == (client_id, "call_sheet")
    desk.sheet.timeline.kinds.setCurrentText("Papers")
    assert words(desk) == ["Call sheet"]


def test_a_time_stands_by_the_companys_clock_with_the_clients_beside_it(desk):
    from arcaller.ui.shared.widgets.text import Text

    desk.open("Kestrel Print Ltd")
    desk.type("2")
    desk.enter()
    desk.open("Kestrel Print Ltd")
    lines = [each.text() for each in desk.sheet.timeline.view.widget().findChildren(Text)]
    assert "23 Nov 14:32 (13:32 there) · you" in lines


def test_an_amount_of_many_digits_is_shown_whole_in_the_list_of_invoices(desk, tmp_path):
    desk.open("Müller <Bau> GmbH")
    usual = desk.sheet.invoices.table.columnWidth(OPEN)
    items = tmp_path / "big.csv"
    items.write_text(
        "Client no;Client;Country;Invoice;Invoice date;Due date;Amount;Currency\n"
        "20001;Almaty Steel;KZ;77;2026-08-01;2026-09-01;1560000000.00;KZT\n",
        encoding="utf-8",
    )
    import_file(desk.bench._doors.make_desk(), items)
    desk.open("Almaty Steel")
    table = desk.sheet.invoices.table
    shown = table.model().index(0, OPEN).data()
    assert shown == "1,560,000,000.00"
    assert table.columnWidth(OPEN) > usual
    assert table.fontMetrics().horizontalAdvance(shown) < table.columnWidth(OPEN)


def test_a_name_that_finds_no_room_ends_in_dots_instead_of_half_a_letter(desk):
    desk.open("Müller <Bau> GmbH")
    name = next(label for label in desk.sheet.findChildren(Text) if label.toolTip() == "Müller <Bau> GmbH")
    name.setFixedWidth(90)
    cut = Text(name.text(), font="title", parent=name.parentWidget())
    cut.setFixedSize(name.size())
    assert name.grab().toImage() != cut.grab().toImage()


def test_days_overdue_and_their_head_are_read_whole_in_large_text(desk, theme):
    try:
        theme.set_scale(2.0)
        desk.open("Müller <Bau> GmbH")
        table = desk.sheet.invoices.table
        assert table.horizontalHeader().sectionSizeHint(DAYS) <= table.columnWidth(DAYS)
        assert table.sizeHintForColumn(DAYS) <= table.columnWidth(DAYS)
    finally:
        theme.set_scale(1.0)


def test_large_text_leaves_the_room_of_the_last_payments_to_the_list_of_invoices(desk, theme):
    desk.open("Müller <Bau> GmbH")
    heads = [label for label in desk.sheet.findChildren(Text) if label.text() == "Last payments"]
    assert [head.isVisible() for head in heads] == [True]
    try:
        theme.set_scale(1.5)
        desk.bench.window.resize(1440, 860)
        assert [head.isVisible() for head in heads] == [False]
    finally:
        theme.set_scale(1.0)


def test_in_large_text_on_a_small_screen_the_client_and_his_invoices_keep_their_names(desk, theme):
    window = desk.bench.window
    try:
        window.resize(1024, 700)
        theme.set_scale(1.5)
        desk.open("Müller <Bau> GmbH")
        assert desk.sheet.head.header._name.width() >= 210
        table = desk.sheet.invoices.table
        desk.qtbot.waitUntil(lambda: table.columnWidth(NUMBER) >= 60)
        window.resize(1440, 900)
        theme.set_scale(1.0)
        desk.qtbot.waitUntil(lambda: not table.isColumnHidden(DUE))
    finally:
        theme.set_scale(1.0)
