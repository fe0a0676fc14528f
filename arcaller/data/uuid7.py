"""UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then random bits, sortable as text."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LAST = 1 << 62


class Uuid7Batch:
    """UUIDs of one instant, each greater than the one before (RFC 9562, section 6.2, method 2).

    ``at`` is the aware time of the act; the 74 random bits start anywhere in the lower half and count up by one.
    """

    def __init__(self, at: datetime) -> None:
        milliseconds = (at - _EPOCH) // _MILLISECOND
        text = f"{milliseconds:012x}"
        self._prefix = f"{text[:8]}-{text[8:]}-7{secrets.randbits(12):03x}"
        self._tail = secrets.randbits(61)

    def __next__(self) -> str:
        tail = self._tail = self._tail + 1
        if tail >= _LAST:
            raise OverflowError("more UUIDs than one instant holds")
        digits = f"{tail | 0x8000000000000000:016x}"
        return f"{self._prefix}-{digits[:4]}-{digits[4:]}"

    def __iter__(self) -> Uuid7Batch:
        return self
