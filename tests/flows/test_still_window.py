"""A window nobody touches does nothing: no layout answers itself again and again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit


@pytest.mark.parametrize("key", ["today", "settings"])
def test_a_text_that_wraps_never_gets_a_bar_below_it(desk, key):
    # A line one pixel too wide would bring the bar, the bar takes a line's height, the bar beside the text comes, the
    # line wraps, both bars go, and so on: a whole processor, and keys that wait for minutes.
    desk.open("Łódź Metal Sp. z o.o.")
    desk.bench.window.show_screen(key)
    texts = desk.bench.window.findChildren(QPlainTextEdit)
    assert texts
    for text in texts:
        assert text.lineWrapMode() != QPlainTextEdit.LineWrapMode.NoWrap
        assert text.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff, text.accessibleName()
