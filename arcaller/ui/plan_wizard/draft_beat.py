"""Keeps the half-built plan: at most half a second of it can be lost to a crash."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_BEAT_MS = 300


class DraftBeat(QObject):
    """Saves the draft under its key a beat after the first change; later changes do not put the beat off.

    A beat that meets a locked file is made up by the next one.
    """

    def __init__(
        self, save: Callable[[str, str], bool], read_text: Callable[[], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._save, self._read_text = save, read_text
        self._key = self._saved = ""
        self._beat = QTimer(self)
        self._beat.setSingleShot(True)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self.flush)

    def start(self, key: str, text: str) -> None:
        """Watch the plan of ``key``, whose draft on disk is ``text``."""
        self._beat.stop()
        self._key, self._saved = key, text

    def note_change(self) -> None:
        """Something was typed; saved within the beat."""
        if self._key and not self._beat.isActive():
            self._beat.start()

    def flush(self) -> None:
        """Save now what is not on disk yet."""
        self._beat.stop()
        if not self._key:
            return
        text = self._read_text()
        if text != self._saved:
            if self._save(self._key, text):
                self._saved = text
            else:
                self._beat.start()

    def drop(self) -> None:
        """The plan is stored: its draft goes."""
        self._beat.stop()
        if self._key and self._saved:
            self._save(self._key, "")
        self._key = ""
