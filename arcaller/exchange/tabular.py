"""Foreign tables in: a CSV or workbook file becomes chunks of raw rows, under caps, or a refusal in plain words.

A table is never read whole (a workbook is, because its format allows nothing else). Row numbers are the ones a
spreadsheet shows: records, not lines, counted from 1, title rows and blank rows included.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from arcaller.domain.errors import DomainError
from arcaller.exchange.header_words import concepts_of, fold
from arcaller.exchange.workbook import load_sheet

MAX_BYTES = 512 * 1024 * 1024
MAX_ROWS = 5_000_000
MAX_COLUMNS = 500
CHUNK_ROWS = 2_000
"""Small enough that a chunk's cells stay in the processor's cache: 10,000 rows took a third longer."""
_BLOCK = 1024 * 1024
_HEAD_ROWS = 50
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_ENCODINGS_TRIED = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "cp932", "gb18030", "big5", "euc_kr"]

Row = Sequence[object]
Progress = Callable[[int], None]
"""Told how many rows are done; may raise to cancel."""

_NO_TABLE = (
    (b"%PDF", "a PDF document"), (b"\x89PNG", "a picture (PNG)"), (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"), (b"SQLite format 3\x00", "a database (SQLite)"),
    (b"\x1f\x8b", "a packed file (gzip)"),
    (b"7z\xbc\xaf", "a packed archive (7z)"), (b"Rar!", "a packed archive (RAR)"), (b"\x7fELF", "a program"),
    (b"MZ", "a program"), (b"{\\rtf", "a text document (RTF)"), (b"PAR1", "a Parquet file"),
)  # fmt: skip
_NO_TABLE_TEXT = (
    ("<!doctype", "a web page"),
    ("<html", "a web page"),
    ("<?xml", "an XML file"),
    ("{", "a JSON file"),
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive raw rows; ``rows[i]`` is row ``first_row + i`` of the spreadsheet."""

    first_row: int
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Table:
    """An opened table: where its header is and how its bytes become cells.

    ``form`` is ``csv`` or ``workbook``; ``sheet_rows`` holds a workbook's rows (``None`` for CSV, which is
    streamed anew by every reader). ``skipped_lines`` are lines that a spreadsheet does not show (``sep=;``).
    """

    path: Path
    form: str
    sha256: str
    size: int
    header_row: int
    header: tuple[str, ...]
    encoding: str = ""
    delimiter: str = ""
    skipped_lines: int = 0
    sheet: str = ""
    sheet_rows: list[Row] | None = None

    def column_name(self, column: int) -> str:
        """The column's header, or its letters (``column C``) where the header is blank."""
        return self.header[column] or f"column {column_letters(column)}"

    def chunks(self, size: int = CHUNK_ROWS, progress: Progress | None = None) -> Iterator[Chunk]:
        """All rows below the header, ``size`` at a time; refuses a broken CSV naming its row."""
        row = self.header_row + 1
        for rows in self._row_lists(size):
            yield Chunk(row, rows)
            row += len(rows)
            if row > MAX_ROWS:
                raise DomainError(f"{self.path.name} has more than {MAX_ROWS:,} rows; split it into parts.", "file")
            if progress is not None:
                progress(row - self.header_row - 1)

    def _row_lists(self, size: int) -> Iterator[list[Row]]:
        if self.sheet_rows is not None:
            rows = self.sheet_rows
            for start in range(self.header_row, len(rows), size):
                yield rows[start : start + size]
            return
        with self.path.open(encoding=self.encoding, newline="") as stream:
            if stream.seekable() and self.path.stat().st_size != self.size:
                raise DomainError(f"{self.path.name} was changed while it was being read; start again.", "file")
            for _ in range(self.skipped_lines):
                stream.readline()
            reader = csv.reader(stream, delimiter=self.delimiter, strict=True)
            try:
                for _ in islice(reader, self.header_row):
                    pass
                while rows := list[Row](islice(reader, size)):
                    yield rows
            except (csv.Error, UnicodeError) as error:
                raise _broken_row(self, error) from None


def column_letters(column: int) -> str:
    """The letters a spreadsheet shows above column ``column`` (0 is A, 26 is AA)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def open_table(path: Path, *, encoding: str = "", delimiter: str = "") -> Table:
    """Find out how ``path`` is to be read; refuses what is no table, too large, empty or broken."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise DomainError(f"{path.name} is not a file; choose a CSV or XLSX file.", "file")
        with path.open("rb") as stream:
            start = stream.read(4096)
    except OSError as error:
        raise DomainError(
            f"{path} cannot be read ({error.strerror}); check its place and permissions.", "file"
        ) from None
    if size > MAX_BYTES:
        raise DomainError(f"{path.name} is larger than {MAX_BYTES >> 20} MB; split it into parts.", "file")
    if not start.strip(b"\0\r\n\t ,;\xef\xbb\xbf"):
        raise DomainError(f"{path.name} is empty; export the list again and choose the new file.", "file")
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        return _open_workbook(path, size)
    _refuse_other_kinds(path, start)
    return _open_csv(path, size, start, encoding, delimiter)


def _refuse_other_kinds(path: Path, start: bytes) -> None:
    kind = next((name for magic, name in _NO_TABLE if start.startswith(magic)), "")
    text = start.lstrip(b"\xef\xbb\xbf \r\n\t")[:16].decode("latin-1").lower()
    kind = kind or next((name for begin, name in _NO_TABLE_TEXT if text.startswith(begin)), "")
    if kind:
        raise DomainError(f"{path.name} is {kind}, not a table; export the list as CSV or XLSX.", "file")


def _open_workbook(path: Path, size: int) -> Table:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    sheet, rows = load_sheet(path)
    header_row = find_header_row(rows[:_HEAD_ROWS], path.name)
    header = _header_texts(rows[header_row - 1], path.name)
    return Table(path, "workbook", digest, size, header_row, header, sheet=sheet, sheet_rows=rows)


def _open_csv(path: Path, size: int, start: bytes, encoding: str, delimiter: str) -> Table:
    digest, encoding = _survey(path, start, encoding)
    try:
        with path.open(encoding=encoding, newline="") as stream:
            first = stream.readline(256)
    except LookupError:
        raise DomainError(
            f"“{encoding}” is no encoding known here; write one such as utf-8 or cp1252.", "file"
        ) from None
    except UnicodeError:
        raise _not_text(path, encoding) from None
    skipped = 1 if first.lower().startswith("sep=") and len(first.strip()) <= 5 else 0
    if skipped and not delimiter:
        delimiter = first.rstrip("\r\n")[4:] or "\t"
    delimiter = delimiter or _find_delimiter(path, encoding)
    head = _head_rows(path, encoding, delimiter, skipped)
    if isinstance(head, csv.Error):
        raise _broken_row(Table(path, "csv", digest, size, 0, (), encoding, delimiter, skipped), head)
    if max(map(len, head), default=0) < 2:
        raise DomainError(
            f"{path.name} shows only one column: no comma, semicolon, tab or bar parts its rows the same way; "
            "it may be no ledger, or needs another export as CSV.",
            "file",
        )
    header_row = find_header_row(head, path.name)
    header = _header_texts(head[header_row - 1], path.name)
    return Table(path, "csv", digest, size, header_row, header, encoding, delimiter, skipped)


def _survey(path: Path, start: bytes, encoding: str) -> tuple[str, str]:
    """Read all bytes once: SHA-256, NUL bytes, and the encoding (mark, UTF-8, else the likeliest old one)."""
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), "") or _unmarked_utf16(start)
    wide = (encoding or marked).lower().startswith(("utf-16", "utf_16", "utf-32", "utf_32"))
    digest, check, utf8, position = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), True, 0
    foreign = bytearray()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            if not wide and b"\0" in block:
                _refuse_nul(path, position + block.index(b"\0"))
            if not wide and utf8:
                try:
                    check.decode(block)
                except UnicodeDecodeError:
                    utf8 = False
            if not utf8 and not wide and len(foreign) < _BLOCK // 4:
                foreign += b"\n".join(line for line in block.split(b"\n") if not line.isascii())[: _BLOCK // 4]
            position += len(block)
    if utf8 and not wide:
        try:
            check.decode(b"", final=True)
        except UnicodeDecodeError:
            utf8 = False
    if encoding or wide:
        return digest.hexdigest(), encoding or marked
    if utf8:
        return digest.hexdigest(), marked or "utf-8"
    if marked:
        raise DomainError(
            f"{path.name} begins as UTF-8 but goes on in another encoding (two files put together?); "
            "save it again as “CSV UTF-8”.",
            "file",
        )
    return digest.hexdigest(), _likely_encoding(bytes(foreign))


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


def _unmarked_utf16(start: bytes) -> str:
    """UTF-16 without its mark shows as a NUL at nearly every second byte of Latin text."""
    half = len(start) // 2
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if half > 4 and start[first::2].count(0) > half * 0.9 and not start[1 - first :: 2].count(0):
            return name
    return ""


def _likely_encoding(sample: bytes) -> str:
    """The likeliest eight-bit or East Asian encoding of ``sample`` (lines that hold more than ASCII)."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_ENCODINGS_TRIED, preemptive_behaviour=False).best()
    if best is None or sample.decode(best.encoding, "replace") == sample.decode("cp1252", "replace"):
        return "cp1252"  # the commonest of those that read these bytes alike
    return best.encoding


def _refuse_nul(path: Path, offset: int) -> None:
    with path.open("rb") as stream:
        lines = 1 + stream.read(offset).count(b"\n")
    raise DomainError(
        f"{path.name} holds a NUL character in line {lines}: the file is damaged or no text; export it again.", "file"
    )


def _head_rows(path: Path, encoding: str, delimiter: str, skipped: int) -> list[Row] | csv.Error:
    rows: list[Row] = []
    with path.open(encoding=encoding, newline="") as stream:
        try:
            for _ in range(skipped):
                stream.readline()
            rows.extend(islice(csv.reader(stream, delimiter=delimiter, strict=True), _HEAD_ROWS))
        except csv.Error as error:
            return error if len(rows) < 2 else rows
        except UnicodeError:
            raise _not_text(path, encoding) from None
    return rows


def _not_text(path: Path, encoding: str) -> DomainError:
    return DomainError(f"{path.name} is not text in {encoding}; save the list as “CSV UTF-8”.", "file")


def _find_delimiter(path: Path, encoding: str) -> str:
    """The mark that parts most rows into the same number of cells, more cells winning over fewer."""
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        rows = _head_rows(path, encoding, delimiter, 0)
        widths = Counter(len(row) for row in rows if row) if isinstance(rows, list) else Counter[int]()
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        score = (width > 1) * (count / widths.total() + min(width, 30) / 100)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def find_header_row(rows: Sequence[Row], name: str) -> int:
    """Number of the first row that looks like a header: mostly words, most columns filled, known words win.

    Without any known word the first full row of words above a row with numbers is taken: a mapping by hand helps.
    """
    width = max((sum(1 for cell in row if cell != "") for row in rows), default=0)
    best, best_score, plain = 0, 0.0, 0
    for number, row in enumerate(rows, 1):
        texts = [cell.strip() for cell in row if isinstance(cell, str) and cell.strip()]
        filled = sum(1 for cell in row if cell != "")
        words = [text for text in texts if not text[:1].isdigit()]
        if len(texts) < 2 or len(texts) < filled or len(words) < 0.6 * len(texts):
            continue
        known = sum(1 for text in texts if len(text) < 60 and concepts_of(text))
        score = known / len(texts) + len(texts) / width
        if known >= (1 if words == texts else 2) and score > best_score + 0.2:
            best, best_score = number, score
        if not plain and words == texts and filled == width == len(set(texts)):
            plain = number
    if not best and plain and any(str(cell)[:1].isdigit() for row in rows[plain:] for cell in row):
        best = plain
    if not best:
        raise DomainError(
            f"{name} has no header row: the first {len(rows)} rows name no columns; "
            "add a first row such as “Client number, Invoice number, Due date, Amount”.",
            "file",
        )
    return best


def _header_texts(row: Row, name: str) -> tuple[str, ...]:
    texts = [" ".join(str(cell).replace("\ufeff", "").split()) for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    if len(texts) > MAX_COLUMNS:
        raise DomainError(f"{name} has {len(texts)} columns; at most {MAX_COLUMNS} can be read.", "file")
    return tuple(texts)


def header_fingerprint(header: Sequence[str]) -> str:
    """Same columns in the same order give the same text: under it a mapping is remembered."""
    return hashlib.sha256("\x1f".join(map(fold, header)).encode()).hexdigest()[:16]


def _broken_row(table: Table, error: Exception) -> DomainError:
    """Name the record at which reading stopped: csv counts lines, a spreadsheet counts records."""
    row = 1
    if isinstance(error, csv.Error):
        with table.path.open(encoding=table.encoding, newline="") as stream:
            for _ in range(table.skipped_lines):
                stream.readline()
            try:
                for _ in csv.reader(stream, delimiter=table.delimiter, strict=True):
                    row += 1
            except csv.Error:
                pass
    name, text = table.path.name, str(error)
    if "field larger" in text:
        why = "has a cell of more than 128 kB; usually a quotation mark was opened and never closed"
    elif "end of data" in text:
        why = "opens a quotation mark that is never closed, or the file was cut off"
    elif isinstance(error, UnicodeError):
        return _not_text(table.path, table.encoding)
    else:
        why = f"is broken ({text})"
    return DomainError(f"{name}: row {row} {why}; mend that row or export the file again.", "file")
