"""One window per ledger: a second start of the same file raises the first window instead of failing."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 400


def _name(ledger: Path) -> str:
    digest = hashlib.sha256(str(ledger.resolve()).encode()).hexdigest()[:20]
    return f"arcaller-{digest}"


def raise_other_window(ledger: Path) -> bool:
    """Ask the window that has ``ledger`` open to come to the front; false if there is none to answer."""
    socket = QLocalSocket()
    socket.connectToServer(_name(ledger))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(b"raise\n")
    socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return True


class WindowDoor(QObject):
    """Listens for second starts of one ledger; ``knocked`` means: come to the front."""

    knocked = Signal()

    def __init__(self, ledger: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # the lock beside the file already says that nobody else has it: a leftover of a crash may go
        QLocalServer.removeServer(_name(ledger))
        self._server.newConnection.connect(self._answer)
        self._server.listen(_name(ledger))

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.knocked.emit()
