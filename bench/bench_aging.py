"""Aging and ranking of all clients against hand-written SQL over the same file, in one process, in turn.

The hand-written statements are what one would type to get the same answer from the same tables: a sum per bucket, a
seek for what else the rank rests on, the score spelled out. Both sides must give the same rows before anything is
timed. A new day's summary is made within a transaction that is rolled back, on a copy of the file.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from make_ledger import TODAY, large, ledger_of, sizes_note
from measure import IS_FULL, claim, in_turn

from arcaller.data import summary
from arcaller.data.database import Ledger
from arcaller.data.queries.reports.aging import load_aging
from arcaller.data.sqlite import LedgerConnection, open_connection
from arcaller.domain.receivables.aging import Aging
from arcaller.services.calling.worklist import rank_clients

LIMIT = 1.2
ROUNDS = 7 if IS_FULL else 15
PAST = TODAY - timedelta(days=75)
NEXT = TODAY + timedelta(days=1)


def day_facts(connection: LedgerConnection, day: date) -> dict[str, Any]:
    """What the ranking of a day is bound to, worked out by hand."""
    found: dict[str, Any] = dict(dates(day))
    found["late"] = connection.execute(LATE, found).fetchone()[0]
    found["lines"] = connection.execute(LINES, found).fetchone()[0]
    return found


def dates(day: date) -> dict[str, str]:
    return {f"d{back}": (day - timedelta(days=back)).isoformat() for back in (0, 30, 60, 90)}


_BUCKETS = """sum({m}), count(*),
    sum(CASE WHEN due_on >= :d0 THEN {m} ELSE 0 END), sum(CASE WHEN due_on >= :d0 THEN 1 ELSE 0 END),
    sum(CASE WHEN due_on < :d0 AND due_on >= :d30 THEN {m} ELSE 0 END),
    sum(CASE WHEN due_on < :d0 AND due_on >= :d30 THEN 1 ELSE 0 END),
    sum(CASE WHEN due_on < :d30 AND due_on >= :d60 THEN {m} ELSE 0 END),
    sum(CASE WHEN due_on < :d30 AND due_on >= :d60 THEN 1 ELSE 0 END),
    sum(CASE WHEN due_on < :d60 AND due_on >= :d90 THEN {m} ELSE 0 END),
    sum(CASE WHEN due_on < :d60 AND due_on >= :d90 THEN 1 ELSE 0 END),
    sum(CASE WHEN due_on < :d90 THEN {m} ELSE 0 END), sum(CASE WHEN due_on < :d90 THEN 1 ELSE 0 END)"""
AGING = f"""SELECT currency, {_BUCKETS.format(m="left_minor")} FROM (
    SELECT i.currency, i.due_on, i.amount_minor - coalesce((SELECT sum(a.amount_minor) FROM payment_application a
        WHERE a.invoice_id = i.id AND a.applied_on <= :d0), 0) AS left_minor
    FROM invoice i WHERE i.issued_on <= :d0 AND i.is_cancelled = 0) WHERE left_minor <> 0
    GROUP BY currency ORDER BY currency"""
UNAPPLIED = """SELECT currency, sum(amount_minor - coalesce((SELECT sum(a.amount_minor)
    FROM payment_application a WHERE a.payment_id = p.id AND a.applied_on <= :d0), 0)) FROM payment p
    WHERE paid_on <= :d0 GROUP BY currency"""


# The summary's own columns, for every client. The file holds no clients with two currencies, no disputes, no groups
# and no skips, so these need no thought here (they do in the program).
LATE = """SELECT coalesce(sum(settled_on > due_on), 0) * 1000 / max(1, count(*)) FROM invoice
    WHERE settled_on IS NOT NULL AND is_cancelled = 0 AND settled_on < :d0"""
LINES = """SELECT json_group_object(currency, json_array(a, b)) FROM (
    SELECT currency, min(iif(before * 1000 < whole * 800, overdue, NULL)) AS a,
        min(iif(before * 1000 < whole * 950, overdue, NULL)) AS b
    FROM (SELECT currency, overdue, sum(overdue) OVER (PARTITION BY currency) AS whole, sum(overdue) OVER (
            PARTITION BY currency ORDER BY overdue DESC, client_id ROWS UNBOUNDED PRECEDING) - overdue AS before
        FROM (SELECT client_id, currency, sum(open_minor) AS overdue FROM invoice
            WHERE open_minor <> 0 AND is_cancelled = 0 AND due_on < :d0 GROUP BY 1, 2)) GROUP BY currency)"""
RANKING = """
    WITH line AS (SELECT key AS code, value ->> 0 AS a, value ->> 1 AS b FROM json_each(:lines)),
    fact AS (SELECT c.id AS client_id, c.owner_id, coalesce(o.currency, c.currency) AS currency,
        coalesce(b0, 0) AS b0, coalesce(b1, 0) AS b1, coalesce(b2, 0) AS b2, coalesce(b3, 0) AS b3,
        coalesce(b4, 0) AS b4, coalesce(open, 0) AS open, coalesce(open - b0, 0) AS overdue,
        coalesce(items, 0) AS items, coalesce(overdue_items, 0) AS overdue_items, oldest,
        coalesce(max(0, CAST(julianday(:d0) - julianday(oldest) AS INTEGER)), 0) AS days,
        coalesce((SELECT p.state = 'broken' FROM promise p WHERE p.client_id = c.id
            ORDER BY p.id DESC LIMIT 1), 0) AS broken,
        EXISTS (SELECT 1 FROM promise p WHERE p.client_id = c.id AND p.state = 'open') AS promised,
        EXISTS (SELECT 1 FROM payment_plan q WHERE q.client_id = c.id
            AND q.state IN ('agreed', 'on_track')) AS planned,
        coalesce((SELECT sum(open_minor) FROM credit_note n WHERE n.client_id = c.id
            AND n.open_minor <> 0), 0) AS credit,
        coalesce((SELECT sum(unapplied_minor) FROM payment p WHERE p.client_id = c.id
            AND p.unapplied_minor <> 0), 0) AS unapplied,
        (SELECT (coalesce(sum(settled_on > due_on), 0) * 1000 + 5 * :late) / (count(*) + 5) FROM invoice i
            WHERE i.client_id = c.id AND settled_on IS NOT NULL AND is_cancelled = 0 AND settled_on < :d0) AS risk,
        EXISTS (SELECT 1 FROM call k WHERE k.client_id = c.id AND k.was_right_party = 1) AS reached,
        f.due_on AS next_on, f.kind AS next_kind,
        (SELECT max(called_at) FROM call k WHERE k.client_id = c.id) AS last_call
        FROM client c LEFT JOIN (SELECT client_id, currency, sum(open_minor) AS open, count(*) AS items,
                sum(CASE WHEN due_on >= :d0 THEN open_minor ELSE 0 END) AS b0,
                sum(CASE WHEN due_on < :d0 AND due_on >= :d30 THEN open_minor ELSE 0 END) AS b1,
                sum(CASE WHEN due_on < :d30 AND due_on >= :d60 THEN open_minor ELSE 0 END) AS b2,
                sum(CASE WHEN due_on < :d60 AND due_on >= :d90 THEN open_minor ELSE 0 END) AS b3,
                sum(CASE WHEN due_on < :d90 THEN open_minor ELSE 0 END) AS b4,
                sum(due_on < :d0) AS overdue_items, min(due_on) AS oldest
            FROM invoice WHERE open_minor <> 0 AND is_cancelled = 0 GROUP BY client_id, currency) o
            ON o.client_id = c.id
        LEFT JOIN follow_up f ON f.id = (SELECT id FROM follow_up n WHERE n.client_id = c.id AND n.state = 'open'
            ORDER BY n.due_on, n.due_time, n.kind LIMIT 1)),
    ranked AS (SELECT *, 600 * (overdue * 1000 / (overdue + 500000)) / 1000
            + 400 * (min(days, 120) * 1000 / 120) / 1000 + 1200 * broken - 500 * (promised AND NOT broken)
            - 500 * planned + iif(overdue > 0, 200 * risk / 1000
                - 300 * (min(unapplied, overdue) * 1000 / overdue) / 1000, 0) AS score,
        overdue > 0 AND coalesce(next_on <= :d0, 1) AS listed,
        iif(overdue <= 0, '', coalesce((SELECT iif(overdue >= a, 'A', iif(overdue >= b, 'B', NULL)) FROM line
            WHERE line.code = currency), 'C')) AS class FROM fact)
    SELECT client_id, currency, 1, b0, b1, b2, b3, b4, open, overdue, 0, items, overdue_items, oldest,
        credit, unapplied, score, listed, next_on, next_kind, last_call, risk, class, NULL, owner_id,
        iif(listed, 1 | iif(broken, 2, 0) | iif(next_kind = 'call_back', 4, 0) | iif(class = 'A', 8, 0)
            | iif(reached, 0, 16) | iif(next_kind = 'review_dispute', 32, 0) | iif(next_on < :d0, 64, 0), 0)
        | iif(overdue > 0 AND next_on IS NULL, 256, 0)
    FROM ranked"""
RANKED = f"{RANKING} ORDER BY score DESC, client_id"
STORED = f"SELECT {summary.COLUMNS} FROM client_summary ORDER BY score DESC, client_id"


def figures(found: dict[str, Aging]) -> list[tuple[Any, ...]]:
    """An aging in the shape of the hand-written rows."""
    return [
        (currency, aging.total_minor, aging.items,
         *(part for total in aging.buckets.values() for part in (total.amount_minor, total.items)))
        for currency, aging in found.items()
    ]  # fmt: skip


def measure_aging(ledger: Ledger, bare: LedgerConnection, note: str) -> None:
    def by_hand(sql: str, cash: str, day: date) -> list[Any]:
        return bare.execute(sql, dates(day)).fetchall() + bare.execute(cash, dates(day)).fetchall()

    for what, ours, hand in (
        ("today", lambda: load_aging(ledger, TODAY), lambda: by_hand(AGING, UNAPPLIED, TODAY)),
        ("as of a past day", lambda: load_aging(ledger, PAST), lambda: by_hand(AGING, UNAPPLIED, PAST)),
    ):
        theirs = hand()
        assert figures(ours()) == theirs[: len(figures(ours()))], "the two agings differ"
        times = in_turn({"ours": ours, "hand": hand}, ROUNDS)
        claim(f"aging of all clients, {what}", times.ratio("ours", "hand"), LIMIT, "x SQL",
              f"{note}; {times.ms('ours'):.0f} ms")  # fmt: skip


def measure_ranking(ledger: Ledger, bare: LedgerConnection, note: str) -> None:
    hand = bare.execute(RANKED, day_facts(bare, TODAY)).fetchall()
    assert ledger.rows(STORED) == hand, "the two rankings differ"
    del hand
    times = in_turn(
        {
            "ours": lambda: ledger.rows(STORED),
            "hand": lambda: bare.execute(RANKED, day_facts(bare, TODAY)).fetchall(),
            "any day": lambda: rank_clients(ledger, PAST),
        },
        ROUNDS,
    )
    claim("ranking of all clients, read", times.ratio("ours", "hand"), LIMIT, "x SQL",
          f"{note}; {times.ms('ours'):.0f} ms")  # fmt: skip
    claim("ranking as of a past day, in words", times.ratio("any day", "hand"), None, "x SQL",
          f"SQL without words, for today; {times.ms('any day'):.0f} ms")  # fmt: skip


def measure_new_day(path: Path, note: str) -> None:
    """The summary of all clients written anew, ours and by hand into the same table with the same indexes."""
    with TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(folder) / path.name
        shutil.copyfile(path, copy)
        with closing(open_connection(copy, timeout_ms=5_000)) as connection:

            def ours() -> None:
                summary.rebuild(connection, NEXT)

            def hand() -> None:
                connection.execute("DELETE FROM client_summary")
                connection.execute(
                    f"INSERT INTO client_summary({summary.COLUMNS}) {RANKING}", day_facts(connection, NEXT)
                )

            def taken_back(work: Any) -> float:
                connection.execute("BEGIN IMMEDIATE")
                started = perf_counter()
                work()
                seconds = perf_counter() - started
                made.append(hash(tuple(connection.execute(STORED).fetchall())))
                connection.execute("ROLLBACK")
                return seconds

            made: list[int] = []
            times = in_turn(
                {
                    "ours": lambda: taken_back(ours),
                    "hand": lambda: taken_back(hand),
                    "read": lambda: connection.execute(RANKED, day_facts(connection, NEXT)).fetchall(),
                },
                ROUNDS,
            )
            assert len(set(made)) == 1, "the two summaries differ"
    note += f"; {times.ms('ours'):.0f} ms; {times.ratio('ours', 'read'):.2f} x the SQL that only reads"
    claim("new day: aging and rank of all clients", times.ratio("ours", "hand"), LIMIT, "x SQL", note)


def main() -> None:
    path = ledger_of(large())
    note = sizes_note(large())
    with (
        Ledger.open(path, read_only=True) as ledger,
        closing(open_connection(path, timeout_ms=5_000, read_only=True)) as bare,
    ):
        measure_aging(ledger, bare, note)
        measure_ranking(ledger, bare, note)
    measure_new_day(path, note)


if __name__ == "__main__":
    main()
