"""Ten fingers: keys go to the window as from a keyboard, one after the other has been drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from arcaller.domain.errors import DomainError

if TYPE_CHECKING:
    from arcaller.ui.workbench.workbench import Workbench

SETTLE_MS = 80
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_MOST_TABS = 60


class Hand:
    """Types into whatever is on top: the window, a menu or a box over it."""

    def __init__(self, bench: Workbench) -> None:
        self._window = bench.window

    def _top(self) -> QWidget:
        if QApplication.activeWindow() is None:
            # a window system gives the window its keys back when a box over it closes; without a display none does
            self._window.activateWindow()
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._window

    def type(self, text: str) -> None:
        """Type ``text``, letter by letter; beyond ASCII a letter comes as the key of a keyboard that has it."""
        for letter in text:
            if letter.isascii():
                # the overload for a character is missing in the stubs
                QTest.keyClick(self._top().windowHandle(), letter)  # type: ignore[call-overload]
            elif (focused := QApplication.focusWidget()) is not None:
                QApplication.sendEvent(focused, QKeyEvent(QEvent.Type.KeyPress, 0, PLAIN, letter))
        QTest.qWait(SETTLE_MS)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """One key, with a modifier held or not."""
        QTest.keyClick(self._top().windowHandle(), key, modifier)
        QTest.qWait(SETTLE_MS)

    def enter(self) -> None:
        """Enter."""
        self.press(Qt.Key.Key_Return)

    def escape(self) -> None:
        """Esc."""
        self.press(Qt.Key.Key_Escape)

    def find(self, words: str) -> None:
        """The client, invoice or act that ``words`` name, by Ctrl+K."""
        self.press(Qt.Key.Key_K, CTRL)
        self.type(words)
        self.enter()

    def tab_to(self, widget: QWidget) -> bool:
        """Tab until ``widget`` has the keys; false if Tab does not lead there."""
        for _ in range(_MOST_TABS):
            if widget.hasFocus():
                return True
            QTest.keyClick(self._top().windowHandle(), Qt.Key.Key_Tab)
        return False

    def name_next_file(self, target: Path) -> None:
        """The next dialog that asks for a file gets ``target`` and Enter."""
        QTimer.singleShot(SETTLE_MS, self._window, lambda: self._name_file(target, 50))

    def _name_file(self, target: Path, tries: int) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog) and (field := dialog.findChild(QLineEdit)) is not None:
            field.setText(str(target))
            QTest.keyClick(field, Qt.Key.Key_Return)
        elif tries:
            QTimer.singleShot(SETTLE_MS, self._window, lambda: self._name_file(target, tries - 1))

    def wait_for(self, is_there: Callable[[], bool], patience_ms: int = 60_000) -> None:
        """Until ``is_there``; refuses to go on without it."""
        for _ in range(patience_ms // 20):
            if is_there():
                return
            QTest.qWait(20)
        raise DomainError("The window did not come as far as the tour wanted; try again.", "tour")
