from __future__ import annotations

import csv
import os
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.receivables.aging import (
    Aging,
    AgingBucket,
    Application,
    BucketTotal,
    Credit,
    CreditKind,
    OpenItem,
    age,
    aging_of,
    bucket_bounds,
    bucket_of,
    days_past_due,
    is_overdue,
)

AS_OF = date(2026, 11, 23)
DATES = st.dates(date(2024, 1, 1), date(2028, 12, 31))
AMOUNTS = st.integers(1, 10**12)


def amounts(aging: Aging) -> list[int]:
    return [aging.buckets[bucket].amount_minor for bucket in AgingBucket]


def test_due_today_is_not_overdue():
    assert not is_overdue(AS_OF, AS_OF)
    assert bucket_of(AS_OF, AS_OF) is AgingBucket.NOT_DUE
    assert days_past_due(AS_OF, AS_OF) == 0


def test_due_yesterday_is_one_day_past_due():
    yesterday = AS_OF - timedelta(days=1)
    assert is_overdue(yesterday, AS_OF)
    assert days_past_due(yesterday, AS_OF) == 1
    assert bucket_of(yesterday, AS_OF) is AgingBucket.DAYS_1_30


@pytest.mark.parametrize(
    ("days", "key"),
    [(-400, "not_due"), (0, "not_due"), (1, "1-30"), (30, "1-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"),
     (90, "61-90"), (91, "over_90"), (4000, "over_90")],
)  # fmt: skip
def test_buckets_change_on_the_published_days(days: int, key: str):
    assert bucket_of(AS_OF - timedelta(days=days), AS_OF).value == key


def test_buckets_have_a_label_and_know_whether_they_are_overdue():
    assert [bucket.label for bucket in AgingBucket] == ["Not due", "1–30", "31–60", "61–90", "over 90"]
    assert [bucket.is_overdue for bucket in AgingBucket] == [False, True, True, True, True]


@given(DATES, DATES)
def test_every_due_date_lies_in_the_bounds_of_its_bucket_and_in_no_other(due_on: date, as_of: date):
    within = [
        bounds.bucket
        for bounds in bucket_bounds(as_of)
        if (bounds.due_from is None or due_on >= bounds.due_from)
        and (bounds.due_to is None or due_on <= bounds.due_to)
    ]
    assert within == [bucket_of(due_on, as_of)]


def test_published_case_of_a_payment_before_its_invoices_keeps_the_open_amounts_whole():
    """Payment 1,000 in Feb, five invoices of 10,000 in Mar, one of 100,000 in Apr, payment 49,000 in May 2019."""
    may = date(2019, 5, 15)
    march = [
        OpenItem("EUR", 10_000, date(2019, 3, 1), date(2019, 3, 31), (Application(10_000, may),)) for _ in range(5)
    ]
    april = OpenItem("EUR", 100_000, date(2019, 4, 1), date(2019, 4, 30))
    payments = [
        Credit(CreditKind.PAYMENT, "EUR", 1_000, date(2019, 2, 10), (Application(1_000, may),)),
        Credit(CreditKind.PAYMENT, "EUR", 49_000, may, (Application(49_000, may),)),
    ]
    aging = age([*march, april], date(2019, 4, 30), payments)["EUR"]
    assert amounts(aging) == [100_000, 50_000, 0, 0, 0]
    assert (aging.unapplied_minor, aging.net_minor) == (1_000, 149_000)


def test_published_case_of_a_past_date_ignores_what_was_paid_later():
    item = OpenItem("INR", 110_775, date(2026, 5, 1), date(2026, 5, 31), (Application(110_250, date(2026, 5, 20)),))
    assert age([item], date(2026, 5, 15))["INR"].total_minor == 110_775
    assert age([item], date(2026, 5, 20))["INR"].total_minor == 525


def test_published_case_of_an_invoice_less_a_part_stays_one_amount_in_its_own_bucket():
    item = OpenItem("EUR", 1_000, date(2026, 9, 1), date(2026, 10, 1), (Application(300, date(2026, 10, 5)),))
    aging = age([item], AS_OF)["EUR"]
    assert aging.buckets[AgingBucket.DAYS_31_60] == BucketTotal(1, 700)
    assert aging.total_minor == aging.overdue_minor == 700


def test_an_item_is_open_from_the_end_of_its_issue_day_to_the_day_before_it_is_settled():
    settled_on = date(2026, 11, 20)
    item = OpenItem("EUR", 500, date(2026, 11, 1), date(2026, 11, 30), (Application(500, settled_on),))
    assert age([item], date(2026, 10, 31)) == {}
    assert age([item], date(2026, 11, 1))["EUR"].items == 1
    assert age([item], settled_on - timedelta(days=1))["EUR"].items == 1
    assert age([item], settled_on) == {}


def test_credits_and_unapplied_cash_stand_apart_and_are_never_aged():
    old = date(2025, 1, 1)
    aging = age(
        [OpenItem("EUR", 900, old, old)],
        AS_OF,
        [
            Credit(CreditKind.CREDIT_NOTE, "EUR", 200, old),
            Credit(CreditKind.PAYMENT, "EUR", 300, old, (Application(100, old), Application(50, AS_OF))),
            Credit(CreditKind.PAYMENT, "EUR", 9_999, AS_OF + timedelta(days=1)),
        ],
    )["EUR"]
    assert amounts(aging) == [0, 0, 0, 0, 900]
    assert (aging.credits_minor, aging.unapplied_minor, aging.net_minor) == (200, 150, 550)


def test_a_client_with_only_a_credit_still_has_an_aging_with_empty_buckets():
    aging = age([], AS_OF, [Credit(CreditKind.CREDIT_NOTE, "JPY", 70, AS_OF)])["JPY"]
    assert (aging.items, aging.total_minor, aging.net_minor) == (0, 0, -70)
    assert list(aging.buckets) == list(AgingBucket)


def test_an_invoice_settled_twice_becomes_a_credit_and_lowers_nobody_s_overdue():
    twice = OpenItem("EUR", 100, AS_OF, AS_OF, (Application(100, AS_OF), Application(40, AS_OF)))
    other = OpenItem("EUR", 70, date(2026, 1, 1), date(2026, 1, 31))
    aging = age([twice, other], AS_OF)["EUR"]
    assert (aging.total_minor, aging.overdue_minor, aging.credits_minor, aging.net_minor) == (70, 70, 40, 30)


def test_currencies_are_kept_apart_in_the_order_of_their_codes():
    agings = age([OpenItem(code, 10, AS_OF, AS_OF) for code in ("USD", "EUR", "USD")], AS_OF)
    assert [(code, aging.total_minor) for code, aging in agings.items()] == [("EUR", 10), ("USD", 20)]


def test_totals_summed_elsewhere_get_their_empty_buckets():
    aging = aging_of({AgingBucket.DAYS_61_90: BucketTotal(2, 50)}, 7, 3)
    assert (aging.items, amounts(aging), aging.net_minor) == (2, [0, 0, 0, 50, 0], 40)


@st.composite
def open_items(draw: st.DrawFn) -> OpenItem:
    issued, amount = draw(DATES), draw(AMOUNTS)
    due = issued + timedelta(days=draw(st.integers(-5, 120)))
    paid = draw(st.lists(st.integers(1, amount), max_size=3))
    applications, left = [], amount
    for part in paid:
        if part <= left:
            applications.append(Application(part, issued + timedelta(days=draw(st.integers(0, 300)))))
            left -= part
    return OpenItem(draw(st.sampled_from(["EUR", "USD"])), amount, issued, due, tuple(applications))


@given(st.lists(open_items(), max_size=12), DATES)
def test_buckets_add_up_to_the_balances_of_the_items(items: list[OpenItem], as_of: date):
    agings = age(items, as_of)
    for currency in ("EUR", "USD"):
        balances = [item.balance_on(as_of) for item in items if item.currency == currency]
        aging = agings.get(currency, aging_of({}))
        assert aging.total_minor == aging.net_minor == sum(balances)
        assert aging.items == sum(balance > 0 for balance in balances)
        assert aging.overdue_minor == sum(
            item.balance_on(as_of) for item in items if item.currency == currency and item.due_on < as_of
        )


@given(st.lists(open_items(), max_size=8), DATES, st.randoms())
def test_order_of_the_items_does_not_matter(items, as_of, random):
    shuffled = list(items)
    random.shuffle(shuffled)
    assert age(items, as_of) == age(shuffled, as_of)


LEDGER = (
    Path(os.environ.get("ARCALLER_TEST_DATA", Path(__file__).parents[4] / "shared" / "data"))
    / "ledgers"
    / "WA_Fn-UseC_-Accounts-Receivable.csv"
)


@pytest.mark.reference
@pytest.mark.skipif(not LEDGER.exists(), reason=f"the public ledger is not at {LEDGER}")
def test_public_ledger_at_the_end_of_2012_ages_as_published():
    def day(text: str) -> date:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007

    with LEDGER.open(newline="") as file:
        items = [
            OpenItem(
                "USD",
                amount := int(Decimal(row["InvoiceAmount"]) * 100),
                day(row["InvoiceDate"]),
                day(row["DueDate"]),
                (Application(amount, day(row["SettledDate"])),),
            )
            for row in csv.DictReader(file)
        ]
    aging = age(items, date(2012, 12, 31))["USD"]
    assert len(items) == 2466
    assert (aging.items, aging.total_minor) == (99, 572_506)
    assert aging.buckets[AgingBucket.NOT_DUE] == BucketTotal(86, 493_632)
    assert aging.buckets[AgingBucket.DAYS_1_30] == BucketTotal(13, 78_874)
    assert aging.overdue_minor == 78_874
