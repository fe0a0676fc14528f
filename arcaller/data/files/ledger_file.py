"""What can be said of a file before SQLite touches it: whether it is there, whole, a ledger, and on a safe disk."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from arcaller.data.errors import NotALedger, StorageError
from arcaller.data.migrations.migrations import refuse_newer
from arcaller.data.sqlite import APPLICATION_ID

_MAGIC = b"SQLite format 3\0"
_SYNCED = re.compile(
    r"(onedrive|dropbox).*|google ?drive|icloud ?drive|com~apple~clouddocs|nextcloud|owncloud|box sync",
    re.IGNORECASE,
)
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afpfs", "9p", "davfs", "fuse.rclone"}


def check_file(path: Path, *, is_encrypted: bool = False) -> None:
    """Refuse what is missing, no ledger, cut short or of a newer program, by its first hundred bytes.

    Nothing is written and no second file appears beside it. The header of an encrypted file cannot be read here.
    """
    if not path.exists():
        raise StorageError(f"{path} does not exist; choose another file, or make a new ledger there.")
    if not path.is_file():
        raise NotALedger(f"{path} is not a file; choose the ledger itself.")
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise StorageError(f"{path} cannot be read ({error.strerror}); allow reading it, then try again.") from error
    if is_encrypted:
        return
    if len(header) < 100 or not header.startswith(_MAGIC):
        what = "is empty" if not header else "is not a ledger of arcaller"
        raise NotALedger(f"{path} {what}; choose another file, or restore a backup.")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotALedger(f"{path} is a database of another program; choose a ledger of arcaller.")
    refuse_newer(path, int.from_bytes(header[60:64], "big"))
    _refuse_cut(path, header)


def _refuse_cut(path: Path, header: bytes) -> None:
    page_size = int.from_bytes(header[16:18], "big")
    page_size = 65_536 if page_size == 1 else page_size
    pages = int.from_bytes(header[28:32], "big")
    is_size_valid = header[24:28] == header[92:96]
    has_log = path.with_name(path.name + "-wal").exists()
    if is_size_valid and not has_log and path.stat().st_size < pages * page_size:
        raise NotALedger(
            f"{path} is cut short ({path.stat().st_size:,} of {pages * page_size:,} bytes); keep it as it is and "
            "restore the last backup."
        )


def storage_warning(path: Path) -> str:
    """Why the place of ``path`` may damage a ledger ("" if nothing is known against it)."""
    place = path.absolute()
    if str(place).startswith(("\\\\", "//")) or _file_system(place) in _NETWORK:
        return (
            f"{place.parent} is on a network: two computers can damage the ledger there. Move it to a disk of this "
            "computer."
        )
    for part in place.parent.parts:
        if _SYNCED.fullmatch(part):
            return (
                f"{place.parent} is copied elsewhere by “{part}”, which can damage an open ledger. Move it to a "
                "folder that is not synchronized."
            )
    return ""


def _file_system(place: Path) -> str:
    """The kind of file system that holds ``place``, where the system tells ("" elsewhere)."""
    if not sys.platform.startswith("linux"):
        return ""
    best, kind = "", ""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) > 2 and place.is_relative_to(fields[1].replace("\\040", " ")) and len(fields[1]) >= len(best):
            best, kind = fields[1], fields[2]
    return kind
