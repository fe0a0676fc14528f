"""The facts a caller may say, filled into the conversation script from one call sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from arcaller.data.queries.sheet.call_sheet import CallSheetRow, ContactRow
from arcaller.domain.calls.script import ScriptField, day_greeting
from arcaller.services.calling.preparation import broken_promise, chased


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, for whom, and how amounts and days sound in the script's language."""

    caller: str
    company: str
    phone: str
    say_amount: Callable[[int, str], str]
    say_day: Callable[[date], str]


def script_facts(
    sheet: CallSheetRow, contact: ContactRow | None, voice: Voice, *, hour: int, today: date, offer_day: date
) -> dict[ScriptField, str]:
    """Everything known; what is not known is left out, so that its sentences fall out of the script."""
    facts = {
        ScriptField.DAY_GREETING: day_greeting(hour),
        ScriptField.CALLER: voice.caller,
        ScriptField.COMPANY: voice.company,
        ScriptField.PHONE: voice.phone,
        ScriptField.CLIENT: sheet.name,
        ScriptField.CONTACT: contact.name if contact is not None else "",
        ScriptField.OFFER_DAY: voice.say_day(offer_day),
    }
    facts |= _balance_facts(sheet, voice, today)
    broken = broken_promise(sheet)
    if broken is not None:
        left = broken.amount_minor - broken.received_minor
        facts[ScriptField.BROKEN_AMOUNT] = voice.say_amount(left, broken.currency)
        facts[ScriptField.BROKEN_DAY] = voice.say_day(broken.due_on)
    if sheet.disputes:
        facts[ScriptField.DISPUTED_INVOICE] = sheet.disputes[0].invoices
        facts[ScriptField.DISPUTE_REASON] = sheet.disputes[0].reason_code.replace("_", " ")
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
    if main is not None and main.overdue_minor and overdue:
        facts[ScriptField.OVERDUE] = voice.say_amount(main.overdue_minor, main.currency)
        parts = main.overdue_minor - main.overdue_minor // 2, main.overdue_minor // 2
        facts[ScriptField.OFFER_TWO_PARTS] = " and ".join(voice.say_amount(part, main.currency) for part in parts)
    return facts
