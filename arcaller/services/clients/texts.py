"""Texts of the client card as they are kept: one line without control characters, or refused beside their field."""

from __future__ import annotations

import unicodedata

from arcaller.domain.direction_marks import without_direction_marks
from arcaller.domain.errors import DomainError

LONGEST_LINE = 300
LONGEST_NOTE = 10_000


def line(text: str, field: str, most: int = LONGEST_LINE) -> str:
    """``text`` on one line, each run of blanks and control characters one space; refused past ``most`` letters."""
    text = without_direction_marks(text)
    clean = " ".join("".join(" " if _is_control(mark) else mark for mark in text).split())
    return _short_enough(clean, field, most)


def lines(text: str, field: str, most: int = LONGEST_NOTE) -> str:
    """``text`` with its line breaks, without other control characters."""
    rows = without_direction_marks(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    clean = "\n".join("".join(" " if _is_control(mark) else mark for mark in row).rstrip() for row in rows)
    return _short_enough(clean.strip(), field, most)


def _is_control(mark: str) -> bool:
    return unicodedata.category(mark) in ("Cc", "Cs", "Zl", "Zp")


def _short_enough(text: str, field: str, most: int) -> str:
    if len(text) > most:
        raise DomainError(f"That is {len(text)} letters; {most} is the most. Shorten it.", field)
    return text
