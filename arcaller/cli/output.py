"""What a verb says: plain lines for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any


def say(*lines: str) -> None:
    """Write ``lines`` to standard output."""
    for line in lines:
        sys.stdout.write(f"{line}\n")


def say_json(value: Any) -> None:
    """Write ``value`` as JSON."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def complain(message: str) -> None:
    """One line on standard error, whatever the message holds."""
    sys.stderr.write(f"{' '.join(message.split())}\n")


def table(rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """``rows`` as aligned lines; the columns numbered in ``right`` stand to the right."""
    cells = [list(row) for row in rows]
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))] if cells else []
    return [
        "  ".join(
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
