from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.errors import DomainError
from arcaller.domain.plans.states import (
    ALLOWED,
    PlanRow,
    PlanStanding,
    PlanState,
    check_transition,
    plan_standing,
    standing_words,
)

DUE = [date(2026, 10, 15), date(2026, 11, 16), date(2026, 12, 15)]


def weekday(day: date) -> bool:
    return day.weekday() < 5


def euros(minor: int) -> str:
    return f"{minor / 100:.2f}"


def standing(*received: int, today: date, fresh: date | None, grace: int = 2) -> PlanStanding:
    rows = [PlanRow(due, 33_333, amount) for due, amount in zip(DUE, received, strict=True)]
    return plan_standing(
        rows, grace_business_days=grace, payments_fresh_until=fresh, today=today, is_business_day=weekday
    )


def test_the_life_of_a_plan_runs_from_draft_to_completed():
    life = [PlanState.DRAFT, PlanState.PROPOSED, PlanState.APPROVED, PlanState.AGREED, PlanState.ON_TRACK,
            PlanState.BEHIND, PlanState.ON_TRACK, PlanState.COMPLETED]  # fmt: skip
    for before, after in pairwise(life):
        check_transition(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PlanState.DRAFT, PlanState.AGREED),
        (PlanState.PROPOSED, PlanState.AGREED),
        (PlanState.DRAFT, PlanState.DRAFT),
        (PlanState.ON_TRACK, PlanState.ON_TRACK),
        (PlanState.AGREED, PlanState.DRAFT),
        (PlanState.COMPLETED, PlanState.CANCELLED),
    ],
)
def test_no_stage_is_skipped_and_what_was_signed_is_never_a_draft_again(before: PlanState, after: PlanState):
    with pytest.raises(DomainError, match=f"A plan that is {before.label} cannot become {after.label}"):
        check_transition(before, after)


def test_a_refusal_names_what_is_possible():
    with pytest.raises(DomainError, match="it can become proposed, cancelled") as refused:
        check_transition(PlanState.DRAFT, PlanState.BEHIND)
    assert refused.value.field == "state"
    with pytest.raises(DomainError, match="make a new plan"):
        check_transition(PlanState.CANCELLED, PlanState.DRAFT)


def test_every_state_has_its_transitions_and_can_be_reached_from_a_draft():
    assert set(ALLOWED) == set(PlanState)
    reached, edge = {PlanState.DRAFT}, [PlanState.DRAFT]
    while edge:
        new = ALLOWED[edge.pop()] - reached
        reached |= new
        edge += new
    assert reached == set(PlanState)


def test_only_signed_running_plans_are_live():
    assert [state.value for state in PlanState if state.is_live] == ["agreed", "on_track", "behind"]


def test_on_track_names_what_is_paid_and_what_comes_next():
    result = standing(33_333, 33_333, 0, today=date(2026, 11, 23), fresh=date(2026, 11, 22))
    assert result.state is PlanState.ON_TRACK
    assert standing_words(result, euros) == "On track; 2 of 3 paid; next 333.33 on Tue 15 Dec"


def test_behind_names_the_installments_the_sum_and_since_when():
    result = standing(33_333, 10_000, 0, today=date(2026, 11, 23), fresh=date(2026, 11, 22))
    assert result.state is PlanState.BEHIND
    assert standing_words(result, euros) == (
        "Behind by 1 installment, 233.33, since Mon 16 Nov; 1 of 3 paid; next 333.33 on Tue 15 Dec"
    )
    both = standing(0, 0, 0, today=date(2026, 11, 23), fresh=date(2026, 11, 22))
    assert standing_words(both, euros, date.isoformat).startswith(
        "Behind by 2 installments, 666.66, since 2026-10-15"
    )


def test_within_grace_or_on_stale_data_an_installment_is_due_but_not_confirmed():
    for today, fresh in [
        (date(2026, 11, 17), date(2026, 11, 17)),
        (date(2026, 11, 23), date(2026, 11, 18)),
        (date(2026, 11, 23), None),
    ]:
        result = standing(33_333, 0, 0, today=today, fresh=fresh)
        assert result.state is PlanState.ON_TRACK
        assert "333.33 due, not confirmed" in standing_words(result, euros)


def test_a_missed_installment_paid_later_brings_the_plan_on_track_again():
    assert standing(0, 0, 0, today=date(2026, 11, 1), fresh=date(2026, 10, 31)).state is PlanState.BEHIND
    assert standing(33_333, 0, 0, today=date(2026, 11, 1), fresh=date(2026, 10, 31)).state is PlanState.ON_TRACK


def test_all_paid_is_completed_and_overpaid_as_well():
    result = standing(33_333, 33_333, 40_000, today=date(2026, 11, 1), fresh=None)
    assert result.state is PlanState.COMPLETED
    assert standing_words(result, euros) == "Completed: all 3 installments paid"


def test_a_plan_behind_with_its_last_date_gone_has_no_next_installment():
    result = standing(33_333, 33_333, 0, today=date(2027, 3, 1), fresh=date(2027, 2, 28))
    assert standing_words(result, euros) == "Behind by 1 installment, 333.33, since Tue 15 Dec; 2 of 3 paid"


@given(st.lists(st.integers(0, 40_000), min_size=3, max_size=3), st.dates(date(2026, 9, 1), date(2027, 3, 1)))
def test_behind_and_awaited_never_exceed_what_is_open(received: list[int], today: date):
    result = standing(*received, today=today, fresh=today)
    open_minor = sum(max(0, 33_333 - amount) for amount in received)
    assert 0 <= result.behind_minor + result.awaited_minor <= open_minor
    assert (result.state is PlanState.COMPLETED) is (open_minor == 0)
    assert (result.state is PlanState.BEHIND) is (result.behind_rows > 0) is (result.behind_since is not None)
