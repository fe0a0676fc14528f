"""What happened with a client, newest first, under a head or two."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.widgets.text import Span, Spans, Text

_INDENT, _RIGHT = 16, 4
_AROUND, _BETWEEN, _APART = 4, 8, 11
"""Above and below the entries of a group; around its head; between two entries."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """``when_who`` is the quiet line ("12 Nov · you · 4 min"), ``spans`` what happened."""

    when_who: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TimelineGroup:
    """Entries under one head, such as "Since your last contact, 12 Nov"."""

    head: str
    entries: tuple[TimelineEntry, ...]


_Line = tuple[str, TimelineEntry | None, bool]
"""The head above, an entry, and whether a group begins with it."""


class Timeline(QScrollArea):
    """Groups of entries along a thin line; scrolls when it is longer than its place.

    Entries are made as far as they can be seen, the others when the view is scrolled near them: a sheet opens a
    hundred times a day, its story is read to the end now and then.
    """

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[_Line] = deque()
        self._story = _Story()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Timeline")
        self.setWidget(self._story)
        for quiet in (self.viewport(), self._story):
            quiet.setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self._make_to)

    def set_groups(self, groups: Sequence[TimelineGroup], place: int = 0) -> None:
        """Show ``groups`` instead of what was there; back at the top, with ``place`` pixels below it made as well."""
        lines: list[_Line] = [
            ("" if number else group.head, entry, not number)
            for group in groups
            for number, entry in enumerate(group.entries or (None,))
        ]
        first = min(len(lines), self._reach(place))
        self._waiting = deque(lines[first:])
        self._story.show_lines(lines[:first])
        self.verticalScrollBar().setValue(0)

    def _make_to(self, place: int) -> None:
        """Make what can be seen at ``place``."""
        more = min(len(self._waiting), self._reach(place) - self._story.count)
        if more > 0:
            self._story.add_lines([self._waiting.popleft() for _ in range(more)])

    def _reach(self, place: int) -> int:
        """How many entries can be seen down to a view's height below ``place``, were they as low as can be."""
        least = QFontMetrics(look().fonts.small).height() + self.fontMetrics().height() + _APART
        return (place + max(self.viewport().height(), self.sizeHint().height())) // least + 1

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, 200)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(168, 96)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_to(self.verticalScrollBar().value())
        self.updateGeometry()


class _Place:
    """The widgets of one line; used for another client's line again."""

    def __init__(self, parent: QWidget) -> None:
        self.begins = False
        self.head = Text(font="small_strong", tone="muted", wrap=True, parent=parent)
        self.when_who = Text(font="small", tone="muted", wrap=True, parent=parent)
        self.words = Spans(parent=parent)
        self.widgets: tuple[QWidget, ...] = (self.head, self.when_who, self.words)

    def show_line(self, line: _Line) -> None:
        head, entry, self.begins = line
        self.head.setText(head)
        self.when_who.setText(entry.when_who if entry is not None else "")
        self.words.set_spans(entry.spans if entry is not None else ())
        for widget, is_there in zip(self.widgets, (head, entry and entry.when_who, entry), strict=True):
            widget.setVisible(bool(is_there))

    def remove(self) -> None:
        for widget in self.widgets:
            widget.setParent(None)
            widget.deleteLater()


class _Story(QWidget):
    """The lines below each other, with the thin line that holds those of a group together.

    It places them itself: a box layout asks each of them for its height some twenty times.
    """

    def __init__(self) -> None:
        super().__init__()
        self._places: list[_Place] = []
        self._edges: list[int] = []
        self._measured: tuple[int, int] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._places)

    def show_lines(self, lines: Sequence[_Line]) -> None:
        """These instead of those that were there."""
        while len(self._places) > len(lines):
            self._places.pop().remove()
        for place, line in zip(self._places, lines, strict=False):
            place.show_line(line)
        self.add_lines(lines[len(self._places) :])

    def add_lines(self, lines: Sequence[_Line]) -> None:
        """More below."""
        for line in lines:
            self._places.append(_Place(self))
            self._places[-1].show_line(line)
        self._measured = None
        self.updateGeometry()
        if self.isVisible():
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def _lay_out(self, width: int, *, put: bool) -> int:
        """The height of all at ``width``; ``put`` also puts each in its place."""
        y, inner, edges = 0, max(1, width - _INDENT - _RIGHT), []
        for number, place in enumerate(self._places):
            if place.begins:
                y += _BETWEEN if number else 0
                y = _below(place.head, QPoint(0, y), max(1, width - _RIGHT), put=put) + _BETWEEN
                edges.append(y)
            y += _AROUND if place.begins else _APART
            y = _below(place.when_who, QPoint(_INDENT, y), inner, put=put) + 1
            y = _below(place.words, QPoint(_INDENT, y), inner, put=put)
            if number + 1 == len(self._places) or self._places[number + 1].begins:
                y += _AROUND
                edges.append(y)
        if put:
            self._edges = edges
            self.update()
        return y

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._measured = None
            self.updateGeometry()
            self._lay_out(self.width(), put=True)
        return super().event(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out(self.width(), put=True)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(self.width(), put=True)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        if self._measured is None or self._measured[0] != width:
            self._measured = (width, self._lay_out(width, put=False))
        return self._measured[1]

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, 0)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for top, bottom in zip(self._edges[::2], self._edges[1::2], strict=True):
            painter.fillRect(4, top, 2, bottom - top, look().colors.line)


def _below(widget: QWidget, at: QPoint, width: int, *, put: bool) -> int:
    """Where the next one begins below ``widget``, which is put ``at`` its place."""
    if widget.isHidden():
        return at.y()
    height = widget.heightForWidth(width)
    if put:
        widget.setGeometry(at.x(), at.y(), width, height)
    return at.y() + height
