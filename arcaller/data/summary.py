"""The row of each client and currency that lists and work list read: kept by every act, rebuilt on a new day.

One statement makes the rows of some clients or of all, over the covering index of open items; what it gives for one
client is by construction what a rebuild gives. The score is the SQL twin of ``domain.priority`` in whole numbers.
What is fixed once a day for everybody (the portfolio's late ratio, the lines between classes) and the weights of the
settings stand beside the business date as its ``DayBasis``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from arcaller.data.fields import instant_text
from arcaller.data.settings import COMPANY_TIME_ZONE, WORK_LEAST_BALANCE, WORK_WEIGHTS, read_setting
from arcaller.data.sqlite import LedgerConnection
from arcaller.data.views import VIEW_CASES
from arcaller.domain.calls.priority import (
    DEFAULT_WEIGHTS,
    SMOOTHING,
    PriorityWeights,
    half_value_minor,
    portfolio_late_thousandths,
)
from arcaller.domain.money import EXPONENTS

_REBUILD_FROM = 2_000
"""From so many touched clients on, one rebuild of all is quicker."""

COLUMNS = (
    "client_id, currency, is_main, not_due_minor, days_1_30_minor, days_31_60_minor, days_61_90_minor, "
    "over_90_minor, open_minor, overdue_minor, disputed_minor, open_items, overdue_items, oldest_due_on, "
    "credit_minor, unapplied_minor, score, is_on_list, next_action_on, next_action_kind, last_call_at, "
    "risk, value_class, group_id, owner_id, views"
)


@dataclass(frozen=True, slots=True)
class DayBasis:
    """What the score of every client rests on beside its own rows, the same for all until the next business day.

    ``late`` is the portfolio's late ratio in thousandths, ``lines`` from which overdue amount (minor units) a client
    is class A or B by currency, ``least`` below which decimal amount a call is not worth it ("" for every currency
    without its own), ``zone`` the company's clock, by which a call was made today.
    """

    weights: PriorityWeights = DEFAULT_WEIGHTS
    late: int = 0
    lines: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    least: Mapping[str, str] = field(default_factory=dict)
    zone: str = "UTC"

    def text(self) -> str:
        """As it is stored."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def of_text(cls, text: str) -> DayBasis:
        """From what is stored."""
        found = json.loads(text)
        lines = {currency: (a, b) for currency, (a, b) in found["lines"].items()}
        return cls(
            PriorityWeights(**found["weights"]), found["late"], lines, found["least"], found.get("zone", "UTC")
        )


def _by_currency_sql(amounts: Mapping[str, int], usual: int) -> str:
    """A whole number of each currency: ``amounts`` where it differs from the ``usual`` one."""
    others: dict[int, list[str]] = {}
    for currency, amount in amounts.items():
        if amount != usual:
            others.setdefault(amount, []).append(f"'{currency}'")
    cases = "".join(f" WHEN currency IN ({', '.join(codes)}) THEN {each}" for each, codes in sorted(others.items()))
    return f"CASE{cases} ELSE {usual} END" if cases else str(usual)


def half_value_sql(weights: PriorityWeights = DEFAULT_WEIGHTS) -> str:
    """The overdue amount worth half of the value points, by the currency's number of decimals."""
    halves = {currency: half_value_minor(exponent, weights) for currency, exponent in EXPONENTS.items()}
    return _by_currency_sql(halves, half_value_minor(2, weights))


def least_minor(currency: str, least: Mapping[str, str]) -> int:
    """The smallest overdue amount worth a call, in minor units of ``currency``."""
    whole = Decimal(least.get(currency, least.get("", "0")) or "0").scaleb(EXPONENTS[currency])
    return int(whole.to_integral_value(ROUND_DOWN))


def _least_sql(least: Mapping[str, str]) -> str:
    return _by_currency_sql(
        {currency: least_minor(currency, least) for currency in EXPONENTS}, least_minor("EUR", least)
    )


def score_sql(weights: PriorityWeights = DEFAULT_WEIGHTS) -> str:
    """The score of ``domain.priority`` over the columns of ``facts`` below.

    Wants ``overdue_minor``, ``half``, ``risk``, ``oldest_days``, ``disputed_overdue_minor``, ``unapplied_minor`` and
    the flags ``is_broken``, ``is_promised`` and ``is_planned``; whole-number division drops the rest on both sides.
    """
    w = weights
    return (
        f"{w.value} * (overdue_minor * 1000 / (overdue_minor + half)) / 1000"
        f" + {w.age} * (min(oldest_days, {w.full_age_days}) * 1000 / {w.full_age_days}) / 1000"
        f" + {w.broken_promise} * is_broken - {w.open_promise} * (is_promised AND NOT is_broken)"
        f" - {w.plan_on_track} * is_planned"
        f" + CASE WHEN overdue_minor > 0 THEN {w.risk} * risk / 1000"
        f" - {w.dispute} * (disputed_overdue_minor * 1000 / overdue_minor) / 1000"
        f" - {w.unapplied} * (min(unapplied_minor, overdue_minor) * 1000 / overdue_minor) / 1000 ELSE 0 END"
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


BROKEN_SQL = """coalesce((SELECT max(b.state IN ('broken', 'partly_kept') AND b.made_good_on IS NULL) FROM promise b
    WHERE b.client_id = {0}.client_id AND b.currency = {0}.currency
        AND coalesce(b.series_id, b.id) = (SELECT max(coalesce(n.series_id, n.id)) FROM promise n
            WHERE n.client_id = {0}.client_id AND n.currency = {0}.currency AND n.state <> 'cancelled')), 0)"""
"""Whether the newest promise, or any part of it, was not kept whole and its money has not come since."""

MISSING_SQL = """coalesce((SELECT sum(b.amount_minor - b.received_minor - b.late_minor) FROM promise b
    WHERE b.client_id = {0}.client_id AND b.currency = {0}.currency AND b.state IN ('broken', 'partly_kept')
        AND b.made_good_on IS NULL AND coalesce(b.series_id, b.id) = (SELECT max(coalesce(n.series_id, n.id))
            FROM promise n WHERE n.client_id = {0}.client_id AND n.currency = {0}.currency
                AND n.state <> 'cancelled')), 0)"""
"""What of that promise has not come, in minor units."""


PAUSED_SQL = """coalesce((SELECT sum(i.open_minor) FROM invoice i WHERE i.client_id = {0}.client_id
    AND i.currency = {0}.currency AND i.due_on < :t0 AND i.do_not_chase_reason <> '' AND i.open_minor <> 0
    AND i.is_cancelled = 0 AND coalesce(i.do_not_chase_until, '9999') >= :t0), 0)"""
"""What of the overdue invoices is not to be chased for now; it stays in every figure."""


def _facts_sql(basis: DayBasis) -> str:
    """What the score needs to know of each ``item``."""
    return f"""
        SELECT t.*, open_minor - not_due AS overdue_minor, {half_value_sql(basis.weights)} AS half,
            {_least_sql(basis.least)} AS least,
            coalesce(max(0, CAST(julianday(:t0) - julianday(oldest_due_on) AS INTEGER)), 0) AS oldest_days,
            {BROKEN_SQL.format("t")} AS is_broken,
            EXISTS (SELECT 1 FROM promise p WHERE p.client_id = t.client_id AND p.state = 'open'
                AND p.currency = t.currency) AS is_promised,
            EXISTS (SELECT 1 FROM payment_plan p WHERE p.client_id = t.client_id AND p.state IN ('agreed', 'on_track')
                AND p.currency = t.currency) AS is_planned,
            coalesce((SELECT sum(p.unapplied_minor) FROM payment p
                WHERE p.client_id = t.client_id AND p.currency = t.currency AND p.unapplied_minor <> 0), 0)
                AS unapplied_minor,
            (SELECT (coalesce(sum(i.settled_on > i.due_on), 0) * 1000 + {SMOOTHING} * :late)
                / (count(*) + {SMOOTHING}) FROM invoice i WHERE i.client_id = t.client_id
                AND i.settled_on IS NOT NULL AND i.is_cancelled = 0 AND i.settled_on < :t0) AS risk,
            (SELECT due_on || is_put_back || kind FROM follow_up f WHERE f.client_id = t.client_id
                AND f.state = 'open' ORDER BY f.due_on, f.due_time, f.kind LIMIT 1) AS next_step,
            EXISTS (SELECT 1 FROM follow_up f WHERE f.client_id = t.client_id AND f.state = 'open'
                AND f.kind = 'call_back' AND f.due_on <= :t0) AS is_called_back
        FROM item t
    """


@lru_cache(maxsize=8)
def _select_sql(only: str, basis_text: str) -> str:
    basis = DayBasis.of_text(basis_text)
    return f"""
    WITH item AS ({_items_sql(only)}),
    facts AS MATERIALIZED ({_facts_sql(basis)}),
    scored AS (SELECT *, {score_sql(basis.weights)} AS score FROM facts),
    line AS MATERIALIZED (SELECT key AS code, value ->> 0 AS a_from, value ->> 1 AS b_from FROM json_each(:lines)),
    found AS MATERIALIZED (SELECT s.*, c.owner_id,
        coalesce(c.parent_id, (SELECT k.parent_id FROM client k WHERE k.parent_id = c.id LIMIT 1)) AS group_id,
        NOT EXISTS (SELECT 1 FROM scored o WHERE o.client_id = s.client_id AND o.currency <> s.currency
            AND (o.score > s.score OR (o.score = s.score AND o.currency < s.currency))) AS is_main,
        substr(s.next_step, 1, 10) AS next_on, substr(s.next_step, 11, 1) = '1' AS is_put_back,
        substr(s.next_step, 12) AS next_kind,
        (c.do_not_chase_reason <> '' OR c.do_not_chase_until IS NOT NULL)
            AND coalesce(c.do_not_chase_until, '9999') >= :t0 AS is_spared,
        {PAUSED_SQL.format("s")} AS paused_minor,
        EXISTS (SELECT 1 FROM work_skip k WHERE k.skipped_on = :t0 AND k.client_id = s.client_id) AS is_skipped,
        (SELECT max(called_at) FROM call WHERE client_id = s.client_id) AS last_call_at,
        CASE WHEN s.overdue_minor <= 0 THEN '' ELSE coalesce((SELECT CASE WHEN s.overdue_minor >= a_from THEN 'A'
            WHEN s.overdue_minor >= b_from THEN 'B' END FROM line WHERE code = s.currency), 'C') END AS value_class
        FROM scored s JOIN client c ON c.id = s.client_id),
    listed AS MATERIALIZED (SELECT *, coalesce(last_call_at BETWEEN :day_begins AND :day_ends, 0) AS was_called,
        coalesce(next_on <= :t0, 1) AND NOT is_spared AND NOT is_skipped
        AND (is_called_back OR (overdue_minor > paused_minor AND overdue_minor - paused_minor >= least)) AS is_on_list
        FROM found),
    led AS (SELECT *, is_main AND is_on_list AND (group_id IS NULL OR is_called_back
            OR NOT EXISTS (SELECT 1 FROM listed o WHERE o.group_id = s.group_id AND o.client_id <> s.client_id
            AND o.is_main AND CASE WHEN o.was_called <> s.was_called THEN o.was_called ELSE o.is_on_list
                AND (o.score > s.score OR (o.score = s.score AND o.client_id < s.client_id)) END)) AS is_lead
        FROM listed s)
    SELECT s.client_id, s.currency, s.is_main,
        s.not_due, s.up_to_30 - s.not_due, s.up_to_60 - s.up_to_30, s.up_to_90 - s.up_to_60,
        s.open_minor - s.up_to_90, s.open_minor, s.overdue_minor,
        s.disputed_minor, s.open_items, s.overdue_items, s.oldest_due_on,
        coalesce((SELECT sum(n.open_minor) FROM credit_note n
            WHERE n.client_id = s.client_id AND n.currency = s.currency AND n.open_minor <> 0), 0),
        s.unapplied_minor, s.score, s.is_on_list, s.next_on, s.next_kind, s.last_call_at, s.risk, s.value_class,
        s.group_id, s.owner_id, CASE WHEN s.is_main THEN {VIEW_CASES} ELSE 0 END
    FROM led s
    """


def select_sql(only: str, basis: DayBasis) -> str:
    """The query that gives the summary rows of the clients that ``only`` allows, its columns as in ``COLUMNS``.

    ``only`` is a condition on a column, written with ``{0}`` ("" for all). Bound by name: what ``bindings`` gives.
    """
    return _select_sql(only, DayBasis(basis.weights, least=basis.least).text())


_INSERT = f"INSERT INTO client_summary({COLUMNS}) "


def thresholds(today: date) -> dict[str, str]:
    """The dates the buckets begin at: ``t0`` the business date, ``t1`` to ``t3`` 30, 60 and 90 days earlier."""
    return {f"t{i}": (today - timedelta(days=30 * i)).isoformat() for i in range(4)}


def bindings(today: date, basis: DayBasis) -> dict[str, Any]:
    """What ``select_sql`` is bound to on the business date ``today``."""
    begins = datetime.combine(today, time(), ZoneInfo(basis.zone))
    ends = datetime.combine(today + timedelta(days=1), time(), ZoneInfo(basis.zone)) - timedelta(microseconds=1)
    return {
        **thresholds(today),
        "late": basis.late,
        "lines": json.dumps(basis.lines),
        "zone": basis.zone,
        "day_begins": instant_text(begins),
        "day_ends": instant_text(ends),
    }


def business_date(connection: LedgerConnection) -> date | None:
    """The date the summary stands for; ``None`` before the first rebuild."""
    row = connection.execute("SELECT business_date FROM summary_state").fetchone()
    return date.fromisoformat(row[0]) if row else None


def day_basis(connection: LedgerConnection) -> DayBasis:
    """What the scores of today rest on."""
    row = connection.execute("SELECT basis FROM summary_state").fetchone()
    return DayBasis.of_text(row[0]) if row else DayBasis()


def recompute(connection: LedgerConnection, clients: Collection[int]) -> None:
    """Make the rows of ``clients`` and of those linked with them anew, inside the act that touched them."""
    row = connection.execute("SELECT business_date, basis FROM summary_state").fetchone() if clients else None
    if row is None:
        return
    today, basis = date.fromisoformat(row[0]), DayBasis.of_text(row[1])
    if len(clients) >= _REBUILD_FROM:
        _fill(connection, today, basis)
        return
    touched = _with_linked(connection, clients)
    if len(touched) == 1:
        (client,) = touched
        connection.execute("DELETE FROM client_summary WHERE client_id = ?", (client,))
        connection.execute(_INSERT + select_sql("{0} = :client", basis), {**bindings(today, basis), "client": client})
    else:
        keys = json.dumps(touched)
        connection.execute("DELETE FROM client_summary WHERE client_id IN (SELECT value FROM json_each(?))", (keys,))
        connection.execute(
            _INSERT + select_sql("{0} IN (SELECT value FROM json_each(:clients))", basis),
            {**bindings(today, basis), "clients": keys},
        )


def _with_linked(connection: LedgerConnection, clients: Collection[int]) -> list[int]:
    """``clients`` and everybody of their groups: a group has one row on the list, its highest-scored member."""
    rows = connection.execute(
        """WITH root AS (SELECT coalesce(parent_id, id) AS id FROM client
            WHERE id IN (SELECT value FROM json_each(:keys)))
        SELECT id FROM root UNION SELECT c.id FROM client c JOIN root ON c.parent_id = root.id
        UNION SELECT value FROM json_each(:keys)""",
        {"keys": json.dumps(list(clients))},
    )
    return [client for (client,) in rows]


def rebuild(connection: LedgerConnection, today: date) -> None:
    """Make every row anew for the business date ``today``, inside the caller's transaction."""
    weights, least = _settings(connection)
    late, lines = _portfolio_late(connection, today), _class_lines(connection, today)
    basis = DayBasis(weights, late, lines, least, _zone(connection))
    _fill(connection, today, basis)
    connection.execute(
        "INSERT INTO summary_state(id, business_date, basis) VALUES (1, ?, ?) "
        "ON CONFLICT(id) DO UPDATE SET business_date = excluded.business_date, basis = excluded.basis",
        (today.isoformat(), basis.text()),
    )


def refresh(connection: LedgerConnection) -> None:
    """Rebuild for the same business date, inside an act that changed what everybody's score rests on."""
    today = business_date(connection)
    if today is not None:
        rebuild(connection, today)


def rests_on_settings(connection: LedgerConnection) -> bool:
    """Whether the stored rows were made with the weights and the company's clock that the settings have now."""
    basis = day_basis(connection)
    return (basis.weights, basis.least, basis.zone) == (*_settings(connection), _zone(connection))


def _fill(connection: LedgerConnection, today: date, basis: DayBasis) -> None:
    connection.execute("DELETE FROM client_summary")
    connection.execute(_INSERT + select_sql("", basis), bindings(today, basis))


def _settings(connection: LedgerConnection) -> tuple[PriorityWeights, Mapping[str, str]]:
    """The weights and least amounts as set; what other hands left unreadable stands as its default."""
    stored = {
        key: json.loads(value)
        for key, value in connection.execute("SELECT key, value FROM setting WHERE key BETWEEN 'work_' AND 'work_z'")
    }
    weights = {}
    for name, key in WORK_WEIGHTS.items():
        value = stored.get(key.name, key.default)
        weights[name] = value if type(value) is int and value >= (name in _DIVISORS) else key.default
    least = stored.get(WORK_LEAST_BALANCE.name, WORK_LEAST_BALANCE.default)
    return PriorityWeights(**weights), least if isinstance(least, dict) else WORK_LEAST_BALANCE.default


def _zone(connection: LedgerConnection) -> str:
    """The company's zone; one that other hands left unreadable stands as its default."""
    zone = read_setting(connection, COMPANY_TIME_ZONE)
    try:
        ZoneInfo(zone)
    except (ValueError, ZoneInfoNotFoundError):
        return COMPANY_TIME_ZONE.default
    return zone


_DIVISORS = ("full_age_days", "half_value_major")


def _portfolio_late(connection: LedgerConnection, today: date) -> int:
    row = connection.execute(
        """SELECT coalesce(sum(settled_on > due_on), 0), count(*) FROM invoice
        WHERE settled_on IS NOT NULL AND is_cancelled = 0 AND settled_on < ?""",
        (today.isoformat(),),
    ).fetchone()
    return portfolio_late_thousandths(*row)


def _class_lines(connection: LedgerConnection, today: date) -> dict[str, tuple[int, int]]:
    """``domain.priority.class_lines`` of every currency, as one query."""
    rows = connection.execute(
        """WITH total AS (SELECT client_id, currency, sum(open_minor) AS overdue FROM invoice
            WHERE open_minor <> 0 AND is_cancelled = 0 AND due_on < ? GROUP BY client_id, currency
            HAVING sum(open_minor) > 0),
        share AS (SELECT currency, overdue, sum(overdue) OVER (PARTITION BY currency) AS whole,
            sum(overdue) OVER (PARTITION BY currency ORDER BY overdue DESC, client_id ROWS UNBOUNDED PRECEDING)
                - overdue AS before FROM total)
        SELECT currency, min(iif(before * 1000 < whole * 800, overdue, NULL)),
            min(iif(before * 1000 < whole * 950, overdue, NULL)) FROM share GROUP BY currency""",
        (today.isoformat(),),
    )
    return {currency: (a_from, b_from) for currency, a_from, b_from in rows}


def clients_off(connection: LedgerConnection) -> list[int]:
    """The clients whose stored rows differ from what a rebuild for the same business date would give."""
    today = business_date(connection)
    if today is None:
        return []
    basis = day_basis(connection)
    made, stored = f"SELECT * FROM ({select_sql('', basis)})", f"SELECT {COLUMNS} FROM client_summary"
    rows = connection.execute(
        f"SELECT client_id FROM ({made} EXCEPT {stored}) UNION SELECT client_id FROM ({stored} EXCEPT {made}) "
        "ORDER BY client_id",
        bindings(today, basis),
    )
    return [client for (client,) in rows]
