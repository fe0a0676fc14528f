"""Amounts, dates and times as they are read in the interface's language; amounts as they are typed in it.

Babel is loaded with the first text that needs it, patterns and symbols are kept: a list of 256 rows costs no
look-up a row.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from arcaller.domain.errors import DomainError
from arcaller.domain.money import AmountFormat, Money, decimal_text, exponent_of, from_decimal, parse_amount

if TYPE_CHECKING:
    from babel import Locale

_PLAIN_AMOUNT = re.compile(r"(?<![\w.,:/-])(-?\d+(?:\.\d{2,3})?) ([A-Z]{3})\b")
"""What ``str(Money)`` writes."""
_INDIAN = frozenset({"en_IN", "hi_IN", "bn_IN", "gu_IN", "mr_IN", "ta_IN", "te_IN", "kn_IN", "ml_IN", "pa_IN"})


class Formats:
    """Texts for ``locale_name`` such as ``en_US`` or ``de_DE``; an unknown one falls back to English."""

    def __init__(self, locale_name: str = "en_US") -> None:
        self._name = locale_name.replace("-", "_")

    @cached_property
    def locale(self) -> Locale:
        """Babel's locale, loaded on first use."""
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse(self._name)
        except (UnknownLocaleError, ValueError):
            return Locale.parse("en_US")

    @cached_property
    def amount_format(self) -> AmountFormat:
        """How amounts are typed here."""
        symbols = self.locale.number_symbols["latn"]
        group = str(symbols["group"]).replace("\u202f", " ").replace("\u00a0", " ")
        return AmountFormat(str(symbols["decimal"]), group, str(self.locale) in _INDIAN)

    @cached_property
    def day_first(self) -> bool:
        """Whether 4/11 is the fourth of November here."""
        pattern = str(self.locale.date_formats["short"].pattern).lower()
        return pattern.index("d") < pattern.index("m")

    @cached_property
    def _group_mark(self) -> str:
        return str(self.locale.number_symbols["latn"]["group"])

    def parse(self, text: str, currency: str) -> Money:
        """Read a typed amount; refused with a sentence if it is none (`DomainError`)."""
        return parse_amount(text, currency, self.amount_format)

    def amount(self, minor: int, currency: str) -> str:
        """``1,234.50``: grouped, with the currency's decimals, without its name."""
        sign, plain = ("−" if minor < 0 else ""), decimal_text(abs(minor), currency)
        whole, _, decimals = plain.partition(".")
        grouped = self._grouped(whole)
        return f"{sign}{grouped}{self.amount_format.decimal}{decimals}" if decimals else f"{sign}{grouped}"

    def money(self, money: Money) -> str:
        """``1,234.50 EUR``."""
        return f"{self.amount(money.minor, money.currency)} {money.currency}"

    def amount_at_home(self, minor: int, currency: str, home: str) -> str:
        """``1,234.50`` in the ``home`` currency, any other with its sign before it: ``¥ 812,000``.

        The sign stands before the figures, so that a column of them keeps its right edge.
        """
        amount = self.amount(minor, currency)
        return amount if currency == home else f"{self.locale.currency_symbols.get(currency, currency)} {amount}"

    def typed(self, minor: int, currency: str) -> str:
        """The amount as somebody would type it, without grouping; `parse` reads it back."""
        return decimal_text(minor, currency).replace(".", self.amount_format.decimal)

    def in_sentence(self, sentence: str) -> str:
        """``sentence`` with its plain amounts (``1234.50 EUR``) as they are read here (``1,234.50 EUR``)."""
        return _PLAIN_AMOUNT.sub(self._read_plain, sentence)

    def _read_plain(self, found: re.Match[str]) -> str:
        try:
            return self.money(from_decimal(Decimal(found[1]), found[2]))
        except DomainError:
            return found[0]  # no currency and no amount of it: some other words

    def _grouped(self, whole: str) -> str:
        if len(whole) <= 3:
            return whole
        size = 2 if self.amount_format.indian else 3
        head, parts = whole[:-3], [whole[-3:]]
        while head:
            parts.insert(0, head[-size:])
            head = head[:-size]
        return self._group_mark.join(parts)

    def number(self, value: int) -> str:
        """``12,345``."""
        return f"−{self._grouped(str(-value))}" if value < 0 else self._grouped(str(value))

    def percent(self, share: float, decimals: int = 1) -> str:
        """``14.7 %`` of a share of 1."""
        return f"{share * 100:.{decimals}f}".replace(".", self.amount_format.decimal) + " %"

    def say_amount(self, minor: int, currency: str) -> str:
        """As it is spoken: ``172 euro``, ``199 euro and 20 cents``; currencies without spoken parts as decimals."""
        exponent = exponent_of(currency)
        whole, part = divmod(abs(minor), 10**exponent)
        name = _SPOKEN.get(currency)
        if name is None or (part and not name[2]):
            amount = self.amount(abs(minor), currency) if part else self._grouped(str(whole))
            return f"{amount} {name[0 if whole == 1 and not part else 1] if name else currency}"
        major = f"{self._grouped(str(whole))} {name[0] if whole == 1 else name[1]}"
        if not part:
            return major
        minor_words = f"{part} {name[2] if part == 1 else name[3]}"
        return f"{major} and {minor_words}" if whole else minor_words

    def day(self, day: date, *, today: date | None = None) -> str:
        """``20 Aug``, with the year when it is not the one of ``today``."""
        month = self._months[day.month]
        return f"{day.day} {month}" if today is None or today.year == day.year else f"{day.day} {month} {day.year}"

    def weekday_day(self, day: date) -> str:
        """``Tue 24 Nov``."""
        return f"{self._weekdays[day.weekday()]} {self.day(day)}"

    def full_day(self, day: date) -> str:
        """``Tue 1 Dec 2026``."""
        return f"{self.weekday_day(day)} {day.year}"

    def spoken_day(self, day: date) -> str:
        """``1 December``."""
        return f"{day.day} {self._long_months[day.month]}"

    def time(self, at: time) -> str:
        """``14:32``."""
        return f"{at:%H:%M}"

    def moment(self, at: datetime, zone: ZoneInfo) -> str:
        """``12 Nov 14:32`` of an aware instant, in ``zone``."""
        local = at.astimezone(zone)
        return f"{self.day(local.date())} {local:%H:%M}"

    @cached_property
    def _months(self) -> dict[int, str]:
        return {n: str(name).rstrip(".") for n, name in self.locale.months["format"]["abbreviated"].items()}

    @cached_property
    def _long_months(self) -> dict[int, str]:
        return {n: str(name) for n, name in self.locale.months["format"]["wide"].items()}

    @cached_property
    def _weekdays(self) -> dict[int, str]:
        return {n: str(name).rstrip(".") for n, name in self.locale.days["format"]["abbreviated"].items()}


_SPOKEN: dict[str, tuple[str, str, str, str]] = {
    "EUR": ("euro", "euro", "cent", "cents"),
    "USD": ("dollar", "dollars", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "INR": ("rupee", "rupees", "paisa", "paise"),
    "CHF": ("franc", "francs", "centime", "centimes"),
    "JPY": ("yen", "yen", "", ""),
    "PLN": ("zloty", "zloty", "grosz", "groszy"),
    "DKK": ("krone", "kroner", "øre", "øre"),
    "SEK": ("krona", "kronor", "öre", "öre"),
    "NOK": ("krone", "kroner", "øre", "øre"),
    "CAD": ("dollar", "dollars", "cent", "cents"),
    "AUD": ("dollar", "dollars", "cent", "cents"),
}
"""Singular and plural of the whole and of the part, in English, the language of the first scripts."""
