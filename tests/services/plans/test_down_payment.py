"""A down payment is part of what was agreed: seen beside the installments, and missed when it does not come."""

from __future__ import annotations

from typing import Any

from life_samples import on_day, signed_plan, standing_of, state, story

from arcaller.data.queries.plans.plans import load_plans
from arcaller.domain.money import Money
from arcaller.domain.plans.states import standing_words
from arcaller.services.plans.overview import plan_overview


def _plan(office: Any, fonts: Any) -> int:
    """20,000 at once, then three of 20,000 from next week on."""
    return signed_plan(office, fonts, down_payment=Money(20_000, "EUR"), count=3)


def test_the_down_payment_stands_before_the_installments_and_all_adds_up(office, fonts):
    plan_id = _plan(office, fonts)
    shown = plan_overview(office.desk, plan_id)
    assert [(part.number, part.row.amount_minor, part.state) for part in shown.parts] == [
        (0, 20_000, "due today"), (1, 20_000, "to come"), (2, 20_000, "to come"), (3, 20_000, "to come"),
    ]  # fmt: skip
    assert sum(shown.by_plan.values()) == shown.plan.total_minor
    assert shown.versions[0].down_payment_minor == 20_000


def test_a_down_payment_that_did_not_come_is_missed_before_the_first_installment_is(office, fonts):
    plan_id = _plan(office, fonts)
    desk = on_day(office, 6)
    assert (state(office, plan_id), story(office, plan_id)) == ("behind", ["missed"])
    standing = standing_of(desk, plan_id)
    assert standing_words(standing, str).startswith(
        "Behind by the down payment, 20000, since Mon 23 Nov; 0 of 3 paid"
    )
    assert (standing.rows, standing.behind_rows) == (3, 0)


def test_what_comes_in_pays_the_down_payment_first_and_the_list_counts_it(office, fonts):
    plan_id = _plan(office, fonts)
    office.pay(office.r1, 25_000, office.desk.today)
    on_day(office, 6)
    assert state(office, plan_id) == "on_track"
    shown = plan_overview(office.later(6), plan_id)
    assert [part.row.received_minor for part in shown.parts] == [20_000, 5_000, 0, 0]
    (row,) = load_plans(office.ledger)
    assert (row.received_minor, row.total_minor) == (25_000, 80_000)


def test_half_a_down_payment_is_behind_and_counts_as_paid(office, fonts):
    plan_id = _plan(office, fonts)
    office.pay(office.r1, 5_000, office.desk.today)
    on_day(office, 6)
    assert state(office, plan_id) == "behind"
    assert load_plans(office.ledger)[0].received_minor == 5_000
