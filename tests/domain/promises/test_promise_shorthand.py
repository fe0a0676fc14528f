"""Several parts typed in two fields, read the way they were said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.promises.promise_shorthand import read_parts
from arcaller.domain.promises.promises import Part, equal_parts

MONDAY = date(2026, 11, 23)
FRIDAY, FIFTEENTH = date(2026, 11, 27), date(2026, 12, 15)
ALL = Money(117_200, "EUR")


def read(days: str, amounts: str = "", all_of_it: Money = ALL) -> list[tuple[int, date]]:
    return [(part.amount_minor, part.due_on) for part in read_parts(days, amounts, all_of_it, MONDAY)]


@pytest.mark.parametrize(
    ("days", "amounts", "parts"),
    [
        ("fr", "", [(117_200, FRIDAY)]),
        ("15", "500", [(50_000, FIFTEENTH)]),
        ("fr 15", "500", [(50_000, FRIDAY), (67_200, FIFTEENTH)]),
        ("fr 15", "500+", [(50_000, FRIDAY), (67_200, FIFTEENTH)]),
        ("fr;15", "", [(58_600, FRIDAY), (58_600, FIFTEENTH)]),
        ("fr 15", "500+100", [(50_000, FRIDAY), (10_000, FIFTEENTH)]),
        ("fr fr fr", "", [(39_066, FRIDAY), (39_066, date(2026, 12, 4)), (39_068, date(2026, 12, 11))]),
        ("+3 +7", "500", [(50_000, date(2026, 11, 26)), (67_200, date(2026, 12, 3))]),
    ],
)
def test_days_and_amounts_give_the_parts_and_the_rest_works_itself_out(days, amounts, parts):
    assert read(days, amounts) == parts


@pytest.mark.parametrize(
    ("days", "amounts", "field", "words"),
    [
        ("", "", "due_on", "On which day"),
        ("fr xx", "", "due_on", "not a date"),
        ("fr", "500+300", "due_on", "2 amounts, but 1 day"),
        ("fr 15 +7", "500", "amount", "3 days, but 1 amount"),
        ("fr 15", "1172", "amount", "Nothing of the 1172.00 EUR ticked is left"),
        ("fr 15", "+500", "amount", "An amount is missing"),
        ("fr", "5oo", "amount", "5oo"),
    ],
)
def test_what_does_not_add_up_is_refused_beside_its_field(days, amounts, field, words):
    with pytest.raises(DomainError, match=words) as refused:
        read(days, amounts)
    assert refused.value.field == field


def test_nothing_ticked_and_no_amount_is_refused():
    with pytest.raises(DomainError, match="Nothing is ticked"):
        read("fr", "", Money(0, "EUR"))


@given(st.integers(1, 10**12), st.integers(1, 12))
def test_equal_parts_add_up_to_the_whole(total: int, count: int):
    parts = equal_parts(total, count)
    assert sum(parts) == total
    assert len(parts) == count


@given(st.integers(2, 10**9), st.data())
def test_the_rest_is_what_the_first_part_leaves(total: int, data):
    first = data.draw(st.integers(1, total - 1))
    typed = f"{first // 100}.{first % 100:02}"
    parts = read_parts("fr 15", typed, Money(total, "EUR"), MONDAY)
    assert parts == (Part(first, FRIDAY), Part(total - first, FIFTEENTH))
