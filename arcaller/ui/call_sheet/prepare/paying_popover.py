"""How the client pays, in a small sheet of words under its button; Esc, Enter or a look elsewhere closes it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from arcaller.services.preparing.paying import PayingWords
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.text import Text

_WIDTH = 360
_CLOSING = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class PayingButton(Button):
    """Opens the words, read when they are asked for."""

    def __init__(self, read: Callable[[], PayingWords | None]) -> None:
        super().__init__("", kind="quiet", icon_name="info")
        self._read = read
        self.setAccessibleName("How the client pays")
        self.setToolTip("How the client pays: days late, trend, kept promises, when a payment is expected")
        self.popover: PayingPopover | None = None
        self.clicked.connect(lambda _checked=False: self.open())

    def open(self) -> None:
        """Show the words below the button, with the keys."""
        words = self._read()
        if words is None:
            return
        if self.popover is not None:
            self.popover.deleteLater()
        window = self.window()
        self.popover = PayingPopover(words, self, window)
        place = self.mapTo(window, QPoint(0, self.height() + 4))
        left = min(place.x(), window.width() - _WIDTH - 8)
        self.popover.setGeometry(left, place.y(), _WIDTH, self.popover.heightForWidth(_WIDTH))
        self.popover.show()
        self.popover.raise_()
        self.popover.setFocus(Qt.FocusReason.PopupFocusReason)


class PayingPopover(QFrame):
    """The words; gone as soon as the keys are elsewhere."""

    def __init__(self, words: PayingWords, button: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self._button = button
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(" ".join((f"{words.rating}.", *words.sentences)))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(4)
        column.addWidget(Text(words.rating, font="strong", wrap=True))
        column.addWidget(Text("\n".join(words.sentences), wrap=True))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _CLOSING:
            self._button.setFocus(Qt.FocusReason.PopupFocusReason)
            self.hide()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hide()
