"""The rows of a schedule as a table: down payment, installments, the sum that is checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from arcaller.domain.calendars import WEEKEND
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import Installment, Schedule
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.words.formats import Formats

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
NUMBER, DUE, INTEREST, AMOUNT, LEFT = range(5)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: its texts by column, what is heard, its tones by column, and its installment if it is one."""

    texts: tuple[str, str, str, str, str]
    sentence: str
    row: Installment | None = None
    strong: bool = False
    tones: tuple[str, str, str, str, str] = ("normal",) * 5


class ScheduleModel(QAbstractTableModel):
    """``amount_typed(number, text)`` and ``date_typed(number, text)`` when an installment was edited,
    ``sum_typed(text)`` when the sum was; `set_stale` greys the last good plan."""

    amount_typed = Signal(int, str)
    date_typed = Signal(int, str)
    sum_typed = Signal(str)

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._lines: tuple[_Line, ...] = ()
        self._currency = ""
        self._is_stale = False

    def set_plan(self, plan: Schedule) -> None:
        """Show ``plan``."""
        lines = tuple(_lines(plan, self._formats))
        same_shape = len(lines) == len(self._lines)
        self._currency, self._is_stale = plan.currency, False
        if same_shape:
            # the current row stays where it is while amounts change under it
            self._lines = lines
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, LEFT))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, AMOUNT, LEFT)
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def set_stale(self) -> None:
        """What is shown is the last plan that could be worked out."""
        if self._lines and not self._is_stale:
            self._is_stale = True
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, LEFT))

    def installment_at(self, line: int) -> Installment | None:
        """The installment of a line; ``None`` for the down payment and the sum."""
        return self._lines[line].row if 0 <= line < len(self._lines) else None

    def is_sum(self, line: int) -> bool:
        """Whether the line is the sum at the end."""
        return bool(self._lines) and line == len(self._lines) - 1

    def line_of(self, number: int) -> int:
        """The line on which installment ``number`` stands, -1 if there is none."""
        return next((i for i, line in enumerate(self._lines) if line.row and line.row.number == number), -1)

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 5

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section <= LEFT:
            if role == _Role.DisplayRole:
                return ("#", "Due", "Interest", f"Amount {self._currency}", f"Left {self._currency}")[section]
            if role == _Role.TextAlignmentRole:
                return _RIGHT if section >= INTEREST else _LEFT
        return None

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_row = self.installment_at(index.row()) is not None
        can = index.column() in (DUE, AMOUNT) if is_row else index.column() == AMOUNT and self.is_sum(index.row())
        return flags | Qt.ItemFlag.ItemIsEditable if can and not self._is_stale else flags

    @override
    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        row = self.installment_at(index.row())
        if role != _Role.EditRole or (row is None and not self.is_sum(index.row())):
            return False
        if str(value).strip() == self.data(index, _Role.EditRole):
            return True
        if row is None:
            self.sum_typed.emit(str(value))
        elif index.column() == DUE:
            self.date_typed.emit(row.number, str(value))
        else:
            self.amount_typed.emit(row.number, str(value))
        return True

    @override
    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        match role:
            case _Role.DisplayRole:
                return line.texts[column]
            case _Role.EditRole if line.row is not None and column == DUE:
                return line.row.due_on.isoformat()
            case _Role.EditRole if line.row is not None:
                return self._formats.typed(line.row.amount.minor, self._currency)
            case _Role.EditRole if self.is_sum(index.row()):
                return line.texts[AMOUNT]
            case _Role.TextAlignmentRole:
                return _RIGHT if column >= INTEREST else _LEFT
            case _Role.FontRole if line.strong:
                return look().fonts.strong
            case _Role.ForegroundRole:
                tone = "muted" if self._is_stale else line.tones[column]
                return None if tone == "normal" else look().colors.of(tone)
            case _Role.AccessibleTextRole:
                return line.sentence
            case _Role.ToolTipRole if line.row is not None:
                return line.sentence
        return None


def _lines(plan: Schedule, formats: Formats) -> list[_Line]:
    def amount(money: Money) -> str:
        return formats.amount(money.minor, money.currency)

    lines = []
    if plan.discount:
        less, left = amount(plan.discount), amount(plan.payable)
        words = ("–", "discount if paid on time", "", f"−{less}", left)
        lines.append(_Line(words, f"Discount of {less} if all is paid on time, {left} left"))
    if plan.down_payment:
        down, left = amount(plan.down_payment), amount(plan.financed)
        lines.append(_Line(("–", "today", "", down, left), f"Today {down}, {left} left"))
    lines.extend(_row_line(row, formats) for row in plan.installments)
    interest = amount(plan.interest) if plan.interest else ""
    together = amount(plan.total)
    exact = "✓ exact" if plan.adds_up else "✗ does not add up"
    lines.append(
        _Line(
            ("", "Together", interest, together, exact),
            f"Together {together}, {exact[2:]}",
            strong=True,
            tones=("normal", "normal", "normal", "normal", "good" if plan.adds_up else "bad"),
        )
    )
    return lines


def _row_line(row: Installment, formats: Formats) -> _Line:
    amount = formats.amount(row.amount.minor, row.amount.currency)
    left = formats.amount(row.balance.minor, row.balance.currency)
    due = formats.full_day(row.due_on)
    moved = shift_words(row, formats)
    mark = "✎ " if row.edited else ""
    pen = "✎ " if row.moved else ""
    fixed = ", fixed by hand" if row.edited or row.moved else ""
    last = ", the last, larger one" if row.balloon else ""
    interest = formats.amount(row.interest.minor, row.interest.currency)
    sentence = f"Installment {row.number}, {due}{moved}, {amount}, {left} left"
    return _Line(
        (str(row.number), f"{pen}{due}{moved}", interest, f"{mark}{amount}", left),
        f"{sentence}{fixed}{last}",
        row,
        tones=("muted", "accent" if row.moved else "normal", "muted", "accent" if row.edited else "normal", "normal"),
    )  # fmt: skip


def shift_words(row: Installment, formats: Formats) -> str:
    """`` (Fri 1: New Year's Day)`` where a working-day rule moved the date, else nothing."""
    if not row.shift_reason:
        return ""
    agreed = formats.weekday_day(row.unadjusted_due_on)
    short = " ".join(agreed.split(" ")[:2])
    return f" ({short} is a weekend day)" if row.shift_reason == WEEKEND else f" ({short}: {row.shift_reason})"
