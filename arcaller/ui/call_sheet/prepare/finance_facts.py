"""The client's situation in a few lines, each with day and source; one more is typed below, one is taken off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from arcaller.data.queries.sheet.finance import FinanceFactRow
from arcaller.domain.errors import DomainError
from arcaller.domain.shorthand import read_date
from arcaller.services.calling.notes import (
    FACT_WORDS,
    MOST_SOURCE,
    MOST_WORDS,
    AddFinanceFact,
    RemoveFinanceFact,
    add_finance_fact,
    remove_finance_fact,
)
from arcaller.ui.call_sheet.sheet_context import SheetContext
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Span, Spans, Text
from arcaller.ui.shared.words.formats import Formats


@dataclass(frozen=True, slots=True)
class FactTools:
    """``load`` gives the facts about a client; writes go through ``runner``."""

    load: Callable[[int], Sequence[FinanceFactRow]]
    runner: CommandRunner


class FinanceFacts(QWidget):
    """Shows what is known of one client's situation; :meth:`show_context` fills it in."""

    def __init__(self, tools: FactTools, formats: Formats) -> None:
        super().__init__()
        self._tools, self._formats = tools, formats
        self._context: SheetContext | None = None
        self._is_running = False
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.add_button = Button("Add what is known…", kind="quiet")
        self.add_button.clicked.connect(lambda _checked=False: self.open_form())
        self._form = QWidget()
        self.kind = QComboBox()
        self.words, self.known_on, self.source = QLineEdit(), QLineEdit(), QLineEdit()
        self._error = FieldError(self.words)
        self._build()
        tools.runner.refused.connect(self._on_refused)

    def _build(self) -> None:
        for code, text in FACT_WORDS.items():
            self.kind.addItem(text, code)
        self.kind.setAccessibleName("Kind of fact")
        for field, name, hint, most in (
            (self.words, "What is known", "cash is tight until January", MOST_WORDS),
            (self.known_on, "Day it was said or dated", "today", 40),
            (self.source, "Source", "who or what says so", MOST_SOURCE),
        ):
            field.setAccessibleName(name)
            field.setPlaceholderText(hint)
            field.setMaxLength(most)
            field.returnPressed.connect(self.keep)
        keep, leave = Button("Keep"), Button("Cancel", kind="quiet")
        keep.clicked.connect(lambda _checked=False: self.keep())
        leave.clicked.connect(lambda _checked=False: self.close_form())
        grid = QGridLayout(self._form)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setSpacing(4)
        grid.addWidget(self.kind, 0, 0)
        grid.addWidget(self.known_on, 0, 1)
        grid.addWidget(self.words, 1, 0, 1, 2)
        grid.addWidget(self.source, 2, 0, 1, 2)
        grid.addWidget(self._error, 3, 0, 1, 2)
        buttons = QHBoxLayout()
        buttons.addWidget(keep)
        buttons.addWidget(leave)
        buttons.addStretch(1)
        grid.addLayout(buttons, 4, 0, 1, 2)
        self._form.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._rows)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._form)

    def show_context(self, context: SheetContext) -> None:
        """The facts about this client; a form half filled for him stays open."""
        if self._context is None or self._context.sheet.client_id != context.sheet.client_id:
            self.close_form()
        self._context = context
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        facts = self._tools.load(context.sheet.client_id)
        for fact in facts:
            self._rows.addWidget(self._row(fact, context))
        if not facts:
            self._rows.addWidget(
                Text("Nothing is known of the client's situation.", font="small", tone="muted", wrap=True)
            )

    def _row(self, fact: FinanceFactRow, context: SheetContext) -> QWidget:
        when = self._formats.day(fact.known_on, today=context.desk.today)
        source = f", {fact.source}" if fact.source else ""
        tone = "bad" if fact.kind == "insolvency" else "warn" if fact.kind == "credit_report" else "normal"
        words = Spans(
            (Span(f"{FACT_WORDS[fact.kind]}: ", tone=tone, strong=True), Span(fact.words),
             Span(f" ({when}{source})", tone="muted")),
            font="small",
        )  # fmt: skip
        remove = Button("✕", kind="quiet")
        remove.setAccessibleName(f"Take off: {fact.words}")
        remove.setToolTip("Take this off the list; Undo brings it back")
        remove.clicked.connect(lambda _checked=False, fact_id=fact.fact_id: self._remove(fact_id))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(words, 1)
        line.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return row

    @property
    def is_open(self) -> bool:
        """Whether one more fact is being typed."""
        return self._form.isVisibleTo(self)

    def open_form(self) -> None:
        """Type one more fact."""
        self._form.show()
        self.add_button.hide()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Leave the form, its fields empty."""
        had_focus = self._form.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        for field in (self.words, self.known_on, self.source):
            field.clear()
        self._error.clear_error()
        self.add_button.show()
        if had_focus:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._form.hide()

    def keep(self) -> None:
        """Write the fact down; a refusal stands under the fields and keeps what was typed."""
        if self._context is None:
            return
        self._error.clear_error()
        try:
            typed, today = self.known_on.text().strip(), self._context.desk.today
            known_on = read_date(typed, today, self._formats.day_first) if typed else None
        except DomainError as error:
            self._error.show_error(error)
            return
        command = AddFinanceFact(
            self._context.sheet.client_id, str(self.kind.currentData()), self.words.text(), known_on,
            self.source.text(),
        )  # fmt: skip
        self._is_running = True
        try:
            done = self._tools.runner.run(add_finance_fact, command)
        finally:
            self._is_running = False
        if done is not None:
            self.close_form()

    def _remove(self, fact_id: int) -> None:
        if self._context is not None:
            self._tools.runner.run(remove_finance_fact, RemoveFinanceFact(self._context.sheet.client_id, fact_id))

    def _on_refused(self, error: DomainError) -> None:
        if self._is_running:
            self._error.show_error(error)
