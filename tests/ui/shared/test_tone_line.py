"""The quiet line under a text: what is flagged is underlined and said, and typing goes on."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from arcaller.services.talking.tone import check_note
from arcaller.ui.shared.widgets.tone_line import ToneLine


@pytest.fixture
def page(qtbot, theme):
    page = QWidget()
    field = QPlainTextEdit()
    line = ToneLine(field, check_note)
    layout = QVBoxLayout(page)
    layout.addWidget(field)
    layout.addWidget(line)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    yield field, line
    page.close()


def test_a_hard_word_is_underlined_and_said_after_a_pause(qtbot, page):
    field, line = page
    qtbot.keyClicks(field, "says he is no liar")
    qtbot.waitUntil(line.isVisible)
    assert line.text().startswith("“liar”: Sounds like a threat")
    assert [each.cursor.selectedText() for each in field.extraSelections()] == ["liar"]
    assert field.hasFocus()
    assert field.toPlainText() == "says he is no liar"


def test_the_underline_is_right_behind_signs_of_two_units(page):
    field, line = page
    field.setPlainText("😀😀 a liar, an excuse")
    line.check_now()
    assert [each.cursor.selectedText() for each in field.extraSelections()] == ["liar", "excuse"]
    assert line.text().endswith("(+1)")


def test_a_plain_note_shows_no_line(page):
    field, line = page
    field.setPlainText("liar")
    line.check_now()
    field.setPlainText("Open are 40, asked for a copy. Will pay on Friday.")
    line.check_now()
    assert not line.isVisible()
    assert field.extraSelections() == []


def test_a_german_note_is_understood_too(page):
    field, line = page
    field.setPlainText("Das ist eine Ausrede")
    line.check_now()
    assert line.text().startswith("“Ausrede”")
