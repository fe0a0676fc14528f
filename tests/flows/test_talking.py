"""The talk card in the real window: its scripts, by keys and mouse, and what the call keeps of it."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt

from arcaller.data.tables import Client
from arcaller.domain.calls.languages import debt_words
from arcaller.domain.calls.outcomes import CallOutcome

NOW = datetime(2026, 11, 23, 13, 32, tzinfo=UTC)

MUELLER = "Müller <Bau> GmbH"
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
