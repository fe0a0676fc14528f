"""What is on screen goes with the act that brought it: no error, and nobody is open."""

from __future__ import annotations

from PySide6.QtCore import Qt

CTRL = Qt.KeyboardModifier.ControlModifier
MUELLER = "Müller <Bau> GmbH"


def test_a_sheet_goes_with_the_import_that_brought_its_client(desk):
    client_id = desk.open(MUELLER)
    desk.type("about to pay")
    desk.bench.runner.undo()  # with the keys the typing would be taken back
    assert desk.one("SELECT count(*) FROM client") == (0,)
    assert "Taken back: the import" in desk.bench.window.strip.said
    assert not desk.sheet.isVisible()
    assert desk.sheet.client_id is None
    assert "about to pay" in desk.one("SELECT body FROM draft WHERE key = ?", f"call:{client_id}")[0]


def test_a_sheet_out_of_sight_goes_as_well(desk):
    desk.open(MUELLER)
    desk.bench.window.show_screen("promises")
    desk.press(Qt.Key.Key_Z, CTRL)
    desk.bench.window.show_screen("today")
    assert not desk.sheet.isVisible()
    assert desk.sheet.client_id is None


def test_the_card_of_a_new_client_is_left_when_he_is_taken_back(desk):
    desk.open(MUELLER)
    desk.bench.clients.new_client()
    who = desk.bench.clients.card.client.who
    for name, text in (("legal_name", "Neu GmbH"), ("number", "C-900")):
        who.rows[name].editor.setFocus()
        desk.type(text)
    desk.enter()
    assert desk.one("SELECT count(*) FROM client WHERE number = 'C-900'") == (1,)
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.one("SELECT count(*) FROM client WHERE number = 'C-900'") == (0,)
    assert not desk.bench.clients.card.isVisible()
