"""The look of the running program: colors, fonts, palette, style sheet; switched live.

Like Qt's own palette and font, the look belongs to the application object: `look()` hands it to whatever paints.
Widgets that paint themselves read it inside ``paintEvent`` and are repainted by Qt when the palette changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from arcaller.ui.shared.look.colors import Colors, ThemeFile, load_theme
from arcaller.ui.shared.look.fonts import FontFiles, Fonts, make_fonts
from arcaller.ui.shared.look.style import WorkbenchStyle

SYSTEM, LIGHT, DARK, HIGH_CONTRAST = "system", "light", "dark", "high-contrast"
CHOICES = (SYSTEM, LIGHT, DARK, HIGH_CONTRAST)
ROW_HEIGHTS = {"compact": 24, "normal": 32}
_ATTRIBUTE = "arcaller_look"
_Role, _Group = QPalette.ColorRole, QPalette.ColorGroup


@dataclass(frozen=True, slots=True)
class Look:
    """What a widget needs to paint itself: theme name, colors, fonts, row height in pixels, factor of text size."""

    name: str
    dark: bool
    colors: Colors
    fonts: Fonts
    row_height: int
    font_files: FontFiles
    text_scale: float


def look() -> Look:
    """The look of the running application; a `Theme` must have been applied before the first widget."""
    app = QApplication.instance()
    # an attribute, not one of Qt's properties: a new sheet asks for the look hundreds of times
    found = getattr(app, _ATTRIBUTE, None)
    if not isinstance(found, Look):
        raise LookupError("no theme: make a Theme for the application before its first widget")
    return found


class Theme(QObject):
    """Applies one of the theme files to the application and follows the system's scheme while asked to.

    ``folder`` holds ``light.toml``, ``dark.toml``, ``high-contrast.toml`` and ``sheet.qss``; ``scale`` is the text
    size, 0.9 to 2.0; ``density`` is ``compact`` (24-pixel rows) or ``normal`` (32).
    """

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        *,
        choice: str = SYSTEM,
        density: str = "normal",
        scale: float = 1.0,
    ) -> None:
        super().__init__(app)
        self._app, self._folder = app, folder
        self._choice, self._density, self._scale = choice, density, scale
        self._read: dict[str, ThemeFile] = {}
        self._font_files = FontFiles()
        self._fonts = make_fonts(scale)
        self._style = WorkbenchStyle()
        app.setStyle(self._style)
        app.setFont(self._fonts.body)
        self._apply()
        # Only a hint: some platforms never send it, and our own choice stands above it.
        app.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    @property
    def choice(self) -> str:
        """What was asked for: ``system`` or one theme."""
        return self._choice

    @property
    def dark(self) -> bool:
        """Whether what is on screen now is dark."""
        return self._read[self._shown()].dark

    @property
    def density(self) -> str:
        return self._density

    @property
    def scale(self) -> float:
        """Text size as a factor of the first size."""
        return self._scale

    def choose(self, choice: str) -> None:
        """Show ``choice`` (one of `CHOICES`) from now on."""
        if choice not in CHOICES:
            raise ValueError(f"no theme is called {choice!r}")
        self._choice = choice
        self._apply()

    def switch(self) -> None:
        """From light to dark and back, whatever was chosen."""
        self.choose(LIGHT if self.dark else DARK)

    def set_density(self, density: str) -> None:
        """``compact`` or ``normal`` rows."""
        self._density = density
        self._apply()

    def switch_density(self) -> None:
        """From normal to compact rows and back."""
        self.set_density("normal" if self._density == "compact" else "compact")

    def set_scale(self, scale: float) -> None:
        """Text size as a factor, kept within 0.9 to 2.0."""
        self._scale = min(2.0, max(0.9, scale))
        self._fonts = make_fonts(self._scale)
        # before the sheet: what is styled already takes its font only together with a new sheet
        self._app.setFont(self._fonts.body)
        self._apply()

    def _scheme_changed(self) -> None:
        if self._choice == SYSTEM:
            self._apply()

    def _shown(self) -> str:
        if self._choice != SYSTEM:
            return self._choice
        return DARK if self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT

    def _apply(self) -> None:
        name = self._shown()
        if name not in self._read:
            self._read[name] = load_theme(self._folder / f"{name}.toml")
        theme = self._read[name]
        row_height = round(ROW_HEIGHTS[self._density] * max(1.0, self._scale))
        look_now = Look(theme.name, theme.dark, theme.colors, self._fonts, row_height, self._font_files, self._scale)
        setattr(self._app, _ATTRIBUTE, look_now)
        self._app.setPalette(make_palette(theme.colors))
        sheet = Template((self._folder / "sheet.qss").read_text(encoding="utf-8"))
        self._app.setStyleSheet(sheet.substitute(theme.colors.named(), folder=self._folder.as_posix()))
        self.changed.emit()


def make_palette(colors: Colors) -> QPalette:
    """Every role from a named color; Inactive highlight apart, so that a list without the focus does not shout."""
    palette = QPalette()
    roles: dict[QPalette.ColorRole, QColor] = {
        _Role.Window: colors.page,
        _Role.WindowText: colors.text,
        _Role.Base: colors.surface,
        _Role.AlternateBase: colors.page,
        _Role.Text: colors.text,
        _Role.Button: colors.surface,
        _Role.ButtonText: colors.text,
        _Role.BrightText: colors.accent_text,
        _Role.ToolTipBase: colors.surface,
        _Role.ToolTipText: colors.text,
        _Role.PlaceholderText: colors.muted,
        _Role.Link: colors.accent,
        _Role.LinkVisited: colors.accent,
        _Role.Accent: colors.accent,
        _Role.Highlight: colors.accent_soft,
        _Role.HighlightedText: colors.text,
        _Role.Mid: colors.edge,
        _Role.Midlight: colors.line,
        _Role.Light: colors.surface,
        _Role.Dark: colors.edge,
        _Role.Shadow: colors.line,
    }
    for role, color in roles.items():
        palette.setColor(role, color)
    palette.setColor(_Group.Inactive, _Role.Highlight, colors.unfocused_soft)
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        palette.setColor(_Group.Disabled, role, colors.muted)
    return palette
