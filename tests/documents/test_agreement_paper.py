from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from arcaller.documents.agreement.agreement import make_agreement
from arcaller.documents.agreement.fingerprint import fingerprint, short_fingerprint
from arcaller.documents.agreement.inputs import (
    AcknowledgedInvoice,
    AgreementTerms,
    Approver,
    DownPayment,
    Guarantor,
    InterestTerms,
    ScheduleRow,
    Treatment,
)
from arcaller.documents.paper.formats import formats_for
from arcaller.documents.paper.sender import PaperSize
from arcaller.domain.errors import DomainError


def busiest(agreement, template):
    """Ten invoices, twelve rows, and every clause in its longest wording."""
    base = agreement(template=template)
    invoices = [
        replace(base.invoices[0], treatment=Treatment.EXCLUDED),
        replace(base.invoices[1], treatment=Treatment.UNDER_RESERVE),
        replace(base.invoices[2], time_barred_note="The time limit may have run out on 15 August 2025"),
        *base.invoices[3:],
    ]
    owed = sum(item.open_minor for item in invoices[1:])
    left, rows = owed - 50_000 - 100_000, []
    for number in range(1, 13):
        principal = (owed - 150_000) // 12 if number < 12 else left
        left -= principal
        day = date(2026 + (number + 3 > 12), (number + 2) % 12 + 1, 2)
        shifted = (date(2026, 8, 1), "Saturday") if number % 3 == 0 else (None, "")
        rows.append(ScheduleRow(number, day, principal + 777, left, *shifted, principal, 777))
    terms = AgreementTerms(
        interest=InterestTerms(Decimal("9.5"), "actual days, 365-day year", runs_after_default=True),
        cooling_off_days=14, governing_law="England and Wales", credit_reference=True,
        notice_channels=("post", "email", "text message"), privacy_contact="privacy@northwind.example",
        local_inserts=("Some income, such as social security, is exempt from collection under New York law.",),
    )  # fmt: skip
    return replace(
        base, invoices=tuple(invoices), schedule=tuple(rows), terms=terms, discount_minor=50_000,
        down_payment=DownPayment(100_000, date(2026, 3, 20)), guarantor=Guarantor("AT&T Łódź", ("1 Road", "Łódź")),
        approval_needed=True, approver=Approver("Eva Żak", "Supervisor", "11 March 2026, 16:05 UTC", "EUR 25,000.00"),
    )  # fmt: skip


@pytest.mark.parametrize("template", ["company", "consumer"])
def test_all_eighteen_clauses_are_there_in_order(agreement, fonts, read_back, template):
    inputs = busiest(agreement, template)
    text = read_back(make_agreement(inputs, fonts))
    places = [text.find(f"{n}. {clause.title}") for n, clause in enumerate(inputs.template.clauses, 1)]
    assert len(places) == 18
    assert -1 not in places
    assert "does not apply to this agreement" not in text


def test_a_clause_switched_off_says_so_in_its_place(agreement, fonts, read_back):
    inputs = agreement(terms=AgreementTerms(switched_off=frozenset({9, 15})))
    text = read_back(make_agreement(inputs, fonts))
    for number in (9, 10, 13, 15, 17):
        assert f"Clause {number}: does not apply to this agreement." in text
    assert text.count("does not apply to this agreement") == 5
    assert "does not replace the contracts" not in text


def test_sums_dates_and_names_stand_on_the_paper(agreement, fonts, read_back):
    inputs = busiest(agreement, "company")
    text = read_back(make_agreement(inputs, fonts))
    formats = formats_for("en_GB")
    for row in inputs.schedule:
        assert formats.date(row.due_on).replace("\u00a0", " ") in text
        assert formats.number(row.amount_minor, "EUR") in text
        assert formats.number(row.balance_minor, "EUR") in text
    for item in inputs.invoices:
        assert item.number in text
        assert formats.number(item.open_minor, "EUR") in text
    assert f"EUR {formats.number(inputs.acknowledged_minor, 'EUR')}" in text
    assert "− discount 500.00" in text
    for name in ("Northwind Receivables Ltd", "Müller <Bau> GmbH", "AT&T Łódź", "Eva Żak", "Łukasz Müller"):
        assert name in text
    assert "moved from 1 Aug 2026 (Saturday)" in text


@pytest.mark.parametrize("template", ["company", "consumer"])
@pytest.mark.parametrize("paper", list(PaperSize))
def test_twelve_installments_and_ten_invoices_take_at_most_four_pages(agreement, fonts, template, paper):
    pdf = make_agreement(replace(busiest(agreement, template), paper=paper), fonts)
    assert len(PdfReader(BytesIO(pdf)).pages) <= 4


def test_long_tables_flow_on_with_their_heads_repeated(agreement, fonts, pages_of):
    pages = pages_of(make_agreement(agreement(count=90, invoices=60), fonts))
    with_rows = [page for page in pages if "Left to pay" in page]
    assert len(pages) > 4
    assert len(with_rows) >= 3
    assert all(f"Page {at} of {len(pages)}" in page for at, page in enumerate(pages, 1))


def test_the_sum_row_never_stands_alone_on_a_page(agreement, fonts, pages_of):
    for count in range(30, 46):
        for page in pages_of(make_agreement(agreement(count=count, invoices=3), fonts)):
            if "Sum of the payments" in page and "Left to pay" in page:
                assert f" {count} " in page.split("Sum of the payments")[0]


def test_no_heading_stands_alone_at_the_foot_of_a_page(agreement, fonts, pages_of):
    for count in range(2, 40, 3):
        inputs = agreement(count=count, invoices=count % 11 + 1)
        words = inputs.template.words
        heads = [words[name] for name in ("summary", "invoices", "schedule", "terms", "signatures")]
        heads += [clause.title for clause in inputs.template.clauses]
        for page in pages_of(make_agreement(inputs, fonts)):
            body = page.split("Northwind Receivables Ltd Payment plan agreement PPA-2026-0017 ·")[0].rstrip()
            assert not any(body.endswith(head) for head in heads), (count, body[-80:])


def test_the_same_inputs_give_the_same_bytes_whatever_was_printed_between(agreement, fonts):
    hindi = replace(agreement().client, legal_name="श्री महेश 王 محمد")
    first = make_agreement(agreement(client=hindi), fonts)
    make_agreement(agreement(client=replace(hindi, legal_name="क्षत्रिय विद्या 李")), fonts)
    assert make_agreement(agreement(client=hindi), fonts) == first


def test_a_plan_beyond_the_limits_is_a_draft_on_every_page(agreement, fonts, pages_of):
    pages = pages_of(make_agreement(agreement(approval_needed=True), fonts))
    assert all("DRAFT – not approved" in page for page in pages)
    assert "must not be signed" in pages[0]
    assert "Not for signature until approved" in pages[-1]


def test_an_approved_plan_carries_its_approver_and_no_watermark(agreement, fonts, pages_of):
    approver = Approver("Eva Żak", "Supervisor", "11 March 2026, 16:05 UTC")
    text = " ".join(pages_of(make_agreement(agreement(approval_needed=True, approver=approver), fonts)))
    assert "DRAFT" not in text
    assert "Approved for the Creditor by Eva Żak" in text
    assert "Approved on: 11 March 2026, 16:05 UTC" in text


def test_a_settlement_never_says_that_more_is_owed_on_default(agreement, fonts, read_back):
    base = agreement()
    rows = list(base.schedule)
    rows[-1] = replace(rows[-1], amount_minor=rows[-1].amount_minor - 5_000)
    rows = [replace(row, balance_minor=row.balance_minor - 5_000) for row in rows[:-1]] + [rows[-1]]
    text = read_back(make_agreement(replace(base, schedule=tuple(rows), discount_minor=5_000), fonts))
    assert "The Client owes the full EUR 11,672.65. Time is of the essence." in text
    assert "takes EUR 50.00 off the debt" in text
    assert "It holds no penalty." in text


def test_every_page_carries_the_fingerprint_in_groups(agreement, fonts, pages_of):
    inputs = agreement()
    code = short_fingerprint(fingerprint(inputs))
    assert len(code.split()) == 4
    assert all(code in page for page in pages_of(make_agreement(inputs, fonts)))


def test_the_paper_is_silent_about_an_unchecked_text(agreement, fonts, read_back):
    assert "lawyer" not in read_back(make_agreement(agreement(), fonts))


def test_the_file_is_tagged_titled_and_in_its_language(agreement, fonts):
    reader = PdfReader(BytesIO(make_agreement(agreement(), fonts)))
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "en"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Payment plan agreement PPA-2026-0017 – Müller <Bau> GmbH"
    roles = []

    def walk(element):
        roles.append(element["/S"])
        for kid in (child.get_object() for child in element["/K"]):
            if not isinstance(kid, int) and "/S" in kid:
                walk(kid)

    walk(catalog["/StructTreeRoot"]["/K"][0].get_object())
    assert roles.count("/H1") == 1
    assert roles.count("/H2") == 5
    assert roles.count("/Table") == 2
    assert roles.count("/TH") == 6 + 4
    assert roles.count("/TR") == (1 + 10 + 1) + (1 + 1 + 12 + 1)


def test_all_fonts_are_embedded(agreement, fonts):
    for page in PdfReader(BytesIO(make_agreement(agreement(), fonts))).pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]


def test_a_schedule_that_does_not_add_up_is_refused(agreement, fonts):
    base = agreement()
    wrong = (*base.schedule[:-1], replace(base.schedule[-1], amount_minor=base.schedule[-1].amount_minor + 1))
    with pytest.raises(DomainError, match=r"Installment 12: the balance after it should be -0\.01 EUR"):
        make_agreement(replace(base, schedule=wrong), fonts)
    with pytest.raises(DomainError, match="uncovered"):
        make_agreement(replace(base, schedule=base.schedule[:-1]), fonts)
    item = AcknowledgedInvoice("X", date(2026, 1, 1), date(2026, 2, 1), 100, 10, 100)
    with pytest.raises(DomainError, match="Invoice X"):
        make_agreement(replace(base, invoices=(item,)), fonts)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(st.integers(1, 10**9), min_size=1, max_size=30),
    currency=st.sampled_from(["EUR", "JPY", "KWD", "INR"]),
    locale=st.sampled_from(["en_GB", "de_AT", "fr_FR", "en_IN", "hi_IN", "ar_EG", "xx", ""]),
)
def test_every_amount_of_any_schedule_is_on_the_paper(agreement, fonts, read_back, amounts, currency, locale):
    total = sum(amounts)
    item = AcknowledgedInvoice("INV-1", date(2026, 1, 1), date(2026, 2, 1), total, 0, total)
    rows, left = [], total
    for number, amount in enumerate(amounts, 1):
        left -= amount
        rows.append(ScheduleRow(number, date.fromordinal(date(2026, 4, 1).toordinal() + 7 * number), amount, left))
    inputs = agreement(invoices=1, currency=currency, locale=locale)
    text = read_back(make_agreement(replace(inputs, invoices=(item,), schedule=tuple(rows)), fonts))
    formats = formats_for(locale)
    for row in rows:
        for minor in (row.amount_minor, row.balance_minor):
            assert formats.number(minor, currency).replace("\u00a0", " ") in text


def logo(kind):
    out = BytesIO()
    Image.new("RGB", (300, 100), (20, 80, 120)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_of_bytes_stands_on_the_first_page_only(agreement, fonts, kind):
    inputs = agreement()
    pdf = make_agreement(replace(inputs, creditor=replace(inputs.creditor, logo=logo(kind))), fonts)
    pages = PdfReader(BytesIO(pdf)).pages
    assert [len(page.images) for page in pages] == [1, 0, 0]


@pytest.mark.parametrize("data", [b"%!PS-Adobe-3.0 EPSF-3.0", b"/etc/passwd", b"GIF89a", logo("PNG")[:60]])
def test_a_logo_that_is_no_whole_picture_is_refused(agreement, fonts, data):
    inputs = agreement()
    with pytest.raises(DomainError, match="logo"):
        make_agreement(replace(inputs, creditor=replace(inputs.creditor, logo=data)), fonts)
