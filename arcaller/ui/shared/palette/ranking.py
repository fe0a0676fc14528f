"""How well a text answers what was typed: exact, then prefix, then word start, then inside, then fuzzy.

The order is the one people know from code editors; it is the same for clients, invoices and commands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

EXACT, PREFIX, WORD_START, INSIDE, FUZZY = 0, 1, 2, 3, 4

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_Item = TypeVar("_Item")


def fold(text: str) -> str:
    """Lower case without accents: ``Łódź`` becomes ``lodz``."""
    lowered = text.casefold().translate(_LETTERS)
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


def rank(typed: str, text: str) -> tuple[int, int] | None:
    """Class of the match (`EXACT` best) and a number to order within it (less is better); None: no match.

    Words typed apart must each begin a word of ``text`` to be a word-start match. Fuzzy means that the letters
    stand in ``text`` in their order; the shorter the stretch they cover, the better.
    """
    wanted, whole = fold(typed).strip(), fold(text)
    if not wanted or wanted == whole:
        return EXACT, len(whole)
    if whole.startswith(wanted):
        return PREFIX, len(whole)
    words = whole.replace("-", " ").replace("&", " ").split()
    if all(any(word.startswith(part) for word in words) for part in wanted.split()):
        return WORD_START, len(whole)
    place = whole.find(wanted)
    if place >= 0:
        return INSIDE, place
    stretch = _stretch(wanted.replace(" ", ""), whole)
    return None if stretch is None else (FUZZY, stretch)


def _stretch(letters: str, text: str) -> int | None:
    """Length of the stretch of ``text`` that holds ``letters`` in order; None if they are not there."""
    start = place = text.find(letters[0])
    for letter in letters[1:]:
        if place < 0:
            return None
        place = text.find(letter, place + 1)
    return place - start + 1 if place >= 0 else None


def best(typed: str, items: Iterable[tuple[_Item, Sequence[str]]], limit: int) -> list[_Item]:
    """The ``limit`` best of ``items``, each given with its texts; equal ones keep their order."""
    found: list[tuple[tuple[int, int], int, _Item]] = []
    for number, (item, texts) in enumerate(items):
        ranks = [r for r in (rank(typed, text) for text in texts) if r is not None]
        if ranks:
            found.append((min(ranks), number, item))
    found.sort(key=lambda entry: (entry[0], entry[1]))
    return [item for _, _, item in found[:limit]]
