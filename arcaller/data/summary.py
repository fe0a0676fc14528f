"""The row of each client and currency that lists and work list read: kept by every act, rebuilt on a new day.

One statement makes the rows of some clients or of all, over the covering index of open items; what it gives for one
client is by construction what a rebuild gives. The score is the SQL twin of ``domain.priority`` in whole numbers.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, timedelta

from arcaller.data.sqlite import LedgerConnection
from arcaller.domain.calls.priority import DEFAULT_WEIGHTS, PriorityWeights, half_value_minor
from arcaller.domain.money import EXPONENTS

_REBUILD_FROM = 2_000
"""From so many touched clients on, one rebuild of all is quicker."""

COLUMNS = (
    "client_id, currency, is_main, not_due_minor, days_1_30_minor, days_31_60_minor, days_61_90_minor, "
    "over_90_minor, open_minor, overdue_minor, disputed_minor, open_items, overdue_items, oldest_due_on, "
    "credit_minor, unapplied_minor, score, is_on_list, next_action_on, next_action_kind, last_call_at"
)


def half_value_sql() -> str:
    """The overdue amount worth half of the value points, by the currency's number of decimals."""
    usual = half_value_minor(2)
    others: dict[int, list[str]] = {}
    for currency, exponent in EXPONENTS.items():
        if half_value_minor(exponent) != usual:
            others.setdefault(half_value_minor(exponent), []).append(f"'{currency}'")
    cases = "".join(f" WHEN currency IN ({', '.join(codes)}) THEN {half}" for half, codes in sorted(others.items()))
    return f"CASE{cases} ELSE {usual} END" if cases else str(usual)


def score_sql(weights: PriorityWeights = DEFAULT_WEIGHTS) -> str:
    """The score of ``domain.priority`` over the columns of ``facts`` below.

    Wants ``overdue_minor``, ``half``, ``oldest_days``, ``disputed_overdue_minor`` and the flags ``is_broken``,
    ``is_promised`` and ``is_planned``; whole-number division drops the rest on both sides.
    """
    w = weights
    return (
        f"{w.value} * (overdue_minor * 1000 / (overdue_minor + half)) / 1000"
        f" + {w.age} * (min(oldest_days, {w.full_age_days}) * 1000 / {w.full_age_days}) / 1000"
        f" + {w.broken_promise} * is_broken - {w.open_promise} * is_promised - {w.plan_on_track} * is_planned"
        f" - CASE WHEN overdue_minor > 0"
        f" THEN {w.dispute} * (disputed_overdue_minor * 1000 / overdue_minor) / 1000 ELSE 0 END"
    )


def _items_sql(only: str) -> str:
    """Open items by client and currency, and a row of zeros where there is only credit, cash or nothing at all."""

    def allowed(column: str) -> str:
        return f"AND {only.format(column)}" if only else ""

    return f"""
        SELECT client_id, currency,
            sum(open_minor) AS open_minor,
            sum(iif(due_on >= :t0, open_minor, 0)) AS not_due,
            sum(iif(due_on >= :t1, open_minor, 0)) AS up_to_30,
            sum(iif(due_on >= :t2, open_minor, 0)) AS up_to_60,
            sum(iif(due_on >= :t3, open_minor, 0)) AS up_to_90,
            sum(iif(is_disputed, open_minor, 0)) AS disputed_minor,
            sum(iif(is_disputed AND due_on < :t0, open_minor, 0)) AS disputed_overdue_minor,
            count(*) AS open_items, count(iif(due_on < :t0, 1, NULL)) AS overdue_items, min(due_on) AS oldest_due_on
        FROM invoice WHERE open_minor <> 0 AND is_cancelled = 0 {allowed("client_id")}
        GROUP BY client_id, currency
        UNION ALL
        SELECT client_id, currency, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL FROM (
            SELECT client_id, currency FROM credit_note WHERE open_minor <> 0 {allowed("client_id")}
            UNION
            SELECT client_id, currency FROM payment WHERE unapplied_minor <> 0 {allowed("client_id")}
            UNION
            SELECT id, currency FROM client c WHERE NOT EXISTS (
                    SELECT 1 FROM invoice WHERE client_id = c.id AND open_minor <> 0 AND is_cancelled = 0)
                AND NOT EXISTS (SELECT 1 FROM credit_note WHERE client_id = c.id AND open_minor <> 0)
                AND NOT EXISTS (SELECT 1 FROM payment WHERE client_id = c.id AND unapplied_minor <> 0)
                {allowed("id")}
        ) o WHERE NOT EXISTS (SELECT 1 FROM invoice WHERE client_id = o.client_id AND currency = o.currency
            AND open_minor <> 0 AND is_cancelled = 0)
    """


def _facts_sql() -> str:
    """What the score needs to know of each ``item``."""
    return f"""
        SELECT t.*, open_minor - not_due AS overdue_minor, {half_value_sql()} AS half,
            coalesce(max(0, CAST(julianday(:t0) - julianday(oldest_due_on) AS INTEGER)), 0) AS oldest_days,
            coalesce((SELECT p.state = 'broken' FROM promise p WHERE p.client_id = t.client_id
                AND p.currency = t.currency AND p.state <> 'cancelled' ORDER BY p.id DESC LIMIT 1), 0) AS is_broken,
            EXISTS (SELECT 1 FROM promise p WHERE p.client_id = t.client_id AND p.state = 'open'
                AND p.currency = t.currency) AS is_promised,
            EXISTS (SELECT 1 FROM payment_plan p WHERE p.client_id = t.client_id AND p.state IN ('agreed', 'on_track')
                AND p.currency = t.currency) AS is_planned,
            (SELECT due_on || kind FROM follow_up f WHERE f.client_id = t.client_id AND f.state = 'open'
                ORDER BY f.due_on, f.due_time, f.kind LIMIT 1) AS next_step
        FROM item t
    """


def select_sql(only: str) -> str:
    """The query that gives the summary rows of the clients that ``only`` allows, its columns as in ``COLUMNS``.

    ``only`` is a condition on a column, written with ``{0}`` ("" for all). Bound by name: the business date ``t0``
    and the dates 30, 60 and 90 days before it, ``t1`` to ``t3``.
    """
    return f"""
    WITH item AS ({_items_sql(only)}),
    facts AS MATERIALIZED ({_facts_sql()}),
    scored AS (SELECT *, {score_sql()} AS score FROM facts)
    SELECT s.client_id, s.currency,
        NOT EXISTS (SELECT 1 FROM scored o WHERE o.client_id = s.client_id AND o.currency <> s.currency
            AND (o.score > s.score OR (o.score = s.score AND o.currency < s.currency))),
        s.not_due, s.up_to_30 - s.not_due, s.up_to_60 - s.up_to_30, s.up_to_90 - s.up_to_60,
        s.open_minor - s.up_to_90, s.open_minor, s.overdue_minor,
        s.disputed_minor, s.open_items, s.overdue_items, s.oldest_due_on,
        coalesce((SELECT sum(n.open_minor) FROM credit_note n
            WHERE n.client_id = s.client_id AND n.currency = s.currency AND n.open_minor <> 0), 0),
        coalesce((SELECT sum(p.unapplied_minor) FROM payment p
            WHERE p.client_id = s.client_id AND p.currency = s.currency AND p.unapplied_minor <> 0), 0),
        s.score,
        s.overdue_minor > 0 AND coalesce(substr(s.next_step, 1, 10) <= :t0, 1)
            AND NOT ((c.do_not_chase_reason <> '' OR c.do_not_chase_until IS NOT NULL)
                AND coalesce(c.do_not_chase_until, '9999') >= :t0),
        substr(s.next_step, 1, 10), substr(s.next_step, 11),
        (SELECT max(called_at) FROM call WHERE client_id = s.client_id)
    FROM scored s JOIN client c ON c.id = s.client_id
    """


_INSERT = f"INSERT INTO client_summary({COLUMNS}) "
_REBUILD = _INSERT + select_sql("")
_RECOMPUTE_ONE = _INSERT + select_sql("{0} = :client")
_RECOMPUTE = _INSERT + select_sql("{0} IN (SELECT value FROM json_each(:clients))")


def thresholds(today: date) -> dict[str, str]:
    """The dates the buckets begin at: ``t0`` the business date, ``t1`` to ``t3`` 30, 60 and 90 days earlier."""
    return {f"t{i}": (today - timedelta(days=30 * i)).isoformat() for i in range(4)}


def business_date(connection: LedgerConnection) -> date | None:
    """The date the summary stands for; ``None`` before the first rebuild."""
    row = connection.execute("SELECT business_date FROM summary_state").fetchone()
    return date.fromisoformat(row[0]) if row else None


def recompute(connection: LedgerConnection, clients: Collection[int]) -> None:
    """Make the rows of ``clients`` anew, inside the transaction of the act that touched them."""
    today = business_date(connection)
    if not clients or today is None:
        return
    if len(clients) >= _REBUILD_FROM:
        rebuild(connection, today)
    elif len(clients) == 1:
        (client,) = clients
        connection.execute("DELETE FROM client_summary WHERE client_id = ?", (client,))
        connection.execute(_RECOMPUTE_ONE, {**thresholds(today), "client": client})
    else:
        keys = json.dumps(list(clients))
        connection.execute("DELETE FROM client_summary WHERE client_id IN (SELECT value FROM json_each(?))", (keys,))
        connection.execute(_RECOMPUTE, {**thresholds(today), "clients": keys})


def rebuild(connection: LedgerConnection, today: date) -> None:
    """Make every row anew for the business date ``today``, inside the caller's transaction."""
    connection.execute("DELETE FROM client_summary")
    connection.execute(_REBUILD, thresholds(today))
    connection.execute(
        "INSERT INTO summary_state(id, business_date) VALUES (1, ?) "
        "ON CONFLICT(id) DO UPDATE SET business_date = excluded.business_date",
        (today.isoformat(),),
    )


def clients_off(connection: LedgerConnection) -> list[int]:
    """The clients whose stored rows differ from what a rebuild for the same business date would give."""
    today = business_date(connection)
    if today is None:
        return []
    made, stored = f"SELECT * FROM ({select_sql('')})", f"SELECT {COLUMNS} FROM client_summary"
    rows = connection.execute(
        f"SELECT client_id FROM ({made} EXCEPT {stored}) UNION SELECT client_id FROM ({stored} EXCEPT {made}) "
        "ORDER BY client_id",
        thresholds(today),
    )
    return [client for (client,) in rows]
