"""Words on screen: a label that never takes a name for mark-up, and runs of differently toned words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import bidirectional

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look

_UNBOUNDED = 16_777_215
_WIDTHS_KEPT = 4
_FROM_LEFT = "\u200e"
"""The mark that makes a line run from the left."""


class Text(QLabel):
    """Plain text in one of the look's fonts (``body``, ``strong``, ``small``, ``lead``, ``title`` …) and a tone.

    Tones: ``normal``, ``muted``, ``accent``, ``good``, ``warn``, ``bad``. ``Müller <Bau> GmbH`` stands as written.
    An ``elide`` text takes what room there is and ends in … where that is too little.
    """

    def __init__(
        self,
        text: str = "",
        *,
        font: str = "body",
        tone: str = "normal",
        wrap: bool = False,
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._font_name, self._elide = font, elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(_font(font))
        self.setWordWrap(wrap)
        self.setProperty("tone", tone)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    @override
    def setText(self, text: str) -> None:
        """Show ``text`` from the left as all about it, whatever script its first word is in."""
        super().setText(f"{_FROM_LEFT}{text}" if _begins_right_to_left(text) else text)

    @override
    def text(self) -> str:
        return super().text().removeprefix(_FROM_LEFT)

    def set_tone(self, tone: str) -> None:
        """Change the tone; nothing happens if it is that already."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # A label with a font of its own is not told of the application's; a new text size comes with a new sheet.
        if event.type() == QEvent.Type.StyleChange and self.font() != _font(self._font_name):
            self.setFont(_font(self._font_name))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide or self.fontMetrics().horizontalAdvance(super().text()) <= self.width():
            super().paintEvent(event)
            return
        shown = self.fontMetrics().elidedText(super().text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


@dataclass(frozen=True, slots=True)
class Span:
    """A few words in one tone, bold or not."""

    text: str
    tone: str = "normal"
    strong: bool = False


class Spans(QWidget):
    """A wrapped paragraph of `Span` runs, painted in the colors of the moment with the real bold."""

    def __init__(self, spans: Sequence[Span] = (), *, font: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._font_name = font
        self._spans: tuple[Span, ...] = ()
        self._layouts: dict[int, tuple[QTextLayout, float]] = {}
        self._natural: int | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_spans(spans)

    @property
    def text(self) -> str:
        """All runs as one text."""
        return "".join(span.text for span in self._spans)

    def set_font(self, font: str) -> None:
        """Another of the look's fonts, such as ``small`` where there is little room."""
        if font != self._font_name:
            self._font_name = font
            self._forget_layouts()

    def set_spans(self, spans: Sequence[Span]) -> None:
        """Show ``spans`` from now on; screen readers get them as one text."""
        if self._spans == tuple(spans):
            return
        self._spans = tuple(spans)
        self.setAccessibleName(self.text)
        self._forget_layouts()

    def _forget_layouts(self) -> None:
        self._drop_layouts()
        self.updateGeometry()
        self.update()

    def _drop_layouts(self) -> None:
        self._layouts.clear()
        self._natural = None

    def _layout(self, width: int) -> tuple[QTextLayout, float]:
        """The runs laid out in lines of at most ``width`` pixels, and their height.

        Kept by width: a layout asks for the height at one width some twenty times before anything is painted.
        """
        found = self._layouts.get(width)
        if found is None and self._natural is not None and self._natural <= width:
            return self._layouts[_UNBOUNDED]  # no line is broken at this width
        if found is None:
            if len(self._layouts) >= _WIDTHS_KEPT:
                self._drop_layouts()
            found = self._layouts[width] = self._make_layout(width)
        return found

    def _make_layout(self, width: int) -> tuple[QTextLayout, float]:
        layout = QTextLayout(self.text.replace("\n", "\u2028"), _font(self._font_name))
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height() * 1.06
        layout.endLayout()
        return layout, height

    def _formats(self) -> list[QTextLayout.FormatRange]:
        colors, formats, start = look().colors, [], 0
        for span in self._spans:
            form = QTextCharFormat()
            form.setForeground(colors.of(span.tone))
            if span.strong:
                form.setFont(_strong(self._font_name))
            run = QTextLayout.FormatRange()
            run.start, run.length, run.format = start, len(span.text), form
            formats.append(run)
            start += len(span.text)
        return formats

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._forget_layouts()  # other colors or another text size

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return round(self._layout(max(1, width))[1] + 0.5)

    @override
    def sizeHint(self) -> QSize:
        layout, height = self._layout(_UNBOUNDED)
        if self._natural is None:
            lines = (layout.lineAt(number) for number in range(layout.lineCount()))
            self._natural = round(max((line.naturalTextWidth() for line in lines), default=0.0) + 1)
        return QSize(self._natural, round(height + 0.5))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(48, self.fontMetrics().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(look().colors.text)
        self._layout(self.width())[0].draw(painter, QPointF(0, 0))


def _begins_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is of a script written from the right."""
    if text.isascii():
        return False
    return next((way != "L" for each in text if (way := bidirectional(each)) in ("L", "R", "AL")), False)


def _font(name: str) -> QFont:
    font: QFont = getattr(look().fonts, name)
    return font


def _strong(name: str) -> QFont:
    """The bold of the same size."""
    return _font({"body": "strong", "small": "small_strong", "lead": "lead_strong"}.get(name, name))
