"""Promises to pay: what may be promised, writing one, and deciding from payments what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from arcaller.data.journal import Act
from arcaller.data.queries.office.freshness import load_payments_fresh_until
from arcaller.data.queries.office.users import load_user
from arcaller.data.queries.sheet.open_items import OpenInvoiceRow, load_open_items
from arcaller.data.queries.sheet.promises import OpenPromiseRow, ReceiptRow, load_open_promises, load_receipts
from arcaller.data.tables import Promise, PromiseInvoice
from arcaller.domain.calendars import BusinessCalendar
from arcaller.domain.calls.outcomes import day_words
from arcaller.domain.calls.promises import PromiseStanding, PromiseState, check_promise, last_day_to_pay, state_of
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.changes import Changes
from arcaller.services.commands import PromiseDetails
from arcaller.services.desk import Desk
from arcaller.services.settings import Settings, load_settings

_NO_LIMIT_DAYS = 3660


@dataclass(frozen=True, slots=True)
class PromiseEntry:
    """A promise that was checked and may be written; ``replaces`` are open promises it takes the place of."""

    client_id: int
    amount: Money
    due_on: date
    method: str
    invoice_ids: tuple[int, ...]
    replaces: tuple[int, ...]

    @property
    def words(self) -> str:
        """``500.00 EUR for Fri 27 Nov``."""
        return f"{self.amount} for {day_words(self.due_on)}"


def check_promise_details(desk: Desk, client_id: int, details: PromiseDetails, settings: Settings) -> PromiseEntry:
    """Refuse a promise of more than is open, in the past or beyond the actor's limits; find what it covers."""
    covered = _covered(desk, client_id, details)
    currency = details.amount.currency
    role = load_user(desk.ledger, desk.actor_id).role
    most_days = settings.authority(role, currency).max_promise_days
    ticked = Money(sum(row.open_minor for row in covered), currency)
    if details.invoice_ids and details.amount > ticked:
        raise DomainError(
            f"{details.amount} is more than the {ticked} open on the ticked invoices; tick more of them, or promise "
            "at most that.",
            "amount",
        )
    check_promise(
        details.amount.minor,
        currency,
        details.due_on,
        open_balance_minor=ticked.minor,
        today=desk.today,
        max_days_ahead=_NO_LIMIT_DAYS if most_days is None else most_days,
    )
    if not details.invoice_ids:
        covered = _as_far_as_it_goes(covered, details.amount.minor)
    return PromiseEntry(
        client_id,
        details.amount,
        details.due_on,
        details.method,
        tuple(row.invoice_id for row in covered),
        _replaced(load_open_promises(desk.ledger, client_id), covered, details.amount),
    )


def write_promise(desk: Desk, act: Act, entry: PromiseEntry, call_id: int | None, contact_id: int | None) -> int:
    """Write the checked promise within ``act``; open ones it replaces are cancelled."""
    for promise_id in entry.replaces:
        act.change(desk.ledger.get(Promise, promise_id), state=PromiseState.CANCELLED.value, decided_on=desk.today)
    promise_id = act.add(
        Promise(
            client_id=entry.client_id,
            call_id=call_id,
            contact_id=contact_id,
            promised_on=desk.today,
            due_on=entry.due_on,
            currency=entry.amount.currency,
            amount_minor=entry.amount.minor,
            method=entry.method,
            state=PromiseState.OPEN.value,
        )
    )
    act.add_many(PromiseInvoice(promise_id=promise_id, invoice_id=invoice_id) for invoice_id in entry.invoice_ids)
    return promise_id


def _covered(desk: Desk, client_id: int, details: PromiseDetails) -> list[OpenInvoiceRow]:
    """The invoices ticked, or all of the currency with the oldest due first."""
    currency = details.amount.currency
    rows = {row.invoice_id: row for row in load_open_items(desk.ledger, client_id)}
    if not details.invoice_ids:
        return [row for row in rows.values() if row.currency == currency]
    covered = [rows[invoice_id] for invoice_id in details.invoice_ids if invoice_id in rows]
    if len(covered) != len(details.invoice_ids):
        raise DomainError("A ticked invoice is no longer open; look at the list and tick again.", "invoice_ids")
    if any(row.currency != currency for row in covered):
        raise DomainError(f"The promise is in {currency}; tick only invoices in {currency}.", "invoice_ids")
    return covered


def _as_far_as_it_goes(rows: list[OpenInvoiceRow], amount: int) -> list[OpenInvoiceRow]:
    """The oldest due invoices that ``amount`` reaches."""
    covered, left = [], amount
    for row in rows:
        if left <= 0:
            break
        covered.append(row)
        left -= row.open_minor
    return covered


def _replaced(promises: tuple[OpenPromiseRow, ...], covered: list[OpenInvoiceRow], amount: Money) -> tuple[int, ...]:
    """Open promises over the same invoices that, together with the new one, exceed what is open of them."""
    ids = {row.invoice_id for row in covered}
    sharing = [row for row in promises if row.currency == amount.currency and row.invoice_ids & ids]
    promised = sum(row.amount_minor - row.received_minor for row in sharing)
    if promised + amount.minor <= sum(row.open_minor for row in covered):
        return ()
    return tuple(row.promise_id for row in sharing)


def decide_promises(desk: Desk) -> Changes:
    """Decide every open promise that payments and time have decided: after an import, and when a day begins.

    Broken only when payment data reaches past its date and grace; until then it stays open.
    """
    settings = load_settings(desk.ledger)
    promises = load_open_promises(desk.ledger)
    if not promises:
        return Changes("decide_promises", "No promise is open")
    fresh_until = load_payments_fresh_until(desk.ledger)
    calendar = BusinessCalendar(settings.text("company_country"), settings.text("company_subdivision"))
    grace = settings.number("grace_business_days")
    invoice_ids = {invoice_id for row in promises for invoice_id in row.invoice_ids}
    purse = _Purse(load_receipts(desk.ledger, invoice_ids, min(row.promised_on for row in promises)))
    decided: list[tuple[OpenPromiseRow, int, PromiseStanding]] = []
    for row in promises:
        last_day = last_day_to_pay(row.due_on, grace, calendar.is_business_day)
        received = purse.take(row, last_day)
        standing = state_of(
            row.amount_minor,
            received,
            row.due_on,
            grace_business_days=grace,
            payments_fresh_until=fresh_until,
            today=desk.today,
            is_business_day=calendar.is_business_day,
        )
        if standing.state is not PromiseState.OPEN or received != row.received_minor:
            decided.append((row, received, standing))
    return _write_decisions(desk, decided)


class _Purse:
    """Receipts by invoice; what one promise took is gone for the next."""

    def __init__(self, receipts: tuple[ReceiptRow, ...]) -> None:
        self._left: dict[int, list[tuple[date, int]]] = {}
        for row in receipts:
            self._left.setdefault(row.invoice_id, []).append((row.received_on, row.amount_minor))

    def take(self, promise: OpenPromiseRow, last_day: date) -> int:
        """What came in for ``promise`` from its making to ``last_day``, at most its amount."""
        taken = 0
        for invoice_id in promise.invoice_ids:
            kept = []
            for received_on, amount in self._left.get(invoice_id, ()):
                part = 0
                if promise.promised_on <= received_on <= last_day:
                    part = min(amount, promise.amount_minor - taken)
                taken += part
                if amount - part:
                    kept.append((received_on, amount - part))
            self._left[invoice_id] = kept
        return taken


def _write_decisions(desk: Desk, decided: list[tuple[OpenPromiseRow, int, PromiseStanding]]) -> Changes:
    counts: dict[PromiseState, int] = {}
    with desk.ledger.act("decide_promises", actor_id=desk.actor_id, at=desk.now, subject="promises") as act:
        for row, received, standing in decided:
            values: dict[str, object] = {"received_minor": received}
            if standing.state is not PromiseState.OPEN:
                values |= {"state": standing.state.value, "decided_on": desk.today}
                counts[standing.state] = counts.get(standing.state, 0) + 1
            act.change(desk.ledger.get(Promise, row.promise_id), **values)
    words = ", ".join(f"{count} {state.label}" for state, count in counts.items())
    return Changes(
        "decide_promises",
        f"Promises decided: {words}" if words else "No promise is decided yet",
        clients=frozenset(row.client_id for row, _, _ in decided),
        entry=act.number,
    )
