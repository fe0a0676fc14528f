"""Plain tables for the terminal, and the runner of the benches.

A bench prints, beside whatever it likes to say, one JSON line for each claim:
``{"claim": "aging of all clients", "measured": 1.08, "limit": 1.2, "unit": "x SQL", "note": "50,000 clients"}``.
``measured`` above ``limit`` fails; ``note`` and ``limit`` may be missing. A limit that was not reached so far is
published as missed, and ``held`` is the figure it must not fall behind.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, two spaces between, a rule under the head."""
    lines = [list(head), *[list(row) for row in rows]]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "  ".join(cell.ljust(widths[column]) for column, cell in enumerate(line)).rstrip() for line in lines
    )


def run_benches(scripts: Sequence[Path], python: Path) -> int:
    """Run each script, pass on what it says, then one table of all claims; 1 if a script or a claim failed."""
    claims: list[dict[str, Any]] = []
    broken: list[str] = []
    for script in scripts:
        print(f"== {script.stem}", flush=True)
        settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
        command = [str(python), str(script)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=settings) as process:
            for line in process.stdout or ():
                claim = read_claim(line)
                if claim is None:
                    print(line.rstrip(), flush=True)
                else:
                    claims.append(claim)
        if process.returncode != 0:
            broken.append(script.stem)
    print()
    print(table(("claim", "measured", "limit", "", "note"), [claim_row(claim) for claim in claims]))
    for name in broken:
        print(f"{name} did not run to its end")
    return 1 if broken or any(not holds(claim) for claim in claims) else 0


def read_claim(line: str) -> dict[str, Any] | None:
    """The claim on this line, or None if the line is only words."""
    if not line.startswith("{"):
        return None
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "claim" in found and "measured" in found else None


def holds(claim: dict[str, Any]) -> bool:
    """Whether what was measured is within the claim's limit, or within what a missed one is held at.

    A figure without a limit is only reported.
    """
    return claim.get("limit") is None or float(claim["measured"]) <= float(claim.get("held") or claim["limit"])


def verdict_of(claim: dict[str, Any]) -> str:
    """``ok``; ``missed`` where the limit was not reached yet, with what it is held at; ``TOO SLOW`` beyond that."""
    if claim.get("limit") is None:
        return ""
    if float(claim["measured"]) <= float(claim["limit"]):
        return "ok"
    return f"missed, held at {claim['held']:g}" if holds(claim) else "TOO SLOW"


def claim_row(claim: dict[str, Any]) -> list[str]:
    """One row of the table."""
    unit = str(claim.get("unit", ""))
    limit = "" if claim.get("limit") is None else f"{claim['limit']:g} {unit}"
    return [
        str(claim["claim"]),
        f"{claim['measured']:.4g} {unit}",
        limit,
        verdict_of(claim),
        str(claim.get("note", "")),
    ]
