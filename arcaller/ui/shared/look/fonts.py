"""Fonts of the screen: Noto Sans with tabular figures, two weights, a few sizes.

The family is a variable font. Its bold is asked for through the weight axis: ``setBold`` would smear the regular
outlines, because the file offers no bold style by name. Arabic, Hebrew and East Asian files are loaded when the
first text needs them, so that starting does not pay for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans SC", "Noto Sans JP", "Noto Sans KR")
_BASE = ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf")
_FURTHER: tuple[tuple[tuple[int, int], str, str], ...] = (
    ((0x0600, 0x08FF), "fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf"),
    ((0xFB50, 0xFEFC), "fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf"),
    ((0x3040, 0x30FF), "justmytype_intl_cjk", "fonts/ofl/notosansjp/NotoSansJP[wght].ttf"),
    ((0x3400, 0x9FFF), "justmytype_intl_cjk", "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"),
    ((0xAC00, 0xD7AF), "justmytype_intl_cjk", "fonts/ofl/notosanskr/NotoSansKR[wght].ttf"),
)
_FIRST_FURTHER = "\u0590"


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of the screen, by what they are for."""

    small: QFont
    small_strong: QFont
    body: QFont
    strong: QFont
    lead: QFont
    lead_strong: QFont
    title: QFont


def make_fonts(scale: float) -> Fonts:
    """Sizes 12, 13, 15 and 20 device-independent pixels times ``scale`` (0.9 to 2.0)."""
    return Fonts(
        small=_font(12 * scale, strong=False),
        small_strong=_font(12 * scale, strong=True),
        body=_font(13 * scale, strong=False),
        strong=_font(13 * scale, strong=True),
        lead=_font(15 * scale, strong=False),
        lead_strong=_font(15 * scale, strong=True),
        title=_font(20 * scale, strong=True),
    )


def _font(pixels: float, *, strong: bool) -> QFont:
    font = QFont(list(FAMILIES))
    font.setPixelSize(max(1, round(pixels)))
    font.setFeature(QFont.Tag("tnum"), 1)
    if strong:
        font.setVariableAxis(QFont.Tag("wght"), 700)
    return font


def package_file(package: str, path: str) -> Path | None:
    """The file ``path`` inside the installed ``package``, found without importing it; None if it is not there."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    file = Path(spec.submodule_search_locations[0]) / path
    return file if file.exists() else None


class FontFiles:
    """Loads the program's own font files, each once."""

    def __init__(self) -> None:
        self._loaded: set[str] = set()
        self._load(*_BASE)

    def cover(self, text: str) -> None:
        """Load what ``text`` needs beyond Latin, Greek, Cyrillic and Devanagari; at once done for all else."""
        if not text or max(text) < _FIRST_FURTHER:
            return
        points = [ord(character) for character in text if character >= _FIRST_FURTHER]
        for (first, last), package, path in _FURTHER:
            if path not in self._loaded and any(first <= point <= last for point in points):
                self._load(package, path)

    def _load(self, package: str, path: str) -> None:
        self._loaded.add(path)
        file = package_file(package, path)
        if file is not None:
            QFontDatabase.addApplicationFont(str(file))
