"""Stored texts as Python values, and lists of keys as one bound parameter."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

DISPLAY_NAME = "CASE WHEN c.trade_name <> '' THEN c.trade_name ELSE c.legal_name END"
"""The client's name on screen: the trade name, else the legal one (``c`` is ``client``)."""


@lru_cache(maxsize=4096)
def day(text: str | None) -> date | None:
    """A stored calendar date."""
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=4096)
def instant(text: str | None) -> datetime | None:
    """A stored UTC instant."""
    return datetime.fromisoformat(text) if text else None


@lru_cache(maxsize=4096)
def days_since(text: str | None, today: date) -> int:
    """Days from a stored date to ``today``; 0 for none or a later one."""
    return max(0, (today - date.fromisoformat(text)).days) if text else 0


def keys(values: Iterable[int]) -> str:
    """Keys for ``IN (SELECT value FROM json_each(?))``: one statement whatever their number."""
    return json.dumps(list(values))
