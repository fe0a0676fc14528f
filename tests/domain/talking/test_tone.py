"""The tone check: the examples of good wording pass, each listed term is found in any case and ending."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.errors import DomainError
from arcaller.domain.talking.objections import parse_objections
from arcaller.domain.talking.reading import reading_grade, syllables
from arcaller.domain.talking.script import parse_script
from arcaller.domain.talking.tone import TextKind, ToneKind, check_note, check_tone, describe, parse_tone

FOLDER = Path(__file__).parents[3] / "resources" / "tone"
RULES = {path.stem: parse_tone(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}
EN, DE = RULES["en"], RULES["de"]

GOOD = (
    "Good morning, this is Asha Rao from Northwind Supplies. May I speak with the person who looks after payments?",
    "I'm calling about invoice 1042 for 1,250.00, due on 3 March. Is there anything stopping it from being paid?",
    "This is Asha from Northwind. Please call me back on +1 212 555 0142. Thank you.",
    "This is an attempt to collect a debt. Any information you give will be used for that purpose.",
    "Can you pay the full amount today?",
    "Which date this week can I write down?",
    "So you will send 600.00 by transfer on Friday 13 March. Could you say that back to me, so I have it right?",
    "I can't agree to that myself. I will ask my supervisor and call you by 4 pm tomorrow.",
    "Thank you for telling me. May I note that, so you don't have to repeat it? What would help most now?",
    "If we hear nothing by 20 March, our terms allow us to stop new orders. I'd rather find a date with you.",
    "To stop e-mails to this address, reply STOP.",
)


@pytest.mark.parametrize("line", GOOD)
def test_good_wording_passes(line):
    assert check_tone(line, EN).flags == ()


def kinds(text, rules=EN, kind=TextKind.SPOKEN):
    return {flag.kind for flag in check_tone(text, rules, kind).flags}


def noted(text):
    return {flag.kind for flag in check_note(text, list(RULES.values())).flags}


AGGRESSIVE = (
    "You will be arrested.", "You could go to jail.", "This is a criminal matter.", "We call the police.",
    "This is your final warning. Really, a FINAL WARNING.", "You must immediately pay.",
    "Failure to comply has a price.",
    "We know where you live.", "Shame on you.", "No more excuses.", "Another excuse?", "You are a liar.",
    "You refuse to pay.", "He refuses to pay.", "She refused.", "They keep refusing to pay.", "Deadbeat.",
    "Pay today, or else.", "This will ruin your credit.", "You are lazy.", "What will your family think?",
    "Your wife should know.",
)  # fmt: skip


@pytest.mark.parametrize("text", AGGRESSIVE)
def test_aggressive_words_are_found_in_any_case_and_ending(text):
    assert ToneKind.AGGRESSIVE in kinds(text)
    assert ToneKind.AGGRESSIVE in kinds(text.upper())
    assert ToneKind.AGGRESSIVE in noted(text.lower())


@pytest.mark.parametrize(
    "text",
    ["We take legal action.", "See you in court.", "The courts decide.", "A bailiff comes.", "Our solicitor writes.",
     "We tell the credit bureau.", "We sell the debt.", "We are assigning your debt.", "We sold the debt."],
)  # fmt: skip
def test_a_threat_is_asked_whether_it_is_decided_and_lawful(text):
    (flag,) = (flag for flag in check_tone(text, EN).flags if flag.kind is ToneKind.THREAT)
    assert "decided and lawful" in flag.reason
    assert noted(text) == {ToneKind.THREAT}


@pytest.mark.parametrize(
    ("text", "plainer"),
    [
        ("You failed to pay.", "we have not yet received"),
        ("You owe 40.", "the open balance is"),
        ("He owes us.", "the open balance is"),
        ("It was owed.", "the open balance is"),
        ("The sum owing.", "the open balance is"),
        ("We demand it.", "ask"),
        ("We demanded it.", "ask"),
        ("Do it immediately.", "by (date)"),
        ("As per my previous e-mail.", "as we agreed on (date)"),
        ("Obviously so.", "leave it out"),
        ("It is clearly due.", "leave it out"),
    ],
)
def test_hard_words_get_a_softer_wording(text, plainer):
    for each in (text, text.upper(), text.lower()):
        assert plainer in {flag.plainer for flag in check_tone(each, EN).flags if flag.kind is ToneKind.SOFTEN}


@pytest.mark.parametrize(
    ("text", "plainer"),
    [
        ("A delinquent one.", "overdue"),
        ("The delinquency.", "overdue"),
        ("Please remit 40.", "pay"),
        ("It was remitted.", "pay"),
        ("Send the remittance advice.", "payment note"),
        ("You are in arrears.", "overdue amount"),
        ("Your PTP.", "promise to pay"),
        ("Our DSO is high.", "leave it out; clients do not need it"),
        ("The CEI fell.", "leave it out; clients do not need it"),
        ("The ageing buckets.", "leave it out; clients do not need it"),
        ("We accelerate it.", "ask for the whole balance"),
        ("A forbearance.", "pause"),
        ("We reconciled it.", "match"),
        ("The aforementioned.", "leave it out"),
        ("We hereby ask.", "leave it out"),
        ("Pursuant to it.", "leave it out"),
        ("Terms are net 30.", "due (that many) days after the invoice date"),
    ],
)
def test_jargon_gets_a_plain_word(text, plainer):
    for each in (text, text.upper(), text.lower()):
        assert plainer in {flag.plainer for flag in check_tone(each, EN).flags if flag.kind is ToneKind.JARGON}


@pytest.mark.parametrize(
    ("text", "is_shouting"),
    [
        ("PAY IT NOW", True), ("please PAY THIS TODAY, thanks", True), ("Pay today!!", True), ("Thank you!", False),
        ("PAY NOW", False), ("The IBAN and the BIC", False), ("Is IT so? NO. IT IS", False), ("PAYEZ TOUT ÇA", True),
    ],
)  # fmt: skip
def test_three_words_in_capitals_or_two_exclamation_marks_are_shouting(text, is_shouting):
    assert (ToneKind.SHOUTING in kinds(text)) == is_shouting


@pytest.mark.parametrize(
    ("text", "is_orders"),
    [
        ("Pay today and send the receipt.", True), ("Please call us, then confirm the day.", True),
        ("Pay today. Send the receipt.", False), ("I will check it and call you, and send a copy.", False),
        ("Please pay by Friday.", False), ("Call us or reply to this message", True),
    ],
)  # fmt: skip
def test_more_than_one_order_in_a_sentence_is_flagged(text, is_orders):
    assert (ToneKind.ORDERS in kinds(text)) == is_orders


def test_one_final_warning_is_none_too_many_and_excuse_me_is_polite():
    assert kinds("This is the final warning.") == set()
    assert kinds("Excuse me, is this accounts?") == set()


def test_the_longer_words_win_over_those_within_them():
    (flag,) = check_tone("Send the remittance advice.", EN).flags
    assert describe(flag, "Send the remittance advice.") == (
        "“remittance advice”: Clients do not speak like this. Plainer: payment note"
    )


def test_a_note_is_told_of_everything_but_orders_once_for_all_languages():
    assert noted("CLIENT OWES US a lot, in arrears, court next!!") == {
        ToneKind.SHOUTING, ToneKind.SOFTEN, ToneKind.JARGON, ToneKind.THREAT,
    }  # fmt: skip
    (flag,) = check_note("Asked to wait!!", list(RULES.values())).flags
    assert flag.kind is ToneKind.SHOUTING
    assert noted("He is a liar, eine Ausrede") == {ToneKind.AGGRESSIVE}
    assert noted("Call again on Friday, send the copy and write to Jan.") == set()
    assert check_note("anything", []).flags == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Wir holen die Polizei.", ToneKind.AGGRESSIVE), ("Das ist eine AUSREDE.", ToneKind.AGGRESSIVE),
        ("Sie weigern sich.", ToneKind.AGGRESSIVE), ("Dann geht es vor Gericht.", ToneKind.THREAT),
        ("Sie schulden uns Geld.", ToneKind.SOFTEN), ("Zahlen Sie unverzüglich.", ToneKind.SOFTEN),
        ("Sie sind säumig.", ToneKind.JARGON), ("Hiermit schreiben wir.", ToneKind.JARGON),
    ],
)  # fmt: skip
def test_german_has_a_list_of_its_own(text, kind):
    assert kind in kinds(text, DE)
    assert check_tone(text, DE).grade is None


@given(st.text(), st.sampled_from(sorted(RULES)), st.sampled_from(list(TextKind)))
def test_checking_never_fails_and_flags_lie_in_the_text(text, language, kind):
    for flag in check_tone(text, RULES[language], kind).flags:
        assert 0 <= flag.start < flag.end <= len(text)


@given(
    st.lists(st.sampled_from([*AGGRESSIVE, *GOOD, "NET 30!!", "PAY IT NOW", "’"]), max_size=5), st.text(max_size=3)
)
def test_flags_stand_in_the_order_of_the_text(parts, between):
    flags = check_tone(between.join(parts), EN).flags
    assert [flag.start for flag in flags] == sorted(flag.start for flag in flags)


COLD = (
    "Dear Ms Weber, invoice 1042 for 1,250.00 was due on 3 March. Could you pay it by Friday? "
    "You can reach me at +1 212 555 0142. Thank you."
)


def test_a_message_with_all_it_needs_lacks_nothing():
    report = check_tone(COLD, EN, TextKind.MESSAGE)
    assert (report.flags, report.missing) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("Dear Ms Weber, i", "I", "It lacks a greeting."),
        ("Dear Ms Weber,", "Hello,", "The greeting lacks a name."),
        ("invoice 1042", "one of them", "It lacks the reason."),
        ("was due on 3 March. Could you pay it by Friday?", "is due. Could you pay it?", "It lacks a date."),
        ("Could you pay it by Friday? ", "", "It lacks one next step."),
        (" You can reach me at +1 212 555 0142.", "", "It lacks how to reach us."),
        (" Thank you.", "", "It lacks thanks."),
    ],
)
def test_a_message_is_told_what_it_lacks(old, new, missing):
    assert old in COLD
    assert missing in check_tone(COLD.replace(old, new), EN, TextKind.MESSAGE).missing


def test_a_message_without_an_amount_or_too_long_is_told_so():
    assert "It lacks the amount." in check_tone("Dear Ann, a plan. Thank you.", EN, TextKind.MESSAGE).missing
    long = COLD + " It is so." * 60
    assert any("enough for a message" in words for words in check_tone(long, EN, TextKind.MESSAGE).missing)
    assert any("room for 300" in words for words in check_tone(long, EN, TextKind.SMS).missing)
    assert not any("enough" in words for words in check_tone(long, EN, TextKind.LETTER).missing)


def test_a_hard_text_is_told_its_grade():
    hard = "Considerable deliberation notwithstanding, reimbursement necessitates administrative authorization now."
    report = check_tone(hard, EN, TextKind.LETTER)
    assert report.grade is not None
    assert report.grade > 10
    assert any("school grade" in words for words in report.missing)


@pytest.mark.parametrize(
    ("word", "count"),
    [("owed", 1), ("table", 2), ("delinquent", 3), ("the", 1), ("payment", 2), ("I", 1), ("invoice", 2),
     ("agreement", 3),
     ("stopped", 1), ("times", 1)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_heard(word, count):
    assert syllables(word) == count


def test_the_grade_is_that_of_the_formula_without_names_and_numbers():
    text = "The cat sat on the mat. The dog ran to the {{client}} with 4711 Mister Smith and me."
    # 6 words in the first sentence, 8 in the second, 14 syllables in all
    assert reading_grade(text) == pytest.approx(max(0, 0.39 * 14 / 2 + 11.8 * 14 / 14 - 15.59), abs=0.5)
    assert reading_grade("Too short.") is None


@pytest.mark.parametrize("body", ["", "language = 1", "[[term]", 'language = "en"\n[reasons]\n'])
def test_a_list_that_cannot_be_read_is_refused(body):
    with pytest.raises(DomainError, match="cannot be read"):
        parse_tone(body)


RESOURCES = FOLDER.parent


def spoken_texts():
    for path in sorted((RESOURCES / "scripts").glob("*.toml")):
        script = parse_script(path.read_text("utf-8"))
        for stage in script.stages:
            for wording in stage.wordings:
                yield pytest.param(script.language, wording, id=f"{path.stem}-{stage.stage}")
    for path in sorted((RESOURCES / "objections").glob("*.toml")):
        found = parse_objections(path.read_text("utf-8"))
        for answer in found.answers:
            for wording in answer.wordings:
                yield pytest.param(found.language, wording, id=f"{path.stem}-{answer.objection}")


@pytest.mark.parametrize(("language", "wording"), tuple(spoken_texts()))
def test_every_shipped_text_passes_its_own_check(language, wording):
    assert check_tone(wording, RULES.get(language, EN)).flags == ()


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("fr", "Vous êtes un menteur.", ToneKind.AGGRESSIVE), ("fr", "Que dira votre famille ?", ToneKind.AGGRESSIVE),
        ("fr", "Nous irons au tribunal.", ToneKind.THREAT), ("fr", "Payez immédiatement.", ToneKind.SOFTEN),
        ("fr", "Cette créance est ouverte.", ToneKind.JARGON),
        ("es", "Usted es un moroso.", ToneKind.AGGRESSIVE), ("es", "¿Qué dirá su familia?", ToneKind.AGGRESSIVE),
        ("es", "Vamos al juzgado.", ToneKind.THREAT), ("es", "Pague inmediatamente.", ToneKind.SOFTEN),
        ("es", "El deudor no responde.", ToneKind.JARGON),
    ],
)  # fmt: skip
def test_french_and_spanish_have_words_of_each_kind(language, text, kind):
    assert kind in kinds(text, RULES[language])
    assert kind in kinds(text.upper(), RULES[language])


@pytest.mark.parametrize("language", ["fr", "es"])
def test_what_comes_with_the_program_in_french_and_spanish_is_said_without_a_flag(language):
    folder = FOLDER.parent
    files = [*(folder / "scripts").glob(f"{language}-*.toml"), folder / "objections" / f"{language}.toml"]
    texts = [text for path in files for text in re.findall(r'"([^"]+)"', path.read_text("utf-8"))]
    assert len(texts) > 40
    assert {text: flags for text in texts if (flags := kinds(text, RULES[language]))} == {}
