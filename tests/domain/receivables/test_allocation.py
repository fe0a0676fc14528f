"""What a payment settles: nothing is lost, nobody gets more than asked."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money, allocate
from arcaller.domain.receivables.allocation import (
    Applied,
    OpenAmount,
    in_order,
    interest_first,
    meet_installments,
    oldest_first,
)


def usd(minor):
    return Money(minor, "USD")


ROWS = [usd(33333), usd(33333), usd(33334)]


@pytest.mark.parametrize(
    ("payments", "opens", "unapplied"),
    [
        ([], [33333, 33333, 33334], 0),
        ([50000], [0, 16666, 33334], 0),
        ([50000, 25000], [0, 0, 25000], 0),
        ([50000, 25000, 30000], [0, 0, 0], 5000),
        ([50000, -25000], [8333, 33333, 33334], 0),
    ],
)
def test_payments_meet_installments_oldest_first(payments, opens, unapplied):
    state = meet_installments(ROWS, [usd(payment) for payment in payments])
    assert [row.open.minor for row in state.rows] == opens
    assert [row.number for row in state.rows] == [1, 2, 3]
    assert state.unapplied == usd(unapplied)


def test_t14_a_payment_spread_over_the_coming_parts_then_one_on_the_next():
    """Published loan case: 4 × 125, 400 spread (125 + 91.67 + 91.67 + 91.66), then 50 closes part 2 and goes on."""
    spread = allocate(40000 - 12500, [12500] * 3)
    assert spread == [9167, 9167, 9166]
    opens = [OpenAmount(k, date(2026, k, 1), usd(12500 - paid)) for k, paid in enumerate(spread, 2)]
    found = oldest_first(usd(5000), opens)
    assert found.applied == (Applied(2, usd(3333)), Applied(3, usd(1667)))
    assert 9167 + 1667 == 10834


@pytest.mark.parametrize(
    ("parts", "came_in", "opens"),
    [
        ([3000, 5000, 2000], [4000], [0, 4000, 2000]),
        ([6000, 10000, 4000], [4000], [2000, 10000, 4000]),
        ([6000, 10000, 4000], [4000, 10000], [0, 2000, 4000]),
    ],
)
def test_t30_payments_and_credits_meet_the_parts_of_one_invoice_oldest_first(parts, came_in, opens):
    """Published for terms in parts: 100 as 30/50/20 less 40; 200 as 60/100/40 less 40, then a credit of 100."""
    state = meet_installments([usd(part) for part in parts], [usd(minor) for minor in came_in])
    assert [row.open.minor for row in state.rows] == opens


def test_taking_back_more_than_came_in_is_refused():
    with pytest.raises(DomainError, match="taken back"):
        meet_installments(ROWS, [usd(10), usd(-20)])
    with pytest.raises(DomainError, match="no installments"):
        meet_installments([], [usd(10)])


ITEMS = [
    OpenAmount(1, date(2026, 3, 1), usd(5000)),
    OpenAmount(2, date(2026, 1, 1), usd(3000)),
    OpenAmount(3, date(2026, 1, 1), usd(2000)),
]


def test_the_oldest_invoice_is_paid_first_and_the_same_day_in_the_order_given():
    assert oldest_first(usd(4000), ITEMS).applied == (Applied(2, usd(3000)), Applied(3, usd(1000)))
    assert oldest_first(usd(11000), ITEMS).unapplied == usd(1000)


def test_what_the_payer_names_is_paid_in_that_order():
    assert in_order(usd(6000), ITEMS).applied == (Applied(1, usd(5000)), Applied(2, usd(1000)))


@pytest.mark.parametrize(
    ("paid", "accrued", "principal", "parts"),
    [
        (500, 167, 1000, (167, 333, 0)),
        (100, 167, 1000, (100, 0, 0)),
        (2000, 167, 1000, (167, 1000, 833)),
        (5, 0, 9, (0, 5, 0)),
    ],
)
def test_interest_is_paid_before_principal(paid, accrued, principal, parts):
    found = interest_first(usd(paid), usd(accrued), usd(principal))
    assert (found.interest.minor, found.principal.minor, found.unapplied.minor) == parts


@pytest.mark.parametrize("split", [oldest_first, in_order])
def test_what_is_no_payment_or_no_open_item_is_refused(split):
    with pytest.raises(DomainError, match="above zero"):
        split(usd(0), ITEMS)
    with pytest.raises(DomainError, match="cannot settle"):
        split(Money(1, "EUR"), ITEMS)
    with pytest.raises(DomainError, match="nothing open"):
        split(usd(1), [OpenAmount(9, date(2026, 1, 1), usd(0))])


@given(
    st.integers(1, 10**9),
    st.lists(st.tuples(st.dates(), st.integers(1, 10**8)), max_size=12),
    st.sampled_from([oldest_first, in_order]),
)
def test_parts_and_rest_are_the_payment(paid, opens, split):
    items = [OpenAmount(key, due_on, usd(amount)) for key, (due_on, amount) in enumerate(opens)]
    found = split(usd(paid), items)
    assert sum(part.amount.minor for part in found.applied) + found.unapplied.minor == paid
    asked = {item.key: item.open for item in items}
    assert all(usd(0) < part.amount <= asked[part.key] for part in found.applied)
    assert found.unapplied == usd(max(0, paid - sum(amount for _, amount in opens)))


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=24), st.lists(st.integers(1, 10**6), max_size=24))
def test_no_installment_is_touched_before_the_one_before_it_is_paid(dues, payments):
    state = meet_installments([usd(due) for due in dues], [usd(payment) for payment in payments])
    assert sum(row.received.minor for row in state.rows) + state.unapplied.minor == sum(payments)
    opens = [row.open.minor for row in state.rows]
    for before, row in zip(opens, state.rows[1:], strict=False):
        assert not (before and row.received)
    assert not (state.unapplied and any(opens))
