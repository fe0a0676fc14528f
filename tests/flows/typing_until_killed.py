"""Types into a call's note without end, in the real window: ``python typing_until_killed.py FILE LAYOUT CLIENT``.

A letter every 40 ms, as quick hands do; after each the time and all that was typed by then go to standard output.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from arcaller import paths
from arcaller.app.building import make_workbench
from arcaller.app.layouts import Layouts
from arcaller.data.database import GUI_TIMEOUT_MS, Ledger
from arcaller.services.desk import Desk
from arcaller.ui.shared.look.theme import LIGHT, Theme
from arcaller.ui.shared.words.formats import Formats

LETTERS = "abcdefghijklmnopqrstuvwxyz "


def main(path: Path, layout: Path, client: int) -> None:
    app = QApplication([])
    theme = Theme(app, paths.resource("themes"), choice=LIGHT)
    ledger = Ledger.open(path, timeout_ms=GUI_TIMEOUT_MS)
    today = date(2026, 11, 23)
    ledger.start_day(today)
    bench = make_workbench(
        ledger, lambda: Desk(ledger, 1, datetime.now(UTC), today), theme, Layouts(layout), Formats("en_GB")
    )
    bench.start()
    bench.open_client(client)
    note = bench.sheet.outcomes.note
    typed = len(note.toPlainText())

    def press() -> None:
        nonlocal typed
        if bench.sheet._is_unseen:
            return
        QTest.keyClick(note, LETTERS[typed % len(LETTERS)])
        typed += 1
        print(f"{time.monotonic():.3f} {len(note.toPlainText())}", flush=True)  # noqa: T201

    timer = QTimer()
    timer.timeout.connect(press)
    timer.start(40)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
