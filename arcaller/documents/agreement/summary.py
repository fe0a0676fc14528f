"""Page one of an agreement: who with whom, and the plan in short."""

from __future__ import annotations

from collections.abc import Sequence

from arcaller.documents.agreement.inputs import AgreementInputs
from arcaller.documents.paper.formats import NBSP, Formats
from arcaller.documents.paper.layout import H2, LABEL, MM, Block, Drawn, Paper, Paragraph
from arcaller.documents.paper.payment_panel import (
    EDGE,
    GUTTER,
    HEAD,
    NAME,
    TEXT,
    TILE_LABEL,
    Piece,
    height_of,
    payment_panel,
    stack,
)
from arcaller.documents.paper.typesetting import ACCENT, INK, PANEL, RULE, Style, Text, typeset

_SMALL = Style(size=8.4, leading=11.4, color=INK)
_TILE_VALUE = Style(size=13, leading=17, bold=True, color=ACCENT)


def parties_block(paper: Paper, inputs: AgreementInputs, words: dict[str, str]) -> Block:
    """Creditor, client and guarantor side by side."""
    creditor, client, guarantor = inputs.creditor, inputs.client, inputs.guarantor
    columns = [
        _party(words, words["creditor"], creditor.legal_name, creditor.address, creditor.registration,
               (creditor.signatory_name, creditor.signatory_capacity)),
        _party(words, f"{words['client']} · {words['client_number']}{NBSP}{client.number}", client.legal_name,
               client.address, client.registration, (client.signatory_name, client.signatory_capacity),
               client.trade_name),
    ]  # fmt: skip
    if guarantor:
        signer = (guarantor.signatory_name, guarantor.signatory_capacity)
        columns.append(_party(words, words["guarantor"], guarantor.name, guarantor.address, "", signer))
    gutter = 8 * MM
    width = (paper.measure - gutter * (len(columns) - 1)) / len(columns)
    laid = [[Piece(typeset(paper.fonts, text, style, width), style) for text, style in column] for column in columns]
    tall = max(map(height_of, laid))

    def paint(on: Paper, x: float, top: float, _: float) -> None:
        for at, column in enumerate(laid):
            left = x + at * (width + gutter)
            with on.canvas.artifact():
                on.canvas.box(left, top + 1, width, 0.5, RULE)
            stack(on, column, left, top - 4, width)

    return Drawn(tall + 8, paint, before=4)


def _party(
    words: dict[str, str], label: str, name: str, address: Sequence[str], registration: str, signer: tuple[str, str],
    trade_name: str = "",
) -> list[tuple[Text, Style]]:  # fmt: skip
    rows: list[tuple[Text, Style]] = [(label, LABEL), (name, NAME)]
    if trade_name and trade_name != name:
        rows.append((f"{words['trading_as']} {trade_name}", _SMALL))
    rows += [(line, _SMALL) for line in address]
    if registration:
        rows.append((registration, _SMALL))
    if signer[0]:
        rows.append((f"{words['represented']} {', '.join(part for part in signer if part)}", _SMALL))
    return rows


def summary_blocks(paper: Paper, inputs: AgreementInputs, words: dict[str, str], formats: Formats) -> list[Block]:
    """The heading, the four figures, the plan in plain words, and how to pay with the QR."""
    return [
        Paragraph.of(paper.fonts, words["summary"], H2, paper.measure),
        _tiles(paper, inputs, words, formats),
        _plain_words(paper, _sections(inputs, words)),
        payment_panel(paper, inputs.payment_ways, _first_payment(inputs), inputs.currency, words, formats),
    ]


def _plain_words(paper: Paper, sections: list[tuple[str, str]]) -> Block:
    """A tinted panel with two columns: what to pay and what we do; what if not and whom to call."""
    width = (paper.measure - 2 * EDGE - GUTTER) / 2
    columns = [_told(paper, sections[:2], width), _told(paper, sections[2:], width)]
    tall = max(height_of(column) for column in columns) + 2 * EDGE - 4

    def paint(on: Paper, x: float, top: float, wide: float) -> None:
        with on.canvas.artifact():
            on.canvas.box(x, top - tall, wide, tall, PANEL)
            on.canvas.box(x, top - tall, 2.2, tall, ACCENT)
        for at, column in enumerate(columns):
            stack(on, column, x + EDGE + at * (width + GUTTER), top - EDGE + 2, width)

    return Drawn(tall, paint, before=10)


def _tiles(paper: Paper, inputs: AgreementInputs, words: dict[str, str], formats: Formats) -> Block:
    count = len(inputs.schedule) + bool(inputs.down_payment)
    first, last = _first_and_last(inputs, formats)
    facts = [
        (words["tile_total"], formats.amount(inputs.acknowledged_minor, inputs.currency)),
        (words["tile_pay"].format(count=count), formats.amount(inputs.to_pay_minor, inputs.currency)),
        (words["tile_first"], first),
        (words["tile_last"], last),
    ]
    width = paper.measure / len(facts)
    value_style = _TILE_VALUE
    while max(typeset(paper.fonts, value, value_style, 1000)[0].width for _, value in facts) > width - 6:
        value_style = Style(size=value_style.size - 0.5, leading=17, bold=True, color=ACCENT)
    laid = [
        [
            Piece(typeset(paper.fonts, label, TILE_LABEL, width), TILE_LABEL),
            Piece(typeset(paper.fonts, value, value_style, width), value_style),
        ]
        for label, value in facts
    ]

    def paint(on: Paper, x: float, top: float, _: float) -> None:
        for at, column in enumerate(laid):
            stack(on, column, x + at * width, top, width)

    return Drawn(28, paint)


def _sections(inputs: AgreementInputs, words: dict[str, str]) -> list[tuple[str, str]]:
    """Heading and text of each part of the summary."""
    if inputs.down_payment:
        pay = words["pay_down"] if inputs.schedule else words["pay_down_only"]
    else:
        pay = words["pay_rows"] if len(inputs.schedule) > 1 else words["pay_one"]
    if inputs.discount_minor:
        pay += f" {words['pay_discount']}"
    if inputs.interest_minor:
        pay += f" {words['pay_with_interest' if inputs.discount_minor else 'pay_interest']}"
    else:
        pay += f" {words['pay_no_interest']}"
    reach = [
        words[line]
        for line, known in (("phone_line", inputs.creditor.phone), ("email_line", inputs.creditor.email))
        if known
    ]
    miss = words["miss"] if inputs.terms.acceleration else words["miss_soft"]
    if inputs.discount_minor:
        miss += f" {words['miss_discount']}"
    return [
        (words["pay_head"], pay),
        (words["ours_head"], words["ours"]),
        (words["miss_head"], miss),
        (words["call_head"], "\n".join([words["call"], *reach])),
    ]


def _told(paper: Paper, sections: list[tuple[str, str]], width: float) -> list[Piece]:
    pieces = []
    for at, (head, text) in enumerate(sections):
        pieces.append(Piece(typeset(paper.fonts, head, HEAD, width), HEAD, 10 if at else 0))
        pieces += [Piece(typeset(paper.fonts, part, TEXT, width), TEXT) for part in text.split("\n")]
    return pieces


def _first_payment(inputs: AgreementInputs) -> int:
    return inputs.down_minor or inputs.schedule[0].amount_minor


def _first_and_last(inputs: AgreementInputs, formats: Formats) -> tuple[str, str]:
    days = [row.due_on for row in inputs.schedule]
    if inputs.down_payment:
        days.insert(0, inputs.down_payment.due_on)
    return formats.date(days[0], "medium"), formats.date(days[-1], "medium")
