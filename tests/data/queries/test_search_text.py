"""Folding and words of the search index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.data.search.text import (
    client_text,
    fold,
    number_key,
    phone_digits,
    search_words,
    sort_text,
    spelled_out,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("Hauptstraße 7", "hauptstrasse 7"),
        ("Østergård", "ostergard"),
        ("Đorđe Œuvre Æsir Þór", "dorde oeuvre aesir thor"),
        ("IŞIK ılık", "isik ilik"),
        ("AT&T  (Corp.)", "at t corp"),
        ("महेश", "महश"),
        ("王伟", "王伟"),
        ("ﬁnance Ⅷ", "finance viii"),
        (" -- ", ""),
    ],
)
def test_letters_fold_to_what_is_typed_for_them(text, folded):
    assert fold(text) == folded


def test_umlauts_are_spelled_out_as_two_letters():
    assert spelled_out("Müller Østergård Jäger") == "mueller oestergaard jaeger"


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_a_folded_word_is_made_of_letters_and_digits_alone(text):
    assert all(word.isalnum() for word in fold(text).split())


def test_a_name_of_signs_alone_still_has_a_place_in_the_order():
    assert sort_text(" *** ") == "***"
    assert sort_text("Łódź AG") == "lodz ag"


@pytest.mark.parametrize(
    ("phone", "digits"), [("+49 (30) 5550-142", "49305550142"), ("0049 30 5550", "49305550"), ("none", "")]
)
def test_phone_digits_are_those_dialed_from_abroad(phone, digits):
    assert phone_digits(phone) == digits


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("INV-2026-004711", "inv 2026 004711 inv2026004711 4711"),
        ("0000611365", "0000611365 611365 1365"),
        ("R-7", "r 7 r7"),
        ("000", "000 0"),
        ("A/B", "a b ab"),
    ],
)
def test_a_number_is_found_whole_closed_up_without_zeros_and_by_its_end(number, words):
    assert number_key(number) == words


@pytest.mark.parametrize(
    ("phone", "national"),
    [("+1 202 555 0142", "2025550142"), ("+44 20 7946 0142", "2079460142"), ("+353 1 555", "1555")],
)
def test_a_phone_number_is_found_without_its_country_code(phone, national):
    assert national in client_text("C1", ["X"], [("", phone, "")]).split()


@pytest.mark.parametrize(
    ("typed", "match", "invoice_match"),
    [
        ("strasse gmbh", '"strasse"* AND "gmbh"*', ""),
        ("Müller", '("muller"* OR "mueller"*)', ""),
        ("+49 30 555", '("49"* AND "30"* AND "555"*) OR "4930555"*', ""),
        ("030 555", '("030"* AND "555"*) OR "30555"*', '"030555"*'),
        ("R-1042", '"r"* AND "1042"*', '"r1042"*'),
        ('"; DROP', '"drop"*', ""),
    ],
)
def test_typed_words_become_prefixes(typed, match, invoice_match):
    words = search_words(typed)
    assert (words.match, words.invoice_match) == (match, invoice_match)


def test_scripts_without_spaces_are_looked_for_inside_the_text():
    words = search_words("王伟 gmbh")
    assert (words.like, words.match) == (("王伟",), '"gmbh"*')


@pytest.mark.parametrize("typed", ["", "  ", "--", "*"])
def test_signs_alone_ask_for_nothing(typed):
    assert search_words(typed).is_empty
