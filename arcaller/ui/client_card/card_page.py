"""A page of the card, and the panel of one act: what stands, a form, and a button that saves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from arcaller.domain.errors import DomainError
from arcaller.services.changes import Changes
from arcaller.ui.client_card.card_context import ActDoor, CardContext
from arcaller.ui.client_card.field_form import FieldForm
from arcaller.ui.client_card.fields import Field
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.tables.table_view import RowDelegate
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TWO_COLUMNS_FROM = 640
Act = Callable[[Any, Any], Changes]


class CardPage(Page):
    """One page. Emits ``edited()`` when something was typed and ``said(text, tone)`` after an act or a refusal.

    What stands in its ``columns`` is side by side where the text size leaves room for two, else one below the other.
    """

    edited = Signal()
    said = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.columns = QHBoxLayout()
        self.columns.setSpacing(12)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= _TWO_COLUMNS_FROM * look().text_scale
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if direction != self.columns.direction():
            self.columns.setDirection(direction)
            if (layout := self.layout()) is not None:
                layout.activate()  # at once: else it would stand in its old columns until the next event

    def show_card(self, context: CardContext, *, anew: bool) -> None:
        """Show what was read; unless ``anew``, what was typed meanwhile stays."""

    def draft(self) -> dict[str, Any]:
        """What is half typed here; empty if nothing is."""
        return {}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Let a draft stand in the fields again."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: its key, what it says, in which tone; a line that ``is_over`` is history."""

    key: int
    text: str
    tone: str = "normal"
    is_over: bool = False


class LineList(QListWidget):
    """Lines to choose from, at most ``most`` of them in view. ``opened(int)`` on Enter or double click."""

    opened = Signal(int)
    chosen = Signal(int)

    def __init__(self, name: str, *, most: int = 5) -> None:
        super().__init__()
        self._most = most
        self.setAccessibleName(name)
        self.setItemDelegate(RowDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemDoubleClicked.connect(lambda item: self.opened.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.currentRowChanged.connect(self._row_changed)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Other lines; the chosen one stays chosen where it is still there."""
        before = self.current_key
        self.blockSignals(True)
        self.clear()
        for line in lines:
            item = QListWidgetItem(line.text)
            item.setData(Qt.ItemDataRole.UserRole, line.key)
            item.setToolTip(line.text if not line.text.startswith("<") else " " + line.text)
            item.setSizeHint(QSize(80, look().row_height))
            if line.tone != "normal":
                item.setForeground(look().colors.of(line.tone))
            self.addItem(item)
        row = next((i for i, line in enumerate(lines) if line.key == before), 0)
        if lines:
            self.setCurrentRow(row)
        self.blockSignals(False)
        self.setFixedHeight(look().row_height * max(1, min(self._most, len(lines))) + 4)
        self.setVisible(bool(lines))

    @property
    def current_key(self) -> int | None:
        """The key of the chosen line."""
        item = self.currentItem()
        return int(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None

    def choose(self, key: int) -> None:
        """Choose the line of ``key``."""
        for row in range(self.count()):
            if self.item(row).data(Qt.ItemDataRole.UserRole) == key:
                self.setCurrentRow(row)

    def _row_changed(self, _row: int) -> None:
        if self.current_key is not None:
            self.chosen.emit(self.current_key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.current_key is not None:
            if not event.isAutoRepeat():
                self.opened.emit(self.current_key)
            return
        super().keyPressEvent(event)


class ActPanel(Card):
    """A card that adds one thing: ``make`` turns what was read into act and command. Enter in a field does it.

    Emits ``edited()``, and ``done(text)`` when the act was done; a refusal without a field stands under the form.
    """

    edited = Signal()
    done = Signal(str)

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        button: str,
        make: Callable[[Mapping[str, Any]], tuple[Act, object]],
        door: ActDoor,
        formats: Formats,
    ) -> None:
        super().__init__(title)
        self._make, self._door = make, door
        self._today: Callable[[], date] | None = None
        self.form = FieldForm(fields, formats)
        self.form.edited.connect(self.edited)
        self.button = Button(button)
        self.button.setAutoDefault(True)
        self.button.clicked.connect(lambda _checked=False: self.act())
        self.refusal = Text("", font="small", tone="bad", wrap=True)
        self.refusal.hide()
        self.foot = QHBoxLayout()
        self.foot.addWidget(self.refusal, 1)
        self.foot.addStretch(0)
        self.foot.addWidget(self.button)
        self.body.addWidget(self.form)
        self.body.addLayout(self.foot)

    def show_today(self, today: date) -> None:
        """The day that dates in shorthand count from."""
        self._today = lambda: today

    def act(self) -> None:
        """Read the form and do it; what is refused stands beside its field and loses nothing."""
        self.refusal.hide()
        if self._today is None:
            return
        try:
            act, command = self._make(self.form.read(self._today()))
        except DomainError as error:
            self._refuse(error)
            return
        outcome = self._door.run(act, command)
        if isinstance(outcome, DomainError):
            self._refuse(outcome)
        elif outcome is not None:
            self.form.clear()
            self.done.emit(outcome.said)

    def _refuse(self, error: DomainError) -> None:
        if not self.form.show_refusal(error):
            self.refusal.setText(f"✗ {error.message}")
            self.refusal.show()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.isAutoRepeat() and self.form.isAncestorOf(self.focusWidget() or self):
            self.act()
        else:
            super().keyPressEvent(event)


def column_of(*widgets: QWidget) -> QWidget:
    """Widgets under each other, the room left below them."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return holder
