from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from ledger_rows import add_client

from arcaller.data.database import Ledger
from arcaller.data.files.backup import back_up, look_into
from arcaller.data.verify import verify

KILLS = 20
ACTOR = Path(__file__).with_name("acting_until_killed.py")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
RESTORER = """if True:
    import sys
    from datetime import UTC, datetime, timedelta
    from pathlib import Path
    from arcaller.data.files.backup import restore
    from arcaller.data.database import Ledger
    path, sources, at = Path(sys.argv[1]), [Path(name) for name in sys.argv[3:]], datetime(2026, 11, 22, tzinfo=UTC)
    with Ledger.open(path) as ledger:
        for i in range(10_000):
            print(i, flush=True)
            now = at + timedelta(seconds=i, days=int(sys.argv[2]))
            restore(ledger, sources[i % 2], now).snapshot.unlink()
"""


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


def test_a_kill_while_restoring_leaves_the_old_or_the_new_ledger_whole(ledger_path: Path, tmp_path: Path) -> None:
    copies = [tmp_path / "one", tmp_path / "two"]
    with Ledger.open(ledger_path) as ledger:
        for number, copy in zip(("1001", "1002"), copies, strict=True):
            add_client(ledger, number)
            back_up(ledger, copy)
    heads = {look_into(copy).head for copy in copies}
    chance = random.Random(15)
    for kill in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", RESTORER, str(ledger_path), str(kill), *map(str, copies)],
            stdout=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        ) as restorer:
            assert restorer.stdout is not None
            assert [restorer.stdout.readline() for _ in range(chance.randrange(1, 9))][-1].strip().isdigit()
            restorer.kill()
        with Ledger.open(ledger_path) as ledger:
            result = verify(ledger)
            assert (result.problems, result.head in heads) == ((), True)
