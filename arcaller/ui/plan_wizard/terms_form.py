"""The fields of the terms. Each says under itself, while it is typed in, what it could not take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import Enum
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from arcaller.domain.calendars import Frequency, Shift
from arcaller.domain.errors import DomainError
from arcaller.domain.plans.installments import Schedule
from arcaller.domain.plans.settlements import due_if_last_fails
from arcaller.domain.plans.terms import IfBroken, PartPayments, Remainder
from arcaller.domain.receivables.interest import InterestMethod
from arcaller.domain.shorthand import read_date
from arcaller.ui.plan_wizard.fields import HintedEdit
from arcaller.ui.plan_wizard.terms_reader import TermTexts
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_Choice = TypeVar("_Choice", bound=Enum)
_LABEL_WIDTH = 96
_SHIFTS = {
    Shift.NONE: "stays on the day",
    Shift.FOLLOWING: "next working day",
    Shift.MODIFIED_FOLLOWING: "working day in the month",
    Shift.PRECEDING: "working day before",
}
_REMAINDERS = {
    Remainder.LAST: "in the last one",
    Remainder.FIRST: "in the first one",
    Remainder.SPREAD: "one unit more in the first ones",
    Remainder.ROUND_LAST: "rounded, difference in the last",
}
_METHODS = {
    InterestMethod.LEVEL_30_360: "level, 30/360",
    InterestMethod.LEVEL_ACT_365: "level, actual/365",
    InterestMethod.EQUAL_PRINCIPAL_30_360: "equal parts, 30/360",
    InterestMethod.EQUAL_PRINCIPAL_ACT_365: "equal parts, actual/365",
}
_PART_PAYMENTS = {
    PartPayments.ON_ACCOUNT: "accepted on account",
    PartPayments.WHOLE_ONLY: "no, only whole installments",
}
_IF_BROKEN = {
    IfBroken.ALL_DUE: "the whole rest falls due",
    IfBroken.OWN_TERMS: "each invoice by its own date",
}


class TermsForm(QWidget):
    """Reads into a `TermTexts` and shows one; ``changed`` on every edit by hand."""

    changed = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._texts = TermTexts(first="")
        self._today = date.min
        self._first_iso = ""
        self.down = HintedEdit("Down payment", "now", "none")
        self.count = HintedEdit("Installments", "or each ↔")
        self.each = HintedEdit("Each installment")
        self.every = _combo("Every", dict.fromkeys(Frequency, ""))
        self.first = HintedEdit("First installment")
        self.shift = _combo("On a holiday", _SHIFTS)
        self.calendar = HintedEdit("Holidays of which country", placeholder="weekends")
        self.remainder = _combo("Remainder", _REMAINDERS)
        self.balloon = HintedEdit("Last large payment", placeholder="none")
        self.discount = HintedEdit("Discount in per cent", placeholder="none")
        self.rate = HintedEdit("Interest in per cent a year", placeholder="none")
        self.method = _combo("How interest is charged", _METHODS)
        self.part_payments = _combo("Part payments", _PART_PAYMENTS)
        self.if_broken = _combo("What falls due if the plan is broken", _IF_BROKEN)
        self.if_it_fails = Text("", font="small", tone="muted", wrap=True)
        self._errors: dict[str, FieldError] = {}
        self._fields: dict[str, QWidget] = {}
        self._build()
        self._connect()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(Text("Terms", font="small_strong", tone="muted"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        layout.addLayout(self._grid)
        self.calendar.setMaximumWidth(84)
        rows: tuple[tuple[str, str, tuple[QWidget, ...]], ...] = (
            ("Down payment", "down_payment", (self.down,)),
            ("Installments", "count", (self.count,)),
            ("Each", "each", (self.each,)),
            ("Every", "every", (self.every,)),
            ("First", "first_on", (self.first,)),
            ("On a holiday", "calendar", (self.shift, self.calendar)),
            ("Remainder", "remainder", (self.remainder,)),
            ("Last, larger", "balloon", (self.balloon,)),
            ("Discount", "discount_percent", (self.discount,)),
            ("Interest", "rate_percent", (self.rate, self.method)),
            ("Part payments", "part_payments", (self.part_payments,)),
            ("If broken", "if_broken", (self.if_broken,)),
        )
        for number, (label, name, widgets) in enumerate(rows):
            self._add_row(number * 2, label, name, widgets)
            if name == "discount_percent":
                self._grid.addWidget(self.if_it_fails, number * 2 + 1, 1)
        self.if_it_fails.hide()

    def _add_row(self, line: int, label: str, name: str, widgets: tuple[QWidget, ...]) -> None:
        caption = Text(label, tone="muted")
        caption.setBuddy(widgets[0])
        self._grid.addWidget(caption, line, 0, Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.setSpacing(4)
        for number, widget in enumerate(widgets):
            row.addWidget(widget, 2 + number)
        self._grid.addLayout(row, line, 1)
        self._fields[name] = self.calendar if name == "calendar" else widgets[0]
        error = FieldError(self._fields[name])
        self._grid.addWidget(error, line + 1, 1)
        self._errors[name] = error

    def _connect(self) -> None:
        for field in (self.down, self.calendar, self.balloon, self.discount, self.rate):
            field.textEdited.connect(self._edited)
        self.count.textEdited.connect(lambda _text: self._lead(by_each=False))
        self.each.textEdited.connect(lambda _text: self._lead(by_each=True))
        self.first.textEdited.connect(self._first_edited)
        self.first.editingFinished.connect(self._settle_first)
        for combo in (self.every, self.shift, self.remainder, self.method, self.part_payments, self.if_broken):
            combo.activated.connect(self._edited)

    def texts(self) -> TermTexts:
        """What stands in the fields now."""
        return replace(
            self._texts,
            first=self._first_iso or self.first.text(),
            count=self.count.text(),
            each=self.each.text(),
            down=self.down.text(),
            frequency=_chosen(self.every, Frequency),
            shift=_chosen(self.shift, Shift),
            calendar=self.calendar.text(),
            remainder=_chosen(self.remainder, Remainder),
            balloon=self.balloon.text(),
            discount=self.discount.text(),
            rate=self.rate.text(),
            method=_chosen(self.method, InterestMethod),
            part_payments=_chosen(self.part_payments, PartPayments),
            if_broken=_chosen(self.if_broken, IfBroken),
        )

    def show_texts(self, texts: TermTexts, today: date) -> None:
        """Fill in every field."""
        self._texts, self._today = texts, today
        self._first_iso = ""
        self.first.show_text(texts.first)
        self._settle_first()
        for field, text in (
            (self.count, texts.count), (self.each, texts.each), (self.down, texts.down),
            (self.calendar, texts.calendar), (self.balloon, texts.balloon), (self.discount, texts.discount),
            (self.rate, texts.rate),
        ):  # fmt: skip
            field.show_text(text)
        choices: tuple[tuple[QComboBox, Enum], ...] = (
            (self.every, texts.frequency), (self.shift, texts.shift), (self.remainder, texts.remainder),
            (self.method, texts.method), (self.part_payments, texts.part_payments),
            (self.if_broken, texts.if_broken),
        )  # fmt: skip
        for combo, value in choices:
            combo.setCurrentIndex(combo.findData(value.value))
        self._show_kept()

    def show_refusals(self, refusals: Mapping[str, str]) -> None:
        """Say under each field what it could not take; the other fields are well."""
        if refusals:
            self.if_it_fails.hide()
        for name, error in self._errors.items():
            if name in refusals:
                error.show_error(refusals[name])
            else:
                error.clear_error()

    def focus_refused(self) -> None:
        """Put the focus on the first field that could not be read."""
        for name, error in self._errors.items():
            if error.text():
                self._fields[name].setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def show_plan(self, plan: Schedule, calendar_warning: str) -> None:
        """Put in what follows: the amount from the number, or the number from the amount."""
        rows = [row for row in plan.installments if not row.balloon]
        last = self._formats.amount(rows[-1].amount.minor, plan.currency)
        if self._texts.by_each:
            self.count.show_text(str(len(rows)))
            self.count.set_hint("")
            self.each.set_hint(f"last {last}")
        else:
            # where the first minor units differ, what most rows pay is the amount
            amounts = [row.amount.minor for row in rows]
            self.each.show_text(self._formats.typed(max(amounts, key=amounts.count), plan.currency))
            self.count.set_hint("or each ↔")
            self.each.set_hint(f"last {last}")
        down = self._formats.amount(plan.down_payment.minor, plan.currency)
        self.down.set_hint(f"{down} now" if plan.terms.down_percent is not None else "now")
        self.discount.set_hint(
            f"{self._formats.amount(plan.discount.minor, plan.currency)} less" * bool(plan.discount)
        )
        self._show_settlement(plan)
        self.balloon.set_hint(self._formats.day(plan.ends_on, today=self._today) * bool(plan.terms.balloon))
        self.calendar.setToolTip(calendar_warning or "Country, or country and subdivision: US, GB-ENG, DE-BE")
        self._show_rhythm(plan.terms.first_on)
        self._show_kept()

    def _show_settlement(self, plan: Schedule) -> None:
        """A discount is a promise with a condition: what is due if it is not kept."""
        self.if_it_fails.setVisible(bool(plan.discount))
        if plan.discount:
            due = self._formats.amount(due_if_last_fails(plan).minor, plan.currency)
            which = "the last one" if len(plan.installments) > 1 else "it"
            self.if_it_fails.setText(f"Only if every payment is on time; if {which} fails, {due} is due.")

    def set_fixed(self, edited: tuple[tuple[int, int], ...], moved: tuple[tuple[int, str], ...]) -> None:
        """Amounts and dates fixed by hand in the schedule."""
        self._texts = replace(self._texts, edited=edited, moved=moved)

    def _edited(self, *_: object) -> None:
        self._show_kept()
        self.changed.emit()

    def _lead(self, *, by_each: bool) -> None:
        # another number of parts is another division: what was fixed in the old one means nothing in it
        self._texts = replace(self._texts, by_each=by_each, edited=(), moved=())
        self.changed.emit()

    def _first_edited(self) -> None:
        self._first_iso = ""
        try:
            understood = read_date(self.first.text(), self._today, self._formats.day_first)
        except DomainError:
            self.first.set_hint("")
        else:
            self.first.set_hint(self._formats.full_day(understood))
        self.changed.emit()

    def _settle_first(self) -> None:
        """Once it is left, the field shows the date it understood."""
        if self._first_iso:
            return
        try:
            understood = read_date(self.first.text(), self._today, self._formats.day_first)
        except DomainError:
            return
        self._first_iso = understood.isoformat()
        self.first.show_text(self._formats.full_day(understood))
        self.first.set_hint("")

    def _show_rhythm(self, first: date) -> None:
        for frequency, words in _rhythms(first, self._formats).items():
            self.every.setItemText(self.every.findData(frequency.value), words)

    def _show_kept(self) -> None:
        """Fields that mean nothing now are out of the way."""
        self.method.setVisible(bool(self.rate.text().strip()))
        self.calendar.setEnabled(_chosen(self.shift, Shift) is not Shift.NONE)
        self.remainder.setEnabled(not self._texts.by_each)


def _rhythms(first: date, formats: Formats) -> dict[Frequency, str]:
    """``month, on the 1st``: each rhythm with the day that follows from the first date."""
    weekday = formats.full_day(first).split(" ", 1)[0]
    early = first.day if first.day <= 15 else first.day - 15
    return {
        Frequency.WEEKLY: f"week, on {weekday}",
        Frequency.BIWEEKLY: f"two weeks, on {weekday}",
        Frequency.SEMIMONTHLY: f"half month, {_nth(early)} and {_nth(early + 15)}",
        Frequency.THIRTY_DAYS: "thirty days",
        Frequency.MONTHLY: f"month, on the {_nth(first.day)}",
        Frequency.MONTH_END: "month, on its last day",
        Frequency.QUARTERLY: f"three months, on the {_nth(first.day)}",
    }


def _nth(day: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th") if day not in (11, 12, 13) else "th"
    return f"{day}{ending}"


def _combo(name: str, words: Mapping[_Choice, str]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(4)
    for value, text in words.items():
        combo.addItem(text, value.value)
    return combo


def _chosen(combo: QComboBox, kind: type[_Choice]) -> _Choice:
    return kind(combo.currentData())
