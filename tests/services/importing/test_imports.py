"""Importing files of items: what comes in, what is known again, what changes, and taking it back."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from generated_ledger import bucket_of, generated_items, open_at, write_european, write_us
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcaller.data.database import Ledger
from arcaller.data.queries.reports.aging import aging_report, load_aging
from arcaller.data.queries.reports.metrics import load_metrics
from arcaller.data.queries.sheet.timeline import load_timeline
from arcaller.data.tables import Invoice
from arcaller.data.verify import verify
from arcaller.domain.errors import DomainError
from arcaller.services.desk import Desk
from arcaller.services.importing.imports import ImportOptions, import_file, preview_import, preview_json
from arcaller.services.ledgers import make_ledger, open_ledger

TODAY = date(2026, 1, 31)
NOW = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)
HEADER = "Client number,Client name,Invoice number,Invoice date,Due date,Amount,Open amount,Settled date,Disputed"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "ledger.arcaller"
    make_ledger(path, company="Test", currency="USD", user_name="Asha", at=NOW, today=TODAY)
    with open_ledger(path, today=TODAY, since=NOW) as ledger:
        yield Desk(ledger, 1, NOW, TODAY)


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str, header: str = "Client number,Invoice number,Invoice date,Due date,Amount") -> Path:
        path = tmp_path / f"table{len(list(tmp_path.glob('table*')))}.csv"
        path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
        return path

    return write


def state(ledger: Ledger) -> str:
    """A hash of every business row."""
    digest = sha256()
    for table in ("client", "contact", "invoice", "credit_note", "payment", "payment_application"):
        digest.update(repr(ledger.rows(f"SELECT * FROM {table} ORDER BY id")).encode())
    return digest.hexdigest()


def items(ledger: Ledger) -> dict[str, tuple]:
    rows = ledger.rows("SELECT number, amount_minor, open_minor, settled_on, is_disputed FROM invoice")
    return {row[0]: row[1:] for row in rows}


def test_open_item_comes_in_with_its_client(desk, table):
    done = import_file(desk, table("C1,A-1,2026-01-02,2026-02-01,12.50"))
    assert done.json()["new"] == 1
    assert done.json()["totals"] == {"USD": "12.50"}
    assert done.batch_id is not None
    assert items(desk.ledger) == {"A-1": (1250, 1250, None, 0)}
    assert desk.ledger.rows("SELECT number, legal_name, currency FROM client") == [("C1", "C1", "USD")]


def test_settled_date_is_a_payment_of_that_day_applied_to_the_item(desk, table):
    import_file(desk, table("C1,,A-1,2026-01-02,2026-02-01,12.50,,2026-01-20,Yes", header=HEADER))
    assert items(desk.ledger) == {"A-1": (1250, 0, "2026-01-20", 1)}
    paid = desk.ledger.rows("SELECT paid_on, amount_minor, unapplied_minor, source FROM payment")
    assert paid == [("2026-01-20", 1250, 0, "import")]
    applied = desk.ledger.rows("SELECT applied_on, amount_minor FROM payment_application")
    assert applied == [("2026-01-20", 1250)]
    assert verify(desk.ledger).is_ok


def test_lower_open_amount_without_a_date_is_paid_by_the_snapshot(desk, table):
    import_file(desk, table("C1,,A-1,2026-01-02,2026-02-01,12.50,2.50,,", header=HEADER))
    assert items(desk.ledger) == {"A-1": (1250, 250, None, 0)}
    paid = desk.ledger.rows("SELECT paid_on, amount_minor, source, reference FROM payment")
    assert paid == [("2026-01-31", 1000, "snapshot", "cleared by snapshot of 2026-01-31")]
    (client_id,) = desk.ledger.rows("SELECT id FROM client")[0]
    assert load_timeline(desk.ledger, client_id)[0].text == "Cleared by an import; how it was paid is unknown"
    assert verify(desk.ledger).is_ok


def test_negative_amount_is_a_credit_note(desk, table):
    import_file(desk, table("C1,CN-1,2026-01-02,2026-02-01,-12.50"))
    assert items(desk.ledger) == {}
    assert desk.ledger.rows("SELECT number, amount_minor, open_minor FROM credit_note") == [("CN-1", 1250, 1250)]
    again = import_file(desk, table("C1,CN-1,2026-01-02,2026-02-01,-12.50", "C1,A-1,2026-01-02,2026-02-01,1.00"))
    assert (again.preview.same, again.preview.new) == (1, 1)


def test_zero_amount_is_left_out_with_a_warning(desk, table):
    done = import_file(desk, table("C1,A-1,2026-01-02,2026-02-01,0.00", "C1,A-2,2026-01-02,2026-02-01,1.00"))
    assert (done.preview.rows, done.preview.new, len(done.preview.warnings)) == (2, 1, 1)


def test_due_date_before_the_invoice_date_is_a_warning(desk, table):
    done = import_file(desk, table("C1,A-1,2026-01-02,2025-12-01,5.00"))
    assert (done.preview.new, done.json()["warnings"]) == (1, 1)


def test_same_content_twice_changes_nothing(desk, table):
    lines = ("C1,A-1,2026-01-02,2026-02-01,12.50", "C2,A-1,2026-01-02,2026-02-01,3.00")
    import_file(desk, table(*lines))
    before, entries = state(desk.ledger), desk.ledger.rows("SELECT count(*) FROM journal")
    again = import_file(desk, table(*lines))
    assert (again.preview.new, again.preview.same, again.batch_id) == (0, 2, None)
    assert state(desk.ledger) == before
    assert desk.ledger.rows("SELECT count(*) FROM journal") == entries


def test_numbers_match_without_leading_zeros_within_one_client(desk, table):
    import_file(desk, table("C1,0007,2026-01-02,2026-02-01,1.00", "C2,0007,2026-01-02,2026-02-01,2.00"))
    done = import_file(desk, table("C1,7,2026-01-02,2026-02-01,1.00", "C3,7,2026-01-02,2026-02-01,2.00"))
    assert (done.preview.same, done.preview.new) == (1, 1)


def test_exact_number_wins_over_one_without_zeros(desk, table):
    import_file(desk, table("C1,007,2026-01-02,2026-02-01,1.00"))
    done = import_file(desk, table("C1,7,2026-01-02,2026-02-01,9.00", "C1,007,2026-01-02,2026-02-01,1.00"))
    assert (done.preview.same, done.preview.new) == (1, 1)
    assert items(desk.ledger)["007"][0] == 100


def test_zeros_are_no_match_where_two_items_could_be_meant(desk, table):
    import_file(desk, table("C1,007,2026-01-02,2026-02-01,1.00", "C1,0007,2026-01-02,2026-02-01,2.00"))
    assert import_file(desk, table("C1,7,2026-01-02,2026-02-01,1.00")).preview.new == 1


def test_settlement_of_a_known_item_is_a_change_that_undo_takes_back(desk, table):
    header = HEADER
    import_file(desk, table("C1,,A-1,2026-01-02,2026-02-01,12.50,,,", header=header))
    before = state(desk.ledger)
    done = import_file(desk, table("C1,,A-1,2026-01-02,2026-02-01,12.50,,2026-01-30,", header=header))
    assert done.preview.changed == 1
    assert items(desk.ledger)["A-1"] == (1250, 0, "2026-01-30", 0)
    assert verify(desk.ledger).is_ok
    desk.ledger.undo(done.changes.entry, actor_id=1, at=NOW)
    assert state(desk.ledger) == before
    assert verify(desk.ledger).is_ok


def test_corrected_settled_date_moves_the_payment(desk, table):
    import_file(desk, table("C1,,A-1,2026-01-02,2026-02-01,12.50,,2026-01-20,", header=HEADER))
    import_file(desk, table("C1,,A-1,2026-01-02,2026-02-01,12.50,,2026-01-22,", header=HEADER))
    assert items(desk.ledger)["A-1"] == (1250, 0, "2026-01-22", 0)
    assert desk.ledger.rows("SELECT paid_on FROM payment") == [("2026-01-22",)]
    assert verify(desk.ledger).is_ok


def test_item_that_is_open_again_loses_the_imported_payment(desk, table):
    import_file(desk, table("C1,,A-1,2026-01-02,2026-02-01,12.50,,2026-01-20,", header=HEADER))
    done = import_file(desk, table("C1,,A-1,2026-01-02,2026-02-01,12.50,12.50,,", header=HEADER))
    assert done.preview.changed == 1
    assert items(desk.ledger)["A-1"] == (1250, 1250, None, 0)
    assert desk.ledger.rows("SELECT count(*) FROM payment") == [(0,)]


def test_payment_recorded_by_hand_is_never_taken_back_by_a_file(desk, table):
    import_file(desk, table("C1,A-1,2026-01-02,2026-02-01,12.50"))
    _pay_by_hand(desk, 1000)
    done = import_file(desk, table("C1,,A-1,2026-01-02,2026-02-01,12.50,12.50,,", header=HEADER))
    assert (done.preview.same, done.preview.changed) == (1, 0)
    assert "kept" in done.preview.warnings[0].message
    assert items(desk.ledger)["A-1"][1] == 250


def test_file_without_a_word_on_payments_leaves_a_part_payment_alone(desk, table):
    lines = "C1,A-1,2026-01-02,2026-02-01,12.50"
    import_file(desk, table(lines))
    _pay_by_hand(desk, 1000)
    done = import_file(desk, table(lines))
    assert (done.preview.same, done.preview.warnings) == (1, ())


def test_changed_amount_and_dates_are_written_with_what_differs_in_words(desk, table):
    import_file(desk, table("C1,A-1,2026-01-02,2026-02-01,12.50"))
    done = import_file(desk, table("C1,A-1,2026-01-02,2026-02-15,15.00"))
    assert done.preview.changed_rows[0].message == (
        "due on 2026-02-01 → 2026-02-15; amount 12.50 → 15.00; open 12.50 → 15.00"
    )
    assert items(desk.ledger)["A-1"] == (1500, 1500, None, 0)


def test_amount_below_what_was_paid_is_an_error_row(desk, table):
    import_file(desk, table("C1,A-1,2026-01-02,2026-02-01,12.50"))
    _pay_by_hand(desk, 1000)
    done = import_file(desk, table("C1,A-1,2026-01-02,2026-02-01,5.00"))
    assert (done.batch_id, len(done.preview.errors), done.preview.errors[0].row) == (None, 1, 2)


def test_dispute_opened_here_outlives_a_file_that_knows_nothing_of_it(desk, table):
    header = "Client number,Invoice number,Invoice date,Due date,Amount,Disputed"
    import_file(desk, table("C1,A-1,2026-01-02,2026-02-01,12.50,Yes", header=header))
    import_file(desk, table("C1,A-1,2026-01-02,2026-02-01,12.50,No", header=header))
    assert items(desk.ledger)["A-1"][3] == 0
    _dispute_by_hand(desk)
    done = import_file(desk, table("C1,A-1,2026-01-02,2026-02-01,12.50,No", header=header))
    assert (done.preview.same, items(desk.ledger)["A-1"][3]) == (1, 1)


def test_gone_items_are_only_counted_unless_the_export_is_complete(desk, table):
    import_file(desk, table("C1,A-1,2026-01-02,2026-02-01,12.50", "C2,B-1,2026-01-02,2026-02-01,3.00"))
    shorter = table("C1,A-1,2026-01-02,2026-02-01,12.50")
    counted = import_file(desk, shorter)
    assert (counted.preview.gone, counted.batch_id) == (1, None)
    before = state(desk.ledger)
    done = import_file(desk, shorter, ImportOptions(is_complete=True))
    assert (done.preview.gone, items(desk.ledger)["B-1"]) == (1, (300, 0, "2026-01-31", 0))
    assert desk.ledger.rows("SELECT reference FROM payment") == [("cleared by snapshot of 2026-01-31",)]
    assert verify(desk.ledger).is_ok
    desk.ledger.undo(done.changes.entry, actor_id=1, at=NOW)
    assert state(desk.ledger) == before


def test_export_with_wrong_rows_is_not_taken_for_complete(desk, table):
    import_file(desk, table("C1,A-1,2026-01-02,2026-02-01,12.50", "C2,B-1,2026-01-02,2026-02-01,3.00"))
    wrong = table("C1,A-1,2026-01-02,2026-02-01,12.50", "C2,B-1,2026-01-02,2026-02-01,three")
    before = state(desk.ledger)
    with pytest.raises(DomainError, match="closed by mistake"):
        import_file(desk, wrong, ImportOptions(is_complete=True, skips_errors=True))
    assert state(desk.ledger) == before


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("Client number,Invoice number,Invoice date,Due date,Amount", "C1,A-1,2026-02-30,2026-03-01,1.00"),
        ("Client number,Payment date,Payment amount", "C1,2026-02-30,1.00"),
        ("Client number,Client name,City", f"C1,{'x' * 301},Berlin"),
    ],
)
def test_file_of_nothing_but_wrong_rows_names_them_all(desk, table, header, line):
    import_file(desk, table("C1,A-1,2026-01-02,2026-02-01,12.50"))
    done = import_file(desk, table(line, line, header=header))
    assert (done.batch_id, done.preview.errors[0].row) == (None, 2)
    skipping = import_file(desk, table(line, line, header=header), ImportOptions(skips_errors=True))
    assert (skipping.batch_id, skipping.preview.new) == (None, 0)


def test_any_error_row_keeps_everything_out(desk, table):
    done = import_file(desk, table("C1,A-1,2026-01-02,2026-02-01,12.50", "C1,A-2,2026-02-30,2026-03-01,1.00"))
    assert done.batch_id is None
    assert [(issue.row, issue.column) for issue in done.preview.errors] == [(3, "Invoice date")]
    assert items(desk.ledger) == {}


def test_skipping_errors_writes_the_good_rows(desk, table):
    lines = ("C1,A-1,2026-01-02,2026-02-01,12.50", "C1,A-2,2026-01-02,2026-02-01,x12")
    done = import_file(desk, table(*lines), ImportOptions(skips_errors=True))
    assert (done.preview.rows, done.preview.new, len(done.preview.errors)) == (2, 1, 1)
    assert set(items(desk.ledger)) == {"A-1"}


def test_number_too_long_for_the_ledger_is_an_error_row(desk, table):
    usual = [f"C1,A-{at},2026-01-02,2026-02-01,12.50" for at in range(3)]
    done = import_file(desk, table(*usual, f"C1,{'9' * 101},2026-01-02,2026-02-01,12.50"))
    assert "at most 100" in done.preview.errors[0].message


def test_ambiguous_dates_are_asked_once_and_nothing_is_written(desk, table):
    path = table("C1,A-1,01/02/2026,03/02/2026,12.50")
    preview = preview_import(desk, path)
    assert [question.choices for question in preview.questions] == [("mdy", "dmy")]
    with pytest.raises(DomainError, match="--day-first or --month-first"):
        import_file(desk, path)
    import_file(desk, path, ImportOptions(date_order="dmy"))
    assert desk.ledger.rows("SELECT issued_on, due_on FROM invoice") == [("2026-02-01", "2026-02-03")]


def test_preview_writes_nothing_and_its_import_does_not_read_again(desk, table):
    path = table("C1,A-1,2026-01-02,2026-02-01,12.50")
    before = state(desk.ledger)
    preview = preview_import(desk, path)
    assert (state(desk.ledger), preview_json(preview)["batch"]) == (before, None)
    path.unlink()
    assert import_file(desk, preview).preview.new == 1


def test_preview_is_compared_again_when_the_ledger_moved_on(desk, table):
    path = table("C1,A-1,2026-01-02,2026-02-01,12.50")
    preview = preview_import(desk, path)
    import_file(desk, path)
    again = import_file(desk, preview)
    assert (again.preview.new, again.preview.same, again.batch_id) == (0, 1, None)


def test_cancelling_while_rows_are_written_leaves_nothing(desk, table):
    def progress(what: str, done: int) -> None:
        if what == "Writing":
            raise InterruptedError

    before = state(desk.ledger)
    with pytest.raises(InterruptedError):
        import_file(desk, table("C1,A-1,2026-01-02,2026-02-01,12.50"), progress=progress)
    assert state(desk.ledger) == before
    assert verify(desk.ledger).is_ok


def test_client_without_a_number_is_found_by_its_name(desk, table):
    header = "Client name,Invoice number,Invoice date,Due date,Amount"
    import_file(desk, table("Meyer KG,A-1,2026-01-02,2026-02-01,1.00", header=header))
    import_file(desk, table("meyer  kg,A-2,2026-01-02,2026-02-01,1.00", header=header))
    assert desk.ledger.rows("SELECT number, legal_name FROM client") == [("N00001", "Meyer KG")]


def test_clients_file_makes_and_changes_clients(desk, table):
    header = "Client number,Client name,City,State,Country,Phone,Email"
    import_file(desk, table("C1,Meyer KG,Berlin,BE,DE,+49 30 23125 001,ap@meyer.example", header=header))
    assert desk.ledger.rows("SELECT phone_digits, email, is_main FROM contact") == [
        ("493023125001", "ap@meyer.example", 1)
    ]
    done = import_file(desk, table("C1,Meyer & Co KG,Potsdam,Brandenburg,DE,,", header=header))
    assert done.preview.changed == 1
    assert desk.ledger.rows("SELECT legal_name, sort_name, city, region FROM client") == [
        ("Meyer & Co KG", "meyer co kg", "Potsdam", "Brandenburg")
    ]


def test_payments_file_settles_what_it_names_and_leaves_the_rest_unapplied(desk, table):
    import_file(desk, table("C1,A-1,2026-01-02,2026-02-01,12.50"))
    header = "Client number,Payment date,Payment amount,Invoice number,Payment reference"
    lines = ("C1,2026-01-20,10.00,A-1,X1", "C1,2026-01-21,5.00,A-1,X2", "C1,2026-01-22,7.00,,X3")
    done = import_file(desk, table(*lines, header=header))
    assert (done.preview.kind, done.preview.new) == ("payments", 3)
    assert items(desk.ledger)["A-1"] == (1250, 0, "2026-01-21", 0)
    assert desk.ledger.rows("SELECT unapplied_minor FROM payment ORDER BY id") == [(0,), (250,), (700,)]
    assert verify(desk.ledger).is_ok
    again = import_file(desk, table(*lines, header=header))
    assert (again.preview.new, again.preview.same) == (0, 3)


def test_payment_of_an_unknown_client_is_an_error_row(desk, table):
    header = "Client number,Payment date,Payment amount"
    done = import_file(desk, table("C9,2026-01-20,10.00", header=header))
    assert "no client “C9”" in done.preview.errors[0].message


@pytest.mark.parametrize("write", [write_us, write_european])
def test_aging_and_metrics_of_a_generated_ledger_equal_an_independent_sum(desk, tmp_path, write):
    generated = generated_items(seed=11, count=400)
    import_file(desk, write(tmp_path / "export.csv", generated))
    for as_of in (date(2024, 12, 31), date(2025, 6, 15), date(2026, 1, 31)):
        left = open_at(generated, as_of)
        found = aging_report(as_of, load_aging(desk.ledger, as_of))["currencies"]["USD"]
        assert found["items"] == len(left)
        assert found["total"] == f"{sum(item.amount_minor for item in left) / 100:.2f}"
        for name, bucket in found["buckets"].items():
            mine = [item for item in left if bucket_of(item, as_of) == name]
            assert bucket == {"items": len(mine), "amount": f"{sum(i.amount_minor for i in mine) / 100:.2f}"}
    assert verify(desk.ledger).is_ok
    _compare_metrics(desk, generated, date(2025, 6, 1), date(2025, 6, 30))


def _compare_metrics(desk, generated, first, last):
    begin = sum(item.amount_minor for item in open_at(generated, first - timedelta(days=1)))
    end = open_at(generated, last)
    closing = sum(item.amount_minor for item in end)
    current = sum(item.amount_minor for item in end if item.due_on >= last)
    sales = sum(item.amount_minor for item in generated if first <= item.issued_on <= last)
    figures = load_metrics(desk.ledger, first, last)["USD"]
    assert float(figures["cei"].value) == pytest.approx((begin + sales - closing) / (begin + sales - current) * 100)
    assert float(figures["dso"].value) == pytest.approx(closing / sales * 30)
    assert float(figures["best_possible_dso"].value) == pytest.approx(current / sales * 30)


def test_two_exports_of_one_ledger_know_each_other(desk, tmp_path):
    generated = generated_items(seed=12, count=300)
    import_file(desk, write_us(tmp_path / "us.csv", generated))
    done = import_file(desk, write_european(tmp_path / "eu.csv", generated))
    assert (done.preview.new, done.preview.same, done.preview.changed) == (0, 300, 0)


_ITEM = st.tuples(
    st.integers(1, 4), st.integers(1, 30), st.integers(0, 500), st.integers(1, 10**7), st.none() | st.integers(0, 90)
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(_ITEM, min_size=1, max_size=15), second=st.lists(_ITEM, min_size=1, max_size=15))
def test_any_two_imports_balance_and_are_taken_back_one_by_one(tmp_path_factory, first, second):
    folder = tmp_path_factory.mktemp("two")
    make_ledger(folder / "x.arcaller", company="T", currency="USD", user_name="A", at=NOW, today=TODAY)
    with open_ledger(folder / "x.arcaller", today=TODAY, since=NOW) as ledger:
        here = Desk(ledger, 1, NOW, TODAY)
        states, entries = [state(ledger)], []
        for at, rows in enumerate((first, second)):
            done = import_file(here, _written(folder / f"{at}.csv", rows), ImportOptions(skips_errors=True))
            assert verify(ledger).problems == ()
            states.append(state(ledger))
            entries.append(done.changes.entry)
            again = import_file(here, _written(folder / f"{at}.csv", rows), ImportOptions(skips_errors=True))
            assert (again.preview.new, again.preview.changed, again.batch_id) == (0, 0, None)
        for entry, before in zip(reversed(entries), reversed(states[:-1]), strict=True):
            if entry is not None:
                ledger.undo(entry, actor_id=1, at=NOW)
            assert state(ledger) == before
        assert verify(ledger).problems == ()


def _written(path: Path, rows: list[tuple]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Client number", "Invoice number", "Invoice date", "Due date", "Amount", "Settled date"])
        for client, number, day, amount, settled in rows:
            issued = date(2024, 1, 1) + timedelta(days=day)
            paid = "" if settled is None else (issued + timedelta(days=settled)).isoformat()
            writer.writerow([f"C{client}", number, issued, issued + timedelta(days=30), f"{amount / 100:.2f}", paid])
    return path


def _pay_by_hand(desk: Desk, minor: int) -> None:
    from arcaller.data.tables import Payment, PaymentApplication

    invoice = desk.ledger.select(Invoice)[0]
    with desk.ledger.act("pay", actor_id=1, at=NOW) as act:
        payment = act.add(
            Payment(client_id=invoice.client_id, paid_on=TODAY, currency="USD", amount_minor=minor, unapplied_minor=0,
                    source="manual")
        )  # fmt: skip
        act.add(PaymentApplication(payment_id=payment, invoice_id=invoice.id, applied_on=TODAY, amount_minor=minor))
        act.change(invoice, open_minor=invoice.open_minor - minor)


def _dispute_by_hand(desk: Desk) -> None:
    from arcaller.data.tables import Dispute, DisputeInvoice

    invoice = desk.ledger.select(Invoice)[0]
    with desk.ledger.act("dispute", actor_id=1, at=NOW) as act:
        dispute = act.add(Dispute(client_id=invoice.client_id, reason_code="price", state="open", opened_on=TODAY))
        act.add(DisputeInvoice(dispute_id=dispute, invoice_id=invoice.id, amount_minor=invoice.open_minor))
        act.change(invoice, is_disputed=True)
