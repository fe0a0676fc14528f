"""The aging bar: five segments from not due to over 90 days, each with its words and its amount below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.colors import BUCKETS
from arcaller.ui.shared.look.theme import look

BUCKET_LABELS = ("Not due", "1–30", "31–60", "61–90", "over 90")
_BAR = 10


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bucket: minor units, only for its share of the bar, and the amount as it is read."""

    minor: int
    text: str


class AgingBar(QWidget):
    """Exactly five buckets in the order of `BUCKET_LABELS`; an empty bucket keeps its label and says 0."""

    def __init__(self, buckets: Sequence[Bucket] = (), *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._buckets: tuple[Bucket, ...] = ()
        if buckets:
            self.set_buckets(buckets)

    def set_buckets(self, buckets: Sequence[Bucket]) -> None:
        """Show ``buckets``; a screen reader hears all five with their amounts."""
        if len(buckets) != len(BUCKET_LABELS):
            raise ValueError(f"the aging bar has {len(BUCKET_LABELS)} buckets, not {len(buckets)}")
        self._buckets = tuple(buckets)
        said = (f"{label} {bucket.text}" for label, bucket in zip(BUCKET_LABELS, buckets, strict=True))
        self.setAccessibleName("Aging: " + ", ".join(said))
        self.setToolTip("\n".join(f"{label}: {b.text}" for label, b in zip(BUCKET_LABELS, buckets, strict=True)))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        small, strong = QFontMetrics(look().fonts.small), QFontMetrics(look().fonts.small_strong)
        width = sum(self._column_widths())
        return QSize(width, _BAR + 6 + small.height() + strong.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _column_widths(self) -> list[int]:
        """Room each column's label and amount want, in pixels."""
        small, strong = QFontMetrics(look().fonts.small), QFontMetrics(look().fonts.small_strong)
        return [
            max(small.horizontalAdvance(label) + 9, strong.horizontalAdvance(bucket.text)) + 6
            for label, bucket in zip(BUCKET_LABELS, self._buckets, strict=False)
        ]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bar(painter)
        self._paint_columns(painter)

    def _paint_bar(self, painter: QPainter) -> None:
        """Segments in proportion; what is there at all gets three pixels, so that it is seen."""
        colors, width = look().colors, float(self.width())
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(0, 0, width, _BAR), _BAR / 2, _BAR / 2)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(QRectF(0, 0, width, _BAR), colors.unfocused_soft)
        owed = [max(0, bucket.minor) for bucket in self._buckets]
        whole, x = sum(owed), 0.0
        least = 3.0 * sum(1 for minor in owed if minor)
        for minor, token in zip(owed, BUCKETS, strict=False):
            if not minor:
                continue
            segment = 3.0 + (width - least) * minor / whole
            painter.fillRect(QRectF(x, 0, segment, _BAR), colors.of(token))
            x += segment
        painter.restore()

    def _paint_columns(self, painter: QPainter) -> None:
        if not self._buckets:
            return
        look_now, wanted = look(), self._column_widths()
        spare = (self.width() - sum(wanted)) / len(wanted)
        small, strong = look_now.fonts.small, look_now.fonts.small_strong
        top, middle = _BAR + 4, QFontMetrics(small).height()
        x = 0.0
        for label, bucket, width, token in zip(BUCKET_LABELS, self._buckets, wanted, BUCKETS, strict=True):
            column = width + spare
            words = QRectF(x, top, max(0.0, column - 4), middle)
            painter.fillRect(QRectF(x, top + middle / 2 - 3, 6, 6), look_now.colors.of(token))
            painter.setFont(small)
            painter.setPen(look_now.colors.muted)
            painter.drawText(words.adjusted(9, 0, 0, 0), _LEFT, _elided(small, label, words.width() - 9))
            painter.setFont(strong)
            painter.setPen(look_now.colors.text if bucket.minor else look_now.colors.muted)
            amount = QRectF(x, top + middle, words.width(), QFontMetrics(strong).height())
            painter.drawText(amount, _LEFT, _elided(strong, bucket.text, words.width()))
            x += column


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def _elided(font: QFont, text: str, width: float) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, round(width) + 1)
