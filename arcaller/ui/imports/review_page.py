"""A file before it is imported: counts, how it is read, rows to look at, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from arcaller.exchange.dates import ORDER_NAMES, Order
from arcaller.services.importing.imports import ImportPreview
from arcaller.ui.imports.counts_strip import CountsStrip
from arcaller.ui.imports.import_words import counted, nothing_new_words, rows_to_write, totals_words, wrong_rows
from arcaller.ui.imports.import_work import Looked
from arcaller.ui.imports.question_panel import QuestionPanel
from arcaller.ui.imports.reading_panel import ReadingPanel
from arcaller.ui.imports.rows_panel import RowsPanel
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Banner
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats


class ReviewPage(QWidget):
    """Emits ``corrected(ImportOptions)``, ``import_wanted(ImportPreview)`` and ``…_wanted()`` for the rest."""

    corrected = Signal(object)
    import_wanted = Signal(object)
    save_wanted = Signal()
    another_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, formats: Formats, company_currency: str) -> None:
        super().__init__()
        self._formats, self._currency = formats, company_currency
        self._looked: Looked | None = None
        self.message = Banner()
        self.counts = CountsStrip(formats)
        self.reading = ReadingPanel(company_currency)
        self.rows = RowsPanel(formats)
        self.question = QuestionPanel(formats)
        self.complete_box = QCheckBox()
        self._complete_words = Text("", font="small", tone="muted", wrap=True)
        self.import_button = Button("", kind="primary", keys="Enter")
        self.save_button = Button("Save the wrong rows…")
        self.another_button = Button("Another file", keys="Esc")
        self.cancel_button = Button("Cancel", keys="Esc")
        self._bar = QProgressBar()
        self._progress_words = Text("", tone="muted")
        self._bottom = QStackedWidget()
        self._kept_focus: QWidget | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self._right = QStackedWidget()
        self._right.addWidget(self.rows)
        self._right.addWidget(self.question)
        self.middle = QWidget()
        sides = QHBoxLayout(self.middle)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(12)
        sides.addWidget(self.reading, 2)
        sides.addWidget(self._right, 4)
        self.reading.setMinimumWidth(384)
        self._right.setMinimumWidth(400)
        self.middle.setMinimumHeight(240)
        self._bottom.addWidget(self._acts())
        self._bottom.addWidget(self._progress_row())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.message)
        column.addWidget(self.counts)
        column.addWidget(self.middle, 1)
        column.addWidget(self._bottom)

    def _acts(self) -> QWidget:
        acts = QWidget()
        closing = QVBoxLayout()
        closing.setSpacing(0)
        closing.addWidget(self.complete_box)
        self._complete_words.setIndent(24)
        closing.addWidget(self._complete_words)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self.another_button, self.save_button, self.import_button):
            button.setAutoDefault(True)
            row.addWidget(button)
        column = QVBoxLayout(acts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(closing)
        column.addLayout(row)
        return acts

    def _progress_row(self) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self.cancel_button.setAutoDefault(True)
        row.addWidget(self._progress_words)
        row.addWidget(self._bar, 1)
        row.addWidget(self.cancel_button)
        return widget

    def _connect(self) -> None:
        self.reading.corrected.connect(self.corrected)
        self.question.answered.connect(self._answer)
        self.complete_box.toggled.connect(lambda _checked: self._show_acts())
        self.import_button.clicked.connect(lambda _checked=False: self._want_import())
        self.save_button.clicked.connect(lambda _checked=False: self.save_wanted.emit())
        self.another_button.clicked.connect(lambda _checked=False: self.another_wanted.emit())
        self.cancel_button.clicked.connect(lambda _checked=False: self.cancel_wanted.emit())

    @property
    def primary(self) -> QWidget:
        """What has the focus first; Enter presses it if it is a button."""
        if self._looked is not None and self._looked.missing:
            return self.reading.first_missing()
        if self.question.buttons and self._right.currentWidget() is self.question:
            return self.question.buttons[0]
        return self.import_button if self.import_button.isVisibleTo(self) else self.another_button

    def show_file(self, looked: Looked) -> None:
        """Show what was found and what would be done."""
        is_same_file = self._looked is not None and self._looked.path == looked.path
        self._looked = looked
        if not is_same_file:
            self.complete_box.setChecked(False)
        preview = looked.preview
        questions = preview.questions if preview is not None else ()
        self.reading.show_file(looked)
        self.rows.show_file(looked)
        if preview is not None and questions:
            self.question.ask(looked.report, questions[0], looked.options.currency or self._currency)
        self._right.setCurrentWidget(self.question if questions else self.rows)
        self.counts.setVisible(preview is not None and not questions)
        if preview is not None and not questions:
            self.counts.show_preview(preview)
        self._show_message()
        self._show_acts()

    def _show_message(self) -> None:
        preview = self._ready()
        looked = self._looked
        if looked is not None and looked.missing:
            needed = "; ".join(looked.report.mapping.missing()) or looked.missing
            self.say(f"Nothing can be read yet. Say below which column holds: {needed}.", "warn")
            return
        is_nothing = preview is not None and not self._writes(preview) and not preview.gone
        self.message.setVisible(is_nothing)
        if is_nothing and preview is not None:
            self.message.set_text(nothing_new_words(self._formats, preview), "warn" if preview.errors else "good")

    def say(self, words: str, tone: str) -> None:
        """Say something about this file above the counts."""
        self.message.set_text(words, tone)
        self.message.show()

    def _ready(self) -> ImportPreview | None:
        """The preview as it would be written; ``None`` while something is missing or open."""
        preview = self._looked.preview if self._looked is not None else None
        if preview is None or preview.questions:
            return None
        options = replace(
            preview.options,
            is_complete=self.complete_box.isChecked() and self.complete_box.isVisibleTo(self),
            skips_errors=bool(preview.errors),
        )
        return replace(preview, options=options)

    def _writes(self, preview: ImportPreview) -> bool:
        return preview.has_something_to_write()

    def _show_acts(self) -> None:
        looked = self._looked
        first = looked.preview if looked is not None else None
        can_close = first is not None and not first.questions and first.kind == "invoices" and first.gone > 0
        self.complete_box.setVisible(can_close)
        self._complete_words.setVisible(can_close)
        if can_close and looked is not None and first is not None:
            items = counted(self._formats, first.gone, "item")
            amount = totals_words(self._formats, looked.gone_totals)
            is_one = len(looked.gone_totals) == 1
            told = f"{items}, {amount}" if is_one else items
            self.complete_box.setText(f"This file is complete: close what is missing ({told})")
            what = "They are" if is_one else f"{amount} are"
            self._complete_words.setText(
                f"{what} closed as cleared by this file, how they were paid unknown. Undo opens them again."
            )
        preview = self._ready()
        writes = preview is not None and self._writes(preview)
        self.import_button.setVisible(writes)
        if preview is not None:
            self.import_button.set_text(self._import_words(preview))
            self.save_button.set_text("Save the wrong row…" if wrong_rows(preview) == 1 else "Save the wrong rows…")
        self.save_button.setVisible(preview is not None and bool(preview.errors))

    def _import_words(self, preview: ImportPreview) -> str:
        wrong, count = wrong_rows(preview), rows_to_write(preview)
        if wrong:
            left_out = "Leave out the wrong row" if wrong == 1 else f"Leave out the {wrong:,} wrong rows"
            return f"{left_out} and import the rest"
        closes = preview.options.is_complete and preview.gone
        if not count:
            return f"Close {counted(self._formats, preview.gone, 'item')}" if closes else "Import"
        words = f"Import {counted(self._formats, count, 'row')}"
        return f"{words}, close {self._formats.number(preview.gone)}" if closes else words

    def _want_import(self) -> None:
        preview = self._ready()
        if preview is not None:
            self.import_wanted.emit(preview)

    def _answer(self, subject: str, choice: str) -> None:
        looked = self._looked
        if looked is None:
            return
        if subject == "dates":
            self.corrected.emit(replace(looked.options, date_order=_order(choice)))
        else:
            self.corrected.emit(replace(looked.options, decimal_mark=choice))

    def begin_work(self) -> None:
        """A worker reads or writes: nothing can be changed meanwhile, but it can be stopped."""
        self._kept_focus = self.focusWidget()
        for part in (self.middle, self.counts):
            part.setEnabled(False)
        self.show_progress(0, 0, "Starting")
        self._bottom.setCurrentIndex(1)
        self.cancel_button.setEnabled(True)
        self.cancel_button.setFocus()

    def end_work(self) -> None:
        """The worker has ended."""
        for part in (self.middle, self.counts):
            part.setEnabled(True)
        self._bottom.setCurrentIndex(0)
        kept, self._kept_focus = self._kept_focus, None
        if kept is not None and kept.isVisibleTo(self) and kept is not self.cancel_button:
            kept.setFocus()
        else:
            self.primary.setFocus()

    def show_progress(self, done: int, total: int, words: str) -> None:
        """``done`` of ``total`` rows; a total of 0 is not known yet."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        rows = f" · {self._formats.number(done)}" if done else ""
        of_all = f" of {counted(self._formats, total, 'row')}" if total else (" rows" if done else "")
        self._progress_words.setText(f"{words}{rows}{of_all}")


def _order(choice: str) -> Order:
    return next(order for order in ORDER_NAMES if order == choice)
