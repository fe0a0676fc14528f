"""The page frame and what flows through it: headings, paragraphs, tables, panels, columns.

A block knows its height at a width, may be split, and draws itself with its structure element. The flow puts blocks
one below the other, never leaves a heading alone at the foot, and repeats table heads on the next page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Protocol

from reportlab.lib.utils import ImageReader

from arcaller.documents.paper.fonts import FontBook
from arcaller.documents.paper.tagged_canvas import Node, TaggedCanvas
from arcaller.documents.paper.typesetting import (
    ACCENT,
    ALERT,
    INK,
    QUIET,
    RULE,
    Line,
    Style,
    Text,
    draw_lines,
    shortened,
    typeset,
)
from arcaller.domain.errors import DomainError

MM = 72 / 25.4
SIZES = {"A4": (595.276, 841.89), "Letter": (612.0, 792.0)}

H1 = Style(size=19, leading=23, bold=True, color=INK, after=2, role="H1", keep_next=True)
H2 = Style(size=11.5, leading=15, bold=True, color=ACCENT, before=13, after=4, role="H2", keep_next=True)
BODY = Style()
QUIET_BODY = Style(size=8.2, leading=11.2, color=QUIET)
LABEL = Style(size=7.2, leading=10, bold=True, color=QUIET)


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page: letterhead on the first, a running head on the others, the foot on all."""

    title: str
    author: str
    language: str
    made_on: date
    size: str = "A4"
    company: str = ""
    address: Sequence[str] = ()
    contact: Sequence[str] = ()
    logo: bytes = b""
    running_head: str = ""
    foot: str = ""
    watermark: str = ""
    page_words: Callable[[int, int], str] = lambda page, count: f"Page {page} of {count}"


class Block(Protocol):
    """A piece of the flow."""

    before: float
    keep_next: bool

    def height(self, width: float) -> float: ...
    def least(self, width: float) -> float:
        """Height of the smallest first part."""

    def draw(self, paper: Paper, x: float, top: float, width: float) -> None: ...
    def split(self, room: float, width: float) -> tuple[Block, Block] | None:
        """A part that fits ``room`` and the rest; ``None`` when it goes whole to the next page."""


class Paper:
    """One document in the making."""

    left = 20 * MM
    right = 20 * MM
    foot_height = 19 * MM
    head_height = 17 * MM

    def __init__(self, fonts: FontBook, frame: Frame) -> None:
        self.fonts, self.frame = fonts, frame
        self.width, self.page_height = SIZES[frame.size]
        self.measure = self.width - self.left - self.right
        self.canvas = TaggedCanvas(
            (self.width, self.page_height), fonts.body, title=frame.title, author=frame.author,
            language=frame.language, made=frame.made_on,
        )  # fmt: skip
        self.section: Node = self.canvas.root
        self.y = self.page_height - self._letterhead_height()
        self._fresh = True

    # -- flow -----------------------------------------------------------------------------------------------------
    def flow(self, blocks: Sequence[Block]) -> None:
        """Put ``blocks`` below what stands, over as many pages as they need."""
        queue = list(blocks)
        while queue:
            block = queue.pop(0)
            gap = 0.0 if self._fresh else block.before
            room = self.y - self.foot_height - gap
            if block.height(self.measure) + _following(block, queue, self.measure) <= room + 0.01:
                self._place(block, gap)
            elif parts := (None if block.keep_next else block.split(room, self.measure)):
                self._place(parts[0], gap)
                self.new_page()
                queue.insert(0, parts[1])
            elif self._fresh:
                self._place(block, gap)  # taller than a page: nothing better can be done
            else:
                self.new_page()
                queue.insert(0, block)

    def columns(self, blocks: Sequence[Block], count: int = 2, gutter: float = 8 * MM) -> None:
        """Flow ``blocks`` through ``count`` columns a page; the last page's columns are made even."""
        width = (self.measure - gutter * (count - 1)) / count
        queue = list(blocks)
        while queue:
            room = self.y - self.foot_height
            height = _even_height(queue, width, count, room)
            top, lowest = self.y, self.y
            for column in range(count):
                queue, bottom = self._column(queue, self.left + column * (width + gutter), top, width, height)
                lowest = min(lowest, bottom)
            self.y, self._fresh = lowest, False
            if queue:
                self.new_page()

    def _column(
        self, queue: list[Block], x: float, top: float, width: float, height: float
    ) -> tuple[list[Block], float]:
        placed, rest = _fill(queue, width, height)
        y = top
        for gap, block in placed:
            y -= gap
            block.draw(self, x, y, width)
            y -= block.height(width)
        return rest, y

    def _place(self, block: Block, gap: float) -> None:
        self.y -= gap
        block.draw(self, self.left, self.y, self.measure)
        self.y -= block.height(self.measure)
        self._fresh = False

    def room(self) -> float:
        """Points left on this page."""
        return self.y - self.foot_height

    def skip(self, points: float) -> None:
        self.y -= points

    def new_page(self) -> None:
        self.canvas.next_page()
        self.y = self.page_height - self.head_height
        self._fresh = True

    def text(self, node: Node, lines: Sequence[Line], style: Style, x: float, top: float, width: float) -> float:
        """Draw typeset lines as content of ``node``; returns the y below."""
        with self.canvas.content(node):
            return draw_lines(self.canvas, lines, style, x, top, width)

    # -- frame ----------------------------------------------------------------------------------------------------
    def pdf(self) -> bytes:
        """Close the document and give the file."""
        for index, count in self.canvas.finish():
            with self.canvas.artifact():
                if index == 0:
                    self._letterhead()
                else:
                    self._running_head()
                self._foot(index + 1, count)
                if self.frame.watermark:
                    self._watermark()
        return self.canvas.pdf()

    def _line(self, text: str, style: Style, x: float, top: float, width: float) -> None:
        draw_lines(self.canvas, [shortened(self.fonts, text, style, width)], style, x, top, width)

    def _letterhead_height(self) -> float:
        rows = max(1 + len(self.frame.address), len(self.frame.contact), 2)
        return 13 * MM + rows * 10.4 + 15

    def _letterhead(self) -> None:
        frame, top = self.frame, self.page_height - 13 * MM
        x = self.left
        if frame.logo:
            x += self._logo(top) + 4 * MM
        half = self.measure * 0.56
        self._line(frame.company, Style(size=12.5, leading=14, bold=True, color=ACCENT), x, top + 2, half)
        style = Style(size=7.8, leading=10.4, color=QUIET)
        for at, row in enumerate(frame.address, 1):
            self._line(row, style, x, top - at * 10.4 - 3, half)
        right = Style(size=7.8, leading=10.4, color=QUIET, align="right")
        for at, row in enumerate(frame.contact):
            self._line(row, right, self.left + half, top - at * 10.4, self.measure - half)
        self.canvas.box(self.left, self.page_height - self._letterhead_height() + 9, self.measure, 0.8, ACCENT)

    def _logo(self, top: float) -> float:
        """Draw the logo 12 mm high from its bytes (never from a name or address); returns its width."""
        image = logo_image(self.frame.logo)
        wide, high = image.getSize()
        height = 12 * MM
        width = min(height * wide / max(high, 1), 45 * MM)
        self.canvas.drawImage(image, self.left, top - height, width, height, mask="auto", preserveAspectRatio=True)
        return width

    def _running_head(self) -> None:
        style = Style(size=7.6, leading=10, color=QUIET)
        top = self.page_height - 9.5 * MM
        self._line(self.frame.company, style, self.left, top, self.measure * 0.5)
        right = Style(size=7.6, leading=10, color=QUIET, align="right")
        self._line(self.frame.running_head, right, self.left + self.measure * 0.5, top, self.measure * 0.5)
        self.canvas.box(self.left, top - 12.5, self.measure, 0.5, RULE)

    def _foot(self, page: int, count: int) -> None:
        y = 13.5 * MM
        self.canvas.box(self.left, y, self.measure, 0.5, RULE)
        style = Style(size=7.2, leading=10, color=QUIET)
        self._line(self.frame.foot, style, self.left, y - 3, self.measure * 0.8)
        right = Style(size=7.2, leading=10, color=QUIET, align="right")
        self._line(
            self.frame.page_words(page, count), right, self.left + self.measure * 0.8, y - 3, self.measure * 0.2
        )

    def _watermark(self) -> None:
        style = Style(size=58, leading=58, bold=True, color=ALERT)
        line = typeset(self.fonts, self.frame.watermark, style, 10_000)[0]
        turn = 0.7071
        x = self.width / 2 - line.width / 2 * turn
        y = self.page_height / 2 - line.width / 2 * turn
        matrix = f"{turn} {turn} {-turn} {turn} {x:.2f} {y:.2f}"
        with self.canvas.veil(0.13):
            self.canvas.show(x, y, line.parts, style.size, matrix)


def logo_image(data: bytes) -> ImageReader:
    """The picture in ``data``; only PNG and JPEG, because other formats start other programs to be read."""
    if not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise DomainError("The logo is neither a PNG nor a JPEG picture; choose another file.", "logo")
    try:
        image = ImageReader(BytesIO(data))
        image.getRGBData()  # type: ignore[no-untyped-call]
    except Exception as error:
        raise DomainError("The logo cannot be read, the file may be cut; choose another file.", "logo") from error
    return image


def _following(block: Block, queue: Sequence[Block], width: float) -> float:
    """Room a heading needs for the block after it."""
    if not block.keep_next or not queue:
        return 0.0
    return queue[0].before + queue[0].least(width) + _following(queue[0], queue[1:], width) * queue[0].keep_next


def _fill(queue: list[Block], width: float, height: float) -> tuple[list[tuple[float, Block]], list[Block]]:
    """What of ``queue`` goes into one column of ``height`` (gap, block), and the rest."""
    placed: list[tuple[float, Block]] = []
    rest = list(queue)
    room = height
    while rest:
        block = rest[0]
        gap = block.before if placed else 0.0
        tall = block.height(width)
        if gap + tall + _following(block, rest[1:], width) <= room + 0.01:
            placed.append((gap, rest.pop(0)))
            room -= gap + tall
            continue
        parts = None if block.keep_next else block.split(room - gap, width)
        if parts:
            placed.append((gap, parts[0]))
            rest[0] = parts[1]
        break
    if not placed and rest:
        placed.append((0.0, rest.pop(0)))
    return placed, rest


def _even_height(queue: list[Block], width: float, count: int, room: float) -> float:
    """The least column height that takes all of ``queue``, at most ``room``."""

    def holds(height: float) -> bool:
        rest = queue
        for _ in range(count):
            _, rest = _fill(rest, width, height)
        return not rest

    if not holds(room):
        return room
    low, high = 0.0, room
    while high - low > 4:
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


@dataclass(slots=True)
class Paragraph:
    """Text in one style; splits between lines with at least two on each side."""

    lines: list[Line]
    style: Style
    before: float = 0.0
    keep_next: bool = False
    node: Node | None = None

    @classmethod
    def of(cls, fonts: FontBook, text: Text, style: Style, measure: float) -> Paragraph:
        return cls(typeset(fonts, text, style, measure), style, style.before, style.keep_next)

    def height(self, width: float) -> float:  # noqa: ARG002 - lines are already cut
        return len(self.lines) * self.style.leading + self.style.after

    def least(self, width: float) -> float:
        return self.height(width) if len(self.lines) < 4 else 2 * self.style.leading

    def draw(self, paper: Paper, x: float, top: float, width: float) -> None:
        if self.node is None:
            self.node = paper.canvas.node(self.style.role, paper.section)
        paper.text(self.node, self.lines, self.style, x, top, width)

    def split(self, room: float, width: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        fit = min(int(room // self.style.leading), len(self.lines) - 2)
        if fit < 2:
            return None
        shared = _Shared()
        return (
            _Part(shared, self.lines[:fit], self.style, self.before),
            _Part(shared, self.lines[fit:], self.style, 0.0, self.style.after),
        )


@dataclass(slots=True)
class _Shared:
    node: Node | None = None


@dataclass(slots=True)
class _Part:
    """A part of a torn paragraph; both parts are one structure element."""

    shared: _Shared
    lines: list[Line]
    style: Style
    before: float
    after: float = 0.0
    keep_next: bool = False

    def height(self, width: float) -> float:  # noqa: ARG002
        return len(self.lines) * self.style.leading + self.after

    def least(self, width: float) -> float:
        return self.height(width)

    def draw(self, paper: Paper, x: float, top: float, width: float) -> None:
        if self.shared.node is None:
            self.shared.node = paper.canvas.node(self.style.role, paper.section)
        paper.text(self.shared.node, self.lines, self.style, x, top, width)

    def split(self, room: float, width: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        fit = min(int(room // self.style.leading), len(self.lines) - 2)
        if fit < 2:
            return None
        return (
            _Part(self.shared, self.lines[:fit], self.style, self.before),
            _Part(self.shared, self.lines[fit:], self.style, 0.0, self.after),
        )


@dataclass(slots=True)
class Drawn:
    """A block drawn by a function of (paper, x, top, width), of fixed height, never split."""

    tall: float
    paint: Callable[[Paper, float, float, float], None]
    before: float = 0.0
    keep_next: bool = False

    def height(self, width: float) -> float:  # noqa: ARG002
        return self.tall

    def least(self, width: float) -> float:  # noqa: ARG002
        return self.tall

    def draw(self, paper: Paper, x: float, top: float, width: float) -> None:
        self.paint(paper, x, top, width)

    def split(self, room: float, width: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        return None
