"""Faces for every script a name may need, and the one door through which data becomes printable text.

ReportLab has no fallback between fonts, so a text is cut into runs, each in a face that holds its characters:
Noto Sans (Latin, Greek, Cyrillic), Devanagari (shaped by HarfBuzz), Arabic (joined and reordered before drawing)
and Chinese, Japanese, Korean. Variable fonts print only at their default weight (CJK: thin), therefore bold and CJK
are static instances, cut down to a few hundred glyphs first and kept in the user's cache folder.

No mark-up language is used on paper: what :meth:`FontBook.text` returns are characters and faces, so ``<b>`` or
``&amp;`` in a name is four or five characters like any other.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
import struct
import tempfile
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from io import BytesIO
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont, shapeStr

_RECIPE = "1"
"""Part of each cached file's name: raised when the way of cutting fonts changes."""

_DEFAULT_WEIGHT = 400
"""Noto Sans and Noto Sans Arabic print at this weight as they are."""

_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_RTL_STRETCH = re.compile(rf"[{_ARABIC}](?:(?:[{_ARABIC}]|[\d\W_])*[{_ARABIC}])?")
_DEVANAGARI = re.compile("[\u0900-\u097f\u1cd0-\u1cff\ua8e0-\ua8ff]")
_REGIONS = ("SC", "TC", "JP", "KR")
_FIRST_EAST_ASIAN = 0x1100
_JOINERS = "\u200c\u200d"
_DROPPED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""Controls, and the direction overrides that could make a name read as another."""


class Kind(Enum):
    PLAIN = 1
    SHAPED = 2
    RTL = 3


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A registered font: ``name`` in ReportLab, ``characters`` it can print, whether it is a Latin text face."""

    name: str
    kind: Kind
    characters: frozenset[str] = field(repr=False)
    is_body: bool = False
    has_blank: bool = True
    widths: dict[str, float] = field(default_factory=dict, repr=False)
    """Advance of each character at one point, filled as characters are met."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one face, in reading order; ``width`` at one point."""

    face: Face
    text: str
    width: float


def clean(value: str) -> str:
    """``value`` composed (NFC), without control characters; halves of surrogate pairs become U+FFFD."""
    if value.isascii() and value.isprintable():
        return value
    whole = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in value)
    return _DROPPED.sub("", unicodedata.normalize("NFC", whole))


def visual(text: str) -> str:
    """A right-to-left run as it is drawn: letters joined, order reversed, numbers left as they read."""
    from arabic_reshaper.arabic_reshaper import reshape
    from bidi import get_display

    return str(get_display(reshape(text), base_dir="R"))


class FontBook:
    """The faces of one program run. ``cache_dir`` keeps static instances between runs; it is made when needed.

    ReportLab's font table belongs to the process and its fonts serve one document at a time, so papers are made one
    after the other: :meth:`document` holds the lock.
    """

    def __init__(self, cache_dir: Path) -> None:
        self._cache_dir = cache_dir / "fonts"
        self._lock = threading.RLock()
        self._faces: dict[str, Face] = {}
        self._words: dict[tuple[str, bool], tuple[Run, ...]] = {}

    @contextmanager
    def document(self) -> Iterator[None]:
        """Hold the fonts for one paper; shaped faces start afresh, so that the same inputs give the same bytes."""
        with self._lock:
            for key in [key for key, face in self._faces.items() if face.kind is Kind.SHAPED]:
                del self._faces[key]
                self._words.clear()  # its runs name the old faces
            yield

    @property
    def body(self) -> Face:
        return self._body(bold=False)

    def text(self, value: str, bold: bool = False) -> list[tuple[Run, ...]]:
        """``value`` as words, each a row of runs that must not be torn apart; blanks fall between the words.

        A line break in ``value`` counts as a blank. U+00A0 glues words and prints as a blank.
        """
        value = clean(value)
        if value.isascii() or not re.search(f"[{_ARABIC}]", value):
            return [self._word(word, bold) for word in re.split("[ \n]+", value) if word]
        within = [False] * len(value)
        for match in _RTL_STRETCH.finditer(value):
            within[match.start() : match.end()] = [True] * (match.end() - match.start())
        return [
            tuple(self._runs(match.group(), bold, within[match.start() : match.end()]))
            for match in re.finditer("[^ \n]+", value)
        ]

    def missing_glyphs(self, value: str) -> str:
        """The characters of ``value`` that no face can print, each once, in order: warn before printing."""
        value = clean(value)
        if value.isascii():
            return ""
        if re.search(f"[{_ARABIC}]", value):
            value = visual(value)
        bad = [char for char in value if not _printable(char)]
        return "".join(dict.fromkeys(bad))

    def run(self, face: Face, text: str) -> Run:
        """``text`` measured in ``face``."""
        return Run(face, text, self._measure(face, text))

    def _word(self, word: str, bold: bool) -> tuple[Run, ...]:
        found = self._words.get((word, bold))
        if found is None:
            face = self._body(bold)
            if face.characters.issuperset(word):
                found = (self.run(face, word),)
            else:
                found = tuple(self._runs(word, bold, [False] * len(word)))
            if len(self._words) > 20_000:
                self._words.clear()
            self._words[word, bold] = found
        return found

    def _runs(self, word: str, bold: bool, rtl: list[bool]) -> Iterator[Run]:
        start, face = 0, None
        for at, char in enumerate(word):
            if face is not None and char in _JOINERS and not rtl[at]:
                continue
            wanted = self._face_for(char, bold, rtl[at], word)
            if face is not None and wanted is not face:
                yield self.run(face, word[start:at])
                start = at
            face = wanted
        if face is not None:
            yield self.run(face, word[start:])

    def _face_for(self, char: str, bold: bool, rtl: bool, text: str) -> Face:
        if rtl:
            return self._arabic(bold)
        if _DEVANAGARI.match(char):
            return self._devanagari(bold)
        face = self._body(bold)
        if char in face.characters:
            return face
        return (self._cjk(char, text) if ord(char) >= _FIRST_EAST_ASIAN else None) or self.body

    def _measure(self, face: Face, text: str) -> float:
        if face.kind is Kind.SHAPED:
            shaped = shapeStr(text, face.name, 1, force=True)
            return float(sum(glyph.x_advance for glyph in shaped.__shapeData__)) / 1000
        if face.kind is Kind.RTL:
            text = visual(text)
        widths, total = face.widths, 0.0
        for char in text:
            advance = widths.get(char)
            if advance is None:
                advance = widths[char] = pdfmetrics.stringWidth(char, face.name, 1)
            total += advance
        return total

    def _body(self, bold: bool) -> Face:
        key = "ArcSans-Bold" if bold else "ArcSans-Regular"
        return self._faces.get(key) or self._register(
            key, Kind.PLAIN, _noto_sans(), _european(), 700 if bold else 400
        )

    def _devanagari(self, bold: bool) -> Face:
        key = "ArcDevanagari-Bold" if bold else "ArcDevanagari-Regular"
        codes = [
            *range(0x20, 0x7F),
            *range(0x900, 0x980),
            *range(0x1CD0, 0x1D00),
            *range(0xA8E0, 0xA900),
            0x200C,
            0x200D,
        ]
        return self._faces.get(key) or self._register(key, Kind.SHAPED, _noto_sans(), codes, 700 if bold else 400)

    def _arabic(self, bold: bool) -> Face:
        key = "ArcArabic-Bold" if bold else "ArcArabic-Regular"
        found = self._faces.get(key)
        return found or self._register(key, Kind.RTL, _noto_arabic(), _codes(_noto_arabic()), 700 if bold else 400)

    def _cjk(self, char: str, text: str) -> Face | None:
        """A face of the first region that counts ``char`` among its common ones, else of the first that has it.

        One weight serves text and bold: a static CJK instance is a second of work, and these are names, not prose.
        """
        code, order = ord(char), _regions(text)
        for region in order:
            if code in _common(region):
                return self._cjk_face(f"Arc{region}", _noto_cjk(region), sorted(_common(region)))
        for region in order:
            codes = _codes(_noto_cjk(region))
            if code in codes:
                block = code >> 10
                rare = [other for other in codes if other >> 10 == block]
                return self._cjk_face(f"Arc{region}{block:02X}", _noto_cjk(region), rare)
        return None

    def _cjk_face(self, key: str, path: Path, codes: list[int]) -> Face:
        return self._faces.get(key) or self._register(key, Kind.PLAIN, path, codes, 500)

    def _register(self, key: str, kind: Kind, source: Path, codes: Iterable[int], weight: int) -> Face:
        with self._lock:
            if key in self._faces:
                return self._faces[key]
            wanted, shaped = list(codes), kind is Kind.SHAPED
            if weight == _DEFAULT_WEIGHT and not shaped:
                font = TTFont(key, str(source), shapable=False)
            else:
                font = self._static(key, source, wanted, weight, shaped=shaped)
            pdfmetrics.registerFont(font)
            glyphs = set(wanted) & set(font.face.charToGlyph)
            body = key.startswith("ArcSans")
            characters = frozenset(map(chr, glyphs)) | ({"\u00a0"} if body else frozenset())
            face = self._faces[key] = Face(key, kind, characters, body, " " in characters)
            return face

    def _static(self, key: str, source: Path, codes: list[int], weight: int, *, shaped: bool) -> TTFont:
        """One static instance from the cache, made when it is not there or was cut short.

        A cache that cannot be written costs time, never the paper: the font is then kept in memory.
        """
        mark = hashlib.sha256(f"{_RECIPE} {source.name} {source.stat().st_size} {weight} {shaped}".encode())
        path = self._cache_dir / f"{key}-{mark.hexdigest()[:12]}.ttf"
        with suppress(OSError, TTFError, struct.error):
            return TTFont(key, BytesIO(path.read_bytes()), shapable=shaped)
        data = _instance(source, codes, weight, key, layout=shaped)
        with suppress(OSError):
            _keep(path, data)
        return TTFont(key, BytesIO(data), shapable=shaped)


def _keep(path: Path, data: bytes) -> None:
    """Write beside and rename, so that a second process never reads half a font."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(draft).replace(path)


def _printable(char: str) -> bool:
    code = ord(char)
    if unicodedata.category(char) in {"Cf", "Zs", "Cc"} or code in _codes(_noto_sans()):
        return True
    if re.match(f"[{_ARABIC}]", char):
        return code in _codes(_noto_arabic())
    return code >= _FIRST_EAST_ASIAN and any(code in _codes(_noto_cjk(region)) for region in _REGIONS)


def _regions(text: str) -> tuple[str, ...]:
    """The CJK fonts in the order to ask, by what else stands in the word."""
    if re.search("[\u3040-\u30ff]", text):
        return ("JP", "SC", "TC", "KR")
    if re.search("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]", text):
        return ("KR", "SC", "TC", "JP")
    return _REGIONS


@functools.cache
def _common(region: str) -> frozenset[int]:
    """The everyday characters by the national standards: GB 2312, Big5, JIS X 0208 (their first level), KS X 1001."""
    codec, rows, cells = {
        "SC": ("gb2312", (*range(0xA1, 0xA4), *range(0xB0, 0xD8)), range(0xA1, 0xFF)),
        "TC": ("big5", range(0xA1, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF))),
        "JP": ("euc_jp", (*range(0xA1, 0xA6), *range(0xB0, 0xD0)), range(0xA1, 0xFF)),
        "KR": ("euc_kr", (*range(0xA1, 0xA5), *range(0xB0, 0xC9)), range(0xA1, 0xFF)),
    }[region]
    there = _codes(_noto_cjk(region))
    found = (bytes((row, cell)).decode(codec, "ignore") for row in rows for cell in cells)
    return frozenset(ord(char) for char in found if len(char) == 1 and ord(char) in there and ord(char) > 0x2E7F)


def _instance(source: Path, codes: list[int], weight: int, name: str, *, layout: bool) -> bytes:
    """``source`` at one weight with only ``codes``: subset first (a whole instance takes ten seconds), then fix axes.

    Name ID 6 becomes ``name``: ReportLab takes two fonts of one PostScript name for the same and prints bold as
    regular without a word.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont as Table
    from fontTools.varLib.instancer import instantiateVariableFont

    options = Options(
        layout_features=["*"] if layout else [], hinting=False, glyph_names=False, notdef_outline=True, name_IDs=["*"]
    )
    options.drop_tables += ["STAT", "MVAR", "BASE", "vhea", "vmtx", "VVAR"] + (
        [] if layout else ["GDEF", "GPOS", "GSUB"]
    )
    with Table(source, lazy=True, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=codes)
        subsetter.subset(font)
        fixed = {"wght": weight, "wdth": 100}
        axes = {axis.axisTag for axis in font["fvar"].axes}
        instantiateVariableFont(font, {tag: at for tag, at in fixed.items() if tag in axes}, inplace=True)
        for record in font["name"].names:
            if record.nameID in {4, 6}:
                record.string = name
        out = BytesIO()
        font.save(out)
    return out.getvalue()


@functools.cache
def _codes(path: Path) -> dict[int, str]:
    from fontTools.ttLib import TTFont as Table

    with Table(path, lazy=True) as font:
        return dict(font.getBestCmap() or {})


def _european() -> list[int]:
    """Latin, Greek, Cyrillic, punctuation, currency signs: what Noto Sans holds outside the scripts of India."""
    return [
        code for code in _codes(_noto_sans()) if code < 0x900 or 0x1D00 <= code < 0x2E80 or 0xA640 <= code < 0xA830
    ]


def _noto_sans() -> Path:
    import fontpkg_noto_sans

    return fontpkg_noto_sans.ROOT / "files" / "NotoSans[wdth,wght].ttf"


def _noto_arabic() -> Path:
    import fontpkg_noto_sans_arabic

    return fontpkg_noto_sans_arabic.ROOT / "files" / "NotoSansArabic[wdth,wght].ttf"


def _noto_cjk(region: str) -> Path:
    import justmytype_intl_cjk

    folder = Path(justmytype_intl_cjk.__file__).parent / "fonts" / "ofl" / f"notosans{region.lower()}"
    return folder / f"NotoSans{region}[wght].ttf"
