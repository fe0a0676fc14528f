"""What the passing of days and new payment data decide: promises kept or broken, plans on track or behind."""

from __future__ import annotations

from datetime import tzinfo

from arcaller.domain.calls.outcomes import day_words
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk


def decide_all(desk: Desk) -> tuple[Changes, ...]:
    """Decide promises, then plans: after an import, and when a day begins. Only what wrote something is answered."""
    # the second start of a day decides nothing and need not wait for what decides
    from arcaller.services.plans.progress import decide_plans
    from arcaller.services.promises.promise_decisions import decide_promises

    return tuple(changes for changes in (decide_promises(desk), decide_plans(desk)) if changes.entry is not None)


def begin_day(desk: Desk, *, may_go_back: bool = False) -> bool:
    """Make ``desk.today`` the ledger's business date and decide what it decides; false if nothing began.

    A date before the ledger's last one is taken only on purpose (``may_go_back``): a clock that was set back must not
    make yesterday's ranks again.
    """
    last = desk.ledger.business_date
    if last is not None and desk.today < last and not may_go_back:
        return False
    if not desk.ledger.start_day(desk.today):
        return False
    decide_all(desk)
    return True


def clock_words(desk: Desk, zone: tzinfo) -> str:
    """What to say while this computer's date lies before the business date; "" while it does not."""
    clock = desk.now.astimezone(zone).date()
    if clock >= desk.today:
        return ""
    return f"Clock says {day_words(clock)}; working on {day_words(desk.today)}"
