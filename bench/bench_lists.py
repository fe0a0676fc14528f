"""The first 200 rows of client list and work list, as frozen rows, against the bare read and against a small ledger.

The bare read is one hand-written statement from the summary that gives the same facts of the same clients as tuples.
A second one, without limit, reads only what stands in the summary and the client's name.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from typing import Any

from make_ledger import SMALL, TODAY, large, ledger_of, sizes_note
from measure import Timings, claim, in_turn

from arcaller.data.database import GUI_TIMEOUT_MS, Ledger
from arcaller.data.queries.clients.client_list import ClientSort, load_client_rows, load_first_client_ids
from arcaller.data.queries.work.work_list import load_work_list_ids, load_work_list_rows
from arcaller.data.sqlite import open_connection

LIMIT = 1.5
FIRST = 200
ROUNDS = 101

BARE_CLIENTS = """
    SELECT c.id, c.number, c.trade_name, c.legal_name, c.city, c.country, s.currency, s.open_minor, s.overdue_minor,
        s.disputed_minor, s.oldest_due_on, s.open_items,
        (SELECT count(*) FROM client_summary o WHERE o.client_id = c.id AND o.is_main = 0 AND o.open_minor <> 0),
        (SELECT p.phone FROM contact p WHERE p.client_id = c.id AND p.phone <> '' AND p.phone_state = 'ok'
            ORDER BY p.is_main DESC, p.id LIMIT 1),
        u.name, s.last_call_at, s.next_action_on, s.next_action_kind
    FROM client_summary s JOIN client c ON c.id = s.client_id LEFT JOIN app_user u ON u.id = c.owner_id
    WHERE s.is_main = 1 ORDER BY s.overdue_minor DESC, s.client_id LIMIT 200"""
BARE_WORK_LIST = """
    SELECT s.client_id, c.number, c.trade_name, c.legal_name, s.currency, s.overdue_minor, s.open_minor,
        s.disputed_minor, s.oldest_due_on, s.overdue_items, s.score, b.due_on,
        b.amount_minor - b.received_minor - b.late_minor,
        (SELECT p.due_on FROM promise p WHERE p.client_id = s.client_id AND p.currency = s.currency
            AND p.state = 'open' ORDER BY p.due_on LIMIT 1),
        EXISTS (SELECT 1 FROM payment_plan q WHERE q.client_id = s.client_id AND q.currency = s.currency
            AND q.state IN ('agreed', 'on_track')),
        s.next_action_on, (SELECT f.due_time FROM follow_up f WHERE f.client_id = s.client_id AND f.state = 'open'
            ORDER BY f.due_on, f.due_time, f.kind LIMIT 1), s.next_action_kind, s.last_call_at,
        (SELECT k.outcome || ' ' || k.other FROM call k WHERE k.client_id = s.client_id
            AND k.called_at = s.last_call_at ORDER BY k.id DESC LIMIT 1),
        c.time_zone, (SELECT p.time_zone FROM contact p WHERE p.client_id = s.client_id AND p.time_zone <> ''
            ORDER BY p.is_main DESC, p.id LIMIT 1), u.name, c.country, c.region, s.views, s.risk,
        s.unapplied_minor, s.value_class,
        (SELECT f.reason FROM follow_up f WHERE f.client_id = s.client_id AND f.state = 'open'
            ORDER BY f.due_on, f.due_time, f.kind LIMIT 1), s.group_id
    FROM client_summary s JOIN client c ON c.id = s.client_id LEFT JOIN app_user u ON u.id = c.owner_id
        LEFT JOIN promise b ON b.state = 'broken' AND b.id = (SELECT p.id FROM promise p
            WHERE p.client_id = s.client_id AND p.currency = s.currency AND p.state <> 'cancelled'
            ORDER BY p.id DESC LIMIT 1)
    WHERE s.is_main = 1 AND s.views <> 0 AND s.views & 1 ORDER BY s.score DESC, s.client_id LIMIT 200"""
NARROW = """
    SELECT s.client_id, c.number, c.legal_name, s.currency, s.open_minor, s.overdue_minor, s.disputed_minor,
        s.oldest_due_on, s.overdue_items, s.score, s.next_action_on, s.next_action_kind, s.last_call_at
    FROM client_summary s JOIN client c ON c.id = s.client_id
    WHERE s.is_main = 1 {order} LIMIT 200"""
NARROW_CLIENTS = NARROW.format(order="ORDER BY s.overdue_minor DESC, s.client_id")
NARROW_WORK_LIST = NARROW.format(order="AND s.views <> 0 AND s.views & 1 ORDER BY s.score DESC, s.client_id")


def first_clients(ledger: Ledger) -> list[Any]:
    """What the client list's first screen asks for."""
    ids = load_first_client_ids(ledger, sort=ClientSort.OVERDUE, descending=True, limit=FIRST)
    return load_client_rows(ledger, ids, TODAY)


def first_work_list(ledger: Ledger) -> list[Any]:
    """What the work list asks for before it is first seen; the keys of everybody else follow."""
    return load_work_list_rows(ledger, load_work_list_ids(ledger, limit=FIRST), TODAY)


LISTS: tuple[tuple[str, Callable[[Ledger], list[Any]], str, str], ...] = (
    ("client list", first_clients, BARE_CLIENTS, NARROW_CLIENTS),
    ("work list", first_work_list, BARE_WORK_LIST, NARROW_WORK_LIST),
)


def main() -> None:
    paths = {SMALL: ledger_of(SMALL), large(): ledger_of(large())}
    with ExitStack() as stack:
        ledgers = {
            size: stack.enter_context(Ledger.open(path, timeout_ms=GUI_TIMEOUT_MS, read_only=True))
            for size, path in paths.items()
        }
        bare, bare_small = (
            stack.enter_context(closing(open_connection(paths[size], timeout_ms=5_000, read_only=True)))
            for size in (large(), SMALL)
        )
        for name, load, sql, narrow in LISTS:
            ours = [row.client_id for row in load(ledgers[large()])]
            assert ours == [row[0] for row in bare.execute(sql)], f"the two reads of the {name} differ"
            assert len(ours) == FIRST
            report(name, measure(load, ledgers, bare, bare_small, sql, narrow))
        report_rest(ledgers[large()])


def measure(load, ledgers, bare, bare_small, sql, narrow) -> Timings:
    return in_turn(
        {
            "ours": lambda: load(ledgers[large()]),
            "bare": lambda: bare.execute(sql).fetchall(),
            "narrow": lambda: bare.execute(narrow).fetchall(),
            "small": lambda: load(ledgers[SMALL]),
            "bare small": lambda: bare_small.execute(sql).fetchall(),
        },
        ROUNDS,
        warm_up=5,
    )


def report(name: str, times: Timings) -> None:
    note = f"{sizes_note(large())}; {times.ms('ours'):.2f} ms"
    also = f"; {times.ratio('ours', 'narrow'):.1f} x a read of summary and name alone"
    claim(f"first {FIRST} rows of the {name}", times.ratio("ours", "bare"), LIMIT, "x bare read", note + also,
          held=1.7)  # fmt: skip
    claim(f"first {FIRST} rows of the {name}, large to small", times.ratio("ours", "small"), LIMIT,
          f"x at {SMALL:,}", f"{note}; the bare read itself {times.ratio('bare', 'bare small'):.2f} x",
          held=2.2)  # fmt: skip


def report_rest(ledger: Ledger) -> None:
    """The keys of everybody on the work list, once it stands on screen."""
    times = in_turn({"keys": lambda: load_work_list_ids(ledger)}, ROUNDS, warm_up=5)
    claim("keys of all on the work list", times.ms("keys"), None, "ms",
          f"{sizes_note(large())}, {len(load_work_list_ids(ledger)):,} on it")  # fmt: skip


if __name__ == "__main__":
    main()
