"""The live schedule with its balance picture and the sentence to read out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGraphicsOpacityEffect,
    QLineEdit,
    QPushButton,
    QStyleOptionViewItem,
    QWidget,
)

from arcaller.domain.calendars import add_months
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import Schedule
from arcaller.domain.plans.sentence import read_out
from arcaller.ui.plan_wizard.fields import FittingTable
from arcaller.ui.plan_wizard.schedule_model import AMOUNT, DUE, INTEREST, LEFT, NUMBER, ScheduleModel
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.tables.table_view import RowDelegate
from arcaller.ui.shared.widgets.balance_chart import BalanceChart, BalancePoint
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_FADED = 0.4
_FIRST = 1000
"""Stretch of what takes all room there is before anything else does."""
_LEAST_REASON = 48
"""Room in pixels that a reason needs to be more than a bracket."""


class _ScheduleDelegate(RowDelegate):
    """Writes what stands in brackets in the date column smaller and quieter; edits amounts right-aligned."""

    @override
    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = QLineEdit(parent)
        is_date = index.column() == DUE
        if not is_date:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        model = index.model()
        is_sum = isinstance(model, ScheduleModel) and model.is_sum(index.row())
        name = "Day" if is_date else "Amount"
        editor.setAccessibleName("All the client is to pay" if is_sum else f"{name} of this installment")
        editor.setStyleSheet("padding: 0 6px;")
        return editor

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        text = str(index.data() or "")
        if index.column() != DUE or " (" not in text:
            super().paint(painter, option, index)
            return
        plain, _, reason = text.partition(" (")
        self._plain = plain
        super().paint(painter, option, index)
        self._plain = ""
        left = option.rect.left() + option.fontMetrics.horizontalAdvance(plain) + 14
        rest = option.rect.adjusted(left - option.rect.left(), 0, -4, 0)
        painter.save()
        painter.setFont(look().fonts.small)
        painter.setPen(look().colors.muted)
        words = painter.fontMetrics().elidedText(f"({reason}", Qt.TextElideMode.ElideRight, rest.width())
        if rest.width() < _LEAST_REASON:
            # no room for words: a star that the tool tip and the sentence below explain
            words = "*"
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()

    _plain = ""

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if self._plain:
            option.text = self._plain


class _ScheduleTable(FittingTable):
    """Typing on a line edits its amount, or its day once Left went there; Delete lets it follow the terms again."""

    freed = Signal(int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        model, index = self.model(), self.currentIndex()
        if isinstance(model, ScheduleModel) and index.isValid() and not self.is_editing:
            row = model.installment_at(index.row())
            text = event.text()
            if (
                row is not None
                and (row.edited or row.moved)
                and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
            ):
                self.freed.emit(row.number)
                return
            starts_edit = event.key() == Qt.Key.Key_F2 or (text.isprintable() and text != " " and bool(text))
            on_days = row is not None and index.column() == DUE
            if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and row is not None:
                column = DUE if event.key() == Qt.Key.Key_Left else AMOUNT
                self.setCurrentIndex(model.index(index.row(), column))
                return
            can_edit = row is not None or model.is_sum(index.row())
            if can_edit and starts_edit and not on_days and index.column() != AMOUNT:
                self.setCurrentIndex(model.index(index.row(), AMOUNT))
        super().keyPressEvent(event)


class SchedulePanel(Card):
    """``row_fixed(number, text)`` after an amount was typed, ``row_moved(number, text)`` after a day,
    ``sum_set(text)`` after the sum; ``row_freed(number)``, ``all_freed``."""

    row_fixed = Signal(int, str)
    row_moved = Signal(int, str)
    sum_set = Signal(str)
    row_freed = Signal(int)
    all_freed = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__("Schedule", parent=parent)
        self._formats = formats
        self.model = ScheduleModel(formats, self)
        self.table = _ScheduleTable("Schedule", 6)
        self._error = FieldError(self.table)
        self.notes = Text("", font="small", tone="warn", wrap=True)
        self._free = QPushButton("Let every row follow the terms")
        self._free.setProperty("kind", "quiet")
        self._chart = BalanceChart()
        self._chart.setFixedHeight(150)
        self._sentence = Text("", font="lead", wrap=True)
        self._faders = tuple(QGraphicsOpacityEffect(part) for part in (self._chart, self._sentence))
        self._build()

    def _build(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setItemDelegate(_ScheduleDelegate(table))
        table.setTextElideMode(Qt.TextElideMode.ElideRight)  # of a day, the year may go first
        trigger = QAbstractItemView.EditTrigger
        table.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        table.set_widths({}, stretch=DUE, fitted=(NUMBER, INTEREST, AMOUNT, LEFT))
        for fader, part in zip(self._faders, (self._chart, self._sentence), strict=True):
            fader.setOpacity(_FADED)
            fader.setEnabled(False)
            part.setGraphicsEffect(fader)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sentence.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(table, _FIRST)
        for part in (self._error, self.notes, self._free, self._chart, self._sentence):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._free.hide()
        self.notes.hide()
        self.model.amount_typed.connect(self.row_fixed)
        self.model.date_typed.connect(self.row_moved)
        self.model.sum_typed.connect(self.sum_set)
        table.freed.connect(self.row_freed)
        self._free.clicked.connect(lambda _checked=False: self.all_freed.emit())

    @property
    def sentence(self) -> str:
        """What the caller reads out."""
        return self._sentence.text()

    def show_plan(self, plan: Schedule) -> None:
        """Show ``plan`` everywhere."""
        self.set_title("Schedule")
        self.table.setColumnHidden(INTEREST, not plan.interest)
        self.model.set_plan(plan)
        self.table.fit()
        self._error.clear_error()
        self._free.setVisible(bool(plan.terms.edited or plan.terms.moved))
        for fader in self._faders:
            fader.setEnabled(False)
        self._show_chart(plan)
        say_day = self._say_day_and_year if _is_over_a_year(plan) else self._formats.spoken_day
        self._sentence.setText(f"“{read_out(plan, self._say, say_day)}”")

    def show_notes(self, notes: Sequence[str]) -> None:
        """What a change of the terms means, under the rows."""
        self.notes.setText("\n".join(f"◐ {note}" for note in notes))
        self.notes.setVisible(bool(notes))

    def focus_sum(self) -> None:
        """Stay on the sum: its line may have moved while it was typed."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.setCurrentIndex(self.model.index(self.model.rowCount() - 1, AMOUNT))

    def show_stale(self, refusal: str) -> None:
        """Keep the last good plan in grey; ``refusal`` is about rows fixed by hand, or empty."""
        self.set_title("Schedule · as it was before the last change" if self.model.rowCount() else "Schedule")
        self.model.set_stale()
        for fader in self._faders:
            fader.setEnabled(True)
        if refusal:
            self._error.show_error(refusal)
            self._free.show()
        else:
            self._error.clear_error()

    def show_row_refusal(self, message: str) -> None:
        """Say why an amount typed into a row was not taken; the plan stays as it was."""
        self._error.show_error(message)

    def _show_chart(self, plan: Schedule) -> None:
        points = [BalancePoint(plan.terms.agreed_on, plan.financed.minor)]
        points += [BalancePoint(row.due_on, row.balance.minor) for row in plan.installments]
        unit = self._formats.amount(plan.payable.minor, plan.currency)
        whole = unit.rsplit(self._formats.amount_format.decimal, 1)[0] if unit[-2:] == "00" else unit
        end = self._formats.day(plan.ends_on, today=plan.terms.agreed_on if _is_over_a_year(plan) else None)
        self._chart.set_balance(plan.payable.minor, points, total_text=whole, end_text=end)

    def _say_day_and_year(self, day: date) -> str:
        return f"{self._formats.spoken_day(day)} {day.year}"

    def _say(self, money: Money) -> str:
        return self._formats.say_amount(money.minor, money.currency)


def _is_over_a_year(plan: Schedule) -> bool:
    """Whether a day without its year could be meant twice."""
    return plan.ends_on >= add_months(plan.terms.agreed_on, 12)
