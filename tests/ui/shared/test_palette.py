"""The palette: exact, then prefix, then word start, then inside, then fuzzy; keys and focus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from arcaller.ui.shared.palette.command_palette import CommandPalette, Found, order_found
from arcaller.ui.shared.palette.ranking import best, fold, rank

NAMES = [
    "Meyer KG", "Meyer", "Kraftwerk Meyersdorf", "Müller <Bau> GmbH", "Łódź Metal Sp. z o.o.", "Østergård A/S",
    "Northwind Dairy", "Atlas Freight Ltd", "Green Valley Farms", "Casa Verde SL", "Payment plan", "Import a file",
    "Light or dark", "Larger text", "Settings", "Straße & Söhne", "AT&T",
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("meyer", "Meyer"),
        ("meyer k", "Meyer KG"),
        ("krmeyers", "Kraftwerk Meyersdorf"),
        ("meyersd", "Kraftwerk Meyersdorf"),
        ("lodz", "Łódź Metal Sp. z o.o."),
        ("oster", "Østergård A/S"),
        ("strasse", "Straße & Söhne"),
        ("muller", "Müller <Bau> GmbH"),
        ("bau", "Müller <Bau> GmbH"),
        ("gvf", "Green Valley Farms"),
        ("verde", "Casa Verde SL"),
        ("plan", "Payment plan"),
        ("pp", "Payment plan"),
        ("dark", "Light or dark"),
        ("at&t", "AT&T"),
        ("file imp", "Import a file"),
        ("set", "Settings"),
    ],
)
def test_what_is_meant_comes_first(typed, first):
    assert best(typed, [(name, (name,)) for name in NAMES], 5)[0] == first


@pytest.mark.parametrize("name", NAMES)
def test_an_exact_name_is_always_first(name):
    assert best(name.upper(), [(n, (n,)) for n in NAMES], 5)[0] == name


def test_the_classes_stand_in_their_order():
    texts = ["plan", "planner", "the plan", "explant", "pelican"]
    ranks = [rank("plan", text) for text in texts]
    assert ranks == sorted(ranks)
    assert len({r[0] for r in ranks}) == 5


def test_letters_that_are_not_there_are_no_match():
    assert rank("xyz", "Meyer KG") is None
    assert rank("reyem", "Meyer") is None


def test_folding_takes_accents_and_letters_of_their_own():
    assert fold("Łódź Ørsted Straße") == "lodz orsted strasse"


def test_what_a_finder_found_by_an_unseen_text_comes_last_but_comes():
    lines = [Found("client", "Kestrel Print", print), Found("command", "Settings", print)]
    by_phone = Found("client", "Atlas Freight", print, also=("+49 30 5550 0142",))
    assert [line.title for line in order_found("5550 0142", [lines[0], by_phone])] == [
        "Atlas Freight",
        "Kestrel Print",
    ]
    assert order_found("", lines) == lines


@pytest.fixture
def palette(qtbot):
    """A palette over a window with one field that has the focus."""
    window = QWidget()
    qtbot.addWidget(window)
    window.field = QLineEdit(window)
    QVBoxLayout(window).addWidget(window.field)
    window.ran = []
    lines = [Found("client", name, lambda name=name: window.ran.append(name)) for name in NAMES]

    def find(typed, limit):
        return best(typed, [(line, (line.title,)) for line in lines], limit)

    window.resize(900, 700)
    palette = CommandPalette([find], window)
    window.show()
    window.activateWindow()
    window.field.setFocus()
    return palette


def test_four_letters_and_enter_run_what_was_meant(qtbot, palette):
    palette.open_palette()
    qtbot.keyClicks(palette.box, "oste")
    qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert palette.window().ran == ["Østergård A/S"]
    assert not palette.isVisible()


def test_arrows_go_around(qtbot, palette):
    palette.open_palette("meyer")
    qtbot.keyClick(palette.box, Qt.Key.Key_Up)
    qtbot.keyClick(palette.box, Qt.Key.Key_Down)
    qtbot.keyClick(palette.box, Qt.Key.Key_Down)
    qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert palette.window().ran == ["Meyer KG"]


def test_esc_gives_the_focus_back(qtbot, palette):
    palette.open_palette()
    qtbot.waitUntil(palette.box.hasFocus)
    qtbot.keyClick(palette.box, Qt.Key.Key_Escape)
    assert palette.window().field.hasFocus()
    assert palette.window().ran == []


def test_nothing_found_says_so_and_enter_does_nothing(qtbot, palette):
    palette.open_palette("zzzz")
    assert palette.found == []
    qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert palette.window().ran == []
