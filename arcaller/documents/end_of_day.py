"""The sheet at the end of a caller's day: what was done, what was promised, what is left, and the journal's head.

The head's number and hash on paper prove later that nothing of the day was changed behind it. Currencies stand apart;
the same inputs give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from arcaller.documents.paper.fonts import FontBook
from arcaller.documents.paper.formats import formats_for
from arcaller.documents.paper.layout import H1, H2, QUIET_BODY, Block, Frame, Paper, Paragraph
from arcaller.documents.paper.sender import Letterhead, PaperSize
from arcaller.documents.paper.tables import Column, Row, Table
from arcaller.documents.paper.typesetting import QUIET, Style


@dataclass(frozen=True, slots=True)
class DayLine:
    """One row of a list: a time or day, the client, what happened, and its reason or note."""

    when: str
    client: str
    what: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class PromisedLine:
    """What was promised in one currency, in minor units."""

    currency: str
    count: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class EndOfDayInputs:
    """Everything the sheet says; counts are whole numbers, texts ready to print."""

    letterhead: Letterhead
    caller: str
    on: date
    calls: tuple[DayLine, ...]
    reached: int
    right_party: int
    promises: tuple[PromisedLine, ...]
    plans: int
    skips: tuple[DayLine, ...]
    put_back: tuple[DayLine, ...]
    left: int
    left_over: int
    head_number: int
    head_hash: str
    locale: str = ""
    paper: PaperSize = PaperSize.A4


def make_end_of_day(inputs: EndOfDayInputs, fonts: FontBook) -> bytes:
    """The sheet as a PDF file."""
    formats = formats_for(inputs.locale, "en")
    day = formats.date(inputs.on)
    with fonts.document():
        paper = Paper(fonts, _frame(inputs, day))
        quiet = Style(size=9.2, leading=13, color=QUIET, after=6)
        measure = paper.measure
        blocks: list[Block] = [
            Paragraph.of(fonts, "End of day", H1, measure),
            Paragraph.of(fonts, f"{inputs.caller} · {day}", quiet, measure),
            _figures(paper, inputs),
        ]
        if inputs.promises:
            rows = [
                Row((line.currency, str(line.count), formats.number(line.amount_minor, line.currency)))
                for line in inputs.promises
            ]
            columns = [Column("Currency", 30), Column("Promises", 20, True), Column("Amount", 30, True)]
            blocks += _section(paper, "Promised", columns, rows)
        blocks += _list(paper, "Calls", ("Time", "Client", "Outcome", "Note"), inputs.calls)
        blocks += _list(paper, "Passed over", ("Time", "Client", "", "Reason"), inputs.skips)
        blocks += _list(paper, "Put back", ("To", "Client", "", "Reason"), inputs.put_back)
        blocks += [
            Paragraph.of(fonts, "Journal", H2, measure),
            Paragraph.of(fonts, f"Entry {inputs.head_number:,}", QUIET_BODY, measure),
            Paragraph.of(fonts, inputs.head_hash, replace(QUIET_BODY, size=8), measure),
        ]
        paper.flow(blocks)
        return paper.pdf()


def _frame(inputs: EndOfDayInputs, day: str) -> Frame:
    head = inputs.letterhead
    return Frame(
        title=f"End of day – {inputs.caller} – {day}",
        author=head.company,
        language="en",
        made_on=inputs.on,
        size=inputs.paper.value,
        company=head.company,
        address=head.address,
        contact=head.contact,
        logo=head.logo,
        running_head=f"End of day · {inputs.caller}",
        foot=f"End of day · {inputs.caller} · {day}",
        page_words=lambda at, count: f"Page {at} of {count}",
    )


def _figures(paper: Paper, inputs: EndOfDayInputs) -> Table:
    facts = [
        ("Calls", len(inputs.calls)), ("Somebody reached", inputs.reached), ("Right person", inputs.right_party),
        ("Promises", sum(line.count for line in inputs.promises)), ("Plans proposed", inputs.plans),
        ("Passed over", len(inputs.skips)), ("Put back", len(inputs.put_back)), ("Still on the list", inputs.left),
        ("of them from earlier days", inputs.left_over),
    ]  # fmt: skip
    rows = [Row((name, f"{count:,}")) for name, count in facts]
    return Table.of(paper.fonts, [Column("", 60), Column("Today", 20, True)], rows, paper.measure, before=4)


def _list(paper: Paper, title: str, heads: tuple[str, str, str, str], lines: tuple[DayLine, ...]) -> list[Block]:
    if not lines:
        return []
    columns = [Column(heads[0], 14), Column(heads[1], 38), Column(heads[2], 22), Column(heads[3], 44)]
    rows = [Row((line.when, line.client, line.what, line.words)) for line in lines]
    return _section(paper, title, columns, rows)


def _section(paper: Paper, title: str, columns: list[Column], rows: list[Row]) -> list[Block]:
    return [
        Paragraph.of(paper.fonts, title, H2, paper.measure),
        Table.of(paper.fonts, columns, rows, paper.measure, before=2),
    ]
