"""Amounts and dates as they are read and typed in several languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.ui.shared.words.formats import Formats


@pytest.mark.parametrize(
    ("locale", "minor", "currency", "text"),
    [
        ("en_US", 123450, "USD", "1,234.50"),
        ("en_US", -5, "EUR", "−0.05"),
        ("de_DE", 123456789, "EUR", "1.234.567,89"),
        ("en_IN", 1234567800, "INR", "1,23,45,678.00"),
        ("en_US", 812000, "JPY", "812,000"),
        ("en_US", 1500, "KWD", "1.500"),
        ("fr_FR", 123450, "EUR", "1\u202f234,50"),
        ("xx_YY", 100000, "USD", "1,000.00"),
    ],
)
def test_amounts_are_grouped_as_the_language_does(locale, minor, currency, text):
    assert Formats(locale).amount(minor, currency) == text


@given(st.integers(-(10**12), 10**12), st.sampled_from(["en_US", "de_DE", "en_IN", "fr_FR", "de_CH", "pl_PL"]))
def test_what_is_shown_can_be_typed_back(minor, locale):
    formats = Formats(locale)
    assert formats.parse(formats.amount(minor, "EUR"), "EUR") == Money(minor, "EUR")
    assert formats.parse(formats.typed(minor, "EUR"), "EUR") == Money(minor, "EUR")


def test_a_decimal_mark_of_another_language_is_refused():
    with pytest.raises(DomainError):
        Formats("en_US").parse("12,5", "EUR")


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [
        (17200, "EUR", "172 euro"),
        (19920, "EUR", "199 euro and 20 cents"),
        (1, "USD", "1 cent"),
        (100, "USD", "1 dollar"),
        (250001, "GBP", "2,500 pounds and 1 penny"),
        (500, "JPY", "500 yen"),
        (1500, "KWD", "1.500 KWD"),
        (2000, "KWD", "2 KWD"),
    ],
)
def test_amounts_as_they_are_spoken(minor, currency, said):
    assert Formats().say_amount(minor, currency) == said


def test_days_as_they_stand_on_the_sheet():
    formats, day = Formats("en_US"), date(2026, 12, 1)
    assert formats.day(day) == "1 Dec"
    assert formats.day(day, today=date(2027, 1, 1)) == "1 Dec 2026"
    assert formats.weekday_day(day) == "Tue 1 Dec"
    assert formats.full_day(day) == "Tue 1 Dec 2026"
    assert formats.spoken_day(day) == "1 December"
    assert Formats("de_DE").full_day(day) == "Di 1 Dez 2026"


def test_a_moment_stands_in_the_zone_asked_for():
    at = datetime(2026, 11, 12, 23, 32, tzinfo=UTC)
    assert Formats().moment(at, ZoneInfo("Europe/Berlin")) == "13 Nov 00:32"
    assert Formats().time(time(14, 32)) == "14:32"


def test_shares_and_counts():
    assert Formats("de_DE").percent(0.147) == "14,7 %"
    assert Formats().number(-12345) == "−12,345"


@pytest.mark.parametrize(
    ("locale", "sentence", "read"),
    [
        ("en_US", "Promise of 1234.00 EUR for Fri 27 Nov", "Promise of 1,234.00 EUR for Fri 27 Nov"),
        ("de_DE", "640.00 EUR on Fri, rest 1234567.89 EUR on Mon", "640,00 EUR on Fri, rest 1.234.567,89 EUR on Mon"),
        ("en_US", "812000 JPY and 1234.567 KWD", "812,000 JPY and 1,234.567 KWD"),
        ("en_US", "already 1,234.00 EUR", "already 1,234.00 EUR"),
        ("en_US", "Invoice 10342 THE 1234.5 EUR or 1234.567 EUR", "Invoice 10342 THE 1234.5 EUR or 1234.567 EUR"),
        ("en_US", "Calls again Tue 24 Nov 10:00; 3 OK", "Calls again Tue 24 Nov 10:00; 3 OK"),
    ],
)
def test_plain_amounts_of_a_sentence_are_grouped_and_all_else_stays(locale, sentence, read):
    assert Formats(locale).in_sentence(sentence) == read
