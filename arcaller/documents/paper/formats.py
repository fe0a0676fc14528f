"""Dates and amounts as a reader of the paper's locale writes them, with Western digits (figures must be checkable).

Amounts are formed from the integer minor units, never through a float.
"""

from __future__ import annotations

import functools
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from arcaller.domain.money import decimal_text

NBSP = "\u00a0"


@functools.cache
def formats_for(locale: str, language: str = "en") -> Formats:
    """The formats of ``locale`` (``de_AT``, ``en-IN``, or ``und_DE`` for a country); unknown: of ``language``.

    A locale of another language than the text's gives its country's way of writing figures, in the text's words:
    English with ``de_DE`` is English as written in Germany (``1.234,50``, ``1 December 2026``), and English with
    ``ja_JP``, which nobody has described, is plain English, never Japanese.
    """
    own = locale.replace("-", "_").split("_")
    is_own = own[0] == language.replace("-", "_").split("_")[0]
    mixed = f"{language}_{own[-1]}" if not is_own and len(own) > 1 else ""
    for name in (locale if is_own else mixed, language, "en"):
        try:
            return Formats(Locale.parse(name.replace("-", "_")))
        except (ValueError, TypeError, UnknownLocaleError):
            continue
    raise AssertionError("English is always there")


class Formats:
    """Formatters of one locale; results are cached, papers repeat dates and amounts."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        symbols = locale.number_symbols["latn"]
        self._decimal, self._group = str(symbols["decimal"]), str(symbols["group"])
        self._minus = str(symbols["minusSign"]).strip("\u200e\u200f\u061c")
        self._first, self._next = locale.decimal_formats[None].grouping
        self._dates: dict[tuple[date, str], str] = {}

    def date(self, day: date, width: str = "long") -> str:
        """``12 March 2026`` (long) or ``12 Mar 2026`` (medium), glued so that it never breaks over lines."""
        key = (day, width)
        if key not in self._dates:
            if len(self._dates) > 10_000:
                self._dates.clear()
            text = format_date(day, width, locale=self._locale)
            self._dates[key] = _western(str(text)).replace(" ", NBSP)
        return self._dates[key]

    def number(self, minor: int, currency: str) -> str:
        """``1,234.50`` with the decimals of the currency, without its code."""
        whole, mark, decimals = decimal_text(abs(minor), currency).partition(".")
        tail, head = whole[-self._first :], whole[: -self._first]
        groups = [tail]
        while head:
            groups.insert(0, head[-self._next :])
            head = head[: -self._next]
        text = self._group.join(groups) + (self._decimal + decimals if mark else "")
        return (self._minus if minor < 0 else "") + text.replace("\u202f", NBSP)

    def amount(self, minor: int, currency: str) -> str:
        """``EUR 1,234.50``: the ISO code, because a sign such as $ belongs to twenty currencies."""
        return f"{currency}{NBSP}{self.number(minor, currency)}"

    def language_name(self, language: str) -> str:
        """The name of ``language`` in the words of this locale."""
        try:
            return str(Locale.parse(language.replace("-", "_")).get_language_name(self._locale.language) or language)
        except (ValueError, UnknownLocaleError):
            return language


def _western(text: str) -> str:
    """Digits of any script as 0–9."""
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)
