"""Acts without end, each acknowledged on standard output after it returned: ``python acting_until_killed.py FILE``.

Every third act is taken back, every tenth is an import, so that a kill meets all of them.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from arcaller.data.database import Ledger
from arcaller.data.tables import Call, Client, FollowUp, ImportBatch, Invoice

NOW = datetime(2026, 11, 22, 14, 2, 7, tzinfo=UTC)


def log_call(ledger: Ledger, number: int) -> int | None:
    with ledger.act("log_call", actor_id=1, at=NOW, subject=str(number)) as act:
        call = act.add(
            Call(client_id=1, caller_id=1, outcome="voicemail", called_at=NOW, recorded_at=NOW, note=f"call {number}")
        )
        act.add(FollowUp(client_id=1, due_on=date(2026, 11, 23), kind="call", call_id=call))
        act.change(ledger.get(Client, 1), note=f"called {number} times")
    return act.number


def import_rows(ledger: Ledger, number: int) -> int | None:
    with ledger.act("import_invoices", actor_id=1, at=NOW) as act:
        batch = act.add(
            ImportBatch(kind="invoices", file_name="x", file_sha256="0", imported_at=NOW, row_count=200, report={})
        )
        day = "2026-10-01"
        rows = ((1, f"{number}-{i}", "x", day, day, "EUR", 100, 100) for i in range(200))
        names = (
            "client_id",
            "number",
            "number_search",
            "issued_on",
            "due_on",
            "currency",
            "amount_minor",
            "open_minor",
        )
        act.bulk_insert(Invoice, names, rows, batch)
    return act.number


def main(path: Path) -> None:
    with Ledger.open(path) as ledger:
        (head,) = ledger.rows("SELECT max(number) FROM journal")[0]
        for number in range(head, head + 1_000_000):
            entry = (import_rows if number % 10 == 9 else log_call)(ledger, number)
            print(entry, flush=True)  # noqa: T201
            if number % 3 == 2 and entry is not None:
                print(ledger.undo(entry, actor_id=1, at=NOW).number, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
