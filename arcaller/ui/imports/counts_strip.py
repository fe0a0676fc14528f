"""What an import would do, in figures: a small card for each count and the control totals."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from arcaller.services.importing.imports import ImportPreview
from arcaller.ui.imports.import_words import wrong_rows
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_COUNTS = (("new", "New", ""), ("same", "Same", ""), ("changed", "Changed", ""), ("gone", "Gone", ""),
           ("warnings", "Warnings", "warn"), ("errors", "Wrong", "bad"))  # fmt: skip
_MARKS = {"warn": "◐ ", "bad": "● "}
_TIPS = {
    "new": "Rows that the ledger does not have yet",
    "same": "Rows that stand in the ledger exactly so",
    "changed": "Rows that the ledger has otherwise",
    "gone": "Items open here and missing from the file",
    "warnings": "Rows that are taken but look doubtful",
    "errors": "Rows that cannot be read",
}


class _Count(QFrame):
    def __init__(self, word: str, tip: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setToolTip(tip)
        self._word = word
        self.number = Text("0", font="lead_strong")
        self.label = Text(word, font="small", tone="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(0)
        column.addWidget(self.number)
        column.addWidget(self.label)
        column.addStretch(1)

    def show_count(self, text: str, tone: str) -> None:
        self.number.setText(text)
        self.number.set_tone(tone if tone else "normal")
        self.label.setText(f"{_MARKS.get(tone, '')}{self._word}")
        self.label.set_tone(tone if tone else "muted")
        self.setAccessibleName(f"{self._word}: {text}")


class CountsStrip(QFrame):
    """Six counts and, right-aligned beside their currency, the control totals of the good rows."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._counts = {key: _Count(word, _TIPS[key]) for key, word, _ in _COUNTS}
        self._totals = QFrame()
        self._totals.setObjectName("card")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        column = QVBoxLayout(self._totals)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(0)
        column.addLayout(self._grid)
        column.addWidget(Text("Control total of the rows read", font="small", tone="muted"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for count in self._counts.values():
            row.addWidget(count, 1)
        row.addWidget(self._totals, 2)

    def texts(self) -> dict[str, str]:
        """What is shown, by count."""
        return {key: count.number.text() for key, count in self._counts.items()}

    def show_preview(self, preview: ImportPreview) -> None:
        """Show the figures of ``preview``."""
        figures = {
            "new": preview.new, "same": preview.same, "changed": preview.changed, "gone": preview.gone,
            "warnings": len({issue.row for issue in preview.warnings}), "errors": wrong_rows(preview),
        }  # fmt: skip
        for key, _, tone in _COUNTS:
            self._counts[key].show_count(self._formats.number(figures[key]), tone if figures[key] else "")
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._totals.setVisible(bool(preview.totals))
        for line, (currency, minor) in enumerate(preview.totals.items()):
            amount = Text(self._formats.amount(minor, currency), font="lead_strong")
            amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            code = Text(currency, tone="muted")
            self._grid.addWidget(amount, line, 0)
            self._grid.addWidget(code, line, 1)
        self._grid.setColumnStretch(0, 1)
        said = ", ".join(f"{self._formats.amount(minor, code)} {code}" for code, minor in preview.totals.items())
        self._totals.setAccessibleName(f"Control total: {said}")
