"""Tables that flow: heads repeat on the next page, amounts stand right in tabular figures, long cells wrap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from arcaller.documents.paper.fonts import FontBook
from arcaller.documents.paper.layout import Paper
from arcaller.documents.paper.tagged_canvas import Node
from arcaller.documents.paper.typesetting import ACCENT, QUIET, RULE, Line, Style, Text, draw_lines, typeset

CELL = Style(size=8.5, leading=11)
HEAD = Style(size=7.4, leading=9.6, bold=True, color=QUIET)
_PAD = 2.6
_GAP = 6.0


@dataclass(frozen=True, slots=True)
class Column:
    """``share`` of the table's width; ``right`` for figures."""

    head: str
    share: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as text, ``strong`` for sums; the first takes ``span`` columns; ``note`` is a quiet line underneath."""

    cells: Sequence[Text]
    strong: bool = False
    span: int = 1
    note: str = ""


@dataclass(slots=True)
class _Laid:
    """A row cut into lines; ``height`` in points."""

    cells: list[list[Line]]
    note: list[Line]
    strong: bool
    height: float
    span: int = 1


@dataclass(slots=True)
class _Content:
    columns: Sequence[Column]
    widths: list[float]
    head: _Laid
    node: Node | None = None


@dataclass(slots=True)
class Table:
    """A block of rows; parts of one table share its structure element."""

    content: _Content
    rows: list[_Laid]
    first: bool = True
    before: float = 0.0
    keep_next: bool = False
    _styles: dict[tuple[bool, bool], Style] = field(default_factory=dict)

    @classmethod
    def of(
        cls, fonts: FontBook, columns: Sequence[Column], rows: Sequence[Row], width: float, before: float = 0.0
    ) -> Table:
        whole = sum(column.share for column in columns)
        widths = [width * column.share / whole for column in columns]
        head_cells = [typeset(fonts, c.head, HEAD, w - _GAP) for c, w in zip(columns, widths, strict=True)]
        head = _Laid(head_cells, [], True, max(map(len, head_cells)) * HEAD.leading + 2 * _PAD)
        laid = []
        for row in rows:
            style = replace(CELL, bold=row.strong)
            rooms = [sum(widths[: row.span]), *widths[row.span :]]
            cells = [typeset(fonts, text, style, w - _GAP) for text, w in zip(row.cells, rooms, strict=True)]
            note = typeset(fonts, row.note, NOTE, width - _GAP) if row.note else []
            tall = max(map(len, cells)) * CELL.leading + len(note) * NOTE.leading + 2 * _PAD
            laid.append(_Laid(cells, note, row.strong, tall, row.span))
        return cls(_Content(columns, widths, head), laid, before=before)

    def height(self, width: float) -> float:  # noqa: ARG002 - cut for its width when made
        return self.content.head.height + sum(row.height for row in self.rows)

    def least(self, width: float) -> float:  # noqa: ARG002
        return self.content.head.height + sum(row.height for row in self.rows[:2])

    def split(self, room: float, width: float) -> tuple[Table, Table] | None:  # noqa: ARG002
        used, fit = self.content.head.height, 0
        for row in self.rows:
            if used + row.height > room:
                break
            used += row.height
            fit += 1
        while fit < len(self.rows) and fit > 0 and self.rows[fit].strong:
            fit -= 1  # sums never stand alone under a repeated head
        if fit < 2:
            return None
        return (
            Table(self.content, self.rows[:fit], self.first, self.before),
            Table(self.content, self.rows[fit:], first=False),
        )

    def draw(self, paper: Paper, x: float, top: float, width: float) -> None:
        canvas, content = paper.canvas, self.content
        if content.node is None:
            content.node = canvas.node("Table", paper.section)
        y = top
        if self.first:
            self._row(paper, content.head, x, y, "TH")
        else:
            with canvas.artifact():
                self._row(paper, content.head, x, y, "")
        y -= content.head.height
        rules = [(x, y, width, 0.9)]
        for row in self.rows:
            self._row(paper, row, x, y, "TD")
            y -= row.height
            rules.append((x, y, width, 0.4))
        with canvas.artifact():
            canvas.boxes(rules[1:], RULE)
            canvas.boxes(rules[:1], ACCENT)

    def _row(self, paper: Paper, row: _Laid, x: float, top: float, role: str) -> None:
        canvas = paper.canvas
        tr = canvas.node("TR", self.content.node) if role else None
        scope = " /Scope /Column" if role == "TH" else f" /ColSpan {row.span}" if row.span > 1 else ""
        start, widths = x, self.content.widths
        rooms = [sum(widths[: row.span]), *widths[row.span :]]
        columns = [self.content.columns[0], *self.content.columns[row.span :]]
        for at, (column, wide, lines) in enumerate(zip(columns, rooms, row.cells, strict=True)):
            style = self._style(role, column.right)
            # heads stand on the rule
            drop = 0.0 if role == "TD" else row.height - 2 * _PAD - len(lines) * style.leading
            place = (x + (_GAP if column.right else 0), top - _PAD - drop, wide - _GAP)
            if tr is None:
                draw_lines(canvas, lines, style, *place)
            else:
                attributes = f" /A <</O /Table{scope}>>" if scope and (role == "TH" or at == 0) else ""
                paper.text(canvas.node(role, tr, attributes), lines, style, *place)
            x += wide
        if row.note and tr is not None:
            under = top - _PAD - max(map(len, row.cells)) * CELL.leading
            first = tr.children[0]
            paper.text(first if isinstance(first, Node) else tr, row.note, NOTE, start, under, sum(widths) - _GAP)

    def _style(self, role: str, right: bool) -> Style:
        key = (role == "TD", right)
        if key not in self._styles:
            self._styles[key] = replace(CELL if key[0] else HEAD, align="right" if right else "left")
        return self._styles[key]


NOTE = Style(size=7.4, leading=9.4, color=QUIET)
