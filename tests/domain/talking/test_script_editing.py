"""Scripts as lines in an editor and back: nothing is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.errors import DomainError
from arcaller.domain.talking.objections import Objection, parse_objections
from arcaller.domain.talking.script import Say, Stage, StageText, parse_script
from arcaller.domain.talking.script_editing import (
    answer_lines,
    objections_text,
    read_answer,
    read_stage,
    script_text,
    stage_lines,
    with_answer,
    with_stage,
    without_answer,
)

RESOURCES = Path(__file__).parents[3] / "resources"
SCRIPTS = sorted((RESOURCES / "scripts").glob("*.toml"))
ANSWERS = sorted((RESOURCES / "objections").glob("*.toml"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_every_shipped_script_comes_back_from_its_lines_and_from_its_text(path):
    script = parse_script(path.read_text("utf-8"))
    assert parse_script(script_text(script)) == script
    for text in script.stages:
        assert read_stage(text.stage, stage_lines(text)) == text


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_every_shipped_answer_comes_back_from_its_lines_and_from_its_text(path):
    objections = parse_objections(path.read_text("utf-8"))
    assert parse_objections(objections_text(objections)) == objections
    for answer in objections.answers:
        assert read_answer(answer.objection, answer_lines(answer)) == answer


WORDS = st.text(st.characters(blacklist_characters="{}", blacklist_categories=("Cs",)), min_size=1, max_size=30)
LINE = WORDS.map(lambda text: " ".join(text.split())).filter(lambda text: text and text[0] not in "/·")


@given(st.lists(st.lists(LINE, min_size=1, max_size=3), min_size=1, max_size=3), st.lists(LINE, max_size=2))
def test_any_sentences_and_cues_come_back(sentences, cues):
    text = StageText(Stage.PURPOSE, tuple(Say(tuple(each)) for each in sentences), tuple(cues))
    assert read_stage(Stage.PURPOSE, stage_lines(text)) == text
    script = with_stage(parse_script(SCRIPTS[0].read_text("utf-8")), text)
    assert parse_script(script_text(script)) == script


def test_a_line_after_a_slash_is_said_where_the_one_above_cannot_be():
    text = read_stage(Stage.GREET, "Hello {{contact}}.\n/ Hello.\n\n· be kind\nGood day.")
    assert text.says == (Say(("Hello {{contact}}.", "Hello.")), Say(("Good day.",)))
    assert text.cues == ("be kind",)


@pytest.mark.parametrize(
    ("lines", "words"),
    [("", "is empty"), ("/ Hello.", "there is none"), ("Hello.\n/ ", "says nothing"), ("·", "nothing")],
)
def test_lines_that_say_nothing_are_refused(lines, words):
    with pytest.raises(DomainError, match=words):
        read_stage(Stage.GREET, lines)


@pytest.mark.parametrize("lines", ["", "Title\nEmpathy\nQuestion?", "A\n/ B\nC\nD\nE", "A\nB\nC\nD\nE"])
def test_an_answer_without_its_four_lines_is_refused(lines):
    with pytest.raises(DomainError, match="four lines: title, empathy, question, next step"):
        read_answer(Objection.NO_TIME, lines)


def test_an_own_answer_comes_back_from_its_lines_and_is_added_and_taken_away():
    objections = parse_objections(ANSWERS[0].read_text("utf-8"))
    lines = "Budget is frozen\nI see.\nUntil when?\n/ When?\nI note it.\n> wants A copy"
    answer = read_answer("own_1", lines)
    assert answer_lines(answer) == lines.replace("wants A copy", "Wants a copy")
    more = with_answer(objections, answer)
    assert parse_objections(objections_text(more)) == more
    assert len(more.answers) == len(objections.answers) + 1
    assert without_answer(more, "own_1") == objections


@pytest.mark.parametrize(
    ("lead", "words"),
    [("", "One line says where it leads"), ("> Voicemail", "leads nowhere"), ("> Plan\n> Plan", "One line says")],
)
def test_an_own_answer_that_leads_nowhere_is_refused(lead, words):
    with pytest.raises(DomainError, match=words):
        read_answer("own_1", f"Budget\nI see.\nWhen?\nI note it.\n{lead}")


def test_one_answer_is_replaced_among_all():
    objections = parse_objections(ANSWERS[0].read_text("utf-8"))
    answer = read_answer(Objection.NO_TIME, "No time\nI see.\nWhen?\nI call then.")
    changed = with_answer(objections, answer)
    assert [each for each in changed.answers if each not in objections.answers] == [answer]
