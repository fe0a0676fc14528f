"""The running program: the first-run window, or one workbench at a time."""

from __future__ import annotations

import os
import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from arcaller import paths
from arcaller.app.building import dismiss_windows, make_desk_maker, make_workbench, open_application
from arcaller.app.layouts import Layouts
from arcaller.app.logs import start_log, tell_uncaught
from arcaller.app.looks import keep_look, kept_look

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from arcaller.data.database import Ledger
    from arcaller.ui.first_run.first_run_screen import FirstRunScreen, NewLedger
    from arcaller.ui.shared.look.theme import Theme
    from arcaller.ui.shared.words.formats import Formats
    from arcaller.ui.workbench.workbench import Workbench


def main(arguments: Sequence[str]) -> int:
    """Open the window; gives the exit code."""
    options = _window_options(arguments)
    if not _has_display():
        sys.stderr.write("There is no display here. Verbs work without one; “main.py tour FOLDER” leaves pictures.\n")
        return 1
    load_before_qt()
    # held here, so that every window is gone before the application goes
    app = open_application()
    try:
        return _run_window(app, options)
    finally:
        dismiss_windows(app)


def _window_options(arguments: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="main.py", description="Open the window over a ledger.")
    parser.add_argument("--ledger", type=Path, help="the ledger to open; else the one opened last")
    parser.add_argument("--today", type=date.fromisoformat, help="the business date, for trying things out")
    parser.add_argument("--as", dest="user", default="", help="the user to work as")
    return parser.parse_args(arguments)


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM"))


def _run_window(app: QApplication, options: Namespace) -> int:
    from arcaller.app.garbage import GarbageRound
    from arcaller.ui.shared.look.theme import Theme
    from arcaller.ui.shared.words.formats import Formats

    log_file = start_log(paths.log_folder())
    layouts = Layouts(paths.data_folder() / "layout.json")
    choice, density, scale = kept_look(layouts)
    theme = Theme(app, paths.resource("themes"), choice=choice, density=density, scale=scale)
    theme.changed.connect(partial(keep_look, theme, layouts))
    desktop = Desktop(app, theme, layouts, Formats(_locale_name()), options)
    tell_uncaught(desktop.say_failure, log_file)
    garbage = GarbageRound(app)
    desktop.begin()
    try:
        return app.exec()
    finally:
        garbage.stop()


def load_before_qt() -> None:
    """Import what the first screen needs beside Qt: once PySide is there it reads the source of each new module."""
    for name in (
        "arcaller.data.database",
        "arcaller.data.queries.clients.client_list",
        "arcaller.data.queries.work.work_list",
        "arcaller.domain.contact.clock",
        "arcaller.domain.calls.outcomes",
        "arcaller.domain.calls.priority",
        "arcaller.services.settings",
        "arcaller.services.undo",
        "babel",
    ):
        import_module(name)


def _locale_name() -> str:
    from PySide6.QtCore import QLocale

    return QLocale.system().name()


def file_name_of(company: str) -> str:
    """``acme-söhne-ag.arcaller``: the letters and digits of a name, parted by single dashes."""
    safe = re.sub(r"[\W_]+", "-", company.lower()).strip("-")[:60].rstrip("-")
    return f"{safe or 'ledger'}{paths.LEDGER_SUFFIX}"


class Desktop:
    """The running program: the first-run window or one workbench at a time."""

    def __init__(
        self, app: QApplication, theme: Theme, layouts: Layouts, formats: Formats, options: Namespace
    ) -> None:
        self._app, self._theme, self._layouts, self._formats = app, theme, layouts, formats
        self._today: date | None = options.today
        self._user: str = options.user
        self._wanted: Path | None = options.ledger
        self._ledger: Ledger | None = None
        self._workbench: Workbench | None = None
        self._first: FirstRunScreen | None = None
        app.aboutToQuit.connect(self._close_ledger)

    def begin(self) -> None:
        """Open the ledger asked for or the last one; without one, ask."""
        last = self._layouts.read("ledger")
        path = self._wanted or (Path(last) if last else None)
        if path is not None and (self._wanted is not None or path.exists()):
            self.open(path)
        else:
            self.ask()

    def ask(self, message: str = "", *, focus_new: bool = False) -> None:
        """Show the three ways to begin."""
        from arcaller.ui.first_run.first_run_screen import FirstRunScreen

        first = FirstRunScreen()
        first.setWindowTitle("arcaller")
        first.resize(1100, 720)
        first.show_message(message)
        first.sample_wanted.connect(self.open_sample)
        first.new_wanted.connect(self.make_ledger)
        first.open_wanted.connect(self.choose_ledger)
        first.show()
        if focus_new:
            first.company_edit.setFocus()
        self._first = first

    def open(self, path: Path) -> None:
        """Open ``path`` in the window; a second start of the same file raises the first window."""
        from PySide6.QtCore import QTimer

        from arcaller.data.database import GUI_TIMEOUT_MS, Ledger
        from arcaller.data.errors import LedgerInUse, StorageError
        from arcaller.ui.shared.one_window import raise_other_window

        try:
            ledger = Ledger.open(path, timeout_ms=GUI_TIMEOUT_MS, since=datetime.now(UTC))
        except LedgerInUse as error:
            if raise_other_window(path):
                # a start that has not reached its event loop yet could not be told to leave it
                QTimer.singleShot(0, self._app.quit)
                return
            self._show_refusal(str(error))
            return
        except StorageError as error:
            self._show_refusal(str(error))
            return
        self._close_ledger()
        self._ledger = ledger
        self._layouts.save("ledger", str(path))
        self._start_workbench(ledger)

    def _show_refusal(self, message: str) -> None:
        if self._first is not None and self._first.isVisible():
            self._first.show_message(message)
        else:
            self.ask(message)

    def say_failure(self, sentence: str) -> None:
        """Say what went wrong inside the program, in whatever window is there."""
        if self._first is not None and self._first.isVisible():
            self._first.show_message(sentence)
        elif self._workbench is not None:
            self._workbench.window.strip.say(sentence, tone="bad")

    def open_sample(self) -> None:
        """The sample company: made on first use, in its own file."""
        from arcaller.data.errors import StorageError
        from arcaller.domain.errors import DomainError
        from arcaller.services.sample.sample import make_sample

        path = paths.sample_ledger()
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                make_sample(
                    path, seed=7, today=self._today or datetime.now().astimezone().date(), now=datetime.now(UTC)
                )
        except (StorageError, DomainError, OSError) as error:
            self._show_refusal(str(error))
            return
        self.open(path)

    def make_ledger(self, wanted: NewLedger) -> None:
        """A ledger of one's own, in the data folder under the company's name."""
        from arcaller.data.errors import StorageError
        from arcaller.domain.errors import DomainError
        from arcaller.services.ledgers import make_ledger

        path = paths.data_folder() / file_name_of(wanted.company)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            now = datetime.now(UTC)
            make_ledger(
                path,
                company=wanted.company,
                currency=wanted.currency,
                country=wanted.country,
                user_name=wanted.user_name,
                at=now,
                today=self._today or now.astimezone().date(),
            )
        except (StorageError, DomainError, OSError) as error:
            self._show_refusal(str(error))
            return
        self.open(path)

    def choose_ledger(self) -> None:
        """Ask for a file."""
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileName(
            None, "Open a ledger", str(paths.data_folder()), f"Ledgers (*{paths.LEDGER_SUFFIX});;All files (*)"
        )
        if chosen:
            self.open(Path(chosen))

    def _start_workbench(self, ledger: Ledger) -> None:
        from arcaller.ui.shared.one_window import WindowDoor

        desk_maker = make_desk_maker(ledger, self._user, self._today)
        desk = desk_maker()
        if ledger.business_date != desk.today:
            from arcaller.services.days import begin_day  # what a new day decides is not needed for any further start

            # a date given on the command line is taken even if it lies before the last one
            begin_day(desk, may_go_back=self._today is not None)
        old = self._workbench
        workbench = make_workbench(ledger, desk_maker, self._theme, self._layouts, self._formats)
        workbench.another_ledger_wanted.connect(self._another)
        self._door = WindowDoor(ledger.path, workbench)
        self._door.knocked.connect(lambda: _to_front(workbench))
        self._workbench = workbench
        workbench.start()
        if old is not None:
            old.window.close()
            old.window.deleteLater()
        if self._first is not None:
            self._first.close()
            self._first = None

    def _another(self, which: str) -> None:
        ways: dict[str, Callable[[], None]] = {
            "sample": self.open_sample,
            "open": self.choose_ledger,
            "new": partial(self.ask, focus_new=True),
        }
        ways[which]()

    def _close_ledger(self) -> None:
        if self._ledger is not None:
            if self._workbench is not None:
                self._workbench.close_sheet()
            self._ledger.close()
            self._ledger = None


def _to_front(workbench: Workbench) -> None:
    workbench.window.showNormal()
    workbench.window.raise_()
    workbench.window.activateWindow()
