"""Page one of an agreement: who with whom, and the plan in short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from arcaller.documents.agreement_inputs import AgreementInputs
from arcaller.documents.paper.formats import NBSP, Formats
from arcaller.documents.paper.layout import H2, LABEL, MM, Block, Drawn, Paper, Paragraph
from arcaller.documents.paper.typesetting import ACCENT, INK, PANEL, QUIET, RULE, Line, Span, Style, Text, typeset
from arcaller.documents.payment_qr import iban_text, payment_payload, qr_boxes

_NAME = Style(size=9.6, leading=13, bold=True)
_SMALL = Style(size=8.4, leading=11.4, color=INK)
_TILE_LABEL = Style(size=7.6, leading=10, color=QUIET)
_TILE_VALUE = Style(size=13, leading=17, bold=True, color=ACCENT)
_HEAD = Style(size=10, leading=13.4, bold=True, color=INK, role="H3")
_TEXT = Style(size=9.6, leading=13.6)
_PAY = Style(size=8.6, leading=11.8)


@dataclass(frozen=True, slots=True)
class _Piece:
    lines: list[Line]
    style: Style
    gap: float = 0.0

    @property
    def tall(self) -> float:
        return self.gap + len(self.lines) * self.style.leading


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
    laid = [[_Piece(typeset(paper.fonts, text, style, width), style) for text, style in column] for column in columns]
    tall = max(sum(piece.tall for piece in column) for column in laid)

    def paint(on: Paper, x: float, top: float, _: float) -> None:
        for at, column in enumerate(laid):
            left = x + at * (width + gutter)
            with on.canvas.artifact():
                on.canvas.box(left, top + 1, width, 0.5, RULE)
            _stack(on, column, left, top - 4, width)

    return Drawn(tall + 8, paint, before=4)


def _party(
    words: dict[str, str], label: str, name: str, address: Sequence[str], registration: str, signer: tuple[str, str],
    trade_name: str = "",
) -> list[tuple[Text, Style]]:  # fmt: skip
    rows: list[tuple[Text, Style]] = [(label, LABEL), (name, _NAME)]
    if trade_name and trade_name != name:
        rows.append((f"{words['trading_as']} {trade_name}", _SMALL))
    rows += [(line, _SMALL) for line in address]
    if registration:
        rows.append((registration, _SMALL))
    if signer[0]:
        rows.append((f"{words['represented']} {', '.join(part for part in signer if part)}", _SMALL))
    return rows


def summary_blocks(
    paper: Paper, inputs: AgreementInputs, words: dict[str, str], values: dict[str, str], formats: Formats
) -> list[Block]:
    """The heading, the four figures and the panel with what to pay, how, and what if not."""
    side = 56 * MM
    inner = paper.measure - 10 * MM
    left_width = inner - side - 8 * MM
    left = _left(paper, _sections(inputs, words), left_width)
    right, payload = _right(paper, inputs, words, formats, side)
    qr_size = 34 * MM if payload else 0.0
    left_tall = sum(piece.tall for piece in left)
    right_tall = sum(piece.tall for piece in right) + (qr_size + 34 if payload else 0)
    tall = max(left_tall, right_tall) + 10 * MM
    caption = typeset(paper.fonts, words["qr_caption"], _TILE_LABEL, side)
    first = formats.amount(_first_payment(inputs), inputs.currency)
    amount = typeset(paper.fonts, first, Style(size=8.6, leading=11.8, bold=True), side)

    def paint(on: Paper, x: float, top: float, width: float) -> None:
        with on.canvas.artifact():
            on.canvas.box(x, top - tall, width, tall, PANEL)
            on.canvas.box(x, top - tall, 2.2, tall, ACCENT)
        _stack(on, left, x + 5 * MM, top - 5 * MM, left_width)
        at = x + 5 * MM + left_width + 8 * MM
        y = _stack(on, right, at, top - 5 * MM, side)
        if payload:
            y -= 9
            figure = on.canvas.node("Figure", on.section, f" /Alt {_pdf_text(words['qr_caption'])}")
            with on.canvas.content(figure):
                pad = qr_size * 0.085
                on.canvas.box(at, y - qr_size - 2 * pad, qr_size + 2 * pad, qr_size + 2 * pad, (1, 1, 1))
                on.canvas.boxes(qr_boxes(payload, at + pad, y - pad, qr_size), (0, 0, 0))
            y -= qr_size + 2 * pad + 2
            y = on.text(on.canvas.node("P", on.section), caption, _TILE_LABEL, at, y, side)
            on.text(on.canvas.node("P", on.section), amount, _PAY, at, y, side)

    return [
        Paragraph.of(paper.fonts, words["summary"], H2, paper.measure),
        _tiles(paper, inputs, words, formats),
        Drawn(tall, paint, before=8),
    ]


def _tiles(paper: Paper, inputs: AgreementInputs, words: dict[str, str], formats: Formats) -> Block:
    count = len(inputs.schedule) + bool(inputs.down_payment)
    first, last = _first_and_last(inputs, formats)
    facts = [
        (words["tile_total"], formats.amount(inputs.acknowledged_minor, inputs.currency)),
        (f"{words['tile_pay']} ({count}×)", formats.amount(inputs.to_pay_minor, inputs.currency)),
        (words["tile_first"], first),
        (words["tile_last"], last),
    ]
    width = paper.measure / len(facts)
    value_style = _TILE_VALUE
    while max(typeset(paper.fonts, value, value_style, 1000)[0].width for _, value in facts) > width - 6:
        value_style = Style(size=value_style.size - 0.5, leading=17, bold=True, color=ACCENT)
    laid = [
        [
            _Piece(typeset(paper.fonts, label, _TILE_LABEL, width), _TILE_LABEL),
            _Piece(typeset(paper.fonts, value, value_style, width), value_style),
        ]
        for label, value in facts
    ]

    def paint(on: Paper, x: float, top: float, _: float) -> None:
        for at, column in enumerate(laid):
            _stack(on, column, x + at * width, top, width)

    return Drawn(28, paint)


def _sections(inputs: AgreementInputs, words: dict[str, str]) -> list[tuple[str, str]]:
    """Heading and text of each part of the summary."""
    if inputs.down_payment:
        pay = words["pay_down"] if inputs.schedule else words["pay_down_only"]
    else:
        pay = words["pay_rows"] if len(inputs.schedule) > 1 else words["pay_one"]
    if inputs.discount_minor:
        pay += f" {words['pay_discount']}"
    pay += f" {words['pay_interest'] if inputs.interest_minor else words['pay_no_interest']}"
    miss = words["miss"] if inputs.terms.acceleration else words["miss_soft"]
    if inputs.discount_minor:
        miss += f" {words['miss_discount']}"
    return [
        (words["pay_head"], pay),
        (words["miss_head"], miss),
        (words["call_head"], f"{words['call']} {words['call_lines']}"),
        (words["ours_head"], words["ours"]),
    ]


def _left(paper: Paper, sections: list[tuple[str, str]], width: float) -> list[_Piece]:
    pieces = []
    for at, (head, text) in enumerate(sections):
        pieces.append(_Piece(typeset(paper.fonts, head, _HEAD, width), _HEAD, 9 if at else 0))
        pieces.append(_Piece(typeset(paper.fonts, text, _TEXT, width), _TEXT))
    return pieces


def _right(
    paper: Paper, inputs: AgreementInputs, words: dict[str, str], formats: Formats, width: float
) -> tuple[list[_Piece], str]:
    """How to pay, as label and value, and the payload of the QR (empty: none fits)."""
    ways, bank = inputs.payment_ways, inputs.payment_ways.bank
    rows: list[tuple[str, str]] = []
    if bank:
        iban = iban_text(bank.iban).replace(" ", NBSP) if bank.iban else ""
        rows += [(words["bank_holder"], bank.account_name), (words["bank_iban"], iban), (words["bank_bic"], bank.bic),
                 (words["bank_number"], bank.number), (words["bank_name"], bank.bank)]  # fmt: skip
    rows += [(words["bank_upi"], ways.upi_id), (words["bank_link"], ways.pay_link)]
    rows += [(words["bank_other"], other) for other in ways.other]
    rows.append((words["bank_reference"], ways.reference))
    pieces = [_Piece(typeset(paper.fonts, words["how_head"], _HEAD, width), _HEAD)]
    for label, value in rows:
        if value:
            pieces.append(_Piece(typeset(paper.fonts, label, _TILE_LABEL, width), _TILE_LABEL, 3))
            pieces.append(_Piece(typeset(paper.fonts, [Span(value)], _PAY, width), _PAY))
    pieces.append(_Piece(typeset(paper.fonts, words["how_time"], _SMALL, width), _SMALL, 6))
    return pieces, payment_payload(ways, _first_payment(inputs), inputs.currency)


def _first_payment(inputs: AgreementInputs) -> int:
    return inputs.down_minor or inputs.schedule[0].amount_minor


def _first_and_last(inputs: AgreementInputs, formats: Formats) -> tuple[str, str]:
    days = [row.due_on for row in inputs.schedule]
    if inputs.down_payment:
        days.insert(0, inputs.down_payment.due_on)
    return formats.date(days[0], "medium"), formats.date(days[-1], "medium")


def _stack(paper: Paper, pieces: Sequence[_Piece], x: float, top: float, width: float) -> float:
    for piece in pieces:
        node = paper.canvas.node(piece.style.role, paper.section)
        top = paper.text(node, piece.lines, piece.style, x, top - piece.gap, width)
    return top


def _pdf_text(text: str) -> str:
    return "<" + ("\ufeff" + text).encode("utf-16-be").hex() + ">"
