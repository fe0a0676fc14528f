"""One group of settings: cards of fields, read and kept together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from arcaller.domain.errors import DomainError
from arcaller.services.settings import Settings
from arcaller.ui.settings.setting_fields import CardSpec, SettingRow, first_refused
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.widgets.card import Card

_TWO_COLUMNS_FROM = 880
_ONE_CARD_WIDTH = 760


class GroupForm(Page):
    """Cards in two columns where there is room. Emits ``edited()``."""

    edited = Signal()

    def __init__(self, cards: Sequence[CardSpec]) -> None:
        super().__init__()
        self.rows: dict[str, SettingRow] = {}
        self._cards = [self._card(spec) for spec in cards]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._columns = 0
        if len(self._cards) == 1:
            self.setMaximumWidth(_ONE_CARD_WIDTH)
        self._arrange(1)
        self.set_first_focus(next(iter(self.rows.values())).editor)

    def _card(self, spec: CardSpec) -> Card:
        card = Card(spec.title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for place, field in enumerate(spec.fields):
            row = SettingRow(field)
            row.place(grid, place * 3)
            grid.setRowMinimumHeight(place * 3 + 2, 8)
            row.changed.connect(lambda *_: self.edited.emit())
            self.rows[field.key] = row
        card.body.addLayout(grid)
        card.body.addStretch(1)
        return card

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        sides = [QVBoxLayout() for _ in range(columns)]
        while (item := self._grid.takeAt(0)) is not None:
            if (layout := item.layout()) is not None:
                while layout.takeAt(0) is not None:
                    pass
                layout.deleteLater()
        for place, card in enumerate(self._cards):
            sides[place % columns].addWidget(card)
        for place, side in enumerate(sides):
            side.setSpacing(12)
            side.addStretch(1)
            self._grid.addLayout(side, 0, place)
            self._grid.setColumnStretch(place, 1)
        if columns == 1:
            self._grid.setColumnStretch(1, 0)
        # at once: a form shown first now would stand in its old columns until the next event
        self._grid.activate()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= _TWO_COLUMNS_FROM and len(self._cards) > 1 else 1)

    def show_settings(self, settings: Settings, *, anew: bool = False) -> None:
        """Show what is stored; what was typed stays unless ``anew``."""
        for key, row in self.rows.items():
            row.show(settings.values[key], anew=anew)

    def changed_values(self) -> dict[str, Any]:
        """What was changed, by key. Raises ``DomainError`` for what cannot be read."""
        values = {key: row.read() for key, row in self.rows.items() if row.is_changed()}
        return {key: value for key, value in values.items() if value != self.rows[key].loaded}

    def is_changed(self) -> bool:
        """Whether there is something to save."""
        return any(row.is_changed() for row in self.rows.values())

    def show_refusal(self, error: DomainError) -> bool:
        """Show ``error`` beside its field and go there; false if it has none here."""
        field = first_refused(list(self.rows.values()), error)
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        return field is not None
