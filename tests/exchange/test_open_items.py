from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.errors import DomainError
from arcaller.domain.money import AmountFormat
from arcaller.exchange.dates import DatePattern
from arcaller.exchange.file_report import inspect
from arcaller.exchange.open_items import number_key, read_table

HEADER = "Client number,Invoice number,Invoice date,Due date,Amount"
GOOD = "C1,I1,2026-01-05,2026-02-04,10.00\n"


def found(issues):
    return [(issue.row, issue.column, issue.message) for issue in issues]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("C2,I2,2025-02-30,2026-02-04,10.00", "Invoice date", "does not exist"),
        ("C2,I2,2026-01-05,soon,10.00", "Due date", "is no date"),
        ("C2,I2,2026-01-05,2026-02-04,ten", "Amount", "is no amount"),
        ("C2,I2,2026-01-05,2026-02-04,1.005", "Amount", "3 decimals; USD has 2"),
        ("C2,I2,2026-01-05,2026-02-04,", "Amount", "the amount is missing"),
        (",I2,2026-01-05,2026-02-04,10.00", "Client number", "the client number is missing"),
        ("C2,,2026-01-05,2026-02-04,10.00", "Invoice number", "the invoice number is missing"),
        ("C2,I2,,2026-02-04,10.00", "Invoice date", "the invoice date is missing"),
        ("C2,I2,2026-01-05,,10.00", "Due date", "the due date is missing"),
        ("C2,I2,2026-01-05", "", "the row has 3 cells, the header 5"),
        ("C2,I2,2026-01-05,2026-02-04,10.00,x", "", "the row has 6 cells"),
        ("C1,I1,2026-01-05,2026-02-04,11.00", "Invoice number", "stands in row 2 already, with other content"),
        (f"C2,{'9' * 501},2026-01-05,2026-02-04,10.00", "Invoice number", "501 characters"),
    ],
)
def test_every_bad_row_is_named_and_the_good_ones_stay(read, row, column, words):
    reading = read(f"{HEADER}\n{GOOD}{row}\nC3,I3,2026-01-05,2026-02-04,30.00\n")
    assert [(issue.row, issue.column) for issue in reading.errors] == [(3, column)]
    assert words in reading.errors[0].message
    assert [(record.row, record.number) for record in reading.records] == [(2, "I1"), (4, "I3")]


def test_a_row_said_twice_is_left_out_with_a_warning(read):
    reading = read(f"{HEADER}\n{GOOD}{GOOD}")
    assert (len(reading.records), reading.errors, reading.duplicates) == (1, [], 1)
    assert found(reading.warnings) == [(3, "Invoice number", "the row says the same as row 2; left out")]


def test_a_row_said_twice_far_apart_is_found_across_chunks(read):
    rows = "".join(f"C{i},I{i},2026-01-05,2026-02-04,10.00\n" for i in range(5_000))
    reading = read(f"{HEADER}\n{rows}C7,I7,2026-01-05,2026-02-04,10.00\nC8,I8,2026-01-05,2026-02-04,1.00\n")
    assert found(reading.warnings) == [(5002, "Invoice number", "the row says the same as row 9; left out")]
    assert [(issue.row, "row 10" in issue.message) for issue in reading.errors] == [(5003, True)]


def test_the_same_number_at_two_clients_is_two_items(read):
    assert len(read(f"{HEADER}\n{GOOD}{GOOD.replace('C1', 'C2')}").records) == 2


def test_a_bad_row_does_not_make_its_mended_repetition_a_duplicate(read):
    reading = read(f"{HEADER}\nC1,I1,2026-01-05,2026-02-04,x\n{GOOD}")
    assert [record.row for record in reading.records] == [3]
    assert reading.duplicates == 0


def test_a_due_date_before_the_invoice_date_is_a_warning(read):
    reading = read(f"{HEADER}\nC1,I1,2026-01-05,2026-01-04,10.00\n")
    assert len(reading.records) == 1
    assert found(reading.warnings) == [(2, "Due date", "the due date lies before the invoice date")]


def test_a_settled_date_means_a_payment_of_the_amount_that_day(read):
    reading = read(f"{HEADER},Settled date\n{GOOD.strip()},2026-01-20\nC1,I2,2026-01-05,2026-02-04,5.00,\n")
    first, second = reading.records
    assert (first.settled_date, first.settled_minor, first.open_minor) == (date(2026, 1, 20), 1000, 0)
    assert (second.settled_date, second.settled_minor, second.open_minor) == (None, None, 500)


def test_a_settled_amount_leaves_the_rest_open(read):
    record = read(f"{HEADER},Settled date,Settled amount\n{GOOD.strip()},2026-01-20,4.00\n").records[0]
    assert (record.settled_minor, record.open_minor) == (400, 600)


def test_a_payment_before_the_invoice_is_a_warning(read):
    reading = read(f"{HEADER},Settled date\n{GOOD.strip()},2026-01-01\n")
    assert found(reading.warnings) == [(2, "Settled date", "the payment lies before the invoice date")]


def test_amount_and_open_amount_are_kept_apart(read):
    reading = read(f"{HEADER},Open amount\n{GOOD.strip()},4.00\nC1,I2,2026-01-05,2026-02-04,5.00,6.00\n")
    assert [(record.amount_minor, record.open_minor) for record in reading.records] == [(1000, 400), (500, 600)]
    assert [(issue.row, issue.column) for issue in reading.warnings] == [(3, "Open amount")]


def test_an_open_amount_alone_is_the_amount(read):
    record = read("Client number,Invoice number,Due date,Open amount\nC1,I1,2026-02-04,7.00\n").records[0]
    assert (record.amount_minor, record.open_minor, record.invoice_date) == (700, 700, date(2026, 2, 4))


def test_terms_in_days_give_the_due_date_that_is_missing(read):
    header = "Client number,Invoice number,Invoice date,Due date,Amount,Terms"
    reading = read(f"{header}\nC1,I1,2026-01-05,,10.00,net 30\nC1,I2,2026-01-05,2026-01-09,10.00,30\n")
    assert [record.due_date for record in reading.records] == [date(2026, 2, 4), date(2026, 1, 9)]


def test_currencies_of_their_own_exponents_are_read_row_by_row(read):
    rows = "C1,I1,2026-01-05,2026-02-04,10.00,usd\nC1,I2,2026-01-05,2026-02-04,500,JPY\n"
    rows += "C1,I3,2026-01-05,2026-02-04,1.2345,KWD\nC1,I4,2026-01-05,2026-02-04,1.00,XYZ\n"
    rows += "C1,I5,2026-01-05,2026-02-04,2.00,\n"
    reading = read(f"{HEADER},Currency\n{rows}", currency="EUR")
    assert [(r.amount_minor, r.currency) for r in reading.records] == [(1000, "USD"), (500, "JPY"), (200, "EUR")]
    assert [(issue.row, issue.column) for issue in reading.errors] == [(4, "Amount"), (5, "Currency")]


def test_a_code_in_the_amount_counts_and_must_not_contradict_its_column(read):
    assert read(f"{HEADER}\n{GOOD.replace('10.00', 'EUR 10.00')}").records[0].currency == "EUR"
    reading = read(f"{HEADER},Currency\n{GOOD.strip().replace('10.00', 'EUR 10.00')},USD\n")
    assert "the amount says EUR" in reading.errors[0].message


def test_blank_rows_count_but_say_nothing_and_totals_are_left_out_aloud(read):
    reading = read(f"{HEADER}\n{GOOD}\n,,,,\nC2,I2,2026-01-05,2026-02-04,1.00\nTotal,,,,11.00\n")
    assert [record.row for record in reading.records] == [2, 5]
    assert reading.errors == []
    assert found(reading.warnings) == [(6, "Invoice number", "the row was taken for a total and left out")]


def test_flags_are_read_in_words(read):
    rows = [
        f"C1,I{i},2026-01-05,2026-02-04,1.00,{flag}\n" for i, flag in enumerate(["Yes", "no", "", "ja", "0", "maybe"])
    ]
    reading = read(f"{HEADER},Disputed\n{''.join(rows)}")
    assert [record.disputed for record in reading.records] == [True, False, False, True, False]
    assert [(issue.row, issue.column) for issue in reading.errors] == [(7, "Disputed")]


def test_guards_against_formulas_are_taken_off_and_float_numbers_mended(read):
    record = read(f"{HEADER},PO number\n'=C1,1930438491.0,2026-01-05,2026-02-04,10.00,'@x\n").records[0]
    assert (record.client_number, record.number, record.po_reference) == ("=C1", "1930438491", "@x")


def test_a_mark_in_the_middle_of_the_file_is_an_error_of_its_row(read):
    reading = read(f"{HEADER}\n{GOOD}\ufeffC2,I2,2026-01-05,2026-02-04,1.00\n")
    assert [(issue.row, issue.column) for issue in reading.errors] == [(3, "Client number")]


def test_payments_and_clients_are_read_too(read):
    payment = read("Client number,Payment date,Amount,Reference\nC1,2026-01-05,-10.00,RF 1\n").records[0]
    assert (payment.payment_date, payment.amount_minor, payment.reference) == (date(2026, 1, 5), -1000, "RF 1")
    reading = read(
        "Client number,Client name,Email,Terms\nC1,Acme,a@b.example,30\nC1,Other,,\nC1,Acme,a@b.example,30\n"
    )
    assert [(c.client_name, c.email, c.terms_days) for c in reading.records] == [("Acme", "a@b.example", 30)]
    assert [issue.row for issue in reading.errors] == [3]
    assert reading.duplicates == 1


def test_a_pattern_that_both_orders_fit_is_asked_once(read):
    rows = "C1,I1,03/04/2026,05/06/2026,10.00\nC1,I2,01/02/2026,02/03/2026,1.00\n"
    report = read(f"{HEADER}\n{rows}").report
    assert [question.subject for question in report.questions] == ["dates"]
    asked = "“03/04/2026” is 04 Mar 2026 (month/day/year) or 03 Apr 2026 (day/month/year)"
    assert asked in report.questions[0].text


def test_mixed_patterns_give_error_rows(read):
    rows = "".join(f"C1,I{i},1/{i}/2026,2/{i}/2026,10.00\n" for i in range(20, 26))
    reading = read(f"{HEADER}\n{rows}C1,J1,25/1/2026,26/2/2026,10.00\n")
    assert reading.report.dates.state == "mixed"
    assert [(issue.row, issue.column) for issue in reading.errors] == [(8, "Invoice date")]


def test_an_unknown_default_currency_is_refused(file):
    report = inspect(file(f"{HEADER}\n{GOOD}"))
    with pytest.raises(DomainError, match="ISO 4217"):
        read_table(report.table, report.mapping, DatePattern(), AmountFormat(), "DOLLAR")


@pytest.mark.parametrize(
    ("number", "key"), [("00123", "123"), ("123", "123"), ("000", "0"), ("INV-01", "inv-01"), (" 7 ", "7")]
)
def test_numbers_are_compared_without_leading_zeros(number, key):
    assert number_key(number) == key


@given(st.binary(max_size=400))
def test_no_bytes_whatever_end_in_anything_but_a_refusal_or_a_reading(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(b"Client number,Invoice number,Due date,Amount\n" + content)
    try:
        report = inspect(path)
        for batch in read_table(report.table, report.mapping, report.dates.pattern, report.amounts.format, "USD"):
            assert all(issue.row > 1 for issue in batch.errors)
    except DomainError:
        return


def test_many_bad_rows_in_one_chunk_leave_exactly_the_good_ones(read):
    rows = "".join(f"C1,I{i},2026-01-05,2026-02-04,{i if i % 3 else 'x'}\n" for i in range(300))
    reading = read(f"{HEADER}\n{rows}")
    assert [record.amount_minor for record in reading.records] == [i * 100 for i in range(300) if i % 3]
    assert [record.open_minor for record in reading.records] == [record.amount_minor for record in reading.records]
    assert [issue.row for issue in reading.errors] == list(range(2, 302, 3))


def test_marks_that_turn_the_direction_of_a_sentence_come_in_with_no_name(read):
    turned = "\u202eHbmG \u2067Łódź\u2069 مؤسسة\u202c"
    reading = read(f"Client number,Client name,Invoice number,Invoice date,Due date,Amount\nC1,{turned},I1,"
                   "2026-01-05,2026-02-04,10.00\n")  # fmt: skip
    assert [record.client_name for record in reading.records] == ["HbmG Łódź مؤسسة"]
