"""Amounts of money: integer minor units and an ISO 4217 code, never a float.

Currencies are never added to each other; the exponent (how many minor units make one major unit) is the one of
ISO 4217: 0 for yen, 2 for most, 3 for the Kuwaiti dinar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from arcaller.domain.errors import DomainError

_EXPONENT_0 = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_EXPONENT_3 = "BHD IQD JOD KWD LYD OMR TND"
_EXPONENT_2 = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP "
    "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS "
    "INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN "
    "MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE "
    "SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR "
    "ZMW ZWG "
)
_WITHDRAWN_EXPONENT_2 = "ANG BGN CUC HRK SLL ZWL"
EXPONENTS: dict[str, int] = {
    **dict.fromkeys(_EXPONENT_0.split(), 0),
    **dict.fromkeys(_EXPONENT_2.split(), 2),
    **dict.fromkeys(_EXPONENT_3.split(), 3),
    **dict.fromkeys(_WITHDRAWN_EXPONENT_2.split(), 2),
}
"""Minor-unit exponent of each active ISO 4217 currency, and of those withdrawn lately that ledgers still hold."""

LARGEST_MINOR = 10**17
"""Amounts read from people or files stay below this, so that sums of them still fit a 64-bit column."""


def exponent_of(currency: str) -> int:
    """Number of decimals of ``currency``; refuses what is no ISO 4217 code."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise DomainError(
            f"“{currency}” is no ISO 4217 currency code; write three letters such as EUR.", "currency"
        ) from None


@dataclass(frozen=True, slots=True)
class Money:
    """``minor`` units of ``currency``; arithmetic refuses another currency."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are an int, not {type(self.minor).__name__}")
        exponent_of(self.currency)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise DomainError(
                f"{self.currency} and {other.currency} are never added without a dated rate.", "currency"
            )
        return other.minor

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        """``1234.50 EUR``: for logs and programs; screens and papers format by locale."""
        return f"{decimal_text(self.minor, self.currency)} {self.currency}"


def decimal_text(minor: int, currency: str) -> str:
    """``minor`` as a plain decimal string (``-1234.50``), the form of every machine-readable output."""
    exponent = exponent_of(currency)
    if exponent == 0:
        return str(minor)
    sign, digits = ("-" if minor < 0 else ""), str(abs(minor)).rjust(exponent + 1, "0")
    return f"{sign}{digits[:-exponent]}.{digits[-exponent:]}"


def from_decimal(amount: Decimal, currency: str) -> Money:
    """``amount`` in major units, refused if it has more decimals than the currency or is no ordinary number."""
    exponent = exponent_of(currency)
    if not amount.is_finite() or amount.adjusted() + exponent > len(str(LARGEST_MINOR)):
        raise DomainError(f"{amount} is no amount that can be owed; check the number.", "amount")
    if not amount:
        return Money(0, currency)
    # a vanishing number such as 1E-999999999 is refused before its fraction is built
    scaled = Fraction(amount) * 10**exponent if amount.adjusted() >= -exponent else Fraction(1, 10)
    if scaled.denominator != 1:
        raise DomainError(f"{amount} has more decimals than {currency} knows ({exponent}).", "amount")
    return _within_reach(int(scaled), currency)


def _within_reach(minor: int, currency: str) -> Money:
    if abs(minor) >= LARGEST_MINOR:
        raise DomainError(f"{decimal_text(minor, currency)} {currency} is too large; check the number.", "amount")
    return Money(minor, currency)


def round_half_up(value: Decimal | Fraction | int) -> int:
    """Nearest integer, halves away from zero: the rounding of every computed amount. Exact at any size."""
    exact = Fraction(value)
    nearest = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return -nearest if exact < 0 else nearest


def percent_of(amount: Money, percent: Decimal) -> Money:
    """``percent`` per cent of ``amount``, half up to the minor unit (25 % of 100.10 is 25.03)."""
    return Money(round_half_up(Fraction(percent) * amount.minor / 100), amount.currency)


@dataclass(frozen=True, slots=True)
class AmountFormat:
    """How amounts are typed: decimal mark and grouping mark (``1.234,50`` is ``AmountFormat(",", ".")``)."""

    decimal: str = "."
    group: str = ","
    indian: bool = False


_ALIKE = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2019": "'", "\u2212": "-"})
"""Marks that look alike: the spaces and apostrophes that group digits, the long minus."""


def parse_amount(text: str, currency: str, form: AmountFormat = AmountFormat()) -> Money:
    """Read a typed amount; misplaced grouping or too many decimals are refused, never guessed.

    The currency's own code may stand before or behind it. ``1,5`` under a ``.`` decimal is refused, because it
    may be one and a half or a slip.
    """
    exponent = exponent_of(currency)
    raw = text.translate(_ALIKE).strip()
    if raw.upper().startswith(currency):
        raw = raw[3:].strip()
    elif raw.upper().endswith(currency):
        raw = raw[:-3].strip()
    whole, mark, decimals = raw.partition(form.decimal)
    sign = -1 if whole.startswith("-") else 1
    whole = whole[1:] if whole[:1] in ("-", "+") else whole
    group = form.group.translate(_ALIKE)
    if not _digits_of_whole(whole, group, form.indian) or (mark and not re.fullmatch(r"[0-9]+", decimals)):
        raise DomainError(f"“{text.strip()}” is not an amount; write it like {_example(form)}.", "amount")
    if len(decimals) > exponent:
        raise DomainError(f"{currency} has {exponent} decimals; “{text.strip()}” has {len(decimals)}.", "amount")
    digits = whole.replace(group, "") + decimals.ljust(exponent, "0")
    if len(digits.lstrip("0")) >= len(str(LARGEST_MINOR)):
        raise DomainError(f"“{text.strip()}” is too large; check the number.", "amount")
    return Money(sign * int(digits), currency)


def _digits_of_whole(whole: str, group: str, indian: bool) -> bool:
    """Whether the part before the decimal mark is plain digits or grouped as it should be."""
    if re.fullmatch(r"[0-9]+", whole):
        return True
    mark = re.escape(group)
    grouped = rf"[0-9]{{1,2}}({mark}[0-9]{{2}})*{mark}[0-9]{{3}}" if indian else rf"[0-9]{{1,3}}({mark}[0-9]{{3}})+"
    return bool(group) and re.fullmatch(grouped, whole) is not None


def _example(form: AmountFormat) -> str:
    return f"1{form.group}234{form.decimal}50"


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Sum of ``amounts``, all of ``currency`` (zero of it when there are none)."""
    result = Money(0, currency)
    for amount in amounts:
        result = result + amount
    return result


def allocate(amount_minor: int, weights: Sequence[int]) -> list[int]:
    """Split ``amount_minor`` in proportion to ``weights`` by the largest remainder; the parts add up exactly.

    Ties go to the earlier part. All weights zero or negative is refused.
    """
    whole = sum(weights)
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise DomainError("Nothing to divide by: the weights must be positive.", "amount")
    shares = [divmod(amount_minor * weight, whole) for weight in weights]
    parts = [quotient for quotient, _ in shares]
    order = sorted(range(len(parts)), key=lambda i: (-shares[i][1], i))
    for i in order[: amount_minor - sum(parts)]:
        parts[i] += 1
    return parts
