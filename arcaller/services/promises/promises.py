"""Promises to pay: what may be promised, writing one with its parts and steps, and cancelling one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from arcaller.data.journal import Act
from arcaller.data.queries.office.users import load_user
from arcaller.data.queries.sheet.calls import load_call_party
from arcaller.data.queries.sheet.open_items import OpenInvoiceRow, load_open_items
from arcaller.data.queries.sheet.promises import OpenPromiseRow, load_open_promises
from arcaller.data.tables import FollowUp, Promise, PromiseInvoice
from arcaller.domain.calls.outcomes import day_words
from arcaller.domain.direction_marks import without_direction_marks
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.promises.promises import (
    REST_FALLS_DUE,
    Part,
    PromiseLimits,
    PromiseState,
    check_promise,
    last_day_to_pay,
)
from arcaller.services.changes import Changes
from arcaller.services.commands import CancelPromise, PromiseDetails, PromisePart
from arcaller.services.desk import Desk
from arcaller.services.settings import Settings

IsBusinessDay = Callable[[date], bool]
REPLACED = "replaced by a newer promise"
_STEP_KINDS = ("check_promise", "remind_promise")


@dataclass(frozen=True, slots=True)
class PromiseEntry:
    """A promise that was checked and may be written; ``replaces`` are open promises it takes the place of."""

    client_id: int
    parts: tuple[PromisePart, ...]
    method: str
    invoice_ids: tuple[int, ...]
    replaces: tuple[int, ...]
    is_conditional: bool = False
    promised_by: str = ""

    @property
    def words(self) -> str:
        """``500.00 EUR for Fri 27 Nov, rest 672.00 EUR for Tue 15 Dec``."""
        return parts_words(self.parts, str, day_words, "for")


def parts_words(
    parts: Sequence[PromisePart], say_amount: Callable[[Money], str], say_day: Callable[[date], str], at: str = "on"
) -> str:
    """Amount and day of each part in one breath; the last of several is the rest."""
    said = [f"{say_amount(part.amount)} {at} {say_day(part.due_on)}" for part in parts]
    if len(said) > 1:
        said[-1] = f"rest {said[-1]}"
    return ", ".join(said)


def check_promise_details(desk: Desk, client_id: int, details: PromiseDetails, settings: Settings) -> PromiseEntry:
    """Refuse a promise of more than is open, in the past or beyond the actor's limits; find what it covers."""
    covered = _covered(desk, client_id, details)
    currency = details.amount.currency
    total = Money(sum(part.amount.minor for part in details.parts), currency)
    ticked = Money(sum(row.open_minor for row in covered), currency)
    if details.invoice_ids and total > ticked:
        raise DomainError(
            f"{total} is more than the {ticked} open on the ticked invoices; tick more of them, or promise "
            "at most that.",
            "amount",
        )
    check_promise(
        [Part(part.amount.minor, part.due_on) for part in details.parts],
        currency,
        open_balance_minor=ticked.minor,
        today=desk.today,
        limits=limits_of(desk, currency, settings),
    )
    if not details.invoice_ids:
        covered = _as_far_as_it_goes(covered, total.minor)
    return PromiseEntry(
        client_id,
        details.parts,
        details.method,
        tuple(row.invoice_id for row in covered),
        _replaced(load_open_promises(desk.ledger, client_id), covered, total),
        details.is_conditional and bool(details.more),
    )


def limits_of(desk: Desk, currency: str, settings: Settings) -> PromiseLimits:
    """How far a promise in ``currency`` may go that the desk's person takes."""
    authority = settings.authority(load_user(desk.ledger, desk.actor_id).role, currency)
    least = authority.least_promise
    return PromiseLimits(
        authority.max_promise_days, None if least is None else least.minor, authority.max_promise_parts
    )


def write_promise(
    desk: Desk, act: Act, entry: PromiseEntry, call_id: int | None, contact_id: int | None
) -> tuple[int, ...]:
    """Write the checked promise within ``act`` and give the ids of its parts; open ones it replaces are cancelled."""
    for promise_id in entry.replaces:
        _cancel(desk, act, desk.ledger.get(Promise, promise_id), REPLACED)
    ids: list[int] = []
    for number, part in enumerate(entry.parts, 1):
        row = Promise(
            client_id=entry.client_id,
            call_id=call_id,
            contact_id=contact_id,
            promised_on=desk.today,
            due_on=part.due_on,
            currency=part.amount.currency,
            amount_minor=part.amount.minor,
            method=entry.method,
            state=PromiseState.OPEN.value,
            part=number,
            parts=len(entry.parts),
            condition=REST_FALLS_DUE if entry.is_conditional else "",
            promised_by=entry.promised_by,
            series_id=ids[0] if ids else None,
        )
        ids.append(act.add(row))
        if number == 1 and len(entry.parts) > 1:
            act.change(row, series_id=ids[0])
        act.add_many(PromiseInvoice(promise_id=ids[-1], invoice_id=invoice_id) for invoice_id in entry.invoice_ids)
    return tuple(ids)


def write_promise_steps(
    desk: Desk,
    act: Act,
    entry: PromiseEntry,
    ids: Sequence[int],
    *,
    call_id: int | None,
    zone: str,
    is_business_day: IsBusinessDay,
    settings: Settings,
    is_first_checked: bool,
) -> None:
    """The steps a promise leads to: a reminder before each part, and a check after each.

    The first part's check is the next step of the call unless the caller chose another (``is_first_checked``). A
    reminder asks for nothing: it is no attempt to collect.
    """
    grace = settings.number("grace_business_days")
    for place, (promise_id, part) in enumerate(zip(ids, entry.parts, strict=True)):
        remind_on = reminder_day(part.due_on, settings.number("remind_promise_days"), is_business_day, desk.today)
        steps = [("remind_promise", remind_on)] if remind_on is not None else []
        if place or not is_first_checked:
            steps.append(("check_promise", last_day_to_pay(part.due_on, grace, is_business_day)))
        for kind, due_on in steps:
            act.add(
                FollowUp(
                    client_id=entry.client_id,
                    due_on=due_on,
                    time_zone=zone,
                    kind=kind,
                    state="open",
                    call_id=call_id,
                    promise_id=promise_id,
                )
            )


def reminder_day(due_on: date, days_before: int, is_business_day: IsBusinessDay, today: date) -> date | None:
    """``days_before`` business days before ``due_on``; None where that is off (0) or not after ``today``."""
    if days_before <= 0:
        return None
    day = due_on
    while days_before > 0 and day > today:
        day -= timedelta(days=1)
        days_before -= is_business_day(day)
    return day if day > today else None


def cancel_promise(desk: Desk, command: CancelPromise) -> Changes:
    """Cancel an open promise with all its open parts: what it covered is chased again from now on."""
    reason = without_direction_marks(command.reason).strip()
    if not reason:
        raise DomainError("Say why the promise is cancelled; one word is enough.", "reason")
    row = desk.ledger.find(Promise, Promise.id == command.promise_id)
    if row is None:
        raise DomainError("This promise was taken back; look at the list again.", "promise_id")
    rows = [row] if row.series_id is None else desk.ledger.select(Promise, Promise.series_id == row.series_id)
    still_open = [each for each in rows if each.state == PromiseState.OPEN.value]
    if not still_open:
        raise DomainError(
            f"This promise is {PromiseState(row.state).label} already; only an open one is cancelled.", "promise_id"
        )
    party = load_call_party(desk.ledger, row.client_id)
    with desk.ledger.act(
        "cancel_promise", actor_id=desk.actor_id, at=desk.now, subject=party.number, clients={row.client_id}
    ) as act:
        for each in still_open:
            _cancel(desk, act, each, reason)
    amount = Money(sum(each.amount_minor for each in still_open), row.currency)
    said = f"The promise of {amount} by {party.name} is cancelled: {reason}"
    return Changes.of_client("cancel_promise", row.client_id, said, entry=act.number)


def _cancel(desk: Desk, act: Act, row: Promise, reason: str) -> None:
    act.change(row, state=PromiseState.CANCELLED.value, decided_on=desk.today, cancelled_reason=reason)
    close_steps(desk, act, row.id)


def close_steps(desk: Desk, act: Act, promise_id: int) -> None:
    """Nothing is left to remind of or to check of this part."""
    for step in desk.ledger.select(FollowUp, FollowUp.promise_id == promise_id, FollowUp.state == "open"):
        if step.kind in _STEP_KINDS:
            act.change(step, state="done")


def reopen_steps(desk: Desk, act: Act, promise_id: int) -> None:
    """A part that was thought kept is to be checked again, unless a call has answered that."""
    for step in desk.ledger.select(FollowUp, FollowUp.promise_id == promise_id, FollowUp.state == "done"):
        if step.kind == "check_promise" and step.done_by_call_id is None:
            act.change(step, state="open")


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


def _replaced(promises: Iterable[OpenPromiseRow], covered: list[OpenInvoiceRow], amount: Money) -> tuple[int, ...]:
    """Open promises over the same invoices that, together with the new one, exceed what is open of them."""
    ids = {row.invoice_id for row in covered}
    sharing = [row for row in promises if row.currency == amount.currency and row.invoice_ids & ids]
    promised = sum(row.left_minor for row in sharing)
    if promised + amount.minor <= sum(row.open_minor for row in covered):
        return ()
    return tuple(row.promise_id for row in sharing)
