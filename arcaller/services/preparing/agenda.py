"""The agenda of a call, drafted from the data: what was agreed first, then what is open, then what we owe an answer.

Nothing is asked for that is promised, disputed, in a plan or not to be chased.
"""

from __future__ import annotations

from datetime import date

from arcaller.data.queries.sheet.call_sheet import CallSheetRow, DisputeRow
from arcaller.services.preparing.standing import (
    Speaking,
    broken_promise,
    chased,
    coming_promise,
    due_promise,
    due_step,
    is_insolvent,
    is_left_alone,
    plan_behind,
)

_MOST = 6
_QUOTE = 60


def draft_agenda(sheet: CallSheetRow, today: date, say: Speaking) -> tuple[str, ...]:
    """The lines in the order in which they are spoken of."""
    if is_left_alone(sheet, today):
        return (f"Ask for nothing: {_short(sheet.do_not_chase_reason)}",)
    if is_insolvent(sheet):
        return ("Ask for nothing: an insolvency is noted", "Ask who handles the proceedings and until when to file")
    lines = _agreed(sheet, today, say) or _overdue(sheet, today, say)
    lines += [_dispute(row, today, say) for row in sheet.disputes]
    lines += _credits(sheet, say)
    lines += _told(sheet, say)
    if len(chased(sheet, today)) > 1:
        lines.append("Offer two parts for the rest" if broken_promise(sheet) else "Offer two parts if cash is tight")
    if not lines:
        lines.append("Say thank you; ask whether the next invoice is approved")
    return (*lines[: _MOST - 1], "Have amount and day said back")


def _agreed(sheet: CallSheetRow, today: date, say: Speaking) -> list[str]:
    """What was agreed and has to be spoken of before anything new is asked for."""
    lines: list[str] = []
    broken, due, plan = broken_promise(sheet), due_promise(sheet, today), plan_behind(sheet)
    if broken is not None:
        lines.append(f"Ask what happened on {say.day(broken.due_on)}")
        asked = sum(row.open_minor for row in chased(sheet, today) if row.currency == broken.currency)
        left = min(broken.missing_minor, asked)
        if left > 0:
            lines.append(f"Settle {say.amount(left, broken.currency)} this week")
    if due is not None:
        lines.append(f"Ask whether {say.amount(due.amount_minor, due.currency)} was sent; it may have crossed")
    if plan is not None and plan.next_due_on is not None:
        missed = say.amount(plan.next_amount_minor, plan.currency)
        lines.append(f"Plan {plan.number}: ask when the {missed} of {say.day(plan.next_due_on)} comes")
    if due_step(sheet, "check_payment", today) is not None:
        lines.append("Ask for proof of the payment he spoke of")
    if not lines and due_step(sheet, "send_copy", today) is not None:
        lines.append("Send the copy he asked for")
        if coming_promise(sheet, today) is None:
            lines.append("Ask for a day once he has seen it")
    return lines


def _overdue(sheet: CallSheetRow, today: date, say: Speaking) -> list[str]:
    overdue, coming = chased(sheet, today), coming_promise(sheet, today)
    if overdue:
        oldest = overdue[0]
        amount = say.amount(oldest.open_minor, oldest.currency)
        days = f"{oldest.days} {'day' if oldest.days == 1 else 'days'}"
        return [f"Ask about {oldest.number}: {amount}, {days}", "Ask for a day this week for all of it"]
    if coming is not None:
        amount = say.amount(coming.amount_minor, coming.currency)
        return [f"Nothing to ask for before {say.day(coming.due_on)}: {amount} is promised"]
    return []


def _dispute(row: DisputeRow, today: date, say: Speaking) -> str:
    what = f"{row.reason_code.replace('_', ' ').capitalize()} question on {row.invoices}"
    if row.due_on is None:
        return what
    if row.due_on <= today:
        return f"{what}: give our answer, due {say.day(row.due_on)}"
    return f"{what}: we answer by {say.day(row.due_on)}"


def _credits(sheet: CallSheetRow, say: Speaking) -> list[str]:
    lines = [
        f"Mention the credit of {say.amount_with_currency(row.credit_minor, row.currency)}"
        for row in sheet.aging
        if row.credit_minor
    ]
    return lines + [
        f"Ask what the {say.amount_with_currency(row.unapplied_minor, row.currency)} without an invoice was for"
        for row in sheet.aging
        if row.unapplied_minor
    ]


def _told(sheet: CallSheetRow, say: Speaking) -> list[str]:
    """The newest thing he told us of his situation is asked after."""
    told = next((fact for fact in sheet.finance_facts if fact.kind == "told"), None)
    if told is None:
        return []
    return [f"Ask how it stands: “{_short(told.words)}” ({say.day(told.known_on)})"]


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _QUOTE else f"{flat[: _QUOTE - 1].rstrip()}…"
