"""One limit of the caller's authority: what is asked, what is allowed, and whether it is inside."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.widgets.text import Text


@dataclass(frozen=True, slots=True)
class Reading:
    """``asked`` and ``yours`` in words ("5 months asked", "yours 6 months"); ``share`` fills the bar, 0 to 1.

    ``short`` names by how much the limit is broken ("3.80 short"); empty means inside. For a least amount the
    share is limit ÷ asked, for a most amount asked ÷ limit: full is always the edge of the authority.
    """

    name: str
    asked: str
    yours: str
    share: float
    short: str = ""


class AuthorityMeter(QWidget):
    """Name and verdict, a bar, asked and yours below it."""

    def __init__(self, reading: Reading | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._verdict = Text(elide=True), Text()
        self._numbers = Text(font="small", tone="muted", wrap=True)
        self._bar = _Bar()
        top = QHBoxLayout()
        top.addWidget(self._name, 1)
        top.addWidget(self._verdict)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(3)
        layout.addLayout(top)
        layout.addWidget(self._bar)
        layout.addWidget(self._numbers)
        if reading is not None:
            self.set_reading(reading)

    def set_reading(self, reading: Reading) -> None:
        """Show another reading; a screen reader hears it as one sentence."""
        verdict = reading.short or "inside"
        self._name.setText(reading.name)
        self._verdict.setText(f"◐ {verdict}" if reading.short else f"✓ {verdict}")
        self._verdict.set_tone("warn" if reading.short else "good")
        self._numbers.setText(f"{reading.asked} · {reading.yours}")
        self._bar.set_share(reading.share, "warn" if reading.short else "good")
        self.setAccessibleName(f"{reading.name}: {verdict}; {reading.asked}, {reading.yours}")


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._share, self._tone = 0.0, "good"
        self.setFixedHeight(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float, tone: str) -> None:
        self._share, self._tone = min(1.0, max(0.0, share)), tone
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colors, whole = look().colors, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colors.line)
        painter.setBrush(colors.unfocused_soft)
        painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if self._share > 0:
            painter.setPen(colors.of(self._tone))
            painter.setBrush(colors.of(self._tone))
            filled = QRectF(0, 0, max(8.0, whole.width() * self._share), whole.height())
            painter.drawRoundedRect(filled.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
