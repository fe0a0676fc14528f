"""What the wizard begins with: terms and ticks of its own, or those of the draft."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from arcaller.domain.calendars import Shift, add_months
from arcaller.ui.plan_wizard.terms_reader import TermTexts, is_iso

if TYPE_CHECKING:
    from arcaller.ui.plan_wizard.plan_tools import PlanBasis


def opening(basis: PlanBasis, given: tuple[int, ...], today: date, stored: str) -> tuple[TermTexts, tuple[int, ...]]:
    """The terms and ticks to begin with: the draft's, unless other invoices were ticked since."""
    free = [row for row in basis.invoices if row.may_be_chased]
    # where nothing is overdue the plan is about what will be
    overdue = [row for row in free if row.days > 0] or free
    wanted = given or tuple(row.invoice_id for row in overdue)
    fresh = TermTexts(
        first=add_months(today, 1, 1).isoformat(),
        calendar=basis.calendar.code,
        shift=Shift.FOLLOWING if basis.calendar.country else Shift.NONE,
    )
    if not stored:
        return fresh, wanted
    try:
        texts = TermTexts.from_json(stored)
        draft = json.loads(stored)
        ticked = tuple(int(number) for number in draft["ticked"])
        same_call = tuple(draft["given"]) == given
    except (ValueError, KeyError, TypeError):
        return fresh, wanted
    if date.fromisoformat(texts.first) < today if is_iso(texts.first) else False:
        texts = replace(texts, first=fresh.first)
    return texts, ticked if same_call else wanted
