"""The morning run: promises, plans and the priority of everybody, against one hand-written pass over the same rows.

Each round begins the next day on a fresh copy of a file whose evening before was decided. The hand-written side works
out which promises and installments are due and what was paid since, and writes the summary of every client, in one
transaction; it makes no journal entry and no act.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench_aging import NEXT, RANKING, day_facts
from make_ledger import large, ledger_of, sizes_note
from measure import IS_FULL, claim, in_turn

from arcaller.data import summary
from arcaller.data.database import GUI_TIMEOUT_MS, Ledger
from arcaller.data.queries.work.work_list import count_views
from arcaller.data.sqlite import open_connection
from arcaller.services.days import begin_day
from arcaller.services.desk import Desk

LIMIT = 3.0
MORNING = NEXT + timedelta(days=1)
ROUNDS = 3 if IS_FULL else 7
PROMISES = """
    SELECT p.id, p.amount_minor, (SELECT coalesce(sum(a.amount_minor), 0) FROM payment y
        JOIN payment_application a ON a.payment_id = y.id WHERE y.client_id = p.client_id
        AND y.currency = p.currency AND y.paid_on BETWEEN p.promised_on AND :d0)
    FROM promise p WHERE p.state = 'open' ORDER BY p.id"""
INSTALLMENTS = """
    SELECT q.id, i.due_on, i.amount_minor - i.received_minor FROM payment_plan q
        JOIN plan_version v ON v.plan_id = q.id AND v.version = q.current_version
        JOIN installment i ON i.plan_version_id = v.id
    WHERE q.state IN ('agreed', 'on_track', 'behind') ORDER BY q.id, i.number"""


def main() -> None:
    path, note = ledger_of(large()), sizes_note(large())
    with TemporaryDirectory(dir=path.parent) as folder:
        base, copy = Path(folder) / "evening.arcaller", Path(folder) / path.name
        shutil.copyfile(path, base)
        # the made-up states of the file are decided once, so that what is timed is a morning like any other
        with Ledger.open(base) as ledger:
            begin_day(Desk(ledger, 1, datetime.combine(NEXT, time(7), UTC), NEXT))

        def fresh() -> None:
            for old in Path(folder).glob(f"{path.name}*"):
                old.unlink()
            shutil.copyfile(base, copy)

        def ours() -> float:
            fresh()
            with Ledger.open(copy, timeout_ms=GUI_TIMEOUT_MS) as ledger:
                desk = Desk(ledger, 1, datetime.combine(MORNING, time(7), UTC), MORNING)
                started = perf_counter()
                assert begin_day(desk)
                return perf_counter() - started

        def by_hand() -> float:
            fresh()
            with closing(open_connection(copy, timeout_ms=5_000)) as connection:
                started = perf_counter()
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(PROMISES, day_facts(connection, MORNING)).fetchall()
                connection.execute(INSTALLMENTS).fetchall()
                connection.execute("DELETE FROM client_summary")
                connection.execute(
                    f"INSERT INTO client_summary({summary.COLUMNS}) {RANKING}", day_facts(connection, MORNING)
                )
                connection.execute("COMMIT")
                return perf_counter() - started

        times = in_turn({"ours": ours, "hand": by_hand}, ROUNDS)
        claim("morning run: promises, plans, everybody's priority", times.ratio("ours", "hand"), LIMIT, "x SQL pass",
              f"{note}; {times.ms('ours'):.0f} ms")  # fmt: skip
        with Ledger.open(path, read_only=True) as ledger:
            counts = in_turn({"counts": lambda: count_views(ledger)}, 21)
            claim("counts of all views of the work list", counts.ms("counts"), None, "ms", note)


if __name__ == "__main__":
    main()
