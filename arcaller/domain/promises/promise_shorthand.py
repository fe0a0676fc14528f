"""A promise as a caller types it while talking: days in one field, amounts in another, the rest works itself out.

``fr`` with ``500`` is one part; ``fr 15`` with ``500`` is 500 on Friday and the rest on the 15th after it; ``fr 15``
without an amount is two equal parts. Amounts are parted by ``+`` or ``;``, days by blanks.
"""

from __future__ import annotations

import re
from datetime import date

from arcaller.domain.errors import DomainError
from arcaller.domain.money import AmountFormat, Money, parse_amount
from arcaller.domain.promises.promises import Part, equal_parts
from arcaller.domain.shorthand import read_date

PLAIN = AmountFormat()
"""``1,234.50``"""


def read_parts(
    days_text: str,
    amounts_text: str,
    all_of_it: Money,
    today: date,
    *,
    day_first: bool = True,
    amount_format: AmountFormat = PLAIN,
) -> tuple[Part, ...]:
    """The parts that were typed; refusals name ``due_on`` or ``amount``.

    ``all_of_it`` is what is promised where no amount is typed, and what the rest is worked out from. Each day after
    the first is read from the one before it, so ``fr fr`` are two Fridays in a row.
    """
    days = _days(days_text, today, day_first)
    amounts = _amounts(amounts_text, all_of_it.currency, amount_format)
    if not amounts and all_of_it.minor <= 0:
        raise DomainError("Nothing is ticked to be promised: tick invoices, or type the amount.", "amount")
    if len(amounts) > len(days):
        raise DomainError(
            f"{len(amounts)} amounts, but {len(days)} {'day' if len(days) == 1 else 'days'}; type a day for each.",
            "due_on",
        )
    if not amounts:
        amounts = list(equal_parts(all_of_it.minor, len(days)))
    if len(amounts) == len(days) - 1:
        amounts.append(_rest(all_of_it, amounts))
    if len(amounts) != len(days):
        raise DomainError(
            f"{len(days)} days, but {len(amounts)} {'amount' if len(amounts) == 1 else 'amounts'}; type "
            f"{len(days) - 1} like 500+300, the rest works itself out.",
            "amount",
        )
    return tuple(Part(amount, day) for amount, day in zip(amounts, days, strict=True))


def _days(text: str, today: date, day_first: bool) -> list[date]:
    if not text.strip():
        raise DomainError("On which day? Type fr, 15, +3 or a date.", "due_on")
    days, before = [], today
    for word in re.split(r"[\s;]+", text.strip(" \t;")):
        try:
            before = read_date(word, before, day_first)
        except DomainError as error:
            raise DomainError(error.message, "due_on") from None
        days.append(before)
    return days


def _amounts(text: str, currency: str, amount_format: AmountFormat) -> list[int]:
    typed = [part.strip() for part in re.split(r"[+;]", text)] if text.strip() else []
    while typed and not typed[-1]:
        typed.pop()  # "500+" is 500 and the rest
    if not all(typed):
        raise DomainError("An amount is missing beside the +; type it like 500+300.", "amount")
    return [parse_amount(part, currency, amount_format).minor for part in typed]


def _rest(all_of_it: Money, amounts: list[int]) -> int:
    rest = all_of_it.minor - sum(amounts)
    if rest <= 0:
        raise DomainError(
            f"Nothing of the {all_of_it} ticked is left for the last day; type its amount too, or one day less.",
            "amount",
        )
    return rest
