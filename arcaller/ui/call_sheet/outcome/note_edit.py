"""The note of a call sheet, which holds the focus from the start and hands outcome digits on.

Text is never lost and never turned into a command by accident: a digit arms an outcome only while the note is empty,
was not entered by hand, and the sheet had been painted when the key was pressed. Dead keys and input methods work,
because the note itself receives every key.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

DIGITS = "0123456789"
_BY_HAND = (
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_HINT = "Note: just type. A digit chooses the outcome while the note is empty."
_HINT_WITHOUT_DIGITS = "Note: just type. Esc goes to the outcomes, where a digit chooses one."
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def is_plain_digit(event: QKeyEvent) -> bool:
    """Whether the key's text is one of 0–9 (so AZERTY and the keypad work), pressed once, without a command key."""
    text = event.text()
    return len(text) == 1 and text in DIGITS and not event.isAutoRepeat() and not event.modifiers() & _COMMAND


class NoteEdit(QPlainTextEdit):
    """Emits ``digit_chosen`` for an arming digit, ``letter_chosen`` for a letter that is asked for (0),
    ``commit_wanted`` on Enter, ``bar_wanted`` on Esc or Ctrl+Enter. Shift+Enter is a new line, but an armed outcome's
    commit while the note is empty.
    """

    digit_chosen = Signal(str)
    letter_chosen = Signal(str)
    commit_wanted = Signal(object)
    bar_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Note of this call")
        self.setPlaceholderText(_HINT)
        self._entered_by_hand = False
        self._digits_arm = True
        self._letters = ""
        self._is_armed = False
        self._is_unseen = False
        self._blind_until = 0

    def start_sheet(self, text: str = "") -> None:
        """A new sheet: its draft or nothing in it, not entered by hand."""
        self.setPlainText(text)
        self.moveCursor(self.textCursor().MoveOperation.End)
        self.document().clearUndoRedoStacks()
        self._entered_by_hand = False

    def set_digits_arm(self, on: bool) -> None:
        """Turn arming by digits off for people who want every key as text."""
        self._digits_arm = on
        self.setPlaceholderText(_HINT if on else _HINT_WITHOUT_DIGITS)

    def expect(self, *, armed: bool, letters: str = "") -> None:
        """What is armed, and which letters say more about it while the note is empty."""
        self._is_armed, self._letters = armed, letters

    def begin_unseen(self) -> None:
        """A new sheet is being shown: until `seen` every key was typed blind, which makes it text."""
        self._is_unseen = True

    def seen(self, blind_until: int) -> None:
        """The sheet was painted; keys pressed before ``blind_until`` (time stamp of key events, ms) stay text."""
        self._is_unseen = False
        self._blind_until = blind_until

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() in _BY_HAND:
            self._entered_by_hand = True
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # a click into a field that has the focus already sends no focus event
        self._entered_by_hand = True
        super().mousePressEvent(event)

    def event(self, event: QEvent) -> bool:
        # QPlainTextEdit claims Ctrl+Z even with nothing to undo; then the program's Undo must get it
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.document().isRedoAvailable()
            if undo or redo:
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        stays = is_shifted and self._is_armed and self.document().isEmpty()
        if event.key() in _ENTER and (not is_shifted or stays):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.bar_wanted.emit()
            elif not event.isAutoRepeat() and not self._is_blind(event):
                self.commit_wanted.emit(event)
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.bar_wanted.emit()
            event.accept()
        elif self._arms(event):
            self.digit_chosen.emit(event.text())
            event.accept()
        elif self._tells(event):
            self.letter_chosen.emit(event.text().lower())
            event.accept()
        else:
            super().keyPressEvent(event)

    def _arms(self, event: QKeyEvent) -> bool:
        return (
            self._digits_arm
            and is_plain_digit(event)
            and not self._entered_by_hand
            and self.document().isEmpty()
            and not self._is_blind(event)
        )

    def _tells(self, event: QKeyEvent) -> bool:
        """Whether the key is a letter that was asked for."""
        text = event.text().lower()
        plain = len(text) == 1 and not event.isAutoRepeat() and not event.modifiers() & _COMMAND
        return plain and text in self._letters and self.document().isEmpty() and not self._is_blind(event)

    def _is_blind(self, event: QKeyEvent) -> bool:
        return self._is_unseen or 0 < event.timestamp() < self._blind_until
