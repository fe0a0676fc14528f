"""A list to choose from by letter, arrows or mouse, each entry with a few words; Enter takes it, Esc leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.widgets.chip import KeyCap
from arcaller.ui.shared.widgets.text import Span, Spans

_DIGITS = "0123456789"
_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(frozen=True, slots=True)
class Choice:
    """``letter`` goes to the entry called ``key``; ``spans`` are its words ("" letter: only arrows reach it)."""

    key: str
    letter: str
    spans: tuple[Span, ...]


class ChoiceList(QScrollArea):
    """``moved(key)`` when another entry is the current one, ``taken(key)`` on Enter or a second click, ``left``: Esc,
    ``spaced(key)`` on Space, ``digit_typed(text)`` for a digit, which belongs to the outcomes.
    """

    moved = Signal(str)
    taken = Signal(str)
    left = Signal()
    spaced = Signal(str)
    digit_typed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._rows: list[_Row] = []
        self._place = 0
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWidget(self._content)
        self.viewport().setAutoFillBackground(False)
        self._content.setAutoFillBackground(False)

    @property
    def current(self) -> str:
        """The key of the current entry, "" of an empty list."""
        return self._rows[self._place].choice.key if self._rows else ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What there is to choose from."""
        return tuple(row.choice for row in self._rows)

    def show_choices(self, choices: Sequence[Choice], current: str = "") -> None:
        """Show ``choices``; the entry called ``current`` stays the current one, else the first is."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_Row(choice) for choice in choices]
        for place, row in enumerate(self._rows):
            row.pressed.connect(self._on_pressed)
            self._column.insertWidget(place, row)
        keys = [choice.key for choice in choices]
        self._place = keys.index(current) if current in keys else 0
        self._show_place()

    def go_to(self, key: str) -> None:
        """Make the entry called ``key`` the current one."""
        place = next((place for place, row in enumerate(self._rows) if row.choice.key == key), None)
        if place is not None:
            self._go(place)

    def _go(self, place: int) -> None:
        if not 0 <= place < len(self._rows):
            return
        self._place = place
        self._show_place()
        self.moved.emit(self.current)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._rows[place].accessibleName()))

    def _show_place(self) -> None:
        for place, row in enumerate(self._rows):
            row.set_current(place == self._place, has_focus=self.hasFocus())
        words = self._rows[self._place].accessibleName() if self._rows else ""
        self.setAccessibleDescription(words)
        # a scroll area asks again for the height that wrapped words need only when it is told to
        self._content.updateGeometry()
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))
        QTimer.singleShot(0, self, self._show_current)

    def _show_current(self) -> None:
        if self._rows:
            self.ensureWidgetVisible(self._rows[self._place], 0, 4)

    def _on_pressed(self, key: str) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if key == self.current:
            self.taken.emit(key)
        else:
            self.go_to(key)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            done = super().event(event)
            self._show_place()
            return done
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat() and self._rows:
                self.taken.emit(self.current)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go(self._place + (1 if key == Qt.Key.Key_Down else -1))
        elif key == Qt.Key.Key_Space:
            if not event.isAutoRepeat() and self._rows:
                self.spaced.emit(self.current)
        elif text and not event.modifiers() & _COMMAND and not event.isAutoRepeat():
            self._type(text)
        else:
            super().keyPressEvent(event)

    def _type(self, text: str) -> None:
        if text in _DIGITS:
            self.digit_typed.emit(text)
            return
        found = next((row.choice.key for row in self._rows if row.choice.letter == text.lower()), "")
        if found:
            self.go_to(found)


class _Row(QWidget):
    """One entry: its letter in a cap, its words."""

    pressed = Signal(str)

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice
        self._is_current = self._has_focus = False
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        if choice.letter:
            row.addWidget(KeyCap(choice.letter), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Spans(choice.spans), 1)
        self.setAccessibleName("".join(span.text for span in choice.spans))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_current(self, current: bool, *, has_focus: bool) -> None:
        """Stand on the ground of what is chosen."""
        if (current, has_focus) != (self._is_current, self._has_focus):
            self._is_current, self._has_focus = current, has_focus
            self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(self.choice.key)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_current:
            return
        colors, painter = look().colors, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colors.focus, 1) if self._has_focus else Qt.PenStyle.NoPen)
        painter.setBrush(colors.accent_soft if self._has_focus else colors.unfocused_soft)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
