"""The window put together: lists, call sheet, plan wizard and what leads from one to the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.changes import Changes
from arcaller.services.undo import redo, undo_last
from arcaller.ui.main_window import MainWindow, Screen
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.look.theme import Theme
from arcaller.ui.shared.task_runner import TaskRunner
from arcaller.ui.shared.widgets.messages import EmptyState
from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.work_list.work_list_panel import WorkListPanel
from arcaller.ui.workbench.call_ways import CallWays
from arcaller.ui.workbench.client_doors import ClientDoors
from arcaller.ui.workbench.list_ways import ListWays
from arcaller.ui.workbench.paper_ways import PaperWays
from arcaller.ui.workbench.plan_ways import PlanWays
from arcaller.ui.workbench.promise_ways import PromiseWays
from arcaller.ui.workbench.screen_factory import Doors, ScreenFactory
from arcaller.ui.workbench.status_line import StatusLine

if TYPE_CHECKING:
    from arcaller.domain.calls.outcomes import CallOutcome
    from arcaller.ui.call_sheet.call_sheet_screen import CallSheetScreen
    from arcaller.ui.clients.clients_screen import ClientsScreen
    from arcaller.ui.imports.import_screen import ImportScreen
    from arcaller.ui.rules.rules_screen import RulesScreen
    from arcaller.ui.settings.settings_screen import SettingsScreen
    from arcaller.ui.shared.palette.command_palette import Found
    from arcaller.ui.workbench.plan_doors import PlanDoors

_STATUS_MS = 30_000
_AFTER_PAINT_MS = 400
_LIST_DONE = ("The list is done.", "Everybody on it was called. Clients and Ctrl K open any sheet.")
_END_OF_LIST = (
    "This is the end of the list.",
    "Some above still have something to do today; choose one and press Enter.",
)
_FINAL_ACTS = ("undo", "issue_agreement", "issue_notice", "confirm_promises")
"""What the status bar offers no Undo for: it was taken back itself, or went to somebody."""


class Workbench(QObject):
    """One open ledger in one window.

    Only today's list is made at once: call sheet, other screens and what they stand on load after its first paint or
    when they are asked for.
    """

    another_ledger_wanted = Signal(str)

    def __init__(self, doors: Doors, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._doors, self._formats = doors, formats
        self.runner = CommandRunner(doors.make_desk, undo=undo_last, redo=redo, word=formats.in_sentence, parent=self)
        self.tasks = TaskRunner(self)
        self._sheet: CallSheetScreen | None = None
        self._factory = ScreenFactory(doors, theme, formats, self.runner, self.tasks, lambda: self.plan_doors)
        self._done = EmptyState(*_LIST_DONE)
        self._next: Callable[[int], int | None] = lambda _client_id: None
        self.window = window = MainWindow(
            self._screens(),
            theme,
            finders=(self._find,),
            key_groups=lambda: [("Outcomes, then Enter", self._factory.outcome_keys().words)],
            outcome_keys=self._factory.outcome_keys,
            stored=doors.read_layout("window"),
            store=partial(doors.save_layout, "window"),
        )
        self.setParent(window)  # what it does by the clock ends with the window
        self.lists = ListWays(doors, self._factory, window, formats, self)
        self.status = StatusLine(doors, self._factory, window.strip, self._shown_client)
        self.calls = CallWays(doors, self._factory, window, self.status, self)
        self.clients = ClientDoors(doors, self._factory, window, self.runner, formats, lambda: self._sheet)
        self.promises = PromiseWays(self._factory, window, self)
        self.plans = PlanWays(doors, self._factory, window, self.runner, formats, self, lambda: self.plan_doors)
        self.papers = PaperWays(
            doors,
            window,
            self.runner,
            self.tasks,
            lambda: self.plan_doors.fonts,
            self,
            self.clients.on_screen,
            lambda: self._factory.zone,
        )
        self._bind_acts()
        self._connect()
        self._status_timer = QTimer(self)
        self._status_timer.setInterval(_STATUS_MS)
        self._status_timer.timeout.connect(self._tick)
        self._status_timer.start()
        self._show_company()
        self.status.show()

    def start(self) -> None:
        """Show the window with today's list; the sheet is made as soon as the list stands on screen."""
        self.window.show_screen("today")
        self.window.show()
        QTimer.singleShot(_AFTER_PAINT_MS, self, lambda: self.sheet)

    @property
    def sheet(self) -> CallSheetScreen:
        """The call sheet, made when it is first wanted."""
        if self._sheet is None:
            from arcaller.ui.call_sheet.call_sheet_screen import CallSheetScreen

            sheet = self._sheet = CallSheetScreen(self._factory.sheet_tools(), self.runner, self._formats)
            sheet.logged.connect(lambda _changes: self.open_next())
            sheet.call_begun.connect(self.status.show_parked)
            sheet.said.connect(self.window.strip.say)
            sheet.client_gone.connect(self.window.show_nobody)
            sheet.logged_and_stayed.connect(lambda words: self.window.strip.say(words, can_undo=True))
            sheet.plan_wanted.connect(self.plans.plan_for)
            sheet.outcomes.facts_row.stop_wanted.connect(partial(self.clients.open_card, "wishes"))
            sheet.invoices.group.member_wanted.connect(self.open_found)
        return self._sheet

    def close_sheet(self) -> None:
        """Leave the sheet, its draft saved."""
        if self._sheet is not None:
            self._sheet.close_sheet()

    @property
    def shown_sheet(self) -> CallSheetScreen | None:
        """The call sheet if it is on screen."""
        return self._sheet if self._sheet is not None and self._sheet.isVisible() else None

    def _shown_client(self) -> int | None:
        shown = self.shown_sheet
        return shown.client_id if shown is not None else None

    @cached_property
    def plan_doors(self) -> PlanDoors:
        """What the wizard and the review work with, made when the first plan or paper is wanted."""
        from arcaller.ui.workbench.plan_doors import PlanDoors

        doors = self._doors
        return PlanDoors(doors.make_desk, doors.open_fonts, doors.read_draft, doors.save_draft)

    def to_note(self) -> None:
        """Back into the note of the sheet."""
        self.sheet.outcomes.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_client(
        self, client_id: int, *, arm: CallOutcome | None = None, note: str | None = None, draft: str = ""
    ) -> None:
        """Show the sheet of ``client_id`` beside the list."""
        self.window.strip.forget_refusal()
        self.sheet.open_client(client_id, arm=arm, note=note, draft_body=draft)
        self.window.show_detail(self.sheet)
        today = self.window.screen_widget("today")
        if isinstance(today, WorkListPanel):
            today.choose(client_id)
        self.to_note()
        self.status.show_parked()

    def open_from_today(self, client_id: int) -> None:
        """A sheet from today's list: "next" is the next one of that list."""
        self._next = self.today.next_after
        self.open_client(client_id)

    def open_from_clients(self, client_id: int, ids: Sequence[int]) -> None:
        """A sheet from the client list: "next" is the row below."""
        order = list(ids)

        def following(current: int) -> int | None:
            place = order.index(current) + 1 if current in order else len(order)
            return order[place] if place < len(order) else None

        self._next = following
        self.open_client(client_id)

    @property
    def imports(self) -> ImportScreen:
        """The import screen."""
        from arcaller.ui.imports.import_screen import ImportScreen

        widget = self.window.screen_widget("import")
        if not isinstance(widget, ImportScreen):
            raise TypeError("the import screen is another")
        return widget

    @property
    def today(self) -> WorkListPanel:
        """Today's list."""
        return self.lists.panel

    def search_clients(self) -> None:
        """Go to the client list and into its search field."""
        self.window.show_screen("clients")
        from arcaller.ui.clients.clients_screen import ClientsScreen

        screen = self.window.screen_widget("clients")
        if isinstance(screen, ClientsScreen):
            screen.focus_search()

    def open_next(self) -> None:
        """The next sheet of the list the current one was opened from."""
        current = self.sheet.client_id
        following = self._next(current) if current is not None else self.today.next_after(None)
        if following is None:
            self.sheet.close_sheet()
            left = self.today.next_after(None) is not None
            self._done.set_words(*(_END_OF_LIST if left else _LIST_DONE))
            self.window.show_detail(self._done)
            self.window.show_screen(self.window.current_key)
        else:
            self.open_client(following)

    def open_previous(self) -> None:
        """The sheet before, to look something up again."""
        current = self.sheet.client_id
        before = self.today.previous_before(current) if current is not None else None
        if before is not None:
            self.open_client(before)

    def _screens(self) -> list[Screen]:
        return [
            Screen("today", "Today", "today", lambda: self.lists.make_screen()),
            Screen("clients", "Clients", "clients", self._make_clients, whole=True),
            Screen("promises", "Promises", "promises", lambda: self.promises.make_screen(), whole=True),
            Screen("plans", "Plans", "plans", lambda: self.plans.make_screen(), whole=True),
            Screen("import", "Import", "import", self._make_import, whole=True),
            Screen("rules", "Rules", "rules", self._make_rules, whole=True),
            Screen("settings", "Settings", "settings", self._make_settings, whole=True),
        ]

    def _make_clients(self) -> ClientsScreen:
        screen = self._factory.clients()
        screen.client_opened.connect(self.open_from_clients)
        screen.sample_wanted.connect(partial(self.another_ledger_wanted.emit, "sample"))
        screen.import_wanted.connect(partial(self.window.show_screen, "import"))
        self.window.closing.connect(screen.flush_layout)
        return screen

    def _make_import(self) -> ImportScreen:
        screen = self._factory.imports()
        screen.went_to_today.connect(self._begin_with_list)
        return screen

    def _begin_with_list(self) -> None:
        """Today's list from its top, with what an import brought."""
        self.today.open_anew()
        self.window.show_screen("today")

    def _make_rules(self) -> RulesScreen:
        screen = self._factory.rules()
        screen.hours_changed.connect(self._settings_changed)
        return screen

    def _make_settings(self) -> SettingsScreen:
        screen = self._factory.settings_screen()
        screen.saved.connect(self._settings_changed)
        return screen

    def _settings_changed(self) -> None:
        """What the sheet says of the company and its hours is read again."""
        self._factory.read_settings()
        if self._sheet is not None:
            self._sheet.use_tools(self._factory.sheet_tools())
        self.today.use_hours(self._factory.settings.call_hours)
        self._show_company()

    def _bind_acts(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            "new_ledger": partial(self.another_ledger_wanted.emit, "new"),
            "open_ledger": partial(self.another_ledger_wanted.emit, "open"),
            "open_sample": partial(self.another_ledger_wanted.emit, "sample"),
            "import": partial(self.window.show_screen, "import"),
            "search_clients": self.search_clients,
            "undo": self.runner.undo,
            "redo": self.runner.redo,
            "next_client": self.open_next,
            "previous_client": self.open_previous,
        }
        for ways in (self.calls, self.lists, self.clients, self.promises, self.plans, self.papers):
            acts |= ways.acts()
        self.window.bind(acts)

    def _connect(self) -> None:
        self.runner.changed.connect(self._on_changed)
        self.runner.refused.connect(self._on_refused)
        self.runner.failed.connect(self._on_failed)
        self.window.strip.undo_asked.connect(self.runner.undo)
        self.window.closing.connect(self.close_sheet)
        self.window.closing.connect(self.tasks.stop)
        self.lists.client_opened.connect(self.open_from_today)
        self.lists.sample_wanted.connect(partial(self.another_ledger_wanted.emit, "sample"))
        self.lists.import_wanted.connect(partial(self.window.show_screen, "import"))
        self.clients.client_wanted.connect(self.open_found)
        self.promises.client_opened.connect(self.open_from_clients)
        self.papers.backed_up.connect(self._said_status)

    def _on_changed(self, changes: Changes) -> None:
        self.window.strip.say(changes.said, can_undo=changes.entry is not None and changes.act not in _FINAL_ACTS)
        if changes.closed is not None and self._sheet is not None:
            self._sheet.forget(changes.closed)
        self.status.show()
        if changes.act in ("undo", "redo") and not changes.clients:
            self._settings_changed()  # what is taken back may be a setting, and its page may never have been opened
        if changes.reopen is not None:
            from arcaller.domain.calls.outcomes import CallOutcome

            back = changes.reopen
            self.window.show_lists()
            self.open_client(back.client_id, arm=CallOutcome(back.outcome), note=back.note, draft=back.draft)

    def _said_status(self, sentence: str) -> None:
        self.window.strip.say(sentence)
        self.status.show()

    def _on_refused(self, error: DomainError) -> None:
        self.window.strip.say(error.message, tone="bad")

    def _on_failed(self, error: Exception) -> None:
        self.window.strip.say(f"This was not saved: {error}", tone="bad")

    def _tick(self) -> None:
        """Midnight may have passed: the new day decides what it decides, then everything is read again."""
        from arcaller.services.days import begin_day

        desk = self._doors.make_desk()
        if not self.runner.holds_back and begin_day(desk):
            self.runner.changed.emit(Changes("begin_day", f"A new day: {desk.today:%d %b %Y}.", everything=True))
        self.status.show()

    def _show_company(self) -> None:
        self.window.setWindowTitle(f"{self._factory.settings.text('company_name')} · arcaller")

    def _find(self, typed: str, limit: int) -> list[Found]:
        from arcaller.data.queries.clients.search import find_hits
        from arcaller.ui.shared.palette.command_palette import Found

        found = []
        for hit in find_hits(self._doors.make_desk().ledger, typed, limit):
            open_it = partial(self.open_found, hit.client_id)
            amount = self._formats.money(Money(hit.open_minor, hit.currency)) if hit.currency else ""
            group = "client" if hit.invoice_id is None else "invoice"
            found.append(Found(group, hit.title, open_it, detail=f"{hit.detail} · {amount} open", also=(hit.detail,)))
        return found

    def open_found(self, client_id: int) -> None:
        """Open a client that was searched for, beside the list."""
        self.window.show_lists()
        # found, not taken from a list: today's first undone client comes next
        self._next = lambda current: self.today.next_after(current) or self.today.next_after(None)
        self.open_client(client_id)
