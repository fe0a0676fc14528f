"""Notices on the desktop, where the system has a place for them."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

_SHOWN_MS = 15_000


class DesktopNotices(QObject):
    """Shows a sentence outside the window; quietly does nothing where there is no tray.

    The tray icon is made with the first notice, so that a start costs nothing.
    """

    def __init__(self, icon: QIcon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._tray: QSystemTrayIcon | None = None

    def show(self, title: str, sentence: str) -> bool:
        """Show it; false where the system shows none."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return False
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._icon, self)
            self._tray.setToolTip(title)
            self._tray.show()
        self._tray.showMessage(title, sentence, self._icon, _SHOWN_MS)
        return True
