"""How the benches measure: variants in turn within one process, medians, and ratios taken round by round.

On a machine that others use as well, the same figure drifts by half from one minute to the next. What is compared is
therefore run in turn (A B C, A B C, …), each round gives its own ratio, and the median of those is the figure.
"""

from __future__ import annotations

import gc
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

IS_FULL = os.environ.get("BENCH_FULL") == "1"
"""Whether the large ledger is the one of the claims (400,000 invoices) or one that is made in seconds."""


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds of each variant, one figure per round."""

    seconds: Mapping[str, list[float]]

    def ms(self, name: str) -> float:
        """Median milliseconds of one variant."""
        return median(self.seconds[name]) * 1000

    def ratio(self, name: str, to: str) -> float:
        """Median of the rounds' own ratios."""
        return median(a / b for a, b in zip(self.seconds[name], self.seconds[to], strict=True))

    def middle_half(self, name: str, to: str) -> str:
        """Where the middle half of the rounds lies."""
        pairs = sorted(a / b for a, b in zip(self.seconds[name], self.seconds[to], strict=True))
        return f"{pairs[len(pairs) // 4]:.2f}–{pairs[-(len(pairs) // 4) - 1]:.2f}"


def in_turn(variants: Mapping[str, Callable[[], Any]], rounds: int, warm_up: int = 1) -> Timings:
    """Run each variant once a round; the first ``warm_up`` rounds do not count.

    A variant that gives a float gives the seconds it counts itself (what it sets up or takes back stays out).
    """
    seconds: dict[str, list[float]] = {name: [] for name in variants}
    for number in range(rounds + warm_up):
        for name, work in variants.items():
            gc.collect()
            gc.disable()
            started = time.perf_counter()
            result = work()
            taken = time.perf_counter() - started
            gc.enable()
            if number >= warm_up:
                seconds[name].append(result if isinstance(result, float) else taken)
            del result
    return Timings(seconds)


def claim(
    name: str, measured: float, limit: float | None, unit: str, note: str = "", held: float | None = None
) -> None:
    """One line for the table of ``make bench``; ``limit`` None only reports, ``held`` is for one not reached yet."""
    line = {"claim": name, "measured": round(measured, 3), "limit": limit, "unit": unit, "note": note, "held": held}
    print(json.dumps(line, ensure_ascii=False), flush=True)
