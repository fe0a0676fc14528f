"""The line under the window: file, saved, backup, the day so far, calls that wait for their outcome, who I am."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from arcaller.data.queries.work.today import load_today

if TYPE_CHECKING:
    from arcaller.data.queries.sheet.drafts import OpenCallRow
    from arcaller.ui.shared.widgets.status_strip import StatusStrip
    from arcaller.ui.workbench.screen_factory import Doors, ScreenFactory


class StatusLine:
    """``shown_client`` gives the client whose sheet is on screen: his call is under way, not parked."""

    def __init__(
        self, doors: Doors, factory: ScreenFactory, strip: StatusStrip, shown_client: Callable[[], int | None]
    ) -> None:
        self._doors, self._factory, self._strip, self._shown_client = doors, factory, strip, shown_client

    def show(self) -> None:
        """Everything as it is now."""
        desk, strip, zone = self._doors.make_desk(), self._strip, self._factory.zone
        row = load_today(desk.ledger, desk.actor_id, desk.today, zone)
        strip.set_part("file", self._doors.file_name)
        if row.last_saved_at is not None:
            strip.set_part("saved", f"✓ Saved {row.last_saved_at.astimezone(zone):%H:%M:%S}", tone="good")
        self._show_clock()
        made_at = self._doors.backup_made_at()
        strip.set_part("backup", backup_words(made_at, desk.now), tone="muted" if made_at else "warn")
        strip.set_part("today", f"{_count(row.calls, 'call')} · {_count(row.promises, 'promise')} today")
        self.show_parked()
        strip.set_part("user", f"{self._factory.user.name}, {self._factory.user.role}")

    def parked(self) -> list[OpenCallRow]:
        """Calls that were started and left without an outcome, the newest first."""
        from arcaller.data.queries.sheet.drafts import load_open_calls

        shown, desk = self._shown_client(), self._doors.make_desk()
        return [row for row in load_open_calls(desk.ledger, desk.actor_id) if row.client_id != shown]

    def show_parked(self) -> None:
        """How many calls are parked, and the way back."""
        parked = self.parked()
        words = f"{_count(len(parked), 'call')} parked: {parked[0].name} – Ctrl+J returns" if parked else ""
        self._strip.set_part("parked", words, tone="warn")

    def _show_clock(self) -> None:
        """A clock set back is said as long as it lasts: the ledger's day goes on meanwhile."""
        from arcaller.services.days import clock_words

        self._strip.set_part("clock", clock_words(self._doors.make_desk(), self._factory.zone), tone="warn")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def backup_words(made_at: datetime | None, now: datetime) -> str:
    """``Backup 40 min ago``; none yet says so."""
    if made_at is None:
        return "No backup yet"
    minutes = max(0, int((now - made_at).total_seconds() // 60))
    if minutes < 60:
        return f"Backup {minutes} min ago ✓ tested"
    if minutes < 48 * 60:
        return f"Backup {minutes // 60} h ago ✓ tested"
    return f"Backup {minutes // 1440} days ago"
