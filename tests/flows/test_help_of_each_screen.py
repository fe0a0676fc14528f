"""F1 opens the page of the screen one is on."""

from __future__ import annotations

from PySide6.QtCore import Qt

from arcaller.ui.help.pages import PAGES


def help_of(desk):
    desk.bench.window.actions_table.get("help").trigger()
    page = desk.bench.window.help_box.page
    desk.bench.window.help_box.close()
    return page


def test_every_place_of_the_rail_has_its_page(desk):
    for screen in desk.bench.window._screens.values():
        desk.bench.window.show_screen(screen.key)
        assert screen.key in PAGES
        assert help_of(desk) == screen.key


def test_the_sheet_the_wizard_the_card_and_the_letter_have_pages_of_their_own(desk):
    desk.open("Müller <Bau> GmbH")
    assert help_of(desk) == "call-sheet"
    desk.bench.clients.open_card()
    assert help_of(desk) == "client-card"
    desk.open("Müller <Bau> GmbH")
    desk.bench.plans.new_plan()
    assert help_of(desk) == "plan-wizard"


def test_with_the_keys_in_the_list_beside_a_sheet_the_help_is_the_lists(desk):
    desk.open("Müller <Bau> GmbH")
    desk.bench.today.view.setFocus(Qt.FocusReason.OtherFocusReason)
    assert help_of(desk) == "today"


def test_f1_opens_the_help_and_what_was_typed_stays(desk):
    desk.open("Müller <Bau> GmbH")
    desk.type("asked for a copy")
    desk.press(Qt.Key.Key_F1)
    assert desk.bench.window.help_box.isVisible()
    assert desk.bench.window.help_box.page == "call-sheet"
    desk.bench.window.help_box.close()
    assert desk.sheet.outcomes.note.toPlainText() == "asked for a copy"
