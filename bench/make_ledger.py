"""A large ledger that is always the same: clients, contacts, invoices, what was paid, calls, promises, next steps.

Only ``random()`` is drawn, so the same number of invoices gives the same rows on every Python (but for UUIDs). There
is a client for every eight invoices; some 20 % of the invoices are open and 15 % overdue, amounts are Pareto-like,
clients buy unevenly, payments settle one to three invoices, some in part. What would have been imported goes through
the import's own way (one act, bulk rows, set-wise index); calls, promises, plans and next steps, which no import
brings, are written past the acts, for speed, before the summary is built, and the journal gets the entries their acts
would have left: five for every two invoices, 1,000,000 at the size of the claims.

usage: python bench/make_ledger.py [INVOICES]       the file is kept under bench/data and made only once
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from math import exp
from pathlib import Path
from random import Random
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from make_journal import write_journal  # noqa: E402
from make_plans import write_plans  # noqa: E402

from arcaller.data import summary  # noqa: E402
from arcaller.data.database import Ledger, create_ledger  # noqa: E402
from arcaller.data.migrations import step_0001, step_0002  # noqa: E402
from arcaller.data.search.text import number_key, phone_digits, sort_text  # noqa: E402
from arcaller.data.sqlite import open_connection  # noqa: E402
from arcaller.data.tables import Client, Contact, ImportBatch, Invoice, Payment, PaymentApplication  # noqa: E402
from arcaller.data.uuid7 import Uuid7Batch  # noqa: E402

TODAY = date(2025, 6, 30)
NOW = datetime(2025, 6, 30, 9, 0, tzinfo=UTC)
PER_CLIENT = 8
"""Invoices of a client, on average."""
SMALL = 4_000
"""What "first rows cost the same at any size" is compared with."""
_FORM = 4
"""Raised when the rows change: a file made with other rows, another schema or another summary is not used again."""
DATA = ROOT / "bench" / "data"
DEVICE = "bench"

_FIRST = (
    "Apex", "Borealis", "Cedar", "Delta", "Ember", "Fulcrum", "Granite", "Harbor", "Iris", "Juniper", "Keystone",
    "Lumen", "Meridian", "Nimbus", "Orchard", "Pinnacle", "Quarry", "Ridge", "Summit", "Tundra", "Umbra", "Vertex",
    "Willow", "Xenon", "Yonder", "Zephyr",
)  # fmt: skip
_SECOND = (
    "Supply", "Logistics", "Foods", "Textiles", "Medical", "Electric", "Plumbing", "Print", "Motors", "Dairy",
    "Timber", "Software", "Steel", "Optics", "Travel", "Paper", "Marine", "Glass",
)  # fmt: skip
_FORMS = ("Ltd", "GmbH", "Inc", "SA", "LLC", "BV", "AB", "Pty", "SRL", "KG")
_PLACES = (
    ("Lyon", "FR", "EUR", "+33 4"), ("Porto", "PT", "EUR", "+351 22"), ("Leeds", "GB", "GBP", "+44 113"),
    ("Graz", "AT", "EUR", "+43 316"), ("Turin", "IT", "EUR", "+39 011"), ("Ghent", "BE", "EUR", "+32 9"),
    ("Malmö", "SE", "SEK", "+46 40"), ("Bergen", "NO", "NOK", "+47 55"), ("Cork", "IE", "EUR", "+353 21"),
    ("Brno", "CZ", "CZK", "+420 5"), ("Łódź", "PL", "PLN", "+48 42"), ("Split", "HR", "EUR", "+385 21"),
    ("Tartu", "EE", "EUR", "+372 7"), ("Kaunas", "LT", "EUR", "+370 37"), ("Bilbao", "ES", "EUR", "+34 94"),
    ("Dresden", "DE", "EUR", "+49 351"),
)  # fmt: skip
_OUTCOMES = ("no_answer", "promise", "dispute", "voicemail", "wrong_number", "other", "no_answer", "voicemail")


@dataclass(slots=True)
class Book:
    """The rows of one ledger, as its bulk inserts take them."""

    clients: list[tuple[object, ...]] = field(default_factory=list)
    contacts: list[tuple[object, ...]] = field(default_factory=list)
    invoices: list[list[object]] = field(default_factory=list)
    payments: list[tuple[object, ...]] = field(default_factory=list)
    applications: list[tuple[object, ...]] = field(default_factory=list)
    calls: list[tuple[object, ...]] = field(default_factory=list)
    promises: list[tuple[object, ...]] = field(default_factory=list)
    follow_ups: list[tuple[object, ...]] = field(default_factory=list)


def ledger_of(invoices: int) -> Path:
    """The ledger of so many invoices, made if it is not there."""
    form = sha256(
        "".join(
            (str(_FORM), *step_0001.STATEMENTS, *step_0002.STATEMENTS, summary.select_sql("", summary.DayBasis()))
        ).encode()
    ).hexdigest()[:8]
    path = DATA / f"{invoices}-{form}.arcaller"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        for old in DATA.glob(f"{invoices}-*"):
            old.unlink()
        started = perf_counter()
        partial = path.with_suffix(".making")
        partial.unlink(missing_ok=True)
        write_ledger(partial, make_book(invoices))
        partial.replace(path)
        print(f"made {path.name}: {invoices:,} invoices in {perf_counter() - started:.0f} s", flush=True)
    return path


def make_book(invoices: int) -> Book:
    """Everything, in memory."""
    draw = Random(20250630 + invoices).random
    book = Book()
    count = max(1, invoices // PER_CLIENT)
    terms = _make_clients(book, draw, count)
    _make_items(book, draw, invoices, terms)
    _make_calls(book, draw, invoices, count)
    return book


def _make_clients(book: Book, draw: Callable[[], float], count: int) -> list[tuple[int, str]]:
    terms = []
    for at in range(1, count + 1):
        name = f"{_pick(_FIRST, draw)} {_pick(_SECOND, draw)} {_pick(_FORMS, draw)} {at}"
        city, country, currency, prefix = _pick(_PLACES, draw)
        days = (14, 30, 30, 30, 45, 60)[int(draw() * 6)]
        phone = f"{prefix} {int(draw() * 10**6):06d}"
        book.clients.append((at, f"C{at:06d}", name, sort_text(name), currency, days, city, country))
        book.contacts.append((at, f"Accounts {at}", phone, phone_digits(phone), f"ar{at}@example.test", 1))
        terms.append((days, currency))
    return terms


def _make_items(book: Book, draw: Callable[[], float], count: int, terms: list[tuple[int, str]]) -> None:
    today = TODAY.toordinal()
    days = {at: date.fromordinal(at).isoformat() for at in range(today - 900, today + 100)}
    raw = []
    for _ in range(count):
        client = int(len(terms) * draw() ** 1.3)
        amount = min(int(5_000 * (1 - draw()) ** (-1 / 1.35)), 50_000_000)
        issued = today - int(draw() * 730)
        raw.append((client, issued, draw(), amount))
    raw.sort()
    purse: list[tuple[list[object], int, str]] = []
    for key, (client, issued, _, amount) in enumerate(raw, 1):
        term, currency = terms[client]
        due = issued + term
        paid = _paid(draw, today - due, amount)
        number = f"INV-{key:07d}"
        row = [key, client + 1, number, number_key(number), days[issued], days[due], currency, amount, amount - paid,
               None, f"PO{int(draw() * 10**6):06d}"]  # fmt: skip
        book.invoices.append(row)
        if paid:
            purse.append((row, paid, days[min(today, max(issued, due + int(draw() * 40) - 15))]))
        last_of_client = key == count or raw[key][0] != client
        if purse and (last_of_client or len(purse) > int(draw() * 3)):
            _pay(book, client + 1, currency, purse)
            purse = []


def _paid(draw: Callable[[], float], days_past_due: int, amount: int) -> int:
    if days_past_due <= 0:
        return amount if draw() < 0.15 else 0
    if draw() >= 0.766 * exp(-days_past_due / 120) + 0.03:
        return amount
    return int(amount * (0.1 + 0.7 * draw())) if draw() < 0.2 else 0


def _pay(book: Book, client_id: int, currency: str, purse: list[tuple[list[object], int, str]]) -> None:
    """One payment for what is in the purse, on the last of its days; an invoice paid in full is settled by it."""
    key, day = len(book.payments) + 1, max(day for _, _, day in purse)
    book.payments.append((key, client_id, day, currency, sum(part for _, part, _ in purse), 0, "", "import"))
    for invoice, part, _ in purse:
        book.applications.append((key, invoice[0], day, part))
        if invoice[8] == 0:
            invoice[9] = day


def _make_calls(book: Book, draw: Callable[[], float], invoices: int, clients: int) -> None:
    """A call for every invoice, a promise for every twelve, a next step for a third of the clients."""
    today = TODAY.toordinal()

    def day(offset: int) -> str:
        return date.fromordinal(today + offset).isoformat()

    for _ in range(invoices):
        at = f"{day(-1 - int(draw() * 365))}T{8 + int(draw() * 9):02d}:{int(draw() * 60):02d}:00.000000Z"
        client, outcome = 1 + int(clients * draw()), _pick(_OUTCOMES, draw)
        note = f"Spoke with accounts payable about PO{int(draw() * 10**6):06d}; will check."
        flags = (1, int(draw() < 0.6), int(draw() < 0.4), 0)
        book.calls.append((client, client, 1, outcome, *flags, at, at, note))
    book.calls.sort(key=lambda call: str(call[8]))
    for _ in range(invoices // 12):
        client, made = 1 + int(clients * draw()), -int(draw() * 180)
        due = made + 7 + int(draw() * 21)
        state = "open" if due >= 0 else ("kept" if draw() < 0.6 else "broken")
        decided = None if state == "open" else day(min(0, due + 5))
        amount = min(int(5_000 * (1 - draw()) ** -0.7), 50_000_000)
        currency = book.clients[client - 1][4]
        book.promises.append((client, client, day(made), day(due), currency, amount,
                              amount if state == "kept" else 0, state, decided))  # fmt: skip
    for client in range(1, clients + 1):
        if draw() < 0.33:
            book.follow_ups.append((client, day(int(draw() * 20) - 8), "call"))


def _pick(items, draw):
    return items[int(draw() * len(items))]


_DIRECT = {
    "call": (
        "client_id, contact_id, caller_id, outcome, was_placed, was_connected, was_right_party, left_message, "
        "called_at, recorded_at, note"
    ),
    "promise": (
        "client_id, contact_id, promised_on, due_on, currency, amount_minor, received_minor, state, decided_on"
    ),
    "follow_up": "client_id, due_on, kind",
}


def write_ledger(path: Path, book: Book) -> None:
    """The book as a ledger file with nothing left in its log."""
    begun = NOW - timedelta(days=380)
    create_ledger(path, company="Bench Ltd", currency="EUR", country="DE", user_name="Ana", at=begun, today=TODAY)
    with Ledger.open(path, since=begun) as ledger, ledger.act("import", actor_id=1, at=begun) as act:
        batch = ImportBatch(
            kind="invoices", file_name="bench.csv", file_sha256="0" * 64, imported_at=NOW,
            row_count=len(book.invoices), report={},
        )  # fmt: skip
        batch_id = act.add(batch)
        act.bulk_insert(
            Client, ("id", "number", "legal_name", "sort_name", "currency", "terms_days", "city", "country"),
            book.clients, batch_id,
        )  # fmt: skip
        act.bulk_insert(
            Contact, ("client_id", "name", "phone", "phone_digits", "email", "is_main"), book.contacts, batch_id
        )
        act.bulk_insert(
            Invoice,
            ("id", "client_id", "number", "number_search", "issued_on", "due_on", "currency", "amount_minor",
             "open_minor", "settled_on", "po_reference"),
            book.invoices, batch_id,
        )  # fmt: skip
        act.bulk_insert(
            Payment,
            ("id", "client_id", "paid_on", "currency", "amount_minor", "unapplied_minor", "reference", "source"),
            book.payments, batch_id,
        )  # fmt: skip
        settled = ("payment_id", "invoice_id", "applied_on", "amount_minor")
        act.bulk_insert(PaymentApplication, settled, book.applications, batch_id)
    with closing(open_connection(path, timeout_ms=5_000)) as connection:
        connection.execute("BEGIN")
        for table, rows in (("call", book.calls), ("promise", book.promises), ("follow_up", book.follow_ups)):
            columns = _DIRECT[table]
            marks = ", ".join("?" * (columns.count(",") + 2))
            connection.executemany(f"INSERT INTO {table}({columns}, uuid) VALUES ({marks})", _with_uuids(rows))
        uuids = Uuid7Batch(NOW + timedelta(milliseconds=1))
        write_plans(connection, TODAY, uuids)
        write_journal(connection, len(book.invoices) * 5 // 2, DEVICE, uuids)
        summary.rebuild(connection, TODAY)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _with_uuids(rows: list[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    return ((*row, uuid) for row, uuid in zip(rows, Uuid7Batch(NOW), strict=False))


def large() -> int:
    """How many invoices the large ledger has in this run."""
    from measure import IS_FULL

    return 400_000 if IS_FULL else 40_000


def sizes_note(invoices: int) -> str:
    """``5,000 clients, 40,000 invoices, 100,000 entries``."""
    return f"{invoices // PER_CLIENT:,} clients, {invoices:,} invoices, {invoices * 5 // 2:,} entries"


if __name__ == "__main__":
    print(ledger_of(int(sys.argv[1]) if len(sys.argv) > 1 else large()))
