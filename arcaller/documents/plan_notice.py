"""Notice of a missed installment: what is missing, by when it can be cured, what then follows by the agreement.

It threatens nothing that the agreement does not say; the same inputs give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from arcaller.documents.paper.fonts import FontBook
from arcaller.documents.paper.formats import NBSP, Formats, formats_for
from arcaller.documents.paper.layout import H2, Block, Frame, Paper, Paragraph
from arcaller.documents.paper.letter import how_to_pay, letter_frame, letter_opening, load_words
from arcaller.documents.paper.sender import Letterhead, PaperSize, PaymentWays
from arcaller.documents.paper.tables import Column, Row, Table
from arcaller.documents.paper.typesetting import Style
from arcaller.domain.errors import DomainError

_TEXT = Style(size=10.5, leading=15, after=6)
_OPENING = Style(size=10.5, leading=15, before=16, after=4)


@dataclass(frozen=True, slots=True)
class MissedRow:
    """One installment that did not come in full; minor units."""

    due_on: date
    amount_minor: int
    received_minor: int

    @property
    def open_minor(self) -> int:
        return self.amount_minor - self.received_minor


@dataclass(frozen=True, slots=True)
class NoticeInputs:
    """Everything one notice says. ``rest_minor`` is open if nothing comes by ``cure_until``, due at once if
    ``is_all_due``; ``discount_minor`` of it falls away with the plan (0: none); ``contact`` is who to call."""

    letterhead: Letterhead
    plan_number: str
    client_number: str
    client_name: str
    client_address: tuple[str, ...]
    made_on: date
    signed_on: date | None
    cure_until: date
    currency: str
    missed: tuple[MissedRow, ...]
    rest_minor: int
    words: Mapping[str, str]
    discount_minor: int = 0
    is_all_due: bool = True
    contact: str = ""
    payment_ways: PaymentWays | None = None
    language: str = "en"
    locale: str = ""
    paper: PaperSize = PaperSize.A4


def load_notice_words(path: Path) -> dict[str, str]:
    """The text of a notice (``resources/agreements/<language>/_notice.toml``)."""
    return load_words(path, "the notice")


def make_plan_notice(inputs: NoticeInputs, fonts: FontBook) -> bytes:
    """The notice as a PDF file; refuses one in which nothing is missing."""
    if not inputs.missed or any(row.open_minor <= 0 for row in inputs.missed):
        raise DomainError("Nothing is missing; there is no notice to write.", "missed")
    formats = formats_for(inputs.locale, inputs.language)
    with fonts.document():
        paper = Paper(fonts, _frame(inputs))
        paper.flow(_opening(paper, inputs, formats))
        paper.flow(_what_is_missing(paper, inputs, formats))
        paper.flow(_what_follows(paper, inputs, formats))
        if inputs.payment_ways is not None:
            paper.flow(how_to_pay(paper, inputs.payment_ways, inputs.words, H2))
        return paper.pdf()


def _frame(inputs: NoticeInputs) -> Frame:
    words = inputs.words
    name = f"{words['title']} – {inputs.plan_number}"
    return letter_frame(
        inputs,
        inputs.made_on,
        title=f"{name} – {inputs.client_name}",
        running_title=name,
        foot=f"{words['plan']} {inputs.plan_number} · {words['client_number']} {inputs.client_number}",
    )


def _opening(paper: Paper, inputs: NoticeInputs, formats: Formats) -> list[Block]:
    words = inputs.words
    about = f"{words['plan']} {inputs.plan_number} · {formats.date(inputs.made_on)}"
    label = f"{words['client_number']}{NBSP}{inputs.client_number}"
    which = "opening" if inputs.signed_on is not None else "opening_unsigned"
    signed = formats.date(inputs.signed_on) if inputs.signed_on is not None else ""
    opening = words[which].format(signed_on=signed, made_on=formats.date(inputs.made_on))
    return [
        *letter_opening(paper, inputs, about, label, gap=8),
        Paragraph.of(paper.fonts, opening, _OPENING, paper.measure),
    ]


def _what_is_missing(paper: Paper, inputs: NoticeInputs, formats: Formats) -> list[Block]:
    words = inputs.words
    columns = [
        Column(words["due"], 34), Column(f"{words['amount']} {inputs.currency}", 22, True),
        Column(f"{words['received']} {inputs.currency}", 22, True),
        Column(f"{words['open']} {inputs.currency}", 22, True),
    ]  # fmt: skip
    rows = [
        Row(
            (formats.date(row.due_on), formats.number(row.amount_minor, inputs.currency),
             formats.number(row.received_minor, inputs.currency), formats.number(row.open_minor, inputs.currency))
        )
        for row in inputs.missed
    ]  # fmt: skip
    whole = formats.number(_missing(inputs), inputs.currency)
    rows.append(Row((words["together"], whole), strong=True, span=3))
    return [Table.of(paper.fonts, columns, rows, paper.measure, before=2)]


def _what_follows(paper: Paper, inputs: NoticeInputs, formats: Formats) -> list[Block]:
    words, fonts, measure = inputs.words, paper.fonts, paper.measure

    def money(minor: int) -> str:
        return f"{formats.number(minor, inputs.currency)}{NBSP}{inputs.currency}"

    follows = words["ends" if inputs.is_all_due else "ends_softly"].format(rest=money(inputs.rest_minor))
    if inputs.discount_minor:
        follows = f"{follows} {words['discount'].format(discount=money(inputs.discount_minor))}"
    pay = words["pay"].format(missing=money(_missing(inputs)), cure_until=formats.date(inputs.cure_until))
    contact = f": {inputs.contact}" if inputs.contact else ""
    return [
        Paragraph.of(fonts, words["what_to_do"], H2, measure),
        Paragraph.of(fonts, pay, _TEXT, measure),
        Paragraph.of(fonts, words["what_follows"], H2, measure),
        Paragraph.of(fonts, follows, _TEXT, measure),
        Paragraph.of(fonts, words["talk"].format(contact=contact), _TEXT, measure),
    ]


def _missing(inputs: NoticeInputs) -> int:
    return sum(row.open_minor for row in inputs.missed)
