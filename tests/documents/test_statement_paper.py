from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from arcaller.documents.paper.sender import Letterhead
from arcaller.documents.statement import (
    CurrencyStatement,
    StatementEntry,
    StatementInputs,
    StatementItem,
    load_statement_words,
    make_statement,
)
from arcaller.domain.errors import DomainError

WORDS = Path(__file__).resolve().parents[2] / "resources" / "agreements" / "en" / "_statement.toml"


@pytest.fixture
def inputs():
    euro = CurrencyStatement(
        "EUR",
        (
            StatementItem("INV-1", date(2026, 1, 2), date(2026, 2, 1), 120_000, 100_000, 59, "Disputed: price"),
            StatementItem("INV-2", date(2026, 3, 20), date(2026, 4, 20), 5_050, 5_050, -19),
        ),
        (5_050, 0, 100_000, 0, 0),
        credits=(StatementEntry(date(2026, 3, 1), "CN-7", 2_000),),
        unapplied=(StatementEntry(date(2026, 3, 2), "no reference", 3_000),),
        payments=(StatementEntry(date(2026, 3, 3), "transfer", 20_000),),
    )
    yen = CurrencyStatement("JPY", (StatementItem("J-1", date(2026, 1, 1), date(2026, 1, 31), 9_000, 9_000, 60),),
                            (0, 0, 9_000, 0, 0))  # fmt: skip
    return StatementInputs(
        Letterhead("Northwind Ltd", ("1 Road",), ("+44 20 7946 0958",)), "C-1", "AT&T <b>", ("Łódź",),
        date(2026, 4, 1), (euro, yen), load_statement_words(WORDS), payments_since=date(2026, 3, 1), locale="en_GB",
    )  # fmt: skip


def test_a_statement_shows_items_aging_credits_and_the_net_sum(inputs, fonts, read_back):
    text = read_back(make_statement(inputs, fonts))
    for part in ("AT&T <b>", "Łódź", "As of 1 April 2026", "INV-1 2 Jan 2026 1 Feb 2026 59 1,200.00 1,000.00",
                 "INV-2 20 Mar 2026 20 Apr 2026 – 50.50 50.50", "Disputed: price", "CN-7 20.00", "no reference 30.00",
                 "transfer 200.00", "Total open 1,050.50", "1,000.50"):  # fmt: skip
        assert part in text, part


def test_currencies_stand_apart(inputs, fonts, read_back):
    text = read_back(make_statement(inputs, fonts))
    assert "Open invoices · EUR" in text
    assert "Open invoices · JPY" in text
    assert "Total open 9,000" in text
    assert "10,050" not in text


def test_aging_that_does_not_add_up_is_refused(inputs, fonts):
    wrong = replace(inputs.currencies[0], buckets=(0, 0, 0, 0, 0))
    with pytest.raises(DomainError, match="aging in EUR"):
        make_statement(replace(inputs, currencies=(wrong,)), fonts)


def test_a_statement_without_open_items_says_so(inputs, fonts, read_back):
    assert "Nothing is open on this account." in read_back(make_statement(replace(inputs, currencies=()), fonts))


def test_the_same_statement_gives_the_same_bytes(inputs, fonts):
    assert make_statement(inputs, fonts) == make_statement(inputs, fonts)
