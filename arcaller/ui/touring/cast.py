"""Whom a tour meets, found in whatever ledger it walks over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from arcaller.data.queries.clients.card import load_card_contacts
from arcaller.data.queries.clients.client_list import load_client_rows, load_first_client_ids
from arcaller.data.queries.work.work_list import load_work_list_ids, load_work_list_rows
from arcaller.domain.errors import DomainError
from arcaller.ui.work_list.work_list_panel import first_owner

if TYPE_CHECKING:
    from arcaller.services.desk import Desk

_LEAST_CAST, _OTHERS, _PLAN_FROM, _PLAN_TO = 3, 5, 150_000, 450_000
_DAY_BEGINS, _DAY_ENDS = 8, 18


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom the tour meets, by what is typed to find them: the one called, the one with the plan, one searched.

    ``others`` are five more (the same again in a small ledger), ``phone`` the number of somebody who calls,
    ``asleep`` who sleeps now, else the one called.
    """

    called: str
    planned: str
    searched: str
    others: tuple[str, ...]
    phone: str
    asleep: str


def choose_cast(desk: Desk) -> Cast:
    """A broken promise is called first; who has most overdue items of a middling sum gets the plan.

    Clients of the company's own currency go first: with them it is daytime.
    """
    ledger, today = desk.ledger, desk.today
    rows = load_work_list_rows(ledger, load_work_list_ids(ledger, owner_id=first_owner(desk))[:200], today)
    near = [row for row in rows if row.currency == "EUR" and not row.disputed_minor] or rows
    fit = [row for row in near if not row.has_plan_on_track]
    fit = [row for row in fit if _PLAN_FROM <= row.overdue_minor <= _PLAN_TO] or fit or rows
    planned = max(fit, key=lambda row: row.overdue_items).number if fit else ""
    known = {row.number: row.client_id for row in sorted(near, key=lambda row: row.broken_promise_on is None)}
    if len(known) < _LEAST_CAST:
        first = load_client_rows(ledger, load_first_client_ids(ledger, limit=10), today)
        known |= {row.number: row.client_id for row in first}
    numbers = list(known)
    if not numbers:
        raise DomainError("This ledger has no clients yet; import a file, then walk the tour again.", "ledger")
    called = next((number for number in numbers if number != planned), numbers[0])
    rest = [number for number in numbers if number not in (called, planned)] or numbers
    others = tuple(rest[place % len(rest)] for place in range(_OTHERS))
    people = load_card_contacts(ledger, known[rest[-1]])
    phone = next((person.phone for person in people if person.phone), "")
    asleep = next((row.number for row in rows if row.time_zone and not _is_day(desk, row.time_zone)), called)
    return Cast(called, planned or numbers[-1], numbers[-1][:4], others, phone, asleep)


def _is_day(desk: Desk, zone: str) -> bool:
    return _DAY_BEGINS <= desk.now.astimezone(ZoneInfo(zone)).hour < _DAY_ENDS
