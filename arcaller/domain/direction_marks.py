"""Invisible marks that turn the direction of the text after them: a name with one garbles its sentence."""

from __future__ import annotations

import re

DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates (UAX 9); the two plain marks U+200E and U+200F turn nothing else and stay."""


def without_direction_marks(text: str) -> str:
    """``text`` without them; letters of every script keep the direction that is their own."""
    return text if text.isascii() else DIRECTION_MARKS.sub("", text)
