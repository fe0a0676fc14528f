"""Published examples of editing, settling and rescheduling a plan, to the cent and the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.authority import Authority, Limit, broken, check
from arcaller.domain.calendars import Frequency
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import Schedule, move, rebalance, schedule
from arcaller.domain.plans.plan_view import roll_up
from arcaller.domain.plans.reschedule import extended, rest_terms, with_grace
from arcaller.domain.plans.schedule_notes import lead_of, schedule_notes
from arcaller.domain.plans.settlements import settled_for
from arcaller.domain.plans.states import PlanRow
from arcaller.domain.plans.terms import PlanTerms

START = date(2026, 1, 1)


def usd(units: int) -> Money:
    return Money(units * 100, "USD")


def terms(total: int = 1000, **more) -> PlanTerms:
    values = {"total": usd(total), "first_on": date(2026, 2, 1), "agreed_on": START}
    return PlanTerms(**{**values, **more})


def amounts(plan: Schedule) -> list[str]:
    return [f"{row.amount.minor / 100:.2f}" for row in plan.installments]


def days(plan: Schedule) -> list[date]:
    return [row.due_on for row in plan.installments]


# --- one installment, or the whole, is changed ---------------------------------------------------------------------


def notes(plan: Schedule, before: PlanTerms) -> str:
    return " ".join(
        schedule_notes(plan, lead_of(schedule(before)), lambda money: f"{money.minor / 100:,.2f}")
    )  # fmt: skip


def test_t1_each_set_to_400_makes_a_third_part_of_the_rest_and_says_so():
    plan = schedule(terms(each=usd(400)))
    assert amounts(plan) == ["400.00", "400.00", "200.00"]
    assert "The third installment is 200.00: what 2 × 400.00 leave." in notes(plan, terms(count=2))


def test_t2_the_total_set_to_500_is_a_settlement_in_two():
    plan = schedule(settled_for(terms(count=2), usd(500)))
    assert amounts(plan) == ["250.00", "250.00"]
    assert (plan.debt, plan.discount) == (usd(1000), usd(500))


def test_t3_each_set_to_250_makes_four_parts_or_with_a_settlement_two():
    assert amounts(schedule(terms(each=usd(250)))) == ["250.00"] * 4
    assert amounts(schedule(settled_for(terms(count=2), usd(500)))) == ["250.00"] * 2
    assert notes(schedule(terms(each=usd(250))), terms(count=2)) == (
        "2 × 250.00 would be a settlement: type 500.00 as the sum if that is agreed. All of it takes 4 installments."
    )
    settled = schedule(settled_for(terms(each=usd(250)), usd(500)))
    assert amounts(settled) == ["250.00"] * 2
    assert notes(settled, terms(count=2)) == ""


def test_t4_more_parts_with_their_amounts_kept_overpay_and_say_by_how_much():
    plan = rebalance(schedule(terms(count=4)), 1, usd(500))
    with pytest.raises(DomainError, match="leave nothing for the others"):
        rebalance(plan, 2, usd(500))
    with pytest.raises(DomainError, match=r"more than 1000.00 USD \(by 1000.00 USD\)"):
        schedule(terms(count=5, edited=tuple((number, usd(500)) for number in range(1, 5))))
    with pytest.raises(DomainError, match=r"overpays by 1,?000\.00 USD"):
        settled_for(terms(count=4), usd(2000))
    assert notes(schedule(terms(count=4)), terms(each=usd(500))) == (
        "4 × 500.00 overpays by 1,000.00: the installments are 250.00 now."
    )
    assert notes(schedule(terms(count=4)), terms(count=2)) == ""


def test_t15_at_most_two_unequal_parts_twenty_days_apart_and_none_below_100():
    limits = Authority(least_installment=usd(100), max_unequal_parts=2, least_days_apart=20)

    def beyond(plan: Schedule) -> list[Limit]:
        return [found.name for found in broken(check(plan, limits))]

    base = schedule(terms(20_000, count=4))
    two = rebalance(rebalance(base, 1, usd(3_000)), 2, usd(5_000))
    assert beyond(two) == []
    assert beyond(rebalance(schedule(terms(1200, count=3)), 1, usd(600))) == []
    assert beyond(schedule(terms(1000, count=3))) == []
    three = schedule(terms(20_000, count=5, edited=((1, usd(1_000)), (2, usd(2_000)), (3, usd(3_000)))))
    assert beyond(three) == [Limit.UNEQUAL_PARTS]
    assert beyond(schedule(terms(1200, count=6, frequency=Frequency.BIWEEKLY))) == [Limit.DAYS_APART]
    assert beyond(rebalance(schedule(terms(1200, count=3)), 1, usd(50))) == [Limit.LEAST_INSTALLMENT]
    (apart,) = [found for found in check(two, limits) if found.name is Limit.DAYS_APART]
    assert (apart.asked, apart.words) == (28, "28 days apart asked · yours at least 20")
    assert not check(schedule(terms(count=1)), Authority(least_days_apart=20))


def test_t15_equal_and_unequal_parts_within_limits():
    assert amounts(schedule(terms(1200, count=6))) == ["200.00"] * 6
    assert amounts(rebalance(schedule(terms(1200, count=3)), 1, usd(600))) == ["600.00", "300.00", "300.00"]
    plan = rebalance(rebalance(schedule(terms(20_000, count=4)), 1, usd(3_000)), 2, usd(5_000))
    assert amounts(plan) == ["3000.00", "5000.00", "6000.00", "6000.00"]


def test_t16_318_at_50_a_week_is_six_parts_and_18():
    plan = schedule(terms(318, each=usd(50), frequency=Frequency.WEEKLY))
    assert amounts(plan) == ["50.00"] * 6 + ["18.00"]


def test_t17_twelve_parts_in_three_styles_of_dates():
    def run(first: date, frequency: Frequency = Frequency.MONTHLY) -> tuple[date, date, date]:
        plan = schedule(
            terms(12_000, count=12, first_on=first, agreed_on=date(2022, 10, 17), frequency=frequency)
        )  # fmt: skip
        assert amounts(plan) == ["1000.00"] * 12
        return days(plan)[0], days(plan)[1], days(plan)[-1]

    assert run(date(2022, 10, 17)) == (date(2022, 10, 17), date(2022, 11, 17), date(2023, 9, 17))
    assert run(date(2022, 11, 1)) == (date(2022, 11, 1), date(2022, 12, 1), date(2023, 10, 1))
    ends = run(date(2022, 10, 31), Frequency.MONTH_END)
    assert ends == (date(2022, 10, 31), date(2022, 11, 30), date(2023, 9, 30))


# --- rescheduling --------------------------------------------------------------------------------------------------


def lender() -> Schedule:
    """3 × 1000 due 1 Aug, 1 Sep, 1 Oct 2023."""
    return schedule(terms(3000, count=3, first_on=date(2023, 8, 1), agreed_on=date(2023, 7, 1)))


def rest(plan: Schedule, *received: int, today: date) -> PlanTerms:
    rows = [
        PlanRow(row.due_on, row.amount.minor, got * 100) for row, got in zip(plan.installments, received, strict=True)
    ]
    return rest_terms(plan.terms, rows, total=plan.debt, received=usd(sum(received)), today=today)


def test_t9_one_date_moved_and_the_later_ones_follow():
    moved = move(lender(), 2, date(2023, 9, 15))
    assert days(moved) == [date(2023, 8, 1), date(2023, 9, 15), date(2023, 10, 15)]
    assert amounts(moved) == ["1000.00"] * 3
    assert [row.moved for row in moved.installments] == [False, True, False]


def test_t10_two_more_terms_over_what_is_left():
    left = rest(lender(), 1000, 0, 0, today=date(2023, 8, 10))
    plan = schedule(extended(left, 2))
    assert days(plan) == [date(2023, 9, 1), date(2023, 10, 1), date(2023, 11, 1), date(2023, 12, 1)]
    assert amounts(plan) == ["500.00"] * 4


def test_t11_one_period_of_grace():
    plan = schedule(with_grace(rest(lender(), 1000, 0, 0, today=date(2023, 8, 10)), 1))
    assert days(plan) == [date(2023, 10, 1), date(2023, 11, 1)]
    assert amounts(plan) == ["1000.00"] * 2


def four() -> Schedule:
    return schedule(terms(count=4, first_on=date(2024, 1, 1), agreed_on=date(2024, 1, 1)))


def test_t12_the_rest_aged_anew_over_six_months():
    left = rest(four(), 250, 0, 0, 0, today=date(2024, 2, 20))
    plan = schedule(replace(left, count=6, first_on=date(2024, 3, 1)))
    assert amounts(plan) == ["125.00"] * 6
    assert (days(plan)[0], days(plan)[-1]) == (date(2024, 3, 1), date(2024, 8, 1))


def test_t13_the_rest_in_two_parts_every_thirty_days():
    left = rest(four(), 250, 0, 0, 0, today=date(2024, 2, 20))
    plan = schedule(replace(left, count=2, first_on=date(2024, 3, 10), frequency=Frequency.THIRTY_DAYS))
    assert amounts(plan) == ["375.00"] * 2
    assert days(plan) == [date(2024, 3, 10), date(2024, 4, 9)]


def test_a_settlement_keeps_its_discount_when_it_is_rescheduled():
    plan = schedule(terms(8750, count=3, discount_percent=Decimal(20)))
    rows = [PlanRow(row.due_on, row.amount.minor, 0) for row in plan.installments]
    rows[0] = PlanRow(rows[0].due_on, rows[0].amount_minor, rows[0].amount_minor)
    left = rest_terms(
        plan.terms, rows, total=plan.debt, received=Money(rows[0].amount_minor, "USD"), today=date(2026, 2, 5)
    )  # fmt: skip
    again = schedule(extended(left, 2))
    assert again.discount == usd(1750)
    assert again.total.minor == 700_000 - 233_333


# --- what cannot be, and what always holds -------------------------------------------------------------------------


def test_a_date_before_the_installment_before_is_refused():
    with pytest.raises(DomainError, match="the one before is due on 2023-08-01"):
        move(lender(), 2, date(2023, 8, 1))


def test_a_date_moved_past_a_later_fixed_one_lets_that_follow():
    plan = move(lender(), 3, date(2023, 10, 5))
    assert days(move(plan, 2, date(2023, 10, 20)))[1:] == [date(2023, 10, 20), date(2023, 11, 20)]


def test_roll_up_shows_which_part_pays_which_invoice():
    assert roll_up([500, 300], [0, 200, 200, 400]) == [[0, 200, 200, 100], [0, 0, 0, 300]]


@given(
    total=st.integers(1_000, 5_000_000),
    count=st.integers(2, 12),
    share=st.integers(1, 99),
    number=st.integers(1, 12),
    shift=st.integers(1, 20),
)
def test_edits_stay_the_sum_is_exact_and_nothing_is_negative(total, count, share, number, shift):
    plan = schedule(PlanTerms(Money(total, "USD"), date(2026, 2, 1), START, count=count))
    number = min(number, count)
    fixed = Money(max(1, total * share // 100), "USD")
    try:
        plan = rebalance(plan, number, fixed)
    except DomainError:
        pass
    else:
        assert plan.installments[number - 1].amount == fixed
    at = plan.installments[number - 1].due_on
    moved = move(plan, number, date.fromordinal(at.toordinal() + shift))
    assert moved.installments[number - 1].due_on.toordinal() == at.toordinal() + shift
    assert [row.amount for row in moved.installments] == [row.amount for row in plan.installments]
    assert moved.adds_up
    assert all(row.amount.minor > 0 for row in moved.installments)
    assert days(moved) == sorted(days(moved))


@given(
    total=st.integers(1_000, 5_000_000),
    count=st.integers(1, 8),
    paid=st.integers(0, 99),
    more=st.integers(0, 6),
    discount=st.sampled_from(["0", "10", "20", "33.3"]),
)
def test_rescheduling_conserves_what_is_owed(total, count, paid, more, discount):
    plan = schedule(
        PlanTerms(Money(total, "USD"), date(2026, 2, 1), START, count=count, discount_percent=Decimal(discount))
    )  # fmt: skip
    came_in = plan.total.minor * paid // 100
    rows, left = [], came_in
    for row in plan.installments:
        got = min(left, row.amount.minor)
        rows.append(PlanRow(row.due_on, row.amount.minor, got))
        left -= got
    again = rest_terms(
        plan.terms, rows, total=plan.debt, received=Money(came_in, "USD"), today=date(2026, 1, 20)
    )  # fmt: skip
    new = schedule(extended(again, more))
    assert new.adds_up
    assert new.total.minor + came_in + new.discount.minor == total
    assert new.discount == plan.discount
