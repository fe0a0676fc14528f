"""Keeps what is half typed: at most half a second of it can be lost to a crash.

The first change starts a short beat and later ones do not restart it; a debounce that waits for a pause in typing
loses everything typed without one.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

BEAT_MS = 300

SaveDraft = Callable[[str, str], bool]


class DraftKeeper(QObject):
    """Saves a half-typed text under its key; a beat that meets a locked file is made up by the next one."""

    def __init__(self, save: SaveDraft, read_text: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save = save
        self._read_text = read_text
        self._key = ""
        self._saved = ""
        self._beat = QTimer(self)
        self._beat.setSingleShot(True)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self.flush)

    def start(self, key: str, text: str) -> None:
        """Watch the text of ``key``, whose draft on disk is ``text``."""
        self._beat.stop()
        self._key, self._saved = key, text

    def stop(self) -> None:
        """Nothing more to keep: the draft went into an act."""
        self._beat.stop()
        self._key = ""

    def note_changed(self) -> None:
        """Something was typed; saved within the beat."""
        if self._key and not self._beat.isActive():
            self._beat.start()

    def flush(self) -> None:
        """Save now what is not on disk yet."""
        self._beat.stop()
        if not self._key:
            return
        text = self._read_text()
        if text == self._saved:
            return
        if self._save(self._key, text):
            self._saved = text
        else:
            self._beat.start()

    def drop(self) -> None:
        """What it was about is stored: the draft on disk goes."""
        self._beat.stop()
        if self._key and self._saved:
            self._save(self._key, "")
        self._key = ""
