"""Everything one call sheet shows, as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from arcaller.data.fields import instant_text
from arcaller.data.queries.office.freshness import load_payments_fresh_until
from arcaller.data.queries.sheet.finance import FinanceFactRow, load_finance_facts
from arcaller.data.queries.sheet.numbers import load_numbers
from arcaller.data.queries.sheet.promises import load_open_promises, promised_by_invoice
from arcaller.data.queries.sheet.timeline import TimelineRow, load_timeline
from arcaller.data.queries.values import DISPLAY_NAME, day, instant
from arcaller.domain.errors import DomainError

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

__all__ = [
    "AgingRow", "CallSheetRow", "ContactRow", "DisputeRow", "FinanceFactRow", "FollowUpRow", "InvoiceRow",
    "PaymentRow", "PlanRow", "PromiseRow", "TimelineRow", "load_call_sheet", "load_contacts", "load_follow_ups",
    "load_open_invoices",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Somebody to call; ``time_zone`` is the one he told us, "" if none."""

    contact_id: int
    name: str
    role: str
    phone: str
    phone_state: str
    email: str
    language: str
    style: str
    time_zone: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An open invoice; ``days`` past due on the business date (negative or 0: not due).

    ``is_left_alone``: somebody said not to chase it for now. ``promised_minor`` of it is promised, ``awaited_minor``
    for a day still to come.
    """

    invoice_id: int
    number: str
    issued_on: date
    due_on: date
    days: int
    currency: str
    amount_minor: int
    open_minor: int
    is_disputed: bool
    dispute_reason: str
    promised_on: date | None
    plan_number: str
    po_reference: str
    is_left_alone: bool = False
    do_not_chase_reason: str = ""
    do_not_chase_until: date | None = None
    promised_minor: int = 0
    awaited_minor: int = 0

    @property
    def may_be_chased(self) -> bool:
        """Whether it may be asked about at all: not disputed, in no plan, not paused."""
        return not (self.is_disputed or self.plan_number or self.is_left_alone)

    @property
    def unpromised_minor(self) -> int:
        """What may be asked for: open and not promised."""
        return self.open_minor - self.promised_minor

    @property
    def to_promise_minor(self) -> int:
        """What a new promise covers unless told otherwise: all that waits for no day still to come."""
        return self.open_minor - self.awaited_minor or self.open_minor


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """Money received; ``invoices`` names what it settled, in words."""

    paid_on: date
    currency: str
    amount_minor: int
    unapplied_minor: int
    method: str
    reference: str
    invoices: str


@dataclass(frozen=True, slots=True)
class AgingRow:
    """The client's open items of one currency by bucket; credits and unapplied cash stand apart."""

    currency: str
    not_due_minor: int
    days_1_30_minor: int
    days_31_60_minor: int
    days_61_90_minor: int
    over_90_minor: int
    open_minor: int
    overdue_minor: int
    disputed_minor: int
    credit_minor: int
    unapplied_minor: int
    oldest_due_on: date | None


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise to pay and what became of it."""

    promise_id: int
    promised_on: date
    due_on: date
    currency: str
    amount_minor: int
    received_minor: int
    state: str
    part: int = 1
    parts: int = 1
    series_id: int | None = None
    late_minor: int = 0
    made_good_on: date | None = None

    @property
    def is_missed(self) -> bool:
        """Not kept whole, and its money has not come since."""
        return self.state in ("broken", "partly_kept") and self.made_good_on is None

    @property
    def missing_minor(self) -> int:
        """What has not come in for it, late money counted."""
        return self.amount_minor - self.received_minor - self.late_minor


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """An open dispute with the numbers of its invoices."""

    dispute_id: int
    reason_code: str
    client_words: str
    opened_on: date
    due_on: date | None
    invoices: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A payment plan in its current version; ``behind_minor`` is open of what was missed for certain."""

    plan_id: int
    number: str
    state: str
    currency: str
    total_minor: int
    received_minor: int
    next_due_on: date | None
    next_amount_minor: int
    installments: int
    behind_minor: int = 0


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """The next open step with this client."""

    follow_up_id: int
    due_on: date
    due_time: str | None
    time_zone: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class CallSheetRow:
    """One client's whole sheet on a business date."""

    client_id: int
    number: str
    name: str
    legal_name: str
    kind: str
    city: str
    country: str
    region: str
    time_zone: str
    language: str
    currency: str
    segment: str
    owner: str
    note: str
    do_not_chase_reason: str
    do_not_chase_until: date | None
    value_class: str
    contacts: tuple[ContactRow, ...]
    aging: tuple[AgingRow, ...]
    invoices: tuple[InvoiceRow, ...]
    payments: tuple[PaymentRow, ...]
    promises: tuple[PromiseRow, ...]
    disputes: tuple[DisputeRow, ...]
    plans: tuple[PlanRow, ...]
    follow_ups: tuple[FollowUpRow, ...]
    timeline: tuple[TimelineRow, ...]
    attempts_7_days: int
    attempts_today: int
    last_call_at: datetime | None
    last_call_by: str
    promises_kept: int
    promises_decided: int
    payments_fresh_until: date | None
    payments_are_stale: bool = False
    finance_facts: tuple[FinanceFactRow, ...] = ()


def load_call_sheet(ledger: Ledger, client_id: int, today: date) -> CallSheetRow:
    """The sheet of ``client_id``: a fixed number of statements however much the client has."""
    head = _head(ledger, client_id)
    calls = _CallFigures.load(ledger, client_id, head["time_zone"], today)
    kept, decided = ledger.rows(_PROMISES_DECIDED, (client_id,))[0]
    return CallSheetRow(
        **head,
        contacts=_with_numbers(load_contacts(ledger, client_id), load_numbers(ledger, client_id)),
        aging=_aging(ledger, client_id),
        invoices=load_open_invoices(ledger, client_id, today),
        payments=_payments(ledger, client_id),
        promises=_promises(ledger, client_id),
        disputes=_disputes(ledger, client_id),
        plans=_plans(ledger, client_id),
        follow_ups=load_follow_ups(ledger, client_id),
        timeline=load_timeline(ledger, client_id),
        attempts_7_days=calls.attempts_7_days,
        attempts_today=calls.attempts_today,
        last_call_at=calls.last_call_at,
        last_call_by=calls.last_call_by,
        promises_kept=kept,
        promises_decided=decided,
        payments_fresh_until=load_payments_fresh_until(ledger),
        finance_facts=load_finance_facts(ledger, client_id),
    )


def _with_numbers(
    contacts: tuple[ContactRow, ...], numbers: dict[int, list[tuple[str, str]]]
) -> tuple[ContactRow, ...]:
    """Every number to call: a person's first number, then his further ones, each as a row of his."""
    return tuple(
        row
        for contact in contacts
        for row in (
            contact,
            *(
                replace(contact, phone=phone, phone_state=state, is_main=False)
                for phone, state in numbers.get(contact.contact_id, ())
            ),
        )
    )


_HEAD = f"""
    SELECT c.id AS client_id, c.number, {DISPLAY_NAME} AS name, c.legal_name, c.kind, c.city, c.country, c.region,
        coalesce(nullif(c.time_zone, ''), (SELECT p.time_zone FROM contact p WHERE p.client_id = c.id
            AND p.time_zone <> '' ORDER BY p.is_main DESC, p.id LIMIT 1), '') AS time_zone,
        c.language, c.currency, c.segment, coalesce(u.name, '') AS owner, c.note, c.do_not_chase_reason,
        c.do_not_chase_until,
        coalesce((SELECT s.value_class FROM client_summary s WHERE s.client_id = c.id AND s.is_main = 1), '')
    FROM client c LEFT JOIN app_user u ON u.id = c.owner_id WHERE c.id = ?"""
_HEAD_NAMES = (
    "client_id", "number", "name", "legal_name", "kind", "city", "country", "region", "time_zone", "language",
    "currency", "segment", "owner", "note", "do_not_chase_reason", "do_not_chase_until",
    "value_class",
)  # fmt: skip


def _head(ledger: Ledger, client_id: int) -> dict[str, Any]:
    found = ledger.rows(_HEAD, (client_id,))
    if not found:
        raise DomainError("This client is no longer in the ledger; choose another one.", "client_id")
    head = dict(zip(_HEAD_NAMES, found[0], strict=True))
    head["do_not_chase_until"] = day(head["do_not_chase_until"])
    return head


def load_contacts(ledger: Ledger, client_id: int) -> tuple[ContactRow, ...]:
    """Whom to call: the main contact first, nobody who has left."""
    sql = """SELECT id, name, role, phone, phone_state, email, language, style, time_zone, is_main FROM contact
        WHERE client_id = ? AND is_active = 1 ORDER BY is_main DESC, phone_state = 'wrong', id"""
    return tuple(ContactRow(*(*row[:9], bool(row[9]))) for row in ledger.rows(sql, (client_id,)))


def _aging(ledger: Ledger, client_id: int) -> tuple[AgingRow, ...]:
    sql = """SELECT currency, not_due_minor, days_1_30_minor, days_31_60_minor, days_61_90_minor, over_90_minor,
            open_minor, overdue_minor, disputed_minor, credit_minor, unapplied_minor, oldest_due_on
        FROM client_summary WHERE client_id = ? ORDER BY is_main DESC, currency"""
    return tuple(AgingRow(*(*row[:11], day(row[11]))) for row in ledger.rows(sql, (client_id,)))


_INVOICES = """
    SELECT i.id, i.number, i.issued_on, i.due_on, i.currency, i.amount_minor, i.open_minor, i.is_disputed,
        (SELECT d.reason_code FROM dispute_invoice x JOIN dispute d ON d.id = x.dispute_id
            WHERE x.invoice_id = i.id AND d.state = 'open' ORDER BY d.id DESC LIMIT 1),
        (SELECT min(p.due_on) FROM promise_invoice x JOIN promise p ON p.id = x.promise_id
            WHERE x.invoice_id = i.id AND p.state = 'open'),
        (SELECT p.number FROM plan_invoice x JOIN plan_version v ON v.id = x.plan_version_id
            JOIN payment_plan p ON p.id = v.plan_id AND p.current_version = v.version
            WHERE x.invoice_id = i.id AND p.state IN ('proposed', 'approved', 'agreed', 'on_track', 'behind')
            ORDER BY p.id DESC LIMIT 1),
        i.po_reference,
        i.do_not_chase_reason <> '' AND (i.do_not_chase_until IS NULL OR i.do_not_chase_until >= ?2),
        i.do_not_chase_reason, i.do_not_chase_until
    FROM invoice i WHERE i.client_id = ?1 AND i.open_minor <> 0 AND i.is_cancelled = 0 ORDER BY i.due_on, i.id"""


def load_open_invoices(ledger: Ledger, client_id: int, today: date) -> tuple[InvoiceRow, ...]:
    """The open invoices of a client, oldest due first, with what holds each one back."""
    rows = []
    stored = ledger.rows(_INVOICES, (client_id, today.isoformat()))
    promises = load_open_promises(ledger, client_id)
    items = [(row[0], row[6]) for row in stored]
    promised = promised_by_invoice(promises, items)
    awaited = promised_by_invoice([each for each in promises if each.due_on > today], items)
    for row in stored:
        due_on = date.fromisoformat(row[3])
        rows.append(
            InvoiceRow(
                invoice_id=row[0],
                number=row[1],
                issued_on=date.fromisoformat(row[2]),
                due_on=due_on,
                days=(today - due_on).days,
                currency=row[4],
                amount_minor=row[5],
                open_minor=row[6],
                is_disputed=bool(row[7]),
                dispute_reason=row[8] or "",
                promised_on=day(row[9]) if row[0] in promised else None,
                plan_number=row[10] or "",
                po_reference=row[11],
                is_left_alone=bool(row[12]),
                do_not_chase_reason=row[13],
                do_not_chase_until=day(row[14]),
                promised_minor=promised.get(row[0], 0),
                awaited_minor=awaited.get(row[0], 0),
            )
        )
    return tuple(rows)


def _payments(ledger: Ledger, client_id: int) -> tuple[PaymentRow, ...]:
    sql = """SELECT paid_on, currency, amount_minor, unapplied_minor, method, reference, coalesce((SELECT
            group_concat(i.number, ', ') FROM payment_application a JOIN invoice i ON i.id = a.invoice_id
            WHERE a.payment_id = p.id), '')
        FROM payment p WHERE client_id = ? ORDER BY paid_on DESC, id DESC LIMIT 5"""
    return tuple(PaymentRow(date.fromisoformat(row[0]), *row[1:]) for row in ledger.rows(sql, (client_id,)))


_PROMISES_DECIDED = """SELECT coalesce(sum(state = 'kept'), 0), coalesce(sum(state IN ('kept', 'partly_kept',
    'broken')), 0) FROM promise WHERE client_id = ?"""


def _promises(ledger: Ledger, client_id: int) -> tuple[PromiseRow, ...]:
    sql = """SELECT id, promised_on, due_on, currency, amount_minor, received_minor, state, part, parts,
            series_id, late_minor, made_good_on FROM promise
        WHERE client_id = ? ORDER BY state <> 'open', due_on DESC, id DESC LIMIT 10"""
    return tuple(
        PromiseRow(*(row[0], date.fromisoformat(row[1]), date.fromisoformat(row[2]), *row[3:11], day(row[11])))
        for row in ledger.rows(sql, (client_id,))
    )


def _disputes(ledger: Ledger, client_id: int) -> tuple[DisputeRow, ...]:
    sql = """SELECT d.id, d.reason_code, d.client_words, d.opened_on, d.due_on, coalesce((SELECT
            group_concat(i.number, ', ') FROM dispute_invoice x JOIN invoice i ON i.id = x.invoice_id
            WHERE x.dispute_id = d.id), '')
        FROM dispute d WHERE d.client_id = ? AND d.state = 'open' ORDER BY d.opened_on, d.id"""
    return tuple(
        DisputeRow(row[0], row[1], row[2], date.fromisoformat(row[3]), day(row[4]), row[5])
        for row in ledger.rows(sql, (client_id,))
    )


_PLANS = """
    SELECT p.id, p.number, p.state, p.currency, v.total_minor, coalesce(sum(n.received_minor), 0),
        min(CASE WHEN n.received_minor < n.amount_minor THEN n.due_on END), count(n.id),
        (SELECT m.amount_minor - m.received_minor FROM installment m WHERE m.plan_version_id = v.id
            AND m.received_minor < m.amount_minor ORDER BY m.number LIMIT 1),
        CASE WHEN p.state = 'behind' THEN coalesce((SELECT sum(m.amount_minor - m.received_minor) FROM installment m
            WHERE m.plan_version_id = v.id AND m.due_on IN (SELECT e.happened_on FROM plan_event e
                WHERE e.plan_id = p.id AND e.kind = 'missed')), 0) ELSE 0 END
    FROM payment_plan p JOIN plan_version v ON v.plan_id = p.id AND v.version = p.current_version
        LEFT JOIN installment n ON n.plan_version_id = v.id
    WHERE p.client_id = ? GROUP BY p.id ORDER BY p.id DESC LIMIT 5"""


def _plans(ledger: Ledger, client_id: int) -> tuple[PlanRow, ...]:
    return tuple(
        PlanRow(*(*row[:6], day(row[6]), row[8] or 0, row[7], row[9])) for row in ledger.rows(_PLANS, (client_id,))
    )


def load_follow_ups(ledger: Ledger, client_id: int) -> tuple[FollowUpRow, ...]:
    """The open steps with a client, the next one first."""
    sql = """SELECT id, due_on, due_time, time_zone, kind, reason FROM follow_up
        WHERE client_id = ? AND state = 'open' ORDER BY due_on, due_time IS NULL, due_time, id"""
    return tuple(FollowUpRow(row[0], date.fromisoformat(row[1]), *row[2:]) for row in ledger.rows(sql, (client_id,)))


@dataclass(frozen=True, slots=True)
class _CallFigures:
    """Attempts by the calendar day at the client's place; a wrong number is no attempt on this client."""

    attempts_7_days: int
    attempts_today: int
    last_call_at: datetime | None
    last_call_by: str

    @staticmethod
    def load(ledger: Ledger, client_id: int, time_zone: str, today: date) -> _CallFigures:
        since = datetime.combine(today - timedelta(days=8), time(), UTC)
        sql = """SELECT k.called_at, u.name, k.was_placed AND k.direction = 'out' AND k.outcome <> 'wrong_number'
                AND k.is_to_wrong_number = 0
            FROM call k JOIN app_user u ON u.id = k.caller_id
            WHERE k.client_id = ? AND k.called_at >= coalesce(min(?, (SELECT max(l.called_at) FROM call l
                WHERE l.client_id = k.client_id)), '')
            ORDER BY k.called_at DESC, k.id DESC"""
        calls = ledger.rows(sql, (client_id, instant_text(since)))
        zone = _zone(time_zone)
        days = [datetime.fromisoformat(called_at).astimezone(zone).date() for called_at, _, counts in calls if counts]
        return _CallFigures(
            attempts_7_days=sum(today - timedelta(days=6) <= each <= today for each in days),
            attempts_today=days.count(today),
            last_call_at=instant(calls[0][0]) if calls else None,
            last_call_by=calls[0][1] if calls else "",
        )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
