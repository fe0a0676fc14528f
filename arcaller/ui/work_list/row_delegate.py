"""One row of today's list, painted from texts that are ready: rank, name and amount over reason and local time."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import Look, look
from arcaller.ui.shared.tables.paged_model import ROW, Index
from arcaller.ui.work_list.local_clocks import LocalClocks
from arcaller.ui.work_list.reasons import Reason

_EDGE, _BAR, _GAP = 14, 3, 8
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_State = QStyle.StateFlag


@dataclass(frozen=True, slots=True)
class WorkLine:
    """What a row shows; ``zones`` are those the client may be in, likeliest first."""

    name: str
    amount: str
    reason: Reason
    zones: tuple[str, ...]


def line_height(now: Look) -> int:
    """Two lines and their air, in pixels: 53 at the first text size in normal rows."""
    texts = QFontMetrics(now.fonts.strong).height() + QFontMetrics(now.fonts.small).height()
    return texts + 2 * (now.row_height // 4) + 3


class WorkRowDelegate(QStyledItemDelegate):
    """Paints `WorkLine` rows; the rank is the row's place in the list."""

    def __init__(self, clocks: LocalClocks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clocks = clocks

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(240, line_height(look()))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now = look()
        painter.save()
        _paint_ground(painter, option, now)
        line = index.data(ROW)
        if isinstance(line, WorkLine):
            _RowPainter(painter, option, now).paint(line, index.row() + 1, self._clocks.text(line.zones))
        painter.restore()


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, now: Look) -> None:
    rect, colors = option.rect, now.colors
    is_chosen = bool(option.state & _State.State_Selected)
    if is_chosen:
        painter.fillRect(rect, colors.accent_soft)
    elif option.state & _State.State_MouseOver:
        painter.fillRect(rect, colors.page)
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colors.line)
    if is_chosen:
        bar = QRect(rect.left(), rect.top(), _BAR, rect.height())
        painter.fillRect(QStyle.visualRect(option.direction, rect, bar), colors.accent)
    if option.state & _State.State_HasFocus:
        painter.setPen(QPen(colors.focus, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(1, 1, -1, -2))


class _RowPainter:
    """The words of one row; places are computed left to right and mirrored by Qt's rules."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, now: Look) -> None:
        self._painter, self._look = painter, now
        self._rect, self._direction = option.rect, option.direction
        strong, small = QFontMetrics(now.fonts.strong), QFontMetrics(now.fonts.small)
        height = strong.height() + small.height() + 2
        self._first = self._rect.top() + (self._rect.height() - 1 - height) // 2
        self._first_height, self._second_height = strong.height(), small.height()
        self._second = self._first + strong.height() + 2

    def paint(self, line: WorkLine, rank: int, clock: str) -> None:
        fonts, colors = self._look.fonts, self._look.colors
        done = line.reason.is_done
        left, right = self._rect.left() + _EDGE, self._rect.right() - _EDGE + 1
        digits = "0" * max(2, len(str(rank)))
        rank_width = QFontMetrics(fonts.body).horizontalAdvance(digits)
        self._text(left, left + rank_width, str(rank), fonts.body, colors.muted, line=1, to_right=True)
        left += rank_width + _GAP + 2
        ink = colors.muted if done else colors.text
        used = self._text(left, right, line.amount, fonts.strong, ink, line=1, to_right=True)
        self._text(left, right - used - _GAP, line.name, fonts.body if done else fonts.strong, ink, line=1)
        used = self._text(left, right, clock, fonts.small, colors.muted, line=2, to_right=True) if clock else 0
        self._reason(line.reason, left, right - used - (_GAP if used else 0))

    def _reason(self, reason: Reason, left: int, right: int) -> None:
        """Lead and rest; where room is short the brief lead, and the rest only as a whole."""
        fonts, colors = self._look.fonts, self._look.colors
        metrics = QFontMetrics(fonts.small)
        sign = f"{reason.sign} " if reason.sign else ""
        lead = sign + reason.lead
        if reason.brief and metrics.horizontalAdvance(lead) > right - left:
            lead = sign + reason.brief
        left += self._text(left, right, lead, fonts.small, colors.of(reason.tone), line=2)
        rest = f" · {reason.rest}" if reason.rest else ""
        if rest and metrics.horizontalAdvance(rest) <= right - left:
            self._text(left, right, rest, fonts.small, colors.muted, line=2)

    def _text(
        self, left: int, right: int, text: str, font: QFont, color: QColor, *, line: int, to_right: bool = False
    ) -> int:
        """Draw ``text`` between ``left`` and ``right``, cut with … where it does not fit; its width in pixels."""
        room = right - left
        if room <= 0:
            return 0
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        top, height = (self._first, self._first_height) if line == 1 else (self._second, self._second_height)
        place = QStyle.visualRect(self._direction, self._rect, QRect(left, top, room, height))
        side = Qt.AlignmentFlag.AlignRight if to_right else Qt.AlignmentFlag.AlignLeft
        self._painter.setFont(font)
        self._painter.setPen(color)
        aligned = QStyle.visualAlignment(self._direction, side | _MIDDLE)
        self._painter.drawText(place, int(aligned) | int(Qt.TextFlag.TextSingleLine), shown)
        return metrics.horizontalAdvance(shown)
