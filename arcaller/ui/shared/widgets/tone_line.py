"""A quiet line under a text field: what its words may do, and plainer ones. It never takes the keys, never blocks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from arcaller.domain.talking.tone import ToneFlag, ToneReport, describe
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.widgets.text import Text

_PAUSE_MS = 250
"""Typing goes on undisturbed; the check follows a pause."""


class ToneLine(Text):
    """Checks ``field`` by ``check`` after each pause, underlines what is flagged and says the first of it."""

    def __init__(self, field: QPlainTextEdit, check: Callable[[str], ToneReport]) -> None:
        super().__init__("", font="small", tone="warn", elide=True)
        self._field, self._check = field, check
        self.report = ToneReport()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.check_now)
        field.textChanged.connect(self._timer.start)
        self.hide()

    def check_now(self) -> None:
        """Look at the text as it stands."""
        text = self._field.toPlainText()
        self.report = self._check(text)
        self._field.setExtraSelections([self._underline(flag, text) for flag in self.report.flags])
        words = [describe(flag, text) for flag in self.report.flags] + list(self.report.missing)
        more = f" (+{len(words) - 1})" if len(words) > 1 else ""
        said = f"{words[0]}{more}" if words else ""
        if said != self.text():
            self.setText(said)
            self.setToolTip("\n".join(words))
            self._field.setAccessibleDescription(said)
        self.setVisible(bool(said))

    def _underline(self, flag: ToneFlag, text: str) -> QTextEdit.ExtraSelection:
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        form.setUnderlineColor(look().colors.of("warn"))
        form.setToolTip(describe(flag, text))
        cursor = QTextCursor(self._field.document())
        # the document counts in UTF-16 units, the flag in characters
        cursor.setPosition(_units(text[: flag.start]))
        cursor.setPosition(_units(text[: flag.end]), QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor = cursor
        selection.format = form
        return selection


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
