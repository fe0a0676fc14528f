"""Lines of text: spans become words, words become lines of a given measure, lines know their width and ink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from arcaller.documents.paper.fonts import Face, FontBook, Run
from arcaller.documents.paper.tagged_canvas import Color, TaggedCanvas

INK: Color = (0.11, 0.13, 0.16)
QUIET: Color = (0.34, 0.38, 0.43)
ACCENT: Color = (0.10, 0.29, 0.45)
ALERT: Color = (0.64, 0.13, 0.13)
RULE: Color = (0.78, 0.81, 0.85)
PANEL: Color = (0.955, 0.965, 0.975)


@dataclass(frozen=True, slots=True)
class Style:
    """Sizes in points. ``align`` is ``left``, ``right`` or ``center``; ``role`` the structure element."""

    size: float = 8.8
    leading: float = 12.2
    bold: bool = False
    color: Color = INK
    align: str = "left"
    before: float = 0.0
    after: float = 0.0
    role: str = "P"
    keep_next: bool = False


class Span(NamedTuple):
    """A piece of a paragraph that differs from the rest."""

    text: str
    bold: bool = False
    color: Color | None = None


Text = str | Sequence[str | Span]
Part = tuple[Face, str, float, Color]


@dataclass(frozen=True, slots=True)
class Line:
    """One set line from left to right; ``width`` in points."""

    parts: list[Part]
    width: float


class _Token(NamedTuple):
    runs: tuple[Run, ...]
    width: float  # at one point
    blank: bool  # a blank stands before it
    color: Color
    bold: bool


def typeset(fonts: FontBook, text: Text, style: Style, measure: float) -> list[Line]:
    """``text`` as lines no wider than ``measure``; a word longer than that is torn between characters."""
    lines: list[Line] = []
    limit = measure / style.size + 1e-6
    space = fonts.run(fonts.body, " ").width
    row: list[_Token] = []
    used = 0.0
    for word in _tokens(fonts, text, style):
        token = word
        need = token.width + (space if token.blank and row else 0.0)
        if row and used + need > limit:
            lines.append(_line(fonts, row, style))
            row, used, need = [], 0.0, token.width
        while token.width > limit:
            head, token = _tear(fonts, token, limit)
            lines.append(_line(fonts, [head], style))
            need = token.width
        row.append(token)
        used += need
    if row:
        lines.append(_line(fonts, row, style))
    return lines


def _tokens(fonts: FontBook, text: Text, style: Style) -> list[_Token]:
    tokens: list[_Token] = []
    pending = False
    for piece in [text] if isinstance(text, str) else text:
        span = Span(piece, style.bold) if isinstance(piece, str) else piece
        color, bold = span.color or style.color, span.bold or style.bold
        pending = pending or span.text[:1] in {" ", "\n"}
        for at, runs in enumerate(fonts.text(span.text, bold)):
            if runs:
                blank = at > 0 or pending or not tokens
                if not blank:  # glued to the word before it, whatever span that came from
                    last = tokens.pop()
                    width = last.width + sum(run.width for run in runs)
                    tokens.append(_Token(last.runs + runs, width, last.blank, last.color, last.bold))
                else:
                    tokens.append(_Token(runs, sum(run.width for run in runs), True, color, bold))
                pending = False
        pending = pending or span.text[-1:] in {" ", "\n"}
    return tokens


def _tear(fonts: FontBook, token: _Token, limit: float) -> tuple[_Token, _Token]:
    """As many characters of ``token`` as fit ``limit`` (at least one), and the rest."""
    head: list[Run] = []
    used = 0.0
    for index, run in enumerate(token.runs):
        if used + run.width <= limit:
            head.append(run)
            used += run.width
            continue
        cut = 0
        for cut in range(len(run.text), 0, -1):
            part = fonts.run(run.face, run.text[:cut])
            if used + part.width <= limit:
                break
        else:
            cut = 0 if head else 1
        if cut < len(run.text):
            soft = max(run.text.rfind(mark, 0, cut) for mark in "-/@_") + 1
            cut = soft if soft > cut // 3 else cut
        if cut:
            head.append(fonts.run(run.face, run.text[:cut]))
        rest = [fonts.run(run.face, run.text[cut:])] if cut < len(run.text) else []
        tail = (*rest, *token.runs[index + 1 :])
        first = token._replace(runs=tuple(head), width=sum(item.width for item in head))
        return first, token._replace(runs=tail, width=sum(item.width for item in tail), blank=False)
    return token, token._replace(runs=(), width=0.0)


def _line(fonts: FontBook, row: list[_Token], style: Style) -> Line:
    """Join neighbors of one face and colour; between faces the blank is the body's, outside of the special run."""
    joined: list[tuple[Face, str, Color]] = []

    def add(face: Face, text: str, color: Color) -> None:
        if joined and joined[-1][0] is face and joined[-1][2] == color:
            joined[-1] = (face, joined[-1][1] + text, color)
        else:
            joined.append((face, text, color))

    for index, token in enumerate(row):
        for at, run in enumerate(token.runs):
            if token.blank and index > 0 and at == 0:
                same = joined[-1][0] is run.face and run.face.has_blank
                last = joined[-1][0]
                home = run.face if same or run.face.is_body else last if last.is_body else fonts.body
                add(home, " ", joined[-1][2] if home is last else token.color)
            add(run.face, run.text, token.color)
    parts = [(face, text, fonts.run(face, text).width * style.size, color) for face, text, color in joined]
    return Line(parts, sum(part[2] for part in parts))


def shortened(fonts: FontBook, text: str, style: Style, measure: float) -> Line:
    """``text`` as one line; what does not fit ``measure`` ends in an ellipsis."""
    whole = typeset(fonts, text, style, 100_000)
    if not whole or whole[0].width <= measure:
        return whole[0] if whole else Line([], 0.0)
    fits, fails = 0, len(text)
    while fails - fits > 1:
        middle = (fits + fails) // 2
        line = typeset(fonts, text[:middle].rstrip() + "…", style, 100_000)[0]
        fits, fails = (middle, fails) if line.width <= measure else (fits, middle)
    return typeset(fonts, text[:fits].rstrip() + "…", style, 100_000)[0]


def draw_lines(
    canvas: TaggedCanvas, lines: Sequence[Line], style: Style, x: float, top: float, width: float
) -> float:
    """Draw ``lines`` below ``top``; returns the y below the last."""
    baseline = top - style.leading + (style.leading - style.size) / 2 + 0.22 * style.size
    for line in lines:
        at = x
        if style.align == "right":
            at = x + width - line.width
        elif style.align == "center":
            at = x + (width - line.width) / 2
        canvas.show(at, baseline, line.parts, style.size)
        baseline -= style.leading
    return top - style.leading * len(lines)
