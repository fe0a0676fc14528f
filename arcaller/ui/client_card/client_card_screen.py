"""The client card: pages at the left, one page's fields, acts that save them; half-typed ones come back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
)

from arcaller.domain.errors import DomainError
from arcaller.ui.client_card.card_context import ActDoor, CardContext
from arcaller.ui.client_card.card_page import ENTER, CardPage
from arcaller.ui.client_card.client_page import ClientPage
from arcaller.ui.client_card.contacts_page import ContactsPage
from arcaller.ui.client_card.group_page import GroupPage
from arcaller.ui.client_card.pause_page import PausePage
from arcaller.ui.client_card.wishes_page import WishesPage
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.draft_keeper import DraftKeeper
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.page_list import PageList, scrolled
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.text import Text

if TYPE_CHECKING:
    from arcaller.data.queries.clients.search import SearchHit
    from arcaller.services.changes import Changes
    from arcaller.ui.shared.command_runner import CommandRunner
    from arcaller.ui.shared.words.formats import Formats

_TITLES = {
    "client": "Client",
    "contacts": "Contacts",
    "wishes": "When and how",
    "steps": "Next step and pause",
    "group": "Group",
}
_NAV_WIDTH = 184


@dataclass(frozen=True, slots=True)
class CardTools:
    """``load`` reads a card (``None``: an empty one), ``find`` answers clients; drafts belong to the ledger."""

    load: Callable[[int | None], CardContext]
    find: Callable[[str, int], list[SearchHit]]
    read_draft: Callable[[str], str]
    save_draft: Callable[[str, str], bool]


class ClientCardScreen(Page):
    """One client's card over the whole window.

    ``closed(int)`` with the client to go back to (0: none), ``jumped(int)`` to the sheet of a member of the group.
    """

    help_page = "client-card"

    closed = Signal(int)
    jumped = Signal(int)

    def __init__(self, tools: CardTools, runner: CommandRunner, formats: Formats) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tools = tools
        self._context: CardContext | None = None
        self._is_stale = False
        self._door = ActDoor(runner, self)
        self.client, self.contacts = ClientPage(self._door, formats), ContactsPage(self._door, formats)
        self.wishes, self.steps = WishesPage(self._door, formats), PausePage(self._door, formats)
        self.group = GroupPage(self._door, formats, tools.find)
        self.pages: dict[str, CardPage] = {
            "client": self.client, "contacts": self.contacts, "wishes": self.wishes, "steps": self.steps,
            "group": self.group,
        }  # fmt: skip
        self.groups = PageList("Pages of the card", _NAV_WIDTH)
        self._heading = Text("", font="title", elide=True)
        self.message = Text("", wrap=True)
        self.close_button = Button("Back to the sheet", keys="Esc")
        self._stack = QStackedWidget()
        self._keeper = DraftKeeper(tools.save_draft, self._draft_body, self)
        self._build()
        self._connect(runner)

    def _build(self) -> None:
        self.groups.show_pages(_TITLES.items())
        for page in self.pages.values():
            self._stack.addWidget(scrolled(page))
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self.close_button)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addWidget(self.message)
        self.groups.stand_beside(self, "Client card", column)
        self.set_first_focus(self.groups)

    def _connect(self, runner: CommandRunner) -> None:
        self.close_button.setAutoDefault(True)
        self.close_button.clicked.connect(lambda _checked=False: self.close_card())
        self.groups.currentRowChanged.connect(self._show_page)
        for name, page in self.pages.items():
            page.edited.connect(partial(self._edited, name))
            page.said.connect(self._say)
        self.client.saved.connect(self._saved)
        self.group.jumped.connect(self._jump)
        runner.changed.connect(self._on_changed)

    @property
    def client_id(self) -> int | None:
        """The client shown; ``None`` while a new one is being made."""
        client = self._context.client if self._context is not None else None
        return client.client_id if client is not None else None

    def open_card(self, client_id: int | None, page: str = "client") -> None:
        """Show the card of ``client_id`` (``None``: a new client) with what was half typed on it."""
        self._keeper.flush()
        self._read(client_id, anew=True)
        key = _draft_key(client_id)
        body = self._tools.read_draft(key)
        drafts: dict[str, Any] = json.loads(body) if body else {}
        for name, each in self.pages.items():
            each.restore(drafts.get(name, {}))
        self._keeper.start(key, body)
        restored = [_TITLES[name].lower() for name in drafts if name in _TITLES]
        self._say(f"◐ Not saved yet and still here: {', '.join(restored)}." if restored else "", "warn")
        self.show_page(page)

    def show_page(self, name: str) -> None:
        """Go to one page and into its first field."""
        self.groups.setCurrentRow(list(_TITLES).index(name))
        self._show_page(self.groups.currentRow())
        self.pages[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def close_card(self) -> None:
        """Back; what was typed and not saved stays as a draft."""
        self._keeper.flush()
        self._keeper.stop()
        self.closed.emit(self.client_id or 0)

    def flush(self) -> None:
        """Keep what is half typed now (the window closes)."""
        self._keeper.flush()

    def _show_page(self, row: int) -> None:
        self._stack.setCurrentIndex(max(0, row))

    def _read(self, client_id: int | None, *, anew: bool) -> None:
        self._is_stale = False
        context = self._context = self._tools.load(client_id)
        client = context.client
        self._heading.setText(f"{client.name} · {client.number}" if client is not None else "New client")
        self.close_button.set_text("Back to the sheet" if client is not None else "Back")
        for place, (name, page) in enumerate(self.pages.items()):
            item = self.groups.item(place)
            if item is not None:
                item.setHidden(client is None and name != "client")
            if client is not None or name == "client":
                page.show_card(context, anew=anew)
            self._mark(name)

    def _read_again(self, client_id: int) -> None:
        """As he stands now; gone with what brought him, the card is left."""
        try:
            self._read(client_id, anew=False)
        except DomainError:
            self._keeper.stop()
            self._context = None
            self.closed.emit(0)

    def _saved(self, client_id: int) -> None:
        if self.client_id is None:
            self._keeper.drop()
            self._read(client_id, anew=True)
            self._keeper.start(_draft_key(client_id), "")
            self.show_page("contacts")
            self._say("✓ The client is there. Now the person to call.", "good")

    def _jump(self, client_id: int) -> None:
        self._keeper.flush()
        self._keeper.stop()
        self.jumped.emit(client_id)

    def _edited(self, name: str) -> None:
        self._keeper.note_changed()
        self._mark(name)

    def _mark(self, name: str) -> None:
        place = list(_TITLES).index(name)
        is_changed = bool(self.pages[name].draft())
        item = self.groups.item(place)
        if item is not None:
            item.setText(f"{_TITLES[name]} •" if is_changed else _TITLES[name])
            words = f"{_TITLES[name]}, not saved yet" if is_changed else _TITLES[name]
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)

    def _say(self, words: str, tone: str) -> None:
        self.message.setText(words)
        self.message.set_tone(tone)

    def _draft_body(self) -> str:
        drafts = {name: typed for name, page in self.pages.items() if (typed := page.draft())}
        return json.dumps(drafts) if drafts else ""

    def _on_changed(self, changes: Changes) -> None:
        client_id = self.client_id
        if client_id is None or not changes.touches(client_id):
            return
        if self.isVisible():
            self._read_again(client_id)
            if not self._door.is_running:
                self._say("", "normal")
        else:
            self._is_stale = True

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale and self.client_id is not None:
            self._read_again(self.client_id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        elif event.key() in ENTER and self.groups.hasFocus():
            self.pages[list(_TITLES)[self.groups.currentRow()]].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


def _draft_key(client_id: int | None) -> str:
    return f"card:{client_id}" if client_id is not None else "card:new"
