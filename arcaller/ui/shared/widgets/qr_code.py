"""A QR code that a telephone reads from the screen: whole pixels, dark on light in every theme."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from arcaller.ui.shared.compat import override

_QUIET = 4
"""Modules of white around the symbol (ISO/IEC 18004)."""
LARGE, SMALL, LEAST = 4, 3, 2
"""Pixels of a module where there is room, where there is little, and least; fewer than two are not read for sure."""


class QrCode(QWidget):
    """Draws rows of dark stretches (first module, length); nothing for no rows."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._module = LARGE
        self._rows: Sequence[Sequence[tuple[int, int]]] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[Sequence[tuple[int, int]]]) -> None:
        """Draw another symbol."""
        self._rows = rows
        self.setVisible(bool(rows))
        self.setFixedSize(self.sizeHint())
        self.update()

    def set_module(self, pixels: int) -> None:
        """Draw each module ``pixels`` wide."""
        if pixels != self._module:
            self._module = pixels
            self.setFixedSize(self.sizeHint())
            self.update()

    def fit(self, height: int, widest: int) -> None:
        """Draw modules of at most ``widest`` pixels, fewer where they would not fit ``height``."""
        modules = len(self._rows) + 2 * _QUIET
        self.set_module(max(LEAST, min(widest, height // modules)))

    @override
    def sizeHint(self) -> QSize:
        side = (len(self._rows) + 2 * _QUIET) * self._module if self._rows else 0
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, unit = QPainter(self), self._module
        # a scanner wants dark on light whatever the theme is
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        for line, row in enumerate(self._rows):
            for start, length in row:
                left, top = (start + _QUIET) * unit, (line + _QUIET) * unit
                place = QRect(left, top, length * unit, unit)
                painter.fillRect(place, Qt.GlobalColor.black)
