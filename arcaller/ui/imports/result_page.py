"""What an import did, the way back and the way on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcaller.services.importing.imports import ImportPreview
from arcaller.ui.imports.counts_strip import CountsStrip
from arcaller.ui.imports.import_words import counted, wrong_rows
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Banner
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats


class ResultPage(QWidget):
    """Emits ``undo_wanted()``, ``today_wanted()``, ``save_wanted()`` and ``another_wanted()``."""

    undo_wanted = Signal()
    today_wanted = Signal()
    save_wanted = Signal()
    another_wanted = Signal()

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self.message = Banner()
        self.counts = CountsStrip(formats)
        self._words = Text("", wrap=True)
        self.undo_button = Button("Undo this import", icon_name="undo")
        self.save_button = Button("Save the wrong rows…")
        self.another_button = Button("Another file")
        self.today_button = Button("Go to Today", kind="primary", keys="Enter")
        self._build()
        self.undo_button.clicked.connect(lambda _checked=False: self.undo_wanted.emit())
        self.save_button.clicked.connect(lambda _checked=False: self.save_wanted.emit())
        self.another_button.clicked.connect(lambda _checked=False: self.another_wanted.emit())
        self.today_button.clicked.connect(lambda _checked=False: self.today_wanted.emit())

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.today_button, self.another_button, self.save_button, self.undo_button):
            button.setAutoDefault(True)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.message)
        column.addWidget(self.counts)
        column.addWidget(self._words)
        column.addLayout(row)
        column.addStretch(1)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_result(self, preview: ImportPreview) -> None:
        """Say what was done."""
        wrong = wrong_rows(preview)
        done = [f"{counted(self._formats, preview.new, 'row')} new"] if preview.new else []
        if preview.changed:
            done.append(f"{counted(self._formats, preview.changed, 'row')} changed")
        if preview.new_clients and preview.kind != "clients":
            done.append(counted(self._formats, preview.new_clients, "new client"))
        if preview.options.is_complete and preview.gone:
            done.append(f"{counted(self._formats, preview.gone, 'item')} closed")
        if wrong:
            done.append(f"{counted(self._formats, wrong, 'wrong row')} left out")
        self.message.set_text(f"✓ {preview.path.name} is imported: {', '.join(done)}.", "good")
        self.counts.show_preview(preview)
        self._words.setText(
            "Today's list is ranked anew. Until one of these rows is worked on, the import can be taken back whole."
        )
        self.save_button.setVisible(bool(wrong))

    def say(self, words: str, tone: str) -> None:
        """Say why something could not be done, or that it was."""
        self._words.setText(words)
        self._words.set_tone(tone)
