"""A short list held whole, with columns and rows that grow with the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QTableWidget

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.tables.table_view import show_as_rows


class RowTable(QTableWidget):
    """``widths`` are those of columns by number, in pixels at scale 1; ``stretch`` takes what room is left."""

    def __init__(
        self,
        name: str,
        heads: Sequence[str],
        widths: Mapping[int, int],
        *,
        stretch: int,
    ) -> None:
        super().__init__(0, len(heads))
        self._widths = dict(widths)
        show_as_rows(self, name)
        self.setHorizontalHeaderLabels(list(heads))
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(stretch, head.ResizeMode.Stretch)
        self._fit()

    def _fit(self) -> None:
        for column, width in self._widths.items():
            self.setColumnWidth(column, round(width * look().text_scale))
        self.verticalHeader().setDefaultSectionSize(look().row_height)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_widths"):
            self._fit()
