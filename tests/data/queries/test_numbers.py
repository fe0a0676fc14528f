"""Whose number calls: international, national and last digits find the same person."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_rows import NOW, add_client

from arcaller.data.database import Ledger
from arcaller.data.queries.sheet.numbers import find_callers, load_numbers
from arcaller.data.tables import Client, Contact, ContactNumber


@pytest.fixture
def with_numbers(ledger: Ledger) -> Ledger:
    first, second = add_client(ledger, "1001"), add_client(ledger, "1002")
    with ledger.act("add", actor_id=1, at=NOW) as act:
        ana = act.add(Contact(client_id=first, name="Ana", phone="+49 30 23125 142", phone_digits="493023125142"))
        act.add(Contact(client_id=second, name="Jo", phone="030 4477001", phone_digits="0304477001"))
        act.add(ContactNumber(client_id=first, contact_id=ana, phone="+48 22 555 01 42", phone_digits="48225550142"))
    return ledger


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("+49 30 23125142", ["Ana"]), ("0049 30 23125142", ["Ana"]), ("030 23125-142", ["Ana"]), ("25142", ["Ana"]),
        ("+49 30 4477001", ["Jo"]), ("0304477001", ["Jo"]), ("+48 22 5550142", ["Ana"]), ("142", []), ("99999", []),
        ("", []), ("0142", ["Ana"]),
    ],
)  # fmt: skip
def test_a_number_finds_its_person(with_numbers: Ledger, typed: str, names: list[str]) -> None:
    assert [row.contact_name for row in find_callers(with_numbers, typed, "DE")] == names


def test_a_whole_number_is_told_from_last_digits(with_numbers: Ledger) -> None:
    assert [row.is_exact for row in find_callers(with_numbers, "030 23125142", "DE")] == [True]
    assert [row.is_exact for row in find_callers(with_numbers, "5142", "DE")] == [False]


def test_further_numbers_stand_under_their_contact(with_numbers: Ledger) -> None:
    (numbers,) = load_numbers(with_numbers, 1).values()
    assert numbers == [("+48 22 555 01 42", "ok")]


def test_a_client_of_another_country_is_found_by_his_own_national_form(ledger: Ledger, tmp_path: Path) -> None:
    polish = add_client(ledger, "1003")
    with ledger.act("add", actor_id=1, at=NOW) as act:
        act.change(ledger.get(Client, polish), country="PL")
        act.add(Contact(client_id=polish, name="Ewa", phone="+48 22 555 01 43", phone_digits="48225550143"))
    assert [(row.contact_name, row.is_exact) for row in find_callers(ledger, "22 555 01 43", "DE")] == [("Ewa", True)]
