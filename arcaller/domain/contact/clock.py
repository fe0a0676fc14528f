"""When clients may be called by the policy of the house, in their own local time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class CallHours:
    """Hours of the house, in the client's time."""

    opens: time = time(8)
    closes: time = time(19)
