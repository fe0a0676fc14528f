from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.exchange.dates import DateColumn, as_date, find_date_pattern, looks_like_date, read_date

DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2012-01-26", "mdy", date(2012, 1, 26)),
        ("2012-01-26 00:00:00", "dmy", date(2012, 1, 26)),
        ("2012-01-26T10:30:00.000Z", "dmy", date(2012, 1, 26)),
        ("2012/1/6", "dmy", date(2012, 1, 6)),
        ("1/2/2013", "mdy", date(2013, 1, 2)),
        ("1/2/2013", "dmy", date(2013, 2, 1)),
        ("01.02.2013", "dmy", date(2013, 2, 1)),
        ("1. 2. 2013", "dmy", date(2013, 2, 1)),
        ("1/2/2013 3:04 PM", "mdy", date(2013, 1, 2)),
        ("1/2/68", "mdy", date(2068, 1, 2)),
        ("1/2/69", "mdy", date(1969, 1, 2)),
        ("13-01-02", "ymd", date(2013, 1, 2)),
        ("20200126", "mdy", date(2020, 1, 26)),
        ("20200126.0", "mdy", date(2020, 1, 26)),
        ("26-Jan-2012", "mdy", date(2012, 1, 26)),
        ("January 26, 2012", "dmy", date(2012, 1, 26)),
        ("26. März 2012", "mdy", date(2012, 3, 26)),
        ("40934", "dmy", date(2012, 1, 26)),
    ],
)
def test_dates_are_read_in_all_their_forms(text, order, day):
    assert read_date(text, order) == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-02-30", "does not exist"),
        ("13/13/2013", "no month 13"),
        ("soon", "is no date"),
        ("1/2/213", "is no date"),
        ("12-Foo-2012", "is no date"),
        ("0212-01-01", "the year 212"),
        ("20201301", "no month 13"),
    ],
)
def test_impossible_dates_say_why(text, words):
    with pytest.raises(ValueError, match=words):
        read_date(text, "mdy")


def test_cells_of_other_types_are_dates_too():
    assert as_date(datetime.fromisoformat("2026-01-05T10:00"), "mdy") == date(2026, 1, 5)
    assert as_date(date(2026, 1, 5), "mdy") == date(2026, 1, 5)
    assert as_date(20200126.0, "mdy") == date(2020, 1, 26)
    assert as_date(40934.0, "mdy") == date(2012, 1, 26)
    assert as_date("  ", "mdy") is None
    with pytest.raises(ValueError, match="is no date"):
        as_date(True, "mdy")


def test_numbers_of_invoices_do_not_look_like_dates():
    assert not looks_like_date("40934")
    assert not looks_like_date("I-2012-1")
    assert looks_like_date("20200126")


def column(*values, index=0, mapped=True):
    return DateColumn(index, f"date {index}", frozenset(values), mapped)


def test_one_day_beyond_twelve_decides_for_all_columns():
    found = find_date_pattern([column("1/2/2013"), column("3/4/2013", "1/25/2013", index=1)])
    assert (found.state, found.pattern.order_of(0)) == ("certain", "mdy")


def test_dots_mean_day_first():
    found = find_date_pattern([column("1.2.2013")])
    assert (found.state, found.pattern.order) == ("certain", "dmy")


def test_an_unmapped_column_lends_its_evidence_only_where_the_mapped_have_none():
    assert find_date_pattern([column("1/2/2013"), column("25/1/2013", index=1, mapped=False)]).pattern.order == "dmy"
    found = find_date_pattern([column("1/25/2013"), column("25/1/2013", index=1, mapped=False)])
    assert (found.state, found.pattern.order_of(0)) == ("certain", "mdy")


def test_dates_that_fit_both_ways_are_asked_with_three_examples():
    samples = [(row, "Due date", f"{row}/1/2013") for row in range(2, 9)]
    found = find_date_pattern([column(*(text for _, _, text in samples))], samples=samples)
    assert found.state == "ambiguous"
    assert found.choices == ("mdy", "dmy")
    assert len(found.examples) == 3
    assert found.examples[0].readings == (("mdy", date(2013, 2, 1)), ("dmy", date(2013, 1, 2)))


def test_due_dates_before_their_invoices_decide_between_two_readings():
    pairs = [(f"0{day}/02/2013", f"0{day - 1}/03/2013") for day in range(3, 9)]
    cells = [text for pair in pairs for text in pair]
    found = find_date_pattern([column(*cells)], pairs)
    assert (found.state, found.pattern.order) == ("certain", "dmy")


def test_a_column_of_both_patterns_is_mixed():
    found = find_date_pattern([column("1/25/2013", "1/26/2013", "25/1/2013")])
    assert (found.state, found.pattern.order) == ("mixed", "mdy")
    assert "date 0" in found.note


def test_columns_that_each_keep_another_pattern_are_read_each_by_its_own():
    found = find_date_pattern([
        column("1/25/2013", "1/26/2013", "1/27/2013", "1/28/2013"),
        column("25/1/2013", "26/1/2013", "27/1/2013", index=1),
    ])  # fmt: skip
    assert (found.state, found.pattern.order_of(0), found.pattern.order_of(1)) == ("certain", "mdy", "dmy")


def test_dates_of_one_meaning_need_no_decision():
    found = find_date_pattern([column("2013-01-02", "20130102", "2 Jan 2013", "1/1/2013")])
    assert found.state == "certain"


@given(DAYS, st.sampled_from(["ymd", "mdy", "dmy"]), st.sampled_from("-/."), st.booleans(), st.booleans())
def test_a_date_written_in_a_pattern_is_read_back_by_it(day, order, mark, zeros, short):
    width = 2 if zeros else 1
    year = f"{day.year % 100:02d}" if short and order != "ymd" else str(day.year)
    if short and not 1969 <= day.year <= 2068:
        return
    parts = {"y": year, "m": f"{day.month:0{width}d}", "d": f"{day.day:0{width}d}"}
    assert read_date(mark.join(parts[letter] for letter in order), order) == day
