"""The named colors of one theme, and how far two of them stand apart.

A theme is one TOML file: ``name``, ``dark`` and a table ``[colors]`` of ``#rrggbb`` values. No color is written
anywhere else in the program.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtGui import QColor

BUCKETS = ("bucket_0", "bucket_1", "bucket_2", "bucket_3", "bucket_4")
"""Not due, 1-30, 31-60, 61-90, over 90 days past due."""


@dataclass(frozen=True, slots=True)
class Colors:
    """Each name says what the color is for; ``…_soft`` is the ground a tone stands on."""

    page: QColor
    rail: QColor
    surface: QColor
    line: QColor
    edge: QColor
    text: QColor
    muted: QColor
    accent: QColor
    accent_text: QColor
    accent_soft: QColor
    unfocused_soft: QColor
    focus: QColor
    good: QColor
    good_soft: QColor
    warn: QColor
    warn_soft: QColor
    bad: QColor
    bad_soft: QColor
    bucket_0: QColor
    bucket_1: QColor
    bucket_2: QColor
    bucket_3: QColor
    bucket_4: QColor

    def of(self, name: str) -> QColor:
        """The color called ``name``; a tone of ``normal`` is the text color."""
        color: QColor = getattr(self, "text" if name == "normal" else name)
        return color

    def soft(self, tone: str) -> QColor:
        """The ground for text of ``tone``: its own soft color, the card for plain and muted text."""
        return self.of(f"{tone}_soft") if tone in {"accent", "good", "warn", "bad"} else self.surface

    def named(self) -> dict[str, str]:
        """Every color as ``#rrggbb`` by name, for the style sheet."""
        return {field.name: self.of(field.name).name() for field in fields(self)}


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """One theme as read: its name on screen, whether it is dark, its colors."""

    name: str
    dark: bool
    colors: Colors


def load_theme(path: Path) -> ThemeFile:
    """Read ``path``; a missing, unknown or unreadable color is a ``ValueError`` that names file and color."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    given: dict[str, str] = content["colors"]
    wanted = {field.name for field in fields(Colors)}
    if wanted != set(given):
        raise ValueError(f"{path.name}: these colors are missing or unknown: {sorted(wanted ^ set(given))}")
    colors = {name: QColor.fromString(value) for name, value in given.items()}
    wrong = sorted(name for name, color in colors.items() if not color.isValid())
    if wrong:
        raise ValueError(f"{path.name}: not a color: {wrong}")
    return ThemeFile(str(content["name"]), bool(content["dark"]), Colors(**colors))


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio, 1 to 21, by WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of the relative luminances."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: QColor) -> float:
    """Relative luminance of WCAG 2.2 (linearised sRGB weighted 0.2126, 0.7152, 0.0722)."""
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
