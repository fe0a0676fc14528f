"""The one question a file may leave open: real rows read both ways, two buttons, answered once."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from arcaller.domain.errors import DomainError
from arcaller.domain.money import AmountFormat, parse_amount
from arcaller.exchange.columns import AMOUNT_FIELDS
from arcaller.exchange.file_report import FileReport, Question
from arcaller.ui.imports.import_words import ORDER_WORDS
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_MARKS = {".": "the point parts the decimals", ",": "the comma parts the decimals"}


class _Example(NamedTuple):
    """A cell of the file and what each answer would make of it."""

    row: int
    column: str
    text: str
    readings: tuple[str, ...]


class QuestionPanel(Card):
    """Emits ``answered(subject, choice)``; subject is ``dates`` or ``amounts``."""

    answered = Signal(str, str)

    def __init__(self, formats: Formats) -> None:
        super().__init__("One question")
        self._formats = formats
        self._text = Text("", font="lead_strong", wrap=True)
        self._why = Text("Nothing in the file decides it: only you know. It is asked once.", tone="muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self.buttons: list[Button] = []
        self.body.setSpacing(12)
        for part in (self._text, self._why):
            self.body.addWidget(part)
        self.body.addLayout(self._grid)
        self.body.addSpacing(4)
        self.body.addLayout(self._row)
        self.body.addStretch(1)

    def ask(self, report: FileReport, question: Question, currency: str) -> None:
        """Ask ``question`` with up to three rows of the file."""
        self._clear()
        if question.subject == "dates":
            words = [ORDER_WORDS[choice] for choice in question.choices]  # type: ignore[index]
            self._text.setText("Which comes first in these dates?")
            examples = self._date_examples(report, question)
        else:
            words = [_MARKS[choice] for choice in question.choices]
            self._text.setText("Which mark parts the decimals?")
            examples = self._amount_examples(report, question, currency)
        self._show_examples(examples, words)
        for choice, word in zip(question.choices, words, strict=True):
            button = Button(word[:1].upper() + word[1:])
            button.setAutoDefault(True)
            button.clicked.connect(lambda _checked=False, choice=choice: self.answered.emit(question.subject, choice))
            self._row.addWidget(button)
            self.buttons.append(button)
        self._row.addStretch(1)

    def _clear(self) -> None:
        self.buttons = []
        for layout in (self._grid, self._row):
            while (item := layout.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()

    def _date_examples(self, report: FileReport, question: Question) -> list[_Example]:
        found = []
        for example in report.dates.examples:
            days = dict(example.readings)
            said = tuple(self._formats.full_day(days[choice]) for choice in question.choices)  # type: ignore[index]
            found.append(_Example(example.row, example.column, example.text, said))
        return found

    def _amount_examples(self, report: FileReport, question: Question, currency: str) -> list[_Example]:
        found: list[_Example] = []
        columns = [report.mapping.columns[name] for name in AMOUNT_FIELDS if name in report.mapping.columns]
        for number, row in enumerate(report.sample, report.table.header_row + 1):
            for column in columns:
                text = str(row[column]) if column < len(row) else ""
                if ("." in text or "," in text) and len(found) < 3:
                    said = tuple(self._amount(text, choice, currency) for choice in question.choices)
                    found.append(_Example(number, report.table.column_name(column), text, said))
        return found

    def _amount(self, text: str, mark: str, currency: str) -> str:
        try:
            return self._formats.money(parse_amount(text, currency, AmountFormat(mark, "," if mark == "." else ".")))
        except DomainError:
            return "no amount"

    def _show_examples(self, examples: list[_Example], words: list[str]) -> None:
        if not examples:
            return
        for column, head in enumerate(("Row", "Column", "In the file", *words)):
            self._grid.addWidget(Text(head, font="small_strong", tone="muted"), 0, column)
        for line, example in enumerate(examples, 1):
            texts = (str(example.row), example.column, f"“{example.text}”", *example.readings)
            for column, text in enumerate(texts):
                label = Text(text, font="strong" if column > 2 else "body", tone="muted" if column == 0 else "normal")
                if column == 0:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight)
                self._grid.addWidget(label, line, column)
        self._grid.setColumnStretch(len(words) + 3, 1)
