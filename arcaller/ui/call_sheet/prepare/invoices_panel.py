"""What is owed: the aging bar, the open invoices with their ticks, the last payments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from arcaller.data.queries.sheet.call_sheet import AgingRow, CallSheetRow, PaymentRow
from arcaller.domain.money import Money
from arcaller.ui.call_sheet.prepare.group_view import GroupView
from arcaller.ui.call_sheet.prepare.pause_bar import PauseBar
from arcaller.ui.call_sheet.prepare.plan_dates_view import PlanDatesView
from arcaller.ui.call_sheet.sheet_context import Draft, SheetContext
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.tables.invoice_ticks import DAYS, DUE, NUMBER, OPEN, TICK, InvoiceTickModel
from arcaller.ui.shared.tables.table_view import CELL_MARGIN, show_as_rows
from arcaller.ui.shared.widgets.aging_bar import AgingBar, Bucket
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Span, Spans, Text
from arcaller.ui.shared.words.formats import Formats

_WIDTHS = {DUE: 64, DAYS: 44, OPEN: 80}
"""The least width of a column in pixels."""
_LEAST_NUMBER = 48
_BY_PLAN, _BY_INVOICE = "By plan dates", "By invoice dates"


class InvoicesPanel(Card):
    """Left column of the sheet. Letters typed in its list go to ``letter_typed``, or to the note if it says no."""

    ticks_changed = Signal()
    commit_wanted = Signal(object)
    given_up = Signal()

    def __init__(
        self,
        formats: Formats,
        runner: CommandRunner,
        *,
        letter_typed: Callable[[str], bool],
        pass_on: Callable[[QKeyEvent], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._formats, self._letter_typed, self._pass_on = formats, letter_typed, pass_on
        self._aging = AgingBar()
        self._model = InvoiceTickModel(formats, self)
        self._model.ticks_changed.connect(self.ticks_changed)
        self.table = QTableView()
        self._payments = Spans(font="small")
        self._more_currencies = Text("", font="small", tone="muted", wrap=True)
        self._context: SheetContext | None = None
        self.pause_bar = PauseBar(runner, formats)
        self.group = GroupView(formats)
        self.group_button = Button("", kind="quiet")
        self.group_button.hide()
        self.plan_dates = PlanDatesView(formats)
        self.dates_button = Button(_BY_PLAN, kind="quiet")
        self.dates_button.setToolTip("Elsewhere the invoices keep their own age: a plan never makes them younger")
        self.dates_button.hide()
        self._due_width = _WIDTHS[DUE]
        self._build()

    def _build(self) -> None:
        table = self.table
        table.setModel(self._model)
        show_as_rows(table, "Open invoices")
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the end of a number tells one from the next
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().setDefaultSectionSize(look().row_height)
        head = table.horizontalHeader()
        head.setMinimumSectionSize(24)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(NUMBER, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(TICK, 28)
        table.installEventFilter(self)
        self.body.addWidget(self._aging)
        self.body.addWidget(self._more_currencies)
        self.body.addWidget(self.group_button)
        self.body.addWidget(self.dates_button)
        self.body.addWidget(table, 1)
        self.body.addWidget(self.group, 1)
        self.body.addWidget(self.plan_dates, 1)
        self.body.addWidget(self.pause_bar)
        self.group_button.clicked.connect(lambda _checked=False: self.toggle_group())
        self.group.left.connect(self.toggle_group)
        self.dates_button.clicked.connect(lambda _checked=False: self.toggle_plan_dates())
        self.plan_dates.left.connect(self.toggle_plan_dates)
        self.pause_bar.left.connect(self._pause_left)
        self.pause_bar.paused.connect(self._paused)
        self._payments_head = Text("Last payments", font="small_strong", tone="muted")
        self.body.addWidget(self._payments_head)
        self.body.addWidget(self._payments)

    def start(self, context: SheetContext) -> None:
        """Another client: what is overdue and not disputed is ticked."""
        self.pause_bar.close_bar()
        self._show_group(context, is_open=False)
        self._show_plan_dates(context, is_open=False)
        self._show_sheet(context.sheet, context.desk.today, None)

    def restore(self, draft: Draft) -> None:
        """The ticks that were set."""
        context, ticked = self._context, set(draft.get("ticked", self.ticked()))
        if context is not None and ticked != set(self.ticked()):
            self._show_sheet(context.sheet, context.desk.today, ticked)

    def show_context(self, context: SheetContext) -> None:
        """The rows read anew; what was ticked stays ticked."""
        self._show_group(context, is_open=self.group.isVisible())
        self._show_plan_dates(context, is_open=self.plan_dates.isVisible())
        self._show_sheet(context.sheet, context.desk.today, set(self.ticked()))

    def draft(self) -> dict[str, Any]:
        """What is ticked."""
        return {"ticked": list(self.ticked())}

    def _fit_number(self) -> None:
        """Where number and due day find no room together the day gives way: its age stands beside it."""
        others = sum(self.table.columnWidth(column) for column in (TICK, DAYS, OPEN))
        left = self.table.viewport().width() - others - self._due_width
        self.table.setColumnHidden(DUE, left < round(_LEAST_NUMBER * look().text_scale))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_number()

    def _show_sheet(self, sheet: CallSheetRow, today: date, ticked: set[int] | None) -> None:
        main = next((row for row in sheet.aging if row.currency == sheet.currency), None)
        main = main or (sheet.aging[0] if sheet.aging else None)
        self._aging.setVisible(main is not None)
        if main is not None:
            by_plan = not self.plan_dates.isHidden() and main.currency == sheet.currency
            minors = tuple(self.plan_dates.buckets.values()) if by_plan else _minors(main)
            self._aging.set_buckets([Bucket(minor, self._formats.amount(minor, main.currency)) for minor in minors])
        others = [row for row in sheet.aging if row is not main]
        words = ", ".join(f"{self._formats.money(Money(row.open_minor, row.currency))} open" for row in others)
        self._more_currencies.setText(f"Also {words}" if words else "")
        self._more_currencies.setVisible(bool(words))
        overdue = {
            row.invoice_id
            for row in sheet.invoices
            if row.days > 0 and row.may_be_chased and row.open_minor > row.awaited_minor
        }
        self._model.set_rows(sheet.invoices, overdue if ticked is None else ticked)
        # days and amounts are read whole in every currency and size of text; the number gives way
        head = self.table.horizontalHeader()
        for styled in (self.table, head):
            styled.ensurePolished()  # the first sheet is filled before it is shown
        for column, width in _WIDTHS.items():
            fitting = max(self.table.sizeHintForColumn(column) + 2 * CELL_MARGIN, head.sectionSizeHint(column))
            self.table.setColumnWidth(column, max(width, fitting))
            if column == DUE:
                self._due_width = max(width, fitting)
        self._fit_number()
        if sheet.invoices:
            self.table.setCurrentIndex(self._model.index(0, NUMBER))
        self._payments.set_spans(self._payment_spans(sheet.payments, today))

    def _payment_spans(self, payments: Sequence[PaymentRow], today: date) -> list[Span]:
        if not payments:
            return [Span("No payment has been recorded yet.", tone="muted")]
        spans: list[Span] = []
        for number, row in enumerate(payments[:5]):
            if number:
                spans.append(Span("\n"))
            spans.append(Span(f"{self._formats.day(row.paid_on, today=today)}  ", tone="muted"))
            spans.append(Span(self._formats.amount(row.amount_minor, row.currency), strong=True))
            if row.invoices:
                spans.append(Span(f"  for {row.invoices}", tone="muted"))
            if row.unapplied_minor:
                left = self._formats.amount(row.unapplied_minor, row.currency)
                spans.append(Span(f"  {left} not applied", tone="warn"))
        return spans

    def _show_group(self, context: SheetContext, *, is_open: bool) -> None:
        self._context = context
        words = self.group.show_context(context)
        self.group_button.set_text(words)
        self.group_button.setVisible(bool(words))
        self.group.setVisible(is_open and bool(words))
        self.table.setVisible(self.group.isHidden())

    def _show_plan_dates(self, context: SheetContext, *, is_open: bool) -> None:
        runs = self.plan_dates.show_context(context)
        self.dates_button.setVisible(runs)
        is_open = is_open and runs and self.group.isHidden()
        self.plan_dates.setVisible(is_open)
        self.dates_button.set_text(_BY_INVOICE if is_open else _BY_PLAN)
        self.table.setVisible(self.group.isHidden() and not is_open)

    def toggle_plan_dates(self) -> None:
        """What is open by the dates of the plans, or by the invoices' own; nothing where no plan runs."""
        context = self._context
        if context is None or self.dates_button.isHidden():
            return
        is_open = self.plan_dates.isHidden()
        self.group.hide()
        if is_open:
            self.plan_dates.fill()
        self._show_plan_dates(context, is_open=is_open)
        self._show_sheet(context.sheet, context.desk.today, set(self.ticked()))
        (self.plan_dates if is_open else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_group(self) -> None:
        """The other clients of the group in place of the invoices, or back; nothing where there is no group."""
        if self.group_button.isHidden():
            return
        if not self.plan_dates.isHidden():
            self.toggle_plan_dates()
        is_open = self.group.isHidden()
        self.group.setVisible(is_open)
        self.table.setVisible(not is_open)
        if is_open:
            self.group.fill()
        (self.group if is_open else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def pause_invoice(self) -> None:
        """Leave the invoice of the list's row alone, or take it up again."""
        index = self.table.currentIndex()
        if self._context is not None and index.isValid():
            row = self._model.row_at(index.row())
            self.pause_bar.begin(self._context.sheet.client_id, row, self._context.desk.today)
            # a low window has no room for both
            self._aging.setVisible(self.pause_bar.isHidden())
            self.table.scrollTo(index)

    def _pause_left(self) -> None:
        self._aging.setVisible(self._model.rowCount() > 0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _paused(self, invoice_id: int, is_paused: bool) -> None:
        """What is paused is not asked for, so it is unticked; what is overdue and taken up again is ticked."""
        for number in range(self._model.rowCount()):
            row = self._model.row_at(number)
            wanted = not is_paused and row.days > 0 and not row.is_disputed and not row.plan_number
            if row.invoice_id == invoice_id and (invoice_id in self.ticked()) != wanted:
                self._model.toggle(number)

    def set_compact(self, compact: bool) -> None:
        """The list needs the room of the last payments where the window is low; the ready strip names the last."""
        self._payments_head.setVisible(not compact)
        self._payments.setVisible(not compact)

    def ticked(self) -> tuple[int, ...]:
        """Ids of the ticked invoices."""
        return self._model.ticked()

    def ticked_amount(self, currency: str) -> Money:
        """Sum of what is open on the ticked invoices of ``currency`` and not promised for a day still to come."""
        chosen = set(self.ticked())
        rows = (self._model.row_at(row) for row in range(self._model.rowCount()))
        mine = (row for row in rows if row.invoice_id in chosen and row.currency == currency)
        return Money(sum(row.to_promise_minor for row in mine), currency)

    def tick_only(self, invoice_ids: set[int]) -> None:
        """Tick these invoices and no other; a dispute starts from none."""
        for row in range(self._model.rowCount()):
            invoice_id = self._model.row_at(row).invoice_id
            if (invoice_id in invoice_ids) != (invoice_id in self.ticked()):
                self._model.toggle(row)

    def focus_list(self) -> None:
        """Put the focus on the oldest invoice."""
        if self._model.rowCount():
            self.table.setCurrentIndex(self._model.index(0, NUMBER))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.commit_wanted.emit(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() == Qt.Key.Key_Space:
            if self.table.currentIndex().isValid():
                self._model.toggle(self.table.currentIndex().row())
        elif event.text() and event.text().isprintable() and not event.modifiers() & _COMMAND:
            if not self._letter_typed(event.text()):
                self._pass_on(event)
        else:
            return False
        return True


_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def _minors(row: AgingRow) -> tuple[int, int, int, int, int]:
    return (row.not_due_minor, row.days_1_30_minor, row.days_31_60_minor, row.days_61_90_minor, row.over_90_minor)
