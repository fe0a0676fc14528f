"""The number of a stage of the talk in a ring, and its tick."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look


class StageMark(QAbstractButton):
    """A stage's number in a ring, a tick once it is done; Space or a click says done."""

    def __init__(self, number: int, name: str) -> None:
        super().__init__()
        self._number = number
        self._current = False
        self.setCheckable(True)
        self.setFixedSize(24, 24)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} done (Space)")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_current(self, current: bool) -> None:
        """Draw the ring of the stage the talk is at."""
        if self._current != current:
            self._current = current
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(24, 24)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look_now = look()
        colors, painter = look_now.colors, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        done = self.isChecked()
        tone = colors.of("good") if done else colors.accent if self._current else colors.edge
        painter.setPen(QPen(tone, 2 if self._current or self.hasFocus() else 1))
        painter.setBrush(colors.soft("good") if done else colors.surface)
        ring = QRectF(2, 2, 20, 20)
        painter.drawEllipse(ring)
        if self.hasFocus():
            painter.setPen(QPen(colors.focus, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(0.5, 0.5, 23, 23))
        painter.setFont(look_now.fonts.small_strong)
        painter.setPen(tone if done or self._current else colors.muted)
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, "✓" if done else str(self._number))
