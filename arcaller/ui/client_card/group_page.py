"""The group of a client: who belongs to it, what each owes, and whom it is linked under."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from arcaller.data.queries.clients.groups import MemberRow
from arcaller.data.queries.clients.search import SearchHit
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.clients.groups import LinkClient, link_client
from arcaller.ui.client_card.card_context import ActDoor, CardContext
from arcaller.ui.client_card.card_page import ENTER, CardPage, Line, LineList, column_of
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.shared.words.group_words import group_words

_MOST = 8


class GroupPage(CardPage):
    """``jumped(int)`` to the sheet of another member. ``find`` answers the clients that a typed text finds."""

    jumped = Signal(int)

    def __init__(self, door: ActDoor, formats: Formats, find: Callable[[str, int], list[SearchHit]]) -> None:
        super().__init__()
        self._door, self._formats, self._find = door, formats, find
        self._context: CardContext | None = None
        self.total = Text("", font="strong", wrap=True)
        self.members = LineList("Clients of the group", most=10)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find the parent: name or number")
        self.search.setAccessibleName("Find the parent client")
        self.found = LineList("Clients found", most=_MOST)
        self.error = FieldError(self.search)
        self.link_button = Button("Link under the client found")
        self.unlink_button = Button("Take out of the group")
        self._build()

    def _build(self) -> None:
        group, link = Card("Group"), Card("Belongs to")
        self.members.opened.connect(self.jumped)
        self.search.textChanged.connect(self._search)
        self.found.opened.connect(lambda _key: self.link())
        self.found.hide()
        for button, act in ((self.link_button, self.link), (self.unlink_button, self.unlink)):
            button.setAutoDefault(True)
            button.clicked.connect(lambda _checked=False, act=act: act())
        group.body.addWidget(self.total)
        group.body.addWidget(self.members)
        group.body.addWidget(Text("Enter opens the sheet of a member.", font="small", tone="muted"))
        for widget in (self.search, self.error, self.found, self.link_button, self.unlink_button):
            link.body.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(column_of(group, link), 1)
        self.set_first_focus(self.search)

    @override
    def show_card(self, context: CardContext, *, anew: bool) -> None:
        self._context = context
        self.total.setText(group_words(context.members, self._formats) or "Linked to no other client.")
        self.members.show_lines([self._line(row, context) for row in context.members])
        if context.members and anew:
            self.members.choose(context.client_id)
        client = context.client
        self.unlink_button.setVisible(client is not None and client.parent_id is not None)
        if client is not None and client.parent_id is not None:
            self.unlink_button.set_text(f"Take out of the group of {client.parent_name}")
        if anew:
            self.search.clear()

    def _line(self, row: MemberRow, context: CardContext) -> Line:
        owed = ", ".join(self._formats.money(Money(each.open_minor, each.currency)) for each in row.balances)
        here = " · this one" if row.client_id == context.client_id else ""
        return Line(row.client_id, f"{'    ' * row.level}{row.name} · {row.number} · {owed or 'nothing open'}{here}")

    def _search(self, typed: str) -> None:
        self.error.clear_error()
        own = self._context.client.client_id if self._context is not None and self._context.client is not None else 0
        hits = self._find(typed, _MOST) if typed.strip() else []
        clients = [hit for hit in hits if hit.invoice_id is None and hit.client_id != own]
        self.found.show_lines([Line(hit.client_id, f"{hit.title} · {hit.detail}") for hit in clients])
        self.link_button.setEnabled(bool(clients))
        if typed.strip() and not clients:
            self.error.show_error("No client matches; search by name or number.")
        self.edited.emit()

    def link(self) -> None:
        """Link under the client chosen among those found."""
        if self.found.isVisible() and self.found.current_key is not None:
            self._link(self.found.current_key)

    def unlink(self) -> None:
        """Take the client out of his group."""
        self._link(None)

    def _link(self, parent_id: int | None) -> None:
        if self._context is None or self._context.client is None:
            return
        outcome = self._door.run(link_client, LinkClient(self._context.client.client_id, parent_id))
        if isinstance(outcome, DomainError):
            self.error.show_error(outcome)
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        elif outcome is not None:
            self.search.clear()
            self.said.emit(f"✓ {outcome.said}.", "good")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.search.hasFocus():
            self.link()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus() and self.found.isVisible():
            self.found.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)
