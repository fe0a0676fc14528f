"""What becomes of promises is a function of payments, promises and the day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.promises.promise_decisions import Decision, PromisedPart, Receipt, decide
from arcaller.domain.promises.promises import PromiseState

MADE = date(2026, 3, 2)


def weekday(day: date) -> bool:
    return day.weekday() < 5


def decided(parts, receipts, today: date, *, grace: int = 0, fresh: date | None = None) -> dict[int, Decision]:
    return decide(
        parts, receipts, grace_business_days=grace, payments_fresh_until=today if fresh is None else fresh,
        today=today, is_business_day=weekday,
    )  # fmt: skip


def in_parts(*parts: tuple[int, date], conditional: bool = True) -> list[PromisedPart]:
    return [
        PromisedPart(number, 1, MADE, due_on, amount, (10, 11), conditional)
        for number, (amount, due_on) in enumerate(parts, 1)
    ]


def test_t27_after_the_last_promised_part_on_20_march_chasing_begins_on_21_march():
    parts = in_parts((100, date(2026, 3, 6)), (100, date(2026, 3, 20)))
    paid_first = [Receipt(10, date(2026, 3, 6), 100)]
    on_the_day = decided(parts, paid_first, date(2026, 3, 20))
    assert [on_the_day[number].state for number in (1, 2)] == [PromiseState.KEPT, PromiseState.OPEN]
    assert decided(parts, paid_first, date(2026, 3, 21))[2].state is PromiseState.BROKEN


def test_t27_a_broken_part_resumes_chasing_the_next_day():
    parts = in_parts((100, date(2026, 3, 6)), (100, date(2026, 3, 20)))
    assert decided(parts, [], date(2026, 3, 6))[1].state is PromiseState.OPEN
    next_day = decided(parts, [], date(2026, 3, 7))
    assert next_day[1] == Decision(PromiseState.BROKEN, 0)
    assert next_day[2] == Decision(PromiseState.CANCELLED, 0, fell_away=True)


def test_t28_a_promise_for_friday_1_may_2026_expires_at_the_end_of_that_day():
    friday = date(2026, 5, 1)
    (part,) = in_parts((500, friday))
    assert decided([part], [], friday)[1].state is PromiseState.OPEN
    assert decided([part], [Receipt(10, friday, 500)], friday)[1].state is PromiseState.KEPT
    assert decided([part], [], friday + timedelta(days=1))[1].state is PromiseState.BROKEN


def test_without_a_condition_the_other_parts_stand():
    parts = in_parts((100, date(2026, 3, 6)), (100, date(2026, 3, 20)), conditional=False)
    assert [each.state for each in decided(parts, [], date(2026, 3, 9)).values()] == ["broken", "open"]


def test_a_part_paid_in_part_is_partly_kept_and_the_rest_falls_due():
    parts = in_parts((100, date(2026, 3, 6)), (100, date(2026, 3, 20)))
    found = decided(parts, [Receipt(11, date(2026, 3, 5), 40)], date(2026, 3, 9))
    assert [(each.state, each.received_minor) for each in found.values()] == [("partly_kept", 40), ("cancelled", 0)]


def test_money_ahead_of_its_part_serves_the_next_part():
    parts = in_parts((100, date(2026, 3, 6)), (100, date(2026, 3, 20)))
    found = decided(parts, [Receipt(10, date(2026, 3, 4), 150)], date(2026, 3, 9))
    assert [(each.state, each.received_minor) for each in found.values()] == [("kept", 100), ("open", 50)]


def test_without_payment_data_past_its_day_no_part_falls():
    parts = in_parts((100, date(2026, 3, 6)), (100, date(2026, 3, 20)))
    found = decided(parts, [], date(2026, 6, 1), fresh=date(2026, 3, 6))
    assert {each.state for each in found.values()} == {PromiseState.OPEN}


def test_late_money_makes_good_the_newest_promise_not_kept_and_keeps_none():
    old, new = (PromisedPart(number, None, MADE, MADE + timedelta(days=number), 500, (10,)) for number in (1, 2))
    came = [Receipt(10, date(2026, 3, 20), 300), Receipt(10, date(2026, 3, 24), 400)]
    found = decided([old, new], came, date(2026, 3, 30))
    assert found[2] == Decision(PromiseState.BROKEN, 0, late_minor=500, made_good_on=date(2026, 3, 24))
    assert found[1] == Decision(PromiseState.BROKEN, 0, late_minor=200)


DAYS = st.integers(0, 40).map(lambda days: MADE + timedelta(days=days))
PARTS = st.lists(
    st.builds(
        PromisedPart,
        promise_id=st.integers(1, 1_000),
        series_id=st.sampled_from([None, 1, 2]),
        promised_on=st.integers(0, 5).map(lambda days: MADE + timedelta(days=days)),
        due_on=DAYS,
        amount_minor=st.integers(1, 500),
        invoice_ids=st.sampled_from([(1,), (2,), (1, 2), ()]),
        is_conditional=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda part: part.promise_id,
)
RECEIPTS = st.lists(st.builds(Receipt, st.sampled_from([1, 2]), DAYS, st.integers(1, 400)), max_size=6)


@given(PARTS, RECEIPTS, DAYS, st.integers(0, 3), st.randoms(use_true_random=False))
def test_no_money_is_counted_twice_and_the_order_of_rows_decides_nothing(parts, receipts, today, grace, shuffler):
    found = decided(parts, receipts, today, grace=grace)
    taken = sum(each.received_minor + each.late_minor for each in found.values())
    assert taken <= sum(each.amount_minor for each in receipts)
    by_id = {part.promise_id: part for part in parts}
    for promise_id, decision in found.items():
        assert 0 <= decision.received_minor <= by_id[promise_id].amount_minor
        missing = by_id[promise_id].amount_minor - decision.received_minor - decision.late_minor
        assert missing >= 0
        assert (decision.made_good_on is not None) is (missing == 0 and decision.state is not PromiseState.KEPT)
        assert (decision.state is PromiseState.KEPT) is (decision.received_minor == by_id[promise_id].amount_minor)
    shuffled = list(parts)
    shuffler.shuffle(shuffled)
    again = decided(shuffled, receipts, today, grace=grace)
    assert again == found


def test_what_came_before_a_promise_was_made_does_not_keep_it():
    (part,) = in_parts((500, date(2026, 3, 6)))
    before, on_the_day = MADE - timedelta(days=1), MADE
    late = date(2026, 3, 10)
    assert decided([part], [Receipt(10, before, 500)], late)[1].state is PromiseState.BROKEN
    assert decided([part], [Receipt(10, on_the_day, 500)], late)[1].state is PromiseState.KEPT
