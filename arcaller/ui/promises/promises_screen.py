"""All promises to pay: what is due, not confirmed, broken or kept; from here to the sheet, cancelled or confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from arcaller.data.queries.work.promise_list import PromiseFilter, PromiseListRow
from arcaller.services.commands import CancelPromise
from arcaller.ui.promises.cancel_bar import CancelBar
from arcaller.ui.promises.promise_words import COLUMNS, figures_words, line_of
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.tables.paged_model import PAGE_ROWS, Cells, PagedTableModel
from arcaller.ui.shared.tables.table_view import TableView
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.messages import EmptyState
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

if TYPE_CHECKING:
    from arcaller.data.queries.reports.metrics import PromiseFigures
    from arcaller.domain.errors import DomainError
    from arcaller.services.changes import Changes
    from arcaller.services.desk import Desk
    from arcaller.ui.shared.command_runner import CommandRunner

_FILTERS = {
    PromiseFilter.OPEN: "Open",
    PromiseFilter.DUE_TODAY: "Due today",
    PromiseFilter.NOT_CONFIRMED: "Due, not confirmed",
    PromiseFilter.BROKEN: "Broken",
    PromiseFilter.KEPT: "Kept",
    PromiseFilter.CANCELLED: "Cancelled",
}
_NOTHING = {
    PromiseFilter.OPEN: ("No promise is open.", "In a call choose the outcome promise: day, amount, Enter."),
    PromiseFilter.DUE_TODAY: ("No promise is due today.", "Open shows those still to come."),
    PromiseFilter.NOT_CONFIRMED: ("Nothing waits for payment data.", "What was due is decided from the payments."),
    PromiseFilter.BROKEN: ("No promise was broken.", "Broken is said only on payment data past date and grace."),
    PromiseFilter.KEPT: ("No promise was kept yet.", "Payments decide that; import them under Import."),
    PromiseFilter.CANCELLED: ("No promise was cancelled.", "Open ones can be cancelled with a reason."),
}


@dataclass(frozen=True, slots=True)
class PromisesTools:
    """Reads: how many each filter holds, the ids of one, the rows of some ids, and how promises were kept lately by
    currency. ``cancel`` is the act."""

    count: Callable[[], Mapping[PromiseFilter, int]]
    ids: Callable[[PromiseFilter], Sequence[int]]
    rows: Callable[[Sequence[int]], Mapping[int, PromiseListRow]]
    figures: Callable[[], Mapping[str, PromiseFigures]]
    today: Callable[[], date]
    cancel: Callable[[Desk, CancelPromise], Changes]


class PromisesScreen(Page):
    """``client_opened(client id, all client ids)`` when a promise is opened, ``confirm_wanted(client id)``."""

    client_opened = Signal(int, object)
    confirm_wanted = Signal(int)

    def __init__(self, tools: PromisesTools, runner: CommandRunner, formats: Formats, *, home_currency: str) -> None:
        super().__init__()
        self._tools, self._runner, self._formats, self._home = tools, runner, formats, home_currency
        self._shown, self._is_stale = PromiseFilter.OPEN, True
        self._rows: dict[int, PromiseListRow] = {}
        self.table = TableView("Promises to pay")
        self._model = PagedTableModel(COLUMNS, self._cells, self.table)
        self.table.setModel(self._model)
        self.filters: dict[PromiseFilter, Button] = {}
        self.figures = Text("", tone="muted", wrap=True)
        self._empty = EmptyState("", "")
        self.open_button = Button("Open the sheet", keys="Enter")
        self.confirm_button = Button("Confirm the promise…")
        self.cancel_button = Button("Cancel the promise…", keys="Del")
        self.cancel_bar = CancelBar()
        self._build()
        self._connect()

    def _build(self) -> None:
        filters, group = QHBoxLayout(), QButtonGroup(self)
        filters.setSpacing(6)
        for each, word in _FILTERS.items():
            button = self.filters[each] = Button(word, kind="choice")
            button.setCheckable(True)
            button.setChecked(each is self._shown)
            group.addButton(button)
            filters.addWidget(button)
            button.clicked.connect(lambda _checked=False, each=each: self.show_filter(each))
        filters.addStretch(1)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.open_button, self.confirm_button, self.cancel_button):
            acts.addWidget(button)
        acts.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(Text("Promises to pay", font="title"))
        layout.addWidget(self.figures)
        layout.addLayout(filters)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self.cancel_bar)
        layout.addLayout(acts)
        self.set_first_focus(self.table)

    def _connect(self) -> None:
        self.table.row_opened.connect(self._open)
        self.table.row_chosen.connect(lambda _id: self._show_acts())
        self.open_button.clicked.connect(lambda _checked=False: self._open(self.table.current_id))
        self.confirm_button.clicked.connect(lambda _checked=False: self._confirm())
        self.cancel_button.clicked.connect(lambda _checked=False: self.begin_cancel())
        self.cancel_bar.reason_given.connect(self._cancel)
        self.cancel_bar.given_up.connect(self._focus_list)
        self._runner.changed.connect(self._on_changed)
        self._runner.refused.connect(self._on_refused)

    @property
    def current(self) -> PromiseListRow | None:
        """The promise that is chosen in the list."""
        chosen = self.table.current_id
        return None if chosen is None else self._row(chosen)

    def show_filter(self, shown: PromiseFilter) -> None:
        """Show the promises of one state."""
        self._shown = shown
        self.filters[shown].setChecked(True)
        self.cancel_bar.stop()
        self.reload()
        self._focus_list()

    def reload(self) -> None:
        """Read counts and rows again; the chosen one stays chosen."""
        self._is_stale = False
        chosen = self.table.current_id
        self._rows.clear()
        counts = self._tools.count()
        for each, word in _FILTERS.items():
            self.filters[each].set_text(f"{word} {self._formats.number(counts[each])}")
        ids = self._tools.ids(self._shown)
        self._model.set_ids(ids)
        if chosen is None or not self.table.choose_id(chosen):
            self.table.choose_row(0)
        self.table.setVisible(bool(ids))
        self._empty.setVisible(not ids)
        self._empty.set_words(*_NOTHING[self._shown])
        short, whole = figures_words(self._tools.figures(), self._home, self._formats)
        self.figures.setText(short)
        self.figures.setToolTip(whole)
        self.figures.setAccessibleDescription(whole)
        self._show_acts()

    def begin_cancel(self) -> None:
        """Ask why the chosen promise is cancelled."""
        row = self.current
        if row is not None and row.state == "open":
            amount = self._formats.amount_at_home(row.amount_minor, row.currency, self._home)
            rest = " and the other open parts" if row.parts > 1 else ""
            self.cancel_bar.ask(f"Why is the promise of {amount} by {row.client_name}{rest} cancelled?")

    def _cancel(self, reason: str) -> None:
        row = self.current
        if row is None:
            self.cancel_bar.stop()
            return
        if self._runner.run(self._tools.cancel, CancelPromise(row.promise_id, reason)) is not None:
            self.cancel_bar.stop()
            self._focus_list()

    def _on_refused(self, error: DomainError) -> None:
        if self.cancel_bar.isVisible() and error.field in ("reason", "promise_id"):
            self.cancel_bar.show_error(error)

    def _confirm(self) -> None:
        if (row := self.current) is not None and row.state == "open":
            self.confirm_wanted.emit(row.client_id)

    def _open(self, promise_id: int | None) -> None:
        row = None if promise_id is None else self._row(promise_id)
        if row is not None:
            ids = self._model.ids[:PAGE_ROWS]
            rows = self._tools.rows(ids)
            clients = dict.fromkeys(rows[each].client_id for each in ids if each in rows)
            self.client_opened.emit(row.client_id, list(clients))

    def _row(self, promise_id: int) -> PromiseListRow | None:
        if promise_id not in self._rows:
            self._rows.update(self._tools.rows([promise_id]))
        return self._rows.get(promise_id)

    def _cells(self, ids: Sequence[int]) -> list[Cells]:
        rows, today = self._tools.rows(ids), self._tools.today()
        self._rows.update(rows)
        return [line_of(rows.get(each), today, self._home, self._formats) for each in ids]

    def _show_acts(self) -> None:
        row = self.current
        is_open = row is not None and row.state == "open"
        self.open_button.setEnabled(row is not None)
        for button in (self.confirm_button, self.cancel_button):
            button.setEnabled(is_open)

    def _focus_list(self) -> None:
        target: QWidget = self.table if self.table.isVisible() else self.filters[self._shown]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, _changes: Changes) -> None:
        self._is_stale = True
        if self.isVisible():
            self.reload()

    @override
    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._is_stale:
            self.reload()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self.begin_cancel()
            return
        super().keyPressEvent(event)
