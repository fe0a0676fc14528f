"""Today's list and the sheet beside it: passing over, putting back, views, the explained rank, call-backs due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from arcaller.ui.shared.desktop_notice import DesktopNotices
from arcaller.ui.work_list.work_list_panel import WorkListPanel

if TYPE_CHECKING:
    from arcaller.ui.main_window import MainWindow
    from arcaller.ui.shared.words.formats import Formats
    from arcaller.ui.workbench.screen_factory import Doors, ScreenFactory
    from arcaller.ui.workbench.sheet_place import SheetPlace


class ListWays(QObject):
    """``client_opened`` from the list; the two others when its empty page offers a way to begin."""

    client_opened = Signal(int)
    sample_wanted = Signal()
    import_wanted = Signal()

    def __init__(
        self, doors: Doors, factory: ScreenFactory, window: MainWindow, formats: Formats, place: SheetPlace
    ) -> None:
        super().__init__(window)
        self._doors, self._factory, self._window = doors, factory, window
        self._formats, self._place = formats, place
        self._notices = DesktopNotices(QGuiApplication.windowIcon(), self)

    def acts(self) -> dict[str, Callable[[], object]]:
        """By their names in the table of acts."""
        return {
            "skip_today": lambda: self._on_list(lambda today: today.skip(self._shown_client())),
            "another_day": lambda: self._on_list(lambda today: today.put_back(self._shown_client())),
            "step_done": lambda: self._on_list(lambda today: today.finish_step(self._shown_client())),
            "why_here": self.explain_rank,
            "work_views": lambda: self._on_list(lambda today: today.head.open_views()),
            "whose_list": lambda: self._on_list(lambda today: today.head.open_owners()),
            "spread_backlog": lambda: self._on_list(lambda today: today.spread()),
            "orphans_back": lambda: self._on_list(lambda today: today.put_orphans_back()),
        }

    def make_screen(self) -> WorkListPanel:
        """Today's list."""
        panel = self._factory.today()
        panel.client_opened.connect(self.client_opened)
        panel.count_changed.connect(lambda count: self._window.rail.set_count("today", count))
        panel.client_left.connect(self._on_client_left)
        panel.call_backs_due.connect(self._tell_call_backs)
        panel.sample_wanted.connect(self.sample_wanted)
        panel.import_wanted.connect(self.import_wanted)
        return panel

    @property
    def panel(self) -> WorkListPanel:
        """Today's list as it was made."""
        widget = self._window.screen_widget("today")
        if not isinstance(widget, WorkListPanel):
            raise TypeError("the first screen is today's list")
        return widget

    def explain_rank(self) -> None:
        """The card with the points of the client shown, else of the row chosen."""
        from arcaller.data.queries.work.rank_facts import load_rank_facts
        from arcaller.ui.work_list.rank_card import RankCard

        today, desk = self.panel, self._doors.make_desk()
        client_id = self._shown_client() or today.view.current_id
        found = load_rank_facts(desk.ledger, client_id, desk.today, today.owner_id) if client_id is not None else None
        if client_id is None or found is None:
            self._window.strip.say("Choose a client first; the rank is about one.", tone="warn")
            return
        card = RankCard(self._window, self._formats)
        card.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        at = today.mapToGlobal(today.rect().topRight())
        card.show_rank(found, at, is_called_back=today.is_called_back(client_id))

    def _on_list(self, act: Callable[[WorkListPanel], object]) -> None:
        """Something of today's list, with the list on screen."""
        if self._window.current_key != "today" or not self.panel.isVisible():
            self._window.show_screen("today")
        act(self.panel)

    def _shown_client(self) -> int | None:
        """The client of the sheet on screen; ``None`` where only a list is."""
        sheet = self._place.shown_sheet
        return sheet.client_id if sheet is not None else None

    def _on_client_left(self, client_id: int) -> None:
        """Passed over or put back: his sheet, if it is the one shown, gives way to the next."""
        if self._shown_client() == client_id:
            self._place.open_next()

    def _tell_call_backs(self, clients: Sequence[int]) -> None:
        from arcaller.domain.calls.call_backs import notice_words

        words = notice_words(len(clients))
        self._window.strip.say(f"{words} On top of Today.", tone="warn")
        self._notices.show("arcaller", words)
