from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.receivables.metrics import (
    Metric,
    SalesPeriod,
    average_days_delinquent,
    best_possible_dso,
    collection_effectiveness,
    dso_countback,
    dso_simple,
    months_back,
    promises_kept_by_amount,
    promises_kept_by_count,
    recovery_rate,
    right_party_rate,
    turnover,
    turnover_days,
    weighted_days_late,
)

AMOUNTS = st.integers(0, 10**13)
SALES = st.integers(1, 10**13)


def thirty_days(*sales: int) -> list[SalesPeriod]:
    """Months of 30 days each, newest first."""
    last, periods = date(2026, 3, 30), []
    for amount in sales:
        periods.append(SalesPeriod(last - timedelta(days=29), last, amount))
        last -= timedelta(days=30)
    return periods


def months_of_2026(*sales: int) -> list[SalesPeriod]:
    """Calendar months March, February, January 2026."""
    return [
        SalesPeriod(first, last, amount)
        for (first, last), amount in zip(months_back(date(2026, 3, 31), len(sales)), sales, strict=True)
    ]


@pytest.mark.parametrize(
    ("receivables", "sales", "days", "value"),
    [
        (15_000_000, 180_000_000, 365, "30.4"),
        (35_000_000, 30_000_000, 31, "36.2"),
        (10_000, 30_000, 31, "10.3"),
    ],
)
def test_published_simple_dso(receivables: int, sales: int, days: int, value: str):
    assert dso_simple(receivables, sales, days).text(1) == value


def test_published_dso_to_two_decimals():
    assert dso_simple(35_000_000, 30_000_000, 31).text(2) == "36.17"
    assert dso_simple(1_086_900, 1_767_400, 90).text(2) == "55.35"


def test_published_countback_with_months_of_thirty_days():
    assert dso_countback(21_200_000, thirty_days(10_000_000, 8_000_000, 7_000_000)).text(2) == "73.71"


def test_published_countback_with_calendar_months():
    assert dso_countback(21_200_000, months_of_2026(10_000_000, 8_000_000, 7_000_000)).text(2) == "73.17"
    assert dso_countback(210_000_000, months_of_2026(90_000_000, 80_000_000, 70_000_000)).text(2) == "76.71"
    assert dso_simple(210_000_000, 240_000_000, 90).text(2) == "78.75"
    assert dso_simple(21_200_000, 25_000_000, 90).text(2) == "76.32"


def test_published_best_possible_dso_and_days_delinquent():
    dso, best = dso_simple(35_000_000, 30_000_000, 31), best_possible_dso(22_000_000, 30_000_000, 31)
    assert best.text(2) == "22.73"
    assert average_days_delinquent(dso, best).text(2) == "13.43"


def test_published_figures_of_the_public_ledger_for_december_2012():
    sales = 649_387
    assert collection_effectiveness(580_921, sales, 572_506, 493_632).text() == "89.2933"
    assert dso_simple(572_506, sales, 31).text() == "27.3299"
    december = [SalesPeriod(date(2012, 12, 1), date(2012, 12, 31), sales)]
    assert dso_countback(572_506, december).text() == "27.3299"
    assert best_possible_dso(493_632, sales, 31).text() == "23.5647"


def test_published_effectiveness_index():
    assert collection_effectiveness(40_000_000, 30_000_000, 35_000_000, 22_000_000).text(2) == "72.92"
    assert collection_effectiveness(10_000_000, 100_000_000, 12_000_000, 10_000_000).text(1) == "98.0"


def test_published_effectiveness_of_a_quarter_on_monthly_average_sales_says_so():
    cei = collection_effectiveness(620_000, 339_000 + 361_000 + 389_000, 634_000, 359_000, months_averaged=3)
    assert cei.text(1) == "55.9"
    assert cei.note == "Sales as the monthly average of 3 months."
    assert collection_effectiveness(1, 1, 1, 1).note == "Sales of the whole period."


def test_published_weighted_days_late_is_not_the_plain_mean():
    assert weighted_days_late(1_000 * 5 + 4_000 * 20, 5_000).value == 17


def test_published_turnover_and_its_days():
    turns = turnover(360_000_000, 30_000_000, 45_000_000)
    assert turns.text(1) == "9.6"
    assert turnover_days(turns, 365).text(1) == "38.0"


def test_published_promise_rates_divide_by_promises_fallen_due():
    kept = promises_kept_by_count(28, 6, 9, not_yet_due=4, cancelled=3)
    assert kept.text(1) == "65.1"
    assert kept.inputs["left_out_not_yet_due"] == 4
    assert kept.inputs["left_out_cancelled"] == 3
    assert promises_kept_by_amount(6_150_000, 8_600_000).text(1) == "71.5"


def test_published_right_party_rates_state_their_base():
    rates = [
        right_party_rate(96, 412, "attempts"),
        right_party_rate(96, 180, "connects"),
        right_party_rate(61, 150, "clients"),
    ]
    assert [rate.text(1) for rate in rates] == ["23.3", "53.3", "40.7"]
    assert rates[1].note == "Per connects."
    assert rates[1].inputs == {"right_party_contacts": 96, "connects": 180}


def test_published_recovery_rate():
    assert recovery_rate(6_150_000, 31_000_000).text(1) == "19.8"


@pytest.mark.parametrize("sales", [0, -5])
def test_without_sales_there_is_no_figure_instead_of_zero(sales: int):
    dso, best = dso_simple(100, sales, 31), best_possible_dso(100, sales, 31)
    assert dso.value is None
    assert dso.note == "No sales in the period, so there is no figure."
    assert best.text() is None
    assert average_days_delinquent(dso, best).value is None
    assert average_days_delinquent(dso_simple(1, 1, 1), best).value is None
    assert dso_countback(100, months_of_2026(sales)).value is None
    assert dso_countback(100, []).note == "No sales in the period, so there is no figure."


def test_other_figures_without_a_base_are_not_available():
    none = [
        weighted_days_late(0, 0), collection_effectiveness(0, 0, 0, 0), turnover(5, 0, 0),
        promises_kept_by_count(0, 0, 0),
        turnover_days(turnover(5, 0, 0), 365), turnover_days(turnover(0, 1, 1), 365), promises_kept_by_amount(0, 0),
        right_party_rate(0, 0, "attempts"), recovery_rate(0, 0),
    ]  # fmt: skip
    assert [metric.value for metric in none] == [None] * len(none)
    assert all(metric.note for metric in none)


def test_countback_skips_months_without_sales_and_says_so():
    skipped = dso_countback(150, months_of_2026(100, 0, 100))
    assert skipped.value == Decimal(31) + Decimal("15.5")
    assert skipped.note == "Months without sales left out: 1."
    assert dso_countback(150, months_of_2026(100, -20, 100)).value == skipped.value


def test_countback_beyond_the_history_says_more_than_its_days():
    exhausted = dso_countback(1_000, months_of_2026(100, 0, 100))
    assert exhausted.value is None
    assert exhausted.note == "> 62 days"
    assert (exhausted.inputs["more_than_days"], exhausted.inputs["left_minor"]) == (62, 800)


def test_countback_of_exactly_the_sales_of_whole_months_ends_on_their_days():
    assert dso_countback(200, months_of_2026(100, 100, 100)).value == 31 + 28
    assert dso_countback(300, months_of_2026(100, 100, 100)).value == 31 + 28 + 31
    assert dso_countback(0, months_of_2026(100)).value == 0


def test_countback_of_a_credit_balance_is_not_available():
    assert dso_countback(-1, months_of_2026(100)).note == "Receivables are a credit balance, so there is no figure."


def test_inputs_name_the_months_used():
    inputs = dso_countback(150, months_of_2026(100, 100, 100)).input_texts("EUR")
    assert inputs == {
        "ar_end": "1.50", "months_used": "2", "months_skipped": "0", "sales_2026_03": "1.00", "days_2026_03": "31",
        "sales_2026_02": "1.00", "days_2026_02": "28",
    }  # fmt: skip


def test_inputs_are_printed_in_the_currency_s_own_decimals():
    metric = Metric(Decimal(1), {"ar_end_minor": 1234, "days": 31, "dso": None, "ratio": Decimal("0.5"), "by": "due"})
    assert metric.input_texts("JPY") == {"ar_end": "1234", "days": "31", "dso": None, "ratio": "0.5", "by": "due"}
    assert metric.input_texts("KWD")["ar_end"] == "1.234"


def test_months_back_end_on_the_day_given_and_are_whole_before():
    assert months_back(date(2024, 3, 15), 3) == (
        (date(2024, 3, 1), date(2024, 3, 15)),
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 1, 1), date(2024, 1, 31)),
    )
    assert months_back(date(2024, 3, 15), 0) == ()


def test_values_keep_more_than_four_decimals():
    value = dso_simple(1, 3, 1).value
    assert value is not None
    assert str(value) == "0." + "3" * 34


@given(AMOUNTS, SALES)
def test_countback_within_the_newest_month_equals_simple_dso_of_it(receivables: int, sales: int):
    receivables %= sales
    month = SalesPeriod(date(2026, 3, 1), date(2026, 3, 31), sales)
    assert dso_countback(receivables, [month]).value == dso_simple(receivables, sales, 31).value


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12), AMOUNTS, st.integers(0, 10**9))
def test_countback_never_falls_when_receivables_rise(sales: list[int], receivables: int, more: int):
    months = thirty_days(*sales)
    low, high = dso_countback(receivables, months), dso_countback(receivables + more, months)
    if low.value is not None and high.value is not None:
        assert low.value <= high.value
    if low.value is None:
        assert high.value is None


@given(AMOUNTS, SALES, AMOUNTS, AMOUNTS)
def test_effectiveness_is_100_exactly_when_nothing_is_overdue(begin: int, sales: int, current: int, overdue: int):
    cei = collection_effectiveness(begin, sales, current + overdue, current)
    if cei.value is not None:
        assert (cei.value == 100) is (overdue == 0)
        assert cei.value <= 100
