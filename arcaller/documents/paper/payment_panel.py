"""How to pay: a framed panel with what a payer must type and, where a scheme fits, the code he may scan instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from arcaller.documents.paper.formats import NBSP, Formats
from arcaller.documents.paper.layout import MM, Block, Drawn, Paper
from arcaller.documents.paper.payment_qr import iban_text, payment_payload, qr_boxes
from arcaller.documents.paper.sender import PaymentWays
from arcaller.documents.paper.typesetting import INK, QUIET, RULE, Line, Style, typeset

NAME = Style(size=9.6, leading=13, bold=True)
TILE_LABEL = Style(size=7.6, leading=10, color=QUIET)
HEAD = Style(size=10, leading=13.4, bold=True, color=INK, role="H3")
TEXT = Style(size=9.6, leading=13.6)
EDGE = 5 * MM
GUTTER = 8 * MM
_PAY = Style(size=9.2, leading=12.4)


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines of one style in a column, ``gap`` points under what stands above."""

    lines: list[Line]
    style: Style
    gap: float = 0.0

    @property
    def tall(self) -> float:
        return self.gap + len(self.lines) * self.style.leading


def height_of(pieces: Sequence[Piece]) -> float:
    """What a column of pieces takes, in points."""
    return sum(piece.tall for piece in pieces)


def stack(paper: Paper, pieces: Sequence[Piece], x: float, top: float, width: float) -> float:
    """Draw pieces under each other; answers where the next thing may stand."""
    for piece in pieces:
        node = paper.canvas.node(piece.style.role, paper.section)
        top = paper.text(node, piece.lines, piece.style, x, top - piece.gap, width)
    return top


def payment_panel(
    paper: Paper, ways: PaymentWays, first_minor: int, currency: str, words: Mapping[str, str], formats: Formats
) -> Block:
    """A framed panel: label and value in two columns at the left, the QR of the first payment at the right.

    ``words`` hold ``how_head``, ``how_time``, ``qr_caption`` and a label ``bank_…`` for each fact.
    """
    payload = payment_payload(ways, first_minor, currency)
    side = 36 * MM if payload else 0.0
    room = paper.measure - 2 * EDGE - (side + GUTTER if payload else 0)
    width = (room - GUTTER) / 2
    head = [Piece(typeset(paper.fonts, words["how_head"], HEAD, room), HEAD),
            Piece(typeset(paper.fonts, words["how_time"], TEXT, room), TEXT)]  # fmt: skip
    facts = [_fact(paper, label, value, width) for label, value in _details(ways, words) if value]
    half = (len(facts) + 1) // 2
    columns = [[piece for fact in part for piece in fact] for part in (facts[:half], facts[half:])]
    first = formats.amount(first_minor, currency)
    caption = [Piece(typeset(paper.fonts, words["qr_caption"], TILE_LABEL, side), TILE_LABEL, 3),
               Piece(typeset(paper.fonts, first, NAME, side), NAME)]  # fmt: skip
    if not payload:
        caption = []
    tall = max(height_of(head) + max(map(height_of, columns)), side + height_of(caption)) + 2 * EDGE - 4

    def paint(on: Paper, x: float, top: float, wide: float) -> None:
        with on.canvas.artifact():
            on.canvas.boxes([(x, top, wide, 0.6), (x, top - tall, wide, 0.6), (x, top - tall, 0.6, tall),
                             (x + wide - 0.6, top - tall, 0.6, tall)], RULE)  # fmt: skip
        y = stack(on, head, x + EDGE, top - EDGE + 2, room)
        for at, column in enumerate(columns):
            stack(on, column, x + EDGE + at * (width + GUTTER), y, width)
        if payload:
            left, high = x + wide - EDGE - side, top - EDGE
            figure = on.canvas.node("Figure", on.section, f" /Alt {_pdf_text(words['qr_caption'])}")
            with on.canvas.content(figure):
                on.canvas.boxes(qr_boxes(payload, left, high, side), (0, 0, 0))
            stack(on, caption, left, high - side, side)

    return Drawn(tall, paint, before=12)


def _details(ways: PaymentWays, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a payer must type, as label and value."""
    bank = ways.bank
    rows: list[tuple[str, str]] = [(words["bank_reference"], ways.reference)]
    if bank:
        iban = iban_text(bank.iban).replace(" ", NBSP) if bank.iban else ""
        rows += [(words["bank_holder"], bank.account_name), (words["bank_iban"], iban)]
        rows += [(words["bank_number"], bank.number), (words["bank_bic"], bank.bic), (words["bank_name"], bank.bank)]
    rows += [(words["bank_upi"], ways.upi_id), (words["bank_link"], ways.pay_link)]
    return rows + [(words["bank_other"], other) for other in ways.other]


def _fact(paper: Paper, label: str, value: str, width: float) -> list[Piece]:
    return [
        Piece(typeset(paper.fonts, label, TILE_LABEL, width), TILE_LABEL, 5),
        Piece(typeset(paper.fonts, value, _PAY, width), _PAY),
    ]


def _pdf_text(text: str) -> str:
    return "<" + ("\ufeff" + text).encode("utf-16-be").hex() + ">"
