"""Call sheet for the road: one or two pages with everything to know before the call, and room to write its outcome.

The opening of the script that is printed says nothing of a debt: who answers is not known yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from arcaller.documents.paper.fonts import FontBook
from arcaller.documents.paper.layout import BODY, H1, H2, LABEL, QUIET_BODY, Block, Drawn, Frame, Paper, Paragraph
from arcaller.documents.paper.sender import Letterhead, PaperSize
from arcaller.documents.paper.tables import Column, Row, Table
from arcaller.documents.paper.typesetting import ALERT, RULE, Style

_LINE = replace(BODY, size=9, leading=12.4)
_NAME = Style(size=12, leading=16, bold=True)
_SMALL_H2 = replace(H2, size=10, leading=13, before=8, after=2)
_WRITING_LINE, _WRITING_LINES = 17.0, 6


@dataclass(frozen=True, slots=True)
class SheetInvoice:
    """One open invoice in words; ``note`` is what holds it back."""

    number: str
    due: str
    days: str
    amount: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A heading and its lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallSheetInputs:
    """Everything one printed sheet says, in words.

    ``warning`` stands on top in the color of alarm; ``left`` and ``right`` are the sections before and after the
    invoices; ``rest`` says what the list of invoices leaves out; ``journal`` names the journal's head.
    """

    letterhead: Letterhead
    client_number: str
    client_name: str
    made_on: date
    made_words: str
    whom: tuple[str, ...]
    clock: str
    warning: str
    before: tuple[SheetSection, ...]
    invoices: tuple[SheetInvoice, ...]
    rest: str
    after: tuple[SheetSection, ...]
    agenda: tuple[str, ...]
    opening: tuple[str, ...]
    journal: str
    paper: PaperSize = PaperSize.A4


def make_call_sheet(inputs: CallSheetInputs, fonts: FontBook) -> bytes:
    """The PDF; the same inputs give the same bytes."""
    with fonts.document():
        paper = Paper(fonts, _frame(inputs))
        paper.flow(_opening(paper, inputs))
        for section in inputs.before:
            paper.flow(_section(paper, section))
        paper.flow(_invoices(paper, inputs))
        for section in inputs.after:
            paper.flow(_section(paper, section))
        numbered = tuple(line if line[:1].isdigit() else f"– {line}" for line in inputs.agenda)
        paper.flow(_section(paper, SheetSection("Agenda", numbered)))
        paper.flow(
            _section(paper, SheetSection("How to begin (before the right person is on the line)", inputs.opening))
        )
        paper.flow(_room_to_write(paper))
        paper.flow([Paragraph.of(fonts, inputs.journal, replace(QUIET_BODY, before=6), paper.measure)])
        return paper.pdf()


def _frame(inputs: CallSheetInputs) -> Frame:
    head = inputs.letterhead
    return Frame(
        title=f"Call sheet – {inputs.client_name} – {inputs.made_words}",
        author=head.company,
        language="en",
        made_on=inputs.made_on,
        size=inputs.paper.value,
        company=head.company,
        running_head=f"Call sheet · {inputs.client_name}",
        foot=f"Call sheet · client {inputs.client_number} · {inputs.made_words} · internal, not for the client",
    )


def _opening(paper: Paper, inputs: CallSheetInputs) -> list[Block]:
    fonts, measure = paper.fonts, paper.measure
    blocks: list[Block] = [
        Paragraph.of(fonts, "Call sheet", H1, measure),
        Paragraph.of(fonts, f"Client {inputs.client_number} · {inputs.made_words}", LABEL, measure),
        Paragraph.of(fonts, inputs.client_name, _NAME, measure),
        *[Paragraph.of(fonts, line, _LINE, measure) for line in inputs.whom],
        Paragraph.of(fonts, inputs.clock, replace(_LINE, before=3), measure),
    ]
    if inputs.warning:
        blocks.append(Paragraph.of(fonts, inputs.warning, replace(_LINE, bold=True, color=ALERT, before=3), measure))
    return blocks


def _section(paper: Paper, section: SheetSection) -> list[Block]:
    if not section.lines:
        return []
    lines: Sequence[Block] = [Paragraph.of(paper.fonts, line, _LINE, paper.measure) for line in section.lines]
    return [Paragraph.of(paper.fonts, section.title, _SMALL_H2, paper.measure), *lines]


def _invoices(paper: Paper, inputs: CallSheetInputs) -> list[Block]:
    if not inputs.invoices:
        return []
    columns = [Column("Invoice", 26), Column("Due", 22), Column("Days", 12, True), Column("Open", 26, True)]
    rows = [Row((row.number, row.due, row.days, row.amount), note=row.note) for row in inputs.invoices]
    blocks: list[Block] = [
        Paragraph.of(paper.fonts, "Open invoices", _SMALL_H2, paper.measure),
        Table.of(paper.fonts, columns, rows, paper.measure),
    ]
    if inputs.rest:
        blocks.append(Paragraph.of(paper.fonts, inputs.rest, replace(QUIET_BODY, before=2), paper.measure))
    return blocks


def _room_to_write(paper: Paper) -> list[Block]:
    """What is typed into the program afterwards: the outcome by its digit, who, the words, the next step."""
    words = (
        "1 no answer · 2 voicemail · 3 busy · 4 promise · 5 plan · 6 dispute · 7 call back · 8 wrong number · "
        "9 refuses · 0 other"
    )

    def paint(on: Paper, x: float, top: float, wide: float) -> None:
        with on.canvas.artifact():
            for line in range(1, _WRITING_LINES + 1):
                on.canvas.box(x, top - line * _WRITING_LINE, wide, 0.5, RULE)

    kept = replace(QUIET_BODY, keep_next=True)
    tall = _WRITING_LINES * _WRITING_LINE + 4
    return [
        Paragraph.of(paper.fonts, "Outcome", _SMALL_H2, paper.measure),
        Paragraph.of(paper.fonts, words, kept, paper.measure),
        Paragraph.of(paper.fonts, "When, with whom, what was said and agreed, next step:", kept, paper.measure),
        Drawn(tall, paint),
    ]
