"""The controls of the wizard: a field with a quiet hint, a button that shows its key, a table that fits, warnings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QSize, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QPushButton, QSizePolicy, QTableView, QWidget

from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.tables.table_view import show_as_rows
from arcaller.ui.shared.widgets.card import Banner
from arcaller.ui.shared.widgets.chip import KeyCap
from arcaller.ui.shared.widgets.text import Text

_ROOM = 8
_CELL_EDGES = 12
"""What the row's delegate keeps free at both ends of a cell, in pixels."""
_BODY_PIXELS = 13
"""Size of the text at scale 1, for which widths are given."""


class HintedEdit(QLineEdit):
    """A field whose right end says in quiet words what the typed text means (``last 200.00``)."""

    def __init__(self, name: str, hint: str = "", placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._hint = Text("", font="small", tone="muted", parent=self)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_hint(hint)

    @property
    def hint(self) -> str:
        """The words at the right end."""
        return self._hint.text()

    def set_hint(self, hint: str) -> None:
        """Other words at the right end; a screen reader hears them after the text."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        if not self.property("wrong"):
            self.setAccessibleDescription(hint)
        self._place()

    def show_text(self, text: str) -> None:
        """Put ``text`` in, unless it stands there already (the cursor stays where it is)."""
        if self.text() != text:
            self.setText(text)

    def _place(self) -> None:
        width = self._hint.sizeHint().width() if self._hint.text() else 0
        # half of the field belongs to what is typed
        width = min(width, max(0, self.width() // 2))
        self.setTextMargins(0, 0, width + 4 if width else 0, 0)
        self._hint.setGeometry(self.width() - width - _ROOM - 2, 0, width, self.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


class KeyButton(QPushButton):
    """A button with the key that does the same (``Back to the call  Esc``)."""

    def __init__(self, text: str, key: str, *, primary: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._cap = KeyCap(key, on_accent=primary, parent=self)
        if primary:
            self.setProperty("kind", "primary")
        self.setAccessibleDescription(f"key {key}")
        self._make_room()

    def _make_room(self) -> None:
        """Keep the words clear of the cap: only a sheet can pad a button on one side."""
        self.setStyleSheet(f"QPushButton {{ padding-right: {self._cap.sizeHint().width() + 2 * _ROOM}px; }}")

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._cap.setVisible(self.isEnabled())
        elif event.type() == QEvent.Type.FontChange and hasattr(self, "_cap"):
            self._make_room()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._cap.sizeHint()
        self._cap.setGeometry(
            self.width() - size.width() - _ROOM - 2, (self.height() - size.height()) // 2, size.width(), size.height()
        )


class FittingTable(QTableView):
    """A quiet table as high as its rows, between ``least_rows`` and what room there is."""

    def __init__(self, name: str, least_rows: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least_rows = least_rows
        self._fitted: tuple[int, ...] = ()
        show_as_rows(self, name)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the end of a number tells one from the next
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        head = self.horizontalHeader()
        head.setMinimumSectionSize(20)
        self.fit()

    @override
    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self.fit)
            model.dataChanged.connect(self.fit_columns)

    def set_widths(self, widths: dict[int, int], stretch: int, fitted: tuple[int, ...] = ()) -> None:
        """Fixed columns by number in pixels at scale 1; those ``fitted`` are as wide as their longest text needs,
        ``stretch`` takes what is left."""
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        scale = look().fonts.body.pixelSize() / _BODY_PIXELS
        for column, width in widths.items():
            self.setColumnWidth(column, round(width * scale))
        self._fitted = fitted
        self.fit_columns()

    def fit_columns(self) -> None:
        """Make the fitted columns as wide as their longest text or their head needs."""
        head = self.horizontalHeader()
        for column in self._fitted:
            widest = max(self.sizeHintForColumn(column) + _CELL_EDGES, head.sectionSizeHint(column))
            self.setColumnWidth(column, widest)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.currentIndex().isValid():
            self.selectRow(self.currentIndex().row())

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # a chosen line would shout beside the fields in which the work is done
        if not self.is_editing:
            self.clearSelection()

    @property
    def is_editing(self) -> bool:
        """Whether a cell is being typed in."""
        return self.state() == self.State.EditingState

    def fit(self) -> None:
        """Take the height of the rows there are."""
        self.verticalHeader().setDefaultSectionSize(look().row_height)
        rows = self.model().rowCount() if self.model() is not None else 0
        head = self.horizontalHeader().sizeHint().height()
        self.setMaximumHeight(head + rows * look().row_height + 2)
        self.setMinimumHeight(head + min(rows, self._least_rows) * look().row_height + 2)
        self.fit_columns()
        self.updateGeometry()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # row height and text size belong to the theme
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and hasattr(self, "_fitted"):
            self.fit()

    @override
    def sizeHint(self) -> QSize:
        # what is beyond the least rows is taken where there is room (give the table a stretch)
        return QSize(super().sizeHint().width(), self.minimumHeight())


class Cautions(Banner):
    """What to look at before anybody signs; takes no room while there is nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._lines = Text("", wrap=True)
        self.body.addWidget(self._lines)
        self.hide()

    def show_warnings(self, warnings: Sequence[str]) -> None:
        """Say each of ``warnings`` under one head."""
        self.setVisible(bool(warnings))
        words = "\n".join(warnings)
        if words != self._lines.text():
            self.set_text("Before anybody signs" if warnings else "", "warn")
            self._lines.setText(words)
            self.setAccessibleDescription(words)
