"""A report to read: one sentence on top, the rest below, nothing to decide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.text import Text


class ReportBox(QDialog):
    """Closes on Enter and Esc; its lines can be selected and copied."""

    def __init__(self, title: str, summary: str, lines: Sequence[str], *, tone: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.lines = QPlainTextEdit("\n".join(lines))
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setAccessibleName(title)
        close = Button("Close", kind="primary", keys="Enter")
        close.setDefault(True)
        close.clicked.connect(lambda _checked=False: self.accept())
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        self.summary = Text(summary, font="strong", tone=tone, wrap=True)
        layout.addWidget(self.summary)
        layout.addWidget(self.lines, 1)
        layout.addWidget(close)
        self.resize(640, 360)
        close.setFocus()
