"""Heads of journals this computer has seen: what a cut or recomputed journal no longer agrees with.

A chain proves that nothing between its first and its last entry was changed. That its end was not cut off, or the
whole not computed anew, only a head shows that was noted earlier and elsewhere: on a paper, beside a backup, or here.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from arcaller.data.database import Ledger
from arcaller.data.fields import instant_text
from arcaller.data.journal.chain import read_head

_log = logging.getLogger(__name__)
_KEPT = 50
LEAST_HASH = 12
"""So many characters of a hash are enough to compare: more than anybody computes a second chain for by chance."""


@dataclass(frozen=True, slots=True)
class KnownHead:
    """Entry ``number`` had a hash beginning with ``hash``, as ``source`` says ("the backup of 23 Nov 2026")."""

    number: int
    hash: str
    source: str


class HeadBook:
    """The heads noted on this computer, in one small JSON file; a folder that cannot be written costs only them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, ledger: Ledger, source: str, at: datetime) -> None:
        """Note the head as it stands now."""
        number, own = read_head(ledger.connection())
        book = self._read()
        kept = [row for row in self._rows(book, ledger) if row["number"] != number or row["hash"] != own]
        row = {"number": number, "hash": own, "source": source, "at": instant_text(at), "first": _first_uuid(ledger)}
        book[_key(ledger)] = [*kept, row][-_KEPT:]
        self._write(book)

    def known(self, ledger: Ledger) -> tuple[KnownHead, ...]:
        """What was noted of this ledger; nothing of another one that lay at the same place before."""
        return tuple(
            KnownHead(row["number"], row["hash"], f"{row['source']} of {row['at'][:10]}")
            for row in self._rows(self._read(), ledger)
        )

    def forget(self, ledger: Ledger) -> None:
        """A backup was brought back: what was noted after it is rightly gone."""
        book = self._read()
        if book.pop(_key(ledger), None) is not None:
            self._write(book)

    def _rows(self, book: dict[str, Any], ledger: Ledger) -> list[dict[str, Any]]:
        first, rows = _first_uuid(ledger), book.get(_key(ledger), [])
        return [row for row in rows if isinstance(row, dict) and row.get("first") == first] if rows else []

    def _read(self) -> dict[str, Any]:
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stored if isinstance(stored, dict) else {}

    def _write(self, book: dict[str, Any]) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_suffix(".new")
            beside.write_text(json.dumps(book, indent=1), encoding="utf-8")
            beside.replace(self._path)
        except OSError as error:
            _log.warning("head not noted: %s", error.strerror)


def check_heads(ledger: Ledger, heads: Sequence[KnownHead]) -> Iterator[str]:
    """Every noted head that the journal no longer agrees with, in words."""
    for head in heads:
        row = ledger.row("SELECT hash FROM journal WHERE number = ?", (head.number,))
        if row is None:
            yield f"The journal was cut: {head.source} names entry {head.number}, which is not there any more."
        elif not str(row[0]).startswith(head.hash):
            yield f"The journal was made anew: entry {head.number} is not the one that {head.source} names."


def _key(ledger: Ledger) -> str:
    return str(ledger.path.resolve())


def _first_uuid(ledger: Ledger) -> str:
    row = ledger.row("SELECT uuid FROM journal ORDER BY number LIMIT 1")
    return "" if row is None else str(row[0])
