"""The columns of the client list, and a client as their texts."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from arcaller.data.queries.clients.client_list import ClientListRow, ClientSort
from arcaller.domain.money import Money
from arcaller.ui.shared.tables.paged_model import Cells, Column
from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.shared.words.next_steps import STEP_WORDS

COLUMNS = (
    Column(ClientSort.NAME.value, "Client", 240, stretch=True),
    Column(ClientSort.NUMBER.value, "Number", 84),
    Column("city", "City", 108, sortable=False),
    Column(ClientSort.OVERDUE.value, "Overdue", 108, numeric=True),
    Column(ClientSort.OLDEST.value, "Oldest days", 92, numeric=True),
    Column(ClientSort.OPEN.value, "Open", 108, numeric=True),
    Column("disputed", "Disputed", 100, numeric=True, sortable=False),
    Column("next_step", "Next step", 148, sortable=False),
    Column("last_contact", "Last contact", 104, sortable=False),
    Column("phone", "Phone", 132, sortable=False),
    Column("owner", "Owner", 88, sortable=False),
)
"""Keys are what a stored layout knows a column by; those of sortable columns are the queries' own."""
FOLD_ORDER = (
    "owner", "disputed", "city", "phone", "last_contact", "open", "number", "next_step", "oldest",
)  # fmt: skip
"""Which columns give way first where the width does not hold all of them."""

_STRONG = frozenset({0, 3})
_NONE = "–"
_OLD, _VERY_OLD = 30, 60
GONE = Cells(("No longer here", *[""] * (len(COLUMNS) - 1)), "This client is no longer here")


class ClientCells:
    """Formats rows for the business date ``today``; times of calls stand in ``zone``, the caller's own."""

    def __init__(self, formats: Formats, home_currency: str, zone: ZoneInfo, today: date) -> None:
        self._formats, self._home, self._zone, self._today = formats, home_currency, zone, today

    def cells(self, row: ClientListRow) -> Cells:
        """One client ready to paint."""
        step, step_tone = self._next_step(row)
        disputed = self._amount(row.disputed_minor, row.currency)
        texts = (
            f"{row.name} (+{row.other_currencies} currency)" if row.other_currencies else row.name,
            row.number,
            row.city,
            self._amount(row.overdue_minor, row.currency),
            str(row.oldest_days) if row.overdue_minor else _NONE,
            self._amount(row.open_minor, row.currency),
            f"◐ {disputed}" if row.disputed_minor else _NONE,
            step,
            self._last_contact(row),
            row.phone,
            row.owner,
        )
        tones = (
            "normal", "muted", "muted", "normal" if row.overdue_minor else "muted", _age_tone(row),
            "normal" if row.open_minor else "muted", "warn" if row.disputed_minor else "muted", step_tone,
            "muted", "muted", "muted",
        )  # fmt: skip
        strong = _STRONG if row.overdue_minor else frozenset({0})
        return Cells(texts, self._sentence(row, texts), tones, strong, row)

    def _amount(self, minor: int, currency: str) -> str:
        return self._formats.amount_at_home(minor, currency, self._home) if minor else _NONE

    def _next_step(self, row: ClientListRow) -> tuple[str, str]:
        if row.next_action_on is None:
            return _NONE, "muted"
        words = STEP_WORDS.get(row.next_action_kind, "Next step")
        if row.next_action_on == self._today:
            return f"{words} today", "accent"
        day = self._formats.day(row.next_action_on, today=self._today)
        if row.next_action_on < self._today:
            return f"◐ {words}, was {day}", "warn"
        return f"{words} {day}", "normal"

    def _last_contact(self, row: ClientListRow) -> str:
        if row.last_call_at is None:
            return _NONE
        local = row.last_call_at.astimezone(self._zone)
        if local.date() == self._today:
            return f"Today {local:%H:%M}"
        return self._formats.day(local.date(), today=self._today)

    def _sentence(self, row: ClientListRow, texts: tuple[str, ...]) -> str:
        parts = [row.name, f"number {row.number}", *([row.city] if row.city else [])]
        if row.overdue_minor:
            parts.append(f"{self._formats.money(Money(row.overdue_minor, row.currency))} overdue")
            parts.append(f"oldest {row.oldest_days} {'day' if row.oldest_days == 1 else 'days'}")
        else:
            parts.append("nothing overdue")
        if row.open_minor != row.overdue_minor:
            parts.append(f"{self._formats.money(Money(row.open_minor, row.currency))} open")
        if row.disputed_minor:
            parts.append(f"{self._formats.money(Money(row.disputed_minor, row.currency))} in dispute")
        if row.other_currencies:
            parts.append(
                f"and {row.other_currencies} more {'currency' if row.other_currencies == 1 else 'currencies'}"
            )
        if row.next_action_on is not None:
            parts.append(f"next step {texts[7].lstrip('◐ ')}")
        if row.last_call_at is not None:
            parts.append(f"last contact {texts[8]}")
        return ", ".join(parts)


def _age_tone(row: ClientListRow) -> str:
    if not row.overdue_minor:
        return "muted"
    return "bad" if row.oldest_days > _VERY_OLD else "warn" if row.oldest_days > _OLD else "normal"
