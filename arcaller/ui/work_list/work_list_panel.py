"""Today's list beside the call sheet: as it was opened, with what was done since marked in its place."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from arcaller.data.queries.clients.client_list import count_clients
from arcaller.data.queries.work.work_list import (
    WorkListRow,
    WorkListTotal,
    load_work_list_ids,
    load_work_list_rows,
    load_work_list_totals,
)
from arcaller.domain.contact.clock import CallHours
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.formats import Formats
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.tables.paged_model import Cells
from arcaller.ui.shared.widgets.messages import EmptyState
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.work_list.local_clocks import LocalClocks, row_zones
from arcaller.ui.work_list.reasons import Reason, Reasons
from arcaller.ui.work_list.row_delegate import WorkLine
from arcaller.ui.work_list.work_list_view import WorkListModel, WorkListView

_CLOCK_MS = 5_000
_CURRENCIES_NAMED = 3
_GONE = Cells(
    ("",), "This client is no longer here", row=WorkLine("–", "", Reason("No longer here", is_done=True), ())
)


class WorkListPanel(Page):
    """The list of the day, in call order.

    Its rows are a snapshot of ids: a client that was called stays where it stood, marked as done, so that "next" is
    what the caller saw below it. Signals: ``client_opened(int)`` by Enter or a click, ``count_changed(int)`` with the
    number of clients still to call, ``import_wanted`` and ``sample_wanted`` from the empty list.
    """

    client_opened = Signal(int)
    count_changed = Signal(int)
    import_wanted = Signal()
    sample_wanted = Signal()

    def __init__(
        self,
        make_desk: Callable[[], Desk],
        runner: CommandRunner,
        formats: Formats,
        *,
        home_currency: str,
        company_zone: str,
        hours: CallHours | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_desk, self._formats = make_desk, formats
        self._home, self._zone = home_currency, ZoneInfo(company_zone)
        self._day = make_desk().today
        self._missed: set[int] = set()
        self._has_missed_all = False
        self._left = 0
        self._clocks = LocalClocks(lambda: make_desk().now, hours or CallHours())
        self._model = WorkListModel(self._fetch, self._clocks, self)
        self.view = WorkListView(self._clocks)
        self.view.setModel(self._model)
        self.view.row_opened.connect(self.client_opened.emit)
        self._title = Text("Today", font="lead_strong")
        self._summary = Text("", font="small", tone="muted", wrap=True)
        self._nobody = EmptyState(
            "No clients yet",
            "Import your open items or open the sample company.",
            action="Import a file…",
            act=self.import_wanted.emit,
        )
        self._nobody.add_action("Open the sample company", self.sample_wanted.emit)
        self._nothing = EmptyState("Nothing to call today", "Nobody is overdue without a next step on a later day.")
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(_CLOCK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        runner.changed.connect(self._on_changed)
        self.reload()

    def _build(self) -> None:
        self.setAccessibleName("Today")
        head = QVBoxLayout()
        head.setContentsMargins(14, 4, 14, 8)
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addWidget(self._summary)
        rule = QFrame()
        rule.setObjectName("rule")
        self._pages = QStackedWidget()
        for page in (self.view, self._nobody, self._nothing):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(rule)
        layout.addWidget(self._pages, 1)

    def rows(self) -> array[int]:
        """The clients of the list as it was opened, in its order; those done since are among them."""
        return self._model.ids[:]

    def next_after(self, client_id: int | None) -> int | None:
        """Who comes after ``client_id`` (None: who comes first), passing over those done since the list was opened.

        None at the end of the list, and for a client that was never on it.
        """
        if client_id is None:
            return self._first_open(range(len(self._model.ids)))
        place = self._model.row_of(client_id)
        return None if place is None else self._first_open(range(place + 1, len(self._model.ids)))

    def previous_before(self, client_id: int) -> int | None:
        """Who stands before ``client_id``, done or not: the way back to a sheet just left."""
        place = self._model.row_of(client_id)
        return self._model.id_at(place - 1) if place else None

    def choose(self, client_id: int) -> bool:
        """Select ``client_id``, whose sheet is shown; false (and no selection) if he is not on the list."""
        if self.view.choose_id(client_id):
            return True
        self.view.clearSelection()
        return False

    def reload(self) -> None:
        """Open the list anew: whoever was done leaves it, and the order is that of this moment."""
        self._day = self._make_desk().today
        self._missed.clear()
        self._has_missed_all = False
        self._show_ids(load_work_list_ids(self._make_desk().ledger))

    def _first_open(self, places: Iterable[int]) -> int | None:
        for place in places:
            cells = self._model.cells_at(place)
            if cells is not None and isinstance(cells.row, WorkLine) and not cells.row.reason.is_done:
                return self._model.id_at(place)
        return None

    def _show_ids(self, ids: array[int]) -> None:
        current, top = self.view.current_id, self.view.verticalScrollBar().value()
        self._model.set_ids(ids)
        if current is not None and self.view.choose_id(current):
            self.view.verticalScrollBar().setValue(top)
        elif len(ids):
            self.view.choose_row(0)
        self._show_head()

    def _show_head(self) -> None:
        ledger = self._make_desk().ledger
        totals = load_work_list_totals(ledger)
        opened = len(self._model.ids)
        self._left = sum(total.clients for total in totals)
        if opened:
            self._pages.setCurrentWidget(self.view)
            self.set_first_focus(self.view)
        else:
            is_empty = count_clients(ledger) == 0
            self._pages.setCurrentWidget(self._nobody if is_empty else self._nothing)
            self.set_first_focus(self._nobody.button if is_empty else self._pages)
        self._summary.setText(summary_words(totals, opened, self._formats, self._home))
        self._summary.setVisible(opened > 0)
        self.count_changed.emit(self._left)

    def _fetch(self, ids: Sequence[int]) -> list[Cells]:
        desk = self._make_desk()
        reasons = Reasons(self._formats, self._home, self._zone, desk.today)
        found = {row.client_id: row for row in load_work_list_rows(desk.ledger, ids, desk.today)}
        return [self._cells(found[key], reasons) if key in found else _GONE for key in ids]

    def _cells(self, row: WorkListRow, reasons: Reasons) -> Cells:
        amount = self._formats.amount_at_home(row.overdue_minor, row.currency, self._home)
        short, whole = reasons.short(row), reasons.whole(row)
        line = WorkLine(row.name, amount, short, row_zones(row.time_zone, row.country))
        done = "done today, " if short.is_done else ""
        rest = f" · {short.rest}" if short.rest else ""
        return Cells(
            (f"{row.name}\n{short.lead}{rest}\n{whole}",), f"{row.name}, {done}{short.lead}; {whole}", row=line
        )

    def _on_changed(self, changes: Changes) -> None:
        self._missed |= changes.clients
        self._has_missed_all = self._has_missed_all or changes.everything
        if self.isVisible():
            self._catch_up()

    def _catch_up(self) -> None:
        """Read again what changed: in place for clients that were there, in their rank for those who came."""
        if self._has_missed_all:
            self.reload()
            return
        missed, self._missed = self._missed, set()
        if not missed:
            return
        known = self._model.ids
        if any(self._model.row_of(client_id) is None for client_id in missed):
            merged = with_arrivals(known, load_work_list_ids(self._make_desk().ledger))
            if len(merged) != len(known):
                self._show_ids(merged)
                return
        self._model.refresh(missed)
        self._show_head()

    def _tick(self) -> None:
        if not self.isVisible():
            return
        if self._make_desk().today != self._day:
            self.reload()
        if self._clocks.tick():
            self.view.viewport().update()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()
        self._tick()
        self.count_changed.emit(self._left)


def with_arrivals(opened: Sequence[int], now: Sequence[int]) -> array[int]:
    """The list as it was ``opened``, with whoever is on it only ``now`` put after his neighbor of now."""
    known, after = set(opened), dict[int | None, list[int]]()
    anchor: int | None = None
    for client_id in now:
        if client_id in known:
            anchor = client_id
        else:
            after.setdefault(anchor, []).append(client_id)
    merged = array("q", after.get(None, ()))
    for client_id in opened:
        merged.append(client_id)
        merged.extend(after.get(client_id, ()))
    return merged


def summary_words(totals: Sequence[WorkListTotal], opened: int, formats: Formats, home: str) -> str:
    """``34 clients · 184,220.50 and ¥ 812,000 overdue``; ``31 of 34 to call`` once some are done.

    Currencies are named beside each other and never added; the company's own comes first.
    """
    left = sum(total.clients for total in totals)
    noun = "client" if opened == 1 else "clients"
    count = f"{formats.number(opened)} {noun}"
    if left < opened:
        count = f"{formats.number(left)} of {formats.number(opened)} to call"
    ordered = sorted(totals, key=lambda total: total.currency != home)
    named = [formats.amount_at_home(total.overdue_minor, total.currency, home) for total in ordered]
    more = len(named) - _CURRENCIES_NAMED
    if more > 0:
        named = [*named[:_CURRENCIES_NAMED], f"{more} more {'currency' if more == 1 else 'currencies'}"]
    if not named:
        return f"{count} · all done"
    sums = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return f"{count} · {sums} overdue"
