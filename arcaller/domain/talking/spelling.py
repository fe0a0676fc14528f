"""Spelling a reference on the phone: letters by the alphabet of ICAO and ITU, digits one by one."""

from __future__ import annotations

_ALPHABET = (
    "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima",
    "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey",
    "X-ray", "Yankee", "Zulu",
)  # fmt: skip
_NAMES = {name[0]: name for name in _ALPHABET}
_SIGNS = {"-": "dash", "/": "slash", ".": "dot", "_": "underscore", ",": "comma", ":": "colon", "#": "number sign"}


def spell(text: str) -> str:
    """``R Romeo · dash · 1 · 0 · 7`` of ``R-107``; a sign without a name stands as it is, a space is said as one."""
    return " · ".join(_spoken(char) for char in " ".join(text.split()))


def _spoken(char: str) -> str:
    if char == " ":
        return "space"
    name = _NAMES.get(char.upper())
    return f"{char} {name}" if name else _SIGNS.get(char, char)
