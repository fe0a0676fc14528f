"""Where a plan stands is a function of the facts: payments, reversals and deciding twice in any order end alike."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from life_samples import FIRST, on_day, plan_of, received, settlement, signed_plan, state

from arcaller.data.tables import Invoice, Payment, PaymentApplication
from arcaller.services.plans.progress import decide_plans

_SPARED = [HealthCheck.function_scoped_fixture]


def reverse_last(office) -> None:
    """The newest payment is taken back, as a bank does it: its application goes, the invoice is open again."""
    payments = office.ledger.select(Payment)
    if not payments:
        return
    last = max(payments, key=lambda row: row.id)
    with office.ledger.act("reverse", actor_id=1, at=office.desk.now) as act:
        for part in office.ledger.select(PaymentApplication, PaymentApplication.payment_id == last.id):
            invoice = office.ledger.get(Invoice, part.invoice_id)
            act.remove(part)
            act.change(invoice, open_minor=invoice.open_minor + part.amount_minor, settled_on=None)
        act.remove(last)


def open_of(office, invoice_id: int) -> int:
    return office.ledger.get(Invoice, invoice_id).open_minor


@settings(max_examples=12, deadline=None, suppress_health_check=_SPARED)
@given(
    steps=st.lists(st.one_of(st.integers(1, 60_000), st.just(-1)), min_size=1, max_size=6),
    is_settlement=st.booleans(),
)
def test_state_follows_from_facts_and_deciding_twice_changes_nothing(office_of, fonts, steps, is_settlement):
    with tempfile.TemporaryDirectory() as folder, office_of(Path(folder)) as office:
        plan_id = settlement(office, fonts) if is_settlement else signed_plan(office, fonts)
        due = 64_000 if is_settlement else 80_000
        for day, step in enumerate(steps, 8):
            if step < 0:
                reverse_last(office)
            else:
                left = [(each, open_of(office, each)) for each in (office.r1, office.r2)]
                for invoice_id, minor in left:
                    if minor and step > 0 and state(office, plan_id) != "completed":
                        office.pay(invoice_id, min(step, minor), FIRST + timedelta(days=day))
                        break
            desk = on_day(office, day)
            assert decide_plans(desk).entry is None
            came_in = sum(row.amount_minor for row in office.ledger.select(Payment))
            assert sum(received(office, plan_id)) == min(came_in, due)
            assert (state(office, plan_id) == "completed") == (came_in >= due)
            credited = office.one("SELECT coalesce(sum(amount_minor), 0) FROM credit_note")[0]
            whole = open_of(office, office.r1) + open_of(office, office.r2)
            assert whole + came_in + credited == 80_000
            assert credited == (max(0, 80_000 - max(came_in, due)) if came_in >= due and is_settlement else 0)
            assert all(0 <= row.received_minor <= row.amount_minor for row in plan_of(office, plan_id).installments)
