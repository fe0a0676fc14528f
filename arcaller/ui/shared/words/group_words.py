"""A group of clients in one line."""

from __future__ import annotations

from arcaller.data.queries.clients.groups import MemberRow, group_totals
from arcaller.domain.money import Money
from arcaller.ui.shared.words.formats import Formats


def group_words(members: tuple[MemberRow, ...], formats: Formats) -> str:
    """``Group: 3 clients, 12,400.00 EUR in all (2,100.00 USD)``: currencies stand apart. "" without a group."""
    if len(members) < 2:
        return ""
    sums = [formats.money(Money(row.open_minor, row.currency)) for row in group_totals(members)]
    if not sums:
        return f"Group: {len(members)} clients, nothing open"
    others = f" ({', '.join(sums[1:])})" if len(sums) > 1 else ""
    return f"Group: {len(members)} clients, {sums[0]} in all{others}"
