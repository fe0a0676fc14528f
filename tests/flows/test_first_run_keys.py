"""The first screen works with Tab and Enter alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from arcaller.app.desktop import file_name_of
from arcaller.ui.first_run.first_run_screen import FirstRunScreen


def test_enter_presses_each_of_the_three_ways_to_begin(qtbot, theme):
    screen = FirstRunScreen()
    qtbot.addWidget(screen)
    pressed = []
    screen.sample_wanted.connect(lambda: pressed.append("sample"))
    screen.new_wanted.connect(lambda _new: pressed.append("new"))
    screen.open_wanted.connect(lambda: pressed.append("open"))
    screen.company_edit.setText("Acme")
    screen.user_edit.setText("Jo")
    screen.show()
    qtbot.waitExposed(screen)
    for button in (screen.sample_button, screen.new_button, screen.open_button):
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert pressed == ["sample", "new", "open"]


@pytest.mark.parametrize("country", ["XX", "UK", "D"])
def test_a_country_there_is_not_is_refused_beside_its_field_and_nothing_is_lost(qtbot, theme, country):
    screen = FirstRunScreen()
    qtbot.addWidget(screen)
    wanted = []
    screen.new_wanted.connect(wanted.append)
    screen.company_edit.setText("Acme")
    screen.country_edit.setText(country)
    screen.user_edit.setText("Jo")
    screen.show()
    qtbot.waitExposed(screen)
    qtbot.keyClick(screen.user_edit, Qt.Key.Key_Return)
    assert wanted == []
    assert country in screen.country_edit.accessibleDescription()
    assert screen.focusWidget() is screen.country_edit
    assert (screen.company_edit.text(), screen.user_edit.text()) == ("Acme", "Jo")
    screen.country_edit.clear()
    qtbot.keyClicks(screen.country_edit, "gb")
    assert screen.country_edit.accessibleDescription() == ""
    qtbot.keyClick(screen.country_edit, Qt.Key.Key_Return)
    assert [each.country for each in wanted] == ["GB"]


def test_f1_opens_the_page_of_the_first_start(qtbot, theme):
    screen = FirstRunScreen()
    qtbot.addWidget(screen)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    qtbot.keyClick(screen.windowHandle(), Qt.Key.Key_F1)
    assert screen.help_box.isVisible()
    assert screen.help_box.page == "first-run"
    screen.help_box.close()


@pytest.mark.parametrize(
    ("company", "name"),
    [
        ("Acme & Söhne <AG>", "acme-söhne-ag.arcaller"),
        ("../../etc", "etc.arcaller"),
        ("&&&", "ledger.arcaller"),
        ("a" * 59 + " b", "a" * 59 + ".arcaller"),
    ],
)
def test_a_new_ledger_is_called_by_the_companys_name(company, name):
    assert file_name_of(company) == name
