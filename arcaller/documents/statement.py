"""Statement of account: what is open, how late it is, what was paid, and what is left after credits.

Currencies stand apart, never added. Credits and cash without an invoice are shown beside the open invoices and are
not aged; the same inputs give the same bytes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from arcaller.documents.paper.fonts import FontBook
from arcaller.documents.paper.formats import NBSP, Formats, formats_for
from arcaller.documents.paper.layout import H1, H2, LABEL, QUIET_BODY, Block, Drawn, Frame, Paper, Paragraph
from arcaller.documents.paper.payment_qr import iban_text
from arcaller.documents.paper.sender import Letterhead, PaperSize, PaymentWays
from arcaller.documents.paper.tables import Column, Row, Table
from arcaller.documents.paper.typesetting import ACCENT, INK, PANEL, QUIET, Style, typeset
from arcaller.domain.errors import DomainError
from arcaller.domain.money import exponent_of

BUCKETS = ("not_due", "1-30", "31-60", "61-90", "over_90")
"""Aging buckets in order; the words beside them are in ``statement.toml``."""

_NAME = Style(size=10.5, leading=14, bold=True)
_ADDRESS = Style(size=9.2, leading=12.6)
_BUCKET = Style(size=7.6, leading=10, color=QUIET)
_FIGURE = Style(size=10.5, leading=14, bold=True, color=INK)


@dataclass(frozen=True, slots=True)
class StatementItem:
    """One open invoice; ``days_past_due`` is zero or less while it is not overdue. ``note``: disputed, in a plan…"""

    number: str
    issued_on: date
    due_on: date
    original_minor: int
    open_minor: int
    days_past_due: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """A payment, credit note or unapplied cash: date, reference and positive amount."""

    on: date
    reference: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class CurrencyStatement:
    """One currency's part. ``buckets`` are the open invoices by age in the order of :data:`BUCKETS`."""

    currency: str
    items: tuple[StatementItem, ...]
    buckets: tuple[int, int, int, int, int]
    credits: tuple[StatementEntry, ...] = ()
    unapplied: tuple[StatementEntry, ...] = ()
    payments: tuple[StatementEntry, ...] = ()

    @property
    def open_minor(self) -> int:
        return sum(item.open_minor for item in self.items)

    @property
    def net_minor(self) -> int:
        """Open invoices less credits and unapplied cash."""
        return self.open_minor - sum(entry.amount_minor for entry in (*self.credits, *self.unapplied))


@dataclass(frozen=True, slots=True)
class StatementInputs:
    """Everything one statement says; ``words`` from :func:`load_statement_words`, ``journal`` names its head."""

    letterhead: Letterhead
    client_number: str
    client_name: str
    client_address: tuple[str, ...]
    as_of: date
    currencies: tuple[CurrencyStatement, ...]
    words: Mapping[str, str]
    payments_since: date | None = None
    payment_ways: PaymentWays | None = None
    language: str = "en"
    locale: str = ""
    paper: PaperSize = PaperSize.A4
    journal: str = ""


def load_statement_words(path: Path) -> dict[str, str]:
    """The labels of a statement (``resources/agreements/<language>/_statement.toml``)."""
    try:
        return dict(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DomainError(f"The words of the statement in {path.name} cannot be read: {error}.", "words") from error


def make_statement(inputs: StatementInputs, fonts: FontBook) -> bytes:
    """The statement as a PDF file; refuses aging that does not add up to the open invoices."""
    _check(inputs)
    formats = formats_for(inputs.locale, inputs.language)
    words = inputs.words
    with fonts.document():
        paper = Paper(fonts, _frame(inputs, formats))
        paper.flow(_opening(paper, inputs, formats))
        if not inputs.currencies:
            paper.flow([Paragraph.of(fonts, words["nothing_open"], _ADDRESS, paper.measure)])
        for part in inputs.currencies:
            paper.flow(_currency(paper, inputs, part, formats))
        if inputs.payment_ways:
            paper.flow(_how_to_pay(paper, inputs.payment_ways, words))
        return paper.pdf()


def _check(inputs: StatementInputs) -> None:
    for part in inputs.currencies:
        exponent_of(part.currency)
        if sum(part.buckets) != part.open_minor:
            raise DomainError(
                f"The aging in {part.currency} does not add up to its open invoices; build the statement again.",
                "currencies",
            )


def _frame(inputs: StatementInputs, formats: Formats) -> Frame:
    words, head = inputs.words, inputs.letterhead
    day = formats.date(inputs.as_of)
    return Frame(
        title=f"{words['title']} – {inputs.client_name} – {day}",
        author=head.company,
        language=inputs.language.replace("_", "-"),
        made_on=inputs.as_of,
        size=inputs.paper.value,
        company=head.company,
        address=head.address,
        contact=head.contact,
        logo=head.logo,
        running_head=f"{words['title']} · {inputs.client_name}",
        foot=" · ".join(
            part
            for part in (
                words["title"],
                f"{words['client_number']} {inputs.client_number}",
                f"{words['as_of']} {day}",
                inputs.journal,
            )
            if part
        ),
        page_words=lambda at, count: words["page"].format(page=at, count=count),
    )


def _opening(paper: Paper, inputs: StatementInputs, formats: Formats) -> list[Block]:
    words, fonts, measure = inputs.words, paper.fonts, paper.measure
    quiet = Style(size=9.2, leading=13, color=QUIET, after=6)
    label = f"{words['client']} · {words['client_number']}{NBSP}{inputs.client_number}"
    return [
        Paragraph.of(fonts, words["title"], H1, measure),
        Paragraph.of(fonts, f"{words['as_of']} {formats.date(inputs.as_of)}", quiet, measure),
        Paragraph.of(fonts, label, LABEL, measure),
        Paragraph.of(fonts, inputs.client_name, _NAME, measure),
        *[Paragraph.of(fonts, line, _ADDRESS, measure) for line in inputs.client_address],
    ]


def _currency(paper: Paper, inputs: StatementInputs, part: CurrencyStatement, formats: Formats) -> list[Block]:
    words, fonts, measure = inputs.words, paper.fonts, paper.measure
    blocks: list[Block] = [Paragraph.of(fonts, f"{words['open_items']} · {part.currency}", H2, measure)]
    blocks.append(_aging_line(paper, part, formats, words))
    blocks.append(_items(paper, part, formats, words))
    for head, entries in ((words["credits"], part.credits), (words["unapplied"], part.unapplied)):
        if entries:
            blocks += _entries(paper, head, part.currency, entries, formats, words)
    if part.credits or part.unapplied:
        net = [Row((words["net"], formats.number(part.net_minor, part.currency)), strong=True)]
        blocks.append(Table.of(fonts, [Column("", 3), Column(part.currency, 1, True)], net, measure, before=6))
    if inputs.payments_since:
        head = f"{words['payments_since']} {formats.date(inputs.payments_since)}"
        if part.payments:
            blocks += _entries(paper, head, part.currency, part.payments, formats, words)
        else:
            blocks.append(Paragraph.of(fonts, f"{head}: {words['none']}", replace(QUIET_BODY, before=8), measure))
    return blocks


def _aging_line(paper: Paper, part: CurrencyStatement, formats: Formats, words: Mapping[str, str]) -> Block:
    """Five buckets and their sum in a tinted band."""
    facts = [(words[f"bucket_{name}"], amount) for name, amount in zip(BUCKETS, part.buckets, strict=True)]
    facts.append((words["total_open"], part.open_minor))
    width = (paper.measure - 20) / len(facts)
    laid = []
    for at, (label, amount) in enumerate(facts):
        style = replace(_FIGURE, align="right", color=ACCENT if at == len(facts) - 1 else INK)
        figure = typeset(paper.fonts, formats.number(amount, part.currency), style, 10_000)
        while figure[0].width > width - 6 and style.size > 6:
            style = replace(style, size=style.size - 0.5)
            figure = typeset(paper.fonts, formats.number(amount, part.currency), style, 10_000)
        caption = replace(_BUCKET, align="right")
        laid.append((typeset(paper.fonts, label, caption, width), caption, figure, style))

    def paint(on: Paper, x: float, top: float, wide: float) -> None:
        with on.canvas.artifact():
            on.canvas.box(x, top - 38, wide, 38, PANEL)
        for at, (label, caption, figure, style) in enumerate(laid):
            left = x + 10 + at * width
            y = on.text(on.canvas.node("P", on.section), label, caption, left, top - 6, width)
            on.text(on.canvas.node("P", on.section), figure, style, left, y, width)

    return Drawn(42, paint, keep_next=True)


def _items(paper: Paper, part: CurrencyStatement, formats: Formats, words: Mapping[str, str]) -> Table:
    columns = [
        Column(words["invoice"], 26), Column(words["date"], 20), Column(words["due"], 20),
        Column(words["days"], 17, True), Column(words["amount"], 22, True), Column(words["open"], 22, True),
    ]  # fmt: skip
    rows = [
        Row(
            (
                item.number, formats.date(item.issued_on, "medium"), formats.date(item.due_on, "medium"),
                str(item.days_past_due) if item.days_past_due > 0 else "–",
                formats.number(item.original_minor, part.currency), formats.number(item.open_minor, part.currency),
            ),
            note=item.note,
        )
        for item in part.items
    ]  # fmt: skip
    rows.append(Row((words["total_open"], formats.number(part.open_minor, part.currency)), strong=True, span=5))
    return Table.of(paper.fonts, columns, rows, paper.measure, before=4)


def _entries(
    paper: Paper,
    head: str,
    currency: str,
    entries: Sequence[StatementEntry],
    formats: Formats,
    words: Mapping[str, str],
) -> list[Block]:
    columns = [Column(words["date"], 20), Column(words["reference"], 60), Column(words["amount"], 22, True)]
    rows = [
        Row((formats.date(e.on, "medium"), e.reference, formats.number(e.amount_minor, currency))) for e in entries
    ]
    whole = sum(entry.amount_minor for entry in entries)
    rows.append(Row((words["total"], formats.number(whole, currency)), strong=True, span=2))
    style = replace(H2, size=10, leading=13, role="H3", color=INK)
    return [
        Paragraph.of(paper.fonts, head, style, paper.measure),
        Table.of(paper.fonts, columns, rows, paper.measure, before=1),
    ]


def _how_to_pay(paper: Paper, ways: PaymentWays, words: Mapping[str, str]) -> list[Block]:
    bank = ways.bank
    facts = [("reference", ways.reference)]
    if bank:
        iban = iban_text(bank.iban).replace(" ", NBSP)
        facts += [("account_name", bank.account_name), ("iban", iban), ("account", bank.number), ("bic", bank.bic),
                  ("bank", bank.bank)]  # fmt: skip
    facts += [("upi", ways.upi_id), ("pay_link", ways.pay_link)]
    text = " · ".join(f"{words[label]}{NBSP}{value}" for label, value in facts if value)
    style = replace(H2, size=10, leading=13, role="H3", color=INK)
    return [
        Paragraph.of(paper.fonts, words["how_to_pay"], style, paper.measure),
        Paragraph.of(paper.fonts, "; ".join((text, *ways.other)), _ADDRESS, paper.measure),
    ]
