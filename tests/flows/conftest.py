"""A real window over a real ledger file: six clients, imported from a file like anybody's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from arcaller.app.building import make_workbench
from arcaller.app.layouts import Layouts
from arcaller.data.database import GUI_TIMEOUT_MS, Ledger
from arcaller.services.desk import Desk
from arcaller.services.importing.imports import import_file
from arcaller.services.ledgers import make_ledger
from arcaller.ui.shared.words.formats import Formats

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 13, 32, tzinfo=UTC)
"""14:32 in Berlin."""

ITEMS = """Client no;Client;Country;City;Contact;Phone;Invoice;Invoice date;Due date;Amount;Currency
10342;Müller <Bau> GmbH;DE;Berlin;Anna Weber;+49 30 23125 142;1987;2026-07-21;2026-08-20;412.00;EUR
10342;Müller <Bau> GmbH;DE;Berlin;Anna Weber;+49 30 23125 142;2003;2026-08-21;2026-09-20;120.00;EUR
10342;Müller <Bau> GmbH;DE;Berlin;Anna Weber;+49 30 23125 142;2031;2026-09-30;2026-10-30;640.00;EUR
10342;Müller <Bau> GmbH;DE;Berlin;Anna Weber;+49 30 23125 142;2054;2026-11-15;2026-12-15;1200.00;EUR
10356;Łódź Metal Sp. z o.o.;DE;Hamburg;Jan Nowak;+49 30 23125 143;2001;2026-08-20;2026-09-19;7301.99;EUR
10363;Østergård A/S;DK;Aarhus;Søren Dahl;+45 70 00 00 00;2010;2026-09-30;2026-10-30;2400.00;EUR
10370;AT&T Büroservice GmbH;DE;Köln;Jens Köhler;+49 30 23125 144;2020;2026-10-01;2026-10-31;980.50;EUR
10377;Studio Blanc SARL;FR;Paris;Claire Martin;+33 1 99 00 10 10;2022;2026-10-05;2026-11-04;398.00;EUR
10384;Kestrel Print Ltd;GB;Leeds;Tom Walsh;+44 20 7946 0001;2030;2026-10-10;2026-11-09;290.40;EUR
"""


class KeyRecorder(QObject):
    """Counts what a hand presses: every key event of the window, a modifier held with it as one more."""

    def __init__(self, app):
        super().__init__()
        self.count = 0
        self._seen = None
        self._app = app
        app.installEventFilter(self)

    def stop(self):
        self._app.removeEventFilter(self)

    def eventFilter(self, watched, event):  # noqa: N802 - Qt names it
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched.isWindowType():
            held = bin(event.modifiers().value & 0x1E000000).count("1")
            self.count += 1 + held
        return False


class Desk1:
    """The workbench with hands: types through the window system, as a keyboard does."""

    def __init__(self, qtbot, ledger, workbench):
        self.qtbot, self.ledger, self.bench = qtbot, ledger, workbench
        self.keys = KeyRecorder(QApplication.instance())

    @property
    def sheet(self):
        return self.bench.sheet

    def open(self, name):
        (client_id,) = self.ledger.row("SELECT id FROM client WHERE legal_name = ?", (name,))
        self.bench.open_from_today(client_id)
        self.settle()
        self.keys.count = 0
        return client_id

    def settle(self):
        """Until the sheet has been painted and has the keys."""
        self.qtbot.waitUntil(lambda: not self.sheet._is_unseen)

    def type(self, text):
        for letter in text:
            QTest.keyClick(self.bench.window.windowHandle(), letter)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.bench.window.windowHandle(), key, modifier)

    def enter(self):
        self.press(Qt.Key.Key_Return)

    def one(self, sql, *values):
        return self.ledger.row(sql, values)


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    path = tmp_path / "northwind.arcaller"
    make_ledger(
        path, company="Northwind Supplies", currency="EUR", country="DE", user_name="Asha Rao", at=NOW, today=MONDAY
    )
    items = tmp_path / "items.csv"
    items.write_text(ITEMS, encoding="utf-8")
    with Ledger.open(path) as ledger:
        result = import_file(Desk(ledger, 1, NOW, MONDAY), items)
        assert result.batch_id is not None, result.preview.errors
    return path


@pytest.fixture
def desk(qtbot, theme, ledger_path, tmp_path):
    """The open window with today's list shown."""
    ledger = Ledger.open(ledger_path, timeout_ms=GUI_TIMEOUT_MS)
    ledger.start_day(MONDAY)
    bench = make_workbench(
        ledger, lambda: Desk(ledger, 1, NOW, MONDAY), theme, Layouts(tmp_path / "layout.json"), Formats("en_GB")
    )
    bench.window.resize(1440, 900)
    bench.start()
    qtbot.waitExposed(bench.window)
    hand = Desk1(qtbot, ledger, bench)
    yield hand
    hand.keys.stop()
    bench.window.close()
    bench.tasks.stop()
    ledger.close()
