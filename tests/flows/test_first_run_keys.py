"""The first screen works with Tab and Enter alone."""

from __future__ import annotations

from PySide6.QtCore import Qt

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
