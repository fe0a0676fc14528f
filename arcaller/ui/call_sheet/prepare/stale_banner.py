"""The line under the head that says how far payment data reaches when a payment may have crossed."""

from __future__ import annotations

from typing import Any

from arcaller.domain.money import Money
from arcaller.services.preparing.preparation import stale_words
from arcaller.services.preparing.standing import Speaking
from arcaller.ui.call_sheet.sheet_context import Draft, SheetContext
from arcaller.ui.shared.widgets.card import Banner
from arcaller.ui.shared.words.formats import Formats


def speaking(formats: Formats) -> Speaking:
    """How the sheet says amounts and days."""
    return Speaking(formats.amount, lambda minor, code: formats.money(Money(minor, code)), formats.day)


class StaleBanner(Banner):
    """Hidden while payment data is fresh."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._say = speaking(formats)
        self.body.setContentsMargins(12, 4, 12, 4)
        self.hide()

    def start(self, context: SheetContext) -> None:
        """Another client."""
        self.show_context(context)

    def restore(self, draft: Draft) -> None:
        """Nothing is typed here."""

    def show_context(self, context: SheetContext) -> None:
        """Say it, or nothing."""
        words = stale_words(context.sheet, self._say)
        if words:
            self.set_text(words, "warn")
        self.setVisible(bool(words))

    def draft(self) -> dict[str, Any]:
        """Nothing is typed here."""
        return {}
