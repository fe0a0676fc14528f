"""The themes: every pair of colors that meets on screen, live switching, fonts with a real bold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPalette
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from arcaller.app.layouts import Layouts
from arcaller.app.looks import keep_look, kept_look
from arcaller.ui.shared.look.colors import BUCKETS, contrast, load_theme
from arcaller.ui.shared.look.icons import GLYPHS, icon
from arcaller.ui.shared.look.theme import look

THEMES = Path(__file__).resolve().parents[4] / "resources" / "themes"
FILES = ("light", "dark", "high-contrast")
GROUNDS = ("page", "rail", "surface", "accent_soft", "unfocused_soft")
TONES = ("text", "muted", "accent", "good", "warn", "bad")
TEXT_PAIRS = [
    *((tone, ground) for tone in TONES for ground in GROUNDS),
    *((tone, f"{soft}_soft") for soft in ("good", "warn", "bad") for tone in (soft, "text")),
    *(("accent_text", ground) for ground in ("accent", "good", "warn", "bad")),
]
MARK_PAIRS = [
    *((mark, ground) for mark in ("edge", "focus", "accent") for ground in ("page", "rail", "surface")),
    *((bucket, ground) for bucket in BUCKETS for ground in ("page", "surface")),
    ("focus", "accent_soft"),
]


def test_contrast_is_that_of_the_published_examples():
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", FILES)
def test_every_text_stands_out_by_four_and_a_half(name):
    colors = load_theme(THEMES / f"{name}.toml").colors
    low = {pair: round(contrast(colors.of(pair[0]), colors.of(pair[1])), 2) for pair in TEXT_PAIRS}
    assert not {pair: ratio for pair, ratio in low.items() if ratio < 4.5}


@pytest.mark.parametrize("name", FILES)
def test_every_border_and_mark_stands_out_by_three(name):
    colors = load_theme(THEMES / f"{name}.toml").colors
    low = {pair: round(contrast(colors.of(pair[0]), colors.of(pair[1])), 2) for pair in MARK_PAIRS}
    assert not {pair: ratio for pair, ratio in low.items() if ratio < 3}


def test_a_theme_file_with_a_color_missing_is_refused_by_name(tmp_path):
    text = (THEMES / "light.toml").read_text(encoding="utf-8")
    (tmp_path / "odd.toml").write_text(text.replace("warn_soft =", "worn_soft ="), encoding="utf-8")
    with pytest.raises(ValueError, match=r"warn_soft.*worn_soft"):
        load_theme(tmp_path / "odd.toml")


def test_a_theme_file_with_an_unreadable_color_is_refused_by_name(tmp_path):
    text = (THEMES / "light.toml").read_text(encoding="utf-8")
    (tmp_path / "odd.toml").write_text(text.replace('rail = "#ebeef3"', 'rail = "grayish"'), encoding="utf-8")
    with pytest.raises(ValueError, match="rail"):
        load_theme(tmp_path / "odd.toml")


def test_bold_is_wider_than_regular_because_it_is_drawn_and_not_smeared(qapp):
    fonts = look().fonts
    words = "Müller Bau"
    assert QFontMetricsF(fonts.strong).horizontalAdvance(words) > QFontMetricsF(fonts.body).horizontalAdvance(words)


@pytest.mark.parametrize("font", ["body", "strong", "small"])
def test_all_figures_are_equally_wide(qapp, font):
    metrics = QFontMetricsF(getattr(look().fonts, font))
    assert len({round(metrics.horizontalAdvance(digit * 8), 2) for digit in "0123456789"}) == 1


def test_a_list_without_the_focus_does_not_look_focused(qapp):
    palette = qapp.palette()
    role = QPalette.ColorRole.Highlight
    assert palette.color(QPalette.ColorGroup.Inactive, role) != palette.color(QPalette.ColorGroup.Active, role)


def test_a_theme_switch_repaints_icons_without_a_second_step(qapp, theme):
    kept = icon("call")

    def darkest_ink() -> int:
        image = kept.pixmap(QSize(32, 32)).toImage()
        inks = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
        return min(ink.lightness() for ink in inks if ink.alpha() > 200)

    on_light = darkest_ink()
    theme.choose("dark")
    assert on_light < 80 < 150 < darkest_ink()


def test_every_icon_has_a_glyph_in_the_font(qapp):
    for name in GLYPHS:
        image = icon(name).pixmap(QSize(24, 24)).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), name


def test_an_unknown_icon_is_an_error_at_once(qapp):
    with pytest.raises(KeyError, match="unicorn"):
        icon("unicorn")


@pytest.mark.parametrize("choice", FILES)
def test_an_empty_check_box_is_seen_in_every_theme(qtbot, theme, choice):
    theme.choose(choice)
    box = QCheckBox()
    qtbot.addWidget(box)
    box.resize(24, 24)
    image = box.grab().toImage()
    ground = look().colors.page
    best = max(contrast(image.pixelColor(x, 12), ground) for x in range(24))
    assert best >= 2.5


def test_a_system_that_turns_dark_does_not_overrule_a_choice(qapp, theme):
    theme.choose("light")
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert not look().dark


def test_switching_goes_from_light_to_dark_and_back(qapp, theme):
    theme.switch()
    assert look().dark
    theme.switch()
    assert not look().dark


def test_density_sets_the_height_of_rows(qapp, theme):
    theme.set_density("compact")
    assert look().row_height == 24
    theme.switch_density()
    assert look().row_height == 32


def test_larger_text_stays_within_ninety_and_two_hundred_percent(qapp, theme):
    try:
        theme.set_scale(5)
        assert theme.scale == 2.0
        assert look().fonts.body.pixelSize() == 26
        theme.set_scale(0.1)
        assert theme.scale == 0.9
    finally:
        theme.set_scale(1.0)


def test_an_unknown_theme_is_refused(qapp, theme):
    with pytest.raises(ValueError, match="sepia"):
        theme.choose("sepia")


def test_painted_widgets_follow_the_switch(qtbot, theme):
    widget = QWidget()
    widget.setObjectName("page")
    qtbot.addWidget(widget)
    widget.resize(20, 20)
    before = widget.grab().toImage().pixelColor(10, 10)
    theme.choose("dark")
    assert contrast(before, widget.grab().toImage().pixelColor(10, 10)) > 10


@pytest.mark.parametrize("name", FILES)
def test_the_one_drawn_mark_that_no_theme_colors_is_seen_in_all(name):
    ink = QColor(re.search(r'stroke="(#[0-9a-f]{6})"', (THEMES / "chevron.svg").read_text(encoding="utf-8"))[1])
    assert contrast(ink, load_theme(THEMES / f"{name}.toml").colors.surface) >= 3


def test_larger_text_reaches_the_fields_that_are_shown_already(qtbot, theme):
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    shown = [QLineEdit("500"), QComboBox(), QCheckBox("A digit arms"), QPushButton("Save")]
    for each in shown:
        column.addWidget(each)
    page.show()
    qtbot.waitExposed(page)
    try:
        theme.set_scale(1.5)
        assert {each.font().pixelSize() for each in shown} == {look().fonts.body.pixelSize()} == {20}
    finally:
        theme.set_scale(1.0)
    assert {each.font().pixelSize() for each in shown} == {13}


def test_colors_rows_and_size_of_text_hold_for_the_next_start(theme, tmp_path):
    layouts = Layouts(tmp_path / "layout.json")
    assert kept_look(layouts) == ("system", "normal", 1.0)
    try:
        theme.choose("dark")
        theme.set_density("compact")
        theme.set_scale(1.5)
        keep_look(theme, layouts)
    finally:
        theme.choose("light")
        theme.set_density("normal")
        theme.set_scale(1.0)
    assert kept_look(Layouts(tmp_path / "layout.json")) == ("dark", "compact", 1.5)


@pytest.mark.parametrize("size", ["", "-5", "9999", "½", "1e3", "big"])
def test_a_kept_look_that_nobody_chose_is_the_usual_one(tmp_path, size):
    layouts = Layouts(tmp_path / "layout.json")
    for name, text in (("theme", "plaid"), ("density", "airy"), ("text size", size)):
        layouts.save(name, text)
    assert kept_look(layouts) == ("system", "normal", 1.0)
