from __future__ import annotations

import pytest

from arcaller.domain.errors import DomainError
from arcaller.exchange.columns import mapping_from_json
from arcaller.exchange.file_report import inspect
from arcaller.exchange.header_words import concepts_of

VALUES = ("C1", "Acme Ltd", "I1", "2026-01-05", "2026-02-04", "10.50")


@pytest.mark.parametrize(
    "header",
    [
        "client_number,client_name,invoice_number,invoice_date,due_date,amount",
        "Customer ID,Customer Name,Invoice #,Invoice Date,Due Date,Invoice Amount (USD)",
        "custno,customername,invoiceno,invoicedate,duedate,invoiceamount",
        "CUST_NUMBER,NAME_CUSTOMER,INVOICE_ID,DOCUMENT_CREATE_DATE,DUE_IN_DATE,TOTAL_AMOUNT",
        "Kundennummer,Kundenname,Rechnungsnummer,Rechnungsdatum,Fälligkeitsdatum,Rechnungsbetrag",
        "Kunden-Nr.,Firma,Rechnungs-Nr.,Rechnungsdatum,Fällig am,Betrag",
        "Numéro client,Nom du client,Numéro de facture,Date de facture,Date d'échéance,Montant TTC",
        "Código cliente,Nombre del cliente,Número de factura,Fecha de factura,Fecha de vencimiento,Importe",
        "Numer klienta,Nazwa klienta,Numer faktury,Data wystawienia,Termin płatności,Kwota brutto",
        "Account No,Account Name,Document Number,Posting Date,Due,Amount",
    ],
)
def test_columns_are_found_in_five_languages(file, header):
    report = inspect(file(f"{header}\n{','.join(VALUES)}\n"))
    assert report.kind == "invoices"
    assert dict(report.mapping.columns) == {
        "client_number": 0, "client_name": 1, "number": 2, "invoice_date": 3, "due_date": 4, "amount": 5,
    }  # fmt: skip


def test_of_several_columns_the_best_is_taken_and_the_rest_named(file):
    """The layout of a widely published ledger of 50,000 invoices, with its float dates and numbers."""
    header = (
        "business_code,cust_number,name_customer,clear_date,buisness_year,doc_id,posting_date,"
        "document_create_date,document_create_date.1,due_in_date,invoice_currency,document type,posting_id,"
        "area_business,total_open_amount,baseline_create_date,cust_payment_terms,invoice_id,isOpen"
    )
    rows = (
        "U001,0200769623,WAL-MAR corp,2020-02-11 00:00:00,2020.0,1930438491.0,2020-01-26,20200125,20200126,"
        "20200210.0,"
        "USD,RV,1.0,,54273.28,20200126.0,NAH4,1930438491.0,0\n"
        "U001,0200980828,BEN E,,2019.0,1929646410.0,2019-07-22,20190722,20190722,20190811.0,"
        "USD,RV,1.0,,79656.60,20190722.0,NAD1,,1\n"
    )
    report = inspect(file(f"{header}\n{rows}"))
    names = {field: report.table.header[index] for field, index in report.mapping.columns.items()}
    assert names == {
        "client_number": "cust_number", "client_name": "name_customer", "number": "doc_id",
        "invoice_date": "posting_date", "due_date": "due_in_date", "open_amount": "total_open_amount",
        "currency": "invoice_currency", "settled_date": "clear_date",
    }  # fmt: skip
    notes = " ".join(report.notes)
    assert "document_create_date" in notes
    assert "isOpen" in notes
    assert "baseline_create_date" in notes


@pytest.mark.parametrize(
    ("header", "value", "is_region"),
    [
        ("State", "NY", True),
        ("State/Province", "New York", True),
        ("Bundesland", "Bayern", True),
        ("State", "Open", False),
        ("State", "paid", False),
        ("Status", "NY", False),
    ],
)
def test_a_state_is_a_place_by_what_stands_in_it(file, header, value, is_region):
    rows = "".join(f"C{n},I{n},2026-02-04,10.50,{value}\n" for n in range(3))
    report = inspect(file(f"Customer number,Invoice,Due date,Amount,{header}\n{rows}"))
    assert (report.mapping.columns.get("region") == 4) is is_region


def test_a_code_that_is_no_country_and_counts_of_days_are_left_out(file):
    report = inspect(file(
        "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,DaysToSettle\n"
        "391,0379-NEVHP,4/6/2013,0000611365,1/2/2013,2/1/2013,55.94,13\n"
    ))  # fmt: skip
    assert "country" not in report.mapping.columns
    assert "settled_amount" not in report.mapping.columns
    left_out = report.mapping.notes[-1]
    assert all(name in left_out for name in ("countryCode", "PaperlessDate", "DaysToSettle"))


@pytest.mark.parametrize(
    ("header", "values", "kind"),
    [
        ("Client number,Payment date,Amount,Reference", "C1,2026-01-05,10.00,INV 1", "payments"),
        ("Kundennummer,Zahlungsdatum,Betrag,Rechnungsnummer", "C1,2026-01-05,10.00,I1", "payments"),
        ("Client number,Client name,E-mail,Phone,City,Country", "C1,Acme,a@b.example,+1 555 0100,X,US", "clients"),
        ("Number,Name,Payment terms", "C1,Acme,30", "clients"),
    ],
)  # fmt: skip
def test_the_kind_of_a_table_is_found(file, header, values, kind):
    assert inspect(file(f"{header}\n{values}\n")).kind == kind


def test_a_mapping_survives_its_file(file):
    report = inspect(file(f"a,b,Invoice,d,Due date,Amount\n{','.join(VALUES)}\n"))
    text = '{"kind": "invoices", "columns": {"client_number": 1, "client_name": "B", "number": "invoice",'
    mapping = mapping_from_json(text + ' "due_date": "Due date", "amount": "AMOUNT"}}', report.table.header)
    assert mapping.columns == {"client_number": 0, "client_name": 1, "number": 2, "due_date": 4, "amount": 5}
    assert mapping_from_json(mapping.to_json(report.table.header), report.table.header) == mapping


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no json", "no JSON"),
        ("[]", "no JSON"),
        ('{"columns": {"nonsense": "a"}}', "field “nonsense”"),
        ('{"columns": {"number": "z"}}', "column “z”"),
        ('{"columns": {"number": 0}}', "column “0”"),
        ('{"kind": "cats", "columns": {}}', "kind “cats”"),
    ],
)
def test_a_wrong_mapping_file_says_what_is_wrong(text, words):
    with pytest.raises(DomainError, match=words):
        mapping_from_json(text, ["a", "b"])


def test_a_table_without_a_needed_column_names_what_is_missing(read):
    with pytest.raises(DomainError, match=r"invoice number.*the columns are Client number, Due date, Amount"):
        read("Client number,Due date,Amount\nC1,2026-01-01,5.00\n", kind="invoices")


def test_words_are_cut_out_of_joined_headers():
    assert concepts_of("invoicedate") == {"invoice", "date"}
    assert concepts_of("Rechnungsdatum") == {"invoice", "date"}
    assert concepts_of("PaperlessDate") == {"?paperless", "date"}
    assert concepts_of("xyz") == set()


@pytest.mark.parametrize(("value", "field"), [("C-001", "client_number"), ("Acme Ltd", "client_name")])
def test_a_bare_client_column_is_number_or_name_by_what_stands_in_it(file, value, field):
    report = inspect(file(f"Customer,Invoice,Due date,Amount\n{value},I1,2026-02-04,10.50\n"))
    assert report.mapping.columns[field] == 0


def test_headers_without_a_known_word_can_be_mapped_by_hand(file):
    report = inspect(file(f"qa,qb,qc,qd,qe,qf\n{','.join(VALUES)}\n"))
    assert report.table.header == ("qa", "qb", "qc", "qd", "qe", "qf")
    assert report.mapping.missing()
