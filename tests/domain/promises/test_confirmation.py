"""The text that confirms a promise: filled with what is known, refused where it says nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from arcaller.domain.errors import DomainError
from arcaller.domain.promises.confirmation import LetterField, check_letter, fill_letter, letter_text

SHIPPED = sorted((Path(__file__).resolve().parents[3] / "resources" / "confirmations").glob("*.toml"))
FACTS = {LetterField.GREETING: "Dear Anna,", LetterField.CALLER: "Asha", LetterField.COMPANY: "North {{phone}}"}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_shipped_letter_is_whole_and_has_the_labels_of_all(path):
    found = tomllib.loads(path.read_text("utf-8"))
    check_letter(found["body"])
    english = tomllib.loads(SHIPPED[1].read_text("utf-8"))
    assert set(found["words"]) == set(english["words"])
    for key, words in english["words"].items():
        assert found["words"][key].count("{") == words.count("{"), key


def test_four_languages_are_shipped():
    assert [path.stem for path in SHIPPED] == ["de", "en", "es", "fr"]


def test_a_line_nobody_can_fill_falls_away_and_facts_are_no_templates():
    parts = fill_letter("{{greeting}}\n\n{{promises}}\nCall {{phone}}.\n{{caller}}\n{{company}}", FACTS)
    assert parts == ("Dear Anna,", LetterField.PROMISES, "Asha\nNorth {{phone}}")
    assert letter_text(parts, {LetterField.PROMISES: "– 5"}) == "Dear Anna,\n\n– 5\n\nAsha\nNorth {{phone}}\n"


def test_a_block_without_content_leaves_no_gap():
    parts = fill_letter("a\n\n{{promises}}\n\n{{ways_to_pay}}\n\nb", {})
    assert letter_text(parts, {LetterField.PROMISES: "x", LetterField.WAYS_TO_PAY: ""}) == "a\n\nx\n\nb\n"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Hello", "does not name the promises"),
        ("{{promises}}\n{{amount}}", "no field {{amount}}"),
        ("We note {{promises}} today", "stands alone"),
        ("{{promises}}\npay {{ways_to_pay}}", "stands alone"),
        ("{{promises}}\n" + "x" * 8_000, "longer than 8000"),
    ],
)
def test_a_letter_that_says_nothing_or_names_the_unknown_is_refused(body, words):
    with pytest.raises(DomainError, match=words):
        check_letter(body)
