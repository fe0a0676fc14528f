"""The tour: drives the real window through the main job by keys and clicks, and leaves a picture of every screen.

Nothing here knows a screen's inside: what a caller cannot press, the tour cannot do. Pictures are taken in light and
dark, at 1440×900.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from arcaller.data.queries.clients.client_list import load_client_rows, load_first_client_ids
from arcaller.data.queries.work.work_list import load_work_list_ids, load_work_list_rows
from arcaller.domain.errors import DomainError
from arcaller.ui.first_run.first_run_screen import FirstRunScreen
from arcaller.ui.shared.theme import DARK, LIGHT, Theme
from arcaller.ui.workbench.workbench import Workbench

if TYPE_CHECKING:
    from arcaller.services.desk import Desk

MANIFEST, PAPER = "tour.json", "agreement.pdf"
WIDTH, HEIGHT = 1440, 900
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
_LEAST_CAST, _PLAN_FROM, _PLAN_TO = 3, 150_000, 450_000
_SETTLE_MS = 120
_PAPER_MS = 900


class Album:
    """The folder the tour leaves behind; it replaces only files that an earlier tour made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            known = json.loads((folder / MANIFEST).read_text("utf-8")) if (folder / MANIFEST).exists() else {}
        except (OSError, ValueError) as error:
            raise DomainError(
                f"{folder} cannot take the tour's pictures ({error}); choose another folder.", "out"
            ) from None
        self._known: dict[str, str] = known if isinstance(known, dict) else {}

    def target(self, name: str) -> Path:
        """Where the file ``name`` goes; refuses to write over anything the tour did not make, or that was changed."""
        path = self._folder / name
        if path.exists() and self._known.get(name) != _digest(path):
            raise DomainError(
                f"{path} was not made by a tour, or was changed since; move it away or choose another folder.", "out"
            )
        return path

    def keep(self, name: str) -> None:
        """Remember that the tour made ``name``; at once, so that a tour cut short can be walked again."""
        self._known[name] = _digest(self._folder / name)
        text = json.dumps(self._known, indent=1, sort_keys=True)
        (self._folder / MANIFEST).write_text(text, encoding="utf-8")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom the tour meets, by what is typed to find them: the client called, the one with the plan, one searched."""

    called: str
    planned: str
    searched: str


def choose_cast(desk: Desk) -> Cast:
    """The first of today's list is called; the one with most overdue items of a middling sum gets a plan."""
    ledger, today = desk.ledger, desk.today
    rows = load_work_list_rows(ledger, load_work_list_ids(ledger)[:200], today)
    numbers = [row.number for row in rows]
    if len(numbers) < _LEAST_CAST:
        ids = load_first_client_ids(ledger, limit=10)
        numbers += [row.number for row in load_client_rows(ledger, ids, today) if row.number not in numbers]
    if not numbers:
        raise DomainError("This ledger has no clients yet; import a file, then walk the tour again.", "ledger")
    fit = [row for row in rows if not row.disputed_minor and not row.has_plan_on_track and row.currency == "EUR"]
    fit = [row for row in fit if _PLAN_FROM <= row.overdue_minor <= _PLAN_TO] or fit or rows
    planned = max(fit, key=lambda row: row.overdue_items).number if fit else numbers[-1]
    return Cast(called=numbers[0], planned=planned, searched=numbers[-1][:4])


class Tour:
    """One walk through the window. ``tell`` gets a line for every picture."""

    def __init__(self, album: Album, theme: Theme, tell: Callable[[str], None]) -> None:
        self._album, self._theme, self._tell = album, theme, tell
        self._number = 0

    def first_run(self) -> None:
        """The three ways to begin."""
        screen = FirstRunScreen()
        screen.resize(WIDTH, HEIGHT)
        screen.show()
        self._shoot("first-run", screen)
        screen.close()

    def walk(self, bench: Workbench, items: Path, choose: Callable[[], Cast]) -> None:
        """Import, list, sheet, log, plan, agreement; ``items`` is imported first, then is chosen whom to meet."""
        bench.window.resize(WIDTH, HEIGHT)
        bench.start()
        hand = _Hand(bench)
        self._import(bench, hand, items)
        cast = choose()
        self._lists(bench, hand, cast)
        self._calls(bench, hand)
        self._plan(bench, hand, cast)
        self._rest(bench, hand)

    def _import(self, bench: Workbench, hand: _Hand, items: Path) -> None:
        bench.window.show_screen("import")
        self._shoot("import", bench.window)
        screen = bench.imports
        screen.open_file(items)
        hand.wait_for(lambda: screen.page is screen.review)
        self._shoot("import-preview", bench.window)
        hand.press(Qt.Key.Key_Return)
        hand.wait_for(lambda: screen.page is screen.result)
        self._shoot("import-done", bench.window)

    def _lists(self, bench: Workbench, hand: _Hand, cast: Cast) -> None:
        hand.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        self._shoot("today", bench.window)
        hand.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        self._shoot("clients", bench.window)
        hand.type(cast.searched)
        self._shoot("clients-search", bench.window)
        hand.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        hand.type(cast.called)
        self._shoot("find", bench.window)

    def _calls(self, bench: Workbench, hand: _Hand) -> None:
        hand.press(Qt.Key.Key_Return)
        self._shoot("call-sheet", bench.window)
        hand.press(Qt.Key.Key_F7)
        hand.type("2")
        self._shoot("call-sheet-voicemail", bench.window)
        hand.press(Qt.Key.Key_Return)
        hand.type("4fr")
        self._shoot("call-sheet-promise", bench.window)
        hand.press(Qt.Key.Key_Return)
        self._shoot("call-logged", bench.window)
        hand.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        self._shoot("call-taken-back", bench.window)
        hand.press(Qt.Key.Key_Return)

    def _plan(self, bench: Workbench, hand: _Hand, cast: Cast) -> None:
        hand.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        hand.type(cast.planned)
        hand.press(Qt.Key.Key_Return)
        hand.press(Qt.Key.Key_F7)
        hand.type("58")
        self._shoot("plan-beyond-limits", bench.window)
        hand.press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        self._shoot("plan-wizard", bench.window)
        if bench.plans.wizard.plan is None:
            # nothing is open: there is nothing to agree about
            hand.press(Qt.Key.Key_Escape)
            return
        hand.press(Qt.Key.Key_Return)
        QTest.qWait(_PAPER_MS)
        self._shoot("plan-review", bench.window)
        hand.press(Qt.Key.Key_Return)
        self._shoot("plan-proposed", bench.window)
        self._paper(bench)

    def _paper(self, bench: Workbench) -> None:
        """The agreement as the client gets it."""
        target = self._album.target(PAPER)
        bench.plans.save_newest_agreement(target)
        self._album.keep(PAPER)
        self._tell(PAPER)

    def _rest(self, bench: Workbench, hand: _Hand) -> None:
        hand.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
        self._shoot("promises", bench.window)
        hand.press(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
        self._shoot("plans", bench.window)
        bench.window.show_screen("settings")
        self._shoot("settings", bench.window)

    def _shoot(self, name: str, widget: QWidget) -> None:
        """The widget as it is now, in both themes; the focus and everything typed stay."""
        self._number += 1
        for theme in (LIGHT, DARK):
            self._theme.choose(theme)
            QTest.qWait(_SETTLE_MS)
            file_name = f"{self._number:02d}-{name}-{theme}.png"
            target = self._album.target(file_name)
            if not widget.grab().save(str(target)):
                raise DomainError(f"{target} cannot be written; choose another folder.", "out")
            self._album.keep(file_name)
        self._theme.choose(LIGHT)
        QTest.qWait(_SETTLE_MS)
        self._tell(f"{self._number:02d} {name}")


class _Hand:
    """Ten fingers: keys go to the window as from a keyboard, one after the other has been drawn."""

    def __init__(self, bench: Workbench) -> None:
        self._window = bench.window

    def type(self, text: str) -> None:
        """Type ``text``, letter by letter; beyond ASCII a letter comes as the key of a keyboard that has it."""
        for letter in text:
            if letter.isascii():
                # the overload for a character is missing in the stubs
                QTest.keyClick(self._window.windowHandle(), letter)  # type: ignore[call-overload]
            elif (focused := QApplication.focusWidget()) is not None:
                QApplication.sendEvent(focused, QKeyEvent(QEvent.Type.KeyPress, 0, _NO_MODIFIER, letter))
        QTest.qWait(_SETTLE_MS)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _NO_MODIFIER) -> None:
        """One key, with a modifier held or not."""
        QTest.keyClick(self._window.windowHandle(), key, modifier)
        QTest.qWait(_SETTLE_MS)

    def wait_for(self, is_there: Callable[[], bool], patience_ms: int = 60_000) -> None:
        """Until ``is_there``; refuses to go on without it."""
        for _ in range(patience_ms // 20):
            if is_there():
                return
            QTest.qWait(20)
        raise DomainError("The window did not come as far as the tour wanted; try again.", "tour")
