"""The log of the running program: ids, never names, in a small rotating file."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

_log = logging.getLogger(__name__)


def start_log(folder: Path) -> Path | None:
    """Log ids, never names, to a small rotating file; uncaught errors go there too. Answers the file.

    Where no file can be written the log goes to the standard error stream, and the answer is ``None``: a log is no
    reason to keep the window shut.
    """
    path: Path | None = folder / "arcaller.log"
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "arcaller.log", maxBytes=5_000_000, backupCount=4, encoding="utf-8"
        )
    except OSError as error:
        path, handler = None, logging.StreamHandler()
        _log.warning("no log file: %s", error.strerror)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    sys.excepthook = _log_uncaught
    return path


def tell_uncaught(tell: Callable[[str], None], log_file: Path | None) -> None:
    """From now on an uncaught error is also said to the person at the window, who pressed a key and saw nothing."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log_uncaught(kind, error, trace)
        if isinstance(error, Exception):
            story = f"The story is in {log_file}; try again." if log_file is not None else "Try again."
            tell(f"That did not work: an error inside arcaller stopped it. {story}")

    sys.excepthook = hook


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    _log.critical("uncaught", exc_info=(kind, error, trace))
