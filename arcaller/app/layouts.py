"""What is remembered of this computer: window, columns, theme, the ledger opened last."""

from __future__ import annotations

import json
import logging
from pathlib import Path

_log = logging.getLogger(__name__)


class Layouts:
    """What belongs to this computer, not to a ledger: window, columns, theme, last ledger, in one JSON file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            stored = {}
        self._texts: dict[str, str] = (
            {k: v for k, v in stored.items() if isinstance(v, str)} if isinstance(stored, dict) else {}
        )

    def beside(self, name: str) -> Path:
        """Another file of this computer, in the same folder."""
        return self._path.with_name(name)

    def read(self, name: str) -> str:
        """The text kept under ``name``, "" if there is none."""
        return self._texts.get(name, "")

    def save(self, name: str, text: str) -> None:
        """Keep ``text``; a folder that cannot be written only costs the layout."""
        if self._texts.get(name) == text:
            return
        self._texts[name] = text
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_suffix(".new")
            beside.write_text(json.dumps(self._texts, indent=1), encoding="utf-8")
            beside.replace(self._path)
        except OSError as error:
            _log.warning("layout not kept: %s", error.strerror)
