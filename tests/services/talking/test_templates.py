"""The office's own wording: saved and reset by supervisors, checked as strictly as what comes with the program."""

from __future__ import annotations

from dataclasses import replace

import pytest

from arcaller.data.tables import Template
from arcaller.domain.errors import DomainError
from arcaller.domain.talking.languages import debt_words
from arcaller.domain.talking.script import Stage, parse_script
from arcaller.domain.talking.script_editing import read_stage, script_text, with_stage
from arcaller.services.commands import ResetTemplate, SaveTemplate
from arcaller.services.talking.templates import (
    load_editable_texts,
    may_edit_texts,
    reset_template,
    save_template,
)
from arcaller.services.talking.texts import load_objections, load_scripts, shipped
from arcaller.services.undo import redo, undo_last

SUPERVISOR = 1


@pytest.fixture
def boss(office):
    return replace(office.desk, actor_id=SUPERVISOR)


def reworded(lines, stage=Stage.GREET, name="en-brief"):
    script = parse_script(shipped("script")[name])
    return SaveTemplate("script", name, script_text(with_stage(script, read_stage(stage, lines))))


def greeting(desk):
    return load_scripts(desk.ledger)["en-brief"].stages[0].says[0].wordings


def test_a_supervisor_words_a_script_anew_and_the_version_grows(office, boss):
    save_template(boss, reworded("Hello, {{caller}} here."))
    script = load_scripts(office.ledger)["en-brief"]
    assert (greeting(boss), script.name) == (("Hello, {{caller}} here.",), "en-brief v2")
    save_template(boss, reworded("Hi, {{caller}} here."))
    assert load_scripts(office.ledger)["en-brief"].name == "en-brief v3"


def test_a_caller_may_read_and_not_save(office):
    assert not may_edit_texts(office.desk)
    assert len(load_editable_texts(office.desk)) == 14
    before = office.state()
    for act, command in (
        (save_template, reworded("Hello.")),
        (reset_template, ResetTemplate("script", "en-brief")),
    ):
        with pytest.raises(DomainError, match="worded by a supervisor"):
            act(office.desk, command)
    assert office.state() == before


def test_the_shipped_wording_comes_back(office, boss):
    save_template(boss, reworded("Hello, {{caller}} here."))
    reset_template(boss, ResetTemplate("script", "en-brief"))
    assert load_scripts(office.ledger)["en-brief"].name == "en-brief v1"
    with pytest.raises(DomainError, match="shipped wording already"):
        reset_template(boss, ResetTemplate("script", "en-brief"))


def test_saving_and_resetting_are_taken_back(boss):
    save_template(boss, reworded("Hello, {{caller}} here."))
    reset_template(boss, ResetTemplate("script", "en-brief"))
    assert undo_last(boss).said == "Taken back: the shipped wording of en-brief"
    assert greeting(boss) == ("Hello, {{caller}} here.",)
    assert undo_last(boss).said == "Taken back: the wording of en-brief"
    assert greeting(boss) != ("Hello, {{caller}} here.",)
    redo(boss)
    assert greeting(boss) == ("Hello, {{caller}} here.",)


def test_saving_what_is_spoken_already_writes_nothing(office, boss):
    before = office.state()
    changes = save_template(boss, SaveTemplate("script", "en-brief", shipped("script")["en-brief"]))
    assert (changes.entry, changes.said) == (None, "The wording is as it was")
    assert office.state() == before


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("Hello, this is about your overdue invoice.", "speaks of debt"),
        ("Hello, it is about {{overdue}}.", "names overdue before"),
        ("Hello {{captain}}.", "is no field"),
        ("Hello {caller}.", "belongs to no field"),
    ],
)
def test_a_wording_with_a_fault_is_refused_and_nothing_is_written(office, boss, lines, words):
    before = office.state()
    with pytest.raises(DomainError, match=words):
        save_template(boss, reworded(lines))
    assert office.state() == before


def test_words_of_debt_in_the_script_s_own_language_are_refused_before_identity(boss):
    for name, lines in (
        ("de-brief", "Guten Tag, es geht um Ihre Rechnung."),
        ("fr-formal", "Bonjour, c'est au sujet de votre facture."),
        ("es-brief", "Buenos días, le llamo por su deuda."),
    ):
        with pytest.raises(DomainError, match="speaks of debt"):
            save_template(boss, reworded(lines, name=name))


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [("script", "xx-brief", "no text"), ("letter", "en", "no text"), ("script", "de-brief", "text of")],
)
def test_only_a_text_that_came_with_the_program_is_worded_anew(boss, kind, name, words):
    with pytest.raises(DomainError, match=words):
        save_template(boss, SaveTemplate(kind, name, shipped("script")["en-brief"]))


def test_answers_are_worded_anew_too(office, boss):
    body = shipped("objections")["en"].replace("Of course.", "With pleasure.")
    save_template(boss, SaveTemplate("objections", "en", body))
    answers = load_objections(office.ledger)["en"]
    assert answers.version == 2
    assert "With pleasure." in {line for each in answers.answers for line in each.empathy}


def test_a_stored_wording_that_cannot_be_read_gives_way_to_the_shipped_one(office, boss):
    with office.ledger.act("seed", actor_id=SUPERVISOR, at=boss.now) as act:
        act.add(Template(kind="script", name="en-brief", body="style = 'of a later version'"))
    assert load_scripts(office.ledger)["en-brief"].name == "en-brief v1"
    assert not any(each.is_own for each in load_editable_texts(boss))
    save_template(boss, reworded("Hello, {{caller}} here."))
    assert greeting(boss) == ("Hello, {{caller}} here.",)


def test_no_script_of_the_office_speaks_of_debt_before_the_right_person_is_known(office, boss):
    save_template(boss, reworded("Good day, {{caller}} from {{company}}."))
    for script in load_scripts(office.ledger).values():
        early = [wording for stage in script.stages if stage.stage.is_before_identity for wording in stage.wordings]
        assert early
        assert not [word for wording in early for word in debt_words(wording, script.language)]
