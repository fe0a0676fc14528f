"""The log of the running program: ids, never names, in a small rotating file."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

_log = logging.getLogger(__name__)


def start_log(folder: Path) -> Path:
    """Log ids, never names, to a small rotating file; uncaught errors go there too. Answers the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "arcaller.log"
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=5_000_000, backupCount=4, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    sys.excepthook = _log_uncaught
    return path


def tell_uncaught(tell: Callable[[str], None], log_file: Path) -> None:
    """From now on an uncaught error is also said to the person at the window, who pressed a key and saw nothing."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log_uncaught(kind, error, trace)
        if isinstance(error, Exception):
            tell(f"That did not work: an error inside arcaller stopped it. The story is in {log_file}; try again.")

    sys.excepthook = hook


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    _log.critical("uncaught", exc_info=(kind, error, trace))
