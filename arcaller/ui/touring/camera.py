"""Pictures in both themes, papers beside them: what the tour leaves in its album."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from arcaller.domain.errors import DomainError
from arcaller.ui.shared.look.theme import DARK, LIGHT, Theme
from arcaller.ui.touring.album import Album
from arcaller.ui.touring.hand import Hand

_THEME_MS = 30


class Camera:
    """``tell`` gets a line for every picture and paper."""

    def __init__(self, album: Album, theme: Theme, tell: Callable[[str], None]) -> None:
        self._album, self._theme, self._tell = album, theme, tell
        self._number = 0

    def shoot(self, name: str, widget: QWidget) -> None:
        """The widget as it is now, and what lies over it, in both themes; the focus and everything typed stay."""
        self._number += 1
        now = self._theme.choice
        # changing the theme costs most: the one that stands is taken first, and the walk goes on in the other
        for theme in (now, DARK if now == LIGHT else LIGHT):
            if theme != self._theme.choice:
                self._theme.choose(theme)
                QTest.qWait(_THEME_MS)
            file_name = f"{self._number:02d}-{name}-{theme}.png"
            target = self._album.target(file_name)
            if not picture(widget).save(str(target)):
                raise DomainError(f"{target} cannot be written; choose another folder.", "out")
            self._album.keep(file_name)
        self._tell(f"{self._number:02d} {name}")

    def paper(self, name: str, write: Callable[[Path], object]) -> None:
        """What ``write`` leaves at the path it is given; nothing is kept where it leaves nothing."""
        target = self._album.target(name)
        target.unlink(missing_ok=True)
        write(target)
        if target.exists():
            self._album.keep(name)
            self._tell(name)

    def saved_by_keys(self, name: str, hand: Hand, ask: Callable[[], object]) -> None:
        """The paper that the window writes once ``ask`` made it ask where to."""

        def write(target: Path) -> None:
            hand.name_next_file(target)
            ask()

        self.paper(name, write)


def picture(widget: QWidget) -> QPixmap:
    """``widget`` with the menus, cards and boxes that lie over it."""
    drawn = widget.grab()
    painter = QPainter(drawn)
    for over in QApplication.topLevelWidgets():
        if over is not widget and over.isVisible():
            place = over.pos() - widget.pos()
            painter.drawPixmap(place, over.grab())
            if over.windowType() == Qt.WindowType.Dialog:
                # the frame a window system draws
                painter.setPen(over.palette().mid().color())
                painter.drawRect(over.rect().translated(place))
    painter.end()
    return drawn
