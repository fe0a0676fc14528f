"""Settlements: discount first, half up; the full debt when it fails."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import schedule
from arcaller.domain.plans.settlements import due_after_default, due_if_last_fails
from arcaller.domain.plans.terms import PlanTerms


def usd(minor):
    return Money(minor, "USD")


def settled(debt, percent, count=3, **more):
    terms = PlanTerms(usd(debt), date(2026, 4, 1), date(2026, 3, 1), count=count, discount_percent=percent, **more)
    return schedule(terms)


def test_eight_thousand_settled_at_eighty_per_cent():
    plan = settled(875000, Decimal(20))
    assert (plan.discount, plan.total) == (usd(175000), usd(700000))
    assert [row.amount.minor for row in plan.installments] == [233333, 233333, 233334]


def test_only_the_discount_is_rounded():
    plan = settled(10010, Decimal(25))
    assert (plan.discount, plan.total) == (usd(2503), usd(7507))


def test_two_paid_and_the_third_missed():
    assert due_after_default(usd(875000), usd(466666)) == usd(408334)
    assert due_if_last_fails(settled(875000, Decimal(20))) == usd(408334)


def test_a_down_payment_counts_as_received_and_interest_does_not():
    plan = settled(875000, Decimal(20), down_payment=usd(100000), rate_percent=Decimal(9))
    assert due_if_last_fails(plan) == usd(175000) + plan.installments[-1].principal


def test_a_single_payment_that_fails_leaves_the_whole_debt():
    assert due_if_last_fails(settled(875000, Decimal(20), count=1)) == usd(875000)


def test_nothing_owed_cannot_be_settled():
    with pytest.raises(DomainError, match="above zero"):
        due_after_default(usd(0), usd(0))


@pytest.mark.parametrize("received", [usd(-1), usd(101), Money(1, "EUR")])
def test_payments_that_do_not_fit_the_debt_are_refused(received):
    with pytest.raises(DomainError):
        due_after_default(usd(100), received)


@given(st.integers(1000, 10**12), st.decimals("0.01", "49", places=2), st.integers(1, 12))
def test_what_is_due_after_the_last_failed_is_the_discount_and_the_last_installment(debt, percent, count):
    plan = settled(debt, percent, count)
    assert due_if_last_fails(plan) == plan.discount + plan.installments[-1].amount
