"""Python's cyclic garbage, collected on the thread of the window and nowhere else."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 100


class GarbageRound(QObject):
    """Collects ten times a second what Python would collect whenever, and on whatever thread, something is allocated.

    A closed dialog or menu is often held by nothing but a cycle with its own slots. Were it collected while a worker
    allocates, Qt's widget would be destroyed outside its thread, and the program with it. From here on nothing is
    collected outside the round, which also keeps a collection out of the middle of an act. What was there before, all
    of the program's code, is not looked through again. `stop` hands collecting back to Python.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(_collect_what_is_due)
        self._timer.start(_EVERY_MS)

    def stop(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()


def _collect_what_is_due() -> None:
    """The oldest generation that has reached its threshold, as Python itself would choose it."""
    due = [count >= limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    if due[0]:
        gc.collect(2 if due[1] and due[2] else 1 if due[1] else 0)
