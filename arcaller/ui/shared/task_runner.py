"""Work that takes longer than a blink: one worker thread, plain values in and out, progress and cancel."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, Signal

from arcaller.domain.errors import DomainError
from arcaller.ui.shared.compat import override

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

    def __init__(self, thread: _Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = thread
        queued = Qt.ConnectionType.QueuedConnection
        thread.reported.connect(self.progress, queued)
        thread.finished.connect(self._finish, queued)

    def cancel(self) -> None:
        """Ask the work to stop; ``canceled`` says when it has."""
        self._worker.progress.stop()

    def _finish(self) -> None:
        error = self._worker.error
        if error is None:
            self.done.emit(self._worker.result)
        elif isinstance(error, CanceledError):
            self.canceled.emit()
        elif isinstance(error, DomainError):
            self.refused.emit(error)
        else:
            _log.error("a task failed", exc_info=error)
            self.failed.emit(error)
        self.ended.emit()


class _Worker(QThread):
    """Runs the work; result and error are read after it has finished."""

    reported = Signal(int, int, str)

    def __init__(self, work: Callable[..., Any], values: tuple[Any, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._values = work, values
        self.progress = Progress(self.reported.emit)
        self.result: object = None
        self.error: Exception | None = None

    @override
    def run(self) -> None:
        try:
            self.result = self._work(self.progress, *self._values)
        except Exception as error:
            self.error = error


class TaskRunner(QObject):
    """Starts tasks and waits for them at the end; ``busy_changed(bool)`` while any runs."""

    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: set[Task] = set()
        self._workers: dict[Task, _Worker] = {}

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def start(self, work: Callable[..., Any], *values: Any) -> Task:
        """Run ``work(progress, *values)`` on a worker thread; connect the task's signals before returning to Qt."""
        worker = _Worker(work, values, self)
        task = Task(worker, self)
        self._running.add(task)
        self._workers[task] = worker
        task.ended.connect(lambda: self._ended(task))
        self.busy_changed.emit(True)
        worker.start()
        return task

    def stop(self) -> None:
        """Ask everything to stop and wait until it has; before the ledger is closed."""
        for task, worker in list(self._workers.items()):
            task.cancel()
            worker.wait()

    def _ended(self, task: Task) -> None:
        self._running.discard(task)
        worker = self._workers.pop(task)
        worker.deleteLater()
        task.deleteLater()
        self.busy_changed.emit(self.busy)
