"""Icons from one family of the QtAwesome package: glyphs of its Phosphor font, painted in the color of the moment.

Importing QtAwesome would load a dozen fonts; here one file is loaded when the first icon is painted, and no icon
keeps a color: its engine asks the look each time, so a theme switch needs no second step.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.fonts import package_file
from arcaller.ui.shared.look.theme import look

GLYPHS: dict[str, int] = {
    "today": 0xF26F, "clients": 0xF351, "promises": 0xF1C0, "plans": 0xF0AE, "disputes": 0xF2AA,
    "approvals": 0xF0E8, "outbox": 0xF156, "insights": 0xF0D2, "import": 0xF14C, "settings": 0xF19C,
    "search": 0xF20A, "undo": 0xF021, "redo": 0xF020, "theme": 0xF0EE, "keys": 0xF1E5, "call": 0xF26E,
    "edit": 0xF266, "print": 0xF288, "pdf": 0xF16C, "export": 0xF345, "close": 0xF36D, "back": 0xF03B,
    "more": 0xF0C2, "columns": 0xF10E, "question": 0xF293, "info": 0xF1E0, "warning": 0xF35D, "done": 0xF0E7,
    "copy": 0xF114, "folder": 0xF18C, "clock": 0xF0F9, "money": 0xF21C, "quit": 0xF2C7, "density": 0xF2F1,
    "add": 0xF27F, "remove": 0xF334, "list": 0xF1FD, "rules": 0xF097,
}  # fmt: skip
"""Our word for an icon, and its code point in the Phosphor 1.3 font."""


@cache
def _family() -> str:
    """The font family of the glyphs, loaded on first use; empty if the package is not there."""
    file = package_file("qtawesome", "fonts/phosphor-1.3.0.ttf")
    number = QFontDatabase.addApplicationFont(str(file)) if file is not None else -1
    return QFontDatabase.applicationFontFamilies(number)[0] if number >= 0 else ""


class _GlyphEngine(QIconEngine):
    """Paints one glyph in a named color; disabled icons are muted."""

    def __init__(self, name: str, color: str) -> None:
        super().__init__()
        self._name, self._color = name, color

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.save()
        font = QFont(_family())
        font.setPixelSize(max(1, round(min(rect.width(), rect.height()))))
        painter.setFont(font)
        painter.setPen(look().colors.of("muted" if mode == QIcon.Mode.Disabled else self._color))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, chr(GLYPHS[self._name]))
        painter.restore()

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    @override
    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._name, self._color)


def icon(name: str, color: str = "text") -> QIcon:
    """The icon called ``name`` (a key of `GLYPHS`) in the theme color ``color``, whatever the theme is by then."""
    if name not in GLYPHS:
        raise KeyError(f"no icon is called {name!r}")
    return QIcon(_GlyphEngine(name, color))
