"""Confirmation of promises to pay: amounts, days and how to pay on one page, in the client's language, no threat.

What the caller sees as text before it leaves is word for word what stands on the paper; the promises become a table
and the ways to pay a panel with the code of the first payment.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from arcaller.documents.paper.fonts import FontBook
from arcaller.documents.paper.formats import NBSP, Formats, formats_for
from arcaller.documents.paper.layout import Block, Frame, Paper, Paragraph
from arcaller.documents.paper.letter import ADDRESS, client_label, letter_frame, letter_opening
from arcaller.documents.paper.payment_panel import payment_panel
from arcaller.documents.paper.payment_qr import iban_text
from arcaller.documents.paper.sender import Letterhead, PaperSize, PaymentWays
from arcaller.documents.paper.tables import Column, Row, Table
from arcaller.documents.paper.typesetting import Style
from arcaller.domain.errors import DomainError
from arcaller.domain.promises.confirmation import LetterField

_BODY = Style(size=9.8, leading=14, before=6)


@dataclass(frozen=True, slots=True)
class PromisedPayment:
    """One part: ``amount_minor`` by ``due_on``, ``received_minor`` of it in already; ``part`` of ``parts``.

    ``is_conditional``: if a part is not kept, the rest falls due with it.
    """

    due_on: date
    currency: str
    amount_minor: int
    received_minor: int
    method: str
    invoices: str
    part: int = 1
    parts: int = 1
    is_conditional: bool = False

    @property
    def left_minor(self) -> int:
        """What is still to come."""
        return self.amount_minor - self.received_minor


@dataclass(frozen=True, slots=True)
class ConfirmationInputs:
    """Everything one confirmation says. ``letter`` is the filled text with its two blocks in their places."""

    letterhead: Letterhead
    client_number: str
    client_name: str
    client_address: tuple[str, ...]
    made_on: date
    payments: tuple[PromisedPayment, ...]
    letter: tuple[str | LetterField, ...]
    words: Mapping[str, str]
    payment_ways: PaymentWays
    language: str = "en"
    locale: str = ""
    paper: PaperSize = PaperSize.A4


@dataclass(frozen=True, slots=True)
class ShippedLetter:
    """The text of a language as it comes with the program, and the labels beside the figures."""

    body: str
    words: Mapping[str, str]


def load_letter(path: Path) -> ShippedLetter:
    """Text and labels of one language (``resources/confirmations/<language>.toml``)."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        return ShippedLetter(str(found["body"]), {str(key): str(value) for key, value in found["words"].items()})
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise DomainError(f"The words of {path.name} cannot be read: {error}.", "words") from error


def make_confirmation(inputs: ConfirmationInputs, fonts: FontBook) -> bytes:
    """The PDF; the same inputs give the same bytes."""
    formats = formats_for(inputs.locale, inputs.language)
    with fonts.document():
        paper = Paper(fonts, _frame(inputs, formats))
        paper.flow(letter_opening(paper, inputs, formats.date(inputs.made_on), client_label(inputs)))
        paper.flow([Paragraph.of(fonts, "", ADDRESS, paper.measure)])
        for part in inputs.letter:
            paper.flow(_blocks(paper, inputs, part, formats))
        return paper.pdf()


def promise_lines(inputs: ConfirmationInputs) -> str:
    """The promises as lines of text: the same facts as the table's."""
    formats, words, lines = formats_for(inputs.locale, inputs.language), inputs.words, []
    for row in inputs.payments:
        amount = formats.amount(row.left_minor, row.currency)
        line = words["line"].format(amount=amount, day=formats.date(row.due_on))
        label = words["invoices_in_line" if "," in row.invoices else "invoice_in_line"]
        details = [row.method, f"{label} {row.invoices}" if row.invoices else ""]
        if row.received_minor:
            details.append(f"{words['received_in_line']} {formats.amount(row.received_minor, row.currency)}")
        lines.append(f"– {line} ({', '.join(filter(None, details))})" if any(details) else f"– {line}")
    if _has_condition(inputs):
        lines += ["", words["condition"]]
    return "\n".join(lines).replace(NBSP, " ")


def _has_condition(inputs: ConfirmationInputs) -> bool:
    """Whether the rest hangs on a part that is still to come."""
    return any(row.is_conditional and row.part < row.parts for row in inputs.payments)


def ways_lines(inputs: ConfirmationInputs) -> str:
    """How to pay as lines of text; "" where the office has told no way."""
    ways, words = inputs.payment_ways, inputs.words
    bank = ways.bank
    facts = []
    if bank is not None:
        facts = [
            ("bank_holder", bank.account_name), ("bank_iban", iban_text(bank.iban) if bank.iban else ""),
            ("bank_number", bank.number), ("bank_bic", bank.bic), ("bank_name", bank.bank),
        ]  # fmt: skip
    facts += [("bank_upi", ways.upi_id), ("bank_link", ways.pay_link)]
    known = [(label, value) for label, value in facts if value]
    if not known:
        return ""
    return "\n".join(f"{words[label]}: {value}" for label, value in [*known, ("bank_reference", ways.reference)])


def _frame(inputs: ConfirmationInputs, formats: Formats) -> Frame:
    words, day = inputs.words, formats.date(inputs.made_on)
    return letter_frame(
        inputs,
        inputs.made_on,
        title=f"{words['title']} – {inputs.client_name} – {day}",
        running_title=words["title"],
        foot=f"{words['title']} · {words['client_number']} {inputs.client_number} · {day}",
    )


def _blocks(paper: Paper, inputs: ConfirmationInputs, part: str | LetterField, formats: Formats) -> list[Block]:
    if part is LetterField.PROMISES:
        return _table(paper, inputs, formats)
    if part is LetterField.WAYS_TO_PAY:
        if not inputs.payments or not ways_lines(inputs):
            return []
        first = inputs.payments[0]
        return [payment_panel(paper, inputs.payment_ways, first.left_minor, first.currency, inputs.words, formats)]
    lines = str(part).split("\n")
    styles = [_BODY, *[Style(size=9.8, leading=14)] * (len(lines) - 1)]
    return [Paragraph.of(paper.fonts, line, style, paper.measure) for line, style in zip(lines, styles, strict=True)]


def _table(paper: Paper, inputs: ConfirmationInputs, formats: Formats) -> list[Block]:
    words = inputs.words
    has_received = any(row.received_minor for row in inputs.payments)
    columns = [Column(words["date"], 24), Column(words["invoices"], 40), Column(words["method"], 24),
               Column(words["amount"], 24, True)]  # fmt: skip
    if has_received:
        columns += [Column(words["received"], 22, True), Column(words["left"], 22, True)]
    rows = []
    for row in inputs.payments:
        cells = [formats.date(row.due_on, "medium"), row.invoices, row.method,
                 formats.amount(row.amount_minor, row.currency)]  # fmt: skip
        if has_received:
            cells += [formats.amount(row.received_minor, row.currency), formats.amount(row.left_minor, row.currency)]
        note = words["part"].format(part=row.part, parts=row.parts) if row.parts > 1 else ""
        rows.append(Row(tuple(cells), note=note))
    for currency in dict.fromkeys(row.currency for row in inputs.payments):
        whole = sum(row.left_minor for row in inputs.payments if row.currency == currency)
        rows.append(Row((words["total"], formats.amount(whole, currency)), strong=True, span=len(columns) - 1))
    blocks: list[Block] = [Table.of(paper.fonts, columns, rows, paper.measure, before=6)]
    if _has_condition(inputs):
        blocks.append(Paragraph.of(paper.fonts, words["condition"], _BODY, paper.measure))
    return blocks
