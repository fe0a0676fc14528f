"""The import screen: a file is chosen, looked at, corrected, imported, and taken back if it was the wrong one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from arcaller.data.queries.office.imports import load_batches
from arcaller.domain.errors import DomainError
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk
from arcaller.services.importing.imports import ImportOptions, ImportPreview
from arcaller.ui.imports.import_words import file_words, subject_words
from arcaller.ui.imports.import_work import Looked, Written, look, save_wrong_rows, take_back, write
from arcaller.ui.imports.result_page import ResultPage
from arcaller.ui.imports.review_page import ReviewPage
from arcaller.ui.imports.start_page import StartPage
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.places import documents_folder
from arcaller.ui.shared.task_runner import Task, TaskRunner
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_SHOWN_BATCHES = 6
_FILES = "Tables (*.csv *.txt *.tsv *.xlsx *.xlsm *.xls *.ods);;All files (*)"
_INTRO = "Invoices, payments and clients from a file; you see what would change before anything is written."


def columns_key(fingerprint: str) -> str:
    """Where the columns that a person chose for files with this header are kept on this computer."""
    return f"import columns {fingerprint[:32]}"


class ImportScreen(Page):
    """Takes list and detail together. Emits ``went_to_today()``.

    ``read_layout`` and ``save_layout`` keep the columns a person chose, by the header of the file.
    """

    went_to_today = Signal()

    def __init__(
        self,
        make_desk: Callable[[], Desk],
        runner: CommandRunner,
        tasks: TaskRunner,
        formats: Formats,
        *,
        home_currency: str,
        company_zone: str,
        read_layout: Callable[[str], str],
        save_layout: Callable[[str, str], None],
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._make_desk, self._runner, self._tasks, self._formats = make_desk, runner, tasks, formats
        self._read_layout, self._save_layout = read_layout, save_layout
        self._looked: Looked | None = None
        self._written: Written | None = None
        self._task: Task | None = None
        self._title = Text("Import", font="title")
        self._subject = Text(_INTRO, tone="muted", elide=True)
        self.start = StartPage(formats, ZoneInfo(company_zone))
        self.review = ReviewPage(formats, home_currency)
        self.result = ResultPage(formats)
        self._reading_words = Text("", wrap=True)
        self._reading_bar = QProgressBar()
        self.cancel_button = Button("Cancel", keys="Esc")
        self._pages = QStackedWidget()
        self._waiting = self._waiting_page()
        self._build()
        self._connect()
        self._show_start()

    def _build(self) -> None:
        for page in (self.start, self._waiting, self.review, self.result):
            self._pages.addWidget(page)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addWidget(self._subject)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        inside.setObjectName("page")
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _waiting_page(self) -> QWidget:
        page = QWidget()
        card = Card()
        self._reading_bar.setTextVisible(False)
        self._reading_bar.setAccessibleName("Progress")
        self.cancel_button.setAutoDefault(True)
        card.body.setSpacing(12)
        card.body.addWidget(self._reading_words)
        card.body.addWidget(self._reading_bar)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        card.body.addLayout(row)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        return page

    def _connect(self) -> None:
        self.start.file_wanted.connect(self.choose_file)
        self.start.file_given.connect(self.open_file)
        self.review.corrected.connect(self._look_again)
        self.review.import_wanted.connect(self._import)
        self.review.save_wanted.connect(self._ask_where_to_save)
        self.review.another_wanted.connect(self._show_start)
        self.review.cancel_wanted.connect(self.cancel)
        self.result.undo_wanted.connect(self._take_back)
        self.result.save_wanted.connect(self._ask_where_to_save)
        self.result.another_wanted.connect(self._show_start)
        self.result.today_wanted.connect(self._leave)
        self.cancel_button.clicked.connect(lambda _checked=False: self.cancel())
        self._runner.changed.connect(self._on_changed)

    @property
    def page(self) -> QWidget | None:
        """The step shown: `start`, `review`, `result`, or the one that waits."""
        return self._pages.currentWidget()

    @property
    def looked(self) -> Looked | None:
        """The file as it was looked at last."""
        return self._looked

    # choosing and looking

    def choose_file(self) -> None:
        """Ask for a file."""
        begin = self._read_layout("import folder") or str(documents_folder())
        chosen, _ = QFileDialog.getOpenFileName(self, "Import a file", begin, _FILES)
        if chosen:
            self._save_layout("import folder", str(Path(chosen).parent))
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Look at ``path``; nothing happens while another file is being read or written."""
        if self._task is not None:
            return
        self.start.say("", "")
        self._reading_words.setText(f"Reading {path.name}")
        self._show_waiting(0, 0, "")
        self._show_page(self._waiting)
        self._start_look(path, ImportOptions(), remembers=False)

    def cancel(self) -> None:
        """Stop what is under way; nothing was written then."""
        if self._task is not None:
            self._task.cancel()

    def _look_again(self, options: ImportOptions) -> None:
        looked = self._looked
        if looked is None or self._task is not None:
            return
        self.review.begin_work()
        self._start_look(looked.path, options, remembers=options.mapping != looked.options.mapping)

    def _start_look(self, path: Path, options: ImportOptions, *, remembers: bool) -> None:
        task = self._begin(self._tasks.start(look, self._make_desk(), path, options))
        task.done.connect(partial(self._show_looked, remembers=remembers))
        task.refused.connect(self._refuse_look)
        task.canceled.connect(self._cancel_look)
        task.failed.connect(lambda error: self._refuse_look(_unexpected(error)))

    def _begin(self, task: Task) -> Task:
        self._task = task
        task.progress.connect(self._show_progress)
        task.ended.connect(partial(self._end, task))
        return task

    def _end(self, task: Task) -> None:
        if self._task is task:
            self._task = None

    def _show_progress(self, done: int, total: int, words: str) -> None:
        if self.page is self.review:
            self.review.show_progress(done, total, words)
        else:
            self._show_waiting(done, total, words)

    def _show_waiting(self, done: int, total: int, words: str) -> None:
        self._reading_bar.setRange(0, total)
        self._reading_bar.setValue(done)
        if words:
            self._reading_words.setText(f"{words} · {self._formats.number(done)} rows")

    def _show_looked(self, looked: Looked, *, remembers: bool) -> None:
        self._looked, self._written, self._task = looked, None, None
        fingerprint = looked.report.mapping.fingerprint
        if remembers:
            self._save_layout(columns_key(fingerprint), looked.options.mapping)
        elif not looked.options.mapping and self.page is not self.review:
            kept = self._read_layout(columns_key(fingerprint))
            if kept:
                self._start_look(looked.path, ImportOptions(mapping=kept), remembers=False)
                return
        was_reviewing = self.page is self.review
        self._title.setText(f"Import {looked.path.name}")
        self._subject.setText(f"{subject_words(self._formats, looked.report)} · {file_words(looked.report)}")
        self.review.show_file(looked)
        self._show_page(self.review)
        if was_reviewing:
            self.review.end_work()

    def _refuse_look(self, error: DomainError) -> None:
        if self.page is self.review:
            self.review.end_work()
            self._show_again()
            self.review.say(error.message, "bad")
        else:
            self._show_start()
            self.start.say(error.message, "bad")

    def _cancel_look(self) -> None:
        if self.page is self.review:
            self.review.end_work()
            self._show_again()
        else:
            self._show_start()

    def _show_again(self) -> None:
        """The choices back as the file was read last."""
        if self._looked is not None:
            self.review.show_file(self._looked)

    # writing

    def _import(self, preview: ImportPreview) -> None:
        if self._task is not None:
            return
        self.review.begin_work()
        self._runner.begin_bulk()
        task = self._begin(self._tasks.start(write, self._make_desk(), preview))
        task.done.connect(self._show_written)
        task.refused.connect(self._refuse_write)
        task.canceled.connect(lambda: self._refuse_write(None))
        task.failed.connect(lambda error: self._refuse_write(_unexpected(error)))

    def _show_written(self, written: Written) -> None:
        self._task = None
        self.review.end_work()
        result = written.result
        if result.batch_id is None:
            self._runner.end_bulk()
            self.review.say(result.changes.said, "good" if not result.preview.errors else "warn")
            return
        self._written = written
        self.result.show_result(result.preview)
        self._show_page(self.result)
        self._runner.end_bulk(result.changes)

    def _refuse_write(self, error: DomainError | None) -> None:
        self._runner.end_bulk()
        self.review.end_work()
        if error is None:
            self.review.say("Stopped: nothing was written.", "warn")
        else:
            self.review.say(f"Nothing was written. {error.message}", "bad")

    def _take_back(self) -> None:
        written = self._written
        if written is None or self._task is not None:
            return
        self._runner.begin_bulk()
        self.result.setEnabled(False)
        task = self._begin(self._tasks.start(take_back, self._make_desk(), written.entries))
        task.done.connect(self._show_taken_back)
        task.refused.connect(self._refuse_undo)
        task.canceled.connect(lambda: self._refuse_undo(DomainError("Stopped: the import stands.")))
        task.failed.connect(lambda error: self._refuse_undo(_unexpected(error)))

    def _show_taken_back(self, changes: Changes) -> None:
        self._task = None
        self.result.setEnabled(True)
        self._runner.end_bulk(changes)

    def _refuse_undo(self, error: DomainError) -> None:
        self._runner.end_bulk()
        self.result.setEnabled(True)
        self.result.say(error.message, "bad")

    def _on_changed(self, changes: Changes) -> None:
        """An undo from anywhere may have taken back the import shown."""
        written = self._written
        if written is None or changes.act != "undo" or self.page is not self.result:
            return
        batches = {batch.id: batch for batch in load_batches(self._make_desk().ledger, _SHOWN_BATCHES)}
        batch = batches.get(written.result.batch_id or 0)
        if batch is not None and batch.is_undone:
            self._show_start()
            self.start.say(f"{batch.file_name} is taken back: the ledger is as it was before.", "good")

    # the wrong rows

    def _ask_where_to_save(self) -> None:
        looked = self._looked
        if looked is None:
            return
        name = str(looked.path.with_name(f"{looked.path.stem}-wrong-rows.csv"))
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the wrong rows", name, "CSV (*.csv)")
        if chosen:
            self.save_wrong_rows(Path(chosen))

    def save_wrong_rows(self, path: Path) -> None:
        """Write the wrong rows with their reasons to ``path``."""
        preview = self._looked.preview if self._looked is not None else None
        if preview is None or self._task is not None:
            return
        say = self.result.say if self.page is self.result else self.review.say
        task = self._begin(self._tasks.start(save_wrong_rows, path, preview.report.table, preview.errors))
        task.done.connect(
            lambda count: say(f"{path.name} holds {count} wrong rows with the reasons; mend and import it.", "good")
        )
        task.refused.connect(lambda error: say(error.message, "bad"))
        task.failed.connect(lambda error: say(_unexpected(error).message, "bad"))

    # pages and keys

    def _show_start(self) -> None:
        if self._task is not None and self.page is self.review:
            return
        self._looked = self._written = None
        self._title.setText("Import")
        self._subject.setText(_INTRO)
        self.start.say("", "")
        self.start.show_batches(load_batches(self._make_desk().ledger, _SHOWN_BATCHES))
        self._show_page(self.start)

    def _show_page(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        focus: dict[QWidget, QWidget] = {
            self.start: self.start.choose_button,
            self.review: self.review.primary,
            self.result: self.result.today_button,
        }
        target = focus.get(page, self.cancel_button)
        self.set_first_focus(target)
        if self.isVisible():
            target.setFocus()

    def _leave(self) -> None:
        self._show_start()
        self.went_to_today.emit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.page is self.start:
            self.start.show_batches(load_batches(self._make_desk().ledger, _SHOWN_BATCHES))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            target = self.review.primary if self.page is self.review else self.first_focus
            if self._task is None and isinstance(target, QPushButton):
                target.click()
        elif event.key() == Qt.Key.Key_Escape:
            if self._task is not None:
                self.cancel()
            elif self.page is not self.start:
                self._show_start()
        else:
            super().keyPressEvent(event)


def _unexpected(error: Exception) -> DomainError:
    return DomainError(f"This did not work, and nothing was written: {error}")
