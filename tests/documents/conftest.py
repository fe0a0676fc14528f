"""One agreement to start from, the fonts, and the paper read back as text."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from arcaller.documents.agreement.inputs import (
    AcknowledgedInvoice,
    AgreementInputs,
    AgreementTerms,
    ClientParty,
    Creditor,
    ScheduleRow,
)
from arcaller.documents.agreement.template import load_template
from arcaller.documents.paper.fonts import FontBook
from arcaller.documents.paper.sender import BankAccount, PaymentWays

TEMPLATES = Path(__file__).resolve().parents[2] / "resources" / "agreements" / "en"


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> FontBook:
    return FontBook(tmp_path_factory.mktemp("cache"))


def schedule_of(total: int, count: int, first: date = date(2026, 4, 1)) -> tuple[ScheduleRow, ...]:
    """``total`` in ``count`` monthly rows, the last takes the rest."""
    rows, left = [], total
    for number in range(1, count + 1):
        amount = total // count if number < count else left
        left -= amount
        rows.append(ScheduleRow(number, first + timedelta(days=30 * (number - 1)), amount, left))
    return tuple(rows)


@pytest.fixture(scope="session")
def agreement() -> Callable[..., AgreementInputs]:
    """Builds inputs: ``count`` installments over ``invoices`` invoices, anything else by field name."""

    def build(count: int = 12, invoices: int = 10, template: str = "company", **changes: Any) -> AgreementInputs:
        items = tuple(
            AcknowledgedInvoice(
                f"INV-{2040 + i}", date(2025, 6, 1) + timedelta(9 * i), date(2025, 7, 1) + timedelta(9 * i),
                120_000 + 3_717 * i, 20_000, 100_000 + 3_717 * i,
            )
            for i in range(invoices)
        )  # fmt: skip
        inputs = AgreementInputs(
            agreement_number="PPA-2026-0017", made_on=date(2026, 3, 12), currency="EUR", place="Graz",
            creditor=Creditor("Northwind Receivables Ltd", ("12 Harbour Street", "Leeds LS1 4AB"), "+44 20 7946 0958",
                              "accounts@northwind.example", "Company no. 01234567", "Ana Kowalska", "Head of credit"),
            client=ClientParty("C-10042", "Müller <Bau> GmbH", ("Hafenstraße 7", "8020 Graz"), "company",
                               signatory_name="Łukasz Müller", signatory_capacity="managing director"),
            invoices=items, schedule=schedule_of(sum(item.open_minor for item in items), count),
            payment_ways=PaymentWays("PPA-2026-0017", BankAccount("Northwind & Söhne", "DE89370400440532013000")),
            template=load_template(TEMPLATES / f"{template}.toml"),
            terms=AgreementTerms(governing_law="England and Wales"), locale="en_GB",
        )  # fmt: skip
        return replace(inputs, **changes)

    return build


@pytest.fixture(scope="session")
def read_back() -> Callable[..., str]:
    """All text of a PDF by poppler, which honors ActualText; blanks and line ends count as one blank.

    Raw mode keeps the order of drawing, which reads right-to-left words backwards.
    """

    def read(pdf: bytes, *, right_to_left: bool = False) -> str:
        tool = shutil.which("pdftotext")
        if tool is None:
            pytest.skip("pdftotext (poppler-utils) is not installed")
        done = subprocess.run(
            [tool, *([] if right_to_left else ["-raw"]), "-", "-"], input=pdf, capture_output=True, check=True
        )
        return re.sub(r"\s+", " ", done.stdout.decode())

    return read


@pytest.fixture(scope="session")
def pages_of() -> Callable[[bytes], list[str]]:
    """Text of each page by pypdf."""
    from pypdf import PdfReader

    def read(pdf: bytes) -> list[str]:
        return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]

    return read
