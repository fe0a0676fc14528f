from __future__ import annotations

import re
import threading
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcaller.documents.agreement.agreement import make_agreement, missing_glyphs
from arcaller.documents.paper.fonts import FontBook, Kind, clean, visual
from arcaller.documents.paper.typesetting import Span, Style, shortened, typeset


@pytest.mark.parametrize(
    "name",
    ["Müller <Bau> GmbH", "AT&T", "Łódź", "İstanbul ₹ Ωμέγα Щука", "महेश क्षत्रिय श्री", "王小明 有限公司", "محمد علي",
     "<b>bold</b> &amp; <img src='x'/>", "{{total}} %s \\n (paren) \\", "株式会社ひかり", "한국 주식회사"],
)  # fmt: skip
def test_a_name_prints_as_it_is(agreement, fonts, read_back, name):
    inputs = agreement(count=1, invoices=1)
    inputs = replace(inputs, client=replace(inputs.client, legal_name=name))
    assert missing_glyphs(inputs, fonts) == ""
    # Arabic letters are stored in their joined forms and read between direction marks; NFKC gives the letters back
    arabic = "ARABIC" in unicodedata.name(name[0])
    text = unicodedata.normalize("NFKC", read_back(make_agreement(inputs, fonts), right_to_left=arabic))
    assert name in re.sub("[\u202a-\u202e]", "", text)


def test_numbers_within_arabic_are_drawn_between_its_words(fonts):
    (line,) = typeset(fonts, "Ltd شركة 123 للتجارة Co", Style(), 500)
    assert [text for _, text, _, _ in line.parts] == ["Ltd ", "شركة 123 للتجارة", " Co"]
    drawn = unicodedata.normalize("NFKC", visual(line.parts[1][1]))
    assert drawn == "شركة 123 للتجارة"[::-1].replace("321", "123")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="latin-1", categories=["L", "N", "P", "S"]), min_size=1, max_size=12))
def test_no_name_is_taken_for_mark_up(fonts, name):
    lines = typeset(fonts, f"<b>{name}&lt;", Style(), 10_000)
    assert "".join(text for line in lines for _, text, _, _ in line.parts) == f"<b>{clean(name)}&lt;"


def test_characters_without_a_face_are_named_before_printing(fonts):
    assert fonts.missing_glyphs("Łódź 王 محمد महेश") == ""
    assert fonts.missing_glyphs("שלום Müller שלום") == "שלום"
    assert fonts.missing_glyphs("ok 😀") == "😀"
    assert fonts.missing_glyphs("a\u200b\u200d\u00a0b") == ""


def test_direction_overrides_and_controls_never_reach_the_paper():
    assert clean("abc\u202edef\u2066\x07") == "abcdef"
    assert clean("e\u0301") == "é"
    assert clean("\ud800x") == "\ufffdx"


def test_arabic_is_joined_and_reversed_with_its_numbers_kept():
    assert "123" in visual("شركة 123")
    assert visual("محمد")[0] != "م"
    assert len(visual("محمد")) == 4


def test_each_script_has_its_own_face_and_latin_stays_one_run(fonts):
    kinds = [[run.face.kind for run in word] for word in fonts.text("Müller महेश محمد")]
    assert kinds == [[Kind.PLAIN], [Kind.SHAPED], [Kind.RTL]]


def test_bold_is_another_font_than_regular(fonts):
    (regular,), (bold,) = fonts.text("Wide")[0], fonts.text("Wide", bold=True)[0]
    assert regular.face.name != bold.face.name
    assert bold.width > regular.width


def test_lines_fit_their_measure_and_lose_no_character(fonts):
    text = "A sentence with an unbreakablewordthatisfarlongerthanthelineallows, and more."
    lines = typeset(fonts, [text, Span(" bold end", bold=True)], Style(size=9), 80)
    assert all(line.width <= 80.01 for line in lines)
    joined = "".join(part[1] for line in lines for part in line.parts).replace(" ", "")
    assert joined == (text + " bold end").replace(" ", "")


def test_a_long_word_is_torn_after_its_hyphen(fonts):
    lines = typeset(fonts, "Wolfeschlegel-steinhausenbergerdorff", Style(size=9), 110)
    assert "".join(part[1] for part in lines[0].parts) == "Wolfeschlegel-"


def test_a_line_too_long_for_the_running_head_ends_in_an_ellipsis(fonts):
    line = shortened(fonts, "Granite Supply and Sons", Style(size=9), 60)
    text = "".join(part[1] for part in line.parts)
    assert text.endswith("…")
    assert line.width <= 60
    assert shortened(fonts, "Granite", Style(size=9), 60).parts[0][1] == "Granite"
    assert shortened(fonts, "", Style(size=9), 60).parts == []


def test_spans_without_a_blank_between_stay_one_word(fonts):
    (line,) = typeset(fonts, [Span("pre", bold=True), Span("fix.")], Style(), 500)
    assert "".join(part[1] for part in line.parts) == "prefix."


def test_two_processes_at_once_leave_whole_fonts_in_the_cache(tmp_path):
    books = [FontBook(tmp_path), FontBook(tmp_path)]
    threads = [threading.Thread(target=book.text, args=("Łódź", True)) for book in books]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.suffix for path in (tmp_path / "fonts").iterdir()] == [".ttf"]
    assert all(book.text("Łódź", bold=True)[0][0].width > 1 for book in books)


def test_a_cache_that_cannot_be_written_costs_time_but_not_the_paper(tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    book = FontBook(tmp_path / "file")
    assert book.text("Bold", bold=True)[0][0].width > 2


def test_a_cached_font_cut_short_is_made_again(tmp_path):
    FontBook(tmp_path).text("Bold", bold=True)
    (path,) = (tmp_path / "fonts").iterdir()
    whole = path.read_bytes()
    for size in (0, 100, len(whole) // 2):
        path.write_bytes(whole[:size])
        assert FontBook(tmp_path).text("Bold", bold=True)[0][0].width > 2
        assert path.read_bytes() == whole
