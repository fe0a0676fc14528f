"""Limits: what is inside, by how much not, and the nearest plan that needs no approval."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from arcaller.domain.authority import Authority, Limit, broken, check, check_promise, nearest_inside, within
from arcaller.domain.calendars import Frequency, Shift, calendar_of
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import PlanTerms, rebalance, schedule
from arcaller.domain.receivables.interest import InterestMethod

TODAY = date(2026, 11, 24)


def eur(minor):
    return Money(minor, "EUR")


TERMS = PlanTerms(
    eur(117200), date(2026, 12, 1), TODAY, count=5, down_payment=eur(17200), shift=Shift.FOLLOWING,
    calendar=calendar_of("DE-BE"),
)  # fmt: skip
LIMITS = Authority(max_total=eur(500000), max_months=6, least_installment=eur(10000), least_down_percent=Decimal(15))


def test_the_authority_bar_of_the_picture():
    length, whole, least, down = check(schedule(TERMS), LIMITS, lambda money: f"{money.minor / 100:,.2f}")
    assert (length.name, length.asked, length.limit, length.inside) == (Limit.LENGTH, 5, 6, True)
    assert length.words == "5 months asked · yours 6"
    assert length.fraction == pytest.approx(5 / 6)
    assert whole.words == "1,172.00 asked · yours 5,000.00"
    assert whole.fraction == pytest.approx(0.2344)
    assert least.words == "200.00 asked · yours at least 100.00"
    assert (least.inside, least.fraction, least.short) == (True, 0.5, None)
    assert down.words == "14.7 % asked · yours at least 15 %"
    assert (down.inside, down.short) == (False, eur(380))
    assert down.fraction == pytest.approx(172 / 175.8)


def test_the_nearest_plan_inside_is_the_one_of_the_picture():
    found = nearest_inside(TERMS, LIMITS)
    assert found == replace(TERMS, down_payment=eur(17600))
    assert [row.amount for row in schedule(found).installments] == [eur(19920)] * 5


def test_without_limits_nothing_is_checked_and_everything_is_inside():
    assert check(schedule(TERMS), Authority()) == ()
    assert nearest_inside(TERMS, Authority()) == TERMS
    assert check_promise(TODAY, TODAY, Authority()) is None


def test_every_limit_is_named_when_it_is_broken():
    tight = Authority(
        max_total=eur(100000),
        max_months=3,
        max_installments=4,
        least_installment=eur(20001),
        least_down_percent=Decimal(20),
        least_down_amount=eur(20000),
        max_discount_percent=Decimal(0),
        max_first_days=5,
    )
    found = check(schedule(replace(TERMS, discount_percent=Decimal("2.50"))), tight)
    assert [line.name for line in found] == [
        Limit.LENGTH,
        Limit.TOTAL,
        Limit.INSTALLMENTS,
        Limit.LEAST_INSTALLMENT,
        Limit.DOWN_PAYMENT,
        Limit.DOWN_PAYMENT,
        Limit.DISCOUNT,
        Limit.FIRST_DATE,
    ]
    assert broken(found) == found
    assert all(0 <= line.fraction <= 1 for line in found)
    assert found[6].words == "2.5 % asked · yours 0 %"
    assert found[7].words == "7 days ahead asked · yours 5"


def test_a_limit_in_another_currency_needs_approval():
    limits = Authority(max_total=Money(10**9, "USD"), least_installment=Money(1, "USD"))
    found = check(schedule(TERMS), limits)
    assert [line.inside for line in found] == [False, False]
    assert "your limit is in USD" in found[0].words
    assert nearest_inside(TERMS, limits) is None


def test_a_percentage_short_of_the_limit_never_looks_like_it():
    terms = replace(TERMS, total=eur(1000000), down_payment=eur(149999))
    (line,) = check(schedule(terms), Authority(least_down_percent=Decimal(15)))
    assert (line.asked, line.short) == (Decimal("14.9999").quantize(Decimal("0.0001")), eur(1))
    inside = check(schedule(replace(terms, down_payment=eur(150000))), Authority(least_down_percent=Decimal(15)))[0]
    assert (inside.asked, inside.inside, inside.fraction) == (Decimal("15.0"), True, 1.0)


def test_a_percentage_that_no_decimals_tell_from_the_limit_is_given_whole():
    huge = PlanTerms(eur(10**16), date(2026, 12, 1), TODAY, count=2, down_payment=eur(15 * 10**14 - 1))
    (line,) = check(schedule(huge), Authority(least_down_percent=Decimal(15)))
    assert not line.inside
    assert line.asked < 15


def test_a_promise_may_lie_only_so_far_ahead():
    limits = Authority(max_promise_days=14)
    assert check_promise(TODAY + timedelta(days=14), TODAY, limits).inside
    late = check_promise(TODAY + timedelta(days=15), TODAY, limits)
    assert (late.name, late.inside) == (Limit.PROMISE_DATE, False)


@pytest.mark.parametrize(
    ("limits", "change", "rows"),
    [
        (Authority(max_installments=3), {}, 3),
        (Authority(max_months=3), {}, 3),
        (Authority(least_installment=eur(30000)), {}, 3),
        (Authority(max_installments=3), {"balloon": eur(20000)}, 3),
        (Authority(max_months=3), {"count": None, "each": eur(15000)}, 3),
        (Authority(least_installment=eur(30000)), {"rate_percent": Decimal(12)}, 3),
        (Authority(least_installment=eur(30000)), {"balloon": eur(20000)}, 3),
        (Authority(max_installments=1), {"balloon": eur(20000)}, 1),
    ],
)
def test_as_few_installments_as_must_be_are_dropped(limits, change, rows):
    found = nearest_inside(replace(TERMS, **change), limits)
    assert len(schedule(found).installments) == rows
    assert within(schedule(found), limits)


def test_discount_first_date_and_down_amount_move_just_to_their_limits():
    limits = Authority(max_discount_percent=Decimal(5), max_first_days=3, least_down_amount=eur(20050))
    found = nearest_inside(replace(TERMS, discount_percent=Decimal(8)), limits)
    assert (found.discount_percent, found.first_on, found.down) == (Decimal(5), date(2026, 11, 27), eur(20100))


def test_a_whole_unit_is_not_forced_where_it_would_pay_everything():
    tiny = PlanTerms(eur(150), date(2026, 12, 1), TODAY, count=2)
    assert nearest_inside(tiny, Authority(least_down_percent=Decimal(70))).down == eur(105)


def test_rows_fixed_by_hand_are_kept_if_they_can_be():
    plan = rebalance(schedule(TERMS), 1, eur(40000))
    assert nearest_inside(plan.terms, LIMITS).edited == ((1, eur(40000)),)
    small = rebalance(schedule(TERMS), 1, eur(5000))
    assert nearest_inside(small.terms, LIMITS).edited == ()


@pytest.mark.parametrize(
    "limits",
    [
        Authority(max_total=eur(100000)),
        Authority(max_months=0),
        Authority(least_installment=eur(10**7)),
        Authority(max_installments=0),
        Authority(least_down_amount=eur(10**7)),
    ],
)
def test_where_no_terms_can_help_there_is_no_suggestion(limits):
    assert nearest_inside(TERMS, limits) is None


def test_terms_that_make_no_plan_still_find_one_that_does():
    found = nearest_inside(replace(TERMS, total=eur(11), down_payment=None, count=12), Authority())
    assert found.count == 11
    assert nearest_inside(replace(TERMS, count=None), Authority()) == replace(TERMS, count=1)


@settings(deadline=None)
@given(
    st.builds(
        PlanTerms,
        total=st.integers(1, 10**7).map(eur),
        first_on=st.dates(TODAY, date(2028, 1, 1)),
        agreed_on=st.just(TODAY),
        count=st.integers(1, 24),
        frequency=st.sampled_from(list(Frequency)),
        down_percent=st.none() | st.decimals(0, 60, places=1),
        discount_percent=st.decimals(0, 40, places=1),
        balloon=st.none() | st.integers(1, 10**6).map(eur),
        rate_percent=st.just(Decimal(0)) | st.just(Decimal(9)),
        method=st.sampled_from(list(InterestMethod)),
    ),
    st.builds(
        Authority,
        max_total=st.none() | st.integers(1, 10**7).map(eur),
        max_months=st.none() | st.integers(0, 12),
        max_installments=st.none() | st.integers(1, 12),
        least_installment=st.none() | st.integers(0, 10**6).map(eur),
        least_down_percent=st.none() | st.decimals(0, 60, places=1),
        least_down_amount=st.none() | st.integers(0, 10**6).map(eur),
        max_discount_percent=st.none() | st.decimals(0, 40, places=1),
        max_first_days=st.none() | st.integers(0, 90),
    ),
)
def test_a_suggestion_is_always_inside_and_a_plan_inside_is_its_own(terms, limits):
    found = nearest_inside(terms, limits)
    try:
        inside = within(schedule(terms), limits)
    except DomainError:
        inside = False
    if inside:
        assert found == terms
    assume(found is not None)
    assert within(schedule(found), limits)
    assert found.total == terms.total
