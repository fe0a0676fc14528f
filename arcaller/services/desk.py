"""Where an act happens: whose desk, over which ledger, at what time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class Desk:
    """``now`` is the aware UTC instant of the act, ``today`` the business date it counts for.

    The window and the command line make a new one for each act, so that nothing below them reads a clock.
    """

    ledger: Ledger
    actor_id: int
    now: datetime
    today: date
