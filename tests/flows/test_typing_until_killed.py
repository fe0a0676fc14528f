"""A window killed in the middle of typing loses half a second of it at most, and logs nothing by itself."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

from arcaller.data.database import Ledger
from arcaller.data.verify import verify

KILLS = int(os.environ.get("ARCALLER_KILLS", "12"))
MOST_LOST = 0.5
TYPIST = Path(__file__).with_name("typing_until_killed.py")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


def test_a_kill_while_typing_loses_half_a_second_at_most(ledger_path: Path, tmp_path: Path) -> None:
    """Twelve kills at random keys; ``ARCALLER_KILLS=500`` for a long night."""
    chance = random.Random(20261124)
    with Ledger.open(ledger_path) as ledger:
        (client,) = ledger.row("SELECT id FROM client ORDER BY id LIMIT 1")
    kept = 0
    for _ in range(KILLS):
        command = [sys.executable, str(TYPIST), str(ledger_path), str(tmp_path / "layout.json"), str(client)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT) as typist:
            assert typist.stdout is not None
            lines = [typist.stdout.readline() for _ in range(chance.randrange(15, 40))]
            typist.kill()
            lines += typist.stdout.read().splitlines()
        presses = [(float(at), int(length)) for at, length in (line.split() for line in lines if " " in line.strip())]
        killed_at = presses[-1][0]
        safe = max((length for at, length in presses if at <= killed_at - MOST_LOST), default=kept)
        with Ledger.open(ledger_path) as ledger:
            (body,) = ledger.row("SELECT body FROM draft WHERE key = ?", (f"call:{client}",))
            note = json.loads(body)["note"]
            assert safe <= len(note) <= presses[-1][1] + 1
            assert kept <= len(note), "older text was lost"
            assert ledger.row("SELECT count(*) FROM call") == (0,)
        kept = len(note)
    with Ledger.open(ledger_path) as ledger:
        assert verify(ledger).problems == ()
