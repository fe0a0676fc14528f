"""Random acts, undos, redos, new days and restarts on one ledger: what must hold after each of them."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from ledger_rows import NOW, TODAY, add_client, invoice, state_of, voicemail

from arcaller.data import summary
from arcaller.data.database import Ledger, create_ledger
from arcaller.data.journal.chain import check_chain
from arcaller.data.tables import Client, Contact, FollowUp, ImportBatch, Invoice, Payment, PaymentApplication, Promise
from arcaller.data.verify import verify
from arcaller.domain.errors import DomainError


class ActsOnALedger(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "ledger"
        self.today = TODAY
        create_ledger(
            self.path, company="Nord", currency="EUR", country="DE", user_name="Ana", at=NOW, today=self.today
        )
        self.ledger = Ledger.open(self.path)
        self.count = 0
        self.before: dict[int, tuple[date, dict[str, Any]]] = {}

    def teardown(self) -> None:
        problems = verify(self.ledger).problems
        self.ledger.close()
        shutil.rmtree(self.folder)
        assert problems == ()

    @initialize()
    def two_clients(self) -> None:
        for number in ("1", "2"):
            add_client(self.ledger, number)

    def done(self, number: int | None, before: dict[str, Any]) -> None:
        if number is not None:
            self.before[number] = (self.today, before)

    def pick(self, table: type[Any], choice: int) -> Any:
        rows = self.ledger.select(table)
        return rows[choice % len(rows)] if rows else None

    @rule(days_late=st.integers(-30, 120))
    def new_client(self, days_late: int) -> None:
        self.count += 1
        before = state_of(self.ledger)
        add_client(self.ledger, f"N{self.count}", days_late=days_late)
        self.done(self.ledger.rows("SELECT max(number) FROM journal")[0][0], before)

    @rule(choice=st.integers(0, 99), days=st.integers(0, 5), text=st.text(max_size=8))
    def call(self, choice: int, days: int, text: str) -> None:
        client = self.pick(Client, choice)
        if client is None:
            return
        before = state_of(self.ledger)
        with self.ledger.act("log_call", actor_id=1, at=NOW) as act:
            call = act.add(voicemail(client.id))
            act.add(
                FollowUp(client_id=client.id, due_on=self.today + timedelta(days=days), kind="call", call_id=call)
            )
            act.change(client, note=text.replace("\0", ""))
        self.done(act.number, before)

    @rule(choice=st.integers(0, 99), amount=st.integers(1, 90_000))
    def pay(self, choice: int, amount: int) -> None:
        item = self.pick(Invoice, choice)
        if item is None:
            return
        applied, before = min(amount, item.open_minor), state_of(self.ledger)
        with self.ledger.act("record_payment", actor_id=1, at=NOW) as act:
            paid = Payment(
                client_id=item.client_id, paid_on=self.today, currency=item.currency, amount_minor=amount,
                unapplied_minor=amount - applied, source="manual",
            )  # fmt: skip
            act.add(paid)
            if applied:
                act.add(
                    PaymentApplication(
                        payment_id=paid.id, invoice_id=item.id, applied_on=self.today, amount_minor=applied
                    )
                )
                left = item.open_minor - applied
                act.change(item, open_minor=left, settled_on=None if left else self.today)
        self.done(act.number, before)

    @rule(choice=st.integers(0, 99), state=st.sampled_from(["open", "broken", "kept", "cancelled"]))
    def promise(self, choice: int, state: str) -> None:
        client = self.pick(Client, choice)
        if client is None:
            return
        before = state_of(self.ledger)
        with self.ledger.act("promise", actor_id=1, at=NOW) as act:
            act.add(
                Promise(
                    client_id=client.id, promised_on=self.today, due_on=self.today, currency="EUR", amount_minor=500,
                    state=state,
                )
            )  # fmt: skip
        self.done(act.number, before)

    @rule(
        choice=st.integers(0, 99),
        amount=st.integers(1, 10**9),
        currency=st.sampled_from(["EUR", "USD", "JPY", "KWD"]),
    )
    def bill(self, choice: int, amount: int, currency: str) -> None:
        client = self.pick(Client, choice)
        if client is None:
            return
        self.count += 1
        before = state_of(self.ledger)
        with self.ledger.act("bill", actor_id=1, at=NOW) as act:
            act.add(invoice(client.id, f"B{self.count}", self.today - timedelta(days=amount % 99), amount, currency))
        self.done(act.number, before)

    @rule(choice=st.integers(0, 99), rows=st.integers(1, 20))
    def import_items(self, choice: int, rows: int) -> None:
        client = self.pick(Client, choice)
        if client is None:
            return
        self.count += 1
        with self.ledger.act("import", actor_id=1, at=NOW) as act:
            batch = act.add(
                ImportBatch(kind="invoices", file_name="x", file_sha256="0", imported_at=NOW, row_count=1, report={})
            )
            day = self.today.isoformat()
            act.bulk_insert(
                Invoice,
                (
                    "client_id",
                    "number",
                    "number_search",
                    "issued_on",
                    "due_on",
                    "currency",
                    "amount_minor",
                    "open_minor",
                ),
                ((client.id, f"M{self.count}-{i}", "m", day, day, "EUR", 5, 5) for i in range(rows)),
                batch,
            )

    @rule(choice=st.integers(0, 99))
    def drop_contact(self, choice: int) -> None:
        contact = self.pick(Contact, choice)
        if contact is None:
            return
        before = state_of(self.ledger)
        with self.ledger.act("drop_contact", actor_id=1, at=NOW) as act:
            act.remove(contact)
        self.done(act.number, before)

    @rule()
    def take_back_the_last(self) -> None:
        acts = self.ledger.undoable_acts()
        if not acts:
            return
        number, now = acts[0].number, state_of(self.ledger)
        head = self.ledger.rows("SELECT max(number) FROM journal")[0][0]
        counter = self.ledger.undo(number, actor_id=1, at=NOW).number
        day, before = self.before.get(number, (None, {}))
        if number == head and day == self.today:
            assert state_of(self.ledger) == before
        if acts[0].act != "import":
            self.done(counter, now)

    @rule(choice=st.integers(0, 49))
    def take_back_any(self, choice: int) -> None:
        acts = self.ledger.undoable_acts()
        if not acts:
            return
        now = state_of(self.ledger)
        head = self.ledger.rows("SELECT max(number) FROM journal")
        try:
            self.ledger.undo(acts[choice % len(acts)].number, actor_id=1, at=NOW)
        except DomainError:
            assert state_of(self.ledger) == now
            assert self.ledger.rows("SELECT max(number) FROM journal") == head

    @precondition(lambda self: self.ledger.redoable_act() is not None)
    @rule()
    def redo(self) -> None:
        undone = self.ledger.redoable_act()
        assert undone is not None
        day, before = self.before.get(undone.number, (None, {}))
        try:
            self.ledger.undo(undone.number, actor_id=1, at=NOW)
        except DomainError as refused:
            assert "import the file again" in refused.message  # noqa: PT017
        else:
            assert day != self.today or state_of(self.ledger) == before

    @rule(days=st.integers(1, 40))
    def new_day(self, days: int) -> None:
        self.today += timedelta(days=days)
        assert self.ledger.start_day(self.today)

    @rule()
    def restart(self) -> None:
        self.ledger.close()
        self.ledger = Ledger.open(self.path)

    @invariant()
    def balances_and_summary_and_chain_hold(self) -> None:
        rows = self.ledger.rows
        applied = "SELECT coalesce(sum(amount_minor), 0) FROM payment_application a WHERE a."
        assert rows(f"SELECT id FROM payment p WHERE ({applied}payment_id = p.id) > p.amount_minor") == []
        off = f"open_minor < 0 OR open_minor <> amount_minor - ({applied}invoice_id = i.id)"
        assert rows(f"SELECT id FROM invoice i WHERE {off}") == []
        assert summary.clients_off(self.ledger.connection()) == []
        assert list(check_chain(self.ledger.connection())) == []


def test_whatever_is_done_and_undone_the_ledger_stays_true() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        ActsOnALedger,
        settings=settings(
            max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
