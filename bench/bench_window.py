"""The window: its start, its client list over many clients, and what that list takes of memory.

Everything runs in processes of its own. A start is the whole process, from the shell's call to its end after the
first list is painted, in turn with an empty PySide6 window that is shown, painted and closed. The list's acts are
counted in repaints of its own table at the same moment, so that a busy machine harms little.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from make_ledger import NOW, SMALL, TODAY, large, ledger_of, sizes_note
from measure import claim, in_turn

from arcaller.data.database import create_ledger

CHILD = Path(__file__).with_name("window_child.py")
STARTS = 15
MEMORY_RUNS = 3
START_LIMIT, REPAINTS, MEGABYTES = 2.0, 3.0, 20.0


def child(home: Path, *words: str) -> str:
    """What one process says; it has the folder ``home`` to itself and keeps compiled modules as any start does."""
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "ARCALLER_HOME": str(home)}
    settings.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, str(CHILD), *words], env=settings, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout


def measure_start(home: Path) -> None:
    ledger = shutil.copyfile(ledger_of(SMALL), home / "start.arcaller")
    times = in_turn(
        {"ours": lambda: child(home, "start", str(ledger)), "empty": lambda: child(home, "empty")}, STARTS, warm_up=2
    )
    claim("start to the first filled list", times.ratio("ours", "empty"), START_LIMIT, "x empty window",
          f"{sizes_note(SMALL)}; {times.ms('ours'):.0f} ms", held=4.2)  # fmt: skip


def measure_list(home: Path) -> None:
    found: dict[str, Any] = json.loads(child(home, "list", str(ledger_of(large()))))
    note = f"{sizes_note(large())}; a repaint is {found['paint_ms']:.0f} ms"
    for what, head in (("list open", "list open"), ("indexed sort", "sort"), ("search key", "search")):
        rows = {name: figures for name, figures in found["rows"].items() if name.startswith(head)}
        print(
            "".join(f"  {name}: {figures[0]:.2f}, all ids {figures[1]:.2f}\n" for name, figures in rows.items()),
            end="",
        )
        slowest = max(rows, key=lambda name: rows[name][0])
        whole = max(rows, key=lambda name: rows[name][1])
        more = f"; slowest: {slowest}" if len(rows) > 1 else ""
        claim(f"{what}, first rows painted", rows[slowest][0], REPAINTS, "repaints", note + more)
        more = f"slowest: {whole}" if len(rows) > 1 else ""
        claim(f"{what}, all ids there", rows[whole][1], None, "repaints", more)


def measure_memory(home: Path) -> None:
    nothing = home / "nothing.arcaller"
    create_ledger(nothing, company="Bench Ltd", currency="EUR", country="DE", user_name="Ana", at=NOW, today=TODAY)
    for name in ("opened", "used"):
        runs = [
            json.loads(child(home, "memory", str(ledger_of(large()))))[name]
            - json.loads(child(home, "memory", str(nothing)))[name]
            for _ in range(MEMORY_RUNS)
        ]
        said = "client list, opened" if name == "opened" else "client list, sorted by all and searched"
        claim(f"memory: {said}", median(runs), MEGABYTES, "MB over empty", sizes_note(large()))


def main(parts: list[str]) -> None:
    """All parts, or those named (start, list, memory)."""
    every = {"start": measure_start, "list": measure_list, "memory": measure_memory}
    with TemporaryDirectory() as folder:
        for part in parts or every:
            every[part](Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
