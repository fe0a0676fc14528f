"""A caller's keys in the real window: Enter to the next sheet, and how long the event loop is ever blocked.

Enter is timed from the key event to the first paint of the next sheet: the call is logged with its commit, the list
catches up, the next client is read and everything of his sheet laid out and drawn. Against it stand the statements of
exactly such an Enter, noted on one ledger and replayed on a copy by hand.

The watchdog is a timer that wants to fire every few milliseconds; the longest wait between two of its beats is the
longest block. It runs over the same window twice: once left alone (what this machine does to an idle window), once
while the hands go through a day's keys. Everything runs in a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from make_ledger import large, ledger_of, sizes_note
from measure import claim

CHILD = Path(__file__).with_name("day_child.py")
ENTER_LIMIT, ENTER_HELD = 3.0, 12.0
BLOCK_LIMIT_MS, BLOCK_HELD_MS = 100.0, 250.0


def child(what: str, home: Path) -> dict[str, Any]:
    """What one process measured."""
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "ARCALLER_HOME": str(home)}
    command = [sys.executable, str(CHILD), what, str(ledger_of(large())), str(home)]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(parts: list[str]) -> None:
    """Both parts, or those named (enter, blocks)."""
    size = sizes_note(large())
    # beside the ledger, because copies of it are made there
    with TemporaryDirectory(dir=ledger_of(large()).parent) as folder:
        if not parts or "enter" in parts:
            found = child("enter", Path(folder))
            note = f"{size}; {found['ms']:.0f} ms, {found['statements']} statements in {found['hand_ms']:.1f} ms"
            claim("Enter to the next sheet", found["ratio"], ENTER_LIMIT, "x its SQL", note, held=ENTER_HELD)
        if not parts or "blocks" in parts:
            found = child("blocks", Path(folder))
            note = f"{size}; idle control {found['idle_ms']:.0f} ms; longest during: {found['during']}"
            claim(
                "longest block of the event loop", found["longest_ms"], BLOCK_LIMIT_MS, "ms", note, held=BLOCK_HELD_MS
            )
            for name, longest in found["acts"].items():
                print(f"  {name}: {longest:.0f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
