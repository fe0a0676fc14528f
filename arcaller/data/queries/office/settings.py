"""Everything that was set in this ledger."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


def load_setting_values(ledger: Ledger) -> dict[str, object]:
    """The stored values by key; what was never set is not there."""
    return {key: json.loads(value) for key, value in ledger.rows("SELECT key, value FROM setting")}
