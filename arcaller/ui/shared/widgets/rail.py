"""The rail: the program's places with their counts; icons alone where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.icons import icon
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.widgets.text import Text

_WIDE, _NARROW = 168, 56
_WORDS_FROM, _AFTER_WORDS = 36, 10


class Rail(QWidget):
    """Entries from top to bottom; ``chosen(key)`` when one was clicked or pressed."""

    chosen = Signal(str)

    def __init__(self, name: str = "arcaller", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Places")
        self._entries: dict[str, RailEntry] = {}
        self._group = QButtonGroup(self)
        self._name = Text(name, font="lead_strong")
        self._name.setContentsMargins(10, 0, 0, 0)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 12, 8, 8)
        self._layout.setSpacing(2)
        self._layout.addWidget(self._name)
        self._layout.addSpacing(6)
        self._layout.addStretch(1)
        self._folded = False
        self.set_folded(False)

    @property
    def folded(self) -> bool:
        """Whether only icons are shown."""
        return self._folded

    def add_entry(self, key: str, title: str, icon_name: str, tip: str = "") -> RailEntry:
        """One more place at the end."""
        entry = RailEntry(title, icon_name)
        entry.setToolTip(tip or title)
        entry.clicked.connect(lambda _checked=False: self.chosen.emit(key))
        self._group.addButton(entry)
        self._entries[key] = entry
        entry.set_folded(self._folded)
        self._fit()
        self._layout.insertWidget(self._layout.count() - 1, entry)
        return entry

    def entry(self, key: str) -> RailEntry:
        """The entry called ``key``."""
        return self._entries[key]

    def choose(self, key: str) -> None:
        """Show ``key`` as the place we are at; says nothing to anybody."""
        self._entries[key].setChecked(True)

    def chosen_entry(self) -> RailEntry | None:
        """The entry of the place we are at, else the first."""
        return next((e for e in self._entries.values() if e.isChecked()), next(iter(self._entries.values()), None))

    def set_count(self, key: str, count: int | None) -> None:
        """How many wait there; None shows nothing. An entry that was not added is passed over."""
        if key in self._entries:
            self._entries[key].set_count(count)
            self._fit()

    def set_folded(self, folded: bool) -> None:
        """Icons alone, or icons and words."""
        self._folded = folded
        self._fit()
        self._name.setVisible(not folded)
        for entry in self._entries.values():
            entry.set_folded(folded)

    def _fit(self) -> None:
        """As wide as the longest line needs in the text size of the moment."""
        name = QFontMetrics(look().fonts.lead_strong).horizontalAdvance(self._name.text()) + 10
        lines = (entry.open_width() for entry in self._entries.values())
        self.setFixedWidth(_NARROW if self._folded else max(_WIDE, 16 + max((name, *lines))))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()


class RailEntry(QAbstractButton):
    """Icon, title and count of one place."""

    def __init__(self, title: str, icon_name: str) -> None:
        super().__init__()
        self.setText(title)
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._plain, self._lit = icon(icon_name, "muted"), icon(icon_name, "accent")
        self._count: int | None = None
        self._folded = False

    @property
    def count(self) -> int | None:
        return self._count

    def set_count(self, count: int | None) -> None:
        """Show ``count`` at the right; a screen reader hears it after the title."""
        self._count = count
        self.setAccessibleName(self.text() if count is None else f"{self.text()}, {count}")
        self.update()

    def set_folded(self, folded: bool) -> None:
        self._folded = folded
        self.update()

    def open_width(self) -> int:
        """The pixels that icon, title and count need side by side, the title bold as where we are."""
        fonts, count = look().fonts, "" if self._count is None else f"  {self._count}"
        title = QFontMetrics(fonts.strong).horizontalAdvance(self.text())
        return _WORDS_FROM + title + QFontMetrics(fonts.strong).horizontalAdvance(count) + _AFTER_WORDS

    @override
    def sizeHint(self) -> QSize:
        return QSize(40, max(32, QFontMetrics(look().fonts.body).height() + 14))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look_now = look()
        colors, here = look_now.colors, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if here or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.accent_soft if here else colors.unfocused_soft)
            painter.drawRoundedRect(ground, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(colors.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground, 6, 6)
        side = 18
        left = (self.width() - side) // 2 if self._folded else 10
        (self._lit if here else self._plain).paint(painter, QRect(left, (self.height() - side) // 2, side, side))
        if self._folded:
            return
        painter.setFont(look_now.fonts.strong if here else look_now.fonts.body)
        painter.setPen(colors.accent if here else colors.text)
        words = self.rect().adjusted(_WORDS_FROM, 0, -_AFTER_WORDS, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self.text())
        if self._count is not None:
            painter.setPen(colors.accent if here else colors.muted)
            painter.drawText(
                words, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(self._count)
            )
