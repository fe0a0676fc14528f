"""Buttons with the key that presses them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.icons import icon
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.widgets.chip import key_cap_size, paint_key_cap

_GAP, _ICON = 8, 16


class Button(QPushButton):
    """``kind`` is ``normal``, ``primary`` (one a screen), ``quiet`` (a link) or ``choice`` (stays down while chosen);
    ``keys`` stand in a cap: ``F8``."""

    def __init__(
        self, text: str, *, kind: str = "normal", keys: str = "", icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._kind, self._keys = kind, keys
        self._icon = icon(icon_name, _ink(kind)) if icon_name else None
        self.setProperty("kind", kind)
        self.setAccessibleName(text)
        if keys:
            self.setToolTip(f"{text} ({keys})")

    def set_text(self, text: str) -> None:
        """Other words, on the button and for screen readers."""
        self.setText(text)
        self.setAccessibleName(text)

    def _font(self) -> QFont:
        fonts = look().fonts
        return fonts.strong if self._kind == "primary" else fonts.body

    def _widths(self) -> tuple[int, int, int]:
        """Icon, words and cap, each with the gap that parts it from the next."""
        words = QFontMetrics(self._font()).horizontalAdvance(self.text())
        cap = key_cap_size(self._keys, look().fonts.small_strong).width() + _GAP if self._keys else 0
        return (_ICON + _GAP if self._icon else 0), words, cap

    @override
    def sizeHint(self) -> QSize:
        side = 12 if self._kind == "quiet" else 28
        height = QFontMetrics(self._font()).height() + (8 if self._kind == "quiet" else 14)
        return QSize(sum(self._widths()) + side, height)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, words, right = self._widths()
        x = max(4, (self.width() - left - words - right) // 2)
        if self._icon is not None:
            self._icon.paint(painter, QRect(x, (self.height() - _ICON) // 2, _ICON, _ICON))
        kind = "quiet" if self._kind == "choice" and self.isChecked() else self._kind
        ink = look().colors.of(_ink(kind) if self.isEnabled() else "muted")
        painter.setFont(self._font())
        painter.setPen(ink)
        area = QRect(x + left, 0, words + 1, self.height())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())
        if self._keys:
            cap = key_cap_size(self._keys, look().fonts.small_strong)
            y = (self.height() - cap.height()) / 2
            place = QRectF(x + left + words + _GAP, y, cap.width(), cap.height())
            edge = ink if self._kind == "primary" else look().colors.line
            none = QColor(Qt.GlobalColor.transparent)
            paint_key_cap(painter, place, self._keys, color=ink, edge=edge, ground=none)


def _ink(kind: str) -> str:
    return {"primary": "accent_text", "quiet": "accent"}.get(kind, "text")
