"""The shared widgets: names for screen readers, words as written, what a key or a narrow window does."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from arcaller.domain.errors import DomainError
from arcaller.ui.shared.look.colors import contrast
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.widgets.aging_bar import AgingBar, Bucket
from arcaller.ui.shared.widgets.authority_meter import AuthorityMeter, Reading
from arcaller.ui.shared.widgets.balance_chart import BalanceChart, BalancePoint
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Banner, Card
from arcaller.ui.shared.widgets.chip import Chip, KeyCap
from arcaller.ui.shared.widgets.messages import EmptyState, FieldError
from arcaller.ui.shared.widgets.outcome_bar import DIGITS, OutcomeBar, OutcomeChoice
from arcaller.ui.shared.widgets.rail import Rail
from arcaller.ui.shared.widgets.status_strip import StatusStrip
from arcaller.ui.shared.widgets.text import Span, Spans, Text
from arcaller.ui.shared.widgets.timeline import Timeline, TimelineEntry, TimelineGroup

WORDS = ("No answer", "Voicemail", "Busy", "Promise", "Plan", "Dispute", "Call back", "Wrong no.", "Refuses", "Other")


@pytest.fixture
def bar(qtbot):
    """An outcome bar in a window of its own."""
    choices = [OutcomeChoice(digit, word) for digit, word in zip(DIGITS, WORDS, strict=True)]
    choices[1] = OutcomeChoice("2", "Voicemail", "left voicemail")
    window = QWidget()
    qtbot.addWidget(window)
    bar = OutcomeBar(choices)
    QVBoxLayout(window).addWidget(bar)
    window.resize(1440, 120)
    window.show()
    yield bar
    window.close()


def test_outcomes_stand_in_one_row_where_there_is_room_and_in_two_below_1280(qtbot, bar):
    assert bar.rows == 1
    bar.window().resize(1279, 160)
    qtbot.waitUntil(lambda: bar.rows == 2)
    assert bar.window().minimumSizeHint().width() <= 640
    bar.window().resize(1440, 160)
    qtbot.waitUntil(lambda: bar.rows == 1)


def test_a_digit_on_the_bar_asks_and_only_arm_shows_it(qtbot, bar):
    chosen = []
    bar.digit_chosen.connect(chosen.append)
    qtbot.keyClicks(bar, "4x")
    arabic = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, "٢")
    QApplication.sendEvent(bar, arabic)
    qtbot.keyClicks(bar, "20")
    assert chosen == ["4", "2", "0"]
    assert bar.armed == ""
    bar.arm("2")
    assert bar.armed == "2"


def test_a_click_on_an_outcome_asks_for_its_digit_and_checks_nothing(qtbot, bar):
    button = next(b for b in bar.findChildren(QWidget) if b.accessibleName() == "2 left voicemail")
    with qtbot.waitSignal(bar.digit_chosen) as caught:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert caught.args == ["2"]
    assert not button.isChecked()


def test_enter_held_down_commits_once(qtbot, bar):
    committed = []
    bar.committed.connect(lambda: committed.append(1))
    qtbot.keyClick(bar, Qt.Key.Key_Return)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(bar, held)
    assert committed == [1]


def test_esc_leaves_the_bar(qtbot, bar):
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar, Qt.Key.Key_Escape)


def test_each_outcome_says_digit_and_words_to_a_screen_reader(bar):
    QAccessible.setActive(True)
    names = {b.accessibleName() for b in bar.findChildren(QWidget)}
    assert {"1 no answer", "2 left voicemail", "0 other"} <= names
    bar.arm("1")


def test_a_name_is_never_taken_for_mark_up(qtbot):
    text = Text("Müller <Bau> GmbH & Söhne")
    qtbot.addWidget(text)
    assert text.textFormat() == Qt.TextFormat.PlainText
    plain = Text("Müller  GmbH & Söhne")
    qtbot.addWidget(plain)
    assert text.sizeHint().width() > plain.sizeHint().width()


def test_a_text_changes_its_tone_on_screen(qtbot):
    text = Text("x")
    qtbot.addWidget(text)
    text.ensurePolished()
    before = text.palette().color(text.foregroundRole())
    text.set_tone("bad")
    assert text.palette().color(text.foregroundRole()) == look().colors.bad != before


def test_spans_grow_in_height_where_they_are_narrow(qtbot):
    spans = Spans([Span("2,677.00 EUR", strong=True), Span(" open, "), Span("1,477.00 overdue", tone="bad")])
    qtbot.addWidget(spans)
    assert spans.heightForWidth(80) > 2 * spans.heightForWidth(800)
    assert spans.accessibleName() == "2,677.00 EUR open, 1,477.00 overdue"


def test_the_aging_bar_is_heard_bucket_by_bucket(qtbot):
    bar = AgingBar([Bucket(120000, "1,200.00"), Bucket(64000, "640.00"), *[Bucket(0, "0.00")] * 3])
    qtbot.addWidget(bar)
    assert bar.accessibleName() == "Aging: Not due 1,200.00, 1–30 640.00, 31–60 0.00, 61–90 0.00, over 90 0.00"
    with pytest.raises(ValueError, match="5 buckets"):
        bar.set_buckets([Bucket(1, "1")])


def test_aging_segments_are_as_long_as_their_share(qtbot):
    bar = AgingBar([Bucket(75, "75"), Bucket(25, "25"), *[Bucket(0, "0")] * 3])
    qtbot.addWidget(bar)
    bar.resize(400, bar.sizeHint().height())
    image = bar.grab().toImage()
    first = sum(image.pixelColor(x, 5) == look().colors.bucket_0 for x in range(400))
    assert 290 <= first <= 302


@pytest.mark.parametrize(("short", "verdict"), [("", "inside"), ("3.80 short", "3.80 short")])
def test_the_meter_says_its_verdict_in_words(qtbot, short, verdict):
    meter = AuthorityMeter(Reading("Down payment", "14.7 % asked", "yours at least 15 %", 0.98, short))
    qtbot.addWidget(meter)
    assert meter.accessibleName() == f"Down payment: {verdict}; 14.7 % asked, yours at least 15 %"


def test_the_chart_draws_steps_and_says_what_they_are(qtbot, theme):
    chart = BalanceChart()
    qtbot.addWidget(chart)
    chart.resize(300, 150)
    empty = chart.grab().toImage()
    points = [BalancePoint(date(2026, month, 1), (12 - month) * 100) for month in (10, 11, 12)]
    chart.set_balance(300, points, total_text="3.00", end_text="1 Dec")
    assert chart.grab().toImage() != empty
    assert "3.00 at first, 3 steps, ends 1 Dec" in chart.accessibleName()
    chart.set_balance(300, points[:1], total_text="3.00", end_text="1 Oct")
    chart.grab()


def test_a_card_says_whether_it_is_prepared(qtbot):
    card = Card("Reason", mark="open")
    qtbot.addWidget(card)
    assert (card.accessibleName(), card.accessibleDescription()) == ("Reason", "not looked at yet")
    card.set_mark("done")
    card.set_title("Reason for the call")
    assert (card.title, card.accessibleDescription()) == ("Reason for the call", "prepared")


def test_a_tone_never_stands_without_its_sign(qtbot):
    for tone in ("bad", "warn", "good"):
        chip, plain = Chip("word", tone=tone), Chip("word")
        qtbot.addWidget(chip)
        qtbot.addWidget(plain)
        assert chip.sizeHint().width() > plain.sizeHint().width()


def test_a_refusal_stands_at_its_field_until_it_is_cleared(qtbot):
    field = QLineEdit()
    error = FieldError(field)
    qtbot.addWidget(field)
    qtbot.addWidget(error)
    error.show_error(DomainError("Write an amount such as 12.50.", "amount"))
    assert (field.property("wrong"), field.accessibleDescription()) == (True, "Write an amount such as 12.50.")
    error.clear_error()
    assert (field.property("wrong"), error.text(), error.isVisible()) == (False, "", False)


def test_an_empty_state_offers_what_to_do(qtbot):
    done = []
    empty = EmptyState("No file yet.", "Drop one here.", action="Choose…", act=lambda: done.append(1))
    qtbot.addWidget(empty)
    qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    assert done == [1]


def test_the_rail_shows_counts_and_folds_to_icons(qtbot):
    rail = Rail()
    qtbot.addWidget(rail)
    rail.add_entry("today", "Today", "today")
    rail.add_entry("clients", "Clients", "clients")
    rail.set_count("today", 34)
    rail.set_count("nowhere", 1)
    wide = rail.width()
    rail.set_folded(True)
    assert rail.entry("today").accessibleName() == "Today, 34"
    assert rail.width() < wide / 2
    with qtbot.waitSignal(rail.chosen) as caught:
        qtbot.mouseClick(rail.entry("clients"), Qt.MouseButton.LeftButton)
    assert caught.args == ["clients"]


def test_the_strip_says_what_was_done_and_offers_undo(qtbot):
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.set_part("saved", "✓ Saved 14:31:58", tone="good")
    strip.say("Voicemail left at Meyer KG.", can_undo=True)
    undo = strip.findChild(QWidget, "undo")
    assert (strip.said, strip.part("saved"), undo.isVisibleTo(strip)) == (
        "Voicemail left at Meyer KG.",
        "✓ Saved 14:31:58",
        True,
    )
    with qtbot.waitSignal(strip.undo_asked):
        qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    strip.say("Undone.")
    assert not undo.isVisibleTo(strip)


def test_a_timeline_replaces_what_it_showed(qtbot):
    history = Timeline()
    qtbot.addWidget(history)
    entry = TimelineEntry("21 Nov · ledger", (Span("Promise of 640.00 broken", tone="bad"),))
    history.set_groups([TimelineGroup("Before", (entry,))])
    history.set_groups([TimelineGroup("Before", (entry, entry))])
    assert [spans.text for spans in history.findChildren(Spans)] == ["Promise of 640.00 broken"] * 2


def test_a_long_timeline_makes_what_can_be_seen_and_the_rest_when_scrolled_to(qtbot):
    history = Timeline()
    qtbot.addWidget(history)
    history.resize(240, 300)
    history.show()
    entries = tuple(TimelineEntry(f"{number} Nov · you", (Span(f"Call {number}"),)) for number in range(200))
    history.set_groups([TimelineGroup("Before", entries)])
    bar = history.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert len(history.findChildren(Spans)) < 30
    while len(history.findChildren(Spans)) < 200:
        before = bar.maximum()
        bar.setValue(before)
        qtbot.waitUntil(lambda before=before: bar.maximum() > before)
    told = sorted(history.findChildren(Spans), key=lambda spans: spans.y())
    assert [spans.text for spans in told] == [f"Call {number}" for number in range(200)]
    assert all(above.geometry().bottom() < below.y() for above, below in pairwise(told))


def test_a_shorter_timeline_leaves_nothing_of_the_longer_one(qtbot):
    history = Timeline()
    qtbot.addWidget(history)
    entry = TimelineEntry("21 Nov · ledger", (Span("Promise kept"),))
    history.set_groups([TimelineGroup("New", (entry, entry)), TimelineGroup("Before", (entry,))])
    history.set_groups([TimelineGroup("History", (TimelineEntry("", (Span("Nothing yet."),)),))])
    assert [spans.text for spans in history.findChildren(Spans)] == ["Nothing yet."]
    assert [text.text() for text in history.findChildren(Text) if text.text()] == ["History"]


def test_a_button_shows_the_key_that_presses_it(qtbot):
    with_keys, without = Button("Call", kind="primary", keys="F8"), Button("Call", kind="primary")
    for button in (with_keys, without):
        qtbot.addWidget(button)
    assert with_keys.sizeHint().width() > without.sizeHint().width()
    assert "F8" in with_keys.toolTip()
    with_keys.resize(with_keys.sizeHint())
    image = with_keys.grab().toImage()
    assert contrast(image.pixelColor(3, image.height() // 2), look().colors.accent_text) >= 4.5


def test_everything_that_takes_the_focus_has_a_name(qtbot):
    """Walks one of each; a control without a name is silent to a screen reader."""
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    rail, strip = Rail(), StatusStrip()
    rail.add_entry("today", "Today", "today")
    bar = OutcomeBar([OutcomeChoice(d, w) for d, w in zip(DIGITS, WORDS, strict=True)])
    empty = EmptyState("Nothing.", action="Import…")
    for widget in (rail, strip, bar, empty, Button("Go"), Timeline(), Card("Reason"), Banner("Stop."), KeyCap("F8")):
        layout.addWidget(widget)
    QAccessible.setActive(True)
    unnamed = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        and not widget.objectName().startswith("qt_")
    ]
    assert not unnamed


def test_enter_presses_the_ways_out_of_an_empty_list(qtbot):
    pressed = []
    state = EmptyState("No clients yet", "Import.", action="Import a file…", act=lambda: pressed.append("import"))
    second = state.add_action("Open the sample company", lambda: pressed.append("sample"))
    qtbot.addWidget(state)
    state.show()
    qtbot.waitExposed(state)
    for button in (state.button, second):
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert pressed == ["import", "sample"]
