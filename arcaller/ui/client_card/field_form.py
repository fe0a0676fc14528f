"""Fields that belong together: shown, read, refused beside the one that is wrong, kept while half typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout

from arcaller.domain.errors import DomainError
from arcaller.ui.client_card.fields import Field, FieldRow
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.words.formats import Formats


class FieldForm(Page):
    """Rows in one column. Emits ``edited()``."""

    edited = Signal()

    def __init__(self, fields: Sequence[Field], formats: Formats) -> None:
        super().__init__()
        self.rows = {field.name: FieldRow(field, formats) for field in fields}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for place, row in enumerate(self.rows.values()):
            row.place(grid, place * 3)
            grid.setRowMinimumHeight(place * 3 + 2, 6)
            row.changed.connect(lambda *_: self.edited.emit())
        self.set_first_focus(next(iter(self.rows.values())).editor)

    def show_values(self, values: Mapping[str, Any], *, anew: bool = True) -> None:
        """Show what is stored; unless ``anew``, what was typed meanwhile stays."""
        for name, row in self.rows.items():
            if name not in values:
                continue
            typed = row.text() if row.is_changed() and not anew else None
            if row.field.form == "day":
                row.put_day(values[name])
            else:
                row.put(values[name])
            if typed is not None:
                row.put_text(typed)

    def clear(self) -> None:
        """Nothing stands in any field, the first of each choice is chosen."""
        for row in self.rows.values():
            row.put_text("")
            row.loaded = row.text()
            row.error.clear_error()

    def read(self, today: date) -> dict[str, Any]:
        """Every value. Raises ``DomainError`` for the first that cannot be read."""
        return {name: row.read(today) for name, row in self.rows.items()}

    def is_changed(self) -> bool:
        """Whether something waits to be saved."""
        return any(row.is_changed() for row in self.rows.values())

    def draft(self) -> dict[str, str]:
        """What was typed and is not saved."""
        return {name: row.text() for name, row in self.rows.items() if row.is_changed()}

    def restore(self, draft: Mapping[str, str]) -> None:
        """Let a draft stand in the fields again."""
        for name, text in draft.items():
            if name in self.rows and isinstance(text, str):
                self.rows[name].put_text(text)

    def show_refusal(self, error: DomainError) -> bool:
        """Show ``error`` beside its field and go there; false if it has none here."""
        row = self.rows.get(error.field)
        if row is None:
            return False
        row.error.show_error(error)
        row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
