"""All keys on one page, from the same table as the menus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from arcaller.ui.shared.widgets.chip import KeyCap
from arcaller.ui.shared.widgets.text import Text

KeyGroup = tuple[str, Sequence[tuple[str, str]]]
"""A head, and pairs of keys ("Ctrl+K") and what they do."""


class KeySheet(QDialog):
    """Groups of keys in two columns."""

    def __init__(self, groups: Sequence[KeyGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.setAccessibleName("All keys")
        self.resize(760, 560)
        content = QWidget()
        content.setObjectName("page")
        columns = QHBoxLayout(content)
        columns.setSpacing(32)
        lefts, rights = _halves(groups)
        for half in (lefts, rights):
            column = QVBoxLayout()
            for head, rows in half:
                column.addWidget(Text(head, font="small_strong", tone="muted"))
                column.addLayout(_grid(rows))
                column.addSpacing(12)
            column.addStretch(1)
            columns.addLayout(column, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(content)
        area.setAccessibleName("Keys and what they do")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)


def _halves(groups: Sequence[KeyGroup]) -> tuple[list[KeyGroup], list[KeyGroup]]:
    """Two columns of about the same length, in reading order."""
    whole = sum(len(rows) + 2 for _, rows in groups)
    left: list[KeyGroup] = []
    used = 0
    for group in groups:
        if left and used + (len(group[1]) + 2) / 2 > whole / 2:
            break
        left.append(group)
        used += len(group[1]) + 2
    return left, list(groups[len(left) :])


def _grid(rows: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, 112)
    for number, (keys, words) in enumerate(rows):
        grid.addWidget(KeyCap(keys.replace("+", " ", keys.count("+") - keys.endswith("++"))), number, 0)
        grid.addWidget(Text(words), number, 1, Qt.AlignmentFlag.AlignVCenter)
    return grid
