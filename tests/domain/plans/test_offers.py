"""The offer ladder: exact dates and amounts, and what each rung costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcaller.domain.authority import Authority, Limit, broken, check
from arcaller.domain.calendars import Frequency, calendar_of
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import PlanTerms, schedule
from arcaller.domain.plans.offers import Rung, cost_of_time, next_friday, offer_ladder
from arcaller.domain.promises.promises import Part, PromiseLimits, check_promise

TODAY = date(2026, 11, 24)
DEBT = Money(117200, "EUR")
RATE = Decimal("9.25")
LIMITS = Authority(
    max_months=6,
    least_down_percent=Decimal(15),
    least_installment=Money(10000, "EUR"),
    max_discount_percent=Decimal(5),
)


def ladder(limits=LIMITS, debt=DEBT, **more):
    offers = offer_ladder(debt, TODAY, limits, RATE, calendar=calendar_of("DE-BE"), **more)
    return {offer.rung: offer for offer in offers}


def test_each_rung_has_its_dates_and_amounts():
    offers = ladder()
    assert list(offers) == list(Rung)
    ends = {rung: offer.plan.ends_on.isoformat() for rung, offer in offers.items()}
    assert ends == {
        Rung.NOW: "2026-11-24",
        Rung.FRIDAY: "2026-11-27",
        Rung.TWO_PARTS: "2026-12-24",
        Rung.LONGEST: "2027-05-03",
        Rung.SETTLEMENT: "2026-11-27",
    }
    halves = offers[Rung.TWO_PARTS].plan
    assert (halves.down_payment, halves.installments[0].amount) == (Money(58600, "EUR"), Money(58600, "EUR"))
    longest = offers[Rung.LONGEST].plan
    assert (longest.down_payment, len(longest.installments)) == (Money(17600, "EUR"), 6)
    assert offers[Rung.SETTLEMENT].plan.total == Money(111340, "EUR")


def test_waiting_costs_money_and_a_discount_is_given():
    offers = ladder()
    assert offers[Rung.NOW].cost.net == Money(0, "EUR")
    assert offers[Rung.FRIDAY].cost.money == Money(89, "EUR")  # 1,172.00 × 9.25 % × 3/365 = 0.891
    assert offers[Rung.FRIDAY].cost.days == Decimal("3.0")
    settled = offers[Rung.SETTLEMENT].cost
    assert (settled.discount, settled.money, settled.net) == (
        Money(5860, "EUR"), Money(85, "EUR"), Money(5945, "EUR"),
    )  # fmt: skip


def test_interest_earned_is_set_against_the_wait():
    plan = schedule(PlanTerms(DEBT, date(2026, 12, 24), TODAY, count=1, rate_percent=Decimal(12)))
    cost = cost_of_time(plan, Decimal(0))
    assert (cost.money, cost.interest, cost.net) == (Money(0, "EUR"), Money(1172, "EUR"), Money(-1172, "EUR"))
    assert cost.days == Decimal(30)


def test_friday_is_the_one_after_today():
    assert next_friday(date(2026, 11, 27)) == date(2026, 12, 4)
    assert next_friday(date(2026, 11, 26)) == date(2026, 11, 27)
    assert next_friday(date(2026, 11, 28)) == date(2026, 12, 4)


def test_what_the_limits_do_not_allow_is_no_rung():
    assert list(ladder(Authority(max_installments=2))) == [Rung.NOW, Rung.FRIDAY, Rung.TWO_PARTS]
    assert list(ladder(Authority(max_total=Money(100, "EUR"), max_discount_percent=Decimal(5)))) == [
        Rung.NOW, Rung.FRIDAY,
    ]  # fmt: skip
    assert list(ladder(Authority(max_first_days=1), debt=Money(1, "EUR"))) == [Rung.NOW, Rung.FRIDAY]


def test_without_limits_the_longest_plan_is_a_year():
    longest = ladder(Authority())[Rung.LONGEST].plan
    assert len(longest.installments) == 12
    weekly = ladder(Authority(max_months=1), frequency=Frequency.WEEKLY, plan_first_on=date(2026, 12, 4))
    assert [row.due_on.day for row in weekly[Rung.LONGEST].plan.installments] == [4, 11, 18]


def test_nothing_owed_has_no_ladder():
    with pytest.raises(DomainError, match="above zero"):
        ladder(debt=Money(0, "EUR"))


@settings(deadline=None)
@given(st.integers(1, 10**8), st.integers(0, 24), st.sampled_from(list(Frequency)))
def test_every_rung_is_exact_and_the_longest_is_inside(debt, months, frequency):
    limits = replace(LIMITS, max_months=months)
    for rung, offer in ladder(limits, Money(debt, "EUR"), frequency=frequency).items():
        assert offer.plan.adds_up
        assert offer.cost.days >= 0
        if rung is Rung.LONGEST:
            assert not broken(check(offer.plan, limits))
        if rung is Rung.SETTLEMENT:
            down_limits = {Limit.DOWN_PAYMENT, Limit.LEAST_INSTALLMENT}
            assert {line.name for line in broken(check(offer.plan, limits))} <= down_limits


def test_two_parts_end_on_the_last_day_that_may_be_promised():
    """24 December to 24 January are 31 days: one more than the limit, and 23 January is a Saturday."""
    offers = offer_ladder(
        DEBT, date(2026, 12, 24), Authority(max_promise_days=30), RATE, calendar=calendar_of("DE-BE")
    )
    (halves,) = [offer.plan for offer in offers if offer.rung is Rung.TWO_PARTS]
    assert halves.ends_on == date(2027, 1, 22)
    assert halves.down_payment + halves.installments[0].amount == DEBT


def test_what_may_not_be_promised_is_no_rung():
    assert Rung.TWO_PARTS not in ladder(Authority(max_promise_parts=1))
    assert Rung.TWO_PARTS not in ladder(Authority(least_promise=Money(58_601, "EUR")))
    assert Rung.TWO_PARTS in ladder(Authority(least_promise=Money(58_600, "EUR")))
    assert Rung.FRIDAY not in ladder(Authority(max_promise_days=2))
    assert next(iter(ladder(Authority(max_promise_days=0)))) is Rung.NOW
    assert Rung.TWO_PARTS in ladder(Authority(max_promise_parts=1), are_promised=False)


@settings(deadline=None)
@given(
    st.integers(1, 10**8), st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 60), st.integers(1, 3),
    st.integers(0, 10**8),
)  # fmt: skip
def test_what_is_taken_as_a_promise_is_inside_the_limits_of_promises(debt, today, days, parts, least):
    limits = Authority(max_promise_days=days, max_promise_parts=parts, least_promise=Money(least, "EUR"))
    rules = PromiseLimits(days, least, parts)
    for offer in offer_ladder(Money(debt, "EUR"), today, limits, RATE, calendar=calendar_of("DE-BE")):
        if offer.rung in (Rung.NOW, Rung.FRIDAY, Rung.TWO_PARTS):
            plan = offer.plan
            asked = [Part(row.amount.minor, row.due_on) for row in plan.installments]
            if plan.down_payment:
                asked.insert(0, Part(plan.down_payment.minor, today))
            check_promise(asked, "EUR", open_balance_minor=debt, today=today, limits=rules)
