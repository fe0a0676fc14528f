"""Dates: anchored to the first, moved off days when nobody works, never reordered."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcaller.domain.calendars import (
    LAST_YEAR,
    WEEKENDS_ONLY,
    BusinessCalendar,
    Frequency,
    Shift,
    add_months,
    anchored_date,
    calendar_of,
    country_for_subdivision,
    date_rows,
    end_of_month,
    months_begun,
)
from arcaller.domain.errors import DomainError

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
on = date.fromisoformat


def series(first, count, frequency, month_end=False):
    return [anchored_date(on(first), k, frequency, month_end).isoformat() for k in range(count)]


def test_monthly_keeps_the_anchor_through_short_months():
    assert series("2026-01-31", 6, Frequency.MONTHLY) == [
        "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30",
    ]  # fmt: skip


def test_end_of_month_is_a_choice_not_a_guess():
    assert series("2026-02-28", 4, Frequency.MONTHLY)[1:] == ["2026-03-28", "2026-04-28", "2026-05-28"]
    flagged = series("2026-02-28", 4, Frequency.MONTHLY, month_end=True)
    assert flagged[1:] == ["2026-03-31", "2026-04-30", "2026-05-31"]
    assert series("2026-02-28", 4, Frequency.MONTH_END) == flagged


@pytest.mark.parametrize(
    ("first", "frequency", "dates"),
    [
        ("2026-03-06", Frequency.WEEKLY, ["2026-03-06", "2026-03-13", "2026-03-20", "2026-03-27", "2026-04-03"]),
        ("2026-12-18", Frequency.BIWEEKLY, ["2026-12-18", "2027-01-01", "2027-01-15", "2027-01-29"]),
        ("2025-11-30", Frequency.QUARTERLY, ["2025-11-30", "2026-02-28", "2026-05-30", "2026-08-30"]),
        ("2026-01-01", Frequency.SEMIMONTHLY, ["2026-01-01", "2026-01-16", "2026-02-01", "2026-02-16"]),
        ("2026-01-15", Frequency.SEMIMONTHLY, ["2026-01-15", "2026-01-30", "2026-02-15", "2026-02-28", "2026-03-15"]),
        ("2026-01-31", Frequency.SEMIMONTHLY, ["2026-01-31", "2026-02-16", "2026-02-28", "2026-03-16", "2026-03-31"]),
        ("2026-01-20", Frequency.SEMIMONTHLY, ["2026-01-20", "2026-02-05", "2026-02-20", "2026-03-05"]),
    ],
)
def test_each_frequency_counts_from_the_first_date(first, frequency, dates):
    assert series(first, len(dates), frequency) == dates


@pytest.mark.parametrize(
    ("first", "frequency", "last"),
    [
        ("2022-10-17", Frequency.MONTHLY, "2023-09-17"),
        ("2022-11-01", Frequency.MONTHLY, "2023-10-01"),
        ("2022-10-17", Frequency.MONTH_END, "2023-09-30"),
    ],
)
def test_a_year_of_twelve_in_three_styles(first, frequency, last):
    """Published restructuring cases of an open-source lending system (12,000 in 12 from 17 October 2022)."""
    assert series(first, 12, frequency)[-1] == last


@pytest.mark.parametrize("frequency", list(Frequency))
def test_dates_beyond_the_calendar_are_refused_in_words(frequency):
    with pytest.raises(DomainError, match=r"first date|fewer") as refusal:
        anchored_date(on("2026-01-31"), 10**6, frequency)
    assert refusal.value.field == "first_on"


@pytest.mark.parametrize(
    ("code", "day", "following", "modified", "preceding"),
    [
        ("US", "2026-01-31", "2026-02-02", "2026-01-30", "2026-01-30"),
        ("", "2026-01-31", "2026-02-02", "2026-01-30", "2026-01-30"),
        ("US", "2026-05-31", "2026-06-01", "2026-05-29", "2026-05-29"),
        ("GB-ENG", "2026-08-01", "2026-08-03", "2026-08-03", "2026-07-31"),
        ("US", "2026-07-04", "2026-07-06", "2026-07-06", "2026-07-02"),
        ("GB-ENG", "2026-12-25", "2026-12-29", "2026-12-29", "2026-12-24"),
    ],
)
def test_the_three_shifts(code, day, following, modified, preceding):
    """Definitions as in QuantLib's BusinessDayConvention; US 3 July and ENG 28 December 2026 are observed days."""
    office = calendar_of(code)
    assert office.shift(on(day), Shift.FOLLOWING) == on(following)
    assert office.shift(on(day), Shift.MODIFIED_FOLLOWING) == on(modified)
    assert office.shift(on(day), Shift.PRECEDING) == on(preceding)
    assert office.shift(on(day), Shift.NONE) == on(day)


def test_an_observed_new_year_belongs_to_the_year_before():
    assert calendar_of("US").closed_because(on("2027-12-31")) == "New Year's Day (observed)"


def test_weekends_are_those_of_the_country():
    assert calendar_of("SA").closed_because(on("2026-03-06")) == "weekend"
    assert calendar_of("SA").is_business_day(on("2026-03-08"))
    assert calendar_of("AE").is_business_day(on("2026-03-06"))


def test_a_subdivision_has_its_own_holidays():
    womens_day = on("2027-03-08")
    assert calendar_of("DE-BE").closed_because(womens_day) == "Women's Day"
    assert calendar_of("DE").is_business_day(womens_day)
    assert (calendar_of("DE-BE").code, calendar_of("DE").code, WEEKENDS_ONLY.code) == ("DE-BE", "DE", "")


def test_a_plain_weekend_is_called_so():
    assert calendar_of("US").closed_because(on("2026-08-01")) == "weekend"


def test_an_unknown_country_or_subdivision_is_said_and_knows_less():
    nowhere, nobody = calendar_of("ZZ"), calendar_of("DE-XX")
    assert "ZZ" in nowhere.warning
    assert nowhere.is_business_day(on("2026-12-25"))
    assert not nowhere.is_business_day(on("2026-12-26"))
    assert "XX" in nobody.warning
    assert nobody.closed_because(on("2026-12-25")) == "Christmas Day"
    assert WEEKENDS_ONLY.warning == calendar_of("DE-BE").warning == ""


def test_the_office_adds_and_removes_days():
    office = BusinessCalendar(
        "US", added=frozenset({on("2026-03-16")}), removed=frozenset({on("2026-12-25"), on("2026-03-15")})
    )
    assert office.shift(on("2026-03-16"), Shift.FOLLOWING) == on("2026-03-17")
    assert office.closed_because(on("2026-03-16")) == "closed"
    assert office.is_business_day(on("2026-12-25"))
    assert office.is_business_day(on("2026-03-15"))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-12-24", 1, "2026-12-29"),
        ("2026-12-24", 3, "2026-12-31"),
        ("2026-12-26", 0, "2026-12-26"),
        ("2026-12-29", -1, "2026-12-24"),
    ],
)
def test_business_days_are_counted_over_the_holidays(start, count, end):
    assert calendar_of("GB-ENG").add_business_days(on(start), count) == on(end)


@pytest.mark.parametrize(
    ("text", "parts"), [("US", ("US", "")), (" gb-eng ", ("GB", "ENG")), ("DE-BE", ("DE", "BE")), ("", ("", ""))]
)
def test_a_holiday_code_is_country_and_subdivision(text, parts):
    assert country_for_subdivision(text) == parts


@pytest.mark.parametrize("text", ["Germany", "D", "DE-", "DE_BE", "DE-BERLIN"])
def test_a_code_of_another_shape_is_refused(text):
    with pytest.raises(DomainError, match="DE-BE") as refusal:
        calendar_of(text)
    assert refusal.value.field == "holidays"


def test_each_row_is_shifted_from_its_own_date_and_says_why():
    rows = date_rows(on("2026-12-01"), 5, Frequency.MONTHLY, shift=Shift.FOLLOWING, calendar=calendar_of("DE-BE"))
    assert [row.due_on.isoformat() for row in rows] == [
        "2026-12-01", "2027-01-04", "2027-02-01", "2027-03-01", "2027-04-01",
    ]  # fmt: skip
    assert [row.reason for row in rows] == ["", "New Year's Day", "", "", ""]
    assert rows[1].unadjusted_on == on("2027-01-01")


def test_months_are_counted_as_begun():
    assert months_begun(on("2026-11-24"), on("2027-04-01")) == 5
    assert months_begun(on("2026-11-24"), on("2027-04-24")) == 5
    assert months_begun(on("2026-11-24"), on("2027-04-25")) == 6
    assert months_begun(on("2026-11-24"), on("2026-11-24")) == 0
    assert months_begun(on("2026-11-24"), on("2026-11-20")) == 0
    assert months_begun(on("2026-01-31"), on("2026-02-28")) == 1


def test_a_month_has_an_end():
    assert end_of_month(on("2028-02-01")) == on("2028-02-29")
    assert add_months(on("2026-01-31"), -2) == on("2025-11-30")
    with pytest.raises(DomainError):
        add_months(date(LAST_YEAR, 12, 1), 1)


def test_the_holiday_tables_are_not_loaded_before_they_are_needed():
    code = (
        "import sys, arcaller.domain.plans.installments, arcaller.domain.plans.offers; "
        "sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@settings(deadline=None)  # the first date loads the holiday tables
@given(DAYS, st.sampled_from(["", "US", "GB-ENG", "SA", "IN"]), st.sampled_from(list(Shift)))
def test_a_shift_is_idempotent_and_lands_on_a_business_day(day, code, how):
    office = calendar_of(code)
    once = office.shift(day, how)
    assert office.shift(once, how) == once
    assert how is Shift.NONE or office.is_business_day(once)
    if how is Shift.MODIFIED_FOLLOWING:
        assert (once.year, once.month) == (day.year, day.month)


@settings(deadline=None)
@given(DAYS, st.integers(1, 60), st.sampled_from(list(Frequency)), st.sampled_from(list(Shift)), st.booleans())
def test_due_dates_rise_and_their_shifts_never_reorder_them(first, count, frequency, how, month_end):
    rows = date_rows(first, count, frequency, shift=how, calendar=calendar_of("GB-ENG"), month_end=month_end)
    agreed = [row.unadjusted_on for row in rows]
    due = [row.due_on for row in rows]
    assert agreed == sorted(set(agreed))
    assert due == sorted(due)
    assert all((row.reason != "") == (row.due_on != row.unadjusted_on) for row in rows)
    assert all(abs(row.due_on - row.unadjusted_on) < timedelta(days=8) for row in rows)


@given(DAYS, st.integers(0, 120), st.sampled_from([Frequency.MONTHLY, Frequency.MONTH_END, Frequency.QUARTERLY]))
def test_a_month_loses_days_only_where_it_is_short(first, k, frequency):
    found = anchored_date(first, k, frequency)
    wanted = 31 if frequency is Frequency.MONTH_END else first.day
    assert found.day == min(wanted, end_of_month(found).day)
