"""The folder a tour leaves behind: pictures and papers, each known by its digest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from arcaller.domain.errors import DomainError

MANIFEST = "tour.json"


class Album:
    """The folder the tour leaves behind; it replaces only files that an earlier tour made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            known = json.loads((folder / MANIFEST).read_text("utf-8")) if (folder / MANIFEST).exists() else {}
        except (OSError, ValueError) as error:
            raise DomainError(
                f"{folder} cannot take the tour's pictures ({error}); choose another folder.", "out"
            ) from None
        self._known: dict[str, str] = known if isinstance(known, dict) else {}

    def target(self, name: str) -> Path:
        """Where the file ``name`` goes; refuses to write over anything the tour did not make, or that was changed."""
        path = self._folder / name
        if path.exists() and self._known.get(name) != _digest(path):
            raise DomainError(
                f"{path} was not made by a tour, or was changed since; move it away or choose another folder.", "out"
            )
        return path

    def keep(self, name: str) -> None:
        """Remember that the tour made ``name``; at once, so that a tour cut short can be walked again."""
        self._known[name] = _digest(self._folder / name)
        text = json.dumps(self._known, indent=1, sort_keys=True)
        (self._folder / MANIFEST).write_text(text, encoding="utf-8")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
