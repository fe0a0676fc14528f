"""A QR code that a telephone reads from the screen: whole pixels, dark on light in every theme."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from arcaller.ui.shared.compat import override

_QUIET = 4
"""Modules of white around the symbol (ISO/IEC 18004)."""
_MODULE = 4
"""Pixels of a module where there is room; fewer than two are no longer read for sure."""


class QrCode(QWidget):
    """Draws rows of dark stretches (first module, length); nothing for no rows."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._rows: Sequence[Sequence[tuple[int, int]]] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[Sequence[tuple[int, int]]]) -> None:
        """Draw another symbol."""
        self._rows = rows
        self.setVisible(bool(rows))
        self.setFixedSize(self.sizeHint())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = (len(self._rows) + 2 * _QUIET) * _MODULE if self._rows else 0
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        # a scanner wants dark on light whatever the theme is
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        for line, row in enumerate(self._rows):
            for start, length in row:
                place = QRect((start + _QUIET) * _MODULE, (line + _QUIET) * _MODULE, length * _MODULE, _MODULE)
                painter.fillRect(place, Qt.GlobalColor.black)
