from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.calls.script import (
    ScriptField,
    Stage,
    Style,
    day_greeting,
    fields_of,
    parse_script,
    speak,
)
from arcaller.domain.errors import DomainError

SCRIPTS = sorted((Path(__file__).parents[3] / "resources" / "scripts").glob("*.toml"))
FACTS = {
    ScriptField.DAY_GREETING: "Good afternoon",
    ScriptField.CALLER: "Asha Rao",
    ScriptField.COMPANY: "Northwind Supplies",
    ScriptField.CONTACT: "Anna Weber",
    ScriptField.CLIENT: "Müller <Bau> GmbH",
    ScriptField.PHONE: "+1 212 555 0142",
    ScriptField.INVOICE: "2031",
    ScriptField.INVOICE_AMOUNT: "640.00 EUR",
    ScriptField.INVOICE_DUE: "30 October",
    ScriptField.OPEN_BALANCE: "2,677.00 EUR",
    ScriptField.OVERDUE: "1,477.00 EUR",
    ScriptField.OLDEST_DAYS: "94",
}
MINIMAL = """
language = "en"
style = "brief"
version = 1
[stage.greet]
say = [["Hello from {{company}}."]]
[stage.right_person]
say = [["Is this {{contact}}?"]]
[stage.purpose]
say = [["About {{ invoice }}."]]
[stage.listen]
cues = ["paid {{broken_day}}"]
[stage.solve]
say = [["{{overdue}} today?"]]
[stage.close]
say = [["Thank you."]]
"""


@pytest.fixture(params=SCRIPTS, ids=lambda path: path.stem)
def script(request):
    return parse_script(request.param.read_text("utf-8"))


def test_a_brief_and_a_detailed_english_script_are_there():
    read = [parse_script(path.read_text("utf-8")) for path in SCRIPTS]
    assert {(each.language, each.style) for each in read} == {("en", Style.BRIEF), ("en", Style.DETAILED)}


def test_before_identity_is_verified_no_line_holds_an_amount_or_an_invoice(script):
    full = dict.fromkeys(ScriptField, "4711.00")
    facts = full | {name: FACTS[name] for name in (ScriptField.COMPANY, ScriptField.CALLER, ScriptField.CLIENT)}
    facts |= {ScriptField.CONTACT: "Anna", ScriptField.DAY_GREETING: "Hello", ScriptField.PHONE: "our number"}
    stages = speak(script, facts, is_identity_verified=False)
    words = " ".join(line for stage in stages for line in (*stage.lines, *stage.cues))
    assert "4711" not in words
    assert not re.search(r"\d|debt|overdue|invoice|balance", words)
    assert [stage.stage for stage in stages if stage.is_held] == list(Stage)[2:]


def test_after_identity_every_stage_has_something_to_say_even_with_few_facts(script):
    few = {
        ScriptField.DAY_GREETING: "Hello",
        ScriptField.COMPANY: "Northwind",
        ScriptField.CLIENT: "Müller <Bau> GmbH",
    }
    for facts in (few, FACTS, dict.fromkeys(ScriptField, "x")):
        stages = speak(script, facts, is_identity_verified=True)
        assert [stage.stage for stage in stages] == list(Stage)
        assert all(stage.lines or stage.cues for stage in stages)
        assert not any(stage.is_held for stage in stages)
        assert not any("{{" in line for stage in stages for line in (*stage.lines, *stage.cues))


def test_the_purpose_of_the_brief_script_reads_as_on_the_sheet():
    script = parse_script(SCRIPTS[0].read_text("utf-8"))
    purpose = speak(script, FACTS, is_identity_verified=True)[2]
    assert purpose.lines == (
        "I'm calling about invoice 2031 for 640.00 EUR, due on 30 October. Is there anything stopping it?",
    )
    broken = FACTS | {ScriptField.BROKEN_AMOUNT: "640.00 EUR", ScriptField.BROKEN_DAY: "Friday"}
    assert speak(script, broken, is_identity_verified=True)[2].lines == (
        "I'm calling about the 640.00 EUR you had planned to pay on Friday. Is there anything stopping it?",
    )


def test_stale_payment_data_says_that_it_may_have_crossed(script):
    stale = FACTS | {ScriptField.DATA_UNTIL: "21 November"}
    lines = " ".join(speak(script, stale, is_identity_verified=True)[2].lines)
    assert "Our payment data reaches 21 November" in lines
    assert "may have crossed" in lines


def test_facts_are_put_in_as_they_are_and_never_read_as_a_script():
    facts = {ScriptField.COMPANY: r"{{overdue}} \g<0> {0} <b>&amp;", ScriptField.OVERDUE: "secret"}
    greet = speak(parse_script(MINIMAL), facts, is_identity_verified=False)[0]
    assert greet.lines == (r"Hello from {{overdue}} \g<0> {0} <b>&amp;.",)


@given(st.text(min_size=1))
def test_any_fact_comes_out_unchanged(value: str):
    stages = speak(parse_script(MINIMAL), {ScriptField.CONTACT: value}, is_identity_verified=False)
    assert stages[1].lines == (f"Is this {value}?",)


def test_a_wording_without_its_fact_falls_out():
    stages = speak(
        parse_script(MINIMAL), {ScriptField.INVOICE: "7", ScriptField.OVERDUE: ""}, is_identity_verified=True
    )
    assert [stage.lines for stage in stages] == [(), (), ("About 7.",), (), (), ("Thank you.",)]
    assert stages[3].cues == ()


def test_fields_of_a_wording_are_named_in_order():
    assert fields_of("{{caller}} of {{ company }}") == (ScriptField.CALLER, ScriptField.COMPANY)


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        ("{{password}}", "“{{password}}” in .* is no field"),
        ("{{}}", "“{{}}” in .* is no field"),
        ("{{company.__class__}}", "is no field"),
        ("{{COMPANY}}", "is no field"),
        ("{{company", "belongs to no field"),
        ("company}}", "belongs to no field"),
        ("{{{company}}}", "belongs to no field"),
    ],
)
def test_an_unknown_or_broken_place_is_refused(wording: str, words: str):
    with pytest.raises(DomainError, match=words) as refused:
        fields_of(wording)
    assert refused.value.field == "script"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"brief"', '"loud"', "needs a style: brief or detailed"),
        ("version = 1", 'version = "1"', "needs its language"),
        ("version = 1", "version = true", "needs its language"),
        ('language = "en"', 'language = ""', "needs its language"),
        ('language = "en"', "", "needs its language"),
        ("[stage.listen]\ncues", "[stage.hear]\ncues", "has the stages greet, right_person"),
        ("[stage.greet]", "[[stage]]\n[greet]", "cannot be read|has the stages"),
        ('say = [["Thank you."]]', "", "Stage close needs “say”"),
        ('say = [["Thank you."]]', 'say = "Thank you."', "Stage close needs “say”"),
        ('say = [["Thank you."]]', "say = [[1]]", "Stage close needs “say”"),
        ('say = [["Thank you."]]', 'say = ["Thank you."]', "Stage close needs “say”"),
        ('cues = ["paid {{broken_day}}"]', 'cues = "paid"', "Stage listen needs “say”"),
        ("Hello from {{company}}.", "{{overdue}} is open.", "names overdue before the right person is verified"),
        ("Is this {{contact}}?", "About {{invoice}}?", "names invoice before the right person is verified"),
        ("About {{ invoice }}.", "About {{ voice }}.", "is no field of scripts"),
        ("[stage.greet]", "[stage.greet", "cannot be read"),
    ],
)
def test_a_script_with_a_fault_is_refused_by_name(old: str, new: str, words: str):
    assert old in MINIMAL
    with pytest.raises(DomainError, match=words) as refused:
        parse_script(MINIMAL.replace(old, new))
    assert refused.value.field == "script"


def test_a_stage_that_is_no_table_is_refused():
    head, rest = MINIMAL.split("[stage.greet]")
    stages = f"[stage.greet]{rest}".replace('[stage.close]\nsay = [["Thank you."]]', "")
    with pytest.raises(DomainError, match="Stage close needs"):
        parse_script(f"{head}{stages}[stage]\nclose = 1")


def test_stages_have_words_and_know_what_comes_before_identity():
    assert [stage.label for stage in Stage] == ["Greet", "Right person", "Purpose", "Listen", "Solve", "Close"]
    assert [stage for stage in Stage if stage.is_before_identity] == [Stage.GREET, Stage.RIGHT_PERSON]


@pytest.mark.parametrize(
    ("hour", "words"),
    [(0, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (17, "Good afternoon"), (18, "Good evening")],
)
def test_the_greeting_follows_the_client_s_hour(hour: int, words: str):
    assert day_greeting(hour) == words
