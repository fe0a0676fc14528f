"""The head of a sheet: who, how urgent, may I call now, and the number to call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from arcaller.data.queries.sheet.call_sheet import ContactRow
from arcaller.domain.contact.standing import ContactStanding
from arcaller.ui.call_sheet.head.standing_panel import VERDICT_MARKS, VERDICT_TONES
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.widgets.chip import Chip
from arcaller.ui.shared.widgets.text import Span, Spans, Text


@dataclass(frozen=True, slots=True)
class ChipText:
    """A chip of the head: words and tone, and what lies behind them."""

    text: str
    tone: str = "normal"
    tip: str = ""


class ChipRow(QWidget):
    """As many whole chips as there is room for, the most urgent first; the rest is in the tool tip."""

    _GAP = 6

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Chip] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_chips(self, chips: Sequence[ChipText]) -> None:
        """Other chips."""
        for old in self._shown[len(chips) :]:
            old.setParent(None)
            old.deleteLater()
        self._shown = self._shown[: len(chips)]
        self._shown += [Chip("", parent=self) for _ in chips[len(self._shown) :]]
        for shown, chip in zip(self._shown, chips, strict=True):
            shown.set_text(chip.text, tone=chip.tone)
            shown.setToolTip(chip.tip)
            shown.setAccessibleDescription(chip.tip)
        self.setToolTip("\n".join(f"{chip.text} ({chip.tip})" if chip.tip else chip.text for chip in chips))
        self.setFixedHeight(max((chip.sizeHint().height() for chip in self._shown), default=22))
        self._place()

    def _place(self) -> None:
        room = self.width() + self._GAP
        fits: set[Chip] = set()
        # what warns goes before the number and the habits of the client
        for chip in sorted(self._shown, key=lambda chip: chip.tone == "normal"):
            wanted = chip.sizeHint().width() + self._GAP
            if wanted <= room:
                fits.add(chip)
                room -= wanted
        left = 0
        for chip in self._shown:
            size = chip.sizeHint()
            chip.setVisible(chip in fits)
            if chip in fits:
                chip.setGeometry(left, 0, size.width(), size.height())
                left += size.width() + self._GAP

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


_LEAST_NAME, _LEAST_CONTACT = 140, 72
"""Widths in pixels at scale 1."""


class SheetHeader(QWidget):
    """Name and chips left; clock, contact and number right. ``dial_wanted`` when the number is pressed."""

    contact_changed = Signal(int)
    dial_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = Text(font="title", elide=True)
        self._chips = ChipRow()
        self._clock = Spans()
        self._contacts: tuple[ContactRow, ...] = ()
        self._first = 0
        self._verdict_mark = ""
        self.contact_combo = QComboBox()
        self.contact_combo.setAccessibleName("Contact")
        self.contact_combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.contact_combo.currentIndexChanged.connect(self._contact_chosen)
        self.call_button = QPushButton()
        self.call_button.setProperty("kind", "primary")
        self.call_button.clicked.connect(lambda _checked=False: self.dial_wanted.emit())
        self._build()
        self._keep_name()

    def _keep_name(self) -> None:
        """In large text on a small screen the list of people gives way before the client's name does."""
        self._name.setMinimumWidth(round(_LEAST_NAME * look().text_scale))
        self.contact_combo.setMinimumWidth(round(_LEAST_CONTACT * look().text_scale))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "call_button"):
            self._keep_name()

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self._name)
        left.addWidget(self._chips)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.contact_combo)
        buttons.addWidget(self.call_button)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignRight)
        right.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(left, 1)
        row.addLayout(right)

    def show_client(self, name: str, chips: Sequence[ChipText], contacts: Sequence[ContactRow]) -> None:
        """Another client."""
        self._name.setText(name)
        self._name.setToolTip(name)
        self._chips.show_chips(chips)
        self._contacts = tuple(contacts)
        self.contact_combo.blockSignals(True)
        self.contact_combo.clear()
        names = Counter(row.contact_id for row in contacts)
        for row in contacts:
            words = f"{row.name}, {row.role}" if row.role else row.name or row.phone or row.email
            self.contact_combo.addItem(f"{words} · {row.phone}" if names[row.contact_id] > 1 else words)
        self._first = next((i for i, row in enumerate(contacts) if row.is_main), 0)
        self.contact_combo.setCurrentIndex(self._first if contacts else -1)
        self.contact_combo.setVisible(bool(contacts))
        self.contact_combo.blockSignals(False)
        self._show_number()

    def show_standing(self, standing: ContactStanding) -> None:
        """The client's time, whether he may be called, how often he was tried; the button shows it too."""
        tone = VERDICT_TONES[standing.verdict]
        meter = f" · {standing.meter.words}" if standing.meter is not None else ""
        self._clock.set_spans(
            [Span(f"{VERDICT_MARKS[standing.verdict]} {standing.clock_words}", tone=tone), Span(meter)]
        )
        worst = standing.worst
        said = [standing.next_words] if standing.next_words else []
        said += [f"{worst.words}. {worst.rule.words} ({worst.rule.source})"] if worst is not None else []
        self._clock.setToolTip("\n".join([standing.clock_words, *(each.words for each in standing.meters), *said]))
        self.call_button.setToolTip("\n".join(said) or "Dial the number shown (F8)")
        self.call_button.setAccessibleDescription(". ".join(said))
        if self.call_button.property("standing") != tone:
            self.call_button.setProperty("standing", tone)
            self.call_button.style().unpolish(self.call_button)
            self.call_button.style().polish(self.call_button)
        self._verdict_mark = VERDICT_MARKS[standing.verdict]
        self._show_number()

    def contact(self) -> ContactRow | None:
        """The person chosen."""
        index = self.contact_combo.currentIndex()
        return self._contacts[index] if 0 <= index < len(self._contacts) else None

    def is_first(self) -> bool:
        """Whether the number stands that a new sheet begins with."""
        return self.contact_combo.currentIndex() == self._first

    def choose(self, contact_id: object, phone: str) -> None:
        """The number ``phone`` of a contact, or his first one."""
        rows = list(enumerate(self._contacts))
        exact = [i for i, row in rows if row.contact_id == contact_id and row.phone == phone]
        his = exact or [i for i, row in rows if row.contact_id == contact_id]
        if his:
            self.contact_combo.setCurrentIndex(his[0])

    def following(self) -> ContactRow | None:
        """The next number after the chosen one, not known to be wrong; the chosen one's place counts from the top."""
        chosen = self.contact_combo.currentIndex()
        order = [self._first, *(i for i in range(len(self._contacts)) if i != self._first)]
        later = order[order.index(chosen) + 1 :] if chosen in order else []
        usable = (self._contacts[i] for i in later)
        return next((row for row in usable if row.phone and row.phone_state != "wrong"), None)

    def _contact_chosen(self, index: int) -> None:
        self._show_number()
        self.contact_changed.emit(index)

    def _show_number(self) -> None:
        contact = self.contact()
        number = contact.phone if contact is not None else ""
        wrong = contact is not None and contact.phone_state == "wrong"
        self.call_button.setText(
            f"{self._verdict_mark} Call {number}  F8"
            if number and not wrong
            else "No number"
            if not wrong
            else "Wrong number"
        )
        self.call_button.setEnabled(bool(number) and not wrong)
        self.call_button.setAccessibleName(self.call_button.text().lstrip("●◐○ "))
