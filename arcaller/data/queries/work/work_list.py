"""Today's work list and its views: whom to call, in which order, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from arcaller.data.queries.values import DISPLAY_NAME, day, days_since, instant, keys
from arcaller.data.views import WorkView

if TYPE_CHECKING:
    from array import array

    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class Linked:
    """The other clients of a group with something overdue, and what is overdue in all by currency (minor units)."""

    others: int
    totals: tuple[tuple[str, int], ...]


class WorkListRow(NamedTuple):
    """One row of the list, as a tuple because a screen makes hundreds at a time.

    The words of ``why`` are made from these facts by ``domain.priority``.

    ``time_zone`` is the IANA zone told by the person the sheet opens with, else by the client ("" if neither was),
    ``country`` its ISO 3166 code, ``region`` its state or province, amounts are minor units of ``currency``.
    ``is_on_list`` is false once the client left the view it is shown in (worked for today, paid). ``risk`` is the
    smoothed late ratio in thousandths, ``linked`` what else its group owes. ``broken_promise_minor`` is what is
    missing of the newest part not kept whole, ``is_partly_kept`` that some came.
    """

    rank: int
    client_id: int
    number: str
    name: str
    currency: str
    overdue_minor: int
    open_minor: int
    disputed_minor: int
    oldest_days: int
    overdue_items: int
    score: int
    broken_promise_on: date | None
    broken_promise_minor: int
    open_promise_on: date | None
    has_plan_on_track: bool
    next_action_on: date | None
    next_action_time: str | None
    next_action_kind: str
    last_call_at: datetime | None
    last_outcome: str
    time_zone: str
    owner: str
    country: str
    region: str
    is_on_list: bool
    risk: int = 0
    unapplied_minor: int = 0
    value_class: str = ""
    next_action_reason: str = ""
    linked: Linked | None = None
    is_partly_kept: bool = False
    last_other: str = ""


@dataclass(frozen=True, slots=True)
class WorkListTotal:
    """The clients of the list whose main currency is ``currency``, and what of theirs is overdue (minor units)."""

    currency: str
    clients: int
    overdue_minor: int


_IN_VIEW = "is_main = 1 AND views <> 0 AND views & ? AND (? IS NULL OR owner_id = ?)"


def load_work_list_ids(
    ledger: Ledger, view: WorkView = WorkView.TODAY, owner_id: int | None = None, limit: int | None = None
) -> array[int]:
    """The keys of the clients of a view, in call order; ``owner_id`` keeps one caller's, ``limit`` the first."""
    sql = f"SELECT client_id FROM client_summary WHERE {_IN_VIEW} ORDER BY score DESC, client_id LIMIT ?"
    return ledger.ids(sql, (int(view), owner_id, owner_id, -1 if limit is None else limit))


def which_in_view(
    ledger: Ledger, ids: Sequence[int], view: WorkView = WorkView.TODAY, owner_id: int | None = None
) -> array[int]:
    """Those of ``ids`` that are in a view, in no order."""
    sql = f"SELECT client_id FROM client_summary WHERE {_IN_VIEW} AND client_id IN (SELECT value FROM json_each(?))"
    return ledger.ids(sql, (int(view), owner_id, owner_id, keys(ids)))


def load_work_list_totals(
    ledger: Ledger, view: WorkView = WorkView.TODAY, owner_id: int | None = None
) -> list[WorkListTotal]:
    """A view in figures, one line per currency, those with most clients first."""
    sql = f"""SELECT currency, count(*), sum(overdue_minor) FROM client_summary
        WHERE {_IN_VIEW} GROUP BY currency ORDER BY count(*) DESC, currency"""
    return [WorkListTotal(*row) for row in ledger.rows(sql, (int(view), owner_id, owner_id))]


def count_views(ledger: Ledger, owner_id: int | None = None) -> dict[WorkView, int]:
    """How many clients each view has, in one pass over the index of the list."""
    counts = dict.fromkeys(WorkView, 0)
    sql = f"SELECT views, count(*) FROM client_summary WHERE {_IN_VIEW} GROUP BY views"
    for views, count in ledger.rows(sql, (-1, owner_id, owner_id)):
        for view in WorkView:
            if views & view:
                counts[view] += count
    return counts


def owns_clients(ledger: Ledger, user_id: int) -> bool:
    """Whether any client is this user's."""
    return bool(ledger.rows("SELECT 1 FROM client WHERE owner_id = ? LIMIT 1", (user_id,)))


_COLUMNS = f"""
    SELECT s.client_id, c.number, {DISPLAY_NAME}, s.currency, s.overdue_minor, s.open_minor, s.disputed_minor,
        s.oldest_due_on, s.overdue_items, s.score,
        b.due_on, coalesce(b.amount_minor - b.received_minor - b.late_minor, 0),
        (SELECT p.due_on FROM promise p WHERE p.client_id = s.client_id AND p.state = 'open'
            AND p.currency = s.currency ORDER BY p.due_on LIMIT 1),
        EXISTS (SELECT 1 FROM payment_plan p WHERE p.client_id = s.client_id AND p.state IN ('agreed', 'on_track')
            AND p.currency = s.currency),
        s.next_action_on,
        CASE WHEN s.next_action_on IS NOT NULL THEN (SELECT f.due_time FROM follow_up f
            WHERE f.client_id = s.client_id AND f.state = 'open' ORDER BY f.due_on, f.due_time, f.kind LIMIT 1) END,
        coalesce(s.next_action_kind, ''), s.last_call_at,
        CASE WHEN s.last_call_at IS NULL THEN '' ELSE (SELECT k.outcome || ' ' || k.other FROM call k
            WHERE k.client_id = s.client_id AND k.called_at = s.last_call_at ORDER BY k.id DESC LIMIT 1) END,
        coalesce(nullif((SELECT p.time_zone FROM contact p WHERE p.client_id = s.client_id AND p.is_active = 1
            ORDER BY p.is_main DESC, p.phone_state = 'wrong', p.id LIMIT 1), ''), c.time_zone),
        coalesce(u.name, ''), c.country, c.region, s.views, s.risk, s.unapplied_minor, s.value_class,
        coalesce((SELECT f.reason FROM follow_up f WHERE s.next_action_on IS NOT NULL AND f.client_id = s.client_id
            AND f.state = 'open' ORDER BY f.due_on, f.due_time, f.kind LIMIT 1), ''),
        coalesce(b.state = 'partly_kept', 0), s.group_id
    FROM client_summary s JOIN client c ON c.id = s.client_id LEFT JOIN app_user u ON u.id = c.owner_id
        LEFT JOIN promise b ON b.id = (SELECT p.id FROM promise p
            WHERE p.client_id = s.client_id AND p.currency = s.currency AND p.state IN ('broken', 'partly_kept')
                AND p.made_good_on IS NULL
                AND coalesce(p.series_id, p.id) = (SELECT max(coalesce(n.series_id, n.id)) FROM promise n
                    WHERE n.client_id = s.client_id AND n.currency = s.currency AND n.state <> 'cancelled')
            ORDER BY p.id DESC LIMIT 1)
    WHERE s.is_main = 1"""
_ROWS_OF = f"{_COLUMNS} AND s.client_id IN (SELECT value FROM json_each(?))"


def load_work_list_rows(
    ledger: Ledger, ids: Sequence[int], today: date, first_rank: int = 1, view: WorkView = WorkView.TODAY
) -> list[WorkListRow]:
    """The rows of ``ids`` in their order, ranked from ``first_rank`` on, whether still in ``view`` or not.

    A client that is gone meanwhile is left out and its rank with it. A promise not kept whole is named only while
    nothing newer was promised, as the score counts it.
    """
    found = {row[0]: row for row in ledger.rows(_ROWS_OF, (keys(ids),))}
    linked = _load_linked(ledger, found.values())
    return [
        _row(rank, found[client_id], today, view, linked)
        for rank, client_id in enumerate(ids, first_rank)
        if client_id in found
    ]


def _load_linked(ledger: Ledger, rows: Iterable[tuple[Any, ...]]) -> dict[int, Linked]:
    """What the groups among ``rows`` owe, by the key of the group; currencies beside each other, never added."""
    groups = {row[-1] for row in rows if row[-1] is not None}
    if not groups:
        return {}
    members: dict[int, set[int]] = {}
    totals: dict[int, dict[str, int]] = {}
    sql = """SELECT group_id, client_id, currency, overdue_minor FROM client_summary WHERE group_id IS NOT NULL
        AND group_id IN (SELECT value FROM json_each(?)) AND overdue_minor > 0 ORDER BY currency"""
    for group_id, client_id, currency, minor in ledger.rows(sql, (keys(sorted(groups)),)):
        members.setdefault(group_id, set()).add(client_id)
        sums = totals.setdefault(group_id, {})
        sums[currency] = sums.get(currency, 0) + minor
    return {
        group: Linked(len(clients) - 1, tuple(totals[group].items()))
        for group, clients in members.items()
        if len(clients) > 1
    }


def _row(rank: int, row: tuple[Any, ...], today: date, view: WorkView, linked: Mapping[int, Linked]) -> WorkListRow:
    (
        client_id, number, name, currency, overdue, open_minor, disputed, oldest_due_on, overdue_items, score,
        broken_on, broken_minor, promised_on, is_planned, next_on, next_time, next_kind, called_at, outcome, zone,
        owner, country, region, views, risk, unapplied, value_class, step_reason, is_partly_kept,
        group_id,
    ) = row  # fmt: skip
    outcome, _, other = outcome.partition(" ")
    return WorkListRow(
        rank, client_id, number, name, currency, overdue, open_minor, disputed, days_since(oldest_due_on, today),
        overdue_items, score, day(broken_on), broken_minor, day(promised_on), is_planned == 1, day(next_on),
        next_time, next_kind, instant(called_at), outcome, zone, owner, country, region, views & view != 0, risk,
        unapplied, value_class, step_reason, linked.get(group_id) if group_id is not None else None,
        is_partly_kept == 1, other,
    )  # fmt: skip
