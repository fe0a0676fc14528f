"""Fence: the Qt binding must not take references away from None.

PySide6 6.12.0 does so on CPython 3.10 and 3.11: each call into Qt that returns nothing loses one, and after some
thousand calls the program dies in ``none_dealloc``, far from the cause. From CPython 3.12 on None is immortal and the
count does not move. Exit status 1 names the pair that must not be shipped.
"""

from __future__ import annotations

import os
import sys

import PySide6
from PySide6.QtCore import QObject

CALLS = 500


def references_lost(calls: int) -> int:
    """How many references to None vanish over this many calls that return nothing."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(calls):
        thing.setObjectName("x")
    return before - sys.getrefcount(None)


def main() -> None:
    """Print the pair and its loss; leave without tearing Python down, which a damaged None would not survive."""
    lost = references_lost(CALLS)
    pair = f"PySide6 {PySide6.__version__} on Python {sys.version.split()[0]}"
    if lost > CALLS // 2:
        print(f"{pair} loses references to None ({lost} in {CALLS} calls): pin another PySide6 for this Python")
    else:
        print(f"{pair} keeps its references")
    sys.stdout.flush()
    os._exit(1 if lost > CALLS // 2 else 0)


if __name__ == "__main__":
    main()
