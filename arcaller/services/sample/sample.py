"""The sample company as a ledger: made, filled, and eight weeks of calls played through the real acts.

Each business day begins as it does in an office: yesterday's invoices and payments come in, promises and plans are
decided, then callers call. Only past days are played, so that the day the ledger is opened lies ahead.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from arcaller import paths
from arcaller.data.database import Ledger, create_ledger
from arcaller.data.tables import AppUser
from arcaller.domain.calendars import BusinessCalendar
from arcaller.domain.errors import DomainError
from arcaller.services.commands import ChangeSettings
from arcaller.services.days import decide_all
from arcaller.services.desk import Desk
from arcaller.services.sample.books import Books
from arcaller.services.sample.company import make_company
from arcaller.services.sample.story import Story
from arcaller.services.settings import change_settings

_DAYS_PLAYED = 40
_OPENING = time(6)
_LIMITS: Mapping[str, object] = {
    "authority_caller": {
        "max_total": {"": "5000.00"}, "max_months": 6, "max_installments": 12, "least_installment": {"": "100.00"},
        "least_down_percent": "15", "least_down_amount": {}, "max_discount_percent": "0", "max_promise_days": 30,
        "max_first_days": 45, "least_promise": {"": "25.00"}, "max_promise_parts": 3,
        "max_unequal_parts": None, "least_days_apart": None, "max_rule_overrides": 2,
    },
    "authority_supervisor": {
        "max_total": {"": "50000.00"}, "max_months": 18, "max_installments": 36, "least_installment": {"": "50.00"},
        "least_down_percent": "", "least_down_amount": {}, "max_discount_percent": "10", "max_promise_days": 60,
        "max_first_days": 60, "least_promise": {}, "max_promise_parts": 6,
        "max_unequal_parts": None, "least_days_apart": None, "max_rule_overrides": None,
    },
    "grace_business_days": 0,
    "call_opens": "08:00",
    "call_closes": "18:00",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampleMade:
    """How much the sample holds."""

    clients: int
    invoices: int
    calls: int


def make_sample(path: Path, *, seed: int, today: date, now: datetime) -> SampleMade:
    """Make the sample company of ``seed`` as it stands on the morning of ``today``, in a new file at ``path``.

    The file appears under its name only when it is whole; one that is there is refused. ``now`` is the aware time
    others are told while it is being made.
    """
    if path.exists():
        raise DomainError(f"{path} is already there; choose another name, or open it.", "ledger")
    source = tomllib.loads(paths.resource("sample", "northwind.toml").read_text("utf-8"))
    company = make_company(source, seed, today)
    calendar = BusinessCalendar(source["country"])
    days = sorted(calendar.add_business_days(today, -back) for back in range(1, _DAYS_PLAYED + 1))
    partial = path.with_name(path.name + ".part")
    first_user = source["users"][0]
    _remove(partial)
    try:
        create_ledger(
            partial, company=source["company"], currency=source["currency"], country=source["country"],
            user_name=first_user["name"], role=first_user["role"], at=_opening(days[0]), today=days[0],
        )  # fmt: skip
        with Ledger.open(partial, since=now) as ledger:
            first = Desk(ledger, 1, _opening(days[0]), days[0])
            users = _furnish(first, source)
            books = Books(company, users)
            story = Story(company, books, source["words"], seed, days, today)
            books.open(first)
            for day in days:
                _morning(ledger, books, day)
                story.play(ledger, day)
            story.put_back(ledger, days[-1])
            _morning(ledger, books, today)
        partial.replace(path)
    finally:
        _remove(partial)
    return SampleMade(len(company.clients), len(company.invoices), story.calls)


def _remove(partial: Path) -> None:
    for beside in ("", "-wal", "-shm"):
        partial.with_name(partial.name + beside).unlink(missing_ok=True)


def _opening(day: date) -> datetime:
    return datetime.combine(day, _OPENING, UTC)


def _morning(ledger: Ledger, books: Books, day: date) -> None:
    """What came in by yesterday, and what that decides."""
    desk = Desk(ledger, 1, _opening(day), day)
    ledger.start_day(day)
    books.receive(desk)
    decide_all(desk)


def _furnish(desk: Desk, source: Mapping[str, Any]) -> dict[str, int]:
    """Users, letterhead, limits and call hours; gives the users' keys by role, callers in order."""
    letterhead, supervisor = source["letterhead"], source["users"][-1]["name"]
    with desk.ledger.act("add_users", actor_id=desk.actor_id, at=desk.now, subject="users") as act:
        others = [act.add(AppUser(name=user["name"], role=user["role"])) for user in source["users"][1:]]
    change_settings(replace(desk, actor_id=others[-1]), ChangeSettings({
        **_LIMITS,
        "company_time_zone": "Europe/Berlin",
        "company_address": [letterhead["street"], f"{letterhead['postcode']} {letterhead['city']}"],
        "company_place": letterhead["city"], "company_registration": letterhead["registration"],
        "company_phone": letterhead["phone"], "company_email": letterhead["email"],
        "bank_account_name": source["company"], "bank_iban": letterhead["iban"], "bank_bic": letterhead["bic"],
        "bank_name": letterhead["bank"], "signatory_name": supervisor, "signatory_capacity": "Head of receivables",
        "governing_law": "Germany", "privacy_contact": letterhead["email"],
    }))  # fmt: skip
    return dict(zip((user["name"] for user in source["users"]), (desk.actor_id, *others), strict=True))
