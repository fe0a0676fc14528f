"""Deciding from payments what became of promises: after an import, after one is taken back, and when a day begins."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from arcaller.data.journal import Act
from arcaller.data.queries.office.freshness import load_payments_fresh_until
from arcaller.data.queries.sheet.promises import (
    FELL_AWAY,
    DecidableRow,
    load_decidable_promises,
    load_receipts,
)
from arcaller.data.tables import FollowUp, Promise
from arcaller.domain.calendars import BusinessCalendar
from arcaller.domain.promises.promise_decisions import MISSED, Decision, decide
from arcaller.domain.promises.promises import PromiseState
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk
from arcaller.services.promises.promises import close_steps, reopen_steps
from arcaller.services.settings import load_settings

_LOOK_BACK = timedelta(days=400)
"""Promises due before that are history unless their client still has an open one."""


@dataclass(frozen=True, slots=True)
class _Change:
    row: DecidableRow
    decision: Decision

    @property
    def is_new_state(self) -> bool:
        return self.decision.state.value != self.row.state

    @property
    def is_new_standing(self) -> bool:
        """Another state, or made good by late money, or that money taken back."""
        was_made_good, is_made_good = self.row.made_good_on is not None, self.decision.made_good_on is not None
        return self.is_new_state or was_made_good is not is_made_good

    @property
    def is_new(self) -> bool:
        row, now = self.row, self.decision
        return self.is_new_state or (now.received_minor, now.late_minor, now.made_good_on) != (
            row.received_minor,
            row.late_minor,
            row.made_good_on,
        )


def decide_promises(desk: Desk) -> Changes:
    """Decide every promise anew from the facts; what stands already is left as it is.

    Broken only when payment data reaches past its date and grace; until then it stays open. A payment taken back
    reopens a promise that it kept, and a payment found late keeps one that was broken. One that came too late makes
    good what was missed: the promise stays broken in every count, but lifts its client no more.
    """
    rows = load_decidable_promises(desk.ledger, desk.today - _LOOK_BACK)
    if not rows:
        return Changes("decide_promises", "No promise is open")
    settings = load_settings(desk.ledger)
    calendar = BusinessCalendar(settings.text("company_country"), settings.text("company_subdivision"))
    invoice_ids = {invoice_id for row in rows for invoice_id in row.facts.invoice_ids}
    decisions = decide(
        [row.facts for row in rows],
        load_receipts(
            desk.ledger, invoice_ids, {row.client_id for row in rows}, min(row.facts.promised_on for row in rows)
        ),
        grace_business_days=settings.number("grace_business_days"),
        payments_fresh_until=load_payments_fresh_until(desk.ledger),
        today=desk.today,
        is_business_day=calendar.is_business_day,
    )
    changes = [_Change(row, decisions[row.facts.promise_id]) for row in rows]
    return _write(desk, [each for each in changes if each.is_new])


def _write(desk: Desk, changes: list[_Change]) -> Changes:
    counts: Counter[str] = Counter()
    with desk.ledger.act("decide_promises", actor_id=desk.actor_id, at=desk.now, subject="promises") as act:
        for each in changes:
            _write_one(desk, act, each)
            if each.is_new_standing:
                counts[_word(each.decision)] += 1
    words = ", ".join(f"{count} {word}" for word, count in counts.items())
    return Changes(
        "decide_promises",
        f"Promises decided: {words}" if words else "No promise is decided yet",
        clients=frozenset(each.row.client_id for each in changes),
        entry=act.number,
    )


def _write_one(desk: Desk, act: Act, each: _Change) -> None:
    promise_id, decision = each.row.facts.promise_id, each.decision
    values: dict[str, object] = {
        "received_minor": decision.received_minor,
        "late_minor": decision.late_minor,
        "made_good_on": decision.made_good_on,
    }
    if each.is_new_state:
        is_open = decision.state is PromiseState.OPEN
        values |= {
            "state": decision.state.value,
            "decided_on": None if is_open else desk.today,
            "cancelled_reason": FELL_AWAY if decision.fell_away else "",
        }
    act.change(desk.ledger.get(Promise, promise_id), **values)
    if not each.is_new_standing:
        return
    if decision.state in (PromiseState.KEPT, PromiseState.CANCELLED) or decision.made_good_on is not None:
        close_steps(desk, act, promise_id)
    else:
        reopen_steps(desk, act, promise_id)
    if decision.state in MISSED and decision.made_good_on is None:
        _bring_up(desk, act, each.row.client_id, promise_id)


def _bring_up(desk: Desk, act: Act, client_id: int, promise_id: int) -> None:
    """A missed promise is called about the next morning, whatever later day the client was put back to before."""
    steps = desk.ledger.select(FollowUp, FollowUp.client_id == client_id, FollowUp.state == "open")
    if any(step.due_on <= desk.today for step in steps):
        return
    act.add(
        FollowUp(
            client_id=client_id,
            due_on=desk.today,
            time_zone=next((step.time_zone for step in steps), ""),
            kind="check_promise",
            promise_id=promise_id,
            state="open",
        )
    )


def _word(decision: Decision) -> str:
    if decision.fell_away:
        return "fallen due with a part before"
    if decision.made_good_on is not None:
        return f"{decision.state.label} but paid late"
    return "open again" if decision.state is PromiseState.OPEN else decision.state.label
