"""The facts a caller may say, filled into the conversation script from one call sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from arcaller.data.queries.sheet.call_sheet import CallSheetRow, ContactRow
from arcaller.domain.plans.states import PlanState
from arcaller.domain.talking.languages import ENGLISH, day_greeting, plan_behind_words, reason_words
from arcaller.domain.talking.script import ScriptField
from arcaller.services.preparing.standing import broken_promise, chased, unconfirmed_promise


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, for whom, and how amounts and days sound in the script's ``language``.

    ``say_weekday`` names the weekday with the day, ``join`` makes ``a and b`` of several amounts.
    """

    caller: str
    company: str
    phone: str
    say_amount: Callable[[int, str], str]
    say_day: Callable[[date], str]
    language: str = ENGLISH
    say_weekday: Callable[[date], str] | None = None
    join: Callable[[Sequence[str]], str] = " and ".join

    def weekday(self, day: date) -> str:
        """``Friday 27 November`` where the voice knows weekdays."""
        return (self.say_weekday or self.say_day)(day)


def script_facts(
    sheet: CallSheetRow, contact: ContactRow | None, voice: Voice, *, hour: int, today: date, offer_day: date
) -> dict[ScriptField, str]:
    """Everything known; what is not known is left out, so that its sentences fall out of the script."""
    facts = {
        ScriptField.DAY_GREETING: day_greeting(hour, voice.language),
        ScriptField.CALLER: voice.caller,
        ScriptField.COMPANY: voice.company,
        ScriptField.PHONE: voice.phone,
        ScriptField.CLIENT: sheet.name,
        ScriptField.CONTACT: contact.name if contact is not None else "",
        ScriptField.OFFER_DAY: voice.weekday(offer_day),
    }
    facts |= _balance_facts(sheet, voice, today)
    unconfirmed = unconfirmed_promise(sheet, today)
    if unconfirmed is not None and sheet.payments_fresh_until is not None:
        # it may have crossed, and the caller says so
        facts[ScriptField.DATA_UNTIL] = voice.say_day(sheet.payments_fresh_until)
    broken = broken_promise(sheet) or unconfirmed
    if broken is not None:
        left = broken.missing_minor
        facts[ScriptField.BROKEN_AMOUNT] = voice.say_amount(left, broken.currency)
        facts[ScriptField.BROKEN_DAY] = voice.say_day(broken.due_on)
    behind = next((plan for plan in sheet.plans if plan.state == PlanState.BEHIND and plan.next_due_on), None)
    if behind is not None and behind.next_due_on is not None:
        missing = voice.say_amount(behind.next_amount_minor, behind.currency)
        facts[ScriptField.PLAN_STANDING] = plan_behind_words(
            missing, voice.say_day(behind.next_due_on), voice.language
        )
    if sheet.disputes:
        facts[ScriptField.DISPUTED_INVOICE] = sheet.disputes[0].invoices
        facts[ScriptField.DISPUTE_REASON] = reason_words(sheet.disputes[0].reason_code, voice.language)
    return {field: text for field, text in facts.items() if text}


def _balance_facts(sheet: CallSheetRow, voice: Voice, today: date) -> dict[ScriptField, str]:
    facts: dict[ScriptField, str] = {}
    overdue = chased(sheet, today)
    if overdue:
        oldest = overdue[0]
        facts[ScriptField.INVOICE] = oldest.number
        facts[ScriptField.INVOICE_AMOUNT] = voice.say_amount(oldest.open_minor, oldest.currency)
        facts[ScriptField.INVOICE_DUE] = voice.say_day(oldest.due_on)
        facts[ScriptField.OLDEST_DAYS] = str(oldest.days)
    main = next((row for row in sheet.aging if row.currency == sheet.currency), None)
    if main is not None and main.open_minor:
        facts[ScriptField.OPEN_BALANCE] = voice.say_amount(main.open_minor, main.currency)
    asked = sum(row.open_minor for row in overdue if row.currency == sheet.currency)
    if asked:
        facts[ScriptField.OVERDUE] = voice.say_amount(asked, sheet.currency)
        parts = asked - asked // 2, asked // 2
        facts[ScriptField.OFFER_TWO_PARTS] = voice.join([voice.say_amount(part, sheet.currency) for part in parts])
    if sheet.payments_are_stale and sheet.payments_fresh_until is not None:
        facts[ScriptField.DATA_UNTIL] = voice.say_day(sheet.payments_fresh_until)
    return facts
