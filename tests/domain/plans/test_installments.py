"""Payment plans: exact to the minor unit, dates in order, every refusal in words beside its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from arcaller.domain.calendars import BusinessCalendar, Frequency, Shift, calendar_of
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import pay_off, rebalance, schedule, split
from arcaller.domain.plans.terms import PlanTerms, Remainder
from arcaller.domain.receivables.interest import InterestMethod

FIRST, AGREED = date(2026, 2, 15), date(2026, 1, 15)


def usd(text):
    return Money(int(text.replace(",", "").replace(".", "")), "USD")


def terms(total="1,000.00", count=None, **more):
    more = {"first_on": FIRST, "agreed_on": AGREED, **more}
    return PlanTerms(usd(total), count=count, **more)


def amounts(plan):
    return [f"{row.amount.minor / 100:.2f}" for row in plan.installments]


def refusal(asked):
    with pytest.raises(DomainError) as caught:
        schedule(asked)
    return caught.value


# --- equal rows -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "count", "policy", "parts"),
    [
        (100000, 3, Remainder.LAST, [33333, 33333, 33334]),
        (100000, 3, Remainder.FIRST, [33334, 33333, 33333]),
        (100000, 3, Remainder.SPREAD, [33334, 33333, 33333]),
        (100000, 3, Remainder.ROUND_LAST, [33333, 33333, 33334]),
        (234567, 12, Remainder.LAST, [19547] * 11 + [19550]),
        (234567, 12, Remainder.FIRST, [19550] + [19547] * 11),
        (234567, 12, Remainder.SPREAD, [19548] * 3 + [19547] * 9),
        (234567, 12, Remainder.ROUND_LAST, [19547] * 11 + [19550]),
        (500000, 18, Remainder.ROUND_LAST, [27778] * 17 + [27774]),
    ],
)
def test_the_remainder_goes_where_the_policy_says(total, count, policy, parts):
    assert split(total, count, policy) == parts
    plan = schedule(PlanTerms(Money(total, "EUR"), FIRST, AGREED, count=count, remainder=policy))
    assert [row.amount.minor for row in plan.installments] == parts
    assert plan.adds_up


@pytest.mark.parametrize("policy", list(Remainder))
def test_eleven_cents_cannot_be_paid_in_twelve_parts(policy):
    said = refusal(PlanTerms(Money(11, "USD"), FIRST, AGREED, count=12, remainder=policy))
    assert said.field == "count"
    assert "0.11 USD cannot be paid in 12 installments" in said.message


@pytest.mark.parametrize(
    ("minor", "currency", "rows"), [(1000, "JPY", [333, 333, 334]), (1000, "KWD", [333, 333, 334])]
)
def test_any_exponent_is_exact(minor, currency, rows):
    plan = schedule(PlanTerms(Money(minor, currency), FIRST, AGREED, count=3))
    assert [row.amount for row in plan.installments] == [Money(row, currency) for row in rows]


def test_the_client_offers_so_much_each_time():
    assert amounts(schedule(terms(each=usd("150.00")))) == ["150.00"] * 6 + ["100.00"]
    assert amounts(schedule(terms("318.00", each=usd("50.00"), frequency=Frequency.WEEKLY))) == ["50.00"] * 6 + [
        "18.00"
    ]
    assert amounts(schedule(terms(each=usd("250.00")))) == ["250.00"] * 4
    assert amounts(schedule(terms(each=usd("400.00")))) == ["400.00", "400.00", "200.00"]
    assert amounts(schedule(terms(each=usd("5,000.00")))) == ["1000.00"]
    assert amounts(schedule(terms("500.00", 2))) == ["250.00", "250.00"]


def test_balances_run_down_to_nothing_and_dates_say_why_they_moved():
    """The picture of the plan wizard: 1,172.00, 172.00 today, five on the first, Berlin's holidays."""
    plan = schedule(
        terms(
            "1,172.00", 5, down_payment=usd("172.00"), first_on=date(2026, 12, 1), agreed_on=date(2026, 11, 24),
            shift=Shift.FOLLOWING, calendar=calendar_of("DE-BE"),
        )
    )  # fmt: skip
    assert [row.balance.minor for row in plan.installments] == [80000, 60000, 40000, 20000, 0]
    second = plan.installments[1]
    assert (second.due_on, second.unadjusted_due_on) == (date(2027, 1, 4), date(2027, 1, 1))
    assert second.shift_reason == "New Year's Day"
    assert (plan.total, plan.financed, plan.down_payment) == (usd("1172.00"), usd("1000.00"), usd("172.00"))
    assert (plan.starts_on, plan.ends_on) == (date(2026, 12, 1), date(2027, 4, 1))
    assert (plan.debt, plan.payable, plan.discount, plan.interest) == (
        usd("1172.00"),
        usd("1172.00"),
        usd("0"),
        usd("0"),
    )
    assert plan.least_installment == usd("200.00")
    assert plan.currency == "USD"


# --- down payment, balloon, discount --------------------------------------------------------------------------------


def test_ten_per_cent_down():
    plan = schedule(terms("2,400.00", 5, down_percent=Decimal(10)))
    assert plan.down_payment == usd("240.00")
    assert amounts(plan) == ["432.00"] * 5


def test_a_balloon_is_one_more_row_one_period_later():
    plan = schedule(terms("2,400.00", 5, down_percent=Decimal(10), balloon=usd("660.00")))
    assert amounts(plan) == ["300.00"] * 5 + ["660.00"]
    assert [row.balloon for row in plan.installments] == [False] * 5 + [True]
    assert plan.ends_on == date(2026, 7, 15)
    each = schedule(terms(each=usd("150.00"), balloon=usd("500.00")))
    assert amounts(each) == ["150.00", "150.00", "150.00", "50.00", "500.00"]


def test_the_discount_is_rounded_first_on_the_whole():
    plan = schedule(terms("8,750.00", 3, discount_percent=Decimal(20)))
    assert amounts(plan) == ["2333.33", "2333.33", "2333.34"]
    assert (plan.discount, plan.payable, plan.debt) == (usd("1750.00"), usd("7000.00"), usd("8750.00"))
    odd = schedule(terms("100.10", 1, discount_percent=Decimal(25)))
    assert (odd.discount, odd.total) == (usd("25.03"), usd("75.07"))
    down = schedule(terms("8,750.00", 3, discount_percent=Decimal(20), down_percent=Decimal(10)))
    assert down.down_payment == usd("700.00")


# --- interest -------------------------------------------------------------------------------------------------------


def test_a_level_plan_with_interest_row_by_row():
    """P = 10,000.00 at 12 %, n = 6: A = P·i/(1−(1+i)^−n) = 1,725.48; the last row clears."""
    plan = schedule(terms("10,000.00", 6, rate_percent=Decimal(12)))
    rows = [
        (row.amount.minor, row.interest.minor, row.principal.minor, row.balance.minor) for row in plan.installments
    ]
    assert rows == [
        (172548, 10000, 162548, 837452),
        (172548, 8375, 164173, 673279),
        (172548, 6733, 165815, 507464),
        (172548, 5075, 167473, 339991),
        (172548, 3400, 169148, 170843),
        (172551, 1708, 170843, 0),
    ]
    assert (plan.total, plan.interest) == (usd("10352.91"), usd("352.91"))
    assert plan.adds_up


def test_pay_off_counts_the_days_since_the_last_paid_row():
    plan = schedule(terms("10,000.00", 6, rate_percent=Decimal(12)))
    figure = pay_off(plan, date(2026, 4, 25), rows_paid=3)
    assert (figure.interest, figure.total) == (usd("16.68"), usd("5091.32"))
    assert pay_off(plan, date(2026, 1, 1), rows_paid=0).total == usd("10000.00")
    assert pay_off(plan, date(2027, 1, 1), rows_paid=6).total == usd("0")
    for rows in (-1, 7):
        with pytest.raises(DomainError, match="the plan has 6"):
            pay_off(plan, date(2026, 4, 25), rows_paid=rows)


def test_equal_principal_on_thirty_day_months():
    """Published loan case: 5,000 in 18 at 1 % a month on the balance, interest 475.00 in all."""
    plan = schedule(
        terms(
            "5,000.00", 18, agreed_on=date(2022, 11, 1), first_on=date(2022, 12, 1), rate_percent=Decimal(12),
            method=InterestMethod.EQUAL_PRINCIPAL_30_360, remainder=Remainder.ROUND_LAST,
        )
    )  # fmt: skip
    assert (amounts(plan)[0], amounts(plan)[-1]) == ("327.78", "280.52")
    assert plan.installments[-1].principal == usd("277.74")
    assert (plan.interest, plan.total) == (usd("475.00"), usd("5475.00"))


def test_level_payments_on_real_days():
    """A = P/ΣDF with DF_k = Π 1/(1+r·d/365); the published case rounds up to 305.00, exact is 304.86."""
    plan = schedule(
        terms(
            "5,000.00", 18, agreed_on=date(2022, 11, 1), first_on=date(2022, 12, 1), rate_percent=Decimal(12),
            method=InterestMethod.LEVEL_ACT_365,
        )
    )  # fmt: skip
    factors, product = [], Decimal(1)
    before = date(2022, 11, 1)
    for row in plan.installments:
        product /= 1 + Decimal("0.12") * (row.due_on - before).days / 365
        factors.append(product)
        before = row.due_on
    assert plan.installments[0].amount.minor == round(500000 / sum(factors))
    assert plan.installments[0].interest == usd("49.32")
    assert len({row.amount for row in plan.installments[:-1]}) == 1


def test_equal_principal_on_real_days():
    plan = schedule(
        terms(
            "10,000.00", 2, agreed_on=date(2026, 1, 15), first_on=date(2026, 3, 31), rate_percent=Decimal(10),
            method=InterestMethod.EQUAL_PRINCIPAL_ACT_365,
        )
    )  # fmt: skip
    assert [row.interest.minor for row in plan.installments] == [20548, 4110]
    assert [row.principal.minor for row in plan.installments] == [500000, 500000]


def test_a_level_sum_and_a_fixed_sum_over_the_same_loan():
    """Published lending case (rounded there to whole units): 280,000 at 8.4 %, 20 months or 14,000 each."""
    by_count = schedule(terms("280,000.00", 20, rate_percent=Decimal("8.4")))
    assert round(by_count.installments[0].amount.minor / 100) == 15052
    assert round(by_count.interest.minor / 100) == 21034
    by_amount = schedule(terms("280,000.00", each=usd("14,000.00"), rate_percent=Decimal("8.4")))
    assert len(by_amount.installments) == 22
    assert round(by_amount.total.minor / 100) == 302712


def test_interest_runs_to_the_unadjusted_date():
    asked = terms("10,000.00", 6, rate_percent=Decimal(12), method=InterestMethod.LEVEL_ACT_365)
    moved = schedule(replace(asked, shift=Shift.FOLLOWING))
    assert [row.interest for row in moved.installments] == [row.interest for row in schedule(asked).installments]


@pytest.mark.parametrize(
    ("method", "last"), [(InterestMethod.LEVEL_30_360, 606000), (InterestMethod.EQUAL_PRINCIPAL_30_360, 606000)]
)
def test_a_balloon_is_principal_and_pays_its_own_interest(method, last):
    asked = terms("10,000.00", 4, rate_percent=Decimal(12), method=method, balloon=usd("6,000.00"))
    plan = schedule(asked)
    assert plan.installments[-1].amount.minor == last
    assert plan.installments[-1].principal == usd("6000.00")
    assert plan.adds_up
    each = schedule(replace(asked, count=None, each=usd("1,500.00"), method=InterestMethod.LEVEL_30_360))
    assert each.installments[-1].amount.minor == 606000
    assert each.adds_up


# --- one row edited -------------------------------------------------------------------------------------------------


def test_an_edited_row_makes_the_others_share_the_rest():
    """Published unequal parts: 600 + 2 × 300 of 1,200; 3k + 5k + 6k + 6k of 20,000."""
    assert amounts(rebalance(schedule(terms("1,200.00", 3)), 1, usd("600.00"))) == ["600.00", "300.00", "300.00"]
    plan = rebalance(rebalance(schedule(terms("20,000.00", 4)), 1, usd("3000.00")), 2, usd("5000.00"))
    assert amounts(plan) == ["3000.00", "5000.00", "6000.00", "6000.00"]
    assert [row.edited for row in plan.installments] == [True, True, False, False]
    again = rebalance(plan, 1, usd("4000.00"))
    assert amounts(again) == ["4000.00", "5000.00", "5500.00", "5500.00"]


def test_the_row_fixed_longest_ago_gives_way_when_none_is_free():
    plan = rebalance(schedule(terms(count=2)), 1, usd("300.00"))
    assert amounts(rebalance(plan, 2, usd("600.00"))) == ["400.00", "600.00"]


def test_in_a_plan_of_so_much_each_the_last_row_takes_the_change():
    plan = rebalance(schedule(terms(each=usd("150.00"))), 1, usd("200.00"))
    assert amounts(plan) == ["200.00"] + ["150.00"] * 5 + ["50.00"]


def test_editing_the_balloon_row_sets_the_balloon():
    plan = rebalance(schedule(terms(count=2, balloon=usd("400.00"))), 3, usd("600.00"))
    assert amounts(plan) == ["200.00", "200.00", "600.00"]


@pytest.mark.parametrize("method", list(InterestMethod))
def test_an_edited_row_of_a_plan_with_interest_keeps_its_amount(method):
    plan = schedule(terms("10,000.00", 6, rate_percent=Decimal(12), method=method))
    edited = rebalance(plan, 2, usd("3000.00"))
    assert edited.installments[1].amount == usd("3000.00")
    assert edited.installments[1].edited
    assert edited.adds_up
    others = [row for row in edited.installments[:-1] if row.number != 2]
    same = {row.amount if method.is_level else row.principal for row in others}
    assert len(same) == 1
    last = edited.installments[-1]
    assert abs((last.amount if method.is_level else last.principal).minor - same.pop().minor) <= 6


def test_each_with_interest_keeps_an_edited_row_too():
    plan = rebalance(schedule(terms("1,000.00", each=usd("300.00"), rate_percent=Decimal(12))), 1, usd("500.00"))
    assert amounts(plan) == ["500.00", "300.00", "217.25"]


@pytest.mark.parametrize(
    ("number", "amount", "words"),
    [
        (0, "10.00", "no installment 0"),
        (4, "10.00", "there are 3"),
        (1, "0", "above zero"),
        (1, "1,000.00", "lower one"),
    ],
)
def test_an_edit_that_leaves_nothing_is_refused(number, amount, words):
    with pytest.raises(DomainError, match=words) as caught:
        rebalance(schedule(terms(count=3)), number, usd(amount))
    assert caught.value.field == "edited"


def test_the_last_row_of_a_plan_with_interest_clears_and_cannot_be_fixed():
    plan = schedule(terms(count=3, rate_percent=Decimal(12)))
    with pytest.raises(DomainError, match="takes the rest"):
        rebalance(plan, 3, usd("100.00"))
    by_amount = schedule(terms(each=usd("400.00"), rate_percent=Decimal(12)))
    with pytest.raises(DomainError, match="takes the rest"):
        rebalance(by_amount, 3, usd("300.00"))
    assert amounts(rebalance(by_amount, 3, usd("100.00"))) == ["400.00", "400.00", "100.00", "119.44"]


def test_edited_terms_that_do_not_fit_are_refused():
    assert refusal(terms(count=2, edited=((1, usd("400.00")), (2, usd("600.00"))))).field == "edited"
    assert refusal(terms(count=2, edited=((1, usd("400.00")), (2, usd("500.00"))))).field == "edited"
    assert refusal(terms(count=3, edited=((4, usd("400.00")),))).field == "edited"
    assert refusal(terms(count=3, edited=((1, usd("0")),))).field == "edited"
    assert refusal(terms(count=3, edited=((1, Money(1, "EUR")),))).field == "edited"
    assert refusal(terms(count=3, edited=((1, usd("999.99")),))).field == "edited"
    assert refusal(terms(count=6, rate_percent=Decimal(12), edited=((1, usd("5.00")),))).field == "edited"


# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"total": "0"}, "total", "above zero"),
        ({"total": "-5.00"}, "total", "above zero"),
        ({"count": 0}, "count", "from 1 to"),
        ({"count": 1201}, "count", "from 1 to"),
        ({"count": None}, "count", "one of the two"),
        ({"count": 4, "each": usd("500.00")}, "count", "one of the two"),
        ({"count": None, "each": usd("0")}, "each", "above zero"),
        ({"count": None, "each": usd("0.01")}, "each", "more than 1200"),
        ({"count": None, "each": Money(100, "EUR")}, "each", "this amount in EUR"),
        ({"first_on": date(2026, 1, 14)}, "first_on", "before the agreement"),
        ({"first_on": date(3000, 1, 1)}, "first_on", "year 3000"),
        ({"down_payment": usd("1,000.00")}, "down_payment", "no installments are left"),
        ({"down_payment": usd("1,000.01")}, "down_payment", "no installments are left"),
        ({"down_payment": usd("-1.00")}, "down_payment", "cannot be"),
        ({"down_payment": usd("1.00"), "down_percent": Decimal(5)}, "down_payment", "not both"),
        ({"down_percent": Decimal(100)}, "down_payment", "under 100 %"),
        ({"balloon": usd("1,000.00")}, "balloon", "leaves nothing"),
        ({"balloon": usd("0")}, "balloon", "leave it out"),
        ({"balloon": usd("-1.00")}, "balloon", "leave it out"),
        ({"discount_percent": Decimal(100)}, "discount_percent", "under 100 %"),
        ({"discount_percent": Decimal("-1")}, "discount_percent", "under 100 %"),
        ({"discount_percent": Decimal("NaN")}, "discount_percent", "under 100 %"),
        ({"discount_percent": Decimal("1E-999999")}, "discount_percent", "under 100 %"),
        ({"total": "0.01", "count": 1, "discount_percent": Decimal(99)}, "discount_percent", "nothing to pay"),
        ({"rate_percent": Decimal(1000)}, "rate_percent", "under 1000 %"),
        ({"rate_percent": Decimal("Infinity")}, "rate_percent", "under 1000 %"),
        ({"total": "0.05", "count": 6, "rate_percent": Decimal(900)}, "count", "interest"),
        ({"total": "0.02", "count": 6, "rate_percent": Decimal(1)}, "count", "cannot be paid"),
        ({"count": None, "each": usd("9.00"), "rate_percent": Decimal(12)}, "each", "would never end"),
        ({"total": "100,000.00", "count": None, "each": usd("1000.01"), "rate_percent": Decimal(12)}, "each", ""),
    ],
)  # fmt: skip
def test_terms_that_cannot_be_kept_are_refused_beside_their_field(more, field, words):
    asked = terms(**{"count": 3, **more})
    if words:
        said = refusal(asked)
        assert said.field == field
        assert words in said.message
    else:
        assert schedule(asked).adds_up


def test_a_rate_that_hardly_pays_off_stops_at_the_most_rows():
    asked = terms(
        "100,000.00",
        each=usd("20.00"),
        rate_percent=Decimal(1),
        frequency=Frequency.WEEKLY,
        method=InterestMethod.LEVEL_ACT_365,
        agreed_on=date(2026, 2, 8),
    )
    said = refusal(asked)
    assert said.field == "each"
    assert "more than 1200" in said.message


def test_equal_principal_wants_a_number():
    asked = terms(each=usd("100.00"), rate_percent=Decimal(12), method=InterestMethod.EQUAL_PRINCIPAL_ACT_365)
    assert refusal(asked).field == "each"


def test_a_first_date_that_would_move_before_the_agreement_is_refused():
    asked = terms(
        count=2, first_on=date(2026, 1, 31), agreed_on=date(2026, 1, 31), shift=Shift.PRECEDING,
        calendar=BusinessCalendar("US"),
    )  # fmt: skip
    said = refusal(asked)
    assert said.field == "first_on"
    assert "2026-01-30" in said.message


# --- properties -----------------------------------------------------------------------------------------------------

TERMS = st.builds(
    PlanTerms,
    total=st.builds(Money, st.integers(1, 10**9), st.sampled_from(["EUR", "JPY", "KWD"])),
    first_on=st.dates(date(2026, 1, 31), date(2028, 12, 31)),
    agreed_on=st.just(date(2026, 1, 31)),
    count=st.integers(1, 60),
    frequency=st.sampled_from(list(Frequency)),
    month_end=st.booleans(),
    shift=st.sampled_from([Shift.NONE, Shift.FOLLOWING, Shift.MODIFIED_FOLLOWING]),
    calendar=st.just(BusinessCalendar("US")),
    remainder=st.sampled_from(list(Remainder)),
    down_percent=st.none() | st.decimals(0, 99, places=2),
    discount_percent=st.decimals(0, 99, places=2),
    rate_percent=st.just(Decimal(0)) | st.decimals(0, 60, places=2),
    method=st.sampled_from(list(InterestMethod)),
)


def _or_skip(asked):
    try:
        return schedule(asked)
    except DomainError:
        assume(False)


def _holds(plan):
    terms_ = plan.terms
    assert plan.adds_up
    assert sum(row.principal.minor for row in plan.installments) == terms_.financed.minor
    assert plan.debt == plan.discount + plan.down_payment + plan.financed
    assert all(row.amount.minor > 0 and row.principal.minor > 0 <= row.interest.minor for row in plan.installments)
    assert all(row.amount == row.principal + row.interest for row in plan.installments)
    assert [row.number for row in plan.installments] == list(range(1, len(plan.installments) + 1))
    due = [row.due_on for row in plan.installments]
    assert due == sorted(due)
    assert due[0] >= terms_.agreed_on


@settings(deadline=None)
@given(TERMS)
def test_every_plan_is_exact_ordered_and_ends_at_nothing(asked):
    _holds(_or_skip(asked))


@settings(deadline=None)
@given(TERMS, st.integers(1, 10**7))
def test_every_plan_of_so_much_each_is_exact_too(asked, each):
    plan = _or_skip(replace(asked, count=None, each=Money(each, asked.currency)))
    _holds(plan)
    if not asked.bears_interest:
        assert all(row.amount.minor == each for row in plan.installments[:-1])
        assert plan.installments[-1].amount.minor <= each


@settings(deadline=None)
@given(TERMS, st.data())
def test_every_edit_and_balloon_keeps_the_sum(asked, data):
    plan = _or_skip(asked)
    row = data.draw(st.sampled_from(plan.installments))
    amount = Money(data.draw(st.integers(1, 3 * row.amount.minor)), asked.currency)
    balloon = Money(data.draw(st.integers(1, asked.financed.minor)), asked.currency)
    try:
        edited = rebalance(plan, row.number, amount)
    except DomainError:
        assume(False)
    _holds(edited)
    if len(plan.installments) > 1:
        assert edited.installments[row.number - 1].amount == amount
    with_balloon = _or_skip(replace(asked, balloon=balloon))
    _holds(with_balloon)
    assert with_balloon.installments[-1].principal == balloon


@given(st.integers(1, 10**9), st.integers(1, 400), st.sampled_from(list(Remainder)))
def test_parts_differ_only_where_the_policy_puts_the_remainder(amount, count, policy):
    parts = split(amount, count, policy)
    assert sum(parts) == amount
    assert len(parts) == count
    middle = parts[1:-1]
    assert not middle or max(middle) - min(middle) <= (1 if policy is Remainder.SPREAD else 0)
