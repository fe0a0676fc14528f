"""The top of the sheet: who it is and how urgent, whether he may be called now, and the banner over all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from arcaller.data.queries.sheet.call_sheet import CallSheetRow, ContactRow
from arcaller.domain.contact.clock import CallHours, read_clock
from arcaller.services.calling.preparation import broken_promise
from arcaller.ui.call_sheet.head.sheet_header import ChipText, SheetHeader
from arcaller.ui.call_sheet.sheet_context import Draft, SheetContext
from arcaller.ui.shared.formats import Formats
from arcaller.ui.shared.widgets.card import Banner


@dataclass(frozen=True, slots=True)
class HeadTools:
    """The hours of the house, the working days of a country, and the company's own zone."""

    hours: CallHours
    is_business_day: Callable[[str, date], bool]
    company_zone: str


class SheetHead(QWidget):
    """Header and banner. ``contact_changed`` when another person is chosen, ``dial_wanted`` when the number is."""

    contact_changed = Signal()
    dial_wanted = Signal()

    def __init__(self, tools: HeadTools, formats: Formats) -> None:
        super().__init__()
        self._tools, self._formats = tools, formats
        self.header = SheetHeader()
        self.banner = Banner()
        self.banner.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.header)
        layout.addWidget(self.banner)
        self.header.contact_changed.connect(lambda _index: self.contact_changed.emit())
        self.header.dial_wanted.connect(self.dial_wanted)

    def use_tools(self, tools: HeadTools) -> None:
        """The office's settings changed."""
        self._tools = tools

    def contact(self) -> ContactRow | None:
        """The person chosen."""
        return self.header.contact()

    def choose_number(self, number: Any) -> None:
        """Choose ``{"contact_id", "phone"}`` among the client's numbers; what is not among them changes nothing."""
        if isinstance(number, dict):
            self.header.choose(number.get("contact_id"), str(number.get("phone", "")))

    def chosen_number(self) -> dict[str, Any]:
        """The number chosen as :meth:`choose_number` takes it; empty while it is the first one."""
        row = self.header.contact()
        return {} if row is None or self.header.is_first() else {"contact_id": row.contact_id, "phone": row.phone}

    def following_number(self) -> ContactRow | None:
        """The next number of the client that is not known to be wrong; ``None`` after the last."""
        return self.header.following()

    def show_people(self, sheet: CallSheetRow) -> None:
        """The client's name and people; the main one is chosen."""
        self.header.show_client(sheet.name, _chips(sheet, self._formats), sheet.contacts)

    def start(self, context: SheetContext, _draft: Draft) -> None:
        """Another client."""
        self.show_context(context)

    def show_context(self, context: SheetContext) -> None:
        """His clock and the banner."""
        self._show_banner(context.sheet, context.desk.today)
        self.show_clock(context)

    def draft(self) -> dict[str, Any]:
        """Nothing is typed here."""
        return {}

    def show_clock(self, context: SheetContext) -> None:
        """The client's time, as it is at the desk's now."""
        sheet = context.sheet
        clock = read_clock(
            context.desk.now,
            context.zone.zones,
            self._tools.hours,
            lambda day: self._tools.is_business_day(sheet.country, day),
        )
        count = sheet.attempts_7_days
        self.header.show_clock(clock, f"{count} {'attempt' if count == 1 else 'attempts'} in 7 days")

    def _show_banner(self, sheet: CallSheetRow, today: date) -> None:
        until = sheet.do_not_chase_until
        if sheet.do_not_chase_reason and (until is None or until >= today):
            when = f" until {self._formats.full_day(until)}" if until is not None else ""
            self.banner.set_text(f"Do not chase{when}: {sheet.do_not_chase_reason}", "bad")
            self.banner.show()
        elif sheet.attempts_today and sheet.last_call_at is not None:
            at = sheet.last_call_at.astimezone(ZoneInfo(self._tools.company_zone))
            self.banner.set_text(f"Called today {at:%H:%M} by {sheet.last_call_by}.", "warn")
            self.banner.show()
        else:
            self.banner.hide()


def _chips(sheet: CallSheetRow, formats: Formats) -> list[ChipText]:
    chips = [ChipText(sheet.number + (f" · {sheet.segment}" if sheet.segment else ""))]
    broken = broken_promise(sheet)
    if broken is not None:
        chips.append(ChipText(f"Promise broken {formats.day(broken.due_on)}", "bad"))
    disputed = sum(row.is_disputed for row in sheet.invoices)
    if disputed:
        chips.append(ChipText(f"{disputed} {'invoice' if disputed == 1 else 'invoices'} disputed", "warn"))
    for plan in sheet.plans:
        tone = "bad" if plan.state in ("behind", "broken") else "good"
        chips.append(ChipText(f"Plan {plan.state.replace('_', ' ')}", tone))
    late = sheet.median_days_late
    if late is not None:
        words = f"Pays {late} {'day' if late == 1 else 'days'} late" if late > 0 else "Pays on time"
        chips.append(ChipText(words))
    return chips
