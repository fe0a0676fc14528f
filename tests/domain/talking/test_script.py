from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.errors import DomainError
from arcaller.domain.talking.languages import day_greeting, debt_words, reason_words
from arcaller.domain.talking.script import (
    ScriptField,
    Stage,
    Style,
    choose_script,
    fields_of,
    parse_script,
    speak,
)

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


def script_of(key):
    return parse_script(next(path for path in SCRIPTS if path.stem == key).read_text("utf-8"))


@pytest.fixture(params=SCRIPTS, ids=lambda path: path.stem)
def script(request):
    return parse_script(request.param.read_text("utf-8"))


def test_english_has_every_style_and_three_more_languages_the_brief_and_the_formal_one():
    read = {parse_script(path.read_text("utf-8")).key for path in SCRIPTS}
    english = {f"en-{style}" for style in Style}
    assert read == english | {
        f"{language}-{style}" for language in ("de", "fr", "es") for style in ("brief", "formal")
    }
    assert {path.stem for path in SCRIPTS} == read


def test_before_identity_is_verified_no_line_holds_an_amount_or_an_invoice(script):
    full = dict.fromkeys(ScriptField, "4711.00")
    facts = full | {name: FACTS[name] for name in (ScriptField.COMPANY, ScriptField.CALLER, ScriptField.CLIENT)}
    facts |= {ScriptField.CONTACT: "Anna", ScriptField.DAY_GREETING: "Hello", ScriptField.PHONE: "our number"}
    stages = speak(script, facts, is_identity_verified=False)
    words = " ".join(line for stage in stages for line in (*stage.lines, *stage.cues))
    assert "4711" not in words
    assert not re.search(r"\d|debt|overdue|invoice|balance", words)
    assert not debt_words(words, script.language)
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
    script = script_of("en-brief")
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
    assert re.search("(data reaches|reichen bis zum|arrêtent au|hasta el) 21 November", lines)
    assert re.search("crossed|überschnitten|se croiser|croisés|cruzado", lines)


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
        ('"brief"', '"loud"', "needs a style: brief or detailed or formal or friendly"),
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
        ("Hello from {{company}}.", "Your debt, please.", "speaks of debt .“debt”"),
        ("Is this {{contact}}?", "It is about 400.00 EUR.", "speaks of debt"),
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
    ("hour", "language", "words"),
    [
        (0, "en", "Good morning"),
        (11, "en", "Good morning"),
        (12, "en", "Good afternoon"),
        (17, "en", "Good afternoon"),
        (18, "en", "Good evening"),
        (9, "de-AT", "Guten Morgen"),
        (13, "de", "Guten Tag"),
        (20, "de", "Guten Abend"),
        (9, "fr", "Bonjour"),
        (18, "fr_CA", "Bonsoir"),
        (9, "es", "Buenos días"),
        (15, "es", "Buenas tardes"),
        (22, "es", "Buenas noches"),
        (9, "fi", "Good morning"),
    ],
)
def test_the_greeting_follows_the_client_s_hour(hour: int, language: str, words: str):
    assert day_greeting(hour, language) == words


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "your overdue balance"),
        ("en", "You OWE us"),
        ("en", "a reminder"),
        ("en", "for 1,250.00"),
        ("en", "$ 40"),
        ("en", "about 400 EUR"),
        ("en", "an account problem"),
        ("en", "your bill with us"),
        ("en", "Two BILLS"),
        ("en", "what we billed in May"),
        ("en", "a billing matter"),
        ("de", "Ihre offene Rechnung"),
        ("de", "die Stromrechnungen vom Mai"),
        ("de", "unsere Abrechnung"),
        ("de", "unsere Faktura"),
        ("de", "was wir fakturiert haben"),
        ("de", "die Mahnungen"),
        ("de", "überfällige Zahlung"),
        ("de", "Sie schulden uns"),
        ("fr", "votre dette"),
        ("fr", "les factures impayées"),
        ("fr", "un paiement en retard"),
        ("fr", "la facturation de mai"),
        ("fr", "votre quittance"),
        ("es", "su deuda"),
        ("es", "facturas vencidas"),
        ("es", "el saldo"),
        ("es", "lo que se facturó"),
        ("es", "su recibo de mayo"),
        ("es", "dos recibos"),
        ("pl", "Ihre Mahnung"),
        ("pl", "votre facture"),
    ],
)
def test_words_of_debt_are_known_in_each_language(language: str, text: str):
    assert debt_words(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Mr. Owens, who looks after payments"),
        ("en", "room 12, floor 3"),
        ("en", "a billiard hall, a billion stars, a billboard"),
        ("de", "Entschuldigung, guten Tag"),
        ("de", "nach unserer Berechnung"),
        ("de", "wer sich um Zahlungen kümmert"),
        ("fr", "la personne chargée des paiements"),
        ("es", "los pagos de enero"),
        ("es", "recibo muchas llamadas"),
    ],
)
def test_what_anybody_may_hear_is_no_word_of_debt(language: str, text: str):
    assert debt_words(text, language) == ()


@given(st.text(), st.sampled_from(["en", "de", "fr", "es", "xx", ""]))
def test_looking_for_words_of_debt_never_fails(text: str, language: str):
    assert all(found in text for found in debt_words(text, language))


def test_a_dispute_is_named_in_the_language_of_the_script():
    assert reason_words("wrong_order", "en") == "wrong order"
    assert reason_words("wrong_order", "de") == "falsche Bestellung"
    assert reason_words("something_new", "fr") == "something new"


@pytest.mark.parametrize(
    ("languages", "style", "key"),
    [
        (("de-AT", "en"), "formal", "de-formal"),
        (("", "fr"), "formal", "fr-formal"),
        (("de", "fr"), "friendly", "de-brief"),
        (("fi", "es"), "brief", "es-brief"),
        (("fi", ""), "friendly", "en-friendly"),
        ((), "detailed", "en-detailed"),
        (("DE",), "unheard-of", "de-brief"),
    ],
)
def test_the_script_follows_contact_then_client_then_english_and_a_missing_style_is_brief(languages, style, key):
    scripts = {path.stem: parse_script(path.read_text("utf-8")) for path in SCRIPTS}
    assert choose_script(scripts, languages, style).key == key


def test_without_an_english_brief_script_the_way_out_is_said():
    with pytest.raises(DomainError, match="reset it in Settings"):
        choose_script({}, ("de",), "brief")
