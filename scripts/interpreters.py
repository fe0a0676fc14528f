"""Which Python builds the environment: the newest tried one that is installed; none is ever downloaded.

Order, and why: 3.13 and 3.12 take the current Qt binding; 3.14 too, but is younger; 3.11 (all that a fresh Debian 12
has) takes an older binding, because the current one loses references to None there (see docs/decisions/0005).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PREFERRED = ((3, 13), (3, 12), (3, 14), (3, 11))
OLDEST = (3, 11)
PROBE = (
    "import sys, importlib.util as u; has_ensurepip = int(u.find_spec('ensurepip') is not None); "
    "print(sys.version_info[0], sys.version_info[1], has_ensurepip, sys.executable, sep='|')"
)


class Interpreter(NamedTuple):
    """One installed Python: its path, (major, minor), and whether it can make an environment with pip in it."""

    path: str
    version: tuple[int, int]
    has_ensurepip: bool

    @property
    def name(self) -> str:
        """The version as people write it, such as ``3.12``."""
        return f"{self.version[0]}.{self.version[1]}"


def choose() -> Interpreter | None:
    """The best installed interpreter, or None. ``ARCALLER_PYTHON`` (a path or a command) overrules the choice."""
    named = os.environ.get("ARCALLER_PYTHON")
    if named:
        asked = probe(named)
        return asked if asked and asked.version >= OLDEST else None
    best: Interpreter | None = None
    for candidate in candidates():
        found = probe(candidate)
        if found and found.version >= OLDEST and (best is None or rank(found) < rank(best)):
            best = found
        if best is not None and rank(best) == (0, 0):
            break
    return best


def rank(interpreter: Interpreter) -> tuple[int, int]:
    """Smaller is better; a Python newer than all tried ones comes after them, one without venv after its twin."""
    version = interpreter.version
    place = PREFERRED.index(version) if version in PREFERRED else len(PREFERRED)
    return (place, int(not interpreter.has_ensurepip))


def candidates() -> Iterator[str]:
    """Commands and paths that may be an interpreter, most wanted first; each still has to be probed."""
    seen: set[str] = set()
    for name in (*(f"python{major}.{minor}" for major, minor in PREFERRED), "python3", "python"):
        found = shutil.which(name)
        if found and found not in seen:
            seen.add(found)
            yield found
    yield sys.executable
    if os.name == "nt":
        yield from (f"py -{major}.{minor}" for major, minor in PREFERRED)
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for folder in readable_folders(versions):
        yield str(folder / ("python.exe" if os.name == "nt" else "bin/python"))


def readable_folders(versions: Path) -> list[Path]:
    """The folders in a version manager's folder, newest name first; none where it is missing or not ours to read."""
    try:
        return sorted(versions.iterdir(), reverse=True)
    except OSError:
        return []


def probe(candidate: str) -> Interpreter | None:
    """Ask the candidate itself; None where it does not run (a shim of a version manager may exist and refuse)."""
    command = candidate.split() if candidate.startswith("py -") else [candidate]
    try:
        answer = subprocess.run([*command, "-I", "-c", PROBE], capture_output=True, text=True, timeout=60, check=True)
        major, minor, ensurepip, path = answer.stdout.strip().split("|", 3)
        return Interpreter(path, (int(major), int(minor)), ensurepip == "1")
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
