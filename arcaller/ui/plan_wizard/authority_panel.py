"""What the caller may do: each limit against what is asked, the nearest plan inside, and what each offer costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QVBoxLayout, QWidget

from arcaller.domain.authority import LimitCheck
from arcaller.domain.money import Money
from arcaller.ui.plan_wizard.fields import Cautions, FittingTable, KeyButton
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.widgets.authority_meter import AuthorityMeter, Reading
from arcaller.ui.shared.widgets.card import Banner, Card
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_NUMBERS = {1: "One limit is", 2: "Two limits are", 3: "Three limits are"}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Beside:
    """One line of the comparison; ``kept`` is the number of a plan kept aside (-1: not to be taken)."""

    name: str
    ends: str
    cost: str
    is_this: bool = False
    kept: int = -1


_NOTHING_YET = "What is asked stands beside your limits once the plan can be read."


class AuthorityPanel(Card):
    """``taken`` when the nearest plan inside is wanted, ``kept_wanted(int)`` when a plan kept aside is."""

    taken = Signal()
    kept_wanted = Signal(int)

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__("Your authority", parent=parent)
        self._formats = formats
        self._meters = QVBoxLayout()
        self._meters.setSpacing(0)
        self._shown: list[AuthorityMeter] = []
        self._free = Text(_NOTHING_YET, tone="muted", wrap=True)
        self.banner = Banner("")
        self.cautions = Cautions()
        self._nearest = Text("", wrap=True)
        self.take = KeyButton("Take it", "Ctrl T")
        self._offers = QStandardItemModel(0, 3, self)
        self.table = FittingTable("Beside it: what each offer costs", 3)
        self._build()

    def _build(self) -> None:
        self.body.addWidget(self._free)
        self.body.addLayout(self._meters)
        self.banner.body.addWidget(self._nearest)
        self.banner.body.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.banner)
        self._banner_place = self.body.indexOf(self.banner)
        self.body.addWidget(self.cautions)
        self.body.addSpacing(8)
        self.body.addWidget(Text("Beside it", font="small_strong", tone="muted"))
        self.table.setModel(self._offers)
        self.body.addWidget(self.table)
        self.body.addStretch(1)
        self.banner.hide()
        self.take.clicked.connect(lambda _checked=False: self.taken.emit())
        self.table.doubleClicked.connect(self.open_line)

    def show_checks(self, checks: Sequence[LimitCheck]) -> None:
        """One meter for each limit that is set."""
        self._free.setText("No limits are set for you.")
        self._free.setVisible(not checks)
        while len(self._shown) < len(checks):
            meter = AuthorityMeter()
            self._meters.addWidget(meter)
            self._shown.append(meter)
        for number, meter in enumerate(self._shown):
            meter.setVisible(number < len(checks))
            if number < len(checks):
                meter.set_reading(self._reading(checks[number]))

    def show_nothing_yet(self) -> None:
        """Before the first plan can be read there is nothing to hold against the limits; later they stay."""
        if not self._shown:
            self._free.setText(_NOTHING_YET)
            self.show_offers(())

    def _reading(self, found: LimitCheck) -> Reading:
        asked, _, yours = found.words.partition(" · ")
        short = ""
        if not found.inside:
            short = f"{self._money(found.short)} short" if found.short is not None else "beyond"
        return Reading(found.name.value, asked, yours, found.fraction, short)

    def show_way_inside(self, broken: Sequence[LimitCheck], nearest: str, otherwise: str) -> None:
        """Name what is broken and ``nearest`` in words; where there is no such plan, ``otherwise``."""
        names = ", ".join(found.name.value.lower() for found in broken)
        names = " and ".join(names.rsplit(", ", 1))
        head = f"{_NUMBERS.get(len(broken), 'Several limits are')} broken: {names}."
        self.banner.setVisible(bool(broken))
        self.banner.set_text(head if broken else "", "warn")
        stop = "" if nearest.endswith("…") else "."
        self._nearest.setText(f"Nearest plan inside: {nearest}{stop}" if nearest else otherwise)
        self.take.setVisible(bool(nearest))
        self.take.setEnabled(True)
        self.take.setAccessibleName(f"Take the nearest plan inside: {nearest}")

    def set_banner_first(self, *, first: bool) -> None:
        """Where there is little room, what is broken and the way out stand above the limits that are kept."""
        place = 0 if first else self._banner_place
        if self.body.indexOf(self.banner) != place:
            self.body.removeWidget(self.banner)
            self.body.insertWidget(place, self.banner)

    def show_offers(self, lines: Sequence[Beside]) -> None:
        """The comparison."""
        self._offers.clear()
        self._offers.setHorizontalHeaderLabels(["Offer", "Ends", "Costs us"])
        for column in (1, 2):
            self._offers.setHeaderData(column, Qt.Orientation.Horizontal, _RIGHT, Qt.ItemDataRole.TextAlignmentRole)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._offers.setHeaderData(0, Qt.Orientation.Horizontal, left, Qt.ItemDataRole.TextAlignmentRole)
        for line in lines:
            self._offers.appendRow([self._item(line, column) for column in range(3)])
        self.table.set_widths({}, stretch=0, fitted=(1, 2))
        self.table.fit()

    def open_line(self, index: QModelIndex | None = None) -> bool:
        """Take the plan kept aside on the current line; false if it is none."""
        line = index if index is not None else self.table.currentIndex()
        kept = line.siblingAtColumn(0).data(Qt.ItemDataRole.UserRole) if line.isValid() else None
        if not isinstance(kept, int) or kept < 0:
            return False
        self.kept_wanted.emit(kept)
        return True

    def _item(self, line: Beside, column: int) -> QStandardItem:
        item = QStandardItem((line.name, line.ends, line.cost)[column])
        item.setData(line.kept, Qt.ItemDataRole.UserRole)
        hint = ", Enter takes it back" if line.kept >= 0 else ""
        item.setData(f"{line.name}, ends {line.ends}, costs us {line.cost}{hint}", Qt.ItemDataRole.AccessibleTextRole)
        if line.kept >= 0:
            item.setToolTip("Enter or double click takes this plan back")
        if column:
            item.setTextAlignment(_RIGHT)
        if line.is_this:
            item.setFont(look().fonts.strong)
        return item

    def _money(self, money: Money) -> str:
        return self._formats.amount(money.minor, money.currency)
