"""The help: a page for each screen, every link leads to another page, nothing is loaded from anywhere."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QUrl

from arcaller.paths import resource
from arcaller.ui.actions import ACTIONS
from arcaller.ui.help.help_box import HelpBox
from arcaller.ui.help.pages import PAGES, page_of_link, page_text

LINK = re.compile(r"\]\(([^)]*)\)")


@pytest.fixture
def box(qtbot, theme):
    box = HelpBox()
    qtbot.addWidget(box)
    box.show()
    return box


def test_every_page_of_the_list_is_there_and_every_file_is_in_the_list():
    assert {path.stem for path in resource("help").glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_another_page_and_the_page_begins_with_its_head(name):
    text = page_text(name)
    assert text.startswith("# ")
    links = LINK.findall(text)
    assert links, "a page without a way on is a dead end"
    assert [link for link in links if page_of_link(link) in ("", name)] == []


def test_every_page_is_reached_by_links_from_today():
    seen, ahead = set(), ["today"]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += [page_of_link(link) for link in LINK.findall(page_text(name))]
    assert seen == set(PAGES)


@pytest.mark.parametrize("link", ["https://example.com/", "today.html", "../../etc/passwd", "nobody.md", "", "today"])
def test_a_link_out_of_the_help_leads_nowhere(box, link):
    box.show_page("rules")
    box.text.anchorClicked.emit(QUrl(link))
    assert box.page == "rules"


def test_a_link_opens_its_page_and_the_list_follows(box):
    box.show_page("today")
    box.text.anchorClicked.emit(QUrl("outcomes.md"))
    assert box.pages.currentItem().text() == "Outcomes and keys"
    assert "A digit arms an outcome" in box.text.toPlainText()


def test_the_browser_loads_nothing(box):
    assert box.text.loadResource(2, QUrl("https://example.com/a.png")) is None
    assert not box.text.openLinks()


def test_a_page_there_is_not_is_refused_by_name_and_shows_the_first(box):
    with pytest.raises(KeyError):
        page_text("../settings")
    box.show_page("nobody")
    assert box.page == "today"


def test_esc_closes_the_help(qtbot, box):
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()


_OF_FIELDS = {"Ctrl+A", "Ctrl+Enter", "Ctrl+Z"}
"""Keys of lists and of the note, which no act of the table has."""


@pytest.mark.parametrize("name", PAGES)
def test_every_key_a_page_names_is_one_of_the_table(name):
    known = {keys for spec in ACTIONS for keys in spec.keys.split("; ")} | _OF_FIELDS
    named = set(re.findall(r"`((?:Ctrl\+|Shift\+)*(?:F\d+|(?<=\+)\S))`", page_text(name)))
    assert named <= known
