"""What happened with the client, newest first: what is new since the last contact stands apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from arcaller.data.queries.sheet.call_sheet import TimelineRow
from arcaller.domain.money import Money
from arcaller.ui.call_sheet.sheet_context import Draft, SheetContext
from arcaller.ui.shared.formats import Formats
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Span
from arcaller.ui.shared.widgets.timeline import Timeline, TimelineEntry, TimelineGroup

_TONES = {"payment": "good", "promise": "normal", "dispute": "warn", "plan": "accent", "agreement": "accent"}


class TimelinePanel(Card):
    """The right column of the sheet."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._timeline = Timeline()
        self.body.addWidget(self._timeline, 1)

    def start(self, context: SheetContext, _draft: Draft) -> None:
        """Another client."""
        self.show_context(context)

    def draft(self) -> dict[str, Any]:
        """Nothing is typed here."""
        return {}

    def show_context(self, context: SheetContext) -> None:
        """Fill in the sheet; times are those of the company's place in UTC days where only a day is known."""
        sheet, today = context.sheet, context.desk.today
        last = sheet.last_call_at
        if not sheet.timeline:
            words = TimelineEntry(
                "", (Span("Nothing has been recorded yet; the first call starts the story.", tone="muted"),)
            )
            self._timeline.set_groups([TimelineGroup("History", (words,))])
            return
        groups = []
        if last is not None:
            fresh = [row for row in sheet.timeline if row.at > last]
            before = [row for row in sheet.timeline if row.at <= last]
            head = f"Since your last contact, {self._formats.day(last.date(), today=today)}"
            new = self._entries(fresh, today) or (TimelineEntry("", (Span("Nothing new.", tone="muted"),)),)
            groups.append(TimelineGroup(head, new))
            groups.append(TimelineGroup("Before", self._entries(before, today)))
        else:
            groups.append(TimelineGroup("No contact yet", self._entries(sheet.timeline, today)))
        self._timeline.set_groups(groups)

    def _entries(self, rows: Sequence[TimelineRow], today: date) -> tuple[TimelineEntry, ...]:
        return tuple(self._entry(row, today) for row in rows[:40])

    def _entry(self, row: TimelineRow, today: date) -> TimelineEntry:
        when = self._formats.day(row.at.astimezone(ZoneInfo("UTC")).date(), today=today)
        who = f"{when} · {row.author}" if row.author else when
        spans = [Span(row.text, tone=_TONES.get(row.kind, "normal"))]
        if row.amount_minor is not None:
            spans.append(Span(f" {self._formats.money(Money(row.amount_minor, row.currency))}", strong=True))
        if row.note:
            spans.append(Span(f"\n{row.note}", tone="muted"))
        return TimelineEntry(who, tuple(spans))
