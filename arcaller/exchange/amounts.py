"""Amounts of foreign files: which decimal and grouping marks a file writes, and reading them into minor units.

Read are ``1,234.50``, ``1.234,50``, ``1 234,50``, ``1'234.50`` and Indian ``1,23,456.50``; a currency sign or ISO
code before or behind; negatives as ``-1``, ``1-`` and ``(1)``. Nothing is rounded: decimals that a currency does not
have are an error, unless they are zeros or the noise of a binary fraction (``54273.280000000006``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from arcaller.domain.money import EXPONENTS, AmountFormat

CURRENCY_SIGNS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "zł": "PLN", "US$": "USD", "C$": "CAD", "A$": "AUD", "Fr.": "CHF",
    "¥": "", "$": "",
}  # fmt: skip
_CODE = r"(?:[A-Z]{3}|[A-Z]{0,2}\$|€|£|₹|¥|zł|Fr\.|Rs\.?)"
_SHELL = re.compile(
    rf"(\()?([-+−–]?)\s*({_CODE})?\s*([-+−–]?)\s*([\d.,'’ ]*\d[.,]?)\s*({_CODE})?\s*([-−])?(\))?\s*({_CODE})?"
)
_BODY = re.compile(r"\d[\d.,'’ ]*")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007"), " ")
_DIGITS = str.maketrans("0123456789", "9999999999")
_APOSTROPHES = "'’"
_SEPARATOR = "\x1e"


@dataclass(frozen=True, slots=True)
class DecimalFinding:
    """The marks of a file's amounts, how sure they are, and in ``note`` why."""

    state: Literal["certain", "ruled", "ambiguous", "mixed"]
    format: AmountFormat
    note: str = ""


def shapes(values: Iterable[str]) -> set[str]:
    """``values`` with every digit as 9: a million amounts have a few dozen shapes, which tell all marks."""
    return set(_SEPARATOR.join(values).translate(_DIGITS).split(_SEPARATOR))


def find_decimal_pattern(found: Iterable[str], currency: str = "") -> DecimalFinding:
    """Decide from all shapes of all amount columns; ``currency`` (if known) says how many decimals are possible.

    ``1,234`` alone could be either. With three decimals impossible in the currency it is a thousand (state
    ``ruled``); in a currency of three decimals it is ``ambiguous``.
    """
    decimals: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    unsure: set[str] = set()
    indian = False
    for shape in found:
        match = _BODY.search(shape.translate(_SPACES))
        if match is None:
            continue
        body = match[0].rstrip(" ")
        indian |= re.fullmatch(r"9{1,2}(,99)+,999(\.9*)?", body) is not None
        _weigh(body, decimals, groups, unsure)
    point, comma = decimals["."] + groups[","], decimals[","] + groups["."]
    group = _other_group(groups)
    if point and comma:
        mark = "." if point >= comma else ","
        note = f"Amounts mix the decimal marks “.” and “,”: read with “{mark}”, what does not fit is an error row."
        return DecimalFinding("mixed", _format(mark, group, indian), note)
    if point or comma:
        mark = "." if point else ","
        return DecimalFinding("certain", _format(mark, group, indian), f"Decimal mark of amounts: “{mark}”.")
    if unsure:
        lone = "," if "," in unsure else "."
        mark = "." if lone == "," else ","
        if EXPONENTS.get(currency, 2) == 3 or len(unsure) > 1:
            return DecimalFinding(
                "ambiguous", _format(mark, group), f"Amounts like 1{lone}234 could be read in two ways."
            )
        note = f"Amounts like 1{lone}234 are read as thousands, because three decimals cannot be meant."
        return DecimalFinding("ruled", _format(mark, group), note)
    return DecimalFinding("certain", _format(".", group))


def _weigh(body: str, decimals: Counter[str], groups: Counter[str], unsure: set[str]) -> None:
    marks = [c for c in body if c != "9"]
    if not marks:
        return
    last = marks[-1]
    for mark in set(marks[:-1]):
        if mark != last or len(set(marks)) == 1:
            groups[mark] += 1
    if last in _APOSTROPHES or last == " " or marks.count(last) > 1:
        groups[last] += 1
    elif len(set(marks)) > 1 or len(body) - body.rindex(last) != 4 or len(body) > 7:
        decimals[last] += 1
    else:
        unsure.add(last)


def _other_group(groups: Counter[str]) -> str:
    return next((mark for mark in (" ", "'", "’") if groups[mark]), "")


def _format(decimal: str, group: str, indian: bool = False) -> AmountFormat:
    return AmountFormat(decimal, group or ("," if decimal == "." else "."), indian)


class AmountReader:
    """Reads amounts of one file by its marks; ``read`` is made for many calls."""

    def __init__(self, form: AmountFormat) -> None:
        group = "['’]" if form.group in _APOSTROPHES else re.escape(form.group)
        grouped = rf"\d{{1,2}}(?:{group}\d{{2}})*{group}\d{{3}}" if form.indian else rf"\d{{1,3}}(?:{group}\d{{3}})+"
        self._number = re.compile(rf"(\d+|{grouped})(?:{re.escape(form.decimal)}(\d*))?", re.ASCII)
        self._example = f"1{form.group}234{form.decimal}50"

    def read(self, value: object, currency: str) -> tuple[int, str]:
        """Minor units and the code written in the cell (empty: ``currency`` counts); ``ValueError`` says why."""
        if isinstance(value, float | int) and not isinstance(value, bool):
            return _from_number(value, currency), ""
        text = str(value).translate(_SPACES).strip()
        match = _SHELL.fullmatch(text)
        number = self._number.fullmatch(match[5].strip()) if match else None
        if match is None or number is None or bool(match[1]) != bool(match[8]):
            raise ValueError(f"“{text[:40]}” is no amount; write it like {self._example}")
        code = match[3] or match[6] or match[9] or ""
        written = CURRENCY_SIGNS.get(code, code if code in EXPONENTS else "")
        exponent = EXPONENTS[written or currency]
        whole, decimals = re.sub(r"\D", "", number[1]), number[2] or ""
        if len(decimals) > exponent:
            decimals = _fewer(whole, decimals, exponent, text, written or currency)
        minor = int(whole + decimals.ljust(exponent, "0"))
        signs = sum(
            1 for part in (match[1], match[2] in {"-", "−", "–"}, match[4] in {"-", "−", "–"}, match[7]) if part
        )
        if signs > 1:
            raise ValueError(f"“{text[:40]}” has two minus signs; write it like -{self._example}")
        return (-minor if signs else minor), written


def _fewer(whole: str, decimals: str, exponent: int, text: str, currency: str) -> str:
    if not decimals[exponent:].strip("0"):
        return decimals[:exponent]
    if len(decimals) >= 9 and len(whole) + exponent <= 13:
        # the shortest text of a binary fraction: right to 15 digits, noise behind
        exact = Decimal(f"{whole}.{decimals}")
        near = round(exact, exponent)
        if abs(exact - near) < Decimal(10) ** (len(whole.lstrip("0")) - 14) and len(str(near).split(".")[0]) == len(
            whole.lstrip("0") or "0"
        ):
            return str(near).partition(".")[2]
    raise ValueError(f"“{text[:40]}” has {len(decimals)} decimals; {currency} has {exponent}")


def _from_number(value: float, currency: str) -> int:
    """Minor units of a workbook's number, which is a binary fraction right to 15 digits."""
    try:
        scaled = Decimal(f"{value:.15g}").scaleb(EXPONENTS[currency])
        minor = int(scaled)
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(f"“{value}” is no amount") from None
    if minor != scaled:
        raise ValueError(f"“{value}” has more decimals than {currency}, which has {EXPONENTS[currency]}")
    return minor
