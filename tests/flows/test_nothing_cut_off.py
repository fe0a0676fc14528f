"""Words on small screens and in large text: what has no room goes below, wraps, or makes its place wider."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QBoxLayout

from arcaller.ui.shared.widgets.text import Text

MUELLER = "Müller <Bau> GmbH"


@pytest.fixture
def small(desk, theme):
    """The window as small as a laptop's, the text size as first; give another by ``theme.set_scale``."""
    desk.bench.window.resize(1024, 700)
    yield desk
    theme.set_scale(1.0)


def cut_off(screen):
    """The texts in view that are narrower or lower than their words."""
    return [
        text.text()
        for text in screen.findChildren(Text)
        if text.isVisible() and text.text() and not is_whole(text)
    ]  # fmt: skip


def is_whole(text):
    if text.wordWrap():
        longest = max(text.fontMetrics().horizontalAdvance(word) for word in text.text().split())
        return longest <= text.width() and text.heightForWidth(text.width()) <= text.height()
    return text.fontMetrics().horizontalAdvance(text.text()) <= text.width()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_label_and_no_hint_of_the_client_card_is_cut_on_a_small_screen(small, theme, scale):
    theme.set_scale(scale)
    small.open(MUELLER)
    small.press(Qt.Key.Key_F2)
    card = small.bench.clients.card
    for row in range(card.groups.count()):
        card.groups.setCurrentRow(row)
        small.settle()
        assert cut_off(card) == []


def test_the_columns_of_the_card_stand_below_each_other_while_the_text_is_large(small, theme):
    small.open(MUELLER)
    small.press(Qt.Key.Key_F2)
    columns = small.bench.clients.card.client.columns
    assert columns.direction() == QBoxLayout.Direction.LeftToRight
    theme.set_scale(1.5)
    assert columns.direction() == QBoxLayout.Direction.TopToBottom
    theme.set_scale(1.0)
    assert columns.direction() == QBoxLayout.Direction.LeftToRight


def test_the_names_of_the_pages_are_whole_in_every_text_size(small, theme):
    window = small.bench.window
    window.show_screen("settings")
    pages = window.screen_widget("settings").groups
    for scale in (1.0, 1.5, 2.0):
        theme.set_scale(scale)
        small.settle()
        assert pages.sizeHintForColumn(0) <= pages.viewport().width()
        for row in range(pages.count()):
            words = pages.fontMetrics().horizontalAdvance(pages.item(row).text())
            room = pages.visualItemRect(pages.item(row))
            assert words < room.width()
            assert pages.fontMetrics().height() < room.height()


def test_the_rail_grows_with_the_text_and_comes_back(desk, theme):
    rail = desk.bench.window.rail
    desk.bench.window.resize(1440, 900)
    desk.settle()
    before = rail.width()
    rail.set_count("promises", 1_234)
    try:
        theme.set_scale(2.0)
        assert rail.width() >= rail.entry("promises").open_width() + 16 > before
    finally:
        theme.set_scale(1.0)
    rail.set_count("promises", None)
    assert rail.width() == before


def test_what_state_a_wording_is_in_has_room_beside_a_small_screens_buttons(small):
    window = small.bench.window
    window.show_screen("settings")
    settings = window.screen_widget("settings")
    settings.show_group("scripts")
    settings.scripts.editor.appendPlainText("More words.")
    small.settle()
    assert "not saved yet" in settings.scripts._state.text()
    assert cut_off(settings) == []


def test_the_scroll_bar_of_a_page_is_right_in_its_first_picture(desk):
    window = desk.bench.window
    window.resize(1440, 900)
    window.show_screen("settings")
    settings = window.screen_widget("settings")
    for group in settings.forms:
        settings.show_group(group)
        bar = settings._pages.currentWidget().verticalScrollBar()
        first = (bar.isVisible(), bar.maximum())
        QCoreApplication.sendPostedEvents()
        assert (bar.isVisible(), bar.maximum()) == first, group


def test_a_page_without_the_save_button_has_its_height_in_its_first_picture(desk):
    window = desk.bench.window
    window.show_screen("settings")
    settings = window.screen_widget("settings")
    QCoreApplication.sendPostedEvents()
    settings.show_group("scripts")
    first = settings.scripts.height()
    QCoreApplication.sendPostedEvents()
    assert settings.scripts.height() == first
