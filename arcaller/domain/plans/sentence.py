"""A payment plan as the sentence a caller reads out, and the client says back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby

from arcaller.domain.calendars import Frequency, Shift
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import Installment, Schedule

_TIMES = ("", "once", "twice", "three times", "four times", "five times", "six times", "seven times", "eight times",
          "nine times", "ten times", "eleven times", "twelve times")  # fmt: skip
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
             "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
             "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth",
             "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth",
             "last day")  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOVED = {
    Shift.NONE: "",
    Shift.FOLLOWING: " or the next working day",
    Shift.MODIFIED_FOLLOWING: " or the nearest working day",
    Shift.PRECEDING: " or the working day before",
}


def ordinal(number: int) -> str:
    """``third``; from thirty-one on in figures."""
    return _ORDINALS[number] if 0 < number < len(_ORDINALS) - 1 else f"{number}th"


def read_out(plan: Schedule, say_amount: Callable[[Money], str], say_date: Callable[[date], str]) -> str:
    """The plan in one sentence and the question to say it back.

    “You pay 172 euro today and then 200 euro on the first of each month, five times, the last on 1 April. Could you
    say that back to me?” – ``say_amount`` and ``say_date`` speak in the client's way. Equal rows in a run are said
    once; where a working-day rule moves one of them, the sentence says so.
    """
    runs = [list(run) for _, run in groupby(plan.installments, key=lambda row: row.amount)]
    parts = [_run(plan, run, say_amount, say_date) for run in runs]
    paid = ", then ".join(parts)
    if plan.down_payment:
        paid = f"{say_amount(plan.down_payment)} today and then {paid}"
    return f"You pay {paid}. Could you say that back to me?"


def _run(
    plan: Schedule,
    run: Sequence[Installment],
    say_amount: Callable[[Money], str],
    say_date: Callable[[date], str],
) -> str:
    amount, last = say_amount(run[0].amount), say_date(run[-1].due_on)
    if len(run) == 1:
        return f"{amount} on {last}"
    if len(run) == 2:
        return f"{amount} on {say_date(run[0].due_on)} and again on {last}"
    moved = _MOVED[plan.terms.shift] if any(row.shift_reason for row in run) else ""
    times = _TIMES[len(run)] if len(run) < len(_TIMES) else f"{len(run)} times"
    return f"{amount} {_rhythm(plan)}{moved}, {times}, the last on {last}"


def _rhythm(plan: Schedule) -> str:
    terms = plan.terms
    first = terms.first_on
    day = "last day" if terms.month_end else _ORDINALS[first.day]
    match terms.frequency:
        case Frequency.WEEKLY:
            return f"every {_WEEKDAYS[first.weekday()]}"
        case Frequency.BIWEEKLY:
            return f"every second {_WEEKDAYS[first.weekday()]}"
        case Frequency.SEMIMONTHLY:
            early = first.day if first.day <= 15 else first.day - 15
            return f"on the {_ORDINALS[early]} and the {_ORDINALS[early + 15]} of each month"
        case Frequency.THIRTY_DAYS:
            return "every thirty days"
        case Frequency.MONTHLY:
            return f"on the {day} of each month"
        case Frequency.MONTH_END:
            return "on the last day of each month"
        case _:
            return f"on the {day} of every third month"
