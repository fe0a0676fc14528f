"""Where an import begins: drop a file or choose one; what can be read; what was imported last."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from arcaller.data.queries.office.imports import BatchRow
from arcaller.ui.imports.import_words import counted
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Banner, Card
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_READABLE = (
    (
        "Invoices, open and settled",
        "Client, invoice number, amount, due date. A settled date counts as a payment of that day.",
    ),
    ("Payments", "Client or invoice number, date, amount."),
    ("Clients", "Number or name; address, e-mail and phone where they are there."),
)


class DropArea(QWidget):
    """A dashed field that takes one file; emits ``dropped(Path)`` or ``refused(str)``."""

    dropped = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setAccessibleName("Drop a file here")
        self._is_over = False

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._show_over(True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_over(False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(False)
        event.acceptProposedAction()
        self.take(event.mimeData())

    def take(self, data: QMimeData) -> None:
        """Take what was dropped: exactly one file of this computer."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if len(paths) == 1:
            self.dropped.emit(paths[0])
        elif paths:
            self.refused.emit(f"{len(paths)} files were dropped; import them one after the other.")
        else:
            self.refused.emit("This is no file of this computer; save it first, then choose it here.")

    def _show_over(self, is_over: bool) -> None:
        self._is_over = is_over
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colors = look().colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colors.accent if self._is_over else colors.edge, 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(colors.accent_soft if self._is_over else colors.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)


class StartPage(Page):
    """Emits ``file_wanted()`` (ask for a file) or ``file_given(Path)``."""

    file_wanted = Signal()
    file_given = Signal(object)

    def __init__(self, formats: Formats, zone: ZoneInfo) -> None:
        super().__init__()
        self._formats, self._zone = formats, zone
        self.message = Banner()
        self.message.hide()
        self.choose_button = Button("Choose a file…", kind="primary", icon_name="folder")
        self.choose_button.setAutoDefault(True)
        self.drop_area = DropArea()
        self._last = Card("Last imports")
        self._last_rows = QGridLayout()
        self._build()
        self.choose_button.clicked.connect(lambda _checked=False: self.file_wanted.emit())
        self.drop_area.dropped.connect(self.file_given)
        self.drop_area.refused.connect(lambda words: self.say(words, "bad"))
        self.set_first_focus(self.choose_button)

    def _build(self) -> None:
        inside = QVBoxLayout(self.drop_area)
        inside.setContentsMargins(24, 40, 24, 40)
        inside.setSpacing(12)
        words = (
            Text("Drop a file here", font="lead_strong"),
            Text("CSV or XLSX as your accounting program exports it; nothing is written before you say so.",
                 tone="muted", wrap=True),
        )  # fmt: skip
        for text in words:
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inside.addWidget(text)
        inside.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignHCenter)
        kinds = QHBoxLayout()
        kinds.setSpacing(12)
        for title, needs in _READABLE:
            card = Card(title)
            card.body.addWidget(Text(needs, wrap=True))
            card.body.addStretch(1)
            kinds.addWidget(card, 1)
        self._last_rows.setHorizontalSpacing(24)
        self._last_rows.setVerticalSpacing(6)
        self._last_rows.setColumnStretch(1, 1)
        self._last.body.addLayout(self._last_rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.message)
        column.addWidget(self.drop_area)
        column.addLayout(kinds)
        column.addWidget(self._last)
        column.addStretch(1)

    def say(self, words: str, tone: str) -> None:
        """Say how the last try ended, above the field; "" takes it away."""
        self.message.set_text(words, tone)
        self.message.setVisible(bool(words))

    def show_batches(self, batches: Sequence[BatchRow]) -> None:
        """The last imports, newest first."""
        while (item := self._last_rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._last.setVisible(bool(batches))
        for row, batch in enumerate(batches):
            words = f"{counted(self._formats, batch.new, 'row')} new, {self._formats.number(batch.changed)} changed"
            at = self._formats.moment(batch.imported_at, self._zone)
            self._last_rows.addWidget(Text(at, tone="muted"), row, 0)
            self._last_rows.addWidget(Text(batch.file_name, elide=True), row, 1)
            self._last_rows.addWidget(Text("taken back" if batch.is_undone else words, tone="muted"), row, 2)
