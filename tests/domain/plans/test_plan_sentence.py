"""The plan as the sentence that is read out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from arcaller.domain.calendars import Frequency, Shift, calendar_of
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import PlanTerms, rebalance, schedule
from arcaller.domain.plans.sentence import read_out

TERMS = PlanTerms(
    Money(117200, "EUR"), date(2026, 12, 1), date(2026, 11, 24), count=5, down_payment=Money(17200, "EUR")
)
BERLIN = calendar_of("DE-BE")


def say_amount(amount):
    return f"{amount.minor / 100:g} euro"


def say_date(day):
    return f"{day.day} {day:%B}"


def said(terms):
    sentence = read_out(schedule(terms), say_amount, say_date)
    return sentence.removeprefix("You pay ").removesuffix(". Could you say that back to me?")


def test_the_sentence_of_the_picture():
    assert read_out(schedule(TERMS), say_amount, say_date) == (
        "You pay 172 euro today and then 200 euro on the first of each month, five times, the last on 1 April. "
        "Could you say that back to me?"
    )


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        (Shift.FOLLOWING, "or the next working day, five times, the last on 1 April"),
        (Shift.MODIFIED_FOLLOWING, "or the nearest working day, five times, the last on 1 April"),
        (Shift.PRECEDING, "or the working day before, five times, the last on 1 April"),
    ],
)
def test_a_holiday_in_the_way_is_said(shift, words):
    assert words in said(replace(TERMS, shift=shift, calendar=BERLIN))


@pytest.mark.parametrize(
    ("frequency", "first", "words"),
    [
        (Frequency.WEEKLY, date(2026, 12, 4), "every Friday, five times"),
        (Frequency.BIWEEKLY, date(2026, 12, 4), "every second Friday, five times"),
        (Frequency.SEMIMONTHLY, date(2026, 12, 1), "on the first and the sixteenth of each month"),
        (Frequency.SEMIMONTHLY, date(2026, 12, 20), "on the fifth and the twentieth of each month"),
        (Frequency.MONTHLY, date(2026, 12, 31), "on the last day of each month"),
        (Frequency.MONTH_END, date(2026, 12, 10), "on the last day of each month"),
        (Frequency.QUARTERLY, date(2026, 12, 15), "on the fifteenth of every third month"),
    ],
)
def test_each_rhythm_has_its_words(frequency, first, words):
    assert words in said(replace(TERMS, frequency=frequency, first_on=first))


def test_the_last_day_is_said_where_the_month_end_was_chosen():
    assert "on the last day of each month" in said(replace(TERMS, first_on=date(2026, 12, 10), month_end=True))


def test_one_two_many_and_unequal_rows():
    assert said(replace(TERMS, count=1, down_payment=None)) == "1172 euro on 1 December"
    assert said(replace(TERMS, count=2)) == "172 euro today and then 500 euro on 1 December and again on 1 January"
    assert "13 times, the last on 1 December" in said(replace(TERMS, count=13, total=Money(147200, "EUR")))
    plan = rebalance(schedule(replace(TERMS, down_payment=None, count=4)), 4, Money(27200, "EUR"))
    assert read_out(plan, say_amount, say_date).startswith(
        "You pay 300 euro on the first of each month, three times, the last on 1 February, then 272 euro on 1 March."
    )
