"""Money: integer minor units, one currency, exact rounding, amounts read and never guessed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.errors import DomainError
from arcaller.domain.money import (
    EXPONENTS,
    LARGEST_MINOR,
    AmountFormat,
    Money,
    allocate,
    decimal_text,
    exponent_of,
    from_decimal,
    parse_amount,
    percent_of,
    round_half_up,
    total,
)

GERMAN = AmountFormat(",", ".")
FRENCH = AmountFormat(",", "\u202f")
SWISS = AmountFormat(".", "’")
INDIAN = AmountFormat(".", ",", indian=True)


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (123450, "EUR", "1234.50"),
        (-5, "USD", "-0.05"),
        (0, "GBP", "0.00"),
        (1234, "JPY", "1234"),
        (-7, "JPY", "-7"),
        (1, "KWD", "0.001"),
        (-12345, "KWD", "-12.345"),
    ],
)
def test_decimal_text_has_the_decimals_of_the_currency(minor, currency, text):
    assert decimal_text(minor, currency) == text
    assert str(Money(minor, currency)) == f"{text} {currency}"


def test_an_unknown_currency_is_refused_by_name():
    with pytest.raises(DomainError, match="EURO") as refusal:
        exponent_of("EURO")
    assert refusal.value.field == "currency"


def test_a_currency_withdrawn_lately_is_still_known():
    assert exponent_of("BGN") == 2


@pytest.mark.parametrize("minor", [1.0, Decimal(1), True, "1"])
def test_minor_units_are_nothing_but_an_int(minor):
    with pytest.raises(TypeError, match="minor units"):
        Money(minor, "EUR")


def test_arithmetic_and_comparison_within_a_currency():
    a, b = Money(300, "EUR"), Money(200, "EUR")
    assert (a + b, a - b, -a) == (Money(500, "EUR"), Money(100, "EUR"), Money(-300, "EUR"))
    assert a > b
    assert b < a
    assert a >= a
    assert b <= a
    assert not a < b
    assert not b >= a
    assert not a <= b
    assert not b > a
    assert a
    assert not Money(0, "EUR")


@pytest.mark.parametrize("act", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_two_currencies_never_meet(act):
    with pytest.raises(DomainError, match="dated rate"):
        getattr(Money(1, "EUR"), act)(Money(1, "USD"))


def test_a_total_of_nothing_is_zero_of_the_currency():
    assert total([], "JPY") == Money(0, "JPY")
    assert total([Money(1, "JPY"), Money(2, "JPY")], "JPY") == Money(3, "JPY")


@pytest.mark.parametrize(
    ("value", "nearest"),
    [("0.5", 1), ("-0.5", -1), ("1.5", 2), ("2.5", 3), ("-2.5", -3), ("2.4999999", 2), ("-2.4", -2), ("0", 0)],
)
def test_halves_round_away_from_zero(value, nearest):
    assert round_half_up(Decimal(value)) == nearest
    assert round_half_up(Fraction(value)) == nearest


def test_rounding_is_exact_beyond_the_digits_of_a_decimal_context():
    assert round_half_up(Fraction(10**40 * 2 + 1, 2)) == 10**40 + 1


@pytest.mark.parametrize(
    ("minor", "percent", "part"),
    [(10010, "25", 2503), (240000, "10", 24000), (875000, "20", 175000), (3, "50", 2), (-3, "50", -2), (100, "0", 0)],
)
def test_a_percentage_is_half_up(minor, percent, part):
    assert percent_of(Money(minor, "USD"), Decimal(percent)) == Money(part, "USD")


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("12.5", "EUR", 1250), ("-1", "JPY", -1), ("0E-999999999", "EUR", 0), ("1E+3", "KWD", 10**6)],
)
def test_a_decimal_becomes_money(text, currency, minor):
    assert from_decimal(Decimal(text), currency) == Money(minor, currency)


@pytest.mark.parametrize(
    "text", ["0.001", "1E-999999999", "NaN", "Infinity", "1E+30", str(LARGEST_MINOR // 100), "1.005"]
)
def test_a_decimal_that_no_ledger_holds_is_refused(text):
    with pytest.raises(DomainError) as refusal:
        from_decimal(Decimal(text), "EUR")
    assert refusal.value.field == "amount"


@pytest.mark.parametrize(
    ("text", "currency", "form", "minor"),
    [
        ("1234.5", "EUR", AmountFormat(), 123450),
        ("1,234.50", "EUR", AmountFormat(), 123450),
        ("1.234,50", "EUR", GERMAN, 123450),
        ("500", "EUR", GERMAN, 50000),
        ("EUR 500", "EUR", GERMAN, 50000),
        ("500 eur", "EUR", GERMAN, 50000),
        ("1 234,50", "EUR", FRENCH, 123450),
        ("1\u00a0234,50", "EUR", FRENCH, 123450),
        ("1'234.50", "CHF", SWISS, 123450),
        ("12,34,567.00", "INR", INDIAN, 123456700),
        ("1,234", "JPY", AmountFormat(), 1234),
        ("1.234", "KWD", AmountFormat(), 1234),
        ("-3", "EUR", AmountFormat(), -300),
        ("−3", "EUR", AmountFormat(), -300),
        ("+3", "EUR", AmountFormat(), 300),
        ("1234", "EUR", AmountFormat(".", ""), 123400),
    ],
)
def test_a_typed_amount_is_read(text, currency, form, minor):
    assert parse_amount(text, currency, form) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency", "form"),
    [
        ("", "EUR", AmountFormat()),
        ("-", "EUR", AmountFormat()),
        ("--5", "EUR", AmountFormat()),
        ("1,5", "EUR", AmountFormat()),
        ("12,34.00", "EUR", AmountFormat()),
        ("1,2345", "EUR", AmountFormat()),
        ("1.5.0", "EUR", AmountFormat()),
        ("5.", "EUR", AmountFormat()),
        ("1.234", "EUR", AmountFormat()),
        ("1.0", "JPY", AmountFormat()),
        ("1,234,567", "INR", INDIAN),
        ("1,234", "EUR", AmountFormat(".", "")),
        ("١٢", "EUR", AmountFormat()),
        ("USD 5", "EUR", AmountFormat()),
        ("9" * 17, "EUR", AmountFormat()),
        ("five", "EUR", AmountFormat()),
    ],
)
def test_an_amount_that_could_be_a_slip_is_refused(text, currency, form):
    with pytest.raises(DomainError) as refusal:
        parse_amount(text, currency, form)
    assert refusal.value.field == "amount"


@given(st.integers(-(LARGEST_MINOR - 1), LARGEST_MINOR - 1), st.sampled_from(sorted(EXPONENTS)))
def test_what_is_written_as_text_reads_back_the_same(minor, currency):
    text = decimal_text(minor, currency)
    assert parse_amount(text, currency) == Money(minor, currency)
    assert from_decimal(Decimal(text), currency) == Money(minor, currency)


@given(st.fractions())
def test_rounding_is_never_off_by_more_than_a_half(value):
    assert abs(round_half_up(value) - value) <= Fraction(1, 2)
    assert round_half_up(-value) == -round_half_up(value)


def test_the_largest_remainder_gets_the_odd_unit_and_ties_go_to_the_earlier():
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate(27500, [12500, 12500, 12500]) == [9167, 9167, 9166]
    assert allocate(10, [1, 2, 4]) == [1, 3, 6]
    assert allocate(10, [0, 5]) == [0, 10]


@pytest.mark.parametrize("weights", [[], [0, 0], [3, -1]])
def test_nothing_is_shared_by_weights_that_are_not_positive(weights):
    with pytest.raises(DomainError, match="weights"):
        allocate(10, weights)


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any))
def test_parts_add_up_and_none_is_a_whole_unit_off(amount, weights):
    parts = allocate(amount, weights)
    assert sum(parts) == amount
    assert all(abs(part - Fraction(amount * w, sum(weights))) < 1 for part, w in zip(parts, weights, strict=True))
