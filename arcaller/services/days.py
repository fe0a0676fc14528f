"""What the passing of days and new payment data decide: promises kept or broken, plans on track or behind."""

from __future__ import annotations

from arcaller.services.calling.promise_decisions import decide_promises
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk
from arcaller.services.plans.progress import decide_plans


def decide_all(desk: Desk) -> tuple[Changes, ...]:
    """Decide promises, then plans: after an import, and when a day begins. Only what wrote something is answered."""
    return tuple(changes for changes in (decide_promises(desk), decide_plans(desk)) if changes.entry is not None)


def begin_day(desk: Desk) -> bool:
    """Make ``desk.today`` the ledger's business date and decide what it decides; false if it was that already."""
    if not desk.ledger.start_day(desk.today):
        return False
    decide_all(desk)
    return True
