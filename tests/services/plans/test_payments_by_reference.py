"""Payments that name no invoice but the reference of our own papers: a plan's number, or the invoices of a letter."""

from __future__ import annotations

from decimal import Decimal

import pytest
from life_samples import FIRST, plan_of, received, signed_plan, state, supervisor

from arcaller.data.verify import verify
from arcaller.services.commands import CancelPlan
from arcaller.services.importing.imports import import_file
from arcaller.services.plans.life import cancel_plan
from arcaller.services.plans.progress import decide_plans

HEADER = "Client number,Payment date,Payment amount,Currency,Invoice number,Payment reference"


def paid_by_file(desk, tmp_path, *lines, header=HEADER):
    file = tmp_path / "paid.csv"
    file.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    done = import_file(desk, file)
    assert not done.preview.errors
    decide_plans(desk)
    return done.preview


@pytest.mark.parametrize("reference", ["{}", "installment 1 {}", "{} Meyer", "spaced", "joined"])
def test_a_payment_with_the_reference_of_the_agreement_pays_the_plan(office, fonts, tmp_path, reference):
    plan_id = signed_plan(office, fonts)
    number = plan_of(office, plan_id).number
    texts = {"spaced": number.replace("-", " ").lower(), "joined": number.replace("-", "")}
    words = texts.get(reference, reference.format(number))
    # more than the first invoice asks: the second gets the rest
    preview = paid_by_file(office.later(8), tmp_path, f"C-001,2026-11-30,600.00,EUR,,{words}")
    assert (preview.new, preview.warnings) == (1, ())
    assert received(office, plan_id) == [20_000, 20_000, 20_000, 0]
    assert office.ledger.rows("SELECT amount_minor FROM payment_application ORDER BY id DESC LIMIT 2") == [
        (10_000,), (50_000,),
    ]  # fmt: skip
    assert verify(office.ledger).problems == ()


def test_a_payment_that_names_the_plan_where_the_invoice_stands_finds_its_client_too(office, fonts, tmp_path):
    plan_id = signed_plan(office, fonts)
    header = "Invoice number,Payment date,Payment amount,Currency"
    paid_by_file(office.later(8), tmp_path, f"{plan_of(office, plan_id).number},2026-11-30,200.00,EUR", header=header)
    assert received(office, plan_id)[0] == 20_000


def test_a_payment_naming_an_invoice_outside_the_plan_does_not_pay_it_and_a_plan_that_is_over_takes_none(
    office, fonts, tmp_path
):
    plan_id = signed_plan(office, fonts)
    number = plan_of(office, plan_id).number
    desk = office.later(8)
    paid_by_file(desk, tmp_path, f"C-001,2026-11-30,100.00,EUR,R-1003,{number}")
    assert received(office, plan_id) == [0, 0, 0, 0]
    cancel_plan(supervisor(desk), CancelPlan(plan_id, "agreed otherwise"))
    preview = paid_by_file(desk, tmp_path, f"C-001,2026-12-01,100.00,EUR,{number},")
    assert "stays unapplied" in preview.warnings[0].message


def test_the_reference_of_a_promise_letter_pays_the_invoices_it_names(office, tmp_path):
    paid_by_file(office.later(1), tmp_path, "C-001,2026-11-24,600.00,EUR,,C-001 R-1001 R-1002")
    assert office.ledger.rows("SELECT number, open_minor FROM invoice WHERE currency = 'EUR' ORDER BY id")[:2] == [
        ("R-1001", 0), ("R-1002", 20_000),
    ]  # fmt: skip


def test_interest_that_is_paid_last_with_the_reference_of_the_plan_completes_it(office, fonts, tmp_path):
    plan_id = signed_plan(office, fonts, rate_percent=Decimal(12))
    plan = plan_of(office, plan_id)
    office.pay(office.r1, 50_000, FIRST)
    office.pay(office.r2, 30_000, FIRST)
    interest = f"{plan.interest_minor / 100:.2f}"
    paid_by_file(office.later(9), tmp_path, f"C-001,2026-12-01,{interest},EUR,,{plan.number}")
    assert state(office, plan_id) == "completed"
