"""The frame: rail, list, detail, status strip; search on top, menus, keys. The screens are handed in."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from arcaller.ui.actions import Actions, ActionSpec
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import Theme
from arcaller.ui.shared.outcome_keys import OutcomeKeys
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.palette.search_box import SearchBox
from arcaller.ui.shared.widgets.messages import EmptyState
from arcaller.ui.shared.widgets.rail import Rail
from arcaller.ui.shared.widgets.status_strip import StatusStrip

if TYPE_CHECKING:
    from arcaller.ui.help.help_box import HelpBox
    from arcaller.ui.shared.palette.command_palette import CommandPalette, Finder, Found
    from arcaller.ui.shared.palette.key_sheet import KeyGroup

FOLD_RAIL_BELOW = 1280
"""Window width in pixels under which the rail shows icons alone."""
_LIST_WIDTH, _LEAST_LIST = 352, 264


class Screen(NamedTuple):
    """A place of the rail. ``factory`` makes its widget when it is first shown.

    ``whole`` screens take the place of list and detail together (import, settings).
    """

    key: str
    title: str
    icon: str
    factory: Callable[[], QWidget]
    whole: bool = False


class _KeyGuard(QObject):
    """Keeps the window's keys from text fields that would swallow them.

    Ctrl+K, with which some systems delete the rest of a line, finds. Undo and Redo are the field's while there is
    typing to take back or bring back in it; else they are the program's. It watches the focused text field alone,
    never the whole application.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None

    def watch(self, _old: QWidget | None, now: QWidget | None) -> None:
        """The focus went to ``now``."""
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now if isinstance(now, (QLineEdit, QPlainTextEdit)) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (_finds(event) or _is_not_for(watched, event))
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _finds(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_K and event.modifiers() == Qt.KeyboardModifier.ControlModifier


def _is_not_for(field: QObject, event: QKeyEvent) -> bool:
    """Whether ``event`` is an undo or redo for which the text field holds nothing."""
    if isinstance(field, QPlainTextEdit):
        can_undo, can_redo = field.document().isUndoAvailable(), field.document().isRedoAvailable()
    elif isinstance(field, QLineEdit):
        can_undo, can_redo = field.isUndoAvailable(), field.isRedoAvailable()
    else:
        return False
    undo, redo = (event.matches(key) for key in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo))
    return (undo and not can_undo) or (redo and not can_redo)


class _Details(QStackedWidget):
    """The place of the call sheet. It wants no size: the splitter gives it what there is.

    Else the whole sheet would be measured at each new client, to tell a window that does not grow by it.
    """

    @override
    def sizeHint(self) -> QSize:
        return QSize(800, 600)


class MainWindow(QMainWindow):
    """``screens`` in the order of the rail; only those that work are handed in.

    ``finders`` answer the palette beside the commands; ``key_groups`` gives keys of screens for the key sheet,
    ``outcome_keys`` the digits of the outcomes for the help;
    ``stored`` is what ``store`` was given last time: sizes and place of the window.
    """

    screen_shown = Signal(str)
    closing = Signal()

    def __init__(
        self,
        screens: Sequence[Screen],
        theme: Theme,
        *,
        finders: Sequence[Finder] = (),
        key_groups: Callable[[], Sequence[KeyGroup]] = tuple,
        outcome_keys: Callable[[], OutcomeKeys] = OutcomeKeys,
        stored: str = "",
        store: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle("arcaller")
        self._theme, self._store = theme, store
        self._key_groups, self._outcome_keys = key_groups, outcome_keys
        self._screens = {screen.key: screen for screen in screens}
        self._made: dict[str, QWidget] = {}
        self._key = ""
        self.actions_table = Actions(self)
        self.rail = Rail()
        self.strip = StatusStrip()
        self._build()
        self._finders = (*finders, self._find_commands)
        self._bind_own_acts(screens)
        self._key_guard = _KeyGuard(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._key_guard.watch)
        self.resize(1440, 900)
        self.setMinimumSize(900, 600)
        self._restore(stored)

    def _build(self) -> None:
        self._lists, self._details, self._whole = QStackedWidget(), _Details(), QStackedWidget()
        search = SearchBox()
        search.clicked.connect(self.open_palette)
        self._pane = QWidget()
        self._pane.setObjectName("pane")
        self._pane.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pane.setMinimumWidth(_LEAST_LIST)
        pane = QVBoxLayout(self._pane)
        pane.setContentsMargins(0, 12, 0, 0)
        pane.setSpacing(8)
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.addWidget(search)
        pane.addLayout(top)
        pane.addWidget(self._lists, 1)
        self._details.addWidget(
            EmptyState("Nobody is open.", "Choose a client in the list and press Enter, or find one with Ctrl K.")
        )
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self._pane)
        self._splitter.addWidget(self._details)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([_LIST_WIDTH, 1440 - _LIST_WIDTH])
        self._body = QStackedWidget()
        self._body.addWidget(self._splitter)
        self._body.addWidget(self._whole)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self._body, 1)
        center = QWidget()
        center.setObjectName("page")
        column = QVBoxLayout(center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.strip)
        self.setCentralWidget(center)

    def _bind_own_acts(self, screens: Sequence[Screen]) -> None:
        acts = self.actions_table
        for number, screen in enumerate(screens):
            keys = f"Ctrl+{(number + 1) % 10}" if number < 10 else ""
            acts.add_spec(
                ActionSpec(f"go_{screen.key}", screen.title, "Go", f"Go to {screen.title}", screen.icon, keys)
            )
            action = acts.bind(f"go_{screen.key}", partial(self.show_screen, screen.key))
            self.rail.add_entry(screen.key, screen.title, screen.icon, action.toolTip())
        self.rail.chosen.connect(self.show_screen)
        acts.bind("find", self.open_palette)
        acts.bind("keys", self.show_keys)
        acts.bind("help", self.show_help)
        acts.bind("quit", self.close)
        acts.bind("switch_theme", self._theme.switch)
        acts.bind("follow_system", lambda: self._theme.choose("system"))
        acts.bind("high_contrast", lambda: self._theme.choose("high-contrast"))
        acts.bind("switch_density", self._theme.switch_density)
        acts.bind("larger", lambda: self._theme.set_scale(self._theme.scale + 0.1))
        acts.bind("smaller", lambda: self._theme.set_scale(self._theme.scale - 0.1))
        acts.bind("next_pane", lambda: self._cycle_panes(1))
        acts.bind("previous_pane", lambda: self._cycle_panes(-1))
        self.menuBar().setAccessibleName("Menu")
        acts.fill_menus(self.menuBar())

    def bind(self, acts: Mapping[str, Callable[[], object]]) -> None:
        """Let the screens' ``acts`` run for entries of the table; they appear in menu, palette and key sheet."""
        for name, act in acts.items():
            self.actions_table.bind(name, act)
        self.actions_table.fill_menus(self.menuBar())

    @cached_property
    def palette_box(self) -> CommandPalette:
        """The palette, made when it is first opened: starting does not pay for it."""
        from arcaller.ui.shared.palette.command_palette import CommandPalette

        return CommandPalette(self._finders, self)

    @property
    def current_key(self) -> str:
        """The key of the screen shown; empty before the first."""
        return self._key

    def screen_widget(self, key: str) -> QWidget:
        """The widget of the screen called ``key``, made if it was not yet."""
        if key not in self._made:
            spec = self._screens[key]
            widget = spec.factory()
            self._made[key] = widget
            (self._whole if spec.whole else self._lists).addWidget(widget)
        return self._made[key]

    def show_screen(self, key: str) -> None:
        """Go to the screen called ``key``; what the detail shows stays."""
        widget, whole = self.screen_widget(key), self._screens[key].whole
        (self._whole if whole else self._lists).setCurrentWidget(widget)
        self._body.setCurrentWidget(self._whole if whole else self._splitter)
        self._key = key
        self.rail.choose(key)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.screen_shown.emit(key)

    def show_detail(self, widget: QWidget) -> None:
        """Show ``widget`` beside the list; it is kept in the stack."""
        if self._details.indexOf(widget) < 0:
            self._details.addWidget(widget)
        self._details.setCurrentWidget(widget)
        self._body.setCurrentWidget(self._splitter)

    def show_nobody(self) -> None:
        """Beside the list nobody is open."""
        self._details.setCurrentIndex(0)

    def show_whole(self, widget: QWidget) -> None:
        """Show ``widget`` over list and detail (the plan wizard); `show_lists` goes back."""
        if self._whole.indexOf(widget) < 0:
            self._whole.addWidget(widget)
        self._whole.setCurrentWidget(widget)
        self._body.setCurrentWidget(self._whole)

    def show_lists(self) -> None:
        """Back from a whole widget to list and detail; a whole screen gives way to the first list screen."""
        if self._key and self._screens[self._key].whole:
            self.show_screen(next(key for key, screen in self._screens.items() if not screen.whole))
        self._body.setCurrentWidget(self._splitter)

    def open_palette(self) -> None:
        """Find or do: the palette over the window."""
        self.palette_box.open_palette()

    def show_keys(self) -> None:
        """The key sheet, from the table of acts and the screens' own keys."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for spec, action in self.actions_table.bound():
            if not action.shortcut().isEmpty():
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                groups.setdefault(spec.menu, []).append((keys, spec.text.rstrip("…")))
        from arcaller.ui.shared.palette.key_sheet import KeySheet  # not in the start path

        sheet = KeySheet([*self._key_groups(), *groups.items()], self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    @property
    def help_page(self) -> str:
        """The page of the help for what the keys are in: the list, else what is shown beside or over it."""
        shown = self._whole.currentWidget()
        if self._body.currentWidget() is self._splitter:
            focused = QApplication.focusWidget()
            shown = None if focused and self._pane.isAncestorOf(focused) else self._details.currentWidget()
        return (shown.help_page if isinstance(shown, Page) else "") or self._key

    @cached_property
    def help_box(self) -> HelpBox:
        """The help, made when it is first wanted."""
        from arcaller.ui.help.help_box import HelpBox

        return HelpBox(self, outcome_keys=self._outcome_keys)

    def show_help(self) -> None:
        """The help beside the window, at the page of the screen one is on."""
        page = self.help_page
        self.help_box.show()
        self.help_box.raise_()
        self.help_box.activateWindow()
        self.help_box.show_page(page)

    def _find_commands(self, typed: str, limit: int) -> list[Found]:
        from arcaller.ui.shared.palette.command_palette import Found
        from arcaller.ui.shared.palette.ranking import best

        lines = [
            Found(
                "command",
                spec.text.rstrip("…"),
                action.trigger,
                detail=spec.tip,
                keys=action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            )
            for spec, action in self.actions_table.bound()
            if spec.name != "find" and action.isEnabled()
        ]
        return best(typed, [(line, (line.title,)) for line in lines], limit)

    def _cycle_panes(self, step: int) -> None:
        """Rail, then list and detail or the whole widget, then around again."""
        panes: list[QWidget] = [self.rail]
        panes += [self._pane, self._details] if self._body.currentWidget() is self._splitter else [self._whole]
        focused = QApplication.focusWidget()
        here = next((i for i, pane in enumerate(panes) if focused and pane.isAncestorOf(focused)), -step)
        for offset in range(1, len(panes) + 1):
            target = _first_focus(panes[(here + step * offset) % len(panes)])
            if target is not None:
                target.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        folded = self.width() < FOLD_RAIL_BELOW
        if folded != self.rail.folded:
            self.rail.set_folded(folded)
            # The panes have their old width until this event is over.
            QTimer.singleShot(0, self, self._fit_list)
        if "palette_box" in self.__dict__ and self.palette_box.isVisible():
            self.palette_box.place()

    def _fit_list(self) -> None:
        """The list narrow beside a folded rail, of its first width beside an open one."""
        width = _LEAST_LIST if self.rail.folded else _LIST_WIDTH
        self._splitter.setSizes([width, max(1, self._splitter.width() - width)])

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._store is not None:
            self._store(self._state())
        self.closing.emit()
        super().closeEvent(event)

    def _state(self) -> str:
        """Place, size and splitter as JSON."""
        geometry = base64.b64encode(self.saveGeometry().data()).decode("ascii")
        return json.dumps({"geometry": geometry, "splitter": self._splitter.sizes(), "screen": self._key})

    def _restore(self, stored: str) -> None:
        """What cannot be read leaves the first setting."""
        try:
            state = json.loads(stored or "{}")
            geometry = base64.b64decode(state.get("geometry", ""))
            sizes = [int(size) for size in state.get("splitter", [])]
        except (ValueError, TypeError, AttributeError, binascii.Error):
            return
        if geometry:
            self.restoreGeometry(QByteArray(geometry))
        if len(sizes) == 2 and min(sizes) > 0:
            self._splitter.setSizes(sizes)


def _first_focus(pane: QWidget) -> QWidget | None:
    """Where the focus goes in ``pane``: its own choice, else the first widget that Tab would reach."""
    if isinstance(pane, Rail):
        return pane.chosen_entry()
    if isinstance(pane, QStackedWidget):
        shown = pane.currentWidget()
        if shown is None:
            return None
        if isinstance(shown, Page) or shown.focusPolicy() != Qt.FocusPolicy.NoFocus:
            return shown
        pane = shown
    lists = pane.findChildren(QStackedWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if lists:
        return _first_focus(lists[0])
    reachable = (w for w in pane.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return next((w for w in reachable if w.isVisible() and w.isEnabled()), None)
