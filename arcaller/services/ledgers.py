"""Ledgers as files: made for a company, opened by name."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from arcaller.data.database import Ledger, create_ledger
from arcaller.domain.contact.phones import zones_of_country
from arcaller.domain.errors import DomainError
from arcaller.domain.money import exponent_of

_LONGEST_NAME = 200


def make_ledger(
    path: Path,
    *,
    company: str,
    currency: str,
    user_name: str,
    at: datetime,
    today: date,
    country: str = "",
    device: str = "",
) -> None:
    """Make the ledger of ``company`` at ``path`` with its first user, who is a supervisor.

    ``currency`` is its main one (ISO 4217), ``country`` two letters or "": its most populous time zone becomes the
    company's. Refuses to write over a file.
    Raises ``DomainError`` for what was said and ``StorageError`` for the place.
    """
    for field, label, text in (("company", "company", company), ("user", "user", user_name)):
        if not 1 <= len(text.strip()) <= _LONGEST_NAME:
            raise DomainError(f"The name of the {label} has 1 to {_LONGEST_NAME} characters; write another.", field)
    exponent_of(currency)
    if country and not (country.isupper() and zones_of_country(country)):
        raise DomainError(f"“{country}” is no country code; write two letters such as US.", "country")
    create_ledger(
        path,
        company=company.strip(),
        currency=currency,
        country=country,
        user_name=user_name.strip(),
        at=at,
        today=today,
        device=device,
        time_zone=next(iter(zones_of_country(country)), "UTC"),
    )


def open_ledger(
    path: Path, *, today: date, since: datetime, device: str | None = None, may_go_back: bool = True
) -> Ledger:
    """Open ``path`` for writing on the business date ``today``; the caller closes it.

    ``may_go_back`` false keeps the ledger's own date where ``today`` lies before it. ``since`` is what others are
    told when they find it in use.
    """
    ledger = Ledger.open(path, device=device, since=since)
    try:
        last = ledger.business_date
        if may_go_back or last is None or today >= last:
            ledger.start_day(today)
    except BaseException:
        ledger.close()
        raise
    return ledger
