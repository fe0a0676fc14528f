from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from ledger_rows import add_client

from arcaller.data.database import Ledger
from arcaller.data.verify import verify

KILLS = 20
ACTOR = Path(__file__).with_name("acting_until_killed.py")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


def test_a_kill_in_the_middle_of_acts_loses_nothing_that_was_acknowledged(ledger_path: Path) -> None:
    with Ledger.open(ledger_path) as ledger:
        add_client(ledger)
    chance = random.Random(20261122)
    last = 2
    for _ in range(KILLS):
        with subprocess.Popen(
            [sys.executable, str(ACTOR), str(ledger_path)], stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
        ) as actor:
            assert actor.stdout is not None
            acknowledged = [int(actor.stdout.readline()) for _ in range(chance.randrange(1, 30))]
            actor.kill()
            acknowledged += [
                int(line) for line in actor.stdout.read().splitlines(keepends=True) if line.endswith("\n")
            ]
        assert acknowledged == list(range(last + 1, last + 1 + len(acknowledged)))
        with Ledger.open(ledger_path) as ledger:
            (last,) = ledger.rows("SELECT max(number) FROM journal")[0]
            assert last in {acknowledged[-1], acknowledged[-1] + 1}
            assert verify(ledger).problems == ()
