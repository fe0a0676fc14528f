from __future__ import annotations

from datetime import date

import pytest

from arcaller.documents.paper.formats import formats_for


@pytest.mark.parametrize(
    ("locale", "minor", "currency", "expected"),
    [
        ("en_GB", 123456789, "EUR", "1,234,567.89"),
        ("de_DE", 123456789, "EUR", "1.234.567,89"),
        ("de_AT", -5, "EUR", "-0,05"),
        ("en_IN", 1234567890, "INR", "1,23,45,678.90"),
        ("fr_FR", 123456789, "EUR", "1\u00a0234\u00a0567,89"),
        ("en", 1234567, "JPY", "1,234,567"),
        ("en", 1234567, "KWD", "1,234.567"),
        ("zz_ZZ", 100, "EUR", "1.00"),
    ],
)
def test_amounts_follow_locale_and_currency(locale, minor, currency, expected):
    assert formats_for(locale).number(minor, currency) == expected


def test_dates_are_glued_and_in_western_digits():
    assert formats_for("en_GB").date(date(2026, 3, 12)) == "12\u00a0March\u00a02026"
    assert formats_for("de-AT", "de").date(date(2026, 3, 2)) == "2.\u00a0März\u00a02026"
    # English words, figures as written in Germany
    assert formats_for("de_DE", "en").date(date(2026, 3, 2)) == "2\u00a0March\u00a02026"
    assert formats_for("de_DE", "en").number(123450, "EUR") == "1.234,50"
    assert "2026" in formats_for("ar_EG").date(date(2026, 3, 12))


def test_an_unknown_locale_falls_back_to_the_language():
    assert formats_for("xx_YY", "de").number(123450, "EUR") == "1.234,50"


@pytest.mark.parametrize(
    ("locale", "day", "amount"),
    [
        ("und_DE", "1 December 2026", "1.234,56"),
        ("und_US", "December 1, 2026", "1,234.56"),
        ("und_GB", "1 December 2026", "1,234.56"),
        ("ja_JP", "December 1, 2026", "1,234.56"),
        ("und_JP", "December 1, 2026", "1,234.56"),
    ],
)
def test_a_country_gives_its_figures_and_never_its_words(locale, day, amount):
    forms = formats_for(locale, "en")
    assert forms.date(date(2026, 12, 1)).replace("\u00a0", " ") == day
    assert forms.number(123_456, "EUR") == amount
