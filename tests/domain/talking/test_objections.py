"""Answers to objections: complete in every language, and nothing of debt for somebody not yet known."""

from __future__ import annotations

from pathlib import Path

import pytest

from arcaller.domain.calls.outcomes import CallOutcome, other_of_letter
from arcaller.domain.errors import DomainError
from arcaller.domain.talking.languages import debt_words
from arcaller.domain.talking.objections import (
    MOVES,
    Objection,
    answer_objections,
    choose_objections,
    parse_objections,
)
from arcaller.domain.talking.script import ScriptField

FILES = sorted((Path(__file__).parents[3] / "resources" / "objections").glob("*.toml"))
ALL = dict.fromkeys(ScriptField, "4711")


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def objections(request):
    return parse_objections(request.param.read_text("utf-8"))


def english():
    return next(path for path in FILES if path.stem == "en").read_text("utf-8")


def test_answers_are_there_in_the_languages_of_the_scripts():
    assert {parse_objections(path.read_text("utf-8")).language for path in FILES} == {"en", "de", "fr", "es"}
    assert {path.stem for path in FILES} == {"en", "de", "fr", "es"}


def test_each_objection_is_met_with_empathy_a_question_and_a_next_step_even_with_no_fact_but_who_calls(objections):
    few = {ScriptField.CALLER: "Asha", ScriptField.COMPANY: "Northwind"}
    spoken = answer_objections(objections, few, is_identity_verified=True)
    assert [each.objection for each in spoken] == list(Objection)
    for each in spoken:
        assert each.title
        assert each.empathy
        assert each.question.endswith("?")
        assert each.next_step


def test_before_identity_only_what_anybody_may_hear_is_answered(objections):
    facts = ALL | dict.fromkeys((ScriptField.CALLER, ScriptField.COMPANY, ScriptField.PHONE), "x")
    spoken = answer_objections(objections, facts, is_identity_verified=False)
    assert {each.objection for each in spoken} == {Objection.SOMEONE_ELSE, Objection.NO_TIME, Objection.STOP_CALLING}
    words = " ".join(" ".join((each.title, each.empathy, each.question, each.next_step)) for each in spoken)
    assert not debt_words(words, objections.language)
    assert "4711" not in words


def test_each_objection_has_a_letter_of_its_own_and_leads_somewhere():
    letters = [move.letter for move in MOVES.values()]
    assert len(set(letters)) == len(letters)
    assert all(move.outcome is not None or move.opens_offers for move in MOVES.values())
    assert MOVES[Objection.ALREADY_PAID] == (MOVES[Objection.ALREADY_PAID].__class__("p", CallOutcome.OTHER, "p"))
    for move in MOVES.values():
        if move.outcome is CallOutcome.OTHER:
            assert other_of_letter(move.detail) is not None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('language = "en"', "", "need their language"),
        ("version = 1", 'version = "1"', "need their language"),
        ("[answer.personal]", "[answer.weather]", "Answers are needed to not_received"),
        ('title = "No time now"', "", "The answer to no_time needs a title"),
        ('empathy = ["Of course."]', "empathy = []", "The answer to send_copy needs"),
        ('empathy = ["Of course."]', 'empathy = "Of course."', "The answer to send_copy needs"),
        ("Of course.", "Of {{course}}.", "is no field of scripts"),
        ("Of course.", "Of {course}.", "belongs to no field"),
        ("I will not keep you.", "I call about {{overdue}}.", "names overdue, but is said before"),
        ("I will not keep you.", "it is about your debt.", "speaks of debt"),
        ("[answer.personal]", "[answer.personal", "cannot be read"),
    ],
)
def test_answers_with_a_fault_are_refused_by_name(old, new, words):
    assert old in english()
    with pytest.raises(DomainError, match=words) as refused:
        parse_objections(english().replace(old, new))
    assert refused.value.field == "objections"


def test_answers_follow_the_script_s_language_else_english():
    found = {path.stem: parse_objections(path.read_text("utf-8")) for path in FILES}
    assert choose_objections(found, "de-AT").language == "de"
    assert choose_objections(found, "fi").language == "en"
    with pytest.raises(DomainError, match="reset them"):
        choose_objections({}, "en")


OWN = """
[own.own_1]
title = "Budget is frozen"
empathy = ["Thank you for telling me, {{contact}}.", "Thank you for telling me."]
question = ["Until when?"]
next = ["Shall we look at parts of {{overdue}}?", "Shall we look at parts?"]
leads_to = "offers"

[own.own_2]
title = "Boss is away"
empathy = ["I see."]
question = ["When is he back?"]
next = ["I call then."]
leads_to = "call_back"
"""


def test_the_office_adds_answers_behind_those_of_every_language():
    found = parse_objections(english() + OWN)
    spoken = answer_objections(found, {}, is_identity_verified=True)
    assert [each.title for each in spoken][-2:] == ["Budget is frozen", "Boss is away"]
    assert (spoken[-2].empathy, spoken[-2].next_step) == ("Thank you for telling me.", "Shall we look at parts?")
    assert [each.move.outcome for each in spoken][-2:] == [None, CallOutcome.CALL_BACK]
    assert spoken[-2].move.opens_offers


def test_own_answers_have_letters_of_their_own_while_there_are_any():
    more = "".join(OWN.split("[own.own_2]", maxsplit=1)[0].replace("own_1", f"own_{n}") for n in range(1, 17))
    letters = [each.move.letter for each in parse_objections(english() + more).answers]
    known = [letter for letter in letters if letter]
    assert letters[12:15] == ["b", "u", "d"]
    assert len(known) == len(set(known)) == 26
    assert letters[-2:] == ["", ""]


def test_own_answers_wait_for_the_right_person():
    spoken = answer_objections(parse_objections(english() + OWN), {}, is_identity_verified=False)
    assert len(spoken) == 3
    assert not any(each.objection.startswith("own") for each in spoken)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[own.own_1]", "[own.mine]", "are called own_1"),
        ("[own.own_1]", '[own."own_1\\n"]', "are called own_1"),
        ('leads_to = "offers"', "", "leads to one of these: Offers, Promise, Plan"),
        ('leads_to = "offers"', 'leads_to = "voicemail"', "leads to one of these"),
        ('leads_to = "offers"', 'leads_to = ["offers"]', "leads to one of these"),
        ('title = "Budget is frozen"', "", "The answer to own_1 needs a title"),
        ("Until when?", "Until {{when}}?", "is no field"),
    ],
)
def test_an_own_answer_with_a_fault_is_refused(old, new, words):
    assert old in OWN
    with pytest.raises(DomainError, match=words):
        parse_objections(english() + OWN.replace(old, new))
