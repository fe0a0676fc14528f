"""A durable act that keeps the summary exact, against its own SQL replayed by hand with its commit.

Three copies of the ledger go through the same acts. On the first, untimed, every statement is noted with its values.
On the second the act itself is timed. On the third exactly those statements run one after the other, from the
statement cache with their values bound, in one transaction and with the same ``synchronous=FULL``, but without
settings, rules, objects, images before and after, hashes and guards. At the end first and third must hold the same
summary and the same journal. The ratio is what thinking costs above reading and writing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from make_ledger import NOW, TODAY, large, ledger_of, sizes_note
from measure import claim, in_turn
from noted_sql import noting, replay

from arcaller.data.database import GUI_TIMEOUT_MS, Ledger
from arcaller.data.queries.sheet.open_items import load_open_items
from arcaller.data.queries.work.work_list import load_work_list_ids
from arcaller.data.sqlite import open_connection
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.money import Money
from arcaller.services.calling.calls import log_call
from arcaller.services.commands import LogCall, PromiseDetails
from arcaller.services.desk import Desk

LIMIT = 4.0
ROUNDS = 60
WARM_UP = 10


def voicemail(_: Ledger, client_id: int) -> LogCall:
    return LogCall(client_id, CallOutcome.VOICEMAIL, note="Left word about the open invoices.")


def promise(ledger: Ledger, client_id: int) -> LogCall:
    """A promise of the oldest open invoice for in four days."""
    item = load_open_items(ledger, client_id)[0]
    details = PromiseDetails(Money(item.open_minor, item.currency), TODAY + timedelta(days=4))
    return LogCall(client_id, CallOutcome.PROMISE, note="Will pay on Friday.", promise=details)


def measure(path: Path, name: str, command_of: Callable[[Ledger, int], LogCall]) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(dir=path.parent)))
        copies = [Path(shutil.copyfile(path, folder / f"{which}.arcaller")) for which in ("noted", "timed", "hand")]
        first, second = (
            stack.enter_context(Ledger.open(copy, timeout_ms=GUI_TIMEOUT_MS, since=NOW)) for copy in copies[:2]
        )
        hand = stack.enter_context(closing(open_connection(copies[2], timeout_ms=5_000)))
        clients = load_work_list_ids(first)
        counts: list[int] = []

        def command() -> LogCall:
            return command_of(first, clients[len(counts) * 7 % len(clients)])

        def act() -> float:
            now = command()
            started = perf_counter()
            log_call(Desk(second, 1, NOW, TODAY), now)
            return perf_counter() - started

        def by_hand() -> float:
            now = command()
            with noting(first.connection()) as statements:
                log_call(Desk(first, 1, NOW, TODAY), now)
            counts.append(len(statements))
            started = perf_counter()
            replay(hand, statements)
            return perf_counter() - started

        times = in_turn({"act": act, "hand": by_hand}, ROUNDS, WARM_UP)
        for sql in ("SELECT * FROM client_summary ORDER BY 1, 2", "SELECT * FROM journal ORDER BY number"):
            assert first.rows(sql) == hand.execute(sql).fetchall(), "the replay left another state"
    note = f"{sizes_note(large())}; {times.ms('act'):.2f} ms, {max(counts)} statements"
    claim(f"durable act: {name}", times.ratio("act", "hand"), LIMIT, "x its SQL", note)


def main() -> None:
    path = ledger_of(large())
    measure(path, "voicemail", voicemail)
    measure(path, "promise", promise)


if __name__ == "__main__":
    main()
