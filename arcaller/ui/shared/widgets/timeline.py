"""What happened with a client, newest first, under a head or two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.theme import look
from arcaller.ui.shared.widgets.text import Span, Spans, Text


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


class Timeline(QScrollArea):
    """Groups of entries along a thin line; scrolls when it is longer than its place."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Timeline")
        self.viewport().setAutoFillBackground(False)

    def set_groups(self, groups: Sequence[TimelineGroup]) -> None:
        """Show ``groups`` instead of what was there; back at the top."""
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(8)
        for group in groups:
            if group.head:
                layout.addWidget(Text(group.head, font="small_strong", tone="muted", wrap=True))
            layout.addWidget(_Entries(group.entries))
        layout.addStretch(1)
        content.setAutoFillBackground(False)
        self.setWidget(content)
        content.setAutoFillBackground(False)

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, 200)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(168, 96)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()


class _Entries(QWidget):
    """The entries of one group, with the line that holds them together."""

    def __init__(self, entries: Sequence[TimelineEntry]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 0, 4)
        layout.setSpacing(1)
        for number, entry in enumerate(entries):
            if number:
                layout.addSpacing(10)
            layout.addWidget(Text(entry.when_who, font="small", tone="muted", wrap=True))
            layout.addWidget(Spans(entry.spans))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(4, 0, 2, self.height(), look().colors.line)
