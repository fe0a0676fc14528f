"""The public ledgers beside the project are read by themselves, to the cent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from reading_files import read_file

from arcaller.exchange.open_items import number_key

pytestmark = pytest.mark.reference
DATA = Path(os.environ.get("ARCALLER_TEST_DATA", Path(__file__).parents[3] / "shared" / "data")) / "ledgers"
US, DAY_FIRST, MISSING = (
    "WA_Fn-UseC_-Accounts-Receivable.csv", "ibm_ar_variant_dmy_dates.csv", "ibm_ar_variant_with_missing.csv",
)  # fmt: skip


@pytest.fixture
def ledger():
    if not DATA.is_dir():
        pytest.skip(f"the public ledgers are not at {DATA}; set ARCALLER_TEST_DATA to the folder that holds ledgers/")
    return lambda name: read_file(DATA / name)


def facts(reading):
    return {
        (r.client_number, number_key(r.number)): (
            r.invoice_date,
            r.due_date,
            r.amount_minor,
            r.settled_date,
            r.disputed,
        )
        for r in reading.records
    }


@pytest.mark.parametrize(("name", "order"), [(US, "mdy"), (DAY_FIRST, "dmy")])
def test_both_exports_give_the_total_of_the_ledger(ledger, name, order):
    reading = ledger(name)
    assert (reading.report.kind, reading.report.dates.state, reading.report.dates.pattern.order) == (
        "invoices",
        "certain",
        order,
    )
    assert (len(reading.records), reading.errors, reading.report.questions) == (2_466, [], ())
    assert sum(record.amount_minor for record in reading.records) == 14_770_318
    assert len({record.client_number for record in reading.records}) == 100
    assert any("PaperlessDate" in note and "not sure" in note for note in reading.report.notes)


def test_both_exports_give_the_same_ledger(ledger):
    assert facts(ledger(US)) == facts(ledger(DAY_FIRST))


def test_the_third_export_holds_the_ledger_and_120_items_more(ledger):
    first, third = facts(ledger(US)), facts(ledger(MISSING))
    assert len(third) == 2_586
    assert {key: third[key] for key in first} == first
