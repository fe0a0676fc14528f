"""Small marks in a line: a chip (word with a sign and a tone) and a key cap."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look

MARKS = {"bad": "●", "warn": "◐", "good": "✓", "accent": "●", "normal": "", "muted": ""}
"""The sign that stands beside each tone, so that no meaning hangs on color alone."""


class Chip(QWidget):
    """``text`` in a pill of ``tone``; the sign of the tone stands before it unless ``mark`` says otherwise."""

    def __init__(
        self, text: str, *, tone: str = "normal", mark: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text, self._tone, self._mark = "", "", ""
        self.set_text(text, tone=tone, mark=mark)

    @property
    def text(self) -> str:
        return self._text

    @property
    def tone(self) -> str:
        return self._tone

    def set_text(self, text: str, *, tone: str = "normal", mark: str | None = None) -> None:
        """Other words, another tone."""
        self._text, self._tone = text, tone
        self._mark = MARKS[tone] if mark is None else mark
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def _shown(self) -> str:
        return f"{self._mark} {self._text}" if self._mark else self._text

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(look().fonts.small)
        return QSize(metrics.horizontalAdvance(self._shown()) + 18, metrics.height() + 5)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look_now = look()
        colors = look_now.colors
        plain = self._tone in {"normal", "muted"}
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = colors.surface if plain else colors.soft(self._tone)
        _pill(painter, QRectF(self.rect()), ground, colors.line if plain else ground)
        painter.setFont(look_now.fonts.small)
        painter.setPen(colors.of(self._tone))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._shown())


class KeyCap(QWidget):
    """A key as it stands on the keyboard: ``Enter``, ``Ctrl Z``; ``on_accent`` for a cap on a filled button."""

    def __init__(self, text: str, *, on_accent: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text, self._on_accent = text, on_accent
        self.setAccessibleName(f"key {text}")

    @override
    def sizeHint(self) -> QSize:
        return key_cap_size(self._text, look().fonts.small_strong)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = look().colors
        color = colors.accent_text if self._on_accent else colors.muted
        edge = colors.accent_text if self._on_accent else colors.line
        ground = QColor(Qt.GlobalColor.transparent) if self._on_accent else colors.page
        paint_key_cap(painter, QRectF(self.rect()), self._text, color=color, edge=edge, ground=ground)


def key_cap_size(text: str, font: QFont) -> QSize:
    """Room a cap with ``text`` needs."""
    metrics = QFontMetrics(font)
    return QSize(max(18, metrics.horizontalAdvance(text) + 10), metrics.height() + 2)


def paint_key_cap(painter: QPainter, rect: QRectF, text: str, *, color: QColor, edge: QColor, ground: QColor) -> None:
    """Draw a cap into ``rect``, for widgets that paint their own."""
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.setPen(color)
    painter.setFont(look().fonts.small_strong)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def _pill(painter: QPainter, rect: QRectF, ground: QColor, edge: QColor) -> None:
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground)
    inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
