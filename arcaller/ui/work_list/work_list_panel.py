"""Today's list beside the call sheet: as it was opened, with what was done since marked in its place."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QVBoxLayout, QWidget

from arcaller.data.queries.clients.client_list import count_clients
from arcaller.data.queries.office.users import load_users
from arcaller.data.queries.work.call_backs import load_call_backs
from arcaller.data.queries.work.day_plan import load_last_calls, load_overdue_reached
from arcaller.data.queries.work.work_list import (
    WorkListTotal,
    count_views,
    load_work_list_ids,
    load_work_list_rows,
    load_work_list_totals,
    owns_clients,
    which_in_view,
)
from arcaller.data.views import WorkView
from arcaller.domain.calls.workload import LAST_CALLS, minutes_per_call, plan_day
from arcaller.domain.contact.clock import CallHours
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.tables.paged_model import PAGE_ROWS, Cells
from arcaller.ui.shared.widgets.messages import EmptyState
from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.work_list.call_back_clock import CallBackClock
from arcaller.ui.work_list.day_form import DayForm
from arcaller.ui.work_list.list_head import ListHead, empty_words, summary_words
from arcaller.ui.work_list.local_clocks import LocalClocks
from arcaller.ui.work_list.reasons import Reasons
from arcaller.ui.work_list.row_delegate import WorkLine
from arcaller.ui.work_list.work_cells import GONE, WorkCells
from arcaller.ui.work_list.work_list_view import WorkListModel, WorkListView

_CLOCK_MS = 5_000
_HEAD_MS = 150
_NOTHING = ("Nothing to call today", "Nobody is overdue without a next step on a later day.")


class WorkListPanel(Page):
    """The list of the day, in call order, or one of its views.

    Its rows are a snapshot of ids: a client that was called stays where it stood, marked as done, so that "next" is
    what the caller saw below it. Signals: ``client_opened(int)`` by Enter or a click, ``count_changed(int)`` with the
    number of clients still to call, ``call_backs_due(list)`` at their minute, ``client_left(int)`` after a skip or
    another day was chosen in the form, ``import_wanted`` and ``sample_wanted`` from the empty list.
    """

    client_opened = Signal(int)
    count_changed = Signal(int)
    call_backs_due = Signal(object)
    client_left = Signal(int)
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
        day_ends: time = time(17),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_desk, self._formats, self._runner = make_desk, formats, runner
        self._home, self._zone, self._day_ends = home_currency, ZoneInfo(company_zone), day_ends
        self._day = make_desk().today
        self._view = WorkView.TODAY
        self._owner = first_owner(make_desk())
        self._missed: set[int] = set()
        self._has_missed_all = self._call_backs_stale = False
        self._left = 0
        self._before_form: QWidget | None = None
        self._clocks = LocalClocks(lambda: make_desk().now, hours or CallHours())
        self._call_backs = CallBackClock(company_zone, hours or CallHours())
        self._model = WorkListModel(self._fetch, self._clocks, self)
        self.view = WorkListView(self._clocks)
        self.view.setModel(self._model)
        self.view.row_opened.connect(self.client_opened.emit)
        self.head = ListHead(formats)
        self.form = DayForm(make_desk, runner, formats)
        self._nobody = EmptyState(
            "No clients yet",
            "Import your open items or open the sample company.",
            action="Import a file…",
            act=self.import_wanted.emit,
        )
        self._nobody.add_action("Open the sample company", self.sample_wanted.emit)
        self._nothing = EmptyState(*_NOTHING)
        self._build()
        self._connect()
        self._timer = QTimer(self)
        self._timer.setInterval(_CLOCK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        # The sums and counts of a long list take longer than the next sheet, which must not wait for them: not on a
        # busy computer either, where a beat that is due already would run before the sheet is painted.
        self._head_timer = QTimer(self)
        self._head_timer.setSingleShot(True)
        self._head_timer.setInterval(_HEAD_MS)
        self._head_timer.timeout.connect(self._show_head)
        self._is_whole = True
        self._show_first()

    def _build(self) -> None:
        self.setAccessibleName("Today")
        rule = QFrame()
        rule.setObjectName("rule")
        self._pages = QStackedWidget()
        for page in (self.view, self._nobody, self._nothing):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(rule)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.form)

    def _connect(self) -> None:
        self._runner.changed.connect(self._on_changed)
        self.head.view_chosen.connect(self.show_view)
        self.head.owner_chosen.connect(self.show_owner)
        self.head.spread_wanted.connect(self.spread)
        self.head.put_back_wanted.connect(self.put_orphans_back)
        self.form.done.connect(self._on_form_done)
        self.form.closed.connect(self._give_focus_back)

    def use_hours(self, hours: CallHours) -> None:
        """The calling hours of the house are others now; the clocks of the rows say so."""
        self._clocks.use_hours(hours)
        self._call_backs.use_hours(hours)
        self.view.viewport().update()

    @property
    def owner_id(self) -> int | None:
        """Whose clients are shown; ``None``: everybody's."""
        return self._owner

    @property
    def shown_view(self) -> WorkView:
        """The view on screen."""
        return self._view

    def show_view(self, view: WorkView) -> None:
        """Show another view."""
        self._view = view
        self.reload()
        self.view.choose_row(0)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_owner(self, owner_id: int | None) -> None:
        """Show one caller's clients, or everybody's."""
        self._owner = owner_id
        self.reload()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def skip(self, client_id: int | None = None) -> None:
        """Ask why ``client_id`` (None: the row chosen) is passed over today."""
        self._ask(self.form.skip, client_id)

    def put_back(self, client_id: int | None = None) -> None:
        """Ask to which day ``client_id`` (None: the row chosen) is put back."""
        self._ask(self.form.put_back, client_id)

    def finish_step(self, client_id: int | None = None) -> None:
        """The step due of ``client_id`` (None: the row chosen) is done without a call; he makes room for the next."""
        from arcaller.services.clients.next_steps import FinishStep, finish_step

        wanted = self.view.current_id if client_id is None else client_id
        if wanted is not None and self._runner.run(finish_step, FinishStep(wanted)) is not None:
            self.client_left.emit(wanted)

    def spread(self) -> None:
        """Ask over how many days the clients still on this view are spread."""
        self.form.spread(load_work_list_ids(self._make_desk().ledger, self._view, self._owner))

    def put_orphans_back(self) -> None:
        """Give everybody without a next step one for today, at once."""
        from arcaller.services.calling.follow_ups import put_back_to_work
        from arcaller.services.commands import PutBackToWork

        orphans = load_work_list_ids(self._make_desk().ledger, WorkView.ORPHANS, self._owner)
        self._runner.run(put_back_to_work, PutBackToWork(tuple(orphans)))

    def _ask(self, ask: Callable[[int, str], None], client_id: int | None) -> None:
        wanted = self.view.current_id if client_id is None else client_id
        if wanted is not None:
            self._before_form = QApplication.focusWidget()
            rows = load_work_list_rows(self._make_desk().ledger, (wanted,), self._day)
            ask(wanted, rows[0].name if rows else "")

    def _give_focus_back(self) -> None:
        before = self._before_form
        is_there = before is not None and before.isVisible() and not self.form.isAncestorOf(before)
        (before if before is not None and is_there else self.view).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_form_done(self, changes: Changes) -> None:
        if self.form.client_id in changes.clients:
            self.client_left.emit(self.form.client_id)

    def rows(self) -> array[int]:
        """The clients of the list as it was opened, in its order; those done since are among them."""
        return self._model.ids[:]

    def next_after(self, client_id: int | None) -> int | None:
        """Who comes after ``client_id`` (None: who comes first), passing over those done since the list was opened.

        A call-back whose minute has come goes first, one whose minute is still to come is passed over. None at the
        end of the list, and for a client that was never on it.
        """
        places = range(len(self._model.ids))
        if client_id is None:
            return self._first_open(places)
        place = self._model.row_of(client_id)
        if place is None:
            return None
        due = (self._model.row_of(each) for each in self._call_backs.due() if each != client_id)
        return self._first_open([each for each in due if each is not None]) or self._first_open(places[place + 1 :])

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
        self._is_whole = True
        self._read_call_backs()
        self._show_ids(self._load_ids())

    def open_anew(self) -> None:
        """Open the list anew and choose its top row: a day begins with it, whoever was chosen before."""
        self.reload()
        self.view.choose_row(0)

    def _show_first(self) -> None:
        """What can be seen at once, the call-backs due on top; whoever else there is in the next turn of the loop."""
        self._read_call_backs()
        ledger = self._make_desk().ledger
        first = load_work_list_ids(ledger, self._view, self._owner, PAGE_ROWS)
        if len(first) < PAGE_ROWS:
            self._show_ids(self._ordered(first))
            return
        self._is_whole = False
        self._model.set_ids(
            self._ordered(first + which_in_view(ledger, self._call_backs.due(), self._view, self._owner))
        )
        self._pages.setCurrentWidget(self.view)
        self.view.choose_row(0)
        QTimer.singleShot(0, self, self._show_rest)

    def _show_rest(self) -> None:
        if self._is_whole:
            return
        self._is_whole = True
        ids, shown = self._load_ids(), self._model.ids
        if ids[: len(shown)] == shown:
            self._model.append_ids(ids[len(shown) :])
            self._show_head()
        else:
            self._show_ids(ids)

    def _load_ids(self) -> array[int]:
        return self._ordered(load_work_list_ids(self._make_desk().ledger, self._view, self._owner))

    def _ordered(self, ids: Sequence[int]) -> array[int]:
        """Call-backs due now on top, the longest due first; in these two views those from a place of tomorrow too."""
        known = set(ids)
        if self._view in (WorkView.TODAY, WorkView.CALL_BACKS):
            known.update(self._call_backs.came_early())
        due = [client_id for client_id in self._call_backs.due() if client_id in known]
        now = set(due)
        return array("q", (*due, *(client_id for client_id in ids if client_id not in now)))

    def is_called_back(self, client_id: int) -> bool:
        """Whether the client stands on top for a call-back whose minute has come."""
        return client_id in self._call_backs.due()

    def _read_call_backs(self) -> None:
        desk = self._make_desk()
        self._call_backs.read(load_call_backs(desk.ledger, desk.today, self._owner))
        self._call_backs.look(desk.now)
        self._call_backs_stale = False

    def _first_open(self, places: Iterable[int]) -> int | None:
        for place in places:
            cells = self._model.cells_at(place)
            if cells is not None and isinstance(cells.row, WorkLine) and not cells.row.reason.is_done:
                client_id = self._model.id_at(place)
                if client_id is not None and not self._call_backs.waits(client_id):
                    return client_id
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
        self._head_timer.stop()
        ledger = self._make_desk().ledger
        totals = load_work_list_totals(ledger, self._view, self._owner)
        counts = count_views(ledger, self._owner)
        opened = len(self._model.ids)
        self._left = counts[WorkView.TODAY]
        if opened:
            self._pages.setCurrentWidget(self.view)
            self.set_first_focus(self.view)
        else:
            is_empty = count_clients(ledger) == 0
            self._nothing.set_words(*((empty_words(self._view), "") if empty_words(self._view) else _NOTHING))
            self._pages.setCurrentWidget(self._nobody if is_empty else self._nothing)
            self.set_first_focus(self._nobody.button if is_empty else self._pages)
        self.head.summary.setText(summary_words(totals, opened, self._formats, self._home))
        self.head.summary.setVisible(opened > 0)
        self.head.show_views(counts, self._view)
        self.head.show_owners(load_users(ledger), self._make_desk().actor_id, self._owner)
        self.head.offer(self._view, sum(total.clients for total in totals))
        self._show_plan(totals)
        self.count_changed.emit(self._left)

    def _show_plan(self, totals: Sequence[WorkListTotal]) -> None:
        """How far the day reaches, over the home currency or the one with most clients."""
        if self._view is not WorkView.TODAY or not totals:
            self.head.show_plan(None, "", only=True)
            return
        desk = self._make_desk()
        measured = next((total for total in totals if total.currency == self._home), totals[0])
        plan = plan_day(
            desk.now.astimezone(self._zone),
            self._day_ends,
            minutes_per_call(load_last_calls(desk.ledger, desk.actor_id, LAST_CALLS + 1)),
            sum(total.clients for total in totals),
            lambda rank: load_overdue_reached(desk.ledger, measured.currency, rank, self._owner),
            measured.overdue_minor,
        )
        self.head.show_plan(plan, measured.currency, only=len(totals) == 1)

    def _fetch(self, ids: Sequence[int]) -> list[Cells]:
        desk = self._make_desk()
        due, waiting = self._call_backs.due_now(), self._call_backs.waiting()
        reasons = Reasons(self._formats, self._home, self._zone, desk.today, due, waiting)
        maker = WorkCells(self._formats, self._home, reasons, is_ahead=self._view is WorkView.PUT_BACK)
        rows = load_work_list_rows(desk.ledger, ids, desk.today, view=self._view)
        found = {row.client_id: maker.cells(row) for row in rows}
        return [found.get(key, GONE) for key in ids]

    def _on_changed(self, changes: Changes) -> None:
        self._missed |= changes.clients
        self._call_backs_stale = True
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
        if self._call_backs_stale and self._call_backs.knows(missed):
            self._read_call_backs()  # one that was answered is nobody's next call any more
        known = self._model.ids
        if any(self._model.row_of(client_id) is None for client_id in missed):
            merged = self._ordered(with_arrivals(known, self._load_ids()))
            if len(merged) != len(known):
                self._show_ids(merged)
                return
        self._model.refresh(missed)
        self._head_timer.start()

    def _tick(self) -> None:
        desk = self._make_desk()
        if desk.today != self._day and self.isVisible():
            self.reload()
        self._look_for_call_backs(desk.now)
        if not self.isVisible():
            return
        if self._clocks.tick():
            self.view.viewport().update()
            self._show_plan(load_work_list_totals(desk.ledger, self._view, self._owner))

    def _look_for_call_backs(self, now: datetime) -> None:
        if self._call_backs_stale or self._make_desk().today != self._day:
            self._read_call_backs()
        self._call_backs.look(now)
        came = self._call_backs.untold()
        if not came:
            return
        ids = self._ordered(self._model.ids)
        if ids != self._model.ids:
            self._show_ids(ids)
        else:
            self._model.refresh(came)
        self.call_backs_due.emit(came)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()
        self._tick()
        self.count_changed.emit(self._left)


def first_owner(desk: Desk) -> int | None:
    """Whose clients are shown at first: one's own; everybody's for who has none."""
    return desk.actor_id if owns_clients(desk.ledger, desk.actor_id) else None


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
