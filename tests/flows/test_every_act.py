"""Every act of the table by keys alone: its own keys from wherever the hands are, and its words in the palette."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from arcaller.ui.actions import ACTIONS

MUELLER = "Müller <Bau> GmbH"
_OF_TEXT_FIELDS = {"undo", "redo"}
"""Ctrl+Z belongs to the text in a field while there is any to take back."""


def spied(desk):
    """Every bound act replaced by a note that it was asked for: nothing is dialed, saved or closed."""
    asked = []
    for spec, action in desk.bench.window.actions_table.bound():
        action.triggered.disconnect()
        action.triggered.connect(lambda _checked=False, name=spec.name: asked.append(name))
    return asked


def press_sequence(desk, keys):
    combination = QKeySequence(keys)[0]
    QTest.keyClick(desk.bench.window.windowHandle(), combination.key(), combination.keyboardModifiers())


def with_keys(desk):
    return [
        (spec, part) for spec, _ in desk.bench.window.actions_table.bound() for part in spec.keys.split("; ") if part
    ]


def to_note(desk):
    desk.open(MUELLER)


def to_list(desk):
    desk.open(MUELLER)
    desk.sheet.invoices.table.setFocus()


def to_bar(desk):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_Escape)


def to_amount(desk):
    desk.open(MUELLER)
    desk.type("4fr")
    desk.press(Qt.Key.Key_Tab)


@pytest.mark.parametrize("place", [to_note, to_list, to_bar, to_amount], ids=lambda place: place.__name__)
def test_the_keys_of_every_act_work_from_the_note_the_lists_the_bar_and_the_fields(desk, place):
    place(desk)
    focused = QApplication.focusWidget()
    asked = spied(desk)
    missed = []
    for spec, keys in with_keys(desk):
        if place is to_amount and spec.name in _OF_TEXT_FIELDS:
            continue
        asked.clear()
        press_sequence(desk, keys)
        if asked != [spec.name]:
            missed.append((spec.name, keys, list(asked)))
        focused.setFocus(Qt.FocusReason.OtherFocusReason)
    assert missed == []


def test_no_two_acts_share_a_key_and_none_is_a_bare_letter_or_digit(desk):
    seen = {}
    for spec, keys in with_keys(desk):
        combination = QKeySequence(keys)[0]
        assert seen.setdefault(keys, spec.name) == spec.name, keys
        is_function_key = Qt.Key.Key_F1 <= combination.key() <= Qt.Key.Key_F35
        assert is_function_key or combination.keyboardModifiers() & ~Qt.KeyboardModifier.ShiftModifier, keys
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        assert combination.keyboardModifiers() & both != both, f"{keys} is AltGr on many keyboards"


def test_every_act_is_found_first_in_the_palette_by_its_words_and_done_by_enter(desk):
    desk.open(MUELLER)
    asked = spied(desk)
    missed = []
    for spec, _ in desk.bench.window.actions_table.bound():
        if spec.name == "find":
            continue
        asked.clear()
        desk.bench.window.open_palette()
        box = desk.bench.window.palette_box.box
        box.clear()
        QTest.keyClicks(box, spec.text.rstrip("…"))
        QTest.keyClick(box, Qt.Key.Key_Return)
        if asked != [spec.name]:
            missed.append((spec.name, list(asked)))
    assert missed == []


def test_every_act_of_the_table_is_bound_in_the_window(desk):
    bound = {spec.name for spec, _ in desk.bench.window.actions_table.bound()}
    assert [spec.name for spec in ACTIONS if spec.name not in bound] == []


def test_every_act_stands_in_a_menu_with_its_keys_in_the_tip(desk):
    window = desk.bench.window
    in_menus = {action.objectName() for menu in window.menuBar().actions() for action in menu.menu().actions()}
    for spec, action in window.actions_table.bound():
        assert spec.name in in_menus, spec.name
        if spec.keys:
            first = QKeySequence(spec.keys.split("; ")[0]).toString(QKeySequence.SequenceFormat.NativeText)
            assert first in action.toolTip(), spec.name
