"""The four things to know before the phone rings: reason, balance and payments, agreements and disputes, agenda.

Drafted in words from one call sheet's rows; the caller may change the agenda, which is kept with the call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum

from arcaller.data.queries.sheet.call_sheet import CallSheetRow
from arcaller.services.preparing.agenda import draft_agenda
from arcaller.services.preparing.standing import (
    Speaking,
    broken_promise,
    chased,
    due_promise,
    due_step,
    fresh_words,
    is_insolvent,
    is_left_alone,
    main_aging,
    plan_behind,
)

__all__ = ["Element", "Phrase", "Preparation", "Speaking", "Tone", "Words", "broken_promise", "chased", "due_promise",
           "missing_words", "prepare", "stale_words"]  # fmt: skip


class Element(StrEnum):
    """The four things to prepare; the values are kept with the call."""

    REASON = "reason"
    BALANCE = "balance"
    AGREEMENTS = "agreements"
    AGENDA = "agenda"


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
    """The ready strip. ``missing`` says for each element that the data does not tick why it does not.

    The agenda is ticked by what stands in it when the call starts, so it is never among them.
    """

    reason: Words
    balance: Words
    agreements: Words
    agenda: tuple[str, ...]
    missing: Mapping[Element, str] = field(default_factory=dict)


def prepare(sheet: CallSheetRow, today: date, say: Speaking) -> Preparation:
    """The ready strip of ``sheet`` on ``today``."""
    return Preparation(
        reason=_reason(sheet, today, say),
        balance=_balance(sheet, say),
        agreements=_agreements(sheet, say),
        agenda=draft_agenda(sheet, today, say),
        missing=_missing(sheet, today, say),
    )


def stale_words(sheet: CallSheetRow, say: Speaking) -> str:
    """The banner where a payment may have crossed; "" while payment data is fresh or nothing is open."""
    if not sheet.payments_are_stale or not sheet.invoices:
        return ""
    if sheet.payments_fresh_until is None:
        return "No payments have been imported yet; ask before you say that something is open."
    return f"Payment data reaches {say.day(sheet.payments_fresh_until)}; a payment may have crossed."


def missing_words(missing: Mapping[Element, str]) -> str:
    """What a call was started without, in one line; "" when all was prepared."""
    return "; ".join(missing.values())


def _missing(sheet: CallSheetRow, today: date, say: Speaking) -> dict[Element, str]:
    missing: dict[Element, str] = {}
    main = main_aging(sheet)
    has_step = any(row.due_on <= today for row in sheet.follow_ups)
    if not has_step and (main is None or not main.overdue_minor):
        missing[Element.REASON] = "Nothing is overdue or due today"
    if stale := stale_words(sheet, say):
        missing[Element.BALANCE] = stale.partition(";")[0]
    due = due_promise(sheet, today)
    if due is not None:
        amount = say.amount_with_currency(due.amount_minor, due.currency)
        missing[Element.AGREEMENTS] = f"The promise of {amount} is not confirmed"
    return missing


def _reason(sheet: CallSheetRow, today: date, say: Speaking) -> Words:
    if is_left_alone(sheet, today):
        return (Phrase(f"Do not chase: {sheet.do_not_chase_reason}", Tone.BAD),)
    if is_insolvent(sheet):
        return (Phrase("An insolvency is noted; nothing is asked for.", Tone.BAD),)
    said = _agreed_reason(sheet, today, say)
    if said:
        return (Phrase(said),)
    main = main_aging(sheet)
    if main is None or main.overdue_minor == 0:
        return (Phrase("Nothing is overdue."),)
    oldest = max((row.days for row in sheet.invoices), default=0)
    amount = say.amount_with_currency(main.overdue_minor, main.currency)
    start = "First contact: " if sheet.last_call_at is None else ""
    stale = f" {fresh_words(sheet, say)}" if sheet.payments_are_stale else ""
    return (Phrase(f"{start}{amount} overdue, oldest {oldest} {'day' if oldest == 1 else 'days'}.{stale}"),)


_OURS = {
    "send_copy": "The client asked for a copy; it was to be sent on {day}.",
    "supervisor_review": "A supervisor was to decide by {day}.",
    "find_number": "The right number was to be found by {day}.",
}
"""By the kind of the step, in the order in which they are named."""


def _agreed_reason(sheet: CallSheetRow, today: date, say: Speaking) -> str:
    """What was agreed or asked for and is due now, the sharpest first; "" if nothing is."""
    broken, due, plan = broken_promise(sheet), due_promise(sheet, today), plan_behind(sheet)
    call_back = due_step(sheet, "call_back", today)
    if broken is not None:
        left = say.amount_with_currency(broken.missing_minor, broken.currency)
        day, whole = say.day(broken.due_on), say.amount_with_currency(broken.amount_minor, broken.currency)
        if broken.missing_minor < broken.amount_minor:
            return f"Of {whole} promised for {day}, {left} did not come. {fresh_words(sheet, say)}"
        return f"Promise of {left} for {day} was not kept. {fresh_words(sheet, say)}"
    if call_back is not None:
        when = f" at {call_back.due_time}" if call_back.due_time else ""
        return f"The client asked for this call-back on {say.day(call_back.due_on)}{when}."
    if plan is not None and plan.next_due_on is not None:
        missed = say.amount_with_currency(plan.next_amount_minor, plan.currency)
        state = "broken" if plan.state == "broken" else "behind"
        return f"Plan {plan.number} is {state}: {missed} of {say.day(plan.next_due_on)} is missing."
    if due is not None:
        amount = say.amount_with_currency(due.amount_minor, due.currency)
        return f"Promise of {amount} was due {say.day(due.due_on)}, not confirmed yet. {fresh_words(sheet, say)}"
    if due_step(sheet, "check_payment", today) is not None:
        return f"The client says he has paid; nothing has come in. {fresh_words(sheet, say)}"
    answered = next((row for row in sheet.disputes if row.due_on is not None and row.due_on <= today), None)
    if answered is not None and answered.due_on is not None:
        return f"Our answer on {answered.invoices} was due {say.day(answered.due_on)}."
    return _ours_to_do(sheet, today, say)


def _ours_to_do(sheet: CallSheetRow, today: date, say: Speaking) -> str:
    """What somebody here has to do before there is anything to call about; "" if nothing is due."""
    for kind, words in _OURS.items():
        step = due_step(sheet, kind, today)
        if step is not None:
            return words.format(day=say.day(step.due_on))
    return ""


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


def promised_words(sheet: CallSheetRow, say: Speaking) -> str:
    """``500.00 EUR promised for 27 Nov, rest 672.00 EUR for 15 Dec``; "" where no promise is open."""
    upcoming = sorted((row for row in sheet.promises if row.state == "open"), key=lambda row: (row.due_on, row.part))
    said: list[str] = []
    for row in upcoming:
        amount = say.amount_with_currency(row.missing_minor, row.currency)
        rest = "rest " if row.part == row.parts > 1 and said else ""
        said.append(f"{rest}{amount} {'' if said else 'promised '}for {say.day(row.due_on)}")
    return ", ".join(said)


def _agreements(sheet: CallSheetRow, say: Speaking) -> Words:
    words: list[Phrase] = []
    if sheet.promises_decided:
        words.append(Phrase(f"{sheet.promises_kept} of {sheet.promises_decided} promises kept."))
    if promised := promised_words(sheet, say):
        words.append(Phrase(f" {promised}.", Tone.GOOD))
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
