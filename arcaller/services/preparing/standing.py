"""What of a client's sheet may be asked for today, and what holds the rest back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from arcaller.data.queries.sheet.call_sheet import (
    AgingRow,
    CallSheetRow,
    FollowUpRow,
    InvoiceRow,
    PlanRow,
    PromiseRow,
)


@dataclass(frozen=True, slots=True)
class Speaking:
    """How amounts and days are said on this screen."""

    amount: Callable[[int, str], str]
    amount_with_currency: Callable[[int, str], str]
    day: Callable[[date], str]


def main_aging(sheet: CallSheetRow) -> AgingRow | None:
    """The aging in the client's own currency, else in the first one he has."""
    return next(
        (row for row in sheet.aging if row.currency == sheet.currency), sheet.aging[0] if sheet.aging else None
    )


def broken_promise(sheet: CallSheetRow) -> PromiseRow | None:
    """The newest part not kept whole of the newest promise, also while a later part of it is open.

    What the rank counts and names: nothing newer was promised since, and its money has not come late.
    """
    standing = [row for row in sheet.promises if row.state != "cancelled"]
    newest = max((row.series_id or row.promise_id for row in standing), default=0)
    missed = [row for row in standing if (row.series_id or row.promise_id) == newest and row.is_missed]
    return max(missed, key=lambda row: row.promise_id, default=None)


def due_promise(sheet: CallSheetRow, today: date) -> PromiseRow | None:
    """An open promise whose day has come."""
    return next((row for row in sheet.promises if row.state == "open" and row.due_on <= today), None)


def unconfirmed_promise(sheet: CallSheetRow, today: date) -> PromiseRow | None:
    """The first promise whose day has gone by while payment data does not say yet what became of it."""
    past = [row for row in sheet.promises if row.state == "open" and row.due_on < today]
    return min(past, key=lambda row: (row.due_on, row.promise_id), default=None)


def coming_promise(sheet: CallSheetRow, today: date) -> PromiseRow | None:
    """The next open promise whose day has not come."""
    coming = [row for row in sheet.promises if row.state == "open" and row.due_on > today]
    return min(coming, key=lambda row: (row.due_on, row.promise_id), default=None)


def plan_behind(sheet: CallSheetRow) -> PlanRow | None:
    """A plan with an installment missed."""
    return next((row for row in sheet.plans if row.state in ("behind", "broken")), None)


def due_step(sheet: CallSheetRow, kind: str, today: date) -> FollowUpRow | None:
    """The open step of ``kind`` that is due by now."""
    return next((row for row in sheet.follow_ups if row.kind == kind and row.due_on <= today), None)


def is_left_alone(sheet: CallSheetRow, today: date) -> bool:
    """Whether nobody is to chase this client today."""
    until = sheet.do_not_chase_until
    return bool(sheet.do_not_chase_reason) and (until is None or until >= today)


def is_insolvent(sheet: CallSheetRow) -> bool:
    """Whether an insolvency is noted: nothing is asked for, the claim is filed instead."""
    return any(fact.kind == "insolvency" for fact in sheet.finance_facts)


def chased(sheet: CallSheetRow, today: date) -> list[InvoiceRow]:
    """Overdue invoices to be asked about: none that is disputed, in a plan, promised or not to be chased.

    One promised in part comes with what is left of it as its open amount. A promise holds its invoices back until
    payments decide it, past its day too: what was sent may have crossed.
    """
    if is_left_alone(sheet, today) or is_insolvent(sheet):
        return []
    return [
        replace(row, open_minor=row.unpromised_minor, promised_minor=0) if row.promised_minor else row
        for row in sheet.invoices
        if row.days > 0 and row.may_be_chased and row.unpromised_minor > 0
    ]


def fresh_words(sheet: CallSheetRow, say: Speaking) -> str:
    """How far payment data reaches."""
    if sheet.payments_fresh_until is None:
        return "No payments have been imported yet."
    return f"Payment data reaches {say.day(sheet.payments_fresh_until)}."
