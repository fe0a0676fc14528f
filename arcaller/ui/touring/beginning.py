"""The morning: what came in is imported, then the lists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from arcaller.ui.touring.hand import CTRL, Hand

if TYPE_CHECKING:
    from arcaller.ui.touring.camera import Camera
    from arcaller.ui.touring.cast import Cast
    from arcaller.ui.workbench.workbench import Workbench


def import_items(bench: Workbench, hand: Hand, camera: Camera, items: Path) -> None:
    """A file read, looked at, taken."""
    bench.window.show_screen("import")
    camera.shoot("import", bench.window)
    screen = bench.imports
    screen.open_file(items)
    hand.wait_for(lambda: screen.page is screen.review)
    camera.shoot("import-preview", bench.window)
    hand.enter()
    hand.wait_for(lambda: screen.page is screen.result)
    camera.shoot("import-done", bench.window)


def look_at_lists(bench: Workbench, hand: Hand, camera: Camera, cast: Cast) -> None:
    """Today with its views, the client list and its search, Ctrl+K."""
    hand.press(Qt.Key.Key_1, CTRL)
    camera.shoot("today", bench.window)
    hand.press(Qt.Key.Key_F4)
    camera.shoot("today-views", bench.window)
    hand.escape()
    hand.press(Qt.Key.Key_F, CTRL)
    camera.shoot("clients", bench.window)
    hand.type(cast.searched)
    camera.shoot("clients-search", bench.window)
    hand.press(Qt.Key.Key_K, CTRL)
    hand.type(cast.called)
    camera.shoot("find", bench.window)
    hand.escape()
    hand.press(Qt.Key.Key_1, CTRL)
