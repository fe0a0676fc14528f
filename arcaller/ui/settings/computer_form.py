"""The look of this computer: at once, without saving, and not part of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from arcaller.domain.errors import DomainError
from arcaller.ui.settings.setting_fields import LABEL_WIDTH
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.outcome_keys import USUAL, OutcomeKeys, read_digits
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text

_THEMES = {"system": "as the system", "light": "light", "dark": "dark", "high-contrast": "high contrast"}
_DENSITIES = {"normal": "roomy", "compact": "compact"}
_SCALES = (90, 100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200)


@dataclass(frozen=True, slots=True)
class ComputerDoors:
    """How the look is read and set: theme (``system``, ``light``, ``dark``, ``high-contrast``), density (``normal``,
    ``compact``) and the size of text as a factor from 0.9 to 2.0; then the digits of the outcomes.
    """

    theme: Callable[[], str]
    choose_theme: Callable[[str], None]
    density: Callable[[], str]
    set_density: Callable[[str], None]
    scale: Callable[[], float]
    set_scale: Callable[[float], None]
    outcome_keys: Callable[[], OutcomeKeys]
    set_outcome_keys: Callable[[OutcomeKeys], None]


class ComputerForm(Page):
    """The look and the digits of the outcomes; what is chosen holds at once. ``keys_changed`` after other digits."""

    keys_changed = Signal()

    def __init__(self, doors: ComputerDoors) -> None:
        super().__init__()
        self._doors = doors
        self.theme = _list("Theme", _THEMES)
        self.density = _list("Rows", _DENSITIES)
        self.text_size = QComboBox()
        self.text_size.setAccessibleName("Text size")
        for percent in _SCALES:
            self.text_size.addItem(f"{percent} %", percent)
        self.digits_arm = QCheckBox("A digit in an empty note arms an outcome")
        self.digits = QLineEdit()
        self.digits.setAccessibleName("Digits of the outcomes, from no answer to other")
        self.digits.setMaxLength(24)
        self.usual = Button("The usual digits", kind="quiet")
        self.digits_error = FieldError(self.digits)
        self._digit_words = Text("", font="small", tone="muted", wrap=True)
        self._build()
        self.digits_arm.clicked.connect(lambda _on: self._keep_digits())
        self.digits.editingFinished.connect(self._keep_digits)
        self.usual.clicked.connect(lambda _checked=False: self._set_digits(USUAL))
        self.theme.activated.connect(lambda _index: doors.choose_theme(self.theme.currentData()))
        self.density.activated.connect(lambda _index: doors.set_density(self.density.currentData()))
        self.text_size.activated.connect(lambda _index: doors.set_scale(self.text_size.currentData() / 100))
        self.set_first_focus(self.theme)

    def _build(self) -> None:
        card = Card("Look")
        self.setMaximumWidth(640)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for row, (label, box) in enumerate((("Theme", self.theme), ("Rows", self.density), ("Text", self.text_size))):
            words = Text(label, tone="muted")
            words.setMinimumWidth(LABEL_WIDTH)
            grid.addWidget(words, row, 0)
            grid.addWidget(box, row, 1)
        grid.setColumnStretch(2, 1)
        card.body.addLayout(grid)
        card.body.addSpacing(4)
        card.body.addWidget(Text("Holds at once, on this computer only.", font="small", tone="muted"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(card)
        column.addWidget(self._make_digits())
        column.addStretch(1)

    def _make_digits(self) -> Card:
        card = Card("Digits of the outcomes")
        line = QHBoxLayout()
        line.setSpacing(8)
        words = Text("In order", tone="muted")
        words.setMinimumWidth(LABEL_WIDTH)
        self.digits.setFixedWidth(176)
        line.addWidget(words)
        line.addWidget(self.digits)
        line.addWidget(self.usual)
        line.addStretch(1)
        card.body.addWidget(self.digits_arm)
        card.body.addLayout(line)
        card.body.addWidget(self.digits_error)
        card.body.addWidget(self._digit_words)
        return card

    def _set_digits(self, digits: str) -> None:
        self.digits.setText(digits)
        self._keep_digits()

    def _keep_digits(self) -> None:
        """Hold what is typed if it can be; what cannot stays in its field with the reason."""
        try:
            keys = OutcomeKeys(read_digits(self.digits.text()), arms=self.digits_arm.isChecked())
        except DomainError as error:
            self.digits_error.show_error(error.message)
            return
        self.digits_error.clear_error()
        self._show_words(keys)
        if keys != self._doors.outcome_keys():
            self._doors.set_outcome_keys(keys)
            self.keys_changed.emit()

    def _show_words(self, keys: OutcomeKeys) -> None:
        self._digit_words.setText(" · ".join(f"{digit} {word.lower()}" for digit, word in keys.words))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.theme.setCurrentIndex(self.theme.findData(self._doors.theme()))
        self.density.setCurrentIndex(self.density.findData(self._doors.density()))
        self.text_size.setCurrentIndex(self.text_size.findData(round(self._doors.scale() * 100)))
        keys = self._doors.outcome_keys()
        self.digits_arm.setChecked(keys.arms)
        self.digits.setText(keys.digits)
        self.digits_error.clear_error()
        self._show_words(keys)


def _list(name: str, words: dict[str, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setMinimumWidth(176)
    for key, word in words.items():
        box.addItem(word, key)
    return box
