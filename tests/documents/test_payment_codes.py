from __future__ import annotations

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from arcaller.documents.agreement.agreement import make_agreement
from arcaller.documents.paper.payment_qr import iban_is_valid, iban_text, payment_payload, qr_boxes
from arcaller.documents.paper.sender import BankAccount, PaymentWays

EURO = PaymentWays("INV-1042 Łódź", BankAccount("Muster GmbH & Söhne", "DE89 3704 0044 0532 0130 00", "COBADEFFXXX"))
RUPEE = PaymentWays("INV-1044", BankAccount("Acme Traders"), upi_id="acme@okbank")


def picture(payload):
    image = Image.new("L", (400, 400), 255)
    draw = ImageDraw.Draw(image)
    for x, y, wide, high in qr_boxes(payload, 40, 360, 320):
        draw.rectangle((x, 400 - y - high, x + wide - 0.6, 400 - y - 0.6), fill=0)
    return image


def test_the_euro_code_follows_the_published_layout():
    assert payment_payload(EURO, 123450, "EUR").split("\n") == [
        "BCD", "002", "1", "SCT", "COBADEFFXXX", "Muster GmbH & Söhne", "DE89370400440532013000", "EUR1234.50", "",
        "", "INV-1042 Łódź",
    ]  # fmt: skip


def test_the_rupee_code_is_a_upi_link():
    expected = "upi://pay?pa=acme@okbank&pn=Acme%20Traders&am=123456.00&cu=INR&tn=INV-1044"
    assert payment_payload(RUPEE, 12345600, "INR") == expected


@pytest.mark.parametrize(("ways", "minor", "currency"), [(EURO, 123450, "EUR"), (RUPEE, 12345600, "INR")])
def test_the_drawn_code_reads_back(ways, minor, currency):
    payload = payment_payload(ways, minor, currency)
    (found,) = zxingcpp.read_barcodes(picture(payload))
    assert found.text == payload


def test_the_code_on_the_paper_reads_back(agreement, fonts):
    import pypdfium2

    inputs = agreement()
    page = pypdfium2.PdfDocument(BytesIO(make_agreement(inputs, fonts)))[0]
    (found,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert found.text == payment_payload(inputs.payment_ways, inputs.schedule[0].amount_minor, "EUR")


@pytest.mark.parametrize(
    ("ways", "minor", "currency"),
    [
        (EURO, 100, "USD"),
        (RUPEE, 100, "EUR"),
        (EURO, 0, "EUR"),
        (EURO, 10**11, "EUR"),
        (PaymentWays("r", BankAccount("x", "DE88370400440532013000")), 100, "EUR"),
        (PaymentWays("r", upi_id="no at"), 100, "INR"),
    ],
)
def test_no_code_where_no_scheme_fits(ways, minor, currency):
    assert payment_payload(ways, minor, currency) == ""


def test_a_line_break_in_a_name_cannot_add_a_field():
    ways = PaymentWays("r\nEUR9", BankAccount("A\nB", "DE89370400440532013000"))
    assert payment_payload(ways, 100, "EUR").split("\n")[5:] == [
        "A B",
        "DE89370400440532013000",
        "EUR1.00",
        "",
        "",
        "r EUR9",
    ]


def test_an_iban_is_checked_by_its_digits_and_shown_in_fours():
    assert iban_is_valid("GB82 WEST 1234 5698 7654 32")
    assert not iban_is_valid("GB82 WEST 1234 5698 7654 33")
    assert iban_text("de89370400440532013000") == "DE89 3704 0044 0532 0130 00"
