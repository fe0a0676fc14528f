"""Work that takes longer than a blink: one worker thread, plain values in and out, progress and cancel."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from arcaller.domain.errors import DomainError

_log = logging.getLogger(__name__)


class CanceledError(Exception):
    """Raised inside the work when the person asked to stop; nothing half-written may remain."""


class Progress:
    """Handed to the work: reports how far it is and stops it when asked to."""

    def __init__(self, report: Callable[[int, int, str], None]) -> None:
        self._report = report
        self._stop = threading.Event()

    def __call__(self, done: int, total: int, words: str = "") -> None:
        """``done`` of ``total`` (0: unknown); raises `CanceledError` once the person asked to stop."""
        self.check()
        self._report(done, total, words)

    def check(self) -> None:
        """Raise `CanceledError` if asked to stop."""
        if self._stop.is_set():
            raise CanceledError

    def stop(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()


class Task(QObject):
    """One piece of work under way. All signals arrive on the thread that started it.

    ``progress(int done, int total, str words)``, then exactly one of ``done(result)``, ``refused(DomainError)``,
    ``canceled()``, ``failed(Exception)``; ``ended()`` after each of them.
    """

    progress = Signal(int, int, str)
    done = Signal(object)
    refused = Signal(object)
    canceled = Signal()
    failed = Signal(object)
    ended = Signal()
    _returned = Signal(object, object)
    _reported = Signal(int, int, str)

    def __init__(self, work: Callable[..., Any], values: tuple[Any, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._values = work, values
        self._progress = Progress(self._reported.emit)
        self._thread = threading.Thread(target=self._run, name="arcaller task")
        self._reported.connect(self.progress.emit, Qt.ConnectionType.QueuedConnection)
        self._returned.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop; ``canceled`` says when it has."""
        self._progress.stop()

    def wait(self) -> None:
        """Return when the work has ended; its signals follow."""
        self._thread.join()

    def _run(self) -> None:
        """On the worker thread: nothing but the work, and one signal home."""
        try:
            result, error = self._work(self._progress, *self._values), None
        except Exception as caught:
            result, error = None, caught
        self._returned.emit(result, error)

    def _finish(self, result: object, error: Exception | None) -> None:
        # The thread is past its last line but may not have returned from emitting: it must not outlive this object.
        self._thread.join()
        if error is None:
            self.done.emit(result)
        elif isinstance(error, CanceledError):
            self.canceled.emit()
        elif isinstance(error, DomainError):
            self.refused.emit(error)
        else:
            _log.error("a task failed", exc_info=error)
            self.failed.emit(error)
        self.ended.emit()


class TaskRunner(QObject):
    """Starts tasks and waits for them at the end; ``busy_changed(bool)`` while any runs."""

    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Task] = []

    @property
    def busy(self) -> bool:
        """Whether a task is under way."""
        return bool(self._running)

    def start(self, work: Callable[..., Any], *values: Any) -> Task:
        """Run ``work(progress, *values)`` on a worker thread; connect the task's signals before returning to Qt."""
        task = Task(work, values, self)
        self._running.append(task)
        task.ended.connect(self._ended)
        self.busy_changed.emit(True)
        return task

    def stop(self) -> None:
        """Ask everything to stop and wait until it has; before the ledger is closed."""
        for task in self._running:
            task.cancel()
        for task in self._running:
            task.wait()

    def _ended(self) -> None:
        task = self.sender()
        self._running = [other for other in self._running if other is not task]
        if isinstance(task, Task):
            task.deleteLater()
        self.busy_changed.emit(self.busy)
