from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from ledger_rows import NOW, add_client, voicemail

from arcaller.data.database import Ledger
from arcaller.data.verify import verify

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
OPENER = """if True:
    import sys
    from pathlib import Path
    from arcaller.data.database import Ledger
    from arcaller.data.errors import LedgerInUse
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        ledger = Ledger.open(Path(sys.argv[1]))
        print("open", flush=True)
    except LedgerInUse:
        print("in use", flush=True)
    sys.stdin.readline()
"""


def test_threads_take_turns_and_lose_nothing(ledger: Ledger, client: int) -> None:
    threads, acts = 4, 25
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with ledger.worker():
                for _ in range(acts):
                    with ledger.act("log_call", actor_id=1, at=NOW) as act:
                        act.add(voicemail(client))
        except BaseException as error:  # told to the test's own thread
            failed.append(error)

    running = [threading.Thread(target=work) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert failed == []
    assert ledger.rows("SELECT count(*) FROM call") == [(threads * acts,)]
    assert verify(ledger).problems == ()


def test_of_many_programs_started_at_once_exactly_one_writes(ledger_path: Path) -> None:
    with Ledger.open(ledger_path) as ledger:
        add_client(ledger)
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, str(ledger_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )
        for _ in range(5)
    ]
    try:
        said = []
        for word in ("ready", "answer"):
            said = [program.stdout.readline().strip() for program in programs if program.stdout]
            for program in programs:
                assert program.stdin is not None
                program.stdin.write("\n")
                if word == "ready":
                    program.stdin.flush()
        assert sorted(said) == ["in use"] * 4 + ["open"]
    finally:
        for program in programs:
            program.communicate()
    with Ledger.open(ledger_path) as ledger:
        assert verify(ledger).problems == ()
