"""The window put together: lists, call sheet, plan wizard and what leads from one to the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from arcaller.data.queries.work.today import load_today
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.changes import Changes
from arcaller.services.undo import redo, undo_last
from arcaller.ui.client_doors import ClientDoors
from arcaller.ui.main_window import MainWindow, Screen
from arcaller.ui.screen_factory import Doors, ScreenFactory
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.desktop_notice import DesktopNotices
from arcaller.ui.shared.formats import Formats
from arcaller.ui.shared.places import documents_folder
from arcaller.ui.shared.task_runner import TaskRunner
from arcaller.ui.shared.theme import Theme
from arcaller.ui.shared.widgets.messages import EmptyState
from arcaller.ui.work_list.work_list_panel import WorkListPanel

if TYPE_CHECKING:
    from arcaller.data.queries.sheet.drafts import OpenCallRow
    from arcaller.domain.calls.outcomes import CallOutcome
    from arcaller.domain.plans.terms import PlanTerms
    from arcaller.services.commands import LogCall
    from arcaller.services.desk import Desk
    from arcaller.services.journal_head import Verified
    from arcaller.ui.call_sheet.call_sheet_screen import CallSheetScreen
    from arcaller.ui.clients.clients_screen import ClientsScreen
    from arcaller.ui.imports.import_screen import ImportScreen
    from arcaller.ui.plan_doors import PlanDoors
    from arcaller.ui.plan_wizard.plan_wizard_screen import PlanWizardScreen
    from arcaller.ui.plans.plans_screen import PlansScreen
    from arcaller.ui.promises.confirm_screen import ConfirmScreen
    from arcaller.ui.promises.promises_screen import PromisesScreen
    from arcaller.ui.rules.rules_screen import RulesScreen
    from arcaller.ui.settings.settings_screen import SettingsScreen
    from arcaller.ui.shared.palette.command_palette import Found

_STATUS_MS = 30_000
_AFTER_PAINT_MS = 400
_LIST_DONE = ("The list is done.", "Everybody on it was called. Clients and Ctrl K open any sheet.")
_END_OF_LIST = ("This is the end of the list.", "Some above were passed over; choose one and press Enter.")
_TALK_PAGES = ("choose_script", "objections", "offers", "pay_ways")
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
        self.runner = CommandRunner(doors.make_desk, undo=undo_last, redo=redo, parent=self)
        self.tasks = TaskRunner(self)
        self._wizard: PlanWizardScreen | None = None
        self._sheet: CallSheetScreen | None = None
        self._factory = ScreenFactory(doors, theme, formats, self.runner, self.tasks, lambda: self.plans)
        self._done = EmptyState(*_LIST_DONE)
        self._notices = DesktopNotices(QGuiApplication.windowIcon(), self)
        self._next: Callable[[int], int | None] = lambda _client_id: None
        self.window = MainWindow(
            self._screens(),
            theme,
            finders=(self._find,),
            stored=doors.read_layout("window"),
            store=partial(doors.save_layout, "window"),
        )
        self._bind_acts()
        self._connect()
        self.clients.client_wanted.connect(self._open_found)
        self._status_timer = QTimer(self)
        self._status_timer.setInterval(_STATUS_MS)
        self._status_timer.timeout.connect(self._tick)
        self._status_timer.start()
        self._show_company()
        self._show_status()

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
            sheet.call_begun.connect(self._show_parked)
            sheet.said.connect(self.window.strip.say)
            sheet.plan_wanted.connect(self.plan_for)
            sheet.invoices.group.member_wanted.connect(self._open_found)
        return self._sheet

    def dial(self) -> None:
        """Call the number of the sheet."""
        self.sheet.dial()

    def add_note(self) -> None:
        """Open the note of the timeline."""
        if self.sheet.timeline.isHidden():
            self.sheet.show_timeline()
        self.sheet.timeline.note.open()

    def tick_prepared(self) -> None:
        """Tick what the data does not: the caller has looked at it."""
        self.sheet.ready.tick_all()

    def copy_number(self) -> None:
        """Put the number of the sheet on the clipboard."""
        self.sheet.copy_number()

    def explain_standing(self) -> None:
        """Say why the client of the sheet may be called, or not."""
        self.sheet.head.explain()

    def verify_identity(self) -> None:
        """Tick that the person was identified."""
        self.sheet.conversation.verify_identity()

    def open_talk_page(self, name: str) -> None:
        """Open what lies over the script: other scripts, answers, offers, ways to pay."""
        self.sheet.conversation.open_page(name)

    def close_sheet(self) -> None:
        """Leave the sheet, its draft saved."""
        if self._sheet is not None:
            self._sheet.close_sheet()

    @cached_property
    def clients(self) -> ClientDoors:
        """The card of a client and what the sheet does with his invoices and group."""
        return ClientDoors(self._doors, self._factory, self.window, self.runner, self._formats, lambda: self._sheet)

    @cached_property
    def plans(self) -> PlanDoors:
        """What the wizard and the review work with."""
        from arcaller.ui.plan_doors import PlanDoors

        doors = self._doors
        return PlanDoors(doors.make_desk, doors.open_fonts, doors.read_draft, doors.save_draft)

    def open_client(
        self, client_id: int, *, arm: CallOutcome | None = None, note: str | None = None, draft: str = ""
    ) -> None:
        """Show the sheet of ``client_id`` beside the list."""
        self.sheet.open_client(client_id, arm=arm, note=note, draft_body=draft)
        self.window.show_detail(self.sheet)
        today = self.window.screen_widget("today")
        if isinstance(today, WorkListPanel):
            today.choose(client_id)
        self.sheet.outcomes.note.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_parked()

    def inbound_call(self) -> None:
        """Ask for the number that calls and open the sheet of whoever it belongs to."""
        from arcaller.data.queries.sheet.numbers import find_callers
        from arcaller.ui.call_sheet.inbound_box import InboundBox

        desk, region = self._doors.make_desk(), self._factory.settings.text("company_country")
        here = None if self.sheet.client_id is None else (self.sheet.client_id, self.sheet.client_name)
        box = InboundBox(lambda typed: find_callers(desk.ledger, typed, region), here, self.window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.chosen.connect(self._answer)
        box.open()

    def _answer(self, client_id: int, contact_id: int | None, phone: str) -> None:
        if client_id != self.sheet.client_id:
            self._open_found(client_id)
        self.sheet.begin_inbound(contact_id, phone)

    def call_details(self) -> None:
        """Into the second row of the outcome."""
        self.sheet.outcomes.go_to_facts()

    def bring_back_text(self) -> None:
        """The note of this sheet that was emptied last."""
        self.sheet.bring_back_text()

    def return_to_call(self) -> None:
        """The sheet of the call that was started and has no outcome yet."""
        parked = self._parked()
        if parked:
            self._open_found(parked[0].client_id)
        else:
            self.window.strip.say("No call is parked.")

    def _parked(self) -> list[OpenCallRow]:
        from arcaller.data.queries.sheet.drafts import load_open_calls

        shown = self._sheet.client_id if self._sheet is not None and self._sheet.isVisible() else None
        return [row for row in load_open_calls(self._doors.make_desk().ledger) if row.client_id != shown]

    def _show_parked(self) -> None:
        parked = self._parked()
        words = f"{_count(len(parked), 'call')} parked: {parked[0].name} – Ctrl+J returns" if parked else ""
        self.window.strip.set_part("parked", words, tone="warn")

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
        widget = self.window.screen_widget("today")
        if not isinstance(widget, WorkListPanel):
            raise TypeError("the first screen is today's list")
        return widget

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

    def back_up(self) -> None:
        """Ask where to, then copy and check in the background."""
        name = f"{Path(self._doors.file_name).stem}-{self._doors.make_desk().today:%Y-%m-%d}.arcaller"
        chosen, _ = QFileDialog.getSaveFileName(
            self.window, "Back up to", str(self._doors.folder / name), "Ledgers (*.arcaller)"
        )
        if not chosen:
            return
        self.window.strip.say("Backing up…")
        task = self.tasks.start(lambda _progress: self._doors.back_up(Path(chosen)))
        task.done.connect(lambda _result: self._said_status(f"Backed up to {Path(chosen).name} and checked."))
        task.refused.connect(self._on_refused)
        task.failed.connect(lambda error: self.window.strip.say(str(error), tone="bad"))

    def show_history(self) -> None:
        """The acts that stand; the one that is chosen is taken back."""
        from arcaller.services.undo import acts_to_take_back, undo_act
        from arcaller.ui.shared.history_box import HistoryBox

        lines = acts_to_take_back(self._doors.make_desk())
        if not lines:
            self.window.strip.say("There is nothing to take back.")
            return
        box = HistoryBox(lines, self.window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.chosen.connect(partial(self.runner.run, undo_act))
        box.open()

    def verify_ledger(self) -> None:
        """Check the whole ledger in the background and report."""
        self.window.strip.say("Checking the ledger…")
        # the steps of a check are few and named; a worker tells them as it goes
        task = self.tasks.start(lambda _progress: self._doors.verify(lambda _step: None))
        task.done.connect(self._report_check)
        task.refused.connect(self._on_refused)
        task.failed.connect(lambda error: self.window.strip.say(str(error), tone="bad"))

    def _report_check(self, checked: Verified) -> None:
        from arcaller.ui.shared.report_box import ReportBox

        found = checked.result
        tone = "good" if found.is_ok else "bad"
        self.window.strip.say(checked.summary, tone=tone)
        lines = found.problems or (f"Head for the file: {found.entries}:{found.head}",)
        box = ReportBox("Check of the ledger", checked.summary, lines, tone=tone, parent=self.window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def save_statement(self) -> None:
        """The statement of account of the client shown, as a PDF where the caller wants it."""
        from arcaller.services.papers.safe_files import write_new_file
        from arcaller.services.papers.statements import make_statement

        client_id, desk = self.sheet.client_id, self._doors.make_desk()
        if client_id is None:
            self.window.strip.say("Open a client first; the statement is about one.", tone="warn")
            return
        name = f"statement-{self.sheet.client_number}-{desk.today:%Y-%m-%d}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self.window, "Save the statement", str(documents_folder() / name), "PDF files (*.pdf)"
        )
        if not chosen:
            return
        try:
            # the dialog has asked already whether a file of that name may go
            paper = make_statement(desk, client_id, self.plans.fonts)
            write_new_file(Path(chosen), paper, replace_existing=True)
        except DomainError as error:
            self._on_refused(error)
            return
        self.window.strip.say(f"Statement saved as {Path(chosen).name}.")

    def save_call_sheet(self) -> None:
        """The call sheet of the client shown, as a PDF for the road; that it was printed is recorded."""
        from arcaller.services.papers.call_sheets import PrintCallSheet, print_call_sheet

        client_id, desk = self.sheet.client_id, self._doors.make_desk()
        if client_id is None:
            self.window.strip.say("Open a client first; the call sheet is about one.", tone="warn")
            return
        name = f"call-sheet-{self.sheet.client_number}-{desk.today:%Y-%m-%d}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self.window, "Save the call sheet", str(documents_folder() / name), "PDF files (*.pdf)"
        )
        if not chosen:
            return
        contact = self.sheet.head.contact()
        command = PrintCallSheet(
            client_id,
            Path(chosen),
            self.sheet.ready.agenda(),
            contact.contact_id if contact is not None else None,
            replace_existing=True,  # the dialog has asked already
        )
        self.runner.run(lambda desk, command: print_call_sheet(desk, command, self.plans.fonts), command)

    def save_day_sheet(self) -> None:
        """What this caller did today and what is left, as a PDF where he wants it."""
        from arcaller.services.papers.end_of_day import make_day_sheet
        from arcaller.services.papers.safe_files import write_new_file

        desk = self._doors.make_desk()
        chosen, _ = QFileDialog.getSaveFileName(
            self.window, "Save the end-of-day sheet", str(documents_folder() / f"day-{desk.today:%Y-%m-%d}.pdf"),
            "PDF files (*.pdf)",
        )  # fmt: skip
        if not chosen:
            return
        try:
            # the dialog has asked already whether a file of that name may go
            write_new_file(Path(chosen), make_day_sheet(desk, self.plans.fonts), replace_existing=True)
        except DomainError as error:
            self._on_refused(error)
            return
        self.window.strip.say(f"End-of-day sheet saved as {Path(chosen).name}.")

    def _said_status(self, sentence: str) -> None:
        self.window.strip.say(sentence)
        self._show_status()

    def _screens(self) -> list[Screen]:
        return [
            Screen("today", "Today", "today", self._make_today),
            Screen("clients", "Clients", "clients", self._make_clients, whole=True),
            Screen("promises", "Promises", "promises", self._make_promises, whole=True),
            Screen("plans", "Plans", "plans", self._make_plans, whole=True),
            Screen("import", "Import", "import", self._make_import, whole=True),
            Screen("rules", "Rules", "rules", self._make_rules, whole=True),
            Screen("settings", "Settings", "settings", self._make_settings, whole=True),
        ]

    def _make_today(self) -> WorkListPanel:
        panel = self._factory.today()
        panel.client_opened.connect(self.open_from_today)
        panel.count_changed.connect(lambda count: self.window.rail.set_count("today", count))
        panel.client_left.connect(self._on_client_left)
        panel.call_backs_due.connect(self._tell_call_backs)
        panel.sample_wanted.connect(partial(self.another_ledger_wanted.emit, "sample"))
        panel.import_wanted.connect(partial(self.window.show_screen, "import"))
        return panel

    def _on_list(self, act: Callable[[WorkListPanel], object]) -> None:
        """Something of today's list, with the list on screen."""
        if self.window.current_key != "today" or not self.today.isVisible():
            self.window.show_screen("today")
        act(self.today)

    def _shown_client(self) -> int | None:
        """The client of the sheet on screen; ``None`` where only a list is."""
        return self._sheet.client_id if self._sheet is not None and self._sheet.isVisible() else None

    def _on_client_left(self, client_id: int) -> None:
        """Passed over or put back: his sheet, if it is the one shown, gives way to the next."""
        if self._shown_client() == client_id:
            self.open_next()

    def _tell_call_backs(self, clients: Sequence[int]) -> None:
        from arcaller.domain.calls.call_backs import notice_words

        words = notice_words(len(clients))
        self.window.strip.say(f"{words} On top of Today.", tone="warn")
        self._notices.show("arcaller", words)

    def explain_rank(self) -> None:
        """The card with the points of the client shown, else of the row chosen."""
        from arcaller.data.queries.work.rank_facts import load_rank_facts
        from arcaller.ui.work_list.rank_card import RankCard

        today, desk = self.today, self._doors.make_desk()
        client_id = self._shown_client() or today.view.current_id
        found = load_rank_facts(desk.ledger, client_id, desk.today, today.owner_id) if client_id is not None else None
        if found is None:
            self.window.strip.say("Choose a client first; the rank is about one.", tone="warn")
            return
        card = RankCard(self.window, self._formats)
        card.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        card.show_rank(found, today.mapToGlobal(today.rect().topRight()))

    def _make_clients(self) -> ClientsScreen:
        screen = self._factory.clients()
        screen.client_opened.connect(self.open_from_clients)
        screen.sample_wanted.connect(partial(self.another_ledger_wanted.emit, "sample"))
        screen.import_wanted.connect(partial(self.window.show_screen, "import"))
        self.window.closing.connect(screen.flush_layout)
        return screen

    def _make_promises(self) -> PromisesScreen:
        screen = self._factory.promises()
        screen.client_opened.connect(self._open_from_promises)
        screen.confirm_wanted.connect(self.confirm_promises)
        return screen

    @cached_property
    def confirmation(self) -> ConfirmScreen:
        """The letter that confirms promises, made when the first one is wanted."""
        screen = self._factory.confirmation()
        screen.closed.connect(self._leave_confirmation)
        return screen

    def confirm_promises(self, client_id: int) -> None:
        """Show what the client would get in writing, over the screen it was asked for from."""
        try:
            self.confirmation.show_client(client_id)
        except DomainError as error:
            self._on_refused(error)
            return
        self.window.show_whole(self.confirmation)
        self.confirmation.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm_promises_of_sheet(self) -> None:
        """The letter to the client of the sheet."""
        if self.sheet.client_id is None:
            self.window.strip.say("Open a client first; the letter goes to one.", tone="warn")
        else:
            self.confirm_promises(self.sheet.client_id)

    def _leave_confirmation(self) -> None:
        """Back to where it was asked for."""
        if self.window.current_key == "promises":
            self.window.show_screen("promises")
        else:
            self.window.show_lists()
            self.sheet.outcomes.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_from_promises(self, client_id: int, ids: Sequence[int]) -> None:
        """The sheet of a promise; "next" is the next client of the list it came from."""
        self.window.show_lists()
        self.open_from_clients(client_id, ids)

    def _make_plans(self) -> PlansScreen:
        screen = self._factory.plans()
        screen.reschedule_wanted.connect(self.reschedule)
        return screen

    def reschedule(self, plan_id: int) -> None:
        """Open the wizard over what is left of a running plan."""
        try:
            self.wizard.open_reschedule(plan_id)
        except DomainError as error:
            self._on_refused(error)
            return
        self.window.show_whole(self.wizard)
        self.wizard.focus_count()

    def _make_import(self) -> ImportScreen:
        screen = self._factory.imports()
        screen.went_to_today.connect(partial(self.window.show_screen, "today"))
        return screen

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

    @property
    def wizard(self) -> PlanWizardScreen:
        """The plan wizard, made when the first plan is wanted."""
        from arcaller.ui.plan_wizard.plan_wizard_screen import PlanWizardScreen

        if self._wizard is None:
            wizard = self._wizard = PlanWizardScreen(self.plans.wizard(), self.runner, self._formats)
            wizard.proposed.connect(self._on_proposed)
            wizard.closed.connect(self._leave_wizard)
            wizard.said.connect(self.window.strip.say)
        return self._wizard

    def plan_for(
        self, client_id: int, invoice_ids: tuple[int, ...], call: LogCall | None, terms: PlanTerms | None = None
    ) -> None:
        """Open the wizard over the sheet, filled with ``terms``; ``call`` is logged together with the plan."""
        self.wizard.open_plan(client_id, invoice_ids, call, terms)
        self.window.show_whole(self.wizard)
        self.wizard.focus_count()

    def new_plan(self) -> None:
        """A plan over the ticked invoices without a call."""
        if self.sheet.client_id is not None:
            self.plan_for(self.sheet.client_id, self.sheet.invoices.ticked(), None)

    def save_newest_agreement(self, target: Path) -> Changes | None:
        """Issue the agreement of the plan proposed last, as a file; what was there before gives way."""
        from arcaller.data.queries.plans.plans import load_plans
        from arcaller.ui.plan_wizard.plan_tools import IssuePaper

        plans = load_plans(self._doors.make_desk().ledger, limit=1_000)
        newest = max((row.plan_id for row in plans), default=None)
        if newest is None:
            return None
        return self.runner.run(self.plans.review().issue, IssuePaper(newest, target, replace_existing=True))

    def _back_to_plan(self, plan_id: int) -> None:
        from arcaller.ui.plans.plans_screen import PlansScreen

        self.window.show_screen("plans")
        screen = self.window.screen_widget("plans")
        if isinstance(screen, PlansScreen):
            screen.open_plan(plan_id)

    def _on_proposed(self, changes: Changes) -> None:
        if self.wizard.plan_again is not None:
            self._back_to_plan(self.wizard.plan_again)
            return
        self.window.show_lists()
        if self.sheet.client_id is not None and changes.touches(self.sheet.client_id):
            self.open_next()

    def _leave_wizard(self) -> None:
        self.wizard.close_plan()
        if self.wizard.plan_again is not None:
            self._back_to_plan(self.wizard.plan_again)
            return
        self.window.show_lists()
        self.sheet.outcomes.disarm()
        self.sheet.outcomes.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bind_acts(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            "new_ledger": partial(self.another_ledger_wanted.emit, "new"),
            "open_ledger": partial(self.another_ledger_wanted.emit, "open"),
            "open_sample": partial(self.another_ledger_wanted.emit, "sample"),
            "import": partial(self.window.show_screen, "import"),
            "backup": self.back_up,
            "verify_ledger": self.verify_ledger,
            "search_clients": self.search_clients,
            "undo": self.runner.undo,
            "redo": self.runner.redo,
            "history": self.show_history,
            "start_call": self.dial,
            "tick_prepared": self.tick_prepared,
            "copy_number": self.copy_number,
            "why_call": self.explain_standing,
            "timeline": lambda: self.sheet.show_timeline(),  # noqa: PLW0108 - the sheet is made when it is wanted
            "add_note": self.add_note,
            "payment_pattern": lambda: self.sheet.ready.paying.open(),  # noqa: PLW0108 - as above
            "verify_identity": self.verify_identity,
            **{name: partial(self.open_talk_page, name) for name in _TALK_PAGES},
            "inbound_call": self.inbound_call,
            "return_to_call": self.return_to_call,
            "call_details": self.call_details,
            "older_text": self.bring_back_text,
            **self.clients.acts(),
            "new_plan": self.new_plan,
            "confirm_promises": self.confirm_promises_of_sheet,
            "statement": self.save_statement,
            "call_sheet_paper": self.save_call_sheet,
            "day_sheet": self.save_day_sheet,
            "skip_today": lambda: self._on_list(lambda today: today.skip(self._shown_client())),
            "another_day": lambda: self._on_list(lambda today: today.put_back(self._shown_client())),
            "why_here": self.explain_rank,
            "work_views": lambda: self._on_list(lambda today: today.head.open_views()),
            "whose_list": lambda: self._on_list(lambda today: today.head.open_owners()),
            "spread_backlog": lambda: self._on_list(lambda today: today.spread()),
            "orphans_back": lambda: self._on_list(lambda today: today.put_orphans_back()),
            "next_client": self.open_next,
            "previous_client": self.open_previous,
            "to_note": lambda: self.sheet.outcomes.note.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "to_outcomes": lambda: self.sheet.outcomes.bar.setFocus(Qt.FocusReason.ShortcutFocusReason),
        }
        self.window.bind(acts)

    def _connect(self) -> None:
        self.runner.changed.connect(self._on_changed)
        self.runner.refused.connect(self._on_refused)
        self.runner.failed.connect(self._on_failed)
        self.window.strip.undo_asked.connect(self.runner.undo)
        self.window.closing.connect(self.close_sheet)
        self.window.closing.connect(self.tasks.stop)

    def _on_changed(self, changes: Changes) -> None:
        self.window.strip.say(changes.said, can_undo=changes.entry is not None and changes.act not in _FINAL_ACTS)
        self._show_status()
        if changes.reopen is not None:
            from arcaller.domain.calls.outcomes import CallOutcome

            back = changes.reopen
            self.window.show_lists()
            self.open_client(back.client_id, arm=CallOutcome(back.outcome), note=back.note, draft=back.draft)

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
        self._show_status()

    def _show_company(self) -> None:
        self.window.setWindowTitle(f"{self._factory.settings.text('company_name')} · arcaller")

    def _show_status(self) -> None:
        desk, strip = self._doors.make_desk(), self.window.strip
        row = load_today(desk.ledger, desk.actor_id, desk.now, self._factory.zone)
        strip.set_part("file", self._doors.file_name)
        if row.last_saved_at is not None:
            strip.set_part(
                "saved", f"✓ Saved {row.last_saved_at.astimezone(self._factory.zone):%H:%M:%S}", tone="good"
            )
        made_at = self._doors.backup_made_at()
        self._say_clock(desk)
        strip.set_part("backup", backup_words(made_at, desk.now), tone="muted" if made_at else "warn")
        strip.set_part("today", f"{_count(row.calls, 'call')} · {_count(row.promises, 'promise')} today")
        self._show_parked()
        strip.set_part("user", f"{self._factory.user.name}, {self._factory.user.role}")

    def _say_clock(self, desk: Desk) -> None:
        """A clock set back is said as long as it lasts: the ledger's day goes on meanwhile."""
        from arcaller.services.days import clock_words

        words = clock_words(desk, self._factory.zone)
        self.window.strip.set_part("clock", words, tone="warn")

    def _find(self, typed: str, limit: int) -> list[Found]:
        from arcaller.data.queries.clients.search import find_hits
        from arcaller.ui.shared.palette.command_palette import Found

        found = []
        for hit in find_hits(self._doors.make_desk().ledger, typed, limit):
            open_it = partial(self._open_found, hit.client_id)
            amount = self._formats.money(Money(hit.open_minor, hit.currency)) if hit.currency else ""
            group = "client" if hit.invoice_id is None else "invoice"
            found.append(Found(group, hit.title, open_it, detail=f"{hit.detail} · {amount} open", also=(hit.detail,)))
        return found

    def _open_found(self, client_id: int) -> None:
        self.window.show_lists()
        # found, not taken from a list: today's first undone client comes next
        self._next = lambda current: self.today.next_after(current) or self.today.next_after(None)
        self.open_client(client_id)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def backup_words(made_at: datetime | None, now: datetime) -> str:
    """``Backup 40 min ago``; none yet says so."""
    if made_at is None:
        return "No backup yet"
    minutes = max(0, int((now - made_at).total_seconds() // 60))
    if minutes < 60:
        return f"Backup {minutes} min ago ✓ tested"
    if minutes < 48 * 60:
        return f"Backup {minutes // 60} h ago ✓ tested"
    return f"Backup {minutes // 1440} days ago"
