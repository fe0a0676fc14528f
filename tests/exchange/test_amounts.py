from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.money import AmountFormat, decimal_text
from arcaller.exchange.amounts import AmountReader, find_decimal_pattern, shapes

POINT, COMMA = AmountFormat(".", ","), AmountFormat(",", ".")


@pytest.mark.parametrize(
    ("values", "state", "decimal", "group"),
    [
        (["1,234.50"], "certain", ".", ","),
        (["1.234,50"], "certain", ",", "."),
        (["1 234,50"], "certain", ",", " "),
        (["1\u202f234,50"], "certain", ",", " "),
        (["1'234.50"], "certain", ".", "'"),
        (["12,5"], "certain", ",", "."),
        (["38.0", "55.94"], "certain", ".", ","),
        (["1,234,567"], "certain", ".", ","),
        (["1.234.567"], "certain", ",", "."),
        (["5", "17"], "certain", ".", ","),
        (["1,234", "2,500"], "ruled", ".", ","),
        (["1.234", "2.500"], "ruled", ",", "."),
        (["1,234", "2.500"], "ambiguous", ".", ","),
        (["1234.567"], "certain", ".", ","),
        (["$1,234.50", "(12.00)", "EUR 5.10"], "certain", ".", ","),
        (["1,50", "2.50", "3.50"], "mixed", ".", ","),
    ],
)
def test_the_marks_of_amounts_are_found(values, state, decimal, group):
    found = find_decimal_pattern(shapes(values))
    assert (found.state, found.format.decimal, found.format.group) == (state, decimal, group)


def test_three_decimals_are_asked_in_a_currency_that_has_them():
    assert find_decimal_pattern(shapes(["1,234"]), "KWD").state == "ambiguous"


def test_indian_groups_are_found():
    found = find_decimal_pattern(shapes(["1,23,456.50"]))
    assert found.format.indian
    assert AmountReader(found.format).read("12,34,567.50", "INR") == (123456750, "")


@pytest.mark.parametrize(
    ("text", "form", "currency", "minor", "code"),
    [
        ("38.0", POINT, "USD", 3800, ""),
        ("38", POINT, "USD", 3800, ""),
        ("1,234.5", POINT, "USD", 123450, ""),
        ("-1,234.50", POINT, "USD", -123450, ""),
        ("1234.50-", POINT, "USD", -123450, ""),
        ("(1,234.50)", POINT, "USD", -123450, ""),
        ("($1,234.50)", POINT, "USD", -123450, ""),
        ("−$5.00", POINT, "USD", -500, ""),
        ("$ 5.00", POINT, "CAD", 500, ""),
        ("1.234,50 €", COMMA, "USD", 123450, "EUR"),
        ("EUR 1.234,50", COMMA, "EUR", 123450, "EUR"),
        ("1 234,50 zł", AmountFormat(",", " "), "PLN", 123450, "PLN"),
        ("1’234.50", AmountFormat(".", "'"), "CHF", 123450, ""),
        ("12.500", POINT, "USD", 1250, ""),
        ("1.234", POINT, "KWD", 1234, ""),
        ("1,234", POINT, "JPY", 1234, ""),
        ("54273.280000000006", POINT, "USD", 5427328, ""),
        (0.1 + 0.2, POINT, "USD", 30, ""),
        (1234.0, POINT, "JPY", 1234, ""),
    ],
)
def test_amounts_are_read_to_the_minor_unit(text, form, currency, minor, code):
    assert AmountReader(form).read(text, currency) == (minor, code)


@pytest.mark.parametrize(
    "text", ["abc", "", "1,23.50", "12,34", "1.2.3", "1.005", "--5", "-5-", "(5", "5)", "(-5)", "1e5", "٣", "5 5",
             "0.1234567891"],
)  # fmt: skip
def test_what_is_no_amount_is_refused_and_never_rounded(text):
    with pytest.raises(ValueError, match="“"):
        AmountReader(POINT).read(text, "USD")


@pytest.mark.parametrize("value", [1.005, float("nan"), float("inf"), True])
def test_numbers_of_a_workbook_are_refused_beyond_the_minor_unit(value):
    with pytest.raises(ValueError, match="“"):
        AmountReader(POINT).read(value, "USD")


@given(st.integers(-(10**13), 10**13), st.sampled_from(["USD", "JPY", "KWD"]))
def test_a_workbook_number_gives_back_the_amount_it_was(minor, currency):
    assert AmountReader(POINT).read(float(decimal_text(minor, currency)), currency) == (minor, "")


@given(st.floats(-1e12, 1e12).map(repr), st.sampled_from([POINT, COMMA]))
def test_the_repr_of_a_float_is_read_or_refused_but_never_changed(text, form):
    try:
        minor, _ = AmountReader(form).read(text, "USD")
    except ValueError:
        return
    assert form == COMMA or abs(minor / 100 - float(text)) <= abs(float(text)) * 1e-13 + 1e-13
