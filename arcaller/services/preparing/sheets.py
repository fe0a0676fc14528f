"""One client's call sheet, with what the office's settings say of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from arcaller.data.queries.sheet.call_sheet import CallSheetRow, load_call_sheet
from arcaller.domain.calendars import BusinessCalendar
from arcaller.services.desk import Desk
from arcaller.services.settings import Settings, load_settings


def read_sheet(desk: Desk, client_id: int, settings: Settings | None = None) -> CallSheetRow:
    """The sheet of ``client_id`` on the desk's day; ``settings`` where the caller has read them already."""
    sheet = load_call_sheet(desk.ledger, client_id, desk.today)
    settings = settings or load_settings(desk.ledger)
    return replace(sheet, payments_are_stale=is_stale(sheet.payments_fresh_until, desk.today, settings))


def is_stale(fresh_until: date | None, today: date, settings: Settings) -> bool:
    """Whether a payment may have crossed: more business days went by than the office allows, or none ever came."""
    if fresh_until is None:
        return True
    allowed = settings.number("payments_stale_days")
    return (
        _last_fresh(settings.text("company_country"), settings.text("company_subdivision"), fresh_until, allowed)
        < today
    )


@lru_cache(maxsize=64)
def _last_fresh(country: str, subdivision: str, fresh_until: date, allowed: int) -> date:
    return BusinessCalendar(country, subdivision).add_business_days(fresh_until, allowed)
