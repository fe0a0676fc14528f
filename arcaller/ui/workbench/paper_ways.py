"""What leaves the ledger by hand: statement, call sheet and end-of-day sheet as PDFs, backup, and its check."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from arcaller.domain.errors import DomainError
from arcaller.ui.shared.places import documents_folder

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from arcaller.documents.paper.fonts import FontBook
    from arcaller.services.journal_head import Verified
    from arcaller.ui.main_window import MainWindow
    from arcaller.ui.shared.command_runner import CommandRunner
    from arcaller.ui.shared.task_runner import TaskRunner
    from arcaller.ui.workbench.screen_factory import Doors
    from arcaller.ui.workbench.sheet_place import SheetPlace

_PDF = "PDF files (*.pdf)"


class PaperWays(QObject):
    """The acts of the File menu that ask where to. ``backed_up`` after a checked copy was made."""

    backed_up = Signal(str)

    def __init__(
        self,
        doors: Doors,
        window: MainWindow,
        runner: CommandRunner,
        tasks: TaskRunner,
        fonts: Callable[[], FontBook],
        place: SheetPlace,
        client: Callable[[], int | None],
        zone: Callable[[], ZoneInfo],
    ) -> None:
        super().__init__(window)
        self._doors, self._window, self._runner, self._tasks = doors, window, runner, tasks
        self._fonts, self._place, self._client, self._zone = fonts, place, client, zone

    def acts(self) -> dict[str, Callable[[], object]]:
        """By their names in the table of acts."""
        return {
            "backup": self.back_up,
            "verify_ledger": self.verify_ledger,
            "history": self.show_history,
            "statement": self.save_statement,
            "call_sheet_paper": self.save_call_sheet,
            "day_sheet": self.save_day_sheet,
        }

    def back_up(self) -> None:
        """Ask where to, then copy and check in the background."""
        name = f"{Path(self._doors.file_name).stem}-{self._doors.make_desk().today:%Y-%m-%d}.arcaller"
        target = self._ask("Back up to", self._doors.folder / name, "Ledgers (*.arcaller)")
        if target is None:
            return
        self._window.strip.say("Backing up…")
        task = self._tasks.start(lambda _progress: self._doors.back_up(target))
        task.done.connect(lambda _result: self.backed_up.emit(f"Backed up to {target.name} and checked."))
        task.refused.connect(self._refuse)
        task.failed.connect(lambda error: self._window.strip.say(str(error), tone="bad"))

    def show_history(self) -> None:
        """The acts that stand; the one that is chosen is taken back."""
        from arcaller.services.undo import acts_to_take_back, undo_act
        from arcaller.ui.shared.history_box import HistoryBox

        lines = acts_to_take_back(self._doors.make_desk())
        if not lines:
            self._window.strip.say("There is nothing to take back.")
            return
        box = HistoryBox(lines, self._zone(), self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.chosen.connect(partial(self._runner.run, undo_act))
        box.open()

    def verify_ledger(self) -> None:
        """Check the whole ledger in the background and report."""
        self._window.strip.say("Checking the ledger…")
        # the steps of a check are few and named; a worker tells them as it goes
        task = self._tasks.start(lambda _progress: self._doors.verify(lambda _step: None))
        task.done.connect(self._report_check)
        task.refused.connect(self._refuse)
        task.failed.connect(lambda error: self._window.strip.say(str(error), tone="bad"))

    def _report_check(self, checked: Verified) -> None:
        from arcaller.ui.shared.report_box import ReportBox

        found = checked.result
        tone = "good" if found.is_ok else "bad"
        self._window.strip.say(checked.summary, tone=tone)
        lines = found.problems or (f"Head for the file: {found.entries}:{found.head}",)
        box = ReportBox("Check of the ledger", checked.summary, lines, tone=tone, parent=self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def save_statement(self) -> None:
        """The statement of account of the client on screen, as a PDF where the caller wants it."""
        from arcaller.data.queries.clients.card import load_client_card
        from arcaller.services.papers.statements import make_statement

        client_id, desk = self._client(), self._doors.make_desk()
        if client_id is None:
            self._window.strip.say("Open a client first; the statement is about one.", tone="warn")
            return
        name = f"statement-{load_client_card(desk.ledger, client_id).number}-{desk.today:%Y-%m-%d}.pdf"
        self._save("statement", name, lambda: make_statement(desk, client_id, self._fonts()))

    def save_call_sheet(self) -> None:
        """The call sheet of the client shown, as a PDF for the road; that it was printed is recorded."""
        from arcaller.services.papers.call_sheets import PrintCallSheet, print_call_sheet

        sheet, desk = self._place.shown_sheet, self._doors.make_desk()
        if sheet is None or sheet.client_id is None:
            self._window.strip.say("Open a client first; the call sheet is about one.", tone="warn")
            return
        name = f"call-sheet-{sheet.client_number}-{desk.today:%Y-%m-%d}.pdf"
        target = self._ask("Save the call sheet", documents_folder() / name, _PDF)
        if target is None:
            return
        contact = sheet.head.contact()
        command = PrintCallSheet(
            sheet.client_id,
            target,
            sheet.ready.own_agenda(),  # as drafted, the paper words it in its own figures
            contact.contact_id if contact is not None else None,
            replace_existing=True,  # the dialog has asked already
        )
        self._runner.run(lambda desk, command: print_call_sheet(desk, command, self._fonts()), command)

    def save_day_sheet(self) -> None:
        """What this caller did today and what is left, as a PDF where he wants it."""
        from arcaller.services.papers.end_of_day import make_day_sheet

        desk = self._doors.make_desk()
        self._save("end-of-day sheet", f"day-{desk.today:%Y-%m-%d}.pdf", lambda: make_day_sheet(desk, self._fonts()))

    def _save(self, what: str, name: str, make: Callable[[], bytes]) -> None:
        """Ask where to, make the paper, write it; the dialog has asked already whether a file of that name may go."""
        from arcaller.services.papers.safe_files import write_new_file

        target = self._ask(f"Save the {what}", documents_folder() / name, _PDF)
        if target is None:
            return
        try:
            write_new_file(target, make(), replace_existing=True)
        except DomainError as error:
            self._refuse(error)
            return
        self._window.strip.say(f"{what[0].upper()}{what[1:]} saved as {target.name}.")

    def _ask(self, title: str, suggested: Path, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(suggested), kinds)
        return Path(chosen) if chosen else None

    def _refuse(self, error: DomainError) -> None:
        self._window.strip.say(error.message, tone="bad")
