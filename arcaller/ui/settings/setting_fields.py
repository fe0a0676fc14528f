"""One setting as a row: label, field, explanation, the way back to its default, and its refusal below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from arcaller.domain.contact.phones import zones_of_country
from arcaller.domain.errors import DomainError
from arcaller.services.settings import KEYS
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text

Form = Literal["text", "lines", "whole", "clock", "percent", "iban", "country", "choice", "amounts", "moment"]
LABEL_WIDTH = 152
_SHORT = 104
_SHORT_FORMS = ("whole", "clock", "percent", "country", "choice", "moment")
_WITH_DEFAULT = ("whole", "clock", "percent", "moment")
_LINES = 4


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """``key`` of the setting, its label, what stands behind the field, and what it looks like while empty."""

    key: str
    label: str
    form: Form = "text"
    hint: str = ""
    placeholder: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardSpec:
    """Fields that belong together."""

    title: str
    fields: tuple[FieldSpec, ...]


class SettingRow:
    """The widgets of one setting, put into a grid of three columns; reads and shows its value.

    ``loaded`` is the stored value; what somebody typed stays until it is saved.
    """

    def __init__(self, spec: FieldSpec) -> None:
        self.spec = spec
        self.loaded: Any = KEYS[spec.key].default
        self.editor = _make_editor(spec)
        self.editor.setAccessibleName(spec.label)
        self.error = FieldError(self.editor)
        self.reset = Button("", kind="quiet")
        self.reset.setAutoDefault(True)
        self.reset.clicked.connect(lambda _checked=False: self._put(KEYS[spec.key].default))
        self.changed.connect(self._on_changed)
        self.reset.hide()

    @property
    def changed(self) -> Any:
        """The signal of the field: something was typed or chosen."""
        if isinstance(self.editor, QComboBox):
            return self.editor.currentTextChanged
        return self.editor.textChanged

    def place(self, grid: QGridLayout, row: int) -> None:
        """Put the row into ``grid`` at ``row`` and the refusal at the row after it."""
        label = Text(self.spec.label, tone="muted")
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(label, row, 0, top if self.spec.form == "lines" else Qt.AlignmentFlag.AlignVCenter)
        is_short = self.spec.form in _SHORT_FORMS
        behind = QGridLayout()
        behind.setContentsMargins(0, 0, 0, 0)
        behind.setHorizontalSpacing(8)
        behind.addWidget(self.editor, 0, 0)
        if self.spec.hint:
            behind.addWidget(Text(self.spec.hint, font="small", tone="muted", wrap=True), 0, 1)
        behind.addWidget(self.reset, 0, 2)
        behind.setColumnStretch(1 if is_short else 0, 1)
        grid.addLayout(behind, row, 1)
        grid.addWidget(self.error, row + 1, 1)

    def is_changed(self) -> bool:
        """Whether something else stands in the field than is stored."""
        return self._text() != self._text_of(self.loaded)

    def read(self) -> Any:
        """The value as it is stored. Raises ``DomainError`` with the key as its field."""
        text, key = self._text().strip(), self.spec.key
        match self.spec.form:
            case "lines":
                return [line.strip() for line in text.splitlines() if line.strip()]
            case "whole":
                if not (text.isascii() and text.isdigit()):
                    raise DomainError(f"“{text}” is no whole number; write it like 3.", key)
                return int(text)
            case "percent":
                return percent_text(text, key)
            case "amounts":
                return amounts_by_currency(text, key)
            case "clock":
                return f"0{text}" if len(text) == 4 and text[1] == ":" else text
            case "iban":
                return "".join(text.split()).upper()
            case "country":
                return _country(text, key)
            case _:
                return text

    def show(self, value: Any, *, anew: bool = False) -> None:
        """Show the stored ``value``; what was typed meanwhile stays, unless ``anew``."""
        was_changed = self.is_changed()
        self.loaded = value
        if anew or not was_changed:
            self._put(value)
        self._on_changed()

    def _on_changed(self) -> None:
        self.error.clear_error()
        default = KEYS[self.spec.key].default
        is_other = self.spec.form in _WITH_DEFAULT and self._text() != self._text_of(default)
        self.reset.setVisible(is_other)
        if is_other:
            self.reset.set_text(f"Default {self._text_of(default)}")
            self.reset.setAccessibleName(f"{self.spec.label}: back to the default {self._text_of(default)}")

    def _text(self) -> str:
        if isinstance(self.editor, QComboBox):
            return str(self.editor.currentText())
        return self.editor.toPlainText() if isinstance(self.editor, QPlainTextEdit) else self.editor.text()

    def _text_of(self, value: Any) -> str:
        if self.spec.form == "lines":
            return "\n".join(value)
        if self.spec.form == "iban":
            return " ".join(value[at : at + 4] for at in range(0, len(value), 4))
        if self.spec.form == "amounts":
            own = (f"{currency} {amount}" for currency, amount in sorted(value.items()) if currency)
            return "; ".join((value.get("", "0"), *own))
        return str(value)

    def _put(self, value: Any) -> None:
        text = self._text_of(value)
        if isinstance(self.editor, QComboBox):
            self.editor.setCurrentText(text)
        elif isinstance(self.editor, QPlainTextEdit):
            self.editor.setPlainText(text)
        else:
            self.editor.setText(text)


def percent_text(text: str, field: str) -> str:
    """A typed percentage as it is stored: with a point, without blanks or sign of per cent."""
    plain = text.replace("%", "").replace(",", ".").strip()
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise DomainError(f"“{text}” is no percentage; write it like 12.5.", field)
    return plain


def amounts_by_currency(text: str, field: str) -> dict[str, str]:
    """``25; JPY 3000`` as it is stored: the first amount for every currency, the others for their own."""
    amounts: dict[str, str] = {}
    for part in text.split(";"):
        *currency, amount = part.split() or ["0"]
        code = currency[0].upper() if len(currency) == 1 else ""
        is_amount = amount.replace(".", "", 1).isdigit() and amount.isascii()
        if not is_amount or code in amounts or len(currency) > 1:
            raise DomainError(f"“{part.strip()}” is no amount; write it like 25, or 25; JPY 3000.", field)
        amounts[code] = amount
    return {"": "0", **amounts}


def _country(text: str, field: str) -> str:
    code = text.upper()
    if code and not zones_of_country(code):
        raise DomainError(f"“{text}” is no country code; write two letters such as DE, or leave it empty.", field)
    return code


def _make_editor(spec: FieldSpec) -> QLineEdit | QPlainTextEdit | QComboBox:
    if spec.form == "choice":
        box = QComboBox()
        box.addItems(spec.choices)
        box.setFixedWidth(max(_SHORT, box.sizeHint().width()))
        return box
    if spec.form == "lines":
        text = QPlainTextEdit()
        text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        text.setPlaceholderText(spec.placeholder)
        text.setTabChangesFocus(True)
        text.setFixedHeight(QFontMetrics(look().fonts.body).lineSpacing() * _LINES + 24)
        return text
    edit = QLineEdit()
    edit.setPlaceholderText(spec.placeholder)
    if spec.form in _SHORT_FORMS:
        edit.setFixedWidth(_SHORT)
    if spec.form in ("whole", "percent"):
        edit.setAlignment(Qt.AlignmentFlag.AlignRight)
    return edit


def first_refused(rows: Sequence[SettingRow], error: DomainError) -> QWidget | None:
    """Show ``error`` below the row it belongs to and give the field; ``None`` if it belongs to none of them."""
    for row in rows:
        if row.spec.key == error.field:
            row.error.show_error(error)
            return row.editor
    return None
