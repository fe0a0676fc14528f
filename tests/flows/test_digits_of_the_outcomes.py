"""Other digits for the outcomes, and none at all: bar, note and key sheet follow at once and after a restart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.errors import DomainError
from arcaller.ui.help.pages import page_text
from arcaller.ui.shared.outcome_keys import OutcomeKeys, keys_of, read_digits

TURNED = "0987654321"


@pytest.fixture
def computer(desk):
    desk.bench.window.show_screen("settings")
    form = desk.bench.window.screen_widget("settings").computer
    desk.bench.window.screen_widget("settings").show_group("computer")
    return form


def retype(form, text):
    form.digits.setFocus(Qt.FocusReason.TabFocusReason)
    form.digits.selectAll()
    QTest.keyClicks(form.digits, text)
    QTest.keyClick(form.digits, Qt.Key.Key_Return)


def test_other_digits_arm_other_outcomes_at_once_and_stand_on_the_buttons(desk, computer):
    retype(computer, TURNED)
    desk.open("Müller <Bau> GmbH")
    desk.type("9")
    assert desk.sheet.outcomes.bar.armed == "9"
    desk.enter()
    assert desk.one("SELECT outcome FROM call") == (CallOutcome.VOICEMAIL.value,)
    assert desk.bench._factory.outcome_keys().digits == TURNED
    assert desk.bench.window._key_groups()[0][1][0] == ("0", "No answer")


def test_answers_and_help_name_the_digits_of_this_computer(desk, computer):
    retype(computer, TURNED)
    desk.open("Müller <Bau> GmbH")
    desk.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    answers = desk.sheet.conversation.objections
    said = {}
    for name in answers._answers:
        answers.list.go_to(name)
        said[answers._answers[name].move.outcome] = answers._hint.text
    assert "Enter 4 Call back" in said[CallOutcome.CALL_BACK]
    desk.bench.window.help_box.show_page("outcomes")
    assert "| 6 | plan |" in page_text("outcomes", desk.bench._factory.outcome_keys())
    assert "{{" not in desk.bench.window.help_box.text.toPlainText()
    assert "0\nno answer" in desk.bench.window.help_box.text.toPlainText()
    desk.bench.window.help_box.close()


def test_what_is_armed_stays_armed_under_its_new_digit(desk, computer):
    desk.open("Müller <Bau> GmbH")
    desk.type("2")
    desk.sheet.outcomes.use_keys(OutcomeKeys(TURNED))
    assert desk.sheet.outcomes.bar.armed == "9"
    desk.enter()
    assert desk.one("SELECT outcome FROM call") == (CallOutcome.VOICEMAIL.value,)


def test_with_arming_off_a_digit_is_text_and_the_bar_still_arms(desk, computer):
    computer.digits_arm.click()
    desk.open("Müller <Bau> GmbH")
    desk.type("2")
    assert desk.sheet.outcomes.note.toPlainText() == "2"
    desk.press(Qt.Key.Key_Escape)
    desk.type("3")
    desk.enter()
    assert desk.one("SELECT outcome, note FROM call") == (CallOutcome.BUSY.value, "2")


def test_digits_that_cannot_be_stay_in_their_field_with_the_reason(desk, computer):
    retype(computer, "1123456789")
    assert computer.digits_error.text() == "✗ Each of the ten outcomes needs a digit of its own: 0 is missing."
    assert computer.digits.text() == "1123456789"
    assert desk.bench._factory.outcome_keys() == OutcomeKeys()
    computer.usual.click()
    assert computer.digits_error.text() == ""


@pytest.mark.parametrize("typed", ["", "123", "12345678900", "abcdefghij", "１２３４５６７８９０"])
def test_ten_different_digits_are_asked_for(typed):
    with pytest.raises(DomainError, match="a digit of its own"):
        read_digits(typed)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"digits": 7, "arms": true}', '{"digits": "111"}', "null"])
def test_what_other_hands_left_gives_the_usual_digits(text):
    assert keys_of(text) == OutcomeKeys()


def test_what_is_kept_comes_back():
    kept = OutcomeKeys(TURNED, arms=False)
    assert keys_of(kept.text()) == kept
