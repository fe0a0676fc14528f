"""What all tests share: Qt without a display, the theme for those with widgets, no window left behind."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("ARCALLER_HOME", tempfile.mkdtemp(prefix="arcaller-tests-"))
os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db=false")

THEMES = Path(__file__).resolve().parents[1] / "resources" / "themes"


@pytest.fixture(scope="session")
def theme(qapp):
    """The application's theme, light unless a test switches it."""
    from arcaller.ui.shared.look.theme import LIGHT, Theme

    return Theme(qapp, THEMES, choice=LIGHT)


@pytest.fixture(autouse=True)
def _themed_and_tidy(request: pytest.FixtureRequest) -> Iterator[None]:
    """Widgets find their theme; a window that a test leaves open fails that test."""
    if not {"qtbot", "qapp"} & set(request.fixturenames):
        yield
        return
    from PySide6.QtWidgets import QApplication

    from arcaller.app.building import dismiss_windows
    from arcaller.app.garbage import GarbageRound

    theme = request.getfixturevalue("theme")
    if theme.choice != "light" or theme.density != "normal":
        theme.set_density("normal")
        theme.choose("light")
    garbage = GarbageRound()
    yield
    left = [repr(widget) for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    # A closed window lives on while Python or a signal knows it, and every change of the theme lays all of them out.
    dismiss_windows(request.getfixturevalue("qapp"))
    garbage.stop()
    assert not left, f"windows left open: {left}"
