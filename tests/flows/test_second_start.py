"""Starting the program again over an open ledger: the first window comes to the front, the second start is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from arcaller.data.database import Ledger
from arcaller.ui.shared.one_window import WindowDoor

MAIN = Path(__file__).parents[2] / "main.py"


def test_a_second_start_raises_the_first_window_and_ends(qtbot, ledger_path, tmp_path):
    ledger = Ledger.open(ledger_path)
    door = WindowDoor(ledger_path)
    knocks = []
    door.knocked.connect(lambda: knocks.append(1))
    try:
        second = subprocess.run(
            [sys.executable, str(MAIN), "--ledger", str(ledger_path)],
            env={**os.environ, "ARCALLER_HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "offscreen"},
            timeout=60,
            capture_output=True,
            check=False,
        )
        assert second.returncode == 0, second.stderr.decode()
        qtbot.waitUntil(lambda: bool(knocks))
    finally:
        door.close()
        ledger.close()
