"""What happened to a plan and which versions it had, as entries of a timeline."""

from __future__ import annotations

from collections.abc import Sequence

from arcaller.data.queries.plans.life import PlanVersionRow
from arcaller.services.plans.overview import PlanOverview
from arcaller.ui.shared.widgets.text import Span
from arcaller.ui.shared.widgets.timeline import TimelineEntry, TimelineGroup
from arcaller.ui.shared.words.formats import Formats

_TONES = {"missed": "bad", "broken": "bad", "accelerated": "bad", "notice": "warn", "cured": "good",
          "completed": "good", "cancelled": "muted"}  # fmt: skip
_PAPERS = {
    "": "no paper yet",
    "made": "paper made",
    "issued": "paper issued",
    "signed": "signed",
    "void": "paper void",
}


def event_groups(shown: PlanOverview, formats: Formats, home: str) -> Sequence[TimelineGroup]:
    """The story, newest first."""
    entries = []
    for event in reversed(shown.events):
        amount = formats.amount_at_home(event.amount_minor, event.currency, home) if event.amount_minor else ""
        text = f"{event.words}, {amount}" if event.kind == "missed" else event.words
        entries.append(
            TimelineEntry(formats.full_day(event.happened_on), (Span(text, tone=_TONES.get(event.kind, "normal")),))
        )
    head = "" if entries else "Nothing so far: every change of state is told here."
    return [TimelineGroup(head, tuple(entries))]


def version_groups(shown: PlanOverview, formats: Formats, home: str) -> Sequence[TimelineGroup]:
    """Every version with its paper, newest first; what came in before the later ones."""
    return [TimelineGroup("", tuple(_version(row, shown, formats, home) for row in reversed(shown.versions)))]


def _version(row: PlanVersionRow, shown: PlanOverview, formats: Formats, home: str) -> TimelineEntry:
    def money(minor: int) -> str:
        return formats.amount_at_home(minor, shown.plan.currency, home)

    made = formats.full_day(row.proposed_at.date()) if row.proposed_at is not None else ""
    paper = f"{row.agreement_number} {_PAPERS[row.agreement_state]}".strip()
    count = f"{row.installments} installment{'' if row.installments == 1 else 's'}"
    ends = f" to {formats.full_day(row.ends_on)}" if row.ends_on is not None else ""
    down = f"{money(row.down_payment_minor)} down and " if row.down_payment_minor else ""
    words = f"{money(row.total_minor)} in {down}{count}{ends}"
    if row.discount_minor:
        words += f", {money(row.discount_minor)} let off"
    if row.received_before_minor:
        words += f"; {money(row.received_before_minor)} came in before"
    if row.reason:
        words += f"; because: {row.reason}"
    is_shown = row.version == shown.plan.version
    return TimelineEntry(f"Version {row.version} · {made} · {paper}", (Span(words, strong=is_shown),))
