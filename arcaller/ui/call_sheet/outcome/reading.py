"""What the lower part of the sheet holds when Enter is pressed, and the call that is running."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.services.commands import CallBackDetails, DisputeDetails, PaidDetails, PromiseDetails
from arcaller.ui.call_sheet.outcome.facts_row import CallFacts


@dataclass(frozen=True, slots=True)
class RunningCall:
    """A call that was started here or came in; it needs an outcome before the next one is started."""

    started_at: datetime
    direction: str = "out"
    phone: str = ""

    def draft(self) -> dict[str, Any]:
        """As it is kept in the draft: what a crash leaves is a parked call."""
        return {"started_at": self.started_at.isoformat(), "direction": self.direction, "phone": self.phone}

    @classmethod
    def restored(cls, draft: Any) -> RunningCall | None:
        """What :meth:`draft` kept; ``None`` where nothing was, or not by us."""
        try:
            return cls(datetime.fromisoformat(draft["started_at"]), str(draft["direction"]), str(draft["phone"]))
        except (KeyError, TypeError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class Reading:
    """An outcome with what belongs to it, the note and the facts of the call; ``stays`` for log and try again."""

    outcome: CallOutcome
    note: str
    promise: PromiseDetails | None = None
    call_back: CallBackDetails | None = None
    dispute: DisputeDetails | None = None
    letter: str = ""
    paid: PaidDetails | None = None
    facts: CallFacts = field(default_factory=CallFacts)
    spoken_to: str = ""
    stays: bool = False
