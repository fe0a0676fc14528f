"""The look of this computer: at once, without saving, and not part of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout

from arcaller.ui.settings.setting_fields import LABEL_WIDTH
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Text

_THEMES = {"system": "as the system", "light": "light", "dark": "dark", "high-contrast": "high contrast"}
_DENSITIES = {"normal": "roomy", "compact": "compact"}
_SCALES = (90, 100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200)


@dataclass(frozen=True, slots=True)
class ComputerDoors:
    """How the look is read and set: theme (``system``, ``light``, ``dark``, ``high-contrast``), density (``normal``,
    ``compact``) and the size of text as a factor from 0.9 to 2.0.
    """

    theme: Callable[[], str]
    choose_theme: Callable[[str], None]
    density: Callable[[], str]
    set_density: Callable[[str], None]
    scale: Callable[[], float]
    set_scale: Callable[[float], None]


class ComputerForm(Page):
    """Three lists; what is chosen holds at once."""

    def __init__(self, doors: ComputerDoors) -> None:
        super().__init__()
        self._doors = doors
        self.theme = _list("Theme", _THEMES)
        self.density = _list("Rows", _DENSITIES)
        self.text_size = QComboBox()
        self.text_size.setAccessibleName("Text size")
        for percent in _SCALES:
            self.text_size.addItem(f"{percent} %", percent)
        self._build()
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
        column.addWidget(card)
        column.addStretch(1)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.theme.setCurrentIndex(self.theme.findData(self._doors.theme()))
        self.density.setCurrentIndex(self.density.findData(self._doors.density()))
        self.text_size.setCurrentIndex(self.text_size.findData(round(self._doors.scale() * 100)))


def _list(name: str, words: dict[str, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setMinimumWidth(176)
    for key, word in words.items():
        box.addItem(word, key)
    return box
