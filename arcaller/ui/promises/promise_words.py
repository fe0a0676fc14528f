"""A promise as a line of the list, and how promises were kept, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from arcaller.data.queries.work.promise_list import PromiseListRow
from arcaller.domain.promises.promises import PromiseState
from arcaller.ui.shared.tables.paged_model import Cells, Column
from arcaller.ui.shared.words.formats import Formats

if TYPE_CHECKING:
    from arcaller.data.queries.reports.metrics import PromiseFigures

COLUMNS = (
    Column("client", "Client", 200, stretch=True, sortable=False),
    Column("due", "Promised for", 104, sortable=False),
    Column("amount", "Amount", 100, numeric=True, sortable=False),
    Column("received", "Received", 90, numeric=True, sortable=False),
    Column("state", "State", 150, sortable=False),
    Column("part", "Part", 56, sortable=False),
    Column("made_by", "Made by", 100, sortable=False),
    Column("kept", "Kept", 64, sortable=False),
    Column("confirmed", "Confirmed", 84, sortable=False),
)
_TONES = {
    PromiseState.KEPT: "good", PromiseState.PARTLY_KEPT: "warn", PromiseState.BROKEN: "bad",
    PromiseState.CANCELLED: "muted", PromiseState.OPEN: "normal",
}  # fmt: skip
_MARKS = {"bad": "● ", "warn": "◐ ", "good": "✓ "}
_NONE_DECIDED = "No promise of the last 12 months has been decided yet."
_LATELY = "Due in the last 12 months"
_LEFT_OUT = "Not due, not confirmed and cancelled are left out."


def state_words(row: PromiseListRow, today: date) -> tuple[str, str]:
    """Where a promise stands, and in which tone that is said."""
    if row.is_unconfirmed(today):
        return "due, not confirmed", "warn"
    state = PromiseState(row.state)
    if state is PromiseState.OPEN and row.due_on == today:
        return "due today", "warn"
    if state is PromiseState.CANCELLED and row.cancelled_reason:
        return f"cancelled: {row.cancelled_reason}", "muted"
    if row.made_good_on is not None:
        return f"{state.label}, paid late", "warn"
    return state.label, _TONES[state]


def line_of(row: PromiseListRow | None, today: date, home: str, formats: Formats) -> Cells:
    """The cells of one promise; a row taken back meanwhile says so until the list is read again."""
    if row is None:
        return Cells(("taken back", *[""] * (len(COLUMNS) - 1)), "taken back", ("muted",) * len(COLUMNS))
    words, tone = state_words(row, today)
    due = formats.day(row.due_on, today=today)
    amount = formats.amount_at_home(row.amount_minor, row.currency, home)
    received = formats.amount_at_home(row.received_minor, row.currency, home) if row.received_minor else "–"
    part = f"{row.part} of {row.parts}" if row.parts > 1 else ""
    kept = f"{row.kept} of {row.decided}" if row.decided else "–"
    confirmed = formats.day(row.confirmed_at.date(), today=today) if row.confirmed_at is not None else "–"
    state = f"{_MARKS.get(tone, '')}{words}"
    texts = (row.client_name, due, amount, received, state, part, row.made_by, kept, confirmed)
    said = [row.client_name, f"{amount} promised for {due}", words]
    said += [f"part {part}"] if part else []
    said += [f"{received} received"] if row.received_minor else []
    said += [f"made by {row.made_by}"] if row.made_by else []
    said += [f"{kept} kept so far"] if row.decided else ["none decided so far"]
    said += [f"confirmed in writing {confirmed}"] if row.confirmed_at is not None else []
    tones = ("normal", "normal", "normal", "normal", tone, "muted", "muted", "normal", "muted")
    return Cells(texts, ", ".join(said), tones, frozenset({0}), row)


def figures_words(figures: Mapping[str, PromiseFigures], home: str, formats: Formats) -> tuple[str, str]:
    """``… kept 28 of 43 (65.1 %), 61,500.00 of 86,000.00 EUR (71.5 %)``: in short, the first currency; and of all."""
    said = []
    for currency in sorted(figures, key=lambda code: (code != home, code)):
        count, amount = figures[currency].by_count, figures[currency].by_amount
        by_count, by_amount = count.text(1), amount.text(1)
        if by_count is None or by_amount is None:
            continue
        kept = _whole(count.inputs["kept"])
        fallen_due = kept + _whole(count.inputs["partly_kept"]) + _whole(count.inputs["broken"])
        received = formats.amount(_whole(amount.inputs["received_minor"]), currency)
        promised = formats.amount(_whole(amount.inputs["promised_due_minor"]), currency)
        said.append(
            f"kept {kept} of {fallen_due} ({_percent(by_count, formats)}), "
            f"{received} of {promised} {currency} ({_percent(by_amount, formats)})"
        )
    if not said:
        return _NONE_DECIDED, ""
    others = f", and {len(said) - 1} more {'currency' if len(said) == 2 else 'currencies'}" if len(said) > 1 else ""
    return f"{_LATELY}: {said[0]}{others}. {_LEFT_OUT}", f"{_LATELY}: {' · '.join(said)}. {_LEFT_OUT}"


def _whole(value: object) -> int:
    return int(str(value))


def _percent(text: str, formats: Formats) -> str:
    return f"{text.replace('.', formats.amount_format.decimal)} %"
