"""The window's only door to a write: runs an act with the clock and the actor, and tells what changed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from arcaller.domain.errors import DomainError

if TYPE_CHECKING:
    from arcaller.services.changes import Changes
    from arcaller.services.desk import Desk

_log = logging.getLogger(__name__)
_BULK = "An import is being finished; this is not saved yet. Try again when it is done."


class CommandRunner(QObject):
    """``make_desk`` gives a new `Desk` (ledger, actor, this moment, the business date) for each act.

    ``undo`` and ``redo`` are acts without a command. Signals: ``changed(Changes)`` after a commit,
    ``refused(DomainError)`` when a rule said no, ``failed(Exception)`` for everything else (nothing was written).
    ``word`` puts what was said and refused into the reader's own figures.
    """

    changed = Signal(object)
    refused = Signal(object)
    failed = Signal(object)
    bulk_changed = Signal(bool)

    def __init__(
        self,
        make_desk: Callable[[], Desk],
        *,
        undo: Callable[[Desk], Changes],
        redo: Callable[[Desk], Changes],
        word: Callable[[str], str] = str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_desk, self._undo, self._redo = make_desk, undo, redo
        self._word = word
        self._bulk = 0

    @property
    def holds_back(self) -> bool:
        """Whether a bulk write is under way, so that acts are refused instead of freezing the window."""
        return self._bulk > 0

    def begin_bulk(self) -> None:
        """A worker starts to write; every `begin_bulk` has its `end_bulk`."""
        self._bulk += 1
        self.bulk_changed.emit(True)

    def end_bulk(self, changes: Changes | None = None) -> None:
        """The worker is done; what it ``changes`` goes out as of any act."""
        self._bulk = max(0, self._bulk - 1)
        self.bulk_changed.emit(self._bulk > 0)
        if changes is not None:
            self.changed.emit(self._worded(changes))

    def run(self, act: Callable[[Desk, Any], Changes], command: object) -> Changes | None:
        """Run ``act(desk, command)``; None if it was refused or failed, with the signal that says why."""
        return self._attempt(lambda desk: act(desk, command))

    def undo(self) -> Changes | None:
        """Take back the last act."""
        return self._attempt(self._undo)

    def redo(self) -> Changes | None:
        """Do again what was taken back last."""
        return self._attempt(self._redo)

    def _attempt(self, act: Callable[[Desk], Changes]) -> Changes | None:
        if self.holds_back:
            self.refused.emit(DomainError(_BULK))
            return None
        try:
            changes = act(self._make_desk())
        except DomainError as error:
            self.refused.emit(DomainError(self._word(error.message), error.field))
            return None
        except Exception as error:
            # Whatever it is, nothing was committed: report it once and keep the window alive.
            _log.exception("an act failed")
            self.failed.emit(error)
            return None
        changes = self._worded(changes)
        self.changed.emit(changes)
        return changes

    def _worded(self, changes: Changes) -> Changes:
        return replace(changes, said=self._word(changes.said))
