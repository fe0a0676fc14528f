"""Terms of a plan as plain values, the form in which a plan version keeps them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from arcaller.domain.calendars import BusinessCalendar, Frequency, Shift
from arcaller.domain.money import Money
from arcaller.domain.plans.terms import IfBroken, PartPayments, PlanTerms, Remainder
from arcaller.domain.receivables.interest import InterestMethod


def terms_as_values(terms: PlanTerms) -> dict[str, Any]:
    """``terms`` as texts, numbers and lists; amounts in minor units of the one currency."""
    return {
        "total": terms.total.minor,
        "currency": terms.currency,
        "first_on": terms.first_on.isoformat(),
        "agreed_on": terms.agreed_on.isoformat(),
        "count": terms.count,
        "each": _minor(terms.each),
        "frequency": terms.frequency.value,
        "month_end": terms.month_end,
        "shift": terms.shift.value,
        "calendar": {
            "country": terms.calendar.country,
            "subdivision": terms.calendar.subdivision,
            "added": sorted(day.isoformat() for day in terms.calendar.added),
            "removed": sorted(day.isoformat() for day in terms.calendar.removed),
            "language": terms.calendar.language,
        },
        "remainder": terms.remainder.value,
        "down_payment": _minor(terms.down_payment),
        "down_percent": _text(terms.down_percent),
        "balloon": _minor(terms.balloon),
        "discount_percent": str(terms.discount_percent),
        "rate_percent": str(terms.rate_percent),
        "method": terms.method.value,
        "edited": [[number, amount.minor] for number, amount in terms.edited],
        "part_payments": terms.part_payments.value,
        "moved": [[number, day.isoformat()] for number, day in terms.moved],
        "received": _minor(terms.received),
        "if_broken": terms.if_broken.value,
    }


def terms_of_values(values: dict[str, Any]) -> PlanTerms:
    """The terms that :func:`terms_as_values` wrote."""
    currency = values["currency"]

    def money(name: str) -> Money | None:
        return None if values[name] is None else Money(values[name], currency)

    calendar = values["calendar"]
    return PlanTerms(
        total=Money(values["total"], currency),
        first_on=date.fromisoformat(values["first_on"]),
        agreed_on=date.fromisoformat(values["agreed_on"]),
        count=values["count"],
        each=money("each"),
        frequency=Frequency(values["frequency"]),
        month_end=values["month_end"],
        shift=Shift(values["shift"]),
        calendar=BusinessCalendar(
            calendar["country"],
            calendar["subdivision"],
            frozenset(map(date.fromisoformat, calendar["added"])),
            frozenset(map(date.fromisoformat, calendar["removed"])),
            calendar["language"],
        ),
        remainder=Remainder(values["remainder"]),
        down_payment=money("down_payment"),
        down_percent=None if values["down_percent"] is None else Decimal(values["down_percent"]),
        balloon=money("balloon"),
        discount_percent=Decimal(values["discount_percent"]),
        rate_percent=Decimal(values["rate_percent"]),
        method=InterestMethod(values["method"]),
        edited=tuple((number, Money(amount, currency)) for number, amount in values["edited"]),
        # plans stored before this was asked took part payments on account
        part_payments=PartPayments(values.get("part_payments", PartPayments.ON_ACCOUNT.value)),
        # nor did they know dates fixed by hand or an earlier version
        moved=tuple((number, date.fromisoformat(day)) for number, day in values.get("moved", ())),
        received=money("received") if "received" in values else None,
        # nor that the rest could stay due by its own dates
        if_broken=IfBroken(values.get("if_broken", IfBroken.ALL_DUE.value)),
    )


def is_all_due(values: dict[str, Any]) -> bool:
    """Whether the whole rest falls due when a plan of these stored terms is broken; it always did at first."""
    return bool(values.get("if_broken", IfBroken.ALL_DUE.value) == IfBroken.ALL_DUE.value)


def _minor(amount: Money | None) -> int | None:
    return None if amount is None else amount.minor


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
