"""Workbooks in: XLSX and XLS through calamine, after a look at the package that keeps bombs out.

A workbook is a ZIP archive; what it declares about itself may be a lie, so every entry is really inflated (and
thrown away) under the caps before the parser sees the file.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from arcaller.domain.errors import DomainError

MAX_INFLATED = 400 * 1024 * 1024
MAX_RATIO = 100
MAX_ENTRIES = 2_000
MAX_CELLS = 30_000_000
_SMALL = 1024 * 1024
_STEP = 1024 * 1024
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_MAX_OLD_BYTES = 64 * 1024 * 1024
_ARCHIVE_NAMES = (".zip", ".gz", ".7z", ".rar", ".xlsx", ".xlsm", ".docx", ".pptx", ".jar")
_FAR_CELL = re.compile(rb'\sr\s*=\s*["\'](?:(?:[A-Z]{3}|S[G-Z]|[T-Z][A-Z])\d|[A-Z]*(?:\d{8}|[2-9]\d{6}|1[1-9]\d{5}))')
_TWO_LETTERS = re.compile(rb'\sr\s*=\s*["\']([A-Z]{2})\d')
_ROW_NUMBER = re.compile(rb'row\s[^>]{0,200}?\br\s*=\s*["\'](\d+)')
_OUTLINE = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\t\r\n'", b"A" * 26 + b"0" * 10 + b"   " + b'"')
_SUSPECT = (b' r="AAA', b' r="AA0', b' r="A0000000', b' r="0000000', b" r =", b" r= ")
"""What a far-away cell looks like with all letters as A and digits as 0: found 20 times faster than by pattern."""
_NO_CELLS = ("xl/sharedStrings.xml", "xl/styles.xml")


def load_sheet(path: Path) -> tuple[str, list[Sequence[object]]]:
    """Name and rows (as typed cells, from row 1 and column A) of the first sheet that holds data."""
    with path.open("rb") as stream:
        old = stream.read(4) == _OLD_FORMAT
        size = stream.seek(0, 2)
        if old and size > _MAX_OLD_BYTES:
            raise DomainError(f"{path.name} is too large for an old workbook; save it as XLSX or CSV.", "file")
        if not old:
            _check_package(stream, path.name)
    return _parse(path)


def _parse(path: Path) -> tuple[str, list[Sequence[object]]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.end is not None and sheet.height >= 1:
                rows: list[Sequence[object]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
                if any(cell != "" for row in rows for cell in row):
                    return name, rows
    except PasswordError:
        raise DomainError(f"{path.name} is protected by a password; save it without one.", "file") from None
    except (CalamineError, OSError, ValueError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise DomainError(
            f"{path.name} cannot be read as a workbook ({why}); save it again as XLSX.", "file"
        ) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the parser's own crash, which is no Exception
            raise
        raise DomainError(f"{path.name} is damaged; save it again as XLSX or CSV.", "file") from None
    raise DomainError(f"{path.name} holds no data on any sheet; choose another file.", "file")


def _check_package(stream: BinaryIO, name: str) -> None:
    """Refuse a cut or foreign archive and anything that inflates beyond the caps, whatever it declares."""
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error):
        raise DomainError(f"{name} is cut off or damaged; export or copy it again.", "file") from None
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        kind = "an OpenDocument or packed file" if "content.xml" in names else "a packed archive (ZIP)"
        raise DomainError(f"{name} is {kind}, not an XLSX workbook; save the list as XLSX or CSV.", "file")
    if len(entries) > MAX_ENTRIES:
        raise DomainError(f"{name} holds {len(entries):,} parts, too many for a list; save it as CSV.", "file")
    if any(entry.filename.lower().endswith(_ARCHIVE_NAMES) for entry in entries):
        raise DomainError(f"{name} holds another archive inside; save only the list as XLSX or CSV.", "file")
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if declared > MAX_INFLATED or (declared > _SMALL and declared > MAX_RATIO * max(packed, 1)):
        raise _bomb(name)
    left = MAX_INFLATED
    for entry in entries:
        left -= _inflate(stream, entry, left, name)


def _inflate(stream: BinaryIO, entry: zipfile.ZipInfo, left: int, name: str) -> int:
    """Bytes that ``entry`` really inflates to; refuses at the caps, on other packings and on far-away cells."""
    if entry.flag_bits & 1:
        raise DomainError(f"{name} is protected by a password; save it without one.", "file")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise DomainError(f"{name} is packed in an unusual way; save it again as XLSX or CSV.", "file")
    try:
        stream.seek(entry.header_offset)
        head = stream.read(30)
    except (OSError, ValueError):  # a place before the file's begin
        head = b""
    if len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise DomainError(f"{name} is cut off or damaged; export or copy it again.", "file")
    stream.seek(sum(struct.unpack("<HH", head[26:30])), 1)
    unpack = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    cells = _FarCells(name) if entry.filename not in _NO_CELLS else None
    done, packed = 0, entry.compress_size
    while packed > 0 and (block := stream.read(min(65536, packed))):
        packed -= len(block)
        while block:
            try:
                plain = unpack.decompress(block, _STEP) if unpack else block
            except zlib.error:
                raise DomainError(f"{name} is cut off or damaged; export or copy it again.", "file") from None
            block = unpack.unconsumed_tail if unpack else b""
            if done == 0 and plain.startswith(b"PK\x03\x04"):
                raise DomainError(f"{name} holds another archive inside; save only the list as XLSX or CSV.", "file")
            done += len(plain)
            if done > left or (done > _SMALL and done > MAX_RATIO * max(entry.compress_size, 1)):
                raise _bomb(name)
            if cells is not None:
                cells.look(plain)
    return done


class _FarCells:
    """Watches one sheet for single cells far away, which would make the parser fill a huge empty grid."""

    def __init__(self, name: str) -> None:
        self._name, self._tail, self._columns = name, b"", 26

    def look(self, plain: bytes) -> None:
        text = self._tail + plain
        self._tail = text[-200:]
        outline = text.translate(_OUTLINE)
        if not any(mark in outline for mark in _SUSPECT):
            return  # 26 columns of a million rows are within MAX_CELLS
        if _FAR_CELL.search(text):
            raise DomainError(
                f"{self._name} uses columns or rows beyond a list's; save only the list as CSV.", "file"
            )
        if not _TWO_LETTERS.search(text):
            return
        letters = max(_TWO_LETTERS.findall(text))
        self._columns = max(self._columns, (letters[0] - 64) * 26 + letters[1] - 64)
        if max(map(int, _ROW_NUMBER.findall(text)), default=0) * self._columns > MAX_CELLS:
            raise DomainError(f"{self._name} spans too many cells; save only the list as CSV.", "file")


def _bomb(name: str) -> DomainError:
    return DomainError(
        f"{name} would unpack to far more than a list needs ({MAX_INFLATED >> 20} MB or {MAX_RATIO} times its size); "
        "it is refused unread. Save the list as CSV.",
        "file",
    )
