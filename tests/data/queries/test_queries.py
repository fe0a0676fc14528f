"""What screens and reports read: found, ordered, added up, and in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcaller.data.database import Ledger, create_ledger
from arcaller.data.queries.clients.client_list import (
    ClientSort,
    count_clients,
    load_client_ids,
    load_client_rows,
    load_first_client_ids,
)
from arcaller.data.queries.clients.search import find_hits
from arcaller.data.queries.plans.plans import load_plans
from arcaller.data.queries.reports.aging import aging_report, load_aging
from arcaller.data.queries.reports.metrics import load_call_metrics, load_metrics, metrics_report
from arcaller.data.queries.reports.statement import load_statement_lines
from arcaller.data.queries.sheet.call_sheet import load_call_sheet
from arcaller.data.queries.work.today import load_today
from arcaller.data.queries.work.work_list import load_work_list_ids, load_work_list_rows
from arcaller.data.search.text import number_key, phone_digits, sort_text
from arcaller.data.tables import (
    AppUser,
    Call,
    Client,
    Contact,
    CreditNote,
    Invoice,
    Payment,
    PaymentApplication,
    Promise,
)  # fmt: skip
from arcaller.domain.errors import DomainError
from arcaller.domain.receivables import aging as rules
from arcaller.domain.receivables.aging import AgingBucket

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

NAMES = (
    ("C-001", "Müller & Söhne GmbH", "", "+49 30 5550 0101", "kasse@mueller.example"),
    ("C-002", "Łódź Handel", "", "+48 42 555 0102", "ksiegowosc@lodz.example"),
    ("C-003", "Straße und Weg GmbH", "", "", ""),
    ("C-004", "Østergaard A/S", "", "+45 32 55 01 04", ""),
    ("C-005", "北京王伟公司", "Wang Wei", "", ""),
    ("C-006", "Granite Ltd", "Zebra Stone", "", ""),
)
INVOICES = (  # client, number, days until due, minor, paid on day and minor
    (1, "INV-2026-004711", -45, 40_000, None),
    (1, "INV-2026-004712", 10, 10_000, None),
    (2, "0000611365", -100, 90_000, (-50, 30_000)),
    (3, "611366", -1, 5_000, (-1, 5_000)),
    (4, "A-9", 0, 7_000, None),
)


def fill(ledger: Ledger) -> None:
    with ledger.act("seed", actor_id=1, at=NOW) as act:
        for number, name, trade, phone, email in NAMES:
            client_id = act.add(
                Client(
                    number=number, legal_name=name, trade_name=trade, sort_name=sort_text(trade or name),
                    currency="EUR", country="DE", city="Berlin", language="en", owner_id=1,
                )
            )  # fmt: skip
            act.add(
                Contact(
                    client_id=client_id, name="Kim", phone=phone, phone_digits=phone_digits(phone), email=email,
                    is_main=True,
                )
            )  # fmt: skip
        for client_id, number, due_in, minor, paid in INVOICES:
            add_invoice(act, client_id, number, TODAY + timedelta(days=due_in), minor, paid)


def add_invoice(act, client_id: int, number: str, due_on: date, minor: int, paid: tuple[int, int] | None) -> None:
    left = minor - (paid[1] if paid else 0)
    paid_on = TODAY + timedelta(days=paid[0]) if paid else TODAY
    invoice_id = act.add(
        Invoice(
            client_id=client_id, number=number, number_search=number_key(number), currency="EUR",
            issued_on=due_on - timedelta(days=30), due_on=due_on, amount_minor=minor, open_minor=left,
            settled_on=None if left else paid_on,
        )
    )  # fmt: skip
    if paid:
        payment_id = act.add(
            Payment(
                client_id=client_id, paid_on=paid_on, currency="EUR", amount_minor=paid[1], unapplied_minor=0,
                source="import",
            )
        )  # fmt: skip
        act.add(
            PaymentApplication(payment_id=payment_id, invoice_id=invoice_id, applied_on=paid_on, amount_minor=paid[1])
        )


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Ledger]:
    path = tmp_path / "book.arcaller"
    create_ledger(path, company="Nord", currency="EUR", country="DE", user_name="Ana", at=NOW, today=TODAY)
    with Ledger.open(path) as ledger:
        fill(ledger)
        yield ledger


@pytest.mark.parametrize(
    ("typed", "clients"),
    [
        ("lodz", [2]),
        ("strasse gmbh", [3]),
        ("weg stras", [3]),
        ("osterg", [4]),
        ("oesterg", [4]),
        ("mueller so", [1]),
        ("müller", [1]),
        ("C-004", [4]),
        ("c004", [4]),
        ("4", [2, 1, 4]),
        ("王伟", [5]),
        ("wei", [5]),
        ("stone", [6]),
        ("granite", [6]),
        ("+49 30 555", [1]),
        ("030 5550", [1]),
        ("0101", [1]),
        ("kasse@mueller", [1]),
        ("INV-2026-0047", [1]),
        ("4711", [1]),
        ("611365", [2]),
        ("0611", []),
        ("6113", [2, 3]),
        ("a9", [4]),
        ("nobody", []),
        ("*", []),
    ],
)
def test_clients_are_found_as_somebody_types(book, typed, clients):
    assert list(load_client_ids(book, search=typed)) == clients
    assert list(load_first_client_ids(book, search=typed, limit=1)) == clients[:1]


@pytest.mark.parametrize(
    ("sort", "forward"),
    [
        (ClientSort.NAME, [2, 1, 4, 3, 5, 6]),
        (ClientSort.NUMBER, [1, 2, 3, 4, 5, 6]),
        (ClientSort.OVERDUE, [2, 1, 3, 4, 5, 6]),
        (ClientSort.OPEN, [2, 1, 4, 3, 5, 6]),
        (ClientSort.OLDEST, [2, 1, 4, 3, 5, 6]),
        (ClientSort.SCORE, [2, 1, 3, 4, 5, 6]),
    ],
)
def test_each_sort_reads_the_same_both_ways(book, sort, forward):
    up = sort not in (ClientSort.NAME, ClientSort.NUMBER)
    assert list(load_client_ids(book, sort=sort, descending=up)) == forward
    assert list(load_client_ids(book, sort=sort, descending=not up)) == forward[::-1]
    for limit in (1, 3, 6, 10):
        assert list(load_first_client_ids(book, sort=sort, descending=up, limit=limit)) == forward[:limit]


@pytest.mark.parametrize("sort", list(ClientSort))
def test_no_sort_of_all_clients_is_done_by_hand(book, sort):
    seen: list[str] = []
    book.connection().set_trace_callback(seen.append)
    load_client_ids(book, sort=sort)
    book.connection().set_trace_callback(None)
    plans = [str(book.rows(f"EXPLAIN QUERY PLAN {sql}")) for sql in seen]
    assert plans
    sorted_by_hand = [plan for plan in plans if "TEMP B-TREE" in plan]
    assert len(sorted_by_hand) == 0


def test_rows_come_in_the_order_asked_and_leave_out_who_is_gone(book):
    rows = load_client_rows(book, [5, 99, 1], TODAY)
    assert [row.client_id for row in rows] == [5, 1]
    assert (rows[0].name, rows[0].open_minor, rows[0].owner) == ("Wang Wei", 0, "Ana")
    assert (rows[1].open_minor, rows[1].overdue_minor, rows[1].oldest_days, rows[1].open_items) == (
        50_000,
        40_000,
        45,
        2,
    )
    assert count_clients(book) == 6


def test_the_work_list_holds_who_is_overdue_by_score(book):
    rows = load_work_list_rows(book, load_work_list_ids(book), TODAY)
    assert [(row.rank, row.number, row.overdue_minor, row.oldest_days) for row in rows] == [
        (1, "C-002", 60_000, 100), (2, "C-001", 40_000, 45),
    ]  # fmt: skip
    assert list(load_work_list_ids(book)) == [2, 1]
    assert [row.rank for row in load_work_list_rows(book, load_work_list_ids(book)[1:2], TODAY, first_rank=2)] == [2]


def test_a_broken_promise_is_named_until_something_newer_is_promised(book):
    def promise(state: str) -> None:
        with book.act("promise", actor_id=1, at=NOW) as act:
            act.add(
                Promise(
                    client_id=1, promised_on=TODAY, due_on=TODAY, currency="EUR", amount_minor=500,
                    received_minor=100, state=state,
                )
            )  # fmt: skip

    promise("broken")
    first = load_work_list_rows(book, load_work_list_ids(book), TODAY)[0]
    assert (first.client_id, first.broken_promise_on, first.broken_promise_minor) == (1, TODAY, 400)
    promise("open")
    row = next(row for row in load_work_list_rows(book, load_work_list_ids(book), TODAY) if row.client_id == 1)
    assert (row.broken_promise_on, row.broken_promise_minor, row.open_promise_on) == (None, 0, TODAY)


def test_reading_more_rows_takes_no_more_statements(book, monkeypatch):
    asked: list[str] = []
    rows = Ledger.rows
    monkeypatch.setattr(Ledger, "rows", lambda self, sql, *values: asked.append(sql) or rows(self, sql, *values))

    def count(read) -> int:
        asked.clear()
        read()
        return len(asked)

    def reads() -> list[int]:
        return [
            count(lambda: load_client_rows(book, list(load_client_ids(book)), TODAY)),
            count(lambda: load_work_list_rows(book, load_work_list_ids(book), TODAY)),
            count(lambda: load_call_sheet(book, 1, TODAY)),
            count(lambda: find_hits(book, "4711")),
            count(lambda: load_plans(book)),
        ]

    few = reads()
    with book.act("more", actor_id=1, at=NOW) as act:
        for number in range(60):
            add_invoice(act, 1 + number % 6, f"N-{number}", TODAY - timedelta(days=number), 1_000, (0, 400))
            act.add(Call(client_id=1, caller_id=1, outcome="busy", was_placed=True, called_at=NOW, recorded_at=NOW))
    assert reads() == few


def test_the_sheet_shows_invoices_payments_attempts_and_aging(book):
    with book.act("calls", actor_id=1, at=NOW) as act:
        for days, outcome in ((0, "busy"), (1, "no_answer"), (6, "voicemail"), (7, "busy"), (0, "wrong_number")):
            at = NOW - timedelta(days=days)
            act.add(Call(client_id=2, caller_id=1, outcome=outcome, was_placed=True, called_at=at, recorded_at=at))
    sheet = load_call_sheet(book, 2, TODAY)
    assert [(row.number, row.days, row.open_minor) for row in sheet.invoices] == [("0000611365", 100, 60_000)]
    assert [(row.amount_minor, row.invoices) for row in sheet.payments] == [(30_000, "0000611365")]
    assert (sheet.attempts_today, sheet.attempts_7_days, sheet.last_call_by) == (1, 3, "Ana")
    assert sheet.last_call_at == NOW
    assert (sheet.aging[0].over_90_minor, sheet.aging[0].overdue_minor) == (60_000, 60_000)
    kinds = [row.kind for row in sheet.timeline]
    assert kinds == ["call", "call", "call", "call", "call", "payment"]
    assert (sheet.timeline[-1].text, sheet.timeline[-1].amount_minor) == ("Paid", 30_000)  # an import names no method


def test_a_sheet_of_nobody_is_refused(book):
    with pytest.raises(DomainError, match="no longer in the ledger"):
        load_call_sheet(book, 99, TODAY)


def test_the_palette_finds_clients_then_invoices(book):
    hits = find_hits(book, "4711")
    assert [(hit.title, hit.detail, hit.open_minor) for hit in hits] == [
        ("Müller & Söhne GmbH", "C-001 · Berlin", 50_000), ("INV-2026-004711", "Müller & Söhne GmbH", 40_000),
    ]  # fmt: skip
    assert find_hits(book, " ") == []


def test_the_day_of_a_caller_is_his_own_and_the_ledgers_from_midnight_to_midnight(book):
    with book.act("calls", actor_id=1, at=NOW) as act:
        other = act.add(AppUser(name="Bo", role="caller"))
        for caller, at, outcome in (
            (1, NOW, "promise"), (1, NOW - timedelta(hours=9), "busy"), (1, NOW - timedelta(hours=10), "busy"),
            (other, NOW, "busy"),
        ):  # fmt: skip
            act.add(Call(client_id=1, caller_id=caller, outcome=outcome, called_at=at, recorded_at=at))
    row = load_today(book, 1, TODAY, UTC)
    assert (row.calls, row.promises, row.last_saved_at) == (2, 1, NOW)
    assert load_today(book, 1, TODAY - timedelta(days=1), UTC).calls == 1


def test_the_aging_has_every_bucket_and_the_shape_for_programs(book):
    with book.act("credit", actor_id=1, at=NOW) as act:
        act.add(
            CreditNote(client_id=1, number="CN-1", issued_on=TODAY, currency="USD", amount_minor=700, open_minor=700)
        )
    report = aging_report(TODAY, load_aging(book, TODAY))
    assert report["currencies"]["USD"]["credits"] == "7.00"
    assert report["currencies"]["USD"]["net"] == "-7.00"
    assert report["currencies"]["EUR"] == {
        "items": 4, "total": "1170.00", "credits": "0.00", "unapplied": "0.00", "net": "1170.00",
        "buckets": {
            "not_due": {"items": 2, "amount": "170.00"}, "1-30": {"items": 0, "amount": "0.00"},
            "31-60": {"items": 1, "amount": "400.00"}, "61-90": {"items": 0, "amount": "0.00"},
            "over_90": {"items": 1, "amount": "600.00"},
        },
    }  # fmt: skip


_DAYS = st.integers(-120, 40)
_INVOICE = st.tuples(_DAYS, st.integers(1, 9_999), st.lists(st.tuples(_DAYS, st.integers(1, 3_000)), max_size=3))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(invoices=st.lists(_INVOICE, max_size=8), as_of_in=_DAYS)
def test_the_aging_of_any_day_is_that_of_the_rules(tmp_path_factory, invoices, as_of_in):
    path = tmp_path_factory.mktemp("aging") / "book.arcaller"
    create_ledger(path, company="Nord", currency="EUR", country="DE", user_name="Ana", at=NOW, today=TODAY)
    as_of = TODAY + timedelta(days=as_of_in)
    items = []
    with Ledger.open(path) as ledger:
        with ledger.act("seed", actor_id=1, at=NOW) as act:
            act.add(Client(number="C", legal_name="C", sort_name="c", currency="EUR"))
            for place, (due_in, minor, parts) in enumerate(invoices):
                items.append(_random_invoice(act, place, due_in, minor, parts))
        found = load_aging(ledger, as_of)
        lines = load_statement_lines(ledger, 1, as_of)
    assert found == rules.age(items, as_of)
    assert sum(line.open_minor for line in lines) == (found["EUR"].total_minor if found else 0)


def _random_invoice(act, place: int, due_in: int, minor: int, parts: list[tuple[int, int]]) -> rules.OpenItem:
    due_on = TODAY + timedelta(days=due_in)
    issued_on = due_on - timedelta(days=14)
    left, applied = minor, []
    for days, part in sorted(parts):
        taken = min(part, left)
        if taken:
            applied.append((max(issued_on, TODAY + timedelta(days=days)), taken))
            left -= taken
    invoice_id = act.add(
        Invoice(
            client_id=1, number=f"N{place}", number_search="n", issued_on=issued_on, due_on=due_on, currency="EUR",
            amount_minor=minor, open_minor=left, settled_on=None if left else applied[-1][0],
        )
    )  # fmt: skip
    for on, taken in applied:
        payment_id = act.add(
            Payment(client_id=1, paid_on=on, currency="EUR", amount_minor=taken, unapplied_minor=0, source="import")
        )
        act.add(PaymentApplication(payment_id=payment_id, invoice_id=invoice_id, applied_on=on, amount_minor=taken))
    applications = tuple(rules.Application(taken, on) for on, taken in applied)
    return rules.OpenItem("EUR", minor, issued_on, due_on, applications)


def test_the_key_figures_come_with_their_inputs(book):
    figures = load_metrics(book, date(2026, 11, 1), date(2026, 11, 30))["EUR"]
    # sales: the invoice issued 3 Nov; open at the end: 400 + 100 + 600 + 70, of which 100 is not past due
    assert figures["dso"].inputs == {"ar_end_minor": 117_000, "sales_minor": 10_000, "days": 30}
    assert figures["dso"].value == 351
    assert figures["best_possible_dso"].value == 30
    assert figures["cei"].inputs["ar_begin_minor"] == 112_000
    assert figures["recovery_rate"].inputs == {"collected_minor": 0, "overdue_start_minor": 100_000}
    report = metrics_report({"EUR": figures}, {})
    assert report["currencies"]["EUR"]["dso"]["value"] == "351.0000"
    assert report["currencies"]["EUR"]["dso"]["inputs"]["ar_end"] == "1170.00"


def test_what_came_in_on_overdue_invoices_is_held_against_what_was_overdue_before(book):
    # of the 900.00 overdue on 30 September 300.00 came in by October; what fell due in October was not overdue then
    figures = load_metrics(book, date(2026, 10, 1), date(2026, 10, 31))["EUR"]
    assert figures["recovery_rate"].inputs == {"collected_minor": 30_000, "overdue_start_minor": 90_000}
    assert figures["recovery_rate"].text(1) == "33.3"


def test_right_party_rates_count_calls_placed_and_never_inbound_ones(book):
    def call(client: int, at: datetime, *, connected: bool, right: bool, direction: str = "out") -> Call:
        return Call(
            client_id=client, caller_id=1, outcome="other", direction=direction, was_placed=direction == "out",
            was_connected=connected, was_right_party=right, called_at=at, recorded_at=at,
        )  # fmt: skip

    with book.act("calls", actor_id=1, at=NOW) as act:
        act.add(call(1, NOW, connected=True, right=True))
        act.add(call(1, NOW.replace(hour=23, minute=59), connected=True, right=True))
        act.add(call(2, NOW, connected=True, right=False))
        act.add(call(3, NOW, connected=False, right=False))
        act.add(call(4, NOW, connected=True, right=True, direction="in"))
        act.add(call(4, NOW + timedelta(days=1), connected=True, right=True))
    figures = load_call_metrics(book, TODAY, TODAY)
    assert {name: (*each.inputs.values(), each.text(1)) for name, each in figures.items()} == {
        "right_party_per_attempt": (2, 4, "50.0"),
        "right_party_per_connect": (2, 3, "66.7"),
        "right_party_per_client": (1, 3, "33.3"),
    }
    assert load_call_metrics(book, TODAY + timedelta(days=2), TODAY + timedelta(days=2)) == {}
    report = metrics_report({}, figures)
    assert report["calls"]["right_party_per_attempt"]["inputs"] == {"right_party_contacts": "2", "attempts": "4"}


def test_a_bucket_of_nothing_is_zero_and_a_ledger_of_nothing_has_no_currency(tmp_path):
    path = tmp_path / "empty.arcaller"
    create_ledger(path, company="Nord", currency="EUR", country="DE", user_name="Ana", at=NOW, today=TODAY)
    with Ledger.open(path) as ledger:
        assert load_aging(ledger, TODAY) == {}
        assert load_metrics(ledger, TODAY, TODAY) == {}
    assert set(AgingBucket) == set(rules.aging_of({}).buckets)
