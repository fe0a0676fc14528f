"""Agings that other programs got wrong once, over a real ledger file."""

from __future__ import annotations

from datetime import date, timedelta

from office_rows import NOW, SUPERVISOR, add_client

from arcaller.data.database import Ledger, create_ledger
from arcaller.data.queries.reports.aging import load_aging
from arcaller.data.tables import Invoice, Payment, PaymentApplication
from arcaller.domain.receivables.aging import AgingBucket

APRIL = date(2019, 4, 30)


def put(act, client_id: int, number: str, on: date, minor: int, *, paid: int = 0, settled: date | None = None) -> int:
    row = Invoice(
        client_id=client_id, number=number, number_search=number, issued_on=on, due_on=on, currency="USD",
        amount_minor=minor, open_minor=minor - paid, settled_on=settled,
    )  # fmt: skip
    return int(act.add(row))


def pay(act, client_id: int, on: date, minor: int, applied: dict[int, int]) -> None:
    payment = act.add(
        Payment(
            client_id=client_id, paid_on=on, currency="USD", amount_minor=minor,
            unapplied_minor=minor - sum(applied.values()), source="manual",
        )
    )  # fmt: skip
    for invoice_id, part in applied.items():
        act.add(PaymentApplication(payment_id=payment, invoice_id=invoice_id, applied_on=on, amount_minor=part))


def ledger_of(tmp_path) -> Ledger:
    path = tmp_path / "published.arcaller"
    create_ledger(path, company="X", currency="USD", country="US", user_name="Ana", at=NOW, today=APRIL)
    return Ledger.open(path)


def test_t29_cash_of_another_month_stands_apart_and_a_later_payment_counts_later(tmp_path):
    with ledger_of(tmp_path) as ledger:
        with ledger.act("seed", actor_id=SUPERVISOR, at=NOW) as act:
            client, _ = add_client(act, "C-1", "Partner", currency="USD")
            pay(act, client, date(2019, 2, 10), 100_000, {})
            march = [put(act, client, f"M{at}", date(2019, 3, 31), 1_000_000, paid=980_000) for at in range(5)]
            put(act, client, "A1", APRIL, 10_000_000)
            pay(act, client, date(2019, 5, 8), 4_900_000, dict.fromkeys(march, 980_000))
        found = load_aging(ledger, APRIL)["USD"]
        assert found.buckets[AgingBucket.NOT_DUE].amount_minor == 10_000_000
        assert found.buckets[AgingBucket.DAYS_1_30].amount_minor == 5_000_000
        assert found.unapplied_minor == 100_000
        assert found.net_minor == 14_900_000
        assert load_aging(ledger, date(2019, 5, 8))["USD"].net_minor == 10_000_000


def test_t31_a_part_payment_leaves_one_amount_in_the_invoices_own_bucket(tmp_path):
    with ledger_of(tmp_path) as ledger:
        with ledger.act("seed", actor_id=SUPERVISOR, at=NOW) as act:
            client, _ = add_client(act, "C-1", "Partner", currency="USD")
            late = APRIL - timedelta(days=45)
            invoice = put(act, client, "I1", late, 100_000, paid=30_000)
            pay(act, client, APRIL, 30_000, {invoice: 30_000})
        found = load_aging(ledger, APRIL)["USD"]
        assert [total.amount_minor for total in found.buckets.values()] == [0, 0, 70_000, 0, 0]
        assert (found.items, found.total_minor) == (1, 70_000)


def test_t32_an_as_of_day_still_holds_what_was_paid_after_it(tmp_path):
    with ledger_of(tmp_path) as ledger:
        with ledger.act("seed", actor_id=SUPERVISOR, at=NOW) as act:
            client, _ = add_client(act, "C-1", "Partner", currency="USD")
            later = date(2026, 5, 20)
            paid = put(act, client, "I1", date(2026, 4, 1), 11_025_000, paid=11_025_000, settled=later)
            put(act, client, "I2", date(2026, 5, 10), 52_500)
            pay(act, client, date(2026, 5, 20), 11_025_000, {paid: 11_025_000})
        assert load_aging(ledger, date(2026, 5, 15))["USD"].total_minor == 11_077_500
        assert load_aging(ledger, date(2026, 5, 20))["USD"].total_minor == 52_500
