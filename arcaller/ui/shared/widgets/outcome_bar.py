"""The outcome bar: ten buttons 1 to 9 and 0, one row, or two rows of five where there is less room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.widgets.chip import key_cap_size, paint_key_cap

DIGITS = "1234567890"
"""In the order of the bar; other scripts' digits never arm."""
TWO_ROWS_BELOW = 1280
"""Window width in pixels under which the buttons stand in two rows of five."""
_GAP, _PADDING = 5, 14


@dataclass(frozen=True, slots=True)
class OutcomeChoice:
    """A digit, the word on its button, and the longer words a screen reader says ("left voicemail")."""

    digit: str
    word: str
    said: str = ""


_RING = 3
"""Room for the frame of the focus around the buttons, in pixels."""


class OutcomeBar(QWidget):
    """Digits arm while the bar has the focus; nothing is committed here.

    Signals: ``digit_chosen(str)`` when a button was clicked or a digit typed on the bar, ``committed(event)`` for
    Enter typed on it (never auto-repeated), ``left()`` for Esc.
    """

    digit_chosen = Signal(str)
    committed = Signal(object)
    left = Signal()

    def __init__(self, choices: Sequence[OutcomeChoice], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Outcome of the call, digits 0 to 9")
        self._armed = ""
        self._columns = 0
        self._buttons: dict[str, _OutcomeButton] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(_RING, _RING, _RING, _RING)
        self._grid.setSpacing(5)
        self.set_choices(choices)

    @property
    def armed(self) -> str:
        """The armed digit, or an empty text."""
        return self._armed

    @property
    def rows(self) -> int:
        """1, or 2 where the window is narrow."""
        return -(-len(self._buttons) // self._columns)

    def set_choices(self, choices: Sequence[OutcomeChoice]) -> None:
        """Other digits for the buttons; nothing is armed afterwards."""
        for old in self._buttons.values():
            self._grid.removeWidget(old)
            old.setParent(None)
            old.deleteLater()
        self._armed = ""
        self._buttons = {choice.digit: _OutcomeButton(choice) for choice in choices}
        for digit, button in self._buttons.items():
            button.clicked.connect(lambda _checked=False, digit=digit: self.digit_chosen.emit(digit))
        columns, self._columns = self._columns or len(self._buttons), 0
        self._arrange(columns)

    def arm(self, digit: str) -> None:
        """Show ``digit`` as armed (empty: none) and say so to screen readers."""
        self._armed = digit
        for key, button in self._buttons.items():
            button.setChecked(key == digit)
        if digit and QAccessible.isActive():
            said = f"{self._buttons[digit].accessibleName()} armed"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, button in enumerate(self._buttons.values()):
            self._grid.addWidget(button, number // columns, number % columns)
        self.updateGeometry()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.window().width() >= TWO_ROWS_BELOW and self._one_row_width() <= self.width() - 2 * _RING
        self._arrange(len(self._buttons) if wide else -(-len(self._buttons) // 2))

    def _one_row_width(self) -> int:
        buttons = self._buttons.values()
        return sum(b.sizeHint().width() for b in buttons) + self._grid.spacing() * (len(self._buttons) - 1)

    @override
    def minimumSizeHint(self) -> QSize:
        """Wide enough for two rows, so that the bar never keeps a window from getting narrower."""
        widest = max(button.sizeHint().width() for button in self._buttons.values())
        return QSize((widest + self._grid.spacing()) * 5, self._grid.minimumSize().height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text and text in DIGITS and text in self._buttons and not event.isAutoRepeat():
            self.digit_chosen.emit(text)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.committed.emit(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setPen(QPen(look().colors.focus, 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


class _OutcomeButton(QAbstractButton):
    """Key cap and word; the armed one has the accent's frame, ground and bold word."""

    def __init__(self, choice: OutcomeChoice) -> None:
        super().__init__()
        self._choice = choice
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{choice.digit} {choice.said or choice.word.lower()}")
        self.setToolTip(f"{choice.word} ({choice.digit})")

    @override
    def nextCheckState(self) -> None:
        """A click only asks; the bar decides what is armed."""

    @override
    def sizeHint(self) -> QSize:
        fonts = look().fonts
        cap = key_cap_size(self._choice.digit, fonts.small_strong)
        word = QFontMetrics(fonts.strong).horizontalAdvance(self._choice.word)
        return QSize(cap.width() + word + _PADDING, cap.height() + 12)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look_now = look()
        colors, armed = look_now.colors, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        raised = armed or self.underMouse() or self.isDown()
        painter.setPen(QPen(colors.accent if armed else colors.edge, 1.5 if armed else 1))
        painter.setBrush(colors.accent_soft if raised else colors.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        font = look_now.fonts.strong if armed else look_now.fonts.body
        cap = key_cap_size(self._choice.digit, look_now.fonts.small_strong)
        word = QFontMetrics(font).horizontalAdvance(self._choice.word)
        left = max(4.0, (self.width() - cap.width() - _GAP - word) / 2)
        place = QRectF(left, (self.height() - cap.height()) / 2, cap.width(), cap.height())
        tone = colors.accent if armed else colors.muted
        edge = colors.accent if armed else colors.line
        paint_key_cap(painter, place, self._choice.digit, color=tone, edge=edge, ground=colors.page)
        painter.setFont(font)
        painter.setPen(colors.accent if armed else colors.text)
        rest = QRectF(place.right() + _GAP, 0, self.width() - place.right() - _GAP, self.height())
        painter.drawText(rest, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._choice.word)
