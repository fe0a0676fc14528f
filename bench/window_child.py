"""What the window's benches start as a process of its own.

window_child.py empty               an empty PySide6 window, until it is painted
window_child.py start LEDGER        the program's own start, until today's list is painted with rows in it
window_child.py list LEDGER         the client list over LEDGER: times as JSON
window_child.py memory LEDGER       the client list over LEDGER, opened, sorted and searched: memory as JSON
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

TODAY = "2025-06-30"
KEYS = ("g", "gr", "gra", "gran", "granite", "granite s", "inv-00123", "lodz")
SORTS = ("name", "number", "overdue", "oldest", "open")
ROUNDS = 15


def empty() -> None:
    """The smallest window: shown, painted once, closed."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event):  # noqa: N802 - named by Qt
            super().paintEvent(event)
            QTimer.singleShot(0, QApplication.quit)

    app = QApplication([])
    window = Window()
    window.resize(1440, 900)
    window.show()
    app.exec()


def start(ledger: str) -> None:
    """The real door; the list's first paint with rows ends it."""
    from arcaller.app import desktop

    desktop.load_before_qt()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from arcaller.ui.work_list.work_list_view import WorkListView

    paint, has_painted = WorkListView.paintEvent, []

    def painted(view, event):
        paint(view, event)
        if view.model().rowCount():
            has_painted.append(True)
            QTimer.singleShot(0, QApplication.quit)

    WorkListView.paintEvent = painted
    code = desktop.main(["--ledger", ledger, "--today", TODAY])
    if code or not has_painted:
        sys.exit("the list was not painted")


class ListWindow:
    """The real client list in a window of its own over an open ledger."""

    def __init__(self, path: str) -> None:
        from datetime import UTC, date, datetime

        from PySide6.QtWidgets import QApplication, QMainWindow

        from arcaller import paths
        from arcaller.data.database import GUI_TIMEOUT_MS, Ledger
        from arcaller.services.desk import Desk
        from arcaller.services.undo import redo, undo_last
        from arcaller.ui.clients.clients_screen import ClientsScreen
        from arcaller.ui.shared.command_runner import CommandRunner
        from arcaller.ui.shared.look.theme import Theme
        from arcaller.ui.shared.words.formats import Formats

        self.app = QApplication([])
        self.theme = Theme(self.app, paths.resource("themes"), choice="light")
        self.ledger = Ledger.open(Path(path), timeout_ms=GUI_TIMEOUT_MS, read_only=True)
        desk = Desk(self.ledger, 1, datetime(2025, 6, 30, 9, 0, tzinfo=UTC), date.fromisoformat(TODAY))
        self.runner = CommandRunner(lambda: desk, undo=undo_last, redo=redo)
        self.screen = ClientsScreen(
            lambda: desk, self.runner, Formats("en_GB"), home_currency="EUR", company_zone="Europe/Berlin",
            read_layout=lambda _: "", save_layout=lambda *_: None,
        )  # fmt: skip
        self.window = QMainWindow()
        self.window.resize(1440, 900)
        self.window.setCentralWidget(self.screen)
        self.window.show()
        self.settle()

    def settle(self) -> None:
        """Let the event loop do what it has to, the rest of the ids among it."""
        for _ in range(3):
            self.app.processEvents()

    def paint(self) -> None:
        """One repaint of the table."""
        self.screen.table.viewport().repaint()

    def open(self) -> None:
        self.screen.reload()

    def sort(self, key: str, *, descending: bool) -> None:
        self.screen.table.sort_asked.emit(key, descending)

    def type(self, text: str) -> None:
        self.screen.search.setText(text)


def measure_list(path: str) -> None:
    """Each act twice: until its first rows are painted, and until the event loop is idle with all ids there."""
    import json
    from statistics import median
    from time import perf_counter

    shown = ListWindow(path)
    acts = {"list open": shown.open}
    for key in SORTS:
        for descending in (False, True):
            name = f"sort by {key}{' turned' if descending else ''}"
            acts[name] = lambda key=key, descending=descending: shown.sort(key, descending=descending)
    shown.screen.table.sort_asked.emit("overdue", True)
    shown.settle()
    searches = {f"search “{typed}”": typed for typed in KEYS}
    first: dict[str, list[float]] = {}
    whole: dict[str, list[float]] = {}

    def timed(name, act, paint):
        started = perf_counter()
        act()
        shown.paint()
        painted = perf_counter()
        shown.settle()
        idle = perf_counter()
        first.setdefault(name, []).append((painted - started) / paint)
        whole.setdefault(name, []).append((idle - started) / paint)

    paints = []
    for turn in range(ROUNDS + 1):
        for name, act in acts.items():
            timed(name, act, repaint(shown, paints))
        shown.sort("overdue", descending=True)
        shown.settle()
        for name, typed in searches.items():
            timed(name, lambda typed=typed: shown.type(typed), repaint(shown, paints))
        shown.type("")
        shown.settle()
        if turn == 0:  # warm-up
            first.clear(), whole.clear(), paints.clear()
    rows = {name: [median(first[name]), median(whole[name])] for name in first}
    print(json.dumps({"paint_ms": median(paints) * 1000, "rows": rows}, ensure_ascii=False))


def repaint(shown: ListWindow, paints: list[float]) -> float:
    """Seconds of one repaint of a full table, right now; an emptied table gives the last full one."""
    from time import perf_counter

    if shown.screen.table.paged_model.rowCount() < 64:
        return paints[-1]
    started = perf_counter()
    shown.paint()
    paints.append(perf_counter() - started)
    return paints[-1]


def measure_memory(path: str) -> None:
    """Resident megabytes with the list opened, and after every sort and search."""
    import json

    shown = ListWindow(path)
    opened = resident_mb()
    for key in SORTS:
        shown.sort(key, descending=True)
        shown.paint()
        shown.settle()
    for typed in KEYS:
        shown.type(typed)
        shown.paint()
        shown.settle()
    shown.type("")
    shown.paint()
    shown.settle()
    print(json.dumps({"opened": opened, "used": resident_mb()}))


def resident_mb() -> float:
    """What of this process lies in memory (Linux; elsewhere the highest so far)."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * 4096 / 1e6
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    {"empty": empty, "start": start, "list": measure_list, "memory": measure_memory}[sys.argv[1]](*sys.argv[2:])
