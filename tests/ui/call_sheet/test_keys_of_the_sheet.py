"""Where keys go on the call sheet: digits arm only while the note is empty and untouched; nothing typed is lost."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.contact.phones import Confidence, LocalZone, ZoneSource
from arcaller.domain.money import Money
from arcaller.ui.call_sheet.outcome.outcome_panel import OutcomePanel
from arcaller.ui.call_sheet.sheet_context import SheetContext
from arcaller.ui.shared.draft_keeper import BEAT_MS, DraftKeeper
from arcaller.ui.shared.words.formats import Formats

MONDAY = date(2026, 11, 23)
BERLIN = LocalZone(("Europe/Berlin",), ZoneSource.TOLD, Confidence.HIGH)
CONTEXT = SheetContext(
    sheet=SimpleNamespace(currency="EUR", aging=[SimpleNamespace(currency="EUR", overdue_minor=147_700)]),
    contact=SimpleNamespace(name="Anna Weber"),
    zone=BERLIN,
    desk=SimpleNamespace(today=MONDAY, now=datetime(2026, 11, 23, 13, 32, tzinfo=UTC)),
)


class Sheet:
    """A panel with what it told."""

    def __init__(self, qtbot):
        self.ticked = (1, 2)
        self.panel = OutcomePanel(lambda reading: f"Would log {reading.outcome}.", lambda: self.ticked,
                                  lambda: Money(147_700, "EUR"), Formats("en_GB"))  # fmt: skip
        self.committed = []
        self.plans = self.ticks = 0
        self.panel.committed.connect(lambda reading, _event: self.committed.append(reading))
        self.panel.plan_wanted.connect(self._plan)
        self.panel.ticks_wanted.connect(self._tick)
        qtbot.addWidget(self.panel)
        self.panel.resize(1000, 260)
        self.panel.start(CONTEXT)
        self.panel.show()
        qtbot.waitExposed(self.panel)
        self.panel.note.setFocus(Qt.FocusReason.OtherFocusReason)
        qtbot.waitUntil(self.panel.note.hasFocus)

    def _plan(self):
        self.plans += 1

    def _tick(self):
        self.ticks += 1

    def keys(self, text):
        for letter in text:
            QTest.keyClick(QApplication.focusWidget(), letter)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget(), key, modifier)

    def enter(self):
        self.press(Qt.Key.Key_Return)

    @property
    def text(self):
        return self.panel.note.toPlainText()

    @property
    def said(self):
        return self.panel._next_step.text


@pytest.fixture
def sheet(qtbot):
    return Sheet(qtbot)


@pytest.mark.parametrize(
    ("digit", "outcome"),
    [("1", CallOutcome.NO_ANSWER), ("2", CallOutcome.VOICEMAIL), ("3", CallOutcome.BUSY),
     ("8", CallOutcome.WRONG_NUMBER), ("9", CallOutcome.REFUSES)],
)  # fmt: skip
def test_a_digit_arms_and_enter_commits(sheet, digit, outcome):
    sheet.keys(digit)
    assert (sheet.panel.armed, sheet.text, sheet.committed) == (outcome, "", [])
    sheet.enter()
    assert [reading.outcome for reading in sheet.committed] == [outcome]


@pytest.mark.parametrize("letter", "pcmn")
def test_zero_asks_with_one_letter_and_enter_commits(sheet, letter):
    sheet.keys("0")
    sheet.enter()
    assert sheet.committed == []
    assert "p says paid" in sheet.said
    sheet.keys(letter)
    sheet.enter()
    (reading,) = sheet.committed
    assert (reading.outcome, reading.letter, reading.note) == (CallOutcome.OTHER, letter, "")


def test_the_letter_after_zero_works_from_the_note_too(sheet):
    sheet.keys("0c")
    assert (sheet.text, sheet.panel.other_form.letter) == ("", "c")
    sheet.keys("2")
    assert sheet.panel.armed is CallOutcome.VOICEMAIL
    assert sheet.panel.other_form.letter == ""


def test_another_digit_arms_another_outcome(sheet):
    sheet.keys("12")
    assert sheet.panel.armed is CallOutcome.VOICEMAIL


def test_a_digit_after_text_is_text(sheet):
    sheet.keys("call 2 pm")
    assert (sheet.text, sheet.panel.armed) == ("call 2 pm", None)


def test_a_digit_is_text_once_the_note_was_entered_by_hand(sheet):
    QTest.mouseClick(sheet.panel.note.viewport(), Qt.MouseButton.LeftButton)
    sheet.keys("2")
    assert (sheet.text, sheet.panel.armed) == ("2", None)


@pytest.mark.parametrize("reason", [Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason,
                                    Qt.FocusReason.ShortcutFocusReason])  # fmt: skip
def test_tab_and_shortcut_into_the_note_count_as_by_hand(sheet, reason):
    sheet.panel.bar.setFocus()
    sheet.panel.note.setFocus(reason)
    sheet.keys("7")
    assert (sheet.text, sheet.panel.armed) == ("7", None)


def test_other_scripts_digits_are_text(sheet):
    QApplication.sendEvent(sheet.panel.note, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, "٢"))
    assert (sheet.text, sheet.panel.armed) == ("٢", None)


def test_a_shifted_digit_arms_as_on_a_french_keyboard(sheet):
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_2, Qt.KeyboardModifier.ShiftModifier, "2")
    QApplication.sendEvent(sheet.panel.note, event)
    assert sheet.panel.armed is CallOutcome.VOICEMAIL


def test_the_keypad_arms(sheet):
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_3, Qt.KeyboardModifier.KeypadModifier, "3")
    QApplication.sendEvent(sheet.panel.note, event)
    assert sheet.panel.armed is CallOutcome.BUSY


def test_a_held_digit_does_not_arm_and_a_held_enter_does_not_commit(sheet):
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_2, Qt.KeyboardModifier.NoModifier, "2", True)
    QApplication.sendEvent(sheet.panel.note, held)
    assert (sheet.panel.armed, sheet.text) == (None, "2")
    sheet.panel.note.clear()
    sheet.keys("2")
    enter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(sheet.panel.note, enter)
    assert sheet.committed == []


def test_arming_by_digits_can_be_turned_off(sheet):
    sheet.panel.note.set_digits_arm(False)
    sheet.keys("2")
    assert (sheet.text, sheet.panel.armed) == ("2", None)


def test_a_composed_letter_goes_to_the_note(sheet):
    event = QInputMethodEvent("", [])
    event.setCommitString("é")
    QApplication.sendEvent(sheet.panel.note, event)
    assert sheet.text == "é"


def test_enter_with_nothing_armed_only_hints(sheet):
    sheet.enter()
    assert sheet.committed == []
    assert "Choose 0–9" in sheet.said


def test_shift_enter_is_a_new_line(sheet):
    sheet.keys("a")
    sheet.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    sheet.keys("b")
    assert (sheet.text, sheet.committed) == ("a\nb", [])


@pytest.mark.parametrize("way", [(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
                                 (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)])  # fmt: skip
def test_after_a_note_the_bar_takes_digits_again(sheet, way):
    sheet.keys("asked for a copy")
    sheet.press(*way)
    assert sheet.panel.bar.hasFocus()
    sheet.keys("2")
    sheet.enter()
    assert (sheet.committed[0].outcome, sheet.committed[0].note) == (CallOutcome.VOICEMAIL, "asked for a copy")


def test_a_promise_asks_for_its_day_first_and_takes_all_that_is_ticked(sheet):
    sheet.keys("4")
    assert QApplication.focusWidget() is sheet.panel.promise_form.when
    sheet.enter()
    assert sheet.committed == []
    assert "which day" in sheet.said
    sheet.keys("fr")
    sheet.enter()
    promise = sheet.committed[0].promise
    assert (promise.due_on, promise.amount, promise.invoice_ids) == (
        date(2026, 11, 27),
        Money(147_700, "EUR"),
        (1, 2),
    )


def test_a_promise_of_500_on_the_15th_is_typed_in_eight_keys(sheet):
    sheet.keys("415")
    sheet.press(Qt.Key.Key_Tab)
    sheet.keys("500")
    sheet.enter()
    promise = sheet.committed[0].promise
    assert (promise.due_on, promise.amount) == (date(2026, 12, 15), Money(50_000, "EUR"))


def test_an_unreadable_amount_keeps_the_focus_in_its_field(sheet):
    sheet.keys("4fr")
    sheet.press(Qt.Key.Key_Tab)
    sheet.keys("5,00.1")
    sheet.enter()
    assert sheet.committed == []
    assert "is not an amount" in sheet.said
    assert QApplication.focusWidget() is sheet.panel.promise_form.amount


def test_escape_gives_what_the_field_could_not_read_to_the_note_with_its_digit(sheet):
    sheet.keys("4pieces missing")
    sheet.press(Qt.Key.Key_Escape)
    assert sheet.text == "4 pieces missing"
    assert (sheet.panel.armed, sheet.panel.bar.hasFocus()) == (None, True)


def test_what_escape_gave_to_the_note_no_longer_stands_in_the_fields(sheet):
    sheet.keys("4fr")
    sheet.press(Qt.Key.Key_Tab)
    sheet.keys("5,0,0")
    sheet.press(Qt.Key.Key_Escape)
    assert sheet.text == "4 fr 5,0,0"
    sheet.keys("4")
    assert sheet.panel.promise_form.typed() == ""


def test_an_outcome_armed_again_takes_new_words_in_place_of_the_old(sheet):
    sheet.keys("71430")
    sheet.press(Qt.Key.Key_Escape)
    sheet.keys("71500")
    assert sheet.panel.call_back_form.when.text() == "1500"


def test_escape_of_a_readable_field_only_disarms(sheet):
    sheet.keys("4fr")
    sheet.press(Qt.Key.Key_Escape)
    assert (sheet.text, sheet.panel.armed) == ("", None)


def test_a_call_back_is_read_in_the_clients_time(sheet):
    sheet.keys("71530")
    sheet.enter()
    back = sheet.committed[0].call_back
    assert (back.due_on, back.due_time, back.time_zone) == (MONDAY, "15:30", "Europe/Berlin")


def test_a_call_back_time_that_is_past_means_tomorrow(sheet):
    sheet.keys("71430")
    sheet.enter()
    assert sheet.committed[0].call_back.due_on == date(2026, 11, 24)


def test_a_dispute_goes_to_the_tick_list_and_takes_a_letter(sheet):
    sheet.keys("6")
    assert sheet.ticks == 1
    assert sheet.panel.pick_reason("p")
    assert not sheet.panel.pick_reason("x")
    sheet.panel.commit()
    assert sheet.committed[0].dispute.reason_code == "price"


def test_a_dispute_without_an_invoice_or_a_reason_is_not_complete(sheet):
    sheet.keys("6")
    sheet.panel.commit()
    assert "Press a letter" in sheet.said
    sheet.panel.pick_reason("q")
    sheet.ticked = ()
    sheet.panel.commit()
    assert "Which invoice" in sheet.said
    assert sheet.committed == []


def test_plan_opens_the_wizard(sheet):
    sheet.keys("5")
    assert (sheet.plans, sheet.committed) == (1, [])


def test_keys_typed_before_the_new_sheet_was_seen_are_text(sheet):
    sheet.panel.note.begin_unseen()
    sheet.keys("3")
    sheet.enter()
    sheet.keys("4")
    assert (sheet.text, sheet.panel.armed, sheet.committed) == ("34", None, [])
    sheet.panel.note.start_sheet()
    sheet.panel.note.seen(0)
    sheet.keys("3")
    assert sheet.panel.armed is CallOutcome.BUSY


def test_ctrl_z_undoes_typed_text_first(sheet):
    sheet.keys("ab")
    sheet.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert sheet.text == ""


def test_ctrl_z_with_nothing_typed_is_left_to_the_program(sheet):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "")
    event.accept()
    sheet.panel.note.event(event)
    assert not event.isAccepted()


def test_the_right_person_is_said_when_a_promise_is_armed(sheet):
    sheet.keys("4fr")
    assert "Right person: Anna Weber." in sheet.said


class Disk:
    """Where drafts go; may be locked for a while."""

    def __init__(self):
        self.saved, self.locked = [], False

    def save(self, key, body):
        if self.locked:
            return False
        self.saved.append((key, body, time.monotonic()))
        return True


def test_drafts_are_saved_while_typing_goes_on(qtbot):
    disk, text = Disk(), [""]
    keeper = DraftKeeper(disk.save, lambda: text[0])
    keeper.start("call:1", "")
    began = time.monotonic()
    for _ in range(12):
        text[0] += "x"
        keeper.note_changed()
        with qtbot.waitCallback(raising=False, timeout=80):
            pass
    assert disk.saved, "nothing was saved although typing never paused"
    assert disk.saved[0][2] - began < 0.5
    assert BEAT_MS <= 500


def test_a_locked_file_is_tried_again(qtbot):
    disk, text = Disk(), ["half a sentence"]
    keeper = DraftKeeper(disk.save, lambda: text[0])
    keeper.start("call:1", "")
    disk.locked = True
    keeper.flush()
    assert disk.saved == []
    disk.locked = False
    qtbot.waitUntil(lambda: [entry[:2] for entry in disk.saved] == [("call:1", "half a sentence")])


def test_a_stopped_keeper_saves_nothing_more(qtbot):
    disk = Disk()
    keeper = DraftKeeper(disk.save, lambda: "text")
    keeper.start("call:1", "")
    keeper.note_changed()
    keeper.stop()
    keeper.flush()
    assert disk.saved == []


def test_letters_typed_on_the_bar_are_text_of_the_note(sheet):
    sheet.keys("rang twice")
    sheet.press(Qt.Key.Key_Escape)
    assert sheet.panel.bar.hasFocus()
    sheet.keys("x2")
    assert (sheet.text, sheet.panel.armed) == ("rang twicex2", None)


def test_ctrl_z_in_an_empty_field_is_left_to_the_program(sheet):
    sheet.keys("4")
    field = sheet.panel.promise_form.when
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "\x1a")
    QApplication.sendEvent(field, override)
    assert not override.isAccepted()
    sheet.keys("fr")
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "\x1a")
    QApplication.sendEvent(field, override)
    assert override.isAccepted()
