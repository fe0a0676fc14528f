"""Where the parties sign, and who approved: the end of an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from arcaller.documents.agreement.inputs import AgreementInputs
from arcaller.documents.paper.fonts import FontBook
from arcaller.documents.paper.layout import H2, MM, Block, Drawn, Paper, Paragraph
from arcaller.documents.paper.typesetting import ALERT, QUIET, Line, Span, Style, typeset

_ROLE = Style(size=7.4, leading=10, bold=True, color=QUIET)
_PARTY = Style(size=9, leading=12, bold=True)
_CAPTION = Style(size=7.6, leading=10, color=QUIET)
_VALUE = Style(size=8.6, leading=12)
_DRAFT = Style(size=9, leading=11, color=ALERT)
_CODE = Style(size=7.8, leading=10.6, color=QUIET, before=2)
_ROOM_TO_SIGN = 34.0
_GUTTER = 8 * MM


@dataclass(frozen=True, slots=True)
class _Field:
    """One signature field, cut into lines: above the line who signs, under it label and value."""

    head: list[Line]
    party: list[Line]
    note: list[Line]
    captions: tuple[list[Line], list[Line]]
    under: list[list[Line]]

    @property
    def above(self) -> float:
        return len(self.head) * _ROLE.leading + len(self.party) * _PARTY.leading

    @property
    def below(self) -> float:
        return _CAPTION.leading + sum(len(lines) * _VALUE.leading for lines in self.under)

    def draw(self, paper: Paper, x: float, top: float, line: float, width: float) -> None:
        """Draw below ``top`` with the line to sign on at height ``line``."""
        canvas = paper.canvas
        section = canvas.node("Sect", paper.section)
        y = paper.text(canvas.node("P", section), self.head, _ROLE, x, top, width)
        paper.text(canvas.node("P", section), self.party, _PARTY, x, y, width)
        if self.note:
            paper.text(canvas.node("P", section), self.note, _DRAFT, x, line + 13, width)
        long = width * 0.64
        with canvas.artifact():
            canvas.boxes([(x, line, long, 0.6), (x + long + 12, line, width - long - 12, 0.6)], QUIET)
        paper.text(canvas.node("P", section), self.captions[0], _CAPTION, x, line - 1, width)
        paper.text(canvas.node("P", section), self.captions[1], _CAPTION, x + long + 12, line - 1, width)
        y = line - 1 - _CAPTION.leading
        for lines in self.under:
            y = paper.text(canvas.node("P", section), lines, _VALUE, x, y, width)


def signature_blocks(
    paper: Paper, inputs: AgreementInputs, words: dict[str, str], values: dict[str, str]
) -> list[Block]:
    """Fields for client, creditor, guarantor and, where approval was needed, the approver; then the fingerprint."""
    width = (paper.measure - _GUTTER) / 2
    barred = words["not_for_signature"] if inputs.not_approved else ""
    fields = []
    for role, party, rows in _signers(inputs, words):
        note = "" if role == words["approved_by"] else barred  # the approver is the one who may still sign
        fields.append(_field(paper.fonts, (role, party, note), rows, words, width))
    blocks: list[Block] = [Paragraph.of(paper.fonts, words["signatures"], H2, paper.measure)]
    blocks.extend(_pair(fields[at : at + 2], width) for at in range(0, len(fields), 2))
    code = [
        Span(f"{words['fingerprint']} {values['fingerprint']}", bold=True),
        Span(f"  {words['fingerprint_note']}"),
    ]
    blocks.append(Paragraph.of(paper.fonts, code, _CODE, paper.measure))
    return blocks


def _signers(inputs: AgreementInputs, words: dict[str, str]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(role, party, rows of label and value under the line)."""

    def named(name: str, capacity: str) -> list[tuple[str, str]]:
        return [(words["name"], name), (words["capacity"], capacity)]

    client, creditor, guarantor, approver = inputs.client, inputs.creditor, inputs.guarantor, inputs.approver
    signers = [
        (words["client"], client.legal_name, named(client.signatory_name, client.signatory_capacity)),
        (words["creditor"], creditor.legal_name, named(creditor.signatory_name, creditor.signatory_capacity)),
    ]
    if guarantor:
        rows = named(guarantor.signatory_name, guarantor.signatory_capacity)
        signers.append((words["guarantor"], guarantor.name, rows))
    if approver:
        rows = [(words["capacity"], approver.role), (words["approved_on"], approver.approved_at)]
        if approver.limit:
            rows.append((words["approved_limit"], approver.limit))
        signers.append((words["approved_by"], approver.name, rows))
    elif inputs.approval_needed:
        signers.append((words["approved_by"], words["awaiting"], named("", "")))
    return signers


def _field(
    fonts: FontBook,
    head: tuple[str, str, str],
    rows: Sequence[tuple[str, str]],
    words: dict[str, str],
    width: float,
) -> _Field:
    role, party, note = head
    under = [typeset(fonts, [Span(f"{label}: ", color=QUIET), Span(value)], _VALUE, width) for label, value in rows]
    return _Field(
        head=typeset(fonts, role, _ROLE, width),
        party=typeset(fonts, party, _PARTY, width),
        note=typeset(fonts, note, _DRAFT, width),
        captions=(
            typeset(fonts, words["signature"], _CAPTION, width),
            typeset(fonts, words["sign_date"], _CAPTION, width),
        ),
        under=under,
    )


def _pair(pair: Sequence[_Field], width: float) -> Drawn:
    above = max(field.above for field in pair)
    tall = above + _ROOM_TO_SIGN + max(field.below for field in pair)

    def paint(paper: Paper, x: float, top: float, _: float) -> None:
        for at, field in enumerate(pair):
            field.draw(paper, x + at * (width + _GUTTER), top, top - above - _ROOM_TO_SIGN, width)

    return Drawn(tall + 10, paint, keep_next=True)
