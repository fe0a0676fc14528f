"""One field of the card as a row: label, editor, explanation, and its refusal below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLineEdit, QPlainTextEdit, QSizePolicy

from arcaller.domain.errors import DomainError
from arcaller.domain.shorthand import read_date
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

Form = Literal["text", "lines", "whole", "choice", "day", "words"]
LABEL_WIDTH = 116
_SHORT, _CODE = 128, 72
_LINES = 4


@dataclass(frozen=True, slots=True)
class Field:
    """``name`` is the field of the command; ``choices`` are stored values with their words.

    ``day`` fields take dates in shorthand, ``words`` several words parted by commas; ``hint`` stands behind it.
    ``is_short`` fields have room for a day or a number, ``is_code`` ones for two or three letters or digits.
    """

    name: str
    label: str
    form: Form = "text"
    hint: str = ""
    placeholder: str = ""
    choices: Mapping[Any, str] | None = None
    is_short: bool = False
    is_code: bool = False


class FieldRow:
    """The widgets of one field; ``loaded`` is the text of what is stored, so that half-typed ones are known."""

    def __init__(self, field: Field, formats: Formats) -> None:
        self.field, self._formats = field, formats
        self.loaded = ""
        self._loaded_day: date | None = None
        self.editor = _make_editor(field)
        self.editor.setAccessibleName(field.label)
        self.error = FieldError(self.editor)
        self.changed.connect(lambda *_: self.error.clear_error())

    @property
    def changed(self) -> Any:
        """The signal of the editor: something was typed or chosen."""
        if isinstance(self.editor, QComboBox):
            return self.editor.currentIndexChanged
        return self.editor.textChanged

    def place(self, grid: QGridLayout, row: int) -> None:
        """Put it into ``grid`` at ``row``, its refusal at the row after it."""
        label = Text(self.field.label, tone="muted")
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        is_tall = self.field.form == "lines"
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop if is_tall else Qt.AlignmentFlag.AlignVCenter)
        behind = QGridLayout()
        behind.setHorizontalSpacing(8)
        behind.addWidget(self.editor, 0, 0)
        if self.field.hint:
            behind.addWidget(Text(self.field.hint, font="small", tone="muted", wrap=True), 0, 1)
        behind.setColumnStretch(1 if self.field.is_short or self.field.is_code else 0, 1)
        grid.addLayout(behind, row, 1)
        grid.addWidget(self.error, row + 1, 1)

    def text(self) -> str:
        """What stands in the field, as a draft keeps it; of a choice the place of its value."""
        if isinstance(self.editor, QComboBox):
            return str(self.editor.currentIndex())
        return self.editor.toPlainText() if isinstance(self.editor, QPlainTextEdit) else self.editor.text()

    def put_text(self, text: str) -> None:
        """Let ``text`` stand in the field."""
        if isinstance(self.editor, QComboBox):
            place = int(text) if text.lstrip("-").isdigit() else 0
            self.editor.setCurrentIndex(place if place < self.editor.count() else 0)
        elif isinstance(self.editor, QPlainTextEdit):
            self.editor.setPlainText(text)
        else:
            self.editor.setText(text)

    def put(self, value: Any) -> None:
        """Show the stored ``value``; from now on this is what is loaded."""
        if isinstance(self.editor, QComboBox):
            place = self.editor.findData(value)
            if place < 0 and value not in (None, ""):
                self.editor.addItem(str(value), value)
                place = self.editor.count() - 1
            self.editor.setCurrentIndex(max(0, place))
        elif isinstance(value, date):
            self.put_text(self._formats.full_day(value))
        elif isinstance(value, (tuple, list)):
            self.put_text(", ".join(value))
        else:
            self.put_text("" if value is None else str(value))
        self.loaded = self.text()
        self.error.clear_error()

    def is_changed(self) -> bool:
        """Whether something else stands there than is stored."""
        return self.text() != self.loaded

    def set_choices(self, choices: Mapping[Any, str]) -> None:
        """Other things to choose from; what was chosen stays if it is among them."""
        if isinstance(self.editor, QLineEdit):
            self.editor.setCompleter(_completer(list(choices.values()), self.editor))
        if not isinstance(self.editor, QComboBox):
            return
        chosen = self.editor.currentData()
        self.editor.blockSignals(True)
        self.editor.clear()
        for value, words in choices.items():
            self.editor.addItem(words, value)
        self.editor.setCurrentIndex(max(0, self.editor.findData(chosen)))
        self.editor.blockSignals(False)

    def read(self, today: date) -> Any:
        """The value as the command wants it. Raises ``DomainError`` with the field's name."""
        name, text = self.field.name, self.text().strip()
        match self.field.form:
            case "choice":
                return self.editor.currentData() if isinstance(self.editor, QComboBox) else None
            case "whole":
                if not (text.isascii() and text.isdigit() and len(text) < 9):
                    raise DomainError(f"“{text}” is no whole number; write it like 30.", name)
                return int(text)
            case "day":
                return self._read_day(text, today)
            case "words":
                return tuple(part.strip() for part in text.split(",") if part.strip())
            case _:
                return self.text() if self.field.form == "lines" else text

    def _read_day(self, text: str, today: date) -> date | None:
        if not text:
            return None
        if text == self.loaded and self._loaded_day is not None:
            return self._loaded_day
        try:
            return read_date(text, today, self._formats.day_first)
        except DomainError as error:
            raise DomainError(error.message, self.field.name) from None

    def put_day(self, value: date | None) -> None:
        """A stored day; it is read back as itself however it is written."""
        self.put(value)
        self._loaded_day = value


class _ShortEdit(QLineEdit):
    """Of one width, which grows with the text size."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(self._width * look().text_scale), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def _make_editor(field: Field) -> QLineEdit | QPlainTextEdit | QComboBox:
    if field.form == "choice":
        box = QComboBox()
        for value, words in (field.choices or {}).items():
            box.addItem(words, value)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        return box
    if field.form == "lines":
        text = QPlainTextEdit()
        text.setPlaceholderText(field.placeholder)
        text.setTabChangesFocus(True)
        text.setFixedHeight(QFontMetrics(look().fonts.body).lineSpacing() * _LINES + 24)
        return text
    least = _CODE if field.is_code else _SHORT
    edit = _ShortEdit(least) if field.is_short or field.is_code else QLineEdit()
    edit.setPlaceholderText(field.placeholder)
    edit.setMaxLength(2_000)
    if field.form == "whole":
        edit.setAlignment(Qt.AlignmentFlag.AlignRight)
    return edit


def _completer(words: list[str], edit: QLineEdit) -> QCompleter:
    completer = QCompleter(words, edit)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return completer
