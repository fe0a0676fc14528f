"""The four things to know before the phone rings: reason, balance and payments, agreements and disputes, agenda.

Drafted in words from one call sheet's rows; the caller may change the agenda, which is kept with the call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from arcaller.data.queries.sheet.call_sheet import AgingRow, CallSheetRow, InvoiceRow, PromiseRow


class Tone(Enum):
    """How a phrase is shown; never by color alone, the words carry it."""

    PLAIN = "plain"
    STRONG = "strong"
    BAD = "bad"
    WARN = "warn"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of words in one tone."""

    text: str
    tone: Tone = Tone.PLAIN


Words = tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Preparation:
    """The ready strip; each part is known from the data, so each is ticked."""

    reason: Words
    balance: Words
    agreements: Words
    agenda: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Speaking:
    """How amounts and days are said on this screen."""

    amount: Callable[[int, str], str]
    amount_with_currency: Callable[[int, str], str]
    day: Callable[[date], str]


def prepare(sheet: CallSheetRow, today: date, say: Speaking) -> Preparation:
    """The ready strip of ``sheet`` on ``today``."""
    return Preparation(
        reason=_reason(sheet, today, say),
        balance=_balance(sheet, say),
        agreements=_agreements(sheet, say),
        agenda=tuple(_agenda(sheet, today, say)[:4]),
    )


def _main(sheet: CallSheetRow) -> AgingRow | None:
    return next(
        (row for row in sheet.aging if row.currency == sheet.currency), sheet.aging[0] if sheet.aging else None
    )


def broken_promise(sheet: CallSheetRow) -> PromiseRow | None:
    """The latest promise that was not kept, if nothing newer was promised."""
    latest = max(sheet.promises, key=lambda row: (row.due_on, row.promise_id), default=None)
    return latest if latest is not None and latest.state == "broken" else None


def due_promise(sheet: CallSheetRow, today: date) -> PromiseRow | None:
    """An open promise whose day has come."""
    return next((row for row in sheet.promises if row.state == "open" and row.due_on <= today), None)


def chased(sheet: CallSheetRow, today: date) -> list[InvoiceRow]:
    """Overdue invoices to be asked about: none that is disputed, in a plan, or promised for a day not yet past."""
    return [
        row
        for row in sheet.invoices
        if row.days > 0
        and not row.is_disputed
        and not row.plan_number
        and (row.promised_on is None or row.promised_on < today)
    ]


def _fresh(sheet: CallSheetRow, say: Speaking) -> str:
    if sheet.payments_fresh_until is None:
        return "No payments have been imported yet."
    return f"Payment data reaches {say.day(sheet.payments_fresh_until)}."


def _reason(sheet: CallSheetRow, today: date, say: Speaking) -> Words:
    broken, due, main = broken_promise(sheet), due_promise(sheet, today), _main(sheet)
    if broken is not None:
        left = broken.amount_minor - broken.received_minor
        what = (
            f"Promise of {say.amount_with_currency(left, broken.currency)} for {say.day(broken.due_on)} was not kept."
        )
        return (Phrase(what), Phrase(" " + _fresh(sheet, say)))
    call_back = next((row for row in sheet.follow_ups if row.kind == "call_back" and row.due_on <= today), None)
    if call_back is not None:
        when = f" at {call_back.due_time}" if call_back.due_time else ""
        return (Phrase(f"The client asked for this call-back on {say.day(call_back.due_on)}{when}."),)
    if due is not None:
        amount = say.amount_with_currency(due.amount_minor, due.currency)
        return (
            Phrase(f"Promise of {amount} was due {say.day(due.due_on)}, not confirmed yet. {_fresh(sheet, say)}"),
        )
    if main is None or main.overdue_minor == 0:
        return (Phrase("Nothing is overdue."),)
    oldest = max((row.days for row in sheet.invoices), default=0)
    amount = say.amount_with_currency(main.overdue_minor, main.currency)
    start = "First contact: " if sheet.last_call_at is None else ""
    return (Phrase(f"{start}{amount} overdue, oldest {oldest} {'day' if oldest == 1 else 'days'}."),)


def _balance(sheet: CallSheetRow, say: Speaking) -> Words:
    words: list[Phrase] = []
    for row in sheet.aging:
        if words:
            words.append(Phrase(" · "))
        words += [Phrase(say.amount_with_currency(row.open_minor, row.currency), Tone.STRONG), Phrase(" open")]
        if row.overdue_minor:
            words += [Phrase(", "), Phrase(f"{say.amount(row.overdue_minor, row.currency)} overdue", Tone.BAD)]
    if not words:
        words.append(Phrase("Nothing is open"))
    if sheet.payments:
        last = sheet.payments[0]
        words.append(Phrase(f". Last paid {say.amount(last.amount_minor, last.currency)} on {say.day(last.paid_on)}"))
    else:
        words.append(Phrase(". Never paid yet"))
    return (*words, *_credits(sheet, say))


def _credits(sheet: CallSheetRow, say: Speaking) -> Words:
    parts = []
    for row in sheet.aging:
        if row.credit_minor:
            parts.append(f"{say.amount_with_currency(row.credit_minor, row.currency)} credit")
        if row.unapplied_minor:
            parts.append(f"{say.amount_with_currency(row.unapplied_minor, row.currency)} unapplied cash")
    if parts:
        return (Phrase("; "), Phrase(" and ".join(parts), Tone.WARN), Phrase("."))
    return (Phrase("; no credits."),)


def _agreements(sheet: CallSheetRow, say: Speaking) -> Words:
    words: list[Phrase] = []
    if sheet.promises_decided:
        words.append(Phrase(f"{sheet.promises_kept} of {sheet.promises_decided} promises kept."))
    upcoming = next((row for row in sheet.promises if row.state == "open"), None)
    if upcoming is not None:
        amount = say.amount_with_currency(upcoming.amount_minor, upcoming.currency)
        words.append(Phrase(f" {amount} promised for {say.day(upcoming.due_on)}.", Tone.GOOD))
    words += [Phrase(f" Plan {plan.number} {plan.state.replace('_', ' ')}.") for plan in sheet.plans]
    for dispute in sheet.disputes:
        reason = dispute.reason_code.replace("_", " ")
        words.append(Phrase(f" {dispute.invoices} disputed ({reason}).", Tone.WARN))
    if not words:
        return (Phrase("No promises, plans or disputes so far."),)
    if not sheet.plans:
        words.append(Phrase(" No plan."))
    first = words[0]
    return (Phrase(first.text.strip(), first.tone), *words[1:])


def _agenda(sheet: CallSheetRow, today: date, say: Speaking) -> list[str]:
    lines: list[str] = []
    broken, due, main = broken_promise(sheet), due_promise(sheet, today), _main(sheet)
    overdue, coming = chased(sheet, today), next((row for row in sheet.promises if row.state == "open"), None)
    if broken is not None:
        left = say.amount(broken.amount_minor - broken.received_minor, broken.currency)
        lines += [f"Ask what happened on {say.day(broken.due_on)}", f"Settle {left} this week"]
    elif due is not None:
        lines.append(f"Ask whether {say.amount(due.amount_minor, due.currency)} was sent; it may have crossed")
    elif overdue:
        oldest = overdue[0]
        lines.append(
            f"Ask about {oldest.number}: {say.amount(oldest.open_minor, oldest.currency)}, {oldest.days} days"
        )
        lines.append("Ask for a day this week for all of it")
    elif coming is not None:
        amount = say.amount(coming.amount_minor, coming.currency)
        lines.append(f"Nothing to ask for before {say.day(coming.due_on)}: {amount} is promised")
    if main is not None and main.overdue_minor and len(overdue) > 1:
        lines.append("Offer two parts for the rest" if broken else "Offer two parts if cash is tight")
    lines += [
        f"{row.reason_code.replace('_', ' ').capitalize()} question on {row.invoices}" for row in sheet.disputes
    ]
    if not lines:
        lines.append("Say thank you; ask whether the next invoice is approved")
    lines.append("Have amount and day said back")
    return lines
