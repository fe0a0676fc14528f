"""A call sheet that another screen stands over is left alone by its own keys and commands."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

MUELLER = "Müller <Bau> GmbH"
OF_THE_SHEET = (
    "start_call", "tick_prepared", "copy_number", "why_call", "timeline", "add_note", "next_step", "payment_pattern",
    "verify_identity", "choose_script", "objections", "offers", "pay_ways", "call_details", "older_text", "to_note",
    "to_outcomes", "pause_invoice", "show_group", "plan_dates", "new_plan", "confirm_promises",
    "call_sheet_paper",
)  # fmt: skip


@pytest.mark.parametrize("screen", ["clients", "plans"])
@pytest.mark.parametrize("name", OF_THE_SHEET)
def test_an_act_of_the_sheet_leaves_the_hidden_one_alone_and_says_so(desk, name, screen):
    desk.open(MUELLER)
    window, sheet = desk.bench.window, desk.sheet
    window.show_screen(screen)
    QGuiApplication.clipboard().setText("mine")
    before, focused = sheet._draft_body(), QApplication.focusWidget()
    window.strip.say("")
    window.actions_table.get(name).trigger()
    assert window.strip.said.startswith("Open a client")
    assert not sheet.isVisible()
    assert window.current_key == screen
    assert sheet._draft_body() == before
    assert QGuiApplication.clipboard().text() == "mine"
    assert QApplication.activeModalWidget() is None
    assert QApplication.focusWidget() is focused
    assert not sheet.conversation.is_identity_verified


def test_the_statement_is_of_the_client_on_screen(desk, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (asked.append(given[2]), ("", ""))[1])
    desk.open(MUELLER)
    window, statement = desk.bench.window, desk.bench.window.actions_table.get("statement")
    statement.trigger()
    window.show_screen("clients")
    chosen = window.screen_widget("clients").table
    other = desk.one("SELECT id FROM client WHERE number = '10370'")[0]
    assert chosen.choose_id(other)
    statement.trigger()
    assert ["10342" in asked[0], "10370" in asked[1], len(asked)] == [True, True, 2]
    window.show_screen("plans")
    statement.trigger()
    assert len(asked) == 2
    assert window.strip.said.startswith("Open a client first")


def test_a_call_that_comes_in_from_the_client_of_a_hidden_sheet_brings_the_sheet_back(desk):
    client_id = desk.open(MUELLER)
    desk.bench.window.show_screen("clients")
    desk.bench.calls._answer(client_id, None, "")
    assert desk.sheet.isVisible()
    assert desk.sheet.outcomes.running is not None
