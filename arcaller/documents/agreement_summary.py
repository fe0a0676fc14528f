"""Page one of an agreement: who with whom, and the plan in short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from arcaller.documents.agreement_inputs import AgreementInputs
from arcaller.documents.paper.formats import NBSP, Formats
from arcaller.documents.paper.layout import H2, LABEL, MM, Block, Drawn, Paper, Paragraph
from arcaller.documents.paper.typesetting import ACCENT, INK, PANEL, QUIET, RULE, Line, Style, Text, typeset
from arcaller.documents.payment_qr import iban_text, payment_payload, qr_boxes

_NAME = Style(size=9.6, leading=13, bold=True)
_SMALL = Style(size=8.4, leading=11.4, color=INK)
_TILE_LABEL = Style(size=7.6, leading=10, color=QUIET)
_TILE_VALUE = Style(size=13, leading=17, bold=True, color=ACCENT)
_HEAD = Style(size=10, leading=13.4, bold=True, color=INK, role="H3")
_TEXT = Style(size=9.6, leading=13.6)
_PAY = Style(size=9.2, leading=12.4)
_EDGE = 5 * MM
_GUTTER = 8 * MM


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
    tall = max(map(_height, laid))

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


def summary_blocks(paper: Paper, inputs: AgreementInputs, words: dict[str, str], formats: Formats) -> list[Block]:
    """The heading, the four figures, the plan in plain words, and how to pay with the QR."""
    return [
        Paragraph.of(paper.fonts, words["summary"], H2, paper.measure),
        _tiles(paper, inputs, words, formats),
        _plain_words(paper, _sections(inputs, words)),
        _ways_to_pay(paper, inputs, words, formats),
    ]


def _plain_words(paper: Paper, sections: list[tuple[str, str]]) -> Block:
    """A tinted panel with two columns: what to pay and what we do; what if not and whom to call."""
    width = (paper.measure - 2 * _EDGE - _GUTTER) / 2
    columns = [_told(paper, sections[:2], width), _told(paper, sections[2:], width)]
    tall = max(_height(column) for column in columns) + 2 * _EDGE - 4

    def paint(on: Paper, x: float, top: float, wide: float) -> None:
        with on.canvas.artifact():
            on.canvas.box(x, top - tall, wide, tall, PANEL)
            on.canvas.box(x, top - tall, 2.2, tall, ACCENT)
        for at, column in enumerate(columns):
            _stack(on, column, x + _EDGE + at * (width + _GUTTER), top - _EDGE + 2, width)

    return Drawn(tall, paint, before=10)


def _ways_to_pay(paper: Paper, inputs: AgreementInputs, words: dict[str, str], formats: Formats) -> Block:
    """A framed panel: label and value in two columns at the left, the QR of the first payment at the right."""
    payload = payment_payload(inputs.payment_ways, _first_payment(inputs), inputs.currency)
    side = 36 * MM if payload else 0.0
    room = paper.measure - 2 * _EDGE - (side + _GUTTER if payload else 0)
    width = (room - _GUTTER) / 2
    head = [_Piece(typeset(paper.fonts, words["how_head"], _HEAD, room), _HEAD),
            _Piece(typeset(paper.fonts, words["how_time"], _TEXT, room), _TEXT)]  # fmt: skip
    facts = [_fact(paper, label, value, width) for label, value in _details(inputs, words) if value]
    half = (len(facts) + 1) // 2
    columns = [[piece for fact in part for piece in fact] for part in (facts[:half], facts[half:])]
    first = formats.amount(_first_payment(inputs), inputs.currency)
    caption = [_Piece(typeset(paper.fonts, words["qr_caption"], _TILE_LABEL, side), _TILE_LABEL, 3),
               _Piece(typeset(paper.fonts, first, _NAME, side), _NAME)]  # fmt: skip
    if not payload:
        caption = []
    tall = max(_height(head) + max(map(_height, columns)), side + _height(caption)) + 2 * _EDGE - 4

    def paint(on: Paper, x: float, top: float, wide: float) -> None:
        with on.canvas.artifact():
            on.canvas.boxes([(x, top, wide, 0.6), (x, top - tall, wide, 0.6), (x, top - tall, 0.6, tall),
                             (x + wide - 0.6, top - tall, 0.6, tall)], RULE)  # fmt: skip
        y = _stack(on, head, x + _EDGE, top - _EDGE + 2, room)
        for at, column in enumerate(columns):
            _stack(on, column, x + _EDGE + at * (width + _GUTTER), y, width)
        if payload:
            left, high = x + wide - _EDGE - side, top - _EDGE
            figure = on.canvas.node("Figure", on.section, f" /Alt {_pdf_text(words['qr_caption'])}")
            with on.canvas.content(figure):
                on.canvas.boxes(qr_boxes(payload, left, high, side), (0, 0, 0))
            _stack(on, caption, left, high - side, side)

    return Drawn(tall, paint, before=12)


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


def _told(paper: Paper, sections: list[tuple[str, str]], width: float) -> list[_Piece]:
    pieces = []
    for at, (head, text) in enumerate(sections):
        pieces.append(_Piece(typeset(paper.fonts, head, _HEAD, width), _HEAD, 10 if at else 0))
        pieces += [_Piece(typeset(paper.fonts, part, _TEXT, width), _TEXT) for part in text.split("\n")]
    return pieces


def _details(inputs: AgreementInputs, words: dict[str, str]) -> list[tuple[str, str]]:
    """What a payer must type, as label and value."""
    ways, bank = inputs.payment_ways, inputs.payment_ways.bank
    rows: list[tuple[str, str]] = [(words["bank_reference"], ways.reference)]
    if bank:
        iban = iban_text(bank.iban).replace(" ", NBSP) if bank.iban else ""
        rows += [(words["bank_holder"], bank.account_name), (words["bank_iban"], iban)]
        rows += [(words["bank_number"], bank.number), (words["bank_bic"], bank.bic), (words["bank_name"], bank.bank)]
    rows += [(words["bank_upi"], ways.upi_id), (words["bank_link"], ways.pay_link)]
    return rows + [(words["bank_other"], other) for other in ways.other]


def _fact(paper: Paper, label: str, value: str, width: float) -> list[_Piece]:
    return [
        _Piece(typeset(paper.fonts, label, _TILE_LABEL, width), _TILE_LABEL, 5),
        _Piece(typeset(paper.fonts, value, _PAY, width), _PAY),
    ]


def _height(pieces: Sequence[_Piece]) -> float:
    return sum(piece.tall for piece in pieces)


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
