"""Fusion with check boxes, radio buttons and the focus ring drawn from palette roles.

Fusion's own empty box vanishes on a dark ground, and a style sheet that styles the indicator loses its tick, so
both are drawn here: in dialogs and in table cells alike.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from arcaller.ui.shared.compat import override

_Element = QStyle.PrimitiveElement
_State = QStyle.StateFlag


class WorkbenchStyle(QProxyStyle):
    """Draws four primitives itself and leaves the rest to Fusion."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    @override
    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element in (_Element.PE_IndicatorCheckBox, _Element.PE_IndicatorItemViewItemCheck):
            _draw_box(option, painter)
        elif element == _Element.PE_IndicatorRadioButton:
            _draw_radio(option, painter)
        elif element == _Element.PE_FrameFocusRect:
            _draw_focus_ring(option, painter)
        else:
            super().drawPrimitive(element, option, painter, widget)


def _square(option: QStyleOption) -> QRectF:
    """The largest centered square of at most 16 pixels inside the option's rectangle."""
    rect = QRectF(option.rect)
    side = min(rect.width(), rect.height(), 16.0)
    square = QRectF(0, 0, side, side)
    square.moveCenter(rect.center())
    return square.adjusted(1.5, 1.5, -1.5, -1.5)


def _state(option: QStyleOption, flag: QStyle.StateFlag) -> bool:
    return bool(option.state & flag)


def _palette(option: QStyleOption) -> QPalette:
    palette: QPalette = option.palette
    return palette


def _edge(option: QStyleOption) -> QColor:
    palette = _palette(option)
    return palette.color(
        QPalette.ColorRole.Mid if _state(option, _State.State_Enabled) else QPalette.ColorRole.Midlight
    )


def _draw_box(option: QStyleOption, painter: QPainter) -> None:
    palette, square = _palette(option), _square(option)
    on, partly = _state(option, _State.State_On), _state(option, _State.State_NoChange)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    accent = palette.color(QPalette.ColorRole.Accent)
    painter.setPen(QPen(accent if on or partly else _edge(option), 1.3))
    painter.setBrush(accent if on or partly else palette.color(QPalette.ColorRole.Base))
    painter.drawRoundedRect(square, 3, 3)
    pen = QPen(palette.color(QPalette.ColorRole.BrightText), 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    x, y, side = square.x(), square.y(), square.width()
    if on:
        corners = ((0.22, 0.52), (0.42, 0.72), (0.79, 0.29))
        painter.drawPolyline([QPointF(x + side * across, y + side * down) for across, down in corners])
    elif partly:
        painter.drawLine(QPointF(x + side * 0.25, y + side / 2), QPointF(x + side * 0.75, y + side / 2))
    painter.restore()


def _draw_radio(option: QStyleOption, painter: QPainter) -> None:
    palette, square = _palette(option), _square(option)
    on = _state(option, _State.State_On)
    accent = palette.color(QPalette.ColorRole.Accent)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(accent if on else _edge(option), 1.3))
    painter.setBrush(palette.color(QPalette.ColorRole.Base))
    painter.drawEllipse(square)
    if on:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        inset = square.width() * 0.25
        painter.drawEllipse(square.adjusted(inset, inset, -inset, -inset))
    painter.restore()


def _draw_focus_ring(option: QStyleOption, painter: QPainter) -> None:
    """Two pixels in the accent color, wherever Fusion would draw its dotted frame."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_palette(option).color(QPalette.ColorRole.Accent), 2))
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 4, 4)
    painter.restore()
