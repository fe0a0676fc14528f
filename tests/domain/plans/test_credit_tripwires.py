"""Plans that may become regulated credit are warned about, by rules that are data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from arcaller.domain.calendars import Frequency
from arcaller.domain.money import Money
from arcaller.domain.plans.credit_tripwires import CreditRule, tripwires
from arcaller.domain.plans.installments import PlanTerms, schedule

UK = CreditRule(
    "GB-1", "UK instalment exemption", frozenset({"GB"}), frozenset({"consumer", "sole trader"}),
    date(2015, 3, 18), None, "RAO art. 60F",
    max_installments=12, max_months=12, forbids_charges=True, exempt_above=Money(2_500_000, "GBP"),
)  # fmt: skip
US = CreditRule(
    "US-1", "US four installments", frozenset({"US"}), frozenset({"consumer"}), date(2011, 12, 30), None,
    "12 CFR 1026.2(a)(17)", max_installments=4, forbids_charges=True,
)  # fmt: skip
PLAN = PlanTerms(Money(120000, "GBP"), date(2026, 10, 10), date(2026, 9, 10), count=11)


def reasons(terms, jurisdiction="GB-ENG", kind="sole trader"):
    return [
        reason for tripped in tripwires(schedule(terms), jurisdiction, kind, [UK, US]) for reason in tripped.reasons
    ]


def test_twelve_months_begin_on_the_agreement_date():
    assert reasons(PLAN) == []
    (late,) = reasons(replace(PLAN, count=12))
    assert late == "It ends on 2027-09-10; without credit law it must end by 2027-09-09."
    assert reasons(replace(PLAN, first_on=date(2026, 10, 9), count=12)) == []


def test_each_reason_is_named():
    weekly = replace(PLAN, count=13, frequency=Frequency.WEEKLY, rate_percent=Decimal(5))
    count, interest = reasons(weekly)
    assert count.startswith("It has 13 installments")
    assert interest.startswith("It bears interest")


@pytest.mark.parametrize(("count", "tripped"), [(4, False), (5, True)])
def test_a_fifth_written_installment_of_a_us_consumer_trips(count, tripped):
    assert bool(reasons(replace(PLAN, count=count), "US", "consumer")) is tripped


def test_rules_of_others_large_debts_and_older_agreements_are_left_alone():
    long = replace(PLAN, count=24)
    assert reasons(long)
    assert reasons(long, "GB", "company") == []
    assert reasons(long, "GBX") == []
    assert reasons(replace(long, total=Money(2_500_001, "GBP"))) == []
    assert reasons(replace(long, total=Money(2_500_001, "EUR")))
    assert reasons(replace(long, agreed_on=date(2015, 3, 17), first_on=date(2015, 4, 1))) == []
