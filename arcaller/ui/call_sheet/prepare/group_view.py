"""The clients linked with the one on the sheet: what each owes, his open invoices to be looked at, the way to him."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from arcaller.data.queries.clients.groups import (
    MemberInvoiceRow,
    MemberRow,
    load_member_invoices,
    load_members,
)
from arcaller.domain.money import Money
from arcaller.ui.call_sheet.sheet_context import SheetContext
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.tables.table_view import RowDelegate
from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.shared.words.group_words import group_words

_CLIENT = Qt.ItemDataRole.UserRole


class GroupView(QListWidget):
    """Members with their invoices under them. ``member_wanted(int)`` on Enter, ``left()`` on Esc."""

    member_wanted = Signal(int)
    left = Signal()

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._context: SheetContext | None = None
        self.members: tuple[MemberRow, ...] = ()
        self.setAccessibleName("Clients of the group and their open invoices")
        self.setItemDelegate(RowDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(lambda item: self.member_wanted.emit(item.data(_CLIENT)))
        self.hide()

    def show_context(self, context: SheetContext) -> str:
        """Read the group of the client shown; gives its words, "" where he is linked to nobody."""
        self._context = context
        self.members = load_members(context.desk.ledger, context.sheet.client_id)
        if self.isVisible():
            self.fill()
        return group_words(self.members, self._formats)

    def fill(self) -> None:
        """Show the members and, under each of the others, his open invoices."""
        self.clear()
        context = self._context
        if context is None:
            return
        client_id = context.sheet.client_id
        invoices: dict[int, list[MemberInvoiceRow]] = {}
        for row in load_member_invoices(context.desk.ledger, client_id, context.desk.today):
            invoices.setdefault(row.client_id, []).append(row)
        for member in self.members:
            owed = ", ".join(self._formats.money(Money(each.open_minor, each.currency)) for each in member.balances)
            here = " · this sheet" if member.client_id == client_id else ""
            self._add(member.client_id, f"{member.name} · {owed or 'nothing open'}{here}", is_strong=True)
            for row in invoices.get(member.client_id, []):
                amount = self._formats.money(Money(row.open_minor, row.currency))
                when = f"{row.days} days" if row.days > 0 else f"due {self._formats.day(row.due_on)}"
                self._add(member.client_id, f"      {row.number} · {amount} · {when}")
        if self.count():
            self.setCurrentRow(0)

    def _add(self, client_id: int, text: str, *, is_strong: bool = False) -> None:
        item = QListWidgetItem(text)
        item.setData(_CLIENT, client_id)
        item.setSizeHint(QSize(80, look().row_height))
        if is_strong:
            item.setFont(look().fonts.strong)
        self.addItem(item)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.currentItem()
            if item is not None and not event.isAutoRepeat():
                self.member_wanted.emit(item.data(_CLIENT))
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
