"""The line under the window: figures as they are read here, the day as the ledger has it."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt

from arcaller.services.desk import Desk

CLIENT = "Müller <Bau> GmbH"


def test_the_amount_of_a_promise_is_grouped_in_what_was_done_and_in_what_is_taken_back(desk):
    desk.open(CLIENT)
    desk.type("4fr")
    desk.enter()
    desk.settle()
    assert "1,172.00 EUR" in desk.bench.window.strip.said
    assert "1172.00" not in desk.bench.window.strip.said
    desk.bench.runner.undo()
    assert "1172.00" not in desk.bench.window.strip.said


def test_with_the_clock_set_back_the_calls_of_the_business_day_are_still_counted(desk):
    desk.open(CLIENT)
    desk.type("2")
    desk.enter()
    desk.settle()
    assert desk.bench.window.strip.part("today") == "1 call · 0 promises today"
    now = desk.bench._doors.make_desk()
    back = Desk(desk.ledger, 1, now.now - timedelta(days=3), now.today)
    object.__setattr__(desk.bench._doors, "make_desk", lambda: back)
    desk.bench.status.show()
    assert desk.bench.window.strip.part("clock")
    assert desk.bench.window.strip.part("today") == "1 call · 0 promises today"


def test_a_refusal_is_gone_with_its_sheet_and_what_was_done_stays(desk):
    desk.open(CLIENT)
    desk.type("4fr")
    desk.press(Qt.Key.Key_Tab)
    desk.type("999999")
    desk.enter()
    strip = desk.bench.window.strip
    assert "is more than" in strip.said
    desk.open("Łódź Metal Sp. z o.o.")
    assert strip.said == ""
    desk.type("2")
    desk.enter()
    desk.settle()
    assert strip.said.startswith("Voicemail left at Łódź")
    desk.open(CLIENT)
    assert strip.said.startswith("Voicemail left at Łódź")
