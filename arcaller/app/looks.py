"""The look as it was left on this computer: colors, height of rows, size of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arcaller.app.layouts import Layouts
    from arcaller.ui.shared.look.theme import Theme


def kept_look(layouts: Layouts) -> tuple[str, str, float]:
    """Choice of colors, density and scale for a `Theme`; what no hand of this program wrote counts as never set."""
    from arcaller.ui.shared.look.theme import CHOICES, ROW_HEIGHTS, SYSTEM

    choice, density, size = layouts.read("theme"), layouts.read("density"), layouts.read("text size")
    percent = int(size) if size.isascii() and size.isdigit() and len(size) < 4 else 100
    return (
        choice if choice in CHOICES else SYSTEM,
        density if density in ROW_HEIGHTS else "normal",
        min(200, max(90, percent)) / 100,
    )


def keep_look(theme: Theme, layouts: Layouts) -> None:
    """Keep what was chosen for the next start."""
    layouts.save("theme", theme.choice)
    layouts.save("density", theme.density)
    layouts.save("text size", str(round(theme.scale * 100)))
