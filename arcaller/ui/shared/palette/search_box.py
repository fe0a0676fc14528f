"""What stands on top of the lists and opens the palette."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.widgets.chip import key_cap_size, paint_key_cap

SEARCH_WORDS = "Find a client, invoice, phone or command"


class SearchBox(QAbstractButton):
    """Looks like a field and opens the palette: one place to type, wherever one is."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(SEARCH_WORDS)
        self.setToolTip(f"{SEARCH_WORDS} (Ctrl K)")
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().height() + 14)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look_now = look()
        colors, area = look_now.colors, QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colors.focus, 2) if self.hasFocus() else QPen(colors.edge, 1))
        painter.setBrush(colors.page)
        painter.drawRoundedRect(area, 5, 5)
        cap = key_cap_size("Ctrl K", look_now.fonts.small_strong)
        place = QRectF(area.right() - cap.width() - 8, (self.height() - cap.height()) / 2, cap.width(), cap.height())
        paint_key_cap(painter, place, "Ctrl K", color=colors.muted, edge=colors.line, ground=colors.surface)
        painter.setFont(look_now.fonts.body)
        painter.setPen(colors.muted)
        room = place.left() - area.left() - 18
        words = self.fontMetrics().elidedText(SEARCH_WORDS, Qt.TextElideMode.ElideRight, round(room))
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(area.left() + 10, area.top(), room, area.height()), middle, words)
