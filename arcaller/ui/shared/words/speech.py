"""Amounts and days as they are spoken in the language of a script, which may be another than the screen's.

Babel is loaded with the first word that needs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from arcaller.domain.money import exponent_of
from arcaller.domain.talking.languages import ENGLISH, base_language
from arcaller.ui.shared.words.formats import Formats

if TYPE_CHECKING:
    from babel import Locale

_AND: Mapping[str, str] = {"de": "und", "fr": "et", "es": "y"}
_CENTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "de": {"EUR": ("Cent", "Cent"), "CHF": ("Rappen", "Rappen"), "USD": ("Cent", "Cent")},
    "fr": {"EUR": ("centime", "centimes"), "CHF": ("centime", "centimes"), "USD": ("cent", "cents")},
    "es": {"EUR": ("céntimo", "céntimos"), "CHF": ("céntimo", "céntimos"), "USD": ("centavo", "centavos")},
}
"""The part of a currency, one and several; a currency without one is spoken with its decimals."""
_SHORT_NAMES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "de": {"USD": ("Dollar", "Dollar"), "CHF": ("Franken", "Franken"), "GBP": ("Pfund", "Pfund"),
           "JPY": ("Yen", "Yen")},
    "fr": {"USD": ("dollar", "dollars"), "CHF": ("franc suisse", "francs suisses"), "GBP": ("livre", "livres"),
           "JPY": ("yen", "yens")},
    "es": {"USD": ("dólar", "dólares"), "CHF": ("franco suizo", "francos suizos"), "GBP": ("libra", "libras"),
           "JPY": ("yen", "yenes")},
}  # fmt: skip
"""As they are called on the phone, where the full name is a mouthful."""


class Speech:
    """Speaks ``language``; English keeps the manners of the screen's own ``formats``."""

    def __init__(self, language: str, formats: Formats) -> None:
        self.language = base_language(language) or ENGLISH
        self._formats = formats if self.language == ENGLISH else Formats(self.language)

    @cached_property
    def _english(self) -> Formats:
        """English words even where the screen's own language is another."""
        return self._formats if self._formats.locale.language == ENGLISH else Formats("en_GB")

    @property
    def _locale(self) -> Locale:
        return self._formats.locale

    def say_amount(self, minor: int, currency: str) -> str:
        """``199 euro and 20 cents``, ``199 Euro und 20 Cent``, ``199 euros et 20 centimes``."""
        if self.language == ENGLISH:
            return self._english.say_amount(minor, currency)
        exponent = exponent_of(currency)
        whole, part = divmod(abs(minor), 10**exponent)
        cents = _CENTS.get(self.language, {}).get(currency)
        if part and cents is None:
            return f"{self._formats.amount(abs(minor), currency)} {self._name(currency, 2)}"
        words = []
        if whole or not part:
            words.append(f"{self._formats.number(whole)} {self._name(currency, whole)}")
        if part and cents is not None:
            words.append(f"{part} {cents[0 if part == 1 else 1]}")
        return f" {_AND.get(self.language, '+')} ".join(words)

    def _name(self, currency: str, count: int) -> str:
        short = _SHORT_NAMES.get(self.language, {}).get(currency)
        if short is not None:
            return short[0 if count == 1 else 1]
        from babel.numbers import get_currency_name

        return str(get_currency_name(currency, count=count, locale=self._locale))

    def say_day(self, day: date) -> str:
        """``30 October``, ``30. Oktober``, ``1er décembre``, ``30 de octubre``."""
        if self.language == ENGLISH:
            return self._english.spoken_day(day)
        return self._skeleton("MMMMd", day)

    def say_weekday(self, day: date) -> str:
        """``Friday 27 November`` with the weekday before it."""
        if self.language == ENGLISH:
            return f"{self._english.locale.days['format']['wide'][day.weekday()]} {self.say_day(day)}"
        name = str(self._locale.days["format"]["wide"][day.weekday()])
        return f"{name}{',' if self.language == 'de' else ''} {self.say_day(day)}"

    def _skeleton(self, skeleton: str, day: date) -> str:
        from babel.dates import format_skeleton

        spoken = str(format_skeleton(skeleton, day, locale=self._locale))
        return spoken.replace("1 ", "1er ") if self.language == "fr" and day.day == 1 else spoken

    def join(self, parts: Sequence[str]) -> str:
        """``a, b and c``."""
        last = "and" if self.language == ENGLISH else _AND.get(self.language, "+")
        return f" {last} ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)
