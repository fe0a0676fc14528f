"""Statement of account: what is open, how late it is, what was paid, and what is left after credits.

Currencies stand apart, never added. Credits and cash without an invoice are shown beside the open invoices and are
not aged; the same inputs give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from arcaller.documents.paper.fonts import FontBook
from arcaller.documents.paper.formats import Formats, formats_for
from arcaller.documents.paper.layout import H2, QUIET_BODY, Block, Drawn, Frame, Paper, Paragraph
from arcaller.documents.paper.letter import (
    ADDRESS,
    client_label,
    how_to_pay,
    letter_frame,
    letter_opening,
    load_words,
)
from arcaller.documents.paper.sender import Letterhead, PaperSize, PaymentWays
from arcaller.documents.paper.tables import Column, Row, Table
from arcaller.documents.paper.typesetting import ACCENT, INK, PANEL, QUIET, Style, typeset
from arcaller.domain.errors import DomainError
from arcaller.domain.money import exponent_of

BUCKETS = ("not_due", "1-30", "31-60", "61-90", "over_90")
"""Aging buckets in order; the words beside them are in ``statement.toml``."""

_SUBHEAD = replace(H2, size=10, leading=13, role="H3", color=INK)
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
    return load_words(path, "the statement")


def make_statement(inputs: StatementInputs, fonts: FontBook) -> bytes:
    """The statement as a PDF file; refuses aging that does not add up to the open invoices."""
    _check(inputs)
    formats = formats_for(inputs.locale, inputs.language)
    words = inputs.words
    with fonts.document():
        paper = Paper(fonts, _frame(inputs, formats))
        paper.flow(letter_opening(paper, inputs, _as_of(inputs, formats), client_label(inputs)))
        if not inputs.currencies:
            paper.flow([Paragraph.of(fonts, words["nothing_open"], ADDRESS, paper.measure)])
        for part in inputs.currencies:
            paper.flow(_currency(paper, inputs, part, formats))
        if inputs.payment_ways:
            paper.flow(how_to_pay(paper, inputs.payment_ways, words, _SUBHEAD))
        return paper.pdf()


def _check(inputs: StatementInputs) -> None:
    for part in inputs.currencies:
        exponent_of(part.currency)
        if sum(part.buckets) != part.open_minor:
            raise DomainError(
                f"The aging in {part.currency} does not add up to its open invoices; build the statement again.",
                "currencies",
            )


def _as_of(inputs: StatementInputs, formats: Formats) -> str:
    return f"{inputs.words['as_of']} {formats.date(inputs.as_of)}"


def _frame(inputs: StatementInputs, formats: Formats) -> Frame:
    words = inputs.words
    number = f"{words['client_number']} {inputs.client_number}"
    foot = [words["title"], number, _as_of(inputs, formats), inputs.journal]
    return letter_frame(
        inputs,
        inputs.as_of,
        title=f"{words['title']} – {inputs.client_name} – {formats.date(inputs.as_of)}",
        running_title=words["title"],
        foot=" · ".join(filter(None, foot)),
    )


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
    return [
        Paragraph.of(paper.fonts, head, _SUBHEAD, paper.measure),
        Table.of(paper.fonts, columns, rows, paper.measure, before=1),
    ]
