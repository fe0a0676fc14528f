"""All clients: search as you type, sorted by the database, read in pages."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from arcaller.data.queries.clients.client_list import (
    ClientSort,
    count_clients,
    load_client_ids,
    load_client_rows,
    load_first_client_ids,
)
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk
from arcaller.ui.clients.bulk_bar import BulkBar
from arcaller.ui.clients.client_cells import COLUMNS, GONE, ClientCells
from arcaller.ui.clients.client_table import NARROW, ClientTable
from arcaller.ui.clients.filter_box import FilterBox
from arcaller.ui.clients.search_field import SearchField
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.tables.paged_model import PAGE_ROWS, Cells, PagedTableModel
from arcaller.ui.shared.widgets.messages import EmptyState
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

LAYOUT_KEY = "clients.columns"
_SAVE_MS = 400
_ORDER_WORDS: dict[ClientSort, tuple[str, str, str]] = {
    ClientSort.NAME: ("name", "A to Z", "Z to A"),
    ClientSort.NUMBER: ("number", "lowest first", "highest first"),
    ClientSort.OVERDUE: ("overdue", "smallest first", "largest first"),
    ClientSort.OPEN: ("open balance", "smallest first", "largest first"),
    ClientSort.OLDEST: ("oldest days", "newest first", "oldest first"),
}
"""How an order is said: its name, ascending, descending."""


class ClientsScreen(Page):
    """The client list. ``client_opened(int, array)`` with the client and all ids in the order of the list.

    ``read_layout(key)`` and ``save_layout(key, json)`` keep the columns across restarts. Every start begins with the
    largest overdue first: an order remembered from yesterday looks like missing clients.
    """

    client_opened = Signal(int, object)
    import_wanted = Signal()
    sample_wanted = Signal()

    def __init__(
        self,
        make_desk: Callable[[], Desk],
        runner: CommandRunner,
        formats: Formats,
        *,
        home_currency: str,
        company_zone: str,
        read_layout: Callable[[str], str],
        save_layout: Callable[[str, str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_desk, self._formats, self._home = make_desk, formats, home_currency
        self._zone, self._save_layout = ZoneInfo(company_zone), save_layout
        self._sort, self._is_descending = ClientSort.OVERDUE, True
        self._turn = 0
        self._is_stale = self._is_whole = False
        self._layout_to_save: str | None = None
        self.search = SearchField()
        self.filter = FilterBox(make_desk, read_layout, save_layout)
        self.table = ClientTable()
        self._count = Text("", tone="muted", wrap=True)
        self._model = PagedTableModel(COLUMNS, self._fetch, self)
        self.table.setModel(self._model)
        self.table.restore_layout(read_layout(LAYOUT_KEY))
        self.table.set_sorted(self._sort.value, descending=self._is_descending)
        self._nobody = EmptyState(
            "No clients yet",
            "Import your open items or open the sample company.",
            action="Import a file…",
            act=self.import_wanted.emit,
        )
        self._nobody.add_action("Open the sample company", self.sample_wanted.emit)
        self._no_match = EmptyState("No client matches", action="Clear the search", act=self._clear_search)
        self.bulk = BulkBar(make_desk, runner)
        self._saver = QTimer(self)
        self._saver.setSingleShot(True)
        self._saver.setInterval(_SAVE_MS)
        self._build()
        self._connect(runner)
        self.reload()

    def _build(self) -> None:
        self.setAccessibleName("Clients")
        self._head = head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.setContentsMargins(16, 12, 16, 8)
        head.addWidget(self.search, 2)
        head.addWidget(self.filter, 1)
        head.addWidget(self._count, 3)
        self._pages = QStackedWidget()
        for page in (self.table, self._nobody, self._no_match):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.bulk)

    def _connect(self, runner: CommandRunner) -> None:
        self.search.textChanged.connect(self._search_changed)
        self.filter.filter_changed.connect(self._show_first)
        self.search.returnPressed.connect(self._open_current)
        self.search.row_key_pressed.connect(self.table.keyPressEvent)
        self.search.left.connect(self.table.setFocus)
        self.table.letter_typed.connect(self._type_into_search)
        self.table.row_opened.connect(self._open)
        self.table.sort_asked.connect(self._sort_by)
        self.table.layout_changed.connect(self._keep_layout)
        self.bulk.left.connect(self.table.setFocus)
        self._saver.timeout.connect(self.flush_layout)
        runner.changed.connect(self._on_changed)

    def ids(self) -> array[int]:
        """All clients found, in the order of the list."""
        self._load_rest(self._turn)
        return self._model.ids[:]

    def edit_chosen(self) -> None:
        """Change the chosen clients together: Shift and arrows choose several, Ctrl+A all that are found."""
        self._load_rest(self._turn)
        ids = self.table.chosen_ids()
        if ids:
            self.bulk.begin(ids)

    def focus_search(self) -> None:
        """Put the cursor into the search field, with what stands there selected."""
        self.search.setFocus()
        self.search.selectAll()

    def choose(self, client_id: int) -> bool:
        """Select ``client_id``; false if the list does not show him."""
        return self.table.choose_id(client_id)

    def reload(self) -> None:
        """Ask again whom the search finds; the client selected stays so, and where he stands on screen."""
        current, top = self.table.current_id, self.table.verticalScrollBar().value()
        self._show_first()
        if current is None or (top == 0 and self.table.choose_id(current)):
            return
        self._load_rest(self._turn)
        if self.table.choose_id(current):
            self.table.verticalScrollBar().setValue(top)

    def flush_layout(self) -> None:
        """Store changed columns now."""
        self._saver.stop()
        if self._layout_to_save is not None:
            stored, self._layout_to_save = self._layout_to_save, None
            self._save_layout(LAYOUT_KEY, stored)

    def _show_first(self) -> None:
        """The first page at once; the rest follows when the event loop comes round."""
        self._turn += 1
        turn = self._turn
        desk = self._make_desk()
        ids = load_first_client_ids(
            desk.ledger,
            search=self.search.text(),
            sort=self._sort,
            descending=self._is_descending,
            limit=PAGE_ROWS,
            terms=self.filter.terms,
            today=desk.today,
        )
        self._is_whole = len(ids) < PAGE_ROWS
        self._model.set_ids(ids)
        if len(ids):
            self.table.choose_row(0)
        if self._is_whole:
            self._show_count()
        else:
            self._show_page(self.table, self.table)
            QTimer.singleShot(0, self, lambda: self._load_rest(turn))

    def _load_rest(self, turn: int) -> None:
        if turn != self._turn or self._is_whole:
            return
        desk = self._make_desk()
        ids = load_client_ids(
            desk.ledger,
            search=self.search.text(),
            sort=self._sort,
            descending=self._is_descending,
            terms=self.filter.terms,
            today=desk.today,
        )
        first = self._model.ids
        if ids[: len(first)] == first:
            self._model.append_ids(ids[len(first) :])
        else:
            self._model.set_ids(ids)
        self._is_whole = True
        self._show_count()

    def _show_count(self) -> None:
        found, typed = len(self._model.ids), self.search.text().strip() or self.filter.words()
        total = count_clients(self._make_desk().ledger)
        self._count.setText(
            count_words(found, total, typed, order_words(self._sort, descending=self._is_descending), self._formats)
        )
        self._count.setToolTip(self._count.text())
        if found:
            self._show_page(self.table, self.table)
        elif typed and total:
            self._no_match.set_words(
                f"No client matches “{typed}”",
                "Searched names, client and invoice numbers, phones, e-mails and cities; every word must be found.",
            )
            self._show_page(self._no_match, self.search)
        else:
            self._show_page(self._nobody, self._nobody.button)

    def _show_page(self, page: QWidget, focus: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.set_first_focus(focus)

    def _fetch(self, ids: Sequence[int]) -> list[Cells]:
        desk = self._make_desk()
        maker = ClientCells(self._formats, self._home, self._zone, desk.today)
        found = {row.client_id: maker.cells(row) for row in load_client_rows(desk.ledger, ids, desk.today)}
        return [found.get(key, GONE) for key in ids]

    def _search_changed(self) -> None:
        self._show_first()

    def _clear_search(self) -> None:
        self.search.clear()
        self.filter.clear_filter()
        self.search.setFocus()

    def _type_into_search(self, text: str) -> None:
        """``/`` only goes to the field; a letter typed over the list begins a new search with it."""
        self.focus_search()
        if text != "/":
            self.search.insert(text)

    def _sort_by(self, key: str, descending: bool) -> None:
        self._sort, self._is_descending = ClientSort(key), descending
        self.table.set_sorted(key, descending=descending)
        self._show_first()
        self.table.scrollToTop()

    def _open_current(self) -> None:
        if self.table.current_id is not None and len(self._model.ids):
            self._open(self.table.current_id)

    def _open(self, client_id: int) -> None:
        self.client_opened.emit(client_id, self.ids())

    def _keep_layout(self, stored: str) -> None:
        """Dragging a column sends a hundred layouts: the last one is stored a moment later."""
        self._layout_to_save = stored
        if not self._saver.isActive():
            self._saver.start()

    def _on_changed(self, changes: Changes) -> None:
        if not self.isVisible():
            self._is_stale = True
        elif changes.everything or self._is_new(changes.clients):
            self.reload()
        else:
            self._model.refresh(changes.clients)

    def _is_new(self, clients: frozenset[int]) -> bool:
        """Whether a client was added that the whole list would show; a search stays as it was found."""
        return (
            not self.search.text()
            and not self.filter.terms
            and any(self._model.row_of(client_id) is None for client_id in clients)
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.focus_search()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside a sheet the count stands under the field."""
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW
        directions = QBoxLayout.Direction
        self._head.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)
        self._head.setSpacing(4 if is_narrow else 16)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.reload()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flush_layout()


def order_words(sort: ClientSort, *, descending: bool) -> str:
    """``sorted by overdue, largest first``."""
    name, up, down = _ORDER_WORDS[sort]
    return f"sorted by {name}, {down if descending else up}"


def count_words(found: int, total: int, typed: str, order: str, formats: Formats) -> str:
    """``1,234 clients, sorted by overdue, largest first``; with a search ``12 of 1,234 clients match, …``."""
    noun = "client" if total == 1 else "clients"
    if typed:
        verb = "matches" if found == 1 else "match"
        return f"{formats.number(found)} of {formats.number(total)} {noun} {verb}, {order}"
    return f"{formats.number(found)} {noun}, {order}" if found else ""
