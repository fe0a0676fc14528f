"""One writer per ledger: a lock of the operating system on a file beside it, which dies with its holder."""

from __future__ import annotations

import contextlib
import errno
import getpass
import json
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

from arcaller.data.errors import LedgerInUse, StorageError

_LOCKED_BYTE = 1 << 30
"""Far behind the text: Windows keeps others from reading a byte that is locked."""


class FileLock:
    """Held from construction until :meth:`release`; a second holder is refused by name.

    Others are told who holds it and ``since`` when (without it, the time the system wrote on the lock file). A lock
    left by a killed program is free, because the system let go of it.
    """

    def __init__(self, ledger_path: Path, since: datetime | None = None) -> None:
        self.path = ledger_path.with_name(ledger_path.name + ".lock")
        self._ledger_path = ledger_path
        self._descriptor = self._take()
        holder = {
            "pid": os.getpid(),
            "user": _user(),
            "host": socket.gethostname(),
            "since": None if since is None else since.timestamp(),
        }
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, json.dumps(holder).encode())

    def _take(self) -> int:
        while True:
            try:
                descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError as error:
                if isinstance(error, PermissionError) or error.errno == errno.EROFS:
                    raise StorageError(
                        f"The folder {self.path.parent} does not allow writing; move the ledger to a folder of your "
                        "own, or allow writing there."
                    ) from error
                raise StorageError(
                    f"{self._ledger_path} cannot be opened ({error.strerror}); check that its folder exists and has "
                    "room."
                ) from error
            if not _lock(descriptor):
                os.close(descriptor)
                raise LedgerInUse(
                    f"{self._ledger_path} is in use by {_holder(self.path)}; close it there, or open it for reading."
                )
            if _is_still(self.path, descriptor):
                return descriptor
            os.close(descriptor)  # its holder removed the file between our open and our lock

    def release(self) -> None:
        """Let go; the lock file disappears."""
        if sys.platform != "win32":
            self.path.unlink(missing_ok=True)
        os.close(self._descriptor)
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                self.path.unlink(missing_ok=True)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text())
        stamp = path.stat().st_mtime if holder["since"] is None else holder["since"]
        since = datetime.fromtimestamp(stamp, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
        return f"{holder['user']} on {holder['host']} since {since} (process {holder['pid']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another program"


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
