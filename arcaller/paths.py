"""Where things lie on this computer, asked anew at each call; nothing is created and nothing is read at import.

The folders follow the habits of the system (Windows, macOS, XDG). ``ARCALLER_HOME`` puts all of them under one folder
instead: for a portable stick, for tests, and for trying a new version beside the one at work.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

APPLICATION = "arcaller"
LEDGER_SUFFIX = ".arcaller"


def data_folder() -> Path:
    """Ledgers, settings of this computer, checked backups: what must not be lost."""
    home = _chosen_home()
    return home if home else platformdirs.user_data_path(APPLICATION, appauthor=False)


def cache_folder() -> Path:
    """What can be made again at any time, such as the bold faces cut from the variable fonts."""
    home = _chosen_home()
    return home / "cache" if home else platformdirs.user_cache_path(APPLICATION, appauthor=False)


def log_folder() -> Path:
    """Logs; they hold ids and never names."""
    home = _chosen_home()
    return home / "logs" if home else platformdirs.user_log_path(APPLICATION, appauthor=False)


def default_ledger() -> Path:
    """The ledger a verb or the window takes when none is named."""
    return data_folder() / f"ledger{LEDGER_SUFFIX}"


def sample_ledger() -> Path:
    """The sample company's own file, never the one with real data."""
    return data_folder() / f"sample{LEDGER_SUFFIX}"


def resource(*parts: str) -> Path:
    """A file or folder that comes with the program, by its path inside ``resources``.

    It is found in a checkout, in an installed package and in a frozen build.
    Raises FileNotFoundError if it is in none of them: then the build is incomplete, which is a bug and no refusal.
    """
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    roots = [Path(frozen)] if frozen else [package, package.parent]
    for root in roots:
        found = root.joinpath("resources", *parts)
        if found.exists():
            return found
    raise FileNotFoundError(f"The program came without its file resources/{'/'.join(parts)}.")


def _chosen_home() -> Path | None:
    """The folder of ``ARCALLER_HOME``, absolute and with ``~`` opened, or None where it is unset or empty."""
    chosen = os.environ.get("ARCALLER_HOME")
    return Path(chosen).expanduser().absolute() if chosen else None
