"""The client card over the window: what it reads, where it is opened from, where it leads back to."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from arcaller.ui.workbench.call_ways import NO_SHEET

if TYPE_CHECKING:
    from arcaller.services.desk import Desk
    from arcaller.services.settings import Settings
    from arcaller.ui.call_sheet.call_sheet_screen import CallSheetScreen
    from arcaller.ui.client_card.card_context import CardContext
    from arcaller.ui.client_card.client_card_screen import ClientCardScreen
    from arcaller.ui.clients.clients_screen import ClientsScreen
    from arcaller.ui.main_window import MainWindow
    from arcaller.ui.shared.command_runner import CommandRunner
    from arcaller.ui.shared.words.formats import Formats
    from arcaller.ui.workbench.screen_factory import Doors, ScreenFactory


_PAGES = ("contacts", "wishes", "steps", "group")


class ClientDoors(QObject):
    """The acts of the Client menu. ``client_wanted(int)`` when the sheet of another client is to be opened."""

    client_wanted = Signal(int)

    def __init__(
        self,
        doors: Doors,
        factory: ScreenFactory,
        window: MainWindow,
        runner: CommandRunner,
        formats: Formats,
        sheet: Callable[[], CallSheetScreen | None],
    ) -> None:
        super().__init__(window)
        self._doors, self._factory, self._window = doors, factory, window
        self._runner, self._formats, self._sheet = runner, formats, sheet
        self._is_over_sheet = False

    def acts(self) -> dict[str, Callable[[], object]]:
        """By their names in the table of acts."""
        return {
            "client_card": self.open_card,
            **{f"client_{name}": partial(self.open_card, name) for name in _PAGES},
            "new_client": self.new_client,
            "edit_clients": self._edit_clients,
            "pause_invoice": self._pause_invoice,
            "show_group": self._show_group,
            "plan_dates": self._show_plan_dates,
        }

    @cached_property
    def card(self) -> ClientCardScreen:
        """The client card, made when it is first wanted."""
        from arcaller.data.queries.clients.search import find_hits
        from arcaller.ui.client_card.client_card_screen import CardTools, ClientCardScreen

        doors, factory = self._doors, self._factory
        tools = CardTools(
            load=lambda client_id: load_card(doors.make_desk(), client_id, factory.settings),
            find=lambda typed, most: find_hits(doors.make_desk().ledger, typed, most),
            read_draft=doors.read_draft,
            save_draft=doors.save_draft,
        )
        card = ClientCardScreen(tools, self._runner, self._formats)
        card.closed.connect(self._leave_card)
        card.jumped.connect(self.client_wanted)
        self._window.closing.connect(card.flush)
        return card

    def open_card(self, page: str = "client") -> None:
        """The card of the client shown: the row chosen in the client list, else the one of the sheet."""
        client_id = self._shown_client()
        if client_id is None:
            self._window.strip.say("Open a client first; the card is about one.", tone="warn")
            return
        self._show(client_id, page)
        sheet = self._sheet()
        if page == "wishes" and sheet is not None and sheet.client_id == client_id:
            facts = sheet.outcomes.facts_row
            if facts.asks_to_stop and not self.card.wishes.stop.form.is_changed():
                contact = sheet.head.contact()
                self.card.wishes.begin_stop(contact.contact_id if contact else None, facts.concern.text().strip())

    def new_client(self) -> None:
        """An empty card."""
        self._show(None, "client")

    def _show(self, client_id: int | None, page: str) -> None:
        sheet = self._sheet()
        if not self._is_card_shown():
            self._is_over_sheet = sheet is not None and sheet.isVisible()
        self.card.open_card(client_id, page)
        self._window.show_whole(self.card)
        self.card.show_page(page)

    def _shown_client(self) -> int | None:
        if self._is_card_shown():
            return self.card.client_id
        screen = self._client_list()
        if screen is not None:
            return screen.table.current_id
        sheet = self._sheet()
        return sheet.client_id if sheet is not None else None

    def on_screen(self) -> int | None:
        """The client whom the screen shows: of the card, of the row chosen in the client list, of the sheet."""
        sheet = self._sheet()
        if self._client_list() is None and (sheet is None or not sheet.isVisible()) and not self._is_card_shown():
            return None
        return self._shown_client()

    def _is_card_shown(self) -> bool:
        return "card" in self.__dict__ and self.card.isVisible()

    def _leave_card(self, client_id: int) -> None:
        """Back to where the card was opened."""
        if self._is_over_sheet:
            self._window.show_lists()
        else:
            self._window.show_screen(self._window.current_key or "today")
        sheet = self._sheet()
        if sheet is not None and sheet.client_id == client_id and sheet.isVisible():
            sheet.outcomes.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit_clients(self) -> None:
        screen = self._client_list()
        if screen is None:
            self._window.strip.say("Choose clients in the client list first; Shift and arrows choose several.")
        else:
            screen.edit_chosen()

    def _client_list(self) -> ClientsScreen | None:
        """The client list if it is what is shown."""
        if self._window.current_key != "clients":
            return None
        from arcaller.ui.clients.clients_screen import ClientsScreen

        screen = self._window.screen_widget("clients")
        return screen if isinstance(screen, ClientsScreen) and screen.isVisible() else None

    def _sheet_on_screen(self) -> CallSheetScreen | None:
        """The sheet if it is on screen; else it is said that there is none."""
        sheet = self._sheet()
        if sheet is not None and sheet.isVisible():
            return sheet
        self._window.strip.say(NO_SHEET, tone="warn")
        return None

    def _pause_invoice(self) -> None:
        sheet = self._sheet_on_screen()
        if sheet is not None:
            sheet.invoices.pause_invoice()

    def _show_group(self) -> None:
        sheet = self._sheet_on_screen()
        if sheet is None:
            return
        if sheet.invoices.group_button.isHidden():
            self._window.strip.say("This client is linked with nobody; his card (F2) links him.")
        sheet.invoices.toggle_group()

    def _show_plan_dates(self) -> None:
        sheet = self._sheet_on_screen()
        if sheet is None:
            return
        if sheet.invoices.dates_button.isHidden():
            self._window.strip.say("No plan of this client runs; his invoices have only their own dates.")
        sheet.invoices.toggle_plan_dates()


def load_card(desk: Desk, client_id: int | None, settings: Settings) -> CardContext:
    """Everything the card shows of ``client_id``; of ``None`` only what a new client needs."""
    from arcaller.data.queries.clients.card import load_card_contacts, load_client_card, load_segments
    from arcaller.data.queries.clients.groups import load_members
    from arcaller.data.queries.contact.wishes import load_consents, load_stops, load_windows
    from arcaller.data.queries.office.users import load_users
    from arcaller.data.queries.sheet.call_sheet import load_follow_ups
    from arcaller.ui.client_card.card_context import CardContext

    ledger = desk.ledger
    is_new = client_id is None
    key = client_id or 0
    return CardContext(
        desk=desk,
        client=None if client_id is None else load_client_card(ledger, client_id),
        contacts=() if is_new else load_card_contacts(ledger, key),
        stops=() if is_new else load_stops(ledger, key),
        windows=() if is_new else load_windows(ledger, key),
        consents=() if is_new else load_consents(ledger, key),
        members=() if is_new else load_members(ledger, key),
        follow_ups=() if is_new else load_follow_ups(ledger, key),
        users=tuple(load_users(ledger)),
        segments=load_segments(ledger),
        company_zone=settings.text("company_time_zone"),
        home_currency=settings.text("company_currency"),
    )
