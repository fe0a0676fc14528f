"""From one ledger to the next without leaving the program: the window before is gone, not only closed."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from arcaller.app.desktop import Desktop
from arcaller.app.layouts import Layouts
from arcaller.data.database import Ledger
from arcaller.services.ledgers import make_ledger
from arcaller.ui.main_window import MainWindow
from arcaller.ui.shared.words.formats import Formats

MONDAY = date(2026, 11, 23)


def windows():
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)]


@pytest.fixture
def desktop(qtbot, qapp, theme, ledger_path, tmp_path):
    """The running program over the ledger of six clients."""
    options = Namespace(ledger=ledger_path, today=MONDAY, user="")
    running = Desktop(qapp, theme, Layouts(tmp_path / "layout.json"), Formats("en_GB"), options)
    running.begin()
    yield running
    for window in windows():
        window.close()
    running._close_ledger()


def test_another_ledger_takes_the_place_of_the_window_before_and_what_was_half_typed_is_kept(
    qtbot, desktop, ledger_path, tmp_path
):
    other = tmp_path / "other.arcaller"
    make_ledger(
        other,
        company="Harbor Foods",
        currency="EUR",
        country="DE",
        user_name="Asha Rao",
        at=datetime(2026, 11, 23, 13, 32, tzinfo=UTC),
        today=MONDAY,
    )
    (first,) = windows()
    qtbot.waitExposed(first)
    QTest.keyClick(first.windowHandle(), Qt.Key.Key_Return)
    sheet = desktop._workbench.sheet
    qtbot.waitUntil(lambda: not sheet._is_unseen)
    for letter in "Asks for the copy":
        QTest.keyClick(first.windowHandle(), letter)
    before = desktop._workbench
    desktop.open(other)
    qtbot.waitUntil(lambda: len(windows()) == 1)
    (second,) = windows()
    assert not isValid(before)
    assert "Harbor Foods" in second.windowTitle()
    with Ledger.open(ledger_path) as ledger:
        assert "Asks for the copy" in ledger.row("SELECT body FROM draft WHERE key LIKE 'call:%'", ())[0]
