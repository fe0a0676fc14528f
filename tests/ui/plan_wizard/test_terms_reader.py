"""From typed texts to a schedule, field by field, and back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_samples import LIMITS, TODAY, eur

from arcaller.domain.authority import nearest_inside, within
from arcaller.domain.calendars import BusinessCalendar, Frequency, Shift
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import schedule
from arcaller.domain.plans.terms import PartPayments, Remainder
from arcaller.domain.receivables.interest import InterestMethod
from arcaller.ui.plan_wizard.terms_reader import Ground, TermTexts, in_short, read_plan, texts_of
from arcaller.ui.shared.words.formats import Formats

ENGLISH, GERMAN = Formats("en_GB"), Formats("de_DE")
GROUND = Ground(eur(117200), TODAY, BusinessCalendar("DE", "BE"))
TEXTS = TermTexts(first="2026-12-01", calendar="DE-BE", count="5", down="172")


def test_the_plan_of_five_parts_after_a_down_payment():
    plan = read_plan(TEXTS, GROUND, ENGLISH).plan
    assert plan.down_payment == eur(17200)
    assert [row.amount.minor for row in plan.installments] == [20000] * 5
    assert [row.due_on for row in plan.installments][:2] == [date(2026, 12, 1), date(2027, 1, 4)]
    assert in_short(plan, ENGLISH) == "172.00 now, then 5 × 200.00"


@pytest.mark.parametrize("none", ["", "none", " None ", "0", "–"])
def test_none_in_words_is_no_down_payment(none):
    assert read_plan(replace(TEXTS, down=none), GROUND, ENGLISH).plan.terms.down_payment is None


@pytest.mark.parametrize(
    ("formats", "typed", "percent"),
    [(ENGLISH, "15%", "15"), (ENGLISH, "12.5 %", "12.5"), (GERMAN, "12,5 %", "12.5")],
)
def test_a_down_payment_in_per_cent_is_read_with_the_mark_of_the_place(formats, typed, percent):
    assert read_plan(replace(TEXTS, down=typed), GROUND, formats).plan.terms.down_percent == Decimal(percent)


@pytest.mark.parametrize(
    ("field", "typed", "name", "words"),
    [
        ("down", "12,5", "down_payment", "is not an amount"),
        ("down", "1,5 %", "down_payment", "is not a percentage"),
        ("down", "1172", "down_payment", "no installments are left"),
        ("count", "", "count", "How many installments?"),
        ("count", "three", "count", "“three” is not a number"),
        ("count", "0", "count", "from 1 to"),
        ("count", "99999", "count", "from 1 to"),
        ("first", "", "first_on", "When is the first installment?"),
        ("first", "31.11.", "first_on", "no such day"),
        ("first", "2026-11-01", "first_on", "before the agreement"),
        ("calendar", "Germany", "calendar", "is no country"),
        ("balloon", "2000", "balloon", "leaves nothing"),
        ("discount", "100", "discount_percent", "under 100 %"),
        ("discount", "-5", "discount_percent", "is not a percentage"),
        ("rate", "9 %%", "rate_percent", "is not a percentage"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_field(field, typed, name, words):
    reading = read_plan(replace(TEXTS, **{field: typed}), GROUND, ENGLISH)
    assert reading.plan is None
    assert words in reading.refusals[name]
    assert list(reading.refusals) == [name]


def test_each_without_an_amount_is_asked_for():
    refusals = read_plan(replace(TEXTS, by_each=True, each=" "), GROUND, ENGLISH).refusals
    assert refusals == {"each": "How much each time? Write it like 200.00."}


def test_a_tiny_debt_in_too_many_parts_is_refused_under_the_number():
    reading = read_plan(replace(TEXTS, count="12", down=""), replace(GROUND, total=eur(11)), ENGLISH)
    assert "choose fewer" in reading.refusals["count"]


def test_a_country_without_known_holidays_is_a_warning_not_a_refusal():
    reading = read_plan(replace(TEXTS, calendar="DE-XX"), GROUND, ENGLISH)
    assert reading.plan is not None
    assert "XX" in reading.calendar_warning


def test_the_offices_own_closed_days_stay_while_the_code_is_the_same():
    calendar = BusinessCalendar("DE", "BE", added=frozenset({date(2026, 12, 1)}))
    plan = read_plan(TEXTS, replace(GROUND, calendar=calendar), ENGLISH).plan
    assert plan.installments[0].due_on == date(2026, 12, 2)


def test_currencies_without_decimals_are_read_as_they_are():
    ground = Ground(Money(100000, "JPY"), TODAY, BusinessCalendar("JP"))
    assert "0 decimals" in read_plan(replace(TEXTS, down="10.50"), ground, ENGLISH).refusals["down_payment"]
    assert read_plan(replace(TEXTS, down="10000"), ground, ENGLISH).plan.financed == Money(90000, "JPY")


def test_a_draft_comes_back_as_it_was():
    texts = replace(
        TEXTS, frequency=Frequency.QUARTERLY, shift=Shift.PRECEDING, remainder=Remainder.SPREAD, rate="9 %",
        method=InterestMethod.LEVEL_ACT_365, edited=((2, 15000),), by_each=True, each="200",
        part_payments=PartPayments.WHOLE_ONLY,
    )  # fmt: skip
    assert TermTexts.from_json(json.dumps({"terms": texts.to_json()})) == texts


@pytest.mark.parametrize("broken", ["", "{", "{}", '{"terms": 5}', '{"terms": {"first": "x", "shift": "sideways"}}'])
def test_what_is_no_draft_says_so(broken):
    with pytest.raises(ValueError, match=r"no draft|Expecting|sideways"):
        TermTexts.from_json(broken)


def test_more_than_three_different_amounts_are_shortened():
    plan = read_plan(replace(TEXTS, edited=((1, 10000), (3, 15000), (4, 16000))), GROUND, ENGLISH).plan
    assert in_short(plan, ENGLISH) == "172.00 now, then 100.00, 295.00, 150.00 …"


@settings(deadline=None)
@given(
    count=st.integers(2, 24),
    down=st.sampled_from(["", "172", "10 %", "33.3 %"]),
    discount=st.sampled_from(["", "5", "12.5 %"]),
    frequency=st.sampled_from(list(Frequency)),
)
def test_the_nearest_plan_typed_back_is_the_same_plan_and_inside(count, down, discount, frequency):
    texts = replace(TEXTS, count=str(count), down=down, discount=discount, frequency=frequency)
    asked = read_plan(texts, GROUND, ENGLISH).plan
    nearest = nearest_inside(asked.terms, LIMITS)
    assert nearest is not None
    typed = read_plan(texts_of(nearest, texts, ENGLISH), GROUND, ENGLISH).plan
    assert within(typed, LIMITS)
    assert typed.installments == schedule(nearest).installments


def test_what_cannot_be_worked_out_is_said_in_the_readers_figures():
    few = replace(GROUND, total=eur(11))
    (said,) = read_plan(replace(TEXTS, count="12", down=""), few, Formats("de_DE")).refusals.values()
    assert said.startswith("0,11 EUR cannot be paid in 12 installments")
