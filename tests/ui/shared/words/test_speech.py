"""Amounts and days spoken in the language of a script."""

from __future__ import annotations

from datetime import date

import pytest

from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.shared.words.speech import Speech

FIRST, FRIDAY = date(2026, 12, 1), date(2026, 11, 27)


def speech(language):
    return Speech(language, Formats("de_DE"))


@pytest.mark.parametrize(
    ("language", "minor", "currency", "words"),
    [
        ("en", 19_920, "EUR", "199 euro and 20 cents"),
        ("de", 19_920, "EUR", "199 Euro und 20 Cent"),
        ("de", 123_456, "EUR", "1.234 Euro und 56 Cent"),
        ("de", 123_456, "GBP", "1.234,56 Pfund"),
        ("fr", 100, "EUR", "1 euro"),
        ("fr", 7, "EUR", "7 centimes"),
        ("fr", 50_000, "USD", "500 dollars"),
        ("es", 64_001, "EUR", "640 euros y 1 céntimo"),
        ("es", 0, "EUR", "0 euros"),
        ("de", 812_000, "JPY", "812.000 Yen"),
    ],
)
def test_an_amount_is_spoken_in_the_language_of_the_script(language, minor, currency, words):
    assert speech(language).say_amount(minor, currency) == words


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("en", FIRST, "1 December"),
        ("de", FIRST, "1. Dezember"),
        ("fr", FIRST, "1er décembre"),
        ("es", FIRST, "1 de diciembre"),
    ],
)
def test_a_day_is_spoken_in_the_language_of_the_script(language, day, words):
    assert speech(language).say_day(day) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Friday 27 November"),
        ("de", "Freitag, 27. November"),
        ("fr", "vendredi 27 novembre"),
        ("es", "viernes 27 de noviembre"),
    ],
)
def test_a_weekday_is_spoken_with_its_day(language, words):
    assert speech(language).say_weekday(FRIDAY) == words


def test_amounts_are_joined_as_one_says_them():
    assert speech("de").join(["3 Euro", "4 Euro"]) == "3 Euro und 4 Euro"
    assert speech("en").join(["a", "b", "c"]) == "a, b and c"
    assert speech("fr").join(["un"]) == "un"
