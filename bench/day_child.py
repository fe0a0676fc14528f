"""What ``bench_day`` starts as a process of its own: the real window over copies of a ledger, driven by keys.

day_child.py enter LEDGER FOLDER     Enter to the next sheet against its own statements, as JSON
day_child.py blocks LEDGER FOLDER    the longest block of the event loop, idle and at work, as JSON
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from noted_sql import Statement, noting, replay  # noqa: E402
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QWidget  # noqa: E402

from arcaller import paths  # noqa: E402
from arcaller.app.building import make_workbench, open_application  # noqa: E402
from arcaller.app.garbage import GarbageRound  # noqa: E402
from arcaller.app.layouts import Layouts  # noqa: E402
from arcaller.data.database import GUI_TIMEOUT_MS, Ledger  # noqa: E402
from arcaller.data.sqlite import open_connection  # noqa: E402
from arcaller.services.desk import Desk  # noqa: E402
from arcaller.ui.shared.look.theme import Theme  # noqa: E402
from arcaller.ui.shared.words.formats import Formats  # noqa: E402

TODAY = date(2025, 6, 30)
NOW = datetime(2025, 6, 30, 9, 0, tzinfo=UTC)
ROUNDS, WARM_UP = 40, 8
BEAT_MS, CONTROL_MS = 4, 4_000
CTRL = Qt.KeyboardModifier.ControlModifier


class Bench:
    """The window over a copy of a ledger, with hands."""

    def __init__(self, ledger: Path, folder: Path) -> None:
        self.app = open_application()
        self.theme = Theme(self.app, paths.resource("themes"), choice="light")
        self.path = Path(shutil.copyfile(ledger, folder / "window.arcaller"))
        self.ledger = Ledger.open(self.path, timeout_ms=GUI_TIMEOUT_MS)
        self.ledger.start_day(TODAY)
        self.workbench = make_workbench(
            self.ledger,
            lambda: Desk(self.ledger, 1, NOW, TODAY),
            self.theme,
            Layouts(folder / "layout.json"),
            Formats("en_GB"),
        )
        self.workbench.window.resize(1440, 900)
        self.garbage = GarbageRound()  # as the program does: a collection is among the blocks
        self.workbench.start()
        QTest.qWait(800)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.workbench.window.windowHandle(), key, modifier)

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClick(self.workbench.window.windowHandle(), letter)

    def open_first(self) -> None:
        """The sheet of the first client of today's list."""
        first = self.workbench.today.next_after(None)
        assert first is not None, "nobody is on the list"
        self.workbench.open_from_today(first)
        QTest.qWait(200)

    def close(self) -> None:
        self.workbench.window.close()
        self.garbage.stop()
        self.workbench.tasks.stop()
        self.ledger.close()


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        self.count += event.type() == QEvent.Type.Paint
        return False


def enter(ledger: Path, folder: Path) -> None:
    """Each round: one Enter timed while its statements are noted, then those by hand on a copy of the ledger.

    Noting costs the window some microseconds a statement.
    """
    bench = Bench(ledger, folder)
    bench.open_first()
    hand_path = Path(shutil.copyfile(ledger, folder / "hand.arcaller"))
    window, hand_times, counts = [], [], []
    painted = Paints(bench.workbench.sheet)

    def log() -> tuple[float, list[Statement]]:
        """From Enter to the painted next sheet: the key, what it does, and the layout and paint it asked for."""
        before = bench.workbench.sheet.client_id
        bench.type("2")
        QTest.qWait(5)
        painted.count = 0
        with noting(bench.ledger.connection()) as statements:
            started = perf_counter()
            bench.press(Qt.Key.Key_Return)
            QCoreApplication.sendPostedEvents()
            taken = perf_counter() - started
        assert painted.count, "the next sheet was not painted"
        assert bench.workbench.sheet.client_id != before, "Enter did not open the next sheet"
        QTest.qWait(30)
        return taken, statements

    with closing(open_connection(hand_path, timeout_ms=5_000)) as hand:
        for number in range(ROUNDS + WARM_UP):
            taken, statements = log()
            started = perf_counter()
            replay(hand, statements)
            by_hand = perf_counter() - started
            if number >= WARM_UP:
                window.append(taken)
                hand_times.append(by_hand)
                counts.append(len(statements))
    bench.close()
    print(
        json.dumps(
            {
                "ratio": median(a / b for a, b in zip(window, hand_times, strict=True)),
                "ms": median(window) * 1000,
                "hand_ms": median(hand_times) * 1000,
                "statements": int(median(counts)),
            }
        )
    )


class Watchdog:
    """A timer's longest wait between two beats, by the name of what goes on."""

    def __init__(self) -> None:
        self.longest: dict[str, float] = {}
        self.name = ""
        self._clock = QElapsedTimer()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self, name: str) -> None:
        self.name = name
        self._clock.start()
        self._timer.start()

    def _beat(self) -> None:
        waited = self._clock.nsecsElapsed() / 1e6 - BEAT_MS
        self._clock.start()
        self.longest[self.name] = max(waited, self.longest.get(self.name, 0.0))


def blocks(ledger: Path, folder: Path) -> None:
    """Idle first, then a day's keys with the watchdog running."""
    bench, dog = Bench(ledger, folder), Watchdog()
    bench.open_first()
    dog.start("idle")
    QTest.qWait(CONTROL_MS)

    def voicemail() -> None:
        bench.type("2")
        bench.press(Qt.Key.Key_Return)

    def promise() -> None:
        bench.type("4fr")
        bench.press(Qt.Key.Key_Return)

    def note() -> None:
        bench.type("Spoke with the bookkeeper who will check with the warehouse")
        bench.press(Qt.Key.Key_Escape)
        bench.type("0n")
        bench.press(Qt.Key.Key_Return)

    def take_back() -> None:
        bench.press(Qt.Key.Key_Z, CTRL)

    def find() -> None:
        bench.press(Qt.Key.Key_K, CTRL)
        bench.type("gran")
        bench.press(Qt.Key.Key_Return)

    def plan() -> None:
        bench.type("53")
        QTest.qWait(100)
        bench.press(Qt.Key.Key_Escape)
        bench.press(Qt.Key.Key_Escape)

    def screens() -> None:
        for number in range(1, 9):
            bench.press(Qt.Key(int(Qt.Key.Key_0) + number), CTRL)
            QTest.qWait(150)
        bench.press(Qt.Key.Key_1, CTRL)
        bench.open_first()

    day: dict[str, Callable[[], None]] = {
        "voicemail and next sheet": voicemail,
        "promise and next sheet": promise,
        "note and next sheet": note,
        "take back": take_back,
        "find a client": find,
        "plan drafted": plan,
        "every screen": screens,
    }
    for turn in range(4):
        for name, act in day.items():
            # what happens once in a session (a screen is made, a library loaded) is told apart
            dog.name = name if turn else f"{name}, for the first time"
            act()
            QTest.qWait(250)
    bench.close()
    acts = {name: longest for name, longest in dog.longest.items() if name != "idle"}
    again = {name: longest for name, longest in acts.items() if "first time" not in name}
    during = max(again, key=lambda name: again[name])
    found = {"longest_ms": again[during], "during": during, "idle_ms": dog.longest["idle"], "acts": acts}
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    {"enter": enter, "blocks": blocks}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
