"""Settlements: discount first, half up; the full debt when it fails."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.settlements import due_after_default, settle, settle_for, within_floor


def usd(minor):
    return Money(minor, "USD")


def test_eight_thousand_settled_at_eighty_per_cent():
    found = settle(usd(875000), Decimal(20))
    assert (found.discount, found.pay) == (usd(175000), usd(700000))


def test_only_the_discount_is_rounded():
    found = settle(usd(10010), Decimal(25))
    assert (found.discount, found.pay) == (usd(2503), usd(7507))


def test_two_paid_and_the_third_missed():
    assert due_after_default(usd(875000), usd(466666)) == usd(408334)


def test_a_sum_the_client_named_is_held_against_the_floor():
    assert within_floor(settle_for(usd(10010), usd(7507)), Decimal(25))
    assert not within_floor(settle_for(usd(10010), usd(7506)), Decimal(25))
    assert settle_for(usd(100), usd(100)).discount == usd(0)


@pytest.mark.parametrize("percent", ["0", "100", "-5", "NaN"])
def test_a_discount_outside_its_range_is_refused(percent):
    with pytest.raises(DomainError) as caught:
        settle(usd(100), Decimal(percent))
    assert caught.value.field == "discount_percent"


@pytest.mark.parametrize("pay", [0, -1, 101])
def test_a_sum_that_settles_nothing_is_refused(pay):
    with pytest.raises(DomainError, match="does not settle"):
        settle_for(usd(100), usd(pay))


def test_a_discount_that_rounds_to_the_whole_debt_is_refused():
    with pytest.raises(DomainError, match="does not settle"):
        settle(usd(1), Decimal(50))


def test_nothing_owed_cannot_be_settled():
    with pytest.raises(DomainError, match="above zero"):
        settle(usd(0), Decimal(5))


@pytest.mark.parametrize("received", [usd(-1), usd(101), Money(1, "EUR")])
def test_payments_that_do_not_fit_the_debt_are_refused(received):
    with pytest.raises(DomainError):
        due_after_default(usd(100), received)


@given(st.integers(2, 10**12), st.decimals("0.01", "49", places=2))
def test_discount_and_payment_are_the_debt(debt, percent):
    found = settle(usd(debt), percent)
    assert found.discount + found.pay == usd(debt)
    assert within_floor(found, percent)
    assert due_after_default(usd(debt), found.pay) == found.discount
