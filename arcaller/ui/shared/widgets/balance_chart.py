"""The balance over time as a step line: what is left after each installment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look


@dataclass(frozen=True, slots=True)
class BalancePoint:
    """The balance left from ``day`` on, in minor units."""

    day: date
    left_minor: int


class BalanceChart(QWidget):
    """Steps from the whole balance down to the last point; words for the first amount and the last day."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._points: tuple[BalancePoint, ...] = ()
        self._total_minor, self._total_text, self._end_text = 0, "", ""

    def set_balance(
        self, total_minor: int, points: Sequence[BalancePoint], *, total_text: str, end_text: str
    ) -> None:
        """``points`` in order of day, the first being the start; the texts stand at the line's two ends."""
        self._points, self._total_minor = tuple(points), total_minor
        self._total_text, self._end_text = total_text, end_text
        self.setAccessibleName(f"Balance over time: {total_text} at first, {len(points)} steps, ends {end_text}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, 160)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, 96)

    def _line(self, area: QRectF) -> QPolygonF:
        """The steps inside ``area``."""
        first = self._points[0].day
        days = max(1, (self._points[-1].day - first).days)
        top = max(1, self._total_minor, *(point.left_minor for point in self._points))

        def place(days_in: int, minor: int) -> QPointF:
            return QPointF(
                area.left() + area.width() * days_in / days, area.bottom() - area.height() * max(0, minor) / top
            )

        line = QPolygonF()
        before = self._total_minor
        for point in self._points:
            days_in = (point.day - first).days
            line.append(place(days_in, before))
            line.append(place(days_in, point.left_minor))
            before = point.left_minor
        return line

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._points:
            return
        look_now = look()
        colors, metrics = look_now.colors, QFontMetrics(look_now.fonts.small)
        area = QRectF(self.rect()).adjusted(6, metrics.height() + 2, -6, -metrics.height() - 6)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colors.line, 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topLeft(), area.bottomLeft())
        line = self._line(area)
        ground = QPolygonF([area.bottomLeft(), *(line.at(i) for i in range(line.size())), area.bottomRight()])
        fill = QColor(colors.accent)
        fill.setAlphaF(0.08)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(ground)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(
            QPen(colors.accent, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin)
        )
        painter.drawPolyline(line)
        painter.setFont(look_now.fonts.small)
        painter.setPen(colors.muted)
        painter.drawText(QPointF(area.left(), area.top() - 5), self._total_text)
        end = metrics.horizontalAdvance(self._end_text)
        painter.drawText(QPointF(area.right() - end, area.bottom() + metrics.height()), self._end_text)
