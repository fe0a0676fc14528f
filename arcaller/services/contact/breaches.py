"""A call that took place outside a rule: it is logged all the same, and marked with the rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from arcaller.services.commands import LogCall
from arcaller.services.contact.standing import load_case
from arcaller.services.desk import Desk
from arcaller.services.settings import Settings


@dataclass(frozen=True, slots=True)
class Breach:
    """The rule that was not kept, and what was so at the time of the call."""

    rule: str
    words: str


def judge(
    desk: Desk, command: LogCall, contact_id: int | None, called_at: datetime, settings: Settings
) -> tuple[Breach | None, bool]:
    """The rule the call broke, and whether the client had asked for it.

    A call that came in breaks none: we did not begin it.
    """
    if command.direction != "out":
        return None, False
    case = load_case(desk, command.client_id, contact_id, called_at, phone=command.phone, settings=settings)
    worst = case.stand_at(called_at).worst
    breach = Breach(worst.rule.code, worst.words) if worst is not None else None
    return breach, command.was_asked_for or case.is_asked_for(called_at)


def breach_words(breach: Breach | None, override_reason: str) -> str:
    """What the status bar adds: ``– outside a rule: Tried at 09:00; …``; "" for a call within all of them."""
    if breach is None:
        return ""
    reason = f" (passed over: {override_reason.strip()})" if override_reason.strip() else ""
    return f" – outside a rule: {breach.words}{reason}"
