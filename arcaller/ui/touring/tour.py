"""The tour: drives the real window through a caller's day by keys, and leaves a picture of every screen.

Nothing here knows a screen's inside: what a caller cannot press, the tour cannot do. Pictures are taken in light and
dark, at 1440×900.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from arcaller.ui.first_run.first_run_screen import FirstRunScreen
from arcaller.ui.touring.beginning import import_items, look_at_lists
from arcaller.ui.touring.calling import call_clients
from arcaller.ui.touring.ending import end_day
from arcaller.ui.touring.hand import Hand
from arcaller.ui.touring.planning import look_at_plans, propose_plan

if TYPE_CHECKING:
    from arcaller.ui.touring.camera import Camera
    from arcaller.ui.touring.cast import Cast
    from arcaller.ui.workbench.workbench import Workbench

WIDTH, HEIGHT = 1440, 900


class Tour:
    """One walk through the window, at ``size``."""

    def __init__(self, camera: Camera, size: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
        self._camera, self._size = camera, size

    def first_run(self) -> None:
        """The three ways to begin."""
        screen = FirstRunScreen()
        screen.resize(*self._size)
        screen.show()
        self._camera.shoot("first-run", screen)
        screen.close()

    def walk(self, bench: Workbench, items: Path, choose: Callable[[], Cast]) -> None:
        """A day from the import to the end-of-day sheet; ``items`` is imported first, then is chosen whom to meet."""
        bench.window.resize(*self._size)
        bench.start()
        hand = Hand(bench)
        import_items(bench, hand, self._camera, items)
        cast = choose()
        look_at_lists(bench, hand, self._camera, cast)
        call_clients(bench, hand, self._camera, cast)
        propose_plan(bench, hand, self._camera, cast)
        look_at_plans(bench, hand, self._camera)
        end_day(bench, hand, self._camera, cast)
